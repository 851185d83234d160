//! The question on a page: its title, what its button does, and the button itself, or the people to choose from.

use super::{ActionForm, ActionView, FormButton, PageState, Writer};
use crate::action_page::undo::UndoOffer;
use domain::action::cards::people::{in_order, role_phrase};
use domain::action::decision::Change;
use domain::insight::adjustment::AdjustmentState;
use domain::instant::EpochSecond;
use domain::language::{Language, Phrase, Value};
use domain::text::display_name;
use domain::token::Action;
use domain::workspace::roster::Teammate;
use domain::workspace::rules::Band;

/// Says until when an approval can be undone.
pub(super) fn undo_until(language: Language, second: EpochSecond, zone: &str) -> String {
    let until = second.timestamp().map(|until| language.moment(until, zone)).unwrap_or_default();
    language.say(Phrase::ActUndo, &[("time", Value::Text(&until))])
}

/// Creates the form that undoes an approval.
pub(super) fn undo_form(language: Language, undo: UndoOffer) -> ActionForm {
    let title = language.say(Phrase::ButtonUndo, &[]);
    ActionForm {
        path: Some(undo.path),
        act: Action::UndoShift.as_str(),
        seen: None,
        buttons: vec![FormButton { person: None, title, note: None, is_main: false }],
    }
}

impl Writer<'_> {
    pub(super) fn asks(&self, change: &Change) -> ActionView {
        let (title, button) = self.words_of(change);
        let button = FormButton { person: None, title: button, note: None, is_main: true };
        let form = ActionForm {
            path: None,
            act: self.actor.claims.purpose.as_str(),
            seen: None,
            buttons: vec![button],
        };
        ActionView {
            told: self.consequence(change),
            who: self.who(),
            form: Some(form),
            ..self.known(PageState::Asks, title)
        }
    }

    /// Returns the title of the page and the label of its button.
    fn words_of(&self, change: &Change) -> (String, String) {
        let until_tomorrow = self.actor.action() == Some(Action::SnoozeAlertUntilTomorrow);
        let (title, button) = match change {
            Change::Approve { .. } | Change::ApproveFirst => (Phrase::ActApproveTitle, Phrase::ButtonApprove),
            Change::Decline | Change::GiveReason { .. } => (Phrase::ActDeclineTitle, Phrase::ButtonNotNow),
            Change::Undo => (Phrase::ActUndoTitle, Phrase::ButtonUndo),
            Change::Acknowledge => (Phrase::ActAcknowledgeTitle, Phrase::ButtonAcknowledge),
            Change::Snooze { .. } if until_tomorrow => (Phrase::ActSnoozeTitle, Phrase::ButtonSnoozeTomorrow),
            Change::Snooze { .. } => (Phrase::ActSnoozeTitle, Phrase::ButtonSnooze),
            Change::Assign { name: person, .. } => {
                let title = self.reader.say(Phrase::ActPickTitle, &[("name", &display_name(person))]);
                return (title, self.text(Phrase::ButtonAssign));
            }
            Change::Accept => (Phrase::ActAcceptTitle, Phrase::MailButtonAccept),
            Change::PassBack => (Phrase::ActPassBackTitle, Phrase::MailButtonPassBack),
        };
        (self.text(title), self.text(button))
    }

    /// Describes the consequence of pressing the button.
    fn consequence(&self, change: &Change) -> Vec<String> {
        let one = |phrase| vec![self.text(phrase)];
        match change {
            Change::Approve { .. } | Change::ApproveFirst => self.limits(),
            Change::Decline | Change::GiveReason { .. } => one(Phrase::ActDecline),
            Change::Undo => {
                let until = self.context.shift().and_then(|shift| shift.undo_until);
                vec![undo_until(self.reader.language, until.unwrap_or_default(), &self.reader.zone)]
            }
            Change::Acknowledge => one(Phrase::ActAcknowledge),
            Change::Snooze { until } => {
                vec![self.reader.say(Phrase::ActSnooze, &[("until", &self.reader.moment_of_second(*until))])]
            }
            Change::Assign { to, .. } if *to == self.actor.claims.member => one(Phrase::RowMeNote),
            Change::Assign { name: person, .. } => {
                vec![self.reader.say(Phrase::ActPick, &[("name", &display_name(person))])]
            }
            Change::Accept | Change::PassBack => self.assigner_hears(),
        }
    }

    fn assigner_hears(&self) -> Vec<String> {
        let assignment = self.context.recommendation().and_then(|known| known.assignment.as_ref());
        let by = assignment.map(|assignment| display_name(&assignment.assigned.name));
        by.map(|by| self.reader.say(Phrase::ActAnswer, &[("name", &by)])).into_iter().collect()
    }

    /// Describes the approvals that the shift requires. The page itself serves as the confirmation question for a
    /// larger amount.
    pub(super) fn limits(&self) -> Vec<String> {
        let (Some(workspace), Some(shift)) = (&self.context.workspace, self.context.shift()) else {
            return Vec::new();
        };
        if let (AdjustmentState::AwaitingSecond, Some(first)) = (shift.state, &shift.first) {
            return vec![self.reader.describe_decision(Phrase::CardShiftFirst, first, &[])];
        }
        let language = self.reader.language;
        let (one_tap, one_person) =
            (language.money(workspace.single_tap_limit), language.money(workspace.one_person_limit()));
        let minutes = usize::try_from(workspace.rules.undo_seconds() / 60).unwrap_or_default();
        let said = match workspace.band(shift.amount) {
            Some(Band::OneTap) => language.say(
                Phrase::CardShiftOneTap,
                &[("limit", Value::Text(&one_tap)), ("minutes", Value::Count(minutes))],
            ),
            Some(Band::Confirmation) => self.reader.say(Phrase::ActConfirm, &[("limit", &one_tap)]),
            Some(Band::SecondApprover) => self.reader.say(Phrase::CardShiftSecond, &[("limit", &one_person)]),
            None => return Vec::new(),
        };
        vec![said]
    }

    /// Asks for the new owner of a recommendation: the reader first, then recent assignees, then everybody else by
    /// name.
    pub(super) fn asks_whom(&self) -> ActionView {
        let view = self.known(PageState::Asks, self.text(Phrase::ActAssignTitle));
        let (Some(member), Some(roster), Some(recommendation)) =
            (&self.context.member, &self.context.roster, self.context.recommendation())
        else {
            return view;
        };
        let people = in_order(roster.people.iter(), &member.id, &member.recent_assignees);
        let buttons = people.iter().map(|person| self.person(person)).collect();
        let form = ActionForm {
            path: None,
            act: self.actor.claims.purpose.as_str(),
            seen: Some(recommendation.version),
            buttons,
        };
        ActionView { told: vec![self.text(Phrase::ActAssign)], who: self.who(), form: Some(form), ..view }
    }

    fn person(&self, person: &Teammate) -> FormButton {
        let is_me = person.id == self.actor.claims.member;
        let (title, note) = if is_me {
            (self.text(Phrase::RowMe), Phrase::RowMeNote)
        } else {
            (display_name(&person.name), role_phrase(person.role))
        };
        FormButton { person: Some(person.id.to_string()), title, note: Some(self.text(note)), is_main: false }
    }
}
