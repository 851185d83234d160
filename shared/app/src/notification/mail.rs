//! Sends the mail of a notification: read, decide, claim, call SES, record the answer, decide what to do next.

use crate::delivery::once_more;
use domain::address::{AddressPepper, EmailAddress, SubjectLine, WebLink};
use domain::clock::{Clock, NoRandomness, Randomness};
use domain::delivery::policy::LEASE_SECONDS;
use domain::digest::mail as digest_mail;
use domain::email::page::{MailPageError, render};
use domain::email::{Email, EmailFailure, OutboundEmail, SentEmail};
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, LONGEST_DELAY_SECONDS, QueueError, QueueJob};
use domain::message::reference::NotificationJob;
use domain::notification::links::{SealFailure, SealedLinks, seal_links};
use domain::notification::policy::{AfterMail, BeforeMail, after_mail, before_mail, digest_refusal};
use domain::notification::{
    EmailState, MailFailure, MemberNotification, NotificationEmail, NotificationKind, wording,
};
use domain::token::TokenKeys;
use domain::workspace::Member;
use store::notifications::{MailClaim, MailClaimed, NotificationRead};
use store::{Store, StoreError};

/// How often a job is decided again if the stored state changed between read and claim.
const TRIES: usize = 3;

/// The dependencies for sending the mail of a notification.
pub struct NotificationMailDeps<'a> {
    pub store: &'a Store,
    /// The e-mail service.
    pub email: &'a dyn Email,
    /// The queue, for jobs that must wait.
    pub queue: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
    /// The randomness for tokens and waits.
    pub randomness: &'a dyn Randomness,
    /// The keys that seal tokens.
    pub token_keys: &'a TokenKeys,
    /// The base address of the links in a mail.
    pub app_url: &'a WebLink,
    /// The secret used to hash addresses.
    pub pepper: &'a AddressPepper,
}

/// The result of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailed {
    /// SES accepted the mail.
    Sent,
    /// It was queued again for later.
    Waiting {
        /// The delay in seconds.
        seconds: i64,
    },
    /// SES did not answer; the mail is recorded as unknown.
    Unknown,
    /// It will not be sent.
    GivenUp(MailFailure),
    /// There was nothing to do: it was sent before, is not wanted, or is not stored.
    NothingToDo,
}

