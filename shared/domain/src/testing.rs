//! Shared test fixtures: a small workspace, and fakes for external services that are paid, slow or irreversible.
#![expect(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests alone are built with it: a fixture that is wrong fails the test, and its names say what it is"
)]

pub mod fakes;
pub mod findings;
pub mod issuer;
pub mod messages;
pub mod models;
pub mod objects;
pub mod reference;
pub mod resends;
pub mod variables;

pub use fakes::{
    CountingRandomness, NoQueue, NoRateLimit, RecordingQuestions, RecordingQueue, RecordingSchedule,
    RecordingTyping, ScriptedEmail, ScriptedWhatsApp, Unanswered,
};
pub use findings::{alerts, recommendation, silent_google};
pub use messages::{attempt_at, digest_in, message_of};
pub use models::ScriptedModel;
pub use variables::{fault_of_variable, longest_names};

use crate::address::{AddressPepper, WhatsAppAddress};
use crate::audit::Source;
use crate::inbound::InboundMessage;
use crate::insight::Confidence;
use crate::insight::adjustment::{
    AdjustmentState, BudgetAdjustment, BudgetChange, DecisionRecord, ShiftReason,
};
use crate::instant::EpochSecond;
use crate::metrics::{BudgetSource, Campaign, DailyMetric, MetricValues, SourceCompleteness};
use crate::money::{Currency, Money};
use crate::settings::WorkspaceSettings;
use crate::token::issued::IssuedToken;
use crate::token::{TokenChannel, TokenClaims, TokenKeys, TokenPurpose, WhatsAppActionToken};
use crate::workspace::rules::ActionRules;
use crate::workspace::{Consent, Member, Role, WhatsAppSubscription, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The instant of the tests unless they specify another one: Tue 6 Oct 2026, 08:07 in New York.
pub fn now() -> Timestamp {
    "2026-10-06T12:07:00Z".parse().unwrap()
}

/// The day reported by digests of [`now`].
pub fn report_day() -> Date {
    jiff::civil::date(2026, 10, 5)
}

pub fn dollars(units: i64) -> Money {
    Money::from_units(units, Currency::USD)
}

pub fn workspace() -> Workspace {
    Workspace {
        id: "acme-store".parse().unwrap(),
        name: "Acme Store".into(),
        zone: "America/New_York".into(),
        currency: Currency::USD,
        target_roas_hundredths: 350,
        single_tap_limit: dollars(500),
        rules: ActionRules::default(),
    }
}

pub fn member(id: &str, name: &str, role: Role) -> Member {
    Member {
        id: id.parse().unwrap(),
        workspace: workspace().id,
        name: name.into(),
        role,
        active: true,
        zone: "America/New_York".into(),
        language: "en".into(),
        email: format!("{id}@example.com"),
        changed_at: Timestamp::UNIX_EPOCH,
        history: Vec::new(),
        recent_assignees: Vec::new(),
    }
}

pub fn maya() -> Member {
    member("maya", "Maya", Role::Owner)
}

pub fn lee() -> Member {
    member("lee", "Lee", Role::Marketer)
}

pub fn anna() -> Member {
    member("anna", "Anna", Role::Viewer)
}

/// Returns a person's number: the same person always has the same one.
pub fn phone(member: &Member) -> String {
    match member.id.as_str() {
        "maya" => "+15550100001".into(),
        "lee" => "+15550100002".into(),
        "anna" => "+15550100003".into(),
        // Large enough for the people of a test, of whom no two may have one number.
        id => {
            let sum = id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
            format!("+1555010{}", 1_000 + sum % 8_000)
        }
    }
}

pub fn address(member: &Member) -> WhatsAppAddress {
    WhatsAppAddress::from_parameter(&format!("whatsapp:{}", phone(member))).unwrap()
}

/// Returns a person's business-scoped id, as WhatsApp provides it in addition to the number or instead of it.
pub fn business_scoped_id(member: &Member) -> String {
    phone(member).replace("+1555010", "US.134900000000")
}

pub fn subscription(member: &Member) -> WhatsAppSubscription {
    WhatsAppSubscription {
        workspace: member.workspace.clone(),
        member: member.id.clone(),
        phone: Some(phone(member)),
        business_scoped_id: Some(business_scoped_id(member)),
        consent: Consent::OptedIn,
        consent_changed_at: Timestamp::UNIX_EPOCH,
        consent_wording: "en-1".into(),
        digest_time: jiff::civil::time(8, 0, 0, 0),
        digest_days: crate::workspace::preferences::DigestDays::default(),
        quiet_hours: None,
        unverified: false,
        idle_texts: 0,
        asked_cards: None,
        mails_ended_at: None,
        last_heard_at: None,
    }
}

pub fn campaign(id: &str, name: &str, budget: i64) -> Campaign {
    Campaign {
        id: id.parse().unwrap(),
        name: name.into(),
        channel: "meta".parse().unwrap(),
        account: None,
        external_id: None,
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: dollars(budget),
        budget_source: BudgetSource::Stated,
        version: 1,
    }
}

/// The two campaigns between which [`adjustment`] shifts budget.
pub fn campaigns() -> Vec<Campaign> {
    vec![
        campaign("retargeting-us", "Retargeting US", 900),
        campaign("prospecting-eu", "Prospecting EU", 1200),
    ]
}

pub fn settings() -> WorkspaceSettings {
    let members = vec![maya(), lee(), anna()];
    WorkspaceSettings {
        workspace: workspace(),
        subscriptions: members.iter().map(subscription).collect(),
        members,
        campaigns: campaigns(),
        sources: vec![SourceCompleteness::own("meta".parse().unwrap(), report_day())],
        health: Vec::new(),
    }
}

/// A fact of one campaign, with spend and revenue in whole dollars.
pub fn fact(campaign: &str, date: Date, spend: i64, revenue: i64) -> DailyMetric {
    DailyMetric {
        channel: "meta".parse().unwrap(),
        date,
        campaign: campaign.parse().unwrap(),
        creative: "all".parse().unwrap(),
        values: MetricValues {
            spend_minor: Some(spend * 100),
            revenue_minor: Some(revenue * 100),
            impressions: Some(spend * 100),
            clicks: Some(spend * 2),
            conversions_thousandths: Some(revenue * 1000 / 50),
        },
    }
}

pub fn adjustment() -> BudgetAdjustment {
    let change = |campaign: &Campaign, after| BudgetChange {
        campaign: campaign.id.clone(),
        name: campaign.name.clone(),
        campaign_version: campaign.version,
        before: campaign.daily_budget,
        after: dollars(after),
        budget_estimated: false,
    };
    let campaigns = campaigns();
    BudgetAdjustment {
        id: "20261005-a1b2c3d4".parse().unwrap(),
        workspace: workspace().id,
        recommendation: "20261005-a1b2c3d4".parse().unwrap(),
        from: change(&campaigns[0], 600),
        to: change(&campaigns[1], 1500),
        amount: dollars(300),
        state: AdjustmentState::Proposed,
        version: 1,
        proposed_at: now(),
        because: Some(ShiftReason {
            from_roas_hundredths: Some(210),
            to_roas_hundredths: Some(440),
            from_cost: None,
            to_cost: None,
            days: 7,
            confidence: Confidence::High,
        }),
        first: None,
        decided: None,
        decline_reason: None,
        undo_until: None,
        undone: None,
        outcome: None,
        reversal: None,
        changed_budget: None,
        successor: None,
    }
}

pub fn token_keys() -> TokenKeys {
    TokenKeys::new("k1", &BTreeMap::from([("k1".to_owned(), vec![7; 32])])).unwrap()
}

pub fn pepper() -> AddressPepper {
    AddressPepper::new(b"a pepper of the tests")
}

/// The claims of a person's token; a different `seed` makes a different token.
pub fn claims(member: &Member, purpose: impl Into<TokenPurpose>, target: &str, seed: u8) -> TokenClaims {
    TokenClaims {
        purpose: purpose.into(),
        channel: TokenChannel::Button,
        workspace: member.workspace.clone(),
        member: member.id.clone(),
        target: target.parse().unwrap(),
        nonce: [seed; 16],
    }
}

/// The stored record of [`claims`], valid for a day from [`now`].
pub fn stored_token(claims: &TokenClaims, target_version: u64) -> WhatsAppActionToken {
    let issued_at = EpochSecond::from(now());
    IssuedToken::new(claims, issued_at, issued_at.plus_seconds(24 * 3600)).for_version(target_version).token
}

/// The Twilio account and the sender of the tests.
pub const ACCOUNT_SID: &str = "AC0123456789abcdef0123456789abcdef";
pub const SENDER: &str = "+15550109999";

/// Twilio's identifier of an inbound message; a different number is a different message.
pub fn inbound_sid(number: u32) -> String {
    format!("SM{number:032x}")
}

/// A person's message to our sender, with these parameters in addition to those that every message has.
pub fn inbound(from: &Member, number: u32, more: &[(&str, &str)]) -> InboundMessage {
    let (sid, number, scoped) = (inbound_sid(number), phone(from), business_scoped_id(from));
    let (from, to, scoped) =
        (format!("whatsapp:{number}"), format!("whatsapp:{SENDER}"), format!("whatsapp:{scoped}"));
    let always: [(&str, &str); 5] = [
        ("MessageSid", &sid),
        ("AccountSid", ACCOUNT_SID),
        ("From", &from),
        ("To", &to),
        ("ExternalUserId", &scoped),
    ];
    InboundMessage::from_form(&always.iter().chain(more).copied().collect()).unwrap()
}

/// A person's decision, made on WhatsApp.
pub fn decision(member: &Member, at: Timestamp) -> DecisionRecord {
    DecisionRecord { by: member.id.clone(), name: member.name.clone(), at, source: Source::WhatsApp }
}
