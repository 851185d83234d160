//! The forms in which WhatsApp writes one subscriber's number. Brazil's mobile numbers have a ninth digit or lack it,
//! Mexico's have a 1 after the country code or lack it, Argentina's a 9. Every other number has one form: a landline, a
//! number of another length, another country's.

const BRAZIL: &str = "+55";
const MEXICO: &str = "+52";
const ARGENTINA: &str = "+54";

/// The two forms of a number that has two.
struct Forms {
    /// The form that addresses are hashed in.
    canonical: String,
    /// The form that WhatsApp may write instead.
    former: String,
}

/// Returns the form of a number that is the same however WhatsApp writes the number; a number with one form stays as it
/// is, and so does what is no number.
#[must_use]
pub fn canonical(number: &str) -> String {
    forms(number).map_or_else(|| number.to_owned(), |forms| forms.canonical)
}

/// Returns the other form of a number, or `None` if it has one form.
#[must_use]
pub fn other_form(number: &str) -> Option<String> {
    let Forms { canonical, former } = forms(number)?;
    Some(if number == canonical { former } else { canonical })
}

fn forms(number: &str) -> Option<Forms> {
    brazil(number).or_else(|| mexico(number)).or_else(|| argentina(number))
}

/// Two digits of the area, a 9 that may be missing, and eight digits. Those of a landline begin with 2 to 5, and a number
/// that was given out with nine digits may continue in the same way: neither has another form.
fn brazil(number: &str) -> Option<Forms> {
    let national = digits_after(number, BRAZIL)?;
    let (area, local) = national.split_at_checked(2)?;
    let eight = if local.len() == 9 { local.strip_prefix('9')? } else { local };
    let is_area = area.bytes().all(|digit| digit != b'0');
    let is_mobile = eight.len() == 8 && eight.starts_with(['6', '7', '8', '9']);
    (is_area && is_mobile).then(|| Forms {
        canonical: format!("{BRAZIL}{area}9{eight}"),
        former: format!("{BRAZIL}{area}{eight}"),
    })
}

/// Ten digits, which begin with neither 0 nor 1, and a 1 before them that may be there.
fn mexico(number: &str) -> Option<Forms> {
    let ten = ten_digits(digits_after(number, MEXICO)?, '1', ['0', '1'])?;
    Some(Forms { canonical: format!("{MEXICO}{ten}"), former: format!("{MEXICO}1{ten}") })
}

/// Ten digits, which begin with neither 0 nor 9, and a 9 before them that may be missing.
fn argentina(number: &str) -> Option<Forms> {
    let ten = ten_digits(digits_after(number, ARGENTINA)?, '9', ['0', '9'])?;
    Some(Forms { canonical: format!("{ARGENTINA}9{ten}"), former: format!("{ARGENTINA}{ten}") })
}

fn ten_digits(national: &str, mark: char, never_first: [char; 2]) -> Option<&str> {
    let ten = if national.len() == 11 { national.strip_prefix(mark)? } else { national };
    (ten.len() == 10 && !ten.starts_with(never_first)).then_some(ten)
}

fn digits_after<'number>(number: &'number str, country: &str) -> Option<&'number str> {
    let national = number.strip_prefix(country)?;
    national.bytes().all(|byte| byte.is_ascii_digit()).then_some(national)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Both forms of one number each: the canonical one, and the other.
    const PAIRS: [(&str, &str); 6] = [
        ("+5511999990104", "+551199990104"),
        ("+5521965550104", "+552165550104"),
        ("+525512340104", "+5215512340104"),
        ("+528112340104", "+5218112340104"),
        ("+5491155550104", "+541155550104"),
        ("+5492215550104", "+542215550104"),
    ];

    #[test]
    fn both_forms_of_a_number_are_one_number() {
        for (own, other) in PAIRS {
            assert_eq!((canonical(own).as_str(), canonical(other).as_str()), (own, own));
            assert_eq!((other_form(own).as_deref(), other_form(other).as_deref()), (Some(other), Some(own)));
        }
    }

    #[test]
    fn a_landline_another_length_and_another_country_have_one_form() {
        for number in [
            "+551133330104",   // a landline
            "+551153330104",   // the last digit of landlines
            "+5511953330104",  // given out with nine digits, whose last eight would be a landline's
            "+5511899990104",  // a ninth digit that is no 9
            "+55119999010",    // too short
            "+55119999901045", // too long
            "+5501999990104",  // no area
            "+5510999990104",  // no area
            "+521234567890",   // nine digits after Mexico's 1
            "+52155123401045", // too long
            "+5225512340104",  // a digit before the ten that is no 1
            "+52551234010",    // too short
            "+549115555010",   // nine digits after Argentina's 9
            "+54911555501045", // too long
            "+5481155550104",  // a digit before the ten that is no 9
            "+5411 5555010",
            "+15550100001",
            "+447700900104",
            "+595511999990",
            "551199990104",
            "BR.1349000000000004",
            "",
            "+55",
            "+55é1999990104",
        ] {
            assert_eq!((canonical(number).as_str(), other_form(number)), (number, None), "{number}");
        }
    }

    /// Numbers of the three countries, of lengths around theirs, and some of others.
    fn numbers() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\+55[0-9]{9,12}",
            "\\+55[1-9]{2}9?[6-9][0-9]{7}",
            "\\+52[0-9]{9,12}",
            "\\+521?[2-9][0-9]{9}",
            "\\+54[0-9]{9,12}",
            "\\+549?[1-8][0-9]{9}",
            "\\+[1-9][0-9]{7,14}",
        ]
    }

    proptest! {
        #[test]
        fn the_canonical_form_of_a_canonical_form_is_itself(number in numbers()) {
            let once = canonical(&number);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn the_other_form_of_the_other_form_is_the_number(number in numbers()) {
            if let Some(other) = other_form(&number) {
                prop_assert_ne!(&other, &number);
                prop_assert_eq!(canonical(&other), canonical(&number));
                prop_assert_eq!(other_form(&other), Some(number));
            }
        }

        #[test]
        fn two_subscribers_never_share_a_form(one in numbers(), digit in 1_u8..10, place in 0_usize..20) {
            let mut bytes = one.clone().into_bytes();
            let place = 1 + place % (bytes.len() - 1);
            bytes[place] = b'0' + (bytes[place] - b'0' + digit) % 10;
            let two = String::from_utf8(bytes).unwrap();
            prop_assert_ne!(canonical(&one), canonical(&two));
        }

        #[test]
        fn only_a_number_and_its_other_form_share_a_form(one in numbers(), two in numbers()) {
            let same = one == two || other_form(&one) == Some(two.clone());
            prop_assert_eq!(canonical(&one) == canonical(&two), same);
        }
    }
}
