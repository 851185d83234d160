//! Claims about the table of actions.

use super::*;
use std::collections::BTreeMap;

#[test]
fn an_action_is_stored_as_its_word() {
    for action in Action::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), serde_json::json!(action.as_str()));
    }
}

#[test]
fn actions_with_one_verb_have_one_permission_and_one_kind_of_target() {
    let mut known: BTreeMap<Verb, (Option<Permission>, TargetKind)> = BTreeMap::new();
    for action in Action::ALL {
        let row = action.row();
        for verb in [Some(row.audited_as.verb), row.audited_as.first_of_two].into_iter().flatten() {
            let first = *known.entry(verb).or_insert((row.permission, row.target));
            assert_eq!(first, (row.permission, row.target), "{action:?}");
        }
    }
}

#[test]
fn whatever_asks_leads_to_an_action_that_changes_the_same_thing() {
    for action in Action::ALL {
        let row = action.row();
        if let Asks(next) = row.effect {
            assert_eq!(next.row().effect, Changes, "{action:?}");
            assert_eq!(
                (next.row().target, next.row().permission),
                (row.target, row.permission),
                "{action:?}"
            );
        }
    }
}

#[test]
fn words_alone_move_no_money_and_hide_no_trouble() {
    let said: Vec<Action> =
        Action::ALL.iter().copied().filter(|action| action.is_open_to(ActionChannel::Text)).collect();
    assert_eq!(said, [Action::AssignRecommendation, Action::PickAssignee, Action::GiveReason]);
}
