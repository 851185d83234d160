//! What WhatsApp has decided about a template, as Twilio tells it.

use serde_json::Value;

/// The category in which every template is submitted. WhatsApp brings no template of another one to numbers in the
/// United States, and charges more for it elsewhere.
pub const UTILITY: &str = "UTILITY";

/// The state of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalStatus {
    /// It was not submitted.
    Unsubmitted,
    /// It was submitted and is not decided.
    Waiting,
    /// It may be sent.
    Approved,
    /// It will not be approved.
    Rejected,
    /// It was approved, and is held back for what people think of it.
    Paused,
    /// It was approved, and was paused too often.
    Disabled,
    /// A state that this version does not know.
    Other(String),
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub status: ApprovalStatus,
    /// The category that WhatsApp sees it in, which it may change at any time; empty before the submission.
    pub category: String,
    /// Why it was rejected; empty unless it was.
    pub rejection_reason: String,
}

impl Approval {
    /// Reads an approval in either of the two forms that Twilio has for one: the answer to a submission has the fields at
    /// the top, as its description says, and the state of a content has them below `whatsapp`.
    #[must_use]
    pub fn parse(answer: &Value) -> Option<Self> {
        let fields = match answer.get("whatsapp") {
            Some(Value::Object(fields)) if !fields.is_empty() => fields,
            Some(Value::Object(_) | Value::Null) => return Some(Self::none()),
            _ => answer.as_object()?,
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        Some(Self {
            status: ApprovalStatus::parse(fields.get("status")?.as_str()?),
            category: text("category").to_uppercase(),
            rejection_reason: text("rejection_reason").to_owned(),
        })
    }

    /// Returns the approval of what was never submitted.
    #[must_use]
    pub fn none() -> Self {
        Self { status: ApprovalStatus::Unsubmitted, category: String::new(), rejection_reason: String::new() }
    }

    /// Returns the other category in which WhatsApp put the template, if it did.
    #[must_use]
    pub fn changed_category(&self) -> Option<&str> {
        let is_submitted = self.status != ApprovalStatus::Unsubmitted && !self.category.is_empty();
        (is_submitted && self.category != UTILITY).then_some(&self.category)
    }
}

impl ApprovalStatus {
    fn parse(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "unsubmitted" => Self::Unsubmitted,
            "received" | "pending" => Self::Waiting,
            "approved" => Self::Approved,
            "rejected" => Self::Rejected,
            "paused" => Self::Paused,
            "disabled" => Self::Disabled,
            other => Self::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_of_an_approval_say_the_same() {
        let fields = json!({ "name": "kpi_daily_en_v1", "category": "UTILITY", "content_type": "whatsapp/card",
            "status": "rejected", "rejection_reason": "INVALID_FORMAT", "allow_category_change": true });
        let state = json!({ "sid": "HX1", "account_sid": "AC1", "url": "https://…", "whatsapp": fields });
        let approval = Approval::parse(&fields).unwrap();
        assert_eq!(Approval::parse(&state).unwrap(), approval);
        assert_eq!(
            (approval.status, approval.rejection_reason),
            (ApprovalStatus::Rejected, "INVALID_FORMAT".into())
        );
    }

    #[test]
    fn a_category_that_whatsapp_changed_is_seen_in_both_forms() {
        let fields = json!({ "category": "marketing", "status": "Approved", "rejection_reason": null });
        for answer in [fields.clone(), json!({ "whatsapp": fields })] {
            assert_eq!(Approval::parse(&answer).unwrap().changed_category(), Some("MARKETING"));
        }
        let asked = Approval::parse(&json!({ "category": "UTILITY", "status": "approved" })).unwrap();
        assert_eq!(asked.changed_category(), None);
    }

    #[test]
    fn what_was_never_submitted_has_no_category_that_could_have_changed() {
        for told in [json!({ "status": "unsubmitted", "category": "" }), json!({}), json!(null)] {
            let unsubmitted = Approval::parse(&json!({ "sid": "HX1", "whatsapp": told })).unwrap();
            assert_eq!((unsubmitted.changed_category(), &unsubmitted), (None, &Approval::none()));
        }
    }

    #[test]
    fn each_state_that_twilio_names_is_known_and_another_one_keeps_its_word() {
        let of = |word: &str| Approval::parse(&json!({ "status": word })).unwrap().status;
        let known =
            ["unsubmitted", "received", "pending", "approved", "rejected", "paused", "disabled"].map(of);
        assert!(known.iter().all(|status| !matches!(status, ApprovalStatus::Other(_))), "{known:?}");
        assert_eq!(of("in_appeal"), ApprovalStatus::Other("in_appeal".to_owned()));
    }

    #[test]
    fn what_has_no_state_is_no_approval() {
        for answer in [
            json!({}),
            json!({ "whatsapp": { "status": 3 } }),
            json!({ "status": 3 }),
            json!(null),
            json!([]),
        ] {
            assert_eq!(Approval::parse(&answer), None, "{answer}");
        }
    }
}
