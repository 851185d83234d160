//! Claims about the keys of addresses.

use super::*;
use crate::testing::pepper;

fn address(text: &str) -> WhatsAppAddress {
    WhatsAppAddress::from_stored(text)
}

/// The key that versions before the canonical form gave to an address.
fn former_key(text: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"a pepper of the tests");
    text::hex(ring::hmac::sign(&key, text.as_bytes()).as_ref())
}

#[test]
fn a_number_with_one_form_and_an_id_have_the_key_that_they_always_had() {
    for text in ["+15550100001", "+551133330104", "US.1349000000000001"] {
        assert_eq!(pepper().hash(&address(text)), former_key(text));
        assert_eq!(pepper().hashes(&address(text)), [former_key(text)], "one look is enough");
    }
}

#[test]
fn both_forms_of_a_number_have_one_key_and_are_found_under_the_former_key_of_either() {
    for (own, other) in [
        ("+5511999990104", "+551199990104"),
        ("+525512340104", "+5215512340104"),
        ("+5491155550104", "+541155550104"),
    ] {
        for form in [own, other] {
            assert_eq!(pepper().hash(&address(form)), former_key(own));
            assert_eq!(pepper().hashes(&address(form)), [former_key(own), former_key(other)]);
        }
    }
}
