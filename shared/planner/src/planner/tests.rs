//! Claims about what is asked back, with what to tap, and about what is never guessed.

use crate::fixture::{planned, told};
use crate::plan::{Plan, Planned, Subject};
use crate::planner::Before;
use domain::language::Language;
use domain::question::query::{Intent, Metric};

fn choices(text: &str) -> Vec<(Subject, Vec<Intent>)> {
    match planned(text, Before::default()).plan {
        Plan::Clarify(clarification) => clarification
            .choices
            .into_iter()
            .map(|choice| (choice.subject, choice.queries.iter().map(|query| query.intent).collect()))
            .collect(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_name_that_fits_two_is_asked_about_with_the_question_that_each_answer_means() {
    let choices = choices("roas of brand exact by day last week");
    let names: Vec<String> = choices
        .iter()
        .map(|(subject, _)| match subject {
            Subject::Entity { name, .. } => name.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(names, ["Brand Exact DE", "Brand Exact FR"]);
    assert!(choices.iter().all(|(_, intents)| *intents == [Intent::Trend]));
}

#[test]
fn a_question_without_a_metric_offers_three() {
    let metrics: Vec<Subject> = choices("google last week").into_iter().map(|(subject, _)| subject).collect();
    let usual = [Metric::Spend, Metric::Revenue, Metric::Roas].map(Subject::Metric);
    assert_eq!(metrics, usual);
}

#[test]
fn words_that_mean_nothing_are_told_and_the_rest_is_offered() {
    let planned = planned("spend on gnomes last week", Before::default());
    assert_eq!(planned.not_understood, ["gnomes"]);
    assert_eq!(choices("spend on gnomes last week"), [(Subject::Rest, vec![Intent::Value])]);
}

#[test]
fn a_part_of_a_channel_is_asked_about_with_the_channel() {
    assert_eq!(told("spend on instagram last week"), "ask unknown_entity: meta");
    assert!(told("spend on facebook last week").ends_with("channel in meta"));
    assert_eq!(told("spend on snapchat last week"), "ask unknown_entity: ");
}

#[test]
fn the_language_of_the_text_is_told() {
    let language = |text| planned(text, Before::default()).language;
    assert_eq!(language("wie viel haben wir gestern ausgegeben"), Language::German);
    assert_eq!(language("kal kitna kharcha hua"), Language::Hindi);
}

#[test]
fn a_plan_is_as_certain_as_its_names() {
    let confidence = |text| planned(text, Before::default()).confidence;
    assert_eq!(confidence("spend yesterday"), 100);
    let part = confidence("spend of moodboard yesterday");
    assert!((Planned::LEAST_CONFIDENCE..100).contains(&part), "{part}");
}

#[test]
fn a_text_too_long_for_a_question_is_none() {
    assert_eq!(told(&"spend ".repeat(200)), "refuse unrelated");
    assert_eq!(told(&"x".repeat(2_500)), "refuse unrelated");
}

#[test]
fn what_changes_the_number_and_is_not_understood_is_never_dropped() {
    for text in [
        "average spend last week",
        "spend not on google and not on gnomes",
        "revenue since the relaunch",
        "spend until tuesday",
        "net revenue last week",
        "the last campaign's spend",
        "spend to date",
        "the second best campaign",
    ] {
        let told = told(text);
        assert!(told.starts_with("ask") || told.starts_with("refuse"), "{text}: {told}");
    }
}
