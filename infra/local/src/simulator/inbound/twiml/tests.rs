//! Tests of webhook responses.

use super::*;

fn judged(content_type: Option<&str>, body: &str) -> Verdict {
    classify(&Answer { status: 200, content_type: content_type.map(str::to_owned), body: body.to_owned() })
}

fn bodies(verdict: Verdict) -> Vec<String> {
    match verdict {
        Verdict::Replies(replies) => replies.into_iter().map(|reply| reply.body).collect(),
        Verdict::Nothing | Verdict::Problem(_) => Vec::new(),
    }
}

const XML: Option<&str> = Some("text/xml; charset=utf-8");

#[test]
fn an_empty_response_and_no_content_are_silence() {
    assert_eq!(judged(XML, "<Response/>"), Verdict::Nothing);
    assert_eq!(
        judged(XML, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>"),
        Verdict::Nothing
    );
    assert_eq!(classify(&Answer { status: 204, content_type: None, body: String::new() }), Verdict::Nothing);
}

#[test]
fn messages_come_in_order_with_or_without_a_body_element() {
    let answer = "<Response><Message>One &amp; *two*</Message><Message statusCallback=\"/s?x=1\"><Body>Three\nfour</Body>\
        <Media>https://example.com/c.png</Media></Message></Response>";
    let verdict = judged(XML, answer);
    assert_eq!(bodies(verdict.clone()), ["One & *two*", "Three\nfour"]);
    let Verdict::Replies(replies) = verdict else { panic!("two replies") };
    assert_eq!(replies.last().and_then(|reply| reply.callback.as_deref()), Some("/s?x=1"));
    assert_eq!(replies.last().map(|reply| reply.media.len()), Some(1));
}

#[test]
fn plain_text_is_sent_to_the_person() {
    assert_eq!(bodies(judged(Some("text/plain"), "OK")), ["OK"]);
}

#[test]
fn each_unusable_answer_has_its_code() {
    assert_eq!(judged(None, "<Response/>"), Verdict::Problem(RETRIEVAL_FAILED));
    assert_eq!(judged(Some("application/json"), "{}"), Verdict::Problem(WRONG_TYPE));
    assert_eq!(judged(XML, "<Response><Message>"), Verdict::Problem(UNREADABLE));
    assert_eq!(judged(XML, "<Response><message>x</message></Response>"), Verdict::Problem(NOT_MESSAGING));
    assert_eq!(judged(XML, "<Reply/>"), Verdict::Problem(NOT_MESSAGING));
    let long = format!("<Response><Message>{}</Message></Response>", "x".repeat(1601));
    assert_eq!(judged(XML, &long), Verdict::Problem(BODY_TOO_LONG));
    let failed = Answer { status: 500, content_type: XML.map(str::to_owned), body: "<Response/>".to_owned() };
    assert_eq!(classify(&failed), Verdict::Problem(RETRIEVAL_FAILED));
}
