//! Proves one executed event from the stored state, or names the first violation.

mod approval;
mod person;
mod target;
mod token;
mod webhook;

use super::history::History;
use super::{Basis, Origin, Stored, Verdict, Violation};
use crate::audit::{AuditEvent, Evidence, Source, Verb};
use crate::identity::MemberId;
use crate::token::Action;
use crate::token::action::ActionEffect;
use crate::workspace::Role;

/// A person's action with everything needed to judge it.
struct Case<'a> {
    event: &'a AuditEvent,
    actor: &'a MemberId,
    evidence: &'a Evidence,
    stored: &'a Stored,
    history: &'a History,
}

/// Judges an executed event. Fails closed: anything missing leaves the event unproven.
#[must_use]
pub fn prove(event: &AuditEvent, stored: &Stored, history: &History) -> Verdict {
    let proven = match event.verb {
        Verb::ReportOutcome | Verb::ChangeBudget => return reported(event),
        Verb::ResendMessage | Verb::ExpectSource => return administered(event),
        Verb::IssueBearer => return issued(event),
        Verb::ChangeMembership | Verb::ChangeRules => match &event.actor {
            None => return Verdict::NotAPersons(Origin::Operator),
            Some(actor) => changed_by_owner(event, actor, history),
        },
        Verb::OptOut if event.source == Source::System && event.actor.is_none() => {
            return Verdict::NotAPersons(Origin::Suppression);
        }
        Verb::OptOut | Verb::OptIn | Verb::ResumeMails => webhook::consent(event, stored, history),
        Verb::EndMails => ended_mails(event, stored, history),
        // Viewing changes nothing, so it never leads to an executed event.
        verb if Action::audited_as(verb).all(|action| action.row().effect == ActionEffect::Shows) => {
            Err(Violation::NeverExecuted)
        }
        _action => acted(event, stored, history),
    };
    proven.map_or_else(Verdict::Unproven, Verdict::Proven)
}

fn reported(event: &AuditEvent) -> Verdict {
    match event.actor {
        None => Verdict::NotAPersons(Origin::Integrator),
        Some(_) => Verdict::Unproven(Violation::UnexpectedPerson),
    }
}

/// Judges a message that was sent again, or a source that is expected at another time: members may not do this, and
/// administrators only through their own channel.
fn administered(event: &AuditEvent) -> Verdict {
    match (&event.actor, &event.administrator, event.source) {
        (None, Some(_), Source::Admin) => Verdict::NotAPersons(Origin::Administrator),
        _ => Verdict::Unproven(Violation::UnexpectedPerson),
    }
}

/// Judges a bearer token that was issued: only an operator of the product creates one.
fn issued(event: &AuditEvent) -> Verdict {
    match (&event.actor, event.source) {
        (None, Source::System) => Verdict::NotAPersons(Origin::Operator),
        _ => Verdict::Unproven(Violation::UnexpectedPerson),
    }
}

fn changed_by_owner(event: &AuditEvent, actor: &MemberId, history: &History) -> Result<Basis, Violation> {
    ensure(history.role_before(actor, event.at) == Some(Role::Owner), Violation::NotAnOwner)?;
    let shows = match event.verb {
        Verb::ChangeRules => history.rules_changed_at(event.at),
        _ => event.object.parse().is_ok_and(|who| history.membership_changed_at(&who, event.at)),
    };
    ensure(shows, Violation::NoChange)?;
    Ok(Basis::Owner)
}

fn acted(event: &AuditEvent, stored: &Stored, history: &History) -> Result<Basis, Violation> {
    let actor = event.actor.as_ref().ok_or(Violation::NoPerson)?;
    let evidence = event.evidence.as_ref().ok_or(Violation::NoEvidence)?;
    let case = Case { event, actor, evidence, stored, history };
    case.identifier()?;
    case.person()?;
    let ground = case.token()?;
    if event.source == Source::WhatsApp {
        case.message(ground)?;
    }
    case.target()?;
    case.approval()?;
    Ok(ground)
}

/// Proves that a person ended the mails. This requires no permission: the person's link is sufficient, however old it
/// is.
fn ended_mails(event: &AuditEvent, stored: &Stored, history: &History) -> Result<Basis, Violation> {
    let actor = event.actor.as_ref().ok_or(Violation::NoPerson)?;
    let evidence = event.evidence.as_ref().ok_or(Violation::NoEvidence)?;
    let case = Case { event, actor, evidence, stored, history };
    case.identifier()?;
    case.link_that_ends_mails()
}

impl Case<'_> {
    /// Checks the identifier: the same message or token always gives the same one.
    fn identifier(&self) -> Result<(), Violation> {
        let event = self.event;
        let expected = match (&event.message_sid, &self.evidence.token) {
            (Some(sid), _) => AuditEvent::id_for_message(sid),
            (None, Some(token)) => AuditEvent::id_for_token(token, event.at),
            (None, None) => return Err(Violation::NoToken),
        };
        ensure(expected == event.id, Violation::OtherIdentifier)
    }
}

fn ensure(holds: bool, violation: Violation) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(violation) }
}
