//! What of a text nobody has taken: words without weight, or something that was not understood.

use crate::chart::{Chart, Segment};
use crate::meaning::{Mark, Meaning, RankWord, Screen};
use crate::token::TokenKind;
use crate::workspace::Workspace;
use domain::question::query::{Dimension, Intent, Metric};

/// What is left of a text.
pub(super) struct Leftovers {
    pub(super) unexplained: Vec<String>,
    /// The only number, if there is one.
    pub(super) number: Option<u16>,
    /// Whether one of them is beside a word for a workspace.
    pub(super) names_workspace: bool,
    /// How many segments have weight, and how many of them are explained.
    pub(super) weights: (usize, usize),
}

/// What the whole text does, which explains some of its words.
#[derive(Debug, Clone, Copy)]
struct About {
    said: Said,
    asks_for_advice: bool,
    is_about_data: bool,
}

/// What was read of the text before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// Whether it compares times.
    pub(super) compares: bool,
    /// Whether it names a time, or a budget, which has one of its own.
    pub(super) has_time: bool,
}

/// Words that mean something only beside others, and otherwise nothing was understood.
const HEAVY: [Mark; 22] = [
    Mark::AllTime,
    Mark::Product,
    Mark::Past,
    Mark::Next,
    Mark::Since,
    Mark::Until,
    Mark::Between,
    Mark::Ago,
    Mark::Before,
    Mark::StartOf,
    Mark::CalendarWeek,
    Mark::Exclude,
    Mark::No,
    Mark::Not,
    Mark::Average,
    Mark::Percent,
    Mark::Thousand,
    Mark::Million,
    Mark::Lakh,
    Mark::Crore,
    Mark::OrMore,
    Mark::OrLess,
];

pub(super) fn leftovers(chart: &Chart, workspace: &Workspace, metrics: &[Metric], said: Said) -> Leftovers {
    let has_cue = |intent: Intent| {
        (0..chart.len())
            .any(|at| chart.find(at, |meaning| (meaning == Meaning::Cue(intent)).then_some(())).is_some())
    };
    let asks_for_advice = chart.has(Mark::Should) || has_cue(Intent::Recommendations);
    let text = About { said, asks_for_advice, is_about_data: has_cue(Intent::DataStatus) };
    let open = || (0..chart.len()).filter(|at| chart.is_open(*at));
    let is_explained = |at: usize| {
        let explains_itself = chart.get(at).is_none_or(|segment| is_explained(segment, metrics, text));
        let is_of_advice = asks_for_advice && is_amount_of_money(chart, at);
        explains_itself || is_of_advice || is_own_name(chart, at, workspace) || counts_advice(chart, at)
    };
    let left: Vec<usize> = open().filter(|at| !is_explained(*at)).collect();
    let unexplained: Vec<String> = left.iter().filter_map(|at| chart.get(*at)).map(Segment::text).collect();
    let number = match left.as_slice() {
        [only] => chart.whole_number(*only),
        _ => None,
    };
    let names_workspace = left.iter().any(|at| is_beside_workspace(chart, *at));
    let has_weight = |segment: &&Segment| segment.is_taken() || !is_light(segment);
    let heavy = chart.segments().filter(has_weight).count();
    Leftovers {
        number,
        names_workspace,
        weights: (heavy, heavy.saturating_sub(unexplained.len())),
        unexplained,
    }
}

/// Reports whether a number counts what is asked for: "give me 3 tips".
pub(super) fn counts_advice(chart: &Chart, at: usize) -> bool {
    let is_advice =
        |meaning| matches!(meaning, Meaning::Cue(Intent::Recommendations | Intent::Alerts)).then_some(());
    let is_article = chart.digits(at).is_none() && chart.marks(at, Mark::Link);
    !is_article && chart.whole_number(at).is_some() && chart.find(at + 1, is_advice).is_some()
}

/// Reports whether a number says how much money advice is about: "where would you put an extra $500".
fn is_amount_of_money(chart: &Chart, at: usize) -> bool {
    let is_more = |meaning| (meaning == Meaning::Rank(RankWord::Most)).then_some(());
    let is_beside = |at: usize| {
        [Mark::Currency, Mark::Thousand].iter().any(|mark| chart.marks(at, *mark))
            || chart.find(at, is_more).is_some()
            || chart.is_sign(at, "extra")
    };
    let is_money = is_beside(chart.skip_links(at + 1)) || at.checked_sub(1).is_some_and(is_beside);
    chart.marks(at, Mark::Thousand) || (chart.digits(at).is_some() && is_money)
}

