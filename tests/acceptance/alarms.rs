//! The alarms: every alarm has its section in the runbook, and every filter looks for words that the code writes.

use std::collections::BTreeSet;

use command_center::app::delivery::Delivered;
use command_center::app::digest::scheduled::ScheduledOutcome;
use command_center::domain::delivery::log_events::{COUNTED as COUNTED_OF_DELIVERY, HANDLED};
use command_center::domain::import::ImportState;
use command_center::domain::import::log_events::{COUNTED as COUNTED_OF_IMPORT, ENDED};
use command_center::domain::inbound::log_events::COUNTED as COUNTED_OF_WEBHOOK;
use command_center::domain::message::{FailureClass, FailureReason};
use command_center::domain::schedule::log_events::{COUNTED as COUNTED_OF_SCHEDULE, SCHEDULED};

use crate::harness::root;

/// The fields that filters may use; the tests of `delivery` check that they are at the top level of its lines.
const FIELDS: [&str; 7] =
    ["event", "outcome", "reason", "oldest_seconds", "waited_seconds", "behind_seconds", "left_out"];

/// What the API writes into its log for a request that a limit refused; a number in the log's lines is a text.
const THROTTLED: (&str, &str) = ("status", "429");

pub fn source(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the template's resources of a type, each with its lines.
pub fn resources(kind: &str) -> Vec<(String, String)> {
    let template = source("infra/template.yaml");
    let body = template.split("\nResources:\n").nth(1).expect("resources");
    let body = body.split("\nOutputs:\n").next().expect("resources before the outputs");
    let mut found: Vec<(String, String)> = Vec::new();
    for line in body.lines() {
        let is_name =
            line.starts_with("  ") && !line.starts_with("   ") && !line.trim_start().starts_with('#');
        match (is_name, found.last_mut()) {
            (true, _) => found.push((line.trim().trim_end_matches(':').to_owned(), String::new())),
            (false, Some((_, lines))) => lines.push_str(&format!("{line}\n")),
            (false, None) => {}
        }
    }
    found.retain(|(_, lines)| lines.contains(&format!("Type: {kind}\n")));
    found
}

/// Returns the template's alarms, those of other alarms among them, each with its lines.
pub fn alarms() -> Vec<(String, String)> {
    [resources("AWS::CloudWatch::Alarm"), resources("AWS::CloudWatch::CompositeAlarm")].concat()
}

fn patterns() -> Vec<(String, String)> {
    let pattern = |(name, lines): (String, String)| {
        let pattern = lines.split("FilterPattern: '").nth(1).and_then(|rest| rest.split("'\n").next());
        (name, pattern.expect("a pattern").to_owned())
    };
    resources("AWS::Logs::MetricFilter").into_iter().map(pattern).collect()
}

/// Returns each field that a pattern compares with a text, with that text.
fn comparisons(pattern: &str) -> Vec<(&str, &str)> {
    let parts = pattern.split("$.").skip(1);
    let field = |part: &str| part.find(' ').unwrap_or(part.len());
    parts.map(|part| (&part[..field(part)], part.split('"').nth(1).expect("a text"))).collect()
}

/// Returns the events of the lines that alarms count.
fn counted() -> Vec<&'static str> {
    let all = COUNTED_OF_DELIVERY.iter().chain(&COUNTED_OF_IMPORT).chain(&COUNTED_OF_WEBHOOK);
    all.chain(&COUNTED_OF_SCHEDULE).copied().collect()
}

fn reasons() -> Vec<FailureReason> {
    use FailureReason as F;
    let refused = F::Refused { code: None, class: FailureClass::Unfamiliar };
    let others = [F::NoTemplate, F::DeadlinePassed, F::NoReceipt, F::Unresolved, refused];
    [F::NoConsent, F::NotAMember, F::Overtaken, F::NoAddress].into_iter().chain(others).collect()
}

fn outcomes() -> Vec<&'static str> {
    let reason = || FailureReason::NoReceipt;
    let all = [
        Delivered::Accepted,
        Delivered::Arrived,
        Delivered::Waiting { seconds: 1 },
        Delivered::Unknown,
        Delivered::FellBackToEmail(reason()),
        Delivered::Suppressed(reason()),
        Delivered::GivenUp(reason()),
        Delivered::NothingToDo,
    ];
    let failed = ImportState::Failed { at: jiff::Timestamp::UNIX_EPOCH };
    let too_late = ScheduledOutcome::TooLate.as_str();
    all.iter().map(Delivered::as_str).chain([failed.as_str(), too_late]).collect()
}

