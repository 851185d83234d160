//! What somebody did or tried to do: one row for each verb, with the word in the log, the name of the domain event by
//! which others route, and the label for readers of the log.

use serde::{Deserialize, Serialize};

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $event:literal, $label:literal;)*) => {
        /// What somebody did or tried to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Verb { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl Verb {
            /// Every verb.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the kind of the domain event when the action is carried out. Other systems route by it, so it
            /// must never change.
            #[must_use]
            pub const fn event(self) -> &'static str {
                match self { $(Self::$name => $event,)* }
            }

            /// Returns the label in English; the object follows it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

verbs! {
    // verb = word in the log, kind of the event, label;
    /// Approved a budget shift, alone or as the second person.
    ApproveShift = "approve_shift", "BudgetShiftApproved", "approve shift";
    /// Approved first a budget shift that needs a second approval.
    ApproveShiftFirst = "approve_shift_first", "BudgetShiftApprovedFirst", "approve as the first of two shift";
    /// Declined a budget shift.
    DeclineShift = "decline_shift", "BudgetShiftDeclined", "decline shift";
    /// Gave the reason for declining.
    GiveReason = "give_reason", "BudgetShiftReasonGiven", "give the reason for declining shift";
    /// Undid an approval.
    UndoShift = "undo_shift", "BudgetShiftUndone", "undo shift";
    /// Asked to see a budget shift.
    ReviewShift = "review_shift", "BudgetShiftReviewed", "review shift";
    /// Asked for the alerts of a digest.
    ShowAlerts = "show_alerts", "AlertsShown", "show alerts of";
    /// Acknowledged an alert.
    AcknowledgeAlert = "acknowledge_alert", "AlertAcknowledged", "acknowledge alert";
    /// Snoozed an alert.
    SnoozeAlert = "snooze_alert", "AlertSnoozed", "snooze alert";
    /// Assigned a recommendation to a person.
    AssignRecommendation = "assign_recommendation", "RecommendationAssigned", "assign recommendation";
    /// Accepted a recommendation.
    AcceptAssignment = "accept_assignment", "RecommendationAccepted", "accept recommendation";
    /// Passed a recommendation back.
    PassBackAssignment = "pass_back_assignment", "RecommendationPassedBack", "pass back recommendation";
    /// Reported what the ad platform did with a shift.
    ReportOutcome = "report_outcome", "BudgetShiftOutcomeReported", "report the outcome of shift";
    /// Changed a campaign's budget, which supersedes the proposals computed from it.
    ChangeBudget = "change_budget", "CampaignBudgetChanged", "change the budget of campaign";
    /// Changed what a person may do, or ended the membership.
    ChangeMembership = "change_membership", "MembershipChanged", "change the membership of";
    /// Changed the rules of the workspace.
    ChangeRules = "change_rules", "WorkspaceRulesChanged", "change the rules of";
    /// Changed until when the data of a source is expected.
    ExpectSource = "expect_source", "SourceExpectationChanged", "change the time by which data is expected of";
    /// Used a button or a link of an answer to a question.
    AskQuestion = "ask_question", "QuestionAsked", "use the answer";
    /// Wrote or tapped more within an hour than is answered.
    WriteMessages = "write_messages", "MessagesWritten", "write messages from";
    /// Opted out of messages.
    OptOut = "opt_out", "WhatsAppOptedOut", "stop";
    /// Opted in to messages again.
    OptIn = "opt_in", "WhatsAppOptedIn", "start";
    /// Opted out of digests by mail.
    EndMails = "end_mails", "DigestMailsEnded", "end digests by email of";
    /// Opted in to digests by mail again, without having opted out of messages.
    ResumeMails = "resume_mails", "DigestMailsResumed", "resume digests by email of";
    /// Had a message sent again.
    ResendMessage = "resend_message", "MessageResendRequested", "send again message";
    /// Issued a bearer token of the API.
    IssueBearer = "issue_bearer", "ApiTokenIssued", "issue a token of the API to";
}
