//! Which response each request gets.

use super::*;
use command_center::domain::testing::pepper;
use command_center::store::embedded;
use command_center::store::testing::store_workspace;
use lambda_http::http::HeaderValue;

/// Returns a recorded request with one header changed.
fn with_header(event: &str, name: &'static str, value: &'static str) -> Request {
    let mut request = request(event);
    request.headers_mut().insert(name, HeaderValue::from_static(value));
    request
}

#[tokio::test]
async fn a_forged_request_gets_a_bare_403() {
    assert_bare(&answer(request(FORGED)).await, 403, "another auth token");
    let mut unsigned = request(TEXT);
    unsigned.headers_mut().remove(SIGNATURE_HEADER);
    assert_bare(&answer(unsigned).await, 403, "no signature");
    assert_bare(&answer(with_header(TEXT, SIGNATURE_HEADER, "")).await, 403, "an empty signature");
    assert_bare(&answer(with_header(TEXT, SIGNATURE_HEADER, "bm90IHRoaXM=")).await, 403, "another signature");
}

#[tokio::test]
async fn one_more_parameter_or_another_body_gets_a_403() {
    let longer = TEXT.replace("\"isBase64Encoded\": true", "\"isBase64Encoded\": false");
    assert_ne!(longer, TEXT);
    assert_bare(&answer(request(&longer)).await, 403, "the base64 taken for the body");
    let altered = STOP.replace("Body=STOP", "Body=START");
    assert_ne!(altered, STOP);
    assert_bare(&answer(request(&altered)).await, 403, "another text");
    assert_bare(
        &answer(request(&STOP.replace("Body=STOP", "Body=STOP&Body=x"))).await,
        403,
        "one more parameter",
    );
}

#[tokio::test]
async fn the_path_and_the_query_are_part_of_what_is_signed() {
    let other_attempt = STATUS_DELIVERED.replace("d-20261006-maya", "d-20261006-lee");
    assert_ne!(other_attempt, STATUS_DELIVERED);
    assert_bare(&answer(request(&other_attempt)).await, 403, "another query");
    let other_path = STATUS_DELIVERED.replace(STATUS_PATH, INBOUND_PATH);
    assert_ne!(other_path, STATUS_DELIVERED);
    assert_bare(&answer(request(&other_path)).await, 403, "another path");
}

#[tokio::test]
async fn the_query_is_taken_as_it_came() {
    let spellings =
        ["w=acme-store&m=d%2D1&a=1", "a=1&w=acme-store&m=d-1&x=%20+%2B", "m=d-1&m=d-2&w=acme-store&a=1&"];
    for query in spellings {
        let delivered = [
            ("MessageSid", "MM000000000000000000000000000000d1"),
            ("MessageStatus", "sent"),
            ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ];
        assert_bare(&answer(signed(STATUS_PATH, query, &delivered)).await, 204, query);
    }
}

#[tokio::test]
async fn a_query_with_signs_that_others_would_encode_is_signed_as_it_is() {
    for query in ["z=1&a=Trezzo%20Sull'Adda&b=c+d&e=", "x=sip:1@2"] {
        let status_sent = [
            ("MessageSid", "MM000000000000000000000000000000d1"),
            ("MessageStatus", "partially_delivered"),
            ("ErrorCode", ""),
            ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ];
        assert_bare(&answer(signed(STATUS_PATH, query, &status_sent)).await, 204, query);
    }
}

