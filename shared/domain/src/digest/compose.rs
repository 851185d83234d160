//! Composes a digest: the facts of a day, in lines that fit a template. Pure.

mod writer;

use crate::identity::AdjustmentId;
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::{AlertFinding, ShiftFinding};
use crate::language::Language;
use crate::message::PlannedButton;
use crate::message::template::{Template, TemplateName};
use crate::metrics::MetricValues;
use crate::metrics::kpi::DayReport;
use crate::metrics::source::SourceHealth;
use crate::text::fit;
use crate::token::{Action, TargetId, TokenChannel, TokenPurpose};
use crate::workspace::rules::Permission;
use crate::workspace::{Member, Workspace};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use writer::Writer;

/// How long the buttons of a digest work, in seconds: 24 hours, after which the next digest has arrived.
pub const BUTTON_SECONDS: i64 = 24 * 3600;
/// How long the dashboard link of a digest works, in seconds: 7 days.
pub const LINK_SECONDS: i64 = 7 * 24 * 3600;

/// The content of a digest, the same for everybody in the workspace.
#[derive(Debug, Clone)]
pub struct DigestContext<'a> {
    pub workspace: &'a Workspace,
    /// The report of the day.
    pub report: &'a DayReport,
    /// The alerts: silent sources, then what has the most money at stake.
    pub alerts: &'a [AlertFinding],
    /// What is unusual about the day, or missing of it, although somebody has acknowledged or snoozed it: such a day is
    /// never all clear.
    pub known_unusual: &'a [AlertFinding],
    /// The shift that awaits a decision, with the finding that supports it.
    pub shift: Option<(&'a BudgetAdjustment, &'a ShiftFinding)>,
    /// What is known of the sources: when each last came in.
    pub health: &'a [SourceHealth],
    /// When it goes out.
    pub timing: DigestTiming,
}

/// When a digest goes out, as far as it says anything about that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DigestTiming {
    /// Whether it goes out later than the person chose.
    pub is_late: bool,
    /// The report before it, if that did not go out.
    pub missing: Option<MissingReport>,
}

/// A report that did not go out, with what it would have said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingReport {
    /// The day that it would have reported on.
    pub day: Date,
    pub values: MetricValues,
}

impl<'a> DigestContext<'a> {
    /// Returns the alert to show: the most urgent one that needs attention or, without any, what is known to be unusual
    /// about the day, or missing of it.
    fn first_alert(&self) -> Option<&'a AlertFinding> {
        self.alerts.first().or_else(|| self.known_unusual.first())
    }
}

/// A digest for one person, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposedDigest {
    /// The template that carries it.
    pub template: TemplateName,
    pub template_version: u32,
    pub language: Language,
    /// The variables of the template: the lines.
    pub variables: BTreeMap<String, String>,
    /// The buttons of the message.
    pub buttons: Vec<PlannedButton>,
    /// The text as the person reads it.
    pub text: String,
    /// The shift that this person is asked to approve.
    pub adjustment: Option<AdjustmentId>,
}

impl ComposedDigest {
    /// Returns the titles of the buttons, in order.
    #[must_use]
    pub fn button_titles(&self) -> Vec<String> {
        self.template.read(self.language).buttons.iter().map(|button| button.title.clone()).collect()
    }
}

/// A line of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestLine {
    /// The recipient.
    Person,
    /// The workspace.
    Workspace,
    /// The day of the report.
    Day,
    /// Money spent.
    Spend,
    /// Money earned.
    Revenue,
    /// Return on ad spend.
    Roas,
    /// How complete the data is.
    Data,
    /// How many items need the person's attention, or that none does.
    Needs,
    /// The most urgent alert.
    Alert,
    /// The proposed shift.
    Shift,
    /// The reason for the proposal.
    Why,
}

