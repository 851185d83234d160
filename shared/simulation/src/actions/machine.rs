//! Random sequences, one step at a time, against a reference kept by hand: after each step the table and the
//! reference are equal, the answer is of the kind that the model expects, and the audit log contains what it should.
//! Failures are shrunk.

mod books;

use super::facts::{FactsByWorkspace, facts_now};
use super::model::{Use, Verdict, verdict};
use super::world::{Button, Setting, Tap, digest_buttons, person, start};
use app::action::{ActionOutcome, ActionResult};
use app::budget::{self, BudgetReport};
use app::inbound::{InboundDeps, receive};
use app::workspace::Change;
use app::workspace::membership::{MembershipRequest, NewMember, change_membership};
use books::Books;
use domain::audit::{AuditEvent, Source, Verb};
use domain::clock::FixedClock;
use domain::message::job::QueueJob;
use domain::metrics::BudgetSource;
use domain::testing::{
    ACCOUNT_SID, RecordingQueue, SENDER, Unanswered, adjustment, campaigns, dollars, inbound, now, pepper,
    recommendation, token_keys, workspace,
};
use domain::token::Action;
use domain::workspace::Role;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use store::embedded::EmbeddedStore;

/// One step of a sequence.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody uses the button with this index from this phone.
    Use(usize, &'static str),
    /// The last tap arrives again, as the same message.
    Again,
    /// A card about the current state is sent.
    Card(Action, &'static str),
    /// Time passes, in seconds.
    Wait(i64),
    /// A person gets this role, or, with `None`, leaves or returns.
    Role(&'static str, Option<Role>),
    /// A campaign gets another budget.
    Budget(usize),
    /// A person sends STOP or START.
    Says(&'static str, bool),
}

fn who() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["maya", "lee", "anna"][..])
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    use Action::{
        AcceptAssignment, ApproveShift, ConfirmShift, DeclineShift, PassBackAssignment, PickAssignee,
        SnoozeAlert, UndoShift,
    };
    let kinds = [
        ApproveShift,
        ConfirmShift,
        DeclineShift,
        UndoShift,
        PickAssignee,
        AcceptAssignment,
        PassBackAssignment,
        SnoozeAlert,
    ];
    let roles = [None, Some(Role::Viewer), Some(Role::Marketer), None];
    let step = prop_oneof![
        6 => (0_usize..40, who()).prop_map(|(place, who)| Step::Use(place, who)),
        6 => (0_usize..40).prop_map(|place| Step::Use(place, "")),
        2 => Just(Step::Again),
        5 => (prop::sample::select(kinds.to_vec()), who()).prop_map(|(kind, who)| Step::Card(kind, who)),
        3 => prop::sample::select(vec![1, 300, 601, 1_801, 4 * 3_600, 25 * 3_600]).prop_map(Step::Wait),
        1 => (prop::sample::select(vec!["lee", "anna"]), prop::sample::select(roles.to_vec()))
            .prop_map(|(who, role)| Step::Role(who, role)),
        1 => (0_usize..2).prop_map(Step::Budget),
        1 => (who(), any::<bool>()).prop_map(|(who, stops)| Step::Says(who, stops)),
    ];
    prop::collection::vec(step, 1..24)
}

fn settings() -> impl Strategy<Value = Setting> {
    let amounts = prop::sample::select(vec![300, 700, 1_500]);
    let confirm = prop::sample::select(vec![None, Some(1_000)]);
    let undo = prop::sample::select(vec![0, 1_800]);
    (amounts, confirm, undo).prop_map(|(amount, confirm_limit, undo_seconds)| Setting {
        amount,
        confirm_limit,
        undo_seconds,
    })
}

/// The product and the reference, side by side.
struct Machine {
    embedded: EmbeddedStore,
    books: Books,
    buttons: Vec<Button>,
    now: Timestamp,
    messages: u32,
    last: Option<(Tap, ActionResult)>,
    events: BTreeSet<String>,
}

impl Machine {
    async fn start(setting: &Setting) -> Self {
        let buttons = digest_buttons();
        let embedded = start(setting, &buttons).await;
        let books = Books { facts: stored(&embedded).await };
        Self { embedded, books, buttons, now: now(), messages: 0, last: None, events: BTreeSet::new() }
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Use(place, phone) => self.use_button(*place, phone).await,
            Step::Again => self.again().await,
            Step::Card(kind, who) => self.card(*kind, who).await,
            Step::Wait(seconds) => self.now += SignedDuration::from_secs(*seconds),
            Step::Role(who, role) => self.role(who, *role).await,
            Step::Budget(place) => self.budget(*place).await,
            Step::Says(who, stops) => self.says(who, *stops).await,
        }
        assert_eq!(stored(&self.embedded).await, self.books.facts, "after {step:?}");
        assert_eq!(self.logged().await, self.events, "after {step:?}");
    }

    fn number(&mut self) -> u32 {
        self.messages += 1;
        self.messages
    }

    async fn use_button(&mut self, place: usize, phone: &str) {
        let button = self.buttons[place % self.buttons.len()].clone();
        let phone = if phone.is_empty() { button.claims.member.as_str() } else { phone };
        let tap = Tap::new(&button, &person(phone), self.number());
        let performed = tap.arrive(&self.embedded, self.now).await.unwrap();
        // What only the transaction found, such as a budget that changed after the approval, is recorded by a worker.
        for job in &performed.jobs {
            if let QueueJob::RecordRefusal(refusal) = job {
                self.embedded.store.record_refusal(refusal).await.unwrap();
            }
        }
        let workspace = button.claims.workspace.to_string();
        let hash = button.claims.hash();
        let using =
            Use { token: hash.as_str().to_owned(), phone: tap.phone.clone(), at: self.now.as_second() };
        let expected = verdict(&self.books.facts[&workspace], &using);
        assert_eq!(said(&performed), class(expected), "{:?} by {phone}", button.claims.purpose);
        let id = match (&tap.message, expected) {
            (Some(message), _) => AuditEvent::id_for_message(message.message_sid.as_str()),
            (None, Verdict::Refuses(word)) => tap.denied_id(word),
            (None, _) => AuditEvent::id_for_token(&hash, self.now),
        };
        match expected {
            Verdict::Does(verb) => self.books.carry_out(&workspace, &using, verb),
            Verdict::Refuses(_) => {}
            Verdict::Shows => return self.last = Some((tap, performed)),
        }
        self.events.insert(id.to_string());
        self.last = Some((tap, performed));
    }

    /// The same message changes nothing and is answered as before, whoever has left and whatever has changed since.
    async fn again(&mut self) {
        let Some((tap, first)) = self.last.clone().filter(|(tap, _)| tap.message.is_some()) else { return };
        let again = tap.arrive(&self.embedded, self.now).await.unwrap();
        // What only the transaction found is recorded by then, and is not recorded again.
        let is_recorded = |job: &&QueueJob| matches!(job, QueueJob::RecordRefusal(_));
        let jobs: Vec<_> = first.jobs.iter().filter(|job| !is_recorded(job)).cloned().collect();
        assert_eq!((&again.reply, again.jobs), (&first.reply, jobs));
    }

    async fn card(&mut self, kind: Action, who: &str) {
        let facts = &self.books.facts[workspace().id.as_str()];
        let (shift, given) = (adjustment().id.to_string(), recommendation().id.to_string());
        let alert = super::world::alert().finding.id.to_string();
        let (target, version) = match kind {
            Action::PickAssignee | Action::AcceptAssignment | Action::PassBackAssignment => {
                let version = facts.recommendations[&given].version;
                (given, version)
            }
            Action::SnoozeAlert => {
                let began = facts.alerts[&alert].began;
                (alert, began)
            }
            _ => {
                let version = facts.shifts[&shift].version;
                (shift, version)
            }
        };
        let picked =
            (kind == Action::PickAssignee).then(|| ["lee", "anna", "maya"][version as usize % 3].to_owned());
        let member = person(who);
        let button =
            Button::new(self.buttons.len(), &member, kind, (&target, version), self.now).with_detail(picked);
        self.embedded.store.put_all(vec![button.item()], &|_| {}).await.unwrap();
        self.books.issue(&button);
        self.buttons.push(button);
    }

    async fn role(&mut self, who: &str, role: Option<Role>) {
        let is_active = self.books.facts[workspace().id.as_str()].people[who].active;
        let member = person(who);
        let joins = || NewMember {
            name: member.name.clone(),
            role: Role::Marketer,
            zone: member.zone.clone(),
            language: member.language.clone(),
            email: member.email.clone(),
        };
        let wish = match role {
            Some(role) => MembershipRequest::Role(role),
            None if is_active => MembershipRequest::Remove,
            None => MembershipRequest::Add(joins()),
        };
        let change = Change { workspace: workspace().id, actor: None, source: Source::Api, at: self.now };
        let changed = Box::pin(change_membership(&self.embedded.store, &change, &member.id, &wish)).await;
        let decides = role.map(|role| role != Role::Viewer);
        let is_new = self.books.change_person(who, decides, self.now.as_second());
        assert_eq!(changed.is_ok_and(|changed| changed.is_new), is_new, "{who} {role:?}");
    }

    async fn budget(&mut self, place: usize) {
        let campaign = &campaigns()[place].id;
        let report = BudgetReport {
            workspace: workspace().id,
            campaign: campaign.clone(),
            daily_budget: dollars(2_000 + i64::from(self.number())),
            active: None,
            budget_source: BudgetSource::Stated,
            by: None,
            source: Source::Api,
            at: self.now,
        };
        assert!(Box::pin(budget::change(&self.embedded.store, &report)).await.unwrap().is_new);
        self.books.move_budget(campaign.as_str());
    }

    async fn says(&mut self, who: &str, stops: bool) {
        let number = 1_000_000 + self.number();
        let message = inbound(&person(who), number, &[("Body", if stops { "STOP" } else { "START" })]);
        let (queue, clock, keys, pepper) =
            (RecordingQueue::default(), FixedClock(self.now), token_keys(), pepper());
        let deps = InboundDeps {
            store: &self.embedded.store,
            queue: &queue,
            questions: &Unanswered,
            clock: &clock,
            token_keys: &keys,
            pepper: &pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        };
        Box::pin(receive(&deps, &message)).await.unwrap();
        self.books.change_consent(who, !stops, self.now.as_second());
    }

    /// Returns the events of people's actions and denied attempts with buttons and links.
    async fn logged(&self) -> BTreeSet<String> {
        let mut logged = BTreeSet::new();
        for workspace in self.books.facts.keys() {
            let events = self.embedded.store.audit(&workspace.parse().unwrap()).await.unwrap();
            let of_taps =
                events.into_iter().filter(|event| !matches!(event.verb, Verb::OptIn | Verb::OptOut));
            let ids = of_taps.map(|event| event.id.to_string());
            logged.extend(ids.filter(|id| id.starts_with("in-") || id.starts_with("web-")));
        }
        logged
    }
}

/// Returns the kind of an answer: done, shown, or the word of the refusal. What exactly was done is checked by the
/// reference.
fn said(performed: &ActionResult) -> &'static str {
    match &performed.outcome {
        ActionOutcome::Changed => "done",
        ActionOutcome::Shown => "shown",
        ActionOutcome::Refused(refusal) => refusal.audit_word(),
        other => panic!("nothing comes twice here, and nobody is in the way: {other:?}"),
    }
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Does(_) => "done",
        Verdict::Shows => "shown",
        Verdict::Refuses(word) => word,
    }
}

/// Returns the stored facts with only the original shift: shifts that superseded others are not part of the
/// reference.
async fn stored(embedded: &EmbeddedStore) -> FactsByWorkspace {
    let mut facts: BTreeMap<_, _> = facts_now(embedded.items().await);
    let known = adjustment().id.to_string();
    for of_workspace in facts.values_mut() {
        std::rc::Rc::make_mut(of_workspace).shifts.retain(|id, _| *id == known);
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_one_after_the_other_the_books_agree(setting in settings(), steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(Box::pin(async {
            let mut machine = Box::pin(Machine::start(&setting)).await;
            for step in &steps {
                Box::pin(machine.step(step)).await;
            }
        }));
    }
}
