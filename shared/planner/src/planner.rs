//! A question in, a plan out.

use crate::chart::Chart;
use crate::compose::compose;
use crate::follow_up::{compares_names, goes_on, has_core, overlay};
use crate::parts::parts;
use crate::plan::{Choice, Clarification, Plan, Planned, Subject};
use crate::reading::read;
use crate::screen::refusal;
use crate::slots::{Slots, slots};
use crate::trouble::{Assumptions, Trouble};
use crate::workspace::Workspace;
use domain::language::Language;
use domain::question::query::{
    ClarifyReason, FilterDimension, FilterOperator, Intent, Metric, RefusalReason, TypedQuery,
};
use domain::question::range::{DataSpan, NoSuchDays};
use jiff::civil::Date;

/// How many minutes after a question another one may go on from it.
pub const FOLLOW_UP_MINUTES: u32 = 30;
/// How many answers a question back has at most: the buttons of a message.
const MOST_CHOICES: usize = 3;
/// What is offered where a question names no metric.
const USUAL_METRICS: [Metric; MOST_CHOICES] = [Metric::Spend, Metric::Revenue, Metric::Roas];
/// How certain a plan is that rests on a word of little weight, or on the question before.
const WEAKLY_SAID: f64 = 0.92;

/// A question, and what it is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub text: &'a str,
    pub workspace: &'a Workspace,
    /// The day on which it is asked, in the workspace's zone.
    pub today: Date,
    /// The language of the person's last question, or else the one that they usually write.
    pub language: Language,
    pub before: Before<'a>,
}

/// What was asked before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    /// The person's last query, with how many minutes ago it was asked.
    pub last: Option<(&'a TypedQuery, u32)>,
    /// The query of the answer that the person quotes; it counts however old it is.
    pub quoted: Option<&'a TypedQuery>,
}

impl<'a> Before<'a> {
    fn query(self) -> Option<&'a TypedQuery> {
        let recent = self.last.filter(|(_, minutes)| *minutes <= FOLLOW_UP_MINUTES).map(|(query, _)| query);
        self.quoted.or(recent)
    }
}

/// Plans a question: reads what it says, and never guesses what it does not say.
#[must_use]
pub fn plan(question: &Question<'_>) -> Planned {
    let Some(chart) = read(question.text, question.workspace, question.language) else {
        return Planned {
            plan: Plan::OutOfScope(RefusalReason::Unrelated),
            confidence: 100,
            language: question.language,
            not_understood: Vec::new(),
        };
    };
    let today = DataSpan { first: question.workspace.first_day, today: question.today };
    let planning =
        Planning { chart: &chart, workspace: question.workspace, today, last: question.before.query() };
    let (plan, confidence, not_understood) = planning.plan();
    Planned { plan, confidence, language: chart.language, not_understood }
}

struct Planning<'a> {
    chart: &'a Chart,
    workspace: &'a Workspace,
    today: DataSpan,
    last: Option<&'a TypedQuery>,
}

/// What was read of a text: its queries and how certain they are.
struct Read {
    queries: Vec<TypedQuery>,
    confidence: u8,
}

