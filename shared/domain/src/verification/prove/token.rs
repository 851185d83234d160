//! The token: issued to this person for this, in time, still good, and used up by this event and no other.

use super::{Case, Doubt, Ground, ensure};
use crate::audit::{Source, Verb};
use crate::instant::EpochSecond;
use crate::token::action::{ActionChannel, ActionEffect};
use crate::token::{Action, ApiCaller, TokenChannel, TokenPurpose, TokenState, WhatsAppActionToken};

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
        ensure(token.purpose == TokenPurpose::Unsubscribe, Doubt::TokenForAnotherAction)?;
        ensure(token.issued_at <= self.event.at.into(), Doubt::TokenFromLater)?;
        self.channel(token)
    }

    fn can_be_said(&self) -> bool {
        let is_open = |action: Action| action.is_open_to(ActionChannel::Text);
        self.event.source == Source::WhatsApp && Action::audited_as(self.event.verb).any(is_open)
    }

    fn channel(&self, token: &WhatsAppActionToken) -> Result<Ground, Doubt> {
        match (self.event.source, token.channel) {
            (Source::WhatsApp, TokenChannel::Button) => Ok(Ground::Button),
            (Source::WebLink, TokenChannel::Link) => Ok(Ground::Link),
            (Source::Api, TokenChannel::Bearer) => Ok(Ground::LoggedIn),
            _ => Err(Doubt::TokenForAnotherChannel),
        }
    }

    /// Reports whether the token is for an action of this verb. What only asks on a phone is answered on a page.
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

    fn in_time(&self, token: &WhatsAppActionToken) -> Result<(), Doubt> {
        let second = EpochSecond::from(self.event.at);
        ensure(token.issued_at <= second, Doubt::TokenFromLater)?;
        let is_binding = token.purpose.action().is_none_or(|action| action.row().lifetime.is_binding);
        ensure(!is_binding || second < token.valid_until, Doubt::TokenExpired)?;
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
        // A request to the API says itself what was seen, and so does the form that answers what is asked on a page.
        let effect = token.purpose.action().map(|action| action.row().effect);
        if effect != Some(ActionEffect::Changes) {
            return true;
        }
        match self.event.verb {
            // All that may have happened since is the first of two approvals.
            Verb::ApproveShift => seen == before || (one_since && self.evidence.first_approver.is_some()),
            Verb::ApproveShiftFirst | Verb::AssignRecommendation => seen == before,
            // All that may have happened since is the report that it was carried out, or the owner's first answer.
            Verb::UndoShift | Verb::AcceptAssignment | Verb::PassBackAssignment => {
                seen == before || one_since
            }
            _ => true,
        }
    }
}
