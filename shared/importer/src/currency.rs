//! The currencies of ISO 4217 that amounts are stated in.

use domain::money::Currency;

/// The codes of ISO 4217 that are in use, without funds, metals and test codes.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
    HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL \
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD \
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
    UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

/// Returns the currency with a code in any case, or `None` if ISO 4217 has none.
pub fn known_currency(code: &str) -> Option<Currency> {
    let code = code.trim().to_ascii_uppercase();
    CODES.split_whitespace().find(|known| *known == code)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_in_any_case_and_three_other_letters_are_none() {
        assert_eq!(known_currency("usd"), Some(Currency::USD));
        assert_eq!(known_currency(" Inr ").unwrap().code(), "INR");
        for other in ["UTC", "EST", "ABC", "US", "DOLLAR", ""] {
            assert_eq!(known_currency(other), None, "{other}");
        }
    }
}
