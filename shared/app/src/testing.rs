//! Helpers shared by the tests of use cases.
#![expect(
    clippy::unwrap_used,
    reason = "tests alone are built with it: a fixture that is wrong fails the test"
)]

use crate::action::{ActionResult, perform};
use domain::action::context::{Actor, Via};
use domain::action::request::Request;
use domain::testing::inbound;
use domain::token::TokenClaims;
use domain::workspace::Member;
use jiff::Timestamp;
use store::Store;

/// Lets a person tap a button, from their own known phone.
pub async fn tap(
    store: &Store,
    who: &Member,
    claims: &TokenClaims,
    number: u32,
    at: Timestamp,
) -> ActionResult {
    let message = inbound(who, number, &[("ButtonText", "A button"), ("ButtonPayload", "v1.k1.body.mac")]);
    let via = Via::Phone(&message.senders);
    let actor = Actor { claims, via, requested: None, now: at };
    perform(store, &Request { actor, message: Some(&message) }).await.unwrap()
}
