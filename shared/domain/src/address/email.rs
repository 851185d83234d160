//! E-mail addresses, parsed strictly: an accepted address can be put into a header unchanged.

use std::fmt;

/// The maximum length of an address, in bytes (RFC 5321, a path without its brackets).
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL_PART: usize = 64;
const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 60;

/// The text is not an address to which mail can be sent. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address of the form name@domain in ASCII: correct it in the settings")]
pub struct NotAnAddress;

/// An e-mail address: `name@domain` in ASCII, without quotes, comments or anything that could end a header. Never shown
/// or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Parses an address; surrounding whitespace is removed.
    ///
    /// # Errors
    /// If it is anything other than one plain address.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim_matches(' ');
        let (local, domain) = text.split_once('@').ok_or(NotAnAddress)?;
        let good = text.len() <= LONGEST_ADDRESS && is_local_part(local) && is_domain(domain);
        if good { Ok(Self(text.to_owned())) } else { Err(NotAnAddress) }
    }

    /// Returns the address as used in a header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}

fn is_local_part(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_{|}~".contains(&byte);
    let atom = |atom: &str| !atom.is_empty() && atom.bytes().all(allowed);
    text.len() <= LONGEST_LOCAL_PART && text.split('.').all(atom)
}

/// A domain has at least two labels, and the last one is not a number, so an address at a bare IP address is refused.
fn is_domain(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_a_name =
        text.rsplit_once('.').is_some_and(|(_, last)| !last.bytes().all(|b| b.is_ascii_digit()));
    last_is_a_name && text.split('.').all(label)
}

/// The sender of mails: an address verified by SES, with an optional name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailSender {
    name: Option<String>,
    address: EmailAddress,
}

impl EmailSender {
    /// Parses `name@domain` or `Name <name@domain>`; the name consists of ASCII letters, digits, spaces, `-` and `.`.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let Some((name, rest)) = text.split_once('<') else {
            return Ok(Self { name: None, address: EmailAddress::parse(text)? });
        };
        let address = EmailAddress::parse(rest.strip_suffix('>').ok_or(NotAnAddress)?)?;
        let name = name.trim_matches(' ');
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" -.".contains(&byte);
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(allowed) {
            return Err(NotAnAddress);
        }
        Ok(Self { name: Some(name.to_owned()), address })
    }

    /// Returns the sender as used in the `From` header.
    #[must_use]
    pub fn header(&self) -> String {
        match &self.name {
            Some(name) => format!("\"{name}\" <{}>", self.address.as_str()),
            None => self.address.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_addresses_are_addresses() {
        let long = format!("{}@{}.example", "a".repeat(64), "b".repeat(63));
        for ordinary in [
            "maya@example.com",
            " o'brien+ads@mail.example.co.uk ",
            "a.b_c-d@xn--mnchen-3ya.de",
            "m@x1.io",
            &long,
        ] {
            let address = EmailAddress::parse(ordinary).unwrap();
            assert_eq!(address.as_str(), ordinary.trim());
        }
    }

    #[test]
    fn what_could_end_a_header_or_name_a_second_person_is_no_address() {
        let (local, label) = (format!("{}@example.com", "a".repeat(65)), format!("a@{}.com", "b".repeat(64)));
        let labels = format!("a@{}com", "b2345678.".repeat(30));
        for refused in [
            "",
            "maya",
            "@example.com",
            "maya@",
            "maya@localhost",
            "maya@127.0.0.1",
            "maya@[127.0.0.1]",
            "maya@example.com, lee@example.com",
            "maya@example.com,lee@example.com",
            "maya@example.com;lee@example.com",
            "maya@example.com\r\nBcc: lee@example.com",
            "maya@example.com\n",
            "\tmaya@example.com",
            "ma\0ya@example.com",
            "<maya@example.com>",
            "Maya <maya@example.com>",
            "\"maya\"@example.com",
            "maya(x)@example.com",
            "maya@lee@example.com",
            ".maya@example.com",
            "ma..ya@example.com",
            "maya.@example.com",
            "maya@-a.com",
            "maya@a-.com",
            "maya@.com",
            "maya@example..com",
            "maya@example.com.",
            "m\u{e4}ya@example.com",
            "maya@m\u{fc}nchen.de",
            "ma ya@example.com",
            "maya@exam ple.com",
            "ma\u{202e}ya@example.com",
            &local,
            &label,
            &labels,
        ] {
            assert_eq!(EmailAddress::parse(refused), Err(NotAnAddress), "{refused:?}");
        }
    }

    #[test]
    fn a_sender_has_a_name_or_none() {
        assert_eq!(EmailSender::parse("reports@example.com").unwrap().header(), "reports@example.com");
        let named = EmailSender::parse("Command Center <reports@example.com>").unwrap();
        assert_eq!(named.header(), "\"Command Center\" <reports@example.com>");
        for refused in [
            "Command, Center <reports@example.com>",
            "A\r\nBcc: x <reports@example.com>",
            "\"A\" <reports@example.com>",
            "<reports@example.com>",
            "A <reports@example.com> x",
            "A <<reports@example.com>>",
            "A <reports>",
        ] {
            assert_eq!(EmailSender::parse(refused), Err(NotAnAddress), "{refused:?}");
        }
    }

    #[test]
    fn an_address_never_shows_itself() {
        let shown = format!("{:?} {NotAnAddress}", EmailSender::parse("A <maya@example.com>").unwrap());
        assert!(!shown.contains("maya"), "{shown}");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_one_plain_address(text in "[a-z@.,<>\"\\r\\n \\\\:;()-]{0,30}|\\PC{0,20}@\\PC{0,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let plain = |c: char| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c);
                prop_assert!(address.as_str().chars().all(plain), "{:?}", address.as_str());
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
            }
        }
    }
}
