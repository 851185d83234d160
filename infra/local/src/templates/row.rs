//! One content in the report: where it stands at Twilio and at WhatsApp, and what a person has to do about it.

use std::collections::BTreeMap;

use super::api::ContentAtTwilio;
use super::approval::{Approval, ApprovalStatus, UTILITY};
use super::difference::difference;
use super::wanted::Wanted;

/// Where a content stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Twilio does not have it.
    Missing,
    /// Twilio has another content under its name; it differs first at this place.
    Differs { place: String },
    /// Twilio has it, and it needs no approval.
    Ready,
    /// Twilio has it, and it was submitted or not.
    Submitted(Approval),
    /// Twilio did not take it, or not to WhatsApp.
    Refused { reason: String },
}

/// A content and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub wanted: Wanted,
    /// Twilio's identifiers of the contents that are the same as the file; the one that the table has comes first.
    pub sids: Vec<String>,
    pub state: State,
    /// The identifier that the table has.
    pub stored: Option<String>,
}

impl Row {
    /// Finds a content among those at Twilio, by its name, its language and what it says.
    #[must_use]
    pub fn find(wanted: Wanted, at_twilio: &[ContentAtTwilio], stored: Option<&String>) -> Self {
        let is_named = |content: &&ContentAtTwilio| {
            content.friendly_name.as_ref() == Some(&wanted.friendly_name)
                && content.language == wanted.language
        };
        let named: Vec<&ContentAtTwilio> = at_twilio.iter().filter(is_named).collect();
        let differs = |content: &&ContentAtTwilio| difference(&wanted.document["types"], &content.types);
        let same = named.iter().filter(|content| differs(content).is_none());
        let mut sids: Vec<String> = same.map(|content| content.sid.clone()).collect();
        sids.sort_by_key(|sid| Some(sid) != stored);
        let state = match named.iter().find_map(differs) {
            _ if !sids.is_empty() => State::Ready,
            Some(place) => State::Differs { place },
            None => State::Missing,
        };
        Self { wanted, sids, state, stored: stored.cloned() }
    }

