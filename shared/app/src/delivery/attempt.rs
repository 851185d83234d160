//! One attempt: the rate limit, the claim, the call to Twilio, and the record of its answer.

use super::{Case, Delivered, DeliveryError, once_more};
use crate::delivery::attempt_result::AttemptResult;
use domain::address::WhatsAppAddress;
use domain::clock::NoRandomness;
use domain::delivery::breaker::template_key;
use domain::delivery::log_events::SENDER_PAUSED;
use domain::delivery::policy::{AttemptFailure, LEASE_SECONDS, refused_contents};
use domain::digest::form::{form_with, sent_entry};
use domain::inbound::callback::AttemptReference;
use domain::instant::EpochSecond;
use domain::message::form::MessageForm;
use domain::message::refusal::classify;
use domain::message::template::TemplateName;
use domain::message::{Attempt, FailureClass, FailureReason, Message, MessageState, PlannedButton};
use domain::token::expiring::ExpiringClaims;
use domain::token::issued::IssuedToken;
use domain::token::{TokenClaims, TokenPurpose};
use domain::twilio::{Accepted, OutboundContent, OutboundMessage, SendFailure};
use domain::workspace::WhatsAppSubscription;
use std::collections::BTreeMap;
use store::StoreError;
use store::breakers::BreakersChange;
use store::messages::{AttemptClaim, Claim};

/// The minimum interval between two messages to one phone, in seconds: WhatsApp refuses faster ones.
const PERSON_INTERVAL_SECONDS: i64 = 6;
/// How many seconds after its claim a call may still start. The call must end within the lease, after which other
/// workers consider the message lost. A worker that was stalled for longer makes no call.
const LATEST_CALL_SECONDS: i64 = LEASE_SECONDS - 10;

/// The form in which a message is sent: as planned, as a message of the open session, or with its fallback template.
struct Form {
    template: TemplateName,
    template_version: u32,
    content_sid: String,
    variables: BTreeMap<String, String>,
    buttons: Vec<PlannedButton>,
}

