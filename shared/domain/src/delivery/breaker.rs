//! What is held back for everybody: templates that WhatsApp paused or rejected, and all sending while Twilio is down. Pure;
//! one small item that every worker reads with its message.

use crate::instant::EpochSecond;
use crate::language::Language;
use crate::message::Message;
use crate::message::template::TemplateName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// For how long a template is held back before it is tried again, in seconds.
pub const TEMPLATE_PAUSE_SECONDS: i64 = 3_600;
/// For how long nobody calls Twilio after it failed several times in a row, in seconds; then one worker tries.
pub const PROBE_AFTER_SECONDS: i64 = 30;
/// After how many calls in a row without an answer a worker stops all sending.
const FAILURES_IN_A_ROW: u32 = 5;
/// The longest wait of a message while Twilio is down, in seconds.
const LONGEST_HOLD_SECONDS: i64 = 300;

/// Sending that is stopped because Twilio does not answer or does not accept our credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderPause {
    /// Since when.
    pub since: EpochSecond,
    /// Until when nobody calls; then one worker may.
    pub until: EpochSecond,
}

/// A template that is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplatePause {
    /// Until when.
    pub until: EpochSecond,
    /// The error code that said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
}

/// Everything that is held back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakers {
    /// Grows with each change, so that of two workers one changes it.
    pub version: u64,
    /// All sending, while it is stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderPause>,
    /// Templates, by name, language and version as in `kpi_daily.en.v1`.
    #[serde(default)]
    pub templates: BTreeMap<String, TemplatePause>,
}

/// Whether a message may go out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderGate {
    /// It may.
    Open,
    /// One worker may try whether Twilio is back: who is the first to write so.
    Probe,
    /// Nobody may; look again after this many seconds.
    Closed {
        /// How long.
        seconds: i64,
    },
}

/// Returns the key of a template as a message is sent with it: its own in the version that it was written for, a spare in the
/// version of this build.
#[must_use]
pub fn template_key(template: TemplateName, message: &Message) -> String {
    if template == message.template {
        template.versioned_key(&message.language, message.template_version)
    } else {
        template.key(Language::choose(&[&message.language]))
    }
}

impl Breakers {
    /// Returns the template that a message is sent with: its own, or the spare of its ladder while its own is held back;
    /// nothing while both are.
    #[must_use]
    pub fn template_for(&self, message: &Message, now: EpochSecond) -> Option<TemplateName> {
        let is_free = |template: &TemplateName| {
            let pause = self.templates.get(&template_key(*template, message));
            pause.is_none_or(|pause| pause.until <= now)
        };
        [Some(message.template), message.template.spare()].into_iter().flatten().find(is_free)
    }

    /// Reports whether a message may go out. While Twilio is down it waits the longer the longer that lasts, but never so long
    /// that its deadline is near, so that what is due first comes back first. `jitter` is any random number.
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

    /// Returns this with all sending stopped, or stopped for longer.
    #[must_use]
    pub fn with_sender_stopped(&self, now: EpochSecond) -> Self {
        let since = self.sender.map_or(now, |pause| pause.since);
        let pause = SenderPause { since, until: now.plus_seconds(PROBE_AFTER_SECONDS) };
        Self { version: self.version + 1, sender: Some(pause), ..self.clone() }
    }

    /// Returns this with sending free again.
    #[must_use]
    pub fn with_sender_free(&self) -> Self {
        Self { version: self.version + 1, sender: None, ..self.clone() }
    }

    /// Returns this with a template held back, and without those that were long ago.
    #[must_use]
    pub fn with_template_paused(&self, key: String, code: Option<u32>, now: EpochSecond) -> Self {
        let mut templates = self.templates.clone();
        templates.retain(|_, pause| pause.until > now);
        templates.insert(key, TemplatePause { until: now.plus_seconds(TEMPLATE_PAUSE_SECONDS), code });
        Self { version: self.version + 1, templates, ..self.clone() }
    }
}

/// How Twilio answered one worker lately.
#[derive(Debug, Default)]
pub struct SenderHealth(AtomicU32);

impl SenderHealth {
    /// Notes that Twilio did not answer; says whether that was so too often in a row to go on.
    pub fn failed(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed).saturating_add(1) >= FAILURES_IN_A_ROW
    }

    /// Notes that Twilio answered, whatever it said.
    pub fn answered(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
