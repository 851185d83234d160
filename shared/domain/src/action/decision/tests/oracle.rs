//! An independent oracle: whatever the facts, nothing is carried out that the product's rules forbid. The rules are
//! restated here on the bare facts in different terms, and share no code with the decision.

use super::*;
use crate::insight::adjustment::{AdjustmentState, ShiftOutcome};
use crate::insight::record::{AlertState, AssignmentAnswer};
use crate::testing::campaigns;
use crate::workspace::{Consent, Role};
use proptest::prelude::*;

/// Variations of a scene in which everything fits; any of them may be combined.
const TWISTS: &[fn(&mut Scene)] = &[
    |scene| scene.context.token = None,
    |scene| scene.context.workspace = None,
    |scene| scene.context.roster = None,
    |scene| scene.context.member = None,
    |scene| scene.context.subscription = None,
    |scene| scene.context.target = None,
    |scene| scene.context.changed_campaigns = campaigns(),
    |scene| scene.context.target = Some(Target::Shift(Box::new(adjustment()))),
    |scene| scene.context.target = Some(Target::Alert(Box::new(alert()))),
    |scene| scene.context.target = Some(Target::Recommendation(Box::new(given(&lee(), &maya())))),
    |scene| scene.context.target = Some(Target::Recommendation(Box::new(given(&maya(), &lee())))),
    |scene| scene.token(|token| token.state = TokenState::Used),
    |scene| scene.token(|token| token.valid_until = EpochSecond::from(now())),
    |scene| scene.token(|token| token.valid_until = EpochSecond::from(later(1))),
    |scene| scene.token(|token| token.target_version = token.target_version.saturating_add(1)),
    |scene| scene.token(|token| token.target_version = token.target_version.saturating_sub(1)),
    |scene| scene.token(|token| token.target_version = u64::MAX),
    |scene| scene.token(|token| token.channel = TokenChannel::Link),
    |scene| scene.token(|token| token.channel = TokenChannel::Button),
    |scene| scene.token(|token| token.member = lee().id),
    |scene| scene.token(|token| token.workspace = "other".parse().unwrap()),
    |scene| scene.token(|token| token.target = "20261005-ffffffff".parse().unwrap()),
    |scene| scene.token(|token| token.purpose = Action::ConfirmShift.into()),
    |scene| scene.token(|token| token.issued_at = token.issued_at.plus_seconds(-10)),
    |scene| scene.token(|token| token.detail = Some("anna".to_owned())),
    |scene| scene.claims.purpose = Action::DeclineShift.into(),
    |scene| scene.claims.member = lee().id,
    |scene| scene.claims.channel = TokenChannel::Bearer,
    |scene| scene.requested = None,
    |scene| scene.requested.iter_mut().for_each(|asked| asked.seen_version = u64::MAX),
    |scene| {
        scene
            .requested
            .iter_mut()
            .for_each(|asked| asked.seen_version = asked.seen_version.saturating_add(1));
    },
    |scene| scene.requested.iter_mut().for_each(|asked| asked.action = Action::PickAssignee),
    |scene| scene.requested.iter_mut().for_each(|asked| asked.action = Action::ApproveShift),
    |scene| scene.door = Door::Phone(vec![address(&maya())]),
    |scene| scene.door = Door::Phone(vec![address(&lee())]),
    |scene| scene.door = Door::Text(vec![address(&maya())]),
    |scene| scene.door = Door::Link,
    |scene| scene.door = Door::Bearer,
    |scene| scene.now = later(-3600),
    |scene| scene.now = later(1800),
    |scene| scene.now = later(24 * 3600),
    |scene| scene.member(|member| member.active = false),
    |scene| scene.member(|member| member.role = Role::Viewer),
    |scene| scene.member(|member| member.workspace = "other".parse().unwrap()),
    |scene| scene.member(|member| member.changed_at = later(-5)),
    |scene| scene.member(|member| member.zone = "nowhere".to_owned()),
    |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut),
    |scene| scene.subscription(|subscription| subscription.consent_changed_at = later(-5)),
    |scene| scene.subscription(|subscription| subscription.unverified = true),
    |scene| scene.subscription(|subscription| subscription.member = lee().id),
    |scene| {
        scene.workspace(|workspace| workspace.rules.tokens_valid_from = Some(EpochSecond::from(later(-5))));
    },
    |scene| scene.workspace(|workspace| workspace.single_tap_limit = dollars(100)),
    |scene| scene.workspace(|workspace| workspace.rules.confirm_limit = Some(dollars(300))),
    |scene| scene.workspace(|workspace| workspace.rules.named.approve_shifts = Some(vec![lee().id])),
    |scene| scene.workspace(|workspace| workspace.rules.named.handle_alerts = Some(Vec::new())),
    |scene| {
        scene.workspace(|workspace| workspace.rules.named.assign_recommendations = Some(vec![maya().id]));
    },
    |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&maya(), now()))),
    |scene| scene.shift(|shift| *shift = shift.approved_first(decision(&lee(), now()))),
    |scene| scene.shift(|shift| *shift = shift.approved(decision(&lee(), now()), 1800)),
    |scene| scene.shift(|shift| *shift = shift.declined(decision(&lee(), now()))),
    |scene| scene.shift(|shift| *shift = shift.superseded(None)),
    |scene| scene.shift(|shift| *shift = shift.reported(ShiftOutcome::Applied { at: now() }, 2, 2)),
    |scene| scene.shift(|shift| shift.amount = dollars(-1)),
    |scene| scene.shift(|shift| shift.version += 1),
    |scene| scene.alert(|alert| *alert = alert.acknowledged(decision(&lee(), now()))),
    |scene| {
        scene.alert(|alert| *alert = alert.snoozed(decision(&lee(), now()), EpochSecond::from(later(1800))));
    },
    |scene| scene.alert(|alert| alert.state = AlertState::Resolved),
    |scene| scene.alert(|alert| alert.first_day = alert.first_day.tomorrow().unwrap()),
    |scene| {
        scene.recommendation(|what| *what = what.answered(AssignmentAnswer::Accepted, now()));
    },
    |scene| {
        scene.recommendation(|what| *what = what.answered(AssignmentAnswer::PassedBack, now()));
    },
];

