//! What the rows of an answer are: told apart by what, in which order, how many.

use crate::chart::Chart;
use crate::meaning::{Amount, CalendarUnit, Mark, Meaning, RankWord};
use domain::question::query::{Dimension, Direction, Metric};

/// How many rows "the top campaigns" are.
const SEVERAL: u32 = 5;
/// How many rows are worth asking for.
const MOST_ROWS: u16 = 100;

/// What rows are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowKind {
    pub(crate) dimension: Dimension,
    amount: Amount,
    pub(crate) link: RowLink,
    at: usize,
}

/// How the text says what rows are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowLink {
    /// "by campaign", "daily".
    Per,
    /// "which campaign".
    Which,
    /// "the best campaign".
    Ranked,
    /// Only a noun.
    Noun,
}

/// An order with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rank {
    pub(crate) word: RankWord,
    pub(crate) limit: u32,
    /// Whether the text has the number.
    pub(crate) is_counted: bool,
}

/// There are two, which one question cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TwoKinds;

/// Finds what the rows are told apart by.
pub(crate) fn row_kind(chart: &Chart, has_conditions: bool) -> Result<Option<RowKind>, TwoKinds> {
    let mut nouns: Vec<RowKind> = (0..chart.len()).filter_map(|at| noun(chart, at)).collect();
    if nouns.is_empty() && has_conditions {
        // "days with more than 500 clicks".
        nouns.extend((0..chart.len()).find_map(|at| unit(chart, at, RowLink::Which)));
    }
    for link in [RowLink::Per, RowLink::Which, RowLink::Ranked, RowLink::Noun] {
        let mut of_link = nouns.iter().filter(|kind| kind.link == link);
        let Some(first) = of_link.next() else { continue };
        let is_other = |kind: &RowKind| kind.dimension != first.dimension;
        return match link {
            RowLink::Noun => Ok(Some(*first)),
            RowLink::Ranked => Ok(Some(nearest_to_rank(chart, &nouns).unwrap_or(*first))),
            _ if of_link.any(is_other) => Err(TwoKinds),
            RowLink::Per if nouns.iter().any(|kind| kind.link == RowLink::Which && is_other(kind)) => {
                Err(TwoKinds)
            }
            _ => Ok(Some(*first)),
        };
    }
    Ok(None)
}

fn noun(chart: &Chart, at: usize) -> Option<RowKind> {
    let kind = |dimension, amount, link| Some(RowKind { dimension, amount, link, at });
    let link = link(chart, at);
    chart.find(at, |meaning| match meaning {
        Meaning::Grain(dimension) => kind(dimension, Amount::Any, RowLink::Per),
        Meaning::Noun(dimension, amount) => kind(dimension, amount, link),
        Meaning::Unit(_) if link != RowLink::Noun => unit(chart, at, link),
        _ => None,
    })
}

fn unit(chart: &Chart, at: usize, link: RowLink) -> Option<RowKind> {
    let dimension = chart.find(at, |meaning| match meaning {
        Meaning::Unit(CalendarUnit::Day) => Some(Dimension::Day),
        Meaning::Unit(CalendarUnit::Week) => Some(Dimension::Week),
        Meaning::Unit(CalendarUnit::Month) => Some(Dimension::Month),
        _ => None,
    })?;
    Some(RowKind { dimension, amount: Amount::Any, link, at })
}

/// Returns what connects a noun: the nearest word before it that is neither an article nor a number nor an adjective.
fn link(chart: &Chart, at: usize) -> RowLink {
    let mut is_ranked = false;
    // "the best performing campaign" may have more between than "by campaign".
    let mut is_near = true;
    let mut place = at;
    while let Some(before) = place.checked_sub(1) {
        place = before;
        // "by campaign and day" has two.
        if chart.marks(before, Mark::And)
            && is_near
            && before.checked_sub(1).is_some_and(|at| is_row(chart, at))
        {
            place = before - 1;
            continue;
        }
        if chart.marks(before, Mark::Per) && is_near {
            let is_all = chart.marks(before + 1, Mark::All);
            return if is_all { RowLink::Noun } else { RowLink::Per };
        }
        if chart.marks(before, Mark::Which) && is_near {
            return RowLink::Which;
        }
        if rank_word(chart, before).is_some() {
            is_ranked = true;
        } else if !is_adjective(chart, before) {
            is_near = false;
            if !chart.marks(before, Mark::Filler) && metric(chart, before).is_none() {
                break;
            }
        }
    }
    let is_ranked_after = rank_word(chart, chart.skip_links(at + 1)).is_some();
    if is_ranked || is_ranked_after { RowLink::Ranked } else { RowLink::Noun }
}

fn is_row(chart: &Chart, at: usize) -> bool {
    chart.find(at, |meaning| matches!(meaning, Meaning::Noun(..) | Meaning::Unit(_)).then_some(())).is_some()
}

/// Reports whether a segment may stand between a noun and what it hangs on: "which of our active Google campaigns".
fn is_adjective(chart: &Chart, at: usize) -> bool {
    let is_light = chart.marks(at, Mark::Link) || chart.marks(at, Mark::All);
    let is_taken_name = chart.get(at).is_some_and(|segment| {
        segment.is_taken() && is_name_or_state(&segment.meanings, segment.mention.is_some())
    });
    is_light || is_taken_name || chart.whole_number(at).is_some()
}

fn is_name_or_state(meanings: &[Meaning], is_mention: bool) -> bool {
    is_mention || meanings.iter().any(|meaning| matches!(meaning, Meaning::Channel(_) | Meaning::Status(_)))
}

fn metric(chart: &Chart, at: usize) -> Option<Metric> {
    chart.find(at, |meaning| match meaning {
        Meaning::Metric(metric) | Meaning::WeakMetric(metric) => Some(metric),
        _ => None,
    })
}

