//! Delivers one message: read, decide, claim, call Twilio, record the answer, decide what to do next.

pub mod attempt_result;
pub mod contents;
pub mod costs;
pub mod sweep;

use crate::delivery::attempt_result::AttemptResult;
use crate::delivery::contents::ContentCache;
use domain::address::AddressPepper;
use domain::clock::{Clock, NoRandomness, Randomness};
use domain::delivery::breaker::SenderHealth;
use domain::delivery::policy::{BeforeAttempt, before_attempt, deadline_after_quiet, respects_quiet_hours};
use domain::delivery::rate_limit::RateLimit;
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, LONGEST_DELAY_SECONDS, QueueError};
use domain::message::reference::DeliveryJob;
use domain::message::{AttemptEnd, FailureReason, LOOK_AFTER_SECONDS, Message};
use domain::token::TokenKeys;
use domain::twilio::WhatsApp;
use store::messages::{AttemptOutcome, DeliveryRead, Settled};
use store::{Store, StoreError};

mod attempt;
mod inquiry;

/// How often a job is decided again if the stored state changed between read and write.
const TRIES: usize = 4;

/// The dependencies of a delivery.
pub struct DeliveryDeps<'a> {
    pub store: &'a Store,
    pub whatsapp: &'a dyn WhatsApp,
    /// The delivery queue, for jobs that must wait.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
    /// The randomness for tokens and waits.
    pub randomness: &'a dyn Randomness,
    /// The rate limit of this worker.
    pub pace: &'a dyn RateLimit,
    /// The results of this worker's recent calls to Twilio.
    pub health: &'a SenderHealth,
    /// The keys that seal tokens.
    pub token_keys: &'a TokenKeys,
    /// The secret used to hash addresses.
    pub pepper: &'a AddressPepper,
    /// What this worker knows of the contents at Twilio.
    pub contents: &'a ContentCache,
    /// The address for Twilio's status callbacks, without a query.
    pub status_callback: &'a str,
}

/// The result of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// Twilio accepted the message, or was found to have it.
    Accepted,
    /// Twilio reports that the message arrived.
    Arrived,
    /// It was queued again for later, or waits for the end of quiet hours.
    Waiting {
        /// The delay in seconds.
        seconds: i64,
    },
    /// Twilio did not answer; what happened to the message is asked later.
    Unknown,
    /// A mail is sent in its place.
    FellBackToEmail(FailureReason),
    /// The person does not want messages; the consent was ended.
    Suppressed(FailureReason),
    /// It will not be delivered.
    GivenUp(FailureReason),
    /// There was nothing to do: it was sent before, has ended, or is not stored.
    NothingToDo,
}

impl Delivered {
    /// Returns the fixed word of the result, as logged and as counted by alarms.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Arrived => "arrived",
            Self::Waiting { .. } => "waiting",
            Self::Unknown => "unknown",
            Self::FellBackToEmail(_) => "fell_back_to_email",
            Self::Suppressed(_) => "suppressed",
            Self::GivenUp(_) => "given_up",
            Self::NothingToDo => "nothing_to_do",
        }
    }

    /// Returns why WhatsApp does not deliver the message, if it does not.
    #[must_use]
    pub fn reason(&self) -> Option<&FailureReason> {
        match self {
            Self::FellBackToEmail(reason) | Self::Suppressed(reason) | Self::GivenUp(reason) => Some(reason),
            Self::Accepted | Self::Arrived | Self::Waiting { .. } | Self::Unknown | Self::NothingToDo => None,
        }
    }
}

/// Why a job must be returned to the queue.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// There is no randomness for tokens.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// One job while a worker handles it.
struct Case<'a> {
    deps: &'a DeliveryDeps<'a>,
    job: &'a DeliveryJob,
    read: DeliveryRead,
    /// A random number for waits.
    jitter: u16,
}

/// Delivers the message of a job. Safe to repeat: the claim lets only one worker through for each attempt.
///
/// # Errors
/// If the store, the queue or the randomness fails; the job must then be retried.
pub async fn deliver(deps: &DeliveryDeps<'_>, job: &DeliveryJob) -> Result<Delivered, DeliveryError> {
    for _try in 0..TRIES {
        // Only the consent of the job's person was read; it must not be applied to the message of another person.
        let read = deps.store.read_delivery(job).await?.filter(|read| read.message.member == job.member);
        let Some(read) = read else {
            return Ok(Delivered::NothingToDo);
        };
        // Drawn before anything is claimed: no step that can fail may come between Twilio's answer and its record.
        let [low, high, ..] = deps.randomness.sixteen_bytes()?;
        let case = Case { deps, job, read, jitter: u16::from_le_bytes([low, high]) };
        if let Some(delivered) = case.decide_and_act().await? {
            return Ok(delivered);
        }
    }
    wait(deps, job, 1).await
}

