//! The work on one object: fetched, read away from the other work of the process, stored, and its receipt ended.

use super::record_error;
use super::session::{Counter, Session};
use super::told::{refusal_of, refusal_of_storage, summary};
use super::{IntakeError, Taken};
use crate::import::{ImportDeps, KeepError, Kept, keep};
use domain::import::object::{FetchedObject, ObjectVersion, StorageError};
use domain::import::summary::ImportRefusal;
use domain::import::{ImportReceipt, ImportState, ImportStep};
use domain::metrics::kpi::yesterday;
use domain::settings::WorkspaceSettings;
use importer::ImportError;
use importer::ndjson::is_json;
use importer::reader::{Import, read, read_json};
use importer::settings::{ImportSettings, KnownCampaign};
use jiff::Timestamp;
use std::sync::Arc;

/// What a file turned out to be.
enum Read {
    Import(Box<Import>),
    Refused(ImportRefusal),
    Superseded,
}

/// Imports the object of a receipt that this worker has claimed.
pub(super) async fn import(session: &Session<'_>) -> Result<Taken, IntakeError> {
    let receipt = session.receipt().await;
    let Some(object) = receipt.object.clone() else {
        return Ok(Taken::Known);
    };
    // Read in the workspace's turn: an import that was before it may have brought campaigns.
    let Some(settings) = session.deps.store.settings(&receipt.workspace).await? else {
        return Ok(Taken::NoWorkspace);
    };
    let state = Box::pin(session.holding(outcome(session, &receipt, &settings, &object))).await?;
    let ended = session.end(state).await?;
    record_error(session.deps.store, &ended).await;
    Ok(Taken::Ended(Box::new(ended)))
}

async fn outcome(
    session: &Session<'_>,
    receipt: &ImportReceipt,
    settings: &WorkspaceSettings,
    object: &ObjectVersion,
) -> Result<ImportState, IntakeError> {
    let clock = session.deps.clock;
    match read_object(session, receipt, settings, object).await? {
        Read::Superseded => Ok(ImportState::Superseded { at: clock.now() }),
        Read::Refused(refusal) => Ok(ImportState::Refused { at: clock.now(), refusal }),
        Read::Import(import) => {
            let kept = store_import(session, settings, &import).await?;
            let summary = Box::new(summary(&import, &kept));
            Ok(ImportState::Stored { at: clock.now(), summary })
        }
    }
}

async fn read_object(
    session: &Session<'_>,
    receipt: &ImportReceipt,
    settings: &WorkspaceSettings,
    object: &ObjectVersion,
) -> Result<Read, IntakeError> {
    let fetched = match session.deps.objects.fetch(object).await {
        Ok(fetched) => fetched,
        Err(StorageError::Superseded) => return Ok(Read::Superseded),
        Err(StorageError::Unavailable(cause)) => return Err(IntakeError::Unavailable(cause)),
        Err(refused) => return Ok(Read::Refused(refusal_of_storage(&refused))),
    };
    let known = import_settings(receipt, settings, &fetched, session.deps.clock.now())?;
    session.counter.begin(ImportStep::Reading, fetched.bytes);
    let counter = Arc::clone(&session.counter);
    // Reading is work without a pause, which would keep everything else of the process waiting.
    let read = tokio::task::spawn_blocking(move || read_content(fetched, &known, &counter)).await;
    match read.map_err(|error| IntakeError::CutShort(error.into()))? {
        Ok(import) => Ok(Read::Import(Box::new(import))),
        Err(ImportError::ReadFailed { source, .. }) => Err(IntakeError::Unavailable(source.into())),
        Err(refused) => Ok(Read::Refused(refusal_of(refused, receipt.route))),
    }
}

fn read_content(
    fetched: FetchedObject,
    settings: &ImportSettings,
    counter: &Counter,
) -> Result<Import, ImportError> {
    let FetchedObject { mut content, mut scratch, .. } = fetched;
    let progress = &mut |bytes| counter.reach(bytes);
    if is_json(&mut content)? {
        read_json(&mut content, &mut scratch, settings, progress)
    } else {
        read(&mut content, settings, progress)
    }
}

fn import_settings(
    receipt: &ImportReceipt,
    settings: &WorkspaceSettings,
    fetched: &FetchedObject,
    now: Timestamp,
) -> Result<ImportSettings, IntakeError> {
    let yesterday = yesterday(now, &settings.workspace.zone).map_err(|_unknown| IntakeError::UnknownZone)?;
    Ok(ImportSettings {
        workspace_currency: settings.workspace.currency,
        file_currency: receipt.currency.or(fetched.currency),
        channel: receipt.channel.clone(),
        today: yesterday.tomorrow().unwrap_or(yesterday),
        known_campaigns: settings.campaigns.iter().map(KnownCampaign::from).collect(),
    })
}

async fn store_import(
    session: &Session<'_>,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<Kept, IntakeError> {
    let counter = &session.counter;
    counter.begin(ImportStep::Storing, u64::try_from(import.facts.len()).unwrap_or(u64::MAX));
    let written = |facts: usize| counter.add(u64::try_from(facts).unwrap_or_default());
    let deps = ImportDeps { store: session.deps.store, queue: session.deps.delivery };
    let kept = Box::pin(keep(&deps, settings, import, session.deps.clock.now(), &written)).await;
    kept.map_err(|error| match error {
        KeepError::Store(error) => IntakeError::Store(error),
        KeepError::Queue(error) => IntakeError::News(error),
    })
}
