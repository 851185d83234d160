//! What is said instead of an answer: why a question is not answered, what is asked back, and what can be asked, with up to
//! three questions that this workspace's data answers.

use crate::insight::record::AlertState;
use crate::language::{Language, Phrase, Value};
use crate::money::Money;
use crate::question::answer::voice::metric_phrase;
use crate::question::execute::data::WorkspaceData;
use crate::question::query::{
    ClarifyReason, Comparator, Dimension, Direction, Having, Intent, Metric, Order, RefusalReason, TypedQuery,
};
use crate::question::range::NoSuchDays;
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;
use crate::text::{display_name, short_name, truncate};
use jiff::civil::Date;

/// How many examples are offered: as many as a card has buttons.
const MOST_EXAMPLES: usize = 3;
/// How many words that were not understood are quoted.
const MOST_WORDS: usize = 3;
/// The maximum length of a button's title in UTF-16 units (Twilio, twilio/quick-reply).
const LONGEST_TITLE: usize = 20;

/// What is said instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpCard {
    pub text: String,
    /// At most three.
    pub choices: Vec<Choice>,
}

/// A button, and what a tap on it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// At most 20 UTF-16 units.
    pub title: String,
    /// The whole text that the tap stands for.
    pub text: String,
    /// The questions that the tap asks; none if nobody knows yet what the text would complete.
    pub queries: Vec<TypedQuery>,
}

/// What can be chosen where something is asked back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub subject: OfferSubject,
    /// What the question means with this choice.
    pub queries: Vec<TypedQuery>,
}

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferSubject {
    /// A campaign, a creative or a channel.
    Name(String),
    /// A number.
    Metric(Metric),
    /// The question without the words that were not understood.
    Rest,
}

/// Returns why a question is not answered, and what can be asked instead.
#[must_use]
pub fn refusal(language: Language, data: &WorkspaceData<'_>, reason: RefusalReason) -> HelpCard {
    let phrase = match reason {
        RefusalReason::Unrelated => Phrase::AnswerRefuseUnrelated,
        RefusalReason::UnsupportedMetric => Phrase::AnswerRefuseMetric,
        RefusalReason::Forecast => Phrase::AnswerRefuseForecast,
        RefusalReason::WriteAction => Phrase::AnswerRefuseWrite,
        RefusalReason::CrossWorkspace => Phrase::AnswerRefuseElsewhere,
        RefusalReason::Injection => Phrase::AnswerRefuseInstruction,
    };
    let first: &[Topic] = match reason {
        RefusalReason::WriteAction => &[Topic::Advice, Topic::Overspent, Topic::Alerts],
        RefusalReason::Forecast => &[Topic::Pace, Topic::LastWeek, Topic::Roas],
        RefusalReason::UnsupportedMetric => &[Topic::LastWeek, Topic::Roas, Topic::Channels],
        RefusalReason::Unrelated | RefusalReason::CrossWorkspace | RefusalReason::Injection => &[],
    };
    let workspace = display_name(&data.workspace.name);
    let text = language.say(phrase, &[("workspace", Value::Text(&workspace))]);
    with_examples(language, data, &text, first)
}

/// Asks back. What is offered takes the place of examples; the words that were not understood are quoted.
#[must_use]
pub fn clarification(
    language: Language,
    data: &WorkspaceData<'_>,
    reason: ClarifyReason,
    offers: &[Offer],
    not_understood: &[String],
) -> HelpCard {
    let phrase = match reason {
        ClarifyReason::AmbiguousEntity => Phrase::AnswerAskWhich,
        ClarifyReason::UnknownEntity => Phrase::AnswerAskUnknown,
        ClarifyReason::MissingMetric => Phrase::AnswerAskMetric,
        ClarifyReason::MissingContext => Phrase::AnswerAskContext,
    };
    let words = not_understood.iter().take(MOST_WORDS).map(|word| short_name(word));
    let words = words.collect::<Vec<_>>().join(", ");
    let quoted = language.say(Phrase::AnswerAskWords, &[("words", Value::Text(&words))]);
    let text = match (reason, not_understood) {
        (_, []) => language.say(phrase, &[]),
        (ClarifyReason::MissingContext, _) => quoted,
        _ => format!("{quoted}\n{}", language.say(phrase, &[])),
    };
    if offers.is_empty() {
        return with_examples(language, data, &text, &[Topic::LastWeek, Topic::Roas, Topic::Channels]);
    }
    let choices: Vec<Choice> =
        offers.iter().take(MOST_EXAMPLES).map(|offer| offered(language, offer)).collect();
    HelpCard { text: listed(text, &choices), choices }
}

