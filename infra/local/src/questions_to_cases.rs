//! `make questions-to-cases`: the questions whose answers people called not right, as cases for `make eval-questions`. Each says how
//! it was understood; whoever looks at it puts what it should have been in that place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use command_center::domain::question::rating::{AnswerRating, RatingReason};
use command_center::domain::question::record::Question;
use command_center::store::StoreError;
use serde_json::{Value, json};

use crate::console::{counted, say};
use crate::stack_file::running_stack;

/// How many of the latest questions are looked at.
const LATEST: i32 = 500;
/// Scores up to this one are a complaint.
const POOR: u8 = 2;

/// The reasons why there are no cases.
#[derive(Debug, thiserror::Error)]
pub enum CasesError {
    /// No stack is running.
    #[error("no stack is running: start one with make run")]
    NoStack,
    /// The running stack has no workspace.
    #[error("the running stack has no workspace")]
    NoWorkspace,
    /// The table cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// OUT= cannot be written.
    #[error("{} cannot be written: check the path and its permissions", .file.display())]
    Write {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Writes the questions that were rated badly into a file, one a line.
///
/// # Errors
/// If no stack is running, the table cannot be read, or the file not written.
pub async fn questions_to_cases(root: &Path, out: &Path) -> Result<(), CasesError> {
    let running = running_stack(root).ok_or(CasesError::NoStack)?;
    let store = running.store();
    let settings = store.settings(&running.workspace).await?.ok_or(CasesError::NoWorkspace)?;
    let questions = store.questions_of(&running.workspace, LATEST).await?;
    let cases = cases(&questions, &settings.workspace.zone);
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    fs::write(out, lines).map_err(|source| CasesError::Write { file: out.to_owned(), source })?;
    let looked_at = counted(questions.len(), "question");
    say(format!("{} of the latest {looked_at} as cases in {}", cases.len(), out.display()));
    Ok(())
}

/// Returns the cases of questions that are listed newest first. What went before in the same conversation is their history.
fn cases(questions: &[Question], zone: &str) -> Vec<Value> {
    let bad =
        questions.iter().enumerate().filter(|(_, question)| question.rating.as_ref().is_some_and(is_bad));
    bad.map(|(place, question)| {
        let before = questions.iter().skip(place + 1).find(|before| before.member == question.member);
        let minutes =
            |before: &&Question| question.asked_at.duration_since(before.asked_at).as_secs() / 60 <= 30;
        let history: Vec<&str> =
            before.filter(minutes).map(|before| before.text.as_str()).into_iter().collect();
        case(question, &history, zone)
    })
    .collect()
}

fn is_bad(rating: &AnswerRating) -> bool {
    rating.is_good == Some(false) || rating.score.is_some_and(|score| score <= POOR)
}

fn case(question: &Question, history: &[&str], zone: &str) -> Value {
    let reason = question.rating.as_ref().and_then(|rating| rating.reason);
    json!({
        "id": question.id,
        "now": question.asked_at,
        "tz": zone,
        "lang": question.language,
        "text": question.text,
        "history": history,
        "tags": reason.map(RatingReason::as_str).into_iter().collect::<Vec<_>>(),
        "understood": question.interpretation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use command_center::domain::question::interpretation::Interpretation;
    use command_center::domain::question::query::{Intent, TypedQuery};
    use command_center::domain::question::rating::Rated;
    use command_center::domain::question::record::UnderstoodBy;
    use jiff::Timestamp;

    fn asked(minute: i64, text: &str, rated: Option<Rated>) -> Question {
        let at = Timestamp::from_second(1_800_000_000 + 60 * minute).unwrap();
        Question {
            id: Question::id_of(at, text, 0),
            workspace: "acme-store".parse().unwrap(),
            member: "maya".parse().unwrap(),
            asked_at: at,
            answered_at: at,
            message_sid: "SM1".into(),
            message: None,
            text: text.into(),
            language: "en".into(),
            understood_by: UnderstoodBy::Planner,
            interpretation: Interpretation::Queries(vec![TypedQuery::new(Intent::Alerts)]),
            views: Vec::new(),
            answer: String::new(),
            explanation: String::new(),
            offered: Vec::new(),
            basis: String::new(),
            has_picture: false,
            asks_for_score: false,
            rating: rated.map(|rated| AnswerRating::with(None, rated, at)),
        }
    }

    #[test]
    fn what_was_called_not_right_is_a_case_with_what_was_asked_before() {
        let newest_first = [
            asked(50, "and by day?", Some(Rated::Score(2))),
            asked(40, "and revenue?", Some(Rated::BadBecause(RatingReason::WrongDates))),
            asked(30, "spend last week", Some(Rated::Good)),
            asked(20, "roas", None),
        ];
        let cases = cases(&newest_first, "UTC");
        let told: Vec<_> =
            cases.iter().map(|case| (&case["text"], &case["history"][0], &case["tags"][0])).collect();
        assert_eq!(
            json!(told),
            json!([
                ["and by day?", "and revenue?", null],
                ["and revenue?", "spend last week", "wrong_dates"]
            ])
        );
    }
}
