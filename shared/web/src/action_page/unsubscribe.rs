//! The page that unsubscribes a person from the mails that replace a digest when WhatsApp fails, because these mails
//! are optional. Opening the page never unsubscribes, because mail scanners open every link; the page's button does,
//! and so does the button of a mail client (RFC 8058), which posts without having loaded the page.

use crate::action_page::LinkError;
use crate::action_page::form::ACT_FIELD;
use crate::action_page::view::{ActionForm, ActionView, FormButton, PageState};
use crate::form::{LONGEST_FORM, PostRefusal};
use domain::audit::{AuditEvent, Evidence, Occasion, Source, Verb};
use domain::clock::Clock;
use domain::language::{Language, Phrase, Value};
use domain::text::display_name;
use domain::token::validity::{TokenHolder, judge};
use domain::token::{TokenChannel, TokenClaims, TokenKeys, TokenPurpose};
use domain::workspace::{Member, Workspace};
use jiff::Timestamp;
use store::Store;
use store::links::LinkRead;

/// The value that a mail client posts, whichever way it encodes the form.
const ONE_CLICK: &[u8] = b"One-Click";

/// The dependencies of the unsubscribe page.
pub struct UnsubscribeDeps<'a> {
    /// The store; opening the page only reads it.
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    /// The keys that open tokens.
    pub token_keys: &'a TokenKeys,
}

/// Opens the page of a link. One batched read, and never a write.
///
/// # Errors
/// If the link is not one of ours, or the store cannot be read.
pub async fn look(deps: &UnsubscribeDeps<'_>, token_text: &str) -> Result<ActionView, LinkError> {
    let claims = opened(deps.token_keys, token_text)?;
    let reader = Reader::new(&claims, deps.store.read_link(&claims).await?, deps.clock.now())?;
    let subscription = deps.store.subscription(&claims.workspace, &claims.member).await?;
    let ended = subscription.is_none_or(|known| known.mails_ended_at.is_some());
    Ok(if ended { reader.ended(PageState::Shows) } else { reader.asks() })
}

/// Ends the mails: one batched read and one transaction. Pressing again shows the same page and changes nothing. It
/// is never too late to unsubscribe, so neither the age of the link nor changes since it was sent matter.
///
/// # Errors
/// If the link is not one of ours, the request does not unsubscribe, or the store cannot be read or written.
pub async fn end(deps: &UnsubscribeDeps<'_>, token_text: &str, body: &[u8]) -> Result<ActionView, LinkError> {
    let claims = opened(deps.token_keys, token_text)?;
    pressed(body)?;
    let reader = Reader::new(&claims, deps.store.read_link(&claims).await?, deps.clock.now())?;
    let audit = audit(&claims, &reader, deps.clock.now());
    let changed = deps.store.end_mails(&claims.member, &audit).await?;
    Ok(reader.ended(if changed { PageState::Changed } else { PageState::Shows }))
}

fn opened(keys: &TokenKeys, token_text: &str) -> Result<TokenClaims, LinkError> {
    let claims = keys.open(token_text).map_err(|_not_ours| LinkError::NotALink)?;
    let is_ours = claims.channel == TokenChannel::Link && claims.purpose == TokenPurpose::Unsubscribe;
    if is_ours { Ok(claims) } else { Err(LinkError::NotALink) }
}

/// Accepts the form of our page and that of a mail client. The origin is not checked: a mail client posts from its
/// own servers, and a request without the link's token cannot get here.
fn pressed(body: &[u8]) -> Result<(), PostRefusal> {
    if body.len() > LONGEST_FORM {
        return Err(PostRefusal::TooLong);
    }
    let form = format!("{ACT_FIELD}={}", TokenPurpose::Unsubscribe.as_str());
    let has = |wanted: &[u8]| body.windows(wanted.len()).any(|part| part == wanted);
    if has(ONE_CLICK) || has(form.as_bytes()) { Ok(()) } else { Err(PostRefusal::NoForm) }
}

fn audit(claims: &TokenClaims, reader: &Reader, at: Timestamp) -> AuditEvent {
    let token = claims.hash();
    let occasion = Occasion {
        id: AuditEvent::id_for_token(&token, at),
        workspace: claims.workspace.clone(),
        at,
        source: Source::WebLink,
    };
    let evidence = Evidence {
        token: Some(token),
        role: reader.member.role,
        rules_version: reader.workspace.rules.version,
        target_version: 0,
        band: None,
        first_approver: None,
    };
    AuditEvent::executed(occasion, Verb::EndMails, format!("subscription of {}", claims.member))
        .by(&claims.member)
        .because(evidence)
}

/// The recipient of the mails.
struct Reader {
    language: Language,
    member: Member,
    workspace: Workspace,
}

impl Reader {
    /// Creates the reader if the link is one that we sent to this person. Whether the person is still a member does
    /// not matter.
    fn new(claims: &TokenClaims, read: LinkRead, now: Timestamp) -> Result<Self, LinkError> {
        let holder = TokenHolder {
            token: read.token.as_ref(),
            workspace: read.workspace.as_ref(),
            member: read.member.as_ref(),
            subscription: None,
        };
        let is_good = judge(claims, &holder, now).fault().is_none();
        match (read.member, read.workspace) {
            (Some(member), Some(workspace)) if is_good => {
                Ok(Self { language: Language::choose(&[&member.language]), member, workspace })
            }
            _ => Err(LinkError::NotALink),
        }
    }

    fn say(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[("workspace", Value::Text(&display_name(&self.workspace.name)))])
    }

    fn view(&self, standing: PageState, title: Phrase, text: Phrase) -> ActionView {
        ActionView {
            language: self.language,
            standing,
            workspace: Some(display_name(&self.workspace.name)),
            title: self.say(title),
            about: Vec::new(),
            told: vec![self.say(text)],
            who: None,
            form: None,
        }
    }

    fn ended(&self, standing: PageState) -> ActionView {
        self.view(standing, Phrase::MailsEndedTitle, Phrase::MailsEndedText)
    }

    fn asks(&self) -> ActionView {
        let title = self.say(Phrase::MailsEndButton);
        let button = FormButton { person: None, title, note: None, is_main: true };
        let form = ActionForm {
            path: None,
            act: TokenPurpose::Unsubscribe.as_str(),
            seen: None,
            buttons: vec![button],
        };
        let view = self.view(PageState::Asks, Phrase::MailsEndTitle, Phrase::MailsEndText);
        ActionView { form: Some(form), ..view }
    }
}

#[cfg(test)]
mod tests;