async fn wait(deps: &DeliveryDeps<'_>, job: &DeliveryJob, seconds: i64) -> Result<Delivered, DeliveryError> {
    let seconds = seconds.clamp(1, LONGEST_DELAY_SECONDS);
    deps.queue.send(std::slice::from_ref(job), seconds).await?;
    Ok(Delivered::Waiting { seconds })
}

impl Case<'_> {
    fn message(&self) -> &Message {
        &self.read.message
    }

    fn now(&self) -> EpochSecond {
        self.deps.clock.now().into()
    }

    async fn wait(&self, seconds: i64) -> Result<Option<Delivered>, DeliveryError> {
        wait(self.deps, self.job, seconds).await.map(Some)
    }

    /// Returns `None` if the stored state changed since it was read, by a STOP, a callback or another worker.
    async fn decide_and_act(&self) -> Result<Option<Delivered>, DeliveryError> {
        let (message, subscription) = (self.message(), self.read.subscription.as_ref());
        match before_attempt(message, subscription, &self.read.breakers, self.now(), self.jitter) {
            BeforeAttempt::NothingToDo => Ok(Some(Delivered::NothingToDo)),
            BeforeAttempt::Wait { seconds } => self.wait(seconds).await,
            BeforeAttempt::LostOnTheWay => self.keep_unknown().await,
            BeforeAttempt::Reconcile => self.reconcile().await,
            BeforeAttempt::AskForReceipt => self.ask_for_receipt().await,
            BeforeAttempt::LookAgain { at } => self.look_again(at).await,
            BeforeAttempt::CheckMail => self.check_mail().await,
            BeforeAttempt::Decide(failure) => {
                self.settle(message, AttemptResult::without_call(failure)).await
            }
            BeforeAttempt::GiveUp(reason) => self.give_up(reason).await,
            BeforeAttempt::Attempt { number, template, is_probe } => match self.quiet_until().await? {
                Some(until) => self.rest(until).await,
                None => self.attempt(number, template, is_probe).await,
            },
        }
    }

    async fn give_up(&self, reason: FailureReason) -> Result<Option<Delivered>, DeliveryError> {
        let failed = Settled::Failed { reason: &reason, fallback: None, opt_out: None };
        let now = self.deps.clock.now();
        let settled = self.deps.store.settle(self.message(), None, &failed, now).await?;
        Ok(settled.then_some(Delivered::GivenUp(reason)))
    }

    /// Returns when the quiet hours end in which the person wants no such message now.
    async fn quiet_until(&self) -> Result<Option<EpochSecond>, StoreError> {
        let known = self.read.subscription.as_ref().filter(|known| known.quiet_hours.is_some());
        let Some(known) = known.filter(|_| respects_quiet_hours(self.message())) else { return Ok(None) };
        let member = self.deps.store.member(&known.workspace, &known.member).await?;
        let until = member.and_then(|member| known.quiet_until(&member.zone, self.deps.clock.now()));
        // Rounded up, so that the hours are over when the message is looked at again.
        Ok(until.map(|until| EpochSecond::from(until).plus_seconds(1)))
    }

    /// Lets the message wait for the end of quiet hours: the sweep finds it then.
    async fn rest(&self, until: EpochSecond) -> Result<Option<Delivered>, DeliveryError> {
        let (message, deadline) = (self.message(), deadline_after_quiet(self.message(), until));
        let rests = self.deps.store.postpone(message, until, deadline).await?;
        Ok(rests.then(|| Delivered::Waiting { seconds: until.seconds_since(self.now()) }))
    }

    /// The worker of the attempt is gone: asks immediately what happened to the message.
    async fn keep_unknown(&self) -> Result<Option<Delivered>, DeliveryError> {
        let message = self.message();
        let outcome = message.attempts.last().map(|lost| AttemptOutcome {
            number: lost.number,
            ended: AttemptEnd::Unknown,
            code: None,
            class: None,
        });
        let now = self.deps.clock.now();
        self.deps.store.settle(message, outcome.as_ref(), &Settled::Unknown, now).await?;
        Ok(None)
    }

    /// Makes the sweep check the message at a given time. A duplicate job before the first check changes nothing.
    async fn look_again(&self, at: EpochSecond) -> Result<Option<Delivered>, DeliveryError> {
        let message = self.message();
        let first_look = EpochSecond::from(message.wished_at()).plus_seconds(LOOK_AFTER_SECONDS);
        let is_look = self.now() >= first_look;
        if is_look && message.due_at.is_some_and(|due| due < at) {
            self.deps.store.look_again(message, Some(at)).await?;
        }
        Ok(Some(Delivered::NothingToDo))
    }
}

/// Writes, and tries once more if the store was busy or did not answer: an unrecorded refusal would be mistaken for a
/// lost answer. A write that did succeed cannot be applied twice.
pub(crate) async fn once_more<Output, F: Future<Output = Result<Output, StoreError>>>(
    write: impl Fn() -> F,
) -> Result<Output, StoreError> {
    match write().await {
        Err(StoreError::Throttled(_) | StoreError::Unavailable(_)) => write().await,
        done => done,
    }
}

#[cfg(test)]
mod tests;
