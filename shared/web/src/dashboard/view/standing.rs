//! What stands now, for other pages: the sources, and findings that they choose, as the dashboard shows them.

use super::{AlertLine, DashboardContext, PageWriter, ShiftCard, SourceLine};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, AlertState};
use domain::language::{Language, Phrase};
use domain::metrics::kpi::report_day;

/// What stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How the source of each channel stands, sorted by channel.
    pub sources: Vec<SourceLine>,
    /// The chosen alerts, in their order; one that is over says so.
    pub alerts: Vec<AlertLine>,
    /// The chosen shifts, in their order.
    pub shifts: Vec<ShiftCard>,
}

impl Standing {
    /// Says how the sources and these findings stand. Of the context only the day's numbers do not matter.
    #[must_use]
    pub fn new(context: &DashboardContext<'_>, alerts: &[Alert], shifts: &[&BudgetAdjustment]) -> Self {
        let report =
            report_day(context.day, context.workspace, context.campaigns, context.facts, context.sources);
        let language = Language::choose(&[&context.reader.language]);
        let writer = PageWriter { language, facts: context, report: &report };
        Self {
            sources: writer.sources(),
            alerts: alerts.iter().map(|alert| writer.chosen(alert)).collect(),
            shifts: shifts.iter().map(|shift| writer.shift(shift)).collect(),
        }
    }
}

impl PageWriter<'_> {
    fn chosen(&self, alert: &Alert) -> AlertLine {
        let line = self.alert(alert);
        if alert.state != AlertState::Resolved {
            return line;
        }
        AlertLine { detail: format!("{} · {}", line.detail, self.text(Phrase::AnswerResolved)), ..line }
    }
}
