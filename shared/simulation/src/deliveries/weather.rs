//! The external faults of a run and their frequency, generated once per run.

use fastrand::Rng;

/// The frequencies of faults, per thousand.
#[derive(Debug, Clone, Default)]
pub(super) struct Weather {
    /// A send request to Twilio.
    pub(super) sends: u32,
    /// A query to Twilio.
    pub(super) questions: u32,
    /// A message that Twilio accepts but does not deliver.
    pub(super) fates: u32,
    /// A status callback that is lost, late or duplicated.
    pub(super) callbacks: u32,
    /// A job that is late or duplicated, or that the queue rejects.
    pub(super) queue: u32,
    /// A mail.
    pub(super) mails: u32,
    /// A worker that stalls.
    pub(super) stalls: u32,
    /// The period in which Twilio cannot be reached, in milliseconds since 1970.
    pub(super) outage: Option<(i64, i64)>,
    /// Whether Twilio returns the texts of its messages.
    pub(super) tells_texts: bool,
    /// Whether requests to Twilio are delayed in transit; only in sabotage, like all that follows.
    pub(super) holds_back: bool,
    /// Whether Twilio's message list is empty.
    pub(super) lists_nothing: bool,
    /// The delay of each sweep, in milliseconds.
    pub(super) sweeps_late_by: i64,
    /// Whether there are no sweeps.
    pub(super) no_sweeps: bool,
    /// Whether accepted mails disappear.
    pub(super) mails_vanish: bool,
}

impl Weather {
    /// Generates the weather of a run that begins at the given time; one in five is calm.
    pub(super) fn drawn(random: &mut Rng, begins: i64) -> Self {
        let calm = Self { tells_texts: true, ..Self::default() };
        if random.u32(..5) == 0 {
            return calm;
        }
        let mut often = |most: u32| if random.bool() { random.u32(1..=most) } else { 0 };
        let weather = Self {
            sends: often(700),
            questions: often(500),
            fates: often(700),
            callbacks: often(500),
            queue: often(200),
            mails: 150 + often(600),
            stalls: often(60),
            ..calm
        };
        let outage = (random.u32(..8) == 0).then(|| {
            let from = begins + random.i64(0..1_200_000);
            (from, from + random.i64(60_000..2_400_000))
        });
        // One run in fifty gets no answers at all about what Twilio accepted.
        let questions = if random.u32(..50) == 0 { 1_000 } else { weather.questions };
        Self { outage, questions, tells_texts: random.u32(..10) > 0, ..weather }
    }

    /// Reports whether Twilio cannot be reached at a given time.
    pub(super) fn is_out(&self, now: i64) -> bool {
        self.outage.is_some_and(|(from, to)| (from..to).contains(&now))
    }
}

/// Draws whether an event with this frequency, per thousand, happens.
pub(super) fn happens(random: &mut Rng, of_a_thousand: u32) -> bool {
    random.u32(..1_000) < of_a_thousand
}

/// Draws a wait that is usually short: up to `most`, but in one of ten cases up to a hundred times as long.
pub(super) fn mostly_short(random: &mut Rng, most: i64) -> i64 {
    if random.u32(..10) == 0 { random.i64(0..=most * 100) } else { random.i64(0..=most) }
}
