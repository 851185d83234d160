//! Claims about what Twilio's list proves: only an entry in it proves a message, and only an empty window proves its
//! absence.

use super::*;
use crate::message::MessageStatus;
use crate::testing::{attempt_at, message_of, now};
use jiff::SignedDuration;
use proptest::prelude::*;

fn sent(number: u32, seconds: i64, body: Option<&str>) -> SentMessage {
    SentMessage {
        sid: format!("SM{number:032x}").parse().unwrap(),
        status: MessageStatus::Sent,
        error_code: None,
        created_at: Some(now() + SignedDuration::from_secs(seconds)),
        body: body.map(str::to_owned),
        cost: None,
    }
}

fn find(found: &[SentMessage]) -> Found {
    let message = message_of(crate::message::MessageKind::Digest);
    find_attempt(&message.text, &attempt_at(1, 100), found, |sent| sent.sid.as_str().ends_with("ff"))
}

const TEXT: &str = "Good morning Maya.\nSpend: $4,120 ";

#[test]
fn the_same_words_in_the_time_of_the_attempt_are_the_message_whatever_the_spaces() {
    let there = sent(1, 101, Some(TEXT));
    assert_eq!(find(&[sent(2, 102, Some("Another")), there.clone()]), Found::There(there));
}

#[test]
fn nothing_in_the_time_of_the_attempt_proves_that_it_is_not_there() {
    assert_eq!(find(&[]), Found::Absent);
    assert_eq!(find(&[sent(1, 94, Some(TEXT)), sent(2, 136, Some(TEXT))]), Found::Absent);
    assert_eq!(find(&[sent(0xff, 101, Some("Another"))]), Found::Absent, "another message of ours");
}

#[test]
fn what_cannot_be_told_apart_proves_nothing() {
    assert_eq!(find(&[sent(1, 101, None)]), Found::MayBeThere);
    assert_eq!(find(&[sent(1, 101, Some("Another"))]), Found::MayBeThere);
    let timeless = SentMessage { created_at: None, ..sent(1, 0, None) };
    assert_eq!(find(&[timeless]), Found::MayBeThere);
}

proptest! {
    #[test]
    fn a_message_of_this_attempt_is_never_held_for_absent(
        seconds in 95_i64..=135, others in prop::collection::vec((0_i64..300, any::<bool>()), 0..5), knows_body: bool,
    ) {
        let mut found: Vec<SentMessage> = others
            .into_iter()
            .enumerate()
            .map(|(place, (at, says))| sent(u32::try_from(place).unwrap() + 9, at, says.then_some("Another")))
            .collect();
        found.push(sent(1, seconds, knows_body.then_some(TEXT)));
        prop_assert_ne!(find(&found), Found::Absent);
    }
}
