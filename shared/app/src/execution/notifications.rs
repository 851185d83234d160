//! What the people who decided on a shift are told of its outcome: by WhatsApp and in the app, and by mail when the ad
//! platform refused.

use super::Carried;
use domain::action::effects::jobs_of;
use domain::action::notifier::Teller;
use domain::action::reply::Reader;
use domain::identity::{AuditEventId, MemberId};
use domain::insight::adjustment::{BudgetAdjustment, ShiftOutcome};
use domain::insight::wording::{say_reason, say_shift};
use domain::language::Phrase;
use domain::message::Message;
use domain::message::job::QueueJob;
use domain::notification::{MemberNotification, NotificationKind};
use store::budgets::BudgetRead;

/// The messages and notifications about an outcome.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) messages: Vec<Message>,
    pub(super) notifications: Vec<MemberNotification>,
}

impl News {
    /// Writes the news; the same event gives the same messages and notifications.
    pub(super) fn of(
        event: &AuditEventId,
        shift: &BudgetAdjustment,
        carried: Carried,
        outcome: &ShiftOutcome,
        read: &BudgetRead,
    ) -> Self {
        let (Some(workspace), Some(roster)) = (&read.workspace, &read.roster) else {
            return Self::default();
        };
        let teller = Teller { workspace, cause: event.as_str(), at: outcome.at() };
        let mut news = Self::default();
        for person in deciders(shift).into_iter().filter_map(|id| roster.find(id)) {
            let reader = teller.reader(person);
            let what = say_shift(reader.language, shift);
            news.messages.push(teller.update(person, &told(&reader, carried, outcome, &what)));
            let (kind, why) = (kind(shift, carried, outcome), why(&reader, shift, outcome));
            news.notifications.push(teller.notification(event, person, kind, (&what, &why), &[]));
        }
        news
    }

    pub(super) fn jobs(&self) -> Vec<QueueJob> {
        jobs_of(&self.messages, &self.notifications)
    }
}

/// Everybody who approved the shift or took the approval back, each once.
fn deciders(shift: &BudgetAdjustment) -> Vec<&MemberId> {
    let mut people = Vec::new();
    for decision in [&shift.first, &shift.decided, &shift.undone].into_iter().flatten() {
        if !people.contains(&&decision.by) {
            people.push(&decision.by);
        }
    }
    people
}

fn told(reader: &Reader, carried: Carried, outcome: &ShiftOutcome, what: &str) -> String {
    match (carried, outcome) {
        (Carried::Shift, ShiftOutcome::Applied { .. }) => {
            reader.say(Phrase::UpdateApplied, &[("what", what)])
        }
        (Carried::WayBack, ShiftOutcome::Applied { .. }) => {
            reader.say(Phrase::UpdateWayBackApplied, &[("what", what)])
        }
        (Carried::Shift, ShiftOutcome::Refused { reason, .. }) => {
            reader.say(Phrase::UpdateRefused, &[("what", what), ("reason", reason)])
        }
        (Carried::WayBack, ShiftOutcome::Refused { reason, .. }) => {
            reader.say(Phrase::UpdateWayBackRefused, &[("what", what), ("reason", reason)])
        }
    }
}

fn kind(shift: &BudgetAdjustment, carried: Carried, outcome: &ShiftOutcome) -> NotificationKind {
    let adjustment = shift.id.clone();
    match (carried, outcome) {
        (Carried::Shift, ShiftOutcome::Applied { .. }) => NotificationKind::ShiftApplied { adjustment },
        (Carried::WayBack, ShiftOutcome::Applied { .. }) => NotificationKind::WayBackApplied { adjustment },
        (Carried::Shift, ShiftOutcome::Refused { reason, .. }) => {
            NotificationKind::ShiftRefused { adjustment, reason: reason.clone() }
        }
        (Carried::WayBack, ShiftOutcome::Refused { reason, .. }) => {
            NotificationKind::WayBackRefused { adjustment, reason: reason.clone() }
        }
    }
}

/// Why: what the platform says when it refused, else what spoke for the shift.
fn why(reader: &Reader, shift: &BudgetAdjustment, outcome: &ShiftOutcome) -> String {
    if let ShiftOutcome::Refused { reason, .. } = outcome {
        return reason.clone();
    }
    let because = shift.because.map(|reason| say_reason(reader.language, &reason, shift.is_estimated()));
    because.unwrap_or_else(|| reader.say(Phrase::DigestNoValue, &[]))
}
