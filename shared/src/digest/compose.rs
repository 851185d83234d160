//! Composes a digest: what the facts of a day say, in lines that fit a template. Pure.

use crate::action::adjustment::BudgetAdjustment;
use crate::action::token::{ActionKind, TargetId};
use crate::digest::line::{name, within};
use crate::digest::template::{Template, TemplateName};
use crate::digest::wording::{say_alert, say_shift, say_why};
use crate::insight::{AlertFinding, ShiftFinding};
use crate::language::{Language, Phrase, Value};
use crate::message::PlannedButton;
use crate::metrics::Channel;
use crate::metrics::kpi::{DayCompleteness, DayReport, change_percent};
use crate::money::Money;
use crate::workspace::{Member, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// For how long the buttons of a digest work, in seconds: 24 hours, by when the next one has come.
pub const BUTTON_SECONDS: i64 = 24 * 3600;
/// For how long the dashboard link of a digest works, in seconds: 7 days.
pub const LINK_SECONDS: i64 = 7 * 24 * 3600;

/// What a digest tells, the same for everybody in the workspace.
#[derive(Debug, Clone)]
pub struct DigestFacts<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The report of the day.
    pub report: &'a DayReport,
    /// The alerts, most money first.
    pub alerts: &'a [AlertFinding],
    /// The shift that waits for a decision, with the finding that speaks for it.
    pub shift: Option<(&'a BudgetAdjustment, &'a ShiftFinding)>,
}

/// A digest for one person, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposedDigest {
    /// The template that carries it.
    pub template: TemplateName,
    /// The version of the template.
    pub template_version: u32,
    /// The language.
    pub language: Language,
    /// The lines that fill the template.
    pub variables: BTreeMap<String, String>,
    /// The buttons that it carries.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
}

/// A line of a digest, in the order in which every template has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestLine {
    /// Who it is for.
    Person,
    /// Which workspace.
    Workspace,
    /// Which day.
    Day,
    /// Money spent.
    Spend,
    /// Money earned.
    Revenue,
    /// Return on ad spend.
    Roas,
    /// How whole the data is.
    Data,
    /// How much waits for the person.
    Needs,
    /// The most urgent alert.
    Alert,
    /// The proposed shift.
    Shift,
    /// Why it is proposed.
    Why,
}

impl DigestLine {
    /// The lines in the order of the template's numbers, from 1.
    pub const ORDER: [Self; 11] = [
        Self::Person,
        Self::Workspace,
        Self::Day,
        Self::Spend,
        Self::Revenue,
        Self::Roas,
        Self::Data,
        Self::Needs,
        Self::Alert,
        Self::Shift,
        Self::Why,
    ];

    /// Gives the most characters that this line may have, so that all of them together fit the template.
    #[must_use]
    pub fn longest(self) -> usize {
        match self {
            Self::Person | Self::Workspace | Self::Roas | Self::Needs => 40,
            Self::Day => 24,
            Self::Spend | Self::Revenue => 50,
            Self::Data | Self::Alert | Self::Shift => 110,
            Self::Why => 80,
        }
    }
}

/// How many lines a template has.
fn lines_of(template: TemplateName) -> usize {
    match template {
        TemplateName::KpiDaily => 11,
        TemplateName::KpiAlerts => 9,
        TemplateName::KpiClear => 7,
    }
}

/// Composes the digest of one person. Who may not approve is shown no button to approve.
#[must_use]
pub fn compose(facts: &DigestFacts<'_>, member: &Member, now: Timestamp) -> ComposedDigest {
    let language = Language::choose(&[&member.language]);
    let shift = facts.shift.filter(|_| member.role.may_approve_budgets());
    let template = TemplateName::for_digest(shift.is_some(), !facts.alerts.is_empty());
    let writer = Writer { language, facts, member, shift, now };
    let lines = DigestLine::ORDER.into_iter().take(lines_of(template)).zip(1_u32..);
    let variables = lines.map(|(line, number)| (number.to_string(), within(&writer.line(line), line.longest()))).collect();
    let approved = template.read(language);
    ComposedDigest {
        template,
        template_version: approved.version,
        language,
        text: approved.fill(&variables),
        buttons: buttons(approved, facts.report.day, shift.map(|(adjustment, _)| adjustment)),
        variables,
    }
}

