//! Requests in free text: "assign Priya", and the reason for declining. Free text carries no token, so it is accepted
//! only from the verified phone of a member. It changes what a tap would change, under the same conditions.

mod assignment;
mod people;
mod reason;

use domain::action::context::{ActionContext, Actor, RequestedAction, Via};
use domain::inbound::message::InboundMessage;
use domain::insight::target::Target;
use domain::message::conversation::MOST_IDLE_REPLIES;
use domain::token::{Action, TargetId, TokenChannel, TokenClaims};
use domain::workspace::roster::Roster;
use domain::workspace::{Member, WhatsAppSubscription, Workspace};
use jiff::Timestamp;

pub use assignment::assign;
pub use reason::give_reason;

/// A text and its author's stored state.
#[derive(Debug, Clone, Copy)]
pub struct TextMessage<'a> {
    /// The text.
    pub message: &'a InboundMessage,
    /// The membership of the author.
    pub member: &'a Member,
    /// The subscription to which the phone belongs.
    pub subscription: &'a WhatsAppSubscription,
    /// The server's current time.
    pub now: Timestamp,
}

impl TextMessage<'_> {
    /// Expresses the person and the target in the form of claims. There is no token behind them: none is read or used
    /// up for a text, see [`Via::Text`].
    fn claims(&self, action: Action, target: &TargetId) -> TokenClaims {
        TokenClaims {
            purpose: action.into(),
            channel: TokenChannel::Button,
            workspace: self.member.workspace.clone(),
            member: self.member.id.clone(),
            target: target.clone(),
            nonce: [0; 16],
        }
    }

    fn actor<'b>(&'b self, claims: &'b TokenClaims, requested: Option<RequestedAction>) -> Actor<'b> {
        Actor { claims, via: Via::Text(&self.message.senders), requested, now: self.now }
    }

    fn context(
        &self,
        workspace: Option<Workspace>,
        roster: Option<Roster>,
        target: Option<Target>,
    ) -> ActionContext {
        ActionContext {
            token: None,
            workspace,
            roster,
            member: Some(self.member.clone()),
            subscription: Some(self.subscription.clone()),
            target,
            changed_campaigns: Vec::new(),
            first_approver: None,
            awaited_cards: None,
        }
    }

    /// Reports whether the person no longer gets replies to texts that lead to no action.
    fn is_idle(&self) -> bool {
        self.subscription.idle_texts >= MOST_IDLE_REPLIES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::action::decision::{Change, Decision, Refusal, decide};
    use domain::testing::{
        adjustment, anna, claims, inbound, lee, maya, now, recommendation, stored_token, subscription,
        workspace,
    };
    use domain::text::free::DeclineReason;
    use domain::workspace::{Consent, Role};

    fn requested_action(action: Action, target: &TargetId) -> RequestedAction {
        RequestedAction { action, target: target.clone(), seen_version: 1, detail: Some("lee".into()) }
    }

    /// Decides about Maya's free-text request on a shift or a recommendation.
    fn said(action: Action, target: Target, change: impl FnOnce(&mut ActionContext)) -> Decision {
        let (message, member) = (inbound(&maya(), 1, &[("Body", "do it")]), maya());
        let subscription = subscription(&member);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: now() };
        let roster = Roster::new(&workspace().id, &[maya(), lee(), anna()]);
        let mut context = written.context(Some(workspace()), Some(roster), Some(target));
        change(&mut context);
        let id: TargetId = adjustment().id.as_str().parse().unwrap();
        let claims = written.claims(action, &id);
        decide(&written.actor(&claims, Some(requested_action(action, &id))), &context)
    }

    fn shift() -> Target {
        Target::Shift(Box::new(adjustment()))
    }

    fn given() -> Target {
        Target::Recommendation(Box::new(recommendation()))
    }

    #[test]
    fn words_give_a_recommendation_away_and_do_nothing_else() {
        for action in Action::ALL {
            let may_be_said = matches!(action, Action::AssignRecommendation | Action::PickAssignee);
            for target in [shift(), given()] {
                let is_given = matches!(target, Target::Recommendation(_));
                let decision = said(*action, target, |_| {});
                let refused = decision == Decision::Refuse(Refusal::Gone);
                assert_eq!(refused, !(may_be_said && is_given), "{action:?}: {decision:?}");
            }
        }
    }

    #[test]
    fn words_are_not_heard_beside_a_token() {
        let token = claims(&maya(), Action::PickAssignee, adjustment().id.as_str(), 1);
        let with_token = |context: &mut ActionContext| context.token = Some(stored_token(&token, 1));
        assert_eq!(said(Action::PickAssignee, given(), with_token), Decision::Refuse(Refusal::Gone));
    }

    #[test]
    fn a_tap_is_not_heard_without_a_token_whatever_is_asked_beside_it() {
        let (message, member) = (inbound(&maya(), 1, &[]), maya());
        let subscription = subscription(&member);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: now() };
        let context = written.context(Some(workspace()), None, Some(given()));
        let id: TargetId = recommendation().id.as_str().parse().unwrap();
        let claims = written.claims(Action::PickAssignee, &id);
        for via in [Via::Phone(&message.senders), Via::Link, Via::Bearer] {
            for requested in [None, Some(requested_action(Action::PickAssignee, &id))] {
                let actor = Actor { via, requested, ..written.actor(&claims, None) };
                let decision = decide(&actor, &context);
                let refused = Decision::Refuse(if matches!(via, Via::Bearer) {
                    Refusal::Expired
                } else {
                    Refusal::Gone
                });
                assert_eq!(decision, refused, "{via:?}");
            }
        }
    }

    type Spoiler = (&'static str, fn(&mut ActionContext));

    fn edit(
        context: &mut ActionContext,
        edit: impl FnOnce(&mut domain::insight::adjustment::BudgetAdjustment),
    ) {
        if let Some(Target::Shift(shift)) = &mut context.target {
            edit(shift);
        }
    }

    const SPOILERS: [Spoiler; 12] = [
        ("another workspace", |context| {
            context.workspace.as_mut().unwrap().id = "other".parse().unwrap();
        }),
        ("no workspace", |context| context.workspace = None),
        ("removed", |context| context.member.as_mut().unwrap().active = false),
        ("viewer", |context| context.member.as_mut().unwrap().role = Role::Viewer),
        ("not named", |context| {
            context.workspace.as_mut().unwrap().rules.named.approve_shifts = Some(vec![lee().id]);
        }),
        ("stopped", |context| context.subscription.as_mut().unwrap().consent = Consent::OptedOut),
        ("unverified", |context| context.subscription.as_mut().unwrap().unverified = true),
        ("another phone", |context| context.subscription = Some(subscription(&lee()))),
        ("another shift", |context| edit(context, |shift| shift.id = "20261004-a1b2c3d4".parse().unwrap())),
        ("not declined", |context| {
            edit(context, |shift| shift.state = domain::insight::adjustment::AdjustmentState::Approved);
        }),
        ("somebody else", |context| edit(context, |shift| shift.decided.as_mut().unwrap().by = lee().id)),
        ("a reason", |context| {
            edit(context, |shift| shift.decline_reason = DeclineReason::clean("Launch week").ok());
        }),
    ];

    #[test]
    fn each_single_thing_against_it_keeps_a_line_from_being_a_reason() {
        let (message, member) = (inbound(&maya(), 1, &[("Body", "Launch week")]), maya());
        let subscription = subscription(&member);
        let written =
            TextMessage { message: &message, member: &member, subscription: &subscription, now: now() };
        let decision = domain::insight::adjustment::DecisionRecord {
            by: maya().id,
            name: "Maya".into(),
            at: now(),
            source: domain::audit::Source::WhatsApp,
        };
        let declined = Target::Shift(Box::new(adjustment().declined(decision)));
        let context = written.context(Some(workspace()), None, Some(declined));
        let id: TargetId = adjustment().id.as_str().parse().unwrap();
        let claims = written.claims(Action::GiveReason, &id);
        let actor = written.actor(&claims, Some(requested_action(Action::GiveReason, &id)));
        let takes_reason = |actor: &Actor<'_>, context: &ActionContext| {
            matches!(decide(actor, context), Decision::Apply(Change::GiveReason { .. }))
        };
        assert!(takes_reason(&actor, &context));
        for (what, spoil) in SPOILERS {
            let mut spoiled = context.clone();
            spoil(&mut spoiled);
            assert!(!takes_reason(&actor, &spoiled), "{what}");
        }
        let by_tap = Actor { via: Via::Phone(&message.senders), ..actor };
        assert!(!takes_reason(&by_tap, &context));
    }
}
