//! The digest that a person would get, as it would be if it was composed now: worked out as the real one is, and nothing
//! of it is stored, queued or sent.

use super::evaluate::look_at_day;
use super::scheduled::missing;
use super::{Sending, subscription_of};
use domain::clock::Clock;
use domain::digest::compose::ComposedDigest;
use domain::identity::{MemberId, MessageId, WorkspaceId};
use domain::message::Message;
use domain::metrics::kpi::DayCompleteness;
use domain::schedule::lateness::Lateness;
use domain::schedule::outlook::{Obstacle, Outlook, outlook};
use domain::workspace::{Member, WhatsAppSubscription};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use store::{Store, StoreError};

/// Whose digest to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRequest {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The date where the person lives. If omitted: the next one on which a digest is due and wanted.
    pub date: Option<Date>,
}

/// What a person would get.
#[derive(Debug, Clone)]
pub struct DigestPreview {
    /// The person.
    pub member: Member,
    pub subscription: Option<WhatsAppSubscription>,
    /// When it would go out, and what keeps it from that.
    pub outlook: Outlook,
    /// The message that it would be, or is if it was composed before.
    pub message: MessageId,
    /// How complete the data of the day is that it reports on.
    pub completeness: DayCompleteness,
    pub composed: ComposedDigest,
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The workspace's time zone is not in the zone database.
    #[error("the time zone of the workspace is not in the IANA zone database: correct it in the settings")]
    UnknownZone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Works out the digest of a person for a date from what is stored now, and writes nothing. Returns `None` if there is no
/// such workspace, or no such person in it.
///
/// # Errors
/// If the zone of the workspace is not known, or the store cannot be read.
pub async fn preview(
    store: &Store,
    clock: &dyn Clock,
    request: &PreviewRequest,
) -> Result<Option<DigestPreview>, PreviewError> {
    let Some(settings) = store.settings(&request.workspace).await? else { return Ok(None) };
    let Some(member) = settings.members.iter().find(|member| member.id == request.member) else {
        return Ok(None);
    };
    let zone = TimeZone::get(&settings.workspace.zone).map_err(|_unknown| PreviewError::UnknownZone)?;
    let now = clock.now();
    let mut outlook = outlook(&settings, &zone, member, request.date, now);
    let message = Message::digest_id(&member.id, outlook.date);
    if !store.messages_there(&request.workspace, std::slice::from_ref(&message)).await?.is_empty() {
        // It is there, so nobody is told that it is missing.
        outlook.obstacles.retain(|obstacle| *obstacle != Obstacle::TooLate);
        outlook.obstacles.push(Obstacle::AlreadyComposed);
    }
    let judged = Box::pin(look_at_day(store, &settings, outlook.report_day, now)).await?;
    let missing = match &outlook.due {
        Some(due) => missing(store, &settings, &zone, &[member], due, &judged).await?,
        None => BTreeMap::new(),
    };
    let sending = Sending {
        settings: &settings,
        judged: &judged,
        is_late: outlook.lateness != Lateness::OnTime,
        missing,
    };
    Ok(Some(DigestPreview {
        composed: sending.compose(member, now),
        subscription: subscription_of(&settings, member).cloned(),
        member: member.clone(),
        completeness: judged.report.completeness.clone(),
        message,
        outlook,
    }))
}

#[cfg(test)]
mod tests;
