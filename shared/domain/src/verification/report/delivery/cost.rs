//! What messages cost: the exact sum of the amounts reported by Twilio, without floats and without rounding.

use crate::message::Attempt;
use crate::text::newtype::stored_as_text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The maximum number of digits in an amount, and of digits after the point. More cannot be the price of a message or a
/// sum of prices.
const MOST_DIGITS: usize = 28;
const MOST_DECIMALS: usize = 9;

/// An amount in whole units of a currency with all its decimals, such as `0.0085`; never negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExactAmount {
    /// The amount in units of its last decimal place.
    units: u128,
    decimals: u32,
}

/// The text is not an amount. The error never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount is digits with at most one point, such as 0.0085")]
pub struct NotAnAmount;

impl ExactAmount {
    /// Adds another amount; the result has as many decimals as the longer one.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let decimals = self.decimals.max(other.decimals);
        let units = self.in_units_of(decimals).saturating_add(other.in_units_of(decimals));
        Self { units, decimals }
    }

    fn in_units_of(self, decimals: u32) -> u128 {
        self.units.saturating_mul(10_u128.saturating_pow(decimals - self.decimals))
    }
}

impl FromStr for ExactAmount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{decimals}");
        let is_amount = (1..=MOST_DIGITS).contains(&digits.len())
            && decimals.len() <= MOST_DECIMALS
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let units = digits.parse().ok().filter(|_| is_amount).ok_or(NotAnAmount)?;
        Ok(Self { units, decimals: u32::try_from(decimals.len()).map_err(|_too_many| NotAnAmount)? })
    }
}

impl fmt::Display for ExactAmount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = 10_u128.saturating_pow(self.decimals);
        write!(out, "{}", self.units / one)?;
        match usize::try_from(self.decimals) {
            Ok(0) | Err(_) => Ok(()),
            Ok(width) => write!(out, ".{:0width$}", self.units % one),
        }
    }
}

stored_as_text!(ExactAmount, NotAnAmount);

/// What the attempts of messages cost. Attempts that Twilio did not accept cost nothing and are not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryCost {
    /// The sum for each currency, by ISO 4217 code.
    pub sums: BTreeMap<String, ExactAmount>,
    /// How many attempts are included in the sums.
    pub priced: u32,
    /// How many attempts that Twilio accepted have no price yet.
    pub unpriced: u32,
}

impl DeliveryCost {
    /// Adds an attempt.
    pub(super) fn add(&mut self, attempt: &Attempt) {
        if attempt.sid.is_none() {
            return;
        }
        let cost = attempt.cost.as_ref().and_then(|cost| Some((&cost.currency, cost.amount.parse().ok()?)));
        let Some((currency, amount)) = cost else {
            self.unpriced += 1;
            return;
        };
        let sum = self.sums.entry(currency.clone()).or_default();
        *sum = sum.plus(amount);
        self.priced += 1;
    }
}

impl fmt::Display for DeliveryCost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sums: Vec<String> = self.sums.iter().map(|(currency, sum)| format!("{sum} {currency}")).collect();
        match (self.priced, self.unpriced) {
            (0, 0) => out.write_str("nothing: Twilio took no attempt"),
            (0, unpriced) => write!(out, "not known: {} no price yet", attempts_have(unpriced)),
            (priced, 0) => write!(out, "{} for {}", sums.join(" + "), attempts(priced)),
            (priced, unpriced) => {
                let (sums, priced) = (sums.join(" + "), attempts(priced));
                write!(out, "{sums} for {priced}; {} no price yet", attempts_have(unpriced))
            }
        }
    }
}

fn attempts(count: u32) -> String {
    format!("{count} {}", if count == 1 { "attempt" } else { "attempts" })
}

