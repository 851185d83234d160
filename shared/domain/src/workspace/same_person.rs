//! Who is one person: two members with the same number, business-scoped id or mailbox are, whatever their identifiers.
//! Four eyes are two people, and an address belongs to one active member of a workspace.

use crate::address::{same_mailbox, same_number};
use crate::identity::MemberId;
use crate::workspace::{Member, WhatsAppSubscription};

/// What a person is known by, as far as it is stored.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownBy<'a> {
    pub member: Option<&'a Member>,
    pub subscription: Option<&'a WhatsAppSubscription>,
}

/// The kind of an address that two members share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SharedAddress {
    /// The phone number in WhatsApp.
    #[error("WhatsApp number")]
    Number,
    /// The id under which WhatsApp shows the account to a business.
    #[error("WhatsApp account")]
    BusinessScopedId,
    /// The mail address, whatever its case and its tag.
    #[error("mailbox")]
    Mailbox,
}

impl<'a> KnownBy<'a> {
    /// Finds what a member is known by among the people of a workspace.
    #[must_use]
    pub fn among(id: &MemberId, members: &'a [Member], subscriptions: &'a [WhatsAppSubscription]) -> Self {
        Self {
            member: members.iter().find(|member| member.id == *id),
            subscription: subscriptions.iter().find(|known| known.member == *id),
        }
    }

    /// Returns the first address that both have, or `None` if they are two people.
    #[must_use]
    pub fn shares(&self, other: &Self) -> Option<SharedAddress> {
        let both = |of: fn(&WhatsAppSubscription) -> Option<&str>, same: fn(&str, &str) -> bool| {
            let pair = self.subscription.and_then(of).zip(other.subscription.and_then(of));
            pair.is_some_and(|(one, other)| same(one, other))
        };
        let mailboxes = self.member.zip(other.member);
        if both(|known| known.phone.as_deref(), same_number) {
            Some(SharedAddress::Number)
        } else if both(|known| known.business_scoped_id.as_deref(), |one, other| one == other) {
            Some(SharedAddress::BusinessScopedId)
        } else if mailboxes.is_some_and(|(one, other)| same_mailbox(&one.email, &other.email)) {
            Some(SharedAddress::Mailbox)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{lee, maya, subscription};

    fn shared(change: impl FnOnce(&mut Member, &mut WhatsAppSubscription)) -> Option<SharedAddress> {
        let (mut member, mut known) = (lee(), subscription(&lee()));
        change(&mut member, &mut known);
        let (maya, mayas) = (maya(), subscription(&maya()));
        let one = KnownBy { member: Some(&maya), subscription: Some(&mayas) };
        let other = KnownBy { member: Some(&member), subscription: Some(&known) };
        assert_eq!(one.shares(&other), other.shares(&one));
        one.shares(&other)
    }

    #[test]
    fn two_members_with_one_address_of_any_kind_are_one_person() {
        let mayas = || subscription(&maya());
        assert_eq!(shared(|_, _| {}), None);
        assert_eq!(shared(|_, known| known.phone = mayas().phone), Some(SharedAddress::Number));
        let scoped = shared(|_, known| known.business_scoped_id = mayas().business_scoped_id);
        assert_eq!(scoped, Some(SharedAddress::BusinessScopedId));
        for mailbox in
            [" MAYA@example.com", "maya+lee@example.com", "maya@example.com.", "Maya <maya@example.com>"]
        {
            let mailbox = shared(|member, _| member.email = mailbox.into());
            assert_eq!(mailbox, Some(SharedAddress::Mailbox));
        }
    }

    #[test]
    fn what_is_not_known_is_shared_with_nobody() {
        let nothing = KnownBy::default();
        assert_eq!(nothing.shares(&nothing), None);
        let (mut one, mut other) = (maya(), lee());
        (one.email, other.email) = (String::new(), String::new());
        let (mut mine, mut theirs) = (subscription(&maya()), subscription(&lee()));
        for known in [&mut mine, &mut theirs] {
            (known.phone, known.business_scoped_id) = (None, None);
        }
        let one = KnownBy { member: Some(&one), subscription: Some(&mine) };
        assert_eq!(one.shares(&KnownBy { member: Some(&other), subscription: Some(&theirs) }), None);
    }
}