const KINDS: [Action; 10] = [
    Action::ApproveShift,
    Action::ConfirmShift,
    Action::DeclineShift,
    Action::UndoShift,
    Action::AcknowledgeAlert,
    Action::SnoozeAlert,
    Action::SnoozeAlertUntilTomorrow,
    Action::PickAssignee,
    Action::AcceptAssignment,
    Action::PassBackAssignment,
];

/// A scene in which everything fits, by one of the channels.
fn scene(kind: Action, way: usize) -> Scene {
    let target = match kind {
        Action::UndoShift => Target::Shift(Box::new(adjustment().approved(decision(&maya(), now()), 1800))),
        Action::AcknowledgeAlert | Action::SnoozeAlert | Action::SnoozeAlertUntilTomorrow => {
            Target::Alert(Box::new(alert()))
        }
        Action::PickAssignee => Target::Recommendation(Box::new(recommendation())),
        Action::AcceptAssignment | Action::PassBackAssignment => {
            Target::Recommendation(Box::new(given(&maya(), &lee())))
        }
        _ => Target::Shift(Box::new(adjustment())),
    };
    let mut scene = Scene::new(&maya(), kind, target);
    scene.token(|token| token.detail = Some(lee().id.to_string()));
    match way {
        0 => scene,
        1 => scene.by_link(),
        2 => scene.by_bearer(),
        _ => scene.by_text(),
    }
}

/// Returns the product rules that a change about to be carried out would break; empty if it is allowed.
fn objections(scene: &Scene, change: &Change) -> Vec<&'static str> {
    let mut found = Vec::new();
    found.extend(about_the_person(scene, change));
    found.extend(about_the_token(scene, change));
    found.extend(about_the_target(scene, change));
    found
}

