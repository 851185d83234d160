//! The reference: the effect of each step on the facts, written by hand.

use crate::actions::facts::{FactsByWorkspace, token_of};
use crate::actions::model::{Facts, Given, Use};
use crate::actions::world::Button;
use domain::audit::Verb;
use domain::testing::workspace;
use domain::token::Action;
use std::rc::Rc;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The expected facts of every workspace.
pub(super) struct Books {
    pub(super) facts: FactsByWorkspace,
}

impl Books {
    fn of(&mut self, workspace: &str) -> &mut Facts {
        Rc::make_mut(self.facts.get_mut(workspace).unwrap())
    }

    fn acme(&mut self) -> &mut Facts {
        self.of(workspace().id.as_str())
    }

    /// Records a token that was sent.
    pub(super) fn issue(&mut self, button: &Button) {
        let hash = button.claims.hash().as_str().to_owned();
        self.of(button.claims.workspace.as_str()).tokens.insert(hash, token_of(button.token.clone()));
    }

    /// Records what somebody did with a token.
    pub(super) fn carry_out(&mut self, workspace: &str, using: &Use, verb: Verb) {
        let facts = self.of(workspace);
        let token = facts.tokens.get_mut(&using.token).unwrap();
        token.used = true;
        let token = token.clone();
        let undo = facts.undo_seconds;
        match verb {
            Verb::AcknowledgeAlert | Verb::SnoozeAlert => {
                let alert = facts.alerts.get_mut(&token.target).unwrap();
                (alert.state, alert.snoozed_until) = match token.action {
                    Action::AcknowledgeAlert => ("acknowledged", 0),
                    Action::SnoozeAlert => ("snoozed", using.at + 4 * HOUR),
                    _ => ("snoozed", midnight_in_new_york(using.at)),
                };
            }
            Verb::AssignRecommendation | Verb::AcceptAssignment | Verb::PassBackAssignment => {
                let known = facts.recommendations.get_mut(&token.target).unwrap();
                known.version += 1;
                known.given = Some(match (verb, known.given.take()) {
                    (Verb::AcceptAssignment, Some(given)) => Given { answer: "accepted", ..given },
                    (Verb::PassBackAssignment, Some(given)) => Given { answer: "passed_back", ..given },
                    _ => given_to(token.detail.unwrap(), token.member),
                });
            }
            _ => {
                let shift = facts.shifts.get_mut(&token.target).unwrap();
                shift.version += 1;
                shift.undo_until = 0;
                match verb {
                    Verb::ApproveShift => {
                        shift.state = "approved";
                        shift.undo_until = if undo > 0 { using.at + undo } else { 0 };
                    }
                    Verb::ApproveShiftFirst => {
                        (shift.state, shift.first) = ("awaiting_second", Some(token.member));
                    }
                    Verb::DeclineShift => shift.state = "declined",
                    Verb::UndoShift => shift.state = "undone",
                    other => panic!("nobody does {other:?} with a button"),
                }
            }
        }
    }

    /// Records a role change, or, without a role, that a person left or returned as a marketer; reports whether
    /// anything changed. A person who has left has no role to change, and keeps the last one in the reference.
    pub(super) fn change_person(&mut self, who: &str, decides: Option<bool>, at: i64) -> bool {
        let facts = self.acme();
        let person = facts.people.get_mut(who).unwrap();
        let is_news = decides.is_none_or(|decides| person.active && person.decides != decides);
        if !is_news {
            return false;
        }
        if let Some(decides) = decides {
            person.decides = decides;
        } else {
            person.active = !person.active;
            person.decides |= person.active;
        }
        person.changed_at = at;
        if person.active {
            facts.roster.insert(who.to_owned(), person.decides);
        } else {
            facts.roster.remove(who);
        }
        true
    }

    /// Records a budget change: open shifts that are based on the budget become invalid.
    pub(super) fn move_budget(&mut self, campaign: &str) {
        let facts = self.acme();
        facts.campaigns.get_mut(campaign).unwrap().0 += 1;
        for shift in facts.shifts.values_mut() {
            if ["proposed", "awaiting_second"].contains(&shift.state) {
                (shift.state, shift.moved) = ("superseded", true);
                shift.version += 1;
            }
        }
    }

    /// Records STOP or START, in every workspace of the phone. A person who has left can stop but not start.
    pub(super) fn change_consent(&mut self, who: &str, wants: bool, at: i64) {
        for facts in self.facts.values_mut() {
            let is_member = facts.people.get(who).is_some_and(|person| person.active);
            let facts = Rc::make_mut(facts);
            let Some(consent) = facts.consents.get_mut(who) else { continue };
            if consent.wants_messages != wants && (!wants || is_member) {
                (consent.wants_messages, consent.changed_at) = (wants, at);
            }
        }
    }
}

fn given_to(owner: String, by: String) -> Given {
    let answer = if owner == by { "accepted" } else { "awaited" };
    Given { owner, by, answer }
}

/// In October, New York is four hours behind UTC.
fn midnight_in_new_york(at: i64) -> i64 {
    (at - 4 * HOUR).div_euclid(DAY) * DAY + DAY + 4 * HOUR
}
