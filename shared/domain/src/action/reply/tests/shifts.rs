//! Every text about a budget shift: approvals, refusals, cards.

use super::world::{Labelled, World};
use crate::action::card::Card;
use crate::action::context::ActionContext;
use crate::action::decision::Refusal;
use crate::action::{cards, reply};
use crate::insight::adjustment::{AdjustmentState, ChangedBudget, ShiftOutcome, Successor};
use crate::insight::target::Target;
use crate::instant::EpochSecond;
use crate::metrics::Campaign;
use crate::money::Money;
use crate::testing::{campaign, campaigns, now};
use crate::text::free::PlatformReason;
use crate::workspace::Role;

impl World {
    pub(super) fn shift_replies(&self) -> Vec<Labelled> {
        let (reader, context, shift) = (self.reader(), self.context(), self.shift());
        let approved = shift.approved(Self::mine(), 1800);
        let of_two = shift.approved_first(self.theirs()).approved(Self::mine(), 1800);
        let mut estimated = approved.clone();
        estimated.to.budget_estimated = true;
        let applied = approved.reported(ShiftOutcome::Applied { at: now() }, 2, 2);
        let of_two_among = |people: usize| {
            let crowd = Self { people, ..self.clone() };
            reply::approved_first(&reader, &crowd.context(), &shift)
        };
        let texts = [
            ("approved", reply::approved(&reader, &approved, &Self::mine())),
            ("approved, budgets estimated", reply::approved(&reader, &estimated, &Self::mine())),
            ("approved, the second of two", reply::approved(&reader, &of_two, &Self::mine())),
            ("approved, the first of two", reply::approved_first(&reader, &context, &shift)),
            ("approved, the first of two, by three others", of_two_among(3)),
            ("approved, the first of two, by more", of_two_among(5)),
            ("declined by phone", reply::declined(&reader, true)),
            ("declined on a page", reply::declined(&reader, false)),
            ("undone", reply::undone(&reader, &approved.taken_back(Self::mine()), &Self::mine())),
            (
                "undone, applied before",
                reply::undone(&reader, &applied.taken_back(Self::mine()), &Self::mine()),
            ),
        ];
        texts.into_iter().map(|(label, text)| (format!("shift: {label}"), text)).collect()
    }

    /// A campaign of the shift with a different budget.
    fn changed_campaign(&self) -> Campaign {
        let ordinary = campaign(campaigns()[0].id.as_str(), &self.campaign, 700);
        let minor = self.minor.unwrap_or(ordinary.daily_budget.minor);
        Campaign { daily_budget: Money { minor, ..ordinary.daily_budget }, ..ordinary }
    }

    /// The context of a shift that a changed budget superseded.
    fn overtaken(&self, by: Option<&str>, stopped: bool, successor: bool) -> ActionContext {
        let shift = self.shift();
        let moved = ChangedBudget {
            campaign: campaigns()[0].id.clone(),
            was: shift.from.before,
            now: self.changed_campaign().daily_budget,
            stopped,
            at: now(),
            by: by.map(str::to_owned),
        };
        let successor = successor.then(|| self.successor());
        self.with(|context| {
            context.target = Some(Target::Shift(Box::new(shift.superseded_by(moved, successor))));
        })
    }

    fn successor(&self) -> Successor {
        let shift = self.shift();
        Successor { id: "20261005-ffffffff".parse().unwrap(), version: 1, amount: shift.amount }
    }

    fn with(&self, change: impl FnOnce(&mut ActionContext)) -> ActionContext {
        let mut context = self.context();
        change(&mut context);
        context
    }

    fn with_shift_in(&self, state: AdjustmentState) -> ActionContext {
        let shift = crate::insight::adjustment::BudgetAdjustment { state, ..self.shift() };
        self.with(|context| context.target = Some(Target::Shift(Box::new(shift.clone()))))
    }

