//! Tests of the cost list: it is read page by page, and only pages of our own account are requested.

use super::*;
use domain::message::MessageCost;
use jiff::civil::{Date, date};
use serde_json::Value;
use wiremock::matchers::query_param_is_missing;

const DAY: Date = date(2026, 3, 2);

fn record(digit: &str, price: &Value) -> Value {
    json!({ "sid": format!("MM{}", digit.repeat(32)), "status": "delivered", "price": price, "price_unit": "USD",
            "direction": "outbound-api", "body": "Good morning", "to": "whatsapp:+15550100001" })
}

fn sid(digit: &str) -> MessageSid {
    format!("MM{}", digit.repeat(32)).parse().unwrap()
}

fn dollars(amount: &str) -> MessageCost {
    MessageCost { amount: amount.into(), currency: "USD".into() }
}

/// Makes the server respond with one page to any request.
async fn page_of(body: Value) -> Result<CostPage, SendFailure> {
    let server = answering(ResponseTemplate::new(200).set_body_json(body)).await;
    client(&server.uri()).costs_of_day(DAY, None).await
}

#[tokio::test]
async fn the_costs_of_a_day_are_read_page_by_page_to_the_last_one() {
    let server = MockServer::start().await;
    let query = "From=whatsapp%3A%2B15550100099&DateSent=2026-03-02&PageSize=1000&Page=1&PageToken=PAMMaa";
    let first = json!({ "messages": [record("a", &json!("-0.00850")), record("b", &Value::Null)],
                        "next_page_uri": format!("{MESSAGES}?{query}"), "page": 0 });
    let last = json!({ "messages": [record("c", &json!("-0.00500"))], "next_page_uri": null, "page": 1 });
    let of_the_day = || {
        Mock::given(method("GET"))
            .and(path(MESSAGES))
            .and(basic_auth("SK0123", "s3cret"))
            .and(query_param("From", "whatsapp:+15550100099"))
            .and(query_param("DateSent", "2026-03-02"))
            .and(query_param("PageSize", "1000"))
    };
    let begins = of_the_day().and(query_param_is_missing("PageToken")).and(query_param_is_missing("To"));
    begins.respond_with(ResponseTemplate::new(200).set_body_json(first)).expect(1).mount(&server).await;
    let goes_on = of_the_day().and(query_param("PageToken", "PAMMaa")).and(query_param("Page", "1"));
    goes_on.respond_with(ResponseTemplate::new(200).set_body_json(last)).expect(1).mount(&server).await;

    let client = client(&server.uri());
    let page = client.costs_of_day(DAY, None).await.unwrap();
    assert_eq!((page.listed, page.costs), (2, vec![(sid("a"), dollars("0.00850"))]));
    let next = page.next.unwrap();
    assert!(!format!("{next:?}").contains("15550100099"), "it names our sender");
    let page = client.costs_of_day(DAY, Some(&next)).await.unwrap();
    assert_eq!((page.costs, page.next), (vec![(sid("c"), dollars("0.00500"))], None));
}

#[tokio::test]
async fn a_messaging_service_sends_from_many_numbers_so_none_is_asked_for() {
    let server = answering(ResponseTemplate::new(200).set_body_json(json!({ "messages": [] }))).await;
    let service = Sender::MessagingService("MG0123456789abcdef0123456789abcdef".into());
    let client = TwilioClient::new(TwilioSettings { sender: service, ..settings(&server.uri()) }).unwrap();
    assert_eq!(client.costs_of_day(DAY, None).await.unwrap(), CostPage::default());
    let url = server.received_requests().await.unwrap()[0].url.clone();
    assert_eq!(url.query(), Some("DateSent=2026-03-02&PageSize=1000"));
}

#[tokio::test]
async fn a_next_page_at_another_host_or_account_fails_the_page() {
    let other = MESSAGES.replace(ACCOUNT, "AC00000000000000000000000000000000");
    for elsewhere in [format!("http://evil.example{MESSAGES}?Page=1"), format!("{other}?Page=1")] {
        let outcome = page_of(json!({ "messages": [], "next_page_uri": elsewhere })).await;
        assert!(matches!(outcome, Err(SendFailure::Unavailable(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn what_is_no_price_or_no_message_of_ours_is_passed_over() {
    let odd = [json!("free"), json!(""), json!("-"), Value::Null];
    let mut messages: Vec<Value> = odd.iter().map(|price| record("a", price)).collect();
    messages.extend([json!({ "sid": "x", "price": "-0.1", "price_unit": "USD" }), json!({})]);
    messages.push(json!({ "sid": sid("b"), "price": "-0.1", "price_unit": null }));
    messages.push(record("c", &json!("0")));
    let page = page_of(json!({ "messages": messages })).await.unwrap();
    assert_eq!((page.listed, page.costs), (8, vec![(sid("c"), dollars("0"))]));
}

#[tokio::test]
async fn a_list_that_fails_says_why() {
    let client = client(&answering(ResponseTemplate::new(429)).await.uri());
    assert!(matches!(client.costs_of_day(DAY, None).await, Err(SendFailure::Throttled { .. })));
    let unreadable = page_of(json!({ "messages": "none" })).await;
    assert!(matches!(unreadable, Err(SendFailure::Unavailable(_))), "{unreadable:?}");
}

/// Returns the examples for the list from the published description of the API, by name.
fn published_examples() -> Option<Vec<(String, Value)>> {
    let file = domain::testing::reference::file("twilio/messages.openapi.json")?;
    let published: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let list = &published["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["get"];
    let examples = &list["responses"]["200"]["content"]["application/json"]["examples"];
    let examples = examples.as_object().unwrap().iter();
    Some(examples.map(|(name, example)| (name.clone(), example["value"].clone())).collect())
}

#[tokio::test]
async fn the_published_examples_of_a_list_are_read_with_their_prices_and_next_pages() {
    let Some(examples) = published_examples() else { return };
    let mut read = (0, 0);
    for (name, example) in examples {
        let server = answering(ResponseTemplate::new(200).set_body_json(&example)).await;
        let account_sid = format!("AC{}", "a".repeat(32));
        let client = TwilioClient::new(TwilioSettings { account_sid, ..settings(&server.uri()) }).unwrap();
        let page = client.costs_of_day(DAY, None).await.unwrap();
        assert_eq!(page.listed, example["messages"].as_array().unwrap().len(), "{name}");
        assert_eq!(page.costs.len(), page.listed, "{name}");
        assert!(page.costs.iter().all(|(_, cost)| *cost == dollars("0.00750")), "{name}");
        assert_eq!(page.next.is_some(), example["next_page_uri"].is_string(), "{name}");
        read = (read.0 + page.listed, read.1 + usize::from(page.next.is_some()));
    }
    assert!(read.0 > 0 && read.1 > 0, "{read:?}");
}
