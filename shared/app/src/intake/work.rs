//! The work on one object: fetched, read away from the other work of the process, stored, and its receipt ended.

use super::record_error;
use super::session::{Counter, Session};
use super::told::{refusal_of, refusal_of_storage, summary};
use super::{IntakeError, Taken};
use crate::import::{ImportDeps, KeepError, Kept, keep};
use domain::error::with_causes;
use domain::import::object::{FetchedObject, ObjectVersion, StorageError, Wanted};
use domain::import::summary::ImportRefusal;
use domain::import::{ImportReceipt, ImportRoute, ImportState, ImportStep};
use domain::metrics::kpi::yesterday;
use domain::settings::WorkspaceSettings;
use importer::ImportError;
use importer::ndjson::is_json;
use importer::reader::{Import, read, read_json};
use importer::settings::{ImportSettings, KnownCampaign};
use jiff::Timestamp;
use std::sync::Arc;

/// How often a file is read again because the workspace's campaigns changed while it was read.
const READS: usize = 3;

/// Among how many of the newest receipts one is looked for that overtakes a file.
const NEWEST: i32 = 50;

/// What a file turned out to be.
enum Read {
    Import(Box<Import>),
    Refused(ImportRefusal),
}

/// Imports the object of a receipt that this worker has claimed.
pub(super) async fn import(session: &Session<'_>) -> Result<Taken, IntakeError> {
    let receipt = session.receipt().await;
    let Some(object) = receipt.object.clone() else {
        return Ok(Taken::Known);
    };
    let state = Box::pin(session.holding(outcome(session, &receipt, &object))).await?;
    let ended = session.end(state).await?;
    record_error(session.deps.store, &ended).await;
    Ok(Taken::Ended(Box::new(ended)))
}

async fn outcome(
    session: &Session<'_>,
    receipt: &ImportReceipt,
    object: &ObjectVersion,
) -> Result<ImportState, IntakeError> {
    let at = || session.deps.clock.now();
    let wanted = if receipt.route == ImportRoute::Drop { Wanted::Exactly } else { Wanted::Newest };
    let fetched = match session.deps.objects.fetch(object, wanted).await {
        Ok(fetched) => fetched,
        Err(StorageError::Superseded) => return Ok(ImportState::Superseded { at: at() }),
        Err(StorageError::Unavailable(cause)) => return Err(IntakeError::Unavailable(cause)),
        Err(refused) => return Ok(ImportState::Refused { at: at(), refusal: refusal_of_storage(&refused) }),
    };
    session.reads(&fetched.object).await;
    let (import, settings) = match read_object(session, receipt, fetched).await? {
        (Read::Refused(refusal), _) => return Ok(ImportState::Refused { at: at(), refusal }),
        (Read::Import(import), settings) => (import, settings),
    };
    if is_overtaken(session, receipt, &import).await? {
        return Ok(ImportState::Superseded { at: at() });
    }
    let kept = store_import(session, &settings, &import).await?;
    Ok(ImportState::Stored { at: at(), summary: Box::new(summary(&import, &kept)) })
}

/// Reports whether a file that came later is stored and decides everything that this one would. Files come in any order, and
/// the older numbers of a day must not replace the newer ones.
async fn is_overtaken(
    session: &Session<'_>,
    receipt: &ImportReceipt,
    import: &Import,
) -> Result<bool, IntakeError> {
    let report = &import.report;
    let Some(days) = report.first_day.zip(report.last_day) else { return Ok(false) };
    let channels = import.channels();
    let campaigns = import.campaigns.iter().map(|campaign| campaign.id.clone()).collect();
    let newest = session.deps.store.import_receipts(&receipt.workspace, NEWEST).await?;
    let later = newest.iter().filter(|other| other.received_at > receipt.received_at);
    Ok(later.into_iter().any(|other| match &other.state {
        ImportState::Stored { summary, .. } => summary.covers(&channels, &campaigns, days, &report.sums),
        _ => false,
    }))
}

