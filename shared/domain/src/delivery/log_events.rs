//! The stable names of the log lines that alarms count, in the field `event`. The filters of `infra/template.yaml` look for
//! these names and never for the sentence of a line, which anybody may reword; a test compares them.

/// What came of a job: `outcome` is `Delivered::as_str` of the use case, `reason` the word of a failure.
pub const HANDLED: &str = "delivery.handled";
/// What a sweep found: `oldest_seconds` says by how much the oldest message is past its deadline.
pub const SWEPT: &str = "delivery.swept";
/// An error code came that this version has no class for.
pub const UNKNOWN_CODE: &str = "delivery.unknown_code";
/// A template is held back for everybody.
pub const TEMPLATE_HELD_BACK: &str = "delivery.template_held_back";
/// All sending is paused for a while, or for longer; `reason` says whether Twilio does not answer or does not accept our
/// credentials.
pub const SENDER_PAUSED: &str = "delivery.sender_paused";

/// All of them.
pub const COUNTED: [&str; 5] = [HANDLED, SWEPT, UNKNOWN_CODE, TEMPLATE_HELD_BACK, SENDER_PAUSED];
