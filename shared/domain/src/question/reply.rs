//! The messages that answer a question: the answer with its link and buttons, what is said instead with questions to tap,
//! and the lists by which an answer is rated. All of them are for the session that the question opened.

use crate::identity::{MemberId, MessageId, QuestionId, WorkspaceId};
use crate::language::{Language, Phrase};
use crate::message::template::{LONGEST_BODY, TemplateName};
use crate::message::{Message, MessageKind, NewMessage, PlannedButton};
use crate::question::answer::AnswerCard;
use crate::question::answer::help::{Choice, HelpCard};
use crate::question::rating::{BEST, Rated, RatingReason};
use crate::text::fit;
use crate::token::{AnswerButton, TokenChannel, TokenPurpose};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How long the address of the dashboard may be, its token included.
const LONGEST_LINK: usize = 200;
/// The longest title of a link, of a button and of a row, and the longest description of a row (Twilio, twilio/quick-reply and
/// twilio/list-picker).
const LONGEST_TITLE: usize = 20;
const LONGEST_ROW: usize = 24;
const LONGEST_DESCRIPTION: usize = 72;
/// The variable of a report that has the token of its link; 1 is the text, and 2 the title of the link.
const LINK_VARIABLE: u32 = 3;
/// The variable of a report that has the name of its picture's file, after those of three buttons.
const PICTURE_VARIABLE: u32 = 10;
/// What the identifier of a message that carries an answer begins with; the question follows.
const ANSWER_PREFIX: &str = "a-";

/// The most UTF-16 units that the text of an answer may have beside its link.
pub const LONGEST_TEXT: usize = LONGEST_BODY - LONGEST_LINK - LONGEST_TITLE - 3;

/// To whom a message goes, and about which question it is.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    pub workspace: &'a WorkspaceId,
    pub member: &'a MemberId,
    pub question: &'a QuestionId,
    pub language: Language,
    /// The date of the person's zone.
    pub local_date: Date,
    pub now: Timestamp,
}

/// What the third button of an answer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThirdButton {
    /// It tells how the answer was computed.
    Explain,
    /// It asks for a score, as every fifth answer does.
    Scale,
}

/// A button or a row before its token is made.
#[derive(Clone)]
struct Tap {
    title: String,
    description: String,
    button: AnswerButton,
    detail: Option<String>,
}

impl Tap {
    fn new(title: String, button: AnswerButton, detail: Option<String>) -> Self {
        Self { title, description: String::new(), button, detail }
    }
}

/// Returns the identifier of the message that carries the answer to a question.
#[must_use]
pub fn message_id(question: &QuestionId) -> MessageId {
    let plain = format!("{ANSWER_PREFIX}{question}");
    plain.parse().unwrap_or_else(|_cannot_be| MessageId::hashed(ANSWER_PREFIX, question.as_str()))
}

/// Returns the question whose answer a message carries, or `None` if it carries none.
#[must_use]
pub fn question_of(message: &MessageId) -> Option<QuestionId> {
    message.as_str().strip_prefix(ANSWER_PREFIX)?.parse().ok()
}

