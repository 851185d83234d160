//! A message as represented by the Messages API.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::simulator::message::Message;
use crate::simulator::refusal::wording;
use crate::simulator::state::Account;

/// Returns the API resource of a message: numbers are strings where Twilio has strings, and dates are in RFC 2822.
pub(crate) fn document(account: &Account, message: &Message) -> Value {
    let uri = format!("/2010-04-01/Accounts/{}/Messages/{}", account.sid, message.sid);
    json!({
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "body": message.composition.body,
        "date_created": date(message.created),
        "date_sent": message.sent.map(date),
        "date_updated": date(message.updated),
        "direction": message.direction,
        "error_code": message.error_code,
        "error_message": message.error_code.map(wording),
        "from": message.from,
        "messaging_service_sid": null,
        "num_media": message.composition.media.len().to_string(),
        "num_segments": "1",
        "price": message.price(),
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": message.to,
        "uri": format!("{uri}.json"),
    })
}

/// Formats an instant as `Thu, 24 Aug 2023 05:01:45 +0000`.
fn date(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_twilio_writes_them() {
        let instant: Timestamp = "2023-08-24T05:01:45Z".parse().expect("a valid instant");
        assert_eq!(date(instant), "Thu, 24 Aug 2023 05:01:45 +0000");
    }
}
