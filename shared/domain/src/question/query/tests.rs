//! Claims about the written form: read strictly, and read back as it was written.

use super::*;
use crate::question::time::RelativeTime;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;
use serde_json::{Value, json};

fn written() -> Value {
    json!({
        "intent": "rank", "metrics": ["cpa"], "dimension": "campaign",
        "time_range": {
            "kind": "last_n_days", "n": 7, "name": null, "year": null, "month": null, "q": null,
            "date": null, "from": null, "to": null
        },
        "compare": {"mode": "previous_period", "time_range": null},
        "filters": [{"dimension": "status", "op": "not_in", "values": ["ended"]}],
        "having": [{"metric": "spend", "op": "gte", "value": 12.5}],
        "order": {"by": "cpa", "dir": "asc"},
        "limit": 5
    })
}

fn read(value: Value) -> Result<TypedQuery, serde_json::Error> {
    serde_json::from_value(value)
}

#[test]
fn a_query_is_read_and_written_back_as_it_was() {
    let query = read(written()).unwrap();
    assert_eq!(query.time_range, Some(RelativeTime::LastDays(7)));
    assert_eq!(query.having.first().unwrap().value.to_string(), "12.5");
    assert_eq!(serde_json::to_value(&query).unwrap(), written());
}

#[test]
fn a_field_that_is_missing_or_unknown_is_refused() {
    for field in written().as_object().unwrap().keys() {
        let mut less = written();
        less.as_object_mut().unwrap().remove(field);
        assert!(read(less).is_err(), "without {field}");
    }
    for path in ["", "/time_range", "/compare", "/filters/0", "/having/0", "/order"] {
        let mut more = written();
        more.pointer_mut(path).unwrap().as_object_mut().unwrap().insert("workspace".into(), json!("other"));
        assert!(read(more).is_err(), "one more in {path}");
    }
}

#[test]
fn a_word_that_is_in_no_list_is_refused() {
    for (path, word) in [
        ("/intent", json!("delete")),
        ("/metrics/0", json!("followers")),
        ("/dimension", json!("country")),
        ("/time_range/kind", json!("tomorrow")),
        ("/filters/0/op", json!("like")),
        ("/limit", json!(-1)),
        ("/time_range/n", json!(0)),
        ("/time_range/n", json!(null)),
        ("/time_range/year", json!(2026)),
    ] {
        let mut wrong = written();
        *wrong.pointer_mut(path).unwrap() = word.clone();
        assert!(read(wrong).is_err(), "{path} = {word}");
    }
}

fn times() -> impl Strategy<Value = RelativeTime> {
    let dates =
        || (2024_i16..2028, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    let weekday = || (1_i8..=7).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let year = || proptest::option::of(2020_i16..2030);
    prop_oneof![
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
        Just(RelativeTime::WeekBeforeLast),
        Just(RelativeTime::Default),
    ]
}

proptest! {
    #[test]
    fn a_time_is_read_back_as_it_was_written(time in times()) {
        let text = serde_json::to_string(&time).unwrap();
        prop_assert_eq!(serde_json::from_str::<RelativeTime>(&text).unwrap(), time);
    }
}