impl Planning<'_> {
    fn plan(&self) -> (Plan, u8, Vec<String>) {
        if let Some(reason) = refusal(self.chart, self.last.is_some()) {
            return (Plan::OutOfScope(reason), 100, Vec::new());
        }
        match self.read(&self.assuming(Assumptions::default())) {
            Ok(read) if read.confidence >= Planned::LEAST_CONFIDENCE => {
                (Plan::Queries(read.queries), read.confidence, Vec::new())
            }
            Ok(read) => {
                let choices = vec![Choice { subject: Subject::Rest, queries: read.queries }];
                (
                    Plan::Clarify(Clarification { reason: ClarifyReason::MissingContext, choices }),
                    read.confidence,
                    Vec::new(),
                )
            }
            Err(trouble) => self.troubled(trouble),
        }
    }

    /// Adds what the last question was about.
    fn assuming(&self, assumptions: Assumptions) -> Assumptions {
        Assumptions { subject: self.last.and_then(|last| last.metrics.first().copied()), ..assumptions }
    }

    fn troubled(&self, trouble: Trouble) -> (Plan, u8, Vec<String>) {
        let plan = match trouble.reason() {
            Ok(reason) => Plan::Clarify(Clarification { reason, choices: self.choices(&trouble) }),
            Err(reason) => Plan::OutOfScope(reason),
        };
        let words = if let Trouble::Words(words) = trouble { words } else { Vec::new() };
        (plan, 0, words)
    }

    /// Returns the answers that a question back offers, each with what it would mean.
    fn choices(&self, trouble: &Trouble) -> Vec<Choice> {
        let choice = |subject: Subject, assumptions: Assumptions| {
            self.read(&self.assuming(assumptions)).ok().map(|read| Choice { subject, queries: read.queries })
        };
        let entity = |segment: usize, place: usize| {
            let entity = self.workspace.entities.get(place)?;
            let subject = Subject::Entity { dimension: entity.dimension, name: entity.name.clone() };
            choice(subject, Assumptions { entity: Some((segment, place)), ..Assumptions::default() })
        };
        let choices: Vec<Choice> = match trouble {
            Trouble::Ambiguous { segment, entities } | Trouble::Unknown { segment, entities } => {
                entities.iter().filter_map(|place| entity(*segment, *place)).collect()
            }
            Trouble::UnknownChannel { nearest } => nearest
                .iter()
                .filter_map(|name| {
                    let subject = Subject::Entity { dimension: FilterDimension::Channel, name: name.clone() };
                    choice(subject, Assumptions { channel: Some(name.clone()), ..Assumptions::default() })
                })
                .collect(),
            Trouble::Words(_) => {
                choice(Subject::Rest, Assumptions { ignores_words: true, ..Assumptions::default() })
                    .into_iter()
                    .collect()
            }
            Trouble::MissingMetric => USUAL_METRICS
                .into_iter()
                .filter_map(|metric| {
                    choice(
                        Subject::Metric(metric),
                        Assumptions { metric: Some(metric), ..Assumptions::default() },
                    )
                })
                .collect(),
            Trouble::MissingContext | Trouble::Refused(_) => Vec::new(),
        };
        choices.into_iter().take(MOST_CHOICES).collect()
    }

    fn read(&self, assumptions: &Assumptions) -> Result<Read, Trouble> {
        let whole = slots(self.chart.clone(), self.workspace, self.today, assumptions);
        let ranges = match &whole {
            Err(
                trouble @ (Trouble::Ambiguous { .. }
                | Trouble::Unknown { .. }
                | Trouble::UnknownChannel { .. }),
            ) => {
                return Err(trouble.clone());
            }
            _ => parts(self.chart, self.workspace, self.today),
        };
        let mut read = match (whole, ranges.as_slice()) {
            (Ok(slots), [_]) => self.one(slots)?,
            (Err(trouble), [_]) => return Err(trouble),
            _ => self.several(&ranges, assumptions)?,
        };
        read.queries.dedup();
        for query in &read.queries {
            self.check(query)?;
        }
        Ok(read)
    }

    fn several(&self, ranges: &[std::ops::Range<usize>], assumptions: &Assumptions) -> Result<Read, Trouble> {
        let of = |range: &std::ops::Range<usize>| {
            slots(self.chart.part(range.clone()), self.workspace, self.today, assumptions)
        };
        let mut all = ranges.iter().map(of).collect::<Result<Vec<Slots>, Trouble>>()?;
        share_times(&mut all);
        let mut read = Read { queries: Vec::new(), confidence: 100 };
        for (place, slots) in all.iter().enumerate() {
            // "It" may be what another part asks for, which nobody knows yet.
            if place > 0
                && slots.asks.refers
                && slots.named.is_empty()
                && all.iter().all(|one| one.named.is_empty())
            {
                return Err(Trouble::MissingContext);
            }
            let part = self.standing_alone(slots)?;
            read.queries.extend(part.queries);
            read.confidence = read.confidence.min(part.confidence);
        }
        Ok(read)
    }

    fn one(&self, slots: Slots) -> Result<Read, Trouble> {
        match self.last {
            Some(last) if compares_names(&slots) => self.standing_alone(&with_metric_of(slots, last)),
            Some(last) if goes_on(&slots) => {
                let query = overlay(last, &slots, self.today)?;
                Ok(Read { queries: vec![query], confidence: confidence(&slots, WEAKLY_SAID) })
            }
            Some(last) => self.standing_alone(&with_scope_of(slots, last)),
            None if is_part(&slots) => Err(Trouble::MissingContext),
            None => self.standing_alone(&slots),
        }
    }

    fn standing_alone(&self, slots: &Slots) -> Result<Read, Trouble> {
        if !slots.unexplained.is_empty() {
            return Err(not_understood(slots));
        }
        let queries = compose(slots, self.today)?;
        let has_firm_cue = !slots.metrics.is_empty() || !slots.cues.is_empty() || slots.budget.is_some();
        let said = if has_firm_cue || !slots.conditions.is_empty() { 1.0 } else { WEAKLY_SAID };
        Ok(Read { queries, confidence: confidence(slots, said) })
    }

    /// Checks that a query is about days with numbers.
    fn check(&self, query: &TypedQuery) -> Result<(), Trouble> {
        match self.today.resolve(query) {
            Ok(_) => Ok(()),
            Err(NoSuchDays::Future) => Err(Trouble::Refused(RefusalReason::Forecast)),
            Err(NoSuchDays::BeforeData | NoSuchDays::Impossible) => Err(Trouble::MissingContext),
        }
    }
}

