//! What the digest of a large workspace takes with its reads: the run that the function does, in a process of its own, against
//! an embedded DynamoDB in another one, over HTTP. Fails when CPU or memory of the run's process are over their limits,
//! however many people get it, or when more people cost more reads.
#![expect(clippy::print_stdout, reason = "the result of a benchmark is what it prints")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up ends")]

use async_trait::async_trait;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use command_center::adapters::config::{self, Environment, TimeoutProfile};
use command_center::app::digest::{DigestDeps, DigestRequest, send_digest};
use command_center::domain::clock::FixedClock;
use command_center::domain::insight::DAYS_OF_HISTORY;
use command_center::domain::message::job::{DeliveryQueue, QueueError, QueueJob};
use command_center::domain::metrics::{
    BudgetSource, Campaign, DailyMetric, MetricValues, SourceCompleteness,
};
use command_center::domain::money::{Currency, Money};
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::workspace::{Member, WhatsAppSubscription};
use command_center::store::Store;
use command_center::store::embedded;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many campaigns a large workspace has, and on which channels.
const CAMPAIGNS: usize = 1_000;
const CHANNELS: [&str; 4] = ["meta", "google", "tiktok", "linkedin"];
const WORKSPACE: &str = "large";
const TABLE: &str = "command-center";
/// What the run may take of its own process, however many people get the digest.
const CPU_LIMIT: Duration = Duration::from_secs(1);
const MEMORY_LIMIT_KIB: u64 = 60 * 1_024;
/// The runs: how many days of facts there are, and for how many people.
const RUNS: [(i64, usize); 4] =
    [(29, 1), (DAYS_OF_HISTORY + 1, 1), (DAYS_OF_HISTORY + 1, 20), (DAYS_OF_HISTORY + 1, 200)];

/// What a run took.
#[derive(Serialize, Deserialize)]
struct Taken {
    wall_micros: u64,
    cpu_millis: u64,
    peak_kib: u64,
    queued: usize,
    calls: BTreeMap<String, usize>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| arguments.get(place).and_then(|text| text.parse().ok()).unwrap_or_default();
    match arguments.first().map(String::as_str) {
        Some("engine") => on_one_thread(serve(number(1), usize::try_from(number(2)).unwrap_or_default())),
        Some("run") => on_one_thread(run_alone()),
        _ => return compare(),
    }
    ExitCode::SUCCESS
}

/// Runs something as the functions do.
fn on_one_thread(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work);
}

