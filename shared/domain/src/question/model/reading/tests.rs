//! Claims about what of a model's text is believed.

use super::*;
use crate::language::Language;
use crate::question::model::prompt::SYSTEM;
use crate::question::query::{Comparator, FilterOperator, Intent};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: DataSpan = DataSpan { first: Some(date(2026, 1, 1)), today: date(2028, 3, 15) };

fn candidates() -> Vec<Candidate> {
    let of = |dimension, name: &str| Candidate { dimension, name: name.to_owned() };
    vec![
        of(FilterDimension::Campaign, "Oak Table  Launch"),
        of(FilterDimension::Campaign, "Winter Clearance 2027"),
        of(FilterDimension::Campaign, "WINTER clearance 2027"),
        of(FilterDimension::Creative, "Anna v1"),
        of(FilterDimension::Channel, "meta"),
    ]
}

fn read_about(question: &str, text: &str, previous: &[TypedQuery]) -> Result<Interpretation, UnusableAnswer> {
    let candidates = candidates();
    read(
        text,
        &Asked { text: question, language: Language::English, previous, candidates: &candidates },
        &TODAY,
    )
}

fn written(query: &TypedQuery) -> String {
    wire::written(&Interpretation::Queries(vec![query.clone()])).to_string()
}

fn read_query(question: &str, query: &TypedQuery) -> Result<Interpretation, UnusableAnswer> {
    read_about(question, &written(query), &[])
}

fn spend() -> TypedQuery {
    TypedQuery {
        metrics: vec![Metric::Spend],
        time_range: Some(RelativeTime::LastWeek),
        ..TypedQuery::new(Intent::Value)
    }
}

fn of(dimension: FilterDimension, name: &str) -> TypedQuery {
    let filter = Filter { dimension, operator: FilterOperator::In, values: vec![name.to_owned()] };
    TypedQuery { filters: vec![filter], ..spend() }
}

fn name_of(read: Result<Interpretation, UnusableAnswer>) -> Result<String, ClarifyReason> {
    match read.unwrap() {
        Interpretation::Queries(queries) => Ok(queries[0].filters[0].values[0].clone()),
        Interpretation::Clarify(reason) => Err(reason),
        Interpretation::OutOfScope(reason) => panic!("{reason:?}"),
    }
}

#[test]
fn a_query_is_found_in_whatever_stands_around_it() {
    let query = of(FilterDimension::Channel, "meta");
    let object = written(&query);
    let wanted = Interpretation::Queries(vec![query]);
    for text in [
        object.clone(),
        format!("```json\n{object}\n```"),
        format!("Sure! Here it is: {object} Is there {{anything}} else?"),
    ] {
        assert_eq!(read_about("spend on meta last week", &text, &[]).unwrap(), wanted, "{text}");
    }
    let brace = "a } in \"quotes\" {";
    let named = of(FilterDimension::Campaign, brace);
    assert_eq!(name_of(read_query(&format!("spend of {brace} last week"), &named)), Ok(brace.to_owned()));
}

#[test]
fn what_is_no_query_is_not_used() {
    let one: Value = serde_json::from_str(&written(&spend())).unwrap();
    let mut four = one.clone();
    four["queries"] = json!([one["queries"][0], one["queries"][0], one["queries"][0], one["queries"][0]]);
    let mut with_sql = one.clone();
    with_sql["queries"][0]["sql"] = json!("select 1");
    let read = |text: &str| read_about("spend last week", text, &[]).unwrap_err();
    for text in ["", "I cannot help with that", "{\"type\":", "<html><body>{", &"{".repeat(20_000)] {
        assert!(matches!(read(text), UnusableAnswer::NoObject), "{text}");
    }
    for text in ["{}", "{\"answer\": 42}", &with_sql.to_string()] {
        assert!(matches!(read(text), UnusableAnswer::NoQuery), "{text}");
    }
    assert!(matches!(read(&four.to_string()), UnusableAnswer::TooMany));
}

