//! Checks the target: its versions are consecutive, and it shows who decided, when and how.

use super::{Case, Violation, ensure};
use crate::insight::adjustment::Deed;
use crate::insight::target::Target;
use crate::verification::history::{Order, target_kind};

impl Case<'_> {
    pub(super) fn target(&self) -> Result<(), Violation> {
        let target = self.stored.target.as_ref().ok_or(Violation::NoTarget)?;
        let before = self.evidence.target_version;
        let after = before.checked_add(1).ok_or(Violation::VersionGap)?;
        let told = (version_in(self.event.before.as_deref()), version_in(self.event.after.as_deref()));
        ensure(told == (Some(before), Some(after)), Violation::VersionGap)?;
        let kind = target_kind(self.event.verb).ok_or(Violation::NeverExecuted)?;
        match self.history.order(kind, self.event, before) {
            Order::InOrder => {}
            Order::Twice => return Err(Violation::VersionTwice),
            Order::Late => return Err(Violation::OutOfOrder),
        }
        let deed =
            Deed { verb: self.event.verb, by: self.actor, at: self.event.at, source: self.event.source };
        // A target that has changed again since shows only the later change; a shift keeps showing every decision.
        let shows = match target {
            Target::Shift(shift) => shift.version >= after && shift.shows(&deed),
            Target::Alert(alert) => alert.version > after || (alert.version == after && alert.shows(&deed)),
            Target::Recommendation(what) => {
                what.version > after || (what.version == after && what.shows(&deed))
            }
            Target::Day(_) => false,
        };
        ensure(shows, Violation::OtherTarget)
    }
}

/// Reads the version at the end of a description of a state.
fn version_in(words: Option<&str>) -> Option<u64> {
    words?.rsplit_once("version ")?.1.parse().ok()
}