/// Reads a file beside the workspace's campaigns as they are; again, if they changed meanwhile: a name or an identifier may be
/// one of theirs now.
async fn read_object(
    session: &Session<'_>,
    receipt: &ImportReceipt,
    fetched: FetchedObject,
) -> Result<(Read, WorkspaceSettings), IntakeError> {
    let mut fetched = fetched;
    let mut settings = settings_of(session, receipt).await?;
    for _read in 0..READS {
        let known = import_settings(receipt, &settings, &fetched, session.deps.clock.now())?;
        session.counter.begin(ImportStep::Reading, fetched.bytes);
        let counter = Arc::clone(&session.counter);
        // Reading is work without a pause, which would keep everything else of the process waiting.
        let read = tokio::task::spawn_blocking(move || read_content(fetched, &known, &counter)).await;
        let (again, read) = read.map_err(|error| IntakeError::CutShort(error.into()))?;
        fetched = again;
        let import = match read {
            Ok(import) => import,
            Err(ImportError::ReadFailed { source, .. }) => {
                return Err(IntakeError::Unavailable(source.into()));
            }
            Err(refused) => return Ok((Read::Refused(refusal_of(refused, receipt.route)), settings)),
        };
        let now = settings_of(session, receipt).await?;
        let is_same = known_campaigns(&now) == known_campaigns(&settings);
        settings = now;
        if is_same {
            return Ok((Read::Import(Box::new(import)), settings));
        }
    }
    Err(IntakeError::Unavailable("the campaigns of the workspace change all the time".into()))
}

async fn settings_of(
    session: &Session<'_>,
    receipt: &ImportReceipt,
) -> Result<WorkspaceSettings, IntakeError> {
    let settings = session.deps.store.settings(&receipt.workspace).await?;
    settings.ok_or_else(|| IntakeError::Unavailable("the workspace is gone".into()))
}

fn known_campaigns(settings: &WorkspaceSettings) -> Vec<KnownCampaign> {
    settings.campaigns.iter().map(KnownCampaign::from).collect()
}

fn read_content(
    mut fetched: FetchedObject,
    settings: &ImportSettings,
    counter: &Counter,
) -> (FetchedObject, Result<Import, ImportError>) {
    let FetchedObject { content, scratch, .. } = &mut fetched;
    let progress = &mut |bytes| counter.reach(bytes);
    let read = is_json(content).and_then(|is_json| {
        if is_json {
            read_json(content, scratch, settings, progress)
        } else {
            read(content, settings, progress)
        }
    });
    (fetched, read)
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
        known_campaigns: known_campaigns(settings),
    })
}

async fn store_import(
    session: &Session<'_>,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<Kept, IntakeError> {
    match keep_once(session, settings, import).await {
        // Everything is stored but for the news, which the sweep sends; keeping it again has none and says what is there.
        Err(KeepError::Queue(error)) => {
            tracing::error!(cause = with_causes(&error), "the news of an import wait for the sweep");
            Ok(keep_once(session, settings, import).await?)
        }
        other => Ok(other?),
    }
}

async fn keep_once(
    session: &Session<'_>,
    settings: &WorkspaceSettings,
    import: &Import,
) -> Result<Kept, KeepError> {
    let counter = &session.counter;
    counter.begin(ImportStep::Storing, u64::try_from(import.facts.len()).unwrap_or(u64::MAX));
    let written = |facts: usize| counter.add(u64::try_from(facts).unwrap_or_default());
    let deps = ImportDeps { store: session.deps.store, queue: session.deps.delivery };
    Box::pin(keep(&deps, settings, import, session.deps.clock.now(), &written)).await
}

impl From<KeepError> for IntakeError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Store(error) => Self::Store(error),
            KeepError::Queue(error) => Self::News(error),
        }
    }
}
