//! How each source stands: up to when it is in, when it last came, until when it is expected, and what was refused.

use super::PageWriter;
use domain::insight::wording::zone_at_end_of;
use domain::language::{Phrase, Value};
use domain::metrics::source::{SourceState, source_states};
use domain::text::sanitize;
use jiff::Timestamp;

/// The maximum length of the reason why a file was refused.
const LONGEST_REASON: usize = 200;

/// The source of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    pub channel: String,
    /// That the channel is late, if it is.
    pub late: Option<String>,
    /// Up to when it is in, when it last came in, and until when it is expected.
    pub detail: String,
    /// When and why its last file was refused, if nothing came in after it.
    pub refused: Option<String>,
}

impl SourceLine {
    /// Reports whether somebody has to see to the source.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        self.late.is_some() || self.refused.is_some()
    }
}

impl PageWriter<'_> {
    pub(super) fn sources(&self) -> Vec<SourceLine> {
        self.source_states().iter().map(|state| self.source(state)).collect()
    }

    /// Judges the sources as of now, whatever day the page shows.
    pub(super) fn source_states(&self) -> Vec<SourceState> {
        let facts = self.facts;
        source_states(facts.sources, facts.health, self.yesterday(), facts.now, &facts.workspace.zone)
    }

    fn source(&self, state: &SourceState) -> SourceLine {
        let health = &state.health;
        let through = match state.complete_through {
            None => self.text(Phrase::PageSourceNever),
            Some(last) => {
                let day = self.language.date(last);
                self.language.say(Phrase::PageSourceThrough, &[("day", Value::Text(&day))])
            }
        };
        let last = health.last_success.map(|at| self.with_time(Phrase::PageSourceLastImport, at));
        let expected = health.expected_by.map(|by| {
            // The time is that of the workspace, whereas everything else is told in the reader's zone.
            let zone = zone_at_end_of(self.yesterday(), &self.facts.workspace.zone);
            let time = format!("{} {zone}", self.language.time_of_day(by));
            self.language.say(Phrase::PageSourceExpected, &[("time", Value::Text(&time))])
        });
        let details: Vec<String> = [Some(through), last, expected].into_iter().flatten().collect();
        SourceLine {
            channel: health.channel.display_name(),
            late: state.is_silent().then(|| self.text(Phrase::PageSourceLate)),
            detail: details.join(" · "),
            refused: health.standing_error().map(|error| self.refused(error.at, &error.reason)),
        }
    }

    fn refused(&self, at: Timestamp, reason: &str) -> String {
        let (time, reason) = (self.moment(at), sanitize(reason, LONGEST_REASON));
        let values = [("time", Value::Text(&time)), ("reason", Value::Text(&reason))];
        self.language.say(Phrase::PageSourceRefused, &values)
    }
}