/// Plans the token of each button of a template: what a quick reply is for is known by its place, a link shows the day.
fn buttons(template: &Template, day: Date, shift: Option<&BudgetAdjustment>) -> Vec<PlannedButton> {
    let day_target = || day.to_string().parse::<TargetId>().ok();
    let planned = template.buttons.iter().filter_map(|button| {
        let is_link = button.kind == "URL";
        let place = if is_link { &button.url } else { &button.id };
        let variable = place.rsplit_once("{{")?.1.trim_end_matches('}').parse().ok()?;
        let approves = shift.filter(|_| !is_link && button.id == template.buttons[0].id);
        let (action, target, target_version) = match (is_link, approves) {
            (true, _) => (ActionKind::ViewDashboard, day_target()?, 0),
            (false, Some(shift)) => (ActionKind::ApproveShift, shift.id.as_str().parse().ok()?, shift.version),
            (false, None) => (ActionKind::ShowAlerts, day_target()?, 0),
        };
        let valid_for_seconds = if is_link { LINK_SECONDS } else { BUTTON_SECONDS };
        Some(PlannedButton { variable, version_is_fixed_text: !is_link, action, target, target_version, valid_for_seconds })
    });
    planned.collect()
}

struct Writer<'a> {
    language: Language,
    facts: &'a DigestFacts<'a>,
    member: &'a Member,
    shift: Option<(&'a BudgetAdjustment, &'a ShiftFinding)>,
    now: Timestamp,
}

