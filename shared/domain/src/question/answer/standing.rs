//! Alerts, proposals, lists and the state of the data as answers.

use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Alert, AlertState};
use crate::insight::wording::{describe_reason, describe_shift};
use crate::language::Phrase;
use crate::metrics::Channel;
use crate::metrics::source::SourceState;
use crate::question::answer::draft::{Draft, DraftRow, Lead};
use crate::question::answer::how::{count_phrase, how};
use crate::question::answer::table::{alert_line, lead};
use crate::question::answer::voice::Voice;
use crate::question::execute::result::{Inventory, Item, Suggestions};
use crate::text::{display_name, sanitize};
use jiff::tz::TimeZone;

/// How much of the reason of a refused file an answer quotes.
const LONGEST_REASON: usize = 80;

/// Returns the answer to the question what is wrong.
pub(super) fn alerts<'a>(voice: Voice<'a>, alerts: &'a [Alert]) -> Draft<'a> {
    let phrase = if voice.frame().days.is_some() { Phrase::AnswerAlertsThen } else { Phrase::AnswerAlerts };
    let bold = voice.count(phrase, alerts.len());
    let rows = alerts.iter().take(voice.most_rows).enumerate();
    let rows = rows
        .map(|(place, alert)| DraftRow::plain(format!("{}. {}", place + 1, alert_with_state(&voice, alert))));
    with_more(voice, lead(&voice, &bold, ""), rows.collect(), alerts.len())
}

fn with_more<'a>(voice: Voice<'a>, lead: Lead, rows: Vec<DraftRow>, matched: usize) -> Draft<'a> {
    let more = move |count| voice.count(Phrase::AlertsMore, count);
    Draft { lead, rows, matched, more: Some(Box::new(more)), how: how(&voice), ..Draft::default() }
}

fn alert_with_state(voice: &Voice<'_>, alert: &Alert) -> String {
    let line = alert_line(voice, alert);
    let state = match alert.state {
        AlertState::Open => return line,
        AlertState::Snoozed => Phrase::AnswerSnoozed,
        AlertState::Acknowledged => Phrase::AnswerAcknowledged,
        AlertState::Resolved => Phrase::AnswerResolved,
    };
    format!("{line} ({})", voice.say(state, &[]))
}

/// Returns the answer to the question what to do.
pub(super) fn advice<'a>(voice: Voice<'a>, suggestions: &'a Suggestions) -> Draft<'a> {
    let (shifts, alerts) = (&suggestions.shifts, &suggestions.alerts);
    let lead = lead(&voice, &voice.count(Phrase::AnswerAdvice, shifts.len()), "");
    let mut heading = Vec::new();
    let proposed = shifts.iter().map(|(shift, owner)| proposal(&voice, shift, owner.as_deref()));
    let wrong = alerts.iter().map(|alert| DraftRow::plain(alert_with_state(&voice, alert)));
    let rows: Vec<DraftRow> = proposed.chain(wrong).take(voice.most_rows).collect();
    if shifts.is_empty() && !alerts.is_empty() {
        let open = voice.count(Phrase::AnswerAlerts, alerts.len());
        heading.push(voice.labelled(&open, "").trim_end().to_owned());
    }
    let numbered = rows
        .into_iter()
        .enumerate()
        .map(|(place, row)| DraftRow { line: format!("{}. {}", place + 1, row.line), ..row });
    let draft = with_more(voice, lead, numbered.collect(), shifts.len() + alerts.len());
    let decide = (!shifts.is_empty()).then(|| voice.say(Phrase::AnswerDecide, &[]));
    Draft { heading, after: Some(Box::new(move |_| decide.clone().into_iter().collect())), ..draft }
}

fn proposal(voice: &Voice<'_>, shift: &BudgetAdjustment, owner: Option<&str>) -> DraftRow {
    let reason = shift.because.map(|reason| describe_reason(voice.language, &reason, shift.is_estimated()));
    let owner = owner.map(|name| voice.say(Phrase::AnswerOwner, &[("name", &display_name(name))]));
    let line = match owner {
        Some(owner) => format!("{} ({owner})", describe_shift(voice.language, shift)),
        None => describe_shift(voice.language, shift),
    };
    DraftRow { line, details: reason.into_iter().collect() }
}

/// Returns the answer to the question what there is.
pub(super) fn list<'a>(voice: Voice<'a>, inventory: &'a Inventory) -> Draft<'a> {
    let bold = voice.count(count_phrase(inventory.dimension), inventory.matched);
    let rows = inventory.items.iter().take(voice.most_rows).map(|item| DraftRow::plain(listed(&voice, item)));
    with_more(voice, lead(&voice, &bold, ""), rows.collect(), inventory.matched)
}

fn listed(voice: &Voice<'_>, item: &Item) -> String {
    let channel = item.channel.as_ref().map(Channel::display_name);
    let budget = item.daily_budget.map(|budget| {
        let about = if item.is_estimated { "≈ " } else { "" };
        let amount = format!("{about}{}", voice.language.money(budget));
        voice.say(Phrase::AnswerADay, &[("amount", &amount)])
    });
    let paused = item.is_paused.then(|| voice.say(Phrase::AnswerPaused, &[]));
    let through =
        item.complete_through.map(|day| voice.say(Phrase::AnswerDataThrough, &[("day", &voice.day(day))]));
    let parts = [Some(display_name(&item.name)), channel, budget, paused, through];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns the answer to the question how fresh the data is.
pub(super) fn sources<'a>(voice: Voice<'a>, states: &'a [SourceState]) -> Draft<'a> {
    let yesterday = voice.frame().today.yesterday().ok();
    let is_behind = |state: &&SourceState| state.complete_through < yesterday;
    let behind = states.iter().filter(is_behind).count();
    let bold = match (states.iter().filter_map(|state| state.complete_through).min(), behind) {
        _ if states.is_empty() => voice.say(Phrase::AnswerNoSource, &[]),
        (Some(day), 0) => voice.say(Phrase::AnswerFresh, &[("day", &voice.day(day))]),
        _ => voice.count(Phrase::AnswerLate, behind),
    };
    let mut ordered: Vec<&SourceState> = states.iter().collect();
    ordered.sort_by_key(|state| state.complete_through);
    let rows = ordered.into_iter().take(voice.most_rows).map(|state| DraftRow::plain(source(&voice, state)));
    with_more(voice, lead(&voice, &bold, ""), rows.collect(), states.len())
}

fn source(voice: &Voice<'_>, state: &SourceState) -> String {
    let channel = state.health.channel.display_name();
    let reach = match state.complete_through {
        Some(day) => voice.say(Phrase::AnswerDataThrough, &[("day", &voice.day(day))]),
        None => voice.say(Phrase::AnswerNoDataYet, &[]),
    };
    let zone = TimeZone::get(&voice.frame().zone).unwrap_or(TimeZone::UTC);
    let imported = state.health.last_success.map(|at| {
        let time = voice.language.short_moment(at.to_zoned(zone).datetime(), true);
        voice.say(Phrase::AnswerImported, &[("time", &time)])
    });
    let refused = state.health.standing_error().map(|error| {
        voice.say(Phrase::AnswerRefusedFile, &[("reason", &sanitize(&error.reason, LONGEST_REASON))])
    });
    let parts: Vec<String> = [Some(reach), imported, refused].into_iter().flatten().collect();
    voice.labelled(&channel, &parts.join(" · "))
}
