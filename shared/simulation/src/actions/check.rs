//! The checks at the end of a run. The model judges a change by the state right before the write, and an answer by
//! every state that existed while the tap was being handled.

use super::events::Text;
use super::facts::{FactsByWorkspace, facts_of};
use super::history::{Commit, History, Table, read, workspace_of};
use super::model::{Facts, Use, Verdict, has_moved, verdict};
use super::run::{Arrival, Heard};
use super::tally::Tally;
use super::world::Tap;
use app::action::{ActionOutcome, ActionResult};
use domain::audit::{AuditEvent, Outcome, Verb};
use domain::message::conversation::WhatsAppConversationEntry;
use domain::message::job::QueueJob;
use domain::testing::workspace;
use domain::token::{Action, TokenPurpose};
use serde_json::Value;
use std::collections::BTreeSet;
use store::Item;
use store::key::Key;

/// A finished run.
pub(super) struct Ended<'a> {
    pub(super) history: &'a History,
    pub(super) taps: &'a [Tap],
    pub(super) texts: &'a [Text],
    pub(super) arrivals: &'a [Arrival],
    pub(super) lost: &'a BTreeSet<String>,
}

/// The facts after each number of writes, by workspace.
struct Known(Vec<FactsByWorkspace>);

impl Known {
    fn at(&self, time: usize, workspace: &str) -> &Facts {
        &self.0[time][workspace]
    }
}

