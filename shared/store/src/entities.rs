//! What is stored, and under which kind: the one list of entities.

use crate::item::Entity;

macro_rules! entities {
    ($($type:ty = $kind:literal,)*) => { $(impl Entity for $type { const KIND: &'static str = $kind; })* };
}

entities! {
    domain::workspace::Workspace = "workspace",
    domain::workspace::Member = "member",
    domain::workspace::roster::Roster = "roster",
    domain::workspace::rules::RulesVersion = "rules",
    domain::message::conversation::Expecting = "expecting",
    domain::workspace::WhatsAppSubscription = "subscription",
    domain::metrics::Campaign = "campaign",
    domain::metrics::Creative = "creative",
    domain::metrics::SourceCompleteness = "source",
    domain::metrics::DailyMetric = "fact",
    domain::insight::adjustment::BudgetAdjustment = "adjustment",
    domain::token::WhatsAppActionToken = "token",
    domain::insight::record::Alert = "alert",
    domain::insight::record::Recommendation = "recommendation",
    domain::insight::record::DayFindings = "day",
    domain::digest::WhatsAppDigest = "digest",
    domain::message::Message = "message",
    domain::message::conversation::WhatsAppConversationEntry = "conversation",
    domain::message::conversation::AddressOwner = "address",
    domain::audit::AuditEvent = "audit",
    domain::notification::MemberNotice = "notice",
    domain::email::suppression::Suppression = "suppression",
    domain::email::suppression::SoftBounces = "soft_bounces",
    domain::audit::chain::ChainLink = "chain_link",
    domain::audit::chain::ChainHead = "chain_head",
    domain::audit::chain::SealMark = "seal_mark",
    crate::registry::RegisteredWorkspace = "registration",
    domain::verification::report::SafetyReport = "safety_report",
    domain::verification::report::ApprovalReport = "approval_report",
    domain::verification::report::DeliveryReport = "delivery_report",
    domain::delivery::breaker::Breakers = "breakers",
}
