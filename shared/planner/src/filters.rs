//! Which campaigns, creatives, channels and states a text is about, or is not about.

use crate::chart::Chart;
use crate::meaning::{Mark, Meaning, Screen};
use crate::mention::{Certainty, Mention};
use crate::trouble::{Assumptions, Named, Trouble};
use crate::workspace::Workspace;
use domain::question::query::{Dimension, Filter, FilterDimension, FilterOperator, Intent};

/// Finds the names in a text and takes their segments.
pub(crate) fn take_names(
    chart: &mut Chart,
    workspace: &Workspace,
    assumptions: &Assumptions,
) -> Result<Vec<Named>, Trouble> {
    let channels = channels(chart, workspace, assumptions);
    let mut named: Vec<Named> = Vec::new();
    for at in 0..chart.len() {
        let mention = chart.get(at).and_then(|segment| segment.mention.clone());
        let found = match mention {
            Some(mention) => Some(entity(&mention, at, workspace, assumptions, &channels)?),
            None => channel(chart, at, workspace, assumptions)?.map(|id| (FilterDimension::Channel, id)),
        };
        if let Some((dimension, name)) = found {
            // "unboxing video" names either or neither.
            if let Some(other) = beside(&named, dimension, at) {
                let entities =
                    [other, name.clone()].iter().filter_map(|name| place_of(name, workspace)).collect();
                return Err(Trouble::Ambiguous { segment: at, entities });
            }
            let is_excluded = is_excluded(chart, at, &named);
            named.push(Named { dimension, name, is_excluded, at });
        }
    }
    take(chart, &named);
    named.extend(take_states(chart));
    Ok(named)
}

/// Returns the name of the same kind that stands directly before a segment, with nothing that joins them.
fn beside(named: &[Named], dimension: FilterDimension, at: usize) -> Option<String> {
    let is_of_names = dimension != FilterDimension::Channel;
    let before =
        named.last().filter(|last| is_of_names && last.dimension == dimension && last.at + 1 == at)?;
    Some(before.name.clone())
}

fn place_of(name: &str, workspace: &Workspace) -> Option<usize> {
    workspace.entities.iter().position(|entity| entity.name == name)
}

/// Returns the channels that a text names, which tell campaigns of one name apart.
fn channels(chart: &Chart, workspace: &Workspace, assumptions: &Assumptions) -> Vec<String> {
    (0..chart.len()).filter_map(|at| channel(chart, at, workspace, assumptions).ok().flatten()).collect()
}

fn entity(
    mention: &Mention,
    at: usize,
    workspace: &Workspace,
    assumptions: &Assumptions,
    channels: &[String],
) -> Result<(FilterDimension, String), Trouble> {
    let name =
        |place: usize| workspace.entities.get(place).map(|entity| (entity.dimension, entity.name.clone()));
    let assumed = assumptions.entity.filter(|(segment, _)| *segment == at).map(|(_, entity)| entity);
    let is_on_channel = |place: &&usize| {
        let channel = workspace.entities.get(**place).and_then(|entity| entity.channel.as_ref());
        channel.is_some_and(|channel| channels.iter().any(|named| named == channel.as_str()))
    };
    let on_channel: Vec<&usize> = mention.candidates.iter().filter(is_on_channel).collect();
    let entities = mention.candidates.clone();
    let chosen = match (assumed, mention.certainty, on_channel.as_slice()) {
        (Some(entity), ..) => Ok(Some(entity)),
        (None, Certainty::Sure, _) => Ok(mention.candidates.first().copied()),
        (None, Certainty::Ambiguous, [only]) => Ok(Some(**only)),
        (None, Certainty::Ambiguous, _) => Err(Trouble::Ambiguous { segment: at, entities }),
        (None, Certainty::Unsure, _) => Err(Trouble::Unknown { segment: at, entities }),
    }?;
    chosen.and_then(name).ok_or(Trouble::MissingContext)
}

/// Returns the workspace's channel that a segment names.
fn channel(
    chart: &Chart,
    at: usize,
    workspace: &Workspace,
    assumptions: &Assumptions,
) -> Result<Option<String>, Trouble> {
    let named = chart.find(at, |meaning| match meaning {
        Meaning::Channel(id) => Some(id),
        _ => None,
    });
    let Some(id) = named else { return Ok(None) };
    let has = |id: &str| workspace.channels.iter().any(|channel| channel.as_str() == id);
    // Facebook is what most people call Meta's advertising; Instagram and YouTube are only a part of what a channel has.
    let wider = match id {
        "facebook" | "instagram" => Some("meta"),
        "youtube" => Some("google"),
        _ => None,
    };
    let wider = wider.filter(|wider| has(wider)).map(str::to_owned);
    match wider {
        _ if has(id) => Ok(Some(id.to_owned())),
        Some(meta) if id == "facebook" => Ok(Some(meta)),
        nearest => match &assumptions.channel {
            Some(assumed) => Ok(Some(assumed.clone())),
            None => Err(Trouble::UnknownChannel { nearest }),
        },
    }
}

