//! Writes the result of a query as an answer that is read on WhatsApp: what was asked first, a few rows, and how it was
//! computed. It says no number that the result does not hold, and always fits into one card.

mod draft;
mod explain;
mod full;
pub mod help;
mod how;
mod picture;
mod standing;
mod table;
mod trend;
mod voice;
mod why;

pub use draft::LONGEST as LONGEST_ANSWER;
pub use full::{
    AnswerCell, AnswerCreative, AnswerEntry, AnswerFigure, AnswerRow, AnswerTable, FullAnswer, full_answer,
};
pub use picture::{AnswerPicture, picture};
pub use trend::{Trend, TrendPoint};

use crate::address::WebLink;
use crate::language::{Language, Phrase};
use crate::question::execute::result::{Body, QueryResult};
use draft::{Draft, Lead};
use how::how;
use voice::Voice;

/// How many names an answer lists that the workspace has instead of an unknown one.
const MOST_NAMES: usize = 5;

/// Who reads an answer.
#[derive(Debug, Clone, Copy)]
pub struct AnswerReader<'a> {
    pub language: Language,
    /// The link to the same numbers on the dashboard, if the text says it.
    pub link: Option<&'a WebLink>,
    /// The most UTF-16 units that the text may have; at most [`LONGEST_ANSWER`].
    pub longest: usize,
}

/// An answer as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCard {
    /// At most [`LONGEST_ANSWER`] UTF-16 units.
    pub text: String,
    /// The titles of the buttons: good answer, not right, how computed.
    pub buttons: [String; 3],
    /// Whether a picture belongs above it; see [`picture()`].
    pub has_picture: bool,
}

/// Writes an answer.
#[must_use]
pub fn answer(result: &QueryResult, reader: &AnswerReader<'_>) -> AnswerCard {
    let voice = Voice::new(reader.language, result);
    let link = reader.link.map(|link| voice.say(Phrase::AnswerOpen, &[("link", link.as_str())]));
    let draft = Draft { link, ..draft(voice) };
    AnswerCard {
        text: draft.fitting(reader.longest.min(LONGEST_ANSWER)),
        buttons: button_titles(reader.language),
        has_picture: picture(result, reader.language).is_some(),
    }
}

/// Returns the titles of an answer's buttons: good answer, not right, how computed.
#[must_use]
pub fn button_titles(language: Language) -> [String; 3] {
    let phrases = [Phrase::AnswerButtonGood, Phrase::AnswerButtonWrong, Phrase::AnswerButtonHow];
    phrases.map(|phrase| language.say(phrase, &[]))
}

/// Explains how an answer was computed, for those who tap "How computed": the formulas with their numbers, and the rules.
/// At most [`LONGEST_ANSWER`] UTF-16 units.
#[must_use]
pub fn how_computed(result: &QueryResult, language: Language) -> String {
    explain::explain(Voice::new(language, result))
}

fn draft(voice: Voice<'_>) -> Draft<'_> {
    match &voice.result.body {
        Body::Table(table) => table::draft(voice, table),
        Body::Why(why) => why::draft(voice, why),
        Body::Alerts(alerts) => standing::alerts(voice, alerts),
        Body::Advice(suggestions) => standing::advice(voice, suggestions),
        Body::List(inventory) => standing::list(voice, inventory),
        Body::Sources(states) => standing::sources(voice, states),
        Body::Empty => nothing(voice, Phrase::AnswerEmpty, Phrase::AnswerEmptyWhy),
        Body::NoBudgets => nothing(voice, Phrase::AnswerNoBudgets, Phrase::AnswerNoBudgetsWhy),
        Body::UnknownNames { names, known } => unknown(voice, names, known),
    }
}

/// Returns the answer where there is nothing to tell, and why that is not zero.
fn nothing<'a>(voice: Voice<'a>, what: Phrase, why: Phrase) -> Draft<'a> {
    let lead = table::lead(&voice, &voice.say(what, &[]), "");
    Draft { lead, heading: vec![voice.say(why, &[])], how: how(&voice), ..Draft::default() }
}

fn unknown<'a>(voice: Voice<'a>, names: &[String], known: &[String]) -> Draft<'a> {
    let names = voice.names(names, MOST_NAMES);
    let lead = Lead { bold: voice.say(Phrase::AnswerUnknown, &[("names", &names)]), ..Lead::default() };
    let known = (!known.is_empty())
        .then(|| voice.say(Phrase::AnswerKnown, &[("names", &voice.names(known, MOST_NAMES))]));
    Draft { lead, heading: known.into_iter().collect(), ..Draft::default() }
}

#[cfg(test)]
mod tests;