impl Case<'_> {
    pub(super) async fn attempt(
        &self,
        number: u32,
        template: TemplateName,
        is_probe: bool,
    ) -> Result<Option<Delivered>, DeliveryError> {
        let (message, subscription) = (self.message(), self.read.subscription.as_ref());
        let (Some(form), Some(subscription)) = (self.form_or_other(template).await?, subscription) else {
            return self.settle(message, AttemptResult::without_call(AttemptFailure::NoTemplate)).await;
        };
        let Some(to) = subscription.address() else {
            return self.settle(message, AttemptResult::without_call(AttemptFailure::NoAddress)).await;
        };
        if is_probe && !self.may_probe().await? {
            return Ok(None);
        }
        self.deps.pace.acquire().await;
        self.claim_and_send(number, &form, subscription, to, is_probe).await
    }

    /// Returns the form for a template or, if that is a content for the open session that is not at Twilio, for the one that
    /// the message has besides.
    async fn form_or_other(&self, template: TemplateName) -> Result<Option<Form>, StoreError> {
        let form = self.form(template).await?;
        if form.is_some() || !template.is_session() {
            return Ok(form);
        }
        let mut refused = refused_contents(self.message());
        refused.push(template);
        match self.read.breakers.template_for(self.message(), false, &refused, self.now()) {
            Some(other) => self.form(other).await,
            None => Ok(None),
        }
    }

    /// Returns the form for a template, or `None` if the template has no content at Twilio.
    async fn form(&self, template: TemplateName) -> Result<Option<Form>, StoreError> {
        let (deps, key) = (self.deps, template_key(template, self.message()));
        let content_sid = deps.contents.sid(deps.store, &key, deps.clock.now()).await?;
        Ok(content_sid.and_then(|content_sid| self.form_with(template, content_sid)))
    }

    fn form_with(&self, template: TemplateName, content_sid: String) -> Option<Form> {
        let message = self.message();
        if template == message.template {
            let (variables, buttons) = (message.variables.clone(), message.buttons.clone());
            let template_version = message.template_version;
            return Some(Form { template, template_version, content_sid, variables, buttons });
        }
        let other = form_with(message, template)?;
        let MessageForm { template, template_version, variables, buttons, .. } = other;
        Some(Form { template, template_version, content_sid, variables, buttons })
    }

    /// Claims the right to be the one worker that probes whether Twilio is back.
    async fn may_probe(&self) -> Result<bool, DeliveryError> {
        let (seen, now) = (&self.read.breakers, self.now());
        let change = self.deps.store.change_breakers(seen, &seen.with_sender_stopped(now)).await?;
        Ok(change == BreakersChange::Made)
    }

    async fn claim_and_send(
        &self,
        number: u32,
        form: &Form,
        subscription: &WhatsAppSubscription,
        to: WhatsAppAddress,
        is_probe: bool,
    ) -> Result<Option<Delivered>, DeliveryError> {
        let (deps, message, now) = (self.deps, self.message(), self.deps.clock.now());
        let mut attempt = Attempt::begun(number, form.template, form.template_version, now);
        attempt.manual = message.resend.is_some();
        let (variables, tokens) = self.seal_buttons(form, now.into())?;
        let hashed_address = deps.pepper.hash(&to);
        let claim = AttemptClaim {
            message,
            subscription,
            attempt: &attempt,
            lease_until: EpochSecond::from(now).plus_seconds(LEASE_SECONDS),
            tokens: &tokens,
            hashed_address: &hashed_address,
            address_free_at: free_again(now),
        };
        match deps.store.claim_attempt(&claim).await? {
            Claim::Claimed => {}
            Claim::NotNow => return Ok(None),
            Claim::NotAMember => return self.give_up(FailureReason::NotAMember).await,
            Claim::TooSoon { at } => return self.wait(at.seconds_since(now.into())).await,
        }
        let mut claimed = Message { state: MessageState::Calling, ..message.clone() };
        claimed.attempts.push(attempt);
        if self.now() > EpochSecond::from(now).plus_seconds(LATEST_CALL_SECONDS) {
            return self.settle(&claimed, AttemptResult::never_arrived(number)).await;
        }
        let content = OutboundContent::Template { content_sid: form.content_sid.clone(), variables };
        let result = deps.whatsapp.send(&self.outbound(to, content, number)).await;
        self.note_health(&result, is_probe).await;
        self.record(&claimed, number, result).await
    }

    fn outbound(&self, to: WhatsAppAddress, content: OutboundContent, number: u32) -> OutboundMessage {
        let (workspace, message) = (self.job.workspace.clone(), self.job.message.clone());
        let reference = AttemptReference { workspace, message, attempt: number };
        OutboundMessage { to, content, status_callback: reference.callback_url(self.deps.status_callback) }
    }

    /// Creates the token of each button and fills it into the variables. The tokens themselves are stored nowhere.
    fn seal_buttons(
        &self,
        form: &Form,
        now: EpochSecond,
    ) -> Result<(BTreeMap<String, String>, Vec<IssuedToken>), NoRandomness> {
        let mut variables = form.variables.clone();
        let mut tokens = Vec::with_capacity(form.buttons.len());
        for button in &form.buttons {
            if button.purpose == TokenPurpose::Chart {
                variables.insert(button.variable.to_string(), self.picture(button));
                continue;
            }
            let claims = self.claims(button)?;
            let wire = self.deps.token_keys.seal(&claims);
            let carried = if button.version_is_fixed_text { wire.after_version() } else { wire.as_str() };
            variables.insert(button.variable.to_string(), carried.to_owned());
            tokens.push(self.issued(button, &claims, now));
        }
        Ok((variables, tokens))
    }

    /// Returns the name of the file that Twilio fetches for a picture. Its token is not stored: it expires by itself.
    fn picture(&self, button: &PlannedButton) -> String {
        let (message, now) = (self.message(), self.deps.clock.now());
        let whose = (&message.workspace, &message.member);
        let claims = ExpiringClaims::new(button.purpose, whose, button.target.clone(), now);
        format!("{}.png", claims.seal(self.deps.token_keys))
    }

    fn claims(&self, button: &PlannedButton) -> Result<TokenClaims, NoRandomness> {
        Ok(TokenClaims {
            purpose: button.purpose,
            channel: button.channel,
            workspace: self.message().workspace.clone(),
            member: self.message().member.clone(),
            target: button.target.clone(),
            nonce: self.deps.randomness.sixteen_bytes()?,
        })
    }

    fn issued(&self, button: &PlannedButton, claims: &TokenClaims, now: EpochSecond) -> IssuedToken {
        IssuedToken::new(claims, now, now.plus_seconds(button.valid_for_seconds))
            .for_version(button.target_version)
            .with_detail(button.detail.clone())
            .carried_by(self.message().id.as_str())
    }

    /// Records whether Twilio is available. If this cannot be written, the next message detects the same again.
    async fn note_health(&self, result: &Result<Accepted, SendFailure>, is_probe: bool) {
        let (deps, seen, now) = (self.deps, &self.read.breakers, self.now());
        let failed = match Heard::from_result(result) {
            Heard::Answer => None,
            Heard::Nothing => Some((deps.health.failed(), "no answer")),
            Heard::CredentialsRefused => Some((true, "credentials refused")),
        };
        let changed = match failed {
            Some((_, reason)) if is_probe => {
                // The probe itself has already recorded that sending is paused.
                tracing::error!(event = SENDER_PAUSED, reason, "Twilio cannot be used; sending pauses");
                None
            }
            Some((is_down, _)) => is_down.then(|| (seen.clone(), seen.with_sender_stopped(now))),
            None => {
                deps.health.answered();
                let stopped = if is_probe { seen.with_sender_stopped(now) } else { seen.clone() };
                is_probe.then(|| (stopped.clone(), stopped.with_sender_free()))
            }
        };
        match result {
            Ok(_) => deps.pace.speed_up(),
            Err(SendFailure::Throttled { .. }) => deps.pace.slow_down(),
            Err(_) => {}
        }
        let Some((seen, changed)) = changed else { return };
        match deps.store.change_breakers(&seen, &changed).await {
            Ok(BreakersChange::Made) if changed.sender.is_some() => {
                let reason = failed.map(|(_, reason)| reason);
                tracing::error!(event = SENDER_PAUSED, reason, "Twilio cannot be used; sending pauses");
            }
            Ok(_) => {}
            Err(error) => {
                let cause = domain::error::with_causes(&error);
                tracing::warn!(cause, "whether Twilio is there could not be written");
            }
        }
    }

    async fn record(
        &self,
        claimed: &Message,
        number: u32,
        result: Result<Accepted, SendFailure>,
    ) -> Result<Option<Delivered>, DeliveryError> {
        match result {
            Ok(accepted) => {
                let entry = sent_entry(claimed, number, &accepted.sid, self.deps.clock.now());
                self.deps.store.record_accepted(claimed, number, &accepted.sid, &entry).await?;
                Ok(Some(Delivered::Accepted))
            }
            Err(failure) => {
                let cause = domain::error::with_causes(&failure);
                tracing::info!(message_id = %claimed.id, number, cause, "an attempt was not taken");
                match AttemptResult::from_failure(number, &failure) {
                    Some(ending) => self.settle(claimed, ending).await,
                    None => self.ask_later(claimed, number).await,
                }
            }
        }
    }

    /// Twilio did not answer: nothing is sent again until it is known what happened to the message.
    async fn ask_later(&self, claimed: &Message, number: u32) -> Result<Option<Delivered>, DeliveryError> {
        let outcome = AttemptResult::unknown(number);
        let (store, now) = (self.deps.store, self.deps.clock.now());
        let settle = || store.settle(claimed, Some(&outcome), &store::messages::Settled::Unknown, now);
        once_more(settle).await?;
        super::wait(self.deps, self.job, super::inquiry::FIRST_LOOK_SECONDS).await?;
        Ok(Some(Delivered::Unknown))
    }
}

/// What a call shows about Twilio itself.
enum Heard {
    /// Twilio is available, whatever it answered about the message.
    Answer,
    /// Twilio did not answer, or failed.
    Nothing,
    /// Twilio does not accept our credentials, for this message or any other.
    CredentialsRefused,
}

impl Heard {
    fn from_result(result: &Result<Accepted, SendFailure>) -> Self {
        match result {
            Ok(_) | Err(SendFailure::Throttled { .. }) => Self::Answer,
            Err(SendFailure::Unavailable(_) | SendFailure::Ambiguous(_)) => Self::Nothing,
            Err(SendFailure::Rejected { code, http_status }) => match classify(*code, *http_status) {
                FailureClass::CredentialsRefused => Self::CredentialsRefused,
                _ => Self::Answer,
            },
        }
    }
}

/// Returns the first full second at which the next message may be sent to the same phone.
fn free_again(now: jiff::Timestamp) -> EpochSecond {
    EpochSecond::from(now).plus_seconds(PERSON_INTERVAL_SECONDS + i64::from(now.subsec_nanosecond() > 0))
}
