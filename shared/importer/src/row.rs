//! From rows to facts: which rows are facts, which are totals or notes, and what each cell says.

use super::aliases::Field;
use super::day::{DayOrder, DayText};
use super::error::ImportError;
use super::header::Layout;
use super::naming::channel_of;
use super::number;
use super::report::{DropReason, ImportReport};
use super::table::Table;
use crate::accumulator::{Ledger, Observation};
use crate::format::ExportFormat;
use crate::inference::Reading;
use crate::settings::ImportSettings;
use crate::text::{Summary, means_all, means_all_of_them, plain_text, summary};
use csv::StringRecord;
use domain::metrics::{Channel, MetricValues};
use domain::money::Currency;
use jiff::civil::Date;
use pass::Pass;
use std::io::{Read, Seek};

mod dimensions;
mod pass;
mod values;
mod wholes;

pub(crate) use wholes::Wholes;

/// A total that the file states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StatedTotal {
    pub(super) line: u64,
    pub(super) spend_minor: Option<i64>,
    pub(super) impressions: Option<i64>,
}

/// What the rows said beside the facts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RowTotals {
    pub(super) stated: Vec<StatedTotal>,
    /// In how many amounts of spend digits beyond the minor unit were rounded away.
    pub(super) rounded_spends: i64,
    pub(super) currency: Option<Currency>,
    /// Whether the currency is the workspace's because nobody said one.
    pub(super) currency_is_assumed: bool,
}

/// Reads all rows into the ledger.
pub(super) fn read_all(
    table: &mut Table<impl Read + Seek>,
    rows: &RowReader<'_>,
    wholes: Wholes,
    ledger: &mut Ledger,
    report: &mut ImportReport,
    progress: &mut dyn FnMut(u64),
) -> Result<RowTotals, ImportError> {
    let mut pass = Pass::new(rows, wholes, ledger, report)?;
    while table.advance()? {
        if pass.count_row().is_multiple_of(PROGRESS_EVERY) {
            progress(table.bytes_read());
        }
        pass.take(table.cells(), table.line())?;
    }
    progress(table.bytes_read());
    pass.finish()
}

const PROGRESS_EVERY: u64 = 1_000;
/// The mediums of analytics that nobody buys.
const UNPAID: [&str; 9] =
    ["organic", "referral", "(none)", "none", "(not set)", "email", "e-mail", "newsletter", "push"];
/// The columns with values.
const MEASURES: [Field; 6] =
    [Field::Spend, Field::Revenue, Field::Impressions, Field::Clicks, Field::Conversions, Field::Results];

/// What a row is.
enum Kind {
    Fact(Date),
    Total,
    Dropped(DropReason),
}

/// A row with a day.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    cells: &'a StringRecord,
    line: u64,
    date: Date,
}

/// What the cells say about the day.
enum DayCell {
    Day(Date),
    Period,
    Empty,
    Unreadable,
}

