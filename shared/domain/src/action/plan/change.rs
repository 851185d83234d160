//! What follows from a change: the new state of the target, the reply, the next actions, who else is told, and the
//! conditions it depends on. Each change has one arm that defines all of it.

use super::notify::Notify;
use super::{ActionOutcome, Draft, PlannedWrite, record};
use crate::action::card::Card;
use crate::action::cards;
use crate::action::context::ActionContext;
use crate::action::decision::Change;
use crate::action::effects::{ChangeConditions, PlannedChange, SideEffects, TokenUse};
use crate::action::reply::{self, Reader};
use crate::action::request::Request;
use crate::identity::MemberId;
use crate::insight::adjustment::{BudgetAdjustment, DecisionRecord};
use crate::insight::record::AssignmentAnswer;
use crate::insight::target::Target;
use crate::instant::EpochSecond;
use crate::language::Phrase;
use crate::message::conversation::{Expected, Expecting};
use crate::text::free::DeclineReason;
use crate::token::TokenChannel;
use crate::workspace::{Member, Workspace};

/// How long after a decline a text is taken as its reason, in seconds: 10 minutes.
const REASON_SECONDS: i64 = 10 * 60;
/// How many of a person's most recent assignees are kept.
const RECENT: usize = 3;

/// Drafts a change, or returns `None` if something that it depends on was not read.
pub(super) fn draft(request: &Request<'_>, context: &ActionContext, change: &Change) -> Option<Draft> {
    let made = Case::new(request, context)?.made(change)?;
    let audit = record::executed(request, context, change, &made.after)?;
    let (token, after, conditions) = (token_use(request, context)?, made.after, made.conditions);
    let change = PlannedChange { after, token, conditions, audit };
    Some(Draft {
        write: PlannedWrite::Change(Box::new(change)),
        reply: Some(made.reply),
        cards: made.cards,
        effects: made.effects,
        ..Draft::new(ActionOutcome::Changed)
    })
}

/// Returns how the token is used: free text has none, a login keeps its token, and every other token is used up.
fn token_use(request: &Request<'_>, context: &ActionContext) -> Option<TokenUse> {
    let action = request.actor.requested_action(context.token.as_ref())?.action;
    Some(match request.actor.claims.channel {
        _ if request.actor.via.is_text() => TokenUse::Absent,
        TokenChannel::Bearer => TokenUse::Kept,
        TokenChannel::Button | TokenChannel::Link if action.row().lifetime.is_binding => TokenUse::Fresh,
        TokenChannel::Button | TokenChannel::Link => TokenUse::AnyAge,
    })
}

/// The part of a draft that is specific to one change.
struct Made {
    after: Target,
    reply: String,
    cards: Vec<Card>,
    effects: SideEffects,
    conditions: ChangeConditions,
}

impl Made {
    fn new(after: Target, reply: String) -> Self {
        let (cards, effects, conditions) = (Vec::new(), SideEffects::default(), ChangeConditions::default());
        Self { after, reply, cards, effects, conditions }
    }

    fn shift(after: &BudgetAdjustment, reply: String) -> Self {
        Self::new(Target::Shift(Box::new(after.clone())), reply)
    }
}

/// Everything from which a change is worked out.
struct Case<'a> {
    request: &'a Request<'a>,
    context: &'a ActionContext,
    member: &'a Member,
    workspace: &'a Workspace,
    reader: Reader,
    by: DecisionRecord,
}

impl<'a> Case<'a> {
    fn new(request: &'a Request<'a>, context: &'a ActionContext) -> Option<Self> {
        let (member, workspace) = (context.member.as_ref()?, context.workspace.as_ref()?);
        let (reader, by) = (Reader::new(context), record::decision(request, member));
        Some(Self { request, context, member, workspace, reader, by })
    }

