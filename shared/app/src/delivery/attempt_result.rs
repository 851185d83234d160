//! Carries out the policy's verdict on a failure.

use super::{Case, Delivered, DeliveryError, once_more};
use domain::audit::AuditEvent;
use domain::delivery::breaker::template_key;
use domain::delivery::log_events::{TEMPLATE_HELD_BACK, UNKNOWN_CODE};
use domain::delivery::policy::{AttemptFailure, FailedCase, Verdict, decide};
use domain::digest::mail_notification::digest_fallback;
use domain::message::job::QueueJob;
use domain::message::reference::NotificationJob;
use domain::message::refusal::{classify, classify_callback, is_of_content};
use domain::message::{AttemptEnd, FailureClass, FailureReason, Message};
use domain::twilio::SendFailure;
use store::messages::{AttemptOutcome, Settled};

/// A failure with what to record about its attempt.
pub(super) struct AttemptResult {
    failure: AttemptFailure,
    outcome: Option<AttemptOutcome>,
}

impl AttemptResult {
    /// A failure that was not caused by a call: there is nothing new to record about the attempts.
    pub(super) fn without_call(failure: AttemptFailure) -> Self {
        Self { failure, outcome: None }
    }

    /// Twilio has no such message.
    pub(super) fn never_arrived(number: u32) -> Self {
        let outcome = AttemptOutcome { number, ended: AttemptEnd::NeverArrived, code: None, class: None };
        Self { failure: AttemptFailure::NeverArrived, outcome: Some(outcome) }
    }

    /// What to record about an attempt without an answer.
    pub(super) fn unknown(number: u32) -> AttemptOutcome {
        AttemptOutcome { number, ended: AttemptEnd::Unknown, code: None, class: None }
    }

    /// The failure of a call, or `None` if there was no answer.
    pub(super) fn from_failure(number: u32, failure: &SendFailure) -> Option<Self> {
        let outcome = |ended, code, class| Some(AttemptOutcome { number, ended, code, class });
        Some(match failure {
            SendFailure::Ambiguous(_) => return None,
            SendFailure::Throttled { retry_after } => Self {
                failure: AttemptFailure::Throttled {
                    retry_after: retry_after
                        .map_or(0, |pause| i64::try_from(pause.as_secs()).unwrap_or(i64::MAX)),
                },
                outcome: outcome(AttemptEnd::Throttled, None, Some(FailureClass::Retry)),
            },
            SendFailure::Unavailable(_) => Self {
                failure: AttemptFailure::Unavailable,
                outcome: outcome(AttemptEnd::Unavailable, None, Some(FailureClass::Retry)),
            },
            SendFailure::Rejected { code, http_status } => Self {
                failure: AttemptFailure::Refused { code: *code, http_status: *http_status },
                outcome: outcome(AttemptEnd::Refused, *code, Some(classify(*code, *http_status))),
            },
        })
    }

    fn code(&self) -> Option<u32> {
        match self.failure {
            AttemptFailure::Refused { code, .. } | AttemptFailure::Reported { code } => code,
            _ => None,
        }
    }

    /// Reports whether Twilio gave a reason that this version does not know.
    fn is_unfamiliar(&self) -> bool {
        match self.failure {
            AttemptFailure::Refused { code, http_status } => {
                classify(code, http_status) == FailureClass::Unfamiliar
            }
            AttemptFailure::Reported { code } => classify_callback(code) == FailureClass::Unfamiliar,
            _ => false,
        }
    }
}

