//! Faults on demand: rules that tests and people set through `/sim/faults`.

use serde::{Deserialize, Serialize};

/// The current rules, as `/sim/faults` accepts and returns them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRules {
    /// The rules. All matching rules apply, and the first one wins where they conflict.
    pub rules: Vec<FaultRule>,
}

/// A fault and the messages that it applies to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// The affected messages; all by default.
    #[serde(default)]
    pub when: FaultMatch,
    /// What goes wrong.
    pub effect: FaultEffect,
}

/// Conditions that must all hold; an absent one always holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FaultMatch {
    /// The recipient: an address with or without `whatsapp:`, or the identifier of a person.
    pub to: Option<String>,
    /// The content that is sent or submitted.
    pub content_sid: Option<String>,
    /// Only the n-th message that satisfies the conditions above, counted from 1.
    pub nth: Option<u64>,
    /// At most this many times.
    pub times: Option<u64>,
    /// A probability between 0 and 1, evaluated with the seeded generator.
    pub probability: Option<f64>,
}

/// The effect of a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultEffect {
    /// The response is 429, and the request is not processed.
    #[serde(rename = "http_429")]
    TooManyRequests {},
    /// The response is 500.
    #[serde(rename = "http_500")]
    ServerError {
        /// Whether the message is sent nevertheless.
        #[serde(default)]
        accepted: bool,
    },
    /// The response is 503.
    #[serde(rename = "http_503")]
    Unavailable {
        /// Whether the message is sent nevertheless.
        #[serde(default)]
        accepted: bool,
    },
    /// There is no response, and the request is not processed.
    TimeoutBeforeAccept {},
    /// The message is sent, but there is no response.
    TimeoutAfterAccept {},
    /// The request is rejected at once with this code.
    Refuse {
        /// An error code from Twilio's dictionary, such as 21610.
        code: u32,
    },
    /// The message is accepted and fails later with this code.
    ErrorCode {
        /// An error code from Twilio's dictionary, such as 63049.
        code: u32,
        /// The final status.
        #[serde(default)]
        status: FailureStatus,
    },
    /// Each status callback is delayed by this many milliseconds.
    CallbacksDelayed {
        /// The delay of each callback.
        milliseconds: u64,
    },
    /// Each status callback arrives twice.
    CallbacksDuplicated {},
    /// The callbacks arrive in reverse order.
    CallbacksReordered {},
    /// No status callback arrives.
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

/// How the status callbacks of a message deviate from normal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallbackTiming {
    /// The delay of each callback, in milliseconds.
    pub delay_milliseconds: u64,
    /// Each one arrives twice.
    pub duplicated: bool,
    /// They arrive in reverse order.
    pub reordered: bool,
    /// None arrives.
    pub missing: bool,
}

/// The faults of one message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Effects {
    pub(crate) request: Option<RequestFault>,
    pub(crate) failure: Option<(u32, FailureStatus)>,
    pub(crate) template_paused: bool,
    pub(crate) callbacks: CallbackTiming,
}

/// The fault of the request itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestFault {
    /// The response has this code, and the message may be accepted or not.
    Answer { code: u32, accepted: bool },
    /// There is no response, and the message may be accepted or not.
    Silence { accepted: bool },
    /// The request is rejected with this code after the normal checks.
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

/// The facts that rules are matched against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) to: &'a str,
    pub(crate) person: Option<&'a str>,
    pub(crate) content_sid: Option<&'a str>,
}

impl Faults {
    /// Creates an empty rule set.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, generator: fastrand::Rng::with_seed(seed), armed: Vec::new() }
    }

    /// Replaces the rules, the counters and the generator's state.
    pub(crate) fn set(&mut self, rules: FaultRules) {
        self.generator = fastrand::Rng::with_seed(self.seed);
        self.armed = rules.rules.into_iter().map(|rule| Armed { rule, met: 0, applied: 0 }).collect();
    }

    /// Returns the current rules.
    pub(crate) fn rules(&self) -> FaultRules {
        FaultRules { rules: self.armed.iter().map(|armed| armed.rule.clone()).collect() }
    }

    /// Counts a message that is being sent and returns its faults.
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

    /// Reports whether the submission of a content must be rejected, and counts it.
    pub(crate) fn rejects_approval(&mut self, content_sid: &str) -> bool {
        let attempt = Attempt { to: "", person: None, content_sid: Some(content_sid) };
        let generator = &mut self.generator;
        let mut rejections = self
            .armed
            .iter_mut()
            .filter(|armed| matches!(armed.rule.effect, FaultEffect::ApprovalRejected {}));
        rejections.any(|armed| armed.applies(attempt, generator))
    }

    /// Reports whether a content counts as paused, without counting.
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
