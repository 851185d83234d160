//! The stable names, in the field `event`, of the log lines of the webhook that alarms count.

/// A request at Twilio's own address does not prove that Twilio sent it: somebody knows the address, or the auth token is
/// another one.
pub const UNSIGNED: &str = "webhook.unsigned";

/// Every log event with a metric filter in `infra/template.yaml`; a test compares them.
pub const COUNTED: [&str; 1] = [UNSIGNED];
