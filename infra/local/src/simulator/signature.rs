//! The `X-Twilio-Signature` of a webhook: HMAC-SHA1 over the address and the sorted form.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// Signs a form that is posted to an address, with the given token.
pub(crate) fn sign(token: &str, url: &str, form: &[(String, String)]) -> String {
    // Duplicate pairs count once and keys are in byte order; Twilio's official helper libraries agree on both.
    let pairs: BTreeSet<(&str, &str)> =
        form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let mut signed = signed_address(url);
    for (key, value) in pairs {
        signed.push_str(key);
        signed.push_str(value);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    STANDARD.encode(hmac::sign(&key, signed.as_bytes()))
}

/// Returns the address in the form that is signed: unchanged except for user information and fragment, which are
/// removed.
fn signed_address(url: &str) -> String {
    let address = url.split('#').next().unwrap_or(url);
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_published_example_is_signed_as_published() {
        let form = pairs(&[
            ("Digits", "1234"),
            ("To", "+18005551212"),
            ("From", "+14158675310"),
            ("Caller", "+14158675310"),
            ("CallSid", "CA1234567890ABCDE"),
        ]);
        let signature = sign("12345", "https://example.com/myapp.php?foo=1&bar=2", &form);
        assert_eq!(signature, "L/OH5YylLD5NRKLltdqwSvS0BnU=");
    }

    #[test]
    fn user_information_and_fragment_are_not_signed() {
        let form = pairs(&[("a", "b")]);
        assert_eq!(
            sign("t", "https://user:pass@example.com/hook?x=@1#rc=3", &form),
            sign("t", "https://example.com/hook?x=@1", &form)
        );
    }

    proptest! {
        #[test]
        fn the_order_of_the_fields_does_not_matter(mut form in prop::collection::vec(("[A-Z]{1,3}", ".{0,4}"), 0..8)) {
            let signature = sign("token", "http://127.0.0.1/in", &form);
            form.reverse();
            prop_assert_eq!(signature, sign("token", "http://127.0.0.1/in", &form));
        }
    }
}