impl Writer<'_> {
    fn line(&self, line: DigestLine) -> String {
        match line {
            DigestLine::Person => name(&self.member.name),
            DigestLine::Workspace => name(&self.facts.workspace.name),
            DigestLine::Day => self.day(),
            DigestLine::Spend => self.spend(),
            DigestLine::Revenue => self.revenue(),
            DigestLine::Roas => self.roas(),
            DigestLine::Data => self.data(),
            DigestLine::Needs => self.needs(),
            DigestLine::Alert => self.facts.alerts.first().map_or_else(
                || self.language.say(Phrase::DigestNoAlert, &[]),
                |alert| say_alert(self.language, alert),
            ),
            DigestLine::Shift => self.shift.map(|(adjustment, _)| say_shift(self.language, adjustment)).unwrap_or_default(),
            DigestLine::Why => self.shift.map(|(_, finding)| say_why(self.language, finding)).unwrap_or_default(),
        }
    }

    /// Names the year when it is not the one of now: a report on an old export must not read like yesterday's.
    fn day(&self) -> String {
        let day = self.facts.report.day;
        let zone = TimeZone::get(&self.facts.workspace.zone).unwrap_or(TimeZone::UTC);
        let this_year = self.now.to_zoned(zone).year() == day.year();
        let text = self.language.date(day);
        if this_year { text } else { format!("{text} {}", day.year()) }
    }

    fn money(&self, minor: i64) -> String {
        self.language.money(Money::from_minor(minor, self.facts.workspace.currency))
    }

    fn spend(&self) -> String {
        let report = self.facts.report;
        let Some(spend) = report.total.values.spend_minor else {
            return self.language.say(Phrase::DigestNoValue, &[]);
        };
        let plan = report.planned_spend.and_then(|plan| Some((plan, change_percent(spend, plan.minor)?)));
        let Some((plan, change)) = plan else {
            return self.with_weekday(&self.money(spend), self.weekday_change(spend, |v| v.spend_minor));
        };
        let (spend, plan, change) = (self.money(spend), self.language.money(plan), self.language.change(change));
        let values = [("spend", Value::Text(&spend)), ("plan", Value::Text(&plan)), ("change", Value::Text(&change))];
        self.language.say(Phrase::DigestSpendWithPlan, &values)
    }

    fn revenue(&self) -> String {
        let Some(revenue) = self.facts.report.total.values.revenue_minor else {
            return self.language.say(Phrase::DigestNoValue, &[]);
        };
        self.with_weekday(&self.money(revenue), self.weekday_change(revenue, |v| v.revenue_minor))
    }

    fn weekday_change(&self, value: i64, pick: impl Fn(&crate::metrics::MetricValues) -> Option<i64>) -> Option<i64> {
        let average = self.facts.report.weekday_average.as_ref()?;
        change_percent(value, pick(&average.values)?)
    }

    fn with_weekday(&self, value: &str, change: Option<i64>) -> String {
        let Some(change) = change else {
            return self.language.say(Phrase::DigestValueAlone, &[("value", Value::Text(value))]);
        };
        let change = self.language.change(change);
        let weekday = self.language.weekday(self.facts.report.day.weekday());
        let values = [("value", Value::Text(value)), ("change", Value::Text(&change)), ("weekday", Value::Text(weekday))];
        self.language.say(Phrase::DigestValueWithWeekday, &values)
    }

    fn roas(&self) -> String {
        let Some(roas) = self.facts.report.total.roas_hundredths() else {
            return self.language.say(Phrase::DigestNoSpend, &[]);
        };
        let target = self.language.hundredths(self.facts.workspace.target_roas_hundredths);
        let roas = self.language.hundredths(roas);
        let values = [("roas", Value::Text(&roas)), ("target", Value::Text(&target))];
        self.language.say(Phrase::DigestRoasWithTarget, &values)
    }

    fn data(&self) -> String {
        let data = self.completeness();
        let missing = self.facts.report.missing_values;
        let empty = missing.spend + missing.revenue;
        if empty == 0 {
            return data;
        }
        self.language.say(Phrase::DigestDataGaps, &[("data", Value::Text(&data)), ("count", Value::Count(empty))])
    }

    fn completeness(&self) -> String {
        match &self.facts.report.completeness {
            DayCompleteness::NoData => self.language.say(Phrase::DigestDataNone, &[]),
            DayCompleteness::Complete { channels } => {
                let channels = self.channels(channels);
                let zone = self.zone_name();
                let values = [("zone", Value::Text(&zone)), ("channels", Value::Text(&channels))];
                self.language.say(Phrase::DigestDataComplete, &values)
            }
            DayCompleteness::Partial { waiting_for, .. } => {
                let late: Vec<Channel> = waiting_for.iter().map(|(channel, _)| channel.clone()).collect();
                let channels = self.channels(&late);
                let Some(day) = waiting_for.iter().filter_map(|(_, last)| *last).min() else {
                    return self.language.say(Phrase::DigestDataNever, &[("channels", Value::Text(&channels))]);
                };
                let day = self.language.date(day);
                let values = [("channels", Value::Text(&channels)), ("day", Value::Text(&day))];
                self.language.say(Phrase::DigestDataWaiting, &values)
            }
        }
    }

    fn channels(&self, channels: &[Channel]) -> String {
        self.language.list(&channels.iter().map(Channel::display_name).collect::<Vec<_>>())
    }

    /// Gives the zone's abbreviation at the end of the day, such as `EDT`.
    fn zone_name(&self) -> String {
        let zone = TimeZone::get(&self.facts.workspace.zone).unwrap_or(TimeZone::UTC);
        let end = self.facts.report.day.at(23, 59, 0, 0).to_zoned(zone);
        end.map_or_else(|_| String::from("UTC"), |end| end.strftime("%Z").to_string())
    }

    fn needs(&self) -> String {
        let decisions = usize::from(self.shift.is_some());
        let values = [("decisions", Value::Count(decisions)), ("alerts", Value::Count(self.facts.alerts.len()))];
        self.language.say(Phrase::DigestNeeds, &values)
    }
}

#[cfg(test)]
mod tests;
