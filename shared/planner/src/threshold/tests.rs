//! Claims about conditions: in the unit of the metric, and not read at all where the unit does not fit.

use crate::fixture::told;

fn conditions(text: &str) -> String {
    let told = told(text);
    let parts: Vec<&str> = told
        .split(", ")
        .filter(|part| part.contains(" gt") || part.contains(" lt") || part.contains(" eq"))
        .collect();
    if parts.is_empty() { told } else { parts.join(", ") }
}

#[test]
fn a_condition_is_about_the_metric_beside_it() {
    for (text, wanted) in [
        ("campaigns with roas under 2", "roas lt 2"),
        ("campaigns with more than 10 conversions", "conversions gt 10"),
        ("campaigns that spent over €1.5k", "spend gt 1500"),
        ("campaigns with spend over 500 and roas under 1", "spend gt 500, roas lt 1"),
        ("campaigns with cpa over 10 and under 20", "cpa gt 10, cpa lt 20"),
        ("campaigns with cpa between 10 and 20 euros", "cpa gte 10, cpa lte 20"),
        ("ads with clicks but no conversions", "conversions eq 0"),
        ("campaigns with 10+ conversions", "conversions gte 10"),
        ("campaigns with ctr < 0.8%", "ctr lt 0.8"),
        ("campaigns with roas below 150%", "roas lt 1.5"),
        ("campaigns with over 2 million impressions", "impressions gt 2000000"),
    ] {
        assert_eq!(conditions(text), wanted, "{text}");
    }
}

#[test]
fn a_unit_that_does_not_fit_or_two_ways_to_read_a_number_are_asked_about() {
    for text in [
        "campaigns with cpa over 5%",
        "campaigns with clicks over €5",
        "campaigns that spent over $500",
        "campaigns with ctr under 0.02",
        "campaigns that spent over 1.500",
        "campaigns with cpa between 20 and 10",
    ] {
        assert_eq!(conditions(text), "ask missing_context: ", "{text}");
    }
}

#[test]
fn a_question_by_yes_or_no_is_answered_by_the_number() {
    assert_eq!(told("is roas above 3 this month"), "value roas, 2028-03-01..2028-03-15");
}
