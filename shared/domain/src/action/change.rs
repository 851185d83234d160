//! Plans a change: what the target becomes, what is said about it, what is sent, and what it rests on.

use super::record;
use crate::action::card::Card;
use crate::action::context::ActionFacts;
use crate::action::decision::{Change, Refusal};
use crate::action::effects::{ActionWrites, Left, TokenUse};
use crate::action::reply::{self, Reader};
use crate::action::request::{Request, cards_as_messages, jobs_of};
use crate::action::{cards, notifications};
use crate::audit::AuditEvent;
use crate::identity::{CampaignId, MemberId};
use crate::insight::adjustment::{BudgetAdjustment, DecisionRecord};
use crate::insight::record::{Alert, AssignmentAnswer, Recommendation};
use crate::insight::target::Target;
use crate::instant::EpochSecond;
use crate::language::Phrase;
use crate::message::conversation::{Expected, Expecting};
use crate::message::job::QueueJob;
use crate::notification::EmailState;
use crate::token::{ActionKind, TokenChannel};

/// For how long after a no a text is taken for its reason, in seconds: 10 minutes.
const REASON_SECONDS: i64 = 10 * 60;
/// How many of the people that somebody gave something to last are kept.
const RECENT: usize = 3;

/// A change, planned.
pub struct Planned {
    /// The target as it is to be.
    pub after: Target,
    /// The campaigns that must run and have the version that the shift is based on.
    pub campaigns: Vec<(CampaignId, u64)>,
    /// Whether it rests on somebody else who may approve.
    pub needs_another: bool,
    /// The person who is to own a recommendation.
    pub candidate: Option<MemberId>,
    /// Whom the person last gave recommendations to, as it is to be.
    pub recent: Option<Vec<MemberId>>,
    /// What becomes of the token.
    pub token: TokenUse,
    /// The audit event.
    pub audit: AuditEvent,
    /// What is written beside the change.
    pub left: Left,
    /// What is said to the person.
    pub reply: String,
    /// What is to be queued.
    pub jobs: Vec<QueueJob>,
}

impl Planned {
    /// Returns what the transaction writes.
    pub fn writes<'a>(&'a self, request: &'a Request<'a>, facts: &'a ActionFacts) -> ActionWrites<'a> {
        ActionWrites {
            actor: &request.actor,
            facts,
            token: self.token,
            after: &self.after,
            campaigns: &self.campaigns,
            needs_another: self.needs_another,
            candidate: self.candidate.as_ref(),
            recent_assignees: self.recent.as_deref(),
            audit: &self.audit,
            left: &self.left,
        }
    }
}

/// Plans a change; nothing when what it changes was not read.
pub fn plan(request: &Request<'_>, facts: &ActionFacts, change: &Change) -> Option<Planned> {
    let decision = record::decision(request, facts)?;
    let after = after(facts, change, &decision)?;
    let reader = Reader::of(facts);
    let audit = record::executed(request, facts, change, &after)?;
    let by_phone = request.message.is_some();
    let reply = said(&reader, facts, change, &after, &decision, by_phone)?;
    let mut left = notifications::of(facts, change, &after, &audit);
    let own = cards_as_messages(request, facts, &next(&reader, facts, change, &after));
    left.messages.splice(0..0, own);
    let mut jobs = jobs_of(&left.messages);
    let mailed = left.notices.iter().filter(|notice| notice.email.state == EmailState::Waiting);
    jobs.extend(mailed.map(|notice| QueueJob::NoticeMail(notice.job())));
    left.entry = record::entry(request, Some(&reply), &jobs);
    left.expecting = expecting(request, change);
    let (candidate, recent) = assigned(facts, change);
    Some(Planned {
        campaigns: campaigns(facts, change),
        needs_another: matches!(change, Change::ApproveFirst),
        token: token_use(request, change),
        after,
        candidate,
        recent,
        audit,
        left,
        reply,
        jobs,
    })
}

fn after(facts: &ActionFacts, change: &Change, decision: &DecisionRecord) -> Option<Target> {
    let by = decision.clone();
    let shift = |after: BudgetAdjustment| Target::Shift(Box::new(after));
    let alert = |after: Alert| Target::Alert(Box::new(after));
    let recommendation = |after: Recommendation| Target::Recommendation(Box::new(after));
    Some(match change {
        Change::Approve { .. } => {
            let undo = facts.workspace.as_ref()?.rules.undo_seconds();
            shift(facts.shift()?.approved(by, undo))
        }
        Change::ApproveFirst => shift(facts.shift()?.approved_first(by)),
        Change::Decline => shift(facts.shift()?.declined(by)),
        Change::GiveReason { reason } => shift(facts.shift()?.with_reason(reason.clone())),
        Change::Undo => shift(facts.shift()?.taken_back(by)),
        Change::Acknowledge => alert(facts.alert()?.acknowledged(by)),
        Change::Snooze { until } => alert(facts.alert()?.snoozed(by, *until)),
        Change::Assign { to, name } => recommendation(facts.recommendation()?.assigned(to, name, by)),
        Change::Accept => {
            recommendation(facts.recommendation()?.answered(AssignmentAnswer::Accepted, decision.at))
        }
        Change::PassBack => {
            recommendation(facts.recommendation()?.answered(AssignmentAnswer::PassedBack, decision.at))
        }
    })
}

