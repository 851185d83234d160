//! Claims about numbers and money in every language.

use super::*;
use proptest::prelude::*;

const EN: Language = Language::English;

fn dollars(minor: i64) -> Money {
    Money::from_minor(minor, Currency::USD)
}

fn of(minor: i64, code: &str) -> Money {
    Money::from_minor(minor, code.parse().unwrap())
}

/// Formats in every language, with a `·` for each no-break space and a `'` for each narrow one.
fn in_all(write: impl Fn(Language) -> String) -> String {
    let written = Language::ALL.map(write).join("  ");
    written.replace(NO_BREAK, "·").replace(NARROW_NO_BREAK, "'")
}

#[test]
fn money_reads_the_way_people_say_it() {
    assert_eq!(EN.money(dollars(412_000)), "$4,120");
    assert_eq!(EN.money(dollars(412_050)), "$4,121");
    assert_eq!(EN.money(dollars(-412_000)), "-$4,120");
    assert_eq!(EN.money(dollars(450)), "$4.50");
    assert_eq!(EN.money(dollars(0)), "$0");
    assert_eq!(EN.money(of(4120, "JPY")), "¥4,120");
    assert_eq!(EN.exact_money(dollars(412_005)), "$4,120.05");
}

#[test]
fn each_language_writes_money_its_own_way() {
    let exact = |amount: Money| in_all(|language| language.exact_money(amount));
    assert_eq!(
        exact(dollars(1_524_050)),
        "$15,240.50  15.240,50·US$  US$·15.240,50  15'240,50·$  15.240,50·$  $15,240.50"
    );
    assert_eq!(
        exact(dollars(412_000)),
        "$4,120.00  4120,00·US$  US$·4.120,00  4'120,00·$  4.120,00·$  $4,120.00"
    );
    assert_eq!(exact(dollars(-5)), "-$0.05  -0,05·US$  -US$·0,05  -0,05·$  -0,05·$  -$0.05");
    assert_eq!(exact(of(412_000, "JPY")), "¥412,000  412.000·¥  ¥·412.000  412'000·¥  412.000·¥  ¥4,12,000");
    assert_eq!(
        exact(of(4_120_500, "KWD")),
        "KWD·4,120.500  4120,500·KWD  KWD·4.120,500  4'120,500·KWD  4.120,500·KWD  KWD·4,120.500"
    );
    assert_eq!(
        exact(of(412_000, "BRL")),
        "R$4,120.00  4120,00·R$  R$·4.120,00  4'120,00·R$  4.120,00·R$  R$4,120.00"
    );
    assert_eq!(
        exact(of(412_000, "EUR")),
        "€4,120.00  4120,00·€  €·4.120,00  4'120,00·€  4.120,00·€  €4,120.00"
    );
}

#[test]
fn money_for_a_sentence_is_whole_units_in_every_language() {
    let said = |amount: Money| in_all(|language| language.money(amount));
    assert_eq!(said(dollars(412_000)), "$4,120  4120·US$  US$·4.120  4'120·$  4.120·$  $4,120");
    assert_eq!(
        said(of(-4_120_500, "KWD")),
        "-KWD·4,121  -4121·KWD  -KWD·4.121  -4'121·KWD  -4.121·KWD  -KWD·4,121"
    );
    assert_eq!(said(dollars(450)), "$4.50  4,50·US$  US$·4,50  4,50·$  4,50·$  $4.50");
}

#[test]
fn groups_are_of_three_and_in_hindi_of_two_before_the_last() {
    assert_eq!(
        in_all(|language| language.integer(1_200_000)),
        "1,200,000  1.200.000  1.200.000  1'200'000  1.200.000  12,00,000"
    );
    assert_eq!(
        in_all(|language| language.integer(120_000)),
        "120,000  120.000  120.000  120'000  120.000  1,20,000"
    );
    assert_eq!(in_all(|language| language.integer(4_120)), "4,120  4120  4.120  4'120  4.120  4,120");
    assert_eq!(in_all(|language| language.integer(-999)), "-999  -999  -999  -999  -999  -999");
}

#[test]
fn a_change_shows_its_sign() {
    assert_eq!([3, 0, -8].map(|percent| EN.change(percent)), ["+3%", "±0%", "-8%"]);
    assert_eq!(in_all(|language| language.change(3)), "+3%  +3·%  +3%  +3'%  +3·%  +3%");
    assert_eq!(
        in_all(|language| language.change(-1_200)),
        "-1,200%  -1200·%  -1.200%  -1'200'%  -1.200·%  -1,200%"
    );
}

#[test]
fn a_return_has_two_decimals() {
    assert_eq!(in_all(|language| language.hundredths(370)), "3.70  3,70  3,70  3,70  3,70  3.70");
    assert_eq!(in_all(|language| language.hundredths(-5)), "-0.05  -0,05  -0,05  -0,05  -0,05  -0.05");
}

fn any_language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["USD", "EUR", "JPY", "KWD", "INR", "XAF"])
        .prop_map(|code| code.parse().unwrap())
}

/// Keeps the digits and the sign.
fn digits(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect()
}

proptest! {
    #[test]
    fn grouping_changes_no_digit(language in any_language(), number: i64) {
        prop_assert_eq!(digits(&language.integer(number)).parse::<i64>().unwrap(), number);
        prop_assert_eq!(digits(&language.percent(number)).parse::<i64>().unwrap(), number);
    }

    #[test]
    fn money_loses_no_digit_and_no_sign(language in any_language(), currency in any_currency(), minor in -i64::MAX..) {
        let written = language.exact_money(Money::from_minor(minor, currency));
        prop_assert_eq!(digits(&written).parse::<i64>().unwrap(), minor);
    }

    #[test]
    fn two_amounts_that_differ_read_differently(
        language in any_language(), currency in any_currency(), first in -i64::MAX.., second in -i64::MAX..,
    ) {
        let [one, other] = [first, second].map(|minor| language.exact_money(Money::from_minor(minor, currency)));
        prop_assert_eq!(one == other, first == second);
    }

    #[test]
    fn what_is_written_is_one_line_of_a_template(
        language in any_language(), currency in any_currency(), number: i64,
    ) {
        let amount = Money::from_minor(number, currency);
        for text in [language.money(amount), language.exact_money(amount), language.hundredths(number),
            language.change(number), language.percent(number), language.integer(number)] {
            prop_assert!(!text.contains(['\n', '\r', '\t', ' ']), "{text:?}");
        }
    }
}
