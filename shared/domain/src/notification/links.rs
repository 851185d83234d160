//! The links of a mail: each has a token that is created at the moment of sending, sealed into the mail, and stored
//! only as a hash.

use crate::address::{NotALink, WebLink};
use crate::clock::{NoRandomness, Randomness};
use crate::email::page::MailButton;
use crate::instant::EpochSecond;
use crate::language::{Language, Phrase};
use crate::notification::{MemberNotification, NotificationKind, wording};
use crate::token::issued::IssuedToken;
use crate::token::planned::PlannedLink;
use crate::token::{TargetId, TokenChannel, TokenClaims, TokenKeys, TokenPurpose};

/// The links of a mail, and what is stored about them.
#[derive(Default)]
pub struct SealedLinks {
    /// The links as buttons, in the order in which they were planned.
    pub buttons: Vec<MailButton>,
    /// The stored records of their tokens.
    pub tokens: Vec<IssuedToken>,
    /// The unsubscribe link, for a kind of mail that can be unsubscribed from.
    pub unsubscribe: Option<MailButton>,
}

/// Why the links of a mail could not be created.
#[derive(Debug, thiserror::Error)]
pub enum SealFailure {
    /// There is no randomness for tokens.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The address of the app cannot carry a token.
    #[error("the address of the app cannot carry a token: correct the setting APP_URL")]
    AppUrl(#[from] NotALink),
}

/// Creates the token of each planned link, and the link that carries it.
///
/// # Errors
/// If there is no randomness, or a link becomes too long.
pub fn seal_links(
    keys: &TokenKeys,
    randomness: &dyn Randomness,
    app_url: &WebLink,
    notification: &MemberNotification,
    language: Language,
    now: EpochSecond,
) -> Result<SealedLinks, SealFailure> {
    let mut sealed = SealedLinks::default();
    for (place, planned) in notification.links.iter().enumerate() {
        let (link, token) = seal(keys, randomness, app_url, notification, planned, now)?;
        let label = wording::link(language, &notification.kind, planned);
        sealed.buttons.push(MailButton { label, link, is_main: place == 0 });
        sealed.tokens.push(token);
    }
    if let Some(planned) = way_out(notification) {
        let (link, token) = seal(keys, randomness, app_url, notification, &planned, now)?;
        let label = language.say(Phrase::MailUnsubscribe, &[]);
        sealed.unsubscribe = Some(MailButton { label, link, is_main: false });
        sealed.tokens.push(token);
    }
    Ok(sealed)
}

fn seal(
    keys: &TokenKeys,
    randomness: &dyn Randomness,
    app_url: &WebLink,
    notification: &MemberNotification,
    planned: &PlannedLink,
    now: EpochSecond,
) -> Result<(WebLink, IssuedToken), SealFailure> {
    let claims = claims(notification, planned, randomness.sixteen_bytes()?);
    let place = planned.detail.as_deref().filter(|_| planned.purpose == TokenPurpose::Dashboard);
    let place = place.map(|place| format!("#{place}")).unwrap_or_default();
    let path = format!("{}/{}{place}", path_of(planned.purpose), keys.seal(&claims).as_str());
    Ok((app_url.join(&path)?, issued(notification, planned, &claims, now)))
}

/// Plans the unsubscribe link: only digests are mails that people have asked for and can do without.
fn way_out(notification: &MemberNotification) -> Option<PlannedLink> {
    let NotificationKind::Digest { .. } = notification.kind else {
        return None;
    };
    Some(PlannedLink::new(TokenPurpose::Unsubscribe, TargetId::mails(), 0))
}

/// Returns the page that a link opens: the dashboard, the unsubscribe page, or the page that asks for confirmation
/// before it acts.
fn path_of(purpose: TokenPurpose) -> &'static str {
    match purpose {
        TokenPurpose::Dashboard | TokenPurpose::ViewAnswer => "d",
        TokenPurpose::Chart => "c",
        TokenPurpose::Unsubscribe => "u",
        TokenPurpose::Act(_) | TokenPurpose::Answer(_) | TokenPurpose::Api(_) => "a",
    }
}

fn claims(notification: &MemberNotification, planned: &PlannedLink, nonce: [u8; 16]) -> TokenClaims {
    TokenClaims {
        purpose: planned.purpose,
        channel: TokenChannel::Link,
        workspace: notification.workspace.clone(),
        member: notification.member.clone(),
        target: planned.target.clone(),
        nonce,
    }
}

fn issued(
    notification: &MemberNotification,
    planned: &PlannedLink,
    claims: &TokenClaims,
    now: EpochSecond,
) -> IssuedToken {
    IssuedToken::new(claims, now, now.plus_seconds(planned.valid_for_seconds))
        .for_version(planned.target_version)
        .with_detail(planned.detail.clone())
        .carried_by(notification.id.as_str())
}

#[cfg(test)]
mod tests;
