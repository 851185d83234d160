//! Log events of the schedule; alarms count them.

/// A tick ended; `left_out` is how many slots fell due too long ago, `behind_seconds` how long the first had been due.
pub const TICKED: &str = "schedule.ticked";
/// The digests of a workspace that were due are done; `outcome` says how.
pub const SCHEDULED: &str = "schedule.digests";

/// Every log event with a metric filter in `infra/template.yaml`; a test compares them.
pub const COUNTED: [&str; 2] = [TICKED, SCHEDULED];
