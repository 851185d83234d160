//! The approval: the amount asked for as much as was done for it, and two people are two people.

use super::person::may;
use super::{Case, Doubt, ensure};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::MemberId;
use crate::insight::target::Target;
use crate::token::{Action, TokenPurpose};
use crate::workspace::rules::{Band, Permission};

impl Case<'_> {
    pub(super) fn approval(&self) -> Result<(), Doubt> {
        let Some(Target::Shift(shift)) = &self.stored.target else {
            return Ok(());
        };
        let rules = self.history.rules_at(self.event.at).ok_or(Doubt::NoRules)?;
        let band = rules.band(shift.amount).ok_or(Doubt::OtherBand)?;
        match (self.event.verb, &self.evidence.first_approver) {
            (Verb::ApproveShiftFirst, _) => {
                let is_first = band == Band::SecondApprover && self.evidence.band.is_none();
                ensure(is_first, Doubt::OtherBand)
            }
            (Verb::ApproveShift, Some(first)) => {
                ensure(self.evidence.band == Some(Band::SecondApprover), Doubt::OtherBand)?;
                let recorded = shift.first.as_ref().is_some_and(|recorded| recorded.by == *first);
                ensure(recorded, Doubt::NoFirstApproval)?;
                self.two_people(first)
            }
            (Verb::ApproveShift, None) => {
                let enough = band != Band::SecondApprover && self.evidence.band == Some(band);
                ensure(enough, Doubt::OtherBand)?;
                ensure(band == Band::OneTap || self.was_asked(), Doubt::NotAsked)
            }
            _ => Ok(()),
        }
    }

    /// A page shows everything before its button is pressed; on the phone the second tap has a token of its own.
    fn was_asked(&self) -> bool {
        let confirmed = |purpose| purpose == TokenPurpose::Act(Action::ConfirmShift);
        self.event.source != Source::WhatsApp
            || self.stored.token.as_ref().is_some_and(|token| confirmed(token.purpose))
    }

    fn two_people(&self, first: &MemberId) -> Result<(), Doubt> {
        ensure(first != self.actor, Doubt::OnePersonTwice)?;
        let event = self.stored.first.as_ref().filter(|event| self.is_first(event, first));
        let event = event.ok_or(Doubt::NoFirstApproval)?;
        ensure(may(self.history, first, event.at, Permission::ApproveShifts), Doubt::FirstMayNot)
    }

    fn is_first(&self, event: &AuditEvent, first: &MemberId) -> bool {
        let version = event.evidence.as_ref().and_then(|evidence| evidence.target_version.checked_add(1));
        event.verb == Verb::ApproveShiftFirst
            && event.outcome == Outcome::Executed
            && event.workspace == self.event.workspace
            && event.actor.as_ref() == Some(first)
            && event.object == self.event.object
            && event.at <= self.event.at
            && version == Some(self.evidence.target_version)
    }
}
