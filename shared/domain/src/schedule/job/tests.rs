//! Claims about the jobs of the schedule.

use super::*;
use crate::schedule::slot::{LocalMinute, Slot};
use proptest::prelude::*;

fn page() -> PageJob {
    PageJob {
        due: DueSlot {
            slot: Slot { zone: "Europe/Berlin".into(), minute: LocalMinute::of("08:00".parse().unwrap()) },
            date: jiff::civil::date(2026, 10, 6),
            at: "2026-10-06T06:00:00Z".parse().unwrap(),
        },
        shard: 3,
        own: 2_500,
        total: 10_000,
        not_before: "2026-10-06T06:00:05Z".parse().unwrap(),
        after: None,
    }
}

fn person(workspace: &str, member: &str) -> SlotEntry {
    SlotEntry { workspace: workspace.parse().unwrap(), member: member.parse().unwrap() }
}

#[test]
fn a_job_in_flight_is_read_after_a_deployment() {
    let job = ScheduledJob::Page(PageJob { after: Some(person("acme", "lee")), ..page() });
    let text = r#"{"version":"1","job":"page","zone":"Europe/Berlin","minute":"08:00","date":"2026-10-06","at":"2026-10-06T06:00:00Z","shard":3,"own":2500,"total":10000,"not_before":"2026-10-06T06:00:05Z","after":{"workspace":"acme","member":"lee"}}"#;
    assert_eq!(serde_json::to_string(&SchedulePayload::V1(job.clone())).unwrap(), text);
    assert_eq!(serde_json::from_str::<SchedulePayload>(text).unwrap(), SchedulePayload::V1(job));
    let text = r#"{"version":"1","job":"workspace","zone":"Europe/Berlin","minute":"08:00","date":"2026-10-06","at":"2026-10-06T06:00:00Z","workspace":"acme","members":["lee"]}"#;
    let SchedulePayload::V1(job) = serde_json::from_str(text).unwrap();
    let expected = workspace_job(&page(), &[person("acme", "lee")]).map(ScheduledJob::Workspace);
    assert_eq!(Some(job), expected);
}

#[test]
fn a_small_page_goes_out_at_once_and_a_full_one_at_the_pace_of_the_sender() {
    let few = [person("acme", "lee"), person("acme", "maya"), person("beta", "zoe")];
    let jobs = spread(&page(), &few, true, 80);
    let told: Vec<_> = jobs.iter().map(|job| (members(&job.job), job.delay_seconds)).collect();
    assert_eq!(told, [(2, 0), (1, 0)]);

    let many: Vec<SlotEntry> = (0..1_000).map(|number| person(&format!("shop-{number:04}"), "lee")).collect();
    let jobs = spread(&page(), &many, false, 80);
    let (next, workspaces) = jobs.split_last().unwrap();
    let delays: Vec<i64> = workspaces.iter().map(|job| job.delay_seconds).collect();
    assert_eq!(
        (delays[0], delays[20], delays[999]),
        (0, 1, 49),
        "a quarter of the people has a quarter of 80 a second"
    );
    assert_eq!(next.delay_seconds, 50);
    let ScheduledJob::Page(next) = &next.job else { panic!("the page after it is missing") };
    assert_eq!(next.after.as_ref(), many.last());
}

#[test]
fn a_page_is_as_long_as_the_sender_can_send_until_the_next_one() {
    let size = |own, total, per_second| page_size(&PageJob { own, total, ..page() }, per_second);
    let sizes =
        [size(25, 100, 80), size(1, 160, 80), size(1, 1_000_000, 80), size(25, 100, 0), size(0, 0, 80)];
    assert_eq!(sizes, [1_000, 450, 1, 1, 1]);
}

#[test]
fn a_page_waits_until_the_sender_has_done_what_fell_due_before_and_asks_again_where_that_is_long() {
    let at = |text: &str| text.parse().unwrap();
    assert_eq!(waits(&page(), at("2026-10-06T06:00:05Z")), None);
    assert_eq!(waits(&page(), at("2026-10-06T05:59:00Z")), Some(65));
    assert_eq!(waits(&page(), at("2026-10-06T01:00:00Z")), Some(LONGEST_DELAY_SECONDS));
}

fn members(job: &ScheduledJob) -> usize {
    match job {
        ScheduledJob::Page(_) | ScheduledJob::Place(_) | ScheduledJob::Correction(_) => 0,
        ScheduledJob::Workspace(job) => job.members.len(),
    }
}

proptest! {
    /// Everybody is in exactly one job, in order, nothing waits longer than the queue lets it, and in no second more people
    /// are handed out than all lists together may send in it, but for the people of one workspace, who come together.
    #[test]
    fn nobody_is_lost_or_doubled_and_no_second_gets_more_than_the_sender_sends(
        sizes in proptest::collection::vec(1_usize..40, 0..60),
        own in 1_u64..2_000,
        others in 0_u64..200_000,
        per_second in 0_u32..500,
        is_last: bool,
    ) {
        let people: Vec<SlotEntry> = sizes.iter().enumerate().flat_map(|(number, size)| {
            (0..*size).map(move |member| person(&format!("shop-{number:03}"), &format!("m{member}")))
        }).collect();
        let page = PageJob { own, total: own + others, ..page() };
        let jobs = spread(&page, &people, is_last, per_second);
        let mut found = Vec::new();
        let mut before = 0;
        for job in &jobs {
            prop_assert!((0..=LONGEST_DELAY_SECONDS).contains(&job.delay_seconds));
            if let ScheduledJob::Workspace(of_one) = &job.job {
                let rate = f64::from(per_second.max(1)) * own as f64 / (own + others) as f64;
                let needed = (f64::from(u32::try_from(before).unwrap()) / rate).floor();
                prop_assert!(job.delay_seconds == LONGEST_DELAY_SECONDS || (needed - job.delay_seconds as f64).abs() < 1.5);
                before += of_one.members.len();
                found.extend(of_one.members.iter().map(|member| SlotEntry {
                    workspace: of_one.workspace.clone(), member: member.clone(),
                }));
            }
        }
        prop_assert_eq!(&found, &people);
        let pages = jobs.iter().filter(|job| matches!(job.job, ScheduledJob::Page(_))).count();
        prop_assert_eq!(pages, usize::from(!is_last && !people.is_empty()));
    }
}