fn is_light(segment: &Segment) -> bool {
    let is_sign =
        segment.meanings.is_empty() && segment.tokens.iter().all(|token| token.kind == TokenKind::Sign);
    is_sign || segment.has(Mark::Filler) || segment.has(Mark::Link)
}

fn is_explained(segment: &Segment, metrics: &[Metric], text: About) -> bool {
    if is_light(segment) {
        return !segment.meanings.iter().any(|meaning| matches!(meaning, Meaning::MonthIfIntroduced(_)));
    }
    if segment.meanings.is_empty() {
        let is_letter = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
        return segment.mention.is_none() && segment.tokens.iter().all(|token| is_letter(&token.text));
    }
    // "medio" is a channel too, and an average of what has none must not be left out.
    let is_average = segment.has(Mark::Average);
    let counts = |meaning: &&Meaning| !is_average || **meaning == Meaning::Mark(Mark::Average);
    segment.meanings.iter().filter(counts).any(|meaning| explains(*meaning, segment, metrics, text))
}

/// Reports whether a meaning explains why a segment is there although nothing took it.
fn explains(meaning: Meaning, segment: &Segment, metrics: &[Metric], text: About) -> bool {
    match meaning {
        Meaning::Mark(Mark::Average) => !metrics.is_empty() && metrics.iter().all(|metric| is_ratio(*metric)),
        // A dash between words.
        Meaning::Mark(Mark::Until) => segment.is_sign("-"),
        // "when was it last refreshed".
        Meaning::Mark(Mark::Past) => text.is_about_data,
        // "by what percent did it grow".
        Meaning::Mark(Mark::Percent) => text.said.compares,
        // "this month so far"; alone it does not say since when.
        Meaning::Mark(Mark::ToDate) => text.said.has_time,
        Meaning::Mark(mark) => !HEAVY.contains(&mark),
        Meaning::Comparator(_) => text.said.compares,
        // "what should I do first".
        Meaning::Ordinal(_) => text.asks_for_advice,
        // An order that was not refused is what advice is asked about.
        Meaning::Screen(Screen::Write | Screen::WriteFirst | Screen::Forecast) => text.asks_for_advice,
        // "spend on weekdays" is not the spend of all days.
        Meaning::Noun(Dimension::Weekday, _) => false,
        Meaning::Cue(_)
        | Meaning::WeakCue(_)
        | Meaning::Noun(..)
        | Meaning::Rank(_)
        | Meaning::WeakMetric(_) => true,
        _ => false,
    }
}

/// Reports whether a metric is an average by itself.
fn is_ratio(metric: Metric) -> bool {
    matches!(
        metric,
        Metric::Ctr | Metric::Cpc | Metric::Cpm | Metric::Cpa | Metric::Cvr | Metric::Roas | Metric::Aov
    )
}

/// Reports whether a word is of the workspace's own name: all of which is there, or beside a word for a workspace, or with its legal
/// form.
fn is_own_name(chart: &Chart, at: usize, workspace: &Workspace) -> bool {
    let own = &workspace.own_name;
    let pieces: Vec<&str> =
        chart.segments().flat_map(|segment| &segment.tokens).map(|token| token.text.as_str()).collect();
    let before = chart.segments().take(at).map(|segment| segment.tokens.len()).sum::<usize>();
    let Some(segment) = chart.get(at) else { return false };
    let with_legal_form = own.with_legal_form(&pieces);
    let is_own = segment.tokens.iter().all(|token| own.has(&token.text));
    (before..before + segment.tokens.len()).all(|place| with_legal_form.contains(&place))
        || is_own && (own.is_whole_in(&pieces) || is_beside_workspace(chart, at))
}

fn is_beside_workspace(chart: &Chart, at: usize) -> bool {
    let beside = |at: usize| chart.marks(at, Mark::Workspace);
    at.checked_sub(1).is_some_and(beside) || beside(at + 1)
}
