//! A person's text: a keyword changes consent in every workspace of the person, "assign Priya" assigns a
//! recommendation, the line after declining is its reason, and "4/5" after an answer rates it. Anything else is a question
//! about one workspace. What cannot be a question gets only a few replies.

mod consent;
mod question;

use super::{InboundAnswer, InboundDeps, answer, budget, questions, sender};
use crate::action::ActionResult;
use crate::action::text::{self, TextMessage};
use domain::action::effects::SideEffects;
use domain::inbound::budget::SenderBudget;
use domain::inbound::command::{self, Command, Whom};
use domain::inbound::keyword::Keyword;
use domain::inbound::message::InboundMessage;
use domain::inbound::sender::with_other_forms;
use domain::instant::EpochSecond;
use domain::language::{Language, Phrase};
use domain::message::conversation::{Expected, IdleTexts, MOST_IDLE_REPLIES, WhatsAppConversationEntry};
use domain::workspace::{Consent, WhatsAppSubscription};
use futures::future::join;
use jiff::Timestamp;
use store::StoreError;
use store::subscriptions::KnownPerson;

pub(super) const STOP: Command = Command::Keyword(Keyword::Stop);

/// Receives a text. STOP is accepted from any stored address, since stopping messages harms nobody, and also past the
/// sender's budget; everything else only from a member whose number and business-scoped id match what is stored.
pub(super) async fn wrote(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    asked: &Command,
) -> Result<InboundAnswer, StoreError> {
    let owners = sender::owners(deps, message).await?;
    if owners.is_empty() {
        tracing::info!(message_sid = %message.message_sid, "a message of somebody who is not enrolled");
        return Ok(InboundAnswer::Silence);
    }
    let answered = message.original_replied_message_sid.as_ref().map(ToString::to_string);
    let sid = message.message_sid.as_str();
    let people = deps.store.people(&owners, sid, answered.as_deref());
    let (budget, people) = join(budget::count(deps, message), people).await;
    // A STOP depends on nothing but the person.
    let budget = if *asked == STOP { budget.unwrap_or(SenderBudget::Spent) } else { budget? };
    let mut people = people?;
    sender::leave_out_other_forms(&mut people, &message.senders);
    let message = &InboundMessage { senders: with_other_forms(&message.senders), ..message.clone() };
    let text = Text { deps, message, people: &people, now: deps.clock.now() };
    text.within(budget, asked).await
}

/// A text, and every stored person who may be its sender.
struct Text<'a> {
    deps: &'a InboundDeps<'a>,
    message: &'a InboundMessage,
    people: &'a [KnownPerson],
    now: Timestamp,
}

/// The sender, compared with one stored person.
enum Writer<'a> {
    /// The sender is the person, who is a member.
    Member(&'a WhatsAppSubscription),
    /// The sender is the person, who is no longer a member.
    Removed,
    /// The sender is somebody else, such as the new owner of the number.
    Stranger,
}

impl<'a> Text<'a> {
    async fn within(&self, budget: SenderBudget, asked: &Command) -> Result<InboundAnswer, StoreError> {
        // A message that was handled gets its reply again, whatever was counted since.
        if budget.is_handled() || self.people.iter().any(|person| person.handled.is_some()) {
            let answer = self.receive(asked).await?;
            let Some(member) = self.members().next() else { return Ok(answer) };
            return Ok(budget::with_notice(answer, budget, language(member), self.now));
        }
        if *asked == STOP {
            self.stop_in_silence().await?;
        }
        if budget == SenderBudget::JustSpent {
            budget::record_spent(self.deps, self.message, None).await?;
        }
        Ok(InboundAnswer::Silence)
    }

    async fn receive(&self, asked: &Command) -> Result<InboundAnswer, StoreError> {
        if let Command::Keyword(keyword) = asked {
            return self.keyword(*keyword).await;
        }
        if let Some(again) = self.again().await? {
            return Ok(again);
        }
        let done = match asked {
            Command::Assign(whom) => return self.assign(whom).await,
            Command::Words if may_be_reason(&self.message.body) => self.reason().await?,
            Command::Courtesy => return self.note().await,
            Command::Words | Command::Token | Command::Nothing | Command::Keyword(_) => None,
        };
        match (done, asked) {
            (Some(performed), _) => Ok(answer(self.deps, self.message, performed).await),
            (None, Command::Words) => self.ask().await,
            (None, _) => self.not_understood(asked).await,
        }
    }

