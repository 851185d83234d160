//! Which of the things that not every service knows are sent: learned from its refusals, and kept for a day.

use super::settings::ModelForm;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long is kept what a service refused; by then it may have learned it.
const KEPT: Duration = Duration::from_hours(24);

/// How the model is held to the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rung {
    /// The service makes it write by the schema.
    #[default]
    Schema,
    /// The service makes it write JSON, or call a tool whose input is the answer.
    Looser,
    /// It is only told to.
    Plain,
}

/// A part of a request that a service may refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Optional {
    /// How much the model thinks.
    Effort,
    /// How much the model writes around the answer.
    Verbosity,
    /// That the model does not think first.
    Thinking,
    /// That the service does not keep the exchange.
    Store,
    /// That the schema is kept to the letter.
    Strict,
    /// The current name of the longest answer; the former one is sent instead.
    TokenLimit,
    /// The key of what the service keeps of the constant text.
    CacheKey,
    /// That the service keeps what it made of the constant text.
    CacheControl,
    /// The hash of the person.
    Person,
    /// What the request is for.
    Metadata,
}

/// A part, with the words by which refusals name it, in lower case.
type Named = (Optional, &'static [&'static str]);

const BEDROCK: &[Named] = &[
    (Optional::Effort, &["effort"]),
    (Optional::Strict, &["strict"]),
    (Optional::Metadata, &["requestmetadata", "request_metadata"]),
];
const ANTHROPIC: &[Named] = &[
    (Optional::Effort, &["effort"]),
    (Optional::Strict, &["strict"]),
    (Optional::Thinking, &["thinking"]),
    (Optional::CacheControl, &["cache_control"]),
    (Optional::Person, &["metadata", "user_id"]),
];
/// Without `store` the service would keep the question, so that is never left out.
const RESPONSES: &[Named] = &[
    (Optional::Effort, &["reasoning"]),
    (Optional::Verbosity, &["verbosity"]),
    (Optional::Strict, &["strict"]),
    (Optional::CacheKey, &["prompt_cache_key"]),
    (Optional::Person, &["safety_identifier"]),
];
const CHAT: &[Named] = &[
    (Optional::Effort, &["reasoning_effort"]),
    (Optional::TokenLimit, &["max_completion_tokens"]),
    (Optional::Strict, &["strict"]),
    (Optional::Store, &["store"]),
    (Optional::Person, &["safety_identifier"]),
];
/// By what refusals name the way in which the model is held to the form.
const FORMAT: &[&str] = &["format", "schema", "tool", "structured"];
/// What holds both the format and the effort.
const CONTAINER: &[&str] = &["output_config", "outputconfig"];

/// What is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) rung: Rung,
    without: BTreeSet<Optional>,
}

impl Shape {
    /// Reports whether a part is sent.
    pub(super) fn has(&self, part: Optional) -> bool {
        !self.without.contains(&part)
    }

    /// Returns what to send instead, by what a refusal names; `None` if it names nothing that could be left out.
    pub(super) fn after(&self, form: ModelForm, refusal: &str) -> Option<Self> {
        let refusal = refusal.to_lowercase();
        let names = |words: &[&str]| words.iter().any(|word| refusal.contains(word));
        let part = optional(form).iter().find(|(part, words)| self.has(*part) && names(words));
        match part {
            Some((part, _)) => Some(self.leaving_out(*part)),
            None if names(FORMAT) => self.lower(),
            None if names(CONTAINER) && self.has(Optional::Effort) => {
                Some(self.leaving_out(Optional::Effort))
            }
            None if names(CONTAINER) => self.lower(),
            None => None,
        }
    }

    fn leaving_out(&self, part: Optional) -> Self {
        let mut without = self.without.clone();
        without.insert(part);
        Self { rung: self.rung, without }
    }

    fn lower(&self) -> Option<Self> {
        let rung = match self.rung {
            Rung::Schema => Rung::Looser,
            Rung::Looser => Rung::Plain,
            Rung::Plain => return None,
        };
        Some(Self { rung, without: self.without.clone() })
    }
}

