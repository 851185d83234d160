//! The memory of the delivery workers, over one crowd after the other: `make load` sends 10,000 digests.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use command_center::domain::clock::SystemClock;
use local_stack::stack::LocalStack;
use local_stack::workspaces::{sample, sample_today};

use super::{DIGESTS, Morning, asked_for, is_open};
use crate::harness::{Running, crowd, move_to, root};

/// The number of crowds that get their digest, one after the other.
const CROWDS: usize = 10;
/// The number of crowds after which a worker has built everything that it keeps: connections, buffers and caches.
const WARM_AFTER: usize = 2;
/// By how many percent the memory of a warm worker may grow over the remaining crowds; the allocator's share
/// fluctuates.
const PERCENT: u64 = 10;
/// The same limit for the smaller crowds of the tests, which would hide twice as much per message.
const PERCENT_OF_FEW: u64 = 5;

/// Sends a crowd its digest, and waits until it has gone out.
async fn send_to_crowd(morning: &mut Morning, place: usize, people: usize) {
    let mut contents = sample(morning.running.today);
    crowd(&mut contents, people, place);
    move_to(&mut contents, &format!("store-{place}"));
    morning.running.stack.load(&contents).await.expect("the crowd is loaded");
    morning.running.workspace = contents.settings.workspace.id;
    morning.send().await;
    assert!(morning.people.len() >= people, "everybody wants it");
    morning.settle(|message| !is_open(message)).await;
}

fn table(seen: &[BTreeMap<u32, u64>], people: usize) -> String {
    let mut table = String::new();
    for (number, workers) in (1..).zip(seen) {
        let megabytes: Vec<String> =
            workers.values().map(|kibibytes| format!("{:.1}", *kibibytes as f64 / 1024.0)).collect();
        let _ = writeln!(table, "{:>8} digests: {} MB", number * people, megabytes.join(", "));
    }
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_needs_no_more_memory_the_more_messages_it_sent() {
    let stack = LocalStack::start(&root()).await.expect("the stack starts");
    let today = sample_today(&SystemClock);
    let workspace = "store-0".parse().expect("the name of a store");
    let mut morning = Morning { running: Running { stack, workspace, today }, people: Vec::new() };
    let (people, percent) = asked_for().map_or((DIGESTS / 5, PERCENT_OF_FEW), |asked| (asked / 2, PERCENT));
    let mut seen = Vec::new();
    for place in 0..CROWDS {
        send_to_crowd(&mut morning, place, people).await;
        seen.push(morning.running.stack.memory_of_delivery_workers());
    }
    let table = table(&seen, people);
    println!("{table}");
    let (warm, last) = (&seen[WARM_AFTER - 1], &seen[CROWDS - 1]);
    let kept: Vec<_> = last.iter().filter_map(|(worker, now)| Some((*warm.get(worker)?, *now))).collect();
    assert!(!kept.is_empty(), "no worker was there all the time, so nothing is known:\n{table}");
    for (before, now) in kept {
        assert!(now * 100 <= before * (100 + percent), "{before} KiB grew to {now} KiB:\n{table}");
    }
    morning.running.stack.stop().await.expect("the stack stops");
}
