//! The subject and the links of a mail: one line, and web addresses that cannot end a header or an attribute.

use crate::text::fit;
use std::fmt;

/// The maximum length of a subject, in UTF-16 units; a phone shows far less of it.
const LONGEST_SUBJECT: usize = 120;
/// The maximum length of a link, in bytes: a header may have 995, and mail clients break links longer than this.
const LONGEST_LINK: usize = 500;

/// A subject: one line of visible characters.
#[derive(Clone, PartialEq, Eq)]
pub struct SubjectLine(String);

impl SubjectLine {
    /// Makes a subject of any text: line breaks become spaces, invisible characters are removed, and excess length is
    /// cut.
    #[must_use]
    pub fn fitting(text: &str) -> Self {
        Self(fit(text, LONGEST_SUBJECT))
    }

    /// Returns the subject as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SubjectLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SubjectLine(…)")
    }
}

/// The text is not a link. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no address of the web: it begins with https:// or http:// and has no spaces, quotes or brackets"
)]
pub struct NotALink;

/// A web address. Never shown or logged, because it may carry an action token.
#[derive(Clone, PartialEq, Eq)]
pub struct WebLink(String);

impl WebLink {
    /// Parses a link.
    ///
    /// # Errors
    /// If it is too long, has another scheme or no host, or contains a character that could end a header or an
    /// attribute.
    pub fn parse(text: &str) -> Result<Self, NotALink> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NotALink)?;
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let good = text.len() <= LONGEST_LINK && !host.is_empty() && text.bytes().all(allowed);
        if good { Ok(Self(text.to_owned())) } else { Err(NotALink) }
    }

    /// Returns the link with a path appended.
    ///
    /// # Errors
    /// As [`WebLink::parse`].
    pub fn join(&self, path: &str) -> Result<Self, NotALink> {
        Self::parse(&format!("{}/{path}", self.0.trim_end_matches('/')))
    }

    /// Returns the link as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for WebLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WebLink(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_subject_is_one_line_whatever_is_in_it() {
        let hostile = SubjectLine::fitting("Hello\r\nBcc: lee@example.com\u{202e}\0");
        assert_eq!(hostile.as_str(), "Hello Bcc: lee@example.com");
        assert_eq!(SubjectLine::fitting(&"long ".repeat(100)).as_str().chars().count(), LONGEST_SUBJECT);
    }

    #[test]
    fn a_link_leads_into_the_web_and_nowhere_else() {
        assert!(WebLink::parse("https://app.example.com/a/v1.k1.x-_y.z").is_ok());
        assert!(WebLink::parse("http://127.0.0.1:8080").is_ok());
        for refused in [
            "",
            "https://",
            "https:///path",
            "javascript:alert(1)",
            "ftp://example.com",
            "//example.com",
            "https://example.com/a b",
            "https://example.com/\"onclick=",
            "https://example.com/<x>",
            "https://example.com/\r\nBcc:x",
            "https://ex\u{e4}mple.com",
            " https://example.com",
        ] {
            assert_eq!(WebLink::parse(refused), Err(NotALink), "{refused:?}");
        }
        assert!(WebLink::parse(&format!("https://example.com/{}", "a".repeat(500))).is_err());
    }

    #[test]
    fn a_path_is_put_behind_one_slash() {
        for base in ["https://app.example.com", "https://app.example.com/"] {
            let joined = WebLink::parse(base).unwrap().join("a/token").unwrap();
            assert_eq!(joined.as_str(), "https://app.example.com/a/token");
        }
    }

    #[test]
    fn neither_a_subject_nor_a_link_shows_itself() {
        let (subject, link) =
            (SubjectLine::fitting("Acme"), WebLink::parse("https://example.com/Acme").unwrap());
        assert!(!format!("{subject:?} {link:?}").contains("Acme"));
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_subject_with_a_second_line(text in "\\PC{0,200}|[\\x00-\\x1f a-z\u{2028}\u{85}]{0,60}") {
            let subject = SubjectLine::fitting(&text);
            let breaks = |c: char| c.is_control() || ('\u{2028}'..='\u{2029}').contains(&c);
            prop_assert!(!subject.as_str().chars().any(breaks) && !subject.as_str().is_empty());
        }
    }
}