    /// Handles a keyword. If Twilio recognized the keyword itself, it has already answered it.
    async fn keyword(&self, keyword: Keyword) -> Result<InboundAnswer, StoreError> {
        let reply = match keyword {
            Keyword::Stop => self.stop().await?,
            Keyword::Start => self.start().await?,
            Keyword::Help => self.say(Phrase::ReplyHelp).await?,
        };
        let answered_already = self.message.opt_out_type.is_some();
        Ok(reply.filter(|_| !answered_already).map_or(InboundAnswer::Silence, InboundAnswer::Say))
    }

    /// Keeps what asks for no answer where it belongs, and is silent.
    async fn note(&self) -> Result<InboundAnswer, StoreError> {
        if let Some(home) = self.home() {
            let effects = SideEffects::from_entry(&self.entry(home, None));
            self.deps.store.log_unchanged(None, &effects).await?;
        }
        Ok(InboundAnswer::Silence)
    }

    async fn not_understood(&self, asked: &Command) -> Result<InboundAnswer, StoreError> {
        let phrase = match asked {
            Command::Token => Phrase::ReplyUnknownButton,
            Command::Nothing => Phrase::ReplyUnsupported,
            Command::Assign(_) => Phrase::AssignWhere,
            Command::Words if self.subscribed().nth(1).is_some() => Phrase::AnswerWhere,
            Command::Words | Command::Keyword(_) | Command::Courtesy => Phrase::ReplyText,
        };
        Ok(self.say(phrase).await?.map_or(InboundAnswer::Silence, InboundAnswer::Say))
    }

    /// Returns the earlier answer if this same message was already handled, and queues again what it queued.
    async fn again(&self) -> Result<Option<InboundAnswer>, StoreError> {
        let handled = self.members().find_map(|person| Some((person, person.handled.as_ref()?)));
        let Some((person, entry)) = handled else { return Ok(None) };
        if entry.question.is_some() {
            return questions::ask_again(self.deps, entry, language(person)).await.map(Some);
        }
        let performed = ActionResult::duplicate(entry.clone(), language(person));
        Ok(Some(answer(self.deps, self.message, performed).await))
    }

