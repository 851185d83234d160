//! The people of the sample workspace. Their numbers are from ranges that regulators reserve for fiction: 555-01xx in
//! North America, 07700 900xxx in the United Kingdom and 0171 39200xx in Germany; people from elsewhere have an
//! American number.

use super::{days_before, known, workspace_id};
use command_center::domain::workspace::preferences::DigestDays;
use command_center::domain::workspace::{Consent, Member, Role, WhatsAppSubscription};
use jiff::Timestamp;
use jiff::civil::{Date, Time, time};
use jiff::tz::Offset;

struct Person {
    id: &'static str,
    name: &'static str,
    role: Role,
    zone: &'static str,
    language: &'static str,
    phone: &'static str,
    business_scoped_id: &'static str,
    digest_time: Time,
    /// The number of days since the consent last changed.
    consent_age_days: u32,
    consent: Consent,
}

const PEOPLE: [Person; 6] = [
    Person {
        id: "maya",
        name: "Maya",
        role: Role::Owner,
        zone: "America/New_York",
        language: "en",
        phone: "+12125550101",
        business_scoped_id: "US.1349000000000001",
        digest_time: time(8, 0, 0, 0),
        consent_age_days: 96,
        consent: Consent::OptedIn,
    },
    Person {
        id: "lee",
        name: "Lee",
        role: Role::Marketer,
        zone: "Europe/London",
        language: "en",
        phone: "+447700900102",
        business_scoped_id: "GB.1349000000000002",
        digest_time: time(8, 0, 0, 0),
        consent_age_days: 94,
        consent: Consent::OptedIn,
    },
    Person {
        id: "priya",
        name: "Priya",
        role: Role::Marketer,
        zone: "Asia/Kolkata",
        language: "hi",
        phone: "+16465550103",
        business_scoped_id: "US.1349000000000003",
        digest_time: time(9, 30, 0, 0),
        consent_age_days: 61,
        consent: Consent::OptedIn,
    },
    Person {
        id: "diego",
        name: "Diego",
        role: Role::Marketer,
        zone: "America/Mexico_City",
        language: "es",
        phone: "+13055550104",
        business_scoped_id: "US.1349000000000004",
        digest_time: time(7, 45, 0, 0),
        consent_age_days: 40,
        consent: Consent::OptedIn,
    },
    Person {
        id: "anna",
        name: "Anna",
        role: Role::Viewer,
        zone: "Europe/Berlin",
        language: "de",
        phone: "+491713920005",
        business_scoped_id: "DE.1349000000000005",
        digest_time: time(8, 15, 0, 0),
        consent_age_days: 33,
        consent: Consent::OptedIn,
    },
    Person {
        id: "joao",
        name: "João",
        role: Role::Viewer,
        zone: "America/Sao_Paulo",
        language: "pt",
        phone: "+14155550106",
        business_scoped_id: "US.1349000000000006",
        digest_time: time(8, 0, 0, 0),
        consent_age_days: 12,
        consent: Consent::OptedOut,
    },
];

/// Creates the people with their subscriptions as of `today`.
pub(super) fn people(today: Date) -> Vec<(Member, WhatsAppSubscription)> {
    PEOPLE.iter().map(|person| (member(person, today), subscription(person, today))).collect()
}

fn member(person: &Person, today: Date) -> Member {
    Member {
        id: known(person.id),
        workspace: workspace_id(),
        name: person.name.to_owned(),
        role: person.role,
        active: true,
        zone: person.zone.to_owned(),
        language: person.language.to_owned(),
        email: format!("{}@example.com", person.id),
        // Everybody was asked for consent on their first day.
        changed_at: first_day(person, today),
        history: Vec::new(),
        recent_assignees: Vec::new(),
    }
}

fn subscription(person: &Person, today: Date) -> WhatsAppSubscription {
    WhatsAppSubscription {
        workspace: workspace_id(),
        member: known(person.id),
        phone: Some(person.phone.to_owned()),
        business_scoped_id: Some(person.business_scoped_id.to_owned()),
        consent: person.consent,
        consent_changed_at: first_day(person, today),
        consent_wording: format!("{}-1", person.language),
        digest_time: person.digest_time,
        digest_days: DigestDays::default(),
        quiet_hours: None,
        unverified: false,
        idle_texts: 0,
        asked_cards: None,
        mails_ended_at: None,
        last_heard_at: None,
    }
}

fn first_day(person: &Person, today: Date) -> Timestamp {
    afternoon(days_before(today, person.consent_age_days))
}

/// Returns 15:04 UTC of a day, or the first moment of the calendar if that would be earlier.
fn afternoon(day: Date) -> Timestamp {
    Offset::UTC.to_timestamp(day.at(15, 4, 0, 0)).unwrap_or(Timestamp::MIN)
}
