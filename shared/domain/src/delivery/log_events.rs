//! The messages of the log lines that alarms count. The filters of `infra/template.yaml` look for these very words, and a
//! test compares them.

/// What came of a job: `outcome` is `Delivered::word` of the use case, `reason` the word of a failure.
pub const HANDLED: &str = "delivery handled";
/// What a sweep found: `oldest_seconds` says by how much the oldest message is past its deadline.
pub const SWEPT: &str = "sweep handled";
/// An error code came that this version has no class for.
pub const UNKNOWN_CODE: &str = "Twilio gave a code that is not known";
/// A template is held back for everybody.
pub const TEMPLATE_HELD_BACK: &str = "WhatsApp does not bring this template: its spare is used";
/// All sending is stopped for a while, or for longer; `reason` says whether Twilio does not answer or does not accept our
/// credentials.
pub const SENDER_STOPPED: &str = "Twilio cannot be used: nobody calls it for a while";

/// All of them.
pub const COUNTED: [&str; 5] = [HANDLED, SWEPT, UNKNOWN_CODE, TEMPLATE_HELD_BACK, SENDER_STOPPED];
