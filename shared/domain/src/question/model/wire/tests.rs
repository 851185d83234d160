//! Claims about the form of the models: what services accept as a schema, and that nothing is lost in it.

use super::*;
use crate::question::query::{
    Comparator, Comparison, ComparisonMode, Dimension, Direction, Filter, FilterDimension, FilterOperator,
    Having, Intent, Metric, Order,
};
use crate::question::threshold::Threshold;
use crate::question::time::RelativeTime;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;

const SETS: [&str; 3] = [
    include_str!("../../../../../../tests/fixtures/questions/tuning.jsonl"),
    include_str!("../../../../../../tests/fixtures/questions/grid.jsonl"),
    include_str!("../../../../../../tests/fixtures/questions/adversarial.jsonl"),
];

fn schema() -> Value {
    serde_json::from_str(&compact_schema()).unwrap()
}

/// Visits a schema and all schemas inside it, with their depth.
fn each_schema(schema: &Value, depth: usize, visit: &mut impl FnMut(&Value, usize)) {
    visit(schema, depth);
    let properties = schema["properties"].as_object().into_iter().flat_map(|properties| properties.values());
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    properties.chain(schema.get("items")).for_each(|inner| each_schema(inner, depth + 1, visit));
    choices.for_each(|inner| each_schema(inner, depth, visit));
}

#[test]
fn every_service_accepts_the_schema() {
    const KNOWN: [&str; 7] =
        ["type", "enum", "properties", "required", "additionalProperties", "items", "anyOf"];
    let (mut unions, mut deepest, mut words) = (0, 0, 0);
    each_schema(&schema(), 1, &mut |schema, depth| {
        let fields = schema.as_object().unwrap();
        let unknown: Vec<&String> = fields.keys().filter(|key| !KNOWN.contains(&key.as_str())).collect();
        assert!(
            unknown.is_empty(),
            "{unknown:?}: bounds, formats, defaults and references are refused by some"
        );
        unions += usize::from(fields.contains_key("anyOf") || schema["type"].is_array());
        words += schema["enum"].as_array().map_or(0, Vec::len);
        if schema["type"] == "object" || schema["type"] == "array" {
            deepest = deepest.max(depth);
        }
        if schema["type"] == "object" {
            let names: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            let mut required: Vec<&str> =
                schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            required.sort_unstable();
            assert_eq!(names, required, "an optional field");
            assert_eq!(schema["additionalProperties"], false);
        }
    });
    assert!(
        unions <= 12 && deepest <= 6 && words <= 1_000,
        "{unions} unions, depth {deepest}, {words} words"
    );
}

#[test]
fn without_spaces_the_schema_is_the_same_and_begins_with_what_is_decided_first() {
    assert_eq!(schema(), serde_json::from_str::<Value>(SCHEMA).unwrap());
    let place = |name: &str| compact_schema().find(&format!("\"{name}\":{{")).unwrap();
    assert!(
        place("type") < place("reason")
            && place("intent") < place("metrics")
            && place("metrics") < place("compare")
    );
}

#[test]
fn the_schema_has_every_word_of_the_typed_query() {
    let schema = schema();
    let words = |path: &str| -> Vec<Value> { schema.pointer(path).unwrap().as_array().unwrap().clone() };
    let query = "/properties/queries/items/properties";
    let metrics: Vec<Value> = Metric::ALL.iter().map(|metric| json!(metric)).collect();
    for path in
        ["metrics/items/enum", "having/items/properties/metric/enum", "order/anyOf/0/properties/by/enum"]
    {
        assert_eq!(words(&format!("{query}/{path}")), metrics, "{path}");
    }
    for intent in words(&format!("{query}/intent/enum")) {
        assert!(serde_json::from_value::<Intent>(intent.clone()).is_ok(), "{intent}");
    }
    assert_eq!(words(&format!("{query}/intent/enum")).len(), 12);
    let time = |path: &str| schema.pointer(&format!("{query}/{path}")).unwrap().clone();
    assert_eq!(time("time_range"), time("compare/anyOf/0/properties/time_range"));
}

/// Reports where a value does not fit the schema.
fn misfit(value: &Value, schema: &Value) -> Option<String> {
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().all(|choice| misfit(value, choice).is_some()).then(|| format!("{value}"));
    }
    let fits = match schema["type"].as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        _ => value.is_null(),
    };
    let is_listed = schema["enum"].as_array().is_none_or(|words| words.contains(value));
    if !fits || !is_listed {
        return Some(format!("{value} is not in {schema}"));
    }
    let mut inner: Vec<(&Value, &Value)> = Vec::new();
    if let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        if fields.keys().ne(properties.keys()) {
            return Some(format!("{value} has other fields"));
        }
        inner.extend(fields.values().zip(properties.values()));
    }
    inner.extend(value.as_array().into_iter().flatten().map(|value| (value, &schema["items"])));
    inner.into_iter().find_map(|(value, schema)| misfit(value, schema))
}

fn assert_survives(interpretation: &Interpretation) {
    let written = written(interpretation);
    assert_eq!(misfit(&written, &schema()), None);
    assert_eq!(&read(written).unwrap(), interpretation);
}

/// Returns a time of the fixtures, which have dates, in the canonical form.
fn canonical_time(range: &Value) -> Value {
    let plain = |value: &Value| value.is_null();
    if plain(range) {
        return Value::Null;
    }
    json!({"kind": "between", "n": null, "name": null, "year": null, "month": null, "q": null, "date": null,
        "from": range["from"], "to": range["to"]})
}