impl Case<'_> {
    /// Decides what to do about a failure and does it. Returns `None` if the stored message changed since it was read.
    pub(super) async fn settle(
        &self,
        message: &Message,
        ending: AttemptResult,
    ) -> Result<Option<Delivered>, DeliveryError> {
        let now = self.now();
        if ending.is_unfamiliar() {
            let code = ending.code();
            tracing::warn!(event = UNKNOWN_CODE, message_id = %message.id, code, "Twilio sent an unknown error code");
        }
        let verdict = decide(FailedCase { message, failure: ending.failure, now, jitter: self.jitter });
        match verdict {
            Verdict::RetryAfter { seconds } => self.try_again(message, &ending, seconds).await,
            Verdict::ResendInOtherForm => {
                warn_of_content(message, ending.code());
                self.try_again(message, &ending, 1).await
            }
            Verdict::PauseTemplate => {
                self.pause_template(message, ending.code()).await?;
                self.try_again(message, &ending, 1).await
            }
            Verdict::FallBackToEmail(reason) => self.fall_back(message, &ending, reason).await,
            Verdict::Suppress(reason) => self.suppress(message, &ending, reason).await,
            Verdict::GiveUp(reason) => {
                let failed = Settled::Failed { reason: &reason, fallback: None, opt_out: None };
                let settled = self.write(message, &ending, &failed).await?;
                Ok(settled.then_some(Delivered::GivenUp(reason)))
            }
        }
    }

    async fn write(
        &self,
        message: &Message,
        ending: &AttemptResult,
        settled: &Settled<'_>,
    ) -> Result<bool, DeliveryError> {
        let (store, now) = (self.deps.store, self.deps.clock.now());
        Ok(once_more(|| store.settle(message, ending.outcome.as_ref(), settled, now)).await?)
    }

    async fn try_again(
        &self,
        message: &Message,
        ending: &AttemptResult,
        seconds: i64,
    ) -> Result<Option<Delivered>, DeliveryError> {
        let at = self.now().plus_seconds(seconds);
        if !self.write(message, ending, &Settled::BackToQueue { at }).await? {
            return Ok(None);
        }
        self.wait(seconds).await
    }

    /// Holds back the template that was sent, for all workers. Another worker may have done so a moment ago.
    async fn pause_template(&self, message: &Message, code: Option<u32>) -> Result<(), DeliveryError> {
        let sent = message.attempts.last().map_or(message.template, |attempt| attempt.template);
        let (seen, key) = (&self.read.breakers, template_key(sent, message));
        tracing::warn!(
            event = TEMPLATE_HELD_BACK,
            template = key,
            code,
            "WhatsApp refuses a template; its fallback is used"
        );
        let changed = seen.with_template_paused(key, code, self.now());
        self.deps.store.change_breakers(seen, &changed).await?;
        Ok(())
    }

    async fn fall_back(
        &self,
        message: &Message,
        ending: &AttemptResult,
        reason: FailureReason,
    ) -> Result<Option<Delivered>, DeliveryError> {
        let notification = digest_fallback(message, self.deps.clock.now());
        let failed = Settled::Failed { reason: &reason, fallback: Some(&notification), opt_out: None };
        if !self.write(message, ending, &failed).await? {
            return Ok(None);
        }
        let job = NotificationJob {
            workspace: notification.workspace,
            member: notification.member,
            notification: notification.id,
            at: notification.at,
        };
        self.deps.queue.send_jobs(&[QueueJob::NotificationMail(job)], 0).await?;
        Ok(Some(Delivered::FellBackToEmail(reason)))
    }

    async fn suppress(
        &self,
        message: &Message,
        ending: &AttemptResult,
        reason: FailureReason,
    ) -> Result<Option<Delivered>, DeliveryError> {
        // The refusal is the answer to this attempt, so the consent ends at the time of the attempt; a consent given
        // after the attempt remains valid.
        let latest = message.attempts.last();
        let at = latest.map_or(message.created_at, |attempt| attempt.status_at.unwrap_or(attempt.started_at));
        let given_at = self.read.subscription.as_ref().map(|subscription| subscription.consent_changed_at);
        let audit =
            AuditEvent::suppressed(&message.workspace, &message.member, &message.id, ending.code(), at);
        let attempted_at = latest.map_or(message.created_at, |attempt| attempt.started_at);
        let opt_out =
            given_at.filter(|given_at| *given_at <= attempted_at).map(|given_at| (&audit, given_at));
        let failed = Settled::Failed { reason: &reason, fallback: None, opt_out };
        let settled = self.write(message, ending, &failed).await?;
        Ok(settled.then_some(Delivered::Suppressed(reason)))
    }
}

/// Logs that a content of the session was not accepted, because the template that goes out instead hides it.
fn warn_of_content(message: &Message, code: Option<u32>) {
    if is_of_content(code) {
        let template = message.attempts.last().map_or(message.template, |attempt| attempt.template).as_str();
        tracing::warn!(message_id = %message.id, template, code, "a content of the session is not accepted");
    }
}
