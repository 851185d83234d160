//! Circuit breakers shared by all workers: templates that WhatsApp paused or rejected, and all sending while Twilio is
//! down. Pure; they are stored as one small item that every worker reads together with its message.

use crate::digest::form::session_form;
use crate::instant::EpochSecond;
use crate::language::Language;
use crate::message::Message;
use crate::message::template::TemplateName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// How long a template is held back before it is tried again, in seconds.
pub const TEMPLATE_PAUSE_SECONDS: i64 = 3_600;
/// How long no worker calls Twilio after several failures in a row, in seconds; then one worker probes.
pub const PROBE_AFTER_SECONDS: i64 = 30;
/// The number of calls in a row without an answer after which a worker stops all sending.
const FAILURES_IN_A_ROW: u32 = 5;
/// The maximum extra wait of a message while Twilio is down, in seconds.
const LONGEST_HOLD_SECONDS: i64 = 300;

/// A pause of all sending, because Twilio does not answer or does not accept our credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderPause {
    /// When the pause began.
    pub since: EpochSecond,
    /// Until when no worker calls Twilio; then one worker may probe.
    pub until: EpochSecond,
}

/// A template that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePause {
    /// The end of the pause.
    pub until: EpochSecond,
    /// The error code that caused the pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
}

/// Everything that is currently held back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakers {
    /// Grows by one with each change, so that only one of two concurrent workers can apply its change.
    pub version: u64,
    /// The pause of all sending, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderPause>,
    /// The paused templates, by name, language and version, as in `kpi_daily.en.v1`.
    #[serde(default)]
    pub templates: BTreeMap<String, TemplatePause>,
}

/// Whether a message may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderGate {
    /// The message may be sent.
    Open,
    /// One worker may probe whether Twilio is back: the first one to record the probe.
    Probe,
    /// No message may be sent; check again after this many seconds.
    Closed {
        /// How long to wait.
        seconds: i64,
    },
}

/// Returns the key of the template with which a message is sent: for its own template, the version that the message was
/// written for; for the fallback template, the version of this build.
#[must_use]
pub fn template_key(template: TemplateName, message: &Message) -> String {
    if template == message.template {
        template.versioned_key(&message.language, message.template_version)
    } else {
        template.key(Language::choose(&[&message.language]))
    }
}

impl Breakers {
    /// Returns the template with which a message is sent: the content of the session if that is open and the message has such
    /// a form, its own, or its fallback while its own is held back or among the `refused`, or `None` while all are.
    #[must_use]
    pub fn template_for(
        &self,
        message: &Message,
        in_session: bool,
        refused: &[TemplateName],
        now: EpochSecond,
    ) -> Option<TemplateName> {
        let session = || session_form(message).map(|form| form.template);
        let is_free = |template: &TemplateName| {
            let pause = self.templates.get(&template_key(*template, message));
            pause.is_none_or(|pause| pause.until <= now) && !refused.contains(template)
        };
        let session = in_session.then(session).flatten();
        [session, Some(message.template), message.template.spare()].into_iter().flatten().find(is_free)
    }

    /// Reports whether a message may be sent. While Twilio is down, the wait grows with the length of the outage, but
    /// it never uses up the time before the message's deadline, so that the most urgent messages come back first.
    /// `jitter` is any random number.
    #[must_use]
    pub fn gate(&self, now: EpochSecond, deadline: EpochSecond, jitter: u16) -> SenderGate {
        let Some(pause) = self.sender else { return SenderGate::Open };
        if pause.until <= now {
            return SenderGate::Probe;
        }
        let lasting = now.seconds_since(pause.since) / 2;
        let spare_time = deadline.seconds_since(now) / 8;
        let hold = lasting.min(spare_time).clamp(1, LONGEST_HOLD_SECONDS);
        let spread = 1 + (hold - 1) * i64::from(jitter) / i64::from(u16::MAX);
        SenderGate::Closed { seconds: pause.until.seconds_since(now) + spread }
    }

    /// Returns a copy with all sending paused, or with the pause extended.
    #[must_use]
    pub fn with_sender_stopped(&self, now: EpochSecond) -> Self {
        let since = self.sender.map_or(now, |pause| pause.since);
        let pause = SenderPause { since, until: now.plus_seconds(PROBE_AFTER_SECONDS) };
        Self { version: self.version + 1, sender: Some(pause), ..self.clone() }
    }

    /// Returns a copy with sending resumed.
    #[must_use]
    pub fn with_sender_free(&self) -> Self {
        Self { version: self.version + 1, sender: None, ..self.clone() }
    }

    /// Returns a copy with a template paused and with expired pauses removed.
    #[must_use]
    pub fn with_template_paused(&self, key: String, code: Option<u32>, now: EpochSecond) -> Self {
        let mut templates = self.templates.clone();
        templates.retain(|_, pause| pause.until > now);
        templates.insert(key, TemplatePause { until: now.plus_seconds(TEMPLATE_PAUSE_SECONDS), code });
        Self { version: self.version + 1, templates, ..self.clone() }
    }
}

/// The results of one worker's recent calls to Twilio.
#[derive(Debug, Default)]
pub struct SenderHealth(AtomicU32);

impl SenderHealth {
    /// Records that Twilio did not answer, and reports whether this happened too often in a row to continue.
    pub fn failed(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed).saturating_add(1) >= FAILURES_IN_A_ROW
    }

    /// Records that Twilio answered, whatever the answer was.
    pub fn answered(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