/// Returns what a line of the fixtures expects in the canonical form.
fn expected(line: &str) -> Interpretation {
    let line: Value = serde_json::from_str(line).unwrap();
    let mut expected = line["expect"].clone();
    let object = expected.as_object_mut().unwrap();
    object.entry("reason").or_insert(Value::Null);
    object.entry("queries").or_insert(json!([]));
    for query in expected["queries"].as_array_mut().unwrap() {
        query.as_object_mut().unwrap().remove("accept");
        query["time_range"] = canonical_time(&query["time_range"]);
        if !query["compare"].is_null() {
            let explicit =
                if query["compare"]["mode"] == "explicit" { query["compare"].clone() } else { Value::Null };
            query["compare"] =
                json!({"mode": query["compare"]["mode"], "time_range": canonical_time(&explicit)});
        }
    }
    serde_json::from_value(expected).unwrap()
}

#[test]
fn every_query_of_the_question_sets_survives_the_form() {
    let lines: Vec<&str> = SETS.iter().flat_map(|set| set.lines()).collect();
    assert!(lines.len() > 900);
    lines.into_iter().for_each(|line| assert_survives(&expected(line)));
}

fn times() -> impl Strategy<Value = RelativeTime> {
    let dates =
        || (2024_i16..2028, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    let weekday = || (1_i8..=7).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let year = || proptest::option::of(2020_i16..2030);
    let plain = proptest::sample::select(vec![
        RelativeTime::Today,
        RelativeTime::Yesterday,
        RelativeTime::DayBeforeYesterday,
        RelativeTime::ThisWeek,
        RelativeTime::LastWeek,
        RelativeTime::WeekBeforeLast,
        RelativeTime::LastWeekend,
        RelativeTime::ThisMonth,
        RelativeTime::LastMonth,
        RelativeTime::ThisQuarter,
        RelativeTime::LastQuarter,
        RelativeTime::YearToDate,
        RelativeTime::Default,
    ]);
    prop_oneof![
        plain,
        (1_u16..400).prop_map(RelativeTime::LastDays),
        (1_i8..=12, year()).prop_map(|(month, year)| RelativeTime::Month { month, year }),
        (1_i8..=4, year()).prop_map(|(quarter, year)| RelativeTime::Quarter { quarter, year }),
        (dates(), dates())
            .prop_map(|(one, other)| RelativeTime::Between { from: one.min(other), to: one.max(other) }),
        dates().prop_map(RelativeTime::Since),
        dates().prop_map(RelativeTime::Date),
        weekday().prop_map(RelativeTime::SinceWeekday),
        weekday().prop_map(RelativeTime::Weekday),
        (2020_i16..2030).prop_map(RelativeTime::Year),
    ]
}

fn queries() -> impl Strategy<Value = TypedQuery> {
    let filter = ".{0,12}".prop_map(|name| Filter {
        dimension: FilterDimension::Campaign,
        operator: FilterOperator::NotIn,
        values: vec![name],
    });
    let having = (0_i64..5_000_000_000).prop_map(|micros| Having {
        metric: Metric::Roas,
        operator: Comparator::AtMost,
        value: Threshold::from_micros(micros).unwrap(),
    });
    let compare = (times(), any::<bool>()).prop_map(|(time, is_explicit)| match is_explicit {
        true => Comparison { mode: ComparisonMode::Explicit, time_range: Some(time) },
        false => Comparison { mode: ComparisonMode::PreviousYear, time_range: None },
    });
    let dimension =
        proptest::option::of(proptest::sample::select(vec![Dimension::Month, Dimension::Creative]));
    let parts = (
        proptest::option::of(times()),
        proptest::option::of(compare),
        dimension,
        proptest::collection::vec(filter, 0..3),
        proptest::collection::vec(having, 0..3),
        proptest::option::of(1_u32..50),
        any::<bool>(),
    );
    parts.prop_map(|(time_range, compare, dimension, filters, having, limit, is_ranked)| TypedQuery {
        metrics: vec![Metric::Spend],
        dimension,
        time_range,
        compare,
        filters,
        having,
        order: is_ranked.then_some(Order { metric: Metric::Cpa, direction: Direction::Ascending }),
        limit,
        ..TypedQuery::new(Intent::Rank)
    })
}

proptest! {
    #[test]
    fn any_query_survives_the_form(queries in proptest::collection::vec(queries(), 1..4)) {
        assert_survives(&Interpretation::Queries(queries));
    }
}

#[test]
fn a_field_that_is_missing_or_unknown_is_refused_and_a_null_for_a_word_is_not() {
    let query = TypedQuery { time_range: Some(RelativeTime::Today), ..TypedQuery::new(Intent::Value) };
    let whole = written(&Interpretation::Queries(vec![query]));
    for (path, field) in [("", "reason"), ("/queries/0", "limit"), ("/queries/0/time_range", "n")] {
        let mut less = whole.clone();
        less.pointer_mut(path).unwrap().as_object_mut().unwrap().remove(field);
        assert!(read(less).is_err(), "without {field}");
        let mut more = whole.clone();
        more.pointer_mut(path).unwrap().as_object_mut().unwrap().insert("sql".into(), json!("select 1"));
        assert!(read(more).is_err(), "one more in {path}");
        let mut null = whole.clone();
        null.pointer_mut(path).unwrap()[field] = Value::Null;
        assert!(read(null).is_ok(), "null for {field}");
    }
}
