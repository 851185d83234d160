//! Brings the WhatsApp templates of `infra/content` to Twilio and to WhatsApp, and their identifiers into the table.
//!
//! A run creates what Twilio does not have, submits what WhatsApp was not asked about, waits for its decisions and writes
//! down what may be sent. What is there already is found by name, language and text, so that a second run creates nothing.

use std::time::{Duration, Instant};

use command_center::store::content_sids::ContentSidsChange;
use command_center::store::{Store, StoreError};
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

pub mod api;
pub mod approval;
pub mod difference;
pub mod report;
pub mod row;
pub mod wanted;

use crate::console::progress;
use api::{ContentApi, ContentApiError};
use report::Report;
use row::{Row, State, stored_with};
use wanted::{InvalidFile, wanted};

/// How often the table is written if somebody else writes it at the same time.
const TRIES: usize = 4;

/// The reasons why the templates could not be brought there.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A file is no content.
    #[error(transparent)]
    File(#[from] InvalidFile),
    /// The Content API did not do it.
    #[error(transparent)]
    Api(#[from] ContentApiError),
    /// The table could not be read or written.
    #[error("the identifiers of the contents cannot be kept in the table")]
    Store(#[from] StoreError),
    /// Somebody else writes the contents all the time.
    #[error(
        "somebody else changes the contents in the table at the same time: run this again when they are done"
    )]
    Contested,
}

/// How long to wait for WhatsApp, and whether to change anything.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    /// Only looks, and says what would be done.
    pub is_dry_run: bool,
    /// How often WhatsApp's decisions are looked at.
    pub look_every: Duration,
    /// For how long.
    pub no_longer_than: Duration,
}

/// The places that templates are brought to.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    pub api: &'a ContentApi,
    pub store: &'a Store,
    /// The base address of the links.
    pub app_url: &'a str,
}

/// Brings every template where it belongs, and reports where each one stands.
///
/// # Errors
/// If Twilio or the table cannot be used at all; what Twilio refuses about one template is in the report.
pub async fn bring(places: Places<'_>, options: &RunOptions) -> Result<Report, TemplateError> {
    let wanted = wanted(places.app_url)?;
    progress(format!("looking for {} contents at Twilio", wanted.len()));
    let (stored, at_twilio) = (places.store.content_sids().await?.sids, places.api.list().await?);
    let rows = wanted.into_iter().map(|wanted| {
        let stored = stored.get(&wanted.key);
        Row::find(wanted, &at_twilio, stored)
    });
    let mut run = Run { places, rows: rows.collect() };
    run.look_at_all().await?;
    if !options.is_dry_run {
        run.create_missing().await?;
        run.submit_unsubmitted().await?;
        run.keep().await?;
        run.await_decisions(options).await?;
    }
    Ok(Report { rows: run.rows, is_dry_run: options.is_dry_run })
}

struct Run<'a> {
    places: Places<'a>,
    rows: Vec<Row>,
}