fn unless(holds: bool, objection: &'static str) -> Option<&'static str> {
    (!holds).then_some(objection)
}

fn about_the_person(scene: &Scene, change: &Change) -> Vec<&'static str> {
    let context = &scene.context;
    let (Some(member), Some(workspace)) = (&context.member, &context.workspace) else {
        return vec!["nobody is there"];
    };
    let names = &workspace.rules.named;
    let (needs_role, named) = match change {
        Change::Approve { .. } | Change::ApproveFirst | Change::Decline | Change::Undo => {
            (true, &names.approve_shifts)
        }
        Change::Acknowledge | Change::Snooze { .. } => (true, &names.handle_alerts),
        Change::Assign { .. } => (true, &names.assign_recommendations),
        Change::Accept | Change::PassBack => (false, &None),
        Change::GiveReason { .. } => return vec!["no tap asks for it"],
    };
    let is_named = named.as_ref().is_none_or(|named| named.contains(&member.id));
    let may = !needs_role || (matches!(member.role, Role::Owner | Role::Marketer) && is_named);
    let mut found: Vec<_> = [
        unless(member.active, "a removed person acts"),
        unless(member.id == scene.claims.member, "the membership is somebody else's"),
        unless(member.workspace == scene.claims.workspace, "the membership is of another workspace"),
        unless(workspace.id == scene.claims.workspace, "the workspace is another"),
        unless(may, "the person may not"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Door::Phone(senders) | Door::Text(senders) = &scene.door {
        let known = context.subscription.as_ref().is_some_and(|subscription| {
            let own = senders.iter().all(|sender| subscription.addresses().contains(sender));
            let theirs = subscription.member == scene.claims.member;
            let sure = !subscription.unverified && subscription.consent == Consent::OptedIn;
            own && theirs && sure && !senders.is_empty()
        });
        found.extend(unless(known, "the phone is not known to be the person's, or the person said stop"));
    }
    found
}

fn about_the_token(scene: &Scene, change: &Change) -> Vec<&'static str> {
    let context = &scene.context;
    if matches!(scene.door, Door::Text(_)) {
        return unless(matches!(change, Change::Assign { .. }), "words do more than assign")
            .into_iter()
            .collect();
    }
    let Some(token) = &context.token else {
        return vec!["there is no token"];
    };
    let claimed = &scene.claims;
    let bound = [
        token.workspace == claimed.workspace,
        token.member == claimed.member,
        token.purpose == claimed.purpose,
        token.target == claimed.target,
        token.channel == claimed.channel,
    ];
    let channel = match &scene.door {
        Door::Phone(_) | Door::Text(_) => TokenChannel::Button,
        Door::Link => TokenChannel::Link,
        Door::Bearer => TokenChannel::Bearer,
    };
    let may_be_old = *change == Change::Decline && channel != TokenChannel::Bearer;
    let own_consent = context.subscription.as_ref().filter(|known| known.member == claimed.member);
    let last_change = [
        own_consent.map(|known| known.consent_changed_at.into()),
        context.member.as_ref().map(|member| member.changed_at.into()),
        context.workspace.as_ref().and_then(|workspace| workspace.rules.tokens_valid_from),
    ];
    let issued_since = last_change.into_iter().flatten().all(|changed| token.issued_at >= changed);
    [
        unless(bound == [true; 5], "the token is not the one that was sealed"),
        unless(token.channel == channel, "the token came by another way"),
        unless(token.state == TokenState::Issued, "the token was used"),
        unless(may_be_old || EpochSecond::from(scene.now) < token.valid_until, "the token is too old"),
        unless(issued_since, "the token is void"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns what the person saw: the requested action, or else what the token says.
fn seen(scene: &Scene) -> Option<(Action, TargetId, u64)> {
    let of_token = |token: &WhatsAppActionToken| {
        Some((token.purpose.action()?, token.target.clone(), token.target_version))
    };
    let of_wish = |asked: &RequestedAction| (asked.action, asked.target.clone(), asked.seen_version);
    scene.requested.as_ref().map(of_wish).or_else(|| scene.context.token.as_ref().and_then(of_token))
}

fn about_the_target(scene: &Scene, change: &Change) -> Option<&'static str> {
    let Some((action, target, version)) = seen(scene) else {
        return Some("nothing was asked for");
    };
    let stored = scene.context.target.as_ref().map(identified);
    if stored.is_none_or(|(id, _)| id != target) {
        return Some("the target is another");
    }
    let right = match scene.context.target.as_ref()? {
        Target::Shift(shift) => may_change_shift(scene, shift, change, (action, version)),
        Target::Alert(alert) => may_change_alert(scene, alert, change, version),
        Target::Recommendation(what) => may_change_owner(scene, what, change, version),
        Target::Day(_) => false,
    };
    unless(right, "the target does not stand so that this could be done")
}

fn may_change_shift(
    scene: &Scene,
    shift: &BudgetAdjustment,
    change: &Change,
    (action, seen): (Action, u64),
) -> bool {
    let workspace = scene.context.workspace.as_ref().unwrap();
    let me = &scene.claims.member;
    let asked_again = action == Action::ConfirmShift || matches!(scene.door, Door::Link | Door::Bearer);
    let one_tap = workspace.single_tap_limit.minor;
    let one_person = workspace.rules.confirm_limit.map_or(one_tap, |limit| limit.minor.max(one_tap));
    let amount = shift.amount.minor;
    let unmoved = scene.context.changed_campaigns.is_empty() && amount > 0;
    let proposed = shift.state == AdjustmentState::Proposed && shift.version == seen && unmoved;
    let wishes_yes = matches!(action, Action::ApproveShift | Action::ConfirmShift);
    match change {
        Change::Approve { band: Band::OneTap } => wishes_yes && proposed && amount <= one_tap,
        Change::Approve { band: Band::Confirmation } => {
            wishes_yes && proposed && asked_again && amount <= one_person
        }
        Change::Approve { band: Band::SecondApprover } => {
            let by_another = shift.first.as_ref().is_some_and(|first| first.by != *me);
            let same_numbers = shift.version.checked_sub(seen).is_some_and(|since| since <= 1);
            let awaits = shift.state == AdjustmentState::AwaitingSecond;
            wishes_yes && awaits && by_another && same_numbers && unmoved
        }
        Change::ApproveFirst => wishes_yes && proposed && amount > one_person,
        Change::Decline => {
            let open = matches!(shift.state, AdjustmentState::Proposed | AdjustmentState::AwaitingSecond);
            action == Action::DeclineShift && open
        }
        Change::Undo => {
            let in_time = shift.undo_until.is_some_and(|until| EpochSecond::from(scene.now) < until)
                && scene.context.changed_campaigns.is_empty();
            let approved = shift.state == AdjustmentState::Approved && shift.version >= seen;
            let live = !matches!(shift.outcome, Some(ShiftOutcome::Refused { .. }));
            action == Action::UndoShift && in_time && approved && live
        }
        _ => false,
    }
}

fn may_change_alert(scene: &Scene, alert: &Alert, change: &Change, seen: u64) -> bool {
    let lasts = alert.state != AlertState::Resolved && occurrence(alert.first_day) <= seen;
    let acknowledged = alert.state == AlertState::Acknowledged;
    let asleep = alert.state == AlertState::Snoozed
        && alert.snoozed_until.is_some_and(|until| EpochSecond::from(scene.now) < until);
    match change {
        Change::Acknowledge => lasts && !acknowledged,
        Change::Snooze { until } => {
            let seconds = until.seconds_since(scene.now.into());
            lasts && !acknowledged && !asleep && (1..=25 * 3600).contains(&seconds)
        }
        _ => false,
    }
}

fn may_change_owner(scene: &Scene, what: &Recommendation, change: &Change, seen: u64) -> bool {
    let me = &scene.claims.member;
    let held = what.assignment.as_ref().filter(|held| held.answer != AssignmentAnswer::PassedBack);
    match change {
        Change::Assign { to, .. } => {
            let mine_to_give = held.is_none_or(|held| held.owner == *me || held.assigned.by == *me);
            let there = scene.context.roster.as_ref().is_some_and(|roster| {
                roster.people.iter().any(|person| person.id == *to && person.role != Role::Viewer)
            });
            let news = held.is_none_or(|held| held.owner != *to);
            mine_to_give && there && news && what.version == seen
        }
        Change::Accept => held.is_some_and(|held| {
            held.owner == *me && held.answer == AssignmentAnswer::Awaited && what.version == seen
        }),
        Change::PassBack => held.is_some_and(|held| {
            let answered = held.answer == AssignmentAnswer::Accepted;
            held.owner == *me && what.version.checked_sub(seen) == Some(u64::from(answered))
        }),
        _ => false,
    }
}

#[test]
fn every_scene_in_which_everything_fits_is_carried_out_without_an_objection() {
    for kind in KINDS {
        for way in 0..3 {
            let scene = scene(kind, way);
            let Decision::Apply(change) = scene.decide() else { panic!("{kind:?} by way {way}") };
            assert_eq!(objections(&scene, &change), Vec::<&str>::new(), "{kind:?} by way {way}");
        }
    }
    assert_eq!(scene(Action::PickAssignee, 3).as_str(), "carried");
}

#[test]
fn the_second_opinion_objects_to_what_is_wrong() {
    for (change, twist) in [
        (Change::Approve { band: Band::OneTap }, TWISTS[11]),
        (Change::ApproveFirst, TWISTS[0]),
        (Change::Acknowledge, TWISTS[0]),
    ] {
        let mut scene = scene(Action::ApproveShift, 0);
        twist(&mut scene);
        assert!(!objections(&scene, &change).is_empty(), "{change:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn whatever_the_facts_nothing_is_carried_out_that_the_rules_forbid(
        kind in proptest::sample::select(KINDS.to_vec()),
        way in 0_usize..4,
        twists in proptest::collection::vec(0..TWISTS.len(), 0..5),
    ) {
        let mut scene = scene(kind, way);
        for twist in &twists {
            TWISTS[*twist](&mut scene);
        }
        if let Decision::Apply(change) = scene.decide() {
            prop_assert_eq!(objections(&scene, &change), Vec::<&str>::new(), "{:?} by way {}", change, way);
        }
    }
}
