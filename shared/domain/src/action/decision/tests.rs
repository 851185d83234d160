//! Claims about what an action may do: any fact that is missing, belongs to somebody else or speaks against the action
//! leads to a refusal, in a fixed order.

mod alert;
mod approve;
mod assignment;
mod band;
mod decline;
mod oracle;
mod undo;
mod via;

use super::*;
use crate::action::context::Via;
use crate::address::WhatsAppAddress;
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, Assignment, DayFindings, Recommendation, occurrence};
use crate::insight::subject::AlertSubject;
use crate::insight::target::Target;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use crate::testing::{
    address, adjustment, anna, claims, decision, dollars, lee, maya, now, recommendation, report_day,
    settings, stored_token, subscription, workspace,
};
use crate::token::{
    ApiCaller, TargetId, TokenChannel, TokenClaims, TokenPurpose, TokenState, WhatsAppActionToken,
};
use crate::workspace::WhatsAppSubscription;
use crate::workspace::roster::Roster;
use crate::workspace::rules::Permission;
use jiff::{SignedDuration, Timestamp};

/// The channel by which a request arrives.
#[derive(Debug, Clone)]
enum Door {
    Phone(Vec<WhatsAppAddress>),
    Text(Vec<WhatsAppAddress>),
    Link,
    Bearer,
}

/// Everything that a decision takes into account.
struct Scene {
    claims: TokenClaims,
    door: Door,
    requested: Option<RequestedAction>,
    now: Timestamp,
    context: ActionContext,
}

fn identified(target: &Target) -> (TargetId, u64) {
    let (id, version) = match target {
        Target::Shift(shift) => (shift.id.to_string(), shift.version),
        Target::Alert(alert) => (alert.finding.id.to_string(), occurrence(alert.first_day)),
        Target::Recommendation(what) => (what.id.to_string(), what.version),
        Target::Day(day) => (day.day.to_string(), 0),
    };
    (id.parse().unwrap(), version)
}

impl Scene {
    /// Creates a scene in which a person taps a fresh button and nothing speaks against the action.
    fn new(who: &Member, purpose: impl Into<TokenPurpose>, target: Target) -> Self {
        let (id, version) = identified(&target);
        let claims = claims(who, purpose, id.as_str(), 1);
        let settings = settings();
        let context = ActionContext {
            token: Some(stored_token(&claims, version)),
            roster: Some(Roster::new(&settings.workspace.id, &settings.members)),
            workspace: Some(settings.workspace),
            member: Some(who.clone()),
            subscription: Some(subscription(who)),
            target: Some(target),
            changed_campaigns: Vec::new(),
            first_approver: None,
            awaited_cards: None,
        };
        Self { claims, door: Door::Phone(vec![address(who)]), requested: None, now: now(), context }
    }

    fn of_shift(who: &Member, purpose: impl Into<TokenPurpose>, shift: BudgetAdjustment) -> Self {
        Self::new(who, purpose, Target::Shift(Box::new(shift)))
    }

    fn of_alert(who: &Member, action: Action, alert: Alert) -> Self {
        Self::new(who, action, Target::Alert(Box::new(alert)))
    }

    fn of_recommendation(who: &Member, action: Action, what: Recommendation) -> Self {
        Self::new(who, action, Target::Recommendation(Box::new(what)))
    }

    /// Changes the scene to a link that was sent to the person.
    fn by_link(mut self) -> Self {
        self.door = Door::Link;
        self.claims.channel = TokenChannel::Link;
        self.token(|token| token.channel = TokenChannel::Link);
        self
    }

    /// Changes the scene to an API request by the logged-in person.
    fn by_bearer(mut self) -> Self {
        let token = self.context.token.as_mut().unwrap();
        let (target, seen_version) = (token.target.clone(), token.target_version);
        let detail = token.detail.take();
        self.requested =
            Some(RequestedAction { action: token.purpose.action().unwrap(), target, seen_version, detail });
        token.channel = TokenChannel::Bearer;
        token.purpose = TokenPurpose::Api(ApiCaller::Member);
        token.target = TargetId::nothing();
        self.claims.channel = TokenChannel::Bearer;
        self.claims.purpose = TokenPurpose::Api(ApiCaller::Member);
        self.claims.target = TargetId::nothing();
        self.door = Door::Bearer;
        self
    }

