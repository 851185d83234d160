//! One attempt: a token is stored, a webhook request is signed, and the production code handles it.

use super::scene::{self, HOME, OWNER, TEAMMATE};
use super::{CanaryDeps, Found};
use crate::inbound::{InboundAnswer, InboundDeps, receive};
use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::clock::{FixedClock, NoRandomness};
use domain::identity::{MemberId, WorkspaceId};
use domain::inbound::signature::{AuthTokens, sign};
use domain::inbound::{Form, InboundMessage, SignedBody, SignedRequest, verify};
use domain::instant::EpochSecond;
use domain::message::conversation::{Said, WhatsAppConversationEntry};
use domain::message::job::{DeliveryQueue, QueueError, QueueJob};
use domain::message::question_job::{QuestionJob, QuestionQueue};
use domain::text;
use domain::token::issued::IssuedToken;
use domain::token::{Action, TargetId, TokenChannel, TokenClaims, TokenState, WhatsAppActionToken};
use domain::verification::canary::Canary;
use store::StoreError;

const URL: &str = "https://canary.invalid/twilio/inbound";
const ACCOUNT: &str = "AC00000000000000000000000000000000";
const SENDER: &str = "canary";
const LOGGED_REPLY: &str = "This was handled before.";
const HOUR: i64 = 3_600;

/// An attempt, with everything that is sent.
pub(super) struct Attempt {
    pub(super) canary: Canary,
    stored: TokenClaims,
    claims: TokenClaims,
    sid: String,
}

/// A queue that sends nothing: canaries have no recipients.
struct NoQueue;

#[async_trait]
impl DeliveryQueue for NoQueue {
    async fn send_jobs(&self, _jobs: &[QueueJob], _delay_seconds: i64) -> Result<(), QueueError> {
        Ok(())
    }
}

#[async_trait]
impl QuestionQueue for NoQueue {
    async fn ask(&self, _job: &QuestionJob) -> Result<(), QueueError> {
        Ok(())
    }
}

impl Attempt {
    pub(super) fn new(canary: Canary, deps: &CanaryDeps<'_>) -> Result<Self, NoRandomness> {
        let (nonce, sid) = (deps.randomness.sixteen_bytes()?, deps.randomness.sixteen_bytes()?);
        let target: TargetId =
            scene::shift_of(canary).as_str().parse().unwrap_or_else(|_invalid| TargetId::nothing());
        let claims = TokenClaims {
            purpose: Action::ApproveShift.into(),
            channel: TokenChannel::Button,
            workspace: scene::home_of(canary),
            member: scene::person_of(canary),
            target,
            nonce,
        };
        // The secret of another tenant's token, in a token that names this tenant.
        let stored = match (canary, scene::OTHER.parse()) {
            (Canary::OtherTenantsSecret, Ok(other)) => TokenClaims { workspace: other, ..claims.clone() },
            _ => claims.clone(),
        };
        Ok(Self { canary, stored, claims, sid: format!("SM{}", text::hex(&sid)) })
    }

    /// Makes the attempt and checks its result.
    pub(super) async fn make(&self, deps: &CanaryDeps<'_>) -> Result<Found, StoreError> {
        let token = self.token(deps);
        let logged = (self.canary == Canary::ReplayedMessage).then(|| self.logged(deps));
        deps.store.save_synthetic_token(&self.stored, &token, logged.as_ref()).await?;
        let let_through = self.is_let_through(deps).await?;
        let left = deps
            .store
            .synthetic_state(&self.stored, &scene::shift_of(self.canary), &scene::home_of(self.canary))
            .await?;
        let event = self.event(deps).await?;
        let is_same =
            left.token.as_ref() == Some(&token) && left.shift.is_some_and(|shift| shift.version == 1);
        Ok(Found { changed: !is_same, let_through, event })
    }