/// Reports whether a name is left out: after "without", or joined to another one that is.
fn is_excluded(chart: &Chart, at: usize, named: &[Named]) -> bool {
    let mut before = at;
    while let Some(place) = before.checked_sub(1) {
        before = place;
        let is = |mark| chart.marks(place, mark);
        if let Some(other) = named.iter().find(|other| other.at == place) {
            return other.is_excluded;
        }
        if is(Mark::Exclude) {
            // "retargeting chhodke meta": in Hindi the word belongs to the name before it.
            let belongs = chart.language == domain::language::Language::Hindi
                && named.iter().any(|other| other.is_excluded && chart.skip_links(other.at + 1) == place);
            return !belongs;
        }
        let is_noun =
            chart.find(place, |meaning| matches!(meaning, Meaning::Noun(..)).then_some(())).is_some();
        let joins = is(Mark::Link) || is(Mark::And) || is(Mark::Or) || is_noun || chart.is_sign(place, ",");
        if !joins {
            break;
        }
    }
    // In Hindi the word follows: "google ko chhodkar".
    (at + 1..chart.len().min(at + 3)).find(|after| !chart.marks(*after, Mark::Link)).is_some_and(|after| {
        chart.language == domain::language::Language::Hindi && chart.marks(after, Mark::Exclude)
    })
}

/// Takes the names, the words that leave them out, and the nouns beside them that say what they are.
fn take(chart: &mut Chart, named: &[Named]) {
    for name in named {
        let is_noun = |chart: &Chart, at: usize| {
            chart.find(at, |meaning| {
                matches!(meaning, Meaning::Noun(dimension, _) if is_kind(dimension, name.dimension))
                    .then_some(())
            })
        };
        let neighbours: Vec<usize> = name.at.checked_sub(1).into_iter().chain([name.at + 1]).collect();
        for at in neighbours.into_iter().filter(|_| name.dimension != FilterDimension::Channel) {
            if is_noun(chart, at).is_some() && !follows_per(chart, at) {
                chart.take(at..at + 1);
            }
        }
        chart.take(name.at..name.at + 1);
    }
    if named.iter().any(|name| name.is_excluded) {
        for at in chart.marked(Mark::Exclude) {
            chart.take(at..at + 1);
        }
    }
}

fn follows_per(chart: &Chart, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| chart.marks(before, Mark::Per) || chart.marks(before, Mark::Which))
}

fn is_kind(noun: Dimension, dimension: FilterDimension) -> bool {
    matches!(
        (noun, dimension),
        (Dimension::Campaign, FilterDimension::Campaign) | (Dimension::Creative, FilterDimension::Creative)
    )
}

/// Finds states: "active campaigns", "the paused ones".
fn take_states(chart: &mut Chart) -> Vec<Named> {
    let has = |wanted: fn(Meaning) -> Option<()>| (0..chart.len()).any(|at| chart.find(at, wanted).is_some());
    let is_about_things = (has(as_noun) || has(as_list)) && !has(as_number);
    let mut found = Vec::new();
    for at in 0..chart.len() {
        let state = chart.find(at, |meaning| match meaning {
            Meaning::Status(state) => Some(state),
            _ => None,
        });
        // "running" is a state in "which campaigns are running", and a word without weight beside numbers.
        let is_light = chart.marks(at, Mark::Filler) && !is_about_things;
        if let Some(state) = state.filter(|_| !is_light && chart.find(at, as_order).is_none()) {
            chart.take(at..at + 1);
            found.push(Named {
                dimension: FilterDimension::Status,
                name: state.to_owned(),
                is_excluded: false,
                at,
            });
        }
    }
    found
}

fn as_noun(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Noun(Dimension::Campaign | Dimension::Creative, _)).then_some(())
}

fn as_list(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Cue(Intent::List)).then_some(())
}

fn as_order(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Screen(Screen::Write)).then_some(())
}

fn as_number(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Metric(_) | Meaning::Rank(_) | Meaning::Comparator(_)).then_some(())
}

/// Returns the filters that names make. A channel is left out where the campaigns that are named run on it anyway.
pub(crate) fn filters(named: &[Named], workspace: &Workspace) -> Vec<Filter> {
    let mut filters: Vec<Filter> = Vec::new();
    for name in named.iter().filter(|name| !is_implied(name, named, workspace)) {
        let operator = if name.is_excluded { FilterOperator::NotIn } else { FilterOperator::In };
        let same = |filter: &&mut Filter| filter.dimension == name.dimension && filter.operator == operator;
        match filters.iter_mut().find(same) {
            Some(filter) if filter.values.contains(&name.name) => {}
            Some(filter) => filter.values.push(name.name.clone()),
            None => {
                filters.push(Filter { dimension: name.dimension, operator, values: vec![name.name.clone()] });
            }
        }
    }
    filters
}

fn is_implied(name: &Named, all: &[Named], workspace: &Workspace) -> bool {
    let runs_there = |other: &Named| {
        let entity = workspace.entities.iter().find(|entity| entity.name == other.name);
        entity.and_then(|entity| entity.channel.as_ref()).is_some_and(|channel| channel.as_str() == name.name)
    };
    let mut campaigns = all
        .iter()
        .filter(|other| other.dimension == FilterDimension::Campaign && !other.is_excluded)
        .peekable();
    name.dimension == FilterDimension::Channel
        && !name.is_excluded
        && campaigns.peek().is_some()
        && campaigns.all(runs_there)
}
