//! What is not answered as a question about the numbers, whatever else the text has.

use crate::chart::Chart;
use crate::meaning::{Mark, Meaning, Screen};
use domain::question::query::{Intent, RefusalReason};

/// Returns why a text is refused before it is read as a question.
pub(crate) fn refusal(chart: &Chart, has_history: bool) -> Option<RefusalReason> {
    let has = |screen| (0..chart.len()).any(|at| is(chart, at, screen));
    let asks_for_advice = chart.has(Mark::Should) || has_cue(chart, Intent::Recommendations);
    if has(Screen::Injection) {
        Some(RefusalReason::Injection)
    } else if !asks_for_advice && (has(Screen::Write) || begins_with_an_order(chart, has_history)) {
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
