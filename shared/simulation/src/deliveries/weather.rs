//! What goes wrong outside in a run, and how often: drawn once for each run.

use fastrand::Rng;

/// How often things go wrong, of a thousand times.
#[derive(Debug, Clone, Default)]
pub(super) struct Weather {
    /// A call to Twilio that sends.
    pub(super) sends: u32,
    /// A question to Twilio.
    pub(super) questions: u32,
    /// A message that Twilio took and that does not arrive.
    pub(super) fates: u32,
    /// A status callback that is lost, late or comes twice.
    pub(super) callbacks: u32,
    /// A job that comes late or twice, or that the queue does not take.
    pub(super) queue: u32,
    /// A mail.
    pub(super) mails: u32,
    /// A worker that stands still.
    pub(super) stalls: u32,
    /// From when to when nobody reaches Twilio, in milliseconds since 1970.
    pub(super) outage: Option<(i64, i64)>,
    /// Whether Twilio tells the texts of its messages.
    pub(super) tells_texts: bool,
    /// Whether requests to Twilio are held back on their way: only on purpose, as all that follows.
    pub(super) holds_back: bool,
    /// Whether the list of Twilio has nothing.
    pub(super) lists_nothing: bool,
    /// By how many milliseconds each sweep is late.
    pub(super) sweeps_late_by: i64,
    /// Whether nobody sweeps.
    pub(super) no_sweeps: bool,
    /// Whether mails that are taken go nowhere.
    pub(super) mails_vanish: bool,
}

impl Weather {
    /// Draws the weather of a run that begins at a time; one in five is calm.
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
        // One in fifty knows nothing at all of what Twilio took.
        let questions = if random.u32(..50) == 0 { 1_000 } else { weather.questions };
        Self { outage, questions, tells_texts: random.u32(..10) > 0, ..weather }
    }

    /// Reports whether nobody reaches Twilio at a time.
    pub(super) fn is_out(&self, now: i64) -> bool {
        self.outage.is_some_and(|(from, to)| (from..to).contains(&now))
    }
}

/// Reports whether something happens that happens so many times of a thousand.
pub(super) fn happens(random: &mut Rng, of_a_thousand: u32) -> bool {
    random.u32(..1_000) < of_a_thousand
}

/// Returns a wait that is mostly short: up to `most`, and one in ten times up to a hundred times as long.
pub(super) fn mostly_short(random: &mut Rng, most: i64) -> i64 {
    if random.u32(..10) == 0 { random.i64(0..=most * 100) } else { random.i64(0..=most) }
}
