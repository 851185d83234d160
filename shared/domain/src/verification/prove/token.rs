//! Checks the token: issued to this person for this action, not expired, not void, and used up by exactly this event.

use super::{Basis, Case, Violation, ensure};
use crate::audit::{Source, Verb};
use crate::instant::EpochSecond;
use crate::token::action::{ActionChannel, ActionEffect};
use crate::token::{Action, ApiCaller, TokenChannel, TokenPurpose, TokenState, WhatsAppActionToken};

impl Case<'_> {
    /// Returns the basis of the action.
    pub(super) fn token(&self) -> Result<Basis, Violation> {
        if self.evidence.token.is_none() {
            return ensure(self.can_be_said(), Violation::NoToken).map(|()| Basis::Words);
        }
        let token = self.stored.token.as_ref().ok_or(Violation::TokenGone)?;
        let is_theirs = token.workspace == self.event.workspace && token.member == *self.actor;
        ensure(is_theirs, Violation::TokenOfAnother)?;
        let ground = self.channel(token)?;
        ensure(self.fits(token), Violation::TokenForAnotherAction)?;
        let same_target = token.target.as_str() == self.event.object;
        ensure(same_target || token.channel == TokenChannel::Bearer, Violation::TokenForAnotherTarget)?;
        self.in_time(token)?;
        self.used(token)?;
        ensure(self.saw_this_version(token), Violation::OtherVersionSeen)?;
        Ok(ground)
    }

    /// Checks that the event is based on the person's own unsubscribe link. The link is not used up: unsubscribing
    /// twice has the same effect as once.
    pub(super) fn link_that_ends_mails(&self) -> Result<Basis, Violation> {
        let token = self.stored.token.as_ref().ok_or(Violation::TokenGone)?;
        let is_theirs = token.workspace == self.event.workspace && token.member == *self.actor;
        ensure(is_theirs, Violation::TokenOfAnother)?;
        ensure(token.purpose == TokenPurpose::Unsubscribe, Violation::TokenForAnotherAction)?;
        ensure(token.issued_at <= self.event.at.into(), Violation::TokenFromLater)?;
        self.channel(token)
    }

    fn can_be_said(&self) -> bool {
        let is_open = |action: Action| action.is_open_to(ActionChannel::Text);
        self.event.source == Source::WhatsApp && Action::audited_as(self.event.verb).any(is_open)
    }

    fn channel(&self, token: &WhatsAppActionToken) -> Result<Basis, Violation> {
        match (self.event.source, token.channel) {
            (Source::WhatsApp, TokenChannel::Button) => Ok(Basis::Button),
            (Source::WebLink, TokenChannel::Link) => Ok(Basis::Link),
            (Source::Api, TokenChannel::Bearer) => Ok(Basis::LoggedIn),
            _ => Err(Violation::TokenForAnotherChannel),
        }
    }

    /// Reports whether the token is for an action of this verb. An action that only asks on a phone is completed on a
    /// page.
    fn fits(&self, token: &WhatsAppActionToken) -> bool {
        if token.channel == TokenChannel::Bearer {
            return token.purpose == TokenPurpose::Api(ApiCaller::Member);
        }
        let executes = |action: Action| match action.row().effect {
            ActionEffect::Changes => true,
            ActionEffect::Asks(_) => token.channel == TokenChannel::Link,
            ActionEffect::Shows => false,
        };
        Action::audited_as(self.event.verb)
            .any(|action| token.purpose == TokenPurpose::Act(action) && executes(action))
    }

    fn in_time(&self, token: &WhatsAppActionToken) -> Result<(), Violation> {
        let second = EpochSecond::from(self.event.at);
        ensure(token.issued_at <= second, Violation::TokenFromLater)?;
        let is_binding = token.purpose.action().is_none_or(|action| action.row().lifetime.is_binding);
        ensure(!is_binding || second < token.valid_until, Violation::TokenExpired)?;
        let void = self.history.voids(self.actor, token.issued_at, self.event.at);
        ensure(!void, Violation::TokenVoid)
    }

    /// Checks that exactly this event used up the token: the token names the event, so two events can never share one.
    /// A bearer token is not used up.
    fn used(&self, token: &WhatsAppActionToken) -> Result<(), Violation> {
        if token.channel == TokenChannel::Bearer {
            return ensure(token.state == TokenState::Issued, Violation::TokenUsedByAnother);
        }
        ensure(token.state == TokenState::Used, Violation::TokenUnused)?;
        ensure(token.used_by.as_deref() == Some(self.event.id.as_str()), Violation::TokenUsedByAnother)
    }

    fn saw_this_version(&self, token: &WhatsAppActionToken) -> bool {
        let (seen, before) = (token.target_version, self.evidence.target_version);
        let one_since = seen.checked_add(1) == Some(before);
        // An API request states itself which version was seen, and so does the form that answers a question on a page.
        let effect = token.purpose.action().map(|action| action.row().effect);
        if effect != Some(ActionEffect::Changes) {
            return true;
        }
        match self.event.verb {
            // The only thing that may have happened since is the first of two approvals.
            Verb::ApproveShift => seen == before || (one_since && self.evidence.first_approver.is_some()),
            Verb::ApproveShiftFirst | Verb::AssignRecommendation => seen == before,
            // The only thing that may have happened since is the report that the shift was applied, or the owner's
            // first answer.
            Verb::UndoShift | Verb::AcceptAssignment | Verb::PassBackAssignment => {
                seen == before || one_since
            }
            _ => true,
        }
    }
}