    /// Returns the person in the workspace that the text is about: the one whose message it replies to, or else the only one
    /// whose messages the person wants.
    fn home(&self) -> Option<&'a KnownPerson> {
        let subscribed: Vec<&KnownPerson> = self.subscribed().collect();
        let only = if let [only] = subscribed.as_slice() { Some(*only) } else { None };
        match self.answered() {
            Some(answered) => Some(answered).filter(|person| wants_messages(person)),
            None => only,
        }
    }

    async fn assign(&self, whom: &Whom) -> Result<InboundAnswer, StoreError> {
        match self.home().and_then(|person| self.written(person)) {
            Some(written) => {
                let performed = text::assign(self.deps.store, &written, whom).await?;
                Ok(answer(self.deps, self.message, performed).await)
            }
            None => self.not_understood(&Command::Assign(whom.clone())).await,
        }
    }

    /// Takes the text as the reason for declining if exactly one reason is awaited; returns `None` if the text is not a
    /// reason.
    async fn reason(&self) -> Result<Option<ActionResult>, StoreError> {
        let answered = self.answered().map(|person| &person.owner);
        let is_meant = |person: &KnownPerson| answered.is_none_or(|owner| *owner == person.owner);
        let waiting = self.subscribed().filter(|person| is_meant(person));
        let waiting = waiting.filter_map(|person| Some((person, self.declined(person)?)));
        let [(person, shift)] = waiting.collect::<Vec<_>>()[..] else {
            return Ok(None);
        };
        match self.written(person) {
            Some(written) => text::give_reason(self.deps.store, &written, shift).await,
            None => Ok(None),
        }
    }

    /// Returns the shift that the person declined and whose reason is awaited.
    fn declined(&self, person: &'a KnownPerson) -> Option<&'a domain::token::TargetId> {
        let expecting =
            person.expecting.as_ref().filter(|known| EpochSecond::from(self.now) < known.until)?;
        match &expecting.what {
            Expected::DeclineReason { shift } => Some(shift),
            Expected::Nothing => None,
        }
    }

    /// Replies once, unless too many earlier texts led to no action. The text is stored where it belongs: in the
    /// workspace whose message it replies to, or else in the only one of which the person is a member. With several
    /// workspaces it is not stored, because one business must not read what was meant for another.
    async fn say(&self, phrase: Phrase) -> Result<Option<String>, StoreError> {
        let members: Vec<&KnownPerson> = self.members().collect();
        let only = if let [only] = members.as_slice() { Some(*only) } else { None };
        let home = self.answered().or(only);
        let Some(reader) = home.or(members.first().copied()) else {
            tracing::info!(message_sid = %self.message.message_sid, "a message from an address that has another owner now");
            return Ok(None);
        };
        let reply = self.reply(reader, phrase);
        let entry = home.map(|home| self.entry(home, reply.as_deref()));
        let counted = reader.subscription.as_ref().filter(|_| !self.is_tap());
        let idle_texts = counted.and_then(|known| idle_texts(phrase, known, self.now));
        self.deps
            .store
            .log_unchanged(None, &SideEffects { entry, idle_texts, ..SideEffects::default() })
            .await?;
        Ok(reply)
    }

    fn reply(&self, reader: &KnownPerson, phrase: Phrase) -> Option<String> {
        let is_idle = |known: &WhatsAppSubscription| known.idle_texts >= MOST_IDLE_REPLIES;
        let is_always_said = is_keyword(phrase) || self.is_tap();
        let is_silent = !is_always_said && reader.subscription.as_ref().is_some_and(is_idle);
        if is_silent {
            tracing::warn!(message_sid = %self.message.message_sid, "too many texts in a row came to nothing: no reply");
            return None;
        }
        Some(language(reader).say(for_consent(reader, phrase), &[]))
    }

    /// Reports whether this is a button that cannot be read. Many of an old chat may be, and machines do not tap: it is
    /// always answered and counts as no text.
    fn is_tap(&self) -> bool {
        self.message.button_payload.is_some() || self.message.list_id.is_some()
    }

    fn writer<'b>(&self, person: &'b KnownPerson) -> Writer<'b> {
        match &person.subscription {
            Some(subscription) if subscription.is_sender(&self.message.senders) => {
                let is_member = person.member.as_ref().is_some_and(|member| member.active);
                if is_member { Writer::Member(subscription) } else { Writer::Removed }
            }
            Some(_) | None => Writer::Stranger,
        }
    }

    fn members(&self) -> impl Iterator<Item = &'a KnownPerson> {
        self.people.iter().filter(|person| matches!(self.writer(person), Writer::Member(_)))
    }

    fn subscribed(&self) -> impl Iterator<Item = &'a KnownPerson> {
        self.members().filter(|person| wants_messages(person))
    }

    fn answered(&self) -> Option<&'a KnownPerson> {
        self.members().find(|person| person.answered)
    }

    fn written(&self, person: &'a KnownPerson) -> Option<TextMessage<'a>> {
        let (member, subscription) = (person.member.as_ref()?, person.subscription.as_ref()?);
        Some(TextMessage { message: self.message, member, subscription, now: self.now })
    }

    fn entry(&self, person: &KnownPerson, reply: Option<&str>) -> WhatsAppConversationEntry {
        WhatsAppConversationEntry {
            workspace: person.owner.workspace.clone(),
            member: person.owner.member.clone(),
            at: self.now,
            message_sid: self.message.message_sid.to_string(),
            said: command::said(self.message),
            reply: reply.map(str::to_owned),
            queued: Vec::new(),
            question: None,
            webhook: self.message.webhook.clone(),
        }
    }
}

/// Reports whether a text may be the reason of a no: it has words, and asks nothing.
fn may_be_reason(body: &str) -> bool {
    command::has_letters(body) && !body.trim_end().ends_with(['?', '？', '؟'])
}

/// Reports whether the reply answers a keyword. Keywords are always understood, so they reset the count of idle texts.
fn is_keyword(phrase: Phrase) -> bool {
    phrase == Phrase::ReplyHelp
}

fn idle_texts(phrase: Phrase, known: &WhatsAppSubscription, at: Timestamp) -> Option<IdleTexts> {
    if is_keyword(phrase) { IdleTexts::forgotten(known, at) } else { IdleTexts::one_more(known, at) }
}

fn wants_messages(person: &KnownPerson) -> bool {
    person.subscription.as_ref().is_some_and(|known| known.consent == Consent::OptedIn)
}

/// A person who opted out has no report to tap on: whatever they write, the reply says how to get messages again.
fn for_consent(person: &KnownPerson, phrase: Phrase) -> Phrase {
    let stopped = person.subscription.as_ref().is_some_and(|known| known.consent == Consent::OptedOut);
    if stopped { Phrase::ReplyStopped } else { phrase }
}

fn language(person: &KnownPerson) -> Language {
    let spoken: Vec<&str> = person.member.iter().map(|member| member.language.as_str()).collect();
    Language::choose(&spoken)
}
