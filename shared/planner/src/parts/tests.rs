//! Claims about several questions in one text.

use crate::fixture::told;

#[test]
fn two_questions_that_cannot_be_one_are_two() {
    for (text, wanted) in [
        (
            "spend yesterday and roas last month",
            "value spend, 2028-03-14..2028-03-14 + value roas, 2028-02-01..2028-02-29",
        ),
        (
            "spend on meta and revenue on google yesterday",
            "value spend, 2028-03-14..2028-03-14, channel in meta + value revenue, 2028-03-14..2028-03-14, channel in google",
        ),
        (
            "any alerts? and how much budget is left?",
            "alerts - + budget budget_remaining, 2028-03-01..2028-03-15",
        ),
        (
            "spend today and yesterday",
            "value spend, 2028-03-15..2028-03-15 + value spend, 2028-03-14..2028-03-14",
        ),
    ] {
        assert_eq!(told(text), wanted, "{text}");
    }
}

#[test]
fn what_can_be_one_question_is_one() {
    for text in [
        "spend and revenue by channel last week",
        "spend, revenue and roas last week",
        "spend on meta and google last week",
        "is the data fresh? when was the last sync",
        "campaigns with spend over 500 and roas under 1",
        "spend between 1 march and 7 march",
    ] {
        assert!(!told(text).contains(" + "), "{text}: {}", told(text));
    }
}

#[test]
fn a_part_that_must_be_refused_refuses_the_whole() {
    assert_eq!(told("spend yesterday and pause moodboard pins"), "refuse write_action");
    assert!(told("spend yesterday and roas of garden gnomes").starts_with("ask unknown_entity"));
}
