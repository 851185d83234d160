//! A text of a person: a keyword changes consent in every workspace of the person, anything else belongs to one workspace
//! or to none.

use super::{InboundAnswer, InboundEdges};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::conversation::{AddressOwner, Said, WhatsAppConversationEntry};
use crate::enrolment::{Keyword, keyword};
use crate::identity::MemberId;
use crate::inbound::message::{InboundMessage, OptOutType};
use crate::language::{Language, Phrase};
use crate::store::StoreError;
use crate::store::subscriptions::{KnownPerson, OptIn};
use crate::workspace::{Consent, WhatsAppSubscription};

/// Receives a text. STOP is taken from any address that is stored, since silence harms nobody; everything else only from
/// a member whose number and business-scoped id agree with what is stored.
pub(super) async fn wrote(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
) -> Result<InboundAnswer, StoreError> {
    let owners = owners(edges, message).await?;
    if owners.is_empty() {
        tracing::info!(message_sid = %message.message_sid, "a message of somebody who is not enrolled");
        return Ok(InboundAnswer::Silence);
    }
    let answered = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let people = edges.store.people(&owners, answered.as_deref()).await?;
    let reply = match asked(message) {
        Some(Keyword::Stop) => stop(edges, message, &people).await?,
        Some(Keyword::Start) => start(edges, message, &people).await?,
        Some(Keyword::Help) => say(edges, message, &people, Phrase::ReplyHelp).await?,
        None if message.body.trim().is_empty() => {
            say(edges, message, &people, Phrase::ReplyUnsupported).await?
        }
        None => say(edges, message, &people, Phrase::ReplyText).await?,
    };
    // Twilio has answered a keyword that it recognised itself.
    let answered_already = message.opt_out_type.is_some();
    Ok(reply.filter(|_| !answered_already).map_or(InboundAnswer::Silence, InboundAnswer::Say))
}

async fn owners(edges: &InboundEdges<'_>, message: &InboundMessage) -> Result<Vec<AddressOwner>, StoreError> {
    let mut owners: Vec<AddressOwner> = Vec::new();
    for address in &message.senders {
        for owner in edges.store.owners(&edges.pepper.hash(address)).await? {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }
    Ok(owners)
}

fn asked(message: &InboundMessage) -> Option<Keyword> {
    match message.opt_out_type {
        Some(OptOutType::Stop) => Some(Keyword::Stop),
        Some(OptOutType::Start) => Some(Keyword::Start),
        Some(OptOutType::Help) => Some(Keyword::Help),
        None => keyword(&message.body),
    }
}

/// Who wrote, as far as one stored person is concerned.
enum Writer<'a> {
    /// The person, who is a member.
    Member(&'a WhatsAppSubscription),
    /// The person, who is no longer a member.
    Removed,
    /// Somebody else, such as the new owner of the number.
    Stranger,
}

fn writer<'a>(person: &'a KnownPerson, message: &InboundMessage) -> Writer<'a> {
    match &person.subscription {
        Some(subscription) if subscription.is_sender(&message.senders) => {
            let is_member = person.member.as_ref().is_some_and(|member| member.active);
            if is_member { Writer::Member(subscription) } else { Writer::Removed }
        }
        Some(_) | None => Writer::Stranger,
    }
}

async fn stop(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    people: &[KnownPerson],
) -> Result<Option<String>, StoreError> {
    let mut said = None;
    for person in people {
        let reply = language(person).say(Phrase::ReplyStopped, &[]);
        let entry = entry(edges, message, person, &reply);
        let actor = match writer(person, message) {
            Writer::Member(_) | Writer::Removed => Some(&person.owner.member),
            Writer::Stranger => None,
        };
        let event = event(&entry, Verb::OptOut, actor, Outcome::Executed);
        edges.store.opt_out(&event, &entry).await?;
        said = Some(reply);
    }
    Ok(said)
}

async fn start(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    people: &[KnownPerson],
) -> Result<Option<String>, StoreError> {
    let mut said = None;
    for person in people {
        let reply = language(person).say(Phrase::ReplyStarted, &[]);
        let entry = entry(edges, message, person, &reply);
        let member = Some(&person.owner.member);
        match writer(person, message) {
            Writer::Member(read) => {
                let event = event(&entry, Verb::OptIn, member, Outcome::Executed);
                if edges.store.opt_in(read, &event, &entry).await? == OptIn::Holds {
                    said = Some(reply);
                }
            }
            Writer::Removed => {
                edges.store.log_stranger(&denied_start(&entry, member, "no_longer_member")).await?;
            }
            Writer::Stranger => {
                edges.store.log_stranger(&denied_start(&entry, None, "not_your_number")).await?;
            }
        }
    }
    Ok(said)
}

/// Replies once. What was written is kept where it belongs: in the workspace whose message it answers, else in the only
/// one that the person is in. With several it is kept nowhere, for one business must not read what was meant for another.
async fn say(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    people: &[KnownPerson],
    phrase: Phrase,
) -> Result<Option<String>, StoreError> {
    let is_member = |person: &&KnownPerson| matches!(writer(person, message), Writer::Member(_));
    let members: Vec<&KnownPerson> = people.iter().filter(is_member).collect();
    let only = if let [only] = members.as_slice() { Some(*only) } else { None };
    let home = members.iter().copied().find(|person| person.answered).or(only);
    let Some(reader) = home.or(members.first().copied()) else {
        tracing::info!(message_sid = %message.message_sid, "a message from an address that has another owner now");
        return Ok(None);
    };
    let reply = language(reader).say(for_consent(reader, phrase), &[]);
    if let Some(home) = home {
        edges.store.log_unchanged(None, &entry(edges, message, home, &reply)).await?;
    }
    Ok(Some(reply))
}

/// Who stopped the messages has no report to tap on: whatever they write, they hear how to get messages again.
fn for_consent(person: &KnownPerson, phrase: Phrase) -> Phrase {
    let stopped = person.subscription.as_ref().is_some_and(|known| known.consent == Consent::OptedOut);
    if stopped { Phrase::ReplyStopped } else { phrase }
}

fn language(person: &KnownPerson) -> Language {
    let spoken: Vec<&str> = person.member.iter().map(|member| member.language.as_str()).collect();
    Language::choose(&spoken)
}

fn entry(
    edges: &InboundEdges<'_>,
    message: &InboundMessage,
    person: &KnownPerson,
    reply: &str,
) -> WhatsAppConversationEntry {
    let on = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let said = match message.body.trim() {
        "" => Said::SentSomethingElse,
        _ => Said::Wrote { text: message.body.clone(), on },
    };
    WhatsAppConversationEntry {
        workspace: person.owner.workspace.clone(),
        member: person.owner.member.clone(),
        at: edges.clock.now(),
        message_sid: message.message_sid.to_string(),
        said,
        reply: Some(reply.to_owned()),
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
        id: AuditEvent::id_for_message(&entry.message_sid),
        workspace: entry.workspace.clone(),
        at: entry.at,
        actor: actor.cloned(),
        source: Source::WhatsApp,
        verb,
        object: format!("subscription of {}", entry.member),
        before: None,
        after: None,
        outcome,
        message_sid: Some(entry.message_sid.clone()),
    }
}
