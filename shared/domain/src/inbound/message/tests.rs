//! Claims about reading inbound messages.

use super::*;
use proptest::prelude::*;

const SID: &str = "SM0123456789abcdef0123456789abcdef";
const REPLIED: &str = "MMfedcba9876543210fedcba9876543210";

fn parameters() -> Vec<(&'static str, &'static str)> {
    vec![
        ("MessageSid", SID),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ("From", "whatsapp:+15550100001"),
        ("To", "whatsapp:+15550100099"),
        ("Body", "which campaigns overspent?"),
        ("NumMedia", "0"),
    ]
}

fn read(parameters: Vec<(&'static str, &'static str)>) -> Result<InboundMessage, NotAMessage> {
    InboundMessage::from_form(&parameters.into_iter().collect())
}

fn read_with(more: &[(&'static str, &'static str)]) -> InboundMessage {
    read([parameters(), more.to_vec()].concat()).unwrap()
}

fn addresses(message: &InboundMessage) -> Vec<&str> {
    message.senders.iter().map(WhatsAppAddress::as_parameter).collect()
}

#[test]
fn a_text_is_read() {
    let message = read_with(&[("ProfileName", "Maya"), ("MessageType", "text")]);
    assert_eq!(message.message_sid.as_str(), SID);
    assert_eq!(message.body, "which campaigns overspent?");
    assert_eq!(message.to.as_parameter(), "whatsapp:+15550100099");
    assert_eq!(message.profile_name.as_deref(), Some("Maya"));
    assert_eq!((message.button_payload, message.list_id, message.opt_out_type), (None, None, None));
}

#[test]
fn a_tap_carries_the_button_and_the_message_that_it_was_on() {
    let message = read_with(&[
        ("ButtonPayload", "v1.k1.body.mac"),
        ("ButtonText", "Approve"),
        ("OriginalRepliedMessageSid", REPLIED),
    ]);
    assert_eq!(message.button_payload.as_deref(), Some("v1.k1.body.mac"));
    assert_eq!(message.button_text.as_deref(), Some("Approve"));
    assert_eq!(message.original_replied_message_sid.unwrap().as_str(), REPLIED);
}

#[test]
fn a_list_row_is_read() {
    assert_eq!(read_with(&[("ListId", "v1.k1.row")]).list_id.as_deref(), Some("v1.k1.row"));
}

#[test]
fn the_number_and_the_business_scoped_id_both_name_the_sender() {
    let message = read_with(&[("ExternalUserId", "whatsapp:US.1349000000000001")]);
    assert_eq!(addresses(&message), ["whatsapp:+15550100001", "whatsapp:US.1349000000000001"]);
}

#[test]
fn a_sender_who_hides_the_number_is_named_once() {
    let mut hidden = parameters();
    hidden[2] = ("From", "whatsapp:US.1349000000000001");
    hidden.push(("ExternalUserId", "whatsapp:US.1349000000000001"));
    assert_eq!(addresses(&read(hidden).unwrap()), ["whatsapp:US.1349000000000001"]);
}

#[test]
fn who_hides_the_number_in_one_message_and_shows_it_in_the_next_is_one_sender() {
    let key = |message: InboundMessage| message.keyed(&crate::testing::pepper()).sender_key.unwrap();
    let scoped = "whatsapp:US.1349000000000001";
    let mut hidden = parameters();
    hidden[2] = ("From", scoped);
    let without_id = key(read(hidden.clone()).unwrap());
    hidden.push(("ExternalUserId", scoped));
    let hidden = key(read(hidden).unwrap());
    let shown = key(read_with(&[("ExternalUserId", scoped)]));
    let parent = [("ExternalUserId", scoped), ("ParentExternalUserId", "whatsapp:US.1349000000000009")];
    assert_eq!([&without_id, &shown, &key(read_with(&parent))], [&hidden; 3]);
    let other = key(read_with(&[("ExternalUserId", "whatsapp:US.1349000000000002")]));
    let number = key(read_with(&[]));
    assert_eq!(key(read_with(&[("ExternalUserId", "whatsapp:+15550100009")])), number, "an id is no number");
    assert!(other != hidden && number != hidden);
}

