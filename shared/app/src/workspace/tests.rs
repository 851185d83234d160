//! Claims about changes of memberships and rules, on the real engine.

mod rules;

use super::membership::{MembershipError, MembershipRequest, NewMember, change_membership};
use super::*;
use crate::action::ActionOutcome;
use crate::testing::tap;
use domain::action::decision::Refusal;
use domain::audit::Outcome;
use domain::testing::{adjustment, anna, claims, lee, maya, now, subscription, workspace};
use domain::token::Action;
use domain::workspace::WhatsAppSubscription;
use domain::workspace::roster::Roster;
use domain::workspace::same_person::SharedAddress;
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore};
use store::item;
use store::key::Key;
use store::testing::{issue, store_one, store_shift, store_workspace};

async fn start() -> EmbeddedStore {
    let embedded = embedded::start();
    store_workspace(&embedded.store).await;
    store_shift(&embedded.store, &adjustment()).await;
    embedded.calls.take();
    embedded
}

fn by(owner: &Member) -> Change {
    Change { actor: Some(owner.id.clone()), ..by_operator() }
}

fn by_operator() -> Change {
    Change {
        workspace: workspace().id,
        actor: None,
        source: Source::Api,
        at: now() + SignedDuration::from_mins(1),
    }
}

fn priya() -> NewMember {
    NewMember {
        name: " Priya ".into(),
        role: Role::Marketer,
        zone: "Asia/Kolkata".into(),
        language: "hi".into(),
        email: "priya@example.com".into(),
    }
}

async fn read<E: item::Entity>(store: &Store, key: Key) -> E {
    let found = store.get_all(std::slice::from_ref(&key)).await.unwrap().remove(&key).unwrap();
    item::read(found).unwrap()
}

async fn stored(store: &Store, member: &MemberId) -> Member {
    read(store, Key::member(&workspace().id, member)).await
}

async fn roster(store: &Store) -> Vec<String> {
    let roster: Roster = read(store, Key::roster(&workspace().id)).await;
    roster.people.iter().map(|person| format!("{} {:?}", person.name, person.role)).collect()
}

async fn role(store: &Store, by: &Change, member: &Member, role: Role) -> Result<bool, MembershipError> {
    Ok(change_membership(store, by, &member.id, &MembershipRequest::Role(role)).await?.is_new)
}

async fn remove(store: &Store, by: &Change, member: &Member) -> Result<bool, MembershipError> {
    Ok(change_membership(store, by, &member.id, &MembershipRequest::Remove).await?.is_new)
}

/// The outcome of tapping a button that was sent to the person before any change.
async fn tap_on_old_button(store: &Store, who: &Member) -> ActionOutcome {
    tap_number(store, who, 1).await
}

/// Like [`tap_on_old_button`], with a different button and message for each number.
async fn tap_number(store: &Store, who: &Member, number: u8) -> ActionOutcome {
    let button = claims(who, Action::ApproveShift, adjustment().id.as_str(), number);
    issue(store, &button, 1).await;
    tap(store, who, &button, number.into(), now() + SignedDuration::from_mins(5)).await.outcome
}

#[tokio::test]
async fn another_role_is_two_calls_and_is_in_the_roster_the_history_and_the_audit_log() {
    let embedded = start().await;
    let store = &embedded.store;
    assert!(role(store, &by(&maya()), &lee(), Role::Viewer).await.unwrap());
    assert_eq!(embedded.calls.take(), ["BatchGetItem", "TransactWriteItems"]);
    assert_eq!(roster(store).await, ["Anna Viewer", "Lee Viewer", "Maya Owner"]);
    let lee = stored(store, &lee().id).await;
    assert_eq!((lee.role, lee.changed_at), (Role::Viewer, by_operator().at));
    assert_eq!(lee.role_at(now()), Some(Role::Marketer));
    assert_eq!(lee.role_at(by_operator().at), Some(Role::Viewer));
    let [event] = store.audit(&workspace().id).await.unwrap().try_into().unwrap();
    assert_eq!((event.verb, event.object.as_str()), (Verb::ChangeMembership, "lee"));
    assert_eq!((event.actor, event.outcome), (Some(maya().id), Outcome::Executed));
    assert_eq!(event.before.as_deref(), Some("marketer, member"));
    assert_eq!(event.after.as_deref(), Some("viewer, member since 2026-10-06T12:08:00Z"));
    embedded.calls.take();
    assert!(!role(store, &by(&maya()), &lee, Role::Viewer).await.unwrap(), "it is so already");
    assert_eq!(embedded.calls.take(), ["BatchGetItem"]);
}

