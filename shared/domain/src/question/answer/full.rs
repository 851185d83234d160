//! An answer in full, for a page: the words and numbers of the message, with every row, and each number in a cell of its own.

use crate::language::Phrase;
use crate::question::answer::draft::{Draft, SEPARATOR};
use crate::question::answer::table::{
    TotalKind, advised, copy, is_the_one, mark, picture, total_kind, unjudged_line,
};
use crate::question::answer::trend::{Trend, trend};
use crate::question::answer::voice::Voice;
use crate::question::answer::{Language, draft};
use crate::question::execute::result::{Body, Cell, Overspend, QueryResult, Row, Table};
use crate::question::query::{Dimension, Intent, Metric};

/// An answer in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullAnswer {
    /// What the message says in bold.
    pub title: String,
    /// What was chosen, and the days; may be empty.
    pub scope: String,
    /// What there is to say below the title.
    pub lines: Vec<String>,
    /// The numbers of an answer that has no rows, or of its only row.
    pub figures: Vec<AnswerFigure>,
    /// The rows of an answer with numbers.
    pub table: Option<AnswerTable>,
    /// The rows of any other answer.
    pub entries: Vec<AnswerEntry>,
    /// What follows the rows.
    pub after: Vec<String>,
    /// How the first number went, for an answer by day, week or month.
    pub trend: Option<Trend>,
    /// The creative that comes first, in an answer which creatives are the best.
    pub creative: Option<AnswerCreative>,
    /// The line that says how it was computed; empty if nothing was.
    pub how: String,
}

/// A single number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFigure {
    /// What it is of.
    pub label: String,
    pub cell: AnswerCell,
}

/// Numbers row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTable {
    /// The headings of the columns; that of the names comes first.
    pub columns: Vec<String>,
    /// Every row, each with as many cells as there are columns after the first.
    pub rows: Vec<AnswerRow>,
    /// What all rows add up to, if they add up to something.
    pub total: Option<AnswerRow>,
}

impl AnswerTable {
    /// Returns the cells of a row, each with the heading of its column.
    pub fn labelled<'a>(&'a self, row: &'a AnswerRow) -> impl Iterator<Item = (&'a String, &'a AnswerCell)> {
        self.columns.iter().skip(1).zip(&row.cells)
    }
}

/// A row of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    pub name: String,
    /// What to do about it.
    pub details: Vec<String>,
    pub cells: Vec<AnswerCell>,
}

/// A number, and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCell {
    pub value: String,
    /// What it was before, its change, its share, its target.
    pub note: Option<String>,
}

/// A row that is a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerEntry {
    pub text: String,
    /// What explains it.
    pub details: Vec<String>,
}

/// What a creative looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCreative {
    pub name: String,
    /// The beginning of its text in quotation marks.
    pub copy: Option<String>,
    /// A link to its picture, which begins with `https://`.
    pub picture: Option<String>,
}

/// Writes an answer in full. It says the same as [`super::answer`], which shows the first rows.
#[must_use]
pub fn full_answer(result: &QueryResult, language: Language) -> FullAnswer {
    let voice = Voice::new(language, result).in_full();
    let Draft { lead, heading, rows, after, how, .. } = draft(voice);
    let plain = FullAnswer {
        title: lead.bold,
        scope: lead.scope.join(SEPARATOR),
        lines: Vec::new(),
        figures: Vec::new(),
        table: None,
        entries: Vec::new(),
        after: Vec::new(),
        trend: None,
        creative: None,
        how,
    };
    if let Body::Table(table) = &result.body {
        return with_numbers(plain, &voice, table);
    }
    let after = after.map(|after| after(rows.len())).unwrap_or_default();
    let entries = rows.into_iter().map(|row| AnswerEntry { text: row.line, details: row.details });
    let title = format!("{}{}", plain.title, lead.more);
    FullAnswer { title, lines: heading, entries: entries.collect(), after, ..plain }
}

fn with_numbers(plain: FullAnswer, voice: &Voice<'_>, table: &Table) -> FullAnswer {
    let Some(dimension) = table.dimension else {
        return FullAnswer { figures: of_total(voice, table), ..plain };
    };
    let creative = creative(voice, table);
    if let Some(row) = table.rows.first().filter(|_| is_the_one(voice, table)) {
        return FullAnswer { figures: of_the_one(voice, table, row), creative, ..plain };
    }
    let unjudged = Some(table.unjudged).filter(|count| *count > 0);
    FullAnswer {
        table: (!table.rows.is_empty()).then(|| rows(voice, table, dimension)),
        after: unjudged.map(|count| unjudged_line(voice, dimension, count)).into_iter().collect(),
        trend: trend(voice, table),
        creative,
        ..plain
    }
}

fn of_total(voice: &Voice<'_>, table: &Table) -> Vec<AnswerFigure> {
    let figure = |(metric, cell): (&Metric, &Cell)| AnswerFigure {
        label: voice.metric(*metric),
        cell: number(voice, *metric, cell, &voice.total_notes(*metric, cell)),
    };
    table.metrics.iter().zip(&table.total).map(figure).collect()
}