/// Reports whether a question goes on from something that was not said.
fn is_part(slots: &Slots) -> bool {
    let is_ranked = slots.rank.is_some() && slots.kind.is_some();
    let goes_on = slots.asks.goes_on || slots.asks.changes || slots.asks.refers;
    goes_on && !has_core(slots) && !is_ranked
}

/// Gives the parts that name no time the time of the part before, or else of the part after.
fn share_times(parts: &mut [Slots]) {
    let takes_time = |slots: &Slots| {
        let is_about_numbers = !slots.metrics.is_empty() || slots.rank.is_some();
        let is_about_budget =
            slots.budget.is_some() || slots.metrics.iter().any(|metric| metric.is_about_budget());
        let is_open = slots.times.main.is_none() && !is_about_budget;
        is_open && (is_about_numbers || slots.cues.contains(&Intent::Why))
    };
    for order in [false, true] {
        let mut time = None;
        let places: Vec<usize> =
            if order { (0..parts.len()).rev().collect() } else { (0..parts.len()).collect() };
        for slots in places {
            let Some(slots) = parts.get_mut(slots) else { continue };
            if takes_time(slots) && time.is_some() {
                slots.times.main = time;
            }
            time = slots.times.main.or(time);
        }
    }
}

/// Gives a question the metric of the last one, unless that is about a budget.
fn with_metric_of(slots: Slots, last: &TypedQuery) -> Slots {
    let metric = last.metrics.first().copied().filter(|metric| !metric.is_about_budget());
    Slots { metrics: metric.into_iter().collect(), ..slots }
}

/// Gives a question that speaks of "it" or goes on about a budget the names of the last one.
fn with_scope_of(slots: Slots, last: &TypedQuery) -> Slots {
    let is_about_them = slots.asks.refers || (slots.asks.goes_on && slots.budget.is_some());
    if !is_about_them || !slots.named.is_empty() {
        return slots;
    }
    let named = last.filters.iter().filter(|filter| filter.operator == FilterOperator::In);
    let filters = named.filter(|filter| filter.dimension != FilterDimension::Status).cloned().collect();
    Slots { filters, ..slots }
}

/// Says what is the matter with words that nothing explains: a name that is not there, or a text about something else.
fn not_understood(slots: &Slots) -> Trouble {
    let has_cue = slots.cues.iter().any(|cue| *cue != Intent::List);
    let is_about_numbers = !slots.metrics.is_empty()
        || !slots.conditions.is_empty()
        || !slots.named.is_empty()
        || slots.budget.is_some()
        || slots.rank.is_some()
        || has_cue;
    if slots.names_workspace {
        Trouble::Refused(RefusalReason::CrossWorkspace)
    } else if is_about_numbers {
        Trouble::Words(slots.unexplained.clone())
    } else {
        Trouble::Refused(RefusalReason::Unrelated)
    }
}

/// Returns the share of what is explained, times how well names fit, times how plainly it is said, in percent.
fn confidence(slots: &Slots, said: f64) -> u8 {
    let (heavy, explained) = slots.weights;
    let left = slots.number.map_or(0, |_| 1);
    #[expect(clippy::cast_precision_loss, reason = "a question has a few segments")]
    let share = if heavy == 0 { 1.0 } else { (explained + left).min(heavy) as f64 / heavy as f64 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100")]
    let percent = (share * slots.names_score * said * 100.0).round() as u8;
    percent.min(100)
}

#[cfg(test)]
mod tests;