    pub(super) fn shift_refusals(&self) -> Vec<(String, Refusal, ActionContext)> {
        let context = self.context();
        let alone = Self { people: 0, ..self.clone() }.context();
        let crowd = Self { people: 5, ..self.clone() }.context();
        let campaign = Some(Box::new(self.changed_campaign()));
        let stopped = Some(Box::new(Campaign { active: false, ..self.changed_campaign() }));
        let first = Self::mine();
        let refused = ShiftOutcome::Refused {
            at: now(),
            reason: PlatformReason::clean(&self.reason())
                .or_else(|_nothing| PlatformReason::clean("no"))
                .unwrap(),
        };
        let moved = || Refusal::TargetMoved { campaign: None };
        let in_euros = self.with(|context| {
            let workspace = context.workspace.as_mut().unwrap();
            workspace.single_tap_limit.currency = "EUR".parse().unwrap();
        });
        let settled = self.with_shift_in(AdjustmentState::Superseded);
        let mut all = self.settled();
        let rest = [
            ("awaits second", Refusal::AwaitsSecond { first: first.clone() }, context.clone()),
            ("awaits second of five", Refusal::AwaitsSecond { first: first.clone() }, crowd),
            ("same person", Refusal::SamePerson { first: first.clone() }, context.clone()),
            ("first may not", Refusal::FirstMayNot { first: first.clone() }, context.clone()),
            ("awaits second, nobody is left", Refusal::AwaitsSecond { first }, alone.clone()),
            ("superseded", Refusal::Superseded, settled.clone()),
            ("expired, still open", Refusal::Expired, context.clone()),
            ("expired", Refusal::Expired, settled),
            ("moved", moved(), context.clone()),
            ("moved, a budget", Refusal::TargetMoved { campaign: campaign.clone() }, context.clone()),
            ("moved, a campaign that stopped", Refusal::TargetMoved { campaign: stopped }, context.clone()),
            ("overtaken", moved(), self.overtaken(None, false, false)),
            ("overtaken, with a successor", moved(), self.overtaken(None, false, true)),
            ("overtaken by a person", moved(), self.overtaken(Some(&self.person), false, true)),
            ("overtaken by a stop", moved(), self.overtaken(None, true, false)),
            ("over the limit, nobody else", Refusal::OverLimit, alone),
            ("another currency", Refusal::OverLimit, in_euros),
            (
                "undo too late",
                Refusal::UndoTooLate { until: Some(EpochSecond::from(now())) },
                context.clone(),
            ),
            ("undo never", Refusal::UndoTooLate { until: None }, context.clone()),
            ("undo moved", Refusal::UndoMoved { campaign }, context.clone()),
            ("undo moved, which is not known", Refusal::UndoMoved { campaign: None }, context.clone()),
            ("nothing to undo", Refusal::NothingToUndo { outcome: refused }, context),
        ];
        all.extend(rest.map(|(label, refusal, context)| (label.to_owned(), refusal, context)));
        all
    }

    /// The reason given by the ad platform: ordinary words in an ordinary world, arbitrary text otherwise.
    fn reason(&self) -> String {
        let ordinary = self.campaign == Self::ordinary().campaign;
        if ordinary { "Account spend cap reached.".to_owned() } else { self.campaign.repeat(4) }
    }

    fn settled(&self) -> Vec<(String, Refusal, ActionContext)> {
        let mut all = Vec::new();
        for (who, decision, by_the_same_person) in
            [("by you", Self::mine(), true), ("by another", self.theirs(), false)]
        {
            let again = decision.clone();
            let refusals = [
                Refusal::AlreadyApproved { decision: again.clone(), by_the_same_person },
                Refusal::AlreadyDeclined { decision: again, by_the_same_person },
                Refusal::AlreadyUndone { decision, by_the_same_person },
            ];
            for refusal in refusals {
                all.push((format!("{} {who}", refusal.audit_word()), refusal, self.context()));
            }
        }
        all
    }

    pub(super) fn shift_cards(&self) -> Vec<(String, Card)> {
        let (reader, context, shift) = (self.reader(), self.context(), self.shift());
        let limit = |one_tap: i64, confirm: Option<i64>| {
            self.with(|context| {
                let workspace = context.workspace.as_mut().unwrap();
                let money = |units: i64| Money { minor: units * 100, ..workspace.single_tap_limit };
                let limits = (money(one_tap), confirm.map(money));
                (workspace.single_tap_limit, workspace.rules.confirm_limit) = limits;
            })
        };
        let mut estimated = shift.clone();
        estimated.to.budget_estimated = true;
        let first = shift.approved_first(self.theirs());
        let viewer = self.with(|context| context.member.as_mut().unwrap().role = Role::Viewer);
        let without_undo = self.with(|context| context.workspace.as_mut().unwrap().rules.undo_seconds = 0);
        let may_not_assign = self.with(|context| {
            context.workspace.as_mut().unwrap().rules.named.assign_recommendations = Some(Vec::new());
        });
        assert!(cards::shift(&reader, &viewer, &shift).buttons.is_empty(), "a viewer decides nothing");
        let approved = shift.approved(Self::mine(), 1800);
        let cards = [
            ("shift", Some(cards::shift(&reader, &context, &shift))),
            ("shift, budgets estimated", Some(cards::shift(&reader, &context, &estimated))),
            ("shift that cannot be undone", Some(cards::shift(&reader, &without_undo, &shift))),
            ("shift, asked once more", Some(cards::shift(&reader, &limit(100, Some(90_000_000)), &shift))),
            ("shift for two", Some(cards::shift(&reader, &limit(0, Some(1)), &shift))),
            ("shift that waits for the second", Some(cards::shift(&reader, &context, &first))),
            ("confirmation", Some(cards::confirmation(&reader, &context, &shift))),
            ("way back", cards::reversal(&reader, &context, &approved)),
            ("way back, of who may not assign", cards::reversal(&reader, &may_not_assign, &approved)),
            ("successor", cards::successor(&reader, false, &self.successor())),
            ("successor of a budget that changed", cards::successor(&reader, true, &self.successor())),
        ];
        cards.into_iter().filter_map(|(label, card)| Some((label.to_owned(), card?))).collect()
    }
}
