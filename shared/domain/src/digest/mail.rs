//! A digest as a mail, for when WhatsApp does not deliver it: the same lines with the same labels, and its buttons as
//! links. Pure.

use crate::digest::compose::DigestLine;
use crate::email::page::MailRow;
use crate::language::{Language, Phrase, Value};
use crate::message::template::Template;
use crate::message::{Message, PlannedButton};
use crate::notification::wording::ReportMail;
use crate::token::planned::{ALERTS_PLACE, PlannedLink};
use crate::token::{Action, TokenPurpose};

/// Characters around the label of a line that are not part of the label.
const IN_NO_NAME: [char; 3] = ['•', ' ', '\u{a0}'];

/// Creates the mail from the stored message of a digest. If the message was written with a version of its template that
/// this build does not have, the mail contains its text, line by line.
#[must_use]
pub fn report(message: &Message) -> ReportMail {
    let language = language_of(message);
    ReportMail {
        language,
        heading: say(message, Phrase::MailDigestHeading),
        rows: rows(message, message.template.read(language)),
    }
}

/// Returns one line that says which report a message is and what awaits the person in it.
#[must_use]
pub fn summary(message: &Message) -> String {
    say(message, Phrase::NoticeDigest)
}

fn say(message: &Message, phrase: Phrase) -> String {
    let values = [
        ("workspace", Value::Text(line(message, DigestLine::Workspace))),
        ("day", Value::Text(line(message, DigestLine::Day))),
        ("needs", Value::Text(line(message, DigestLine::Needs))),
    ];
    language_of(message).say(phrase, &values)
}

/// Returns the language in which a message is written.
#[must_use]
pub fn language_of(message: &Message) -> Language {
    Language::choose(&[&message.language])
}

/// Plans the links of the mail: what its buttons do on WhatsApp, the main one first.
#[must_use]
pub fn links(message: &Message) -> Vec<PlannedLink> {
    message.buttons.iter().flat_map(links_of).collect()
}

fn links_of(button: &PlannedButton) -> Vec<PlannedLink> {
    let link = |purpose, detail: Option<&str>| PlannedLink {
        purpose,
        target: button.target.clone(),
        target_version: button.target_version,
        valid_for_seconds: button.valid_for_seconds,
        detail: detail.map(str::to_owned),
    };
    match button.purpose {
        TokenPurpose::Act(Action::ApproveShift) => {
            vec![link(Action::ApproveShift.into(), None), link(Action::DeclineShift.into(), None)]
        }
        TokenPurpose::Act(Action::ShowAlerts) => vec![link(TokenPurpose::Dashboard, Some(ALERTS_PLACE))],
        other => vec![link(other, button.detail.as_deref())],
    }
}

fn line(message: &Message, line: DigestLine) -> &str {
    let place =
        DigestLine::of_template(message.template).iter().zip(1_u32..).find(|(known, _)| **known == line);
    let value = place.and_then(|(_, number)| message.variables.get(&number.to_string()));
    value.map_or("–", String::as_str)
}

/// Reads the labels of the lines from the template, where each line has a label, a colon and a value.
fn rows(message: &Message, template: &Template) -> Vec<MailRow> {
    if template.version != message.template_version {
        return message.text.lines().filter_map(split_at_colon).collect();
    }
    let row = |line: &str| {
        let (label, number) = line.strip_suffix("}}")?.split_once("{{")?;
        let value = message.variables.get(number)?;
        let label = label.trim_end().strip_suffix(':')?;
        Some(MailRow { label: label.trim_matches(IN_NO_NAME).to_owned(), value: value.clone() })
    };
    template.body.lines().filter_map(row).collect()
}

fn split_at_colon(line: &str) -> Option<MailRow> {
    let (label, value) = line.split_once(": ")?;
    Some(MailRow { label: label.trim_matches(IN_NO_NAME).to_owned(), value: value.to_owned() })
}

#[cfg(test)]
mod tests;