#[tokio::test]
async fn what_says_who_wrote_is_refused_when_it_is_repeated_although_it_is_signed() {
    let message = [
        ("MessageSid", "SM000000000000000000000000000000a1"),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ("From", "whatsapp:+15550100001"),
        ("To", "whatsapp:+15550109999"),
        ("ButtonPayload", "v1.k1.AAAA.AAAAAAAAAAAAAAAAAAAAAA"),
    ];
    assert_eq!(status(&answer_to_maya(signed(INBOUND_PATH, "", &message)).await), 200);
    for name in ["From", "To", "MessageSid", "ButtonPayload"] {
        for value in ["whatsapp:+15550100002", message.iter().find(|(own, _)| *own == name).unwrap().1] {
            let twice = [&message[..], &[(name, value)]].concat();
            assert_bare(&answer(signed(INBOUND_PATH, "", &twice)).await, 400, name);
        }
    }
    let status = [
        ("MessageSid", "MM000000000000000000000000000000d1"),
        ("MessageSid", "MM000000000000000000000000000000d2"),
        ("MessageStatus", "sent"),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
    ];
    assert_bare(&answer(signed(STATUS_PATH, "", &status)).await, 400, "a status of two messages");
}

#[tokio::test]
async fn the_public_address_is_what_was_configured_and_no_header_changes_it() {
    for name in ["host", "x-forwarded-host", "x-forwarded-proto", "forwarded"] {
        assert_bare(&answer(with_header(STATUS_SENT, name, "evil.example")).await, 204, name);
    }
    let elsewhere = Webhook { public_url: "https://evil.example".into(), ..webhook() };
    let Ok(response) = elsewhere.handle(request(STATUS_SENT)).await;
    assert_bare(&response, 403, "another public address");
}

