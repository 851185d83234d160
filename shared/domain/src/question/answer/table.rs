//! Numbers as an answer: what leads, the rows, and their total.

use crate::insight::record::Alert;
use crate::insight::wording::{describe_alert, describe_shift};
use crate::language::{Phrase, Value};
use crate::question::answer::draft::{Draft, DraftRow, Lead, MOST_ROWS, SEPARATOR};
use crate::question::answer::how::{choice, count_phrase, how};
use crate::question::answer::voice::Voice;
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Advice, Cell, CreativeDetail, Overspend, Row, Table};
use crate::question::execute::sums::measure_of;
use crate::question::query::{Comparator, Dimension, Having, Intent, Metric, Unit};
use crate::text::{display_name, sanitize};

/// How much of a creative's text an answer quotes.
const LONGEST_COPY: usize = 120;
/// How long a link to a thumbnail may be to be shown.
const LONGEST_PICTURE: usize = 300;

/// Returns the answer to a query for numbers.
pub(super) fn draft<'a>(voice: Voice<'a>, table: &'a Table) -> Draft<'a> {
    match table.dimension {
        None => total_alone(voice, table),
        Some(_) if is_the_one(&voice, table) => the_one(voice, table),
        Some(dimension) => rows(voice, table, dimension),
    }
}

/// Returns the line that every answer begins with: what it says in bold, of what, and of when.
pub(super) fn lead(voice: &Voice<'_>, bold: &str, more: &str) -> Lead {
    let scope = choice(voice).into_iter().chain(voice.time()).collect();
    Lead { bold: bold.to_owned(), more: more.to_owned(), scope }
}

fn total_alone<'a>(voice: Voice<'a>, table: &'a Table) -> Draft<'a> {
    let columns: Vec<(Metric, &Cell)> = table.metrics.iter().copied().zip(&table.total).collect();
    let how = how(&voice);
    let row = |(metric, cell): &(Metric, &Cell)| {
        DraftRow::plain(voice.labelled(&voice.metric(*metric), &voice.total(*metric, cell)))
    };
    let (lead, rows) = match columns.as_slice() {
        [(metric, cell)] => (one_number(&voice, *metric, cell), Vec::new()),
        [(metric, _), ..] if voice.result.query.intent == Intent::Budget => {
            let led = budget_heading(&voice, *metric, &columns);
            let told = |(other, _): &&(Metric, &Cell)| !is_in_heading(*metric, *other);
            let bold = led.unwrap_or_else(|| display_name(&voice.frame().workspace));
            (lead(&voice, &bold, ""), columns.iter().filter(told).map(row).collect())
        }
        _ => {
            let lead = lead(&voice, &display_name(&voice.frame().workspace), "");
            (lead, columns.iter().map(row).collect())
        }
    };
    let matched = rows.len();
    Draft { lead, matched, rows, how, ..Draft::default() }
}

fn one_number(voice: &Voice<'_>, metric: Metric, cell: &Cell) -> Lead {
    let bare = voice.figure(metric, cell.value);
    let full = voice.total(metric, cell);
    let notes = full.strip_prefix(&bare).unwrap_or_default();
    lead(voice, &voice.labelled(&voice.metric(metric), &bare), notes)
}

/// Returns what is said of a budget first, or `None` if it is not known.
fn budget_heading(voice: &Voice<'_>, metric: Metric, columns: &[(Metric, &Cell)]) -> Option<String> {
    let value = |wanted: Metric| columns.iter().find(|(metric, _)| *metric == wanted)?.1.value;
    let figure = |metric, value| voice.figure(metric, Some(value));
    match metric {
        Metric::BudgetRemaining => {
            let (left, budget) = (value(Metric::BudgetRemaining)?, value(Metric::Budget)?);
            let budget = figure(Metric::Budget, budget);
            if left < Exact::ZERO {
                let over = figure(Metric::Budget, Exact::ZERO.minus(left)?);
                return Some(voice.say(Phrase::AnswerOverBudget, &[("amount", &over), ("budget", &budget)]));
            }
            let left = figure(Metric::Budget, left);
            Some(voice.say(Phrase::AnswerLeft, &[("left", &left), ("budget", &budget)]))
        }
        Metric::Pacing => {
            let percent = figure(Metric::Pacing, value(Metric::Pacing)?);
            Some(voice.say(Phrase::AnswerOnPace, &[("percent", &percent)]))
        }
        _ => Some(voice.labelled(&voice.metric(metric), &figure(metric, value(metric)?))),
    }
}

