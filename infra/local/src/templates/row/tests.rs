//! Tests of where a content stands, what the table gets of it, and what a person is told.

use super::*;
use serde_json::{Value, json};

fn wanted(needs_approval: bool) -> Wanted {
    Wanted {
        key: "kpi_daily.en.v1".to_owned(),
        friendly_name: "kpi_daily_en_v1".to_owned(),
        language: "en".to_owned(),
        document: json!({ "types": types("Good morning {{1}}.") }),
        needs_approval,
    }
}

fn types(body: &str) -> Value {
    json!({ "twilio/text": { "body": body } })
}

fn content(sid: &str, body: &str) -> ContentAtTwilio {
    let friendly_name = Some("kpi_daily_en_v1".to_owned());
    ContentAtTwilio { sid: sid.to_owned(), friendly_name, language: "en".to_owned(), types: types(body) }
}

fn approval(status: ApprovalStatus, category: &str) -> Approval {
    Approval { status, category: category.to_owned(), rejection_reason: String::new() }
}

/// A template that Twilio has, in a state, while the table has `stored`.
fn row(status: ApprovalStatus, category: &str, stored: Option<&str>) -> Row {
    let stored = stored.map(str::to_owned);
    let mut row = Row::find(wanted(true), &[content("HX1", "Good morning {{1}}.")], stored.as_ref());
    row.take(vec![("HX1".to_owned(), approval(status, category))]);
    row
}

#[test]
fn a_content_is_found_by_its_name_its_language_and_what_it_says() {
    let good = content("HX1", "Good morning {{1}}.");
    let of = |content: ContentAtTwilio| Row::find(wanted(true), &[content], None);
    assert_eq!(of(good.clone()).sid(), Some("HX1"));
    let another_name = ContentAtTwilio { friendly_name: Some("kpi_daily_en_v2".to_owned()), ..good.clone() };
    let no_name = ContentAtTwilio { friendly_name: None, ..good.clone() };
    let another_language = ContentAtTwilio { language: "de".to_owned(), ..good };
    for other in [another_name, no_name, another_language] {
        assert_eq!(of(other).state, State::Missing);
    }
}

#[test]
fn another_text_under_the_name_is_no_reason_to_create_a_second_one() {
    let row = Row::find(wanted(true), &[content("HX1", "Good evening {{1}}.")], None);
    assert_eq!(row.state, State::Differs { place: "twilio/text.body".to_owned() });
    assert_eq!((row.sid(), row.to_store()), (None, None));
    assert!(row.advice()[0].contains("first at twilio/text.body"), "{:?}", row.advice());
}

#[test]
fn of_several_contents_with_the_text_the_stored_one_comes_first_and_the_furthest_is_used() {
    let both = [content("HX1", "Good morning {{1}}."), content("HX2", "Good morning {{1}}.")];
    let mut row = Row::find(wanted(true), &both, Some(&"HX2".to_owned()));
    assert_eq!(row.sids, ["HX2", "HX1"]);
    let decided = |one, other| {
        vec![("HX2".to_owned(), approval(one, UTILITY)), ("HX1".to_owned(), approval(other, UTILITY))]
    };
    row.take(decided(ApprovalStatus::Approved, ApprovalStatus::Approved));
    assert_eq!((row.sid(), row.to_store()), (Some("HX2"), None));
    row.take(decided(ApprovalStatus::Rejected, ApprovalStatus::Approved));
    assert_eq!((row.sid(), row.to_store()), (Some("HX1"), Some("HX1")));
}

#[test]
fn the_table_gets_what_may_be_sent_and_nothing_else() {
    let stored = |status: ApprovalStatus| {
        [None, Some("HX0")].map(|stored| row(status.clone(), UTILITY, stored).to_store().map(str::to_owned))
    };
    assert_eq!(stored(ApprovalStatus::Approved), [Some("HX1".to_owned()), Some("HX1".to_owned())]);
    for status in [
        ApprovalStatus::Unsubmitted,
        ApprovalStatus::Waiting,
        ApprovalStatus::Rejected,
        ApprovalStatus::Paused,
        ApprovalStatus::Disabled,
        ApprovalStatus::Other("in_appeal".to_owned()),
    ] {
        assert_eq!(stored(status.clone()), [None, None], "{status:?}");
    }
    assert_eq!(row(ApprovalStatus::Approved, UTILITY, Some("HX1")).to_store(), None, "it is there");
}

#[test]
fn a_template_of_another_category_takes_nobodys_place_and_is_told() {
    let marketing = |stored| row(ApprovalStatus::Approved, "MARKETING", stored);
    assert_eq!(marketing(Some("HX0")).to_store(), None);
    assert_eq!(marketing(None).to_store(), Some("HX1"), "what reaches some is better than nothing");
    let [advice] = marketing(None).advice().try_into().unwrap();
    assert!(advice.contains("made it MARKETING") && advice.contains("63049"), "{advice}");
}

#[test]
fn a_content_for_an_open_conversation_needs_nobody() {
    let row = Row::find(wanted(false), &[content("HX1", "Good morning {{1}}.")], None);
    assert_eq!((row.word(), row.to_store()), ("needs none", Some("HX1")));
    assert!(row.advice().is_empty());
}

#[test]
fn a_template_that_was_not_looked_at_is_not_stored() {
    let row = Row::find(wanted(true), &[content("HX1", "Good morning {{1}}.")], None);
    assert_eq!(row.to_store(), None);
}

#[test]
fn each_state_that_is_not_as_it_should_be_says_what_to_do() {
    let advice = |status: ApprovalStatus, part: &str| {
        let told = row(status.clone(), UTILITY, None).advice().join("\n");
        assert!(told.contains(part), "{status:?}: {told}");
    };
    advice(ApprovalStatus::Waiting, "run this again later");
    advice(ApprovalStatus::Rejected, "it does not say why");
    advice(ApprovalStatus::Paused, "ends by itself");
    advice(ApprovalStatus::Disabled, "as a new version");
    advice(ApprovalStatus::Other("in_appeal".to_owned()), "in_appeal");
    let mut rejected = row(ApprovalStatus::Rejected, UTILITY, None);
    let because = Approval {
        rejection_reason: "INVALID_FORMAT".to_owned(),
        ..approval(ApprovalStatus::Rejected, UTILITY)
    };
    rejected.take(vec![("HX1".to_owned(), because)]);
    assert!(rejected.advice()[0].contains("rejected it: INVALID_FORMAT"), "{:?}", rejected.advice());
    assert!(row(ApprovalStatus::Approved, UTILITY, None).advice().is_empty());
}

#[test]
fn what_others_have_in_the_table_stays_and_former_versions_too() {
    let stored = BTreeMap::from([
        ("kpi_daily.en.v0".to_owned(), "HX8".to_owned()),
        ("kpi_clear.en.v1".to_owned(), "HX9".to_owned()),
    ]);
    let with = stored_with(&[row(ApprovalStatus::Approved, UTILITY, None)], &stored);
    let expected = [("kpi_clear.en.v1", "HX9"), ("kpi_daily.en.v0", "HX8"), ("kpi_daily.en.v1", "HX1")];
    assert_eq!(with, expected.map(|(key, sid)| (key.to_owned(), sid.to_owned())).into());
}
