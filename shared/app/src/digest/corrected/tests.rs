//! Claims about corrections, on the real engine: Meta is not in when the digest goes out at eight in New York, and comes in
//! later.

use super::*;
use crate::digest::scheduled::{ScheduledOutcome, send_scheduled};
use crate::digest::tests::Desk;
use domain::clock::FixedClock;
use domain::message::MessageState;
use domain::message::template::TemplateName;
use domain::metrics::SourceCompleteness;
use domain::schedule::due::DueSlot;
use domain::schedule::slot::{LocalMinute, Slot};
use domain::testing::{
    RecordingSchedule, fact, lee, maya, now, report_day, settings, subscription, workspace,
};
use domain::workspace::preferences::QuietHours;
use domain::workspace::{Member, WhatsAppSubscription};
use jiff::SignedDuration;
use jiff::civil::time;
use store::key::Key;
use store::testing::store_one;

struct Morning {
    desk: Desk,
    schedule: RecordingSchedule,
    job: WorkspaceJob,
}

impl Morning {
    /// Sends the digest of a day of which Meta is not in. Only Maya and Lee have written today.
    async fn start() -> Self {
        let date = report_day().tomorrow().unwrap();
        let minute = LocalMinute::of(time(8, 0, 0, 0));
        let due = DueSlot { slot: Slot { zone: "America/New_York".to_owned(), minute }, date, at: now() };
        let mut members: Vec<_> = settings().members.into_iter().map(|member| member.id).collect();
        members.sort();
        let job = WorkspaceJob { due, workspace: workspace().id, members, held: false };
        let morning = Self { desk: Desk::start().await, schedule: RecordingSchedule::default(), job };
        morning.in_through(report_day().yesterday().unwrap()).await;
        for member in [maya(), lee()] {
            morning.know(&member, |known| known.last_heard_at = Some(now())).await;
        }
        let deps = morning.desk.store();
        let clock = FixedClock(now());
        let deps = DigestDeps { store: deps, queue: &morning.desk.queue, clock: &clock };
        let sent = send_scheduled(&deps, &morning.schedule, &morning.job).await.unwrap();
        assert!(matches!(sent, ScheduledOutcome::Sent(summary) if summary.is_incomplete));
        let store = morning.desk.store();
        for mut message in store.latest_messages(&workspace().id, 10).await.unwrap() {
            message.state = MessageState::Delivered;
            store_one(store, &Key::message(&workspace().id, &message.id), &message).await;
        }
        morning
    }

    async fn in_through(&self, day: Date) {
        for channel in settings().sources.into_iter().map(|source| source.channel) {
            let source = SourceCompleteness::own(channel.clone(), day);
            store_one(self.desk.store(), &Key::source(&workspace().id, &channel), &source).await;
        }
    }

    async fn know(&self, member: &Member, change: impl FnOnce(&mut WhatsAppSubscription)) {
        let mut known = subscription(member);
        change(&mut known);
        store_one(self.desk.store(), &Key::subscription(&workspace().id, &member.id), &known).await;
    }

    /// Gives the digest of a person another state.
    async fn have_digest_of(&self, member: &Member, state: MessageState) {
        let (store, id) = (self.desk.store(), Message::digest_id(&member.id, self.job.due.date));
        let message = Message { state, ..store.message(&workspace().id, &id).await.unwrap().unwrap() };
        store_one(store, &Key::message(&workspace().id, &id), &message).await;
    }

    /// Lets the day's data come in, with so much more spend in dollars.
    async fn all_in(&self, more: i64) {
        let facts = [fact("retargeting-us", report_day(), 1_120 + more, 2_352)];
        self.desk.store().save_facts(&workspace().id, &facts, &|_| {}).await.unwrap();
        self.in_through(report_day()).await;
    }

    async fn correct(&self, minutes: i64) -> CorrectionOutcome {
        let clock = FixedClock(now() + SignedDuration::from_mins(minutes));
        let deps = DigestDeps { store: self.desk.store(), queue: &self.desk.queue, clock: &clock };
        send_corrections(&deps, &self.schedule, &self.job).await.unwrap()
    }

    async fn corrections(&self) -> Vec<Message> {
        let all = self.desk.store().latest_messages(&workspace().id, 20).await.unwrap();
        all.into_iter().filter(|message| message.template == TemplateName::Report).collect()
    }
}

#[tokio::test]
async fn whoever_is_in_an_open_session_gets_one_correction_however_often_it_is_looked_at() {
    let morning = Morning::start().await;
    morning.all_in(300).await;
    assert_eq!(morning.correct(90).await, CorrectionOutcome::Sent(2));
    assert_eq!(morning.correct(105).await, CorrectionOutcome::Sent(2));
    let mut people: Vec<String> =
        morning.corrections().await.into_iter().map(|message| message.member.to_string()).collect();
    people.sort();
    assert_eq!(people, ["lee", "maya"], "anna has not written today");
}

