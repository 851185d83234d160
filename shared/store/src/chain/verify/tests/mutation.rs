//! What an attacker with write access to the table but without the key can do to an intact chain, and the break that
//! must be reported.

use super::*;

async fn item_at(embedded: &EmbeddedStore, key: &Key) -> Item {
    embedded.store.get_all(std::slice::from_ref(key)).await.unwrap().remove(key).expect("an item")
}

async fn put(embedded: &EmbeddedStore, item: Item) {
    embedded.store.put_all(vec![item], &|_| {}).await.unwrap();
}

pub(super) fn link_key(sequence: usize) -> Key {
    Key::chain_link(&acme(), sequence as u64)
}

pub(super) async fn link_at(embedded: &EmbeddedStore, sequence: usize) -> ChainLink {
    item::read(item_at(embedded, &link_key(sequence)).await).unwrap()
}

pub(super) async fn set_head(embedded: &EmbeddedStore, sequence: usize) {
    let head = ChainHead::from(&link_at(embedded, sequence).await);
    store_one(&embedded.store, &Key::chain_head(&acme()), &head).await;
}

/// A single manipulation of an intact chain. Positions are generated for a chain of any length and reduced to its
/// range.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mutation {
    DropLink(usize),
    SwapLinks(usize, usize),
    AlterLink(usize, usize),
    CutTail(usize),
    CutTailAndMoveHead(usize),
    DropHead,
    MoveHeadBack(usize),
    AlterHead,
    DropEvent(usize),
    AlterEvent(usize, usize),
    AddToEvent(usize),
    InsertEvent(i64),
    InsertMarkedEvent(usize),
    DropMark(usize),
    AlterMark(usize),
}

pub(super) fn any_mutation() -> impl Strategy<Value = Mutation> {
    let place = || 0_usize..1000;
    let two = || (place(), place());
    prop_oneof![
        place().prop_map(Mutation::DropLink),
        two().prop_map(|(one, other)| Mutation::SwapLinks(one, other)),
        two().prop_map(|(link, attribute)| Mutation::AlterLink(link, attribute)),
        place().prop_map(Mutation::CutTail),
        place().prop_map(Mutation::CutTailAndMoveHead),
        Just(Mutation::DropHead),
        place().prop_map(Mutation::MoveHeadBack),
        Just(Mutation::AlterHead),
        place().prop_map(Mutation::DropEvent),
        two().prop_map(|(event, attribute)| Mutation::AlterEvent(event, attribute)),
        place().prop_map(Mutation::AddToEvent),
        (700_i64..100_000).prop_map(Mutation::InsertEvent),
        place().prop_map(Mutation::InsertMarkedEvent),
        place().prop_map(Mutation::DropMark),
        place().prop_map(Mutation::AlterMark),
    ]
}

impl Mutation {
    /// Reports whether the mutation changes anything in a chain of the given length.
    pub(super) fn changes(self, count: usize) -> bool {
        match self {
            Self::SwapLinks(one, other) => one % count != other % count,
            Self::CutTailAndMoveHead(_) | Self::MoveHeadBack(_) => count > 1,
            _ => true,
        }
    }
}

/// An intact chain; `events` are the sort keys of its events in the order of the chain.
pub(super) struct Victim<'a> {
    pub(super) embedded: &'a EmbeddedStore,
    pub(super) events: &'a [String],
}

