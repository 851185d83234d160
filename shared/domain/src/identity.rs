//! Identifiers: each kind has its own type, and is short enough for an action token in a button to contain all of them.

mod token_hash;

pub use token_hash::TokenHash;

use crate::text;
use crate::text::newtype::text_newtype;

/// The text is not an identifier. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 1 to {longest} characters of a-z, 0-9 and '-'")]
pub struct InvalidIdentifier {
    longest: usize,
}

fn check(text: &str, longest: usize) -> Result<(), InvalidIdentifier> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if text.is_empty() || text.len() > longest || !text.bytes().all(allowed) {
        return Err(InvalidIdentifier { longest });
    }
    Ok(())
}

/// Returns 32 characters of a-f and 0-9 that depend only on the text.
fn stable_hash(plain: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, plain.as_bytes());
    let mut digits = text::hex(digest.as_ref());
    digits.truncate(32);
    digits
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $longest:literal) => {
        text_newtype!($(#[$doc])* $name: InvalidIdentifier, |text| check(text, $longest));

        impl $name {
            /// The maximum length of this identifier, in bytes.
            pub const LONGEST: usize = $longest;

            /// Creates an identifier from any text: a prefix and a stable hash, cut to fit.
            #[must_use]
            pub fn hashed(prefix: &str, text: &str) -> Self {
                let mut identifier = format!("{prefix}{}", stable_hash(text));
                identifier.truncate($longest);
                Self(identifier)
            }
        }
    };
}

identifier!(
    /// Identifies a workspace: the tenant of everything stored.
    WorkspaceId,
    16
);
identifier!(
    /// Identifies a person within a workspace; never the phone number.
    MemberId,
    12
);
identifier!(
    /// Identifies a campaign within a workspace.
    CampaignId,
    24
);
identifier!(
    /// Identifies a creative within a workspace.
    CreativeId,
    24
);
identifier!(
    /// Identifies an alert by its rule and its subject, so that the same problem is one alert.
    AlertId,
    24
);
identifier!(
    /// Identifies a recommendation.
    RecommendationId,
    24
);
identifier!(
    /// Identifies a proposed change of budgets.
    AdjustmentId,
    24
);
identifier!(
    /// Identifies a message: one text to one person, however many attempts it takes.
    MessageId,
    40
);
impl AlertId {
    /// Creates the identifier for a rule's alert about the whole workspace, from the metric and its direction.
    #[must_use]
    pub fn for_workspace(rule: &str, what: &str) -> Self {
        let plain = format!("{rule}-{what}");
        plain.parse().unwrap_or_else(|_too_long| Self::hashed(&format!("{rule}-"), &plain))
    }

    /// Creates the identifier for a rule's alert about a campaign: in plain words if they fit, otherwise as a stable
    /// hash.
    #[must_use]
    pub fn for_campaign(rule: &str, campaign: &CampaignId) -> Self {
        Self::for_workspace(rule, campaign.as_str())
    }
}

identifier!(
    /// Identifies an audit event.
    AuditEventId,
    40
);
identifier!(
    /// Identifies a notification: one piece of information for one person, in the app and by e-mail.
    NotificationId,
    40
);

identifier!(
    /// Identifies a question of a person and its answer. Later ones sort last.
    QuestionId,
    24
);

identifier!(
    /// Identifies the receipt of a file that came in.
    ReceiptId,
    40
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_identifier_that_is_too_long_or_has_other_characters_is_refused() {
        assert!("acme-store".parse::<WorkspaceId>().is_ok());
        for refused in ["", "Acme", "acme store", "acme#1", "a-workspace-of-17c"] {
            assert!(refused.parse::<WorkspaceId>().is_err(), "{refused}");
        }
    }

    #[test]
    fn the_error_does_not_repeat_the_text() {
        let error = "+15550100001".parse::<MemberId>().unwrap_err();
        assert!(!error.to_string().contains("1555"));
    }

    proptest! {
        #[test]
        fn a_hashed_identifier_is_always_valid(text in "\\PC{0,60}") {
            let identifier = CampaignId::hashed("c-", &text);
            prop_assert!(identifier.as_str().parse::<CampaignId>().is_ok());
        }

        #[test]
        fn what_is_accepted_comes_back_unchanged(text in "[a-z0-9-]{1,12}") {
            prop_assert_eq!(text.parse::<MemberId>().unwrap().to_string(), text);
        }
    }
}