/// Reads rows under one layout.
pub(super) struct RowReader<'a> {
    layout: &'a Layout,
    reading: &'a Reading,
    settings: &'a ImportSettings,
    channel: Option<Channel>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(layout: &'a Layout, reading: &'a Reading, settings: &'a ImportSettings) -> Self {
        let of_format = layout.format.channel().and_then(|name| channel_of(name).ok());
        let is_said_by_row = layout.place(Field::SourceMedium).is_some();
        let given = settings.channel.clone().filter(|_| !is_said_by_row);
        Self { layout, reading, settings, channel: given.or(of_format) }
    }

    fn cell<'c>(&self, cells: &'c StringRecord, field: Field) -> &'c str {
        let cell = self.layout.place(field).and_then(|place| cells.get(place)).unwrap_or_default();
        if number::is_missing(cell) { "" } else { cell }
    }

    /// Google Analytics puts further tables below the first, under a line that begins with `#`. Elsewhere, and with a
    /// number beside it, a hashtag is a name.
    fn begins_other_table(&self, cells: &StringRecord) -> bool {
        self.layout.format == ExportFormat::GoogleAnalytics
            && cells.get(0).is_some_and(|cell| cell.starts_with('#'))
            && MEASURES.iter().all(|field| self.cell(cells, *field).is_empty())
    }

    fn classify(&self, cells: &StringRecord, line: u64) -> Result<Kind, ImportError> {
        let campaign = self.cell(cells, Field::Campaign);
        Ok(match self.day(cells, line)? {
            // "NA" and "None" are names that people give; where a day is missing too they mark a total.
            DayCell::Day(_) if self.campaign_name(cells).is_empty() && self.number(cells).is_empty() => {
                Kind::Dropped(DropReason::NoCampaign)
            }
            DayCell::Day(date) => self.of_day(cells, date, line)?,
            DayCell::Period | DayCell::Empty | DayCell::Unreadable if self.says(cells, Summary::Total) => {
                Kind::Total
            }
            DayCell::Period | DayCell::Empty | DayCell::Unreadable if self.says(cells, Summary::Average) => {
                Kind::Dropped(DropReason::Average)
            }
            DayCell::Period if campaign.is_empty() => Kind::Total,
            DayCell::Period => return Err(ImportError::NoDailyRows { line }),
            _ if is_note(cells) => Kind::Dropped(DropReason::Note),
            DayCell::Empty if campaign.is_empty() => Kind::Total,
            DayCell::Empty => Kind::Dropped(DropReason::Subtotal),
            DayCell::Unreadable => return Err(self.bad(Field::Day, line, "a day such as 2026-01-31")),
        })
    }

    /// Reports whether a row has more cells than the header: something in it was cut at the delimiter.
    fn has_cells_beyond(&self, cells: &StringRecord) -> bool {
        cells.iter().skip(self.layout.names.len()).any(|cell| !cell.trim().is_empty())
    }

    /// A row with a day and an identifier of the platform is a campaign, whatever it is called.
    fn of_day(&self, cells: &StringRecord, date: Date, line: u64) -> Result<Kind, ImportError> {
        let summed = summary(self.campaign_name(cells)).filter(|_| self.number(cells).is_empty());
        match summed {
            Some(Summary::Total) => return Ok(Kind::Dropped(DropReason::Total)),
            Some(Summary::Average) => return Ok(Kind::Dropped(DropReason::Average)),
            None => {}
        }
        if self.is_unpaid(cells) {
            return Ok(Kind::Dropped(DropReason::NotBought));
        }
        let (first, last) = self.settings.days();
        if date < first || date > last {
            let field = [Field::Day, Field::PeriodStart]
                .into_iter()
                .find(|field| self.layout.place(*field).is_some());
            let column = self.layout.column(field.unwrap_or(Field::Day));
            return Err(ImportError::DayOutOfRange { line, column, first, last });
        }
        Ok(if date > self.settings.today { Kind::Dropped(DropReason::AfterToday) } else { Kind::Fact(date) })
    }

    /// Reports whether a row of an analytics tool counts visits that no advertising brought.
    fn is_unpaid(&self, cells: &StringRecord) -> bool {
        if self.layout.format != ExportFormat::GoogleAnalytics {
            return false;
        }
        let name = plain_text(self.campaign_name(cells));
        let source = plain_text(self.cell(cells, Field::SourceMedium));
        let medium = source.rsplit_once(" / ").map_or("", |(_, medium)| medium);
        (name.starts_with('(') && name.ends_with(')')) || UNPAID.contains(&medium)
    }

    /// Returns the platform's own identifier of the campaign. What a spreadsheet rounded (1.2020E+17) is none.
    fn number<'c>(&self, cells: &'c StringRecord) -> &'c str {
        let number = self.cell(cells, Field::CampaignNumber).trim();
        let is_rounded = number.contains(['E', 'e']) && number.contains('+');
        if is_rounded { "" } else { number }
    }

    /// Returns the campaign's name as it stands: only an empty cell is no name.
    fn campaign_name<'c>(&self, cells: &'c StringRecord) -> &'c str {
        let place = self.layout.place(Field::Campaign);
        place.and_then(|place| cells.get(place)).map(str::trim).unwrap_or_default()
    }

    /// Looks for the word in the cells that name something; a number never announces a total.
    fn says(&self, cells: &StringRecord, expected: Summary) -> bool {
        let named = [Field::Day, Field::Campaign, Field::AdSet, Field::Ad];
        let first = cells.get(0).into_iter();
        first.chain(named.map(|field| self.cell(cells, field))).any(|cell| summary(cell) == Some(expected))
    }

    fn day(&self, cells: &StringRecord, line: u64) -> Result<DayCell, ImportError> {
        if self.layout.place(Field::Day).is_some() {
            return self.read_day(cells, Field::Day, line);
        }
        let start = self.read_day(cells, Field::PeriodStart, line)?;
        Ok(match (start, self.read_day(cells, Field::PeriodEnd, line)?) {
            (DayCell::Day(start), DayCell::Day(end)) if start == end => DayCell::Day(start),
            (DayCell::Day(_), DayCell::Day(_)) => DayCell::Period,
            (DayCell::Empty, DayCell::Empty) => DayCell::Empty,
            _ => DayCell::Unreadable,
        })
    }

    fn read_day(&self, cells: &StringRecord, field: Field, line: u64) -> Result<DayCell, ImportError> {
        let cell = self.cell(cells, field);
        if cell.is_empty() {
            return Ok(DayCell::Empty);
        }
        let Some(text) = DayText::read(cell) else {
            return Ok(if is_period(cell) { DayCell::Period } else { DayCell::Unreadable });
        };
        let order = match (text, self.reading.day_order) {
            (DayText::Ordered { .. }, None) => {
                return Err(ImportError::AmbiguousDates { line, column: self.layout.column(field) });
            }
            (_, order) => order.unwrap_or(DayOrder::DayFirst),
        };
        let expected = "a day in the same order of day and month as the rows above";
        text.date(order).map(DayCell::Day).ok_or_else(|| self.bad(field, line, expected))
    }

    fn bad(&self, field: Field, line: u64, expected: &'static str) -> ImportError {
        ImportError::BadValue { line, column: self.layout.column(field), expected }
    }

    fn keep(
        &self,
        Row { cells, line, date }: Row<'_>,
        values: MetricValues,
        ledger: &mut Ledger,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        if values == MetricValues::default() {
            report.drop_row(line, DropReason::NoValues);
            return Ok(());
        }
        self.count_missing(&values, report);
        report.keep_row();
        report.has_today |= date == self.settings.today;
        ledger.add(&Observation {
            line,
            date,
            channel: self.channel(cells, line)?,
            campaign: cells.get(self.layout.place(Field::Campaign).unwrap_or_default()).unwrap_or_default(),
            account: self.cell(cells, Field::Account).trim(),
            campaign_number: self.number(cells),
            ad: Some(self.cell(cells, Field::Ad).trim()).filter(|ad| !is_whole(ad)).unwrap_or_default(),
            kind: Some(self.cell(cells, Field::CreativeKind).trim())
                .filter(|kind| !means_all(kind))
                .unwrap_or_default(),
            message: self.cell(cells, Field::Message).trim(),
            thumbnail: self.cell(cells, Field::Thumbnail).trim(),
            breakdown: self.breakdown(cells),
            values,
        })
    }

    fn channel(&self, cells: &StringRecord, line: u64) -> Result<Channel, ImportError> {
        if let Some(channel) = &self.channel {
            return Ok(channel.clone());
        }
        let named = [Field::Platform, Field::SourceMedium]
            .into_iter()
            .find(|field| self.layout.place(*field).is_some());
        let Some(field) = named else {
            return Err(ImportError::UnknownChannel { line: self.layout.header_line });
        };
        let source = self.cell(cells, field).split(" / ").next().unwrap_or_default();
        if means_all_of_them(source) {
            return Err(self.bad(field, line, "the name of one platform"));
        }
        channel_of(source).map_err(|_| self.bad(field, line, "the name of a platform"))
    }

    /// Returns one bit for each breakdown column that has a value: rows with the same bits split the same whole.
    fn breakdown(&self, cells: &StringRecord) -> u32 {
        let columns = self.layout.breakdowns.iter().take(32).enumerate();
        columns.fold(0, |bits, (index, place)| {
            let cell = cells.get(*place).unwrap_or_default();
            // "All visitors" is a name that an ad set has, "All devices" no value of a split.
            let means_all =
                if Some(*place) == self.layout.place(Field::AdSet) { means_all } else { means_all_of_them };
            let is_whole = is_whole(cell) || means_all(cell);
            if is_whole { bits } else { bits | (1 << index) }
        })
    }

    fn count_missing(&self, values: &MetricValues, report: &mut ImportReport) {
        let known = [
            (Field::Spend, values.spend_minor),
            (Field::Revenue, values.revenue_minor),
            (Field::Impressions, values.impressions),
            (Field::Clicks, values.clicks),
            (Field::Conversions, values.conversions_thousandths),
        ];
        for (field, value) in known {
            if value.is_none() && self.layout.place(field).is_some() {
                report.miss(field);
            }
        }
    }

    fn stated_total(&self, cells: &StringRecord, line: u64) -> StatedTotal {
        let value = |field: Field, decimals: u32| {
            let decimal = number::parse(self.cell(cells, field), self.reading.decimal_style)?;
            decimal.scaled(decimals).map(|scaled| scaled.value)
        };
        StatedTotal {
            line,
            spend_minor: value(Field::Spend, self.settings.workspace_currency.decimals()),
            impressions: value(Field::Impressions, 0),
        }
    }
}

/// Reports whether a cell of a split says that the row is not split: nothing, a dash, "All", "Total".
fn is_whole(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "--") || means_all(cell) || summary(cell).is_some()
}

/// A note of the platform stands alone in its row.
fn is_note(cells: &StringRecord) -> bool {
    cells.iter().filter(|cell| !number::is_missing(cell)).count() < 2
}

/// `2026-01-05 - 2026-01-11`, `2026-01-05 ~ 2026-01-11`, `2026-01-05 to 2026-01-11`
fn is_period(cell: &str) -> bool {
    [" - ", " ~ ", " – ", " to ", "~"].iter().any(|between| {
        let ends = cell.split_once(between);
        ends.is_some_and(|(from, to)| DayText::read(from).is_some() && DayText::read(to).is_some())
    })
}
