//! STOP and START: a person's consent, in every workspace where the phone is known.

use super::{STOP, Text, Writer, language};
use domain::action::effects::SideEffects;
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::identity::AuditEventId;
use domain::inbound::command;
use domain::language::Phrase;
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use store::StoreError;
use store::subscriptions::{KnownPerson, OptIn, OptOut};

/// What follows the identifier of a STOP under which another text came before.
const BESIDE_ANOTHER: &str = "-stop";

impl Text<'_> {
    /// Ends the messages, and says what is so afterwards: a STOP that comes again after a START has been heard before.
    pub(super) async fn stop(&self) -> Result<Option<String>, StoreError> {
        let (mut said, mut goes_on) = (None, None);
        for person in self.people {
            let reply = language(person).say(Phrase::ReplyStopped, &[]);
            match self.stop_for(person, Some(&reply)).await? {
                OptOut::Revoked => {}
                OptOut::NotGiven => {
                    let entry = self.entry(person, Some(&reply));
                    self.deps.store.log_unchanged(None, &SideEffects::from_entry(&entry)).await?;
                }
                OptOut::HandledBefore(_) => goes_on = Some(language(person).say(Phrase::ReplyStarted, &[])),
            }
            said = Some(reply);
        }
        Ok(goes_on.or(said))
    }

    /// Ends the messages without a reply, and leaves nothing if they had ended: what is over the sender's budget does not.
    pub(super) async fn stop_in_silence(&self) -> Result<(), StoreError> {
        for person in self.people {
            self.stop_for(person, None).await?;
        }
        Ok(())
    }

    /// Ends the messages to a person. If another text came under the same identifier before, the STOP is a message of its
    /// own, with an entry beside that of the other one.
    async fn stop_for(&self, person: &KnownPerson, reply: Option<&str>) -> Result<OptOut, StoreError> {
        let entry = self.entry(person, reply);
        match self.opt_out(person, &entry).await? {
            OptOut::HandledBefore(Some(former)) if !is_stop(&former) => {
                let message_sid = format!("{}{BESIDE_ANOTHER}", entry.message_sid);
                self.opt_out(person, &WhatsAppConversationEntry { message_sid, ..entry }).await
            }
            outcome => Ok(outcome),
        }
    }

    async fn opt_out(
        &self,
        person: &KnownPerson,
        entry: &WhatsAppConversationEntry,
    ) -> Result<OptOut, StoreError> {
        let event = executed(entry, Verb::OptOut);
        let event = match self.writer(person) {
            Writer::Member(_) | Writer::Removed => event.by(&person.owner.member),
            Writer::Stranger => event,
        };
        self.deps.store.opt_out(&event, entry).await
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
                    said = match self.deps.store.opt_in(read, &event, &entry).await? {
                        OptIn::Holds => Some(reply),
                        OptIn::HandledBefore => Some(language(person).say(Phrase::ReplyStopped, &[])),
                        OptIn::NotTheirs => said,
                    };
                }
                Writer::Removed => {
                    let event = denied_start(&entry, "no_longer_member").by(member);
                    self.deps.store.log_stranger(&event).await?;
                }
                Writer::Stranger => {
                    let event = AuditEvent {
                        id: self.stranger_id(person),
                        ..denied_start(&entry, "not_your_number")
                    };
                    self.deps.store.log_stranger(&event).await?;
                }
            }
        }
        Ok(said)
    }

    /// The attempts of one stranger are one event, however often the stranger writes.
    fn stranger_id(&self, person: &KnownPerson) -> AuditEventId {
        let tried = format!("start of {}", person.owner.member);
        AuditEvent::id_for_stranger(&tried, self.message.sender_key.as_deref().unwrap_or_default())
    }
}

/// Reports whether a message that was handled said STOP.
fn is_stop(handled: &WhatsAppConversationEntry) -> bool {
    matches!(&handled.said, Said::Wrote { text, .. } if command::read(text) == STOP)
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
