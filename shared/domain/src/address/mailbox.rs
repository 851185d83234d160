//! Which mail addresses are one mailbox. It is asked whether two approvals are of two people, so what cannot be read is taken
//! for the same.

use crate::text::{is_hidden, is_unseen};
use unicode_normalization::UnicodeNormalization;

/// What a text tells of a mailbox: its name, and its domain unless that is missing.
#[derive(Debug, PartialEq, Eq)]
struct Mailbox<'a> {
    name: &'a str,
    domain: Option<&'a str>,
}

/// Reports whether two mail addresses are one mailbox: upper and lower case are the same, what follows a plus in the name
/// is for sorting, and a dot may end the domain. A text that is no plain address is every mailbox that it names; without a
/// domain it is the one of that name in any. An empty address is none.
#[must_use]
pub fn same_mailbox(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let others = mailboxes(&other);
    let is_same = mailboxes(&one).iter().any(|mailbox| others.iter().any(|other| mailbox.is(other)));
    is_same || (!one.is_empty() && one == other)
}

/// Returns an address as it is compared.
fn plain(address: &str) -> String {
    let is_seen = |c: &char| c.is_whitespace() || !(is_unseen(*c) || is_hidden(*c));
    address.nfkc().filter(is_seen).flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}

/// Returns every mailbox that a text names. The names around an address count only if there is no address.
fn mailboxes(plain: &str) -> Vec<Mailbox<'_>> {
    let is_between = |c: char| c.is_whitespace() || "<>()[],;:\\\"".contains(c);
    let mut all: Vec<Mailbox<'_>> = plain.split(is_between).flat_map(named_by).collect();
    if all.iter().any(|mailbox| mailbox.domain.is_some()) {
        all.retain(|mailbox| mailbox.domain.is_some());
    }
    all
}

/// Returns the mailboxes of a text without spaces, of which one with several `@` may have several.
fn named_by(part: &str) -> impl Iterator<Item = Mailbox<'_>> {
    let pieces: Vec<&str> = part.split('@').map(|piece| piece.trim_matches(['.', '\''])).collect();
    let count = pieces.len().max(2) - 1;
    (0..count).filter_map(move |place| {
        let name = pieces.get(place)?;
        let untagged = name.split('+').next().filter(|name| !name.is_empty()).unwrap_or(name);
        let domain = pieces.get(place + 1).copied().filter(|domain| !domain.is_empty());
        (!name.is_empty()).then_some(Mailbox { name: untagged, domain })
    })
}

impl Mailbox<'_> {
    fn is(&self, other: &Self) -> bool {
        let domains = self.domain.zip(other.domain);
        self.name == other.name && domains.is_none_or(|(one, other)| one == other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAYA: &str = "maya@example.com";

    #[test]
    fn a_tag_a_case_and_a_last_dot_make_no_other_mailbox() {
        for same in [
            MAYA,
            " MAYA@Example.COM ",
            "maya+lee@example.com",
            "Maya+a+b@example.com.",
            "maya+@example.com",
            "maya@example.com..",
            "ｍaya＠example.com",
            "ma\u{200b}ya@example.com",
        ] {
            assert!(same_mailbox(MAYA, same) && same_mailbox(same, MAYA), "{same}");
            assert!(same_mailbox("maya+approvals@example.com", same), "{same}");
        }
        for other in [
            "lee@example.com",
            "o'maya@example.com",
            "lee+maya@example.com",
            "maya@example.org",
            "maya@mail.example.com",
            "m@example.com",
        ] {
            assert!(!same_mailbox(MAYA, other) && !same_mailbox(other, MAYA), "{other}");
        }
    }

    #[test]
    fn what_is_no_plain_address_is_every_mailbox_that_it_names() {
        for unclear in [
            "Maya <maya@example.com>",
            "<maya+x@example.com>",
            "mailto:maya@example.com",
            "lee@example.com, maya@example.com",
            "lee@example.com;maya@example.com",
            "\"maya\"@example.com",
            "'maya@example.com'",
            "maya(x)@example.com",
            "lee@maya@example.com",
            "maya@",
            "maya",
            "Maya+Lee",
        ] {
            assert!(same_mailbox(MAYA, unclear) && same_mailbox(unclear, MAYA), "{unclear}");
        }
        for other in ["Maya <lee@example.com>", "lee", "@example.com", "<>"] {
            assert!(!same_mailbox(MAYA, other), "{other}");
        }
    }

    #[test]
    fn an_empty_address_is_no_mailbox_and_what_is_written_alike_is_one() {
        for empty in ["", " ", "\t"] {
            assert!(!same_mailbox(empty, empty) && !same_mailbox(empty, MAYA));
        }
        assert!(same_mailbox("@", "@") && same_mailbox("n/a", "N/A"));
    }
}
