//! The people: reachable where they have agreed, and all fictitious.

use super::*;
use command_center::domain::workspace::{Consent, Role};
use jiff::tz::TimeZone;

fn people() -> Vec<(Member, WhatsAppSubscription)> {
    generate(1, date(2026, 10, 7)).people
}

#[test]
fn six_people_have_addresses_of_their_own() {
    let people = people();
    let distinct = |field: fn(&(Member, WhatsAppSubscription)) -> String| {
        people.iter().map(field).collect::<HashSet<_>>().len()
    };
    assert_eq!(people.len(), 6);
    assert_eq!(distinct(|(member, _)| member.id.to_string()), 6);
    assert_eq!(distinct(|(member, _)| member.email.clone()), 6);
    assert_eq!(distinct(|(_, subscription)| subscription.phone.clone().unwrap()), 6);
    assert_eq!(distinct(|(_, subscription)| subscription.business_scoped_id.clone().unwrap()), 6);
}

#[test]
fn every_number_is_from_a_range_that_is_kept_for_fiction() {
    for (member, subscription) in people() {
        let phone = subscription.phone.unwrap();
        let american = phone.starts_with("+1") && phone.len() == 12 && &phone[5..10] == "55501";
        let british = phone.starts_with("+447700900") && phone.len() == 13;
        let german = phone.starts_with("+4917139200") && phone.len() == 13;
        assert!(american || british || german, "{}", member.id);
        assert!(member.email.ends_with("@example.com"));
    }
}

#[test]
fn maya_owns_it_three_run_campaigns_and_two_only_read() {
    let of = |role| people().iter().filter(|(member, _)| member.role == role).count();
    assert_eq!((of(Role::Owner), of(Role::Marketer), of(Role::Viewer)), (1, 3, 2));
    let people = people();
    let (maya, _) = people.first().unwrap();
    assert_eq!((maya.id.as_str(), maya.role, maya.zone.as_str()), ("maya", Role::Owner, "America/New_York"));
}

#[test]
fn only_joao_said_stop_and_every_consent_is_older_than_today() {
    let today = date(2026, 10, 7);
    let midnight = today.to_zoned(TimeZone::get("America/New_York").unwrap()).unwrap().timestamp();
    for (member, subscription) in people() {
        assert_eq!(subscription.consent == Consent::OptedOut, member.id.as_str() == "joao");
        assert!(subscription.consent_changed_at < midnight, "{}", member.id);
        assert_eq!(subscription.consent_wording, format!("{}-1", member.language));
        assert_eq!(subscription.member, member.id);
    }
}

#[test]
fn every_zone_is_known_and_every_language_is_one_that_messages_come_in() {
    let sample = generate(1, date(2026, 10, 7));
    assert!(TimeZone::get(&sample.workspace.zone).is_ok());
    for (member, _) in &sample.people {
        assert!(TimeZone::get(&member.zone).is_ok(), "{}", member.zone);
        assert!(["en", "es", "pt", "fr", "de", "hi"].contains(&member.language.as_str()));
    }
}
