//! Replies about budget shifts.

use super::Reader;
use crate::action::context::ActionContext;
use crate::action::decision::Refusal;
use crate::insight::adjustment::{
    BudgetAdjustment, BudgetChange, ChangedBudget, DecisionRecord, ShiftOutcome,
};
use crate::language::Phrase;
use crate::text::{display_name, sanitize, short_name};

/// The maximum number of characters quoted from an ad platform's reason.
const LONGEST_REASON: usize = 120;

/// The budgets of both sides, before and after, as a reply shows them.
struct ShiftValues {
    texts: [(&'static str, String); 6],
}

impl ShiftValues {
    fn new(reader: &Reader, shift: &BudgetAdjustment) -> Self {
        let money = |amount| reader.language.money(amount);
        Self {
            texts: [
                ("from", short_name(&shift.from.name)),
                ("fromBefore", money(shift.from.before)),
                ("fromAfter", money(shift.from.after)),
                ("to", short_name(&shift.to.name)),
                ("toBefore", money(shift.to.before)),
                ("toAfter", money(shift.to.after)),
            ],
        }
    }

    fn values(&self) -> Vec<(&str, &str)> {
        self.texts.iter().map(|(place, text)| (*place, text.as_str())).collect()
    }
}

/// Describes a shift on three lines: how much moves, and both budgets before and after.
#[must_use]
pub fn shift_line(reader: &Reader, shift: &BudgetAdjustment) -> String {
    let amount = reader.language.money(shift.amount);
    let told = ShiftValues::new(reader, shift);
    reader.say(Phrase::CardShift, &[&[("amount", amount.as_str())], told.values().as_slice()].concat())
}

/// Confirms that a shift is approved: before → after, by whom, when, and whether the budgets are only estimates.
#[must_use]
pub fn approved(reader: &Reader, shift: &BudgetAdjustment, decision: &DecisionRecord) -> String {
    let told = ShiftValues::new(reader, shift);
    let reply = match &shift.first {
        Some(first) => {
            let (who, time) = (display_name(&first.name), reader.moment(first.at));
            let more = [&[("first", who.as_str()), ("firstTime", &time)], told.values().as_slice()].concat();
            reader.describe_decision(Phrase::ReplyApprovedSecond, decision, &more)
        }
        None => reader.describe_decision(Phrase::ReplyApproved, decision, &told.values()),
    };
    if !shift.is_estimated() {
        return reply;
    }
    format!("{reply}\n{}", reader.say(Phrase::ReplyApprovedEstimated, &[]))
}

/// Confirms that the first of two approvals is recorded, and names the people of whom one can give the second.
#[must_use]
pub fn approved_first(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> String {
    let others =
        context.member.as_ref().map(|member| context.other_approvers(&member.id)).unwrap_or_default();
    let (amount, limit) = amount_and_limit(reader, context, shift);
    let values: [(&str, &str); 4] = [
        ("amount", &amount),
        ("limit", &limit),
        ("workspace", &reader.workspace),
        ("names", &reader.one_of(&others)),
    ];
    reader.say(Phrase::ReplyApprovedFirst, &values)
}

/// Confirms that a decline is recorded and, by phone, that a reason may follow.
#[must_use]
pub fn declined(reader: &Reader, by_phone: bool) -> String {
    reader.say(if by_phone { Phrase::ReplyDeclined } else { Phrase::ReplyDeclinedPlain }, &[])
}

/// Confirms that an approval was undone, and what that means in the ad account.
#[must_use]
pub fn undone(reader: &Reader, shift: &BudgetAdjustment, decision: &DecisionRecord) -> String {
    let applied = matches!(shift.outcome, Some(ShiftOutcome::Applied { .. }));
    let phrase = if applied { Phrase::ReplyUndoneApplied } else { Phrase::ReplyUndone };
    reader.describe_decision(phrase, decision, &ShiftValues::new(reader, shift).values())
}

fn amount_and_limit(reader: &Reader, context: &ActionContext, shift: &BudgetAdjustment) -> (String, String) {
    let limit = context.workspace.as_ref().map(crate::workspace::Workspace::one_person_limit);
    (reader.language.money(shift.amount), limit.map(|limit| reader.language.money(limit)).unwrap_or_default())
}

/// Explains why nothing was changed about a shift.
pub(super) fn refused(reader: &Reader, context: &ActionContext, refusal: &Refusal) -> String {
    let by = |same: bool, you: Phrase, other: Phrase| if same { you } else { other };
    match refusal {
        Refusal::AlreadyApproved { decision, by_the_same_person } => {
            let phrase = by(*by_the_same_person, Phrase::ReplyAlreadyByYou, Phrase::ReplyAlreadyByOther);
            reader.describe_decision(phrase, decision, &[])
        }
        Refusal::AlreadyDeclined { decision, by_the_same_person } => {
            let (you, other) = (Phrase::ReplyAlreadyDeclinedByYou, Phrase::ReplyAlreadyDeclinedByOther);
            reader.describe_decision(by(*by_the_same_person, you, other), decision, &[])
        }
        Refusal::AlreadyUndone { decision, by_the_same_person } => {
            let (you, other) = (Phrase::ReplyAlreadyUndoneByYou, Phrase::ReplyAlreadyUndoneByOther);
            reader.describe_decision(by(*by_the_same_person, you, other), decision, &[])
        }
        Refusal::AwaitsSecond { first } => {
            let others = context.other_approvers(&first.by);
            if others.is_empty() {
                return over_limit(reader, context);
            }
            reader.describe_decision(Phrase::ReplyAwaitsSecond, first, &[("names", &reader.names(&others))])
        }
        Refusal::SamePerson { first } => reader.describe_decision(Phrase::ReplySamePerson, first, &[]),
        Refusal::FirstMayNot { first } => reader.describe_decision(Phrase::ReplyFirstMayNot, first, &[]),
        Refusal::TargetMoved { campaign } => target_moved(reader, context, campaign.as_deref()),
        Refusal::OverLimit => over_limit(reader, context),
        Refusal::UndoTooLate { until: None } => reader.say(Phrase::ReplyUndoNever, &[]),
        Refusal::UndoTooLate { until: Some(until) } => {
            reader.say(Phrase::ReplyUndoTooLate, &[("time", &reader.moment_of_second(*until))])
        }
        Refusal::UndoMoved { campaign } => undo_moved(reader, campaign.as_deref()),
        Refusal::NothingToUndo { outcome: ShiftOutcome::Refused { reason, .. } } => {
            reader.say(Phrase::ReplyNothingToUndo, &[("reason", &sanitize(reason, LONGEST_REASON))])
        }
        _ => reader.say(Phrase::ReplySuperseded, &[]),
    }
}

fn target_moved(
    reader: &Reader,
    context: &ActionContext,
    campaign: Option<&crate::metrics::Campaign>,
) -> String {
    let Some(shift) = context.shift() else {
        return reader.say(Phrase::ReplyTargetMovedPlain, &[]);
    };
    if let Some(moved) = &shift.changed_budget {
        return overtaken(reader, shift, moved);
    }
    // A campaign that was switched off may still have its old budget.
    let Some(campaign) = campaign.filter(|campaign| campaign.active) else {
        return reader.say(Phrase::ReplyTargetMovedPlain, &[]);
    };
    let side = side(shift, &campaign.id);
    let values: [(&str, &str); 3] = [
        ("campaign", &short_name(&campaign.name)),
        ("now", &reader.language.money(campaign.daily_budget)),
        ("before", &reader.language.money(side.before)),
    ];
    reader.say(Phrase::ReplyTargetMoved, &values)
}

fn side<'a>(shift: &'a BudgetAdjustment, campaign: &crate::identity::CampaignId) -> &'a BudgetChange {
    if shift.to.campaign == *campaign { &shift.to } else { &shift.from }
}

/// Explains which budget changed, from what to what, when and by whom.
fn overtaken(reader: &Reader, shift: &BudgetAdjustment, moved: &ChangedBudget) -> String {
    let who = moved.by.as_deref().map(display_name);
    let texts = [
        ("campaign", short_name(&side(shift, &moved.campaign).name)),
        ("time", reader.moment(moved.at)),
        ("now", reader.language.money(moved.now)),
        ("before", reader.language.money(moved.was)),
        ("name", who.clone().unwrap_or_default()),
    ];
    let values: Vec<(&str, &str)> = texts.iter().map(|(place, text)| (*place, text.as_str())).collect();
    let phrase = match (moved.stopped, who) {
        (true, _) => Phrase::ReplyMovedStopped,
        (false, Some(_)) => Phrase::ReplyMovedBy,
        (false, None) => Phrase::ReplyMoved,
    };
    let told = reader.say(phrase, &values);
    if shift.successor.is_some() {
        return told;
    }
    format!("{told} {}", reader.say(Phrase::ReplyNothingElse, &[]))
}

fn over_limit(reader: &Reader, context: &ActionContext) -> String {
    let Some(shift) = context.shift() else {
        return reader.say(Phrase::ReplyGone, &[]);
    };
    let (amount, limit) = amount_and_limit(reader, context, shift);
    let values: [(&str, &str); 3] =
        [("amount", &amount), ("limit", &limit), ("workspace", &reader.workspace)];
    let takes_two =
        context.workspace.as_ref().is_some_and(|workspace| workspace.band(shift.amount).is_some());
    reader.say(if takes_two { Phrase::ReplyOverLimitNobody } else { Phrase::ReplyOverLimit }, &values)
}

fn undo_moved(reader: &Reader, campaign: Option<&crate::metrics::Campaign>) -> String {
    let Some(campaign) = campaign else {
        return reader.say(Phrase::ReplyUndoMovedPlain, &[]);
    };
    let now = reader.language.money(campaign.daily_budget);
    reader.say(Phrase::ReplyUndoMoved, &[("campaign", &short_name(&campaign.name)), ("now", &now)])
}