/// Reports whether the heading about a budget's metric says another metric of it too.
fn is_in_heading(leading: Metric, other: Metric) -> bool {
    other == leading || (leading == Metric::BudgetRemaining && other == Metric::Budget)
}

/// Reports whether one thing was asked for, and it is there.
pub(super) fn is_the_one(voice: &Voice<'_>, table: &Table) -> bool {
    let query = &voice.result.query;
    query.intent == Intent::Rank && query.limit == Some(1) && table.rows.len() == 1
}

/// Returns the answer to "which is the best".
fn the_one<'a>(voice: Voice<'a>, table: &'a Table) -> Draft<'a> {
    let how = how(&voice);
    let Some(row) = table.rows.first() else { return Draft { how, ..Draft::default() } };
    let figures = voice.figures(&table.metrics, &row.cells);
    let more = match table.metrics.as_slice() {
        [metric] => format!("{SEPARATOR}{}", voice.labelled(&voice.metric(*metric), &figures)),
        _ => format!("{SEPARATOR}{figures}"),
    };
    let lead = lead(&voice, &voice.row_name(row), &with_share(&voice, more, row));
    Draft { lead, heading: creative(&voice, row), how, ..Draft::default() }
}

fn with_share(voice: &Voice<'_>, text: String, row: &Row) -> String {
    match row.share_percent {
        Some(share) => format!("{text} ({})", voice.language.percent(share)),
        None => text,
    }
}

/// Returns the text and the picture of a creative.
fn creative(voice: &Voice<'_>, row: &Row) -> Vec<String> {
    let Some(creative) = &row.creative else { return Vec::new() };
    let picture = picture(creative).map(|link| voice.say(Phrase::AnswerPicture, &[("link", link)]));
    copy(voice, creative).into_iter().chain(picture).collect()
}

/// Returns the beginning of a creative's text in quotation marks, or `None` if it has none.
pub(super) fn copy(voice: &Voice<'_>, creative: &CreativeDetail) -> Option<String> {
    let copy = Some(&creative.copy).filter(|copy| !copy.trim().is_empty())?;
    Some(voice.say(Phrase::AnswerCopy, &[("copy", &sanitize(copy, LONGEST_COPY))]))
}

/// Returns the link to a creative's picture, if it is one that can be shown.
pub(super) fn picture(creative: &CreativeDetail) -> Option<&str> {
    creative.thumbnail.as_deref().filter(|link| is_link(link))
}

/// Reports whether a thumbnail is a link of the web that can be shown.
fn is_link(text: &str) -> bool {
    text.starts_with("https://")
        && text.len() <= LONGEST_PICTURE
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}*~".contains(&byte))
}

fn rows<'a>(voice: Voice<'a>, table: &'a Table, dimension: Dimension) -> Draft<'a> {
    let overspent = voice.is_about_overspending();
    let is_of_time = matches!(dimension, Dimension::Day | Dimension::Week | Dimension::Month);
    let shown: Vec<&Row> = if is_of_time && voice.result.query.order.is_none() {
        turning_points(table)
    } else {
        table.rows.iter().take(MOST_ROWS).collect()
    };
    let line = |(place, row): (usize, &&Row)| {
        let number = (!is_of_time && dimension != Dimension::Weekday).then_some(place + 1);
        row_of(&voice, table, row, number, overspent)
    };
    let (drafted, matched) = if dimension == Dimension::Weekday {
        let rows = weekdays(&voice, table);
        let lines = rows.len();
        (rows, lines)
    } else {
        (shown.iter().enumerate().map(line).collect(), table.rows.len())
    };
    let total = total_line(&voice, table, overspent).filter(|_| table.matched > 1);
    let unjudged = Some(table.unjudged).filter(|count| *count > 0);
    let unjudged = unjudged.map(|count| unjudged_line(&voice, dimension, count));
    let after: Vec<String> = total.into_iter().chain(unjudged).collect();
    Draft {
        lead: rows_lead(&voice, table, dimension, overspent),
        heading: Vec::new(),
        rows: drafted,
        matched,
        after: Some(Box::new(move |_| after.clone())),
        more: Some(Box::new(move |count| voice.count(Phrase::AlertsMore, count))),
        how: how(&voice),
        link: None,
    }
}

