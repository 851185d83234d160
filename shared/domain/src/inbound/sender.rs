//! Whose number a message is from when WhatsApp may write the number in another form. The form that is stored goes
//! first: the other one counts only in a workspace where nobody is stored with the exact one.

use crate::address::WhatsAppAddress;
use crate::workspace::{SenderMatch, WhatsAppSubscription};

/// Returns the addresses of a sender together with the other forms of the number.
#[must_use]
pub fn with_other_forms(shown: &[WhatsAppAddress]) -> Vec<WhatsAppAddress> {
    let others = shown.iter().filter_map(WhatsAppAddress::other_form);
    shown.iter().cloned().chain(others).collect()
}

/// Reports whether the number that is shown is the stored one to the digit, and nothing else that is shown contradicts.
#[must_use]
pub fn is_exactly(known: &WhatsAppSubscription, shown: &[WhatsAppAddress]) -> bool {
    has_number(known, shown) && known.is_sender(shown)
}

/// Reports whether the stored number is the one that is shown in its other form, and nothing that is shown is stored.
#[must_use]
pub fn is_by_other_form_alone(known: &WhatsAppSubscription, shown: &[WhatsAppAddress]) -> bool {
    let others: Vec<_> = shown.iter().filter_map(WhatsAppAddress::other_form).collect();
    has_number(known, &others) && known.sender(shown) == SenderMatch::Stranger
}

fn has_number(known: &WhatsAppSubscription, addresses: &[WhatsAppAddress]) -> bool {
    let own = known.phone.as_deref();
    own.is_some_and(|own| addresses.iter().any(|address| address.without_scheme() == own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{maya, subscription};

    const STORED: &str = "+5511999990104";
    const OTHER: &str = "+551199990104";

    fn address(text: &str) -> WhatsAppAddress {
        WhatsAppAddress::from_stored(text)
    }

    fn known(id: Option<&str>) -> WhatsAppSubscription {
        let (phone, business_scoped_id) = (Some(STORED.to_owned()), id.map(str::to_owned));
        WhatsAppSubscription { phone, business_scoped_id, ..subscription(&maya()) }
    }

    #[test]
    fn only_a_number_with_two_forms_gets_another_one() {
        assert_eq!(with_other_forms(&[address(OTHER)]), [address(OTHER), address(STORED)]);
        for single in ["+15550100001", "+551133330104", "BR.1349000000000004"] {
            assert_eq!(with_other_forms(&[address(single)]), [address(single)]);
        }
    }

    #[test]
    fn with_its_other_form_a_number_is_the_persons_and_another_id_is_still_another_person() {
        let sender = |known: WhatsAppSubscription, shown: &[&str]| {
            let shown: Vec<_> = shown.iter().map(|text| address(text)).collect();
            known.sender(&with_other_forms(&shown))
        };
        assert_eq!(sender(known(None), &[OTHER]), SenderMatch::Person);
        assert_eq!(sender(known(Some("BR.1")), &[OTHER, "BR.1"]), SenderMatch::Person);
        assert_eq!(sender(known(Some("BR.1")), &[OTHER, "BR.2"]), SenderMatch::Changed);
        assert_eq!(sender(known(None), &["+551133330104"]), SenderMatch::Stranger);
    }

    #[test]
    fn the_exact_form_and_the_other_one_are_told_apart() {
        let (exact, other) = ([address(STORED)], [address(OTHER)]);
        assert!(is_exactly(&known(None), &exact) && !is_exactly(&known(None), &other));
        assert!(
            is_by_other_form_alone(&known(None), &other) && !is_by_other_form_alone(&known(None), &exact)
        );
        let with_id = [address(OTHER), address("BR.1")];
        assert!(!is_by_other_form_alone(&known(Some("BR.1")), &with_id), "the id is stored");
        let with_another = [address(STORED), address("BR.2")];
        assert!(!is_exactly(&known(Some("BR.1")), &with_another), "the id contradicts");
    }
}
