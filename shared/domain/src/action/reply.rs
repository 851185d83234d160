//! The reply to an action, in the person's language: what was done, or why nothing was done.

mod alert;
mod assignment;
mod shift;

use crate::action::context::{ActionContext, Actor};
use crate::action::decision::Refusal;
use crate::audit::Source;
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord, ShiftOutcome};
use crate::instant::EpochSecond;
use crate::language::{Language, Phrase, Value};
use crate::text::display_name;
use crate::token::Action;
use crate::workspace::roster::Teammate;
use crate::workspace::rules::Permission;
use jiff::Timestamp;

pub use alert::{acknowledged, alert_line, alerts_heading, snoozed};
pub use assignment::{accepted, assigned, passed_back, what};
pub use shift::{approved, approved_first, declined, shift_line, undone};

/// The maximum number of people that a reply names.
const NAMED_PEOPLE: usize = 3;

/// The language, the zone and the workspace for which a reply is written.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language of the person.
    pub language: Language,
    /// The zone of the person.
    pub zone: String,
    /// The name of the workspace.
    pub workspace: String,
}

impl Reader {
    /// Creates the reader from the stored state, with English and UTC if the person is unknown.
    #[must_use]
    pub fn new(context: &ActionContext) -> Self {
        let member = context.member.as_ref();
        Self {
            language: Language::choose(
                &member.map(|member| member.language.as_str()).into_iter().collect::<Vec<_>>(),
            ),
            zone: member.map_or_else(|| "UTC".to_owned(), |member| member.zone.clone()),
            workspace: context
                .workspace
                .as_ref()
                .map(|workspace| display_name(&workspace.name))
                .unwrap_or_default(),
        }
    }

    /// Formats an instant in the zone and language of the person.
    pub fn moment(&self, at: Timestamp) -> String {
        self.language.moment(at, &self.zone)
    }

    /// Formats a whole second in the zone and language of the person.
    pub fn moment_of_second(&self, second: EpochSecond) -> String {
        second.timestamp().map(|at| self.moment(at)).unwrap_or_default()
    }

    /// Returns a phrase with its placeholders filled.
    pub fn say(&self, phrase: Phrase, values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, Value<'_>)> =
            values.iter().map(|(place, text)| (*place, Value::Text(text))).collect();
        self.language.say(phrase, &values)
    }

    /// Returns a phrase about a decision: who, when, and on which channel.
    pub fn describe_decision(
        &self,
        phrase: Phrase,
        decision: &DecisionRecord,
        more: &[(&str, &str)],
    ) -> String {
        let (who, time) = (display_name(&decision.name), self.moment(decision.at));
        let source = source(self.language, decision.source);
        let own: [(&str, &str); 3] = [("name", &who), ("time", &time), ("source", &source)];
        self.say(phrase, &[&own, more].concat())
    }

    /// Lists people by name, up to the maximum.
    pub fn names(&self, people: &[&Teammate]) -> String {
        let names: Vec<String> =
            people.iter().take(NAMED_PEOPLE).map(|person| display_name(&person.name)).collect();
        self.language.list(&names)
    }

    /// Names people of whom one is enough; if there are more than the maximum, the last place stands for the others.
    pub(super) fn one_of(&self, people: &[&Teammate]) -> String {
        let mut names: Vec<String> =
            people.iter().take(NAMED_PEOPLE).map(|person| display_name(&person.name)).collect();
        names.extend((people.len() > NAMED_PEOPLE).then(|| self.say(Phrase::AnotherApprover, &[])));
        self.language.choice(&names)
    }
}

/// Returns the reply to a refused request. Declining a proposal that is no longer valid is acknowledged like any other
/// decline.
#[must_use]
pub fn refusal(reader: &Reader, context: &ActionContext, actor: &Actor<'_>, refusal: &Refusal) -> String {
    let no_longer_stands = matches!(refusal, Refusal::Superseded | Refusal::TargetMoved { .. });
    if no_longer_stands && actor.action() == Some(Action::DeclineShift) {
        return reader.language.say(Phrase::ReplyNoted, &[]);
    }
    refused(reader, context, refusal)
}

