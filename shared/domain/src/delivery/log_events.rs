//! The stable names, in the field `event`, of the log lines that alarms count. The filters of `infra/template.yaml`
//! match these names and never the sentence of a line, which may be reworded at any time; a test compares them.

/// The result of a job: `outcome` is `Delivered::as_str` of the use case, `reason` the word of a failure.
pub const HANDLED: &str = "delivery.handled";
/// The result of a sweep: `oldest_seconds` is how far the oldest message is past its deadline.
pub const SWEPT: &str = "delivery.swept";
/// An error code arrived that this version cannot classify.
pub const UNKNOWN_CODE: &str = "delivery.unknown_code";
/// A template is held back for all workers.
pub const TEMPLATE_HELD_BACK: &str = "delivery.template_held_back";
/// All sending is paused, or the pause is extended; `reason` says whether Twilio does not answer or does not accept our
/// credentials.
pub const SENDER_PAUSED: &str = "delivery.sender_paused";

/// All names that alarms count.
pub const COUNTED: [&str; 5] = [HANDLED, SWEPT, UNKNOWN_CODE, TEMPLATE_HELD_BACK, SENDER_PAUSED];
