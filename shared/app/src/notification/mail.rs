//! Sends the mail of a notice: read, decide, claim, call SES, record, decide what comes next.

use crate::delivery::once_more;
use domain::address::{AddressPepper, EmailAddress, SubjectLine, WebLink};
use domain::clock::{Clock, NoRandomness, Randomness};
use domain::delivery::policy::LEASE_SECONDS;
use domain::digest::mail as digest_mail;
use domain::email::page::{MailPageError, render};
use domain::email::{Email, EmailFailure, OutboundEmail, SentEmail};
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, LONGEST_DELAY_SECONDS, QueueError, QueueJob};
use domain::message::reference::NoticeJob;
use domain::notification::links::{SealFailure, SealedLinks, seal_links};
use domain::notification::policy::{AfterMail, BeforeMail, after_mail, before_mail, digest_refusal};
use domain::notification::{EmailState, MailFailure, MemberNotice, NoticeEmail, NoticeKind, wording};
use domain::token::TokenKeys;
use domain::workspace::Member;
use store::notifications::{MailClaim, MailClaimed, NoticeRead};
use store::{Store, StoreError};

/// How often a job is decided anew when its claim found something else than what was read.
const TRIES: usize = 3;

/// What the mail of a notice may use.
pub struct NoticeMailEdges<'a> {
    /// The store.
    pub store: &'a Store,
    /// E-mail.
    pub email: &'a dyn Email,
    /// The queue, for what must wait.
    pub queue: &'a dyn DeliveryQueue,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// The randomness of tokens and waits.
    pub randomness: &'a dyn Randomness,
    /// The keys that seal tokens.
    pub token_keys: &'a TokenKeys,
    /// Where the links of a mail lead.
    pub app_url: &'a WebLink,
    /// What addresses are hashed with.
    pub pepper: &'a AddressPepper,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailed {
    /// SES took the mail.
    Sent,
    /// It was queued again for later.
    Waiting {
        /// After how many seconds.
        seconds: i64,
    },
    /// SES did not answer; the mail is kept as unknown.
    Unknown,
    /// It will not be sent.
    GivenUp(MailFailure),
    /// There was nothing to do: sent before, none wanted, or not stored.
    NothingToDo,
}

