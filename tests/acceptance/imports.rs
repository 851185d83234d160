//! Numbers that come in without a person at the keyboard: by the API and by the bucket, on the real template. `make load`
//! imports a million rows; the tests import fewer.

use std::fmt::Write as _;
use std::time::Duration;

use command_center::domain::identity::WorkspaceId;
use command_center::domain::import::object::ObjectStorage;
use command_center::domain::import::{ImportReceipt, ImportState};
use jiff::ToSpan;
use jiff::civil::Date;
use local_stack::send_file::{SendCommand, send_to};
use local_stack::stack_file::{AdminLogin, RunningStack, RunningTwilio};
use local_stack::workspaces::around_export;
use serde_json::Value;

use crate::harness::{PATIENCE_SECONDS, Running, move_to};

/// The days and campaigns of the files, which make the facts; more rows are more ad groups, which are added up.
const DAYS: i64 = 60;
const CAMPAIGNS: usize = 20;
/// How many rows the tests import for each fact.
const AD_GROUPS: usize = 20;
/// By how much the peak of memory may grow when a file has ten times the rows, in KiB: what is remembered to find rows that
/// are the same twice, of which half a million at most are remembered.
const GROWTH: u64 = 32 * 1024;

#[expect(clippy::disallowed_methods, reason = "how many is asked for by whoever starts the test")]
fn ad_groups() -> usize {
    let asked: Option<usize> = std::env::var("ROWS").ok().map(|text| text.parse().expect("a number of rows"));
    asked.map_or(AD_GROUPS, |rows| rows.div_ceil(CAMPAIGNS * DAYS as usize))
}

/// An export with so many rows for each campaign's day, each of which cost one dollar.
fn export(today: Date, ad_groups: usize) -> String {
    let mut text = "Day,Campaign ID,Campaign,Ad group,Currency code,Cost,Clicks\n".to_owned();
    for day in (1..=DAYS).map(|ago| today - ago.days()) {
        for campaign in 0..CAMPAIGNS {
            for group in 0..ad_groups {
                let _ = writeln!(text, "{day},{campaign},Campaign {campaign},Group {group},USD,1.00,3");
            }
        }
    }
    text
}

/// A stack with an empty workspace and the sample beside it.
struct Intake {
    running: Running,
    empty: WorkspaceId,
}

impl Intake {
    async fn start() -> Self {
        let running = Running::start().await;
        let mut contents = local_stack::workspaces::sample(running.today);
        contents.settings = around_export(running.today);
        (contents.facts, contents.creatives) = (Vec::new(), Vec::new());
        move_to(&mut contents, "export-store");
        running.stack.load(&contents).await.expect("the workspace is loaded");
        Self { running, empty: contents.settings.workspace.id }
    }

    /// Puts a file into the bucket, as somebody who may write there does.
    async fn drop_file(&self, name: &str, content: &[u8]) {
        let key = format!("in/{}/{name}", self.empty);
        self.running.stack.objects().expect("a bucket").put(&key, content).await.expect("the file is kept");
    }

    /// What `make send` reads of a running stack.
    fn described(&self) -> RunningStack {
        let stack = &self.running.stack;
        RunningStack {
            aws_endpoint: stack.aws_endpoint().to_owned(),
            public_url: stack.public_url().to_owned(),
            table: stack.table().to_owned(),
            delivery_function: String::new(),
            delivery_queue_url: stack.outputs.delivery_queue_url.clone(),
            clock_folder: String::new(),
            workspace: self.empty.clone(),
            admin: AdminLogin { username: String::new(), password: String::new(), client: String::new() },
            twilio: RunningTwilio::default(),
        }
    }

    async fn receipts(&self) -> Vec<ImportReceipt> {
        self.running.stack.store.import_receipts(&self.empty, 50).await.expect("the store reads")
    }

