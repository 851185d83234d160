//! What SES reports about a mail after it took it: that it arrived, bounced, was rejected or complained about. Pure.
//!
//! SES publishes the events to EventBridge, whose rule puts them into the delivery queue as they are. They may come twice,
//! late and in any order. They name addresses and headers, so nothing of them is kept but what [`MailEvent`] has.

use crate::address::EmailAddress;
use crate::email::BounceKind;
use crate::message::reference::NotificationJob;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;
use std::str::FromStr;

/// Who publishes these events.
const SOURCE: &str = "aws.ses";

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEventKind {
    /// The server of the address took it.
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
    /// The address that it was sent to; nothing when the report names none that can be read.
    pub to: Option<EmailAddress>,
    /// What became of it.
    pub fate: MailEventKind,
    /// When.
    pub at: Timestamp,
}

/// An event of SES, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailReport {
    /// It tells what became of a mail of ours.
    Event(Box<MailEvent>),
    /// It tells nothing that is acted on; in fixed words, why not.
    Ignored(&'static str),
}

/// Reads the body of a record of the queue; nothing when it is no event of SES.
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

/// Returns the tags of a mail, which each event about it repeats: letters, digits, `-` and `_`, as SES demands.
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
/// When the notification was written, in microseconds since 1970, which is how precisely its key names it.
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
        let (fate, at) = match self.fate() {
            Ok(known) => known,
            Err(why) => return MailReport::Ignored(why),
        };
        let Some(about) = self.mail.about() else {
            return MailReport::Ignored("it is about no mail of a notice");
        };
        let to = self.mail.destination.first().and_then(|address| EmailAddress::parse(address).ok());
        MailReport::Event(Box::new(MailEvent { about, ses_id: self.mail.message_id, to, fate, at }))
    }

    fn fate(&self) -> Result<(MailEventKind, Timestamp), &'static str> {
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
                // The reader took the mail out of the folder for what is unwanted.
                if complaint.complaint_feedback_type.as_deref() == Some("not-spam") {
                    return Err("its reader says that the mail is wanted");
                }
                Ok((MailEventKind::Complained, complaint.timestamp))
            }
            _ => Err("its type is not acted on"),
        }
    }
}

/// A kind of bounce that is new to us is borne like a temporary one: three of them end the mails, not the first.
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
