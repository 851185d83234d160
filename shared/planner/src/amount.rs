//! Amounts in a text: "$1.5k", "2,5", "1.500 €", "20 %", "2 lakh".

use crate::chart::Chart;
use crate::meaning::{Mark, Meaning};
use domain::language::Language;
use domain::money::Currency;
use domain::question::threshold::Threshold;

const MICROS: i64 = 1_000_000;

/// An amount as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) value: Threshold,
    pub(crate) sign: Sign,
}

/// What is written beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    None,
    Percent,
    /// A sign or a word for the workspace's currency.
    Money,
    /// A sign or a word for another currency.
    OtherMoney,
}

/// Why there is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAmount {
    /// There is no number.
    Missing,
    /// The number can be read in two ways, or in none.
    Unclear,
}

/// Reads the amount at a place, and returns it with the place after it.
pub(crate) fn amount(chart: &Chart, at: usize, currency: Currency) -> Result<(Amount, usize), NoAmount> {
    let (before, number_at) = currency_sign(chart, at, currency);
    let (micros, next) = number(chart, number_at)?;
    let (factor, next) = factor(chart, next);
    let micros = micros.checked_mul(factor).and_then(Threshold::from_micros).ok_or(NoAmount::Unclear)?;
    let (after, end) = if chart.marks(next, Mark::Percent) {
        (Sign::Percent, next + 1)
    } else {
        currency_sign(chart, next, currency)
    };
    let sign = match (before, after) {
        (Sign::None, sign) | (sign, Sign::None) => sign,
        (before, after) if before == after => before,
        _ => return Err(NoAmount::Unclear),
    };
    Ok((Amount { value: micros, sign }, end))
}

/// Returns what a currency sign says, and the place after it.
fn currency_sign(chart: &Chart, at: usize, currency: Currency) -> (Sign, usize) {
    if !chart.marks(at, Mark::Currency) {
        return (Sign::None, at);
    }
    let text = chart.get(at).map(|segment| segment.text().replace(' ', "")).unwrap_or_default();
    let is_own = means(&text).contains(&currency.code());
    (if is_own { Sign::Money } else { Sign::OtherMoney }, at + 1)
}

/// Returns the currencies that a sign or a word can stand for.
fn means(text: &str) -> &'static [&'static str] {
    match text {
        "$" | "dollar" | "dollars" | "dolar" | "dolares" | "bucks" | "डॉलर" => {
            &["USD", "CAD", "AUD", "NZD", "SGD", "HKD"]
        }
        "us$" | "usd" => &["USD"],
        "€" | "eur" | "euro" | "euros" | "balles" => &["EUR"],
        "£" | "gbp" | "pounds" | "quid" => &["GBP"],
        "₹" | "inr" => &["INR"],
        "rs" | "rs." | "rupees" | "rupaye" | "rupay" | "rupaya" | "rupiya" | "rupye" | "रुपये" | "रुपए"
        | "रुपया" => &["INR", "PKR", "LKR", "NPR"],
        "r$" | "brl" | "reais" | "real" | "reales" | "pila" | "contos" => &["BRL"],
        "pesos" => &["MXN", "ARS", "CLP", "COP", "UYU", "DOP"],
        "soles" => &["PEN"],
        "¥" => &["JPY", "CNY"],
        "franken" => &["CHF"],
        _ => &[],
    }
}

fn factor(chart: &Chart, at: usize) -> (i64, usize) {
    let factors = [
        (Mark::Thousand, 1_000),
        (Mark::Million, 1_000_000),
        (Mark::Lakh, 100_000),
        (Mark::Crore, 10_000_000),
    ];
    let found = factors.iter().find(|(mark, _)| chart.marks(at, *mark));
    found.map_or((1, at), |(_, factor)| (*factor, at + 1))
}

/// Reads a number in millionths.
fn number(chart: &Chart, at: usize) -> Result<(i64, usize), NoAmount> {
    if let Some(digits) = chart.digits(at) {
        let mut text = digits.to_owned();
        let mut next = at + 1;
        // "1 500" is one number where thousands are set apart by a space.
        while let Some(group) = thousands(chart, &text, next) {
            text.push_str(group);
            next += 1;
        }
        return micros(&text, chart.language).map(|micros| (micros, next)).ok_or(NoAmount::Unclear);
    }
    let word = chart.find(at, |meaning| match meaning {
        Meaning::Number(number) => Some(i64::from(number) * MICROS),
        _ => None,
    });
    word.map(|micros| (micros, at + 1)).ok_or(NoAmount::Missing)
}

