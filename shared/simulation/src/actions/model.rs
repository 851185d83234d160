//! The expected result of a tap, defined a second time: a table of plain facts, with one function per rule. It shares
//! no code with the implementation.

use domain::audit::Verb;
use domain::token::Action;
use std::collections::{BTreeMap, BTreeSet};

/// Everything in one workspace that a tap depends on. Times are in seconds since 1970, amounts in minor units.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) one_tap: i64,
    pub(super) confirm: i64,
    pub(super) valid_from: i64,
    pub(super) undo_seconds: i64,
    /// The people who may approve, or `None` if everybody who decides may.
    pub(super) approvers: Option<BTreeSet<String>>,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) consents: BTreeMap<String, ConsentRecord>,
    /// The people on the roster, and whether they decide anything.
    pub(super) roster: BTreeMap<String, bool>,
    pub(super) campaigns: BTreeMap<String, (u64, bool)>,
    pub(super) shifts: BTreeMap<String, Shift>,
    pub(super) alerts: BTreeMap<String, Alert>,
    pub(super) recommendations: BTreeMap<String, Recommendation>,
    pub(super) tokens: BTreeMap<String, Token>,
}

impl Facts {
    /// Returns these facts about people and rules, combined with the targets and campaigns of other facts.
    pub(super) fn with_targets_of(&self, other: &Self) -> Self {
        let Self { campaigns, shifts, alerts, recommendations, .. } = other.clone();
        Self { campaigns, shifts, alerts, recommendations, ..self.clone() }
    }
}

/// A person of the workspace.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Person {
    pub(super) active: bool,
    pub(super) decides: bool,
    pub(super) changed_at: i64,
}

/// Whether a person wants messages, and since when.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ConsentRecord {
    pub(super) wants_messages: bool,
    pub(super) changed_at: i64,
}

/// A budget shift.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shift {
    pub(super) state: &'static str,
    pub(super) version: u64,
    pub(super) amount: i64,
    pub(super) depends_on: [(String, u64); 2],
    pub(super) first: Option<String>,
    pub(super) undo_until: i64,
    pub(super) moved: bool,
}

/// An alert.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alert {
    pub(super) state: &'static str,
    /// The day it began, in days since 1970.
    pub(super) began: u64,
    pub(super) snoozed_until: i64,
}

/// A recommendation and its owner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recommendation {
    pub(super) version: u64,
    pub(super) given: Option<Given>,
}

/// The person to whom a recommendation was assigned, and their response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) owner: String,
    pub(super) by: String,
    pub(super) answer: &'static str,
}

/// A token as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) member: String,
    pub(super) action: Action,
    pub(super) is_link: bool,
    pub(super) target: String,
    pub(super) version: u64,
    pub(super) detail: Option<String>,
    pub(super) issued_at: i64,
    pub(super) valid_until: i64,
    pub(super) used: bool,
}

/// The use of a token by somebody.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) token: String,
    /// The owner of the phone that it comes from, or `None` for a link.
    pub(super) phone: Option<String>,
    pub(super) at: i64,
}

/// The expected result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The action is executed.
    Does(Verb),
    /// Something is shown or asked.
    Shows,
    /// Nothing happens, for this reason.
    Refuses(&'static str),
}

use Verdict::{Does, Refuses, Shows};

/// Returns the expected result of using a token, given these facts.
pub(super) fn verdict(facts: &Facts, using: &Use) -> Verdict {
    let Some(token) = facts.tokens.get(&using.token) else { return Refuses("gone") };
    if using.phone.as_ref().is_some_and(|phone| *phone != token.member) {
        return Refuses("not_your_button");
    }
    if using.phone.is_none() != token.is_link {
        return Refuses("gone");
    }
    if let Some(word) = person(facts, using, token) {
        return Refuses(word);
    }
    match token.action {
        Action::ApproveShift | Action::ConfirmShift => approve(facts, using, token),
        Action::DeclineShift => decline(facts, token),
        Action::UndoShift => undo(facts, using, token),
        Action::ReviewShift => review(facts, using, token),
        Action::AcknowledgeAlert | Action::SnoozeAlert | Action::SnoozeAlertUntilTomorrow => {
            alert(facts, using, token)
        }
        Action::AssignRecommendation => choose(facts, using, token),
        Action::PickAssignee => pick(facts, using, token),
        Action::AcceptAssignment => answer(facts, using, token, Verb::AcceptAssignment),
        Action::PassBackAssignment => answer(facts, using, token, Verb::PassBackAssignment),
        other => panic!("nobody taps {other:?} here"),
    }
}