fn of_the_one(voice: &Voice<'_>, table: &Table, row: &Row) -> Vec<AnswerFigure> {
    let share = row.share_percent.map(|share| voice.language.percent(share));
    let figure = |(place, (metric, cell)): (usize, (&Metric, &Cell))| {
        let mut notes = voice.comparison(*metric, cell);
        notes.extend(share.iter().filter(|_| place == 0).cloned());
        AnswerFigure { label: voice.metric(*metric), cell: number(voice, *metric, cell, &notes) }
    };
    table.metrics.iter().zip(&row.cells).enumerate().map(figure).collect()
}

fn number(voice: &Voice<'_>, metric: Metric, cell: &Cell, notes: &[String]) -> AnswerCell {
    noted(voice.figure(metric, cell.value), notes)
}

fn noted(value: String, notes: &[String]) -> AnswerCell {
    AnswerCell { value, note: (!notes.is_empty()).then(|| notes.join(", ")) }
}

fn rows(voice: &Voice<'_>, table: &Table, dimension: Dimension) -> AnswerTable {
    let say = |phrase| voice.say(phrase, &[]);
    let overspent = voice.is_about_overspending();
    let metrics: Vec<String> = if overspent {
        let over = [Phrase::AnswerColumnDue, Phrase::AnswerColumnOver].map(say);
        [vec![voice.metric(Metric::Spend)], over.into()].concat()
    } else {
        table.metrics.iter().map(|metric| voice.metric(*metric)).collect()
    };
    AnswerTable {
        columns: [vec![say(column_phrase(dimension))], metrics].concat(),
        rows: table.rows.iter().map(|row| of_row(voice, table, row, overspent)).collect(),
        total: total(voice, table, overspent).filter(|_| table.matched > 1),
    }
}

fn of_row(voice: &Voice<'_>, table: &Table, row: &Row, overspent: bool) -> AnswerRow {
    let advice =
        row.advice.iter().filter(|_| overspent).map(|advice| format!("→ {}", advised(voice, advice)));
    AnswerRow {
        name: voice.row_name(row),
        details: advice.collect(),
        cells: match row.overspend.filter(|_| overspent) {
            Some(over) => over_cells(voice, &over),
            None => cells(voice, table, row),
        },
    }
}

fn cells(voice: &Voice<'_>, table: &Table, row: &Row) -> Vec<AnswerCell> {
    let is_alone = table.metrics.len() == 1;
    let share = row.share_percent.filter(|_| is_alone).map(|share| voice.language.percent(share));
    let of_first: Vec<String> = share.into_iter().chain(mark(voice, table, row)).collect();
    let cell = |(place, (metric, cell)): (usize, (&Metric, &Cell))| {
        let mut notes = voice.comparison(*metric, cell);
        notes.extend(of_first.iter().filter(|_| place == 0).cloned());
        number(voice, *metric, cell, &notes)
    };
    table.metrics.iter().zip(&row.cells).enumerate().map(cell).collect()
}

/// Returns what was spent, what was due, and the difference.
fn over_cells(voice: &Voice<'_>, over: &Overspend) -> Vec<AnswerCell> {
    let language = voice.language;
    let estimated = if over.is_estimated { "≈ " } else { "" };
    let percent: Vec<String> =
        over.delta_percent.map(|percent| language.change(percent)).into_iter().collect();
    vec![
        noted(language.money(over.spend), &[]),
        noted(format!("{estimated}{}", language.money(over.due)), &[]),
        noted(language.money_change(over.delta), &percent),
    ]
}

fn total(voice: &Voice<'_>, table: &Table, overspent: bool) -> Option<AnswerRow> {
    let row = |phrase, cells| AnswerRow { name: voice.say(phrase, &[]), details: Vec::new(), cells };
    if overspent {
        return Some(row(Phrase::AnswerColumnTotal, over_cells(voice, &table.overspend?)));
    }
    let phrase = match total_kind(voice, table)? {
        TotalKind::Sum => Phrase::AnswerColumnTotal,
        TotalKind::Ratio => Phrase::AnswerColumnOverall,
    };
    let cell =
        |(metric, cell): (&Metric, &Cell)| number(voice, *metric, cell, &voice.comparison(*metric, cell));
    Some(row(phrase, table.metrics.iter().zip(&table.total).map(cell).collect()))
}

fn creative(voice: &Voice<'_>, table: &Table) -> Option<AnswerCreative> {
    let row = table.rows.first().filter(|_| voice.result.query.intent == Intent::Rank)?;
    let creative = row.creative.as_ref()?;
    let (copy, picture) = (copy(voice, creative), picture(creative).map(str::to_owned));
    (copy.is_some() || picture.is_some()).then(|| AnswerCreative { name: voice.row_name(row), copy, picture })
}

fn column_phrase(dimension: Dimension) -> Phrase {
    match dimension {
        Dimension::Campaign => Phrase::PageCampaign,
        Dimension::Creative => Phrase::AnswerColumnCreative,
        Dimension::Channel => Phrase::PageChannel,
        Dimension::Day => Phrase::AnswerColumnDay,
        Dimension::Week => Phrase::AnswerColumnWeek,
        Dimension::Month => Phrase::AnswerColumnMonth,
        Dimension::Weekday => Phrase::AnswerColumnWeekday,
    }
}