#[tokio::test]
async fn a_change_of_role_voids_the_buttons_from_before_even_when_the_new_role_may_more() {
    let embedded = start().await;
    let promoted = lee();
    assert!(role(&embedded.store, &by(&maya()), &promoted, Role::Owner).await.unwrap());
    assert_eq!(tap_on_old_button(&embedded.store, &promoted).await, ActionOutcome::Refused(Refusal::Void));
    let untouched = maya();
    assert_eq!(tap_number(&embedded.store, &untouched, 2).await, ActionOutcome::Changed);
}

#[tokio::test]
async fn who_is_removed_may_do_nothing_and_coming_back_does_not_revive_old_buttons() {
    let embedded = start().await;
    let store = &embedded.store;
    assert!(remove(store, &by(&maya()), &lee()).await.unwrap());
    assert_eq!(tap_on_old_button(store, &lee()).await, ActionOutcome::Refused(Refusal::NoLongerMember));
    assert_eq!(roster(store).await, ["Anna Viewer", "Maya Owner"]);
    assert!(!remove(store, &by(&maya()), &lee()).await.unwrap());
    let again = NewMember { name: "Lee".into(), ..priya() };
    change_membership(store, &by(&maya()), &lee().id, &MembershipRequest::Add(again)).await.unwrap();
    assert_eq!(tap_number(store, &lee(), 2).await, ActionOutcome::Refused(Refusal::Void));
    assert_eq!(stored(store, &lee().id).await.history.len(), 2);
    assert_eq!(store.audit(&workspace().id).await.unwrap().len(), 4, "two changes and two refused taps");
}

#[tokio::test]
async fn who_joins_is_a_member_with_clean_settings() {
    let embedded = start().await;
    let store = &embedded.store;
    let id: MemberId = "priya".parse().unwrap();
    let joined = change_membership(store, &by(&maya()), &id, &MembershipRequest::Add(priya())).await.unwrap();
    assert_eq!(joined.member, stored(store, &id).await);
    assert_eq!((joined.member.name.as_str(), joined.member.active), ("Priya", true));
    assert_eq!(joined.member.role_at(now()), None, "nobody before joining");
    assert_eq!(roster(store).await, ["Anna Viewer", "Lee Marketer", "Maya Owner", "Priya Marketer"]);
    let twice = change_membership(store, &by(&maya()), &id, &MembershipRequest::Add(priya())).await;
    assert!(matches!(twice, Err(MembershipError::AlreadyMember)), "{twice:?}");
    let refused = async |new: NewMember| {
        let other = "other".parse().unwrap();
        change_membership(store, &by(&maya()), &other, &MembershipRequest::Add(new)).await.unwrap_err()
    };
    let zone = refused(NewMember { zone: "Mars/Olympus".into(), ..priya() }).await;
    assert!(matches!(zone, MembershipError::UnknownZone), "{zone}");
    for name in [" ", "\u{200b}\u{2066}"] {
        assert!(matches!(refused(NewMember { name: name.into(), ..priya() }).await, MembershipError::NoName));
    }
    let email = refused(NewMember { email: "priya at example".into(), ..priya() }).await;
    assert!(matches!(email, MembershipError::Email(_)) && !email.to_string().contains("priya"), "{email}");
}

#[tokio::test]
async fn only_an_owner_may_and_who_may_not_is_on_record() {
    let embedded = start().await;
    let store = &embedded.store;
    for other in [lee(), anna()] {
        let denied = role(store, &by(&other), &other, Role::Owner).await;
        assert!(matches!(denied, Err(MembershipError::MayNot)), "{denied:?}");
    }
    let former = Member { active: false, ..maya() };
    store_one(store, &Key::member(&former.workspace, &former.id), &former).await;
    assert!(matches!(remove(store, &by(&former), &lee()).await, Err(MembershipError::MayNot)));
    let audit = store.audit(&workspace().id).await.unwrap();
    assert_eq!(audit.len(), 3);
    assert!(audit.iter().all(|event| event.outcome == Outcome::Denied { reason: "may_not".into() }));
    assert_eq!(stored(store, &lee().id).await, lee());
}