fn person(facts: &Facts, using: &Use, token: &Token) -> Option<&'static str> {
    let person = facts.people.get(&token.member).filter(|person| person.active);
    let Some(person) = person else { return Some("no_longer_member") };
    let consent = &facts.consents[&token.member];
    if using.phone.is_some() && !consent.wants_messages {
        return Some("opted_out");
    }
    let changed = person.changed_at.max(consent.changed_at);
    if changed > token.issued_at || token.issued_at < facts.valid_from {
        return Some("void");
    }
    let needs_nothing =
        matches!(token.action, Action::ReviewShift | Action::AcceptAssignment | Action::PassBackAssignment);
    let about_a_shift = matches!(
        token.action,
        Action::ApproveShift | Action::ConfirmShift | Action::DeclineShift | Action::UndoShift
    );
    let is_named = !about_a_shift || is_approver(facts, &token.member);
    let may = needs_nothing || (person.decides && is_named);
    (!may).then_some("may_not")
}

fn may_approve(facts: &Facts, who: &str) -> bool {
    facts.people.get(who).is_some_and(|person| person.active && person.decides) && is_approver(facts, who)
}

fn is_approver(facts: &Facts, who: &str) -> bool {
    facts.approvers.as_ref().is_none_or(|named| named.contains(who))
}

fn closed(shift: &Shift) -> Option<Verdict> {
    Some(Refuses(match shift.state {
        "proposed" | "awaiting_second" => return None,
        "approved" => "already_approved",
        "declined" => "already_declined",
        "undone" => "already_undone",
        "superseded" if shift.moved => "target_moved",
        "superseded" => "superseded",
        other => panic!("no shift is {other}"),
    }))
}

/// Reports whether a campaign of a shift has changed since the shift was computed.
pub(super) fn has_moved(facts: &Facts, shift: &Shift) -> bool {
    let still =
        |(campaign, version): &(String, u64)| facts.campaigns.get(campaign) == Some(&(*version, true));
    !shift.depends_on.iter().all(still)
}

fn approve(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    let shift = &facts.shifts[&token.target];
    if let Some(closed) = closed(shift) {
        return closed;
    }
    let awaits_second = shift.state == "awaiting_second";
    if awaits_second && shift.first.as_ref() == Some(&token.member) {
        return Refuses("awaits_second");
    }
    if awaits_second && !shift.first.as_ref().is_some_and(|first| may_approve(facts, first)) {
        return Refuses("first_may_not");
    }
    if using.at >= token.valid_until {
        return Refuses("expired");
    }
    if token.used {
        return Refuses("gone");
    }
    let seen_before_first = awaits_second && token.version + 1 == shift.version;
    if token.version != shift.version && !seen_before_first {
        return Refuses("target_moved");
    }
    let verb = if awaits_second || shift.amount <= facts.one_tap {
        Verb::ApproveShift
    } else if shift.amount <= facts.confirm {
        if token.action != Action::ConfirmShift && using.phone.is_some() {
            return Shows;
        }
        Verb::ApproveShift
    } else {
        let other =
            |(who, decides): (&String, &bool)| *decides && *who != token.member && is_approver(facts, who);
        if !facts.roster.iter().any(other) {
            return Refuses("over_limit");
        }
        Verb::ApproveShiftFirst
    };
    if has_moved(facts, shift) { Refuses("target_moved") } else { Does(verb) }
}

