//! People's addresses: never shown, never logged, and used as table keys only in hashed form.

use crate::text;

pub mod email;
pub mod link;

pub use email::{EmailAddress, EmailSender, NotAnAddress};
pub use link::{NotALink, SubjectLine, WebLink};

/// A WhatsApp address as Twilio writes it: `whatsapp:+15550100001` or `whatsapp:US.1349…`. Never shown or logged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WhatsAppAddress(String);

impl WhatsAppAddress {
    /// Returns the address of a stored number or business-scoped id, which was checked when it was received.
    pub(crate) fn from_stored(text: &str) -> Self {
        Self(format!("whatsapp:{text}"))
    }

    /// Parses the address in a `From`, `To` or `ExternalUserId` parameter, or returns `None` if it is not a WhatsApp
    /// address.
    #[must_use]
    pub fn from_parameter(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("whatsapp:")?;
        (!rest.is_empty() && rest.len() <= 200).then(|| Self(text.to_owned()))
    }

    /// Returns the address in the form of Twilio's parameters.
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

/// Reports whether two phone numbers are one.
#[must_use]
pub fn same_number(one: &str, other: &str) -> bool {
    one == other
}

/// Reports whether two mail addresses are one mailbox: upper and lower case are the same, and an empty address is none.
#[must_use]
pub fn same_mailbox(one: &str, other: &str) -> bool {
    let plain = |address: &str| address.trim().to_lowercase();
    !plain(one).is_empty() && plain(one) == plain(other)
}

/// The secret used to hash addresses, so that a copy of the table does not list phone numbers as keys.
#[derive(Clone)]
pub struct AddressPepper(ring::hmac::Key);

impl AddressPepper {
    /// Creates the pepper from the secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret))
    }

    /// Returns the key under which an address is looked up: the same address always has the same key.
    #[must_use]
    pub fn hash(&self, address: &WhatsAppAddress) -> String {
        let tag = ring::hmac::sign(&self.0, address.without_scheme().as_bytes());
        text::hex(tag.as_ref())
    }

    /// Returns the key of the record that says whether a mail address accepts mails. Upper and lower case are the same
    /// address.
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