#[tokio::test]
async fn a_digest_of_missing_data_is_looked_at_again_in_a_quarter_of_an_hour_until_that_is_in() {
    let morning = Morning::start().await;
    let queued = morning.schedule.take();
    assert_eq!(queued, [DelayedJob { delay_seconds: 900, ..correction_job(morning.job.clone()) }]);
    assert_eq!(morning.correct(15).await, CorrectionOutcome::Waits);
    assert_eq!(morning.schedule.take().len(), 1);
    morning.all_in(300).await;
    assert_eq!(morning.correct(30).await, CorrectionOutcome::Sent(2));
    assert!(morning.schedule.take().is_empty());
}

#[tokio::test]
async fn a_headline_that_hardly_moved_is_no_message() {
    let morning = Morning::start().await;
    morning.all_in(20).await;
    assert_eq!(morning.correct(60).await, CorrectionOutcome::Sent(0));
    assert_eq!(morning.corrections().await, []);
}

#[tokio::test]
async fn a_correction_waits_for_the_end_of_quiet_hours_and_is_given_up_after_twelve_hours() {
    let morning = Morning::start().await;
    let quiet = QuietHours { from: time(8, 0, 0, 0), until: time(10, 0, 0, 0) };
    morning
        .know(&maya(), |known| {
            known.last_heard_at = Some(now());
            known.quiet_hours = Some(quiet);
        })
        .await;
    morning.all_in(300).await;
    morning.schedule.take();
    assert_eq!(morning.correct(30).await, CorrectionOutcome::Waits);
    assert_eq!(morning.corrections().await.len(), 1, "lee has no quiet hours");
    let [again] = &morning.schedule.take()[..] else { panic!("nobody looks again") };
    assert!(matches!(&again.job, ScheduledJob::Correction(job) if job.members == [maya().id]));
    assert_eq!(morning.correct(180).await, CorrectionOutcome::Sent(2));
    assert_eq!(morning.correct(12 * 60 + 1).await, CorrectionOutcome::Over);
}

#[tokio::test]
async fn whoever_left_or_opted_out_gets_no_correction() {
    let morning = Morning::start().await;
    let gone = |known: &mut WhatsAppSubscription| {
        known.last_heard_at = Some(now());
        known.consent = domain::workspace::Consent::OptedOut;
    };
    morning.know(&maya(), gone).await;
    let left = Member { active: false, ..lee() };
    store_one(morning.desk.store(), &Key::member(&workspace().id, &left.id), &left).await;
    morning.all_in(300).await;
    assert_eq!(morning.correct(60).await, CorrectionOutcome::Sent(0));
}

#[tokio::test]
async fn a_digest_that_is_still_underway_is_corrected_once_it_has_arrived() {
    let morning = Morning::start().await;
    morning.all_in(300).await;
    morning.schedule.take();
    morning.have_digest_of(&maya(), MessageState::Queued).await;
    assert_eq!(morning.correct(30).await, CorrectionOutcome::Waits);
    assert_eq!(morning.corrections().await.len(), 1, "lee has the digest");
    let [again] = &morning.schedule.take()[..] else { panic!("nobody looks again") };
    assert!(matches!(&again.job, ScheduledJob::Correction(job) if job.members == [maya().id]));
    morning.have_digest_of(&maya(), MessageState::Delivered).await;
    assert_eq!(morning.correct(45).await, CorrectionOutcome::Sent(2));
    assert!(morning.schedule.take().is_empty());
}

#[tokio::test]
async fn a_channel_that_fell_silent_for_good_bars_no_correction() {
    let morning = Morning::start().await;
    morning.all_in(300).await;
    let gone = SourceCompleteness::own("tiktok".parse().unwrap(), report_day().saturating_sub(90.days()));
    store_one(morning.desk.store(), &Key::source(&workspace().id, &gone.channel), &gone).await;
    assert_eq!(morning.correct(60).await, CorrectionOutcome::Sent(2));
}

#[tokio::test]
async fn a_channel_that_runs_and_has_never_come_in_is_waited_for() {
    let morning = Morning::start().await;
    morning.all_in(300).await;
    let mut running = settings().campaigns.remove(0);
    (running.id, running.channel) = ("tiktok-us".parse().unwrap(), "tiktok".parse().unwrap());
    store_one(morning.desk.store(), &Key::campaign(&workspace().id, &running.id), &running).await;
    assert_eq!(morning.correct(60).await, CorrectionOutcome::Waits);
    assert_eq!(morning.corrections().await, []);
}

#[tokio::test]
async fn a_correction_is_not_lost_with_the_worker_that_sent_the_digests() {
    let morning = Morning::start().await;
    morning.schedule.take();
    let clock = FixedClock(now() + SignedDuration::from_mins(1));
    let deps = DigestDeps { store: morning.desk.store(), queue: &morning.desk.queue, clock: &clock };
    let again = send_scheduled(&deps, &morning.schedule, &morning.job).await.unwrap();
    assert!(matches!(again, ScheduledOutcome::Sent(summary) if summary.queued.is_empty()));
    assert_eq!(morning.schedule.take(), [correction_job(morning.job.clone())]);
}
