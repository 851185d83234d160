//! A day of the product, from an export to an approved shift.

use std::path::{Path, PathBuf};

use command_center::domain::clock::SystemClock;
use command_center::domain::insight::adjustment::AdjustmentState;
use futures::stream::{self, StreamExt};
use jiff::ToSpan;
use local_stack::demo::play;
use local_stack::export::Export;
use local_stack::sample::{export_meta_csv, generate};
use local_stack::stack::LocalStack;
use local_stack::workspaces::sample_today;

use crate::harness::{Running, root};

/// How many demos are played at once.
const STACKS_AT_ONCE: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_plays_through_on_the_sample() {
    let stack = LocalStack::start(&root()).await.expect("the stack starts");
    let played = play(&stack, None).await;
    stack.stop().await.expect("the stack stops");
    played.expect("the demo plays through");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_plays_through_on_a_meta_ads_manager_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let export = folder.path().join("meta.csv");
    let sample = generate(7, sample_today(&SystemClock));
    std::fs::write(&export, export_meta_csv(&sample)).expect("the export is written");
    demo_with(&export, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_ends_well_on_a_file_with_nothing_to_decide_in_a_currency_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let export = folder.path().join("two days.csv");
    let day = |before: i64| sample_today(&SystemClock).saturating_sub(before.days());
    let rows = [2, 1].map(|before| format!("{},Affiliate,Brand,10.00,100\n", day(before))).concat();
    std::fs::write(&export, format!("date,channel,campaign,spend,impressions\n{rows}"))
        .expect("the export is written");
    demo_with(&export, Some("eur")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_ends_well_on_every_export_that_the_tests_import() {
    let folder = root().join("shared/importer/fixtures/import");
    let entries =
        std::fs::read_dir(folder).expect("the exports").map(|entry| entry.expect("an export").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    // A stack that starts mostly waits, so several do at once.
    stream::iter(files)
        .for_each_concurrent(STACKS_AT_ONCE, |file| async move { demo_as_it_is(&file).await })
        .await;
}

/// Plays the demo on an export in the currency that it states, or in dollars if it states none.
async fn demo_as_it_is(file: &Path) {
    println!("{}", file.display());
    let is_read = |currency: &Option<&str>| export(file, *currency).read().is_ok();
    let currency = [None, Some("USD")].into_iter().find(is_read).expect("the export is read");
    demo_with(file, currency).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_plays_through_on_the_reference_export() {
    let Some(data) = std::env::var_os("REFERENCE_DATA") else {
        println!("skipped: REFERENCE_DATA is not set");
        return;
    };
    demo_with(&Path::new(&data).join("marketing/fb_ads_synthetic_2025q1.csv"), Some("USD")).await;
}

fn export(file: &Path, currency: Option<&str>) -> Export {
    Export { file: file.to_owned(), platform: None, currency: currency.map(str::to_owned) }
}

async fn demo_with(file: &Path, currency: Option<&str>) {
    let export = export(file, currency).read().expect("the export is read");
    let stack = LocalStack::start(&root()).await.expect("the stack starts");
    let played = play(&stack, Some(export)).await;
    stack.stop().await.expect("the stack stops");
    played.expect("the demo plays through");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_reaches_every_phone_that_wants_it_exactly_once_and_no_other() {
    let running = Running::start().await;
    let (first, second) = (running.send_digest().await, running.send_digest().await);
    assert_eq!(first.queued.len(), 5, "{first:?}");
    assert_eq!(second.queued.len() + second.already_sent.len(), 5, "{second:?}");
    for member in &first.queued {
        running.await_message_state(member.as_str(), |message| message.rank >= 5).await;
        let messages = running.phone(member.as_str()).messages().await.expect("a chat");
        assert_eq!(messages.len(), 1, "{member}");
    }
    assert_eq!(running.create_calls().await, 5);
    assert_eq!(first.without_consent.len(), 1);
    let stopped = running.phone(first.without_consent[0].as_str()).messages().await.expect("a chat");
    assert!(stopped.is_empty());
    let went_out = running.message_of(first.queued[0].as_str()).await.created_at;
    let day = went_out.to_zoned(jiff::tz::TimeZone::UTC).date();
    running.stack.learn_costs(day).await.expect("the costs are learned");
    for member in &first.queued {
        let attempts = running.message_of(member.as_str()).await.attempts;
        let cost = attempts.last().and_then(|attempt| attempt.cost.clone()).expect("a cost");
        assert_eq!((cost.amount.as_str(), cost.currency.as_str()), ("0.00850", "USD"), "{member}");
    }
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_tap_at_the_same_time_one_approves_and_the_other_hears_who_did() {
    let running = Running::start().await;
    running.send_digest().await;
    let (maya, lee) = (running.phone("maya"), running.phone("lee"));
    let (for_maya, for_lee) = (running.digest_of("maya").await, running.digest_of("lee").await);
    let button = |message: &local_stack::phone_client::ChatMessage| {
        message.button("Approve budget shift").cloned().unwrap()
    };
    let (maya_button, lee_button) = (button(&for_maya), button(&for_lee));
    let (one, other) = tokio::join!(maya.tap(&for_maya, &maya_button), lee.tap(&for_lee, &lee_button));
    let replies =
        [one.expect("a reply"), other.expect("a reply")].map(|answer| answer.replies[0].text.clone());
    let approved = replies.iter().filter(|reply| reply.contains("Approved via WhatsApp by")).count();
    let told = replies.iter().filter(|reply| reply.contains("approved this shift on")).count();
    assert_eq!((approved, told), (1, 1), "{replies:?}");
    let shift = running.stack.store.adjustments(&running.workspace).await.expect("shifts").remove(0);
    assert_eq!((shift.state, shift.version), (AdjustmentState::Approved, 2));
    running.stack.stop().await.expect("the stack stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_ends_the_digests_of_a_person_and_start_brings_them_back() {
    let running = Running::start().await;
    let priya = running.phone("priya");
    let stopped = priya.say("STOP").await.expect("a reply");
    assert_eq!(stopped.replies.len(), 1, "{stopped:?}");
    let summary = running.send_digest().await;
    assert!(summary.without_consent.iter().any(|member| member.as_str() == "priya"), "{summary:?}");
    let started = priya.say("start").await.expect("a reply");
    assert_eq!(started.replies.len(), 1);
    assert!(running.send_digest().await.queued.iter().any(|member| member.as_str() == "priya"));
    running.digest_of("priya").await;
    running.stack.stop().await.expect("the stack stops");
}
