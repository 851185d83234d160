//! The single list of entities: what is stored, and under which kind.

use crate::item::Entity;

macro_rules! entities {
    ($($type:ty = $kind:literal,)*) => {
        $(impl Entity for $type { const KIND: &'static str = $kind; })*

        /// Every kind, with the function that reads its item and writes it again.
        #[cfg(test)]
        pub(crate) const KINDS: &[(&str, Rewrite)] = &[$(($kind, rewritten::<$type>),)*];
    };
}

/// Reads an item and writes its entity again under the same key.
#[cfg(test)]
pub(crate) type Rewrite = fn(crate::Item) -> Result<crate::Item, crate::StoreError>;

#[cfg(test)]
fn rewritten<E: Entity>(item: crate::Item) -> Result<crate::Item, crate::StoreError> {
    let key = crate::item::key(&item).ok_or(crate::StoreError::Malformed { kind: E::KIND })?;
    crate::item::write(&key, &crate::item::read::<E>(item)?)
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
    domain::import::ImportReceipt = "import_receipt",
    domain::metrics::source::SourceHealth = "source_health",
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
    domain::notification::MemberNotification = "notice",
    domain::email::suppression::Suppression = "suppression",
    domain::email::suppression::SoftBounces = "soft_bounces",
    domain::audit::chain::ChainLink = "chain_link",
    domain::audit::chain::ChainHead = "chain_head",
    domain::audit::chain::SealMark = "seal_mark",
    crate::registry::RegisteredWorkspace = "registration",
    domain::verification::report::SafetyReport = "safety_report",
    domain::verification::report::ApprovalReport = "approval_report",
    domain::verification::report::answers::AnswerReport = "answer_report",
    domain::verification::report::DeliveryReport = "delivery_report",
    domain::delivery::breaker::Breakers = "breakers",
    crate::findings::StoredJudgement = "judged_day",
    crate::schedule::StoredZone = "zone_minutes",
    domain::schedule::slot::SlotEntry = "slot_entry",
    domain::schedule::tick::Planned = "planned",
    domain::schedule::due::DueSlot = "left_out",
    domain::question::record::Question = "question",
    crate::content_sids::ContentSids = "content_sids",
}
