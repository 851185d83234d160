//! Claims about Twilio's signature, on requests signed by another implementation.

use super::*;
use proptest::prelude::*;
use serde::Deserialize;

const URL: &str = "https://hooks.example.com/twilio/inbound";

#[derive(Deserialize)]
struct Vector {
    name: String,
    url: String,
    form_body: Option<String>,
    body: Option<String>,
    auth_token: String,
    signature: String,
    valid: bool,
}

fn verdict(vector: &Vector) -> Result<(), SignatureRefusal> {
    let form = Form::decode(vector.form_body.as_deref().unwrap_or_default().as_bytes()).unwrap();
    let body = match &vector.body {
        Some(body) => SignedBody::Raw(body.as_bytes()),
        None => SignedBody::Form(&form),
    };
    let request = SignedRequest { configured_url: &vector.url, body, header: Some(&vector.signature) };
    verify(&request, &AuthTokens { current: vector.auth_token.clone(), previous: None })
}

fn check_all(vectors: &[Vector]) {
    for vector in vectors {
        assert_eq!(verdict(vector).is_ok(), vector.valid, "{}", vector.name);
    }
}

#[test]
fn requests_signed_with_openssl_are_judged_as_they_should_be() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("vectors.json")).unwrap();
    assert!(vectors.iter().any(|vector| vector.valid) && vectors.iter().any(|vector| !vector.valid));
    check_all(&vectors);
}

#[test]
fn requests_on_which_the_official_libraries_agree_are_judged_the_same() {
    let Some(file) = crate::testing::reference::file("twilio/signature_vectors.json") else { return };
    let vectors: Vec<Vector> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert!(vectors.len() > 40);
    check_all(&vectors);
}

fn tokens(current: &str, previous: Option<&str>) -> AuthTokens {
    AuthTokens { current: current.into(), previous: previous.map(Into::into) }
}

fn request<'request>(form: &'request Form, header: Option<&'request str>) -> SignedRequest<'request> {
    SignedRequest { configured_url: URL, body: SignedBody::Form(form), header }
}

#[test]
fn during_a_rotation_both_tokens_are_accepted_and_afterwards_one() {
    let form: Form = [("Body", "hi")].into_iter().collect();
    let old = sign(URL, form.pairs(), "old");
    let new = sign(URL, form.pairs(), "new");
    for header in [&old, &new] {
        assert_eq!(verify(&request(&form, Some(header)), &tokens("new", Some("old"))), Ok(()));
    }
    assert_eq!(verify(&request(&form, Some(&old)), &tokens("new", None)), Err(SignatureRefusal::Mismatch));
}

#[test]
fn an_unsigned_request_is_refused() {
    let form = Form::default();
    assert_eq!(verify(&request(&form, None), &tokens("t", None)), Err(SignatureRefusal::Missing));
    assert_eq!(verify(&request(&form, Some("")), &tokens("t", None)), Err(SignatureRefusal::Mismatch));
}

#[test]
fn an_empty_token_verifies_nothing() {
    let form = Form::default();
    let header = sign(URL, form.pairs(), "");
    assert_eq!(
        verify(&request(&form, Some(&header)), &tokens("", Some(""))),
        Err(SignatureRefusal::Mismatch)
    );
}

#[test]
fn a_body_that_is_no_form_needs_its_hash_in_the_url() {
    let header = sign(URL, [], "t");
    let request = SignedRequest { configured_url: URL, body: SignedBody::Raw(b"{}"), header: Some(&header) };
    assert_eq!(verify(&request, &tokens("t", None)), Err(SignatureRefusal::BodyMismatch));
}

#[test]
fn tokens_are_not_shown_in_a_log() {
    assert_eq!(format!("{:?}", tokens("secret", Some("older"))), "AuthTokens(2)");
}

fn any_form() -> impl Strategy<Value = Form> {
    proptest::collection::vec((any::<String>(), any::<String>()), 0..6)
        .prop_map(|pairs| pairs.into_iter().collect())
}

fn flipped(text: &str, bit: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    String::from_utf8(bytes).ok()
}

proptest! {
    #[test]
    fn what_is_signed_is_accepted(form in any_form(), token in ".{1,40}") {
        let header = sign(URL, form.pairs(), &token);
        prop_assert_eq!(verify(&request(&form, Some(&header)), &tokens(&token, None)), Ok(()));
    }

    #[test]
    fn one_changed_bit_of_the_signature_is_refused(form in any_form(), bit in 0_usize..1000) {
        let header = sign(URL, form.pairs(), "token");
        if let Some(changed) = flipped(&header, bit) {
            prop_assert!(verify(&request(&form, Some(&changed)), &tokens("token", None)).is_err());
        }
    }

    #[test]
    fn one_changed_bit_of_the_url_is_refused(bit in 0_usize..1000) {
        let form = Form::default();
        let header = sign(URL, form.pairs(), "token");
        if let Some(changed) = flipped(URL, bit) {
            let request = SignedRequest { configured_url: &changed, ..request(&form, Some(&header)) };
            prop_assert!(verify(&request, &tokens("token", None)).is_err());
        }
    }

    #[test]
    fn one_changed_bit_of_a_value_is_refused(value in ".{1,30}", bit in 0_usize..1000) {
        let form: Form = [("Body", value.as_str())].into_iter().collect();
        let header = sign(URL, form.pairs(), "token");
        if let Some(changed) = flipped(&value, bit) {
            let changed: Form = [("Body", changed.as_str())].into_iter().collect();
            prop_assert!(verify(&request(&changed, Some(&header)), &tokens("token", None)).is_err());
        }
    }

    #[test]
    fn no_request_makes_it_panic(url in any::<String>(), header in any::<String>(), body: Vec<u8>) {
        let request = SignedRequest { configured_url: &url, body: SignedBody::Raw(&body), header: Some(&header) };
        prop_assert!(verify(&request, &tokens("token", None)).is_err());
    }
}
