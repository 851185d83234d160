//! Tests of message delivery.

use super::*;

const WAY: [Status; 2] = [Status::Sent, Status::Delivered];

fn told_in_order(timing: CallbackTiming) -> Vec<Status> {
    plan(&WAY, timing).into_iter().flat_map(|step| step.tell).collect()
}

#[test]
fn callbacks_come_once_and_in_order_by_default() {
    assert_eq!(told_in_order(CallbackTiming::default()), WAY);
}

#[test]
fn each_fault_changes_the_callbacks_and_nothing_else() {
    let ordinary = CallbackTiming::default();
    let cases = [
        (CallbackTiming { missing: true, ..ordinary }, vec![]),
        (CallbackTiming { duplicated: true, ..ordinary }, vec![WAY[0], WAY[0], WAY[1], WAY[1]]),
        (CallbackTiming { reordered: true, ..ordinary }, vec![WAY[1], WAY[0]]),
    ];
    for (timing, expected) in cases {
        assert_eq!(told_in_order(timing), expected);
        let statuses: Vec<Status> = plan(&WAY, timing).iter().filter_map(|step| step.advance).collect();
        assert_eq!(statuses, WAY, "the message itself takes its ordinary way");
    }
}

#[test]
fn a_delay_is_added_to_every_step() {
    let delayed = plan(&WAY, CallbackTiming { delay_milliseconds: 500, ..CallbackTiming::default() });
    assert!(delayed.iter().all(|step| step.wait == HOP + Duration::from_millis(500)));
}
