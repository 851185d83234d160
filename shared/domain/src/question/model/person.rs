//! By what a model's service tells the people of a workspace apart without learning who they are: so it can act against one who
//! abuses it, and need not act against all.

use crate::identity::{MemberId, WorkspaceId};
use crate::text::hex;
use ring::hmac;
use std::fmt;

/// What the key is derived for; no other use of the same secret has this text.
const PURPOSE: &[u8] = b"command center: people of a language model, 1";
/// How many bytes of a hash are told; a service takes 64 characters at most.
const HASH_BYTES: usize = 16;

/// The key of the hashes. It is not shown.
#[derive(Clone)]
pub struct PersonKey(hmac::Key);

impl fmt::Debug for PersonKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonKey(…)")
    }
}

impl PersonKey {
    /// Derives the key from a secret that is there for something else. It must be one that the model's service does not have, or
    /// the service could try out names.
    #[must_use]
    pub fn derived_from(secret: &[u8]) -> Self {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
        Self(hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&secret, PURPOSE).as_ref()))
    }

    /// Returns the hash of a person: 32 characters of a-f and 0-9, others for the same name in another workspace.
    pub(super) fn hash(&self, workspace: &WorkspaceId, member: &MemberId) -> String {
        // No identifier has a slash.
        let tag = hmac::sign(&self.0, format!("{workspace}/{member}").as_bytes());
        hex(tag.as_ref().get(..HASH_BYTES).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn hash(secret: &str, workspace: &str, member: &str) -> String {
        PersonKey::derived_from(secret.as_bytes()).hash(&workspace.parse().unwrap(), &member.parse().unwrap())
    }

    #[test]
    fn a_person_is_told_by_a_hash_that_needs_the_key_and_is_another_in_each_workspace() {
        let of = |secret, workspace, member| hash(secret, workspace, member);
        let others = [
            of("one", "acme-store", "maya"),
            of("two", "acme-store", "maya"),
            of("one", "acme-store", "lee"),
            of("one", "other-store", "maya"),
        ];
        assert_eq!(others.iter().collect::<BTreeSet<_>>().len(), 4, "{others:?}");
        assert_eq!(of("one", "acme-store", "maya"), others[0]);
        assert!(others.iter().all(|hash| hash.len() == 32 && !hash.contains("maya")), "{others:?}");
    }

    #[test]
    fn a_hash_is_no_plain_use_of_the_secret_that_its_key_comes_from() {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, b"one");
        let plain = hex(hmac::sign(&secret, b"acme-store/maya").as_ref());
        assert_ne!(plain[..32], hash("one", "acme-store", "maya"));
        assert_eq!(format!("{:?}", PersonKey::derived_from(b"one")), "PersonKey(…)");
    }
}
