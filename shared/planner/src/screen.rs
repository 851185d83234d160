//! What is not answered as a question about the numbers, whatever else the text has.

use crate::chart::Chart;
use crate::meaning::{Mark, Meaning, Screen};
use domain::language::Language;
use domain::question::query::{Intent, Metric, RefusalReason};

/// Returns why a text is refused before it is read as a question.
pub(crate) fn refusal(chart: &Chart, has_history: bool) -> Option<RefusalReason> {
    let has = |screen| (0..chart.len()).any(|at| is(chart, at, screen));
    let is_order = carries_out_advice(chart) || sets_budget(chart);
    let asks_for_advice = (chart.has(Mark::Should) || has_cue(chart, Intent::Recommendations)) && !is_order;
    if has(Screen::Injection) {
        Some(RefusalReason::Injection)
    } else if is_order || !asks_for_advice && (has(Screen::Write) || begins_with_an_order(chart, has_history))
    {
        Some(RefusalReason::WriteAction)
    } else if has(Screen::OtherWorkspace) {
        Some(RefusalReason::CrossWorkspace)
    } else if has(Screen::Unsupported) {
        Some(RefusalReason::UnsupportedMetric)
    } else if has(Screen::Forecast) && !asks_for_advice {
        Some(RefusalReason::Forecast)
    } else {
        (has(Screen::Unrelated) || chart.has(Mark::Definition)).then_some(RefusalReason::Unrelated)
    }
}

fn is(chart: &Chart, at: usize, screen: Screen) -> bool {
    chart.find(at, |meaning| (meaning == Meaning::Screen(screen)).then_some(())).is_some()
}

fn has_cue(chart: &Chart, intent: Intent) -> bool {
    (0..chart.len())
        .any(|at| chart.find(at, |meaning| (meaning == Meaning::Cue(intent)).then_some(())).is_some())
}

/// Reports whether a clause begins with a verb that would change something: "increase …", "please cut …".
fn begins_with_an_order(chart: &Chart, has_history: bool) -> bool {
    (0..chart.len()).filter(|at| begins_clause(chart, *at)).any(|start| {
        let mut at = start;
        while chart.marks(at, Mark::Polite) && !is(chart, at, Screen::WriteFirst) {
            at += 1;
        }
        is(chart, at, Screen::WriteFirst) && !is_noun(chart, at) && !(has_history && goes_on(chart, at))
    })
}

fn begins_clause(chart: &Chart, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    [".", ",", ";", "!", "?", ":"].iter().any(|sign| chart.is_sign(before, sign))
        || chart.marks(before, Mark::And)
}

/// Reports whether a clause orders what was advised: "approve the recommendation".
fn carries_out_advice(chart: &Chart) -> bool {
    let is_order = |at: usize| is(chart, at, Screen::Write) || is(chart, at, Screen::WriteFirst);
    let is_advice = |at: usize| {
        let is_cue = |meaning| (meaning == Meaning::Cue(Intent::Recommendations)).then_some(());
        chart.find(at, is_cue).is_some()
    };
    // In Hindi the verb stands behind.
    if chart.language == Language::Hindi && (1..chart.len()).any(|at| is_order(at) && is_advice(at - 1)) {
        return true;
    }
    (0..chart.len()).filter(|at| begins_clause(chart, *at)).any(|start| {
        let mut at = start;
        while chart.marks(at, Mark::Polite) && !is_order(at) {
            at += 1;
        }
        let mut next = at + 1;
        while chart.marks(next, Mark::All) || chart.marks(next, Mark::Link) || chart.marks(next, Mark::Filler)
        {
            next += 1;
        }
        is_order(at) && is_advice(next)
    })
}

/// Reports whether Hindi sets a budget, with the verb behind the number: "budget 7000 kar do".
fn sets_budget(chart: &Chart) -> bool {
    let is_budget = |meaning| (meaning == Meaning::Metric(Metric::Budget)).then_some(());
    let has_budget = (0..chart.len()).any(|at| chart.find(at, is_budget).is_some());
    let is_set =
        |at: &usize| chart.digits(*at).is_some() && chart.marks(chart.skip_links(at + 1), Mark::MakeIt);
    chart.language == Language::Hindi && has_budget && (0..chart.len()).any(|at| is_set(&at))
}

/// Reports whether a word such as "increase" is a noun: "increase in cost".
fn is_noun(chart: &Chart, at: usize) -> bool {
    let is_by_so_much = chart.is_sign(at + 1, "de") && chart.digits(at + 2).is_some();
    chart.marks(at, Mark::Change) && chart.marks(at + 1, Mark::Link) && !is_by_so_much
}

/// Reports whether a word such as "add" changes the last question and not the account.
fn goes_on(chart: &Chart, at: usize) -> bool {
    [Mark::Also, Mark::FollowUp, Mark::MakeIt].iter().any(|mark| chart.marks(at, *mark))
}

#[cfg(test)]
mod tests;