    /// Returns the identifier of the content at Twilio.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sids.first().map(String::as_str)
    }

    /// Takes that Twilio has it now; WhatsApp was not asked yet.
    pub fn was_created(&mut self, sid: String) {
        self.sids = vec![sid];
        self.state =
            if self.wanted.needs_approval { State::Submitted(Approval::none()) } else { State::Ready };
    }

    /// Takes what WhatsApp has decided about each of the contents, and keeps the one that is furthest.
    pub fn take(&mut self, decided: Vec<(String, Approval)>) {
        let furthest = decided.into_iter().min_by_key(|(_, approval)| distance(&approval.status));
        if let Some((sid, approval)) = furthest {
            (self.sids, self.state) = (vec![sid], State::Submitted(approval));
        }
    }

    /// Reports whether WhatsApp has still to decide.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.status() == Some(&ApprovalStatus::Waiting)
    }

    /// Reports whether it has to be submitted.
    #[must_use]
    pub fn is_unsubmitted(&self) -> bool {
        self.status() == Some(&ApprovalStatus::Unsubmitted)
    }

    fn status(&self) -> Option<&ApprovalStatus> {
        match &self.state {
            State::Submitted(approval) => Some(&approval.status),
            _ => None,
        }
    }

    /// Returns the identifier that the table should have from now on. Only what may be sent takes the place of what was
    /// there, and a template that WhatsApp brings to fewer people takes nobody's place.
    #[must_use]
    pub fn to_store(&self) -> Option<&str> {
        let may_be_sent = match &self.state {
            State::Ready => !self.wanted.needs_approval,
            State::Submitted(approval) => {
                approval.status == ApprovalStatus::Approved
                    && (approval.changed_category().is_none() || self.stored.is_none())
            }
            State::Missing | State::Differs { .. } | State::Refused { .. } => false,
        };
        self.sid().filter(|sid| may_be_sent && self.stored.as_deref() != Some(sid))
    }

    /// Returns where it stands in one or two words.
    #[must_use]
    pub fn word(&self) -> &str {
        match &self.state {
            State::Missing => "missing",
            State::Differs { .. } => "differs",
            State::Ready => "needs none",
            State::Refused { .. } => "refused",
            State::Submitted(approval) => match &approval.status {
                ApprovalStatus::Unsubmitted => "not submitted",
                ApprovalStatus::Waiting => "waiting",
                ApprovalStatus::Approved => "approved",
                ApprovalStatus::Rejected => "rejected",
                ApprovalStatus::Paused => "paused",
                ApprovalStatus::Disabled => "disabled",
                ApprovalStatus::Other(word) => word,
            },
        }
    }

    /// Returns the category in which WhatsApp has it.
    #[must_use]
    pub fn category(&self) -> &str {
        match &self.state {
            State::Submitted(approval) => &approval.category,
            _ => "",
        }
    }

    /// Returns what a person has to do about it, one line each.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        let state = match &self.state {
            State::Differs { place } => Some(format!(
                "Twilio has another text under {}, first at {place}. A text that was submitted is never changed: \
                 raise the version in friendly_name of the file or, if it was never submitted, delete the content at Twilio",
                self.wanted.friendly_name
            )),
            State::Refused { reason } => Some(format!("{reason}. Correct the file in infra/content")),
            State::Submitted(approval) => about_status(approval),
            State::Missing | State::Ready => None,
        };
        state.into_iter().chain(self.about_category()).collect()
    }

    fn about_category(&self) -> Option<String> {
        let State::Submitted(approval) = &self.state else { return None };
        let category = approval.changed_category()?;
        Some(format!(
            "WhatsApp made it {category}, which was {UTILITY}: it does not reach numbers in the United States (error 63049) \
             and costs more elsewhere. Ask Twilio's support for a review, or word it closer to a report that the person \
             asked for, as a new version"
        ))
    }
}

/// How far a submission is from being sent: of several contents with the same text the nearest one is used.
fn distance(status: &ApprovalStatus) -> u8 {
    match status {
        ApprovalStatus::Approved => 0,
        ApprovalStatus::Paused => 1,
        ApprovalStatus::Waiting => 2,
        ApprovalStatus::Unsubmitted => 3,
        ApprovalStatus::Other(_) => 4,
        ApprovalStatus::Rejected => 5,
        ApprovalStatus::Disabled => 6,
    }
}

fn about_status(approval: &Approval) -> Option<String> {
    let told = match &approval.status {
        ApprovalStatus::Approved | ApprovalStatus::Unsubmitted => return None,
        ApprovalStatus::Waiting => {
            "WhatsApp has not decided, which takes minutes or, at times, two days: run this again later".to_owned()
        }
        ApprovalStatus::Rejected => {
            let reason = Some(approval.rejection_reason.as_str()).filter(|reason| !reason.is_empty());
            let reason = reason.unwrap_or("it does not say why");
            format!(
                "WhatsApp rejected it: {reason}. Word it otherwise, as a new version: the name is blocked for 30 days"
            )
        }
        ApprovalStatus::Paused => {
            "WhatsApp paused it, since people blocked or reported it; the pause ends by itself after some hours, and \
             becomes final at the third time: mend what it says before"
                .to_owned()
        }
        ApprovalStatus::Disabled => {
            "WhatsApp disabled it for good: word it otherwise, as a new version".to_owned()
        }
        ApprovalStatus::Other(word) => {
            format!("WhatsApp calls its state {word}, which this version does not know: look at Twilio's console")
        }
    };
    Some(told)
}

/// Returns the identifiers that the table should have: what it has, and in its place what may be sent from now on.
#[must_use]
pub fn stored_with(rows: &[Row], stored: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let new = rows.iter().filter_map(|row| Some((row.wanted.key.clone(), row.to_store()?.to_owned())));
    stored.clone().into_iter().chain(new).collect()
}

#[cfg(test)]
mod tests;