impl Ended<'_> {
    /// Makes all checks.
    pub(super) fn check(&self, dump: Vec<Item>, tally: &mut Tally) {
        let known = Known(facts_of(self.history));
        let stored = dump.into_iter().map(|item| serde_dynamo::from_item::<_, Value>(item).unwrap());
        assert!(
            *self.history.last() == Table::of_items(stored),
            "the history is not what stands in the table"
        );
        for time in 0..self.history.commits.len() {
            self.one_workspace_is_written(time);
            self.targets_grow_by_one_with_their_event(time);
            self.what_was_done_was_allowed(&known, time, tally);
        }
        let events = self.events();
        no_event_is_there_twice(&events);
        for (number, tap) in self.taps.iter().enumerate() {
            self.a_tap_has_its_events_and_one_answer(number, tap, &events);
        }
        for arrival in self.arrivals {
            self.an_answer_is_true(&known, arrival);
        }
        self.consent_is_as_the_texts_said(&events);
    }

    /// Asserts that every write except the setup is in a single workspace; only taps there write to the other
    /// workspace.
    fn one_workspace_is_written(&self, time: usize) {
        if time == 0 || is_setup(&self.history.commits[time]) {
            return;
        }
        let written = self.history.commits[time].written.iter();
        if written.len() == 0 {
            return; // a count of the sender's messages
        }
        let workspaces: BTreeSet<_> = written.map(|((partition, _), _)| workspace_of(partition)).collect();
        assert_eq!(workspaces.len(), 1, "one write is in one workspace: {workspaces:?}");
    }

    /// Asserts that a target changes with exactly one event and by exactly one version, and that an event of a
    /// person's action changes one target.
    fn targets_grow_by_one_with_their_event(&self, time: usize) {
        let (before, commit) = (&self.history.tables[time], &self.history.commits[time]);
        if is_setup(commit) {
            return;
        }
        let mut targets = 0;
        for (place, item) in &commit.written {
            if !["adjustment", "alert", "recommendation"].iter().any(|kind| item["entity"] == *kind) {
                continue;
            }
            targets += 1;
            let version = before.get(place).map_or(0, |item| item["version"].as_u64().unwrap());
            assert_eq!(item["version"], version + 1, "a target grows by one version: {place:?}");
        }
        let events = executed(commit);
        assert!(targets == 0 || events.len() == 1, "no change without its event: {targets}, {events:?}");
        let [event] = events.as_slice() else { return };
        assert!(event.evidence.is_none() || targets == 1, "no event without its change: {event:?}");
    }

    /// Asserts that the model allows the change in the state right before it, and that the change uses up the token.
    fn what_was_done_was_allowed(&self, known: &Known, time: usize, tally: &mut Tally) {
        let commit = &self.history.commits[time];
        let Some(event) = executed(commit).into_iter().find(|event| event.evidence.is_some()) else { return };
        let tap = self.tap_of(&event);
        let facts = known.at(time, event.workspace.as_str());
        let using = use_of(tap, event.at.as_second());
        tally.count(format!("done: {:?}{}", event.verb, if tap.phone.is_none() { " by link" } else { "" }));
        assert_eq!(
            verdict(facts, &using),
            Verdict::Does(event.verb),
            "what was done ought not to have been: {event:?} {facts:#?}"
        );
        assert!(!facts.tokens[&using.token].used, "a token is used once");
        let after = known.at(time + 1, event.workspace.as_str());
        assert!(after.tokens[&using.token].used, "what is done uses its token up");
        let has_entry = commit.written.iter().any(|(_, item)| item["entity"] == "conversation");
        assert_eq!(has_entry, tap.phone.is_some(), "what is done by phone is in the log of the conversation");
    }

    fn tap_of(&self, event: &AuditEvent) -> &Tap {
        let hash = event.evidence.as_ref().and_then(|evidence| evidence.token.clone());
        let is_meant = |tap: &&Tap| {
            let sid = tap.message.as_ref().map(|message| message.message_sid.to_string());
            sid == event.message_sid && Some(tap.button.claims.hash()) == hash
        };
        self.taps.iter().find(is_meant).expect("nothing is done that nobody asked for")
    }

    fn events(&self) -> Vec<AuditEvent> {
        let workspaces = [workspace().id, super::world::other_workspace().id];
        workspaces.iter().flat_map(|id| self.history.last().entities(id.as_str(), "audit")).collect()
    }

    /// Asserts that a tap is executed at most once and denied at most once, that everybody who was told so has the
    /// event, and that the same message gets the same answer.
    fn a_tap_has_its_events_and_one_answer(&self, number: usize, tap: &Tap, all: &[AuditEvent]) {
        let arrivals: Vec<_> = self.arrivals.iter().filter(|arrival| arrival.tap == number).collect();
        let ids: BTreeSet<_> = arrivals.iter().map(|arrival| event_id(tap, arrival)).collect();
        let events: Vec<_> = all.iter().filter(|event| ids.contains(event.id.as_str())).collect();
        let answers: Vec<&ActionResult> = arrivals.iter().filter_map(|arrival| answer(arrival)).collect();
        let done = events.iter().filter(|event| event.outcome == Outcome::Executed).count();
        assert!(done <= 1, "a tap is done once: {events:?}");
        let was_changed = answers.iter().any(|answer| answer.outcome == ActionOutcome::Changed);
        assert!(!was_changed || done == 1, "who hears that it is done can rely on it");
        for arrival in &arrivals {
            let id = event_id(tap, arrival);
            let is_refused =
                answer(arrival).is_some_and(|one| matches!(one.outcome, ActionOutcome::Refused(_)));
            let has_event = events.iter().any(|event| event.id.as_str() == id);
            assert!(!is_refused || has_event || self.lost.contains(&id), "no event of the refusal {id}");
        }
        if tap.phone.is_none() {
            return;
        }
        assert!(events.len() <= 1, "a message leaves one event: {events:?}");
        let heard: Vec<_> = answers.iter().filter(|answer| is_kept(answer)).collect();
        let replies: BTreeSet<_> = heard.iter().map(|answer| &answer.reply).collect();
        assert!(replies.len() <= 1, "the same message, another answer: {heard:#?}");
        if let (Some(entry), Some(first)) = (self.entry(tap), heard.first()) {
            assert_eq!(
                (&entry.reply, entry.reply.is_some() || !entry.queued.is_empty()),
                (&first.reply, true),
                "the log has what was answered"
            );
        }
    }

    fn entry(&self, tap: &Tap) -> Option<WhatsAppConversationEntry> {
        let claims = &tap.button.claims;
        let key = Key::inbound(&claims.workspace, &claims.member, tap.message.as_ref()?.message_sid.as_str());
        self.history.last().get(&(key.partition, key.sort)).map(read)
    }

    /// Asserts that the answer was true at some moment between the arrival and the answer. A read that DynamoDB
    /// returns in parts may see the person at one moment and the target at another.
    fn an_answer_is_true(&self, known: &Known, arrival: &Arrival) {
        let tap = &self.taps[arrival.tap];
        let Some(performed) = answer(arrival) else { return };
        let id = tap.button.claims.workspace.as_str();
        let using = use_of(tap, arrival.at.as_second());
        let said = match &performed.outcome {
            ActionOutcome::Refused(refusal) => Verdict::Refuses(refusal.audit_word()),
            ActionOutcome::Shown => Verdict::Shows,
            ActionOutcome::Changed => return self.was_just_done(tap, arrival),
            ActionOutcome::Duplicate => return self.was_there_before(tap, performed),
            ActionOutcome::Busy => return,
        };
        let times = arrival.from..=arrival.to;
        let is_true = |time: usize| is_so(known.at(time, id), tap, &using, said);
        let ought = |time: usize| verdict(known.at(time, id), &using);
        let in_parts = |person: usize, target: usize| {
            let facts = known.at(person, id).with_targets_of(known.at(target, id));
            is_so(&facts, tap, &using, said)
        };
        let is_true_in_parts =
            || times.clone().any(|person| times.clone().any(|target| in_parts(person, target)));
        assert!(
            times.clone().any(is_true) || is_true_in_parts(),
            "{said:?} was never true of {:?} at {times:?}: {:?} {:#?}",
            tap.button.claims.purpose,
            times.clone().map(ought).collect::<Vec<_>>(),
            known.at(arrival.to, id)
        );
    }

    fn was_just_done(&self, tap: &Tap, arrival: &Arrival) {
        let id = event_id(tap, arrival);
        let commits = &self.history.commits[arrival.from..arrival.to];
        let done = commits.iter().flat_map(executed).filter(|event| event.id.as_str() == id).count();
        assert_eq!(done, 1, "what is said to be done now is done now");
    }

    fn was_there_before(&self, tap: &Tap, performed: &ActionResult) {
        let entry = self.entry(tap).expect("what was handled before is in the log");
        assert_eq!(entry.reply, performed.reply, "what is answered again is what was answered");
        assert_eq!(entry.queued, performed.jobs, "what is answered again queues the same");
    }

    /// Asserts that each text left at most one event per workspace, and that its events say what the text said.
    fn consent_is_as_the_texts_said(&self, events: &[AuditEvent]) {
        for text in self.texts {
            let sid = Some(text.message.message_sid.to_string());
            let own: Vec<_> = events.iter().filter(|event| event.message_sid == sid).collect();
            let verb = if text.stops { Verb::OptOut } else { Verb::OptIn };
            let places: BTreeSet<_> = own.iter().map(|event| (&event.workspace, &event.object)).collect();
            assert_eq!(places.len(), own.len(), "a text leaves one event in a workspace: {own:?}");
            let is_said =
                |event: &&AuditEvent| event.verb == verb && event.object.ends_with(text.who.as_str());
            assert!(
                own.iter().copied().all(|event| is_said(&event)),
                "an event of a text says what it said: {own:?}"
            );
        }
    }
}

