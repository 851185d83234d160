//! What somebody did, or tried to do: one row each, with the word that the log keeps, the name of the event that others
//! route by, and what a reader of the log is told.

use serde::{Deserialize, Serialize};

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $event:literal, $label:literal;)*) => {
        /// What somebody did, or tried to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Verb { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the kind of the domain event once it is carried out. Others route by it: none is ever changed.
            #[must_use]
            pub const fn event(self) -> &'static str {
                match self { $(Self::$name => $event,)* }
            }

            /// Returns the words for it in English; the object follows them.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

verbs! {
    // verb = word in the log, kind of the event, words for a reader;
    /// Approved a budget shift, alone or as the second.
    ApproveShift = "approve_shift", "BudgetShiftApproved", "approve shift";
    /// Approved a budget shift that takes a second person.
    ApproveShiftFirst = "approve_shift_first", "BudgetShiftApprovedFirst", "approve as the first of two shift";
    /// Declined a budget shift.
    DeclineShift = "decline_shift", "BudgetShiftDeclined", "decline shift";
    /// Gave the reason of a no.
    GiveReason = "give_reason", "BudgetShiftReasonGiven", "give the reason for declining shift";
    /// Took an approval back.
    UndoShift = "undo_shift", "BudgetShiftUndone", "undo shift";
    /// Asked to see a budget shift.
    ReviewShift = "review_shift", "BudgetShiftReviewed", "review shift";
    /// Asked for the alerts of a digest.
    ShowAlerts = "show_alerts", "AlertsShown", "show alerts of";
    /// Acknowledged an alert.
    AcknowledgeAlert = "acknowledge_alert", "AlertAcknowledged", "acknowledge alert";
    /// Snoozed an alert.
    SnoozeAlert = "snooze_alert", "AlertSnoozed", "snooze alert";
    /// Gave a recommendation to a person.
    AssignRecommendation = "assign_recommendation", "RecommendationAssigned", "assign recommendation";
    /// Took on a recommendation.
    AcceptAssignment = "accept_assignment", "RecommendationAccepted", "accept recommendation";
    /// Gave a recommendation back.
    PassBackAssignment = "pass_back_assignment", "RecommendationPassedBack", "pass back recommendation";
    /// Reported what the ad platform made of a shift.
    ReportOutcome = "report_outcome", "BudgetShiftOutcomeReported", "report the outcome of shift";
    /// Changed a campaign's budget, which supersedes the proposals that it was computed for.
    ChangeBudget = "change_budget", "CampaignBudgetChanged", "change the budget of campaign";
    /// Changed what a person may do, or ended the membership.
    ChangeMembership = "change_membership", "MembershipChanged", "change the membership of";
    /// Changed the rules of the workspace.
    ChangeRules = "change_rules", "WorkspaceRulesChanged", "change the rules of";
    /// Asked for no more messages.
    OptOut = "opt_out", "WhatsAppOptedOut", "stop";
    /// Asked for messages again.
    OptIn = "opt_in", "WhatsAppOptedIn", "start";
    /// Asked for no more digests by mail.
    EndMails = "end_mails", "DigestMailsEnded", "end digests by email of";
    /// Asked for digests by mail again, with the messages that never ended.
    ResumeMails = "resume_mails", "DigestMailsResumed", "resume digests by email of";
    /// Had a message sent again.
    ResendMessage = "resend_message", "MessageResendRequested", "send again message";
    /// Issued a token of the API.
    IssueBearer = "issue_bearer", "ApiTokenIssued", "issue a token of the API to";
}
