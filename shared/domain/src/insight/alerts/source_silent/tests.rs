//! Claims about the alert of a silent source.

use super::*;
use crate::insight::Findings;
use crate::metrics::source::{SourceError, SourceHealth};
use crate::testing::{alerts, now};
use jiff::civil::date;

fn state(channel: &str, silence: Silence) -> SourceState {
    SourceState {
        health: SourceHealth::unknown(channel.parse().unwrap()),
        complete_through: Some(date(2026, 9, 30)),
        silence,
    }
}

fn found(states: &[SourceState]) -> Vec<AlertFinding> {
    silent_sources(states, date(2026, 10, 5), Currency::USD)
}

#[test]
fn only_a_silent_source_is_an_alert_and_it_is_about_its_channel() {
    let (silent, other) = (Silence::Silent { since: Some(now()) }, "a-channel-as-long-as");
    let heard = [Silence::NotExpected, Silence::NotDue, Silence::In].map(|heard| state("meta", heard));
    assert!(found(&heard).is_empty());
    let alerts = found(&[state("google", silent), state(other, silent)]);
    assert_eq!(alerts[0].id.as_str(), "silent-google");
    assert_eq!(alerts[0].subject, AlertSubject::Channel("google".parse().unwrap()));
    assert_eq!((alerts[0].stake.minor, alerts[0].severity), (0, Severity::High));
    assert!(alerts[1].id.as_str().parse::<AlertId>().is_ok() && alerts[1].id != alerts[0].id);
    assert!(alerts.iter().all(|alert| alert.rule.bars_all_clear()));
}

#[test]
fn an_error_is_the_reason_only_while_it_stands() {
    let mut silent = state("google", Silence::Silent { since: None });
    silent.health.last_error = Some(SourceError::new(now(), None, "no day column"));
    let reason = |state: &SourceState| match found(std::slice::from_ref(state)).remove(0).evidence {
        AlertEvidence::SourceSilent { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(&silent).as_deref(), Some("no day column"));
    silent.health.last_success = Some(now());
    assert_eq!(reason(&silent), None);
}

#[test]
fn it_is_told_before_what_costs_money() {
    let others: Vec<AlertFinding> = alerts().into_iter().map(|alert| alert.finding).collect();
    let findings = Findings { alerts: others.clone(), shift: None };
    let silent = found(&[state("google", Silence::Silent { since: None })]);
    let all = findings.with_silent_sources(silent.clone()).alerts;
    assert_eq!(all, [silent, others].concat());
}

#[test]
fn it_is_stored_and_read_as_it_was() {
    for since in [None, Some(now())] {
        let finding = found(&[state("google", Silence::Silent { since })]).remove(0);
        let stored = serde_json::to_value(&finding).unwrap();
        assert_eq!(stored["rule"], "source_silent");
        assert_eq!(serde_json::from_value::<AlertFinding>(stored).unwrap(), finding);
    }
}
