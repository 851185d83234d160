//! "assign Priya": assigns the newest open recommendation of the workspace to a teammate named in the text. If the name
//! fits one person, that person is assigned immediately, as if chosen from the list; if it fits several, the author is
//! asked which one; if it fits nobody, nothing changes.

use super::TextMessage;
use super::people::{Found, find};
use crate::action::{ActionResult, commit};
use domain::action::card::Card;
use domain::action::cards::people::{self, MOST_ROWS};
use domain::action::context::{ActionContext, RequestedAction};
use domain::action::decision::{Decision, Refusal, decide};
use domain::action::plan::{self, Plan};
use domain::action::reply::Reader;
use domain::action::request::Request;
use domain::identity::MemberId;
use domain::inbound::command::Whom;
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::insight::record::{AssignmentAnswer, Recommendation};
use domain::insight::target::Target;
use domain::language::Phrase;
use domain::text::display_name;
use domain::token::{Action, TargetId};
use domain::workspace::roster::Teammate;
use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError};

/// How long after its last decision an approved shift can still be assigned by text.
const FOLLOW_UP: SignedDuration = SignedDuration::from_hours(24);

/// Assigns a recommendation to the person named in a text, explains why not, or asks who is meant. If the same message
/// is handled twice, it changes nothing the second time.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn assign(
    store: &Store,
    written: &TextMessage<'_>,
    whom: &Whom,
) -> Result<ActionResult, StoreError> {
    let read = store.assignable(&written.member.workspace).await?;
    let open = newest_open(&read.recommendations, &read.shifts, &written.member.id, written.now);
    let target = open.map(|open| Target::Recommendation(Box::new(open.clone())));
    let context = written.context(read.workspace, read.roster, target);
    Typed { store, written, context: &context, open }.handle(whom).await
}

struct Typed<'a> {
    store: &'a Store,
    written: &'a TextMessage<'a>,
    context: &'a ActionContext,
    open: Option<&'a Recommendation>,
}

/// What to do about a name.
enum Step<'a> {
    /// Perform or refuse the requested action.
    Ask(Action, Option<&'a MemberId>),
    /// Reply with a text, and with a list of these people if there are any.
    Say(String, Vec<&'a Teammate>),
}

impl Typed<'_> {
    async fn handle(&self, whom: &Whom) -> Result<ActionResult, StoreError> {
        let step = self.step(whom);
        let (action, detail) = match &step {
            Step::Ask(action, person) => (*action, person.map(ToString::to_string)),
            Step::Say(..) => (Action::AssignRecommendation, None),
        };
        let target = self.target();
        let claims = self.written.claims(action, &target);
        let wish = self.requested_action(action, &target, detail);
        let request =
            Request { actor: self.written.actor(&claims, Some(wish)), message: Some(self.written.message) };
        let planned = |context: &ActionContext| {
            let planned = self.planned(&request, context, &step);
            let is_heard = planned.is_change() || !self.written.is_idle();
            if is_heard { planned } else { plan::silent(&request, context) }
        };
        commit(self.store, &request, self.context.clone(), &planned).await
    }

    fn planned(&self, request: &Request<'_>, context: &ActionContext, step: &Step<'_>) -> Plan {
        match step {
            Step::Ask(..) => plan::plan(request, context),
            Step::Say(said, people) => {
                plan::say(request, context, said.clone(), self.list(people).into_iter().collect())
            }
        }
    }

    /// Whether the author may assign, and whether there is something to assign, is checked before the name is looked
    /// up: somebody without permission learns nothing about the team.
    fn step<'a>(&'a self, whom: &Whom) -> Step<'a> {
        let ask = Step::Ask(Action::AssignRecommendation, None);
        let claims = self.written.claims(Action::AssignRecommendation, &self.target());
        let wish = self.requested_action(Action::AssignRecommendation, &claims.target, None);
        match decide(&self.written.actor(&claims, Some(wish)), self.context) {
            Decision::Show(_) => {}
            Decision::Refuse(Refusal::Gone) if self.open.is_none() => {
                let reader = Reader::new(self.context);
                let said = reader.say(Phrase::AssignWhat, &[("workspace", &reader.workspace)]);
                return Step::Say(said, Vec::new());
            }
            Decision::Refuse(_) | Decision::Apply(_) => return ask,
        }
        match whom {
            Whom::Unsaid => ask,
            Whom::Me => Step::Ask(Action::PickAssignee, Some(&self.written.member.id)),
            Whom::Named(written) => self.named(written).unwrap_or(ask),
        }
    }

    fn named<'a>(&'a self, written: &str) -> Option<Step<'a>> {
        let (reader, called) = (Reader::new(self.context), display_name(written));
        Some(match find(self.context.roster.as_ref()?, written) {
            Found::One(person) => Step::Ask(Action::PickAssignee, Some(&person.id)),
            // More people than fit on one list: offer everybody, page by page.
            Found::Several(people) if people.len() > MOST_ROWS => return None,
            Found::Several(people) => {
                Step::Say(reader.say(Phrase::AssignWhich, &[("name", &called)]), people)
            }
            Found::Nobody(closest) => Step::Say(nobody(&reader, &called, &closest), Vec::new()),
        })
    }

    fn list(&self, people: &[&Teammate]) -> Option<Card> {
        let member = self.written.member;
        let ordered = people::in_order(people.iter().copied(), &member.id, &member.recent_assignees);
        let open = self.open.filter(|_| !ordered.is_empty())?;
        people::list(&Reader::new(self.context), &member.id, open, &ordered, 1)
    }

    fn target(&self) -> TargetId {
        let id = self.open.and_then(|open| open.id.as_str().parse().ok());
        id.unwrap_or_else(TargetId::nothing)
    }

    fn requested_action(&self, action: Action, target: &TargetId, detail: Option<String>) -> RequestedAction {
        let seen_version = self.open.map_or(0, |open| open.version);
        RequestedAction { action, target: target.clone(), seen_version, detail }
    }
}