fn said(
    reader: &Reader,
    facts: &ActionFacts,
    change: &Change,
    after: &Target,
    decision: &DecisionRecord,
    by_phone: bool,
) -> Option<String> {
    Some(match (change, after) {
        (Change::Approve { .. }, Target::Shift(shift)) => reply::approved(reader, shift, decision),
        (Change::ApproveFirst, Target::Shift(shift)) => reply::approved_first(reader, facts, shift),
        (Change::Decline, _) => reply::declined(reader, by_phone),
        (Change::GiveReason { .. }, _) => reader.language.say(Phrase::ReplyReasonKept, &[]),
        (Change::Undo, Target::Shift(shift)) => reply::undone(reader, shift, decision),
        (Change::Acknowledge, Target::Alert(alert)) => reply::acknowledged(reader, alert, decision),
        (Change::Snooze { .. }, Target::Alert(alert)) => reply::snoozed(reader, alert, decision),
        (Change::Assign { .. }, Target::Recommendation(what)) => reply::assigned(reader, what),
        (Change::Accept, Target::Recommendation(what)) => reply::accepted(reader, what),
        (Change::PassBack, Target::Recommendation(what)) => reply::passed_back(reader, what),
        _ => return None,
    })
}

/// Gives what the person can do next.
fn next(reader: &Reader, facts: &ActionFacts, change: &Change, after: &Target) -> Vec<Card> {
    match (change, after) {
        (Change::Approve { .. }, Target::Shift(shift)) => {
            cards::way_back(reader, facts, shift).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The campaigns that must be as the decision found them: a no moves no money.
fn campaigns(facts: &ActionFacts, change: &Change) -> Vec<(CampaignId, u64)> {
    let moves_money = matches!(change, Change::Approve { .. } | Change::ApproveFirst | Change::Undo);
    let sides = facts.shift().filter(|_| moves_money).map(|shift| [&shift.from, &shift.to]);
    let sides = sides.into_iter().flatten();
    sides.map(|side| (side.campaign.clone(), side.campaign_version)).collect()
}

fn token_use(request: &Request<'_>, change: &Change) -> TokenUse {
    match (request.actor.claims.channel, change) {
        _ if request.actor.presence.is_text() => TokenUse::Absent,
        (TokenChannel::Bearer, _) => TokenUse::Kept,
        (_, Change::Decline) => TokenUse::AnyAge,
        _ => TokenUse::Fresh,
    }
}

fn assigned(facts: &ActionFacts, change: &Change) -> (Option<MemberId>, Option<Vec<MemberId>>) {
    let (Change::Assign { to, .. }, Some(member)) = (change, &facts.member) else {
        return (None, None);
    };
    if *to == member.id {
        return (Some(to.clone()), None);
    }
    let others = member.recent_assignees.iter().filter(|id| *id != to).cloned();
    (Some(to.clone()), Some(std::iter::once(to.clone()).chain(others).take(RECENT).collect()))
}

/// After a no by phone, the next line may be its reason; after that, no line is.
fn expecting(request: &Request<'_>, change: &Change) -> Option<Expecting> {
    let claims = request.actor.claims;
    let what = match change {
        Change::Decline if request.message.is_some() => {
            Expected::DeclineReason { shift: claims.target.clone() }
        }
        Change::GiveReason { .. } => Expected::Nothing,
        _ => return None,
    };
    let (workspace, member) = (claims.workspace.clone(), claims.member.clone());
    Some(Expecting {
        workspace,
        member,
        what,
        until: EpochSecond::from(request.actor.now).plus_seconds(REASON_SECONDS),
    })
}

/// Says why nothing was changed. A no to what no longer stands is a no all the same.
pub fn refused(reader: &Reader, request: &Request<'_>, facts: &ActionFacts, refusal: &Refusal) -> String {
    let no_longer_stands = matches!(refusal, Refusal::Superseded | Refusal::TargetMoved { .. });
    if no_longer_stands && request.actor.object().0 == ActionKind::DeclineShift {
        return reader.language.say(Phrase::ReplyNoted, &[]);
    }
    reply::refused(reader, facts, refusal)
}
