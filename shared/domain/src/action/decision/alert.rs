//! Decides about alerts: show those of a day, acknowledge one, or snooze one.

use super::{Change, Decision, Known, Prompt, Refusal};
use crate::insight::record::{Alert, AlertState, occurrence};
use crate::instant::EpochSecond;
use crate::token::Action;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// How long a short snooze lasts, in seconds: 4 hours.
const SNOOZE_SECONDS: i64 = 4 * 3600;
/// How long a snooze until tomorrow lasts if the start of tomorrow cannot be determined, in seconds: a day.
const DAY_SECONDS: i64 = 24 * 3600;

pub(super) fn show(known: &Known<'_>) -> Result<Decision, Refusal> {
    let is_day = |day: &&crate::insight::record::DayFindings| {
        day.workspace == known.workspace.id && day.day.to_string() == known.wish.target.as_str()
    };
    known.context.day().filter(is_day).ok_or(Refusal::Gone)?;
    if known.is_too_old() { Err(Refusal::Expired) } else { Ok(Decision::Show(Prompt::Alerts)) }
}

/// Handles one alert. A card is about one occurrence of a problem, and a resolved alert stays resolved: a late tap
/// reopens nothing, and does not apply to an occurrence that began after the card.
pub(super) fn handle(known: &Known<'_>) -> Result<Decision, Refusal> {
    let is_target = |alert: &&Alert| {
        alert.workspace == known.workspace.id && alert.finding.id.as_str() == known.wish.target.as_str()
    };
    let alert = known.context.alert().filter(is_target).ok_or(Refusal::Gone)?;
    let began_later = occurrence(alert.first_day) > known.wish.seen_version;
    if alert.state == AlertState::Resolved || began_later {
        return Err(Refusal::AlertOver);
    }
    if let Some(refusal) = handled(known, alert) {
        return Err(refusal);
    }
    if known.is_too_old() {
        return Err(Refusal::Expired);
    }
    if known.is_used() {
        return Err(Refusal::Gone);
    }
    Ok(Decision::Apply(match known.wish.action {
        Action::SnoozeAlert => {
            Change::Snooze { until: EpochSecond::from(known.actor.now).plus_seconds(SNOOZE_SECONDS) }
        }
        Action::SnoozeAlertUntilTomorrow => {
            Change::Snooze { until: start_of_tomorrow(known.actor.now, &known.member.zone) }
        }
        _ => Change::Acknowledge,
    }))
}

/// Refuses if somebody already acknowledged the alert, or if it is snoozed and the request is to snooze it again. An
/// alert that is only snoozed can still be acknowledged.
fn handled(known: &Known<'_>, alert: &Alert) -> Option<Refusal> {
    let decision = alert.handled.clone()?;
    let by_the_same_person = known.is_me(&decision.by);
    let lasting = alert.snoozed_until.filter(|until| EpochSecond::from(known.actor.now) < *until);
    let snoozed_until = match alert.state {
        AlertState::Acknowledged => None,
        AlertState::Snoozed if lasting.is_some() && known.wish.action != Action::AcknowledgeAlert => lasting,
        AlertState::Open | AlertState::Snoozed | AlertState::Resolved => return None,
    };
    Some(Refusal::AlertHandled { decision, by_the_same_person, snoozed_until })
}

/// Returns the first second of the person's next day, or one day from now if the zone is unknown.
fn start_of_tomorrow(now: Timestamp, zone: &str) -> EpochSecond {
    let local = TimeZone::get(zone).map(|zone| now.to_zoned(zone));
    let tomorrow = local.and_then(|local| local.checked_add(1.day())).and_then(|next| next.start_of_day());
    tomorrow.map_or(EpochSecond::from(now).plus_seconds(DAY_SECONDS), |start| start.timestamp().into())
}