/// Takes every run, prints it, and fails if one is over a limit.
fn compare() -> ExitCode {
    let mut is_good = true;
    let mut reads = None;
    for (days, people) in RUNS {
        let (taken, engine_millis) = take(days, people);
        let (cpu, wall) = (Duration::from_millis(taken.cpu_millis), Duration::from_micros(taken.wall_micros));
        let read = |name: &str| taken.calls.get(name).copied().unwrap_or_default();
        println!(
            "digest: {CAMPAIGNS} campaigns, {days} days, {people} people: {cpu:.0?} of CPU, {:.2} of the limit of {CPU_LIMIT:?}; peak \
             {:.1} MB, {:.2} of the limit of {} MB; {} Query",
            cpu.as_secs_f64() / CPU_LIMIT.as_secs_f64(),
            taken.peak_kib as f64 / 1_024.0,
            taken.peak_kib as f64 / MEMORY_LIMIT_KIB as f64,
            MEMORY_LIMIT_KIB / 1_024,
            read("Query"),
        );
        println!(
            "digest:   {wall:.1?} in all, while the engine in its process took {engine_millis} ms of CPU"
        );
        assert_eq!(taken.queued, people, "everybody gets it");
        let is_same = days != DAYS_OF_HISTORY + 1 || *reads.get_or_insert(read("Query")) == read("Query");
        is_good &= cpu <= CPU_LIMIT && taken.peak_kib <= MEMORY_LIMIT_KIB && is_same;
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Takes one run against an engine of its own. Returns also how long the engine computed meanwhile, in milliseconds.
fn take(days: i64, people: usize) -> (Taken, u64) {
    let itself = std::env::current_exe().expect("this program");
    let mut engine = Command::new(&itself);
    engine.args(["engine", &days.to_string(), &people.to_string()]);
    let mut engine =
        Engine(engine.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the engine starts"));
    let mut address = String::new();
    BufReader::new(engine.0.stdout.take().expect("a pipe")).read_line(&mut address).expect("its address");
    let before = cpu_millis(engine.0.id());
    let mut run = Command::new(itself);
    run.arg("run")
        .env("AWS_ENDPOINT_URL", address.trim())
        .env("TABLE_NAME", TABLE)
        .env("AWS_REGION", "us-east-1");
    run.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    let output = run.stderr(Stdio::inherit()).output().expect("the run starts");
    assert!(output.status.success(), "the run ends well");
    let taken = serde_json::from_slice(&output.stdout).expect("what it took");
    (taken, cpu_millis(engine.0.id()) - before)
}

/// An engine in a process of its own, which ends with its owner.
struct Engine(Child);

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns the CPU that a process has taken, in milliseconds; the system counts hundredths of a second.
fn cpu_millis(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("a process");
    // Behind the name, which may have spaces, the times of user and system are the twelfth and the thirteenth.
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times = behind_name.split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

/// Returns the largest memory that this process has had, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("this process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.split_whitespace().next().and_then(|kib| kib.parse().ok()).expect("a number")
}

/// Does what the function does, and prints what it took.
async fn run_alone() {
    let calls = Calls::default();
    let counted = Counter(Box::leak(Box::new(calls)));
    let aws = config::aws(TimeoutProfile::Working).await;
    let counting = aws_sdk_dynamodb::config::Builder::from(&aws).interceptor(counted.clone()).build();
    let table = Environment.required("TABLE_NAME").expect("the table");
    let store = Store::new(aws_sdk_dynamodb::Client::from_conf(counting), table);
    let queue = CountingQueue::default();
    let deps = DigestDeps { store: &store, queue: &queue, clock: &FixedClock(now()) };
    let request = DigestRequest { workspace: WORKSPACE.parse().expect("a name"), local_date: None };
    let (before, started) = (cpu_millis(std::process::id()), Instant::now());
    let summary = Box::pin(send_digest(&deps, &request)).await.expect("a digest");
    let wall = started.elapsed();
    assert!(summary.alerts > 0 && summary.proposes_shift, "there is something to tell: {summary:?}");
    let taken = Taken {
        wall_micros: u64::try_from(wall.as_micros()).unwrap_or(u64::MAX),
        cpu_millis: cpu_millis(std::process::id()) - before,
        peak_kib: peak_kib(),
        queued: queue.0.load(Ordering::Relaxed),
        calls: counted.0.0.lock().expect("the counts").clone(),
    };
    println!("{}", serde_json::to_string(&taken).expect("JSON"));
}

/// Counts jobs, and keeps none.
#[derive(Default)]
struct CountingQueue(AtomicUsize);

#[async_trait]
impl DeliveryQueue for CountingQueue {
    async fn send_jobs(&self, jobs: &[QueueJob], _delay_seconds: i64) -> Result<(), QueueError> {
        self.0.fetch_add(jobs.len(), Ordering::Relaxed);
        Ok(())
    }
}

/// How often each operation was called.
#[derive(Debug, Default)]
struct Calls(Mutex<BTreeMap<String, usize>>);

/// Counts what the SDK sends.
#[derive(Debug, Clone)]
struct Counter(&'static Calls);

impl Intercept for Counter {
    fn name(&self) -> &'static str {
        "Counter"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        *self.0.0.lock().expect("the counts").entry(operation).or_default() += 1;
        Ok(())
    }
}

/// Fills an engine and serves it until this process is ended. Prints its address.
async fn serve(days: i64, people: usize) {
    let database = embedded::empty_table();
    let store = embedded::store_sharing(&database).store;
    let settings = settings(people);
    store.save_settings(&settings).await.expect("the settings are stored");
    for day in 0..days {
        let day_facts: Vec<DailyMetric> = (0..CAMPAIGNS).map(|number| fact(number, day)).collect();
        store.save_facts(&settings.workspace.id, &day_facts, &|_| {}).await.expect("the facts are stored");
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("its address"));
    dynoxide::server::serve_on(listener, database).await;
}

fn now() -> Timestamp {
    "2026-10-06T12:07:00Z".parse().expect("an instant")
}

fn yesterday() -> Date {
    date(2026, 10, 5)
}

fn channel_of(number: usize) -> &'static str {
    CHANNELS[number % CHANNELS.len()]
}

fn campaign_id(number: usize) -> String {
    format!("campaign-{number:04}-{}", channel_of(number))
}

fn settings(people: usize) -> WorkspaceSettings {
    let member = |number: usize| -> Member {
        serde_json::from_value(json!({
            "id": format!("m{number}"), "workspace": WORKSPACE, "name": format!("Person {number}"), "role": "owner", "active": true,
            "zone": "America/New_York", "language": "en", "email": format!("m{number}@example.com"),
        }))
        .expect("a member")
    };
    let subscription = |number: usize| -> WhatsAppSubscription {
        serde_json::from_value(json!({
            "workspace": WORKSPACE, "member": format!("m{number}"), "phone": format!("+1555010{:04}", 1_000 + number),
            "business_scoped_id": null, "consent": "opted_in", "consent_changed_at": "2026-01-01T00:00:00Z",
            "consent_wording": "en-1", "digest_time": "08:00:00",
        }))
        .expect("a subscription")
    };
    let campaign = |number: usize| Campaign {
        id: campaign_id(number).parse().expect("a name"),
        name: format!("Campaign {number}"),
        channel: channel_of(number).parse().expect("a channel"),
        account: None,
        external_id: Some(format!("2385{number:010}")),
        former_names: Vec::new(),
        other_names: Vec::new(),
        active: true,
        daily_budget: Money::from_units(if number < 10 { 10_000 } else { 100 }, Currency::USD),
        budget_source: BudgetSource::Stated,
        version: 1,
    };
    let source = |channel: &str| SourceCompleteness::own(channel.parse().expect("a channel"), yesterday());
    WorkspaceSettings {
        workspace: serde_json::from_value(json!({
            "id": WORKSPACE, "name": "Large", "zone": "America/New_York", "currency": "USD",
            "target_roas_hundredths": 350, "single_tap_limit": { "minor": 5_000_000, "currency": "USD" },
        }))
        .expect("a workspace"),
        members: (0..people).map(member).collect(),
        subscriptions: (0..people).map(subscription).collect(),
        campaigns: (0..CAMPAIGNS).map(campaign).collect(),
        sources: CHANNELS.into_iter().map(source).collect(),
        health: Vec::new(),
    }
}

/// Returns the fact of a campaign so many days before the reported one: the first ten campaigns are large, and half of
/// these earn little; some of the others spend over their budget.
fn fact(number: usize, day: i64) -> DailyMetric {
    let wave = i64::try_from(number % 37).unwrap_or_default() * 40 + day % 7 * 30;
    let spend = if number < 10 {
        900_000 + wave
    } else {
        9_000 + wave + i64::from(number.is_multiple_of(97)) * 5_000
    };
    let return_percent = if number < 10 && number.is_multiple_of(2) { 150 } else { 450 };
    DailyMetric {
        channel: channel_of(number).parse().expect("a channel"),
        date: yesterday().saturating_sub(day.days()),
        campaign: campaign_id(number).parse().expect("a name"),
        creative: "all".parse().expect("a creative"),
        values: MetricValues {
            spend_minor: Some(spend),
            revenue_minor: Some(spend * return_percent / 100),
            impressions: Some(spend * 10),
            clicks: Some(spend / 10),
            conversions_thousandths: Some(spend * 3),
        },
    }
}