#[tokio::test]
async fn the_last_owner_stays_and_an_operator_can_make_another() {
    let embedded = start().await;
    let store = &embedded.store;
    assert!(matches!(remove(store, &by(&maya()), &maya()).await, Err(MembershipError::LastOwner)));
    let demoted = role(store, &by_operator(), &maya(), Role::Viewer).await;
    assert!(matches!(demoted, Err(MembershipError::LastOwner)), "{demoted:?}");
    assert!(role(store, &by_operator(), &lee(), Role::Owner).await.unwrap());
    assert!(role(store, &by(&maya()), &maya(), Role::Viewer).await.unwrap());
    let nobody = remove(store, &by(&lee()), &domain::testing::member("nobody", "No", Role::Viewer)).await;
    assert!(matches!(nobody, Err(MembershipError::UnknownMember)), "{nobody:?}");
    let elsewhere = Change { workspace: "no-such".parse().unwrap(), ..by_operator() };
    assert!(matches!(remove(store, &elsewhere, &lee()).await, Err(MembershipError::UnknownWorkspace)));
}

#[tokio::test]
async fn two_records_of_one_person_are_not_two_owners() {
    let embedded = start().await;
    let store = &embedded.store;
    let again = Member { role: Role::Owner, email: "MAYA@example.com".into(), ..lee() };
    store_one(store, &Key::member(&again.workspace, &again.id), &again).await;
    for whom in [&maya(), &again] {
        assert!(matches!(remove(store, &by(&maya()), whom).await, Err(MembershipError::LastOwner)));
        let demoted = role(store, &by(&maya()), whom, Role::Viewer).await;
        assert!(matches!(demoted, Err(MembershipError::LastOwner)), "{demoted:?}");
    }
    assert!(role(store, &by(&maya()), &anna(), Role::Owner).await.unwrap());
    assert!(remove(store, &by(&maya()), &again).await.unwrap());
}

#[tokio::test]
async fn an_address_belongs_to_one_active_member() {
    let embedded = start().await;
    let store = &embedded.store;
    let add = async |id: &MemberId, email: &str| {
        let new = NewMember { email: email.into(), ..priya() };
        change_membership(store, &by(&maya()), id, &MembershipRequest::Add(new)).await
    };
    let other: MemberId = "other".parse().unwrap();
    let taken = add(&other, "Lee@Example.com").await.unwrap_err();
    assert!(matches!(taken, MembershipError::SharedAddress(SharedAddress::Mailbox)), "{taken}");
    assert!(taken.to_string().contains("same mailbox") && !taken.to_string().contains("Example"), "{taken}");
    assert!(remove(store, &by(&maya()), &lee()).await.unwrap());
    assert!(add(&other, "lee@example.com").await.unwrap().is_new, "who left has no address here");
    let back = add(&lee().id, "lee@example.com").await;
    assert!(matches!(back, Err(MembershipError::SharedAddress(SharedAddress::Mailbox))), "{back:?}");
    let number = WhatsAppSubscription { member: other.clone(), ..subscription(&lee()) };
    store_one(store, &Key::subscription(&number.workspace, &other), &number).await;
    let back = add(&lee().id, "lee@elsewhere.example").await;
    assert!(matches!(back, Err(MembershipError::SharedAddress(SharedAddress::Number))), "{back:?}");
}

#[tokio::test]
async fn a_change_of_role_keeps_whom_the_person_assigned_to_last() {
    let embedded = start().await;
    let store = &embedded.store;
    let busy = Member { recent_assignees: vec![anna().id], ..lee() };
    store_one(store, &Key::member(&busy.workspace, &busy.id), &busy).await;
    role(store, &by(&maya()), &busy, Role::Viewer).await.unwrap();
    assert_eq!(stored(store, &busy.id).await.recent_assignees, busy.recent_assignees);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_two_people_at_once_are_both_in_the_roster() {
    for _round in 0..10 {
        let embedded = start().await;
        let other = embedded.another_worker();
        let (owner, lee, anna) = (by(&maya()), lee(), anna());
        let (one, two) = tokio::join!(
            role(&embedded.store, &owner, &lee, Role::Viewer),
            role(&other.store, &owner, &anna, Role::Marketer),
        );
        assert!(one.unwrap() && two.unwrap());
        assert_eq!(roster(&embedded.store).await, ["Anna Marketer", "Lee Viewer", "Maya Owner"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_who_remove_each_other_at_once_leave_one() {
    for _round in 0..10 {
        let embedded = start().await;
        role(&embedded.store, &by(&maya()), &lee(), Role::Owner).await.unwrap();
        let other = embedded.another_worker();
        let (maya, lee) = (maya(), lee());
        let (by_maya, by_lee) = (by(&maya), by(&lee));
        let (one, two) =
            tokio::join!(remove(&embedded.store, &by_maya, &lee), remove(&other.store, &by_lee, &maya));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert_eq!(roster(&embedded.store).await.len(), 2);
    }
}