/// Returns the word for an order that a segment is.
pub(crate) fn rank_word(chart: &Chart, at: usize) -> Option<RankWord> {
    chart.find(at, |meaning| match meaning {
        Meaning::Rank(word) => Some(word),
        _ => None,
    })
}

fn rank_places(chart: &Chart) -> Vec<usize> {
    let is_rank = |at: &usize| rank_word(chart, *at).is_some() && sorted_by_word(chart, *at).is_none();
    (0..chart.len()).filter(is_rank).collect()
}

/// Returns the word that says how rows are sorted: "sorted by lowest".
pub(crate) fn sorted_by_word(chart: &Chart, at: usize) -> Option<RankWord> {
    let before = at.checked_sub(1)?;
    rank_word(chart, at).filter(|_| chart.marks(before, Mark::SortBy))
}

fn nearest_to_rank(chart: &Chart, nouns: &[RowKind]) -> Option<RowKind> {
    let places = rank_places(chart);
    let distance = |kind: &&RowKind| places.iter().map(|at| kind.at.abs_diff(*at)).min();
    nouns.iter().filter(|kind| kind.link == RowLink::Ranked).min_by_key(distance).copied()
}

/// Finds the order of the rows.
pub(crate) fn rank(chart: &Chart, kind: Option<RowKind>) -> Result<Option<Rank>, TwoKinds> {
    let places = rank_places(chart);
    let is_asked = |at: &usize| {
        let word = rank_word(chart, *at);
        let is_firm = !matches!(word, Some(RankWord::Most | RankWord::Least));
        // "más" and "plus" also join, "more" and "less" also compare: they need something to put in order.
        is_firm || kind.is_some() || chart.has(Mark::Which) || !chart.marks(*at, Mark::And)
    };
    let mut asked = places.iter().copied().filter(is_asked);
    let Some(at) = asked.next() else { return Ok(None) };
    let Some(word) = rank_word(chart, at) else { return Ok(None) };
    let others: Vec<RankWord> = asked.filter_map(|other| rank_word(chart, other)).collect();
    let word = match (word, others.as_slice()) {
        (word, []) => word,
        // "top 5 with the highest ROAS" and "best most efficient" say one thing twice.
        (RankWord::Top, [other]) if !is_downwards(*other) => *other,
        (word, others) if others.iter().all(|other| is_downwards(*other) == is_downwards(word)) => word,
        _ => return Err(TwoKinds),
    };
    let said = row_count(chart, at, kind);
    let limit =
        said.map_or_else(|| usual_limit(chart, kind, rank_word(chart, at).unwrap_or(word)), u32::from);
    Ok(Some(Rank { word, limit, is_counted: said.is_some() }))
}

fn is_downwards(word: RankWord) -> bool {
    matches!(word, RankWord::Worst | RankWord::Bottom | RankWord::Least)
}

/// Returns how many rows are wanted where no number is said: one of one thing, several of several.
fn usual_limit(chart: &Chart, kind: Option<RowKind>, word: RankWord) -> u32 {
    let is_many = matches!(word, RankWord::Top | RankWord::Bottom);
    let of_kind = match kind.map(|kind| kind.amount) {
        Some(Amount::One) => 1,
        Some(Amount::Many) => SEVERAL,
        Some(Amount::Any) | None => {
            if is_many {
                SEVERAL
            } else {
                1
            }
        }
    };
    if chart.has(Mark::OneOf) && !is_many { 1 } else { of_kind }
}

/// Returns the number beside the word for the order, or before the noun.
fn row_count(chart: &Chart, rank_at: usize, kind: Option<RowKind>) -> Option<u16> {
    let number = |at: usize| chart.whole_number(at).filter(|count| (1..=MOST_ROWS).contains(count));
    // A word such as "un" is an article, and one thing anyway.
    let counts =
        |at: usize| number(at).filter(|_| chart.digits(at).is_some() || !chart.marks(at, Mark::Link));
    let after = counts(chart.skip_links(rank_at + 1));
    let before = || rank_at.checked_sub(1).and_then(counts);
    let before_noun = || kind.and_then(|kind| kind.at.checked_sub(1)).and_then(counts);
    after.or_else(before).or_else(before_noun)
}

/// Takes the numbers that count rows, the words for the order, and the noun.
pub(crate) fn take_rows(chart: &mut Chart, kind: Option<RowKind>, rank: Option<Rank>) {
    if rank.is_some() {
        for at in rank_places(chart) {
            let neighbours = [
                at.checked_sub(1),
                Some(chart.skip_links(at + 1)),
                kind.and_then(|kind| kind.at.checked_sub(1)),
            ];
            for number in neighbours
                .into_iter()
                .flatten()
                .filter(|at| chart.whole_number(*at).is_some())
                .collect::<Vec<_>>()
            {
                chart.take(number..number + 1);
            }
            // "eating the budget" is an order and a metric at once.
            if metric(chart, at).is_none() {
                chart.take(at..at + 1);
            }
        }
    }
    if let Some(kind) = kind.filter(|kind| kind.link != RowLink::Noun) {
        chart.take(kind.at..kind.at + 1);
    }
}

/// Returns which end of a metric comes first.
pub(crate) fn direction(word: RankWord, metric: Metric) -> Direction {
    let best = if metric.is_better_when_lower() { Direction::Ascending } else { Direction::Descending };
    match word {
        RankWord::Top | RankWord::Best => best,
        RankWord::Worst | RankWord::Bottom => best.reversed(),
        RankWord::Most | RankWord::Dearest => Direction::Descending,
        RankWord::Least | RankWord::Cheapest => Direction::Ascending,
    }
}

#[cfg(test)]
mod tests;
