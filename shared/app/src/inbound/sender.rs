//! The stored people whose address a message is from, in whatever form WhatsApp writes the number.

use super::InboundDeps;
use domain::address::WhatsAppAddress;
use domain::inbound::message::InboundMessage;
use domain::inbound::sender::{is_by_other_form_alone, is_exactly, with_other_forms};
use domain::message::conversation::AddressOwner;
use domain::token::TokenClaims;
use domain::workspace::WhatsAppSubscription;
use store::StoreError;
use store::subscriptions::KnownPerson;

/// Reads the owners of the sender's addresses, under every key that one of them may be stored with.
pub(super) async fn owners(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
) -> Result<Vec<AddressOwner>, StoreError> {
    let mut owners: Vec<AddressOwner> = Vec::new();
    for key in message.senders.iter().flat_map(|address| deps.pepper.hashes(address)) {
        for owner in deps.store.owners(&key).await? {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
    }
    Ok(owners)
}

/// Leaves out who is stored with another form of the number in a workspace where somebody is stored with the exact one.
pub(super) fn leave_out_other_forms(people: &mut Vec<KnownPerson>, shown: &[WhatsAppAddress]) {
    let of = |person: &KnownPerson, is: fn(&WhatsAppSubscription, &[WhatsAppAddress]) -> bool| {
        person.subscription.as_ref().is_some_and(|known| is(known, shown))
    };
    let taken = people.iter().filter(|person| of(person, is_exactly));
    let taken: Vec<_> = taken.map(|person| person.owner.workspace.clone()).collect();
    people.retain(|person| !(taken.contains(&person.owner.workspace) && of(person, is_by_other_form_alone)));
}

/// Returns the addresses by which the sender of a tap is compared with the person of the button: in every form, unless
/// somebody else of the workspace is stored with the exact one. A number with one form costs no read.
pub(super) async fn of_tap(
    deps: &InboundDeps<'_>,
    message: &InboundMessage,
    claims: &TokenClaims,
) -> Result<Vec<WhatsAppAddress>, StoreError> {
    let (shown, all) = (&message.senders, with_other_forms(&message.senders));
    if all.len() == shown.len() {
        return Ok(all);
    }
    let mut others = owners(deps, message).await?;
    others.retain(|owner| owner.workspace == claims.workspace && owner.member != claims.member);
    let people = deps.store.people(&others, message.message_sid.as_str(), None).await?;
    let mut known = people.iter().filter_map(|person| person.subscription.as_ref());
    Ok(if known.any(|known| is_exactly(known, shown)) { shown.clone() } else { all })
}
