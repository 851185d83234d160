//! How complete the day is, in a sentence that says how to read the numbers.

use super::PageWriter;
use domain::insight::wording::zone_at_end_of;
use domain::language::{Phrase, Value};
use domain::metrics::Channel;
use domain::metrics::kpi::DayCompleteness;
use jiff::civil::Date;

/// How complete the day's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataNote {
    /// The sentence.
    pub text: String,
    /// Whether the numbers are final.
    pub is_final: bool,
    /// How many values the sources left empty, if any.
    pub gaps: Option<String>,
}

impl PageWriter<'_> {
    pub(super) fn data(&self) -> DataNote {
        let missing = self.report.missing_values.spend + self.report.missing_values.revenue;
        let gaps = self.language.say(Phrase::PageDataGaps, &[("count", Value::Count(missing))]);
        DataNote { text: self.data_text(), is_final: self.is_final(), gaps: (missing > 0).then_some(gaps) }
    }

    fn data_text(&self) -> String {
        if self.facts.facts.is_empty() {
            return self.text(Phrase::PageEmpty);
        }
        match &self.report.completeness {
            DayCompleteness::NoData => self.text(Phrase::PageDataNone),
            DayCompleteness::Complete { channels } => {
                let (channels, zone) = (self.list(channels.iter()), self.zone_name());
                let values = [("zone", Value::Text(&zone)), ("channels", Value::Text(&channels))];
                self.language.say(Phrase::PageDataComplete, &values)
            }
            DayCompleteness::Partial { waiting_for, .. } => self.waiting(waiting_for),
        }
    }

    fn waiting(&self, late: &[(Channel, Option<Date>)]) -> String {
        let channels = self.list(late.iter().map(|(channel, _)| channel));
        let channels = ("channels", Value::Text(&channels));
        // `None` sorts first, so a day is named only if every late channel has data up to it.
        match late.iter().map(|(_, last)| *last).min().flatten() {
            None => self.language.say(Phrase::PageDataNever, &[channels]),
            Some(day) => {
                let day = self.language.date(day);
                self.language.say(Phrase::PageDataWaiting, &[channels, ("day", Value::Text(&day))])
            }
        }
    }

    fn list<'c>(&self, channels: impl Iterator<Item = &'c Channel>) -> String {
        self.language.list(&channels.map(Channel::display_name).collect::<Vec<_>>())
    }

    fn zone_name(&self) -> String {
        zone_at_end_of(self.facts.day, &self.facts.workspace.zone)
    }
}