    /// Changes the scene to free text.
    fn by_text(mut self) -> Self {
        let token = self.context.token.take().unwrap();
        let (target, seen_version) = (token.target, token.target_version);
        let (action, detail) = (token.purpose.action().unwrap(), token.detail);
        self.requested = Some(RequestedAction { action, target, seen_version, detail });
        self.door = Door::Text(vec![address(&maya())]);
        self
    }

    fn actor(&self) -> Actor<'_> {
        let via = match &self.door {
            Door::Phone(senders) => Via::Phone(senders),
            Door::Text(senders) => Via::Text(senders),
            Door::Link => Via::Link,
            Door::Bearer => Via::Bearer,
        };
        Actor { claims: &self.claims, via, requested: self.requested.clone(), now: self.now }
    }

    fn decide(&self) -> Decision {
        decide(&self.actor(), &self.context)
    }

    fn refusal(&self) -> Refusal {
        match self.decide() {
            Decision::Refuse(refusal) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }

    /// Returns the word of a refusal, or `carried` or `shown` otherwise.
    fn as_str(&self) -> &'static str {
        match self.decide() {
            Decision::Apply(_) => "carried",
            Decision::Show(_) => "shown",
            Decision::Refuse(refusal) => refusal.audit_word(),
        }
    }

    fn token(&mut self, change: impl FnMut(&mut WhatsAppActionToken)) {
        self.context.token.as_mut().into_iter().for_each(change);
    }

    fn member(&mut self, change: impl FnMut(&mut Member)) {
        self.context.member.as_mut().into_iter().for_each(change);
    }

    fn subscription(&mut self, change: impl FnMut(&mut WhatsAppSubscription)) {
        self.context.subscription.as_mut().into_iter().for_each(change);
    }

    fn workspace(&mut self, change: impl FnMut(&mut Workspace)) {
        self.context.workspace.as_mut().into_iter().for_each(change);
    }

    fn shift(&mut self, change: impl Fn(&mut BudgetAdjustment)) {
        if let Some(Target::Shift(shift)) = &mut self.context.target {
            change(shift);
        }
    }

    fn alert(&mut self, change: impl Fn(&mut Alert)) {
        if let Some(Target::Alert(alert)) = &mut self.context.target {
            change(alert);
        }
    }

    fn recommendation(&mut self, change: impl Fn(&mut Recommendation)) {
        if let Some(Target::Recommendation(what)) = &mut self.context.target {
            change(what);
        }
    }
}

/// A change to a scene, and the expected word.
struct Case {
    what: &'static str,
    change: fn(&mut Scene),
    word: &'static str,
}

macro_rules! cases {
    ($($what:literal => $word:literal: $change:expr;)*) => {
        &[$($crate::action::decision::tests::Case { what: $what, change: $change, word: $word },)*]
    };
}
use cases;

/// Asserts that each case, on its own, leads to its word.
fn each_by_itself(scene: impl Fn() -> Scene, cases: &[Case]) {
    for case in cases {
        let mut scene = scene();
        (case.change)(&mut scene);
        assert_eq!(scene.as_str(), case.word, "{}", case.what);
    }
}

fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn finding() -> AlertFinding {
    AlertFinding {
        id: "overspent-retargeting-us".parse().unwrap(),
        rule: AlertRule::OverspentDailyBudget,
        subject: AlertSubject::Campaign {
            campaign: "retargeting-us".parse().unwrap(),
            name: "Retargeting US".to_owned(),
        },
        severity: Severity::High,
        stake: dollars(216),
        evidence: AlertEvidence::OverspentDailyBudget { spend: dollars(1116), budget: dollars(900) },
    }
}

fn alert() -> Alert {
    Alert::opened(&workspace().id, finding(), report_day())
}

fn day() -> DayFindings {
    DayFindings {
        workspace: workspace().id,
        day: report_day(),
        alerts: vec![finding()],
        alert_count: 1,
        adjustment: None,
        confidence: None,
    }
}

fn given(owner: &Member, by: &Member) -> Recommendation {
    recommendation().assigned(&owner.id, &owner.name, decision(by, now()))
}

fn assignment_of(what: &Recommendation) -> Box<Assignment> {
    Box::new(what.assignment.clone().unwrap())
}