#[tokio::test]
async fn the_token_before_is_good_while_a_rotation_is_under_way() {
    let auth_tokens = AuthTokens { current: "the next token".into(), previous: Some(AUTH_TOKEN.into()) };
    let Ok(response) = Webhook { auth_tokens, ..webhook() }.handle(request(STATUS_SENT)).await;
    assert_bare(&response, 204, "the token before");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_hashed() {
    let long = "x".repeat(LONGEST_BODY);
    assert_bare(&answer(signed(INBOUND_PATH, "", &[("Body", &long)])).await, 403, "too long, well signed");
    let mut garbage = request(TEXT);
    *garbage.body_mut() = Body::Binary(b"Body=%FF".to_vec());
    assert_bare(&answer(garbage).await, 403, "no UTF-8");
}

#[tokio::test]
async fn at_any_other_path_nothing_is_served_and_nothing_is_read_signed_or_not() {
    let other = "/twilio/another-segment-of-a-stranger/inbound";
    for path in ["/twilio/inbound", "/twilio/status", "/twilio//inbound", other, "/", &INBOUND_PATH[..40]] {
        assert_bare(&answer(signed(path, "", &[("Body", "x")])).await, 404, path);
        let mut unreadable = signed(path, "", &[("Body", "x")]);
        *unreadable.body_mut() = Body::Binary(b"Body=%FF".to_vec());
        assert_bare(&answer(unreadable).await, 404, path);
    }
}

#[tokio::test]
async fn while_the_addresses_move_the_one_before_is_served_and_what_is_not_signed_is_refused_there() {
    let former = || Webhook { paths: webhook().paths.moved_from("/twilio"), ..webhook() };
    let status = [
        ("MessageSid", "MM000000000000000000000000000000d1"),
        ("MessageStatus", "sent"),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
    ];
    for path in ["/twilio/status", STATUS_PATH] {
        let Ok(response) = former().handle(signed(path, "", &status)).await;
        assert_bare(&response, 204, path);
        let mut unsigned = signed(path, "", &status);
        unsigned.headers_mut().remove(SIGNATURE_HEADER);
        let Ok(response) = former().handle(unsigned).await;
        assert_bare(&response, 403, path);
    }
}

#[tokio::test]
async fn what_failed_at_the_first_address_is_taken_at_the_fallback() {
    let tap = [
        ("MessageSid", "SM000000000000000000000000000000a1"),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ("From", "whatsapp:+15550100001"),
        ("To", "whatsapp:+15550109999"),
        ("ButtonPayload", "v1.k1.AAAA.AAAAAAAAAAAAAAAAAAAAAA"),
        ("ErrorCode", "11200"),
        ("ErrorUrl", "https://hooks.example.com/twilio/recorded-segment-of-the-tests/inbound"),
    ];
    assert_eq!(status(&answer_to_maya(signed(INBOUND_PATH, "", &tap)).await), 200);
}

#[tokio::test]
async fn what_is_signed_but_not_served_says_so_by_its_status() {
    assert_bare(&answer(signed(INBOUND_PATH, "", &[("Body", "x")])).await, 400, "no message");
    assert_bare(&answer(signed(STATUS_PATH, "", &[("MessageStatus", "sent")])).await, 400, "no callback");
}

#[tokio::test]
async fn a_request_for_another_account_is_refused() {
    for event in [TEXT, STATUS_SENT] {
        let other = Webhook { account_sid: "ACffffffffffffffffffffffffffffffff".into(), ..webhook() };
        let Ok(response) = other.handle(request(event)).await;
        assert_bare(&response, 403, "another account");
    }
    let other = Webhook { sender: "+15550100777".into(), ..webhook() };
    let Ok(response) = other.handle(request(TEXT)).await;
    assert_bare(&response, 403, "another sender");
}

/// Answers with a table in which the sender's number is known.
async fn answer_to_maya(request: Request) -> Response<Body> {
    let table = embedded::start();
    store_workspace(&table.store).await;
    let webhook = Webhook { store: table.store.clone(), pepper: pepper(), ..webhook() };
    webhook.handle(request).await.unwrap_or_else(|never| match never {})
}

#[tokio::test]
async fn a_forged_button_of_somebody_known_is_answered_as_twiml() {
    let response = answer_to_maya(request(BUTTON_FORGED)).await;
    assert_eq!(status(&response), 200);
    // Twilio would forward a `text/plain` body to the person as a message.
    assert_eq!(response.headers()[CONTENT_TYPE], "text/xml; charset=utf-8");
    let Body::Text(twiml) = response.body() else { panic!("{response:?}") };
    assert!(twiml.contains("<Response><Message>I could not read that button"), "{twiml}");
}

#[tokio::test]
async fn a_payload_that_is_not_ours_is_never_repeated_behind_a_button_or_a_row() {
    for parameter in ["ButtonPayload", "ListId"] {
        for payload in ["approve", "v1.k1.AAAA.AAAAAAAAAAAAAAAAAAAAAA", "v2.k1.AAAA.AAAAAAAAAAAAAAAAAAAAAA"] {
            let tap = [
                ("MessageSid", "SM000000000000000000000000000000a1"),
                ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
                ("From", "whatsapp:+15550100001"),
                ("To", "whatsapp:+15550109999"),
                ("Body", "Approve"),
                (parameter, payload),
            ];
            let response = answer_to_maya(signed(INBOUND_PATH, "", &tap)).await;
            assert_eq!(status(&response), 200, "{parameter} {payload}");
            let Body::Text(twiml) = response.body() else { panic!("{response:?}") };
            assert!(
                twiml.contains("<Message>I could not read that button, so nothing was changed."),
                "{twiml}"
            );
            assert!(!twiml.contains(payload), "{twiml}");
            assert_bare(
                &answer(signed(INBOUND_PATH, "", &tap)).await,
                503,
                "whose number it is cannot be read",
            );
        }
    }
}

#[tokio::test]
async fn store_trouble_is_a_bare_503_so_that_twilio_may_come_again() {
    for event in [BUTTON_APPROVE, TEXT, STOP, STATUS_DELIVERED, STATUS_FAILED] {
        assert_bare(&answer(request(event)).await, 503, event);
    }
}

#[tokio::test]
async fn news_on_the_way_needs_no_store() {
    assert_bare(&answer(request(STATUS_SENT)).await, 204, "sent");
}

#[test]
fn what_is_no_request_is_an_error_and_no_crash() {
    assert!(from_str("\"probe\"").is_err());
    assert!(from_str("{}").is_err());
}
