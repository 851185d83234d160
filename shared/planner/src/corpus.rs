//! Claims about sets of questions with what they mean: those that the words were chosen by, every kind of time, number, row and
//! condition in six languages, and hostile ones.

mod score;

use crate::evaluation::{predictions, read_workspace};
use score::{Score, score};

const WORKSPACE: &str = include_str!("../../../tests/fixtures/questions/workspace.json");
const TUNING: &str = include_str!("../../../tests/fixtures/questions/tuning.jsonl");
const GRID: &str = include_str!("../../../tests/fixtures/questions/grid.jsonl");
const ADVERSARIAL: &str = include_str!("../../../tests/fixtures/questions/adversarial.jsonl");

fn scored(questions: &str, workspace: &str) -> Score {
    let workspace = read_workspace(workspace).unwrap();
    let predicted = predictions(questions, &workspace).unwrap();
    score(questions, &predicted)
}

fn assert_at_least(percent: usize, score: &Score) {
    let failed = score.failed.join("\n");
    assert_eq!(score.wrong_answers, 0, "answered what must not be:\n{failed}");
    assert!(
        score.exact * 100 >= percent * score.questions,
        "{} of {}:\n{failed}",
        score.exact,
        score.questions
    );
}

#[test]
fn the_questions_that_the_words_were_chosen_by_are_understood() {
    let score = scored(TUNING, WORKSPACE);
    assert!(score.questions >= 150);
    assert_at_least(95, &score);
}

#[test]
fn each_kind_of_time_number_row_condition_and_order_is_understood_in_six_languages() {
    assert_at_least(98, &scored(GRID, WORKSPACE));
}

#[test]
fn no_hostile_question_is_answered_and_each_harmless_one_beside_them_is() {
    let score = scored(ADVERSARIAL, WORKSPACE);
    assert!(score.questions >= 60);
    assert_at_least(100, &score);
}

#[test]
fn the_public_questions_are_understood() {
    let Some(folder) = std::env::var_os("REFERENCE_DATA") else {
        println!("skipped: REFERENCE_DATA is not set");
        return;
    };
    let read = |name: &str| {
        std::fs::read_to_string(std::path::Path::new(&folder).join("questions").join(name)).unwrap()
    };
    assert_at_least(95, &scored(&read("public.jsonl"), &read("workspace.json")));
}

#[test]
fn the_same_questions_are_planned_the_same_each_time() {
    let workspace = read_workspace(WORKSPACE).unwrap();
    assert_eq!(predictions(TUNING, &workspace).unwrap(), predictions(TUNING, &workspace).unwrap());
}
