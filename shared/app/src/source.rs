//! The sources of a workspace: how each stands, and until when an administrator expects its data.

use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::clock::Clock;
use domain::identity::{AuditEventId, WorkspaceId};
use domain::metrics::Channel;
use domain::metrics::source::SourceState;
use domain::oidc::Administrator;
use domain::settings::WorkspaceSettings;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use store::sources::ExpectationChange;
use store::{Store, StoreError};

/// How often a change is tried again if a concurrent change got in the way.
const TRIES: usize = 5;

/// The dependencies of looking at sources and of changing what is expected of them.
pub struct SourceDeps<'a> {
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
}

/// An administrator's request to expect a channel by another time.
pub struct ExpectationRequest<'a> {
    /// Who requests it; this administrator administers the workspace.
    pub administrator: &'a Administrator,
    pub workspace: &'a WorkspaceId,
    pub channel: &'a Channel,
    /// The local time by which the day before is to be in; `None` if the channel is not expected.
    pub expected_by: Option<Time>,
}

/// What a request to expect a channel did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It is expected by another time than before, or no longer expected.
    Changed,
    /// It was expected so already.
    Unchanged,
}

/// Reads how each source stands now, for the day before today in the workspace's zone. `None` if there is no such
/// workspace.
///
/// # Errors
/// If the store cannot be read.
pub async fn look(
    deps: &SourceDeps<'_>,
    workspace: &WorkspaceId,
) -> Result<Option<Vec<SourceState>>, StoreError> {
    let (settings, now) = (deps.store.settings(workspace).await?, deps.clock.now());
    Ok(settings.map(|settings| {
        let zone = TimeZone::get(&settings.workspace.zone).unwrap_or(TimeZone::UTC);
        let today = now.to_zoned(zone).date();
        settings.source_states(today.saturating_sub(1.day()), now)
    }))
}

/// Changes until when a channel is expected, with an audit event. The same wish again changes nothing. `None` if there
/// is no such workspace.
///
/// # Errors
/// [`StoreError::ConditionFailed`] if others kept changing it; any other error if the store fails.
pub async fn expect(
    deps: &SourceDeps<'_>,
    wish: &ExpectationRequest<'_>,
) -> Result<Option<Expected>, StoreError> {
    for _try in 0..TRIES {
        let Some(settings) = deps.store.settings(wish.workspace).await? else { return Ok(None) };
        let change = ExpectationChange { before: expected(&settings, wish.channel), after: wish.expected_by };
        if change.before == change.after {
            return Ok(Some(Expected::Unchanged));
        }
        let event = event(wish, change, deps.clock.now());
        match deps.store.expect_source(wish.workspace, wish.channel, change, &event).await {
            Ok(()) => return Ok(Some(Expected::Changed)),
            // Somebody else changed it in the meantime.
            Err(StoreError::ConditionFailed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::ConditionFailed)
}

fn expected(settings: &WorkspaceSettings, channel: &Channel) -> Option<Time> {
    settings.health.iter().find(|health| health.channel == *channel)?.expected_by
}

/// Creates the audit event: the same change by the same administrator at the same time is the same event.
fn event(wish: &ExpectationRequest<'_>, change: ExpectationChange, now: Timestamp) -> AuditEvent {
    let (by, before, after) = (wish.administrator.subject(), describe(change.before), describe(change.after));
    let cause = format!("{}|{}|{before}|{after}|{by}|{now}", wish.workspace, wish.channel);
    let occasion = Occasion {
        id: AuditEventId::hashed("expect-", &cause),
        workspace: wish.workspace.clone(),
        at: now,
        source: Source::Admin,
    };
    AuditEvent::executed(occasion, Verb::ExpectSource, wish.channel.as_str())
        .by_administrator(by)
        .from_state(before)
        .to_state(after)
}

fn describe(expected_by: Option<Time>) -> String {
    expected_by
        .map_or_else(|| "not expected".to_owned(), |time| format!("expected by {}", time.strftime("%H:%M")))
}

#[cfg(test)]
mod tests;