impl Run<'_> {
    /// Asks what WhatsApp has decided about each template that is at Twilio.
    async fn look_at_all(&mut self) -> Result<(), TemplateError> {
        let rows = self.each("asking what WhatsApp decided about", |row| row.wanted.needs_approval);
        for (row, api) in rows {
            look_at(api, row).await?;
        }
        Ok(())
    }

    /// Returns the rows of a step and the API, while showing on a terminal how far the step is.
    fn each(
        &mut self,
        step: &'static str,
        belongs: impl Fn(&Row) -> bool,
    ) -> impl Iterator<Item = (&mut Row, &ContentApi)> {
        let api = self.places.api;
        let rows: Vec<&mut Row> = self.rows.iter_mut().filter(|row| belongs(row)).collect();
        let bar = bar(step, rows.len());
        rows.into_iter().map(move |row| {
            bar.inc(1);
            (row, api)
        })
    }

    /// Says how much there is to do, also where there is no terminal.
    fn tell(&self, step: &str, belongs: impl Fn(&Row) -> bool) {
        let steps = self.rows.iter().filter(|row| belongs(row)).count();
        if steps > 0 {
            progress(format!("{step}: {steps}"));
        }
    }

    async fn create_missing(&mut self) -> Result<(), TemplateError> {
        self.tell("creating", |row| row.state == State::Missing);
        for (row, api) in self.each("creating", |row| row.state == State::Missing) {
            match api.create(&row.wanted.document).await {
                Ok(sid) => row.was_created(sid),
                Err(error) => row.state = refused(error)?,
            }
        }
        Ok(())
    }

    async fn submit_unsubmitted(&mut self) -> Result<(), TemplateError> {
        self.tell("submitting to WhatsApp", Row::is_unsubmitted);
        for (row, api) in self.each("submitting to WhatsApp", Row::is_unsubmitted) {
            let Some(sid) = row.sid().map(str::to_owned) else { continue };
            match api.submit(&sid, &row.wanted.friendly_name).await {
                Ok(approval) => row.take(vec![(sid, approval)]),
                Err(error) => row.state = refused(error)?,
            }
        }
        Ok(())
    }

    /// Looks until WhatsApp has decided about everything, or its time is over, and keeps each time what may be sent.
    async fn await_decisions(&mut self, options: &RunOptions) -> Result<(), TemplateError> {
        let began = Instant::now();
        let mut look = tokio::time::interval(options.look_every);
        let mut told = None;
        let mut waiting = self.waiting();
        while waiting > 0 && began.elapsed() < options.no_longer_than {
            let minutes = options.no_longer_than.saturating_sub(began.elapsed()).as_secs().div_ceil(60);
            if told.replace((waiting, minutes)) != Some((waiting, minutes)) {
                progress(format!("WhatsApp has still to decide about {waiting}; {minutes} min at most"));
            }
            look.tick().await;
            for (row, api) in self.each("asking what WhatsApp decided about", Row::is_waiting) {
                look_at(api, row).await?;
            }
            self.keep().await?;
            waiting = self.waiting();
        }
        Ok(())
    }

    fn waiting(&self) -> usize {
        self.rows.iter().filter(|row| row.is_waiting()).count()
    }

    /// Writes the identifiers of what may be sent into the table, beside what others have written.
    async fn keep(&mut self) -> Result<(), TemplateError> {
        for _try in 0..TRIES {
            if self.rows.iter().all(|row| row.to_store().is_none()) {
                return Ok(());
            }
            let seen = self.places.store.content_sids().await?;
            let sids = stored_with(&self.rows, &seen.sids);
            match self.places.store.change_content_sids(&seen, sids.clone()).await? {
                ContentSidsChange::TooLate => {}
                ContentSidsChange::Made => {
                    self.rows.iter_mut().for_each(|row| row.stored = sids.get(&row.wanted.key).cloned());
                    return Ok(());
                }
            }
        }
        Err(TemplateError::Contested)
    }
}

/// Shows on a terminal how far a step is; it is gone when the step is.
fn bar(step: &'static str, steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("  {msg} {wide_bar} {pos}/{len}");
    let bar = ProgressBar::new(steps as u64).with_finish(ProgressFinish::AndClear).with_message(step);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Asks what WhatsApp has decided about the contents of a row.
async fn look_at(api: &ContentApi, row: &mut Row) -> Result<(), ContentApiError> {
    let mut decided = Vec::new();
    for sid in &row.sids {
        decided.push((sid.clone(), api.approval(sid).await?));
    }
    row.take(decided);
    Ok(())
}

/// Returns the state of a content that Twilio refuses; any other error concerns all of them.
fn refused(error: ContentApiError) -> Result<State, ContentApiError> {
    match error {
        ContentApiError::Refused { .. } => Ok(State::Refused { reason: error.to_string() }),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests;
