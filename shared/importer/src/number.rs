//! Numbers as exports write them: `1,204`, `1 234,56 €`, `(12.50)`, `5.2%`; decimal text to integers, never a float.

use domain::money::{Currency, divide_rounded};

/// Which character separates decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalStyle {
    /// `1,234.56`
    Point,
    /// `1.234,56` or `1 234,56`
    Comma,
}

/// What one number says about the style of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleEvidence {
    /// Reads the same in either style, or is no number.
    Silent,
    /// Can only be read in this style.
    Shows(DecimalStyle),
    /// One separator before three digits; when it groups thousands, the style is this one.
    IfGrouped(DecimalStyle),
}

/// A number read exactly: `mantissa` / 10^`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i128,
    scale: u32,
    /// The currency that a symbol or code beside the number names.
    pub(super) currency: Option<Currency>,
}

/// An integer in units of 10^-`scale`, and whether digits were rounded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scaled {
    pub(super) value: i64,
    pub(super) rounded: bool,
}

impl Decimal {
    /// Returns the number in units of 10^-`decimals`, rounded half away from zero; `None` when it does not fit.
    pub(super) fn scaled(&self, decimals: u32) -> Option<Scaled> {
        if decimals >= self.scale {
            let factor = 10_i128.checked_pow(decimals - self.scale)?;
            let value = i64::try_from(self.mantissa.checked_mul(factor)?).ok()?;
            return Some(Scaled { value, rounded: false });
        }
        let divisor = 10_i128.checked_pow(self.scale - decimals)?;
        let value = divide_rounded(self.mantissa, divisor);
        let fits = value != i64::MAX && value != i64::MIN;
        fits.then_some(Scaled { value, rounded: self.mantissa % divisor != 0 })
    }
}

/// Reports whether a cell stands for no value.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    let words = ["--", "-", "—", "–", "n/a", "na", "null", "nan", "none"];
    cell.is_empty() || words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Says what a cell proves about the decimal style.
pub(super) fn style_evidence(cell: &str) -> StyleEvidence {
    let Some(body) = Parts::parse(cell.trim()).map(|parts| parts.body) else { return StyleEvidence::Silent };
    match (body.rfind('.'), body.rfind(',')) {
        (None, None) => StyleEvidence::Silent,
        (Some(point), Some(comma)) if point > comma => StyleEvidence::Shows(DecimalStyle::Point),
        (Some(_), Some(_)) => StyleEvidence::Shows(DecimalStyle::Comma),
        (Some(at), None) => single_separator(body, at, '.', DecimalStyle::Point, DecimalStyle::Comma),
        (None, Some(at)) => single_separator(body, at, ',', DecimalStyle::Comma, DecimalStyle::Point),
    }
}

fn single_separator(
    body: &str,
    at: usize,
    separator: char,
    as_decimal: DecimalStyle,
    as_grouping: DecimalStyle,
) -> StyleEvidence {
    let (before, after) = (body.get(..at).unwrap_or_default(), body.get(at + 1..).unwrap_or_default());
    let may_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    match () {
        () if before.contains(separator) => StyleEvidence::Shows(as_grouping),
        () if may_group => StyleEvidence::IfGrouped(as_grouping),
        () => StyleEvidence::Shows(as_decimal),
    }
}

/// Reads a number in the given style; `None` when it is none.
pub(super) fn parse(cell: &str, style: DecimalStyle) -> Option<Decimal> {
    let parts = Parts::parse(cell.trim())?;
    let (decimal_point, group) = match style {
        DecimalStyle::Point => ('.', ','),
        DecimalStyle::Comma => (',', '.'),
    };
    let (whole, fraction) = match parts.body.split_once(decimal_point) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (parts.body, ""),
    };
    let mut mantissa = grouped_digits(whole, group)?;
    for byte in fraction.bytes() {
        mantissa = append_digit(mantissa, byte)?;
    }
    let mantissa = if parts.negative { -mantissa } else { mantissa };
    Some(Decimal { mantissa, scale: u32::try_from(fraction.len()).ok()?, currency: parts.currency })
}

fn append_digit(mantissa: i128, byte: u8) -> Option<i128> {
    let digit = char::from(byte).to_digit(10)?;
    mantissa.checked_mul(10)?.checked_add(i128::from(digit))
}

/// Groups have three digits, or two as in India (`12,34,567`); the last has three; one separator for all.
fn grouped_digits(text: &str, group: char) -> Option<i128> {
    let is_group = |character: char| {
        character == group || matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
    };
    let mut groups = text.split(is_group).peekable();
    let mut separators = text.chars().filter(|character| is_group(*character));
    let first_separator = separators.next();
    if separators.any(|other| Some(other) != first_separator) {
        return None;
    }
    let (mut mantissa, mut is_first) = (0_i128, true);
    while let Some(digits) = groups.next() {
        let (is_last, alone) = (groups.peek().is_none(), first_separator.is_none());
        let fits = match digits.len() {
            _ if alone => true,
            1..=3 if is_first => true,
            3 => true,
            2 => !is_last && !is_first,
            _ => false,
        };
        if !fits {
            return None;
        }
        for byte in digits.bytes() {
            mantissa = append_digit(mantissa, byte)?;
        }
        is_first = false;
    }
    Some(mantissa)
}

