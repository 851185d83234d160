//! The writes in the order in which the table received them: every claim is checked against the state at that moment,
//! and every change of a message against its previous state.

use super::world::phone_of;
use crate::actions::tally::Tally;
use domain::inbound::callback::AttemptReference;
use domain::message::{ManualResend, Message};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The minimum time between two messages to one phone.
const BETWEEN_TWO: SignedDuration = SignedDuration::from_secs(6);
/// The ranks of messages that have arrived.
const ARRIVED: [u64; 2] = [5, 6];

/// The claim of an attempt, as the table received it.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub(super) at: Timestamp,
    /// How many times the message had been resent.
    pub(super) wish: usize,
}

/// The state derived from the writes so far.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Whether each person wants messages, and since when, by `workspace|member`.
    consents: BTreeMap<String, (bool, Timestamp)>,
    /// When each message was requested, initially or by a resend, oldest first.
    wishes: BTreeMap<String, Vec<Timestamp>>,
    ranks: BTreeMap<String, u64>,
    pub(super) claims: BTreeMap<(String, u32), Claimed>,
    last_to: BTreeMap<String, Timestamp>,
    /// How often each mail was claimed, by its notification.
    pub(super) mail_claims: BTreeMap<String, usize>,
    /// The messages written since the last call of [`Watch::touched`].
    touched: BTreeSet<String>,
}

impl Watch {
    /// Records the initial consent of a person.
    pub(super) fn know(&mut self, person: String, wants: bool, since: Timestamp) {
        self.consents.insert(person, (wants, since));
    }

    /// Returns a message as it was at each request to send it.
    pub(super) fn wishes(&self, message: &Message) -> Vec<Message> {
        let wish = |(number, at): (usize, &Timestamp)| {
            let again = ManualResend { by: String::new(), reason: String::new(), at: *at, forced: false };
            Message { resend: (number > 0).then_some(again), ..message.clone() }
        };
        self.wishes[message.id.as_str()].iter().enumerate().map(wish).collect()
    }

    /// Takes the messages written since the last call, by workspace and identifier.
    pub(super) fn touched(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.touched)
    }

    /// Processes further writes, in order.
    pub(super) fn read(&mut self, requests: &[Value], tally: &mut Tally) {
        for request in requests {
            let transacted = request["TransactItems"].as_array().into_iter().flatten();
            for write in transacted.chain([request]) {
                let update =
                    [&write["Update"], write].into_iter().find(|one| one["UpdateExpression"].is_string());
                if let Some(update) = update {
                    self.updated(update, tally);
                } else if write["Put"]["Item"]["entity"]["S"] == "message" {
                    self.written(&write["Put"]["Item"]);
                }
            }
        }
    }

    fn written(&mut self, item: &Value) {
        let (workspace, id) = (text(&item["workspace"]), text(&item["id"]));
        self.ranks.insert(id.clone(), 0);
        self.wishes.insert(id.clone(), vec![text(&item["created_at"]).parse().unwrap()]);
        self.touched.insert(format!("{workspace}|{id}"));
    }

    fn updated(&mut self, update: &Value, tally: &mut Tally) {
        let (partition, sort) = (text(&update["Key"]["pk"]), text(&update["Key"]["sk"]));
        let parts: Vec<&str> = partition.split('#').collect();
        let values = &update["ExpressionAttributeValues"];
        let expression = update["UpdateExpression"].as_str().unwrap();
        if let ["W", workspace, "MESSAGE", id] = parts[..] {
            if sort == "MESSAGE" {
                self.message_changed(workspace, id, expression, values, tally);
            }
        } else if let Some(member) = sort.strip_prefix("SUBSCRIPTION#") {
            if expression.contains("consent = :consent") {
                let wants = text(&values[":consent"]) == "opted_in";
                let person = format!("{}|{member}", parts[1]);
                self.consents.insert(person, (wants, text(&values[":at"]).parse().unwrap()));
                tally.count(if wants { "consents given" } else { "consents ended" });
            }
        } else if expression == "SET email = :claimed" {
            let notification = sort.rsplit('#').next().unwrap().to_owned();
            assert!(self.consents[&format!("{}|{}", parts[1], parts[3])].0, "no mail after a STOP");
            *self.mail_claims.entry(notification).or_default() += 1;
        }
    }

    fn message_changed(
        &mut self,
        workspace: &str,
        id: &str,
        expression: &str,
        values: &Value,
        tally: &mut Tally,
    ) {
        self.touched.insert(format!("{workspace}|{id}"));
        let is_wish = expression.contains("resend = :wish");
        if is_wish {
            let at = text(&values[":wish"]["M"]["at"]).parse().unwrap();
            self.wishes.get_mut(id).unwrap().push(at);
            tally.count("sent again by hand");
        }
        let rank = if is_wish { &values[":lowest"] } else { &values[":rank"] };
        if let Some(rank) = rank["N"].as_str().and_then(|rank| rank.parse::<u64>().ok()) {
            let before = self.ranks.insert(id.to_owned(), rank).unwrap();
            let back_to_queue = rank == 0 && !ARRIVED.contains(&before);
            assert!(
                rank >= before || back_to_queue || is_wish,
                "{id} fell from rank {before} to {rank}: {expression}"
            );
        }
        if expression.contains("list_append") {
            self.claimed(workspace, id, &values[":attempt"]["L"][0]["M"]);
        }
    }

    /// Asserts that a worker may send now: the person wants the message, since before it was requested, and the pace
    /// of the phone allows it.
    fn claimed(&mut self, workspace: &str, id: &str, attempt: &Value) {
        let number: u32 = attempt["number"]["N"].as_str().unwrap().parse().unwrap();
        let at: Timestamp = text(&attempt["started_at"]).parse().unwrap();
        let member = super::world::member_of(id);
        let (wants, since) = self.consents[&format!("{workspace}|{member}")];
        let wishes = &self.wishes[id];
        assert!(wants && since <= wishes[wishes.len() - 1], "{id} is claimed without consent");
        if let Some(before) = self.last_to.insert(phone_of(member), at) {
            assert!(
                at.duration_since(before) >= BETWEEN_TWO,
                "{id} follows after {:#}",
                at.duration_since(before)
            );
        }
        let claim = Claimed { at, wish: wishes.len() };
        assert!(
            self.claims.insert((id.to_owned(), number), claim).is_none(),
            "attempt {number} of {id} is claimed twice"
        );
    }

    /// Returns the claim of an attempt that Twilio accepted.
    pub(super) fn claim_of(&self, reference: &AttemptReference) -> &Claimed {
        let claim = self.claims.get(&(reference.message.to_string(), reference.attempt));
        claim.unwrap_or_else(|| panic!("Twilio took what nobody claimed: {reference:?}"))
    }
}

fn text(value: &Value) -> String {
    value["S"].as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
