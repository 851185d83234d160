//! Which receipt an object has: the one that announced it, for what came through the API, or its own.

use domain::identity::ReceiptId;
use domain::import::object::{Arrival, Placement};
use domain::import::summary::ImportRefusal;
use domain::import::{ImportReceipt, ImportRoute, ImportState};
use importer::channel_named;
use store::imports::ReceiptChange;
use store::{Store, StoreError};

/// What is known of an object.
pub(super) enum Found {
    Receipt(Box<ImportReceipt>),
    /// It is another version of a file that has a receipt.
    Known,
    NoWorkspace,
}

/// Finds the receipt of an object, or stores a new one.
pub(super) async fn of_arrival(
    store: &Store,
    arrival: &Arrival,
    placement: &Placement,
) -> Result<Found, StoreError> {
    let object = &arrival.object;
    let announced = placement.receipt.clone().unwrap_or_else(|| object.receipt());
    let read = store.read_import(&placement.workspace, &announced).await?;
    if read.workspace.is_none() {
        return Ok(Found::NoWorkspace);
    }
    match read.receipt {
        None => {
            stored(store, new(arrival, placement, announced)).await.map(|new| Found::Receipt(Box::new(new)))
        }
        Some(known) if known.object.as_ref().is_none_or(|before| before == object) => {
            Ok(Found::Receipt(Box::new(ImportReceipt { object: Some(object.clone()), ..known })))
        }
        // The same request put the same content twice.
        Some(known) if known.route == ImportRoute::Push => Ok(Found::Known),
        Some(first) => second(store, arrival, placement, first).await,
    }
}

/// Refuses a second file at an upload address: whoever has the address could send any number of them.
async fn second(
    store: &Store,
    arrival: &Arrival,
    placement: &Placement,
    first: ImportReceipt,
) -> Result<Found, StoreError> {
    let message = "two files came through this upload address, and one of them is imported: ask for a new address, with a new \
                   Idempotency-Key, for each file";
    let refusal = ImportRefusal { message: message.to_owned(), line: None };
    let refused = ImportReceipt {
        channel: first.channel,
        currency: first.currency,
        route: first.route,
        state: ImportState::Refused { at: arrival.at, refusal },
        ..new(arrival, placement, arrival.object.receipt())
    };
    stored(store, refused).await.map(|_| Found::Known)
}

/// Stores a new receipt; returns the stored one if another worker was faster.
async fn stored(store: &Store, new: ImportReceipt) -> Result<ImportReceipt, StoreError> {
    match store.save_import_receipt(&new).await? {
        ReceiptChange::Made => Ok(new),
        ReceiptChange::TooLate => Ok(store.import_receipt(&new.workspace, &new.id).await?.unwrap_or(new)),
    }
}

fn new(arrival: &Arrival, placement: &Placement, id: ReceiptId) -> ImportReceipt {
    let channel = placement.channel.as_deref().map(channel_named).transpose();
    let state = match &channel {
        Ok(_) => ImportState::Waiting,
        Err(_no_channel) => ImportState::Refused {
            at: arrival.at,
            refusal: ImportRefusal {
                message: "the folder after the workspace names no channel: call it meta, google, tiktok or the like, or auto if \
                          the file says it"
                    .to_owned(),
                line: None,
            },
        },
    };
    ImportReceipt {
        id,
        workspace: placement.workspace.clone(),
        route: ImportRoute::Drop,
        channel: channel.ok().flatten(),
        currency: None,
        file: placement.file.clone(),
        received_at: arrival.at,
        body_hash: None,
        object: Some(arrival.object.clone()),
        attempts: 0,
        given_back: 0,
        revision: 0,
        state,
    }
}
