//! The limits of the template: what is kept for Twilio is nobody else's, and the runbook says of each limit who can fill
//! it, what is then lost, and which alarm rings.

use std::collections::{BTreeMap, BTreeSet};

use crate::alarms::{alarms, resources, source};
use command_center::domain::inbound::budget::MOST_MESSAGES;
use command_center::domain::question::model::budget::{ModelBudget, ModelUse};

/// The heading of the runbook's table.
const TABLE: &str = "| Limit | How much | Who can fill it | What is lost | What rings |";

/// The limits for which nothing rings, with what the runbook says instead: a sender who writes too much harms nobody else, and without
/// a model the planner answers.
const SILENT: [(&str, &str); 2] = [
    ("MOST_MESSAGES", "none: one event in the audit log"),
    ("ModelBudget", "none: a line in the log for each question"),
];

/// The limits of a route, in requests a second and at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Throttle {
    rate: u32,
    burst: u32,
}

impl Throttle {
    /// Reads the limits in a line of the template.
    fn of(line: &str) -> Self {
        let number = |key: &str| -> u32 {
            let rest = line.split(&format!("{key}: ")).nth(1).unwrap_or_else(|| panic!("no {key} in {line}"));
            rest.split([',', '}']).next().and_then(|text| text.parse().ok()).expect("a number")
        };
        Self { rate: number("ThrottlingRateLimit"), burst: number("ThrottlingBurstLimit") }
    }

    fn as_told(self) -> String {
        format!("{} a second, {} at once", self.rate, self.burst)
    }
}

fn stage() -> String {
    let mut stages = resources("AWS::ApiGatewayV2::Stage");
    assert_eq!(stages.len(), 1, "one stage");
    stages.remove(0).1
}

/// The limits of each route without any of its own, and of each that has them.
fn throttles() -> (Throttle, BTreeMap<String, Throttle>) {
    let stage = stage();
    let lines = || stage.lines().filter(|line| line.contains("ThrottlingRateLimit"));
    let (default, named): (Vec<_>, Vec<_>) = lines().partition(|line| line.contains("DefaultRouteSettings"));
    assert_eq!(default.len(), 1, "{stage}");
    let key = |line: &str| line.split('\'').nth(1).expect("a route in quotes").to_owned();
    (Throttle::of(default[0]), named.into_iter().map(|line| (key(line), Throttle::of(line))).collect())
}

/// The keys of all routes, Twilio's and the others.
fn routes() -> (BTreeSet<String>, BTreeSet<String>) {
    let key = |(name, lines): (String, String)| {
        let key = lines.split("RouteKey: ").nth(1).and_then(|rest| rest.lines().next());
        key.unwrap_or_else(|| panic!("{name} has no key")).to_owned()
    };
    resources("AWS::ApiGatewayV2::Route")
        .into_iter()
        .map(key)
        .partition(|key| key.contains("${WebhookSegment}"))
}

#[test]
fn only_twilios_routes_share_the_limits_that_are_kept_for_twilio() {
    let (default, named) = throttles();
    let (twilios, others) = routes();
    assert_eq!(twilios.len(), 2, "{twilios:?}");
    let limited: BTreeSet<String> = named.keys().cloned().collect();
    assert_eq!(
        limited, others,
        "a route that anybody may call has the limits that are kept for Twilio, or none"
    );
    for (route, throttle) in &named {
        assert!(throttle.rate < default.rate && throttle.burst < default.burst, "{route}: {throttle:?}");
        assert!(!route.contains("twilio"), "{route}");
    }
    // 80 messages a second, three callbacks each, and people who write.
    assert!(default.rate >= 80 * 3 + 100, "{default:?}");
}

#[test]
fn the_segment_is_asked_for_is_long_enough_and_is_not_shown_by_the_stack() {
    let template = source("infra/template.yaml");
    let parameter = template.split("\n  WebhookSegment:\n").nth(1).expect("the parameter");
    let parameter =
        parameter.lines().take_while(|line| line.starts_with("    ")).collect::<Vec<_>>().join("\n");
    assert!(parameter.contains("NoEcho: true") && !parameter.contains("Default:"), "{parameter}");
    assert!(parameter.contains("AllowedPattern: '[A-Za-z0-9_-]{22,64}'"), "{parameter}");
    let outputs = template.split("\nOutputs:\n").nth(1).expect("the outputs");
    assert!(!outputs.contains("WebhookSegment"), "an output is shown");
    let example = source("infra/stages/example.json");
    assert!(example.contains("\"WebhookSegment\": \"\""), "an example that works would be everybody's");
}

