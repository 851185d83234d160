//! What tests of use cases share.

use crate::app::action::{Performed, perform};
use crate::domain::action::context::{Actor, Presence};
use crate::domain::action::request::Request;
use crate::domain::testing::inbound;
use crate::domain::token::TokenClaims;
use crate::domain::workspace::Member;
use crate::store::Store;
use jiff::Timestamp;

/// A person taps a button, from the phone that is known to be theirs.
pub(crate) async fn tap(
    store: &Store,
    who: &Member,
    claims: &TokenClaims,
    number: u32,
    at: Timestamp,
) -> Performed {
    let message = inbound(who, number, &[("ButtonText", "A button"), ("ButtonPayload", "v1.k1.body.mac")]);
    let presence = Presence::Phone(&message.senders);
    let actor = Actor { claims, presence, asked: None, now: at };
    perform(store, &Request { actor, message: Some(&message) }).await.unwrap()
}
