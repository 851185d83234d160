//! What SES reports about a mail after accepting it: that it arrived, bounced, was rejected or led to a complaint.
//! Pure.
//!
//! SES publishes the events to EventBridge, whose rule puts them into the delivery queue unchanged. They may be
//! duplicated, late and out of order. They contain addresses and headers, so only the fields of [`MailEvent`] are kept.

use crate::address::EmailAddress;
use crate::email::BounceKind;
use crate::message::reference::NotificationJob;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;
use std::str::FromStr;

/// The source of these events.
const SOURCE: &str = "aws.ses";

/// What happened to a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEventKind {
    /// The server of the address accepted it.
    Delivered,
    /// It did not arrive.
    Bounced(BounceKind),
    /// It arrived, and its reader reported it as unwanted.
    Complained,
}

/// One report about one mail of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEvent {
    /// The notification that the mail is about.
    pub about: NotificationJob,
    /// The identifier that SES gave the mail.
    pub ses_id: String,
    /// The address that it was sent to; `None` if the report contains no address that can be read.
    pub to: Option<EmailAddress>,
    /// What happened to it.
    pub kind: MailEventKind,
    /// When it happened.
    pub at: Timestamp,
}

/// A parsed event of SES.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailReport {
    /// It reports what happened to one of our mails.
    Event(Box<MailEvent>),
    /// It reports nothing that is acted on; the fixed words say why.
    Ignored(&'static str),
}

/// Parses the body of a record of the queue, or returns `None` if it is not an event of SES.
#[must_use]
pub fn read(body: &str) -> Option<MailReport> {
    let Ok(Source { source }) = serde_json::from_str(body) else {
        return None;
    };
    if source != SOURCE {
        return None;
    }
    let Ok(Envelope { detail }) = serde_json::from_str(body) else {
        return Some(MailReport::Ignored("its form is not known"));
    };
    Some(detail.into_news())
}

/// Returns the tags of a mail, which each event about it repeats: letters, digits, `-` and `_`, as SES requires.
#[must_use]
pub fn tags_of(about: &NotificationJob) -> [(&'static str, String); 4] {
    [
        (WORKSPACE, about.workspace.to_string()),
        (MEMBER, about.member.to_string()),
        (NOTICE, about.notification.to_string()),
        (AT, about.at.as_microsecond().to_string()),
    ]
}

const WORKSPACE: &str = "workspace";
const MEMBER: &str = "member";
const NOTICE: &str = "notice";
/// When the notification was created, in microseconds since 1970, the precision used in its key.
const AT: &str = "at";

#[derive(Deserialize)]
struct Source {
    source: String,
}

#[derive(Deserialize)]
struct Envelope {
    detail: Detail,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    event_type: String,
    mail: Mail,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    delivery: Option<Stamp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    timestamp: Timestamp,
    message_id: String,
    #[serde(default)]
    destination: Vec<String>,
    #[serde(default)]
    tags: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
    timestamp: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    timestamp: Timestamp,
    complaint_feedback_type: Option<String>,
}

#[derive(Deserialize)]
struct Stamp {
    timestamp: Timestamp,
}

impl Detail {
    fn into_news(self) -> MailReport {
        let (kind, at) = match self.kind() {
            Ok(known) => known,
            Err(why) => return MailReport::Ignored(why),
        };
        let Some(about) = self.mail.about() else {
            return MailReport::Ignored("it is about no mail of a notice");
        };
        let to = self.mail.destination.first().and_then(|address| EmailAddress::parse(address).ok());
        MailReport::Event(Box::new(MailEvent { about, ses_id: self.mail.message_id, to, kind, at }))
    }

    fn kind(&self) -> Result<(MailEventKind, Timestamp), &'static str> {
        let incomplete = "it lacks what its type has";
        match self.event_type.as_str() {
            "Delivery" => Ok((
                MailEventKind::Delivered,
                self.delivery.as_ref().map_or(self.mail.timestamp, |it| it.timestamp),
            )),
            "Reject" => Ok((MailEventKind::Bounced(BounceKind::Rejected), self.mail.timestamp)),
            "Bounce" => {
                let bounce = self.bounce.as_ref().ok_or(incomplete)?;
                Ok((MailEventKind::Bounced(kind_of(&bounce.bounce_type)), bounce.timestamp))
            }
            "Complaint" => {
                let complaint = self.complaint.as_ref().ok_or(incomplete)?;
                // The reader moved the mail out of the spam folder.
                if complaint.complaint_feedback_type.as_deref() == Some("not-spam") {
                    return Err("its reader says that the mail is wanted");
                }
                Ok((MailEventKind::Complained, complaint.timestamp))
            }
            _ => Err("its type is not acted on"),
        }
    }
}

/// An unfamiliar kind of bounce is treated as temporary: the address is suppressed after three of them, not after the
/// first.
fn kind_of(bounce_type: &str) -> BounceKind {
    match bounce_type {
        "Permanent" => BounceKind::Permanent,
        "Transient" => BounceKind::Transient,
        _ => BounceKind::Undetermined,
    }
}

impl Mail {
    fn about(&self) -> Option<NotificationJob> {
        let microseconds = self.tag::<i64>(AT)?;
        Some(NotificationJob {
            workspace: self.tag(WORKSPACE)?,
            member: self.tag(MEMBER)?,
            notification: self.tag(NOTICE)?,
            at: Timestamp::from_microsecond(microseconds).ok()?,
        })
    }

    fn tag<T: FromStr>(&self, name: &str) -> Option<T> {
        self.tags.get(name)?.first()?.parse().ok()
    }
}

#[cfg(test)]
mod tests;