#[test]
fn a_number_comes_from_the_parameter_from_alone_and_an_id_from_those_of_ids() {
    let message = read_with(&[
        ("ExternalUserId", "whatsapp:+15550100002"),
        ("ParentExternalUserId", "whatsapp:+15550100003"),
        ("WaId", "15550100004"),
        ("ProfileName", "whatsapp:+15550100005"),
        ("Author", "whatsapp:+15550100006"),
    ]);
    assert_eq!(addresses(&message), ["whatsapp:+15550100001"]);
}

#[test]
fn what_says_who_wrote_or_what_was_tapped_is_refused_when_it_is_repeated() {
    for name in NEVER_REPEATED {
        for values in [["whatsapp:+15550100001", "whatsapp:+15550100002"], [SID, SID], ["", "x"]] {
            let twice = parameters().into_iter().filter(|(own, _)| *own != name);
            let twice = twice.chain(values.map(|value| (name, value))).collect();
            assert_eq!(read(twice), Err(NotAMessage::Repeated(name)));
        }
    }
    for name in ["From", "To", "MessageSid", "ButtonPayload"] {
        assert!(NEVER_REPEATED.contains(&name), "{name}");
    }
    assert!(read([parameters(), vec![("Tag", "b"), ("Tag", "a"), ("Tag", "b")]].concat()).is_ok());
}

#[test]
fn a_reaction_and_an_edit_only_refer_to_a_message_and_nothing_else_does() {
    for kind in ["reaction", "Reaction", "edit", "edited"] {
        assert!(read_with(&[("MessageType", kind)]).refers_only(), "{kind}");
    }
    for kind in ["text", "button", "interactive", "image", "sticker", "", "unknown"] {
        assert!(!read_with(&[("MessageType", kind)]).refers_only(), "{kind}");
    }
    assert!(!read_with(&[]).refers_only());
}

#[test]
fn each_missing_parameter_is_named() {
    for name in ["MessageSid", "AccountSid", "From", "To"] {
        let without = parameters().into_iter().filter(|(own, _)| *own != name).collect();
        assert_eq!(read(without), Err(NotAMessage::Missing(name)));
    }
}

#[test]
fn another_channel_is_foreign_and_the_error_does_not_repeat_the_number() {
    let mut sms = parameters();
    sms[2] = ("From", "+15550100001");
    let error = read(sms).unwrap_err();
    assert_eq!(error, NotAMessage::Foreign("From"));
    assert!(!error.to_string().contains("555"));
}

#[test]
fn a_message_without_text_is_one_with_empty_text() {
    let without = parameters().into_iter().filter(|(own, _)| *own != "Body").collect();
    assert_eq!(read(without).unwrap().body, "");
}

#[test]
fn odd_values_of_optional_parameters_are_no_reason_to_lose_a_message() {
    let message = read_with(&[
        ("OptOutType", "PAUSE"),
        ("OriginalRepliedMessageSid", "?"),
        ("ExternalUserId", "messenger:1"),
        ("ParameterOfTomorrow", "x"),
    ]);
    assert_eq!(message.opt_out_type, None);
    assert_eq!(message.original_replied_message_sid, None);
    assert_eq!(message.senders.len(), 1);
}

#[test]
fn the_keywords_that_twilio_answered_are_known() {
    let keyword = |text| read_with(&[("OptOutType", text)]).opt_out_type;
    assert_eq!(keyword("STOP"), Some(OptOutType::Stop));
    assert_eq!(keyword("START"), Some(OptOutType::Start));
    assert_eq!(keyword("HELP"), Some(OptOutType::Help));
}

#[test]
fn a_message_shows_neither_text_nor_sender_in_a_log() {
    let shown = format!("{:?}", read_with(&[("ButtonPayload", "v1.secret")]));
    assert!(shown.contains(SID));
    assert!(!["555", "overspent", "secret"].iter().any(|word| shown.contains(word)), "{shown}");
}

proptest! {
    #[test]
    fn no_form_makes_it_panic(pairs in proptest::collection::vec(("[A-Za-z]{0,12}", any::<String>()), 0..10)) {
        let _any_result = InboundMessage::from_form(&pairs.into_iter().collect());
    }
}
