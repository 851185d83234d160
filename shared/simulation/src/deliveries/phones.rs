//! Twilio and the phones: accepts messages with or without a response, delivers some of them, reports some of that,
//! and counts what each phone received. Queries are answered truthfully.

use super::events::{Call, Event, Request};
use super::time::Time;
use super::weather::{Weather, happens, mostly_short};
use crate::actions::tally::Tally;
use async_trait::async_trait;
use domain::address::WhatsAppAddress;
use domain::inbound::callback::AttemptReference;
use domain::message::{MessageSid, MessageStatus};
use domain::testing::ACCOUNT_SID;
use domain::twilio::{
    Accepted, CostPage, NextPage, OutboundContent, OutboundMessage, SendFailure, SentMessage, WhatsApp,
};
use fastrand::Rng;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// One error code of each class, and unknown codes.
const CODES: [u32; 21] = [
    63_016, 63_016, 63_014, 63_018, 63_018, 63_041, 63_040, 21_610, 63_024, 30_003, 21_606, 63_013, 63_999,
    21_211, 30_008, 63_049, 63_012, 11_200, 63_046, 21_611, 70_001,
];
/// The client's timeout, in milliseconds.
const PATIENCE: i64 = 9_000;

/// Twilio, with all phones behind it.
pub(super) struct Phones {
    time: Time,
    weather: Weather,
    /// The text of each message with each content, by `message|content`.
    texts: BTreeMap<String, String>,
    state: Mutex<State>,
}

struct State {
    random: Rng,
    asked: u64,
    taken: BTreeMap<MessageSid, Taken>,
    tally: Tally,
    /// The times of all send requests.
    calls: Vec<i64>,
}

/// A message that Twilio accepted.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub(super) reference: AttemptReference,
    pub(super) to: String,
    pub(super) at: i64,
    pub(super) status: MessageStatus,
    pub(super) code: Option<u32>,
    /// Whether Twilio ever reported it as not delivered.
    pub(super) was_lost: bool,
    /// When it arrived on the phone.
    pub(super) arrived: Option<i64>,
    /// Whether a callback or a response about it reached us.
    pub(super) told: bool,
    /// The time from which the message list contains it.
    listed: i64,
    body: Option<String>,
    callback: String,
    /// Its future statuses, in reverse order.
    course: Vec<(MessageStatus, Option<u32>, i64)>,
}

/// Twilio's reaction to a request.
#[derive(Debug, Clone, Copy)]
enum Reply {
    Taken,
    Throttled(Option<u64>),
    Refused {
        code: Option<u32>,
        http_status: u16,
    },
    NotConnected,
    /// No usable response. The fields say whether the message is accepted, and whether the client times out.
    Nothing {
        taken: bool,
        silent: bool,
    },
}

impl Phones {
    pub(super) fn new(time: Time, weather: Weather, seed: u64) -> Self {
        let random = Rng::with_seed(seed);
        let (taken, tally) = (BTreeMap::new(), Tally::default());
        let state = Mutex::new(State { random, asked: 0, taken, tally, calls: Vec::new() });
        Self { time, weather, texts: BTreeMap::new(), state }
    }

    /// Registers the text of a message with a content.
    pub(super) fn know_text(&mut self, message: &str, content_sid: &str, text: String) {
        self.texts.insert(format!("{message}|{content_sid}"), text);
    }

    /// Accepts a request and generates its outcome.
    pub(super) fn take(&self, request: Request) {
        let now = self.time.milliseconds();
        let state = &mut *self.state.lock().unwrap();
        let query = request.callback.split(['?', '#']).nth(1).unwrap();
        let reference = AttemptReference::from_query(query).unwrap();
        let text = self.texts.get(&format!("{}|{}", reference.message, request.content_sid));
        let mut course = self.draw_course(&mut state.random);
        course.reverse();
        let next = course.last().map(|(_, _, wait)| *wait);
        let taken = Taken {
            to: request.to,
            at: now,
            status: MessageStatus::Queued,
            code: None,
            was_lost: false,
            arrived: None,
            told: false,
            listed: now + state.random.i64(0..8_000),
            body: text.filter(|_| self.weather.tells_texts).cloned(),
            callback: query.to_owned(),
            course,
            reference,
        };
        state.tally.count("taken by Twilio");
        assert!(state.taken.insert(request.sid.clone(), taken).is_none());
        if let Some(wait) = next {
            self.time.after(wait, Event::Fate(request.sid));
        }
    }

    /// Generates the statuses, each with the wait before it.
    fn draw_course(&self, random: &mut Rng) -> Vec<(MessageStatus, Option<u32>, i64)> {
        use MessageStatus::{Delivered, Failed, Read, Sent, Undelivered};
        let mut wait =
            || if random.u32(..6) == 0 { random.i64(0..2_700_000) } else { random.i64(100..15_000) };
        let (first, second, third) = (wait() / 10, wait(), wait());
        let sent = (Sent, None, first);
        if !happens(random, self.weather.fates) {
            let read = random.bool().then_some((Read, None, third));
            return [sent, (Delivered, None, second)].into_iter().chain(read).collect();
        }
        let code = if random.u32(..12) == 0 { None } else { random.choice(CODES) };
        match random.u32(..10) {
            0 | 1 => vec![sent],
            2 => vec![],
            3 => vec![sent, (Undelivered, code, second), (Delivered, None, third)],
            4 => vec![(Failed, code, first)],
            _ => vec![sent, (Undelivered, code, second)],
        }
    }

