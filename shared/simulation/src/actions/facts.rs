//! Extracts the model's facts from what was written.

use super::history::{History, read, workspace_of};
use super::model::{Alert, ConsentRecord, Facts, Given, Person, Recommendation, Shift, Token};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::insight::record::{self, AlertState, AssignmentAnswer};
use domain::metrics::Campaign;
use domain::token::{TokenChannel, TokenState, WhatsAppActionToken};
use domain::workspace::roster::Roster;
use domain::workspace::{Consent, Member, Role, WhatsAppSubscription, Workspace};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;
use store::Item;

/// The facts of each workspace at one point of the history.
pub(super) type FactsByWorkspace = BTreeMap<String, Rc<Facts>>;

/// Returns the facts at each point of a history; the facts of workspaces that a write does not touch are shared.
pub(super) fn facts_of(history: &History) -> Vec<FactsByWorkspace> {
    let mut all = vec![FactsByWorkspace::new()];
    for commit in &history.commits {
        let mut facts = all[all.len() - 1].clone();
        for ((partition, sort), item) in &commit.written {
            if let Some(workspace) = workspace_of(partition) {
                let known = facts.entry(workspace.to_owned()).or_default();
                note(Rc::make_mut(known), sort, item);
            }
        }
        all.push(facts);
    }
    all
}

/// Returns the facts in these items.
pub(super) fn facts_now(items: Vec<Item>) -> FactsByWorkspace {
    let mut facts = FactsByWorkspace::new();
    for item in items {
        let item: Value = serde_dynamo::from_item(item).unwrap();
        let text = |name: &str| item[name].as_str().unwrap();
        if let Some(workspace) = workspace_of(text("pk")) {
            note(Rc::make_mut(facts.entry(workspace.to_owned()).or_default()), text("sk"), &item);
        }
    }
    facts
}

/// Records an item as it is written.
fn note(facts: &mut Facts, sort: &str, item: &Value) {
    match item["entity"].as_str().unwrap_or_default() {
        "workspace" => rules(facts, &read(item)),
        "member" | "subscription" | "roster" => people(facts, item),
        "campaign" => {
            let campaign: Campaign = read(item);
            facts.campaigns.insert(campaign.id.to_string(), (campaign.version, campaign.active));
        }
        "adjustment" => {
            let shift: BudgetAdjustment = read(item);
            facts.shifts.insert(shift.id.to_string(), shift_of(&shift));
        }
        "alert" => {
            let alert: record::Alert = read(item);
            facts.alerts.insert(alert.finding.id.to_string(), alert_of(&alert));
        }
        "recommendation" => {
            let known: record::Recommendation = read(item);
            facts.recommendations.insert(known.id.to_string(), recommendation_of(&known));
        }
        "token" => drop(facts.tokens.insert(sort.to_owned(), token_of(read(item)))),
        _ => {}
    }
}

fn rules(facts: &mut Facts, settings: &Workspace) {
    facts.one_tap = settings.single_tap_limit.minor;
    facts.confirm = settings.rules.confirm_limit.map_or(facts.one_tap, |limit| limit.minor);
    facts.valid_from = settings.rules.tokens_valid_from.unwrap_or_default().as_second();
    facts.undo_seconds = settings.rules.undo_seconds;
    let named = settings.rules.named.approve_shifts.as_ref();
    facts.approvers = named.map(|people| people.iter().map(ToString::to_string).collect());
}

fn people(facts: &mut Facts, item: &Value) {
    let decides = |role: Role| role != Role::Viewer;
    if item["entity"] == "member" {
        let member: Member = read(item);
        let (active, changed_at) = (member.active, member.changed_at.as_second());
        let person = Person { active, decides: decides(member.role), changed_at };
        facts.people.insert(member.id.to_string(), person);
    } else if item["entity"] == "roster" {
        let roster: Roster = read(item);
        facts.roster = roster.people.iter().map(|one| (one.id.to_string(), decides(one.role))).collect();
    } else {
        let known: WhatsAppSubscription = read(item);
        let wants_messages = known.consent == Consent::OptedIn;
        let changed_at = known.consent_changed_at.as_second();
        facts.consents.insert(known.member.to_string(), ConsentRecord { wants_messages, changed_at });
    }
}

fn shift_of(shift: &BudgetAdjustment) -> Shift {
    Shift {
        state: match shift.state {
            AdjustmentState::Proposed => "proposed",
            AdjustmentState::AwaitingSecond => "awaiting_second",
            AdjustmentState::Approved => "approved",
            AdjustmentState::Declined => "declined",
            AdjustmentState::Undone => "undone",
            AdjustmentState::Superseded => "superseded",
        },
        version: shift.version,
        amount: shift.amount.minor,
        depends_on: [&shift.from, &shift.to].map(|side| (side.campaign.to_string(), side.campaign_version)),
        first: shift.first.as_ref().map(|first| first.by.to_string()),
        undo_until: shift.undo_until.unwrap_or_default().as_second(),
        moved: shift.changed_budget.is_some(),
    }
}

fn alert_of(alert: &record::Alert) -> Alert {
    Alert {
        state: match alert.state {
            AlertState::Open => "open",
            AlertState::Snoozed => "snoozed",
            AlertState::Acknowledged => "acknowledged",
            AlertState::Resolved => "resolved",
        },
        began: record::occurrence(alert.first_day),
        snoozed_until: alert.snoozed_until.unwrap_or_default().as_second(),
    }
}

fn recommendation_of(known: &record::Recommendation) -> Recommendation {
    let given = known.assignment.as_ref().map(|assignment| Given {
        owner: assignment.owner.to_string(),
        by: assignment.assigned.by.to_string(),
        answer: match assignment.answer {
            AssignmentAnswer::Awaited => "awaited",
            AssignmentAnswer::Accepted => "accepted",
            AssignmentAnswer::PassedBack => "passed_back",
        },
    });
    Recommendation { version: known.version, given }
}

/// Converts a token to the model's form.
pub(super) fn token_of(token: WhatsAppActionToken) -> Token {
    Token {
        member: token.member.to_string(),
        action: token.purpose.action().expect("the token is for an action"),
        is_link: token.channel == TokenChannel::Link,
        target: token.target.as_str().to_owned(),
        version: token.target_version,
        detail: token.detail,
        issued_at: token.issued_at.as_second(),
        valid_until: token.valid_until.as_second(),
        used: token.state == TokenState::Used,
    }
}
