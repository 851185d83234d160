//! Lines of JSON: read by the same rules as a table, with the lines of the objects.

use super::*;
use crate::DropReason;

fn read_lines(json: &str) -> Result<Import, ImportError> {
    let mut table = Cursor::new(Vec::new());
    read_json(&mut Cursor::new(json), &mut table, &settings(), &mut |_| {})
}

const DAY: &str = r#"{"date":"2026-03-01","channel":"meta","campaign_id":120210000000000001,"campaign":"Shirts","spend":1234.567,"revenue":"99.10","clicks":12}"#;

#[test]
fn objects_are_facts_with_exact_amounts_and_whole_identifiers() {
    let import = read_lines(DAY).unwrap();
    assert_eq!(import.facts[0].values.spend_minor, Some(123_457));
    assert_eq!(import.facts[0].values.revenue_minor, Some(9_910));
    assert_eq!(import.campaigns[0].external_id.as_deref(), Some("120210000000000001"));
}

#[test]
fn a_fault_and_a_dropped_row_have_the_lines_of_their_objects() {
    let bad = format!("{DAY}\n\n{}", DAY.replace("1234.567", "\"a lot\""));
    let mut error = read_lines(&bad).unwrap_err();
    assert_eq!(error.line_mut().copied(), Some(3), "{error}");
    let empty =
        r#"{"date":"2026-03-02","channel":"meta","campaign_id":120210000000000001,"campaign":"Shirts"}"#;
    let import = read_lines(&format!("{DAY}\n{empty}")).unwrap();
    let dropped: Vec<_> = import.report.dropped.iter().map(|row| (row.line, row.reason)).collect();
    assert_eq!(dropped, [(2, DropReason::NoValues)]);
    assert_eq!(import.report.rows_read, 2);
}
