//! Claims about the nightly verification, on a real DynamoDB engine: what the product did is proven, and each single
//! alteration made afterwards is detected.

mod day;
mod history;
mod tampering;

use crate::verification::{NightlyError, NightlyRequest, NightlyRun, run};
use day::Day;
use domain::testing::{anna, now};
use domain::verification::report::SafetyReport;
use jiff::{SignedDuration, ToSpan};

#[tokio::test]
async fn everything_that_the_product_did_is_proven_and_told() {
    let day = Day::lived().await;
    let night = day.night(&NightlyRequest { date: Some(day.date()), workspace: None }).await;
    assert!(night.is_green(), "{night}");
    insta::assert_snapshot!(without_head(&night));
}

#[tokio::test]
async fn a_stop_under_the_identifier_of_another_text_is_proven() {
    let day = Day::lived().await;
    let before = day.proof().await;
    day.write_twice(&anna(), ["hello", "STOP"], 300).await;
    let after = day.proof().await;
    assert_eq!((after.unproven, after.proven), (0, before.proven + 1));
}

/// The head of the chain differs each time the audit log is sealed.
fn without_head(night: &NightlyRun) -> String {
    let text = night.to_string();
    let mac = night.workspaces[0].safety.chain.mac.as_ref().map(ToString::to_string).unwrap();
    text.replace(&mac, "<mac>")
}

#[tokio::test]
async fn the_reports_are_stored_and_the_next_night_verifies_the_chain_against_them() {
    let day = Day::lived().await;
    let night = day.night(&NightlyRequest { date: Some(day.date()), workspace: None }).await;
    let (workspace, stored) = (&night.workspaces[0].safety.workspace, &night.workspaces[0]);
    let safety = day.store().safety_report(workspace, day.date()).await.unwrap();
    let approvals = day.store().approval_report(workspace, day.date()).await.unwrap();
    assert_eq!((safety, approvals), (Some(stored.safety.clone()), Some(stored.approvals.clone())));
    day.cut_the_chain_off().await;
    let next = NightlyRequest { date: Some(day.date().tomorrow().unwrap()), workspace: None };
    let broken = day.night(&next).await.workspaces[0].safety.chain.broken.clone();
    assert!(
        broken.unwrap().contains("noted outside"),
        "what is cut off together with its head shows by the anchor"
    );
}

#[tokio::test]
async fn the_messages_of_three_days_are_counted_and_kept_each_night() {
    let day = Day::lived().await;
    let night = day.night(&NightlyRequest { date: Some(day.date()), workspace: None }).await;
    let counted = &night.workspaces[0].deliveries;
    let dates: Vec<_> = counted.iter().map(|report| report.date).collect();
    let before = |days: i64| day.date().saturating_sub(days.days());
    assert_eq!(dates, [before(0), before(1), before(2)]);
    assert!(counted[0].all.due > 0, "the day brought cards and messages");
    for report in counted {
        let kept = day.store().delivery_report(&report.workspace, report.date).await.unwrap();
        assert_eq!(kept.as_ref(), Some(report));
    }
}

#[tokio::test]
async fn a_message_that_cannot_be_read_keeps_the_count_from_being_made_but_not_the_proof() {
    let day = Day::lived().await;
    day.spoil_a_message().await;
    let night = day.night(&NightlyRequest { date: Some(day.date()), workspace: None }).await;
    let one = &night.workspaces[0];
    assert!(one.safety.is_green() && one.deliveries.is_empty());
    assert_eq!((night.uncounted.len(), night.failed.len(), night.is_green()), (1, 0, false));
    assert!(night.to_string().contains("NOT COUNTED"), "{night}");
}

#[tokio::test]
async fn a_day_without_actions_is_green_and_counts_nothing() {
    let day = Day::lived().await;
    let before = NightlyRequest { date: Some(day.date().yesterday().unwrap()), workspace: None };
    let night = day.night(&before).await;
    let SafetyReport { executed, proven, unproven, .. } = night.workspaces[0].safety.clone();
    assert_eq!((executed, proven, unproven), (0, 0, 0));
    assert_eq!(night.workspaces[0].approvals.decisions.per_mille(), None);
}

#[tokio::test]
async fn without_a_date_it_is_the_day_before_and_what_cannot_be_proven_is_refused() {
    let day = Day::lived().await;
    assert_eq!(day.night(&NightlyRequest::default()).await.date, day.date());
    let asked = |days: i64| {
        let date = day.date().saturating_add(days.days());
        NightlyRequest { date: Some(date), workspace: None }
    };
    assert!(matches!(day.try_night(&asked(2)).await, Err(NightlyError::NotYet)));
    assert!(matches!(day.try_night(&asked(-31)).await, Err(NightlyError::TooOld)));
}

#[tokio::test]
async fn a_workspace_that_cannot_be_read_does_not_keep_the_others_from_their_proof() {
    let day = Day::lived().await;
    day.spoil_another_workspace().await;
    let night = day.night(&NightlyRequest::default()).await;
    assert_eq!((night.workspaces.len(), night.failed.len()), (1, 1));
    assert!(!night.is_green());
}

#[tokio::test]
async fn a_metric_line_has_the_form_that_cloudwatch_reads() {
    let day = Day::lived().await;
    let night = day.night(&NightlyRequest::default()).await;
    let line = domain::verification::report::metrics::line(
        &night.workspaces[0].safety,
        "proof-1",
        now() + SignedDuration::from_hours(15),
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&line).unwrap());
}
