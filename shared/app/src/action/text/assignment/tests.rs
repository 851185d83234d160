//! Claims about what may be assigned by text, and about changes between read and write.

use super::*;
use crate::action::ActionOutcome;
use domain::audit::{Outcome, Source, Verb};
use domain::insight::adjustment::DecisionRecord;
use domain::insight::record::Assignment;
use domain::message::job::QueueJob;
use domain::testing::{adjustment, inbound, lee, maya, member, now, recommendation, subscription, workspace};
use domain::workspace::{Consent, Member, Role, WhatsAppSubscription};
use store::embedded::{self, EmbeddedStore};
use store::item;
use store::key::Key;
use store::testing::{store_one, store_workspace};

fn decided(by: &Member, hours_ago: i64) -> DecisionRecord {
    DecisionRecord {
        by: by.id.clone(),
        name: by.name.clone(),
        at: now() - SignedDuration::from_hours(hours_ago),
        source: Source::WhatsApp,
    }
}

/// A recommendation with its shift, made distinct by a number.
fn pair(number: u8) -> (Recommendation, BudgetAdjustment) {
    let id = format!("2026100{number}-a1b2c3d4");
    let shift =
        BudgetAdjustment { id: id.parse().unwrap(), recommendation: id.parse().unwrap(), ..adjustment() };
    let given = Recommendation { id: id.parse().unwrap(), adjustment: shift.id.clone(), ..recommendation() };
    (given, shift)
}

fn chosen(pairs: &[(Recommendation, BudgetAdjustment)]) -> Option<String> {
    let (recommendations, shifts): (Vec<_>, Vec<_>) = pairs.iter().cloned().unzip();
    newest_open(&recommendations, &shifts, &maya().id, now()).map(|chosen| chosen.id.to_string())
}

#[test]
fn the_newest_that_is_open_is_given_away() {
    let (newer, older) = (pair(5), pair(4));
    assert_eq!(chosen(&[newer.clone(), older.clone()]), Some(newer.0.id.to_string()));
    let declined = BudgetAdjustment { state: AdjustmentState::Declined, ..newer.1.clone() };
    assert_eq!(chosen(&[(newer.0.clone(), declined), older.clone()]), Some(older.0.id.to_string()));
    assert_eq!(chosen(&[]), None);
}

#[test]
fn a_shift_waits_as_long_as_it_stands_and_is_followed_up_for_a_day_once_it_is_approved() {
    for (state, hours_ago, is_open) in [
        (AdjustmentState::Proposed, None, true),
        (AdjustmentState::AwaitingSecond, None, true),
        (AdjustmentState::Approved, Some(23), true),
        (AdjustmentState::Approved, Some(24), false),
        (AdjustmentState::Approved, None, false),
        (AdjustmentState::Declined, Some(1), false),
        (AdjustmentState::Undone, Some(1), false),
        (AdjustmentState::Superseded, None, false),
    ] {
        let (given, shift) = pair(5);
        let decided = hours_ago.map(|hours| decided(&maya(), hours));
        let shift = BudgetAdjustment { state, decided, ..shift };
        assert_eq!(chosen(&[(given, shift)]).is_some(), is_open, "{state:?} {hours_ago:?}");
    }
}

#[test]
fn what_was_given_back_is_followed_up_from_then_on() {
    let (given, shift) = pair(5);
    let shift = shift.approved(decided(&maya(), 60), 0);
    let given = given.assigned(&lee().id, "Lee", decided(&maya(), 60));
    assert_eq!(chosen(&[(given.clone(), shift.clone())]), None);
    let back = given.answered(AssignmentAnswer::PassedBack, now() - SignedDuration::from_hours(1));
    assert_eq!(chosen(&[(back.clone(), shift)]), Some(back.id.to_string()));
}

#[test]
fn what_somebody_else_has_is_passed_over_and_told_of_only_when_nothing_else_is_open() {
    let (newer, older) = (pair(5), pair(4));
    let taken = newer.0.assigned(&lee().id, "Lee", decided(&lee(), 1));
    assert_eq!(chosen(&[(taken.clone(), newer.1.clone()), older.clone()]), Some(older.0.id.to_string()));
    assert_eq!(chosen(&[(taken.clone(), newer.1.clone())]), Some(taken.id.to_string()));
    let mine = newer.0.assigned(&lee().id, "Lee", decided(&maya(), 1));
    assert_eq!(chosen(&[(mine.clone(), newer.1), older]), Some(mine.id.to_string()));
}

fn priya() -> Member {
    member("priya", "Priya Shah", Role::Marketer)
}

/// Maya's workspace with an open recommendation and Priya as a member.
async fn start() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    let mut settings = domain::testing::settings();
    settings.members.push(priya());
    embedded.store.save_settings(&settings).await.unwrap();
    let given = recommendation();
    store_one(&embedded.store, &Key::recommendation(&given.workspace, &given.id), &given).await;
    store_one(&embedded.store, &Key::adjustment(&given.workspace, &given.adjustment), &adjustment()).await;
    embedded
}

/// Lets Maya write "assign Priya" while something changes between read and write.
async fn assign_around(embedded: &EmbeddedStore, change: impl AsyncFnOnce(&Store)) -> ActionResult {
    let store = &embedded.store;
    let (message, maya) = (inbound(&maya(), 1, &[("Body", "assign Priya")]), maya());
    let subscription = subscription(&maya);
    let written = TextMessage { message: &message, member: &maya, subscription: &subscription, now: now() };
    let read = store.assignable(&workspace().id).await.unwrap();
    let open = read.recommendations.first();
    let target = open.map(|open| Target::Recommendation(Box::new(open.clone())));
    let context = written.context(read.workspace, read.roster, target);
    change(store).await;
    let typed = Typed { store, written: &written, context: &context, open };
    typed.handle(&Whom::Named(domain::text::free::GivenName::clean("Priya").unwrap())).await.unwrap()
}