fn attempts_have(count: u32) -> String {
    format!("{} {}", attempts(count), if count == 1 { "has" } else { "have" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageCost;
    use crate::testing::attempt_at;
    use proptest::prelude::*;

    fn amount(text: &str) -> ExactAmount {
        text.parse().unwrap()
    }

    /// Creates an attempt that Twilio accepted, with an amount and a currency if there is a price.
    fn taken(price: Option<(&str, &str)>) -> Attempt {
        let cost =
            price.map(|(amount, currency)| MessageCost { amount: amount.into(), currency: currency.into() });
        Attempt { sid: Some(format!("SM{:032x}", 1)), cost, ..attempt_at(1, 1) }
    }

    fn cost_of(attempts: &[Attempt]) -> DeliveryCost {
        let mut cost = DeliveryCost::default();
        attempts.iter().for_each(|attempt| cost.add(attempt));
        cost
    }

    #[test]
    fn ten_tenths_of_a_cent_are_exactly_a_cent() {
        let sum = (0..10).fold(ExactAmount::default(), |sum, _| sum.plus(amount("0.001")));
        assert_eq!(sum.to_string(), "0.010");
    }

    #[test]
    fn amounts_of_different_lengths_add_up_to_the_longer_one() {
        for (one, other, sum) in [
            ("0.0085", "0.00500", "0.01350"),
            ("1", "0.5", "1.5"),
            ("99.95", "0.05", "100.00"),
            ("0", "7", "7"),
        ] {
            assert_eq!(amount(one).plus(amount(other)).to_string(), sum);
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_and_not_repeated() {
        for text in
            ["", ".", "1.2.3", "-1", "+1", "1e3", "0x1", " 1", "1,5", "٣", "12345678901234567890123456789"]
        {
            assert_eq!(text.parse::<ExactAmount>(), Err(NotAnAmount), "{text}");
        }
        assert_eq!("0.1234567891".parse::<ExactAmount>(), Err(NotAnAmount), "too many decimals");
    }

    #[test]
    fn each_currency_has_its_own_sum_and_what_has_no_price_is_told() {
        let costs =
            [taken(Some(("0.0085", "USD"))), taken(Some(("0.0050", "EUR"))), taken(Some(("0.0085", "USD")))];
        assert_eq!(cost_of(&costs).to_string(), "0.0050 EUR + 0.0170 USD for 3 attempts");
        let late = [taken(Some(("0.0085", "USD"))), taken(None)];
        assert_eq!(cost_of(&late).to_string(), "0.0085 USD for 1 attempt; 1 attempt has no price yet");
        assert_eq!(cost_of(&late[1..]).to_string(), "not known: 1 attempt has no price yet");
    }

    #[test]
    fn an_attempt_that_twilio_did_not_take_costs_nothing_and_an_unreadable_price_is_none() {
        let refused = Attempt { sid: None, ..taken(None) };
        assert_eq!(cost_of(&[refused]).to_string(), "nothing: Twilio took no attempt");
        let unreadable = cost_of(&[taken(Some(("1.2.3", "USD")))]);
        assert_eq!((unreadable.priced, unreadable.unpriced, unreadable.sums.len()), (0, 1, 0));
    }

    proptest! {
        #[test]
        fn a_sum_is_that_of_whole_numbers_whatever_the_order(
            mut amounts in prop::collection::vec((0_u64..1_000_000_000, 0_u32..=9), 0..60),
        ) {
            let written = |&(units, decimals): &(u64, u32)| ExactAmount { units: units.into(), decimals }.to_string();
            let sum = |amounts: &[(u64, u32)]| {
                amounts.iter().map(written).fold(ExactAmount::default(), |sum, text| sum.plus(amount(&text)))
            };
            let billionths: u128 =
                amounts.iter().map(|&(units, decimals)| u128::from(units) * 10_u128.pow(9 - decimals)).sum();
            let forward = sum(&amounts);
            prop_assert_eq!(forward.in_units_of(9), billionths);
            amounts.reverse();
            prop_assert_eq!(sum(&amounts), forward);
            prop_assert_eq!(amount(&forward.to_string()), forward);
        }
    }
}
