//! Who else is told about a change: the people asked for a second approval, the teammate who is assigned something, and
//! the people waiting for an answer. Each is told by WhatsApp, in the app and, if there is something to do, by email.

use crate::action::context::ActionContext;
use crate::action::effects::SideEffects;
use crate::action::notifier::{Notifier, TemplateButton, TemplateMessage};
use crate::action::reply::Reader;
use crate::identity::{AuditEventId, MemberId};
use crate::insight::adjustment::BudgetAdjustment;
use crate::insight::record::{Assignment, Recommendation};
use crate::insight::wording::{describe_reason, describe_shift, describe_why};
use crate::language::Phrase;
use crate::message::MessageKind;
use crate::message::template::TemplateName;
use crate::notification::{MemberNotification, NotificationKind};
use crate::text::{LONGEST_NAME, display_name, harmless};
use crate::token::{Action, TargetId};
use crate::workspace::roster::Teammate;
use crate::workspace::{Member, Workspace};
use jiff::Timestamp;

/// The maximum number of people who are asked for a second approval.
const ASKED_PEOPLE: usize = 5;

/// Tells others what one person did.
pub(super) struct Notify<'a> {
    pub(super) context: &'a ActionContext,
    pub(super) workspace: &'a Workspace,
    pub(super) actor: &'a Member,
    pub(super) event: AuditEventId,
    pub(super) at: Timestamp,
}

impl Notify<'_> {
    fn actor_name(&self) -> String {
        display_name(&self.actor.name)
    }

    /// Returns the name that is stored with a notification, which is worded later.
    fn stored_name(&self) -> String {
        harmless(&self.actor.name, LONGEST_NAME)
    }

    fn teammate(&self, id: &MemberId) -> Option<&Teammate> {
        self.context.roster.as_ref()?.find(id)
    }

    fn notifier(&self) -> Notifier<'_> {
        Notifier { workspace: self.workspace, cause: self.event.as_str(), at: self.at }
    }

    fn reader(&self, person: &Teammate) -> Reader {
        self.notifier().reader(person)
    }

    /// Asks the other members who may approve for the second approval.
    pub(super) fn other_approvers(&self, shift: &BudgetAdjustment) -> SideEffects {
        let mut effects = SideEffects::default();
        let Ok(target) = shift.id.as_str().parse::<TargetId>() else {
            return effects;
        };
        for person in self.context.other_approvers(&self.actor.id).into_iter().take(ASKED_PEOPLE) {
            let reader = self.reader(person);
            let what = describe_shift(reader.language, shift);
            let why =
                shift.because.map(|reason| describe_reason(reader.language, &reason, shift.is_estimated()));
            let why = why.unwrap_or_else(|| reader.say(Phrase::DigestNoValue, &[]));
            let buttons = [
                Some((Action::ApproveShift, &target, shift.version)),
                Some((Action::DeclineShift, &target, shift.version)),
            ];
            let lines = vec![self.actor_name(), reader.workspace.clone(), what.clone(), why.clone()];
            let (kind, template) = (MessageKind::SecondApproval, TemplateName::SecondApproval);
            effects
                .messages
                .push(self.notifier().message(person, TemplateMessage { kind, template, lines, buttons }));
            let kind = NotificationKind::SecondApprovalWanted {
                adjustment: shift.id.clone(),
                by: self.actor.id.clone(),
                by_name: self.stored_name(),
            };
            effects.notifications.push(self.notification(person, kind, (&what, &why), &buttons));
        }
        effects
    }

    /// Tells the person who approved first what the second decided; does nothing if only one approval was needed.
    pub(super) fn first_approver(&self, shift: &BudgetAdjustment, phrase: Phrase) -> SideEffects {
        let first = shift.first.as_ref().filter(|first| first.by != self.actor.id);
        let person = first.and_then(|first| self.teammate(&first.by));
        let message = person.map(|person| {
            let reader = self.reader(person);
            let what = describe_shift(reader.language, shift);
            self.notifier()
                .update(person, &reader.say(phrase, &[("name", &self.actor_name()), ("what", &what)]))
        });
        SideEffects { messages: message.into_iter().collect(), ..SideEffects::default() }
    }

    pub(super) fn owner(&self, owner: &MemberId, what: &Recommendation) -> SideEffects {
        // A person who assigns something to oneself need not be told.
        let person = self.teammate(owner).filter(|person| person.id != self.actor.id);
        let (Some(person), Ok(target)) = (person, what.id.as_str().parse::<TargetId>()) else {
            return SideEffects::default();
        };
        let reader = self.reader(person);
        let (line, why) =
            (crate::action::reply::what(&reader, what), describe_why(reader.language, &what.shift));
        let buttons = [
            Some((Action::AcceptAssignment, &target, what.version)),
            Some((Action::PassBackAssignment, &target, what.version)),
        ];
        let lines = vec![self.actor_name(), reader.workspace.clone(), line.clone(), why.clone()];
        let (kind, template) = (MessageKind::Assignment, TemplateName::Assignment);
        let message = self.notifier().message(person, TemplateMessage { kind, template, lines, buttons });
        let kind = NotificationKind::Assigned {
            recommendation: what.id.clone(),
            by: self.actor.id.clone(),
            by_name: self.stored_name(),
        };
        let notification = self.notification(person, kind, (&line, &why), &buttons);
        SideEffects { messages: vec![message], notifications: vec![notification], ..SideEffects::default() }
    }

    /// Tells the assigner the answer: by WhatsApp and in the app, without a mail.
    pub(super) fn assigner(&self, what: &Recommendation, accepted: bool) -> SideEffects {
        let assigner = what.assignment.as_ref().map(|Assignment { assigned, .. }| &assigned.by);
        let person = assigner.filter(|by| **by != self.actor.id).and_then(|by| self.teammate(by));
        let Some(person) = person else {
            return SideEffects::default();
        };
        let reader = self.reader(person);
        let line = crate::action::reply::what(&reader, what);
        let phrase = if accepted { Phrase::UpdateAccepted } else { Phrase::UpdatePassedBack };
        let told = reader.say(phrase, &[("name", &self.actor_name()), ("what", &line)]);
        let (recommendation, by, by_name) = (what.id.clone(), self.actor.id.clone(), self.stored_name());
        let kind = if accepted {
            NotificationKind::AssignmentAccepted { recommendation, by, by_name }
        } else {
            NotificationKind::AssignmentPassedBack { recommendation, by, by_name }
        };
        let why = describe_why(reader.language, &what.shift);
        let notification = self.notification(person, kind, (&line, &why), &[None, None]);
        SideEffects {
            messages: vec![self.notifier().update(person, &told)],
            notifications: vec![notification],
            ..SideEffects::default()
        }
    }

    fn notification(
        &self,
        person: &Teammate,
        kind: NotificationKind,
        told: (&str, &str),
        buttons: &[Option<TemplateButton<'_>>; 2],
    ) -> MemberNotification {
        let links: Vec<TemplateButton<'_>> = buttons.iter().flatten().copied().collect();
        self.notifier().notification(&self.event, person, kind, told, &links)
    }
}