#[test]
fn a_name_is_that_of_a_candidate_or_was_written_and_every_other_one_is_asked_about() {
    let campaign = |name: &str| of(FilterDimension::Campaign, name);
    let read = |question: &str, query: &TypedQuery| name_of(read_query(question, query));
    assert_eq!(read("how is the table", &campaign("oak table launch")), Ok("Oak Table  Launch".into()));
    assert_eq!(read("spend of Garden Sale", &campaign("garden sale")), Ok("garden sale".into()));
    let unknown = Err(ClarifyReason::UnknownEntity);
    assert_eq!(read("how is the garden", &campaign("Garden Sale")), unknown, "made up");
    assert_eq!(read("gardens", &campaign("garden")), unknown, "only a part of a word");
    assert_eq!(read("oak table 2", &campaign("Oak Table Launch 2")), unknown, "digits in a name");
    assert_eq!(read("spend of the ad", &campaign("Anna v1")), unknown, "that is a creative");
    assert_eq!(read("spend", &of(FilterDimension::Channel, "tiktok")), unknown);
    assert_eq!(read("spend", &of(FilterDimension::Status, "deleted")), unknown);
    assert_eq!(read("what is off", &of(FilterDimension::Status, "paused")), Ok("paused".into()));
    let ambiguous = Err(ClarifyReason::AmbiguousEntity);
    assert_eq!(read("winter?", &campaign("Winter Clearance 2027")), ambiguous, "two look the same");
}

#[test]
fn a_name_of_the_question_before_goes_on() {
    let before = of(FilterDimension::Campaign, "Nonbrand Sofas");
    let read = read_about("and this week?", &written(&before), std::slice::from_ref(&before));
    assert_eq!(name_of(read), Ok("Nonbrand Sofas".into()));
}

#[test]
fn a_condition_has_a_number_of_the_question() {
    let with = |metric, micros| TypedQuery {
        having: vec![Having {
            metric,
            operator: Comparator::Above,
            value: Threshold::from_micros(micros).unwrap(),
        }],
        ..spend()
    };
    let is_read = |question: &str, query: &TypedQuery| match read_query(question, query) {
        Ok(Interpretation::Queries(_)) => true,
        Err(UnusableAnswer::ForeignNumber) => false,
        other => panic!("{other:?}"),
    };
    assert!(is_read("more than 1.500 euros", &with(Metric::Spend, 1_500_000_000)));
    assert!(!is_read("the expensive ones", &with(Metric::Spend, 1_500_000_000)));
    assert!(
        !is_read("more than 1500 euros", &with(Metric::Spend, 15_000_000)),
        "a hundredth of money is another sum"
    );
    assert!(is_read("roas above 200%", &with(Metric::Roas, 2_000_000)));
    assert!(!is_read("roas above 200%", &with(Metric::Roas, 3_000_000)));
    assert!(!is_read("roas above 200", &with(Metric::Roas, 2_000_000)));
    assert!(!is_read("ctr above 1%", &with(Metric::Ctr, 10_000)), "a hundredth of a percent is another rate");
    assert!(is_read("who overspent", &with(Metric::Pacing, 1_000_000)));
    assert!(!is_read("who overspent", &with(Metric::Roas, 1_000_000)));
    assert!(is_read("with any conversions", &with(Metric::Conversions, 0)));
}

#[test]
fn a_time_and_a_number_of_rows_are_those_of_the_question() {
    let at = |time| TypedQuery { time_range: Some(time), ..spend() };
    let top = |limit| TypedQuery { limit: Some(limit), ..spend() };
    for (question, query) in [
        ("the last 9 days", at(RelativeTime::LastDays(9))),
        ("las últimas dos semanas", at(RelativeTime::LastDays(14))),
        ("the past month or so", at(RelativeTime::LastDays(30))),
        ("on 3 March 2027", at(RelativeTime::Date(date(2027, 3, 3)))),
        ("from March '27", at(RelativeTime::Since(date(2027, 3, 1)))),
        ("february", at(RelativeTime::Month { month: 2, year: None })),
        ("the four best", top(4)),
        ("the best ones", top(5)),
    ] {
        assert!(matches!(read_query(question, &query), Ok(Interpretation::Queries(_))), "{question}");
    }
    for (question, query) in [
        ("lately", at(RelativeTime::LastDays(9))),
        ("on 3 March", at(RelativeTime::Date(date(2027, 3, 3)))),
        ("in 2027", at(RelativeTime::Date(date(2027, 3, 3)))),
        ("february", at(RelativeTime::Month { month: 2, year: Some(2027) })),
        ("the best ones", top(7)),
    ] {
        assert!(matches!(read_query(question, &query), Err(UnusableAnswer::ForeignNumber)), "{question}");
    }
}

