//! Tests of refusals: each code that Twilio returns at once.

use super::*;

const SENDER: &str = "whatsapp:+14155238886";

fn request(fields: &[(&str, &str)]) -> Result<SendRequest, Refusal> {
    let mut form = Form::default();
    for (name, value) in fields {
        form.push(name, *value);
    }
    SendRequest::parse(&form, SENDER)
}

/// Returns the result for a valid request with one field replaced.
fn with(name: &str, value: &str) -> Result<SendRequest, Refusal> {
    let fields = [("To", "whatsapp:+15550100001"), ("From", SENDER), ("Body", "Hello")];
    let mut fields: Vec<_> = fields.into_iter().filter(|field| field.0 != name).collect();
    if !value.is_empty() {
        fields.push((name, value));
    }
    request(&fields)
}

fn code(outcome: Result<SendRequest, Refusal>) -> Option<u32> {
    outcome.err().map(|refusal| refusal.code)
}

const CONTENT: &str = "HX00000000000000000000000000000001";

#[test]
fn a_good_request_is_taken() {
    assert_eq!(code(with("Body", "Hello")), None);
    assert_eq!(code(with("To", "whatsapp:US.1349000000000001")), None);
}

#[test]
fn each_bad_address_has_its_code() {
    assert_eq!(code(with("To", "")), Some(21604));
    assert_eq!(code(with("From", "")), Some(21603));
    assert_eq!(code(with("To", "whatsapp:5550100001")), Some(21211));
    assert_eq!(code(with("To", "Maya")), Some(21211));
    assert_eq!(code(with("To", "+15550100001")), Some(21910));
    assert_eq!(code(with("From", "+14155238886")), Some(21910));
    assert_eq!(code(with("From", "whatsapp:+14155550000")), Some(63007));
    assert_eq!(code(with("To", SENDER)), Some(63031));
    let sms = [("To", "+15550100001"), ("From", "+14155550000"), ("Body", "Hello")];
    assert_eq!(code(request(&sms)), Some(21606));
    assert_eq!(code(with("MessagingServiceSid", "MG00000000000000000000000000000001")), Some(21705));
}

#[test]
fn each_bad_text_has_its_code() {
    assert_eq!(code(with("Body", "")), Some(21619));
    assert_eq!(code(with("Body", &"é".repeat(1600))), None);
    assert_eq!(code(with("Body", &"é".repeat(1601))), Some(21617));
    assert_eq!(code(with("MediaUrl", "not a url")), Some(21620));
    assert_eq!(code(with("StatusCallback", "http://my_host.example/x")), Some(21609));
    assert_eq!(code(with("SendAt", "2026-10-06T08:00:00Z")), Some(35118));
}

#[test]
fn each_bad_content_has_its_code() {
    assert_eq!(code(with("ContentVariables", "{}")), Some(21654));
    let content = |sid: &str, variables: &str| {
        let fields = [
            ("To", "whatsapp:+15550100001"),
            ("From", SENDER),
            ("ContentSid", sid),
            ("ContentVariables", variables),
        ];
        code(request(&fields))
    };
    assert_eq!(content(CONTENT, r#"{"1":"Ada"}"#), None);
    for variables in [r#"{"1":null}"#, r#"{"1":2}"#, "[]", "Ada"] {
        assert_eq!(content(CONTENT, variables), Some(21656), "{variables}");
    }
    assert_eq!(
        content("HX1", "{}"),
        Some(21619),
        "a malformed SID is overlooked, and then the body is missing"
    );
}

#[test]
fn a_status_callback_keeps_its_query() {
    let url = "http://127.0.0.1:4000/status?id=01J&sig=a%2Bb";
    assert_eq!(with("StatusCallback", url).expect("accepted").status_callback.as_deref(), Some(url));
}
