//! How fast the parts are that a person waits for, against what they may take. Fails when one takes longer.
#![expect(clippy::print_stdout, reason = "the result of a benchmark is what it prints")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot be set up ends")]

use command_center::domain::action::context::{ActionContext, Actor, Via};
use command_center::domain::action::decision::{Change, Decision, decide};
use command_center::domain::inbound::command::{self, has_token};
use command_center::domain::inbound::signature::{AuthTokens, SignedBody, SignedRequest, sign, verify};
use command_center::domain::inbound::{Form, InboundMessage};
use command_center::domain::insight::target::Target;
use command_center::domain::language::Language;
use command_center::domain::money::Currency;
use command_center::domain::token::{Action, TokenChannel, TokenClaims, TokenKeys};
use command_center::importer::reader::read;
use command_center::importer::settings::ImportSettings;
use command_center::planner::evaluation::read_workspace;
use command_center::planner::{Before, Question, Workspace, plan};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::io::Cursor;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const PUBLIC_URL: &str = "https://hooks.example.com/twilio/inbound";
/// What the check of the signature, the parsing and the decision of a tap may take together.
const TAP_LIMIT: Duration = Duration::from_millis(1);
const TAPS: u32 = 2_000;
/// How many rows a second the importer must read into memory.
const ROWS_LIMIT: f64 = 20_000.0;
const ROWS: usize = 100_000;
/// What finding out what the most demanding text asks for may take.
const TEXT_LIMIT: Duration = Duration::from_millis(1);
/// The bytes of the longest text.
const LONGEST_TEXT: usize = 20_000;
const READINGS: u32 = 200;
/// What the longest texts consist of, by script.
const TEXTS: [(&str, &str); 12] = [
    ("Latin", "please stop "),
    ("accents", "e\u{301}\u{323}"),
    ("marks", "\u{301}\u{323}"),
    ("ligatures", "\u{fdfa}"),
    ("Arabic", "أوقف "),
    ("Devanagari", "बंद करो "),
    ("Hangul", "가"),
    ("Cyrillic", "стоп "),
    ("full width", "ＳＴＯＰ "),
    ("emoji", "🛑👨\u{200d}👩\u{200d}👧 "),
    ("unseen", "\u{200b}\u{202e}"),
    ("tokens", "v1.k1."),
];

/// What planning the most demanding of the known questions may take.
const QUESTION_LIMIT: Duration = Duration::from_millis(1);
const PLANS: u32 = 50;
const QUESTIONS: [&str; 2] = [
    include_str!("../../../tests/fixtures/questions/tuning.jsonl"),
    include_str!("../../../tests/fixtures/questions/adversarial.jsonl"),
];
const WORKSPACE: &str = include_str!("../../../tests/fixtures/questions/workspace.json");

/// What the first question of a process may take, with whatever is made when it is first needed.
const FIRST_QUESTION_LIMIT: Duration = Duration::from_millis(8);

