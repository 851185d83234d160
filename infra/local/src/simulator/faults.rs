//! Things that go wrong on demand: rules that tests and people set over `/sim/faults`.

use serde::{Deserialize, Serialize};

/// The rules in force, as `/sim/faults` takes and shows them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRules {
    /// The rules; each that matches applies, and the first decides where they disagree.
    pub rules: Vec<FaultRule>,
}

/// One fault and the messages that it befalls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which messages are befallen; all when absent.
    #[serde(default)]
    pub when: FaultMatch,
    /// What goes wrong.
    pub effect: FaultEffect,
}

/// Conditions that must all hold; an absent one always does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FaultMatch {
    /// The recipient: an address with or without `whatsapp:`, or the id of a person.
    pub to: Option<String>,
    /// The content that is sent or submitted.
    pub content_sid: Option<String>,
    /// Only the n-th message that meets the conditions above, counted from 1.
    pub nth: Option<u64>,
    /// At most so many times.
    pub times: Option<u64>,
    /// A chance between 0 and 1, drawn from the seeded generator.
    pub probability: Option<f64>,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultEffect {
    /// The request is answered 429 and not processed.
    #[serde(rename = "http_429")]
    TooManyRequests {},
    /// The request is answered 500.
    #[serde(rename = "http_500")]
    ServerError {
        /// The message goes out all the same.
        #[serde(default)]
        accepted: bool,
    },
    /// The request is answered 503.
    #[serde(rename = "http_503")]
    Unavailable {
        /// The message goes out all the same.
        #[serde(default)]
        accepted: bool,
    },
    /// The request is never answered and not processed.
    TimeoutBeforeAccept {},
    /// The message goes out, the request is never answered.
    TimeoutAfterAccept {},
    /// The request is refused at once with this code.
    Refuse {
        /// The code of Twilio's dictionary, such as 21610.
        code: u32,
    },
    /// The message is accepted and fails later with this code.
    ErrorCode {
        /// The code of Twilio's dictionary, such as 63049.
        code: u32,
        /// The status with which it ends.
        #[serde(default)]
        status: FailureStatus,
    },
    /// Each status callback comes later by so many milliseconds.
    CallbacksDelayed {
        /// The delay of each callback.
        milliseconds: u64,
    },
    /// Each status callback comes twice.
    CallbacksDuplicated {},
    /// The callbacks come in the opposite order.
    CallbacksReordered {},
    /// No status callback comes.
    CallbacksMissing {},
    /// The template counts as paused.
    TemplatePaused {},
    /// The template is rejected when it is submitted.
    ApprovalRejected {},
}

/// How an accepted message fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureStatus {
    /// Sending failed.
    Failed,
    /// Delivery failed.
    #[default]
    Undelivered,
}

/// How the status callbacks of a message differ from the ordinary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallbackTiming {
    /// The delay of each callback, in milliseconds.
    pub delay_milliseconds: u64,
    /// Each comes twice.
    pub duplicated: bool,
    /// They come in the opposite order.
    pub reordered: bool,
    /// None comes.
    pub missing: bool,
}

/// What befalls one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Effects {
    pub(crate) request: Option<RequestFault>,
    pub(crate) failure: Option<(u32, FailureStatus)>,
    pub(crate) template_paused: bool,
    pub(crate) callbacks: CallbackTiming,
}

/// What befalls the request itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestFault {
    /// Answered with this code, the message accepted or not.
    Answer { code: u32, accepted: bool },
    /// Never answered, the message accepted or not.
    Silence { accepted: bool },
    /// Refused with this code after the ordinary checks.
    Refuse { code: u32 },
}

/// The rules with their counters.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: u64,
    generator: fastrand::Rng,
    armed: Vec<Armed>,
}

#[derive(Debug)]
struct Armed {
    rule: FaultRule,
    met: u64,
    applied: u64,
}

/// What a rule is matched against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) to: &'a str,
    pub(crate) person: Option<&'a str>,
    pub(crate) content_sid: Option<&'a str>,
}