fn decline(facts: &Facts, token: &Token) -> Verdict {
    match closed(&facts.shifts[&token.target]) {
        Some(closed) => closed,
        None if token.used => Refuses("gone"),
        None => Does(Verb::DeclineShift),
    }
}

fn undo(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    let shift = &facts.shifts[&token.target];
    if shift.state != "approved" {
        return closed(shift).unwrap_or(Refuses("gone"));
    }
    if token.used || token.version != shift.version {
        return Refuses("gone");
    }
    if using.at >= shift.undo_until {
        return Refuses("undo_too_late");
    }
    if has_moved(facts, shift) { Refuses("undo_moved") } else { Does(Verb::UndoShift) }
}

fn review(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    match closed(&facts.shifts[&token.target]) {
        Some(closed) => closed,
        None if using.at >= token.valid_until => Refuses("expired"),
        None => Shows,
    }
}

fn alert(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    let alert = &facts.alerts[&token.target];
    if alert.state == "resolved" || alert.began > token.version {
        return Refuses("alert_over");
    }
    let acknowledges = token.action == Action::AcknowledgeAlert;
    let sleeps = alert.state == "snoozed" && using.at < alert.snoozed_until;
    if alert.state == "acknowledged" || (sleeps && !acknowledges) {
        return Refuses("alert_handled");
    }
    if using.at >= token.valid_until {
        return Refuses("expired");
    }
    if token.used {
        return Refuses("gone");
    }
    Does(if acknowledges { Verb::AcknowledgeAlert } else { Verb::SnoozeAlert })
}

/// Reports whether somebody else assigned the recommendation to another person, so that it cannot be assigned again
/// unless it was passed back.
fn is_others(recommendation: &Recommendation, me: &str) -> bool {
    let given = recommendation.given.as_ref().filter(|given| given.answer != "passed_back");
    given.is_some_and(|given| given.by != me && given.owner != me)
}

fn choose(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    if is_others(&facts.recommendations[&token.target], &token.member) {
        return Refuses("already_assigned");
    }
    if using.at >= token.valid_until { Refuses("expired") } else { Shows }
}

fn pick(facts: &Facts, using: &Use, token: &Token) -> Verdict {
    let recommendation = &facts.recommendations[&token.target];
    if is_others(recommendation, &token.member) {
        return Refuses("already_assigned");
    }
    if using.at >= token.valid_until {
        return Refuses("expired");
    }
    if token.used || token.version != recommendation.version {
        return Refuses(match &recommendation.given {
            Some(given) if given.answer == "passed_back" => "already_answered",
            Some(_) => "already_assigned",
            None if token.used => "gone",
            None => "target_moved",
        });
    }
    let picked = token.detail.as_deref().unwrap_or_default();
    let is_member = facts.people.get(picked).is_some_and(|person| person.active);
    if facts.roster.get(picked) != Some(&true) || !is_member {
        return Refuses("not_a_teammate");
    }
    let given = recommendation.given.as_ref().filter(|given| given.answer != "passed_back");
    if given.is_some_and(|given| given.owner == picked) {
        return Refuses("already_assigned");
    }
    Does(Verb::AssignRecommendation)
}

fn answer(facts: &Facts, using: &Use, token: &Token, verb: Verb) -> Verdict {
    let recommendation = &facts.recommendations[&token.target];
    let Some(given) = &recommendation.given else { return Refuses("gone") };
    if given.owner != token.member {
        return Refuses("already_assigned");
    }
    if using.at >= token.valid_until {
        return Refuses("expired");
    }
    let since = recommendation.version - token.version.min(recommendation.version);
    let may_answer = match given.answer {
        "awaited" => since == 0,
        "accepted" => since == 1 && verb == Verb::PassBackAssignment,
        _ => false,
    };
    if token.used || !may_answer { Refuses("already_answered") } else { Does(verb) }
}
