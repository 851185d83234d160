//! Claims about the keys of the table.

use super::*;
use proptest::prelude::*;

#[test]
fn every_key_of_a_workspace_begins_with_it_and_a_longer_name_is_another_workspace() {
    let acme: WorkspaceId = "acme".parse().unwrap();
    let longer: WorkspaceId = "acme-2".parse().unwrap();
    let member: MemberId = "maya".parse().unwrap();
    let keys = |w: &WorkspaceId| {
        [
            Key::workspace(w),
            Key::member(w, &member),
            Key::inbound(w, &member, "SM1"),
            Key::message(w, &Message::id()),
        ]
    };
    for (one, other) in keys(&acme).iter().zip(keys(&longer)) {
        assert!(one.partition == "W#acme" || one.partition.starts_with("W#acme#"), "{one:?}");
        assert_ne!(one.partition, other.partition);
    }
}

struct Message;
impl Message {
    fn id() -> MessageId {
        "d-1".parse().unwrap()
    }
}

proptest! {
    #[test]
    fn text_order_is_time_order(left in 0_i64..4_000_000_000_000, right in 0_i64..4_000_000_000_000) {
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        prop_assert_eq!(left.cmp(&right), sortable(at(left)).cmp(&sortable(at(right))));
    }
}
