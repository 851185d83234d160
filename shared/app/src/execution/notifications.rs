//! What the people who decided on a shift are told about its outcome: by WhatsApp and in the app, and also by mail if
//! the ad platform refused it.

use super::ExecutedChange;
use domain::action::effects::jobs_of;
use domain::action::notifier::Notifier;
use domain::action::reply::Reader;
use domain::identity::{AuditEventId, MemberId};
use domain::insight::adjustment::{BudgetAdjustment, ShiftOutcome};
use domain::insight::wording::{describe_reason, describe_shift};
use domain::language::Phrase;
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::notification::{MemberNotification, NotificationKind};
use domain::text::sanitize;
use store::budgets::BudgetRead;

/// The maximum length of the platform's reason in a message, so that the shift after it is told whole.
const LONGEST_REASON: usize = 75;
/// The maximum length of the reason in a notification, where it stands alone.
const LONGEST_WHY: usize = 160;

/// The messages and notifications about an outcome.
#[derive(Debug, Default)]
pub(super) struct Notifications {
    pub(super) messages: Vec<Message>,
    pub(super) notifications: Vec<MemberNotification>,
}

impl Notifications {
    /// Creates the news; the same event always gives the same messages and notifications.
    pub(super) fn new(
        event: &AuditEventId,
        shift: &BudgetAdjustment,
        executed: ExecutedChange,
        outcome: &ShiftOutcome,
        read: &BudgetRead,
    ) -> Self {
        let (Some(workspace), Some(roster)) = (&read.workspace, &read.roster) else {
            return Self::default();
        };
        let notifier = Notifier { workspace, cause: event.as_str(), at: outcome.at() };
        let mut notifications = Self::default();
        for person in deciders(shift).into_iter().filter_map(|id| roster.find(id)) {
            let reader = notifier.reader(person);
            let what = describe_shift(reader.language, shift);
            notifications.messages.push(notifier.update(person, &told(&reader, executed, outcome, &what)));
            let (kind, why) = (kind(shift, executed, outcome), why(&reader, shift, outcome));
            notifications.notifications.push(notifier.notification(event, person, kind, (&what, &why), &[]));
        }
        notifications
    }

    pub(super) fn jobs(&self) -> Vec<QueueJob> {
        jobs_of(&self.messages, &self.notifications)
    }
}

/// Returns everybody who approved the shift or undid the approval, each once.
fn deciders(shift: &BudgetAdjustment) -> Vec<&MemberId> {
    let mut people = Vec::new();
    for decision in [&shift.first, &shift.decided, &shift.undone].into_iter().flatten() {
        if !people.contains(&&decision.by) {
            people.push(&decision.by);
        }
    }
    people
}

fn told(reader: &Reader, executed: ExecutedChange, outcome: &ShiftOutcome, what: &str) -> String {
    let reason = match outcome {
        ShiftOutcome::Applied { .. } => String::new(),
        ShiftOutcome::Refused { reason, .. } => sanitize(reason, LONGEST_REASON),
    };
    let refused: [(&str, &str); 2] = [("what", what), ("reason", &reason)];
    match (executed, outcome) {
        (ExecutedChange::Shift, ShiftOutcome::Applied { .. }) => {
            reader.say(Phrase::UpdateApplied, &[("what", what)])
        }
        (ExecutedChange::Reversal, ShiftOutcome::Applied { .. }) => {
            reader.say(Phrase::UpdateWayBackApplied, &[("what", what)])
        }
        (ExecutedChange::Shift, ShiftOutcome::Refused { .. }) => reader.say(Phrase::UpdateRefused, &refused),
        (ExecutedChange::Reversal, ShiftOutcome::Refused { .. }) => {
            reader.say(Phrase::UpdateWayBackRefused, &refused)
        }
    }
}

fn kind(shift: &BudgetAdjustment, executed: ExecutedChange, outcome: &ShiftOutcome) -> NotificationKind {
    let adjustment = shift.id.clone();
    match (executed, outcome) {
        (ExecutedChange::Shift, ShiftOutcome::Applied { .. }) => {
            NotificationKind::ShiftApplied { adjustment }
        }
        (ExecutedChange::Reversal, ShiftOutcome::Applied { .. }) => {
            NotificationKind::ReversalApplied { adjustment }
        }
        (ExecutedChange::Shift, ShiftOutcome::Refused { reason, .. }) => {
            NotificationKind::ShiftRefused { adjustment, reason: reason.to_string() }
        }
        (ExecutedChange::Reversal, ShiftOutcome::Refused { reason, .. }) => {
            NotificationKind::ReversalRefused { adjustment, reason: reason.to_string() }
        }
    }
}

/// Returns the reason: the platform's words if it refused, otherwise the numbers that support the shift.
fn why(reader: &Reader, shift: &BudgetAdjustment, outcome: &ShiftOutcome) -> String {
    if let ShiftOutcome::Refused { reason, .. } = outcome {
        return sanitize(reason, LONGEST_WHY);
    }
    let because = shift.because.map(|reason| describe_reason(reader.language, &reason, shift.is_estimated()));
    because.unwrap_or_else(|| reader.say(Phrase::DigestNoValue, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::language::Language;
    use domain::message::template::LONGEST_VALUE;
    use domain::money::Money;
    use domain::testing::{adjustment, fault_of_variable, longest_names, maya, now, workspace};
    use domain::text::free::PlatformReason;
    use domain::workspace::Member;
    use domain::workspace::roster::Teammate;

    #[test]
    fn the_news_of_an_outcome_tells_the_whole_shift_whatever_the_names_and_the_reason() {
        let workspace = workspace();
        let notifier = Notifier { workspace: &workspace, cause: "outcome", at: now() };
        for (name, language) in longest_names()
            .into_iter()
            .flat_map(|(_, name)| Language::ALL.map(|language| (name.clone(), language)))
        {
            let reason = PlatformReason::quoted(&name.repeat(3)).unwrap();
            let mut shift = adjustment();
            shift.amount = Money::from_units(1_234_567_890, "CHF".parse().unwrap());
            (shift.from.name, shift.to.name) = (name.clone(), name.clone());
            let person = Teammate::from(&Member { language: language.tag().to_owned(), ..maya() });
            let reader = notifier.reader(&person);
            let what = describe_shift(language, &shift);
            for outcome in [ShiftOutcome::Applied { at: now() }, ShiftOutcome::Refused { at: now(), reason }]
            {
                for executed in [ExecutedChange::Shift, ExecutedChange::Reversal] {
                    let line = told(&reader, executed, &outcome, &what);
                    assert_eq!(fault_of_variable(&line, LONGEST_VALUE), None, "{}: {line}", language.tag());
                    assert!(line.ends_with(&what), "{line}");
                }
            }
        }
    }
}