/// A row of the runbook's table.
struct Row {
    limits: Vec<String>,
    cells: Vec<String>,
}

fn rows() -> Vec<Row> {
    let runbook = source("docs/runbook.md");
    let table = runbook.split(TABLE).nth(1).expect("the table of limits");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let row = |line: &str| {
        let cells: Vec<String> =
            line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
        assert_eq!(cells.len(), 5, "{line}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
        Row { limits: quoted(&cells[0]), cells }
    };
    rows.map(row).collect()
}

/// Returns what stands in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every limit of the template, the one of a sender and the budgets of the language model by its name, with how much it is where
/// that is a number.
fn limits() -> BTreeMap<String, Option<String>> {
    let (default, named) = throttles();
    let of_sender = ("MOST_MESSAGES".to_owned(), Some(format!("{MOST_MESSAGES} an hour")));
    let of_routes = ("DefaultRouteSettings".to_owned(), Some(default.as_told()));
    let mut limits = BTreeMap::from([of_routes, of_sender, ("ModelBudget".to_owned(), Some(model_budget()))]);
    limits.extend(named.into_iter().map(|(route, throttle)| (route, Some(throttle.as_told()))));
    limits
        .extend(resources("AWS::SQS::Queue").into_iter().map(|(name, lines)| (name, Some(kept_for(&lines)))));
    for (name, lines) in resources("AWS::Serverless::Function") {
        for key in ["ReservedConcurrentExecutions: ", "MaximumConcurrency: ", "ParallelizationFactor: "] {
            if let Some(rest) = lines.split(key).nth(1) {
                limits.insert(format!("{}.{name}", key.trim_end_matches(": ")), number_of(rest));
            }
        }
    }
    limits
}

fn model_budget() -> String {
    let ModelBudget { person_per_day, workspace_per_month } = ModelBudget::default();
    let told =
        |of: ModelUse| format!("{} requests and {} tokens", grouped(of.requests.into()), grouped(of.tokens));
    format!(
        "{} of a person in a day, {} of a workspace in a month",
        told(person_per_day),
        told(workspace_per_month)
    )
}

/// Writes a number as the runbook does: 15,000,000.
fn grouped(number: u64) -> String {
    let below = format!("{:03}", number % 1_000);
    if number < 1_000 { number.to_string() } else { format!("{},{below}", grouped(number / 1_000)) }
}

/// Returns a setting if it is a number and no parameter.
fn number_of(rest: &str) -> Option<String> {
    let text = rest.split(['}', '\n']).next().unwrap_or_default().trim();
    text.parse::<u32>().ok().map(|number| number.to_string())
}

fn kept_for(queue: &str) -> String {
    let seconds = queue.split("MessageRetentionPeriod: ").nth(1).and_then(|rest| rest.lines().next());
    let seconds: u32 = seconds.and_then(|text| text.parse().ok()).expect("a retention");
    format!("{} days", seconds / 86_400)
}

#[test]
fn the_runbook_says_of_every_limit_who_can_fill_it_what_is_lost_and_what_rings() {
    let rows = rows();
    for (limit, amount) in limits() {
        let told: Vec<&Row> = rows.iter().filter(|row| row.limits.contains(&limit)).collect();
        assert_eq!(told.len(), 1, "{limit} has {} rows", told.len());
        let much = &told[0].cells[1];
        assert!(
            amount.as_ref().is_none_or(|amount| much.contains(amount)),
            "{limit}: {amount:?}, not {much}"
        );
    }
}

#[test]
fn no_limit_of_the_runbook_is_made_up_and_each_has_an_alarm_that_exists() {
    let (limits, alarms) = (limits(), alarms());
    for row in rows() {
        for limit in &row.limits {
            assert!(limits.contains_key(limit), "there is no {limit}");
        }
        let rings = quoted(&row.cells[4]);
        let is_told = SILENT.iter().any(|(limit, told)| row.limits == [*limit] && row.cells[4] == *told);
        assert!(is_told || !rings.is_empty(), "nothing rings for {:?}", row.cells[0]);
        for alarm in rings {
            assert!(alarms.iter().any(|(name, _)| *name == alarm), "there is no {alarm}");
        }
    }
}