fn offered(language: Language, offer: &Offer) -> Choice {
    let text = match &offer.subject {
        OfferSubject::Name(name) => display_name(name),
        OfferSubject::Metric(metric) => language.say(metric_phrase(*metric), &[]),
        OfferSubject::Rest => language.say(Phrase::AnswerOfferRest, &[]),
    };
    Choice { title: truncate(&text, LONGEST_TITLE), text, queries: offer.queries.clone() }
}

/// Lists the choices in full below a text, because a button shows only the beginning.
fn listed(text: String, choices: &[Choice]) -> String {
    choices.iter().fold(text, |text, choice| format!("{text}\n• {}", choice.text))
}

/// Returns why there are no days to answer for; `first` is the first day with data, if it is known.
#[must_use]
pub fn no_such_days(
    language: Language,
    data: &WorkspaceData<'_>,
    reason: NoSuchDays,
    first: Option<Date>,
) -> HelpCard {
    let text = match (reason, first) {
        (NoSuchDays::Future, _) => language.say(Phrase::AnswerFuture, &[]),
        (NoSuchDays::Impossible, _) => language.say(Phrase::AnswerNoSuchDays, &[]),
        (NoSuchDays::BeforeData, None) => language.say(Phrase::AnswerBeforeData, &[]),
        (NoSuchDays::BeforeData, Some(day)) => {
            let day = language.days(day, day, i16::MIN);
            language.say(Phrase::AnswerBeforeDataFrom, &[("day", Value::Text(&day))])
        }
    };
    with_examples(language, data, &text, &[])
}

/// Returns that a question needs more numbers than are read for an answer, and what can be asked instead.
#[must_use]
pub fn too_many_days(language: Language, data: &WorkspaceData<'_>) -> HelpCard {
    let text = language.say(Phrase::AnswerTooManyDays, &[]);
    with_examples(language, data, &text, &[Topic::LastWeek, Topic::Roas, Topic::Channels])
}

fn with_examples(language: Language, data: &WorkspaceData<'_>, text: &str, first: &[Topic]) -> HelpCard {
    let choices = examples(language, data, first);
    let text = format!("{text}\n\n{}", language.say(Phrase::AnswerTry, &[]));
    HelpCard { text: listed(text, &choices), choices }
}

/// Returns questions that the data of the workspace answers; those of `first` come first.
fn examples(language: Language, data: &WorkspaceData<'_>, first: &[Topic]) -> Vec<Choice> {
    let mut topics: Vec<Topic> = Vec::new();
    for topic in first.iter().chain(&Topic::ALL) {
        if topic.is_answered(data) && !topics.contains(topic) {
            topics.push(*topic);
        }
    }
    topics.into_iter().take(MOST_EXAMPLES).map(|topic| topic.choice(language)).collect()
}

/// What can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Overspent,
    Creative,
    LastWeek,
    Channels,
    Roas,
    Alerts,
    Advice,
    Pace,
    Data,
}

impl Topic {
    const ALL: [Self; 9] = [
        Self::Overspent,
        Self::Creative,
        Self::LastWeek,
        Self::Channels,
        Self::Roas,
        Self::Alerts,
        Self::Advice,
        Self::Pace,
        Self::Data,
    ];

