//! Numbers that come in without a person at the keyboard: a worker is told of an object, claims its receipt and the
//! workspace's turn, reads and stores it, and writes down what became of it. The same object again changes nothing, and a
//! worker that dies is replaced.

pub mod push;

mod receipt;
mod session;
mod told;
mod work;

use domain::clock::Clock;
use domain::error::{BoxError, with_causes};
use domain::import::claim::{Claim, LEASE_SECONDS, claim};
use domain::import::object::{Arrival, NoPlacement, ObjectStorage, Placement};
use domain::import::queue::{HOLD_SECONDS, ImportQueue};
use domain::import::{ImportReceipt, ImportState};
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, QueueError};
use domain::metrics::source::SourceError;
use receipt::Found;
use session::Session;
use store::imports::{ReceiptChange, Turn};
use store::{Store, StoreError};

/// The dependencies of a worker.
pub struct IntakeDeps<'a> {
    pub store: &'a Store,
    /// Where the objects are.
    pub objects: &'a dyn ObjectStorage,
    /// The queue that gave the object to this worker.
    pub queue: &'a dyn ImportQueue,
    /// What the queue calls the object.
    pub handle: &'a str,
    /// The delivery queue, for the news of an import.
    pub delivery: &'a dyn DeliveryQueue,
    pub clock: &'a dyn Clock,
    /// The worker: one invocation of the function.
    pub worker: &'a str,
}

/// What a worker did with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The receipt says what became of it.
    Ended(Box<ImportReceipt>),
    /// It was imported, refused or given up before.
    Known,
    /// Another worker is at it.
    Running,
    /// Another file of the workspace is being imported: it must come again.
    OthersTurn,
    /// Its name is no file's of a workspace, so nobody can be told.
    Nowhere(NoPlacement),
    /// There is no workspace of the name, so nobody can be told.
    NoWorkspace,
}

/// Why a worker did not finish; the object comes again.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The storage of objects, the disk or a queue failed.
    #[error("the object could not be fetched, read or held: it comes again")]
    Unavailable(#[source] BoxError),
    /// Reading ended in a panic, which is a bug. Such an attempt counts, so that the file is given up one day.
    #[error("reading the file ended early")]
    CutShort(#[source] BoxError),
    /// The import is stored, and its news may not be on their way.
    #[error(transparent)]
    News(#[from] QueueError),
    /// This worker was silent for so long that another one took over.
    #[error("another worker took over: it ends the receipt")]
    TakenOver,
    /// This worker was silent for so long that another file of the workspace is being imported.
    #[error("another file of the workspace is being imported: this one comes again")]
    TurnLost,
    /// The workspace's time zone is not in the zone database.
    #[error("the time zone of the workspace is not in the IANA zone database: correct it in the settings")]
    UnknownZone,
}

/// Imports an object, unless it was imported before or is being imported.
///
/// # Errors
/// If it must come again; see [`IntakeError`].
pub async fn take(deps: &IntakeDeps<'_>, arrival: &Arrival) -> Result<Taken, IntakeError> {
    // At once, so that a worker that dies in its first steps is replaced within a minute too.
    let held = deps.queue.hold(deps.handle, HOLD_SECONDS).await;
    held.map_err(|error| IntakeError::Unavailable(error.into()))?;
    let placement = match Placement::parse(&arrival.object.key) {
        Ok(placement) => placement,
        Err(reason) => return Ok(Taken::Nowhere(reason)),
    };
    let receipt = match receipt::of_arrival(deps.store, arrival, &placement).await? {
        Found::Receipt(receipt) => receipt,
        Found::Known => return Ok(Taken::Known),
        Found::NoWorkspace => return Ok(Taken::NoWorkspace),
    };
    let now = EpochSecond::from(deps.clock.now());
    match claim(&receipt, deps.worker, now) {
        Claim::Ended => Ok(Taken::Known),
        Claim::Running => Ok(Taken::Running),
        Claim::GiveUp(failed) => match deps.store.save_import_receipt(&failed).await? {
            ReceiptChange::Made => {
                record_error(deps.store, &failed).await;
                Ok(Taken::Ended(failed))
            }
            ReceiptChange::TooLate => Ok(Taken::Running),
        },
        Claim::Take(taken) => in_turn(deps, *taken, now).await,
    }
}

/// Records at the source of a file's channel why nothing came of it. The receipt says it too, so a failure is logged and no more.
async fn record_error(store: &Store, ended: &ImportReceipt) {
    let Some(channel) = &ended.channel else { return };
    let (at, reason) = match &ended.state {
        ImportState::Refused { at, refusal } => (*at, refusal.message.as_str()),
        ImportState::Failed { at } => (*at, "every attempt to import the file was cut short"),
        _ => return,
    };
    let error = SourceError::new(at, Some(ended.id.as_str()), reason);
    if let Err(error) = store.record_source_error(&ended.workspace, channel, &error).await {
        tracing::warn!(
            cause = with_causes(&error),
            "why nothing came of a file was not recorded at its source"
        );
    }
}

/// Imports one object of a workspace at a time.
async fn in_turn(
    deps: &IntakeDeps<'_>,
    taken: ImportReceipt,
    now: EpochSecond,
) -> Result<Taken, IntakeError> {
    let workspace = taken.workspace.clone();
    let until = now.plus_seconds(LEASE_SECONDS);
    if deps.store.take_import_turn(&workspace, deps.worker, now, until).await? == Turn::Others {
        return Ok(Taken::OthersTurn);
    }
    let done = match deps.store.save_import_receipt(&taken).await {
        // On the heap: it holds the futures of a whole import.
        Ok(ReceiptChange::Made) => Box::pin(done_or_given_back(&Session::new(deps, taken))).await,
        Ok(ReceiptChange::TooLate) => Ok(Taken::Running),
        Err(error) => Err(error.into()),
    };
    let ended = deps.store.end_import_turn(&workspace, deps.worker).await;
    let done = done?;
    ended?;
    Ok(done)
}

/// Imports, or lets go of the receipt: attempts that end without a word are counted apart, since they are few before a file is
/// given up, and a store or storage may be away for an hour.
async fn done_or_given_back(session: &Session<'_>) -> Result<Taken, IntakeError> {
    let done = work::import(session).await;
    if done.as_ref().is_err_and(|error| !matches!(error, IntakeError::TakenOver | IntakeError::CutShort(_))) {
        // If this fails too, the lease ends by itself and the attempt counts.
        let _ = session.give_back().await;
    }
    done
}

#[cfg(test)]
mod tests;