impl Envelope<'_> {
    /// Creates the message of an answer, or returns `None` if this version has no content for it.
    #[must_use]
    pub fn answer(&self, card: &AnswerCard, third: ThirdButton) -> Option<Message> {
        let [good, wrong, how] = card.buttons.clone();
        let third = match third {
            ThirdButton::Explain => Tap::new(how, AnswerButton::Explain, None),
            ThirdButton::Scale => Tap::new(self.say(Phrase::RatingButton), AnswerButton::Scale, None),
        };
        let taps = [
            Tap::new(good, AnswerButton::Rate, Some(Rated::Good.detail())),
            Tap::new(wrong, AnswerButton::Rate, Some(Rated::Bad.detail())),
            third,
        ];
        let title = self.say(Phrase::AnswerLink);
        let mut variables =
            BTreeMap::from([("1".to_owned(), card.text.clone()), ("2".to_owned(), title.clone())]);
        let mut buttons: Vec<PlannedButton> = self.link().into_iter().collect();
        buttons.extend(self.fill(&mut variables, &taps, LINK_VARIABLE - 1, 2));
        let text = format!("{}\n\n{title}", card.text);
        let template = if card.has_picture {
            buttons.extend(self.planned(PICTURE_VARIABLE, TokenPurpose::Chart, TokenChannel::Link, None));
            TemplateName::ReportPicture
        } else {
            TemplateName::report(taps.len())?
        };
        Some(self.message(message_id(self.question), template, variables, buttons, text))
    }

    /// Creates the message of what is said instead of an answer, with the questions that it offers.
    #[must_use]
    pub fn help(&self, card: &HelpCard) -> Option<Message> {
        let titles: BTreeSet<&str> = card.choices.iter().map(|choice| choice.title.as_str()).collect();
        let are_told_apart = titles.len() == card.choices.len();
        // WhatsApp takes no two buttons with one title: the numbers are those of the list in the text.
        let tap = |(choice, place): (&Choice, usize)| {
            let title =
                if are_told_apart { choice.title.clone() } else { format!("{} {}", place + 1, choice.text) };
            Tap::new(title, AnswerButton::Choose, Some(place.to_string()))
        };
        let taps: Vec<Tap> = card.choices.iter().zip(0..).map(tap).collect();
        let mut variables = BTreeMap::from([("1".to_owned(), card.text.clone())]);
        let buttons = self.fill(&mut variables, &taps, 0, 2);
        let template = TemplateName::card(taps.len())?;
        Some(self.message(message_id(self.question), template, variables, buttons, card.text.clone()))
    }

    /// Creates the message with the link to the dashboard of a day.
    #[must_use]
    pub fn dashboard(&self, day: Date) -> Option<Message> {
        let (template, purpose) = (TemplateName::report(0)?, TokenPurpose::Dashboard);
        let title = TemplateName::KpiClear.read(self.language).buttons.first()?.title.clone();
        let text = self.say(Phrase::ShortcutDashboard);
        let variables = BTreeMap::from([("1".to_owned(), text.clone()), ("2".to_owned(), title.clone())]);
        let link = PlannedButton {
            variable: LINK_VARIABLE,
            version_is_fixed_text: false,
            purpose,
            channel: TokenChannel::Link,
            detail: None,
            target: day.to_string().parse().ok()?,
            target_version: 0,
            valid_for_seconds: purpose.valid_for_seconds(),
        };
        let text = format!("{text}\n\n{title}");
        Some(self.message(message_id(self.question), template, variables, vec![link], text))
    }

    /// Creates a message of one line, without buttons.
    #[must_use]
    pub fn line(&self, id: MessageId, text: String) -> Option<Message> {
        let variables = BTreeMap::from([("1".to_owned(), text.clone())]);
        Some(self.message(id, TemplateName::card(0)?, variables, Vec::new(), text))
    }

    /// Creates the list that asks what was wrong with the answer to a question with this text. `event` is the message that
    /// asked for it.
    #[must_use]
    pub fn reasons(&self, event: &str, text: &str) -> Option<Message> {
        let row = |reason: RatingReason| {
            let detail = Some(Rated::BadBecause(reason).detail());
            Tap::new(self.say(reason_phrase(reason)), AnswerButton::Rate, detail)
        };
        self.list(event, Phrase::RatingAskWhy, RatingReason::ALL.map(row).to_vec(), text)
    }

    /// Creates the list that asks for a score from 5 to 1, as [`Envelope::reasons`] does.
    #[must_use]
    pub fn scale(&self, event: &str, text: &str) -> Option<Message> {
        let row = |(score, phrase): (u8, Phrase)| {
            Tap::new(self.say(phrase), AnswerButton::Rate, Some(Rated::Score(score).detail()))
        };
        let phrases = [
            Phrase::RatingFive,
            Phrase::RatingFour,
            Phrase::RatingThree,
            Phrase::RatingTwo,
            Phrase::RatingOne,
        ];
        let rows = (1..=BEST).rev().zip(phrases).map(row).collect();
        self.list(event, Phrase::RatingAskScore, rows, text)
    }

    fn list(&self, event: &str, ask: Phrase, mut rows: Vec<Tap>, about: &str) -> Option<Message> {
        let about = fit(about, LONGEST_DESCRIPTION);
        rows.iter_mut().for_each(|row| row.description.clone_from(&about));
        let body = self.say(ask);
        let opening = fit(&self.say(Phrase::RatingChoose), LONGEST_TITLE);
        let mut variables = BTreeMap::from([("1".to_owned(), body.clone()), ("2".to_owned(), opening)]);
        let buttons = self.fill(&mut variables, &rows, 0, 3);
        let id = Message::caused_by(event, self.member, 0);
        Some(self.message(id, TemplateName::list(rows.len())?, variables, buttons, body))
    }

    /// Fills the variables of the buttons or rows, `each` to one: its title, its token and, of a row, its description. The
    /// title of button n is variable `before` + `each` × n.
    fn fill(
        &self,
        variables: &mut BTreeMap<String, String>,
        taps: &[Tap],
        before: u32,
        each: u32,
    ) -> Vec<PlannedButton> {
        let longest = if each > 2 { LONGEST_ROW } else { LONGEST_TITLE };
        let mut planned = Vec::with_capacity(taps.len());
        for (tap, number) in taps.iter().zip(1..) {
            let first = before + each * number;
            variables.insert(first.to_string(), fit(&tap.title, longest));
            if each > 2 {
                variables.insert((first + 2).to_string(), tap.description.clone());
            }
            let purpose = TokenPurpose::Answer(tap.button);
            planned.extend(self.planned(first + 1, purpose, TokenChannel::Button, tap.detail.clone()));
        }
        planned
    }

    fn link(&self) -> Option<PlannedButton> {
        self.planned(LINK_VARIABLE, TokenPurpose::ViewAnswer, TokenChannel::Link, None)
    }

    fn planned(
        &self,
        variable: u32,
        purpose: TokenPurpose,
        channel: TokenChannel,
        detail: Option<String>,
    ) -> Option<PlannedButton> {
        Some(PlannedButton {
            variable,
            version_is_fixed_text: channel == TokenChannel::Button,
            purpose,
            channel,
            detail,
            target: self.question.as_str().parse().ok()?,
            target_version: 0,
            valid_for_seconds: purpose.valid_for_seconds(),
        })
    }

    fn message(
        &self,
        id: MessageId,
        template: TemplateName,
        variables: BTreeMap<String, String>,
        buttons: Vec<PlannedButton>,
        text: String,
    ) -> Message {
        Message::queued(NewMessage {
            id,
            kind: MessageKind::Answer,
            workspace: self.workspace,
            member: self.member,
            language: self.language.tag(),
            template,
            template_version: template.read(self.language).version,
            variables,
            buttons,
            text,
            local_date: self.local_date,
            now: self.now,
        })
    }

    fn say(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[])
    }
}

fn reason_phrase(reason: RatingReason) -> Phrase {
    match reason {
        RatingReason::WrongNumber => Phrase::RatingWrongNumber,
        RatingReason::WrongDates => Phrase::RatingWrongDates,
        RatingReason::WrongCampaign => Phrase::RatingWrongCampaign,
        RatingReason::NotWhatIAsked => Phrase::RatingNotWhatIAsked,
        RatingReason::TooSlow => Phrase::RatingTooSlow,
        RatingReason::Other => Phrase::RatingOther,
    }
}

#[cfg(test)]
mod tests;
