//! Claims about people: how they are identified, and what their state was at a time.

use super::*;
use crate::testing::{lee, now};
use jiff::SignedDuration;

fn subscription() -> WhatsAppSubscription {
    WhatsAppSubscription {
        workspace: "acme".parse().unwrap(),
        member: "maya".parse().unwrap(),
        phone: Some("+15550100001".into()),
        business_scoped_id: Some("US.1349".into()),
        consent: Consent::OptedIn,
        consent_changed_at: Timestamp::UNIX_EPOCH,
        consent_wording: "en-1".into(),
        digest_time: jiff::civil::time(8, 0, 0, 0),
        digest_days: DigestDays::default(),
        quiet_hours: None,
        unverified: false,
        idle_texts: 0,
        asked_cards: None,
        mails_ended_at: None,
        last_heard_at: None,
    }
}

fn address(text: &str) -> WhatsAppAddress {
    WhatsAppAddress::from_parameter(text).unwrap()
}

#[test]
fn a_person_is_known_by_number_or_by_business_scoped_id() {
    assert!(subscription().is_sender(&[address("whatsapp:+15550100001")]));
    assert!(subscription().is_sender(&[address("whatsapp:US.1349")]));
    assert!(!subscription().is_sender(&[address("whatsapp:+15550100002")]));
    assert!(!subscription().is_sender(&[]));
}

#[test]
fn a_number_that_was_given_to_another_person_is_no_longer_theirs() {
    let number = address("whatsapp:+15550100001");
    assert!(subscription().is_sender(&[number.clone(), address("whatsapp:US.1349")]));
    assert!(!subscription().is_sender(&[number.clone(), address("whatsapp:US.2000")]));
    assert!(!subscription().is_sender(&[address("whatsapp:+15550100002"), address("whatsapp:US.1349")]));
    let parent = address("whatsapp:US.ENT.77");
    assert!(subscription().is_sender(&[number, address("whatsapp:US.1349"), parent]));
}

#[test]
fn an_id_that_was_never_stored_is_not_held_against_the_number() {
    let number_only = WhatsAppSubscription { business_scoped_id: None, ..subscription() };
    assert!(number_only.is_sender(&[address("whatsapp:+15550100001"), address("whatsapp:US.2000")]));
    assert!(!number_only.is_sender(&[address("whatsapp:US.2000")]));
}

#[test]
fn a_subscription_never_shows_its_addresses_in_a_log() {
    let shown = format!("{:?}", subscription());
    assert!(!shown.contains("555") && !shown.contains("1349"), "{shown}");
}

#[test]
fn an_address_never_shows_itself_in_a_log() {
    assert!(!format!("{:?}", address("whatsapp:+15550100001")).contains("555"));
}

#[test]
fn a_parameter_of_another_channel_is_no_address() {
    assert!(WhatsAppAddress::from_parameter("+15550100001").is_none());
    assert!(WhatsAppAddress::from_parameter("whatsapp:").is_none());
}

#[test]
fn a_sender_of_whom_only_a_part_is_the_persons_has_changed_and_is_no_stranger() {
    let number = address("whatsapp:+15550100001");
    let sender = |shown: &[WhatsAppAddress]| subscription().sender(shown);
    assert_eq!(sender(std::slice::from_ref(&number)), SenderMatch::Person);
    assert_eq!(sender(&[number, address("whatsapp:US.2000")]), SenderMatch::Changed);
    let known_by_id = [address("whatsapp:+15550100002"), address("whatsapp:US.1349")];
    assert_eq!(sender(&known_by_id), SenderMatch::Changed);
    assert_eq!(sender(&[address("whatsapp:+15550100002")]), SenderMatch::Stranger);
    assert_eq!(sender(&[]), SenderMatch::Stranger);
}

fn hours(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

#[test]
fn what_a_person_was_can_be_told_for_every_time() {
    let member = lee().changed(Role::Viewer, true, hours(0)).changed(Role::Viewer, false, hours(2));
    let member = member.changed(Role::Owner, true, hours(4));
    let role = |at: i64| member.role_at(hours(at));
    assert_eq!(
        [-1, 0, 1, 2, 3, 4, 5].map(role),
        [
            Some(Role::Marketer),
            Some(Role::Viewer),
            Some(Role::Viewer),
            None,
            None,
            Some(Role::Owner),
            Some(Role::Owner)
        ]
    );
}

#[test]
fn a_change_is_told_from_its_first_instant_on_and_what_is_too_long_ago_is_not_known() {
    let mut member = lee();
    for hour in 0..100 {
        let role = if hour % 2 == 0 { Role::Owner } else { Role::Viewer };
        member = member.changed(role, true, hours(hour));
    }
    assert_eq!(member.history.len(), Member::KEPT_HISTORY);
    assert_eq!(
        (member.role_at(hours(99)), member.role_at(hours(98))),
        (Some(Role::Viewer), Some(Role::Owner))
    );
    assert_eq!(member.role_at(hours(48)), None);
}