#[test]
fn a_time_without_numbers_and_a_budget_of_creatives_are_not_answered() {
    let at = |time| TypedQuery { time_range: Some(time), ..spend() };
    let read = |question: &str, query: &TypedQuery| read_query(question, query).unwrap();
    let future = at(RelativeTime::Date(date(2029, 1, 2)));
    assert_eq!(read("on 2 January 2029", &future), Interpretation::OutOfScope(RefusalReason::Forecast));
    let past = at(RelativeTime::Year(2019));
    assert_eq!(read("in 2019", &past), Interpretation::Clarify(ClarifyReason::MissingContext));
    let budget =
        TypedQuery { metrics: vec![Metric::Budget], dimension: Some(Dimension::Creative), ..spend() };
    assert_eq!(read("budgets of ads", &budget), Interpretation::Clarify(ClarifyReason::MissingMetric));
}

#[test]
fn a_refusal_and_a_question_back_are_taken_over() {
    for said in [
        Interpretation::OutOfScope(RefusalReason::Injection),
        Interpretation::Clarify(ClarifyReason::AmbiguousEntity),
    ] {
        assert_eq!(read_about("?", &wire::written(&said).to_string(), &[]).unwrap(), said);
    }
}

/// Returns what stands in a block of an example.
fn block<'a>(example: &'a str, name: &str) -> Vec<&'a str> {
    let (_, rest) = example.split_once(&format!("<{name}>\n")).unwrap();
    rest.split_once(&format!("</{name}>")).unwrap().0.lines().collect()
}

fn example_candidate(line: &str) -> Candidate {
    let (word, name) = line.split_once(' ').unwrap();
    let dimension = serde_json::from_value(json!(word)).unwrap();
    Candidate { dimension, name: serde_json::from_str(name).unwrap() }
}

fn example_query(line: &str) -> TypedQuery {
    let whole =
        json!({"type": "query", "reason": "none", "queries": [serde_json::from_str::<Value>(line).unwrap()]});
    match wire::read(whole).unwrap() {
        Interpretation::Queries(mut queries) => queries.remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_example_that_models_are_told_is_read_as_it_is() {
    let (_, examples) = SYSTEM.split_once("# Examples\n").unwrap();
    let examples: Vec<&str> = examples.split("Input:\n").skip(1).collect();
    assert_eq!(examples.len(), 8);
    for example in examples {
        let output = example.split_once("Output:\n").unwrap().1.trim();
        let text: String = serde_json::from_str(block(example, "question")[0]).unwrap();
        let candidates: Vec<Candidate> = block(example, "names").into_iter().map(example_candidate).collect();
        let previous: Vec<TypedQuery> =
            block(example, "previous_queries").into_iter().map(example_query).collect();
        let asked =
            Asked { text: &text, language: Language::English, previous: &previous, candidates: &candidates };
        let read = read(output, &asked, &TODAY).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(wire::written(&read), serde_json::from_str::<Value>(output).unwrap(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,300}", question in ".{0,50}") {
        let _ = read_about(&question, &text, &[]);
    }

    #[test]
    fn no_number_is_believed_that_the_question_does_not_have(micros in 1_i64..1_000_000_000_000) {
        let having = Having { metric: Metric::Spend, operator: Comparator::Above, value: Threshold::from_micros(micros).unwrap() };
        let query = TypedQuery { having: vec![having], ..spend() };
        let read = read_query("which campaigns are too expensive", &query);
        prop_assert!(matches!(read, Err(UnusableAnswer::ForeignNumber)));
    }
}