fn nobody(reader: &Reader, called: &str, closest: &[&Teammate]) -> String {
    let names = reader.names(closest);
    let values: [(&str, &str); 3] = [("name", called), ("workspace", &reader.workspace), ("names", &names)];
    if closest.is_empty() {
        reader.say(Phrase::AssignNobody, &values[..2])
    } else {
        reader.say(Phrase::AssignNobodyClosest, &values)
    }
}

/// Finds the newest open recommendation: its shift awaits a decision, or was approved recently and needs a follow-up. A
/// recommendation that the author may assign takes precedence over one that somebody else owns, which is found only to
/// report its owner. Both lists are newest first.
fn newest_open<'a>(
    recommendations: &'a [Recommendation],
    shifts: &[BudgetAdjustment],
    me: &MemberId,
    now: Timestamp,
) -> Option<&'a Recommendation> {
    let is_open = |recommendation: &&Recommendation| {
        let shift = shifts.iter().find(|shift| shift.id == recommendation.adjustment);
        shift.is_some_and(|shift| shift.state.is_open() || is_fresh(shift, recommendation, now))
    };
    let open: Vec<&Recommendation> = recommendations.iter().filter(is_open).collect();
    open.iter().find(|recommendation| can_be_given(recommendation, me)).or(open.first()).copied()
}

fn is_fresh(shift: &BudgetAdjustment, recommendation: &Recommendation, now: Timestamp) -> bool {
    let answered = recommendation.assignment.as_ref().and_then(|assignment| assignment.answered_at);
    let latest = shift.decided.as_ref().map(|decision| decision.at).max(answered);
    shift.state == AdjustmentState::Approved && latest.is_some_and(|at| now.duration_since(at) < FOLLOW_UP)
}

/// A recommendation that is unassigned or was passed back may be assigned by anybody; any other only by its assigner or
/// its owner.
fn can_be_given(recommendation: &Recommendation, me: &MemberId) -> bool {
    recommendation.assignment.as_ref().is_none_or(|assignment| {
        assignment.answer == AssignmentAnswer::PassedBack
            || assignment.owner == *me
            || assignment.assigned.by == *me
    })
}

#[cfg(test)]
mod tests;