    /// Waits until a file's receipt fits.
    async fn receipt(&self, file: &str, fits: impl Fn(&ImportState) -> bool) -> ImportReceipt {
        let mut look = tokio::time::interval(Duration::from_millis(50));
        let looking = async {
            loop {
                look.tick().await;
                let found = self.receipts().await.into_iter().find(|receipt| receipt.file == file);
                if let Some(receipt) = found.filter(|receipt| fits(&receipt.state)) {
                    return receipt;
                }
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await;
        match waited {
            Ok(receipt) => receipt,
            Err(_) => panic!("{file} did not get there: {:?}", self.receipts().await),
        }
    }

    /// The days with a fact, and the sum of all spend in dollars.
    async fn stored(&self) -> (usize, i64) {
        let today = self.running.today;
        let facts =
            self.running.stack.store.facts(&self.empty, today - 200.days(), today).await.expect("facts");
        let spend: i64 = facts.iter().filter_map(|fact| fact.values.spend_minor).sum();
        (facts.len(), spend / 100)
    }

    async fn stop(self) {
        let denied: Vec<_> =
            self.running.stack.policy_decisions().into_iter().filter(|one| !one.allowed).collect();
        assert!(denied.is_empty(), "{denied:?}");
        self.running.stack.stop().await.expect("the stack stops");
    }
}

fn rows(receipt: &ImportReceipt) -> u64 {
    match &receipt.state {
        ImportState::Stored { summary, .. } => summary.rows_kept,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_is_bounded_whatever_the_rows_of_a_file_and_a_bad_one_changes_nothing() {
    let intake = Intake::start().await;
    let (today, ad_groups) = (intake.running.today, ad_groups());
    let facts = DAYS as usize * CAMPAIGNS;
    let mut peaks = Vec::new();
    for (name, groups) in [("tenth.csv", ad_groups.div_ceil(10)), ("whole.csv", ad_groups)] {
        intake.drop_file(&format!("google/{name}"), export(today, groups).as_bytes()).await;
        let receipt = intake.receipt(&name.replace('.', "·"), ImportState::has_ended).await;
        assert_eq!(rows(&receipt), (facts * groups) as u64);
        assert_eq!(intake.stored().await, (facts, (facts * groups) as i64));
        let peak = intake.running.stack.peak_memory_of_import_workers().into_values().max();
        peaks.push(peak.expect("a worker"));
    }
    println!(
        "{} rows: {} MB, {} rows: {} MB",
        facts * ad_groups.div_ceil(10),
        peaks[0] / 1024,
        facts * ad_groups,
        peaks[1] / 1024
    );
    assert!(peaks[1] <= peaks[0] + GROWTH, "{peaks:?} KiB");

    let bad = export(today, 1).replacen(",1.00,", ",a lot,", 2);
    intake.drop_file("google/bad.csv", bad.as_bytes()).await;
    let refused = intake.receipt("bad·csv", ImportState::has_ended).await;
    let ImportState::Refused { refusal, .. } = &refused.state else { panic!("{refused:?}") };
    assert_eq!(refusal.line, Some(2));
    assert!(refusal.message.contains("(spend)") && refusal.message.contains("correct"), "{refusal:?}");
    assert_eq!(intake.stored().await, (facts, (facts * ad_groups) as i64));
    intake.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_worker_was_killed_is_finished_by_another_one_with_each_fact_once() {
    let intake = Intake::start().await;
    let (today, ad_groups) = (intake.running.today, ad_groups());
    intake.drop_file("google/day.csv", export(today, ad_groups).as_bytes()).await;
    intake.receipt("day·csv", |state| matches!(state, ImportState::Running { .. })).await;
    assert!(intake.running.stack.kill_import_workers() > 0, "no worker was there to be killed");
    let receipt = intake.receipt("day·csv", ImportState::has_ended).await;
    let facts = DAYS as usize * CAMPAIGNS;
    assert_eq!((rows(&receipt), receipt.attempts), ((facts * ad_groups) as u64, 2), "{receipt:?}");
    assert_eq!(intake.stored().await, (facts, (facts * ad_groups) as i64));
    intake.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_a_packed_file_and_gets_its_receipt() {
    let intake = Intake::start().await;
    let running = intake.described();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("numbers.csv");
    std::fs::write(&file, export(intake.running.today, 1)).expect("a file");
    let packed = std::process::Command::new("gzip").arg("-k").arg(&file).status().expect("gzip");
    assert!(packed.success());
    let command = |name: &str| SendCommand {
        file: folder.path().join(name),
        channel: Some("google".to_owned()),
        currency: None,
    };
    send_to(&running, &command("numbers.csv.gz")).await.expect("the file is imported");
    let facts = DAYS as usize * CAMPAIGNS;
    assert_eq!(intake.stored().await, (facts, facts as i64));
    let json: Value =
        serde_json::json!({ "date": "yesterday", "campaign": "x", "spend": 1, "channel": "meta" });
    std::fs::write(folder.path().join("bad.jsonl"), json.to_string()).expect("a file");
    assert!(send_to(&running, &command("bad.jsonl")).await.is_err());
    let refused = intake.receipts().await.into_iter().find(|receipt| receipt.state.as_str() == "refused");
    assert!(refused.is_some(), "its receipt stays");
    intake.stop().await;
}
