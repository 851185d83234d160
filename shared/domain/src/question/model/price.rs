//! What the tokens of a request cost, by prices that an operator configures.

use crate::question::model::port::TokenUsage;
use std::str::FromStr;

/// How many decimals a price has at most.
const DECIMALS: usize = 6;
const MILLION: u128 = 1_000_000;

/// The price of a million tokens: a decimal number in the currency of the service's invoice, to the millionth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenPrice {
    micros: u64,
}

/// The text is no price. The error does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a price is a number of at most nine digits with at most six decimals after a point")]
pub struct InvalidPrice;

impl FromStr for TokenPrice {
    type Err = InvalidPrice;

    fn from_str(text: &str) -> Result<Self, InvalidPrice> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str, longest: usize| {
            (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(whole, 9) || !is_number(decimals, DECIMALS) {
            return Err(InvalidPrice);
        }
        let micros = format!("{whole}{decimals:0<DECIMALS$}").parse().map_err(|_too_long| InvalidPrice)?;
        Ok(Self { micros })
    }
}

/// The prices of a model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenPrices {
    pub input: TokenPrice,
    pub output: TokenPrice,
}

impl TokenPrices {
    /// Returns what a request cost, in millionths of the currency of the prices, rounded up.
    #[must_use]
    pub fn cost_micros(&self, usage: TokenUsage) -> u64 {
        let of = |tokens: u32, price: TokenPrice| u128::from(tokens) * u128::from(price.micros);
        let sum = of(usage.input, self.input) + of(usage.output, self.output);
        u64::try_from(sum.div_ceil(MILLION)).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_costs_its_tokens_by_their_prices_and_is_rounded_up() {
        let prices = TokenPrices { input: "0.8".parse().unwrap(), output: "4".parse().unwrap() };
        let cost = |input, output| prices.cost_micros(TokenUsage { input, output });
        assert_eq!(cost(1_400, 100), 1_520, "0.00152");
        assert_eq!(cost(1, 0), 1);
        assert_eq!(cost(0, 0), 0);
    }

    #[test]
    fn what_is_no_price_is_refused() {
        for refused in ["", ".5", "1,5", "-1", "1.", "0.0000001", "1e3", "1000000000"] {
            assert_eq!(refused.parse::<TokenPrice>(), Err(InvalidPrice), "{refused}");
        }
    }
}
