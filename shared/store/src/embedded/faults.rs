//! What may go wrong between the store's code and DynamoDB, drawn from a seed or placed at one call.
//!
//! A plan is pure: the same seed and the same calls give the same faults. What a fault means is in `connector`.

use fastrand::Rng;
use std::collections::BTreeMap;

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// Refused for its throughput; nothing was done.
    Throttled,
    /// Failed inside DynamoDB; nothing was done.
    ServerError,
    /// No connection; nothing was done.
    NotConnected,
    /// A transaction, or the write of one item, met a transaction; nothing was done.
    Conflict,
    /// A transaction met another one while one of its items was over its throughput; nothing was done.
    ConflictUnderThrottle,
    /// A batch was done in part; the rest is given back.
    GivenBack,
    /// It was done, and the connection broke before the answer came.
    AnswerLost,
    /// It was done, and the answer took longer than anybody waits.
    AnswerTooLate,
    /// The worker dies before the call is sent.
    CrashBefore,
    /// The worker dies after it was done.
    CrashAfter,
}

impl Fault {
    /// Every fault there is.
    pub const ALL: [Self; 10] = [
        Self::Throttled,
        Self::ServerError,
        Self::NotConnected,
        Self::Conflict,
        Self::ConflictUnderThrottle,
        Self::GivenBack,
        Self::AnswerLost,
        Self::AnswerTooLate,
        Self::CrashBefore,
        Self::CrashAfter,
    ];

    /// Reports whether the fault can happen to an operation, by the protocol's name of it.
    pub fn can_happen_to(self, operation: &str) -> bool {
        match self {
            Self::Conflict => {
                matches!(operation, "TransactWriteItems" | "PutItem" | "UpdateItem" | "DeleteItem")
            }
            Self::ConflictUnderThrottle => operation == "TransactWriteItems",
            Self::GivenBack => matches!(operation, "BatchGetItem" | "BatchWriteItem"),
            _ => true,
        }
    }

    /// Reports whether the engine does what is asked although the caller hears of an error or of nothing.
    pub fn is_done_unheard(self) -> bool {
        matches!(self, Self::AnswerLost | Self::AnswerTooLate | Self::CrashAfter)
    }
}

/// One call as a plan wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedCall {
    /// What goes wrong, if anything.
    pub fault: Option<Fault>,
    /// How often other tasks get a turn before the engine sees the call; at least once, as with a network.
    pub turns_before: u32,
    /// How often other tasks get a turn before the caller sees the answer.
    pub turns_after: u32,
    /// What a fault needs to be drawn from: which writes of a transaction meet another one, how much of a batch is done.
    pub draw: u64,
}

/// What goes wrong with the calls of a worker, in order.
#[derive(Debug, Clone)]
pub struct FaultPlan {
    random: Rng,
    /// How many of 1,000 calls each fault happens to.
    odds: Vec<(Fault, u32)>,
    /// What happens at certain calls, the first is 0.
    placed: BTreeMap<usize, Fault>,
    /// The most turns that other tasks get.
    most_turns: u32,
    call: usize,
}

impl FaultPlan {
    /// Nothing goes wrong, and every call gives others one turn.
    pub fn none() -> Self {
        Self { random: Rng::with_seed(0), odds: vec![], placed: BTreeMap::new(), most_turns: 0, call: 0 }
    }

    /// Draws everything from a seed: which kinds of fault there are at all, how often each is, and how calls of several
    /// tasks interleave. One seed in four is calm: whoever meets no fault must not depend on one.
    pub fn seeded(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let calm = random.u32(..4) == 0;
        let drawn = Fault::ALL.map(|fault| (fault, random.bool(), random.u32(1..=80)));
        let odds = drawn.into_iter().filter(|&(_, there, _)| there && !calm);
        let odds = odds.map(|(fault, _, per_thousand)| (fault, per_thousand)).collect();
        Self { random, odds, most_turns: 4, ..Self::none() }
    }

    /// One fault at one call; the first call is 0.
    pub fn at(call: usize, fault: Fault) -> Self {
        Self { placed: BTreeMap::from([(call, fault)]), ..Self::none() }
    }

    /// The same fault at every call that it can happen to.
    pub fn always(fault: Fault) -> Self {
        Self { odds: vec![(fault, 1000)], ..Self::none() }
    }

    /// Places one more fault.
    pub fn and_at(mut self, call: usize, fault: Fault) -> Self {
        self.placed.insert(call, fault);
        self
    }

    /// Makes every fault so many times rarer.
    pub fn rarer(mut self, times: u32) -> Self {
        self.odds.iter_mut().for_each(|(_, per_thousand)| *per_thousand = per_thousand.div_ceil(times));
        self
    }

    /// Leaves faults out that a run is not about.
    pub fn without(mut self, faults: &[Fault]) -> Self {
        self.odds.retain(|(fault, _)| !faults.contains(fault));
        self
    }

    /// Says what happens to the next call.
    pub fn next(&mut self, operation: &str) -> PlannedCall {
        let placed = self.placed.get(&self.call).copied();
        self.call += 1;
        let drawn = self.draw();
        let fault = placed.or(drawn).filter(|fault| fault.can_happen_to(operation));
        let turns_before = 1 + self.random.u32(0..=self.most_turns);
        let turns_after = self.random.u32(0..=self.most_turns);
        PlannedCall { fault, turns_before, turns_after, draw: self.random.u64(..) }
    }

    fn draw(&mut self) -> Option<Fault> {
        let mut left = self.random.u32(..1000);
        for &(fault, per_thousand) in &self.odds {
            match left.checked_sub(per_thousand) {
                None => return Some(fault),
                Some(rest) => left = rest,
            }
        }
        None
    }
}
