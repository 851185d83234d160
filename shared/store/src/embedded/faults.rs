//! The faults that can happen between the store's code and DynamoDB, generated from a seed or placed at a given call.
//!
//! A plan is deterministic: the same seed and the same calls give the same faults. The meaning of each fault is in
//! `connector`.

use fastrand::Rng;
use std::collections::BTreeMap;

/// A fault of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// Throttled; nothing was executed.
    Throttled,
    /// Internal error of DynamoDB; nothing was executed.
    ServerError,
    /// No connection; nothing was executed.
    NotConnected,
    /// A transaction or a single-item write conflicted with a transaction; nothing was executed.
    Conflict,
    /// A transaction conflicted with another one while one of its items was throttled; nothing was executed.
    ConflictUnderThrottle,
    /// A batch was executed in part; the rest was returned as unprocessed.
    GivenBack,
    /// The call was executed, but the connection broke before the answer arrived.
    AnswerLost,
    /// The call was executed, but the answer took longer than the client's timeout.
    AnswerTooLate,
    /// The worker crashes before the call is sent.
    CrashBefore,
    /// The worker crashes after the call was executed.
    CrashAfter,
}

impl Fault {
    /// All faults.
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

    /// Reports whether the fault can happen to an operation, given by its protocol name.
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

    /// Reports whether the engine executes the call although the caller gets an error or no answer.
    pub fn is_done_unheard(self) -> bool {
        matches!(self, Self::AnswerLost | Self::AnswerTooLate | Self::CrashAfter)
    }
}

/// How one call goes according to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedCall {
    /// The fault, if any.
    pub fault: Option<Fault>,
    /// How often other tasks run before the engine sees the call; at least once, as with a network.
    pub turns_before: u32,
    /// How often other tasks run before the caller sees the answer.
    pub turns_after: u32,
    /// Randomness for the fault: which writes of a transaction conflict, or how much of a batch is executed.
    pub draw: u64,
}

/// The faults in a worker's calls, in order.
#[derive(Debug, Clone)]
pub struct FaultPlan {
    random: Rng,
    /// How many calls in 1,000 have each fault.
    odds: Vec<(Fault, u32)>,
    /// Faults at given calls, counted from 0.
    placed: BTreeMap<usize, Fault>,
    /// The maximum number of turns given to other tasks.
    most_turns: u32,
    call: usize,
}

impl FaultPlan {
    /// Creates a plan without faults, in which every call yields once.
    pub fn none() -> Self {
        Self { random: Rng::with_seed(0), odds: vec![], placed: BTreeMap::new(), most_turns: 0, call: 0 }
    }

    /// Generates everything from a seed: which kinds of fault occur, how often, and how the calls of several tasks
    /// interleave. One seed in four has no faults, because code must also work when none happens.
    pub fn seeded(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let calm = random.u32(..4) == 0;
        let drawn = Fault::ALL.map(|fault| (fault, random.bool(), random.u32(1..=80)));
        let odds = drawn.into_iter().filter(|&(_, there, _)| there && !calm);
        let odds = odds.map(|(fault, _, per_thousand)| (fault, per_thousand)).collect();
        Self { random, odds, most_turns: 4, ..Self::none() }
    }

    /// Creates a plan with one fault at one call, counted from 0.
    pub fn at(call: usize, fault: Fault) -> Self {
        Self { placed: BTreeMap::from([(call, fault)]), ..Self::none() }
    }

    /// Creates a plan with the same fault at every call that it can happen to.
    pub fn always(fault: Fault) -> Self {
        Self { odds: vec![(fault, 1000)], ..Self::none() }
    }

    /// Adds a fault at one call.
    pub fn and_at(mut self, call: usize, fault: Fault) -> Self {
        self.placed.insert(call, fault);
        self
    }

    /// Divides the frequency of every fault by the given number.
    pub fn rarer(mut self, times: u32) -> Self {
        self.odds.iter_mut().for_each(|(_, per_thousand)| *per_thousand = per_thousand.div_ceil(times));
        self
    }

    /// Removes faults that are out of scope for a run.
    pub fn without(mut self, faults: &[Fault]) -> Self {
        self.odds.retain(|(fault, _)| !faults.contains(fault));
        self
    }

    /// Returns how the next call goes.
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
