//! Everything that one question says, slot by slot. The order matters: what is read first takes its segments.

mod leftover;

use crate::chart::Chart;
use crate::comparison::{Times, times};
use crate::filters::{filters, take_names};
use crate::meaning::RankWord;
use crate::meaning::{Mark, Meaning, Screen};
use crate::rows::{Rank, RowKind, rank, row_kind, sorted_by_word, take_rows};
use crate::threshold::take_conditions;
use crate::time::{Calendar, take_times};
use crate::trouble::{Assumptions, Named, Trouble};
use crate::workspace::Workspace;
use domain::question::query::{Direction, Filter, Having, Intent, Metric};
use domain::question::range::DataSpan;
use leftover::{Said, counts_advice, leftovers};

/// What one question says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slots {
    pub(crate) times: Times,
    pub(crate) named: Vec<Named>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) conditions: Vec<Having>,
    /// In the order of the text.
    pub(crate) metrics: Vec<Metric>,
    /// Metrics that count if there is no other one.
    pub(crate) weak_metrics: Vec<Metric>,
    /// The metric after "by".
    pub(crate) by: Option<Metric>,
    pub(crate) kind: Option<RowKind>,
    pub(crate) rank: Option<Rank>,
    pub(crate) sort: Option<Direction>,
    pub(crate) cues: Vec<Intent>,
    pub(crate) weak_cues: Vec<Intent>,
    pub(crate) budget: Option<BudgetCue>,
    pub(crate) asks: Asks,
    /// How many recommendations or alerts are asked for.
    pub(crate) count: Option<u16>,
    /// The only number that counts nothing else: "make it 30".
    pub(crate) number: Option<u16>,
    /// The words that nothing explains.
    pub(crate) unexplained: Vec<String>,
    /// Whether one of them is beside a word for a workspace.
    pub(crate) names_workspace: bool,
    /// How many segments have weight, and how many of them are explained.
    pub(crate) weights: (usize, usize),
    /// How well the names fit, from 0 to 1: that of the worst one.
    pub(crate) names_score: f64,
}

/// What is said about a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BudgetCue {
    Overspending,
    Underspending,
    Pacing,
    Remaining,
    Used,
}

/// What is asked, apart from numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Asks {
    /// "how much", "how many".
    pub(crate) amount: bool,
    pub(crate) which: bool,
    /// Whether things are compared: "vs", "or", "better".
    pub(crate) compares: bool,
    /// Whether it begins as one that goes on: "and for …".
    pub(crate) goes_on: bool,
    /// Whether it changes the last one: "make it …".
    pub(crate) changes: bool,
    /// Whether it adds to the last one: "also …".
    pub(crate) adds: bool,
    /// Whether it speaks of something said before: "that campaign".
    pub(crate) refers: bool,
    pub(crate) should: bool,
    /// "how can we get …".
    pub(crate) how_to: bool,
    /// "sorted by".
    pub(crate) sorts: bool,
    /// Whether it is answered by yes or no.
    pub(crate) yes_no: bool,
}

/// Reads the slots of a question.
pub(crate) fn slots(
    mut chart: Chart,
    workspace: &Workspace,
    today: DataSpan,
    assumptions: &Assumptions,
) -> Result<Slots, Trouble> {
    let calendar = Calendar { today, is_month_first: is_month_first(&chart, workspace) };
    let asks = asks(&chart);
    let named = take_names(&mut chart, workspace, assumptions)?;
    let spans = take_times(&mut chart, calendar);
    let unclear = |_| Trouble::MissingContext;
    let conditions = take_conditions(&mut chart, workspace.currency, assumptions.subject)
        .map_err(|_| Trouble::MissingContext)?;
    let times = times(&chart, &spans, calendar).map_err(unclear)?;
    let budget = budget_cue(&chart);
    let kind = row_kind(&chart, !conditions.is_empty()).map_err(|_| Trouble::MissingContext)?;
    let rank = rank(&chart, kind).map_err(|_| Trouble::MissingContext)?;
    let by = by_metric(&chart);
    let sort = sort(&chart);
    take_rows(&mut chart, kind, rank);
    let mut metrics = take_metrics(&mut chart);
    metrics.extend(assumptions.metric);
    let is_about_budget = budget.is_some() || metrics.iter().any(|metric| metric.is_about_budget());
    let said = Said {
        compares: times.compared.is_some() || times.is_change,
        has_time: !spans.is_empty() || is_about_budget,
    };
    let left = leftovers(&chart, workspace, &metrics, said);
    let unexplained = if assumptions.ignores_words { Vec::new() } else { left.unexplained };
    Ok(Slots {
        times,
        filters: filters(&named, workspace),
        named,
        conditions,
        metrics,
        weak_metrics: weak_metrics(&chart),
        by,
        kind,
        rank,
        sort,
        cues: cues(&chart, |meaning| if let Meaning::Cue(intent) = meaning { Some(intent) } else { None }),
        weak_cues: cues(
            &chart,
            |meaning| if let Meaning::WeakCue(intent) = meaning { Some(intent) } else { None },
        ),
        budget,
        asks,
        count: (0..chart.len()).filter(|at| counts_advice(&chart, *at)).find_map(|at| chart.whole_number(at)),
        number: left.number,
        unexplained,
        names_workspace: left.names_workspace,
        weights: left.weights,
        names_score: names_score(&chart),
    })
}

/// Reports whether 3/1 is in March: where English is written and dollars are paid.
fn is_month_first(chart: &Chart, workspace: &Workspace) -> bool {
    chart.language == domain::language::Language::English && workspace.currency.code() == "USD"
}

