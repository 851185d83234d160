//! Log events of imports; alarms count some of them.

/// A file has ended: stored, refused, superseded or given up.
pub const ENDED: &str = "import.ended";
/// An object or a message belongs to no workspace, so nobody can be told of it.
pub const UNPLACED: &str = "import.unplaced";

/// A file has to come again; `waited_seconds` is how long ago it came in. The queue's own age leaves out what it gave before.
pub const WAITS: &str = "import.waits";

/// Every log event with a metric filter in `infra/template.yaml`; a test compares them.
pub const COUNTED: [&str; 3] = [ENDED, UNPLACED, WAITS];
