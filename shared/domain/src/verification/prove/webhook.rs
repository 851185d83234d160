//! Checks the message: written by the person, logged at that time, attested by a signature that was used only once, and
//! with consent.

use super::{Basis, Case, Violation, ensure};
use crate::audit::{AuditEvent, Verb};
use crate::identity::MemberId;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::verification::Stored;
use crate::verification::history::{History, whose_subscription};
use crate::workspace::Consent;

impl Case<'_> {
    pub(super) fn message(&self, ground: Basis) -> Result<(), Violation> {
        let entry = genuine(self.event, self.actor, self.stored)?;
        let said_so = match &entry.said {
            Said::Tapped { .. } => ground == Basis::Button,
            Said::Wrote { .. } => ground == Basis::Words,
            Said::SentSomethingElse | Said::Sent { .. } => false,
        };
        ensure(said_so, Violation::OtherEntry)?;
        let is_theirs = self.stored.carrier.as_ref().is_none_or(|carrier| carrier.member == *self.actor);
        ensure(is_theirs, Violation::MessageOfAnother)?;
        let consent = self.history.consent_at(self.actor, self.event.at);
        ensure(consent == Some(Consent::OptedIn), Violation::NoConsent)
    }
}

/// Checks a change of consent. STOP is accepted from any address stored for a person; START only from the person, who
/// must be a member.
pub(super) fn consent(event: &AuditEvent, stored: &Stored, history: &History) -> Result<Basis, Violation> {
    let member = whose_subscription(event).ok_or(Violation::NoPerson)?;
    let sid = event.message_sid.as_deref().ok_or(Violation::NoEntry)?;
    ensure(AuditEvent::id_for_consent(sid, &member) == event.id, Violation::OtherIdentifier)?;
    let is_start = matches!(event.verb, Verb::OptIn | Verb::ResumeMails);
    let by_the_person = event.actor.as_ref().is_some_and(|actor| *actor == member);
    ensure(by_the_person || (!is_start && event.actor.is_none()), Violation::NoPerson)?;
    ensure(!is_start || history.role_at(&member, event.at).is_some(), Violation::NotAMember)?;
    let entry = genuine(event, &member, stored)?;
    ensure(matches!(entry.said, Said::Wrote { .. } | Said::Tapped { .. }), Violation::OtherEntry)?;
    Ok(Basis::Consent)
}

fn genuine<'a>(
    event: &AuditEvent,
    member: &MemberId,
    stored: &'a Stored,
) -> Result<&'a WhatsAppConversationEntry, Violation> {
    let entry = stored.entry.as_ref().ok_or(Violation::NoEntry)?;
    let same_message = entry.workspace == event.workspace
        && entry.member == *member
        && entry.at == event.at
        && Some(&entry.message_sid) == event.message_sid.as_ref();
    ensure(same_message, Violation::OtherEntry)?;
    ensure(entry.webhook.is_some(), Violation::NoWebhook)?;
    ensure(!stored.signature_seen, Violation::SignatureTwice)?;
    Ok(entry)
}