fn asks(chart: &Chart) -> Asks {
    let begins = |mark: Mark| {
        let start = (0..chart.len()).find(|at| !chart.marks(*at, Mark::Polite) || chart.marks(*at, mark));
        start.is_some_and(|at| chart.marks(at, mark))
    };
    let compares = [Mark::Versus, Mark::Compare, Mark::Or, Mark::Than].iter().any(|mark| chart.has(*mark));
    Asks {
        amount: chart.has(Mark::HowMuch) || chart.has(Mark::HowMany),
        which: chart.has(Mark::Which),
        compares,
        goes_on: begins(Mark::FollowUp),
        changes: begins(Mark::MakeIt),
        adds: chart.has(Mark::Also),
        refers: chart.has(Mark::Pronoun),
        should: chart.has(Mark::Should) && !worries(chart),
        how_to: chart.has(Mark::HowTo),
        sorts: chart.has(Mark::SortBy),
        yes_no: begins(Mark::YesNo),
    }
}

/// Reports whether "should" only asks whether something is wrong: "should we worry about Meta".
fn worries(chart: &Chart) -> bool {
    let is = |wanted: Meaning| {
        (0..chart.len()).any(|at| chart.find(at, |meaning| (meaning == wanted).then_some(())).is_some())
    };
    let changes = is(Meaning::Screen(Screen::Write)) || is(Meaning::Screen(Screen::WriteFirst));
    is(Meaning::Cue(Intent::Alerts)) && !changes
}

fn budget_cue(chart: &Chart) -> Option<BudgetCue> {
    const CUES: [(Mark, BudgetCue); 5] = [
        (Mark::Overspending, BudgetCue::Overspending),
        (Mark::Underspending, BudgetCue::Underspending),
        (Mark::Pacing, BudgetCue::Pacing),
        (Mark::Remaining, BudgetCue::Remaining),
        (Mark::Used, BudgetCue::Used),
    ];
    CUES.iter().find(|(mark, _)| chart.has(*mark)).map(|(_, cue)| *cue)
}

fn metric(chart: &Chart, at: usize) -> Option<Metric> {
    // "order campaigns by spend" puts in order and asks for no orders.
    let is_row = |meaning| matches!(meaning, Meaning::Noun(..)).then_some(());
    let is_verb = chart.marks(at, Mark::SortBy) && chart.find(chart.skip_links(at + 1), is_row).is_some();
    chart
        .find(at, |meaning| if let Meaning::Metric(metric) = meaning { Some(metric) } else { None })
        .filter(|_| !is_verb)
}

/// Reports whether a metric is also a word without weight and nothing leads to it: French "ca" is the turnover and "ça".
fn is_light_metric(chart: &Chart, at: usize) -> bool {
    let leads = |at: usize| {
        [Mark::Link, Mark::HowMuch, Mark::Per, Mark::And].iter().any(|mark| chart.marks(at, *mark))
    };
    let is_followed = chart.marks(at + 1, Mark::Versus)
        || chart.get(at + 1).is_some_and(crate::chart::Segment::is_taken)
        || chart.marks(at + 1, Mark::Link);
    chart.marks(at, Mark::Filler) && !at.checked_sub(1).is_some_and(leads) && !is_followed
}

fn by_metric(chart: &Chart) -> Option<Metric> {
    let leads = |at: &usize| {
        (chart.marks(*at, Mark::Per) || chart.marks(*at, Mark::SortBy)) && metric(chart, *at).is_none()
    };
    (0..chart.len()).filter(leads).find_map(|at| metric(chart, chart.skip_links(at + 1)))
}

fn take_metrics(chart: &mut Chart) -> Vec<Metric> {
    let mut found: Vec<Metric> = Vec::new();
    let is_firm = |chart: &Chart, at: usize| metric(chart, at).is_some() && !chart.marks(at, Mark::Filler);
    let has_firm = (0..chart.len()).any(|at| is_firm(chart, at));
    for at in 0..chart.len() {
        let counts = if has_firm { is_firm(chart, at) } else { !is_light_metric(chart, at) };
        if let Some(metric) = metric(chart, at).filter(|_| counts) {
            chart.take(at..at + 1);
            if !found.contains(&metric) {
                found.push(metric);
            }
        }
    }
    found
}

fn weak_metrics(chart: &Chart) -> Vec<Metric> {
    let weak = |at| {
        chart.find(at, |meaning| if let Meaning::WeakMetric(metric) = meaning { Some(metric) } else { None })
    };
    (0..chart.len()).filter_map(weak).collect()
}

fn names_score(chart: &Chart) -> f64 {
    let scores = chart.segments().filter_map(|segment| segment.mention.as_ref()).map(|mention| mention.score);
    scores.fold(1.0, f64::min)
}

/// Returns the order that is said by itself: "descending", "sorted by lowest".
fn sort(chart: &Chart) -> Option<Direction> {
    let sorted = (0..chart.len()).find_map(|at| sorted_by_word(chart, at));
    if let Some(word) = sorted {
        let is_downwards = matches!(word, RankWord::Least | RankWord::Cheapest);
        return Some(if is_downwards { Direction::Ascending } else { Direction::Descending });
    }
    if chart.has(Mark::Ascending) {
        Some(Direction::Ascending)
    } else if chart.has(Mark::Descending) {
        Some(Direction::Descending)
    } else {
        None
    }
}

fn cues(chart: &Chart, wanted: impl Fn(Meaning) -> Option<Intent>) -> Vec<Intent> {
    (0..chart.len()).filter_map(|at| chart.find(at, &wanted)).collect()
}
