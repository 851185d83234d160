//! The content of the dashboard, computed from what was read. Pure: the template only arranges it.

pub mod notifications;

mod alerts;
mod data;
mod figures;
mod shifts;
mod sources;
mod standing;
mod tables;
mod trend;

pub use crate::dashboard::view::notifications::NotificationLine;
pub use alerts::AlertLine;
pub use data::DataNote;
pub use figures::Figure;
pub use shifts::ShiftCard;
pub use sources::SourceLine;
pub use standing::Standing;

pub use tables::{Rank, TableRow};

use crate::dashboard::chart::Chart;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation};
use domain::language::{Language, Phrase, Value};
use domain::metrics::kpi::{DayReport, report_day};
use domain::metrics::source::SourceHealth;
use domain::metrics::{Campaign, DailyMetric, SourceCompleteness};
use domain::money::Money;
use domain::notification::MemberNotification;
use domain::text::display_name;
use domain::workspace::{Member, Workspace};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Everything that the page is built from.
#[derive(Debug, Clone, Copy)]
pub struct DashboardContext<'a> {
    pub workspace: &'a Workspace,
    /// The person who views the page.
    pub reader: &'a Member,
    /// The day that is shown, in the time zone of the workspace.
    pub day: Date,
    /// The current time of the server.
    pub now: Timestamp,
    /// The time from which the link is refused.
    pub valid_until: Timestamp,
    /// The people of the workspace.
    pub members: &'a [Member],
    pub campaigns: &'a [Campaign],
    /// The day up to which each channel's facts are complete.
    pub sources: &'a [SourceCompleteness],
    /// When each channel is expected, when it last came in, and what was refused.
    pub health: &'a [SourceHealth],
    /// The facts of the day and of the 28 days before it.
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

/// The page in words and numbers, ready to be arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardView {
    /// The language of the page.
    pub language: Language,
    /// The name of the workspace.
    pub workspace: String,
    /// The day, including its year if that is not the current one.
    pub day: String,
    /// How complete the data is.
    pub data: DataNote,
    /// How the source of each channel stands now, sorted by channel.
    pub sources: Vec<SourceLine>,
    /// What other people did that concerns this person, newest first.
    pub notifications: Vec<NotificationLine>,
    /// The key figures of the day, or none if nothing was ever imported.
    pub figures: Vec<Figure>,
    /// The latest budget shifts, newest first.
    pub shifts: Vec<ShiftCard>,
    /// The ongoing alerts, most urgent first, with those that somebody is handling last.
    pub alerts: Vec<AlertLine>,
    /// Spend and revenue of the last weeks, as a chart for phones and one for desktops.
    pub charts: Vec<Chart>,
    /// The channels, most spend first.
    pub channels: Vec<TableRow>,
    /// The campaigns, most spend first.
    pub campaigns: Vec<TableRow>,
    /// The spend of the campaigns that are not listed.
    pub more_campaigns: Option<String>,
    /// When the data was read.
    pub as_of: String,
    /// Whom the link is for, and until when.
    pub personal: String,
}

impl DashboardView {
    /// Computes the content of the page.
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
            sources: writer.sources(),
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

    /// Returns a phrase of the page that has no placeholders.
    #[must_use]
    pub fn text(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[])
    }

    /// Returns the number of alerts that nobody is handling.
    #[must_use]
    pub fn open_alerts(&self) -> usize {
        self.alerts.iter().filter(|alert| !alert.is_handled).count()
    }

    /// Reports whether somebody has to see to a source.
    #[must_use]
    pub fn a_source_needs_a_look(&self) -> bool {
        self.sources.iter().any(SourceLine::needs_a_look)
    }

    /// Returns the title of the page.
    #[must_use]
    pub fn title(&self) -> String {
        let values = [("workspace", Value::Text(&self.workspace)), ("day", Value::Text(&self.day))];
        self.language.say(Phrase::PageTitle, &values)
    }
}

/// Words the facts for their reader.
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

    /// Formats an instant in the reader's local time.
    fn moment(&self, at: Timestamp) -> String {
        self.language.moment(at, &self.facts.reader.zone)
    }

    fn with_time(&self, phrase: Phrase, at: Timestamp) -> String {
        self.language.say(phrase, &[("time", Value::Text(&self.moment(at)))])
    }

    /// Returns the current date in the zone of the workspace.
    fn today(&self) -> Date {
        let zone = TimeZone::get(&self.facts.workspace.zone).unwrap_or(TimeZone::UTC);
        self.facts.now.to_zoned(zone).date()
    }

    fn yesterday(&self) -> Date {
        self.today().saturating_sub(1.day())
    }

    /// Adds the year if it is not the current one: an old link must not look like yesterday's.
    fn day(&self) -> String {
        let this_year = self.today().year() == self.facts.day.year();
        let text = self.language.date(self.facts.day);
        if this_year { text } else { format!("{text} {}", self.facts.day.year()) }
    }

    /// Reports whether every channel is complete, so that the day can be rated.
    fn is_final(&self) -> bool {
        self.report.completeness.is_whole()
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