#[test]
fn every_filter_looks_for_words_that_the_code_writes() {
    let patterns = patterns();
    assert!(patterns.len() >= 7, "{patterns:?}");
    let (outcomes, reasons) = (outcomes(), reasons());
    for (name, pattern) in &patterns {
        for (field, word) in comparisons(pattern) {
            let is_known = match field {
                "event" => counted().contains(&word),
                "outcome" => outcomes.contains(&word),
                "reason" => reasons.iter().any(|reason| reason.as_str() == word),
                _ => name.starts_with("Api") && (field, word) == THROTTLED,
            };
            assert!(is_known, "{name} looks for {field} = {word:?}, which nothing writes");
        }
        let is_about_jobs = pattern.contains("$.outcome") || pattern.contains("$.reason");
        assert!(
            !is_about_jobs || [HANDLED, ENDED, SCHEDULED].iter().any(|event| pattern.contains(event)),
            "{name} counts lines of something else: {pattern}"
        );
    }
}

#[test]
fn every_line_that_is_to_be_counted_has_a_filter() {
    let patterns = patterns();
    let sought: BTreeSet<&str> =
        patterns.iter().flat_map(|(_, pattern)| comparisons(pattern)).map(|(_, word)| word).collect();
    for event in counted() {
        assert!(sought.contains(event), "nothing counts {event:?}");
    }
}

#[test]
fn a_value_that_a_filter_takes_is_a_field_of_the_line() {
    for (name, lines) in resources("AWS::Logs::MetricFilter") {
        for value in lines.split("MetricValue: $.").skip(1) {
            let field = value.split([',', '}']).next().expect("a field");
            assert!(FIELDS.contains(&field), "{name} takes {field}");
        }
        let others = ["Import", "Webhook", "Api", "Digest"].into_iter().find(|other| name.starts_with(other));
        let log = format!("{}Logs", others.unwrap_or("Delivery"));
        assert!(lines.contains(&format!("LogGroupName: !Ref {log}")), "{name} looks into another log");
    }
}

#[test]
fn every_metric_that_is_counted_has_an_alarm() {
    let alarms: String = alarms().into_iter().map(|(_, lines)| lines).collect();
    for (name, lines) in resources("AWS::Logs::MetricFilter") {
        let metric =
            lines.split("MetricName: ").nth(1).and_then(|rest| rest.split(',').next()).expect("a metric");
        let is_watched = alarms.contains(&format!("MetricName: {metric}\n"))
            || alarms.contains(&format!("MetricName: {metric}}}"));
        assert!(is_watched, "nothing watches {metric} of {name}");
    }
}

#[test]
fn every_alarm_has_a_section_in_the_runbook_and_every_section_an_alarm() {
    let runbook = source("docs/runbook.md");
    let heading = |line: &str| Some(line.strip_prefix("### `")?.strip_suffix('`')?.to_owned());
    let sections: BTreeSet<String> =
        runbook.lines().filter_map(heading).filter(|name| name.ends_with("Alarm")).collect();
    let alarms: BTreeSet<String> = alarms().into_iter().map(|(name, _)| name).collect();
    assert!(alarms.len() > 15, "{alarms:?}");
    assert_eq!(sections, alarms);
    for alarm in &alarms {
        let text =
            runbook.split(&format!("### `{alarm}`\n")).nth(1).and_then(|rest| rest.split("\n#").next());
        assert!(text.is_some_and(|text| text.trim().len() > 60), "{alarm}: the section says nothing");
    }
}

#[test]
fn every_alarm_tells_somebody_or_another_alarm_does_and_none_tells_the_segment() {
    let alarms = alarms();
    for (name, lines) in &alarms {
        let tells =
            lines.contains("AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopicArn], !Ref AWS::NoValue]");
        let knows_segment = lines.contains("WebhookSegment");
        let told_by =
            alarms.iter().filter(|(_, other)| other.contains(&format!("ALARM(\"${{{name}}}\")"))).count();
        assert_eq!(tells, !knows_segment, "{name}: what an alarm sends names its dimensions");
        assert_eq!(told_by, usize::from(knows_segment), "{name}");
    }
}