fn optional(form: ModelForm) -> &'static [Named] {
    match form {
        ModelForm::BedrockConverse => BEDROCK,
        ModelForm::AnthropicMessages => ANTHROPIC,
        ModelForm::OpenAiResponses => RESPONSES,
        ModelForm::ChatCompletions => CHAT,
    }
}

/// What a service was found to know. Times are counted from any fixed instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Learned {
    shape: Shape,
    since: Duration,
}

impl Learned {
    /// Notes what was sent after a refusal.
    pub(super) fn note(&mut self, shape: Shape, now: Duration) {
        *self = Self { shape, since: now };
    }

    /// Returns what to send; after a day everything is tried again.
    pub(super) fn shape(&self, now: Duration) -> Shape {
        if now.saturating_sub(self.since) < KEPT { self.shape.clone() } else { Shape::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FORMS: [ModelForm; 4] = [
        ModelForm::BedrockConverse,
        ModelForm::AnthropicMessages,
        ModelForm::OpenAiResponses,
        ModelForm::ChatCompletions,
    ];

    #[test]
    fn the_part_that_a_refusal_names_is_left_out_and_nothing_else() {
        for (form, refusal, part) in [
            (ModelForm::BedrockConverse, "This model doesn't support outputConfig.effort", Optional::Effort),
            (ModelForm::AnthropicMessages, "output_config.effort: Extra inputs", Optional::Effort),
            (ModelForm::AnthropicMessages, "output_config: Extra inputs are not permitted", Optional::Effort),
            (ModelForm::OpenAiResponses, "reasoning.effort Unsupported value: 'none'", Optional::Effort),
            (ModelForm::ChatCompletions, "max_completion_tokens Unknown parameter", Optional::TokenLimit),
            (ModelForm::ChatCompletions, "Unrecognized request argument supplied: store", Optional::Store),
        ] {
            let next = Shape::default().after(form, refusal).unwrap();
            assert_eq!((next.rung, next.without), (Rung::Schema, BTreeSet::from([part])), "{refusal}");
        }
    }

    #[test]
    fn a_format_that_is_refused_is_replaced_by_a_looser_one_until_there_is_none() {
        let refusal = "response_format.type json_schema is not supported";
        let looser = Shape::default().after(ModelForm::ChatCompletions, refusal).unwrap();
        let plain = looser.after(ModelForm::ChatCompletions, refusal).unwrap();
        assert_eq!((looser.rung, plain.rung), (Rung::Looser, Rung::Plain));
        assert_eq!(plain.after(ModelForm::ChatCompletions, refusal), None);
    }

    #[test]
    fn openai_is_always_told_not_to_keep_the_question() {
        assert_eq!(Shape::default().after(ModelForm::OpenAiResponses, "store is not supported"), None);
    }

    #[test]
    fn what_was_learned_is_forgotten_after_a_day() {
        let shape = Shape::default().leaving_out(Optional::Effort);
        let mut learned = Learned::default();
        learned.note(shape.clone(), Duration::from_hours(1));
        assert_eq!(learned.shape(Duration::from_hours(24)), shape);
        assert_eq!(learned.shape(Duration::from_hours(25)), Shape::default());
    }

    proptest! {
        #[test]
        fn whatever_a_service_refuses_there_is_an_end(form in proptest::sample::select(FORMS.to_vec()), refusals in proptest::collection::vec("(effort|reasoning|strict|format|schema|output_config|thinking|store|metadata|safety_identifier|x){1,3}", 1..40)) {
            let (mut shape, mut steps) = (Shape::default(), 0);
            for refusal in refusals {
                if let Some(next) = shape.after(form, &refusal) {
                    prop_assert_ne!(&next, &shape);
                    shape = next;
                    steps += 1;
                }
            }
            prop_assert!(steps <= 7, "{} steps", steps);
        }
    }
}
