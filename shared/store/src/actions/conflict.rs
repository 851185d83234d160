//! What stood in the way of an action, by the place of the write that found it.

use super::{Committed, read_target};
use crate::error::StoreError;
use crate::item;
use crate::table::Item;
use crate::transaction::ConditionResult;
use domain::action::context::ActionContext;

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
    /// Messages and notifications, whose identifiers come from the request: they are there only when it was handled before.
    Beside,
}

/// Reads what stood in the way.
pub(super) fn raced(
    read: &ActionContext,
    places: &[Place],
    standing: Vec<ConditionResult>,
) -> Result<Committed, StoreError> {
    let mut context = read.clone();
    for (place, found) in places.iter().zip(standing) {
        let ConditionResult::Refused(stored) = found else { continue };
        if let (Place::Entry, Some(stored)) = (place, &stored) {
            return Ok(Committed::HandledBefore(Box::new(item::read(stored.clone())?)));
        }
        note(&mut context, *place, stored)?;
    }
    Ok(Committed::StoodInTheWay(Box::new(context)))
}

fn note(context: &mut ActionContext, place: Place, stored: Option<Item>) -> Result<(), StoreError> {
    match (place, stored) {
        (Place::Token, stored) => context.token = stored.map(item::read).transpose()?,
        (Place::Target, stored) => context.target = stored.map(read_target).transpose()?,
        (Place::Member, stored) => context.member = stored.map(item::read).transpose()?,
        (Place::Workspace, stored) => context.workspace = stored.map(item::read).transpose()?,
        (Place::Subscription, stored) => context.subscription = stored.map(item::read).transpose()?,
        (Place::Campaign, Some(stored)) => context.changed_campaigns.push(item::read(stored)?),
        // A shift of a campaign that is gone is gone.
        (Place::Campaign, None) => context.target = None,
        (Place::Roster, stored) => context.roster = stored.map(item::read).transpose()?,
        // Whoever was picked is no member any more, so the roster that named them is old.
        (Place::Candidate, _) => context.roster = None,
        (Place::Audit | Place::Entry | Place::Beside, _) => {}
    }
    Ok(())
}