fn thousands<'a>(chart: &'a Chart, before: &str, at: usize) -> Option<&'a str> {
    let is_space = chart.get(at).is_some_and(|segment| !segment.is_glued());
    let is_group = |digits: &&str| digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = (1..=3).contains(&before.len()) || before.len() > 3 && !before.len().is_multiple_of(3);
    chart
        .digits(at)
        .filter(is_group)
        .filter(|_| is_space && is_first && before.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads digits with separators in millionths, or returns `None` if they can be read in two ways.
pub(crate) fn micros(digits: &str, language: Language) -> Option<i64> {
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let decimal = match (commas, dots) {
        (0, 0) => None,
        (_, 0) if is_grouped(digits, ',') => grouping_or_decimal(digits, ',', language)?,
        (0, _) if is_grouped(digits, '.') => grouping_or_decimal(digits, '.', language)?,
        (1, 0) => Some(','),
        (0, 1) => Some('.'),
        (_, 1) if digits.rfind('.') > digits.rfind(',') => {
            Some('.').filter(|_| is_grouped_before(digits, ',', '.'))?.into()
        }
        (1, _) if digits.rfind(',') > digits.rfind('.') => {
            Some(',').filter(|_| is_grouped_before(digits, '.', ','))?.into()
        }
        _ => return None,
    };
    let (whole, fraction) = decimal.and_then(|sign| digits.split_once(sign)).unwrap_or((digits, ""));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i64 = whole.parse().ok()?;
    if fraction.len() > 6 {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    whole.checked_mul(MICROS)?.checked_add(fraction)
}

/// Decides what one kind of separator is whose groups look like thousands. Several are thousands; a single one is what the
/// language has it for, and unclear where that would be three decimals.
fn grouping_or_decimal(digits: &str, sign: char, language: Language) -> Option<Option<char>> {
    let groups_by = match language {
        Language::English | Language::Hindi => ',',
        Language::Spanish | Language::Portuguese | Language::French | Language::German => '.',
    };
    let is_grouping = digits.matches(sign).count() > 1 || sign == groups_by;
    // "0.125" has nothing to group.
    let is_fraction = digits.starts_with('0');
    if is_fraction { Some(Some(sign)) } else { is_grouping.then_some(None) }
}

fn is_grouped_before(digits: &str, grouping: char, decimal: char) -> bool {
    digits.split_once(decimal).is_some_and(|(whole, _)| is_grouped(whole, grouping))
}

/// Reports whether the digits stand in groups of thousands, also in the Indian way.
fn is_grouped(digits: &str, sign: char) -> bool {
    let mut groups = digits.split(sign);
    let is_first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    let rest: Vec<&str> = groups.collect();
    let is_last = rest.last().is_some_and(|last| last.len() == 3);
    let between = rest.split_last().map_or(&[] as &[&str], |(_, between)| between);
    is_first && is_last && between.iter().all(|group| matches!(group.len(), 2 | 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(digits: &str, language: Language) -> Option<String> {
        micros(digits, language).and_then(Threshold::from_micros).map(|number| number.to_string())
    }

    #[test]
    fn separators_are_read_as_the_language_has_them() {
        for (digits, language, number) in [
            ("2", Language::English, "2"),
            ("2.5", Language::English, "2.5"),
            ("2,5", Language::German, "2.5"),
            ("1,500", Language::English, "1500"),
            ("1.500", Language::Spanish, "1500"),
            ("1.500,50", Language::Portuguese, "1500.5"),
            ("1,500.50", Language::English, "1500.5"),
            ("1,00,000", Language::Hindi, "100000"),
            ("1.000.000", Language::English, "1000000"),
            ("0.125", Language::German, "0.125"),
            ("2.5", Language::German, "2.5"),
        ] {
            assert_eq!(read(digits, language).as_deref(), Some(number), "{digits}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_read() {
        for (digits, language) in [
            ("1.500", Language::English),
            ("1,500", Language::German),
            ("01.03.2026", Language::German),
            ("1.2,3.4", Language::French),
        ] {
            assert_eq!(read(digits, language), None, "{digits}");
        }
    }

    proptest! {
        #[test]
        fn no_digits_are_too_strange(digits in "[0-9][0-9.,]{0,25}") {
            for language in Language::ALL {
                let _ = micros(&digits, language);
            }
        }
    }
}
