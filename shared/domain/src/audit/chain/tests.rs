//! Claims about keys, links and times. What a whole chain must withstand is tested in `store/chain/verify/tests.rs`.

use super::*;
use crate::testing::now;

fn acme() -> WorkspaceId {
    "acme-store".parse().unwrap()
}

fn keys(current: &str, ids: &[(&str, u8)]) -> ChainKeys {
    let keys = ids.iter().map(|(id, byte)| ((*id).to_owned(), vec![*byte; 32])).collect();
    ChainKeys::new(current, &keys).unwrap()
}

fn arrivals(count: u8) -> Vec<Arrival> {
    let arrival = |number: u8| Arrival {
        event_key: format!("2026-10-06T12:07:{number:02}.000000Z#in-{number}"),
        event_hash: Digest::new([number; 32]),
    };
    (1..=count).map(arrival).collect()
}

#[test]
fn links_are_numbered_from_one_and_each_carries_the_mac_before_it() {
    let links = keys("a1", &[("a1", 1)]).extend(&acme(), None, &arrivals(3), now());
    assert_eq!(links.iter().map(|link| link.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(links[0].previous_mac, Digest::NONE);
    assert_eq!(links[1].previous_mac, links[0].mac);
    assert_eq!(links[2].previous_mac, links[1].mac);
}

#[test]
fn a_chain_that_is_extended_later_is_the_chain_that_was_made_at_once() {
    let keys = keys("a1", &[("a1", 1)]);
    let whole = keys.extend(&acme(), None, &arrivals(4), now());
    let head = ChainHead::from(&whole[1]);
    assert_eq!(keys.extend(&acme(), Some(&head), &arrivals(4)[2..], now()), whole[2..]);
}

#[test]
fn the_mac_is_over_every_part_of_a_link_its_place_and_its_workspace() {
    let keys = keys("a1", &[("a1", 1), ("a2", 1)]);
    let links = keys.extend(&acme(), None, &arrivals(2), now());
    let good = &links[1];
    assert_eq!(keys.check(&acme(), 2, good), MacCheck::Good);
    let altered = [
        ChainLink { sequence: 3, ..good.clone() },
        ChainLink { event_key: arrivals(1).remove(0).event_key, ..good.clone() },
        ChainLink { event_hash: Digest::new([9; 32]), ..good.clone() },
        ChainLink { previous_mac: Digest::NONE, ..good.clone() },
        ChainLink { mac: links[0].mac.clone(), ..good.clone() },
        ChainLink { key_id: "a2".into(), ..good.clone() },
        ChainLink { sealed_at: now() + SignedDuration::from_nanos(1), ..good.clone() },
    ];
    for link in altered {
        assert_eq!(keys.check(&acme(), 2, &link), MacCheck::Altered, "{link:?}");
    }
    let moved = ChainLink { sequence: 3, ..good.clone() };
    assert_eq!(keys.check(&acme(), 3, &moved), MacCheck::Altered, "the same link at another place");
    assert_eq!(keys.check(&"acme".parse().unwrap(), 2, good), MacCheck::Altered, "another workspace");
}

#[test]
fn bytes_that_move_from_one_part_to_the_next_are_another_link() {
    let link = |event_key: &str, key_id: &str| {
        let links = keys("a1", &[("a1", 1)]).extend(&acme(), None, &arrivals(1), now());
        ChainLink { event_key: event_key.into(), key_id: key_id.into(), ..links[0].clone() }
    };
    assert_ne!(sealed_bytes(&acme(), 1, &link("ab", "c")), sealed_bytes(&acme(), 1, &link("a", "bc")));
    let longer: WorkspaceId = "acme-store1".parse().unwrap();
    assert_ne!(sealed_bytes(&acme(), 1, &link("1a", "c")), sealed_bytes(&longer, 1, &link("a", "c")));
}

#[test]
fn a_link_of_an_old_key_verifies_as_long_as_the_key_is_kept_and_is_unknown_after() {
    let old = keys("a1", &[("a1", 1)]).extend(&acme(), None, &arrivals(1), now());
    assert_eq!(keys("a2", &[("a1", 1), ("a2", 2)]).check(&acme(), 1, &old[0]), MacCheck::Good);
    assert_eq!(keys("a2", &[("a2", 2)]).check(&acme(), 1, &old[0]), MacCheck::UnknownKey);
    assert_eq!(keys("a1", &[("a1", 3)]).check(&acme(), 1, &old[0]), MacCheck::Altered, "another key");
}

#[test]
fn keys_that_are_short_or_without_the_current_one_are_refused() {
    let of = |current: &str, length| {
        ChainKeys::new(current, &BTreeMap::from([("a1".to_owned(), vec![1; length])])).err()
    };
    assert_eq!(of("a1", 31), Some(InvalidChainKeys::TooShort));
    assert_eq!(of("a2", 32), Some(InvalidChainKeys::CurrentMissing));
    assert_eq!(of("a1", 32), None);
}

#[test]
fn an_event_is_timely_up_to_ten_minutes_before_and_after_it_was_stored() {
    let key = "2026-10-06T12:07:00.000000Z#in-1".to_owned();
    let minutes = |minutes| now() + SignedDuration::from_mins(minutes);
    let second = SignedDuration::from_secs(1);
    assert!(is_timely(&key, minutes(-10)) && is_timely(&key, now()) && is_timely(&key, minutes(10)));
    assert!(!is_timely(&key, minutes(10) + second) && !is_timely(&key, minutes(-10) - second));
}

#[test]
fn a_key_that_does_not_begin_with_an_instant_is_never_timely() {
    for key in ["", "#", "yesterday#in-1", "2026-10-06T12:07:00Z", "in-1#2026-10-06T12:07:00Z"] {
        assert!(!is_timely(key, now()), "{key}");
    }
}
