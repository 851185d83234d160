//! Addresses of people: never shown, never logged, and keys of the table only as a hash.

use crate::text;

pub mod email;
pub mod link;

pub use email::{EmailAddress, EmailSender, NotAnAddress};
pub use link::{NotALink, SubjectLine, WebLink};

/// A WhatsApp address as Twilio writes it: `whatsapp:+15550100001` or `whatsapp:US.1349…`. Never shown or logged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WhatsAppAddress(String);

impl WhatsAppAddress {
    /// Returns the address of a stored number or business-scoped id, which were checked when they came in.
    pub(crate) fn from_stored(text: &str) -> Self {
        Self(format!("whatsapp:{text}"))
    }

    /// Reads the address from a `From`, `To` or `ExternalUserId` parameter; nothing when it is none of WhatsApp's.
    #[must_use]
    pub fn from_parameter(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("whatsapp:")?;
        (!rest.is_empty() && rest.len() <= 200).then(|| Self(text.to_owned()))
    }

    /// Returns the address as Twilio's parameters want it.
    #[must_use]
    pub fn as_parameter(&self) -> &str {
        &self.0
    }

    /// Returns the address without `whatsapp:`.
    #[must_use]
    pub fn without_scheme(&self) -> &str {
        self.0.strip_prefix("whatsapp:").unwrap_or(&self.0)
    }
}

/// The secret that addresses are hashed with, so that a copy of the table does not list phone numbers as keys.
#[derive(Clone)]
pub struct AddressPepper(ring::hmac::Key);

impl AddressPepper {
    /// Takes the secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret))
    }

    /// Returns the name under which an address is looked up: always the same for the same address.
    #[must_use]
    pub fn hash(&self, address: &WhatsAppAddress) -> String {
        let tag = ring::hmac::sign(&self.0, address.without_scheme().as_bytes());
        text::hex(tag.as_ref())
    }

    /// Returns the name under which is kept whether a mail address takes mails; upper and lower case are one address.
    #[must_use]
    pub fn hash_mailbox(&self, address: &EmailAddress) -> String {
        let plain = format!("mailto:{}", address.as_str().to_ascii_lowercase());
        let tag = ring::hmac::sign(&self.0, plain.as_bytes());
        text::hex(tag.as_ref())
    }
}

impl std::fmt::Debug for WhatsAppAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WhatsAppAddress(…)")
    }
}