fn rows_lead(voice: &Voice<'_>, table: &Table, dimension: Dimension, overspent: bool) -> Lead {
    let query = &voice.result.query;
    let bold = if overspent {
        voice.count(Phrase::AnswerOverspent, table.matched)
    } else if let Some(having) = query.having.first() {
        found(voice, table, dimension, having)
    } else {
        let metrics: Vec<String> = table.metrics.iter().take(2).map(|metric| voice.metric(*metric)).collect();
        let by = voice.by(&voice.language.list(&metrics), dimension);
        match (query.intent, table.metrics.as_slice(), table.rows.as_slice()) {
            (Intent::Trend, [metric], [first, .., last]) => {
                let value = |row: &Row| voice.figure(*metric, row.cells.first().and_then(|cell| cell.value));
                voice.labelled(&by, &format!("{} → {}", value(first), value(last)))
            }
            _ => by,
        }
    };
    lead(voice, &bold, "")
}

/// Returns how many rows meet the first condition: "3 campaigns with ROAS under 2.00".
fn found(voice: &Voice<'_>, table: &Table, dimension: Dimension, having: &Having) -> String {
    let phrase = match having.operator {
        Comparator::Above => Phrase::AnswerOver,
        Comparator::AtLeast => Phrase::AnswerAtLeast,
        Comparator::Below => Phrase::AnswerUnder,
        Comparator::AtMost => Phrase::AnswerAtMost,
        Comparator::Equal => Phrase::AnswerExactly,
    };
    let value = voice.figure(having.metric, Some(Exact::from(having.value)));
    let condition = voice.say(phrase, &[("metric", &voice.metric(having.metric)), ("value", &value)]);
    let phrase = match dimension {
        Dimension::Campaign => Phrase::AnswerFoundCampaigns,
        Dimension::Creative => Phrase::AnswerFoundCreatives,
        Dimension::Channel => Phrase::AnswerFoundChannels,
        Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Weekday => Phrase::AnswerFoundTimes,
    };
    let values = [("count", Value::Count(table.matched)), ("condition", Value::Text(&condition))];
    voice.language.say(phrase, &values)
}

/// Returns the rows that tell how something went, in the order of time: all of a few, or else the first, the lowest, the
/// highest and the last.
fn turning_points(table: &Table) -> Vec<&Row> {
    if table.rows.len() <= MOST_ROWS {
        return table.rows.iter().collect();
    }
    let value = |row: &Row| row.cells.first().and_then(|cell| cell.value);
    let known: Vec<&Row> = table.rows.iter().filter(|row| value(row).is_some()).collect();
    let ends = [known.first(), known.last()].into_iter().flatten().copied();
    let lowest = known.iter().copied().min_by_key(|row| value(row));
    let highest = known.iter().copied().max_by_key(|row| value(row));
    let mut points: Vec<&Row> = ends.chain(lowest).chain(highest).collect();
    points.sort_by(|left, right| left.key.cmp(&right.key));
    points.dedup_by(|left, right| left.key == right.key);
    points
}

/// Says how many rows cannot be judged.
pub(super) fn unjudged_line(voice: &Voice<'_>, dimension: Dimension, count: usize) -> String {
    let things = match dimension {
        Dimension::Campaign | Dimension::Creative | Dimension::Channel => {
            voice.count(count_phrase(dimension), count)
        }
        Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Weekday => {
            voice.language.integer(i64::try_from(count).unwrap_or(i64::MAX))
        }
    };
    voice.say(Phrase::AnswerUnjudged, &[("things", &things)])
}

/// Returns the days of the week, two on a line, so that all seven are seen.
fn weekdays(voice: &Voice<'_>, table: &Table) -> Vec<DraftRow> {
    let said: Vec<String> =
        table.rows.iter().map(|row| row_of(voice, table, row, None, false).line).collect();
    said.chunks(2).map(|pair| DraftRow::plain(pair.join(" · "))).collect()
}

