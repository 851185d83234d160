//! A source that is silent: the data of a channel is not in although it is past the time by which it is expected.

use super::prefix;
use crate::identity::AlertId;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, AlertSubject, Severity};
use crate::metrics::source::{Silence, SourceState};
use crate::money::{Currency, Money};
use jiff::civil::Date;

/// Returns an alert for each source that is silent when `day` is reported on. What is not there has no price, so the
/// stake is 0 of the workspace's currency.
#[must_use]
pub fn silent_sources(states: &[SourceState], day: Date, currency: Currency) -> Vec<AlertFinding> {
    states.iter().filter_map(|state| silent_source(state, day, currency)).collect()
}

fn silent_source(state: &SourceState, day: Date, currency: Currency) -> Option<AlertFinding> {
    let Silence::Silent { since } = state.silence else { return None };
    let (rule, channel) = (AlertRule::SourceSilent, state.health.channel.clone());
    Some(AlertFinding {
        // A silence that lasts is one alert of the channel.
        id: AlertId::for_workspace(prefix(rule), channel.as_str()),
        rule,
        subject: AlertSubject::Channel(channel),
        severity: Severity::High,
        stake: Money::from_minor(0, currency),
        evidence: AlertEvidence::SourceSilent {
            day,
            since,
            complete_through: state.complete_through,
            reason: state.health.standing_error().map(|error| error.reason.clone()),
        },
    })
}

#[cfg(test)]
mod tests;