    /// Moves a message to its next status and schedules the callbacks that report it.
    pub(super) fn go_on(&self, sid: &MessageSid) {
        let now = self.time.milliseconds();
        let state = &mut *self.state.lock().unwrap();
        let taken = state.taken.get_mut(sid).unwrap();
        let Some((status, code, _)) = taken.course.pop() else { return };
        (taken.status, taken.code) = (status, code);
        match status {
            MessageStatus::Delivered => {
                taken.arrived = Some(now);
                state.tally.count("arrived on a phone");
                if taken.was_lost {
                    state.tally.count("arrived although reported lost");
                }
            }
            MessageStatus::Failed | MessageStatus::Undelivered => {
                taken.was_lost = true;
                state.tally.count("reported lost");
            }
            _ => {}
        }
        let mut form = vec![
            ("MessageSid", sid.to_string()),
            ("AccountSid", ACCOUNT_SID.to_owned()),
            ("MessageStatus", status.as_str().to_owned()),
        ];
        form.extend(code.map(|code| ("ErrorCode", code.to_string())));
        let call = Call { form, query: taken.callback.clone(), tries: 0 };
        let next = taken.course.last().map(|(_, _, wait)| *wait);
        self.report(&mut state.random, &mut state.tally, &call);
        if let Some(wait) = next {
            self.time.after(wait, Event::Fate(sid.clone()));
        }
    }

    fn report(&self, random: &mut Rng, tally: &mut Tally, call: &Call) {
        let soon = random.i64(20..1_500);
        if !happens(random, self.weather.callbacks) {
            return self.time.after(soon, Event::Calls(call.clone()));
        }
        match random.u32(..6) {
            0 | 1 => tally.count("callbacks lost"),
            2 => {
                tally.count("callbacks twice");
                self.time.after(soon, Event::Calls(call.clone()));
                self.time.after(random.i64(20..60_000), Event::Calls(call.clone()));
            }
            3 => {
                tally.count("callbacks late by hours");
                self.time.after(random.i64(3_600_000..6 * 3_600_000), Event::Calls(call.clone()));
            }
            4 => {
                tally.count("callbacks of something else");
                let mut other = call.clone();
                match random.u32(..4) {
                    0 => other.form[1].1 = "AC99999999999999999999999999999999".to_owned(),
                    1 => other.query = "w=acme-store&m=of-another-stage&a=1".to_owned(),
                    2 => other.query = String::new(),
                    _ => other.query = other.query.replace("a=", "a=9"),
                }
                self.time.after(soon, Event::Calls(other));
                self.time.after(soon, Event::Calls(call.clone()));
            }
            _ => {
                tally.count("callbacks late");
                self.time.after(random.i64(1_500..300_000), Event::Calls(call.clone()));
            }
        }
    }

    fn draw_reply(&self, state: &mut State) -> Reply {
        let random = &mut state.random;
        if self.weather.is_out(self.time.milliseconds()) {
            return [Reply::NotConnected, Reply::Nothing { taken: false, silent: random.bool() }]
                [random.usize(..2)];
        }
        if !happens(random, self.weather.sends) {
            return Reply::Taken;
        }
        let code = if random.u32(..12) == 0 { None } else { random.choice(CODES) };
        match random.u32(..12) {
            0 => Reply::Throttled(None),
            1 => Reply::Throttled(Some(random.u64(1..120))),
            2 => Reply::NotConnected,
            3 | 4 => Reply::Nothing { taken: true, silent: true },
            5 => Reply::Nothing { taken: true, silent: false },
            6 => Reply::Nothing { taken: false, silent: true },
            7 => Reply::Nothing { taken: false, silent: false },
            8 => Reply::Refused { code: Some(20_003), http_status: 401 },
            _ => Reply::Refused { code, http_status: 400 },
        }
    }

    /// Returns all messages that Twilio accepted.
    pub(super) fn taken(&self) -> BTreeMap<MessageSid, Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// Returns one message that Twilio accepted.
    pub(super) fn one(&self, sid: &MessageSid) -> Taken {
        self.state.lock().unwrap().taken[sid].clone()
    }

    /// Records that we were told about a message.
    pub(super) fn heard(&self, sid: &str) {
        let mut state = self.state.lock().unwrap();
        if let Some(taken) = sid.parse::<MessageSid>().ok().and_then(|sid| state.taken.get_mut(&sid)) {
            taken.told = true;
        }
    }

    /// Returns the times of all send requests.
    pub(super) fn calls(&self) -> Vec<i64> {
        self.state.lock().unwrap().calls.clone()
    }

