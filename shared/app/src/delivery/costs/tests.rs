//! Claims about costs: every attempt for which Twilio has a price gets it, whatever else fails, and a second run writes
//! nothing.

use super::*;
use async_trait::async_trait;
use domain::address::WhatsAppAddress;
use domain::audit::{AuditEvent, Occasion, Source, Verb};
use domain::clock::FixedClock;
use domain::identity::AuditEventId;
use domain::message::ManualResend;
use domain::testing::{attempt_at, digest_in, now, settings, workspace};
use domain::twilio::{Accepted, CostPage, NextPage, OutboundMessage, SentMessage};
use jiff::civil::date;
use std::sync::Mutex;
use store::embedded::{self, EmbeddedStore};
use store::item;
use store::key::{self, Key};
use store::testing::store_workspace;

mod failures;
mod long_days;

/// The UTC day of [`now`]; the nights of these tests are the two after it.
const DAY: Date = date(2026, 10, 6);
/// The result of requesting a page.
type Page = Result<CostPage, fn() -> SendFailure>;

/// Twilio's list: the pages of each day, and what was requested.
#[derive(Default)]
struct Bill {
    pages: BTreeMap<Date, Vec<Page>>,
    asked: Mutex<Vec<(Date, usize)>>,
}

impl Bill {
    fn new(days: impl IntoIterator<Item = (Date, Vec<Page>)>) -> Self {
        Self { pages: days.into_iter().collect(), asked: Mutex::default() }
    }

    fn asked(&self) -> Vec<(Date, usize)> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

#[async_trait]
impl WhatsApp for Bill {
    async fn send(&self, _message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        panic!("learning costs sends nothing")
    }

    async fn find_sent(&self, _: &WhatsAppAddress, _: Timestamp) -> Result<Vec<SentMessage>, SendFailure> {
        panic!("learning costs looks for no message")
    }

    async fn fetch(&self, _sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        panic!("learning costs asks for no single message")
    }

    async fn costs_of_day(&self, day: Date, after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        let place = after.map_or(0, |next| next.0.parse().unwrap());
        self.asked.lock().unwrap().push((day, place));
        let pages = self.pages.get(&day).map_or(&[][..], Vec::as_slice);
        let mut page = match pages.get(place) {
            None => CostPage::default(),
            Some(Ok(page)) => page.clone(),
            Some(Err(failure)) => return Err(failure()),
        };
        page.next = (place + 1 < pages.len()).then(|| NextPage((place + 1).to_string()));
        Ok(page)
    }
}

fn sid(number: u32) -> MessageSid {
    format!("SM{number:032x}").parse().unwrap()
}

fn dollars(amount: &str) -> MessageCost {
    MessageCost { amount: amount.into(), currency: "USD".into() }
}

/// A page of messages, each given by its number and its price.
fn page(costs: &[(u32, &str)]) -> Page {
    let costs: Vec<_> = costs.iter().map(|(number, amount)| (sid(*number), dollars(amount))).collect();
    Ok(CostPage { listed: costs.len(), costs, next: None })
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A message created at an instant, with an attempt for each Twilio identifier.
fn message(id: &str, written: Timestamp, sids: &[u32]) -> Message {
    let attempt = |(place, number): (usize, &u32)| {
        let mut attempt = attempt_at(u32::try_from(place).unwrap() + 1, 1);
        attempt.sid = Some(sid(*number).to_string());
        attempt
    };
    let attempts = sids.iter().enumerate().map(attempt).collect();
    let state = domain::message::MessageState::Delivered;
    Message { id: id.parse().unwrap(), created_at: written, attempts, ..digest_in(state) }
}

struct Desk {
    embedded: EmbeddedStore,
}

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        Self { embedded }
    }

    async fn keep(&self, message: &Message) {
        let write = self.embedded.store.message_put(message).unwrap();
        self.embedded.store.transact(vec![write]).await.unwrap();
    }

