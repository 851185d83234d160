//! Twilio's identifier of a message: the key that identifies inbound messages and status callbacks.

use crate::text::newtype::text_newtype;

text_newtype!(
    /// Identifies a message at Twilio: two capital letters (`SM` or `MM`) and 32 hexadecimal digits.
    MessageSid: InvalidMessageSid,
    check
);

/// The text is not a Twilio message identifier. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message SID is SM or MM and 32 hexadecimal digits")]
pub struct InvalidMessageSid;

fn check(text: &str) -> Result<(), InvalidMessageSid> {
    let digits = text.strip_prefix("SM").or_else(|| text.strip_prefix("MM"));
    let is_sid = digits
        .is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_sid { Ok(()) } else { Err(InvalidMessageSid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_prefixes_that_twilio_uses_are_read() {
        for prefix in ["SM", "MM"] {
            let text = format!("{prefix}0123456789abcdef0123456789ABCDEF");
            assert_eq!(text.parse::<MessageSid>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn anything_that_could_steer_a_url_or_a_key_is_refused() {
        let thirty_two = "0123456789abcdef0123456789abcdef";
        let refused = [
            String::new(),
            "SM".to_owned(),
            thirty_two.to_owned(),
            format!("XX{thirty_two}"),
            format!("SM{thirty_two}0"),
            format!("SM{}/", &thirty_two[1..]),
            format!("SM{}é", &thirty_two[2..]),
        ];
        for text in refused {
            assert_eq!(text.parse::<MessageSid>(), Err(InvalidMessageSid), "{text}");
        }
    }
}
