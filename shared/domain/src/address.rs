//! People's addresses: never shown, never logged, and used as table keys only in hashed form.

use crate::text;

pub mod email;
pub mod link;
mod mailbox;
pub mod number;

pub use email::{EmailAddress, EmailSender, NotAnAddress};
pub use link::{NotALink, SubjectLine, WebLink};
pub use mailbox::same_mailbox;

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

    /// Reports whether the address is a phone number and no business-scoped id.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.without_scheme().starts_with('+')
    }

    /// Returns the address of the same subscriber in the other form that WhatsApp may write, or `None` if there is
    /// none; see [`number`].
    #[must_use]
    pub fn other_form(&self) -> Option<Self> {
        number::other_form(self.without_scheme()).map(|text| Self::from_stored(&text))
    }

    /// Returns the address without `whatsapp:`.
    #[must_use]
    pub fn without_scheme(&self) -> &str {
        self.0.strip_prefix("whatsapp:").unwrap_or(&self.0)
    }
}

/// Reports whether two phone numbers are one, in whatever form WhatsApp writes each.
#[must_use]
pub fn same_number(one: &str, other: &str) -> bool {
    number::canonical(one) == number::canonical(other)
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

    /// Returns the key under which an address is stored: a number has the same key in every form.
    #[must_use]
    pub fn hash(&self, address: &WhatsAppAddress) -> String {
        self.hash_text(&number::canonical(address.without_scheme()))
    }

    /// Returns every key under which an address may be stored: its own, and the one that versions before the canonical
    /// form gave to the other form of a number.
    #[must_use]
    pub fn hashes(&self, address: &WhatsAppAddress) -> Vec<String> {
        let canonical = number::canonical(address.without_scheme());
        let former = number::other_form(&canonical);
        std::iter::once(canonical).chain(former).map(|text| self.hash_text(&text)).collect()
    }

    fn hash_text(&self, text: &str) -> String {
        text::hex(ring::hmac::sign(&self.0, text.as_bytes()).as_ref())
    }

    /// Returns the key of the record that says whether a mail address accepts mails. Upper and lower case are the same
    /// address.
    #[must_use]
    pub fn hash_mailbox(&self, address: &EmailAddress) -> String {
        let plain = format!("mailto:{}", address.as_str().to_ascii_lowercase());
        self.hash_text(&plain)
    }
}

impl std::fmt::Debug for WhatsAppAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("WhatsAppAddress(…)")
    }
}

#[cfg(test)]
mod tests;
