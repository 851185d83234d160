//! How people rate the answers to their questions (SC-003): scores from 1 to 5 by those who were asked for one or typed one, and
//! thumbs apart from them.

use super::listed;
use crate::identity::WorkspaceId;
use crate::question::interpretation::Interpretation;
use crate::question::rating::{BEST, RatingReason};
use crate::question::record::Question;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The target mean, in hundredths.
pub const TARGET_HUNDREDTHS: i64 = 400;

/// The definition of the number, printed with it.
pub const DEFINITION: &str = "the mean of the scores from 1 to 5 that people gave the answers to their questions of the day, every fifth \
                              of which asks for one, with its 95 % interval; thumbs are counted apart";

/// The standard errors on either side of a mean that hold 95 % of a normal distribution, in hundredths.
const INTERVAL_HUNDREDTHS: i64 = 196;

/// The questions of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerReport {
    pub workspace: WorkspaceId,
    /// The day, in UTC.
    pub date: Date,
    /// Answered with numbers.
    pub answered: u32,
    pub asked_back: u32,
    pub refused: u32,
    /// How many answers got each score; the first is 1.
    pub scores: [u32; BEST as usize],
    /// How many were called good.
    pub good: u32,
    /// How many were called not right.
    pub bad: u32,
    /// Why they were not right, as far as people said.
    pub reasons: BTreeMap<RatingReason, u32>,
}

/// The mean of scores with its 95 % interval, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeanScore {
    pub mean_hundredths: i64,
    /// Half the width of the interval; `None` with fewer than two scores.
    pub half_width_hundredths: Option<i64>,
    /// How many scores there are.
    pub count: u32,
}

impl AnswerReport {
    /// Creates an empty report of a day.
    #[must_use]
    pub fn new(workspace: &WorkspaceId, date: Date) -> Self {
        Self {
            workspace: workspace.clone(),
            date,
            answered: 0,
            asked_back: 0,
            refused: 0,
            scores: [0; BEST as usize],
            good: 0,
            bad: 0,
            reasons: BTreeMap::new(),
        }
    }

    /// Adds a question of the day.
    pub fn add(&mut self, question: &Question) {
        match &question.interpretation {
            Interpretation::Queries(_) => self.answered += 1,
            Interpretation::Clarify(_) => self.asked_back += 1,
            Interpretation::OutOfScope(_) => self.refused += 1,
        }
        let Some(rating) = &question.rating else { return };
        let place = rating.score.and_then(|score| usize::from(score).checked_sub(1));
        if let Some(count) = place.and_then(|place| self.scores.get_mut(place)) {
            *count += 1;
        }
        match rating.is_good {
            Some(true) => self.good += 1,
            Some(false) => self.bad += 1,
            None => {}
        }
        if let Some(reason) = rating.reason {
            *self.reasons.entry(reason).or_default() += 1;
        }
    }

    /// Returns the mean of the scores, or `None` without any.
    #[must_use]
    pub fn mean(&self) -> Option<MeanScore> {
        let count: u32 = self.scores.iter().sum();
        let n = i64::from(count);
        if n == 0 {
            return None;
        }
        let powers =
            |power| (1_i64..).zip(self.scores).map(move |(score, count)| score.pow(power) * i64::from(count));
        let (sum, squares): (i64, i64) = (powers(1).sum(), powers(2).sum());
        // The variance of the mean is (n·Σx² − (Σx)²) / (n²·(n − 1)).
        let spread = n * squares - sum * sum;
        let half_width = (n > 1).then(|| {
            let hundredths_squared = spread * INTERVAL_HUNDREDTHS * INTERVAL_HUNDREDTHS / (n * n * (n - 1));
            hundredths_squared.isqrt()
        });
        Some(MeanScore { mean_hundredths: (100 * sum + n / 2) / n, half_width_hundredths: half_width, count })
    }
}

impl fmt::Display for MeanScore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |hundredths: i64| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        write!(out, "{} of {BEST}", written(self.mean_hundredths))?;
        if let Some(half) = self.half_width_hundredths {
            write!(out, " ± {}", written(half))?;
        }
        write!(out, ", n = {}", self.count)
    }
}

impl fmt::Display for AnswerReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "SC-003 answers, {} on {}", self.workspace, self.date)?;
        writeln!(out, "  definition: {DEFINITION}")?;
        let target = TARGET_HUNDREDTHS / 100;
        match self.mean() {
            None => writeln!(out, "  scores: none yet; target {target} of {BEST}")?,
            Some(mean) => {
                let met = if mean.mean_hundredths >= TARGET_HUNDREDTHS { "met" } else { "missed" };
                writeln!(out, "  scores: {mean}; target {target} of {BEST}: {met}")?;
            }
        }
        writeln!(out, "  thumbs: {} good, {} not right", self.good, self.bad)?;
        let reasons = self.reasons.iter().map(|(reason, count)| (reason.as_str(), *count));
        writeln!(out, "  not right because: {}", listed(reasons))?;
        let Self { answered, asked_back, refused, .. } = self;
        writeln!(out, "  questions: {answered} answered, {asked_back} asked back, {refused} refused")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scored(scores: [u32; 5]) -> AnswerReport {
        AnswerReport {
            scores,
            ..AnswerReport::new(&"acme-store".parse().unwrap(), jiff::civil::date(2026, 10, 5))
        }
    }

    #[test]
    fn a_mean_is_told_with_its_interval_and_how_many_there_are() {
        assert_eq!(scored([0; 5]).mean(), None);
        assert_eq!(scored([0, 0, 0, 0, 1]).mean().unwrap().to_string(), "5.00 of 5, n = 1");
        // Of 4, 4, 5, 5, 3: the mean is 4.2, the deviation 0.8367, and 1.96 · 0.8367 / √5 = 0.733.
        assert_eq!(scored([0, 0, 1, 2, 2]).mean().unwrap().to_string(), "4.20 of 5 ± 0.73, n = 5");
    }

    #[test]
    fn the_report_says_whether_the_target_is_met() {
        insta::assert_snapshot!(scored([0, 0, 1, 2, 2]));
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_the_least_and_the_best_score(scores: [u8; 5]) {
            let report = scored(scores.map(u32::from));
            if let Some(mean) = report.mean() {
                prop_assert!((100..=500).contains(&mean.mean_hundredths));
                prop_assert!(mean.half_width_hundredths.is_none_or(|half| half >= 0));
            }
        }
    }
}
