//! The known history of a workspace: roles, rules, consent, and which event changed which version of a target.

use crate::audit::{AuditEvent, Outcome, Verb};
use crate::identity::{AuditEventId, MemberId};
use crate::instant::EpochSecond;
use crate::token::Action;
use crate::token::action::TargetKind;
use crate::workspace::rules::RulesVersion;
use crate::workspace::same_person::KnownBy;
use crate::workspace::{Consent, Member, Role, WhatsAppSubscription};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// How far apart the clocks of two machines may be; only larger differences count as an order.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

/// The people of a workspace with their consent, and every version of the rules.
#[derive(Debug, Clone, Default)]
pub struct PeopleAndRules {
    /// The people, including removed members.
    pub members: Vec<Member>,
    /// Their subscriptions.
    pub subscriptions: Vec<WhatsAppSubscription>,
    /// The versions of the rules.
    pub rules: Vec<RulesVersion>,
}

#[derive(Debug)]
struct Step {
    event: AuditEventId,
    at: Timestamp,
}

#[derive(Debug)]
struct ConsentChange {
    at: Timestamp,
    to: Consent,
}

/// The known history of a workspace.
#[derive(Debug, Default)]
pub struct History {
    members: BTreeMap<MemberId, Member>,
    subscriptions: BTreeMap<MemberId, WhatsAppSubscription>,
    rules: Vec<RulesVersion>,
    steps: HashMap<(TargetKind, String), BTreeMap<u64, Step>>,
    consents: BTreeMap<MemberId, Vec<ConsentChange>>,
}

/// The position of an event among the events that changed the same target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It is the only event for its version, and the events for earlier versions came before it.
    InOrder,
    /// Another event changed the same version.
    Twice,
    /// A later version was changed before this one.
    Late,
}

impl History {
    /// Starts with the people and the rules; events are added with [`History::add`], oldest first.
    #[must_use]
    pub fn new(known: PeopleAndRules) -> Self {
        let mut rules = known.rules;
        rules.sort_by_key(|version| version.version);
        Self {
            members: known.members.into_iter().map(|member| (member.id.clone(), member)).collect(),
            subscriptions: known.subscriptions.into_iter().map(|one| (one.member.clone(), one)).collect(),
            rules,
            ..Self::default()
        }
    }

    /// Records what an event changed. If two events changed the same version, the first one counts.
    pub fn add(&mut self, event: &AuditEvent) {
        if event.outcome != Outcome::Executed {
            return;
        }
        if let Some(member) = whose_consent(event) {
            let to = if event.verb == Verb::OptIn { Consent::OptedIn } else { Consent::OptedOut };
            self.consents.entry(member).or_default().push(ConsentChange { at: event.at, to });
        }
        if let (Some(kind), Some(evidence)) = (target_kind(event.verb), &event.evidence) {
            let steps = self.steps.entry((kind, event.object.clone())).or_default();
            let step = Step { event: event.id.clone(), at: event.at };
            steps.entry(evidence.target_version).or_insert(step);
        }
    }

