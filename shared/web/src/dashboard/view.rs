//! What the dashboard says, worked out from what was read. Pure: the template only lays it out.

pub mod notifications;

mod alerts;
mod data;
mod figures;
mod shifts;
mod tables;
mod trend;

pub use crate::dashboard::view::notifications::NotificationLine;
pub use alerts::AlertLine;
pub use data::DataNote;
pub use figures::Figure;
pub use shifts::ShiftCard;

pub use tables::{Rank, TableRow};

use crate::dashboard::chart::Chart;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation};
use domain::language::{Language, Phrase, Value};
use domain::metrics::kpi::{DayCompleteness, DayReport, report_day};
use domain::metrics::{Campaign, DailyMetric, SourceCompleteness};
use domain::money::Money;
use domain::notification::MemberNotification;
use domain::text::display_name;
use domain::workspace::{Member, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Everything that the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct DashboardContext<'a> {
    pub workspace: &'a Workspace,
    /// The person who looks.
    pub reader: &'a Member,
    /// The day that is shown, in the time zone of the workspace.
    pub day: Date,
    /// The time of the server.
    pub now: Timestamp,
    /// From when on the link is refused.
    pub valid_until: Timestamp,
    /// The people of the workspace.
    pub members: &'a [Member],
    pub campaigns: &'a [Campaign],
    /// How far each channel's facts are whole.
    pub sources: &'a [SourceCompleteness],
    /// The facts of the day and of the 28 days before.
    pub facts: &'a [DailyMetric],
    /// The alerts, open and resolved.
    pub alerts: &'a [Alert],
    /// The latest budget shifts, newest first.
    pub adjustments: &'a [BudgetAdjustment],
    /// The latest recommendations.
    pub recommendations: &'a [Recommendation],
    /// The latest notifications of the person, newest first.
    pub notifications: &'a [MemberNotification],
}

/// The page in words and numbers, ready to be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardView {
    /// The language of the page.
    pub language: Language,
    /// The name of the workspace.
    pub workspace: String,
    /// The day, with its year when it is not this one.
    pub day: String,
    /// How whole the data is.
    pub data: DataNote,
    /// What others did that concerns the person, newest first.
    pub notifications: Vec<NotificationLine>,
    /// The key figures of the day; none when nothing was ever imported.
    pub figures: Vec<Figure>,
    /// The latest budget shifts, newest first.
    pub shifts: Vec<ShiftCard>,
    /// The alerts that last, the most urgent first, those that somebody takes care of last.
    pub alerts: Vec<AlertLine>,
    /// Spend and revenue of the last weeks, drawn for a phone and for a desktop.
    pub charts: Vec<Chart>,
    /// The channels, most spend first.
    pub channels: Vec<TableRow>,
    /// The campaigns, most spend first.
    pub campaigns: Vec<TableRow>,
    /// What the campaigns that are not listed spent.
    pub more_campaigns: Option<String>,
    /// When the state was read.
    pub as_of: String,
    /// For whom and how long the link is.
    pub personal: String,
}

impl DashboardView {
    /// Works out what the page says.
    #[must_use]
    pub fn new(facts: &DashboardContext<'_>) -> Self {
        let report = report_day(facts.day, facts.workspace, facts.campaigns, facts.facts, facts.sources);
        let writer =
            PageWriter { language: Language::choose(&[&facts.reader.language]), facts, report: &report };
        let has_numbers = !facts.facts.is_empty();
        let (campaigns, more_campaigns) = writer.campaigns();
        Self {
            language: writer.language,
            workspace: display_name(&facts.workspace.name),
            day: writer.day(),
            data: writer.data(),
            notifications: writer.notifications(),
            figures: if has_numbers { writer.figures() } else { Vec::new() },
            shifts: writer.shifts(),
            alerts: writer.alerts(),
            charts: writer.charts(),
            channels: writer.channels(),
            campaigns,
            more_campaigns,
            as_of: writer.with_time(Phrase::PageAsOf, facts.now),
            personal: writer.personal(),
        }
    }

    /// Says a phrase of the page that has no values.
    #[must_use]
    pub fn text(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[])
    }

    /// Returns how many alerts wait for somebody.
    #[must_use]
    pub fn open_alerts(&self) -> usize {
        self.alerts.iter().filter(|alert| !alert.is_handled).count()
    }

    /// Returns the title of the page.
    #[must_use]
    pub fn title(&self) -> String {
        let values = [("workspace", Value::Text(&self.workspace)), ("day", Value::Text(&self.day))];
        self.language.say(Phrase::PageTitle, &values)
    }
}

/// Puts what was read into the words of its reader.
struct PageWriter<'a> {
    language: Language,
    facts: &'a DashboardContext<'a>,
    report: &'a DayReport,
}

impl PageWriter<'_> {
    fn text(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[])
    }

    fn money(&self, minor: i64) -> String {
        self.language.money(Money::from_minor(minor, self.facts.workspace.currency))
    }

    fn exact_money(&self, minor: i64) -> String {
        self.language.exact_money(Money::from_minor(minor, self.facts.workspace.currency))
    }

    /// Writes an instant as the reader's own clock shows it.
    fn moment(&self, at: Timestamp) -> String {
        self.language.moment(at, &self.facts.reader.zone)
    }

    fn with_time(&self, phrase: Phrase, at: Timestamp) -> String {
        self.language.say(phrase, &[("time", Value::Text(&self.moment(at)))])
    }

    /// Names the year when it is not the one of now: an old link must not read like yesterday.
    fn day(&self) -> String {
        let zone = TimeZone::get(&self.facts.workspace.zone).unwrap_or(TimeZone::UTC);
        let this_year = self.facts.now.to_zoned(zone).year() == self.facts.day.year();
        let text = self.language.date(self.facts.day);
        if this_year { text } else { format!("{text} {}", self.facts.day.year()) }
    }

    /// Reports whether every channel is whole, so that the day can be judged.
    fn is_final(&self) -> bool {
        matches!(self.report.completeness, DayCompleteness::Complete { .. })
    }

    fn personal(&self) -> String {
        let (reader, time) = (display_name(&self.facts.reader.name), self.moment(self.facts.valid_until));
        self.language
            .say(Phrase::PagePersonal, &[("name", Value::Text(&reader)), ("time", Value::Text(&time))])
    }
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
