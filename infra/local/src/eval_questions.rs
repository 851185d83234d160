//! `make eval-questions`: plans a set of questions about a workspace and writes what came of each.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use command_center::planner::evaluation::{EvaluationError, predictions, read_workspace};

use crate::console::{counted, say};

/// The reasons why the questions were not planned.
#[derive(Debug, thiserror::Error)]
pub enum EvalQuestionsError {
    /// GOLD= or CONTEXT= cannot be read.
    #[error("{} cannot be read: check the path and its permissions", .file.display())]
    Read {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    /// OUT= cannot be written.
    #[error("{} cannot be written: check the path and its permissions", .file.display())]
    Write {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
}

/// What to plan, and where to write it.
#[derive(Debug, Clone)]
pub struct EvalQuestionsCommand {
    /// The questions, one a line.
    pub gold: PathBuf,
    /// The workspace that they are about.
    pub context: PathBuf,
    /// The file for the predictions.
    pub out: PathBuf,
    /// How often they are planned, at least once.
    pub runs: usize,
}

/// Plans the questions, writes the predictions, and says how many came out the same each time.
///
/// # Errors
/// If a file cannot be read or written, or is not what it should be.
pub fn eval_questions(command: &EvalQuestionsCommand) -> Result<(), EvalQuestionsError> {
    let workspace = read_workspace(&read(&command.context)?)?;
    let questions = read(&command.gold)?;
    let first = predictions(&questions, &workspace)?;
    let mut is_same = vec![true; first.len()];
    for _ in 1..command.runs.max(1) {
        let again = predictions(&questions, &workspace)?;
        for (same, (one, other)) in is_same.iter_mut().zip(first.iter().zip(&again)) {
            *same &= one == other;
        }
    }
    let lines: String = first.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&command.out, lines)
        .map_err(|source| EvalQuestionsError::Write { file: command.out.clone(), source })?;
    say(format!("{} planned into {}", counted(first.len(), "question"), command.out.display()));
    if command.runs > 1 {
        let same = is_same.iter().filter(|same| **same).count();
        say(format!("{same} of {} came out the same in {} runs", first.len(), command.runs));
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, EvalQuestionsError> {
    fs::read_to_string(file).map_err(|source| EvalQuestionsError::Read { file: file.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    const WORKSPACE: &str = include_str!("../../../tests/fixtures/questions/workspace.json");
    const QUESTIONS: &str = include_str!("../../../tests/fixtures/questions/tuning.jsonl");

    fn command(folder: &Path) -> EvalQuestionsCommand {
        let file = |name: &str| folder.join(name);
        fs::write(file("gold.jsonl"), QUESTIONS).unwrap();
        fs::write(file("workspace.json"), WORKSPACE).unwrap();
        let (gold, context, out) = (file("gold.jsonl"), file("workspace.json"), file("out.jsonl"));
        EvalQuestionsCommand { gold, context, out, runs: 2 }
    }

    #[test]
    fn each_question_has_a_line_with_its_id_and_what_came_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let command = command(folder.path());
        eval_questions(&command).unwrap();
        let written = fs::read_to_string(&command.out).unwrap();
        let lines: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), QUESTIONS.lines().count());
        for (question, line) in QUESTIONS.lines().zip(&lines) {
            let question: Value = serde_json::from_str(question).unwrap();
            assert_eq!(question["id"], line["id"]);
            assert!(["query", "clarify", "out_of_scope"].contains(&line["type"].as_str().unwrap()));
        }
    }

    #[test]
    fn a_file_that_is_missing_or_is_no_set_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let command = command(folder.path());
        let missing = EvalQuestionsCommand { gold: folder.path().join("none"), ..command.clone() };
        assert!(matches!(eval_questions(&missing), Err(EvalQuestionsError::Read { .. })));
        fs::write(&command.gold, "{\"id\": 1}\n").unwrap();
        assert!(eval_questions(&command).unwrap_err().to_string().starts_with("line 1"));
    }
}
