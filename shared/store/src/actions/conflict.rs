//! Maps failed conditions of an action back to the facts they were about, by the position of the write.

use super::{Committed, read_target};
use crate::error::StoreError;
use crate::item;
use crate::table::Item;
use crate::transaction::ConditionResult;
use domain::action::context::ActionContext;

/// The subject of one write of an action.
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
    FirstMember,
    FirstSubscription,
    Entry,
    /// Messages and notifications. Their identifiers are derived from the request, so they exist only if it was
    /// handled before.
    Beside,
}

/// Updates the context with the items that failed their conditions.
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
        // A shift whose campaign no longer exists counts as gone.
        (Place::Campaign, None) => context.target = None,
        (Place::Roster, stored) => context.roster = stored.map(item::read).transpose()?,
        (Place::FirstMember, stored) => {
            context.first_approver.get_or_insert_default().member = stored.map(item::read).transpose()?;
        }
        (Place::FirstSubscription, stored) => {
            context.first_approver.get_or_insert_default().subscription =
                stored.map(item::read).transpose()?;
        }
        // The selected person is no longer a member, so the roster that listed them is outdated.
        (Place::Candidate, _) => context.roster = None,
        (Place::Audit | Place::Entry | Place::Beside, _) => {}
    }
    Ok(())
}