/// Returns the reply that explains why nothing was changed.
#[must_use]
pub fn refused(reader: &Reader, context: &ActionContext, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Gone => reader.say(Phrase::ReplyGone, &[]),
        // The phone to which a button was forwarded learns nothing about the workspace.
        Refusal::NotYourButton => Language::English.say(Phrase::ReplyNotYours, &[]),
        Refusal::NotVerified => reader.say(Phrase::ReplyNotVerified, &[]),
        Refusal::NoLongerMember => reader.say(Phrase::ReplyNotMember, &[]),
        Refusal::OptedOut => reader.say(Phrase::ReplyOptedOut, &[]),
        Refusal::Void => reader.say(Phrase::ReplyVoid, &[]),
        Refusal::MayNot { permission } => may_not(reader, context, *permission),
        Refusal::Expired => expired(reader, context),
        Refusal::AlertHandled { .. } | Refusal::AlertOver => alert::refused(reader, refusal),
        Refusal::AlreadyAssigned { .. } | Refusal::AlreadyAnswered { .. } | Refusal::NotATeammate => {
            assignment::refused(reader, refusal)
        }
        _about_the_shift => shift::refused(reader, context, refusal),
    }
}

fn may_not(reader: &Reader, context: &ActionContext, permission: Permission) -> String {
    let workspace: [(&str, &str); 1] = [("workspace", &reader.workspace)];
    match permission {
        Permission::HandleAlerts => reader.say(Phrase::ReplyMayNotAlerts, &workspace),
        Permission::AssignRecommendations => {
            ask_others(reader, context, permission, Phrase::ReplyMayNotAssignAsk, Phrase::ReplyMayNotAssign)
        }
        Permission::ApproveShifts => {
            ask_others(reader, context, permission, Phrase::ReplyMayNotAsk, Phrase::ReplyMayNotNobody)
        }
    }
}

/// Names the people with the permission, or refers to the owner of the workspace if there are none.
fn ask_others(
    reader: &Reader,
    context: &ActionContext,
    permission: Permission,
    somebody: Phrase,
    nobody: Phrase,
) -> String {
    let others = context.member.as_ref().map(|member| context.others_who_may(&member.id, permission));
    match others.filter(|others| !others.is_empty()) {
        Some(others) => reader.say(somebody, &[("names", &reader.names(&others))]),
        None => reader.say(nobody, &[("workspace", &reader.workspace)]),
    }
}

fn expired(reader: &Reader, context: &ActionContext) -> String {
    let time = context.token.as_ref().map(|token| reader.moment_of_second(token.valid_until));
    let time = time.unwrap_or_default();
    let still_open = context.shift().is_some_and(|shift| shift.state.is_open());
    let phrase = if still_open { Phrase::ReplyExpiredOpen } else { Phrase::ReplyExpired };
    reader.say(phrase, &[("time", &time)])
}

/// Returns the name of the channel of a decision.
#[must_use]
pub fn source(language: Language, source: Source) -> String {
    language.say(
        match source {
            Source::WhatsApp => Phrase::SourceWhatsApp,
            Source::WebLink => Phrase::SourceWebLink,
            // No reply speaks of a decision by an administrator, so the app's name is enough.
            Source::Api | Source::Admin => Phrase::SourceApi,
            Source::System => Phrase::SourceSystem,
        },
        &[],
    )
}

/// Describes the state of a shift, with the channel of the decision.
#[must_use]
pub fn state(language: Language, shift: &BudgetAdjustment) -> String {
    let decided = if shift.state == AdjustmentState::Undone { &shift.undone } else { &shift.decided };
    let channel = decided.as_ref().map(|decision| source(language, decision.source)).unwrap_or_default();
    let phrase = match (shift.state, &shift.outcome) {
        (AdjustmentState::Undone, Some(ShiftOutcome::Applied { .. })) => match &shift.reversal {
            None => Phrase::StateUndoneNotYet,
            Some(ShiftOutcome::Applied { .. }) => Phrase::StateUndoneApplied,
            Some(ShiftOutcome::Refused { .. }) => Phrase::StateUndoneRefused,
        },
        (AdjustmentState::Approved, Some(ShiftOutcome::Applied { .. })) => Phrase::StateApplied,
        (AdjustmentState::Approved, Some(ShiftOutcome::Refused { .. })) => Phrase::StateRefused,
        (AdjustmentState::Approved, None) => Phrase::StateApproved,
        (AdjustmentState::Proposed, _) => Phrase::StateProposed,
        (AdjustmentState::AwaitingSecond, _) => Phrase::StateAwaitingSecond,
        (AdjustmentState::Declined, _) => Phrase::StateDeclined,
        (AdjustmentState::Undone, _) => Phrase::StateUndone,
        (AdjustmentState::Superseded, _) => Phrase::StateSuperseded,
    };
    language.say(phrase, &[("source", Value::Text(&channel))])
}

#[cfg(test)]
mod tests;
