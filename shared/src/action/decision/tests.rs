//! Claims about what a tap may do: each fact that is missing, foreign or against it refuses, in a fixed order.

use super::*;
use crate::audit::Source;
use crate::testing::{
    address, adjustment, campaigns, claims, dollars, lee, maya, now, stored_token, subscription, workspace,
};
use crate::workspace::Role;
use proptest::prelude::*;

/// Everything that a decision sees; as it is made here, it approves.
struct Scene {
    claims: TokenClaims,
    senders: Vec<WhatsAppAddress>,
    now: Timestamp,
    facts: TapFacts,
}

impl Scene {
    fn good() -> Self {
        let claims = claims(&maya(), ActionKind::ApproveShift, adjustment().id.as_str(), 1);
        let facts = TapFacts {
            token: Some(stored_token(&claims, 1)),
            workspace: Some(workspace()),
            member: Some(maya()),
            subscription: Some(subscription(&maya())),
            adjustment: Some(adjustment()),
            moved: Vec::new(),
        };
        Self { claims, senders: vec![address(&maya())], now: now(), facts }
    }

    fn decide(&self) -> ApprovalDecision {
        let tapper = Tapper { claims: &self.claims, senders: &self.senders, now: self.now };
        decide_approval(&tapper, &self.facts)
    }

    fn refusal(&self) -> Refusal {
        match self.decide() {
            ApprovalDecision::Refuse(refusal) => refusal,
            ApprovalDecision::Approve => panic!("approved"),
        }
    }

    fn token(&mut self, change: fn(&mut WhatsAppActionToken)) {
        self.facts.token.as_mut().into_iter().for_each(change);
    }

    fn member(&mut self, change: fn(&mut Member)) {
        self.facts.member.as_mut().into_iter().for_each(change);
    }

    fn subscription(&mut self, change: fn(&mut WhatsAppSubscription)) {
        self.facts.subscription.as_mut().into_iter().for_each(change);
    }

    fn workspace(&mut self, change: fn(&mut Workspace)) {
        self.facts.workspace.as_mut().into_iter().for_each(change);
    }

    fn adjustment(&mut self, change: fn(&mut BudgetAdjustment)) {
        self.facts.adjustment.as_mut().into_iter().for_each(change);
    }
}

fn decision(by: &Member) -> DecisionRecord {
    DecisionRecord { by: by.id.clone(), name: by.name.clone(), at: now(), source: Source::WhatsApp }
}

struct Spoiler {
    what: &'static str,
    spoil: fn(&mut Scene),
    refusal: &'static str,
}

macro_rules! spoilers {
    ($($what:literal => $refusal:literal: $spoil:expr;)*) => {
        &[$(Spoiler { what: $what, spoil: $spoil, refusal: $refusal },)*]
    };
}

/// Everything that speaks against an approval, in the order in which it is said.
const SPOILERS: &[Spoiler] = spoilers! {
    "no subscription" => "not_your_button": |scene| scene.facts.subscription = None;
    "a subscription of another workspace" => "not_your_button":
        |scene| scene.subscription(|subscription| subscription.workspace = "other".parse().unwrap());
    "the subscription of another person" => "not_your_button":
        |scene| scene.subscription(|subscription| subscription.member = lee().id);
    "another phone" => "not_your_button": |scene| scene.senders = vec![address(&lee())];
    "no sender" => "not_your_button": |scene| scene.senders.clear();
    "a number that was given to somebody else" => "not_your_button":
        |scene| scene.senders.extend(WhatsAppAddress::from_parameter("whatsapp:US.1"));
    "no token" => "gone": |scene| scene.facts.token = None;
    "the token of another workspace" => "gone": |scene| scene.token(|token| token.workspace = "other".parse().unwrap());
    "the token of another person" => "gone": |scene| scene.token(|token| token.member = lee().id);
    "a token for another action" => "gone": |scene| scene.token(|token| token.action = ActionKind::ShowAlerts);
    "a token for another shift" => "gone": |scene| scene.token(|token| token.target = "20261005-ffffffff".parse().unwrap());
    "claims of another action" => "gone": |scene| scene.claims.action = ActionKind::ViewDashboard;
    "no membership" => "no_longer_member": |scene| scene.facts.member = None;
    "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
    "a member of another workspace" => "no_longer_member":
        |scene| scene.member(|member| member.workspace = "other".parse().unwrap());
    "the membership of another person" => "no_longer_member": |scene| scene.member(|member| member.id = lee().id);
    "a person who said stop" => "opted_out": |scene| scene.subscription(|subscription| subscription.consent = Consent::OptedOut);
    "no workspace" => "gone": |scene| scene.facts.workspace = None;
    "another workspace" => "gone": |scene| scene.workspace(|workspace| workspace.id = "other".parse().unwrap());
    "a viewer" => "may_not_approve": |scene| scene.member(|member| member.role = Role::Viewer);
    "no shift" => "gone": |scene| scene.facts.adjustment = None;
    "a shift of another workspace" => "gone": |scene| scene.adjustment(|shift| shift.workspace = "other".parse().unwrap());
    "another shift" => "gone": |scene| scene.adjustment(|shift| shift.id = "20261005-ffffffff".parse().unwrap());
    "approved by somebody" => "already_approved": |scene| scene.adjustment(|shift| *shift = shift.approved(decision(&lee())));
    "replaced by a newer proposal" => "superseded": |scene| scene.adjustment(|shift| shift.state = AdjustmentState::Superseded);
    "approved by nobody" => "gone": |scene| scene.adjustment(|shift| shift.state = AdjustmentState::Approved);
    "too old a button" => "expired": |scene| scene.token(|token| token.valid_until = now().as_second());
    "a used token" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
    "a shift that changed" => "target_moved": |scene| scene.token(|token| token.target_version = 2);
    "a budget that changed" => "target_moved": |scene| scene.facts.moved = vec![campaigns().swap_remove(0)];
    "more than the limit" => "over_limit": |scene| scene.workspace(|workspace| workspace.single_tap_limit = dollars(299));
    "a limit in another currency" => "over_limit":
        |scene| scene.workspace(|workspace| workspace.single_tap_limit.currency = "EUR".parse().unwrap());
    "a shift of nothing" => "over_limit": |scene| scene.adjustment(|shift| shift.amount = dollars(0));
    "a shift backwards" => "over_limit": |scene| scene.adjustment(|shift| shift.amount = dollars(-300));
};

