//! The port for e-mail, by way of SES: one mail out, one answer in, and what a missing answer means.
//!
//! Nothing here retries or decides: the use case does, based on the kind of failure. Everything that becomes a header
//! has a type that cannot contain a second line.

pub mod bounce;

pub use bounce::BounceKind;

pub mod event;
pub mod page;
pub mod suppression;

use crate::address::{EmailAddress, SubjectLine, WebLink};
use crate::message::reference::NotificationJob;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Sends e-mail.
#[async_trait]
pub trait Email: Send + Sync {
    /// Submits a mail once.
    ///
    /// # Errors
    /// Classified by what can be done about them. Only after [`EmailFailure::Ambiguous`] may the mail have been
    /// accepted.
    async fn send(&self, mail: &OutboundEmail) -> Result<SentEmail, EmailFailure>;
}

/// One mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboundEmail {
    /// The notification that the mail is about; later reports by SES about the mail refer to it.
    pub about: NotificationJob,
    /// The person's address.
    pub to: EmailAddress,
    pub subject: SubjectLine,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML, with the same content.
    pub html: String,
    /// The one-click unsubscribe address, for mails that are optional.
    pub unsubscribe: Option<WebLink>,
}

impl fmt::Debug for OutboundEmail {
    /// Shows nothing, because a mail consists of an address, figures and action tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OutboundEmail(…)")
    }
}

/// The confirmation by SES that it accepted a mail; bounces arrive later, as events that refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentEmail {
    /// The identifier that SES gave the mail.
    pub id: String,
}

/// Why SES refuses a mail, as far as that determines who can fix it. The wording of SES is not kept, because it may
/// contain addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailRefusal {
    /// The sender is not a verified identity, or the recipient is not while the account is in the sandbox.
    Unverified,
    /// The account may not send, or not at present.
    Account,
    /// The mail's content is refused.
    Content,
    /// The request is not accepted, for example because of the form of an address.
    Request,
    /// The function's role may not send on behalf of the sender.
    Permission,
    /// A refusal that this version does not know.
    Unfamiliar,
}

/// The internal cause of a failure: for the log, free of addresses and bodies.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a mail was not accepted, by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum EmailFailure {
    /// There were too many mails, and this one was not accepted.
    #[error("too many e-mails: send again later, nothing was accepted")]
    Throttled,
    /// The mail was refused.
    #[error("the e-mail was refused ({reason:?}): nothing was accepted")]
    Rejected { reason: EmailRefusal },
    /// The request certainly had no effect: it may be repeated.
    #[error("not reachable: try again, nothing was accepted")]
    Unavailable(#[source] Cause),
    /// The request was made and its outcome is unknown: never blindly send again.
    #[error("no usable answer: the e-mail may or may not have been accepted")]
    Ambiguous(#[source] Cause),
}