fn main() -> ExitCode {
    let first = time_of_the_first_question();
    println!(
        "question: the first of a process       {first:>12.1?}   {:.3} of the limit of {FIRST_QUESTION_LIMIT:?}",
        first.as_secs_f64() / FIRST_QUESTION_LIMIT.as_secs_f64()
    );
    let tap = time_of_a_tap();
    let share = tap.as_secs_f64() / TAP_LIMIT.as_secs_f64();
    println!(
        "tap: signature, parsing and decision   {tap:>12.1?}   {share:.3} of the limit of {TAP_LIMIT:?}"
    );
    let rows = rows_a_second();
    println!(
        "import: {ROWS} rows into memory        {rows:>8.0} rows/s   {:.1} times the least of {ROWS_LIMIT:.0}",
        rows / ROWS_LIMIT
    );
    let (script, text) = time_of_the_worst_text();
    println!(
        "text: 20 KB, worst of {} scripts       {text:>12.1?}   {:.3} of the limit of {TEXT_LIMIT:?} ({script})",
        TEXTS.len(),
        text.as_secs_f64() / TEXT_LIMIT.as_secs_f64(),
    );
    let (mean, worst) = time_of_a_question();
    println!(
        "question: mean {mean:.1?}, the slowest     {worst:>12.1?}   {:.3} of the limit of {QUESTION_LIMIT:?}",
        worst.as_secs_f64() / QUESTION_LIMIT.as_secs_f64()
    );
    let is_fast = tap <= TAP_LIMIT
        && rows >= ROWS_LIMIT
        && text <= TEXT_LIMIT
        && worst <= QUESTION_LIMIT
        && first <= FIRST_QUESTION_LIMIT;
    if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns how long it takes to find out what the most demanding text asks for, with the name of its script.
fn time_of_the_worst_text() -> (&'static str, Duration) {
    let timed = TEXTS.iter().map(|(script, unit)| {
        let text = unit.repeat(LONGEST_TEXT / unit.len());
        black_box(command::read(black_box(&text))); // parses the words once
        let started = Instant::now();
        for _ in 0..READINGS {
            black_box(command::read(black_box(&text)));
            black_box(has_token(black_box(&text)));
        }
        (*script, started.elapsed() / READINGS)
    });
    timed.max_by_key(|(_, time)| *time).unwrap_or_default()
}

/// Returns how long the first question takes; nothing may have been planned before.
fn time_of_the_first_question() -> Duration {
    let workspace = read_workspace(WORKSPACE).expect("a workspace");
    let started = Instant::now();
    black_box(plan(black_box(&question_of("Which campaigns overspent yesterday?", &workspace))));
    started.elapsed()
}

fn question_of<'a>(text: &'a str, workspace: &'a Workspace) -> Question<'a> {
    let (today, language) = (date(2028, 3, 15), Language::English);
    Question { text, workspace, today, language, before: Before::default() }
}

/// Returns how long a question takes to plan, on average and the slowest one.
fn time_of_a_question() -> (Duration, Duration) {
    let workspace = read_workspace(WORKSPACE).expect("a workspace");
    let mut times: Vec<Duration> = Vec::new();
    for line in QUESTIONS.iter().flat_map(|questions| questions.lines()) {
        let value: serde_json::Value = serde_json::from_str(line).expect("a question");
        let question = question_of(value["text"].as_str().unwrap_or_default(), &workspace);
        let started = Instant::now();
        for _ in 0..PLANS {
            black_box(plan(black_box(&question)));
        }
        times.push(started.elapsed() / PLANS);
    }
    let count = u32::try_from(times.len()).unwrap_or(1);
    (times.iter().sum::<Duration>() / count, times.iter().max().copied().unwrap_or_default())
}

fn time_of_a_tap() -> Duration {
    let keys = TokenKeys::new("k1", &BTreeMap::from([("k1".to_owned(), vec![7; 32])])).expect("keys");
    let auth_tokens = AuthTokens { current: "0f1e2d3c4b5a69788796a5b4c3d2e1f0".to_owned(), previous: None };
    let claims = claims();
    let body = body(keys.seal(&claims).as_str());
    let form = Form::decode(body.as_bytes()).expect("a form");
    let signature = sign(PUBLIC_URL, form.pairs(), &auth_tokens.current);
    let facts = facts(&claims);
    let started = Instant::now();
    for _ in 0..TAPS {
        let form = Form::decode(black_box(body.as_bytes())).expect("a form");
        let request = SignedRequest {
            configured_url: PUBLIC_URL,
            body: SignedBody::Form(&form),
            header: Some(&signature),
        };
        verify(&request, &auth_tokens).expect("a genuine request");
        let message = InboundMessage::from_form(&form).expect("a message");
        let opened = keys.open(message.button_payload.as_deref().unwrap_or_default()).expect("a good token");
        let via = Via::Phone(&message.senders);
        let actor = Actor { claims: &opened, via, requested: None, now: now() };
        assert!(matches!(black_box(decide(&actor, &facts)), Decision::Apply(Change::Approve { .. })));
    }
    started.elapsed() / TAPS
}

fn now() -> Timestamp {
    "2026-10-06T12:07:00Z".parse().expect("an instant")
}

fn claims() -> TokenClaims {
    TokenClaims {
        purpose: Action::ApproveShift.into(),
        channel: TokenChannel::Button,
        workspace: "acme-store".parse().expect("a workspace"),
        member: "maya".parse().expect("a member"),
        target: "20261005-a1b2c3d4".parse().expect("a target"),
        nonce: [1; 16],
    }
}

fn body(payload: &str) -> String {
    let parameters = [
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("From", "whatsapp:+15550100001"),
        ("ExternalUserId", "whatsapp:US.1349000000000001"),
        ("To", "whatsapp:+14155238886"),
        ("Body", "Approve budget shift"),
        ("ButtonText", "Approve budget shift"),
        ("ButtonPayload", payload),
        ("ButtonType", "REPLY"),
        ("MessageType", "button"),
        ("ProfileName", "Maya"),
        ("WaId", "15550100001"),
        ("SmsStatus", "received"),
        ("NumSegments", "1"),
        ("NumMedia", "0"),
        ("ApiVersion", "2010-04-01"),
        ("OriginalRepliedMessageSid", "MM00000000000000000000000000000002"),
        ("OriginalRepliedMessageSender", "whatsapp:+14155238886"),
    ];
    parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect::<Form>()
        .encode()
}

fn facts(claims: &TokenClaims) -> ActionContext {
    let money = |units: i64| json!({ "minor": units * 100, "currency": "USD" });
    let change = |campaign: &str, before: i64, after: i64| json!({ "campaign": campaign, "name": campaign, "campaign_version": 1, "before": money(before), "after": money(after) });
    ActionContext {
        token: serde_json::from_value(json!({
            "workspace": claims.workspace, "member": claims.member, "action": claims.purpose, "target": claims.target,
            "target_version": 1, "issued_at": now().as_second() - 60, "valid_until": now().as_second() + 3600, "state": "issued",
        }))
        .expect("a token"),
        workspace: serde_json::from_value(json!({
            "id": claims.workspace, "name": "Acme Store", "zone": "America/New_York", "currency": "USD",
            "target_roas_hundredths": 350, "single_tap_limit": money(500),
        }))
        .expect("a workspace"),
        member: serde_json::from_value(json!({
            "id": claims.member, "workspace": claims.workspace, "name": "Maya", "role": "owner", "active": true,
            "zone": "America/New_York", "language": "en", "email": "maya@example.com",
        }))
        .expect("a member"),
        subscription: serde_json::from_value(json!({
            "workspace": claims.workspace, "member": claims.member, "phone": "+15550100001",
            "business_scoped_id": "US.1349000000000001", "consent": "opted_in",
            "consent_changed_at": "2026-01-01T00:00:00Z", "consent_wording": "en-1", "digest_time": "08:00:00",
        }))
        .expect("a subscription"),
        roster: None,
        target: Some(Target::Shift(serde_json::from_value(json!({
            "id": claims.target, "workspace": claims.workspace, "recommendation": claims.target,
            "from": change("retargeting-us", 900, 600), "to": change("prospecting-eu", 1200, 1500),
            "amount": money(300), "state": "proposed", "version": 1, "proposed_at": "2026-10-06T11:00:00Z",
        }))
        .expect("a shift"))),
        changed_campaigns: Vec::new(),
        first_approver: None,
 awaited_cards: None,
    }
}

fn rows_a_second() -> f64 {
    let settings = ImportSettings {
        workspace_currency: Currency::USD,
        file_currency: None,
        channel: None,
        today: date(2026, 10, 6),
        known_campaigns: Vec::new(),
    };
    let export = export();
    let started = Instant::now();
    let import = read(&mut Cursor::new(&export), &settings, &mut |_| {}).expect("an import");
    assert_eq!(black_box(import).facts.len(), ROWS);
    ROWS as f64 / started.elapsed().as_secs_f64()
}

/// Writes an export of 20 campaigns, 50 creatives each, over 100 days.
fn export() -> String {
    let mut export = String::from(
        "Day,Campaign name,Ad name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n",
    );
    for row in 0..ROWS {
        let (day, campaign, creative) = (row / 1_000, row / 50 % 20, row % 50);
        let day = date(2026, 6, 1).saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap_or(0)));
        writeln!(
            export,
            "{day},Campaign {campaign},Ad {creative},{}.{:02},{},{},3,120.50",
            row % 900,
            row % 100,
            row % 9000,
            row % 90
        )
        .expect("a text");
    }
    export
}
