//! STOP and START: the consent of a person, in every workspace that the phone is known in.

use super::{Text, Writer, language};
use domain::audit::{AuditEvent, Outcome, Source, Verb};
use domain::identity::MemberId;
use domain::language::Phrase;
use domain::message::conversation::WhatsAppConversationEntry;
use store::StoreError;
use store::subscriptions::OptIn;

impl Text<'_> {
    pub(super) async fn stop(&self) -> Result<Option<String>, StoreError> {
        let mut said = None;
        for person in self.people {
            let reply = language(person).say(Phrase::ReplyStopped, &[]);
            let entry = self.entry(person, Some(&reply));
            let actor = match self.writer(person) {
                Writer::Member(_) | Writer::Removed => Some(&person.owner.member),
                Writer::Stranger => None,
            };
            let event = event(&entry, Verb::OptOut, actor, Outcome::Executed);
            self.deps.store.opt_out(&event, &entry).await?;
            said = Some(reply);
        }
        Ok(said)
    }

    pub(super) async fn start(&self) -> Result<Option<String>, StoreError> {
        let mut said = None;
        for person in self.people {
            let reply = language(person).say(Phrase::ReplyStarted, &[]);
            let entry = self.entry(person, Some(&reply));
            let member = Some(&person.owner.member);
            match self.writer(person) {
                Writer::Member(read) => {
                    let event = event(&entry, Verb::OptIn, member, Outcome::Executed);
                    if self.deps.store.opt_in(read, &event, &entry).await? == OptIn::Holds {
                        said = Some(reply);
                    }
                }
                Writer::Removed => {
                    let event = denied_start(&entry, member, "no_longer_member");
                    self.deps.store.log_stranger(&event).await?;
                }
                Writer::Stranger => {
                    self.deps.store.log_stranger(&denied_start(&entry, None, "not_your_number")).await?;
                }
            }
        }
        Ok(said)
    }
}

fn denied_start(entry: &WhatsAppConversationEntry, actor: Option<&MemberId>, reason: &str) -> AuditEvent {
    event(entry, Verb::OptIn, actor, Outcome::Denied { reason: reason.to_owned() })
}

fn event(
    entry: &WhatsAppConversationEntry,
    verb: Verb,
    actor: Option<&MemberId>,
    outcome: Outcome,
) -> AuditEvent {
    AuditEvent {
        id: AuditEvent::id_for_consent(&entry.message_sid, &entry.member),
        workspace: entry.workspace.clone(),
        at: entry.at,
        actor: actor.cloned(),
        administrator: None,
        source: Source::WhatsApp,
        verb,
        object: format!("subscription of {}", entry.member),
        before: None,
        after: None,
        outcome,
        message_sid: Some(entry.message_sid.clone()),
        evidence: None,
    }
}