    /// Reads the event of the attempt, which is by the message, or by the button if the phone is somebody else's.
    async fn event(&self, deps: &CanaryDeps<'_>) -> Result<Option<AuditEvent>, StoreError> {
        let (workspace, member) = self.phone();
        let stranger = scene::address(&workspace, &member).map(|address| deps.keys.pepper.hash(&address));
        let of_stranger =
            stranger.map(|stranger| AuditEvent::id_for_stranger(self.claims.hash().as_str(), &stranger));
        for id in [Some(AuditEvent::id_for_message(&self.sid)), of_stranger].into_iter().flatten() {
            let event = deps.store.audit_event_at(&self.claims.workspace, deps.now, &id).await?;
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// Sends it as Twilio would. Returns whether it got further than allowed: past the signature, the MAC or the log.
    async fn is_let_through(&self, deps: &CanaryDeps<'_>) -> Result<bool, StoreError> {
        let payload = self.payload(deps);
        let form = self.form(&payload);
        let signature = self.signature(deps, &form);
        let request =
            SignedRequest { configured_url: URL, body: SignedBody::Form(&form), header: Some(&signature) };
        let genuine = verify(&request, &deps.keys.auth_tokens).is_ok();
        if !genuine || self.canary == Canary::ForgedSignature {
            return Ok(genuine);
        }
        let Ok(message) = InboundMessage::from_form(&form) else {
            return Ok(false);
        };
        let answer = receive(&inbound(deps, &FixedClock(deps.now)), &message.vouched_by(&signature)).await?;
        Ok(match self.canary {
            Canary::ForgedToken => deps.keys.token_keys.open(&payload).is_ok(),
            Canary::ReplayedMessage => answer != InboundAnswer::Say(LOGGED_REPLY.to_owned()),
            _ => false,
        })
    }

    fn payload(&self, deps: &CanaryDeps<'_>) -> String {
        let sealed = deps.keys.token_keys.seal(&self.claims).as_str().to_owned();
        if self.canary != Canary::ForgedToken {
            return sealed;
        }
        let (body, mac) = sealed.rsplit_once('.').unwrap_or((&sealed, ""));
        let other: String = mac.chars().map(|letter| if letter == 'A' { 'B' } else { 'A' }).collect();
        format!("{body}.{other}")
    }

    fn form(&self, payload: &str) -> Form {
        let (workspace, member) = self.phone();
        let from = scene::address(&workspace, &member);
        let from = from.map(|address| address.as_parameter().to_owned()).unwrap_or_default();
        let to = format!("whatsapp:{SENDER}");
        let parameters = [
            ("MessageSid", self.sid.as_str()),
            ("AccountSid", ACCOUNT),
            ("From", &from),
            ("To", &to),
            ("ButtonText", "Approve"),
            ("ButtonPayload", payload),
        ];
        parameters.into_iter().collect()
    }

    /// Returns whose phone it comes from.
    fn phone(&self) -> (WorkspaceId, MemberId) {
        let who = |name: &str| name.parse().unwrap_or_else(|_invalid| self.claims.member.clone());
        let home = HOME.parse().unwrap_or_else(|_invalid| self.claims.workspace.clone());
        match self.canary {
            Canary::ForwardedToken => (home, who(TEAMMATE)),
            Canary::OtherTenantsToken => (home, who(OWNER)),
            _ => (self.claims.workspace.clone(), self.claims.member.clone()),
        }
    }

    fn signature(&self, deps: &CanaryDeps<'_>, form: &Form) -> String {
        let AuthTokens { current, .. } = &deps.keys.auth_tokens;
        let forged = format!("{current}x");
        let key = if self.canary == Canary::ForgedSignature { &forged } else { current };
        sign(URL, form.pairs(), key)
    }

    fn token(&self, deps: &CanaryDeps<'_>) -> WhatsAppActionToken {
        let now = EpochSecond::from(deps.now);
        let (issued_at, valid_until) = match self.canary {
            Canary::ExpiredToken => (now.plus_seconds(-2 * HOUR), now.plus_seconds(-HOUR)),
            // Issued before the role changed.
            Canary::RevokedRole => (now.plus_seconds(-2 * HOUR), now.plus_seconds(HOUR)),
            _ => (now.plus_seconds(-60), now.plus_seconds(HOUR)),
        };
        let issued = IssuedToken::new(&self.stored, issued_at, valid_until).for_version(1);
        if self.canary == Canary::UsedToken {
            let used_by = Some("canary".to_owned());
            return WhatsAppActionToken { state: TokenState::Used, used_by, ..issued.token };
        }
        issued.token
    }

    /// The conversation entry of a message that was already handled.
    fn logged(&self, deps: &CanaryDeps<'_>) -> WhatsAppConversationEntry {
        WhatsAppConversationEntry {
            workspace: self.claims.workspace.clone(),
            member: self.claims.member.clone(),
            at: deps.now,
            message_sid: self.sid.clone(),
            said: Said::Tapped { button: "Approve".to_owned(), on: None },
            reply: Some(LOGGED_REPLY.to_owned()),
            queued: Vec::new(),
            question: None,
            webhook: None,
        }
    }
}

fn inbound<'a>(deps: &'a CanaryDeps<'a>, clock: &'a FixedClock) -> InboundDeps<'a> {
    InboundDeps {
        store: deps.store,
        queue: &NoQueue,
        questions: &NoQueue,
        clock,
        token_keys: &deps.keys.token_keys,
        pepper: &deps.keys.pepper,
        account_sid: ACCOUNT,
        sender: SENDER,
    }
}
