//! A page of Twilio's message list, read for the costs only: texts and addresses are skipped and never held in
//! memory.

use super::{Answer, Unusable, cost};
use domain::message::{MessageCost, MessageSid};
use domain::twilio::{CostPage, NextPage, SendFailure};
use reqwest::Url;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct PricedPage {
    messages: Vec<PricedRecord>,
    next_page_uri: Option<String>,
}

/// The fields read from a message. A message without a valid identifier cannot be ours, so it is ignored.
#[derive(Debug, Deserialize)]
struct PricedRecord {
    sid: Option<String>,
    price: Option<String>,
    price_unit: Option<String>,
}

impl Answer {
    /// Reads a page of messages for their costs; `account` is the base URL of the account.
    pub(in crate::twilio) fn cost_page(&self, account: &Url) -> Result<CostPage, SendFailure> {
        let page: PricedPage = self.read()?;
        let next = page
            .next_page_uri
            .map(|uri| next_page(account, &uri).ok_or_else(|| self.asked.lost(Unusable::ForeignPage)));
        Ok(CostPage {
            listed: page.messages.len(),
            next: next.transpose()?,
            costs: page.messages.into_iter().filter_map(PricedRecord::priced).collect(),
        })
    }
}

impl PricedRecord {
    fn priced(self) -> Option<(MessageSid, MessageCost)> {
        Some((self.sid?.parse().ok()?, cost(self.price, self.price_unit)?))
    }
}

/// Returns the query of the next page, if it belongs to the list of the same account on the same host: the request
/// carries our key.
fn next_page(account: &Url, uri: &str) -> Option<NextPage> {
    let list = account.join("Messages.json").ok()?;
    let next = list.join(uri).ok()?;
    let is_ours = next.origin() == list.origin() && next.path() == list.path();
    next.query().filter(|_| is_ours).map(|query| NextPage(query.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ACCOUNT: &str = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/";

    fn next(uri: &str) -> Option<String> {
        next_page(&Url::parse(ACCOUNT).unwrap(), uri).map(|next| next.0)
    }

    #[test]
    fn a_next_page_of_the_same_account_is_followed_by_its_query() {
        let path = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json";
        let query = "From=whatsapp%3A%2B15550100099&PageSize=2&Page=1&PageToken=PAMMc2";
        assert_eq!(next(&format!("{path}?{query}")).as_deref(), Some(query));
        assert_eq!(next(&format!("https://api.twilio.com{path}?{query}")).as_deref(), Some(query));
    }

    #[test]
    fn a_next_page_elsewhere_is_not_followed() {
        let path = "2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json";
        for elsewhere in [
            format!("https://evil.example/{path}?Page=1"),
            format!("//evil.example/{path}?Page=1"),
            format!("http://api.twilio.com/{path}?Page=1"),
            format!("https://api.twilio.com:8443/{path}?Page=1"),
            format!("https://api.twilio.com@evil.example/{path}?Page=1"),
            "/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json?Page=1".to_owned(),
            "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Calls.json?Page=1".to_owned(),
            format!("/{path}/../Calls.json?Page=1"),
            format!("/{path}"),
            String::new(),
        ] {
            assert_eq!(next(&elsewhere), None, "{elsewhere}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_page_names_leads_nowhere_but_into_the_list_of_the_account(uri in ".{0,60}") {
            if let Some(query) = next(&uri) {
                let url = Url::parse(ACCOUNT).unwrap().join(&format!("Messages.json?{query}")).unwrap();
                prop_assert!(url.as_str().starts_with(&format!("{ACCOUNT}Messages.json?")), "{}", url);
            }
        }
    }
}
