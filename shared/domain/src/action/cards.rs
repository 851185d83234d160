//! The next actions, offered as cards: the shift in its current state, the request to confirm, the undo, one card for
//! each alert, and the list of people.

pub mod people;

use crate::action::card::{Card, CardButton, LONGEST_ROW};
use crate::action::context::ActionContext;
use crate::action::decision::{Prompt, Refusal};
use crate::action::reply::{Reader, alert_line, alerts_heading, shift_line};
use crate::insight::adjustment::{AdjustmentState, BudgetAdjustment, Successor};
use crate::insight::record::{DayFindings, occurrence};
use crate::insight::wording::describe_reason;
use crate::language::{Phrase, Value};
use crate::text::sanitize;
use crate::token::{Action, TargetId};
use crate::workspace::rules::{Band, Permission};

/// The maximum number of cards sent in response to one tap.
pub const MOST_CARDS: usize = 3;

fn button(reader: &Reader, title: Phrase, action: Action, target: &TargetId, version: u64) -> CardButton {
    CardButton::new(reader.say(title, &[]), action, target, version)
}

fn may(context: &ActionContext, permission: Permission) -> bool {
    let (Some(workspace), Some(member)) = (&context.workspace, &context.member) else {
        return false;
    };
    workspace.allows(member, permission)
}

fn target(text: &str) -> Option<TargetId> {
    text.parse().ok()
}

/// Returns the text and the cards that show or ask something.
#[must_use]
pub fn prompt(reader: &Reader, context: &ActionContext, prompt: Prompt) -> (Option<String>, Vec<Card>) {
    match (prompt, context.shift(), context.day(), context.recommendation()) {
        (Prompt::ConfirmShift, Some(shift), ..) => (None, vec![confirmation(reader, context, shift)]),
        (Prompt::Shift, Some(shift), ..) => (None, vec![self::shift(reader, context, shift)]),
        (Prompt::Alerts, _, Some(day), _) => alerts_of(reader, context, day),
        (Prompt::Assignees { page }, _, _, Some(recommendation)) => {
            (None, people::assignees(reader, context, recommendation, page).into_iter().collect())
        }
        _ => (Some(reader.language.say(Phrase::ReplyGone, &[])), Vec::new()),
    }
}

fn alerts_of(reader: &Reader, context: &ActionContext, day: &DayFindings) -> (Option<String>, Vec<Card>) {
    let cards = alerts(reader, context, day);
    let heading = alerts_heading(reader, day, day.alerts.len().min(MOST_CARDS));
    let mut lines: Vec<String> = heading.lines().map(str::to_owned).collect();
    if cards.is_empty() {
        // Inserted before the line that counts the remaining alerts.
        lines.splice(1..1, alerts_as_text(reader, day));
    }
    (Some(lines.join("\n")), cards)
}

