//! Fakes for external services that are paid, slow or irreversible.

use crate::address::WhatsAppAddress;
use crate::clock::{NoRandomness, Randomness};
use crate::delivery::rate_limit::RateLimit;
use crate::email::{Email, EmailFailure, OutboundEmail, SentEmail};
use crate::message::job::{DeliveryQueue, QueueError, QueueJob};
use crate::message::question_job::{QuestionJob, QuestionQueue};
use crate::message::reference::DeliveryJob;
use crate::schedule::job::{DelayedJob, ScheduleQueue};
use crate::twilio::{
    Accepted, CostPage, NextPage, OutboundMessage, SendFailure, SentMessage, TypingIndicator, WhatsApp,
};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Randomness that counts, so that each draw is different and every test run is the same.
#[derive(Debug, Default)]
pub struct CountingRandomness(AtomicU64);

impl Randomness for CountingRandomness {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        let count = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&count.to_le_bytes());
        Ok(bytes)
    }
}

/// A queue that records its jobs with their delay; it can be told to fail.
#[derive(Debug, Default)]
pub struct RecordingQueue {
    /// The messages.
    pub jobs: Mutex<Vec<(DeliveryJob, i64)>>,
    /// The jobs of any other kind.
    pub others: Mutex<Vec<(QueueJob, i64)>>,
    pub failing: AtomicBool,
}

#[async_trait]
impl DeliveryQueue for RecordingQueue {
    async fn send_jobs(&self, jobs: &[QueueJob], delay_seconds: i64) -> Result<(), QueueError> {
        if self.failing.load(Ordering::Relaxed) {
            return Err(QueueError::Unavailable("the queue of the test fails".into()));
        }
        for job in jobs {
            match job {
                QueueJob::Message(message) => {
                    self.jobs.lock().unwrap().push((message.clone(), delay_seconds));
                }
                other => self.others.lock().unwrap().push((other.clone(), delay_seconds)),
            }
        }
        Ok(())
    }
}

/// The queue of the schedule, which records its jobs; it can be told to take some and then fail.
#[derive(Debug, Default)]
pub struct RecordingSchedule {
    pub jobs: Mutex<Vec<DelayedJob>>,
    /// After how many more jobs it fails; `None` if it does not.
    pub fails_after: Mutex<Option<usize>>,
}

impl RecordingSchedule {
    pub fn take(&self) -> Vec<DelayedJob> {
        std::mem::take(&mut self.jobs.lock().unwrap())
    }
}

#[async_trait]
impl ScheduleQueue for RecordingSchedule {
    async fn send(&self, jobs: &[DelayedJob]) -> Result<(), QueueError> {
        for job in jobs {
            if let Some(left) = self.fails_after.lock().unwrap().as_mut() {
                if *left == 0 {
                    return Err(QueueError::Unavailable("the queue of the test fails".into()));
                }
                *left -= 1;
            }
            self.jobs.lock().unwrap().push(job.clone());
        }
        Ok(())
    }
}

/// A queue that must not be used.
#[derive(Debug)]
pub struct NoQueue;

#[async_trait]
impl ScheduleQueue for NoQueue {
    async fn send(&self, jobs: &[DelayedJob]) -> Result<(), QueueError> {
        panic!("nothing was to be scheduled, and {} jobs were", jobs.len())
    }
}

#[async_trait]
impl DeliveryQueue for NoQueue {
    async fn send_jobs(&self, jobs: &[QueueJob], _delay_seconds: i64) -> Result<(), QueueError> {
        panic!("nothing was to be queued, and {} jobs were", jobs.len())
    }
}

#[async_trait]
impl QuestionQueue for NoQueue {
    async fn ask(&self, job: &QuestionJob) -> Result<(), QueueError> {
        panic!("nothing was to be asked, and {} was", job.message_sid)
    }
}

/// A queue of questions that nobody answers.
#[derive(Debug)]
pub struct Unanswered;

#[async_trait]
impl QuestionQueue for Unanswered {
    async fn ask(&self, _job: &QuestionJob) -> Result<(), QueueError> {
        Ok(())
    }
}

