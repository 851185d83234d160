//! Log events of imports; alarms count some of them.

/// A file has ended: stored, refused, superseded or given up.
pub const ENDED: &str = "import.ended";
/// An object or a message belongs to no workspace, so nobody can be told of it.
pub const UNPLACED: &str = "import.unplaced";

/// Every log event with a metric filter in `infra/template.yaml`; a test compares them.
pub const COUNTED: [&str; 2] = [ENDED, UNPLACED];
