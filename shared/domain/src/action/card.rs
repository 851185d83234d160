//! Cards: a text with one to three buttons, or a list of up to ten rows, sent while the session (24-hour window) is
//! open. Each button gets a token of its own when the card is sent.

use crate::identity::{MemberId, WorkspaceId};
use crate::language::Language;
use crate::message::template::TemplateName;
use crate::message::{Message, MessageKind, NewMessage, PlannedButton};
use crate::text::{fit, length};
use crate::token::{Action, TargetId, TokenChannel};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The maximum number of characters in a button's title (Twilio, twilio/quick-reply).
pub const LONGEST_BUTTON: usize = 20;
/// The maximum number of characters in a row's title (Twilio, twilio/list-picker).
pub const LONGEST_ROW: usize = 24;
/// The maximum number of characters in a row's description (Twilio, twilio/list-picker).
pub const LONGEST_DESCRIPTION: usize = 72;
/// The maximum number of characters in a card's text (Twilio, twilio/quick-reply).
pub const LONGEST_CARD: usize = 1024;

/// A button of a card, or a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardButton {
    /// The title shown on the button or row.
    pub title: String,
    /// The description shown under a row's title; empty for a button.
    pub description: String,
    /// The action that the button or row performs.
    pub action: Action,
    /// The target of the action.
    pub target: TargetId,
    /// The version of the target shown to the person.
    pub target_version: u64,
    /// What the action needs in addition to its target.
    pub detail: Option<String>,
}

impl CardButton {
    /// Creates a button.
    #[must_use]
    pub fn new(title: String, action: Action, target: &TargetId, target_version: u64) -> Self {
        let target = target.clone();
        Self { title, description: String::new(), action, target, target_version, detail: None }
    }
}

/// A card or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The text.
    pub body: String,
    /// The label of the button that opens the list; `None` for a card.
    pub list_button: Option<String>,
    /// The buttons (one to three) or the rows (one to ten).
    pub buttons: Vec<CardButton>,
}

/// The person a card goes to, and the event it responds to.
#[derive(Debug, Clone)]
pub struct CardReader<'a> {
    pub workspace: &'a WorkspaceId,
    /// The person.
    pub member: &'a MemberId,
    /// The person's language.
    pub language: Language,
    /// The person's time zone, which determines where a day ends.
    pub zone: &'a str,
    /// The event that the card responds to. The same event always produces the same cards.
    pub event: &'a str,
    /// The server's current time.
    pub now: Timestamp,
}

impl Card {
    /// Creates the message that carries the card, or returns `None` if it has no buttons or more than WhatsApp allows.
    #[must_use]
    pub fn message(&self, place: usize, reader: &CardReader<'_>) -> Option<Message> {
        let template = match &self.list_button {
            _ if self.buttons.is_empty() => None,
            Some(_) => TemplateName::list(self.buttons.len()),
            None => TemplateName::card(self.buttons.len()),
        }?;
        let body = lines_within(&self.body, LONGEST_CARD);
        let (variables, buttons) = self.fill(&body);
        Some(Message::queued(NewMessage {
            id: Message::caused_by(reader.event, reader.member, place),
            kind: MessageKind::Card,
            workspace: reader.workspace,
            member: reader.member,
            language: reader.language.tag(),
            template,
            template_version: template.read(reader.language).version,
            variables,
            buttons,
            text: body,
            local_date: local_date(reader.now, reader.zone),
            now: reader.now,
        }))
    }

    /// Fills the variables of the content. 1 is the body. For a card, 2n is the title of button n and 2n + 1 its token.
    /// For a list, 2 is the button that opens it; for row n, 3n is the title, 3n + 1 the token and 3n + 2 the
    /// description.
    fn fill(&self, body: &str) -> (BTreeMap<String, String>, Vec<PlannedButton>) {
        let mut variables = BTreeMap::from([("1".to_owned(), body.to_owned())]);
        let is_list = self.list_button.is_some();
        let (each, longest) = if is_list { (3, LONGEST_ROW) } else { (2, LONGEST_BUTTON) };
        if let Some(opening) = &self.list_button {
            variables.insert("2".to_owned(), fit(opening, LONGEST_BUTTON));
        }
        let mut planned = Vec::with_capacity(self.buttons.len());
        for (button, number) in self.buttons.iter().zip(1_u32..) {
            let first = each * number;
            variables.insert(first.to_string(), fit(&button.title, longest));
            if is_list {
                variables.insert((first + 2).to_string(), fit(&button.description, LONGEST_DESCRIPTION));
            }
            planned.push(planned_button(button, first + 1));
        }
        (variables, planned)
    }
}

/// Keeps the line breaks of a text that fits; a longer text is joined into one line and cut.
fn lines_within(text: &str, longest: usize) -> String {
    if length(text) <= longest { text.to_owned() } else { fit(text, longest) }
}

fn planned_button(button: &CardButton, variable: u32) -> PlannedButton {
    PlannedButton {
        variable,
        version_is_fixed_text: true,
        purpose: button.action.into(),
        channel: TokenChannel::Button,
        detail: button.detail.clone(),
        target: button.target.clone(),
        target_version: button.target_version,
        valid_for_seconds: button.action.row().lifetime.seconds,
    }
}

/// Returns the date of an instant in a time zone, or in UTC if the zone is unknown.
#[must_use]
pub fn local_date(now: Timestamp, zone: &str) -> jiff::civil::Date {
    now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date()
}