/// Why a job must be given back to the queue.
#[derive(Debug, thiserror::Error)]
pub enum NoticeMailError {
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue could not do it.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The links could not be made.
    #[error(transparent)]
    Links(#[from] SealFailure),
    /// The mail could not be written.
    #[error(transparent)]
    Page(#[from] MailPageError),
}

/// Sends the mail of a notice. Safe to repeat: the claim lets one worker through for each attempt.
///
/// # Errors
/// When the store, the queue or the randomness fail; the job is to come again then.
pub async fn send_notice_mail(
    edges: &NoticeMailEdges<'_>,
    job: &NoticeJob,
) -> Result<Mailed, NoticeMailError> {
    for _try in 0..TRIES {
        if let Some(mailed) = decide_and_act(edges, job).await? {
            return Ok(mailed);
        }
    }
    wait(edges, job, 1).await
}

/// Gives nothing when the claim found something else than what was read.
async fn decide_and_act(
    edges: &NoticeMailEdges<'_>,
    job: &NoticeJob,
) -> Result<Option<Mailed>, NoticeMailError> {
    let Some(read) = edges.store.read_notice(job).await? else {
        return Ok(Some(Mailed::NothingToDo));
    };
    let notice = &read.notice;
    let decided = decide(&read, edges.clock.now().into());
    match (decided, &read.member) {
        (BeforeMail::Send(to), Some(member)) => attempt(edges, job, &read, member, to).await,
        (BeforeMail::NothingToDo | BeforeMail::Send(_), _) => Ok(Some(Mailed::NothingToDo)),
        (BeforeMail::Wait { seconds }, _) => wait(edges, job, seconds).await.map(Some),
        (BeforeMail::LostOnTheWay, _) => {
            let lost = notice.email.moved_to(EmailState::Unknown);
            edges.store.record_notice_mail(notice, &lost).await?;
            Ok(Some(Mailed::Unknown))
        }
        (BeforeMail::GiveUp(reason), _) => give_up(edges, notice, reason).await.map(Some),
    }
}

fn decide(read: &NoticeRead, now: EpochSecond) -> BeforeMail {
    let decided = before_mail(&read.notice, read.member.as_ref(), now);
    match (&read.notice.kind, &decided) {
        (NoticeKind::Digest { .. }, BeforeMail::Send(_) | BeforeMail::Wait { .. })
            if read.notice.email.state == EmailState::Waiting =>
        {
            let refusal = digest_refusal(read.digest.as_ref(), read.subscription.as_ref());
            refusal.map_or(decided, BeforeMail::GiveUp)
        }
        _ => decided,
    }
}

async fn give_up(
    edges: &NoticeMailEdges<'_>,
    notice: &MemberNotice,
    reason: MailFailure,
) -> Result<Mailed, NoticeMailError> {
    let failed = notice.email.moved_to(EmailState::Failed { reason: reason.clone() });
    edges.store.record_notice_mail(notice, &failed).await?;
    Ok(Mailed::GivenUp(reason))
}

async fn wait(edges: &NoticeMailEdges<'_>, job: &NoticeJob, seconds: i64) -> Result<Mailed, NoticeMailError> {
    let seconds = seconds.clamp(1, LONGEST_DELAY_SECONDS);
    edges.queue.send_jobs(&[QueueJob::NoticeMail(job.clone())], seconds).await?;
    Ok(Mailed::Waiting { seconds })
}

async fn attempt(
    edges: &NoticeMailEdges<'_>,
    job: &NoticeJob,
    read: &NoticeRead,
    member: &Member,
    to: EmailAddress,
) -> Result<Option<Mailed>, NoticeMailError> {
    let notice = &read.notice;
    let now = EpochSecond::from(edges.clock.now());
    // Drawn, sealed and written before the claim: nothing that can fail may stand between the answer and its record.
    let [low, high, ..] = edges.randomness.sixteen_bytes()?;
    let mailbox = edges.pepper.hash_mailbox(&to);
    let (mail, sealed) = write_mail(edges, job, read, member, to, now)?;
    let claimed = notice.email.claimed(now.plus_seconds(LEASE_SECONDS));
    let (claimed_mail, tokens) = (&claimed, sealed.tokens.as_slice());
    let claim = MailClaim { read, member, claimed: claimed_mail, mailbox: &mailbox, tokens, now };
    match edges.store.claim_notice_mail(&claim).await? {
        MailClaimed::Claimed => {}
        MailClaimed::NotNow => return Ok(None),
        MailClaimed::Suppressed => {
            return give_up(edges, notice, MailFailure::Suppressed).await.map(Some);
        }
    }
    let result = edges.email.send(&mail).await;
    if let Err(failure) = &result {
        let cause = domain::error::with_causes(failure);
        tracing::warn!(workspace = %notice.workspace, notice_id = %notice.id, cause, "a mail was not taken");
    }
    record(edges, job, notice, &claimed, &result, u16::from_le_bytes([low, high])).await.map(Some)
}

fn write_mail(
    edges: &NoticeMailEdges<'_>,
    job: &NoticeJob,
    read: &NoticeRead,
    member: &Member,
    to: EmailAddress,
    now: EpochSecond,
) -> Result<(OutboundEmail, SealedLinks), NoticeMailError> {
    let (notice, report) = (&read.notice, read.digest.as_ref().map(digest_mail::report));
    let language = wording::language_of_mail(report.as_ref(), member);
    let sealed = seal_links(edges.token_keys, edges.randomness, edges.app_url, notice, language, now)?;
    let workspace = read.workspace.as_ref().map_or(notice.workspace.as_str(), |known| &known.name);
    let rendered = render(&wording::page(notice, report, member, workspace, &sealed))?;
    let mail = OutboundEmail {
        about: job.clone(),
        to,
        subject: SubjectLine::fitting(&notice.summary),
        text: rendered.text,
        html: rendered.html,
        unsubscribe: sealed.unsubscribe.as_ref().map(|button| button.link.clone()),
    };
    Ok((mail, sealed))
}

async fn record(
    edges: &NoticeMailEdges<'_>,
    job: &NoticeJob,
    notice: &MemberNotice,
    claimed: &NoticeEmail,
    result: &Result<SentEmail, EmailFailure>,
    jitter: u16,
) -> Result<Mailed, NoticeMailError> {
    let now = edges.clock.now();
    let next = after_mail(result, claimed, jitter, now);
    let after = next.recorded(claimed, now.into());
    once_more(|| edges.store.record_notice_mail(notice, &after)).await?;
    match next {
        AfterMail::Wait { seconds } => wait(edges, job, seconds).await,
        AfterMail::Ended(EmailState::Failed { reason }) => Ok(Mailed::GivenUp(reason)),
        AfterMail::Ended(EmailState::Sent { .. }) => Ok(Mailed::Sent),
        AfterMail::Ended(_) => Ok(Mailed::Unknown),
    }
}

#[cfg(test)]
mod tests;