fn row_of(voice: &Voice<'_>, table: &Table, row: &Row, number: Option<usize>, overspent: bool) -> DraftRow {
    let name = voice.row_name(row);
    let name = number.map_or_else(|| name.clone(), |number| format!("{number}. {name}"));
    let figures = match row.overspend.filter(|_| overspent) {
        Some(over) => over_line(voice, &over),
        None if table.metrics.len() == 1 => with_share(voice, voice.figures(&table.metrics, &row.cells), row),
        None => voice.figures(&table.metrics, &row.cells),
    };
    let mark = mark(voice, table, row).map(|mark| format!(" ({mark})")).unwrap_or_default();
    let line = format!("{}{mark}", voice.labelled(&name, &figures));
    let advice = row.advice.iter().filter(|_| overspent);
    let mut details: Vec<String> = advice.map(|advice| format!("→ {}", advised(voice, advice))).collect();
    if number == Some(1) && voice.result.query.intent == Intent::Rank {
        details.extend(creative(voice, row));
    }
    DraftRow { line, details }
}

/// Returns what a day, week or month is among many: the lowest or the highest.
pub(super) fn mark(voice: &Voice<'_>, table: &Table, row: &Row) -> Option<String> {
    let is_of_time = matches!(table.dimension, Some(Dimension::Day | Dimension::Week | Dimension::Month));
    if !is_of_time || table.rows.len() <= MOST_ROWS {
        return None;
    }
    let value = |row: &Row| row.cells.first().and_then(|cell| cell.value);
    let (all, own) = (table.rows.iter().filter_map(value), value(row)?);
    let is_lowest = all.clone().min() == Some(own);
    let is_highest = all.max() == Some(own);
    match (is_lowest, is_highest) {
        (true, false) => Some(voice.say(Phrase::AnswerLow, &[])),
        (false, true) => Some(voice.say(Phrase::AnswerHigh, &[])),
        _ => None,
    }
}

/// Returns what was spent of what was due: `$1,120 / $900 (+$220, +24%)`.
fn over_line(voice: &Voice<'_>, over: &Overspend) -> String {
    let language = voice.language;
    let estimated = if over.is_estimated { "≈ " } else { "" };
    let percent = over.delta_percent.map(|percent| format!(", {}", language.change(percent)));
    let delta = format!("{}{}", language.money_change(over.delta), percent.unwrap_or_default());
    format!("{} / {estimated}{} ({delta})", language.money(over.spend), language.money(over.due))
}

pub(super) fn advised(voice: &Voice<'_>, advice: &Advice) -> String {
    match advice {
        Advice::Shift(shift) => describe_shift(voice.language, shift),
        Advice::Alert(alert) => alert_line(voice, alert),
        Advice::CheckLimit => voice.say(Phrase::AnswerCheckLimit, &[]),
    }
}

/// Returns an alert in one line.
pub(super) fn alert_line(voice: &Voice<'_>, alert: &Alert) -> String {
    describe_alert(voice.language, &voice.frame().zone, &alert.finding)
}

fn total_line(voice: &Voice<'_>, table: &Table, overspent: bool) -> Option<String> {
    if overspent {
        let amount = voice.language.money_change(table.overspend?.delta);
        return Some(voice.say(Phrase::AnswerTotalOver, &[("amount", &amount)]));
    }
    let figures = voice.figures(&table.metrics, &table.total);
    let phrase = match total_kind(voice, table)? {
        TotalKind::Sum => Phrase::AnswerTotal,
        TotalKind::Ratio => Phrase::AnswerOverall,
    };
    Some(voice.say(phrase, &[("figures", &figures)]))
}

/// What the total of rows is.
pub(super) enum TotalKind {
    /// Their sum.
    Sum,
    /// A ratio of sums.
    Ratio,
}

/// Returns what the total of rows is, or `None` if there is none to tell.
pub(super) fn total_kind(voice: &Voice<'_>, table: &Table) -> Option<TotalKind> {
    let is_known = table.total.iter().any(|cell| cell.value.is_some());
    if voice.result.query.intent == Intent::Rank || !is_known {
        return None;
    }
    let is_sum = |metric: &Metric| {
        measure_of(*metric).is_some() || metric.unit() == Unit::Money && metric.is_about_budget()
    };
    Some(if table.metrics.first().is_some_and(is_sum) { TotalKind::Sum } else { TotalKind::Ratio })
}