impl Victim<'_> {
    /// Applies the mutation and returns the break that must be reported.
    pub(super) async fn suffer(&self, mutation: Mutation) -> ChainBreak {
        match mutation {
            Mutation::DropLink(drawn) => self.drop_link(self.place(drawn)).await,
            Mutation::SwapLinks(one, other) => self.swap_links(self.place(one), self.place(other)).await,
            Mutation::AlterLink(drawn, which) => self.alter_link(self.place(drawn), which).await,
            Mutation::CutTail(drawn) => self.cut_tail(self.place(drawn) - 1).await,
            Mutation::CutTailAndMoveHead(drawn) => self.cut_tail_and_move_head(self.before(drawn)).await,
            Mutation::MoveHeadBack(drawn) => {
                set_head(self.embedded, self.before(drawn)).await;
                ChainBreak::HeadBehind { head: self.before(drawn) as u64, links: self.last() }
            }
            Mutation::DropHead => {
                self.embedded.delete(&Key::chain_head(&acme())).await;
                ChainBreak::HeadMissing { links: self.last() }
            }
            Mutation::AlterHead => {
                alter(self.embedded, &Key::chain_head(&acme()), &["event_key"], 0).await;
                ChainBreak::AlteredHead { sequence: self.last() }
            }
            Mutation::InsertEvent(seconds_before) => self.insert_event(seconds_before).await,
            Mutation::InsertMarkedEvent(drawn) => self.insert_marked_event(self.place(drawn) as u64).await,
            on_one_event => self.spoil_event(on_one_event).await,
        }
    }

    fn last(&self) -> u64 {
        self.events.len() as u64
    }

    /// Reduces a generated number to the position of a link.
    fn place(&self, drawn: usize) -> usize {
        drawn % self.events.len() + 1
    }

    /// Reduces a generated number to the position of a link other than the last one.
    fn before(&self, drawn: usize) -> usize {
        (self.place(drawn) - 1).max(1)
    }

    async fn drop_link(&self, place: usize) -> ChainBreak {
        self.embedded.delete(&link_key(place)).await;
        match place as u64 {
            sequence if sequence == self.last() => {
                ChainBreak::HeadAhead { head: self.last(), links: sequence - 1 }
            }
            sequence => ChainBreak::MissingLink { sequence },
        }
    }

    async fn swap_links(&self, one: usize, other: usize) -> ChainBreak {
        let (first, second) = (link_at(self.embedded, one).await, link_at(self.embedded, other).await);
        // An attacker who swaps links would also correct the sequence number in each of them.
        let renumbered = |link: ChainLink, place: usize| ChainLink { sequence: place as u64, ..link };
        store_one(&self.embedded.store, &link_key(one), &renumbered(second, one)).await;
        store_one(&self.embedded.store, &link_key(other), &renumbered(first, other)).await;
        ChainBreak::AlteredLink { sequence: one.min(other) as u64 }
    }

    async fn alter_link(&self, place: usize, which: usize) -> ChainBreak {
        let sealed = ["sequence", "event_key", "event_hash", "previous_mac", "mac", "sealed_at"];
        alter(self.embedded, &link_key(place), &sealed, which).await;
        ChainBreak::AlteredLink { sequence: place as u64 }
    }

    async fn cut_tail(&self, links: usize) -> ChainBreak {
        for place in links + 1..=self.events.len() {
            self.embedded.delete(&link_key(place)).await;
        }
        ChainBreak::HeadAhead { head: self.last(), links: links as u64 }
    }

    async fn cut_tail_and_move_head(&self, links: usize) -> ChainBreak {
        set_head(self.embedded, links).await;
        self.cut_tail(links).await;
        // The missing links are detected through the events' marks, oldest event first.
        let lost = self.events.iter().enumerate().skip(links).min_by_key(|(_, event)| *event);
        ChainBreak::HeadBehind { head: links as u64, links: lost.unwrap().0 as u64 + 1 }
    }

    async fn insert_event(&self, seconds_before: i64) -> ChainBreak {
        let inserted = event(-seconds_before);
        store_one(&self.embedded.store, &key_of(&inserted), &inserted).await;
        ChainBreak::UnsealedBehindHead { event: key_of(&inserted).sort }
    }

    async fn insert_marked_event(&self, sequence: u64) -> ChainBreak {
        let inserted = event(-5);
        let key = key_of(&inserted);
        store_one(&self.embedded.store, &key, &inserted).await;
        store_one(&self.embedded.store, &Key::seal_mark(&acme(), &key.sort), &SealMark { sequence }).await;
        ChainBreak::WrongMark { sequence, event: key.sort }
    }

    async fn spoil_event(&self, mutation: Mutation) -> ChainBreak {
        let (Mutation::DropEvent(drawn)
        | Mutation::AlterEvent(drawn, _)
        | Mutation::AddToEvent(drawn)
        | Mutation::DropMark(drawn)
        | Mutation::AlterMark(drawn)) = mutation
        else {
            panic!("{mutation:?} is not about one event");
        };
        let (sequence, event) = (self.place(drawn) as u64, self.events[self.place(drawn) - 1].clone());
        let (stored, mark) = (Key::audit_event(&acme(), &event), Key::seal_mark(&acme(), &event));
        match mutation {
            Mutation::DropEvent(_) => {
                self.embedded.delete(&stored).await;
                ChainBreak::MissingEvent { sequence, event }
            }
            Mutation::AlterEvent(_, which) => {
                alter(self.embedded, &stored, &[], which).await;
                ChainBreak::AlteredEvent { sequence, event }
            }
            Mutation::AddToEvent(_) => {
                let mut item = item_at(self.embedded, &stored).await;
                item.insert("of_a_later_version".to_owned(), AttributeValue::Null(true));
                put(self.embedded, item).await;
                ChainBreak::AlteredEvent { sequence, event }
            }
            Mutation::DropMark(_) => {
                self.embedded.delete(&mark).await;
                ChainBreak::WrongMark { sequence, event }
            }
            _ => {
                alter(self.embedded, &mark, &["sequence"], 0).await;
                ChainBreak::WrongMark { sequence, event }
            }
        }
    }
}

/// Changes one non-key attribute of an item: one of `among`, or any of them if `among` is empty.
async fn alter(embedded: &EmbeddedStore, key: &Key, among: &[&str], which: usize) {
    let mut item = item_at(embedded, key).await;
    let mut names: Vec<String> = item.keys().cloned().collect();
    names.retain(|name| name != PARTITION && name != SORT);
    names.retain(|name| among.is_empty() || among.contains(&name.as_str()));
    names.sort_unstable();
    let name = &names[which % names.len()];
    let value = changed(&item[name]);
    item.insert(name.clone(), value);
    put(embedded, item).await;
}

/// Changes a value to a different one of the same type.
fn changed(value: &AttributeValue) -> AttributeValue {
    match value {
        AttributeValue::S(text) => AttributeValue::S(format!("{text}x")),
        AttributeValue::N(number) => AttributeValue::N(format!("{number}1")),
        AttributeValue::Bool(truth) => AttributeValue::Bool(!truth),
        AttributeValue::M(map) => {
            let mut map = map.clone();
            map.insert("x".to_owned(), AttributeValue::Bool(true));
            AttributeValue::M(map)
        }
        other => panic!("no attribute is {other:?}"),
    }
}
