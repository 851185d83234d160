//! All messages of a window that have no delivery: first who would get them, then, if that is still so, sending them.

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

/// The longest window.
const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How many messages are looked at in one call.
pub const PAGE: usize = 500;
/// How many are written at the same time.
const AT_ONCE: usize = 8;

/// A part of a workspace's messages: those that were written in a time, from a place on.
#[derive(Debug, Clone)]
pub struct Window {
    from: Timestamp,
    to: Timestamp,
    after: Option<PageMark>,
    limit: usize,
}

/// Says that no window has this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a window has an end after its beginning, 31 days later at most, and a cursor that an answer gave")]
pub struct InvalidWindow;

impl Window {
    /// Takes a window, both ends included, from the place on that a cursor names.
    ///
    /// # Errors
    /// When it ends before it begins, is longer than 31 days, or the cursor is none of ours.
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

/// A place in a window, as an answer gives it and a request brings it back. It names a message of the workspace of the
/// path, and whatever it names, nothing of another workspace is read.
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

/// A message without a delivery, whom it is for, and whether it would be sent again.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub message: Message,
    /// Whom it is for.
    pub recipient: Recipient,
    /// Whether it would be sent again.
    pub decision: Decision,
}

/// Who would get what.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The messages without a delivery, oldest first.
    pub candidates: Vec<Candidate>,
    /// Where to go on, when there may be more.
    pub next: Option<Cursor>,
}

impl Preview {
    /// Returns how many messages would be sent.
    #[must_use]
    pub fn count(&self) -> usize {
        self.candidates.iter().filter(|candidate| candidate.decision == Decision::Resend).count()
    }
}

/// What became of one message of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// It is queued; nothing is delivered yet.
    Queued,
    /// It is not sent again.
    Refused(Refusal),
    /// It moved while this was decided.
    Moved,
}

/// What became of a window.
#[derive(Debug, Clone)]
pub enum WindowResent {
    /// Others would get it than were expected: nothing was done.
    CountChanged {
        /// How many it would be now.
        count: usize,
    },
    /// Each message without a delivery, with what became of it.
    Done {
        /// The messages, oldest first.
        handled: Vec<(Candidate, Handled)>,
        /// Where to go on, when there may be more.
        next: Option<Cursor>,
    },
}

/// Tells who would get what of a window. Reads alone.
///
/// # Errors
/// When the store cannot be read.
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

/// Has all messages of a window sent again that have no delivery, if they are as many as the preview said.
///
/// # Errors
/// When the store cannot be read or written; what was written until then is queued.
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