    /// Returns a person.
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.get(id)
    }

    /// Reports whether two members are one person, by the addresses that are stored of them.
    #[must_use]
    pub fn are_one_person(&self, one: &MemberId, other: &MemberId) -> bool {
        let known =
            |id: &MemberId| KnownBy { member: self.member(id), subscription: self.subscriptions.get(id) };
        one == other || known(one).shares(&known(other)).is_some()
    }

    /// Returns the role that a person had at a time, or `None` if the person was not a member then.
    #[must_use]
    pub fn role_at(&self, id: &MemberId, at: Timestamp) -> Option<Role> {
        self.member(id)?.role_at(at)
    }

    /// Returns the role that a person had immediately before a time: the role that permits a person to change their own
    /// role.
    #[must_use]
    pub fn role_before(&self, id: &MemberId, at: Timestamp) -> Option<Role> {
        let shortly_before = at.checked_sub(SignedDuration::from_micros(1)).ok()?;
        self.role_at(id, shortly_before)
    }

    /// Returns the rules in force at a time.
    #[must_use]
    pub fn rules_at(&self, at: Timestamp) -> Option<&RulesVersion> {
        self.rules.iter().rev().find(|version| version.since <= at)
    }

    /// Reports whether rules came into force at exactly this time.
    #[must_use]
    pub fn rules_changed_at(&self, at: Timestamp) -> bool {
        self.rules.iter().any(|version| version.since == at)
    }

    /// Reports whether a membership began or changed at exactly this time.
    #[must_use]
    pub fn membership_changed_at(&self, id: &MemberId, at: Timestamp) -> bool {
        self.member(id).is_some_and(|member| {
            member.changed_at == at || member.history.iter().any(|former| former.since == at)
        })
    }

    /// Returns the person's consent at a time, or `None` if it cannot be determined.
    #[must_use]
    pub fn consent_at(&self, id: &MemberId, at: Timestamp) -> Option<Consent> {
        let subscription = self.subscriptions.get(id)?;
        let next = self.consents.get(id).into_iter().flatten().find(|change| change.at > at);
        match next.map(|change| change.to) {
            // Only a change of consent leaves an event, so the consent before it was the opposite.
            Some(Consent::OptedOut) => Some(Consent::OptedIn),
            Some(Consent::OptedIn) => Some(Consent::OptedOut),
            None => (subscription.consent_changed_at <= at).then_some(subscription.consent),
        }
    }

    /// Returns the consent of a person at a time: `OptedIn` if any record of that person had it. Somebody who is known
    /// twice could have answered on WhatsApp under either record.
    #[must_use]
    pub fn persons_consent_at(&self, id: &MemberId, at: Timestamp) -> Option<Consent> {
        let mut others = self.members.keys().filter(|other| *other != id && self.are_one_person(id, other));
        let opted_in = |record: &MemberId| self.consent_at(record, at) == Some(Consent::OptedIn);
        if others.any(opted_in) { Some(Consent::OptedIn) } else { self.consent_at(id, at) }
    }

    /// Reports whether a token issued in that second is void by the given time: the person's consent, role or
    /// membership changed after it was issued, or the rules in force at that time no longer admit it.
    #[must_use]
    pub fn voids(&self, id: &MemberId, issued_at: EpochSecond, until: Timestamp) -> bool {
        let between = |at: Timestamp| EpochSecond::from(at) > issued_at && at <= until;
        let member = self.member(id);
        let former = member.into_iter().flat_map(|member| &member.history).map(|former| former.since);
        let roles = former.chain(member.map(|member| member.changed_at));
        let events = self.consents.get(id).into_iter().flatten().map(|change| change.at);
        let consents = events.chain(self.subscriptions.get(id).map(|known| known.consent_changed_at));
        let by_rules = self.rules_at(until).is_some_and(|rules| !rules.rules.admit_token_of(issued_at));
        by_rules || roles.chain(consents).any(between)
    }

    /// Returns the position of an event among the events that changed the same target.
    #[must_use]
    pub fn order(&self, kind: TargetKind, event: &AuditEvent, version: u64) -> Order {
        let Some(steps) = self.steps.get(&(kind, event.object.clone())) else {
            return Order::InOrder;
        };
        if steps.get(&version).is_some_and(|step| step.event != event.id) {
            return Order::Twice;
        }
        let is_before = |step: &Step| step.at + SKEW < event.at;
        let later_versions = steps.range(version.saturating_add(1)..);
        if later_versions.into_iter().any(|(_, step)| is_before(step)) { Order::Late } else { Order::InOrder }
    }
}

/// Returns the kind of target of the actions with this verb, or `None` if the verb is not an action's.
#[must_use]
pub fn target_kind(verb: Verb) -> Option<TargetKind> {
    Action::audited_as(verb).next().map(|action| action.row().target)
}

/// Returns the person whose consent an event changed. Resuming mails does not change consent.
fn whose_consent(event: &AuditEvent) -> Option<MemberId> {
    matches!(event.verb, Verb::OptOut | Verb::OptIn).then(|| whose_subscription(event))?
}

/// Returns the person whose subscription an event is about.
#[must_use]
pub fn whose_subscription(event: &AuditEvent) -> Option<MemberId> {
    event.object.strip_prefix("subscription of ")?.parse().ok()
}
