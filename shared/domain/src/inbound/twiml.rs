//! TwiML: the answer to an inbound message, which Twilio forwards to the person immediately.

mod split;

pub use split::{LONGEST_MESSAGE, split_text};

/// The content type of every answer: with `text/plain`, Twilio would send the body to the person unchanged.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// Renders an empty answer.
#[must_use]
pub fn silence() -> String {
    respond::<&str>(&[])
}

/// Renders the answer that sends these texts, each as one message, or as several if it is longer than
/// [`LONGEST_MESSAGE`]; a text without visible characters is left out.
#[must_use]
pub fn respond<Text: AsRef<str>>(texts: &[Text]) -> String {
    let texts = texts.iter().map(|text| presentable(text.as_ref()));
    let messages: String = texts
        .flat_map(|text| split_text(&text))
        .map(|text| format!("<Message>{}</Message>", escape(&text)))
        .collect();
    if messages.is_empty() {
        return format!("{DECLARATION}<Response/>");
    }
    format!("{DECLARATION}<Response>{messages}</Response>")
}

/// Removes the characters that an XML 1.0 document may not contain in any form.
fn presentable(text: &str) -> String {
    let forbidden = |character: &char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|character| !forbidden(character)).collect()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A bare carriage return would be read back as a line feed.
            '\r' => escaped.push_str("&#13;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_back(twiml: &str) -> Vec<String> {
        let document = roxmltree::Document::parse(twiml).unwrap();
        let response = document.root_element();
        assert_eq!(response.tag_name().name(), "Response");
        let messages = response.children().inspect(|child| assert_eq!(child.tag_name().name(), "Message"));
        messages.map(|message| message.text().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn two_texts_are_two_messages() {
        insta::assert_snapshot!(
            respond(&["Approved ✅ A & B <now>", "Undo within 10 minutes: \"UNDO\""]),
            @r#"<?xml version="1.0" encoding="UTF-8"?><Response><Message>Approved ✅ A &amp; B &lt;now&gt;</Message><Message>Undo within 10 minutes: "UNDO"</Message></Response>"#
        );
    }

    #[test]
    fn silence_is_an_empty_response() {
        insta::assert_snapshot!(silence(), @r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#);
        assert_eq!(respond(&["", " \n"]), silence());
    }

    #[test]
    fn characters_that_xml_forbids_are_dropped() {
        assert_eq!(read_back(&respond(&["a\u{0}b\u{8}c\u{1b}d\u{ffff}\u{fffe}e\tf"])), ["abcde\tf"]);
    }

    #[test]
    fn the_end_of_a_cdata_section_is_only_text() {
        assert_eq!(read_back(&respond(&["]]></Message><Message>"])), ["]]></Message><Message>"]);
    }

    #[test]
    fn a_long_text_becomes_several_messages() {
        let text = "A line of an answer.\n".repeat(200);
        let messages = read_back(&respond(&[&text]));
        assert_eq!(messages.len(), 3);
        assert_eq!(messages.concat(), text);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in any::<String>()) {
            let expected = presentable(&text);
            let messages = read_back(&respond(&[&text]));
            if expected.trim().is_empty() {
                prop_assert!(messages.is_empty());
            } else {
                prop_assert_eq!(messages.concat(), expected);
            }
        }
    }
}
