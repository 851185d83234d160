//! Form bodies, decoded verbatim: the signature covers every parameter, so nothing is trimmed, dropped or repaired.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use std::fmt;

/// The maximum length of a body that is read, in bytes: a genuine request has a few thousand, and nothing longer is
/// ever hashed.
pub const LONGEST_BODY: usize = 64 * 1024;

/// The parameters of a form in the order of the body, including repeated names and empty values.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form(Vec<(String, String)>);

/// Why a body was not accepted as a form. The error never repeats any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormRefusal {
    /// The body is longer than the limit.
    #[error("the body is longer than {LONGEST_BODY} bytes")]
    TooLong,
    /// A name or a value does not decode to UTF-8.
    #[error("the body is not UTF-8")]
    NotUtf8,
}

impl Form {
    /// Decodes `application/x-www-form-urlencoded`.
    ///
    /// `+` is a space; a `%` that is not followed by two hexadecimal digits stays as it is; a name without `=` has an
    /// empty value; an empty part between two `&` is ignored.
    ///
    /// # Errors
    /// If the body is longer than [`LONGEST_BODY`] or does not decode to UTF-8.
    pub fn decode(body: &[u8]) -> Result<Self, FormRefusal> {
        if body.len() > LONGEST_BODY {
            return Err(FormRefusal::TooLong);
        }
        let pieces = body.split(|&byte| byte == b'&').filter(|piece| !piece.is_empty());
        pieces.map(decode_pair).collect::<Result<_, _>>().map(Self)
    }

    /// Encodes the parameters so that [`Form::decode`] restores them.
    #[must_use]
    pub fn encode(&self) -> String {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let pairs = self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Returns the first value of a parameter, which may be empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns the first value of a parameter unless it is empty.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Returns every value of a parameter, in order.
    pub fn all<'form>(&'form self, name: &str) -> impl Iterator<Item = &'form str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Returns every parameter as name and value, in the order of the body.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn decode_pair(piece: &[u8]) -> Result<(String, String), FormRefusal> {
    let equals = piece.iter().position(|&byte| byte == b'=').unwrap_or(piece.len());
    let (name, value) = piece.split_at(equals);
    Ok((decode_text(name)?, decode_text(value.get(1..).unwrap_or_default())?))
}

fn decode_text(encoded: &[u8]) -> Result<String, FormRefusal> {
    let spaced: Vec<u8> = encoded.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    let text = percent_decode(&spaced).decode_utf8().map_err(|_not_utf8| FormRefusal::NotUtf8)?;
    Ok(text.into_owned())
}

impl<Text: Into<String>> FromIterator<(Text, Text)> for Form {
    fn from_iter<Pairs: IntoIterator<Item = (Text, Text)>>(pairs: Pairs) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Form {
    /// Shows only the number of parameters: their values are addresses and what people wrote.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Form({} parameters)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(body: &str) -> Vec<(String, String)> {
        Form::decode(body.as_bytes()).unwrap().0
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn order_repetition_and_empty_values_are_kept() {
        assert_eq!(
            decoded("Tag=b&Tag=&Body=&Tag=a"),
            pairs(&[("Tag", "b"), ("Tag", ""), ("Body", ""), ("Tag", "a")])
        );
        let form = Form::decode(b"Tag=b&Tag=&Tag=a").unwrap();
        assert_eq!(form.all("Tag").collect::<Vec<_>>(), ["b", "", "a"]);
        assert_eq!(form.get("Tag"), Some("b"));
        assert_eq!(form.get("tag"), None);
    }

    #[test]
    fn plus_is_a_space_and_percent_2b_is_a_plus() {
        assert_eq!(decoded("Body=1%2B1+%3D%202"), pairs(&[("Body", "1+1 = 2")]));
    }

    #[test]
    fn a_percent_without_two_digits_stays() {
        assert_eq!(
            decoded("Body=50%&a=%4&b=%zz&c=%25"),
            pairs(&[("Body", "50%"), ("a", "%4"), ("b", "%zz"), ("c", "%")])
        );
    }

    #[test]
    fn only_the_first_equals_sign_divides() {
        assert_eq!(decoded("a=b=c&d&=e&&"), pairs(&[("a", "b=c"), ("d", ""), ("", "e")]));
    }

    #[test]
    fn whitespace_and_composition_are_not_touched() {
        assert_eq!(decoded("Body=++x%09%0D%0A+"), pairs(&[("Body", "  x\t\r\n ")]));
        assert_eq!(decoded("Body=e%CC%81"), pairs(&[("Body", "e\u{301}")]));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert_eq!(Form::decode(b"Body=%FF"), Err(FormRefusal::NotUtf8));
        assert_eq!(Form::decode(b"\xff=x"), Err(FormRefusal::NotUtf8));
    }

    #[test]
    fn a_body_over_the_limit_is_refused_and_one_at_the_limit_is_read() {
        assert!(Form::decode(&vec![b'a'; LONGEST_BODY]).is_ok());
        assert_eq!(Form::decode(&vec![b'a'; LONGEST_BODY + 1]), Err(FormRefusal::TooLong));
    }

    #[test]
    fn what_people_wrote_is_not_shown_in_a_log() {
        let form: Form = [("Body", "secret"), ("From", "whatsapp:+15550100001")].into_iter().collect();
        assert_eq!(format!("{form:?}"), "Form(2 parameters)");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(
            pairs in proptest::collection::vec((any::<String>(), any::<String>()), 0..8)
        ) {
            let form: Form = pairs.into_iter().collect();
            prop_assert_eq!(Form::decode(form.encode().as_bytes()).unwrap(), form);
        }

        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..512)) {
            let _any_result = Form::decode(&body);
        }
    }
}
