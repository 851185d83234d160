//! Any inbound message: reading it, looking for a keyword in it and answering with it never panics.
#![no_main]

use domain::inbound::keyword::keyword;
use domain::inbound::{Form, InboundMessage, twiml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(form) = Form::decode(body) else { return };
    let Ok(message) = InboundMessage::from_form(&form) else { return };
    assert!(!message.senders.is_empty(), "a message is from somebody");
    let numbers = message.senders.iter().skip(1).filter(|sender| sender.is_number());
    assert_eq!(numbers.count(), 0, "a number is from `From` alone");
    let shown = format!("{message:?}");
    assert!(message.body.len() < 40 || !shown.contains(&message.body), "the text is shown in a log");
    // Of a longer text only a part is looked at, and what stands around it could take it over the limit.
    if message.body.len() < 80 {
        assert_eq!(
            keyword(&message.body),
            keyword(&format!("\u{200b} {}! ", message.body)),
            "what stands around it"
        );
    }
    let answer = twiml::respond(&[&message.body]);
    assert_eq!(answer.matches("<Message>").count(), answer.matches("</Message>").count());
    let told = answer.split("<Message>").skip(1).filter_map(|rest| rest.split_once("</Message>"));
    assert!(told.into_iter().all(|(text, _)| !text.contains('<')), "the text is no markup");
});