/// Checks that the change won: the recommendation stays unassigned, the logs record nothing yet, and a worker gets the
/// refusal to record.
async fn assert_lost(embedded: &EmbeddedStore, performed: &ActionResult, reason: &str) {
    let ActionOutcome::Refused(refusal) = &performed.outcome else { panic!("{performed:?}") };
    assert_eq!(refusal.audit_word(), reason);
    assert!(matches!(performed.jobs.as_slice(), [QueueJob::RecordRefusal(_)]), "{:?}", performed.jobs);
    let store = &embedded.store;
    assert_eq!(store.audit(&workspace().id).await.unwrap(), []);
    assert_eq!(store.latest_talk(&workspace().id, &maya().id, 9).await.unwrap(), []);
    assert_eq!(store.latest_notifications(&workspace().id, &priya().id, 9).await.unwrap(), []);
}

#[tokio::test]
async fn an_account_that_is_not_verified_and_gets_no_reply_any_more_is_audited_without_a_name() {
    let embedded = start().await;
    let (message, maya) = (inbound(&maya(), 1, &[("Body", "assign Priya")]), maya());
    let idle_texts = domain::message::conversation::MOST_IDLE_REPLIES;
    let subscription = WhatsAppSubscription { unverified: true, idle_texts, ..subscription(&maya) };
    let written = TextMessage { message: &message, member: &maya, subscription: &subscription, now: now() };
    for _again in 0..2 {
        let performed = assign(
            &embedded.store,
            &written,
            &Whom::Named(domain::text::free::GivenName::clean("Priya").unwrap()),
        )
        .await
        .unwrap();
        assert_eq!(
            (performed.reply, performed.jobs, performed.outcome),
            (None, vec![], ActionOutcome::Shown)
        );
    }
    let [event] = embedded.store.audit(&workspace().id).await.unwrap().try_into().unwrap();
    assert_eq!((event.actor, event.verb), (None, Verb::AssignRecommendation));
    assert_eq!(event.outcome, Outcome::Denied { reason: "not_verified".into() });
    assert_eq!(embedded.store.latest_talk(&workspace().id, &maya.id, 9).await.unwrap(), []);
}

#[tokio::test]
async fn without_a_change_the_recommendation_is_given_away_without_a_token() {
    let embedded = start().await;
    let performed = assign_around(&embedded, async |_| {}).await;
    assert_eq!(performed.outcome, ActionOutcome::Changed);
    let audit = embedded.store.audit(&workspace().id).await.unwrap();
    let evidence = audit[0].evidence.clone().unwrap();
    assert_eq!((evidence.token, evidence.role, evidence.target_version), (None, Role::Owner, 1));
}

#[tokio::test]
async fn every_condition_holds_at_the_moment_of_the_write() {
    let removed = Member { active: false, ..maya() };
    let viewer = Member { role: Role::Viewer, ..maya() };
    let gone = Member { active: false, ..priya() };
    let stopped = WhatsAppSubscription { consent: Consent::OptedOut, ..subscription(&maya()) };
    let moved = WhatsAppSubscription { phone: Some("+15550100077".into()), ..subscription(&maya()) };
    let unverified = WhatsAppSubscription { unverified: true, ..subscription(&maya()) };
    let mut strict = workspace();
    strict.rules.named.assign_recommendations = Some(vec![lee().id]);
    let taken = recommendation().assigned(&lee().id, "Lee", decided(&lee(), 0));
    let w = workspace().id;
    let (of_maya, of_priya) = (Key::member(&w, &maya().id), Key::member(&w, &priya().id));
    let address = Key::subscription(&w, &maya().id);
    for (reason, stored) in [
        ("no_longer_member", item::write(&of_maya, &removed)),
        ("may_not", item::write(&of_maya, &viewer)),
        ("not_a_teammate", item::write(&of_priya, &gone)),
        ("opted_out", item::write(&address, &stopped)),
        ("not_verified", item::write(&address, &moved)),
        ("not_verified", item::write(&address, &unverified)),
        ("may_not", item::write(&Key::workspace(&w), &strict)),
        ("already_assigned", item::write(&Key::recommendation(&w, &taken.id), &taken)),
    ] {
        let embedded = start().await;
        let performed = assign_around(&embedded, async |store| {
            store.put_all(vec![stored.unwrap()], &|_| {}).await.unwrap();
        });
        assert_lost(&embedded, &performed.await, reason).await;
    }
}

#[tokio::test]
async fn the_same_message_in_two_workers_gives_it_away_once_and_both_say_the_same() {
    let embedded = start().await;
    let mut first = None;
    let second = assign_around(&embedded, async |_| {
        first = Some(assign_around(&embedded, async |_| {}).await);
    });
    let second = second.await;
    let first = first.unwrap();
    assert_eq!((&first.reply, &first.jobs), (&second.reply, &second.jobs));
    assert_eq!((first.outcome, second.outcome), (ActionOutcome::Changed, ActionOutcome::Duplicate));
    assert_eq!(embedded.store.audit(&workspace().id).await.unwrap().len(), 1);
    let stored = embedded.store.recommendation(&workspace().id, &recommendation().id).await.unwrap().unwrap();
    let Some(Assignment { owner, .. }) = stored.assignment else { panic!("nobody has it") };
    assert_eq!((owner, stored.version), (priya().id, 2));
}
