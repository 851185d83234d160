//! A worker's hold on an object: while it works, it says every few seconds how far it is, and keeps its lease, the
//! workspace's turn and the queue's patience.

use super::{IntakeDeps, IntakeError};
use domain::error::with_causes;
use domain::import::claim::{LEASE_SECONDS, running};
use domain::import::object::ObjectVersion;
use domain::import::queue::HOLD_SECONDS;
use domain::import::{ImportProgress, ImportReceipt, ImportState, ImportStep};
use domain::instant::EpochSecond;
use futures::future::{Either, select};
use futures::pin_mut;
use jiff::SignedDuration;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use store::imports::{ReceiptChange, Turn};
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};

/// How often a worker says how far it is: several times in the time for which it may be silent.
const BEAT: Duration = Duration::from_secs(10);

/// For how long a worker goes on although it cannot say so; its lease stands for a while longer.
const PATIENCE: SignedDuration = SignedDuration::from_secs(LEASE_SECONDS - 15);

/// How far the work is, counted where it is done.
#[derive(Debug, Default)]
pub(super) struct Counter {
    is_storing: AtomicBool,
    done: AtomicU64,
    of: AtomicU64,
}

impl Counter {
    /// Begins a step of so many bytes or facts.
    pub(super) fn begin(&self, step: ImportStep, of: u64) {
        self.is_storing.store(step == ImportStep::Storing, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }

    /// Says that so much of the step is done by now.
    pub(super) fn reach(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// Says that so much more of the step is done.
    pub(super) fn add(&self, done: u64) {
        self.done.fetch_add(done, Ordering::Relaxed);
    }

    fn progress(&self) -> ImportProgress {
        let is_storing = self.is_storing.load(Ordering::Relaxed);
        let step = if is_storing { ImportStep::Storing } else { ImportStep::Reading };
        let of = self.of.load(Ordering::Relaxed);
        ImportProgress { step, done: self.done.load(Ordering::Relaxed).min(of), of }
    }
}

/// A worker's hold on an object.
pub(super) struct Session<'a> {
    pub(super) deps: &'a IntakeDeps<'a>,
    pub(super) counter: Arc<Counter>,
    receipt: Mutex<ImportReceipt>,
}

impl<'a> Session<'a> {
    pub(super) fn new(deps: &'a IntakeDeps<'a>, receipt: ImportReceipt) -> Self {
        Self { deps, counter: Arc::default(), receipt: Mutex::new(receipt) }
    }

    /// Returns the receipt as it is stored.
    pub(super) async fn receipt(&self) -> ImportReceipt {
        self.receipt.lock().await.clone()
    }

    /// Notes which version of the object is read.
    pub(super) async fn reads(&self, object: &ObjectVersion) {
        self.receipt.lock().await.object = Some(object.clone());
    }

    /// Does the work, and says from time to time that it is being done.
    pub(super) async fn holding<T>(
        &self,
        work: impl Future<Output = Result<T, IntakeError>>,
    ) -> Result<T, IntakeError> {
        let beats = self.beats();
        pin_mut!(work, beats);
        match select(work, beats).await {
            Either::Left((done, _)) => done,
            Either::Right((stopped, _)) => Err(stopped),
        }
    }

    /// Says again and again that the work is being done. Ends when that could not be said for so long that another worker may
    /// take over, or when one has.
    async fn beats(&self) -> IntakeError {
        let mut ticks = interval(BEAT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut said = self.deps.clock.now();
        loop {
            ticks.tick().await;
            match self.beat().await {
                Ok(()) => said = self.deps.clock.now(),
                Err(stopped @ (IntakeError::TakenOver | IntakeError::TurnLost)) => return stopped,
                Err(error) if self.deps.clock.now().duration_since(said) >= PATIENCE => return error,
                Err(error) => {
                    tracing::warn!(cause = with_causes(&error), "a worker could not say that it is at it");
                }
            }
        }
    }

    async fn beat(&self) -> Result<(), IntakeError> {
        let now = EpochSecond::from(self.deps.clock.now());
        let mut receipt = self.receipt.lock().await;
        *receipt = self.save(running(&receipt, self.counter.progress(), self.deps.worker, now)).await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        let turn = self.deps.store.take_import_turn(&receipt.workspace, self.deps.worker, now, until).await?;
        if turn == Turn::Others {
            return Err(IntakeError::TurnLost);
        }
        let held = self.deps.queue.hold(self.deps.handle, HOLD_SECONDS).await;
        held.map_err(|error| IntakeError::Unavailable(error.into()))
    }

    /// Stores the receipt's last state and returns the receipt.
    pub(super) async fn end(&self, state: ImportState) -> Result<ImportReceipt, IntakeError> {
        let ended = self.receipt.lock().await.moved_to(state);
        self.save(ended).await
    }

    /// Lets another worker begin at once, as if this one had not begun.
    pub(super) async fn give_back(&self) -> Result<(), IntakeError> {
        let waiting = self.receipt.lock().await.moved_to(ImportState::Waiting);
        let attempts = waiting.attempts.saturating_sub(1);
        let given_back = waiting.given_back.saturating_add(1);
        self.save(ImportReceipt { attempts, given_back, ..waiting }).await.map(drop)
    }

    /// Stores a receipt and returns it as stored. If the stored one is not the one that was read, it may be this very write,
    /// whose answer was lost, or a beat of this worker: both are as good as made.
    async fn save(&self, receipt: ImportReceipt) -> Result<ImportReceipt, IntakeError> {
        let store = self.deps.store;
        if store.save_import_receipt(&receipt).await? == ReceiptChange::Made {
            return Ok(receipt);
        }
        let stored = store.import_receipt(&receipt.workspace, &receipt.id).await?;
        let stored = stored.ok_or(IntakeError::TakenOver)?;
        if stored == receipt {
            return Ok(receipt);
        }
        if !self.holds(&stored) {
            return Err(IntakeError::TakenOver);
        }
        let again = ImportReceipt { revision: stored.revision.saturating_add(1), ..receipt };
        match store.save_import_receipt(&again).await? {
            ReceiptChange::Made => Ok(again),
            ReceiptChange::TooLate => Err(IntakeError::TakenOver),
        }
    }

    fn holds(&self, stored: &ImportReceipt) -> bool {
        matches!(&stored.state, ImportState::Running { worker, .. } if worker == self.deps.worker)
    }
}