#[test]
fn when_everything_fits_one_tap_approves() {
    assert_eq!(Scene::good().decide(), ApprovalDecision::Approve);
}

#[test]
fn each_single_thing_against_it_refuses_with_its_own_reason() {
    for spoiler in SPOILERS {
        let mut scene = Scene::good();
        (spoiler.spoil)(&mut scene);
        assert_eq!(scene.refusal().audit_word(), spoiler.refusal, "{}", spoiler.what);
    }
}

#[test]
fn the_limit_itself_may_be_approved() {
    let mut scene = Scene::good();
    scene.workspace(|workspace| workspace.single_tap_limit = dollars(300));
    assert_eq!(scene.decide(), ApprovalDecision::Approve);
}

#[test]
fn a_button_is_good_until_the_second_before_it_expires() {
    let mut scene = Scene::good();
    let valid_until = scene.facts.token.as_ref().unwrap().valid_until;
    scene.now = Timestamp::from_second(valid_until - 1).unwrap();
    assert_eq!(scene.decide(), ApprovalDecision::Approve);
    scene.now = Timestamp::from_second(valid_until).unwrap();
    assert_eq!(scene.refusal(), Refusal::Expired);
}

#[test]
fn who_approved_is_told_and_whether_it_was_the_person_who_taps() {
    for (by, by_the_same_person) in [(maya(), true), (lee(), false)] {
        let mut scene = Scene::good();
        scene.facts.adjustment = Some(adjustment().approved(decision(&by)));
        assert_eq!(scene.refusal(), Refusal::AlreadyApproved { decision: decision(&by), by_the_same_person });
    }
}

#[test]
fn the_campaign_whose_budget_changed_is_named() {
    let mut scene = Scene::good();
    scene.facts.moved = vec![campaigns().swap_remove(1)];
    let campaign = Some(Box::new(campaigns().swap_remove(1)));
    assert_eq!(scene.refusal(), Refusal::TargetMoved { campaign });
}

#[test]
fn somebody_who_may_not_act_learns_nothing_of_who_approved() {
    let mut scene = Scene::good();
    scene.facts.adjustment = Some(adjustment().approved(decision(&lee())));
    scene.senders = vec![address(&lee())];
    assert_eq!(scene.refusal(), Refusal::NotYourButton);
}

proptest! {
    /// Applied from the last reason to the first, so that a reason further up the list is not undone by one below.
    #[test]
    fn whatever_speaks_against_it_refuses_and_the_first_reason_is_the_one_that_is_said(
        chosen in proptest::collection::vec(proptest::bool::weighted(0.1), SPOILERS.len())
    ) {
        let chosen: Vec<&Spoiler> = SPOILERS.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(one, _)| one).collect();
        let mut scene = Scene::good();
        chosen.iter().rev().for_each(|spoiler| (spoiler.spoil)(&mut scene));
        match chosen.first() {
            None => prop_assert_eq!(scene.decide(), ApprovalDecision::Approve),
            Some(first) => prop_assert_eq!(scene.refusal().audit_word(), first.refusal, "{}", first.what),
        }
    }

    #[test]
    fn two_reasons_are_told_in_their_order(one in 0..SPOILERS.len(), other in 0..SPOILERS.len()) {
        let (first, last) = (one.min(other), one.max(other));
        let mut scene = Scene::good();
        (SPOILERS[last].spoil)(&mut scene);
        (SPOILERS[first].spoil)(&mut scene);
        let (first, last) = (&SPOILERS[first], &SPOILERS[last]);
        prop_assert_eq!(scene.refusal().audit_word(), first.refusal, "{} and {}", first.what, last.what);
    }
}