    /// Reports whether the workspace has data for it.
    fn is_answered(self, data: &WorkspaceData<'_>) -> bool {
        let has_budget = || {
            let currency = data.workspace.currency;
            let has = |budget: Money| budget.minor > 0 && budget.currency == currency;
            data.campaigns.iter().any(|campaign| campaign.active && has(campaign.daily_budget))
        };
        let has_data = || !data.sources.is_empty() || !data.facts.is_empty();
        match self {
            Self::Overspent | Self::Pace => has_budget(),
            Self::Creative => !data.creatives.is_empty() && has_data(),
            Self::LastWeek | Self::Channels | Self::Roas => has_data(),
            Self::Alerts => data.alerts.iter().any(|alert| alert.state != AlertState::Resolved),
            Self::Advice => data.adjustments.iter().any(|shift| shift.state.is_open()),
            Self::Data => true,
        }
    }

    fn choice(self, language: Language) -> Choice {
        let (title, text) = self.phrases();
        let say = |phrase| language.say(phrase, &[]);
        Choice { title: say(title), text: say(text), queries: vec![self.query()] }
    }

    fn phrases(self) -> (Phrase, Phrase) {
        match self {
            Self::Overspent => (Phrase::AnswerExampleOverspentTitle, Phrase::AnswerExampleOverspent),
            Self::Creative => (Phrase::AnswerExampleCreativeTitle, Phrase::AnswerExampleCreative),
            Self::LastWeek => (Phrase::AnswerExampleWeekTitle, Phrase::AnswerExampleWeek),
            Self::Channels => (Phrase::AnswerExampleChannelsTitle, Phrase::AnswerExampleChannels),
            Self::Roas => (Phrase::AnswerExampleRoasTitle, Phrase::AnswerExampleRoas),
            Self::Alerts => (Phrase::AnswerExampleAlertsTitle, Phrase::AnswerExampleAlerts),
            Self::Advice => (Phrase::AnswerExampleAdviceTitle, Phrase::AnswerExampleAdvice),
            Self::Pace => (Phrase::AnswerExamplePaceTitle, Phrase::AnswerExamplePace),
            Self::Data => (Phrase::AnswerExampleDataTitle, Phrase::AnswerExampleData),
        }
    }

    /// Returns the question that its text asks.
    fn query(self) -> TypedQuery {
        let of = |intent, metrics: &[Metric], time_range| TypedQuery {
            metrics: metrics.to_vec(),
            time_range,
            ..TypedQuery::new(intent)
        };
        match self {
            Self::Overspent => TypedQuery {
                dimension: Some(Dimension::Campaign),
                having: vec![Having {
                    metric: Metric::Pacing,
                    operator: Comparator::Above,
                    value: Threshold::ONE,
                }],
                ..of(Intent::Budget, &[Metric::Pacing], Some(RelativeTime::Yesterday))
            },
            Self::Creative => TypedQuery {
                dimension: Some(Dimension::Creative),
                order: Some(Order { metric: Metric::Roas, direction: Direction::Descending }),
                limit: Some(1),
                ..of(Intent::Rank, &[Metric::Roas], Some(RelativeTime::ThisWeek))
            },
            Self::LastWeek => of(Intent::Summary, &[], Some(RelativeTime::LastWeek)),
            Self::Channels => TypedQuery {
                dimension: Some(Dimension::Channel),
                ..of(Intent::Breakdown, &[Metric::Spend], Some(RelativeTime::LastDays(30)))
            },
            Self::Roas => of(Intent::Value, &[Metric::Roas], Some(RelativeTime::LastDays(7))),
            Self::Alerts => of(Intent::Alerts, &[], None),
            Self::Advice => of(Intent::Recommendations, &[], None),
            Self::Pace => of(Intent::Budget, &[Metric::BudgetRemaining], Some(RelativeTime::ThisMonth)),
            Self::Data => of(Intent::DataStatus, &[], None),
        }
    }
}
