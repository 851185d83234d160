//! What programs send to the API: the body of a request, or a file through an upload address. Both are kept as objects, and a
//! worker is told of them as of every other one; the sender gets the receipt at once. The same request again gets the same
//! receipt.

use domain::clock::Clock;
use domain::identity::{ReceiptId, WorkspaceId};
use domain::import::object::{ObjectStorage, Placement, StorageError, UploadAddress};
use domain::import::{ImportReceipt, ImportRoute, ImportState};
use domain::instant::EpochSecond;
use domain::metrics::Channel;
use domain::money::Currency;
use domain::text::hex;
use ring::digest::{SHA256, digest};
use store::imports::{Allowance, ReceiptChange};
use store::{Store, StoreError};

/// How many files a workspace may send in an hour: one each fifteen seconds.
pub const MOST_FILES_AN_HOUR: u32 = 240;
/// For how long an upload address can be used, in seconds.
pub const ADDRESS_SECONDS: u64 = 3_600;

/// The dependencies of the API's side.
pub struct PushDeps<'a> {
    pub store: &'a Store,
    pub objects: &'a dyn ObjectStorage,
    pub clock: &'a dyn Clock,
}

/// What a program says about what it sends.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    pub workspace: &'a WorkspaceId,
    /// The channel; `None` if the file says it.
    pub channel: Option<Channel>,
    /// The currency, for a file that states none.
    pub currency: Option<Currency>,
    /// By which the same request again is known.
    pub idempotency_key: &'a str,
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// There is no such workspace.
    #[error("there is no such workspace")]
    UnknownWorkspace,
    /// The same key came with something else before.
    #[error("this Idempotency-Key came with something else before: use a new one")]
    OtherRequest,
    /// The workspace has sent as many files as it may in this hour.
    #[error("this workspace has sent {MOST_FILES_AN_HOUR} files in this hour: put more rows into each file")]
    UsedUp,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Takes the body of a request, and returns its receipt.
///
/// # Errors
/// See [`PushError`]. After a failure of store or storage the same request completes what is missing.
pub async fn push(deps: &PushDeps<'_>, offer: &Offer<'_>, body: &[u8]) -> Result<ImportReceipt, PushError> {
    let body_hash = Some(hex(digest(&SHA256, body).as_ref()));
    let new = receipt(deps, offer, ImportRoute::Push, body_hash, ImportState::Waiting);
    let receipt = announced(deps, new).await?;
    // Until a worker has it, nobody knows whether the object is there.
    if receipt.state == ImportState::Waiting && receipt.object.is_none() {
        deps.objects.put(&key(&receipt), body).await?;
    }
    Ok(receipt)
}

/// Returns a receipt with an address for its file; no address once the file is there.
///
/// # Errors
/// See [`PushError`].
pub async fn offer_upload(
    deps: &PushDeps<'_>,
    offer: &Offer<'_>,
) -> Result<(ImportReceipt, Option<UploadAddress>), PushError> {
    let seconds = i64::try_from(ADDRESS_SECONDS).unwrap_or(i64::MAX);
    let until = EpochSecond::from(deps.clock.now()).plus_seconds(seconds);
    let new = receipt(deps, offer, ImportRoute::Upload, None, ImportState::AwaitingUpload { until });
    let receipt = announced(deps, new).await?;
    if !matches!(receipt.state, ImportState::AwaitingUpload { .. }) {
        return Ok((receipt, None));
    }
    let address = deps.objects.upload_address(&key(&receipt), ADDRESS_SECONDS).await?;
    Ok((receipt, Some(address)))
}

/// Stores a receipt that is new and counts its file; returns the stored one if the same request came before.
async fn announced(deps: &PushDeps<'_>, new: ImportReceipt) -> Result<ImportReceipt, PushError> {
    let read = deps.store.read_import(&new.workspace, &new.id).await?;
    if read.workspace.is_none() {
        return Err(PushError::UnknownWorkspace);
    }
    if let Some(known) = read.receipt {
        return same_request(known, &new);
    }
    let now = deps.clock.now();
    if deps.store.count_import(&new.workspace, now, MOST_FILES_AN_HOUR).await? == Allowance::UsedUp {
        return Err(PushError::UsedUp);
    }
    match deps.store.save_import_receipt(&new).await? {
        ReceiptChange::Made => Ok(new),
        ReceiptChange::TooLate => {
            let known = deps.store.import_receipt(&new.workspace, &new.id).await?;
            same_request(known.ok_or(StoreError::ConditionFailed)?, &new)
        }
    }
}

fn same_request(known: ImportReceipt, new: &ImportReceipt) -> Result<ImportReceipt, PushError> {
    let said = |receipt: &ImportReceipt| {
        (receipt.route, receipt.body_hash.clone(), receipt.channel.clone(), receipt.currency)
    };
    if said(&known) == said(new) { Ok(known) } else { Err(PushError::OtherRequest) }
}

fn receipt(
    deps: &PushDeps<'_>,
    offer: &Offer<'_>,
    route: ImportRoute,
    body_hash: Option<String>,
    state: ImportState,
) -> ImportReceipt {
    let request = format!("{}\n{}", offer.workspace, offer.idempotency_key);
    ImportReceipt {
        id: ReceiptId::hashed("i-", &request),
        workspace: offer.workspace.clone(),
        route,
        channel: offer.channel.clone(),
        currency: offer.currency,
        file: String::new(),
        received_at: deps.clock.now(),
        body_hash,
        object: None,
        attempts: 0,
        given_back: 0,
        revision: 0,
        state,
    }
}

fn key(receipt: &ImportReceipt) -> String {
    Placement::of_sent(&receipt.workspace, receipt.channel.as_ref().map(Channel::as_str), &receipt.id)
}
