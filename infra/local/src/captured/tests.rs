//! Everything that leaves the emulator is captured once and in order, and reading consumes nothing.

use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};

use super::*;
use crate::emulator::Emulator;
use crate::root::project_root;
use crate::stack::aws;
use crate::tools::Tools;

const BUS: &str = "bus-of-the-test";

async fn started() -> (Emulator, aws_config::SdkConfig, Captured) {
    let _already = rustls::crypto::ring::default_provider().install_default();
    let emulator = Emulator::start(&Tools::prepare(&project_root().unwrap()).await.unwrap()).await.unwrap();
    let aws = aws(emulator.endpoint());
    aws_sdk_eventbridge::Client::new(&aws).create_event_bus().name(BUS).send().await.unwrap();
    let captured = Captured::open(&aws, emulator.endpoint(), BUS).await.unwrap();
    (emulator, aws, captured)
}

async fn tell(aws: &aws_config::SdkConfig, bus: &str, what: &str) {
    let entry = PutEventsRequestEntry::builder().event_bus_name(bus).source("whatsapp-command-center");
    let entry = entry.detail_type(what).detail(r#"{"id":"e1"}"#).build();
    aws_sdk_eventbridge::Client::new(aws).put_events().entries(entry).send().await.unwrap();
}

#[tokio::test]
async fn every_event_of_the_bus_is_caught_in_order_and_stays_when_it_is_read() {
    let (emulator, aws, captured) = started().await;
    assert_eq!(captured.events().await.unwrap(), []);
    for (bus, what) in [(BUS, "BudgetShiftApproved"), ("default", "Elsewhere"), (BUS, "BudgetShiftUndone")] {
        tell(&aws, bus, what).await;
    }
    for _ in 0..2 {
        let events = captured.events().await.unwrap();
        let told: Vec<&str> = events.iter().map(|event| event.detail_type.as_str()).collect();
        assert_eq!(told, ["BudgetShiftApproved", "BudgetShiftUndone"]);
        assert_eq!(
            (events[0].source.as_str(), &events[0].detail["id"]),
            ("whatsapp-command-center", &"e1".into())
        );
    }
    emulator.stop().await.unwrap();
}

#[tokio::test]
async fn a_mail_from_the_sender_is_caught_and_one_from_anybody_else_is_refused() {
    let (emulator, aws, captured) = started().await;
    let text = |words: &str| Content::builder().data(words).build().unwrap();
    let body = Body::builder().text(text("Priya, take a look.")).html(text("<p>Priya</p>")).build();
    let message = Message::builder().subject(text("A recommendation for you")).body(body).build();
    let content = EmailContent::builder().simple(message).build();
    let client = aws_sdk_sesv2::Client::new(&aws);
    let mail = client
        .send_email()
        .destination(Destination::builder().to_addresses("priya@example.com").build())
        .content(content);
    assert!(mail.clone().from_email_address("boss@example.com").send().await.is_err());
    mail.from_email_address(EMAIL_FROM).send().await.unwrap();
    let caught = captured.mails().await.unwrap();
    let expected = Mail {
        source: EMAIL_FROM.to_owned(),
        to: vec!["priya@example.com".to_owned()],
        subject: "A recommendation for you".to_owned(),
        body_text: "Priya, take a look.".to_owned(),
        body_html: Some("<p>Priya</p>".to_owned()),
    };
    assert_eq!(caught, [expected]);
    emulator.stop().await.unwrap();
}
