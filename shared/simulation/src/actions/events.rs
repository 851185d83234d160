//! The events of a wave: taps, copies of taps, texts, and changes of people, rules and budgets.

use super::run::{Arrival, Arriving, Due, Heard, Run};
use super::world::{Button, Tap, people, person};
use app::budget::{self, BudgetReport};
use app::inbound::{InboundDeps, receive};
use app::workspace::Change;
use app::workspace::membership::{MembershipRequest, NewMember, change_membership};
use app::workspace::rules::{RulesRequest, change_rules};
use domain::audit::Source;
use domain::clock::FixedClock;
use domain::identity::MemberId;
use domain::inbound::message::InboundMessage;
use domain::metrics::BudgetSource;
use domain::testing::{
    ACCOUNT_SID, RecordingQueue, SENDER, Unanswered, campaigns, dollars, inbound, lee, pepper, token_keys,
    workspace,
};
use domain::token::{Action, TokenKeys};
use domain::workspace::Role;
use domain::workspace::rules::{DEFAULT_SHIFT_STEP_PERCENT, NamedPeople};
use std::sync::OnceLock;
use store::embedded::EmbeddedStore;

/// Actions that follow from an earlier action.
const NEXT: [Action; 4] =
    [Action::ConfirmShift, Action::UndoShift, Action::AcceptAssignment, Action::PassBackAssignment];

/// A person's text: STOP or START.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) message: InboundMessage,
    pub(super) stops: bool,
    pub(super) who: MemberId,
}

/// An event of a run.
pub(super) enum Event {
    /// A tap or a text arrives, for the first time or again.
    Arrival(Due),
    /// A person gets another role, leaves or returns.
    Membership(MemberId, MembershipRequest),
    /// The rules of the workspace change.
    Rules(RulesRequest),
    /// A campaign gets another budget.
    Budget(BudgetReport),
}

/// The result of an event.
#[derive(Debug)]
pub(super) enum Happened {
    Arrived(Arrival, u32),
    Wrote { text: usize, answered: bool, tries: u32 },
    Rules(u64),
    Changed,
}

impl Run {
    /// Generates simultaneous events.
    pub(super) fn draw_events(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        for _event in 0..[1, 1, 2][self.random.usize(..3)] {
            match self.random.u32(..20) {
                0..=2 if !self.due.is_empty() => {
                    let due = self.due.swap_remove(self.random.usize(..self.due.len()));
                    events.push(Event::Arrival(due));
                }
                0..=14 => self.draw_taps(&mut events),
                15 => {
                    let (who, event) = self.draw_membership();
                    events.push(event);
                    self.draw_tap_of(&who, &mut events);
                }
                16 => {
                    let event = self.draw_rules();
                    events.push(event);
                    self.draw_taps(&mut events);
                }
                17 | 18 => {
                    let event = self.draw_budget();
                    events.push(event);
                    self.draw_taps(&mut events);
                }
                _ => {
                    let (who, event) = self.draw_text();
                    events.push(event);
                    self.draw_tap_of(&who, &mut events);
                }
            }
        }
        events
    }

    /// Generates a tap of a person at the same time as a change that affects them.
    fn draw_tap_of(&mut self, who: &MemberId, events: &mut Vec<Event>) {
        let button = self.draw_button(|button| button.claims.member == *who);
        let tap = self.draw_tap(&button);
        events.push(arrival(tap));
    }

    /// Generates a tap and often a related one: the same tap again, another tap on the same button, or another button
    /// for the same target.
    fn draw_taps(&mut self, events: &mut Vec<Event>) {
        let is_next =
            |button: &Button| button.claims.purpose.action().is_some_and(|action| NEXT.contains(&action));
        let looks_for_next = self.random.u32(..3) == 0 && self.buttons.iter().any(is_next);
        let button = self.draw_button(|button| !looks_for_next || is_next(button));
        let first = self.draw_tap(&button);
        events.push(arrival(first));
        match self.random.u32(..6) {
            0 => {
                self.tally.count("the same webhook twice at once");
                events.push(arrival(first));
            }
            1 => {
                self.tally.count("double taps");
                let again = self.draw_tap(&button);
                events.push(arrival(again));
            }
            2 | 3 => {
                self.tally.count("two buttons for one thing at once");
                let target = button.claims.target.clone();
                let other = self.draw_button(|other| other.claims.target == target);
                let other = self.draw_tap(&other);
                events.push(arrival(other));
            }
            _ => {}
        }
    }

    /// Picks a button that somebody has; recent ones are more likely.
    fn draw_button(&mut self, is_meant: impl Fn(&Button) -> bool) -> Button {
        let latest = self.buttons.len().saturating_sub(4);
        let from = if self.random.u32(..3) > 0 { latest } else { 0 };
        let some = self.buttons[from..].iter().filter(|button| is_meant(button)).collect::<Vec<_>>();
        match some.as_slice() {
            [] => self.buttons.iter().find(|button| is_meant(button)).unwrap().clone(),
            some => some[self.random.usize(..some.len())].clone(),
        }
    }

    fn draw_tap(&mut self, button: &Button) -> usize {
        let owner = person(button.claims.member.as_str());
        let phone = match self.random.u32(..12) {
            0 => people()[self.random.usize(..3)].clone(),
            _ => owner,
        };
        self.taps.push(Tap::new(button, &phone, number(self.taps.len())));
        self.taps.len() - 1
    }