/// Why a job must be returned to the queue.
#[derive(Debug, thiserror::Error)]
pub enum NotificationMailError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The links could not be created.
    #[error(transparent)]
    Links(#[from] SealFailure),
    /// The mail could not be rendered.
    #[error(transparent)]
    Page(#[from] MailPageError),
}

/// Sends the mail of a notification. Safe to repeat: the claim lets only one worker through for each attempt.
///
/// # Errors
/// If the store, the queue or the randomness fails; the job must then be retried.
pub async fn send_notification_mail(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
) -> Result<Mailed, NotificationMailError> {
    for _try in 0..TRIES {
        if let Some(mailed) = decide_and_act(deps, job).await? {
            return Ok(mailed);
        }
    }
    wait(deps, job, 1).await
}

/// Returns `None` if the stored state changed between read and claim.
async fn decide_and_act(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
) -> Result<Option<Mailed>, NotificationMailError> {
    let Some(read) = deps.store.read_notification(job).await? else {
        return Ok(Some(Mailed::NothingToDo));
    };
    let notification = &read.notification;
    let decided = decide(&read, deps.clock.now().into());
    match (decided, &read.member) {
        (BeforeMail::Send(to), Some(member)) => attempt(deps, job, &read, member, to).await,
        (BeforeMail::NothingToDo | BeforeMail::Send(_), _) => Ok(Some(Mailed::NothingToDo)),
        (BeforeMail::Wait { seconds }, _) => wait(deps, job, seconds).await.map(Some),
        (BeforeMail::LostOnTheWay, _) => {
            let lost = notification.email.moved_to(EmailState::Unknown);
            deps.store.record_notification_mail(notification, &lost).await?;
            Ok(Some(Mailed::Unknown))
        }
        (BeforeMail::GiveUp(reason), _) => give_up(deps, notification, reason).await.map(Some),
    }
}

fn decide(read: &NotificationRead, now: EpochSecond) -> BeforeMail {
    let decided = before_mail(&read.notification, read.member.as_ref(), now);
    match (&read.notification.kind, &decided) {
        (NotificationKind::Digest { .. }, BeforeMail::Send(_) | BeforeMail::Wait { .. })
            if read.notification.email.state == EmailState::Waiting =>
        {
            let refusal = digest_refusal(read.digest.as_ref(), read.subscription.as_ref());
            refusal.map_or(decided, BeforeMail::GiveUp)
        }
        _ => decided,
    }
}

async fn give_up(
    deps: &NotificationMailDeps<'_>,
    notification: &MemberNotification,
    reason: MailFailure,
) -> Result<Mailed, NotificationMailError> {
    let failed = notification.email.moved_to(EmailState::Failed { reason: reason.clone() });
    deps.store.record_notification_mail(notification, &failed).await?;
    Ok(Mailed::GivenUp(reason))
}

async fn wait(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
    seconds: i64,
) -> Result<Mailed, NotificationMailError> {
    let seconds = seconds.clamp(1, LONGEST_DELAY_SECONDS);
    deps.queue.send_jobs(&[QueueJob::NotificationMail(job.clone())], seconds).await?;
    Ok(Mailed::Waiting { seconds })
}

async fn attempt(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
    read: &NotificationRead,
    member: &Member,
    to: EmailAddress,
) -> Result<Option<Mailed>, NotificationMailError> {
    let notification = &read.notification;
    let now = EpochSecond::from(deps.clock.now());
    // Drawn, sealed and rendered before the claim: no step that can fail may come between the answer and its record.
    let [low, high, ..] = deps.randomness.sixteen_bytes()?;
    let mailbox = deps.pepper.hash_mailbox(&to);
    let (mail, sealed) = write_mail(deps, job, read, member, to, now)?;
    let claimed = notification.email.claimed(now.plus_seconds(LEASE_SECONDS));
    let (claimed_mail, tokens) = (&claimed, sealed.tokens.as_slice());
    let claim = MailClaim { read, member, claimed: claimed_mail, mailbox: &mailbox, tokens, now };
    match deps.store.claim_notification_mail(&claim).await? {
        MailClaimed::Claimed => {}
        MailClaimed::NotNow => return Ok(None),
        MailClaimed::Suppressed => {
            return give_up(deps, notification, MailFailure::Suppressed).await.map(Some);
        }
    }
    let result = deps.email.send(&mail).await;
    if let Err(failure) = &result {
        let cause = domain::error::with_causes(failure);
        tracing::warn!(workspace = %notification.workspace, notification_id = %notification.id, cause, "a mail was not taken");
    }
    record(deps, job, notification, &claimed, &result, u16::from_le_bytes([low, high])).await.map(Some)
}

fn write_mail(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
    read: &NotificationRead,
    member: &Member,
    to: EmailAddress,
    now: EpochSecond,
) -> Result<(OutboundEmail, SealedLinks), NotificationMailError> {
    let (notification, report) = (&read.notification, read.digest.as_ref().map(digest_mail::report));
    let language = wording::language_of_mail(report.as_ref(), member);
    let sealed = seal_links(deps.token_keys, deps.randomness, deps.app_url, notification, language, now)?;
    let workspace = read.workspace.as_ref().map_or(notification.workspace.as_str(), |known| &known.name);
    let rendered = render(&wording::page(notification, report, member, workspace, &sealed))?;
    let mail = OutboundEmail {
        about: job.clone(),
        to,
        subject: SubjectLine::fitting(&notification.summary),
        text: rendered.text,
        html: rendered.html,
        unsubscribe: sealed.unsubscribe.as_ref().map(|button| button.link.clone()),
    };
    Ok((mail, sealed))
}

async fn record(
    deps: &NotificationMailDeps<'_>,
    job: &NotificationJob,
    notification: &MemberNotification,
    claimed: &NotificationEmail,
    result: &Result<SentEmail, EmailFailure>,
    jitter: u16,
) -> Result<Mailed, NotificationMailError> {
    let now = deps.clock.now();
    let next = after_mail(result, claimed, jitter, now);
    let after = next.recorded(claimed, now.into());
    once_more(|| deps.store.record_notification_mail(notification, &after)).await?;
    match next {
        AfterMail::Wait { seconds } => wait(deps, job, seconds).await,
        AfterMail::Ended(EmailState::Failed { reason }) => Ok(Mailed::GivenUp(reason)),
        AfterMail::Ended(EmailState::Sent { .. }) => Ok(Mailed::Sent),
        AfterMail::Ended(_) => Ok(Mailed::Unknown),
    }
}

#[cfg(test)]
mod tests;