    /// Learns the costs in the night after a day.
    async fn night_after(&self, day: Date, bill: &Bill) -> CostsLearned {
        let half_past_two = day.tomorrow().unwrap().at(2, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        self.learn(bill, half_past_two.timestamp(), None).await.unwrap()
    }

    async fn learn(
        &self,
        bill: &Bill,
        now: Timestamp,
        asked: Option<Date>,
    ) -> Result<CostsLearned, CostsError> {
        self.learn_by(bill, &FixedClock(now), asked).await
    }

    async fn learn_by(
        &self,
        bill: &Bill,
        clock: &dyn Clock,
        asked: Option<Date>,
    ) -> Result<CostsLearned, CostsError> {
        let deps = CostDeps { store: &self.embedded.store, whatsapp: bill, clock };
        learn_costs(&deps, asked).await
    }

    /// Returns the stored costs of a message, attempt by attempt.
    async fn costs_of(&self, message: &Message) -> Vec<Option<String>> {
        let stored = self.embedded.store.message(&message.workspace, &message.id).await.unwrap().unwrap();
        stored.attempts.into_iter().map(|attempt| attempt.cost.map(|cost| cost.amount)).collect()
    }
}

fn some(amount: &str) -> Option<String> {
    Some(amount.to_owned())
}

#[tokio::test]
async fn every_attempt_gets_its_cost_from_whatever_page_and_day_it_is_on() {
    let desk = Desk::start().await;
    let digest = message("d-1", now(), &[1]);
    let retried = message("d-2", now(), &[2, 3]);
    let before = message("d-3", at("2026-10-05T12:00:00Z"), &[4, 5]);
    for message in [&digest, &retried, &before] {
        desk.keep(message).await;
    }
    let bill = Bill::new([
        (DAY, vec![page(&[(1, "0.0085"), (99, "0.0050")]), page(&[(3, "0.0085")])]),
        (date(2026, 10, 5), vec![page(&[(4, "0.00500")])]),
    ]);
    let learned = desk.night_after(DAY, &bill).await;
    learned.complete().unwrap();
    assert_eq!(bill.asked(), [(DAY, 0), (DAY, 1), (date(2026, 10, 5), 0)], "one after the other");
    assert_eq!((learned.listed, learned.priced, learned.kept), (4, 4, 3));
    assert_eq!((learned.known, learned.unpriced), (0, 2), "one that both days look at is counted once");
    assert_eq!(desk.costs_of(&digest).await, [some("0.0085")]);
    assert_eq!(desk.costs_of(&retried).await, [None, some("0.0085")]);
    assert_eq!(desk.costs_of(&before).await, [some("0.00500"), None]);
}

#[tokio::test]
async fn a_second_run_writes_nothing() {
    let desk = Desk::start().await;
    desk.keep(&message("d-1", now(), &[1])).await;
    let bill = Bill::new([(DAY, vec![page(&[(1, "0.0085")])])]);
    assert_eq!(desk.night_after(DAY, &bill).await.kept, 1);
    desk.embedded.calls.take();
    let again = desk.night_after(DAY, &bill).await;
    assert_eq!((again.kept, again.known), (0, 1));
    let calls = desk.embedded.calls.take();
    assert!(calls.iter().all(|call| call == "Query" || call == "BatchGetItem"), "{calls:?}");
}

#[tokio::test]
async fn a_price_that_comes_late_is_caught_by_the_next_night_and_a_changed_one_replaces_it() {
    let desk = Desk::start().await;
    let digest = message("d-1", now(), &[1]);
    desk.keep(&digest).await;
    let unpriced = Bill::new([(DAY, vec![Ok(CostPage { listed: 1, ..CostPage::default() })])]);
    assert_eq!(desk.night_after(DAY, &unpriced).await.listed, 1);
    assert_eq!(desk.costs_of(&digest).await, [None]);
    let priced = Bill::new([(DAY, vec![page(&[(1, "0.0085")])])]);
    let next = DAY.tomorrow().unwrap();
    assert_eq!(desk.night_after(next, &priced).await.kept, 1);
    assert_eq!(priced.asked(), [(next, 0), (DAY, 0)]);
    let changed = Bill::new([(DAY, vec![page(&[(1, "0.0050")])])]);
    assert_eq!(desk.learn(&changed, now(), Some(DAY)).await.unwrap().kept, 1);
    assert_eq!(desk.costs_of(&digest).await, [some("0.0050")]);
}

#[tokio::test]
async fn without_a_price_nothing_of_ours_is_read() {
    let desk = Desk::start().await;
    desk.embedded.calls.take();
    desk.night_after(DAY, &Bill::default()).await.complete().unwrap();
    assert_eq!(desk.embedded.calls.take(), Vec::<String>::new());
}

#[tokio::test]
async fn each_workspace_gets_the_costs_of_its_own_messages() {
    let desk = Desk::start().await;
    let mut other = settings();
    other.workspace.id = "other-store".parse().unwrap();
    desk.embedded.store.save_settings(&other).await.unwrap();
    let ours = message("d-1", now(), &[1]);
    let theirs = Message { workspace: other.workspace.id, ..message("d-1", now(), &[2]) };
    desk.keep(&ours).await;
    desk.keep(&theirs).await;
    let bill = Bill::new([(DAY, vec![page(&[(1, "0.0085"), (2, "0.0050")])])]);
    assert_eq!(desk.night_after(DAY, &bill).await.kept, 2);
    assert_eq!(desk.costs_of(&ours).await, [some("0.0085")]);
    assert_eq!(desk.costs_of(&theirs).await, [some("0.0050")]);
}

#[tokio::test]
async fn more_messages_than_are_read_together_all_get_their_cost() {
    let desk = Desk::start().await;
    let numbers = 1..=2 * u32::try_from(PAGE).unwrap() + 1;
    for number in numbers.clone() {
        desk.keep(&message(&format!("d-{number}"), now(), &[number])).await;
    }
    let costs: Vec<(u32, &str)> = numbers.map(|number| (number, "0.0085")).collect();
    let learned = desk.night_after(DAY, &Bill::new([(DAY, vec![page(&costs)])])).await;
    assert_eq!((learned.kept, learned.unpriced), (costs.len(), 0));
}

#[tokio::test]
async fn an_attempt_that_went_out_after_midnight_has_its_message_on_the_day_before() {
    let desk = Desk::start().await;
    let next = DAY.tomorrow().unwrap();
    let late = message("d-1", at("2026-10-06T23:59:59Z"), &[1]);
    let ahead = message("d-2", at("2026-10-08T00:00:30Z"), &[2]);
    desk.keep(&late).await;
    desk.keep(&ahead).await;
    let bill = Bill::new([(next, vec![page(&[(1, "0.0085"), (2, "0.0085")])])]);
    assert_eq!(desk.learn(&bill, now(), Some(next)).await.unwrap().kept, 2);
    assert_eq!(bill.asked(), [(next, 0)], "a day that is named is asked for alone");
    assert_eq!(desk.costs_of(&ahead).await, [some("0.0085")], "our clock was ahead of Twilio's");
}

#[tokio::test]
async fn an_old_message_that_was_sent_again_by_hand_gets_the_cost_of_its_new_attempt() {
    let desk = Desk::start().await;
    let old = message("d-1", at("2026-08-01T12:00:00Z"), &[1, 2]);
    desk.keep(&old).await;
    let wish = ManualResend { by: "admin-1".into(), reason: "asked for".into(), at: now(), forced: true };
    let audit = {
        let occasion = Occasion {
            id: AuditEventId::hashed("again-", "d-1"),
            workspace: workspace().id,
            at: wish.at,
            source: Source::Admin,
        };
        AuditEvent::executed(occasion, Verb::ResendMessage, old.id.as_str()).by_administrator(&wish.by)
    };
    desk.embedded.store.requeue(&old, &wish, &audit).await.unwrap();
    let bill = Bill::new([(DAY, vec![page(&[(2, "0.0085")])])]);
    assert_eq!(desk.night_after(DAY, &bill).await.kept, 1);
    assert_eq!(desk.costs_of(&old).await, [None, some("0.0085")]);
    assert_eq!(desk.night_after(DAY, &bill).await.kept, 0);
}

#[test]
fn of_days_at_the_edge_of_the_calendar_there_are_no_costs() {
    for edge in [Date::MIN, Date::MAX] {
        assert!(matches!(span(edge), Err(CostsError::NoSuchDay)), "{edge}");
    }
    let span = span(DAY).unwrap();
    assert_eq!(span.from, at("2026-10-05T00:00:00Z"));
    assert_eq!(span.until, Some(at("2026-10-07T00:01:00Z")));
}
