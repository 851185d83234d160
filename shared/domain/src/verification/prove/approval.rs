//! Checks the approval: the amount allowed this kind of approval, and two approvals come from two people.

use super::person::may;
use super::{Case, Violation, ensure};
use crate::audit::{AuditEvent, Outcome, Source, Verb};
use crate::identity::MemberId;
use crate::insight::target::Target;
use crate::token::{Action, TokenPurpose};
use crate::workspace::rules::{Band, Permission};

impl Case<'_> {
    pub(super) fn approval(&self) -> Result<(), Violation> {
        let Some(Target::Shift(shift)) = &self.stored.target else {
            return Ok(());
        };
        let rules = self.history.rules_at(self.event.at).ok_or(Violation::NoRules)?;
        let band = rules.band(shift.amount).ok_or(Violation::OtherBand)?;
        match (self.event.verb, &self.evidence.first_approver) {
            (Verb::ApproveShiftFirst, _) => {
                let is_first = band == Band::SecondApprover && self.evidence.band.is_none();
                ensure(is_first, Violation::OtherBand)
            }
            (Verb::ApproveShift, Some(first)) => {
                ensure(self.evidence.band == Some(Band::SecondApprover), Violation::OtherBand)?;
                let recorded = shift.first.as_ref().is_some_and(|recorded| recorded.by == *first);
                ensure(recorded, Violation::NoFirstApproval)?;
                self.two_people(first)
            }
            (Verb::ApproveShift, None) => {
                let enough = band != Band::SecondApprover && self.evidence.band == Some(band);
                ensure(enough, Violation::OtherBand)?;
                ensure(band == Band::OneTap || self.was_asked(), Violation::NotAsked)
            }
            _ => Ok(()),
        }
    }

    /// Reports whether the person was asked to confirm. A page shows everything before its button is pressed; on the
    /// phone the second tap has a token of its own.
    fn was_asked(&self) -> bool {
        let confirmed = |purpose| purpose == TokenPurpose::Act(Action::ConfirmShift);
        self.event.source != Source::WhatsApp
            || self.stored.token.as_ref().is_some_and(|token| confirmed(token.purpose))
    }

    fn two_people(&self, first: &MemberId) -> Result<(), Violation> {
        ensure(!self.history.are_one_person(first, self.actor), Violation::OnePersonTwice)?;
        let event = self.stored.first.as_ref().filter(|event| self.is_first(event, first));
        let event = event.ok_or(Violation::NoFirstApproval)?;
        let may = |at| may(self.history, first, at, Permission::ApproveShifts);
        ensure(may(event.at) && may(self.event.at), Violation::FirstMayNot)
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
