//! The message: the person's own, in the log at that time, vouched for by a signature that came once, with consent.

use super::{Case, Doubt, Ground, ensure};
use crate::audit::{AuditEvent, Verb};
use crate::identity::MemberId;
use crate::message::conversation::{Said, WhatsAppConversationEntry};
use crate::verification::Stored;
use crate::verification::history::{History, whose_subscription};
use crate::workspace::Consent;

impl Case<'_> {
    pub(super) fn message(&self, ground: Ground) -> Result<(), Doubt> {
        let entry = genuine(self.event, self.actor, self.stored)?;
        let said_so = match &entry.said {
            Said::Tapped { .. } => ground == Ground::Button,
            Said::Wrote { .. } => ground == Ground::Words,
            Said::SentSomethingElse | Said::Sent { .. } => false,
        };
        ensure(said_so, Doubt::OtherEntry)?;
        let is_theirs = self.stored.carrier.as_ref().is_none_or(|carrier| carrier.member == *self.actor);
        ensure(is_theirs, Doubt::MessageOfAnother)?;
        let consent = self.history.consent_at(self.actor, self.event.at);
        ensure(consent == Some(Consent::OptedIn), Doubt::NoConsent)
    }
}

/// STOP is taken from any address that is stored for a person; START only from the person, who must be a member.
pub(super) fn consent(event: &AuditEvent, stored: &Stored, history: &History) -> Result<Ground, Doubt> {
    let member = whose_subscription(event).ok_or(Doubt::NoPerson)?;
    let sid = event.message_sid.as_deref().ok_or(Doubt::NoEntry)?;
    ensure(AuditEvent::id_for_consent(sid, &member) == event.id, Doubt::OtherIdentifier)?;
    let is_start = matches!(event.verb, Verb::OptIn | Verb::ResumeMails);
    let by_the_person = event.actor.as_ref().is_some_and(|actor| *actor == member);
    ensure(by_the_person || (!is_start && event.actor.is_none()), Doubt::NoPerson)?;
    ensure(!is_start || history.role_at(&member, event.at).is_some(), Doubt::NotAMember)?;
    let entry = genuine(event, &member, stored)?;
    ensure(matches!(entry.said, Said::Wrote { .. } | Said::Tapped { .. }), Doubt::OtherEntry)?;
    Ok(Ground::Consent)
}

fn genuine<'a>(
    event: &AuditEvent,
    member: &MemberId,
    stored: &'a Stored,
) -> Result<&'a WhatsAppConversationEntry, Doubt> {
    let entry = stored.entry.as_ref().ok_or(Doubt::NoEntry)?;
    let same_message = entry.workspace == event.workspace
        && entry.member == *member
        && entry.at == event.at
        && Some(&entry.message_sid) == event.message_sid.as_ref();
    ensure(same_message, Doubt::OtherEntry)?;
    ensure(entry.webhook.is_some(), Doubt::NoWebhook)?;
    ensure(!stored.signature_seen, Doubt::SignatureTwice)?;
    Ok(entry)
}
