//! The subject of an action, as shown on its page: the budgets before and after with the reasons, the alert, or the
//! recommendation.

use super::{PageState, Writer};
use crate::components::{ShiftSideLine, assignment_phrase, state_class};
use domain::action::reply::{Reader, state, what};
use domain::insight::adjustment::{BudgetAdjustment, BudgetChange};
use domain::insight::record::{Assignment, Recommendation};
use domain::insight::target::Target;
use domain::insight::wording::{describe_alert, describe_reason, describe_shift, describe_why};
use domain::insight::{AlertFinding, Severity};
use domain::language::Phrase;
use domain::money::Money;
use domain::text::{display_name, short_name};
use domain::token::Action;

/// One subject of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its state, or its urgency.
    pub badge: Option<Badge>,
    /// The subject in one line.
    pub lead: String,
    /// Both campaigns of a shift with their budgets.
    pub sides: Vec<ShiftSideLine>,
    /// The reasons for it, and further details.
    pub lines: Vec<String>,
}

/// A highlighted word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The style sheet's class for it.
    pub class: &'static str,
    /// The word.
    pub text: String,
}

impl Writer<'_> {
    pub(super) fn about(&self, standing: PageState) -> Vec<About> {
        match &self.context.target {
            Some(Target::Shift(shift)) => vec![self.shift(shift, standing)],
            Some(Target::Alert(alert)) => vec![self.alert(&alert.finding)],
            Some(Target::Recommendation(recommendation)) => vec![self.recommendation(recommendation)],
            Some(Target::Day(day)) => day.alerts.iter().map(|finding| self.alert(finding)).collect(),
            None => Vec::new(),
        }
    }

    fn shift(&self, shift: &BudgetAdjustment, standing: PageState) -> About {
        let language = self.reader.language;
        // A reader who is asked about an undo sees the budgets in reverse.
        let undoes = self.actor.action() == Some(Action::UndoShift) && standing == PageState::Asks;
        let side = |side: &BudgetChange| {
            let (before, after) = if undoes { (side.after, side.before) } else { (side.before, side.after) };
            self.side(&side.name, before, after, side.budget_estimated && !undoes)
        };
        let why = shift.because.map(|reason| describe_reason(language, &reason, shift.is_estimated()));
        let why = why.map(|why| self.reader.say(Phrase::CardShiftWhy, &[("why", &why)]));
        let estimated = shift.is_estimated().then(|| self.text(Phrase::CardShiftEstimated));
        About {
            badge: Some(Badge { class: state_class(shift), text: state(language, shift) }),
            lead: describe_shift(language, shift),
            sides: [&shift.from, &shift.to].map(side).into(),
            lines: why.into_iter().chain(estimated).collect(),
        }
    }

    fn side(&self, name: &str, before: Money, after: Money, estimated: bool) -> ShiftSideLine {
        let phrase = if estimated { Phrase::PageBudgetChangeEstimated } else { Phrase::PageBudgetChange };
        let (before, after) = (self.reader.language.money(before), self.reader.language.money(after));
        let change = self.reader.say(phrase, &[("before", &before), ("after", &after)]);
        ShiftSideLine { name: short_name(name), change }
    }

    fn alert(&self, finding: &AlertFinding) -> About {
        let (class, severity) = match finding.severity {
            Severity::Critical => ("critical", Phrase::SeverityCritical),
            Severity::High => ("high", Phrase::SeverityHigh),
            Severity::Medium => ("medium", Phrase::SeverityMedium),
            Severity::Info => ("info", Phrase::SeverityInfo),
        };
        let stake = self.reader.language.money(finding.stake);
        let costs = finding.stake.minor > 0;
        let stake = costs.then(|| self.reader.say(Phrase::PageAlertStake, &[("stake", &stake)]));
        About {
            badge: Some(Badge { class, text: self.text(severity) }),
            lead: describe_alert(self.reader.language, &self.reader.zone, finding),
            sides: Vec::new(),
            lines: stake.into_iter().collect(),
        }
    }

    fn recommendation(&self, recommendation: &Recommendation) -> About {
        let shift = &recommendation.shift;
        let sides = [&shift.from, &shift.to];
        let sides = sides.map(|side| self.side(&side.name, side.before, side.after, side.budget_estimated));
        let why = describe_why(self.reader.language, shift);
        let owner = recommendation.assignment.as_ref().map(|assignment| owner_line(&self.reader, assignment));
        About {
            badge: None,
            lead: what(&self.reader, recommendation),
            sides: sides.into(),
            lines: [self.reader.say(Phrase::CardShiftWhy, &[("why", &why)])]
                .into_iter()
                .chain(owner)
                .collect(),
        }
    }
}

/// Says who owns a recommendation, and since when.
fn owner_line(reader: &Reader, assignment: &Assignment) -> String {
    let owner = display_name(&assignment.owner_name);
    let at = assignment.answered_at.unwrap_or(assignment.assigned.at);
    let by = display_name(&assignment.assigned.name);
    reader.say(
        assignment_phrase(assignment.answer),
        &[("owner", &owner), ("name", &by), ("time", &reader.moment(at))],
    )
}