/// Offers what can be decided instead: the shift with fresh buttons, or the proposal that superseded it.
#[must_use]
pub fn instead(reader: &Reader, context: &ActionContext, refusal: &Refusal) -> Vec<Card> {
    let Some(shift) = context.shift() else {
        return Vec::new();
    };
    match refusal {
        Refusal::Expired if shift.state.is_open() => vec![self::shift(reader, context, shift)],
        Refusal::Superseded | Refusal::TargetMoved { .. } => {
            let next = shift.successor.as_ref();
            let card = next.and_then(|next| successor(reader, shift.changed_budget.is_some(), next));
            card.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Offers a shift in its current state. Members without permission to decide on it get no buttons.
#[must_use]
pub fn shift(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Card {
    let mut lines = vec![shift_line(reader, shift)];
    if let Some(reason) = &shift.because {
        let why = describe_reason(reader.language, reason, false);
        lines.push(reader.say(Phrase::CardShiftWhy, &[("why", &why)]));
    }
    if shift.is_estimated() {
        lines.push(reader.say(Phrase::CardShiftEstimated, &[]));
    }
    lines.extend(what_it_takes(reader, context, shift));
    Card { body: lines.join("\n"), list_button: None, buttons: shift_buttons(reader, context, shift) }
}

fn what_it_takes(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Option<String> {
    let workspace = context.workspace.as_ref()?;
    if let (AdjustmentState::AwaitingSecond, Some(first)) = (shift.state, &shift.first) {
        return Some(reader.describe_decision(Phrase::CardShiftFirst, first, &[]));
    }
    let one_tap = reader.language.money(workspace.single_tap_limit);
    let one_person = reader.language.money(workspace.one_person_limit());
    let minutes = usize::try_from(workspace.rules.undo_seconds() / 60).unwrap_or_default();
    match workspace.band(shift.amount)? {
        Band::OneTap if minutes == 0 => {
            Some(reader.say(Phrase::CardShiftOneTapFinal, &[("limit", &one_tap)]))
        }
        Band::OneTap => Some(reader.language.say(
            Phrase::CardShiftOneTap,
            &[("limit", Value::Text(&one_tap)), ("minutes", Value::Count(minutes))],
        )),
        Band::Confirmation => Some(reader.say(Phrase::CardShiftConfirm, &[("limit", &one_tap)])),
        Band::SecondApprover => Some(reader.say(Phrase::CardShiftSecond, &[("limit", &one_person)])),
    }
}

fn shift_buttons(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Vec<CardButton> {
    let (Some(id), version) = (target(shift.id.as_str()), shift.version) else {
        return Vec::new();
    };
    let mut buttons = Vec::new();
    if may(context, Permission::ApproveShifts) {
        buttons.push(button(reader, Phrase::ButtonApprove, Action::ApproveShift, &id, version));
        buttons.push(button(reader, Phrase::ButtonNotNow, Action::DeclineShift, &id, version));
    }
    buttons.extend(assign_button(reader, context, shift));
    buttons
}

fn assign_button(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Option<CardButton> {
    let recommendation =
        target(shift.recommendation.as_str()).filter(|_| may(context, Permission::AssignRecommendations))?;
    Some(button(reader, Phrase::ButtonAssign, Action::AssignRecommendation, &recommendation, 0))
}

/// Asks for confirmation before approving a shift that is above the one-tap limit.
#[must_use]
pub fn confirmation(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Card {
    let limit = context.workspace.as_ref().map(|workspace| reader.language.money(workspace.single_tap_limit));
    let values: [(&str, &str); 2] = [("limit", &limit.unwrap_or_default()), ("workspace", &reader.workspace)];
    let body = format!("{}\n{}", reader.say(Phrase::CardConfirm, &values), shift_line(reader, shift));
    let buttons = target(shift.id.as_str()).map(|id| {
        vec![
            button(reader, Phrase::ButtonConfirm, Action::ConfirmShift, &id, shift.version),
            button(reader, Phrase::ButtonNotNow, Action::DeclineShift, &id, shift.version),
        ]
    });
    Card { body, list_button: None, buttons: buttons.unwrap_or_default() }
}

/// Offers to undo an approval while that is still possible, and to assign the follow-up to somebody.
#[must_use]
pub fn reversal(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> Option<Card> {
    let (id, until) = (target(shift.id.as_str())?, shift.undo_until?);
    let mut buttons = vec![button(reader, Phrase::ButtonUndo, Action::UndoShift, &id, shift.version)];
    let mut body = reader.say(Phrase::CardUndo, &[("time", &reader.moment_of_second(until))]);
    if let Some(assign) = assign_button(reader, context, shift) {
        buttons.push(assign);
        body = format!("{body} {}", reader.say(Phrase::CardFollowUp, &[]));
    }
    Some(Card { body, list_button: None, buttons })
}

/// Offers the proposal that superseded another one.
#[must_use]
pub fn successor(reader: &Reader, moved: bool, successor: &Successor) -> Option<Card> {
    let id = target(successor.id.as_str())?;
    let amount = reader.language.money(successor.amount);
    let phrase = if moved { Phrase::CardSuccessorAmount } else { Phrase::CardSuccessor };
    Some(Card {
        body: reader.say(phrase, &[("amount", &amount)]),
        list_button: None,
        buttons: vec![button(reader, Phrase::ButtonReview, Action::ReviewShift, &id, successor.version)],
    })
}

/// Offers one card for each of the alerts with the most money at stake. Members without permission to act on alerts get
/// them as text, without buttons; see [`alerts_as_text`].
#[must_use]
pub fn alerts(reader: &Reader, context: &ActionContext, findings: &DayFindings) -> Vec<Card> {
    if !may(context, Permission::HandleAlerts) {
        return Vec::new();
    }
    let seen = occurrence(findings.day);
    let card = |alert: &crate::insight::AlertFinding| {
        let id = target(alert.id.as_str())?;
        let kinds = [
            (Phrase::ButtonAcknowledge, Action::AcknowledgeAlert),
            (Phrase::ButtonSnooze, Action::SnoozeAlert),
            (Phrase::ButtonSnoozeTomorrow, Action::SnoozeAlertUntilTomorrow),
        ];
        let buttons = kinds.map(|(title, action)| button(reader, title, action, &id, seen)).to_vec();
        Some(Card { body: alert_line(reader, alert), list_button: None, buttons })
    };
    findings.alerts.iter().filter_map(card).take(MOST_CARDS).collect()
}

/// Lists the alerts in one text, for members who may only view them.
#[must_use]
pub fn alerts_as_text(reader: &Reader, findings: &DayFindings) -> Vec<String> {
    let listed = findings.alerts.iter().take(MOST_CARDS).zip(1..);
    let line = |(alert, number): (&crate::insight::AlertFinding, usize)| {
        format!("{number}. {}", crate::insight::wording::describe_alert(reader.language, &reader.zone, alert))
    };
    listed.map(line).collect()
}

/// Formats a person's name as the title of a list row.
fn row_title(person: &str) -> String {
    sanitize(person, LONGEST_ROW)
}
