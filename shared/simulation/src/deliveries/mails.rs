//! SES: accepts mails with or without a response, or rejects them, and counts them.

use super::time::Time;
use super::weather::{Weather, happens};
use crate::actions::tally::Tally;
use async_trait::async_trait;
use domain::email::{Email, EmailFailure, EmailRefusal, OutboundEmail, SentEmail};
use domain::message::reference::NotificationJob;
use fastrand::Rng;
use std::sync::Mutex;

/// SES.
pub(super) struct Mails {
    time: Time,
    often: u32,
    vanish: bool,
    state: Mutex<State>,
}

struct State {
    random: Rng,
    /// The accepted mails, by the notification they are about.
    taken: Vec<NotificationJob>,
    tally: Tally,
}

impl Mails {
    pub(super) fn new(time: Time, weather: &Weather, seed: u64) -> Self {
        let (often, vanish) = (weather.mails, weather.mails_vanish);
        let (random, taken, tally) = (Rng::with_seed(seed), Vec::new(), Tally::default());
        Self { time, often, vanish, state: Mutex::new(State { random, taken, tally }) }
    }

    pub(super) fn taken(&self) -> Vec<NotificationJob> {
        self.state.lock().unwrap().taken.clone()
    }

    pub(super) fn tally(&self) -> Tally {
        self.state.lock().unwrap().tally.clone()
    }
}

#[async_trait]
impl Email for Mails {
    async fn send(&self, mail: &OutboundEmail) -> Result<SentEmail, EmailFailure> {
        let (wait, draw) = {
            let random = &mut self.state.lock().unwrap().random;
            (random.i64(20..700), if happens(random, self.often) { random.u32(..5) } else { 9 })
        };
        self.time.pause(wait).await;
        let state = &mut *self.state.lock().unwrap();
        if matches!(draw, 3 | 4 | 9) && !self.vanish {
            state.taken.push(mail.about.clone());
        }
        let (what, answer) = match draw {
            0 => ("throttled", Err(EmailFailure::Throttled)),
            1 => ("refused", Err(EmailFailure::Rejected { reason: EmailRefusal::Content })),
            2 => ("not connected", Err(EmailFailure::Unavailable("refused".into()))),
            3 | 4 => ("taken, no answer", Err(EmailFailure::Ambiguous("no answer".into()))),
            _ => ("taken", Ok(SentEmail { id: format!("ses-{}", state.taken.len()) })),
        };
        state.tally.count(format!("a mail: {what}"));
        answer
    }
}