impl DigestLine {
    /// The lines of a report in the order of the template's variables, from 1; shorter templates have fewer lines.
    pub const ORDER: [Self; 11] = [
        Self::Person,
        Self::Workspace,
        Self::Day,
        Self::Spend,
        Self::Revenue,
        Self::Roas,
        Self::Data,
        Self::Needs,
        Self::Alert,
        Self::Shift,
        Self::Why,
    ];

    const SHORT: [Self; 7] =
        [Self::Person, Self::Workspace, Self::Day, Self::Spend, Self::Revenue, Self::Roas, Self::Needs];

    /// Returns the lines of a template in the order of its variables, from 1; empty if the template carries no digest.
    #[must_use]
    pub fn of_template(template: TemplateName) -> &'static [Self] {
        match template {
            TemplateName::KpiDaily => &Self::ORDER,
            TemplateName::KpiAlerts => &Self::ORDER[..9],
            TemplateName::KpiClear | TemplateName::KpiPartial => &Self::ORDER[..8],
            TemplateName::KpiShort => &Self::SHORT,
            _ => &[],
        }
    }

    /// Returns the maximum length of this line in UTF-16 units, chosen so that all lines together fit the template.
    #[must_use]
    pub fn longest(self) -> usize {
        match self {
            Self::Person | Self::Workspace | Self::Roas | Self::Needs => 40,
            Self::Day => 32,
            Self::Spend | Self::Revenue => 50,
            Self::Data | Self::Alert | Self::Shift => 110,
            Self::Why => 100,
        }
    }
}

/// Composes the digest of one person. Members without permission to approve get no approve button.
#[must_use]
pub fn compose(facts: &DigestContext<'_>, member: &Member, now: Timestamp) -> ComposedDigest {
    let language = Language::choose(&[&member.language]);
    let shift = facts.shift.filter(|_| facts.workspace.allows(member, Permission::ApproveShifts));
    let is_whole = facts.report.completeness.is_whole();
    let template = TemplateName::for_digest(shift.is_some(), facts.first_alert().is_some(), is_whole);
    let writer = Writer { language, facts, member, shift, now };
    let approved = template.read(language);
    let lines = DigestLine::of_template(template).iter().zip(1_u32..);
    let variables =
        lines.map(|(&line, number)| (number.to_string(), fit(&writer.line(line), line.longest()))).collect();
    ComposedDigest {
        template,
        template_version: approved.version,
        language,
        text: approved.fill(&variables),
        buttons: buttons(approved, facts.report.day, shift.map(|(adjustment, _)| adjustment)),
        variables,
        adjustment: shift.map(|(adjustment, _)| adjustment.id.clone()),
    }
}

/// Plans the token of each button of a template: the position of a quick reply determines its action, and a link shows
/// the day.
fn buttons(template: &Template, day: Date, shift: Option<&BudgetAdjustment>) -> Vec<PlannedButton> {
    let day_target = || day.to_string().parse::<TargetId>().ok();
    let planned = template.buttons.iter().filter_map(|button| {
        let (is_link, variable) = (button.is_link(), button.variable()?);
        let approves = shift.filter(|_| !is_link && button.id == template.buttons[0].id);
        let (purpose, target, target_version) = match (is_link, approves) {
            (true, _) => (TokenPurpose::Dashboard, day_target()?, 0),
            (false, Some(shift)) => {
                (Action::ApproveShift.into(), shift.id.as_str().parse().ok()?, shift.version)
            }
            (false, None) => (Action::ShowAlerts.into(), day_target()?, 0),
        };
        let valid_for_seconds = if is_link { LINK_SECONDS } else { BUTTON_SECONDS };
        Some(PlannedButton {
            variable,
            version_is_fixed_text: !is_link,
            purpose,
            channel: if is_link { TokenChannel::Link } else { TokenChannel::Button },
            detail: None,
            target,
            target_version,
            valid_for_seconds,
        })
    });
    planned.collect()
}

#[cfg(test)]
mod tests;
