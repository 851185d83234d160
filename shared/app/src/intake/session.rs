//! A worker's hold on an object: while it works, it says every few seconds how far it is, and keeps its lease, the
//! workspace's turn and the queue's patience.

use super::{IntakeDeps, IntakeError};
use domain::import::claim::{LEASE_SECONDS, running};
use domain::import::queue::HOLD_SECONDS;
use domain::import::{ImportProgress, ImportReceipt, ImportState, ImportStep};
use domain::instant::EpochSecond;
use futures::pin_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use store::imports::{ReceiptChange, Turn};
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};

/// How often a worker says how far it is: several times in the time for which it may be silent.
const BEAT: Duration = Duration::from_secs(10);

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

    /// Does the work, and says from time to time that it is being done.
    pub(super) async fn holding<T>(
        &self,
        work: impl Future<Output = Result<T, IntakeError>>,
    ) -> Result<T, IntakeError> {
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pin_mut!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                _ = beats.tick() => self.beat().await?,
            }
        }
    }

    async fn beat(&self) -> Result<(), IntakeError> {
        let held = self.deps.queue.hold(self.deps.handle, HOLD_SECONDS).await;
        held.map_err(|error| IntakeError::Unavailable(error.into()))?;
        let now = EpochSecond::from(self.deps.clock.now());
        let mut receipt = self.receipt.lock().await;
        let later = running(&receipt, self.counter.progress(), self.deps.worker, now);
        self.save(&later).await?;
        *receipt = later;
        let until = now.plus_seconds(LEASE_SECONDS);
        match self.deps.store.take_import_turn(&receipt.workspace, self.deps.worker, now, until).await? {
            Turn::Own => Ok(()),
            Turn::Others => Err(IntakeError::TakenOver),
        }
    }

    /// Stores the receipt's last state and returns the receipt.
    pub(super) async fn end(&self, state: ImportState) -> Result<ImportReceipt, IntakeError> {
        let ended = self.receipt.lock().await.moved_to(state);
        self.save(&ended).await?;
        Ok(ended)
    }

    /// Lets another worker begin at once, as if this one had not begun.
    pub(super) async fn give_back(&self) -> Result<(), IntakeError> {
        let waiting = self.receipt.lock().await.moved_to(ImportState::Waiting);
        let attempts = waiting.attempts.saturating_sub(1);
        self.save(&ImportReceipt { attempts, ..waiting }).await
    }

    async fn save(&self, receipt: &ImportReceipt) -> Result<(), IntakeError> {
        match self.deps.store.save_import_receipt(receipt).await? {
            ReceiptChange::Made => Ok(()),
            ReceiptChange::TooLate => Err(IntakeError::TakenOver),
        }
    }
}
