//! Which platform an export is of: decided by names that only one platform has, never by those that several share.

use crate::aliases::Field;
use crate::column::Named;
use crate::format::ExportFormat;
use crate::text::plain_text;
use std::collections::BTreeMap;

/// Names that no export of Meta or Google has, though the rest of the header may look like theirs.
const FOREIGN: &[&str] = &[
    "ecpm",
    "swipes",
    "swipe ups",
    "swipe up rate",
    "paid impressions",
    "paid reach",
    "pin clicks",
    "pin click rate",
    "saves",
    "engagements",
    "retweets",
    "upvotes",
    "click through rate",
    "total engagements",
    "promoted tweet",
    "spend in account currency",
    "total spent",
    "ecpc",
    "squad name",
    "ad squad name",
];

/// Returns the platform whose own names occur most; without any, that of shared names which nothing contradicts; else a
/// table of all platforms.
pub(super) fn format(names: &[String], known: &[(usize, Named)], above: &[String]) -> ExportFormat {
    if is_microsoft(above) {
        return ExportFormat::Microsoft;
    }
    most(known.iter().filter(|(_, named)| !named.alias.is_shared))
        .or_else(|| shared(names, known))
        .unwrap_or(ExportFormat::Long)
}

fn most<'a>(known: impl Iterator<Item = &'a (usize, Named)>) -> Option<ExportFormat> {
    let mut votes: BTreeMap<ExportFormat, usize> = BTreeMap::new();
    for format in known.filter_map(|(_, named)| named.alias.format) {
        *votes.entry(format).or_default() += 1;
    }
    let most = votes.values().max().copied();
    votes.into_iter().find(|(_, count)| Some(*count) == most).map(|(format, _)| format)
}

/// Names that several platforms share count for the usual one if the rest of the header fits it.
fn shared(names: &[String], known: &[(usize, Named)]) -> Option<ExportFormat> {
    let plain: Vec<String> = names.iter().map(|name| plain_text(name)).collect();
    if plain.iter().any(|name| FOREIGN.contains(&name.as_str())) {
        return None;
    }
    let has = |wanted: &str| plain.iter().any(|name| name == wanted);
    let format = most(known.iter());
    match format {
        // Ads Manager calls the day so in every language, never "date".
        Some(ExportFormat::Meta) => format.filter(|_| !has("date")),
        // A column of sessions alone makes no file one of an analytics tool.
        Some(ExportFormat::GoogleAnalytics) => {
            let says_source = known.iter().any(|(_, named)| named.alias.field == Field::SourceMedium);
            format.filter(|_| says_source)
        }
        // Google calls it cost; what says spend beside such names is Microsoft's grid or a table of somebody's own.
        Some(ExportFormat::Google) => format.filter(|_| !has("spend")),
        None => {
            let is_google =
                has("currency code") && known.iter().any(|(_, named)| named.alias.field == Field::Spend);
            (is_google && !has("spend")).then_some(ExportFormat::Google)
        }
        other => other,
    }
}

/// Microsoft begins its reports with lines of their own.
fn is_microsoft(above: &[String]) -> bool {
    let begins = |beginning: &str| above.iter().any(|line| plain_text(line).starts_with(beginning));
    let names_it = above.iter().any(|line| plain_text(line).contains("microsoft"));
    names_it || (begins("report name:") && begins("report time:"))
}
