//! What people read: the texts of each language and how it writes numbers, money and dates. No text is in the code.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

pub mod format;

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
}

impl Language {
    /// Every language of the product.
    pub const ALL: [Self; 1] = [Self::English];

    /// Chooses the language to speak: the person's, else the next wish, else English.
    #[must_use]
    pub fn choose(wishes: &[&str]) -> Self {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let spoken = |tag: &&str| Self::ALL.into_iter().find(|language| language.tag() == primary(tag));
        wishes.iter().find_map(spoken).unwrap_or(Self::English)
    }

    /// Gives the IETF tag, such as `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.ftl"),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        match self {
            Self::English => ENGLISH.get_or_init(|| self.load()),
        }
    }

    /// Loads what can be read; a test holds every language to having every phrase without an error.
    fn load(self) -> FluentBundle<FluentResource> {
        let identifier: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // WhatsApp shows the invisible isolation marks as boxes on some phones, and templates count them.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(self.source().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        bundle
    }

    /// Says a phrase with its values filled in.
    #[must_use]
    pub fn say(self, phrase: Phrase, values: &[(&str, Value<'_>)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), value.to_fluent());
        }
        let bundle = self.bundle();
        let pattern = bundle.get_message(phrase.id()).and_then(|message| message.value());
        let mut errors = Vec::new();
        pattern.map_or_else(String::new, |pattern| {
            bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
        })
    }
}

/// A value in a phrase.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text, already written the way the language writes it.
    Text(&'a str),
    /// A number that chooses singular or plural.
    Count(usize),
}

impl Value<'_> {
    fn to_fluent(self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(text.to_owned()),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A text that people read; each language has every one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Phrase { $($(#[$doc])* $name,)* }

        impl Phrase {
            /// Every phrase.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

phrases! {
    /// Spend with the plan.
    DigestSpendWithPlan = "digest-spend-with-plan",
    /// A value with the average of the weekday.
    DigestValueWithWeekday = "digest-value-with-weekday",
    /// A value alone.
    DigestValueAlone = "digest-value-alone",
    /// No spend, hence no ratio.
    DigestNoSpend = "digest-no-spend",
    /// A value that the source did not give.
    DigestNoValue = "digest-no-value",
    /// Return on ad spend with its target.
    DigestRoasWithTarget = "digest-roas-with-target",
    /// The day is whole.
    DigestDataComplete = "digest-data-complete",
    /// Some channel is late.
    DigestDataWaiting = "digest-data-waiting",
    /// Some channel never came.
    DigestDataNever = "digest-data-never",
    /// Nothing came.
    DigestDataNone = "digest-data-none",
    /// The source left cells empty.
    DigestDataGaps = "digest-data-gaps",
    /// How many things wait for the person.
    DigestNeeds = "digest-needs",
    /// No alert.
    DigestNoAlert = "digest-no-alert",
    /// The proposed shift.
    DigestShift = "digest-shift",
    /// Why it is proposed.
    DigestShiftWhy = "digest-shift-why",
    /// High confidence.
    ConfidenceHigh = "confidence-high",
    /// Medium confidence.
    ConfidenceMedium = "confidence-medium",
    /// Low confidence.
    ConfidenceLow = "confidence-low",
    /// The last two items of a list.
    ListAnd = "list-and",
    /// A campaign spent over its budget.
    AlertOverspent = "alert-overspent",
    /// A campaign earns too little.
    AlertRoas = "alert-roas",
    /// A campaign does not deliver.
    AlertZero = "alert-zero",
    /// Above the list of alerts.
    AlertsHeading = "alerts-heading",
    /// There are no alerts.
    AlertsNone = "alerts-none",
    /// More alerts than fit.
    AlertsMore = "alerts-more",
    /// The approval is made.
    ReplyApproved = "reply-approved",
    /// The same person approved before.
    ReplyAlreadyByYou = "reply-already-by-you",
    /// Somebody else approved before.
    ReplyAlreadyByOther = "reply-already-by-other",
    /// A newer proposal exists.
    ReplySuperseded = "reply-superseded",
    /// The button is too old.
    ReplyExpired = "reply-expired",
    /// A budget changed.
    ReplyTargetMoved = "reply-target-moved",
    /// The proposal changed.
    ReplyTargetMovedPlain = "reply-target-moved-plain",
    /// The role does not allow it.
    ReplyMayNot = "reply-may-not",
    /// Over the limit of one tap.
    ReplyOverLimit = "reply-over-limit",
    /// No longer a member.
    ReplyNotMember = "reply-not-member",
    /// Another phone's button.
    ReplyNotYours = "reply-not-yours",
    /// The person said stop.
    ReplyOptedOut = "reply-opted-out",
    /// Nothing behind the button.
    ReplyGone = "reply-gone",
    /// A payload that is none of ours.
    ReplyUnknownButton = "reply-unknown-button",
    /// Our side failed before anything changed.
    ReplyTryAgain = "reply-try-again",
    /// The channel WhatsApp.
    SourceWhatsApp = "source-whatsapp",
    /// The product itself.
    SourceSystem = "source-system",
    /// A shift that waits.
    StateProposed = "state-proposed",
    /// A shift that is approved.
    StateApproved = "state-approved",
    /// A shift that was replaced.
    StateSuperseded = "state-superseded",
    /// Messages are stopped.
    ReplyStopped = "reply-stopped",
    /// Messages go on.
    ReplyStarted = "reply-started",
    /// What this number is.
    ReplyHelp = "reply-help",
    /// Text that is no command.
    ReplyText = "reply-text",
    /// Neither text nor a tap.
    ReplyUnsupported = "reply-unsupported",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_phrase_and_no_other() {
        for language in Language::ALL {
            let errors = FluentResource::try_new(language.source().to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None, "{}", language.tag());
            for phrase in Phrase::ALL {
                let message = language.bundle().get_message(phrase.id());
                assert!(message.is_some_and(|m| m.value().is_some()), "{} {phrase:?}", language.tag());
            }
            let declared = language.source().lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            assert_eq!(declared.count(), Phrase::ALL.len(), "{}", language.tag());
        }
    }

    #[test]
    fn a_language_that_we_do_not_speak_falls_back_to_the_next_wish_and_then_to_english() {
        assert_eq!(Language::choose(&["xx", "en-GB"]), Language::English);
        assert_eq!(Language::choose(&[]), Language::English);
    }

    #[test]
    fn counts_choose_singular_and_plural() {
        let needs = |decisions, alerts| {
            let values = [("decisions", Value::Count(decisions)), ("alerts", Value::Count(alerts))];
            Language::English.say(Phrase::DigestNeeds, &values)
        };
        assert_eq!(needs(1, 2), "1 decision, 2 alerts");
        assert_eq!(needs(0, 1), "1 alert");
        assert_eq!(needs(1, 1), "1 decision, 1 alert");
    }
}
