//! Writes the lines of a digest for one person.

use super::{DigestContext, DigestLine};
use crate::insight::ShiftFinding;
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::wording::{describe_alert, describe_shift, describe_why, zone_at_end_of};
use crate::language::{Language, Phrase, Value};
use crate::metrics::kpi::{DayCompleteness, change_percent};
use crate::metrics::{Channel, MetricValues};
use crate::money::Money;
use crate::text::{display_name, fit, length};
use crate::workspace::Member;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Returns the line if it fits, and the value alone if it does not: part of a number would be a different number.
fn whole_or(line: DigestLine, text: String, value: &str) -> String {
    if length(&text) <= line.longest() { text } else { value.to_owned() }
}

/// What the lines are written from.
pub(super) struct Writer<'a> {
    pub(super) language: Language,
    pub(super) facts: &'a DigestContext<'a>,
    pub(super) member: &'a Member,
    pub(super) shift: Option<(&'a BudgetAdjustment, &'a ShiftFinding)>,
    pub(super) now: Timestamp,
}

impl Writer<'_> {
    /// Writes a line, which may still be too long.
    pub(super) fn line(&self, line: DigestLine) -> String {
        match line {
            DigestLine::Person => display_name(&self.member.name),
            DigestLine::Workspace => display_name(&self.facts.workspace.name),
            DigestLine::Day => self.report_day(),
            DigestLine::Spend => self.spend(),
            DigestLine::Revenue => self.revenue(),
            DigestLine::Roas => self.roas(),
            DigestLine::Data => self.data_and_missing(),
            DigestLine::Needs => self.needs(),
            DigestLine::Alert => self.facts.first_alert().map_or_else(
                || self.language.say(Phrase::DigestNoAlert, &[]),
                |alert| describe_alert(self.language, &self.member.zone, alert),
            ),
            DigestLine::Shift => self
                .shift
                .map(|(adjustment, _)| describe_shift(self.language, adjustment))
                .unwrap_or_default(),
            DigestLine::Why => {
                self.shift.map(|(_, finding)| describe_why(self.language, finding)).unwrap_or_default()
            }
        }
    }

    fn report_day(&self) -> String {
        let day = self.day(self.facts.report.day);
        if !self.facts.timing.is_late {
            return day;
        }
        whole_or(DigestLine::Day, self.language.say(Phrase::DigestLate, &[("day", Value::Text(&day))]), &day)
    }

    /// Formats a day with its year if that is not the current year: a report on an old export must not look like
    /// yesterday's.
    fn day(&self, day: Date) -> String {
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
        if let Some(part) = self.part_of_a_sum(DigestLine::Spend, spend, report.missing_values.spend) {
            return part;
        }
        let plan = report.planned_spend.and_then(|plan| Some((plan, change_percent(spend, plan.minor)?)));
        let Some((plan, change)) = plan else {
            return self.with_weekday(&self.money(spend), self.weekday_change(spend, |v| v.spend_minor));
        };
        let (spend, plan, change) =
            (self.money(spend), self.language.money(plan), self.language.change(change));
        let values =
            [("spend", Value::Text(&spend)), ("plan", Value::Text(&plan)), ("change", Value::Text(&change))];
        whole_or(DigestLine::Spend, self.language.say(Phrase::DigestSpendWithPlan, &values), &spend)
    }

    fn revenue(&self) -> String {
        let Some(revenue) = self.facts.report.total.values.revenue_minor else {
            return self.language.say(Phrase::DigestNoValue, &[]);
        };
        let missing = self.facts.report.missing_values.revenue;
        let part = self.part_of_a_sum(DigestLine::Revenue, revenue, missing);
        let whole =
            || self.with_weekday(&self.money(revenue), self.weekday_change(revenue, |v| v.revenue_minor));
        part.unwrap_or_else(whole)
    }

    /// Writes a sum to which data or values are missing, or returns `None` if it is whole. A part is compared with no plan and
    /// no average: it would look like a loss.
    fn part_of_a_sum(&self, line: DigestLine, minor: i64, missing: usize) -> Option<String> {
        let value = self.money(minor);
        let phrase = match (self.facts.report.completeness.is_whole(), missing) {
            (true, 0) => return None,
            (true, _) => Phrase::DigestValueAlone,
            (false, _) => Phrase::DigestValueSoFar,
        };
        Some(whole_or(line, self.language.say(phrase, &[("value", Value::Text(&value))]), &value))
    }

    fn weekday_change(&self, value: i64, pick: impl Fn(&MetricValues) -> Option<i64>) -> Option<i64> {
        let average = self.facts.report.weekday_average.as_ref()?;
        change_percent(value, pick(&average.values)?)
    }

    fn with_weekday(&self, value: &str, change: Option<i64>) -> String {
        let Some(change) = change else {
            return self.language.say(Phrase::DigestValueAlone, &[("value", Value::Text(value))]);
        };
        let change = self.language.change(change);
        let weekday = self.language.weekday(self.facts.report.day.weekday());
        let values = [
            ("value", Value::Text(value)),
            ("change", Value::Text(&change)),
            ("weekday", Value::Text(weekday)),
        ];
        whole_or(DigestLine::Revenue, self.language.say(Phrase::DigestValueWithWeekday, &values), value)
    }

    fn roas(&self) -> String {
        let total = &self.facts.report.total;
        let Some(roas) = total.roas_hundredths() else {
            let known = total.known_return().is_some();
            return self.language.say(if known { Phrase::DigestNoSpend } else { Phrase::DigestNoValue }, &[]);
        };
        let target = self.language.hundredths(self.facts.workspace.target_roas_hundredths);
        let roas = self.language.hundredths(roas);
        let values = [("roas", Value::Text(&roas)), ("target", Value::Text(&target))];
        whole_or(DigestLine::Roas, self.language.say(Phrase::DigestRoasWithTarget, &values), &roas)
    }

    /// Returns how complete the data is and, if the report before did not go out, what it would have said. Where both do not
    /// fit, the data is cut, since it is known on the dashboard as well.
    fn data_and_missing(&self) -> String {
        let data = self.data();
        let Some(missing) = self.facts.timing.missing else { return data };
        let day = self.day(missing.day);
        let told = missing.values.spend_minor.zip(missing.values.revenue_minor).map(|(spend, revenue)| {
            let (spend, revenue) = (self.money(spend), self.money(revenue));
            self.after_data(&data, Phrase::DigestMissingWithValues, &day, [&spend, &revenue])
        });
        let fits = |text: &String| length(text) <= DigestLine::Data.longest();
        if let Some(text) = told.filter(fits) {
            return text;
        }
        let text = self.after_data(&data, Phrase::DigestMissing, &day, ["", ""]);
        if fits(&text) {
            return text;
        }
        let too_much = length(&text) - DigestLine::Data.longest();
        let data = fit(&data, length(&data).saturating_sub(too_much));
        self.after_data(&data, Phrase::DigestMissing, &day, ["", ""])
    }

    fn after_data(&self, data: &str, phrase: Phrase, day: &str, [spend, revenue]: [&str; 2]) -> String {
        let values = [("data", data), ("day", day), ("spend", spend), ("revenue", revenue)];
        self.language.say(phrase, &values.map(|(name, value)| (name, Value::Text(value))))
    }

    fn data(&self) -> String {
        let data = self.completeness();
        let empty = self.empty_values();
        if empty == 0 {
            return data;
        }
        self.language
            .say(Phrase::DigestDataGaps, &[("data", Value::Text(&data)), ("count", Value::Count(empty))])
    }

    fn empty_values(&self) -> usize {
        let missing = self.facts.report.missing_values;
        missing.spend + missing.revenue
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
                // `None` sorts first, so a day is named only if it applies to every channel.
                let Some(day) = waiting_for.iter().map(|(_, last)| *last).min().flatten() else {
                    return self
                        .language
                        .say(Phrase::DigestDataNever, &[("channels", Value::Text(&channels))]);
                };
                let day = self.day(day);
                let values = [("channels", Value::Text(&channels)), ("day", Value::Text(&day))];
                let without_moment = self.language.say(Phrase::DigestDataWaiting, &values);
                let [channel] = late.as_slice() else { return without_moment };
                let Some(moment) = self.last_heard_of(channel) else { return without_moment };
                let values = [values[0], values[1], ("moment", Value::Text(&moment))];
                let with_moment = self.language.say(Phrase::DigestDataWaitingSince, &values);
                whole_or(DigestLine::Data, with_moment, &without_moment)
            }
        }
    }

    /// Returns when data of a channel last came in, on the clock of the reader.
    fn last_heard_of(&self, channel: &Channel) -> Option<String> {
        let known = self.facts.health.iter().find(|health| health.channel == *channel)?;
        let zone = TimeZone::get(&self.member.zone).unwrap_or(TimeZone::UTC);
        let local = known.last_success?.to_zoned(zone.clone());
        let is_of_this_week = self.now.to_zoned(zone).date().saturating_sub(6.days()) <= local.date();
        Some(self.language.short_moment(local.datetime(), !is_of_this_week))
    }

    fn channels(&self, channels: &[Channel]) -> String {
        self.language.list(&channels.iter().map(Channel::display_name).collect::<Vec<_>>())
    }

    fn zone_name(&self) -> String {
        zone_at_end_of(self.facts.report.day, &self.facts.workspace.zone)
    }

    fn needs(&self) -> String {
        let decisions = usize::from(self.shift.is_some());
        if decisions == 0 && self.facts.alerts.is_empty() {
            let unusual = self.facts.first_alert().is_some();
            return if unusual {
                self.language.say(Phrase::DigestNothingNew, &[])
            } else {
                self.nothing_needed()
            };
        }
        let values =
            [("decisions", Value::Count(decisions)), ("alerts", Value::Count(self.facts.alerts.len()))];
        self.language.say(Phrase::DigestNeeds, &values)
    }

    /// Says "all clear" only if the day's data is complete: late or missing data was not checked.
    fn nothing_needed(&self) -> String {
        let phrase = match &self.facts.report.completeness {
            DayCompleteness::Complete { .. } if self.empty_values() == 0 => Phrase::DigestClear,
            DayCompleteness::Complete { .. } | DayCompleteness::Partial { .. } => Phrase::DigestClearSoFar,
            DayCompleteness::NoData => Phrase::DigestClearUnknown,
        };
        self.language.say(phrase, &[])
    }
}
