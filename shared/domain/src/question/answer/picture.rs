//! The picture that belongs above an answer on WhatsApp: how a number went over time, or what the best creative looks like.

use crate::language::Language;
use crate::question::answer::table;
use crate::question::answer::trend::{Trend, trend};
use crate::question::answer::voice::Voice;
use crate::question::execute::result::{Body, CreativeDetail, QueryResult};

/// From how many points on a trend is worth a picture.
const FEWEST_POINTS: usize = 3;
/// How the path of a picture ends that WhatsApp shows (developers.facebook.com, WhatsApp media: JPEG and PNG).
const SHOWN: [&str; 3] = [".jpg", ".jpeg", ".png"];

/// The picture of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerPicture {
    /// A chart of how a number went.
    Trend(Trend),
    /// The picture of a creative, at this address: https, and JPEG or PNG by its name.
    Creative(String),
}

/// Returns the picture of an answer, or `None` if it has none.
#[must_use]
pub fn picture(result: &QueryResult, language: Language) -> Option<AnswerPicture> {
    let Body::Table(table) = &result.body else { return None };
    let creative = || table.rows.first()?.creative.as_ref().and_then(shown).map(AnswerPicture::Creative);
    let trend = trend(&Voice::new(language, result), table);
    let drawn = trend.filter(|trend| trend.points.len() >= FEWEST_POINTS).map(AnswerPicture::Trend);
    drawn.or_else(creative)
}

fn shown(creative: &CreativeDetail) -> Option<String> {
    let address = table::picture(creative)?;
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    SHOWN.iter().any(|end| path.ends_with(end)).then(|| address.to_owned())
}
