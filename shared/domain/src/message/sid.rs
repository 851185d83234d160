//! Twilio's identifier of a message: the key that inbound messages and status callbacks are told apart by.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Names a message at Twilio: two capital letters (`SM` or `MM`) and 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageSid(String);

/// Says that a text is no message identifier of Twilio; never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message SID is SM or MM and 32 hexadecimal digits")]
pub struct InvalidMessageSid;

impl MessageSid {
    /// Returns the identifier as Twilio writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_sid(text: &str) -> bool {
    let digits = text.strip_prefix("SM").or_else(|| text.strip_prefix("MM"));
    digits.is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl TryFrom<String> for MessageSid {
    type Error = InvalidMessageSid;

    fn try_from(text: String) -> Result<Self, InvalidMessageSid> {
        if is_sid(&text) { Ok(Self(text)) } else { Err(InvalidMessageSid) }
    }
}

impl FromStr for MessageSid {
    type Err = InvalidMessageSid;

    fn from_str(text: &str) -> Result<Self, InvalidMessageSid> {
        text.to_owned().try_into()
    }
}

impl From<MessageSid> for String {
    fn from(sid: MessageSid) -> Self {
        sid.0
    }
}

impl fmt::Display for MessageSid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
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