/// A queue of questions that keeps them.
#[derive(Debug, Default)]
pub struct RecordingQuestions(pub Mutex<Vec<QuestionJob>>);

#[async_trait]
impl QuestionQueue for RecordingQuestions {
    async fn ask(&self, job: &QuestionJob) -> Result<(), QueueError> {
        self.0.lock().unwrap().push(job.clone());
        Ok(())
    }
}

/// A typing indicator that counts how often it was shown.
#[derive(Debug, Default)]
pub struct RecordingTyping(pub Mutex<Vec<String>>);

#[async_trait]
impl TypingIndicator for RecordingTyping {
    async fn show(&self, message_sid: &str) -> Result<(), SendFailure> {
        self.0.lock().unwrap().push(message_sid.to_owned());
        Ok(())
    }
}

/// An e-mail service that gives scripted answers, records what it was sent, and panics when it has no answer left.
#[derive(Default)]
pub struct ScriptedEmail {
    pub answers: Mutex<VecDeque<Result<SentEmail, EmailFailure>>>,
    pub sent: Mutex<Vec<OutboundEmail>>,
}

impl ScriptedEmail {
    pub fn answering(answers: impl IntoIterator<Item = Result<SentEmail, EmailFailure>>) -> Self {
        Self { answers: Mutex::new(answers.into_iter().collect()), sent: Mutex::default() }
    }
}

#[async_trait]
impl Email for ScriptedEmail {
    async fn send(&self, mail: &OutboundEmail) -> Result<SentEmail, EmailFailure> {
        self.sent.lock().unwrap().push(mail.clone());
        self.answers.lock().unwrap().pop_front().expect("no more mails were expected")
    }
}

/// A WhatsApp that gives scripted answers, records what it was sent, and panics when it has no answer left.
#[derive(Default)]
pub struct ScriptedWhatsApp {
    pub answers: Mutex<VecDeque<Result<Accepted, SendFailure>>>,
    pub sent: Mutex<Vec<OutboundMessage>>,
    /// The messages it has on record; `None` if it does not answer inquiries.
    pub on_record: Mutex<Option<Vec<SentMessage>>>,
    /// Whether it answers inquiries by rejecting the caller's credentials.
    refuses_credentials: bool,
}

impl ScriptedWhatsApp {
    pub fn answering(answers: impl IntoIterator<Item = Result<Accepted, SendFailure>>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        Self { answers, ..Self::default() }
    }

    /// Makes it report these messages as its record.
    pub fn telling(self, on_record: impl IntoIterator<Item = SentMessage>) -> Self {
        *self.on_record.lock().unwrap() = Some(on_record.into_iter().collect());
        self
    }

    /// Makes it reject the credentials of every inquiry.
    pub fn refusing_credentials(self) -> Self {
        Self { refuses_credentials: true, ..self }
    }

    fn record(&self) -> Result<Vec<SentMessage>, SendFailure> {
        if self.refuses_credentials {
            return Err(SendFailure::Rejected { code: Some(20_003), http_status: 401 });
        }
        let on_record = self.on_record.lock().unwrap().clone();
        on_record.ok_or_else(|| SendFailure::Unavailable("it does not say".into()))
    }
}

#[async_trait]
impl WhatsApp for ScriptedWhatsApp {
    async fn send(&self, message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        self.sent.lock().unwrap().push(message.clone());
        self.answers.lock().unwrap().pop_front().expect("no more sends were expected")
    }

    async fn find_sent(
        &self,
        _to: &WhatsAppAddress,
        _since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        self.record()
    }

    async fn fetch(&self, sid: &crate::message::MessageSid) -> Result<SentMessage, SendFailure> {
        let found = self.record()?.into_iter().find(|sent| sent.sid == *sid);
        found.ok_or(SendFailure::Rejected { code: Some(20404), http_status: 404 })
    }

    async fn costs_of_day(&self, _day: Date, _after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        panic!("no costs were expected to be asked for")
    }
}

/// A rate limit that never waits.
pub struct NoRateLimit;

#[async_trait]
impl RateLimit for NoRateLimit {
    async fn acquire(&self) {}

    fn slow_down(&self) {}

    fn speed_up(&self) {}
}
