//! The hash of an event as it is stored: it covers every attribute of the raw item, including attributes this version
//! does not know, so that attributes added by newer versions are sealed too.

use domain::audit::chain::digest::Digest;
use ring::digest::{Context, SHA256};
use serde_dynamo::{AttributeValue, Item};
use std::collections::HashMap;

/// The prefix of the hashed data (domain separation), so that the hash never equals a hash of anything else.
const DOMAIN: &[u8] = b"whatsapp-command-center/audit-event/1";

/// Hashes an item with all its attributes, including the keys. The order of attributes and of set elements does not
/// matter, because DynamoDB preserves neither; everything else does, including the type of each value.
#[must_use]
pub fn event_hash(item: &Item) -> Digest {
    let mut context = Context::new(&SHA256);
    bytes(&mut context, b'd', DOMAIN);
    attributes(&mut context, item.inner());
    Digest::of_bytes(context.finish().as_ref())
}

fn attributes(context: &mut Context, map: &HashMap<String, AttributeValue>) {
    let mut sorted: Vec<_> = map.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    count(context, b'M', sorted.len());
    for (name, value) in sorted {
        bytes(context, b'k', name.as_bytes());
        attribute(context, value);
    }
}

fn attribute(context: &mut Context, value: &AttributeValue) {
    match value {
        AttributeValue::S(text) => bytes(context, b'S', text.as_bytes()),
        AttributeValue::N(number) => bytes(context, b'N', number.as_bytes()),
        AttributeValue::B(binary) => bytes(context, b'B', binary),
        AttributeValue::Bool(truth) => bytes(context, b'T', &[u8::from(*truth)]),
        AttributeValue::Null(_) => bytes(context, b'0', &[]),
        AttributeValue::M(map) => attributes(context, map),
        AttributeValue::L(list) => {
            count(context, b'L', list.len());
            list.iter().for_each(|member| attribute(context, member));
        }
        AttributeValue::Ss(texts) => set(context, b's', texts),
        AttributeValue::Ns(numbers) => set(context, b'n', numbers),
        AttributeValue::Bs(binaries) => set(context, b'b', binaries),
    }
}

fn set<M: AsRef<[u8]>>(context: &mut Context, tag: u8, members: &[M]) {
    let mut sorted: Vec<&[u8]> = members.iter().map(AsRef::as_ref).collect();
    sorted.sort_unstable();
    count(context, tag, sorted.len());
    for member in sorted {
        bytes(context, b'm', member);
    }
}

fn bytes(context: &mut Context, tag: u8, value: &[u8]) {
    count(context, tag, value.len());
    context.update(value);
}

fn count(context: &mut Context, tag: u8, length: usize) {
    context.update(&[tag]);
    context.update(&(length as u64).to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = AttributeValue> {
        let leaf = prop_oneof![
            "[ab]{0,2}".prop_map(AttributeValue::S),
            "[1-3]{1,2}".prop_map(AttributeValue::N),
            "[ab]{0,2}".prop_map(|text| AttributeValue::B(text.into_bytes())),
            any::<bool>().prop_map(AttributeValue::Bool),
            Just(AttributeValue::Null(true)),
            proptest::collection::btree_set("[ab]{1,2}", 1..3)
                .prop_map(|set| AttributeValue::Ss(set.into_iter().collect())),
            proptest::collection::btree_set("[1-3]{1,2}", 1..3)
                .prop_map(|set| AttributeValue::Ns(set.into_iter().collect())),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(AttributeValue::L),
                proptest::collection::hash_map("[ab]{1,2}", inner, 0..3).prop_map(AttributeValue::M),
            ]
        })
    }

    fn item() -> impl Strategy<Value = Item> {
        proptest::collection::hash_map("[ab]{1,2}", value(), 0..4).prop_map(Item::from)
    }

    proptest! {
        #[test]
        fn only_equal_items_have_an_equal_hash(left in item(), right in item()) {
            prop_assert_eq!(left == right, event_hash(&left) == event_hash(&right));
        }

        #[test]
        fn the_order_of_attributes_does_not_matter(item in item()) {
            let again: HashMap<String, AttributeValue> = item.inner().clone().into_iter().collect();
            prop_assert_eq!(event_hash(&item), event_hash(&Item::from(again)));
        }
    }

    #[test]
    fn the_order_of_a_set_does_not_matter_and_that_of_a_list_does() {
        let texts = |order: [&str; 2]| order.map(str::to_owned).to_vec();
        let hash = |value| event_hash(&Item::from(HashMap::from([("a".to_owned(), value)])));
        let set = |order| hash(AttributeValue::Ss(texts(order)));
        let list = |order| hash(AttributeValue::L(texts(order).into_iter().map(AttributeValue::S).collect()));
        assert_eq!(set(["x", "y"]), set(["y", "x"]));
        assert_ne!(list(["x", "y"]), list(["y", "x"]));
    }

    #[test]
    fn the_hash_of_a_known_item_stays_what_it_is_or_nothing_sealed_before_verifies() {
        let stored =
            r#"{"pk":{"S":"W#acme#AUDIT"},"form":{"N":"1"},"outcome":{"M":{"result":{"S":"executed"}}}}"#;
        let item: Item = serde_json::from_str(stored).unwrap();
        assert_eq!(event_hash(&item).to_string(), "X7PUc79POxK4yi-EiPrKgGsEHfQTf6FP2y1tdPSOy4Y");
    }
}
