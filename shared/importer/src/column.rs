//! What the name of a column says: its meaning, and the currency, the time zone or the attribution window that stands
//! beside it in parentheses.

use crate::aliases::{self, Alias, Field};
use crate::currency::known_currency;
use crate::text::plain_text;
use domain::money::Currency;

/// The attribution window whose purchases are read when a file has them by window: the platform's own default.
const WINDOW: &str = "7-day click";
/// How platforms mark amounts that they converted to one currency.
const CONVERTED: [&str; 5] = [
    "converted currency",
    "moneda convertida",
    "moeda convertida",
    "devise convertie",
    "umgerechnete wahrung",
];
/// How much later than a plain name a name with something beside it is read, if both mean the same.
const BESIDE: u8 = 4;

/// A column whose name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) alias: Alias,
    pub(super) currency: Option<Currency>,
    /// Whether the amounts are converted to a currency that is not that of the row.
    pub(super) is_converted: bool,
}

impl Named {
    fn plainly(alias: Alias) -> Self {
        Self { alias, currency: None, is_converted: false }
    }
}

/// Reads the name of a column, or returns `None` if it is not known.
pub(super) fn read(name: &str) -> Option<Named> {
    let plain = plain_text(name.trim_start_matches('\u{feff}'));
    if let Some(alias) = aliases::find(&plain) {
        return Some(Named::plainly(alias));
    }
    beside(&plain).or_else(|| with_code(&plain)).or_else(|| share(&plain))
}

/// Reads a name with a group in parentheses or brackets, the last group that makes it known.
fn beside(plain: &str) -> Option<Named> {
    let groups = [('(', ')'), ('[', ']')];
    groups.into_iter().find_map(|(open, close)| {
        plain.rmatch_indices(open).find_map(|(at, _)| {
            let (inside, after) = plain.get(at + 1..)?.split_once(close)?;
            let without = format!("{}{after}", plain.get(..at)?);
            understood(aliases::find(plain_text(&without).as_str())?, inside)
        })
    })
}

/// Decides what a group says about a column; only what is known there makes the column known.
fn understood(alias: Alias, inside: &str) -> Option<Named> {
    let later = Alias { rank: alias.rank.saturating_add(BESIDE), ..alias };
    match alias.field {
        // "(all)" beside a ratio means all clicks, and not Albanian lek.
        Field::Spend | Field::Revenue | Field::Ratio
            if inside != "all" && known_currency(inside).is_some() =>
        {
            Some(Named { currency: known_currency(inside), ..Named::plainly(alias) })
        }
        Field::Spend | Field::Revenue | Field::Ratio if CONVERTED.contains(&inside) => {
            Some(Named { is_converted: true, ..Named::plainly(later) })
        }
        Field::Conversions | Field::Revenue if inside == WINDOW => Some(Named::plainly(later)),
        // A zone: "Date (UTC)", "Day (EST)", "Time of day (ad account time zone)".
        Field::Day | Field::PeriodStart | Field::PeriodEnd | Field::Breakdown => Some(Named::plainly(alias)),
        _ => None,
    }
}

/// `amount spent usd`, as a table of a database calls it.
fn with_code(plain: &str) -> Option<Named> {
    let (name, code) = plain.rsplit_once(' ')?;
    let currency = known_currency(code)?;
    let alias = aliases::find(name)?;
    let is_money = matches!(alias.field, Field::Spend | Field::Revenue | Field::Ratio);
    is_money.then_some(Named { currency: Some(currency), ..Named::plainly(alias) })
}

/// `CTR %`
fn share(plain: &str) -> Option<Named> {
    let alias = aliases::find(plain.strip_suffix('%')?.trim_end())?;
    (alias.field == Field::Ratio).then_some(Named::plainly(alias))
}

/// Words that the name of a column with an amount of money has, in the languages that exports come in.
const MONEY_WORDS: [&str; 24] = [
    "spend",
    "spent",
    "cost",
    "costs",
    "amount",
    "revenue",
    "sales",
    "gasto",
    "gastado",
    "coste",
    "costo",
    "custo",
    "importe",
    "investimento",
    "inversion",
    "depense",
    "depenses",
    "cout",
    "ausgaben",
    "kosten",
    "umsatz",
    "ingresos",
    "receita",
    "budget spent",
];

/// Reports whether the name of a column that is not known may be an amount of money.
pub(super) fn may_be_money(name: &str) -> bool {
    let plain = plain_text(name);
    let mut words = plain.split(|letter: char| !letter.is_alphanumeric());
    let is_ratio =
        ["per ", "/", "cost per", "avg", "average", "rate"].iter().any(|part| plain.contains(part));
    !is_ratio && words.any(|word| MONEY_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(name: &str) -> Option<(Field, Option<String>)> {
        read(name).map(|named| (named.alias.field, named.currency.map(|code| code.to_string())))
    }

    #[test]
    fn a_currency_is_read_beside_money_alone_and_only_if_it_is_one() {
        let spend = |code: &str| Some((Field::Spend, Some(code.to_owned())));
        assert_eq!(meaning("Amount spent (USD)"), spend("USD"));
        assert_eq!(meaning("amount spent (usd)"), spend("USD"));
        assert_eq!(meaning("amount_spent_eur"), spend("EUR"));
        assert_eq!(meaning("Cost (Converted currency)"), Some((Field::Spend, None)));
        assert_eq!(meaning("Amount spent (ABC)"), None, "no currency has this code");
        assert_eq!(meaning("CPC (cost per link click) (EUR)").unwrap().1.as_deref(), Some("EUR"));
    }

    #[test]
    fn a_zone_beside_the_day_is_a_zone() {
        for name in ["Date (UTC)", "Day (EST)", "Date (PST)", "Fecha (CET)", "DAY (USD)"] {
            assert_eq!(meaning(name), Some((Field::Day, None)), "{name}");
        }
        assert_eq!(meaning("CLICKS (ALL)"), Some((Field::Clicks, None)));
        assert_eq!(meaning("Impressions (EST)"), None);
        assert_eq!(meaning("CTR %"), Some((Field::Ratio, None)));
    }

    #[test]
    fn of_the_purchases_by_window_one_window_is_read() {
        assert_eq!(meaning("Purchases [7-day click]"), Some((Field::Conversions, None)));
        assert_eq!(meaning("Purchases [1-day click]"), None);
        assert!(read("Purchases [7-day click]").unwrap().alias.rank > read("Purchases").unwrap().alias.rank);
    }

    #[test]
    fn money_is_suspected_by_its_name_and_no_ratio_is() {
        for name in ["Total media spend", "Gasto neto", "Kosten netto", "Net cost"] {
            assert!(may_be_money(name), "{name}");
        }
        for name in ["Cost per lead", "Avg. cost", "Spender", "Objective"] {
            assert!(!may_be_money(name), "{name}");
        }
    }
}
