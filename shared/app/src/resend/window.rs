//! All undelivered messages of a window: first a preview of who would get them, then sending them if that is unchanged.

use super::{ResendDeps, ResendRequest, carry_out, job};
use crate::enqueue::queue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::identity::WorkspaceId;
use domain::message::{Message, MessageState};
use domain::resend::decision::{Decision, Recipient, Refusal, decide};
use futures::stream::{StreamExt, iter};
use jiff::{SignedDuration, Timestamp};
use std::str::FromStr;
use store::resends::{MessagePage, PageMark, Requeued};
use store::{Store, StoreError};

/// The maximum length of a window.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How many messages one call considers.
pub const PAGE: usize = 500;
/// How many are written concurrently.
const AT_ONCE: usize = 8;

/// A part of a workspace's messages: those created in an interval, starting at a cursor.
#[derive(Debug, Clone)]
pub struct Window {
    from: Timestamp,
    to: Timestamp,
    after: Option<PageMark>,
    limit: usize,
}

/// The window is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a window has an end after its beginning, 31 days later at most, and a cursor that an answer gave")]
pub struct InvalidWindow;

impl Window {
    /// Creates a window with both ends included, starting at the cursor if there is one.
    ///
    /// # Errors
    /// If it ends before it begins, is longer than 31 days, or the cursor was not created by us.
    pub fn new(from: Timestamp, to: Timestamp, cursor: Option<&str>) -> Result<Self, InvalidWindow> {
        let length = to.duration_since(from);
        if length.is_negative() || length > LONGEST_WINDOW {
            return Err(InvalidWindow);
        }
        let after = cursor.map(str::parse::<Cursor>).transpose()?.map(|cursor| cursor.0);
        Ok(Self { from, to, after, limit: PAGE })
    }

    #[cfg(test)]
    pub(crate) fn of(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

/// A position in a window, returned in a response and sent back in the next request. It refers to a message of the
/// workspace in the path; whatever it refers to, nothing of another workspace is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(PageMark);

impl FromStr for Cursor {
    type Err = InvalidWindow;

    fn from_str(text: &str) -> Result<Self, InvalidWindow> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_not_base64| InvalidWindow)?;
        let plain = String::from_utf8(bytes).map_err(|_not_text| InvalidWindow)?;
        let (written, message) = plain.split_once('|').ok_or(InvalidWindow)?;
        written.parse::<Timestamp>().map_err(|_no_instant| InvalidWindow)?;
        let message = message.parse().map_err(|_no_message| InvalidWindow)?;
        Ok(Self(PageMark { written: written.to_owned(), message }))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = format!("{}|{}", self.0.written, self.0.message);
        formatter.write_str(&URL_SAFE_NO_PAD.encode(plain))
    }
}

/// An undelivered message, its recipient, and whether it would be sent again.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub message: Message,
    pub recipient: Recipient,
    /// Whether it would be sent again.
    pub decision: Decision,
}

/// Who would get which messages.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The undelivered messages, oldest first.
    pub candidates: Vec<Candidate>,
    /// Where to continue, if there may be more.
    pub next: Option<Cursor>,
}

impl Preview {
    /// Returns how many messages would be sent.
    #[must_use]
    pub fn count(&self) -> usize {
        self.candidates.iter().filter(|candidate| candidate.decision == Decision::Resend).count()
    }
}

/// The result for one message of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It is queued; nothing is delivered yet.
    Queued,
    /// It is not sent again.
    Refused(Refusal),
    /// Its state changed during the decision.
    Moved,
}

/// The result for a window.
#[derive(Debug, Clone)]
pub enum WindowResent {
    /// The number of messages that would be sent differs from what was expected: nothing was done.
    CountChanged {
        /// How many messages would be sent now.
        count: usize,
    },
    /// Each undelivered message with its result.
    Done {
        /// The messages, oldest first.
        handled: Vec<(Candidate, Handled)>,
        /// Where to continue, if there may be more.
        next: Option<Cursor>,
    },
}

/// Shows who would get which messages of a window. Only reads.
///
/// # Errors
/// If the store cannot be read.
pub async fn preview(
    store: &Store,
    workspace: &WorkspaceId,
    window: &Window,
    forced: bool,
    now: Timestamp,
) -> Result<Preview, StoreError> {
    let MessagePage { mut messages, next } = store
        .messages_between(workspace, window.from, window.to, window.after.as_ref(), window.limit)
        .await?;
    messages.retain(|message| !matches!(message.state, MessageState::Delivered | MessageState::Read));
    let of = store.recipients(workspace, messages.iter().map(|message| &message.member)).await?;
    let judged = messages.into_iter().map(|message| {
        let recipient = of.get(&message.member).cloned().unwrap_or_default();
        let decision = decide(&message, &recipient, forced, now);
        Candidate { message, recipient, decision }
    });
    Ok(Preview { candidates: judged.collect(), next: next.map(Cursor) })
}

/// Sends all undelivered messages of a window again, if their number is the one that the preview stated.
///
/// # Errors
/// If the store cannot be read or written; what was written until then is queued.
pub async fn resend_window(
    deps: &ResendDeps<'_>,
    wish: &ResendRequest<'_>,
    window: &Window,
    expected: usize,
) -> Result<WindowResent, StoreError> {
    let now = deps.clock.now();
    let preview = preview(deps.store, wish.workspace, window, wish.forced, now).await?;
    let count = preview.count();
    if count != expected {
        return Ok(WindowResent::CountChanged { count });
    }
    let next = preview.next;
    let written: Vec<(Candidate, Result<Handled, StoreError>)> = iter(preview.candidates)
        .map(|candidate| async move {
            let handled = handle(deps.store, wish, &candidate, now).await;
            (candidate, handled)
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let jobs = written.iter().filter(|(_, handled)| matches!(handled, Ok(Handled::Queued)));
    let jobs: Vec<_> = jobs.map(|(candidate, _)| job(&candidate.message)).collect();
    queue(deps.queue, &jobs).await;
    let handled = written.into_iter().map(|(candidate, handled)| Ok((candidate, handled?)));
    Ok(WindowResent::Done { handled: handled.collect::<Result<_, StoreError>>()?, next })
}

async fn handle(
    store: &Store,
    wish: &ResendRequest<'_>,
    candidate: &Candidate,
    now: Timestamp,
) -> Result<Handled, StoreError> {
    if let Decision::Refuse(refusal) = candidate.decision {
        return Ok(Handled::Refused(refusal));
    }
    Ok(match carry_out(store, wish, &candidate.message, now).await? {
        Requeued::Queued => Handled::Queued,
        Requeued::Moved => Handled::Moved,
    })
}
