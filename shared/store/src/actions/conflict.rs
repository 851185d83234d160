//! What stood in the way of an action, by the place of the write that found it.

use super::read_target;
use crate::error::StoreError;
use crate::item;
use crate::table::Item;
use crate::transaction::Standing;
use domain::action::context::ActionFacts;
use domain::message::conversation::WhatsAppConversationEntry;

/// What a write of an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Token,
    Target,
    Member,
    Workspace,
    Subscription,
    Audit,
    Campaign,
    Roster,
    Candidate,
    Entry,
    /// Messages and notices, whose identifiers come from the request: they are there only when it was handled before.
    Beside,
}

/// How an action lost a race.
#[derive(Debug)]
pub enum Raced {
    /// This very message was handled by another worker meanwhile; its log entry has the reply.
    HandledBefore(Box<WhatsAppConversationEntry>),
    /// Something stood in the way; these are the facts as the transaction found them.
    StoodInTheWay(Box<ActionFacts>),
}

/// Reads what stood in the way.
pub(super) fn raced(
    read: &ActionFacts,
    places: &[Place],
    standing: Vec<Standing>,
) -> Result<Raced, StoreError> {
    let mut facts = read.clone();
    for (place, found) in places.iter().zip(standing) {
        let Standing::Refused(stored) = found else { continue };
        if let (Place::Entry, Some(stored)) = (place, &stored) {
            return Ok(Raced::HandledBefore(Box::new(item::read(stored.clone())?)));
        }
        note(&mut facts, *place, stored)?;
    }
    Ok(Raced::StoodInTheWay(Box::new(facts)))
}

fn note(facts: &mut ActionFacts, place: Place, stored: Option<Item>) -> Result<(), StoreError> {
    match (place, stored) {
        (Place::Token, stored) => facts.token = stored.map(item::read).transpose()?,
        (Place::Target, stored) => facts.target = stored.map(read_target).transpose()?,
        (Place::Member, stored) => facts.member = stored.map(item::read).transpose()?,
        (Place::Workspace, stored) => facts.workspace = stored.map(item::read).transpose()?,
        (Place::Subscription, stored) => facts.subscription = stored.map(item::read).transpose()?,
        (Place::Campaign, Some(stored)) => facts.moved.push(item::read(stored)?),
        // A shift of a campaign that is gone is gone.
        (Place::Campaign, None) => facts.target = None,
        (Place::Roster, stored) => facts.roster = stored.map(item::read).transpose()?,
        // Whoever was picked is no member any more, so the roster that named them is old.
        (Place::Candidate, _) => facts.roster = None,
        (Place::Audit | Place::Entry | Place::Beside, _) => {}
    }
    Ok(())
}
