//! Tests of importing without a running stack, through the real import on an embedded engine.

use super::*;
use serde_json::{Value, json};

const BEFORE: &str = "Day,Campaign name,Campaign ID,Amount spent (USD),Impressions\n2026-11-25,Autumn,777,100.00,1000\n\
    2026-11-26,Autumn,777,100.00,1000\n";
const AFTER: &str = "Day,Campaign name,Campaign ID,Amount spent (USD),Impressions\n2026-11-26,Black Friday,777,100.00,1000\n\
    2026-11-27,Black Friday,777,100.00,1000\nTotal,,,200.00,2000\n";

/// Imports texts as files, and returns how it ended with the document of `OUT=`.
async fn imported(texts: &[&str], command: ImportCommand) -> (Result<(), ImportFileError>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = |(number, text): (usize, &&str)| {
        let file = folder.path().join(format!("{number}.csv"));
        std::fs::write(&file, text).unwrap();
        file
    };
    let files = texts.iter().enumerate().map(file).collect();
    let out = folder.path().join("facts.json");
    let command = ImportCommand { files, out: Some(out.clone()), ..command };
    let done = import(folder.path(), &command).await;
    (done, serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap())
}

fn on_the_29th() -> ImportCommand {
    ImportCommand {
        files: Vec::new(),
        platform: None,
        currency: None,
        today: Some("2026-11-29".parse().unwrap()),
        out: None,
    }
}

#[tokio::test]
async fn several_files_go_into_one_workspace_and_the_document_says_what_is_stored() {
    let (done, document) = imported(&[BEFORE, AFTER], on_the_29th()).await;
    done.unwrap();
    let spend: Vec<&Value> =
        document["facts"].as_array().unwrap().iter().map(|fact| &fact["spend_minor"]).collect();
    assert_eq!(spend, [10_000, 10_000, 10_000]);
    assert_eq!(document["facts"][0]["campaign"], "Black Friday");
    assert_eq!(document["facts"][0]["revenue_minor"], Value::Null);
    assert_eq!(document["campaigns"][0]["external_id"], "777");
    assert_eq!(document["complete_through"], json!({ "meta": "2026-11-27" }));
    assert_eq!(document["dropped"], json!([{ "line": 4, "reason": "total of other rows" }]));
    assert_eq!(document["refused"], Value::Null);
}

#[tokio::test]
async fn a_refusal_is_in_the_document_too() {
    let (done, document) =
        imported(&["c_date,campaign,spend,clicks\n2026-11-25,A,1.00,1\n"], on_the_29th()).await;
    assert_eq!(document["refused"], done.unwrap_err().to_string());
    assert!(document["refused"].as_str().unwrap().contains("c_date"), "{document}");
    assert_eq!(document["facts"], json!([]));
}

#[tokio::test]
async fn a_failure_names_the_file() {
    let (done, document) = imported(&[BEFORE, "nothing,that,is,known\n"], on_the_29th()).await;
    let refused = done.unwrap_err().to_string();
    assert!(refused.contains("1.csv: line 1: no header"), "{refused}");
    assert!(!refused.contains("kept"), "nothing is kept without a stack: {refused}");
    assert_eq!(document["refused"], refused);
}

#[tokio::test]
async fn a_result_that_cannot_be_written_is_said_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let out = Some(folder.path().join("nowhere/facts.json"));
    let command = ImportCommand { files: vec![folder.path().join("no.csv")], out, ..on_the_29th() };
    let failed = import(folder.path(), &command).await.unwrap_err();
    assert!(matches!(failed, ImportFileError::Write { .. }), "{failed}");
}

#[test]
fn whether_a_result_can_be_written_is_seen_without_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("facts.json");
    check_writable(&out).unwrap();
    assert!(!out.exists());
    std::fs::write(&out, "before").unwrap();
    check_writable(&out).unwrap();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "before");
    assert!(check_writable(folder.path()).is_err(), "a folder is no file");
    check_writable(Path::new("/dev/null")).unwrap();
}

#[tokio::test]
async fn a_header_without_rows_is_refused_and_the_document_says_so() {
    let header = BEFORE.lines().next().unwrap();
    let (done, document) = imported(&[&format!("{header}\n")], on_the_29th()).await;
    let refused = done.unwrap_err().to_string();
    assert!(refused.contains("no rows") && refused.contains("export it again"), "{refused}");
    assert_eq!(document["refused"], refused);
    assert_eq!(document["facts"], json!([]));
}

#[test]
fn a_failure_says_which_files_before_it_are_kept() {
    let reason = Box::new(ImportFileError::NoWorkspace);
    let kept = vec![PathBuf::from("a.csv"), PathBuf::from("b.csv")];
    let failure = ImportFileError::OfFile { file: PathBuf::from("c.csv"), reason, kept }.to_string();
    assert!(failure.starts_with("c.csv: the running stack"), "{failure}");
    assert!(failure.ends_with("Imported before it, and kept: a.csv, b.csv"), "{failure}");
}

#[tokio::test]
async fn an_empty_workspace_takes_the_currency_of_the_file() {
    let (done, document) = imported(&[&BEFORE.replace("USD", "INR")], on_the_29th()).await;
    done.unwrap();
    assert_eq!(document["facts"][0]["spend_minor"], 10_000);
}

#[tokio::test]
async fn platform_and_currency_are_taken_in_any_case_and_what_is_none_is_said() {
    let text = "date,campaign,spend,clicks\n2026-11-25,A,1.00,1\n";
    let named = |platform: &str, currency: &str| ImportCommand {
        platform: Some(platform.to_owned()),
        currency: Some(currency.to_owned()),
        ..on_the_29th()
    };
    let (done, document) = imported(&[text], named("Google Ads", "eur")).await;
    done.unwrap();
    assert_eq!(document["facts"][0]["channel"], "google");
    let unknown = currency_named(Some("dollars")).unwrap_err().to_string();
    assert!(unknown.contains("ISO 4217"), "{unknown}");
}

#[test]
fn nothing_is_called_stored_where_nothing_is_kept() {
    let kept = Kept {
        new_campaigns: 1,
        renamed: 0,
        new_estimates: 0,
        creatives: 2,
        facts: 3,
        replaced: 0,
        removed: 0,
        sources: Vec::new(),
        held_back: Vec::new(),
        told: 0,
    };
    let in_process = described(None, &kept, 0.1);
    assert!(
        in_process.starts_with("Not kept, as no stack is running: 1 new campaign, 2 creatives, 3 facts"),
        "{in_process}"
    );
    assert!(!in_process.to_lowercase().contains("stored"), "{in_process}");
    let workspace = "export-store".parse().unwrap();
    assert!(
        described(Some(&workspace), &kept, 0.1)
            .starts_with("Stored in export-store: 1 new campaign, 2 creatives, 3 facts")
    );
}

#[test]
fn one_path_may_have_spaces_and_several_are_separated_by_them() {
    let folder = tempfile::tempdir().unwrap();
    let spaced = folder.path().join("my export.csv");
    std::fs::write(&spaced, "").unwrap();
    assert_eq!(ImportCommand::paths(spaced.to_str().unwrap()), [spaced]);
    assert_eq!(ImportCommand::paths("a.csv b.csv"), [PathBuf::from("a.csv"), PathBuf::from("b.csv")]);
}
