//! The synthetic workspaces of the canaries: people without a phone number, and one small shift for each canary.

use domain::address::WhatsAppAddress;
use domain::identity::{AdjustmentId, CampaignId, MemberId, WorkspaceId};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment, BudgetChange};
use domain::metrics::{BudgetSource, Campaign, Channel};
use domain::money::{Currency, Money};
use domain::settings::WorkspaceSettings;
pub(crate) use domain::verification::canary::{Canary, HOME, OTHER};
use domain::workspace::preferences::DigestDays;
use domain::workspace::rules::ActionRules;
use domain::workspace::{Consent, Member, Role, WhatsAppSubscription, Workspace};
use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError};

/// The person who may approve.
pub(super) const OWNER: &str = "one";
/// A teammate.
pub(super) const TEAMMATE: &str = "two";
const LIMIT: i64 = 500;
const OVER_LIMIT: i64 = 900;
const SMALL: i64 = 100;

/// Everything that is stored for the canaries, except tokens.
pub(super) struct Scene {
    settings: [WorkspaceSettings; 2],
    shifts: Vec<BudgetAdjustment>,
}

/// Returns when people who changed did so: after some tokens were issued.
pub(super) fn changed_at(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(1)
}

/// Returns the workspace whose shift is the target.
pub(super) fn home_of(canary: Canary) -> WorkspaceId {
    let name = match canary {
        Canary::OtherTenantsToken | Canary::OverLimit => OTHER,
        _ => HOME,
    };
    id(name)
}

/// Returns the person to whom the token is issued.
pub(super) fn person_of(canary: Canary) -> MemberId {
    id_of(match canary {
        Canary::NotVerified => "unverified",
        Canary::RemovedMember => "removed",
        Canary::RevokedRole => "revoked",
        Canary::Viewer => "viewer",
        Canary::OptedOut => "stopped",
        _ => OWNER,
    })
}

pub(super) fn shift_of(canary: Canary) -> AdjustmentId {
    canary.as_str().parse().unwrap_or_else(|_too_long| AdjustmentId::hashed("canary-", canary.as_str()))
}

fn id(name: &str) -> WorkspaceId {
    name.parse().unwrap_or_else(|_too_long| WorkspaceId::hashed("canary-", name))
}

fn id_of(name: &str) -> MemberId {
    name.parse().unwrap_or_else(|_too_long| MemberId::hashed("c-", name))
}

fn campaign_id(name: &str) -> CampaignId {
    name.parse().unwrap_or_else(|_too_long| CampaignId::hashed("c-", name))
}

/// Returns the address of a synthetic person: an identifier that WhatsApp never assigns, without a phone number.
pub(super) fn address(workspace: &WorkspaceId, member: &MemberId) -> Option<WhatsAppAddress> {
    WhatsAppAddress::from_parameter(&format!("whatsapp:{}", scoped_id(workspace, member)))
}

fn scoped_id(workspace: &WorkspaceId, member: &MemberId) -> String {
    format!("XX.{workspace}.{member}")
}

fn dollars(units: i64) -> Money {
    Money::from_units(units, Currency::USD)
}

impl Scene {
    pub(super) fn new(now: Timestamp) -> Self {
        let settings =
            [settings(HOME, people(now)), settings(OTHER, vec![member(OTHER, OWNER, Role::Owner)])];
        let settings = settings.map(|known| with_subscriptions(known, now));
        Self { settings, shifts: Canary::ALL.iter().map(|canary| shift(*canary, now)).collect() }
    }

    /// Stores everything, replacing what the previous night left.
    pub(super) async fn save(&self, store: &Store) -> Result<(), StoreError> {
        for settings in &self.settings {
            store.save_synthetic_settings(settings).await?;
        }
        store.save_synthetic_shifts(&self.shifts).await
    }
}

fn people(now: Timestamp) -> Vec<Member> {
    let at = changed_at(now);
    vec![
        member(HOME, OWNER, Role::Owner),
        member(HOME, TEAMMATE, Role::Marketer),
        member(HOME, "unverified", Role::Marketer),
        member(HOME, "removed", Role::Marketer).changed(Role::Marketer, false, at),
        member(HOME, "revoked", Role::Owner).changed(Role::Marketer, true, at),
        member(HOME, "viewer", Role::Viewer),
        member(HOME, "stopped", Role::Marketer),
    ]
}

fn member(workspace: &str, name: &str, role: Role) -> Member {
    Member {
        id: id_of(name),
        workspace: id(workspace),
        name: name.to_owned(),
        role,
        active: true,
        zone: "UTC".to_owned(),
        language: "en".to_owned(),
        email: format!("{name}@{workspace}.invalid"),
        changed_at: Timestamp::UNIX_EPOCH,
        history: Vec::new(),
        recent_assignees: Vec::new(),
    }
}

fn settings(workspace: &str, members: Vec<Member>) -> WorkspaceSettings {
    WorkspaceSettings {
        workspace: Workspace {
            id: id(workspace),
            name: "Canary".to_owned(),
            zone: "UTC".to_owned(),
            currency: Currency::USD,
            target_roas_hundredths: 300,
            single_tap_limit: dollars(LIMIT),
            rules: ActionRules::default(),
        },
        members,
        subscriptions: Vec::new(),
        campaigns: ["from", "to"].into_iter().filter_map(campaign).collect(),
        sources: Vec::new(),
        health: Vec::new(),
    }
}

fn with_subscriptions(settings: WorkspaceSettings, now: Timestamp) -> WorkspaceSettings {
    let subscriptions = settings.members.iter().map(|member| subscription(member, now)).collect();
    WorkspaceSettings { subscriptions, ..settings }
}

fn subscription(member: &Member, now: Timestamp) -> WhatsAppSubscription {
    let stopped = member.id.as_str() == "stopped";
    WhatsAppSubscription {
        workspace: member.workspace.clone(),
        member: member.id.clone(),
        phone: None,
        business_scoped_id: Some(scoped_id(&member.workspace, &member.id)),
        consent: if stopped { Consent::OptedOut } else { Consent::OptedIn },
        consent_changed_at: if stopped { changed_at(now) } else { Timestamp::UNIX_EPOCH },
        consent_wording: "canary".to_owned(),
        digest_time: jiff::civil::time(8, 0, 0, 0),
        digest_days: DigestDays::default(),
        quiet_hours: None,
        unverified: member.id.as_str() == "unverified",
        idle_texts: 0,
        asked_cards: None,
        mails_ended_at: None,
        last_heard_at: None,
    }
}

fn campaign(name: &str) -> Option<Campaign> {
    let channel: Channel = "meta".parse().ok()?;
    Some(Campaign {
        id: campaign_id(name),
        name: name.to_owned(),
        channel,
        account: None,
        external_id: None,
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: dollars(1_000),
        budget_source: BudgetSource::Stated,
        version: 1,
    })
}

fn shift(canary: Canary, now: Timestamp) -> BudgetAdjustment {
    let units = if canary == Canary::OverLimit { OVER_LIMIT } else { SMALL };
    let side = |name: &str, after| BudgetChange {
        campaign: campaign_id(name),
        name: name.to_owned(),
        campaign_version: 1,
        before: dollars(1_000),
        after: dollars(after),
        budget_estimated: false,
    };
    BudgetAdjustment {
        id: shift_of(canary),
        workspace: home_of(canary),
        recommendation: domain::identity::RecommendationId::hashed("canary-", canary.as_str()),
        from: side("from", 1_000 - units),
        to: side("to", 1_000 + units),
        amount: dollars(units),
        state: AdjustmentState::Proposed,
        version: 1,
        proposed_at: now,
        because: None,
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
