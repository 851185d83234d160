//! WhatsApp addresses: a number, or a business-scoped user id.

use super::Person;

/// The prefix of every WhatsApp address at Twilio.
pub(crate) const CHANNEL: &str = "whatsapp:";

/// Reports whether a text is `whatsapp:` and an E.164 number or a business-scoped id.
pub(crate) fn is_whatsapp_address(text: &str) -> bool {
    text.strip_prefix(CHANNEL).is_some_and(|rest| is_number(rest) || is_business_scoped(rest))
}

/// Reports whether a text is an E.164 number: a plus and 8 to 15 digits.
pub(crate) fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_business_scoped(text: &str) -> bool {
    let Some((country, id)) = text.split_once('.') else { return false };
    let id = id.strip_prefix("ENT.").unwrap_or(id);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Person {
    /// Reports whether an address, with or without its channel, belongs to this person.
    pub(crate) fn answers_to(&self, address: &str) -> bool {
        let bare = address.strip_prefix(CHANNEL).unwrap_or(address);
        bare == self.phone || bare == self.business_scoped_id
    }

    /// Returns the address with the number.
    pub(crate) fn number_address(&self) -> String {
        format!("{CHANNEL}{}", self.phone)
    }

    /// Returns the address with the business-scoped identifier.
    pub(crate) fn scoped_address(&self) -> String {
        format!("{CHANNEL}{}", self.business_scoped_id)
    }
}

/// Masks the end of an address as status callbacks do.
pub(crate) fn masked(address: &str) -> String {
    let bare = address.strip_prefix(CHANNEL).unwrap_or(address);
    let shown = bare.chars().count().saturating_sub(4);
    bare.chars().take(shown).chain("XXXX".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_business_scoped_ids_are_addresses() {
        for valid in ["whatsapp:+15550100001", "whatsapp:US.1349000000000001", "whatsapp:DE.ENT.a1B2"] {
            assert!(is_whatsapp_address(valid), "{valid}");
        }
        for invalid in
            ["+15550100001", "whatsapp:15550100001", "whatsapp:+0555", "whatsapp:us.1", "whatsapp:US."]
        {
            assert!(!is_whatsapp_address(invalid), "{invalid}");
        }
    }

    #[test]
    fn a_masked_address_hides_its_last_four_characters() {
        assert_eq!(masked("whatsapp:+15550100001"), "+1555010XXXX");
    }
}