    fn notify(&self) -> Notify<'a> {
        let (context, workspace, actor) = (self.context, self.workspace, self.member);
        Notify { context, workspace, actor, event: record::event_id(self.request), at: self.by.at }
    }

    fn made(&self, change: &Change) -> Option<Made> {
        match change {
            Change::Approve { .. } => self.approved(),
            Change::ApproveFirst => self.approved_first(),
            Change::Decline => self.declined(),
            Change::GiveReason { reason } => self.explained(reason),
            Change::Undo => self.undone(),
            Change::Acknowledge => self.acknowledged(),
            Change::Snooze { until } => self.snoozed(*until),
            Change::Assign { to, name } => self.assigned(to, name),
            Change::Accept => self.answered(AssignmentAnswer::Accepted),
            Change::PassBack => self.answered(AssignmentAnswer::PassedBack),
        }
    }

    fn approved(&self) -> Option<Made> {
        let before = self.context.shift()?;
        let after = before.approved(self.by.clone(), self.workspace.rules.undo_seconds());
        Some(Made {
            cards: cards::reversal(&self.reader, self.context, &after).into_iter().collect(),
            effects: self.notify().first_approver(&after, Phrase::UpdateSecondApproved),
            conditions: ChangeConditions {
                first_approver: before.first.as_ref().map(|first| first.by.clone()),
                ..ChangeConditions::on_budgets(before)
            },
            ..Made::shift(&after, reply::approved(&self.reader, &after, &self.by))
        })
    }

    fn approved_first(&self) -> Option<Made> {
        let before = self.context.shift()?;
        let after = before.approved_first(self.by.clone());
        let conditions = ChangeConditions { needs_another: true, ..ChangeConditions::on_budgets(before) };
        Some(Made {
            effects: self.notify().other_approvers(&after),
            conditions,
            ..Made::shift(&after, reply::approved_first(&self.reader, self.context, &after))
        })
    }

    /// A decline moves no money. By phone, the next text may be its reason.
    fn declined(&self) -> Option<Made> {
        let after = self.context.shift()?.declined(self.by.clone());
        let by_phone = self.request.message.is_some();
        let reason = Expected::DeclineReason { shift: self.request.actor.claims.target.clone() };
        let mut effects = self.notify().first_approver(&after, Phrase::UpdateSecondDeclined);
        effects.expecting = by_phone.then(|| self.expecting(reason));
        Some(Made { effects, ..Made::shift(&after, reply::declined(&self.reader, by_phone)) })
    }

    fn explained(&self, reason: &DeclineReason) -> Option<Made> {
        let after = self.context.shift()?.with_reason(reason.clone());
        let expecting = Some(self.expecting(Expected::Nothing));
        Some(Made {
            effects: SideEffects { expecting, ..SideEffects::default() },
            ..Made::shift(&after, self.reader.say(Phrase::ReplyReasonKept, &[]))
        })
    }

    fn undone(&self) -> Option<Made> {
        let before = self.context.shift()?;
        let after = before.taken_back(self.by.clone());
        Some(Made {
            conditions: ChangeConditions::on_budgets(before),
            ..Made::shift(&after, reply::undone(&self.reader, &after, &self.by))
        })
    }

    fn acknowledged(&self) -> Option<Made> {
        let after = self.context.alert()?.acknowledged(self.by.clone());
        let reply = reply::acknowledged(&self.reader, &after, &self.by);
        Some(Made::new(Target::Alert(Box::new(after)), reply))
    }

    fn snoozed(&self, until: EpochSecond) -> Option<Made> {
        let after = self.context.alert()?.snoozed(self.by.clone(), until);
        let reply = reply::snoozed(&self.reader, &after, &self.by);
        Some(Made::new(Target::Alert(Box::new(after)), reply))
    }

    fn assigned(&self, to: &MemberId, name: &str) -> Option<Made> {
        let after = self.context.recommendation()?.assigned(to, name, self.by.clone());
        let conditions = ChangeConditions {
            candidate: Some(to.clone()),
            recent_assignees: self.recent_with(to),
            ..ChangeConditions::default()
        };
        let effects = self.notify().owner(to, &after);
        let reply = reply::assigned(&self.reader, &after);
        Some(Made { effects, conditions, ..Made::new(Target::Recommendation(Box::new(after)), reply) })
    }

    fn answered(&self, answer: AssignmentAnswer) -> Option<Made> {
        let after = self.context.recommendation()?.answered(answer, self.by.at);
        let accepted = answer == AssignmentAnswer::Accepted;
        let say = if accepted { reply::accepted } else { reply::passed_back };
        let (effects, reply) = (self.notify().assigner(&after, accepted), say(&self.reader, &after));
        Some(Made { effects, ..Made::new(Target::Recommendation(Box::new(after)), reply) })
    }

    /// Returns the person's most recent assignees, including this one; assigning something to oneself does not count.
    fn recent_with(&self, to: &MemberId) -> Option<Vec<MemberId>> {
        let others = self.member.recent_assignees.iter().filter(|id| *id != to).cloned();
        (*to != self.member.id).then(|| std::iter::once(to.clone()).chain(others).take(RECENT).collect())
    }

    fn expecting(&self, what: Expected) -> Expecting {
        let (workspace, member) = (self.workspace.id.clone(), self.member.id.clone());
        Expecting {
            workspace,
            member,
            what,
            until: EpochSecond::from(self.by.at).plus_seconds(REASON_SECONDS),
        }
    }
}
