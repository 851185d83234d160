//! The token: issued to this person for this, in time, still good, and used up by this event and no other.

use super::{Case, Doubt, Ground, ensure};
use crate::audit::{Source, Verb};
use crate::instant::EpochSecond;
use crate::token::{ActionKind, TokenChannel, TokenState, WhatsAppActionToken};

impl Case<'_> {
    /// Gives what the action rests on.
    pub(super) fn token(&self) -> Result<Ground, Doubt> {
        if self.evidence.token.is_none() {
            return ensure(self.can_be_said(), Doubt::NoToken).map(|()| Ground::Words);
        }
        let token = self.stored.token.as_ref().ok_or(Doubt::TokenGone)?;
        let is_theirs = token.workspace == self.event.workspace && token.member == *self.actor;
        ensure(is_theirs, Doubt::TokenOfAnother)?;
        let ground = self.channel(token)?;
        ensure(self.fits(token), Doubt::TokenForAnotherAction)?;
        let same_target = token.target.as_str() == self.event.object;
        ensure(same_target || token.channel == TokenChannel::Bearer, Doubt::TokenForAnotherTarget)?;
        self.in_time(token)?;
        self.used(token)?;
        ensure(self.saw_this_version(token), Doubt::OtherVersionSeen)?;
        Ok(ground)
    }

    /// Says whether the event rests on the person's own link that ends mails. It is not used up: ending twice is ending.
    pub(super) fn link_that_ends_mails(&self) -> Result<Ground, Doubt> {
        let token = self.stored.token.as_ref().ok_or(Doubt::TokenGone)?;
        let is_theirs = token.workspace == self.event.workspace && token.member == *self.actor;
        ensure(is_theirs, Doubt::TokenOfAnother)?;
        ensure(token.action == ActionKind::EndMails, Doubt::TokenForAnotherAction)?;
        ensure(token.issued_at <= self.event.at.into(), Doubt::TokenFromLater)?;
        self.channel(token)
    }

    fn can_be_said(&self) -> bool {
        self.event.source == Source::WhatsApp
            && matches!(self.event.verb, Verb::AssignRecommendation | Verb::GiveReason)
    }

    fn channel(&self, token: &WhatsAppActionToken) -> Result<Ground, Doubt> {
        match (self.event.source, token.channel) {
            (Source::WhatsApp, TokenChannel::Button) => Ok(Ground::Button),
            (Source::WebLink, TokenChannel::Link) => Ok(Ground::Link),
            (Source::Api, TokenChannel::Bearer) => Ok(Ground::LoggedIn),
            _ => Err(Doubt::TokenForAnotherChannel),
        }
    }

    fn fits(&self, token: &WhatsAppActionToken) -> bool {
        use ActionKind::{
            AcceptAssignment, AcknowledgeAlert, ActInApp, ApproveShift, AssignRecommendation, ConfirmShift,
            DeclineShift, PassBackAssignment, PickAssignee, SnoozeAlert, SnoozeAlertUntilTomorrow, UndoShift,
        };
        if token.channel == TokenChannel::Bearer {
            return token.action == ActInApp;
        }
        match self.event.verb {
            Verb::ApproveShift | Verb::ApproveShiftFirst => {
                matches!(token.action, ApproveShift | ConfirmShift)
            }
            Verb::DeclineShift => token.action == DeclineShift,
            Verb::UndoShift => token.action == UndoShift,
            Verb::AcknowledgeAlert => token.action == AcknowledgeAlert,
            Verb::SnoozeAlert => matches!(token.action, SnoozeAlert | SnoozeAlertUntilTomorrow),
            // On a page the person is chosen in the form; on the phone each name has its own token.
            Verb::AssignRecommendation if token.channel == TokenChannel::Link => {
                matches!(token.action, AssignRecommendation | PickAssignee)
            }
            Verb::AssignRecommendation => token.action == PickAssignee,
            Verb::AcceptAssignment => token.action == AcceptAssignment,
            Verb::PassBackAssignment => token.action == PassBackAssignment,
            _ => false,
        }
    }

    fn in_time(&self, token: &WhatsAppActionToken) -> Result<(), Doubt> {
        let second = EpochSecond::from(self.event.at);
        ensure(token.issued_at <= second, Doubt::TokenFromLater)?;
        // A no is never too late.
        let any_age = self.event.verb == Verb::DeclineShift && token.channel != TokenChannel::Bearer;
        ensure(any_age || second < token.valid_until, Doubt::TokenExpired)?;
        let void = self.history.voids(self.actor, token.issued_at, self.event.at);
        ensure(!void, Doubt::TokenVoid)
    }

    /// A token names the one event that used it up, so two events can never share one. A login is not used up.
    fn used(&self, token: &WhatsAppActionToken) -> Result<(), Doubt> {
        if token.channel == TokenChannel::Bearer {
            return ensure(token.state == TokenState::Issued, Doubt::TokenUsedByAnother);
        }
        ensure(token.state == TokenState::Used, Doubt::TokenUnused)?;
        ensure(token.used_by.as_deref() == Some(self.event.id.as_str()), Doubt::TokenUsedByAnother)
    }

    fn saw_this_version(&self, token: &WhatsAppActionToken) -> bool {
        let (seen, before) = (token.target_version, self.evidence.target_version);
        let one_since = seen.checked_add(1) == Some(before);
        match (self.event.verb, token.action) {
            (_, ActionKind::ActInApp | ActionKind::AssignRecommendation) => true,
            // All that may have happened since is the first of two approvals.
            (Verb::ApproveShift, _) => {
                seen == before || (one_since && self.evidence.first_approver.is_some())
            }
            (Verb::ApproveShiftFirst | Verb::AssignRecommendation, _) => seen == before,
            // All that may have happened since is the report that it was carried out, or the owner's first answer.
            (Verb::UndoShift | Verb::AcceptAssignment | Verb::PassBackAssignment, _) => {
                seen == before || one_since
            }
            _ => true,
        }
    }
}
