//! What an attacker, a stranger or a curious proxy can do from outside.

use std::net::TcpStream;
use std::time::Duration;

use command_center::app::digest::DigestRequest;
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::import::object::ObjectStorage;
use command_center::domain::inbound::signature::sign;
use local_stack::demo::play;
use local_stack::package::Function;
use local_stack::phone_client::{ChatMessage, PhoneClient};
use local_stack::stack::LocalStack;
use local_stack::workspaces::sample_today;
use reqwest::StatusCode;

use crate::harness::{PATIENCE_SECONDS, Running, root};
use crate::roles::policy_of;
use crate::roles::rare::play_rare_cases;
use crate::roles::unused::unused_keys;

async fn post(url: &str, form: &[(&str, &str)], signature: Option<&str>) -> (StatusCode, String, String) {
    let request = reqwest::Client::new().post(url).form(form);
    let request = match signature {
        Some(signature) => request.header("X-Twilio-Signature", signature),
        None => request,
    };
    let answer = request.send().await.expect("an answer");
    let kind = answer
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    (answer.status(), kind, answer.text().await.unwrap_or_default())
}

fn message<'a>(account: &'a str, from: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("AccountSid", account),
        ("From", from),
        ("To", "whatsapp:+14155238886"),
        ("Body", "STOP"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_twilio_signed_for_our_account_is_received() {
    let running = Running::start().await;
    let account = running.stack.credentials.account_sid.clone();
    let token = running.stack.credentials.auth_token.clone();
    let url = running.stack.inbound_url();
    let form = message(&account, "whatsapp:+15550199999");
    let good = sign(&url, form.iter().copied(), &token);

    for (what, signature) in [("no signature", None), ("a wrong one", Some("AAAAAAAAAAAAAAAAAAAAAAAAAAA="))] {
        let (status, _, body) = post(&url, &form, signature).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
        assert!(body.is_empty(), "{what}: {body}");
    }
    // Who does not know the segment meets nobody, however well the request is signed.
    let elsewhere = format!("{}/twilio/inbound", running.stack.public_url());
    let signed_elsewhere = sign(&elsewhere, form.iter().copied(), &token);
    assert_eq!(post(&elsewhere, &form, Some(&signed_elsewhere)).await.0, StatusCode::NOT_FOUND);
    let mut changed = form.clone();
    changed[4].1 = "START";
    assert_eq!(post(&url, &changed, Some(&good)).await.0, StatusCode::FORBIDDEN);
    // The same body at another path or with another query is another request.
    for other in [running.stack.status_url(), format!("{url}?a=1")] {
        assert_eq!(post(&other, &form, Some(&good)).await.0, StatusCode::FORBIDDEN, "{other}");
    }

    let other = message("AC00000000000000000000000000000000", "whatsapp:+15550199999");
    let signed = sign(&url, other.iter().copied(), &token);
    assert_eq!(post(&url, &other, Some(&signed)).await.0, StatusCode::FORBIDDEN);

    let (status, kind, body) = post(&url, &form, Some(&good)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(kind.starts_with("text/xml"), "{kind}");
    assert!(!body.contains("<Message>"), "a stranger gets no reply: {body}");
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_tap_delivered_twice_gets_the_same_reply_and_is_audited_once() {
    let running = Running::start().await;
    running.send_digest().await;
    let (maya, digest) = (running.phone("maya"), running.digest_of("maya").await);
    let button = digest.button("Approve budget shift").expect("the button").index;
    let sid = "SM0123456789abcdef0123456789abcdef";
    let tap = serde_json::json!({ "tap": { "message": digest.sid, "button": button }, "fields": { "MessageSid": sid } });
    let first = maya.send_raw(&tap).await.expect("a reply");
    let second = maya.send_raw(&tap).await.expect("a reply");
    let text = |answer: &local_stack::phone_client::HookAnswer| answer.replies[0].text.clone();
    assert!(text(&first).contains("Approved via WhatsApp by Maya"), "{}", text(&first));
    assert_eq!(text(&first), text(&second));
    assert_eq!(running.stack.store.audit(&running.workspace).await.expect("the audit log").len(), 1);
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dashboard_link_is_refused_when_any_part_of_it_is_changed() {
    let running = Running::start().await;
    running.send_digest().await;
    let digest = running.digest_of("anna").await;
    let link = digest.buttons.iter().find_map(|button| button.url.clone()).expect("a link");
    assert_eq!(reqwest::get(&link).await.expect("an answer").status(), StatusCode::OK);
    let mut forged = link.clone();
    let last = forged.pop().expect("a character");
    forged.push(if last == 'A' { 'B' } else { 'A' });
    let refused = reqwest::get(&forged).await.expect("an answer").status();
    assert!(refused.is_client_error(), "{refused}");
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_listens_beyond_the_loopback() {
    let running = Running::start().await;
    let others = local_addresses();
    for url in [running.stack.public_url(), running.stack.twilio_url(), running.stack.aws_endpoint()] {
        let port: u16 = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        for address in &others {
            assert!(TcpStream::connect((address.as_str(), port)).is_err(), "{url} answers at {address}");
        }
    }
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_sealed_at_once_and_told_to_the_rest_of_the_product() {
    let running = Running::start().await;
    running.phone("priya").say("STOP").await.expect("an answer");
    let mut look = tokio::time::interval(Duration::from_millis(100));
    let sealing = async {
        loop {
            look.tick().await;
            let report = running.stack.verify_audit(&running.workspace).await.expect("a report");
            let events = running.stack.events().await.expect("the events");
            if report.intact.is_some() && report.waiting == 0 && !events.is_empty() {
                return (report, events);
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), sealing).await;
    let (report, events) = waited.expect("it is sealed and told");
    assert!(report.is_intact(), "{report}");
    let audit = running.stack.store.audit(&running.workspace).await.expect("the audit log");
    let told: Vec<&str> = events.iter().filter_map(|event| event.detail["id"].as_str()).collect();
    assert_eq!(told, [audit[0].id.as_str()]);
    running.stack.stop().await.expect("the stack stops");
}

/// Actions that AWS itself performs with a function's permissions, which the emulator does not show: its Lambda
/// service writes the logs, reads the queue and the stream, and stores failed events.
const DONE_BY_LAMBDA: [(&str, &str); 19] = [
    ("", "logs:CreateLogStream"),
    ("", "logs:PutLogEvents"),
    ("delivery", "sqs:ReceiveMessage"),
    ("delivery", "sqs:DeleteMessage"),
    ("delivery", "sqs:GetQueueAttributes"),
    ("digest", "sqs:ReceiveMessage"),
    ("digest", "sqs:DeleteMessage"),
    ("digest", "sqs:GetQueueAttributes"),
    ("import", "sqs:ReceiveMessage"),
    ("import", "sqs:DeleteMessage"),
    ("import", "sqs:GetQueueAttributes"),
    ("query", "sqs:ReceiveMessage"),
    ("query", "sqs:DeleteMessage"),
    ("query", "sqs:GetQueueAttributes"),
    ("live", "dynamodb:DescribeStream"),
    ("live", "dynamodb:GetRecords"),
    ("live", "dynamodb:GetShardIterator"),
    ("live", "dynamodb:ListStreams"),
    ("live", "sqs:SendMessage"),
];

/// Permissions for cases that do not occur in the day of the demo: the function, the action, and the code that needs
/// it.
const FOR_RARE_CASES: [(&str, &str, &str, &str); 9] = [
    // Twilio or SES fails, so the job goes back to the queue.
    ("delivery", "sqs:SendMessage*", "shared/app/src/delivery.rs", "deps.queue.send("),
    // An estimated budget changes on which a proposal rests, and somebody has approved that one first.
    ("import", "dynamodb:ConditionCheckItem", "shared/app/src/import.rs", "budget::change("),
    ("import", "sqs:SendMessage*", "shared/app/src/import.rs", "deps.queue.send_in_order("),
    // A canary that is not refused, although all should be, acts in its synthetic workspace and is then found to have
    // acted.
    (
        "proof",
        "dynamodb:UpdateItem",
        "shared/app/src/verification/canary/attempt.rs",
        "receive(&inbound(deps",
    ),
    // Somebody is assigned a recommendation and notified by email.
    ("delivery", "ses:SendEmail", "shared/app/src/notification/mail.rs", "deps.email.send("),
    // Somebody presses the button on the page that a link in an email opens.
    ("admin", "dynamodb:PutItem", "functions/admin/src/action.rs", "press(&self.link_deps()"),
    ("admin", "dynamodb:UpdateItem", "functions/admin/src/action.rs", "press(&self.link_deps()"),
    ("admin", "dynamodb:ConditionCheckItem", "functions/admin/src/action.rs", "press(&self.link_deps()"),
    ("admin", "sqs:SendMessage*", "functions/admin/src/action.rs", "press(&self.link_deps()"),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_function_asks_for_what_its_policy_allows_and_its_policy_allows_nothing_else() {
    let stack = LocalStack::start(&root()).await.expect("the stack starts");
    let played = play(&stack, None).await;
    let phone = PhoneClient::new(stack.twilio_url(), "priya");
    for text in ["STOP", "START", "HELP", "assign Maya"] {
        phone.say(text).await.expect("an answer");
    }
    let workspace = "acme-store".parse().expect("a workspace");
    let again = DigestRequest { workspace, local_date: Some(sample_today(&SystemClock)) };
    stack.send_digest(&again).await.expect("nobody gets it twice");
    import_a_file(&stack).await;
    answers_are_rated_and_offered_questions_asked(&stack).await;
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    stack.learn_costs(today).await.expect("the costs are learned");
    stack.prove(today).await.expect("the day is proven");
    stack.sweep().await.expect("the sweep");
    play_rare_cases(&stack, &again.workspace).await;
    let asked = stack.policy_decisions();
    let names =
        Function::ALL.map(|function| (function.name(), stack.outputs.function_name(function).to_owned()));
    stack.stop().await.expect("the stack stops");
    played.expect("the demo plays through");

    let denied: Vec<_> = asked.iter().filter(|decision| !decision.allowed).collect();
    assert!(denied.is_empty(), "a function needs what its policy does not allow: {denied:?}");
    let mut unused = Vec::new();
    for (name, deployed) in &names {
        let of_this = || asked.iter().filter(|decision| decision.function == *deployed);
        for allowed in actions_of(name) {
            let is_asked = of_this().any(|decision| covers(&allowed, &decision.action));
            if !is_asked && !is_done_by_lambda(name, &allowed) && !is_rarely_needed(name, &allowed) {
                unused.push(format!("{name}: {allowed}"));
            }
        }
        unused.extend(unused_keys(name, &of_this().collect::<Vec<_>>()));
    }
    assert!(unused.is_empty(), "a policy allows what its function does not do: {unused:?}");
}

/// Has Maya rate an answer by a button and by a text, and ask what a refusal offers.
async fn answers_are_rated_and_offered_questions_asked(stack: &LocalStack) {
    let maya = PhoneClient::new(stack.twilio_url(), "maya");
    maya.say("how much did we spend the day before yesterday").await.expect("it is heard");
    let answer = next_with(&maya, "Good answer", 0).await;
    let good = answer.button("Good answer").expect("a button").clone();
    maya.tap(&answer, &good).await.expect("a reply");
    maya.say("4/5").await.expect("a reply");
    maya.say("can you please tell me a joke about the weather").await.expect("it is heard");
    let refused = next_with(&maya, "Last week", 0).await;
    let offered = refused.button("Last week").expect("a button").clone();
    let answers = maya
        .messages()
        .await
        .expect("the chat")
        .iter()
        .filter(|one| one.button("Good answer").is_some())
        .count();
    maya.tap(&refused, &offered).await.expect("it is heard");
    next_with(&maya, "Good answer", answers).await;
}

/// Waits for a message with a button, beside so many that there are, and returns the newest.
async fn next_with(phone: &PhoneClient, button: &'static str, known: usize) -> ChatMessage {
    let has_button =
        |message: &ChatMessage| message.direction == "outbound" && message.button(button).is_some();
    let found = phone.await_messages(300, "an answer", known + 1, has_button).await.expect("an answer");
    found.into_iter().next_back().expect("one")
}

/// Drops a file into the bucket and waits until it is imported.
async fn import_a_file(stack: &LocalStack) {
    let day = sample_today(&SystemClock).yesterday().expect("a day");
    let file =
        format!("Day,Campaign ID,Campaign,Ad name,Currency code,Cost\n{day},77,Sale,Video,USD,12.00\n");
    let objects = stack.objects().expect("a bucket");
    objects.put("in/acme-store/reddit/day.csv", file.as_bytes()).await.expect("the file is kept");
    let workspace = "acme-store".parse().expect("a workspace");
    let mut look = tokio::time::interval(Duration::from_millis(100));
    let looking = async {
        loop {
            look.tick().await;
            let receipts = stack.store.import_receipts(&workspace, 1).await.expect("the store reads");
            if receipts.iter().any(|receipt| receipt.state.has_ended()) {
                return receipts;
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await;
    let receipts = waited.expect("the file is imported");
    assert_eq!(receipts[0].state.as_str(), "stored", "{receipts:?}");
}

fn is_done_by_lambda(function: &str, action: &str) -> bool {
    DONE_BY_LAMBDA.iter().any(|(of, done)| (of.is_empty() || *of == function) && *done == action)
}

/// Reports whether the code that is listed as needing an action still does.
fn is_rarely_needed(function: &str, action: &str) -> bool {
    let rare = FOR_RARE_CASES.iter().find(|(of, asked, ..)| *of == function && *asked == action);
    rare.is_some_and(|(_, _, file, call)| source(file).contains(call))
}

/// Reports whether an action of a policy, which may end with a wildcard, allows the requested action.
fn covers(allowed: &str, asked: &str) -> bool {
    allowed.strip_suffix('*').map_or(allowed == asked, |beginning| asked.starts_with(beginning))
}

/// Returns the actions in a function's policy.
fn actions_of(function: &str) -> Vec<String> {
    let policy = policy_of(function);
    let words = policy.split([' ', '\n', '\'', ',', '[', ']', '{', '}']).map(str::to_owned);
    let services = ["dynamodb:", "sqs:", "ses:", "events:", "secretsmanager:", "logs:", "lambda:"];
    // The sender and the keys are conditions, not actions.
    let is_action = |word: &String| {
        services.iter().any(|service| word.starts_with(service))
            && !word.ends_with(':')
            && !["ses:FromAddress", "dynamodb:LeadingKeys", "dynamodb:Attributes"].contains(&word.as_str())
    };
    let actions: Vec<String> = words.filter(is_action).collect();
    assert!(actions.len() > 3, "{function}: {actions:?}");
    actions
}

fn source(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the addresses of this machine that other machines may be able to reach.
fn local_addresses() -> Vec<String> {
    let output = std::process::Command::new("hostname").arg("-I").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace().filter(|address| !address.contains(':')).map(str::to_owned).collect()
}
