//! Questions that are several in one: "spend yesterday, and how much budget is left?" They are told apart only where each part
//! stands for itself and both together could not be one.

use crate::chart::Chart;
use crate::meaning::Mark;
use crate::rows::RowLink;
use crate::slots::{Slots, slots};
use crate::time::{Calendar, take_times};
use crate::trouble::Assumptions;
use crate::workspace::Workspace;
use domain::question::query::{FilterOperator, Intent};
use domain::question::range::DataSpan;
use std::ops::Range;

/// How many questions one text may have.
const MOST_PARTS: usize = 4;

/// Returns the segments of each question of a text, in its order.
pub(crate) fn parts(chart: &Chart, workspace: &Workspace, today: DataSpan) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while found.len() + 1 < MOST_PARTS {
        let Some(joint) = first_joint(chart, start, workspace, today) else { break };
        found.push(start..joint);
        start = joint + 1;
    }
    found.push(start..chart.len());
    found
}

/// Returns the first place after `start` where one question ends and another one begins.
fn first_joint(chart: &Chart, start: usize, workspace: &Workspace, today: DataSpan) -> Option<usize> {
    let mut timed = chart.clone();
    take_times(&mut timed, Calendar { today, is_month_first: true });
    let read = |range: Range<usize>| slots(chart.part(range), workspace, today, &Assumptions::default()).ok();
    (start + 1..chart.len().saturating_sub(1)).filter(|at| timed.is_open(*at)).find(|at| {
        let Some(joint) = joint(&timed, *at) else { return false };
        let sides = (read(start..*at), read(at + 1..chart.len()));
        matches!(sides, (Some(left), Some(right)) if are_two(&left, &right, joint))
    })
}

/// What may stand between two questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// The end of a sentence.
    End,
    /// A comma or "and".
    And,
}

fn joint(chart: &Chart, at: usize) -> Option<Joint> {
    if ["?", ".", ";", "!"].iter().any(|sign| chart.is_sign(at, sign)) {
        Some(Joint::End)
    } else if chart.marks(at, Mark::And) || chart.is_sign(at, ",") {
        Some(Joint::And)
    } else {
        None
    }
}

fn are_two(left: &Slots, right: &Slots, joint: Joint) -> bool {
    let (Some(one), Some(other)) = (family(left), family(right)) else { return false };
    if joint == Joint::End {
        return true;
    }
    if is_bare(left) || is_bare(right) {
        return false;
    }
    one != other || (one == Family::Numbers && are_opposed(left, right))
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Numbers,
    Summary,
    Budget,
    Other(Intent),
}

/// Returns what a question is about that stands for itself.
fn family(slots: &Slots) -> Option<Family> {
    const OTHERS: [Intent; 4] = [Intent::DataStatus, Intent::Recommendations, Intent::Why, Intent::Alerts];
    let other = OTHERS.into_iter().find(|intent| slots.cues.contains(intent));
    let is_budget = slots.budget.is_some() || slots.metrics.iter().any(|metric| metric.is_about_budget());
    let is_ranked = slots.rank.is_some() && slots.kind.is_some();
    match other {
        _ if !slots.unexplained.is_empty() => None,
        Some(intent) => Some(Family::Other(intent)),
        None if slots.asks.should => Some(Family::Other(Intent::Recommendations)),
        None if is_budget => Some(Family::Budget),
        None if !slots.metrics.is_empty() || !slots.conditions.is_empty() || is_ranked => {
            Some(Family::Numbers)
        }
        None if slots.cues.contains(&Intent::Summary) => Some(Family::Summary),
        None => None,
    }
}

/// Reports whether it only names metrics, which may belong to a list.
fn is_bare(slots: &Slots) -> bool {
    let has_rows = slots.rank.is_some() || has_kind(slots);
    let has_scope = slots.times.main.is_some() || !slots.filters.is_empty() || !slots.conditions.is_empty();
    let has_question = slots.asks.amount || slots.cues.iter().any(|cue| *cue != Intent::Breakdown);
    !slots.metrics.is_empty() && !has_rows && !has_scope && !has_question && slots.budget.is_none()
}

fn has_kind(slots: &Slots) -> bool {
    slots.kind.is_some_and(|kind| kind.link != RowLink::Noun)
}

/// Reports whether both say the same thing about different numbers, so that they cannot be one question.
fn are_opposed(left: &Slots, right: &Slots) -> bool {
    let both = |says: fn(&Slots) -> bool| says(left) && says(right);
    let has_names = |slots: &Slots| slots.filters.iter().any(|filter| filter.operator == FilterOperator::In);
    both(|slots| slots.times.main.is_some())
        || both(has_names)
        || both(|slots| slots.rank.is_some())
        || both(has_kind)
        || (left.rank.is_some() && has_kind(right))
        || (has_kind(left) && right.rank.is_some())
        || (both(|slots| slots.asks.amount) && (left.filters != right.filters || left.times != right.times))
}

#[cfg(test)]
mod tests;