    /// Returns the counts of events.
    pub(super) fn tally(&self) -> Tally {
        self.state.lock().unwrap().tally.clone()
    }

    /// Simulates a query to Twilio, which fails if there is no response.
    async fn asked(&self) -> Result<(), SendFailure> {
        let (wait, fails) = {
            let state = &mut *self.state.lock().unwrap();
            let fails = self.weather.is_out(self.time.milliseconds())
                || happens(&mut state.random, self.weather.questions);
            state.tally.count(if fails { "questions without an answer" } else { "questions answered" });
            (state.random.i64(30..900), fails)
        };
        self.time.pause(wait).await;
        match fails {
            true if wait % 3 == 0 => Err(SendFailure::Throttled { retry_after: None }),
            true => Err(SendFailure::Unavailable("no answer in time".into())),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl WhatsApp for Phones {
    async fn send(&self, message: &OutboundMessage) -> Result<Accepted, SendFailure> {
        let OutboundContent::Template { content_sid, .. } = &message.content else {
            panic!("only templates are sent")
        };
        let (reply, sid, answer_after) = {
            let state = &mut *self.state.lock().unwrap();
            state.asked += 1;
            let sid: MessageSid = format!("SM{:032x}", state.asked).parse().unwrap();
            state.calls.push(self.time.milliseconds());
            let reply = self.draw_reply(state);
            state.tally.count(format!("a send: {}", word(reply)));
            let soon = mostly_short(&mut state.random, 80);
            let taken_after = match reply {
                Reply::Taken => Some(soon.min(PATIENCE - 500)),
                Reply::Nothing { taken: true, silent: false } => Some(soon.min(PATIENCE - 500)),
                Reply::Nothing { taken: true, silent: true } => Some(state.random.i64(100..13_000)),
                _ => None,
            };
            if let Some(wait) = taken_after {
                let wait = if self.weather.holds_back { wait + 40_000 } else { wait };
                let (to, content_sid) = (message.to.as_parameter().to_owned(), content_sid.clone());
                let callback = message.status_callback.clone();
                let request = Request { sid: sid.clone(), to, callback, content_sid };
                self.time.after(wait, Event::Taken(Box::new(request)));
            }
            let silent = matches!(reply, Reply::Nothing { silent: true, .. });
            let answer_after =
                if silent { PATIENCE } else { taken_after.unwrap_or(soon) + state.random.i64(20..400) };
            (reply, sid, answer_after)
        };
        self.time.pause(answer_after).await;
        match reply {
            Reply::Taken => Ok(Accepted { sid, status: MessageStatus::Queued }),
            Reply::Throttled(seconds) => {
                Err(SendFailure::Throttled { retry_after: seconds.map(Duration::from_secs) })
            }
            Reply::Refused { code, http_status } => Err(SendFailure::Rejected { code, http_status }),
            Reply::NotConnected => Err(SendFailure::Unavailable("refused".into())),
            Reply::Nothing { .. } => Err(SendFailure::Ambiguous("no answer".into())),
        }
    }

    async fn find_sent(
        &self,
        to: &WhatsAppAddress,
        since: Timestamp,
    ) -> Result<Vec<SentMessage>, SendFailure> {
        self.asked().await?;
        let now = self.time.milliseconds();
        let state = self.state.lock().unwrap();
        let seen = |taken: &&Taken| {
            let is_to = taken.to == to.as_parameter() && !self.weather.lists_nothing;
            is_to && taken.listed <= now && taken.at >= since.as_millisecond()
        };
        let listed = state.taken.iter().filter(|(_, taken)| seen(taken));
        Ok(listed.map(|(sid, taken)| taken.record(sid)).collect())
    }

    async fn fetch(&self, sid: &MessageSid) -> Result<SentMessage, SendFailure> {
        self.asked().await?;
        Ok(self.one(sid).record(sid))
    }

    async fn costs_of_day(&self, _day: Date, _after: Option<&NextPage>) -> Result<CostPage, SendFailure> {
        panic!("delivering asks for no list of costs")
    }
}

impl Taken {
    fn record(&self, sid: &MessageSid) -> SentMessage {
        SentMessage {
            sid: sid.clone(),
            status: self.status,
            error_code: self.code,
            created_at: Timestamp::from_second(self.at.div_euclid(1_000)).ok(),
            body: self.body.clone(),
            cost: None,
        }
    }
}

fn word(reply: Reply) -> &'static str {
    match reply {
        Reply::Taken => "taken",
        Reply::Throttled(None) => "429",
        Reply::Throttled(Some(_)) => "429 with a wait",
        Reply::Refused { http_status: 401, .. } => "401",
        Reply::Refused { .. } => "4xx",
        Reply::NotConnected => "not connected",
        Reply::Nothing { taken: true, silent: true } => "taken, no answer in time",
        Reply::Nothing { taken: true, silent: false } => "taken, and a 5xx",
        Reply::Nothing { taken: false, silent: true } => "not taken, no answer in time",
        Reply::Nothing { taken: false, silent: false } => "not taken, and a 5xx",
    }
}
