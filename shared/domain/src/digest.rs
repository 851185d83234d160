//! The daily digest: composed once for a workspace, said to each person in their language, within what a WhatsApp
//! template holds.

pub mod compose;
pub mod fallback_template;
pub mod mail;
pub mod mail_notification;

use crate::identity::{AdjustmentId, MemberId, MessageId, WorkspaceId};
use crate::metrics::MetricValues;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A digest for one person and one local date, stored whole so that it can be sent again as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppDigest {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The date it belongs to: the day after the one it reports on, as the workspace counts days.
    pub local_date: Date,
    /// The day that it reports on, in the workspace's zone.
    pub report_day: Date,
    /// The metrics of the day that it was written from.
    pub metrics: MetricValues,
    /// The template that carries it.
    pub template: crate::message::template::TemplateName,
    /// The version of that template.
    pub template_version: u32,
    pub language: String,
    /// What fills the template; buttons are left out, since a token is written nowhere but on the wire.
    pub variables: BTreeMap<String, String>,
    /// The text as the person reads it.
    pub text: String,
    /// The shift that it asks this person to approve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
    /// The logical message that carries it and knows its send status.
    pub message: MessageId,
    /// When it was composed.
    pub composed_at: Timestamp,
}
