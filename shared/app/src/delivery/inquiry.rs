//! Asks Twilio whether it has a message whose answer was lost, and for the status of a message whose receipt is late.

use super::{Case, Delivered, DeliveryError};
use crate::delivery::attempt_result::AttemptResult;
use domain::delivery::policy::AttemptFailure;
use domain::delivery::reconcile::{
    Found, GRACE_SECONDS, PROOF_AFTER_SECONDS, find_attempt, is_in_window, window_begins,
};
use domain::digest::form::sent_entry;
use domain::digest::form::text_sent;
use domain::inbound::callback::AttemptReference;
use domain::message::job::QueueJob;
use domain::message::reference::NotificationJob;
use domain::message::refusal::{FailureClass, classify, classify_callback};
use domain::message::status::StatusClass;
use domain::message::{Attempt, LOOK_AFTER_SECONDS, MessageSid, MessageState, MessageStatus};
use domain::notification::EmailState;
use domain::twilio::{SendFailure, SentMessage};
use jiff::Timestamp;

/// After how many seconds Twilio is first asked about a lost answer.
pub(super) const FIRST_LOOK_SECONDS: i64 = 15;
/// The maximum wait between two inquiries, in seconds.
const LONGEST_LOOK_SECONDS: i64 = 120;

impl Case<'_> {
    /// Finds out what happened to an attempt whose answer was lost. Nothing is sent again until it is proven that
    /// Twilio does not have the message.
    pub(super) async fn reconcile(&self) -> Result<Option<Delivered>, DeliveryError> {
        let Some(attempt) = self.message().attempts.last() else {
            return self
                .settle(self.message(), AttemptResult::without_call(AttemptFailure::Unresolved))
                .await;
        };
        let waited = self.now().seconds_since(attempt.started_at.into());
        match self.look_for(attempt).await? {
            Some(Found::There(sent)) => self.adopt(attempt, &sent).await,
            Some(Found::Absent) if waited >= PROOF_AFTER_SECONDS => {
                self.settle(self.message(), AttemptResult::never_arrived(attempt.number)).await
            }
            _ if waited >= GRACE_SECONDS || self.now() >= self.message().deadline => {
                self.settle(self.message(), AttemptResult::without_call(AttemptFailure::Unresolved)).await
            }
            found => {
                let until_proof = PROOF_AFTER_SECONDS - waited;
                let pause = if found == Some(Found::Absent) { until_proof } else { waited };
                let until_deadline = self.message().deadline.seconds_since(self.now()).max(1);
                let pause = pause.clamp(FIRST_LOOK_SECONDS, LONGEST_LOOK_SECONDS);
                self.wait(pause.min(until_deadline)).await
            }
        }
    }

    /// Returns `None` if Twilio does not answer.
    async fn look_for(&self, attempt: &Attempt) -> Result<Option<Found>, DeliveryError> {
        let address =
            self.read.subscription.as_ref().and_then(domain::workspace::WhatsAppSubscription::address);
        let since = Timestamp::from_second(window_begins(attempt)).unwrap_or(attempt.started_at);
        let Some(address) = address else { return Ok(None) };
        let found = match self.deps.whatsapp.find_sent(&address, since).await {
            Ok(found) => found,
            Err(failure) => {
                let cause = domain::error::with_causes(&failure);
                tracing::info!(message_id = %self.message().id, cause, "Twilio does not say what became of it");
                return Ok(None);
            }
        };
        let near: Vec<String> = found
            .iter()
            .filter(|sent| is_in_window(attempt, sent))
            .take(MOST_CANDIDATES)
            .map(|sent| sent.sid.to_string())
            .collect();
        let (workspace, member) = (&self.message().workspace, &self.message().member);
        let others = self.deps.store.sids_on_record(workspace, member, &near).await?;
        // An earlier attempt that only a callback reported is not in the conversation log.
        let earlier = || self.message().attempts.iter().filter(|other| other.number != attempt.number);
        let is_earlier = |sid: &str| earlier().any(|other| other.sid.as_deref() == Some(sid));
        let is_another = |sent: &SentMessage| {
            let sid = sent.sid.as_str();
            others.iter().any(|other| other == sid) || is_earlier(sid)
        };
        Ok(Some(find_attempt(&text_sent(self.message(), attempt.template), attempt, &found, is_another)))
    }

    /// Records a message that Twilio has as the one of this attempt.
    async fn adopt(&self, attempt: &Attempt, sent: &SentMessage) -> Result<Option<Delivered>, DeliveryError> {
        let entry = sent_entry(self.message(), attempt.number, &sent.sid, self.deps.clock.now());
        self.deps.store.record_accepted(self.message(), attempt.number, &sent.sid, &entry).await?;
        match self.take_news(attempt.number, sent).await? {
            InquiryResult::Arrived => Ok(Some(Delivered::Arrived)),
            InquiryResult::Lost => Ok(None),
            InquiryResult::Underway => Ok(Some(Delivered::Accepted)),
        }
    }

    /// Asks for the status of a message whose receipt is late.
    pub(super) async fn ask_for_receipt(&self) -> Result<Option<Delivered>, DeliveryError> {
        let sid = |attempt: &Attempt| attempt.sid.as_ref()?.parse::<MessageSid>().ok();
        let latest = self.message().attempts.last();
        let no_receipt = AttemptResult::without_call(AttemptFailure::NoReceipt);
        let Some((attempt, sid)) = latest.and_then(|attempt| Some((attempt, sid(attempt)?))) else {
            return self.settle(self.message(), no_receipt).await;
        };
        match self.deps.whatsapp.fetch(&sid).await {
            Ok(sent) => match self.take_news(attempt.number, &sent).await? {
                InquiryResult::Arrived => Ok(Some(Delivered::Arrived)),
                InquiryResult::Lost => Ok(None),
                InquiryResult::Underway => self.settle(self.message(), no_receipt).await,
            },
            Err(failure) if knows_none(&failure) => self.settle(self.message(), no_receipt).await,
            Err(_) if self.now() >= self.message().deadline.plus_seconds(GRACE_SECONDS) => {
                self.settle(self.message(), no_receipt).await
            }
            Err(_) => self.wait(LONGEST_LOOK_SECONDS).await,
        }
    }

    /// Records Twilio's answer to the inquiry as a status callback would have.
    async fn take_news(&self, number: u32, sent: &SentMessage) -> Result<InquiryResult, DeliveryError> {
        let (store, message, now) = (self.deps.store, self.message(), self.deps.clock.now());
        let (workspace, id) = (message.workspace.clone(), message.id.clone());
        let reference = AttemptReference { workspace, message: id, attempt: number };
        if let Some(cost) = &sent.cost {
            store.keep_cost(message, number, &sent.sid, cost).await?;
        }
        match sent.status.standing() {
            StatusClass::Underway => Ok(InquiryResult::Underway),
            StatusClass::Arrived => {
                let state = if sent.status == MessageStatus::Read {
                    MessageState::Read
                } else {
                    MessageState::Delivered
                };
                store.move_up(&reference, &sent.sid, (state, sent.status), now).await?;
                Ok(InquiryResult::Arrived)
            }
            StatusClass::Lost => {
                let failure = (sent.error_code, classify_callback(sent.error_code));
                store.note_undelivered(&reference, &sent.sid, sent.status, failure, now).await?;
                Ok(InquiryResult::Lost)
            }
        }
    }

    /// Makes sure that the mail sent in place of a message is on its way: queues it again while it is waiting.
    pub(super) async fn check_mail(&self) -> Result<Option<Delivered>, DeliveryError> {
        let (store, message) = (self.deps.store, self.message());
        let Some(fallback) = &message.fallback else { return Ok(Some(Delivered::NothingToDo)) };
        let job = NotificationJob {
            workspace: message.workspace.clone(),
            member: message.member.clone(),
            notification: fallback.notification.clone(),
            at: fallback.at,
        };
        let notification = store.read_notification(&job).await?.map(|read| read.notification);
        let is_open = notification.is_some_and(|notification| {
            matches!(notification.email.state, EmailState::Waiting | EmailState::Sending { .. })
        });
        if is_open {
            self.deps.queue.send_jobs(&[QueueJob::NotificationMail(job)], 0).await?;
        }
        store.look_again(message, is_open.then(|| self.now().plus_seconds(LOOK_AFTER_SECONDS))).await?;
        Ok(Some(Delivered::NothingToDo))
    }
}

/// Reports whether Twilio has no such message. Rejected credentials say nothing about the message.
fn knows_none(failure: &SendFailure) -> bool {
    let SendFailure::Rejected { code, http_status } = failure else { return false };
    classify(*code, *http_status) != FailureClass::CredentialsRefused
}

/// How many messages one inquiry considers: one batched read takes a hundred.
const MOST_CANDIDATES: usize = 90;

/// Twilio's answer to an inquiry.
enum InquiryResult {
    Arrived,
    Lost,
    Underway,
}