    fn draw_membership(&mut self) -> (MemberId, Event) {
        let who = &people()[self.random.usize(..3)];
        let joins = NewMember {
            name: who.name.clone(),
            role: Role::Marketer,
            zone: who.zone.clone(),
            language: who.language.clone(),
            email: who.email.clone(),
        };
        let wish = match self.random.u32(..6) {
            0 => MembershipRequest::Role(Role::Viewer),
            1 => MembershipRequest::Role(Role::Owner),
            2 => MembershipRequest::Role(Role::Marketer),
            3 | 4 => MembershipRequest::Remove,
            _ => MembershipRequest::Add(joins),
        };
        (who.id.clone(), Event::Membership(who.id.clone(), wish))
    }

    fn draw_rules(&mut self) -> Event {
        let (one_tap, confirm) =
            [(500, None), (200, Some(800)), (2_000, None), (0, Some(0))][self.random.usize(..4)];
        let named = self.random.bool().then(|| vec![lee().id]);
        Event::Rules(RulesRequest {
            seen_version: self.rules_version,
            single_tap_limit: dollars(one_tap),
            confirm_limit: confirm.map(dollars),
            named: NamedPeople { approve_shifts: named, ..NamedPeople::default() },
            undo_seconds: [0, 1_800][self.random.usize(..2)],
            shift_step_percent: DEFAULT_SHIFT_STEP_PERCENT,
            tokens_valid_from: (self.random.u32(..4) == 0).then(|| self.now.into()),
        })
    }

    fn draw_budget(&mut self) -> Event {
        Event::Budget(BudgetReport {
            workspace: workspace().id,
            campaign: campaigns()[self.random.usize(..2)].id.clone(),
            daily_budget: dollars(self.random.i64(700..1_400)),
            active: (self.random.u32(..4) == 0).then(|| self.random.bool()),
            budget_source: BudgetSource::Stated,
            by: None,
            source: Source::Api,
            at: self.now,
        })
    }

    fn draw_text(&mut self) -> (MemberId, Event) {
        let who = &people()[self.random.usize(..3)];
        let stops = self.random.bool();
        let body = [("Body", if stops { "STOP" } else { "START" })];
        let message = inbound(who, 1_000_000 + number(self.texts.len()), &body);
        self.texts.push(Text { message, stops, who: who.id.clone() });
        (who.id.clone(), Event::Arrival(Due { what: Arriving::Text(self.texts.len() - 1), tries: 0 }))
    }

    /// Executes an event. Changes of people, rules and budgets get no faults; webhooks are handled by the workers in
    /// turn.
    pub(super) async fn happen(&self, place: usize, event: &Event) -> Happened {
        let worker = &self.workers[place % self.workers.len()];
        match event {
            Event::Arrival(Due { what: Arriving::Tap(tap), tries }) => {
                Happened::Arrived(self.arrival(worker, *tap).await, *tries)
            }
            Event::Arrival(Due { what: Arriving::Text(text), tries }) => {
                let answered = self.write(worker, &self.texts[*text]).await;
                Happened::Wrote { text: *text, answered, tries: *tries }
            }
            Event::Membership(who, wish) => {
                // The last owner cannot leave, and neither can somebody who is not a member.
                let _changed_or_not =
                    Box::pin(change_membership(&self.calm.store, &self.change(), who, wish)).await;
                Happened::Changed
            }
            Event::Rules(wish) => {
                match Box::pin(change_rules(&self.calm.store, &self.change(), wish)).await {
                    Ok(workspace) => Happened::Rules(workspace.rules.version),
                    Err(_) => Happened::Changed,
                }
            }
            Event::Budget(report) => {
                let _changed_or_busy = Box::pin(budget::change(&self.calm.store, report)).await;
                Happened::Changed
            }
        }
    }

    fn change(&self) -> Change {
        Change { workspace: workspace().id, actor: None, source: Source::Api, at: self.now }
    }

    async fn arrival(&self, worker: &EmbeddedStore, tap: usize) -> Arrival {
        let (at, from) = (self.now, worker.journal.length());
        let answered = worker.until_crash(self.taps[tap].arrive(worker, at)).await;
        let heard = match answered {
            Some(Ok(mut performed)) => {
                (self.wrong.answers)(&mut performed);
                Heard::Answer(performed)
            }
            Some(Err(_)) | None => Heard::Nothing,
        };
        Arrival { tap, at, from, to: worker.journal.length(), heard }
    }

    async fn write(&self, worker: &EmbeddedStore, text: &Text) -> bool {
        static KEYS: OnceLock<TokenKeys> = OnceLock::new();
        let (queue, clock, pepper) = (RecordingQueue::default(), FixedClock(self.now), pepper());
        let deps = InboundDeps {
            store: &worker.store,
            queue: &queue,
            questions: &Unanswered,
            clock: &clock,
            token_keys: KEYS.get_or_init(token_keys),
            pepper: &pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        };
        matches!(worker.until_crash(Box::pin(receive(&deps, &text.message))).await, Some(Ok(_)))
    }
}

fn arrival(tap: usize) -> Event {
    Event::Arrival(Due { what: Arriving::Tap(tap), tries: 0 })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap() + 1
}
