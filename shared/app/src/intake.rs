//! Numbers that come in without a person at the keyboard: a worker is told of an object, claims its receipt and the
//! workspace's turn, reads and stores it, and writes down what became of it. The same object again changes nothing, and a
//! worker that dies is replaced.

pub mod push;

mod session;
mod told;
mod work;

use domain::clock::Clock;
use domain::error::{BoxError, with_causes};
use domain::identity::ReceiptId;
use domain::import::claim::{Claim, LEASE_SECONDS, claim};
use domain::import::object::{NoPlacement, ObjectStorage, ObjectVersion, Placement};
use domain::import::queue::ImportQueue;
use domain::import::{ImportReceipt, ImportRoute, ImportState};
use domain::instant::EpochSecond;
use domain::message::job::{DeliveryQueue, QueueError};
use domain::metrics::source::SourceError;
use importer::channel_named;
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
    #[error("another worker took over: nothing is to be done")]
    TakenOver,
    /// The workspace's time zone is not in the zone database.
    #[error("the time zone of the workspace is not in the IANA zone database: correct it in the settings")]
    UnknownZone,
}

/// Imports an object, unless it was imported before or is being imported.
///
/// # Errors
/// If it must come again; see [`IntakeError`].
pub async fn take(deps: &IntakeDeps<'_>, object: &ObjectVersion) -> Result<Taken, IntakeError> {
    let placement = match Placement::parse(&object.key) {
        Ok(placement) => placement,
        Err(reason) => return Ok(Taken::Nowhere(reason)),
    };
    let Some(receipt) = receipt(deps, object, &placement).await? else {
        return Ok(Taken::NoWorkspace);
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

/// Imports, or lets go of the receipt: only an attempt that ends without a word counts, since a store or storage that is away
/// for an hour must not use up a file's attempts.
async fn done_or_given_back(session: &Session<'_>) -> Result<Taken, IntakeError> {
    let done = work::import(session).await;
    if done.as_ref().is_err_and(|error| !matches!(error, IntakeError::TakenOver | IntakeError::CutShort(_))) {
        // If this fails too, the lease ends by itself and the attempt counts.
        let _ = session.give_back().await;
    }
    done
}

/// Returns the receipt of an object, which may be new; `None` without a workspace.
async fn receipt(
    deps: &IntakeDeps<'_>,
    object: &ObjectVersion,
    placement: &Placement,
) -> Result<Option<ImportReceipt>, StoreError> {
    let announced = placement.receipt.clone().unwrap_or_else(|| object.receipt());
    let read = deps.store.read_import(&placement.workspace, &announced).await?;
    let first = match read.receipt {
        _ if read.workspace.is_none() => return Ok(None),
        Some(known) if known.object.as_ref().is_none_or(|before| before == object) => {
            return Ok(Some(ImportReceipt { object: Some(object.clone()), ..known }));
        }
        other => other,
    };
    let new = match first {
        // An upload address was used twice: the second file has a receipt of its own.
        Some(first) => ImportReceipt {
            channel: first.channel,
            currency: first.currency,
            route: first.route,
            ..dropped(deps, object, placement, object.receipt())
        },
        None => dropped(deps, object, placement, announced),
    };
    stored(deps, new).await.map(Some)
}

/// Stores a new receipt; returns the stored one if another worker was faster.
async fn stored(deps: &IntakeDeps<'_>, new: ImportReceipt) -> Result<ImportReceipt, StoreError> {
    match deps.store.save_import_receipt(&new).await? {
        ReceiptChange::Made => Ok(new),
        ReceiptChange::TooLate => {
            let read = deps.store.read_import(&new.workspace, &new.id).await?;
            Ok(read.receipt.unwrap_or(new))
        }
    }
}

fn dropped(
    deps: &IntakeDeps<'_>,
    object: &ObjectVersion,
    placement: &Placement,
    id: ReceiptId,
) -> ImportReceipt {
    ImportReceipt {
        id,
        workspace: placement.workspace.clone(),
        route: ImportRoute::Drop,
        channel: placement.channel.as_deref().and_then(|name| channel_named(name).ok()),
        currency: None,
        file: placement.file.clone(),
        received_at: deps.clock.now(),
        body_hash: None,
        object: Some(object.clone()),
        attempts: 0,
        revision: 0,
        state: ImportState::Waiting,
    }
}

#[cfg(test)]
mod tests;