/// A number cut into its sign, its digits with separators, and the currency beside it.
struct Parts<'a> {
    negative: bool,
    body: &'a str,
    currency: Option<Currency>,
}

impl<'a> Parts<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let digit = text.find(|character: char| character.is_ascii_digit())?;
        let before = text.get(..digit)?;
        let start = if before.ends_with(['.', ',']) { digit - 1 } else { digit };
        let end = text.rfind(|character: char| character.is_ascii_digit())? + 1;
        let (prefix, suffix) = (text.get(..start)?, text.get(end..)?);
        let negative = prefix.contains(['-', '−']) || (prefix.contains('(') && suffix.contains(')'));
        let left = mark(prefix, &['-', '−', '+', '('])?;
        let right = mark(suffix, &[')', '%'])?;
        Some(Self { negative, body: text.get(start..end)?, currency: left.or(right) })
    }
}

/// Reads what stands beside the digits: nothing, or a currency, which a bare symbol may not name (`$`).
fn mark(text: &str, ignored: &[char]) -> Option<Option<Currency>> {
    if text.is_empty() {
        return Some(None);
    }
    let rest: String =
        text.chars().filter(|character| !ignored.contains(character) && !character.is_whitespace()).collect();
    let code = match rest.as_str() {
        "" | "$" | "¥" | "kr" => return Some(None),
        "€" => "EUR",
        "£" => "GBP",
        "₹" | "Rs" | "Rs." => "INR",
        "R$" => "BRL",
        "US$" => "USD",
        "CA$" | "C$" => "CAD",
        "A$" | "AU$" => "AUD",
        "zł" => "PLN",
        "₩" => "KRW",
        "₺" => "TRY",
        other => other,
    };
    code.parse().ok().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cents(text: &str, style: DecimalStyle) -> Option<i64> {
        parse(text, style)?.scaled(2).map(|scaled| scaled.value)
    }

    #[test]
    fn the_same_amount_reads_in_every_way_of_writing() {
        for text in ["1,204.50", "$1,204.50", "1204.5", "US$ 1 204.50", "1'204.50", "USD 1204.500"] {
            assert_eq!(cents(text, DecimalStyle::Point), Some(120_450), "{text}");
        }
        for text in ["1.204,50", "1 204,50 €", "1\u{202f}204,5", "1\u{a0}204,50", "EUR 1204,50"] {
            assert_eq!(cents(text, DecimalStyle::Comma), Some(120_450), "{text}");
        }
        assert_eq!(cents("(12.50)", DecimalStyle::Point), Some(-1_250));
        assert_eq!(cents("-$12.50", DecimalStyle::Point), Some(-1_250));
        assert_eq!(cents("12,34,567.00", DecimalStyle::Point), Some(123_456_700));
    }

    #[test]
    fn what_is_no_number_in_its_style_is_refused() {
        for text in ["1.204,50", "1,20", "12,3456", "1.2K", "1.2.3", "5.", "abc", "1 234,567.00", "1e5"] {
            assert_eq!(cents(text, DecimalStyle::Point), None, "{text}");
        }
    }

    #[test]
    fn one_separator_before_three_digits_proves_nothing_about_money() {
        assert_eq!(style_evidence("1.204"), StyleEvidence::IfGrouped(DecimalStyle::Comma));
        assert_eq!(style_evidence("1,204"), StyleEvidence::IfGrouped(DecimalStyle::Point));
        assert_eq!(style_evidence("0.204"), StyleEvidence::Shows(DecimalStyle::Point));
        assert_eq!(style_evidence("1.204.000"), StyleEvidence::Shows(DecimalStyle::Comma));
        assert_eq!(style_evidence("11,52"), StyleEvidence::Shows(DecimalStyle::Comma));
        assert_eq!(style_evidence("1204"), StyleEvidence::Silent);
    }

    #[test]
    fn digits_beyond_the_minor_unit_are_rounded_half_away_and_reported() {
        let exact = parse("0.125", DecimalStyle::Point).unwrap().scaled(2).unwrap();
        assert_eq!(exact, Scaled { value: 13, rounded: true });
        assert_eq!(parse("99999999999999999999", DecimalStyle::Point).unwrap().scaled(2), None);
    }

    fn written(minor: i64, style: DecimalStyle, group: &str) -> String {
        let point = if style == DecimalStyle::Point { '.' } else { ',' };
        let digits = (minor.abs() / 100).to_string();
        let mut whole = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                whole.push_str(group);
            }
            whole.push(digit);
        }
        format!("{}{whole}{point}{:02}", if minor < 0 { "-" } else { "" }, minor.abs() % 100)
    }

    proptest! {
        #[test]
        fn an_amount_comes_back_from_every_style(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
            let styles = [
                (DecimalStyle::Point, [",", "", " ", "'", "\u{202f}"]),
                (DecimalStyle::Comma, [".", "", " ", "’", "\u{a0}"]),
            ];
            for (style, groups) in styles {
                for group in groups {
                    let text = written(minor, style, group);
                    prop_assert_eq!(cents(&text, style), Some(minor), "{}", text);
                    prop_assert_eq!(style_evidence(&text), StyleEvidence::Shows(style), "{}", text);
                }
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,20}") {
            parse(&text, DecimalStyle::Point);
            parse(&text, DecimalStyle::Comma);
            style_evidence(&text);
        }
    }
}
