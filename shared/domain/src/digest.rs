//! The daily digest: its facts are gathered once for a workspace and worded for each person in their language, within
//! the limits of a WhatsApp template.

pub mod compose;
pub mod correction;
pub mod form;
pub mod freshness;
pub mod judged;
pub mod mail;
pub mod mail_notification;

use crate::identity::{AdjustmentId, MemberId, MessageId, WorkspaceId};
use crate::metrics::MetricValues;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A digest for one person and one local date, stored completely so that it can be sent again unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsAppDigest {
    pub workspace: WorkspaceId,
    /// The person.
    pub member: MemberId,
    /// The date of the digest where the person lives; one that was asked for by date has that date.
    pub local_date: Date,
    /// The day it reports on, in the workspace's time zone.
    pub report_day: Date,
    /// The metrics of that day from which it was composed.
    pub metrics: MetricValues,
    /// The return on ad spend of that day in hundredths, of the facts with both revenue and spend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roas_hundredths: Option<i64>,
    /// Whether data of that day was still missing when it was composed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
    /// The template that carries it.
    pub template: crate::message::template::TemplateName,
    /// The version of that template.
    pub template_version: u32,
    pub language: String,
    /// The variables of the template. Tokens are left out: they appear only on the wire.
    pub variables: BTreeMap<String, String>,
    /// The text as the person reads it.
    pub text: String,
    /// The titles of the buttons, in order; empty in what versions before this field stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub button_titles: Vec<String>,
    /// The shift that this person is asked to approve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentId>,
    /// The message that carries the digest and holds its delivery state.
    pub message: MessageId,
    /// When it was composed.
    pub composed_at: Timestamp,
}
