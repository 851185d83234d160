//! The contents of the table after each write, reconstructed from the requests that the engine executed.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The key of an item: partition and sort key.
pub(super) type Place = (String, String);

/// All items of the table at one point of the history, as plain JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table(BTreeMap<Place, Arc<Value>>);

/// A write request: the keys it wrote, and the items afterwards.
#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub(super) written: Vec<(Place, Arc<Value>)>,
}

/// The whole history: `tables[n]` is the state before `commits[n]`, and the last table is the final state.
#[derive(Debug)]
pub(super) struct History {
    pub(super) tables: Vec<Table>,
    pub(super) commits: Vec<Commit>,
}

impl History {
    /// Reconstructs the history of an initially empty table from its requests, oldest first.
    pub(super) fn new(requests: &[Value]) -> Self {
        let mut history = Self { tables: vec![Table::default()], commits: Vec::new() };
        for request in requests {
            let mut table = history.last().clone();
            let written = puts_and_updates(request).map(|write| table.write(write)).collect();
            history.commits.push(Commit { written });
            history.tables.push(table);
        }
        history
    }

    /// Returns the final state.
    pub(super) fn last(&self) -> &Table {
        &self.tables[self.tables.len() - 1]
    }
}

impl Table {
    /// Returns an item.
    pub(super) fn get(&self, place: &Place) -> Option<&Value> {
        self.0.get(place).map(AsRef::as_ref)
    }

    /// Returns the items of a kind in a workspace, in key order.
    pub(super) fn of_kind<'a>(&'a self, workspace: &str, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        let of = workspace.to_owned();
        let own =
            self.0.iter().filter(move |((partition, _), _)| workspace_of(partition) == Some(of.as_str()));
        own.map(|(_, item)| item.as_ref()).filter(move |item| item["entity"] == kind)
    }

    /// Reads the entities of a kind in a workspace.
    pub(super) fn entities<E: DeserializeOwned>(&self, workspace: &str, kind: &str) -> Vec<E> {
        self.of_kind(workspace, kind).map(read).collect()
    }

    /// Creates a table from the items of a scan in protocol form.
    pub(super) fn of_items(items: impl IntoIterator<Item = Value>) -> Self {
        let placed = items.into_iter().map(|item| (place_of(&item), Arc::new(item)));
        Self(placed.filter(|((partition, _), _)| !is_count(partition)).collect())
    }

    fn write(&mut self, write: Write<'_>) -> (Place, Arc<Value>) {
        let (place, item) = match write {
            Write::Put(item) => {
                let item = plain_item(item);
                (place_of(&item), item)
            }
            Write::Update(update) => {
                let key = plain_item(&update["Key"]);
                let place = place_of(&key);
                let before = self.get(&place).cloned().unwrap_or(key);
                let Value::Object(mut item) = before else { panic!("an item is an object") };
                apply(&mut item, update);
                (place, Value::Object(item))
            }
        };
        let item = Arc::new(item);
        self.0.insert(place.clone(), item.clone());
        (place, item)
    }
}

/// Reads an entity from a plain item.
pub(super) fn read<E: DeserializeOwned>(item: &Value) -> E {
    serde_json::from_value(item.clone()).unwrap()
}

/// Returns the workspace of a partition, or `None` for addresses, which belong to a person.
pub(super) fn workspace_of(partition: &str) -> Option<&str> {
    partition.strip_prefix("W#")?.split('#').next()
}

/// Reports whether a partition counts the messages of a sender: that has tests of its own, and decides nothing here, since
/// nobody in a history writes as many as are handled.
fn is_count(partition: &str) -> bool {
    partition.starts_with("SENDER#")
}

fn is_of_count(update: &Value) -> bool {
    update["Key"]["pk"]["S"].as_str().is_some_and(is_count)
}

#[derive(Clone, Copy)]
enum Write<'a> {
    Put(&'a Value),
    Update(&'a Value),
}

/// Returns the writes of a transaction or a batch. The product deletes nothing.
fn puts_and_updates(request: &Value) -> impl Iterator<Item = Write<'_>> {
    let transacted = request["TransactItems"].as_array().into_iter().flatten();
    let of_tables = request["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
    let batched = of_tables.filter_map(Value::as_array).flatten();
    let single = [request].into_iter().filter(|request| request["UpdateExpression"].is_string());
    let update = |write: &'_ Value| write["UpdateExpression"].is_string();
    transacted.chain(batched).chain(single).filter_map(move |write| {
        assert!(write["Delete"].is_null() && write["DeleteRequest"].is_null(), "nothing is ever deleted");
        let put =
            [&write["Put"]["Item"], &write["PutRequest"]["Item"]].into_iter().find(|item| item.is_object());
        let updated =
            [&write["Update"], write].into_iter().find(|write| update(write) && !is_of_count(write));
        put.map(Write::Put).or(updated.map(Write::Update))
    })
}

fn place_of(item: &Value) -> Place {
    let text = |name: &str| item[name].as_str().unwrap().to_owned();
    (text("pk"), text("sk"))
}

fn plain_item(item: &Value) -> Value {
    let fields = item.as_object().unwrap();
    Value::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
}

/// Removes DynamoDB's type tags from a value.
pub(crate) fn plain(typed: &Value) -> Value {
    let (kind, value) = typed.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "S" | "BOOL" => value.clone(),
        "N" => serde_json::from_str(value.as_str().unwrap()).unwrap(),
        "NULL" => Value::Null,
        "M" => plain_item(value),
        "L" => Value::Array(value.as_array().unwrap().iter().map(plain).collect()),
        other => panic!("no item of the product has a value of the type {other}"),
    }
}

/// Applies an update expression: `SET name = :value, …`, `REMOVE name, …`, `ADD name :number`.
fn apply(item: &mut Map<String, Value>, update: &Value) {
    let expression = update["UpdateExpression"].as_str().unwrap().replace(',', " ");
    let name = |word: &str| update["ExpressionAttributeNames"][word].as_str().unwrap_or(word).to_owned();
    let value = |word: &str| plain(&update["ExpressionAttributeValues"][word]);
    let mut words = expression.split_whitespace();
    let mut clause = "";
    while let Some(word) = words.next() {
        match (clause, word) {
            (_, "SET" | "REMOVE" | "ADD") => clause = word,
            ("SET", field) => {
                assert_eq!(words.next(), Some("="));
                item.insert(name(field), value(words.next().unwrap()));
            }
            ("REMOVE", field) => drop(item.remove(&name(field))),
            ("ADD", field) => {
                let before = item.get(&name(field)).and_then(Value::as_i64).unwrap_or_default();
                let more = value(words.next().unwrap()).as_i64().unwrap();
                item.insert(name(field), (before + more).into());
            }
            _ => panic!("an update begins with what it does: {expression}"),
        }
    }
}