fn no_event_is_there_twice(events: &[AuditEvent]) {
    let mut seen = BTreeSet::new();
    for event in events {
        assert!(seen.insert((&event.workspace, &event.id)), "twice: {event:?}");
    }
}

/// Reports whether the answer agrees with the model, or names a budget change that did happen, along with other
/// changes.
fn is_so(facts: &Facts, tap: &Tap, using: &Use, said: Verdict) -> bool {
    let approves =
        matches!(tap.button.claims.purpose, TokenPurpose::Act(Action::ApproveShift | Action::ConfirmShift));
    let shift = facts.shifts.get(tap.button.claims.target.as_str()).filter(|_| approves);
    let moved = shift.is_some_and(|shift| has_moved(facts, shift));
    verdict(facts, using) == said || (moved && said == Verdict::Refuses("target_moved"))
}

fn answer(arrival: &Arrival) -> Option<&ActionResult> {
    match &arrival.heard {
        Heard::Answer(performed) => Some(performed),
        Heard::Nothing => None,
    }
}

/// Reports whether an answer is stored with the message. The answer after a lost race is not, because two round trips
/// have already been made; if the message arrives again, it is decided again, and that answer is true as well.
fn is_kept(answer: &ActionResult) -> bool {
    let lost = answer.jobs.iter().any(|job| matches!(job, QueueJob::RecordRefusal(_)));
    answer.outcome != ActionOutcome::Busy && !lost
}

fn event_id(tap: &Tap, arrival: &Arrival) -> String {
    let refused = answer(arrival).and_then(|answer| match &answer.outcome {
        ActionOutcome::Refused(refusal) => Some(refusal.audit_word()),
        _ => None,
    });
    let id = match (&tap.message, refused) {
        (Some(message), _) => AuditEvent::id_for_message(message.message_sid.as_str()),
        (None, Some(word)) => tap.denied_id(word),
        (None, None) => AuditEvent::id_for_token(&tap.button.claims.hash(), arrival.at),
    };
    id.to_string()
}

fn use_of(tap: &Tap, at: i64) -> Use {
    Use { token: tap.button.claims.hash().as_str().to_owned(), phone: tap.phone.clone(), at }
}

fn is_setup(commit: &Commit) -> bool {
    let is_new_token = |item: &Value| item["entity"] == "token" && item["state"] == "issued";
    commit.written.iter().any(|(_, item)| item["entity"] == "address" || is_new_token(item))
        && commit.written.iter().all(|(_, item)| item["entity"] != "audit")
}

/// Returns the events of the actions executed in a write.
fn executed(commit: &Commit) -> Vec<AuditEvent> {
    let events = commit.written.iter().filter(|(_, item)| item["entity"] == "audit");
    let events = events.map(|(_, item)| read::<AuditEvent>(item));
    events.filter(|event| event.outcome == Outcome::Executed).collect()
}
