//! STOP and START: a person's consent, in every workspace where the phone is known.

use super::{Text, Writer, language};
use domain::audit::{AuditEvent, Occasion, Source, Verb};
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
            let event = executed(&entry, Verb::OptOut);
            let event = match self.writer(person) {
                Writer::Member(_) | Writer::Removed => event.by(&person.owner.member),
                Writer::Stranger => event,
            };
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
            let member = &person.owner.member;
            match self.writer(person) {
                Writer::Member(read) => {
                    let event = executed(&entry, Verb::OptIn).by(member);
                    if self.deps.store.opt_in(read, &event, &entry).await? == OptIn::Holds {
                        said = Some(reply);
                    }
                }
                Writer::Removed => {
                    let event = denied_start(&entry, "no_longer_member").by(member);
                    self.deps.store.log_stranger(&event).await?;
                }
                Writer::Stranger => {
                    self.deps.store.log_stranger(&denied_start(&entry, "not_your_number")).await?;
                }
            }
        }
        Ok(said)
    }
}

fn executed(entry: &WhatsAppConversationEntry, verb: Verb) -> AuditEvent {
    AuditEvent::executed(occasion(entry), verb, object(entry)).asked_by(&entry.message_sid)
}

fn denied_start(entry: &WhatsAppConversationEntry, reason: &str) -> AuditEvent {
    AuditEvent::denied(occasion(entry), Verb::OptIn, object(entry), reason).asked_by(&entry.message_sid)
}

fn object(entry: &WhatsAppConversationEntry) -> String {
    format!("subscription of {}", entry.member)
}

fn occasion(entry: &WhatsAppConversationEntry) -> Occasion {
    Occasion {
        id: AuditEvent::id_for_consent(&entry.message_sid, &entry.member),
        workspace: entry.workspace.clone(),
        at: entry.at,
        source: Source::WhatsApp,
    }
}