impl Faults {
    /// Starts without rules.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, generator: fastrand::Rng::with_seed(seed), armed: Vec::new() }
    }

    /// Replaces the rules, the counters and the generator's state.
    pub(crate) fn set(&mut self, rules: FaultRules) {
        self.generator = fastrand::Rng::with_seed(self.seed);
        self.armed = rules.rules.into_iter().map(|rule| Armed { rule, met: 0, applied: 0 }).collect();
    }

    /// Returns the rules in force.
    pub(crate) fn rules(&self) -> FaultRules {
        FaultRules { rules: self.armed.iter().map(|armed| armed.rule.clone()).collect() }
    }

    /// Counts a message that is being sent and returns what befalls it.
    pub(crate) fn effects(&mut self, attempt: Attempt<'_>) -> Effects {
        let mut effects = Effects::default();
        for armed in &mut self.armed {
            if !matches!(armed.rule.effect, FaultEffect::ApprovalRejected {})
                && armed.applies(attempt, &mut self.generator)
            {
                effects.add(&armed.rule.effect);
            }
        }
        effects
    }

    /// Reports whether the submission of a content is to be rejected, and counts it.
    pub(crate) fn rejects_approval(&mut self, content_sid: &str) -> bool {
        let attempt = Attempt { to: "", person: None, content_sid: Some(content_sid) };
        let generator = &mut self.generator;
        let mut rejections = self
            .armed
            .iter_mut()
            .filter(|armed| matches!(armed.rule.effect, FaultEffect::ApprovalRejected {}));
        rejections.any(|armed| armed.applies(attempt, generator))
    }

    /// Reports whether a content shows as paused, without counting.
    pub(crate) fn shows_paused(&self, content_sid: &str) -> bool {
        self.armed.iter().any(|armed| {
            matches!(armed.rule.effect, FaultEffect::TemplatePaused {})
                && armed.rule.when.content_sid.as_deref().is_none_or(|wanted| wanted == content_sid)
        })
    }
}

impl Armed {
    fn applies(&mut self, attempt: Attempt<'_>, generator: &mut fastrand::Rng) -> bool {
        let when = &self.rule.when;
        if !when.meets(attempt) {
            return false;
        }
        self.met += 1;
        let applies = when.nth.is_none_or(|nth| nth == self.met)
            && when.times.is_none_or(|times| self.applied < times)
            && when.probability.is_none_or(|chance| generator.f64() < chance);
        self.applied += u64::from(applies);
        applies
    }
}

impl FaultMatch {
    fn meets(&self, attempt: Attempt<'_>) -> bool {
        let bare = attempt.to.strip_prefix(super::address::CHANNEL).unwrap_or(attempt.to);
        let recipient = self.to.as_deref().is_none_or(|to| {
            to == attempt.to || to == bare || attempt.person.is_some_and(|person| person == to)
        });
        recipient && self.content_sid.as_deref().is_none_or(|wanted| attempt.content_sid == Some(wanted))
    }
}

impl Effects {
    fn add(&mut self, effect: &FaultEffect) {
        match *effect {
            FaultEffect::TooManyRequests {} => self.answer(super::refusal::TOO_MANY_REQUESTS, false),
            FaultEffect::ServerError { accepted } => self.answer(super::refusal::SERVER_ERROR, accepted),
            FaultEffect::Unavailable { accepted } => self.answer(super::refusal::UNAVAILABLE, accepted),
            FaultEffect::TimeoutBeforeAccept {} => self.request(RequestFault::Silence { accepted: false }),
            FaultEffect::TimeoutAfterAccept {} => self.request(RequestFault::Silence { accepted: true }),
            FaultEffect::Refuse { code } => self.request(RequestFault::Refuse { code }),
            FaultEffect::ErrorCode { code, status } => {
                self.failure.get_or_insert((code, status));
            }
            FaultEffect::CallbacksDelayed { milliseconds } => {
                self.callbacks.delay_milliseconds = milliseconds;
            }
            FaultEffect::CallbacksDuplicated {} => self.callbacks.duplicated = true,
            FaultEffect::CallbacksReordered {} => self.callbacks.reordered = true,
            FaultEffect::CallbacksMissing {} => self.callbacks.missing = true,
            FaultEffect::TemplatePaused {} => self.template_paused = true,
            FaultEffect::ApprovalRejected {} => {}
        }
    }

    fn answer(&mut self, code: u32, accepted: bool) {
        self.request(RequestFault::Answer { code, accepted });
    }

    fn request(&mut self, fault: RequestFault) {
        self.request.get_or_insert(fault);
    }
}

#[cfg(test)]
mod tests;
