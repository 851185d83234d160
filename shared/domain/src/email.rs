//! The edge to e-mail, by way of SES: one mail out, one answer in, and what a missing answer means.
//!
//! Nothing here retries or decides: the use case does, by the kind of the failure. Whatever becomes a header is of a type
//! that cannot hold a second line.

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
    /// Hands a mail over once.
    ///
    /// # Errors
    /// By remedy. Only after [`EmailFailure::Ambiguous`] may the mail have been accepted.
    async fn send(&self, mail: &OutboundEmail) -> Result<SentEmail, EmailFailure>;
}

/// One mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboundEmail {
    /// The notification that it is about; what SES reports about the mail later names it.
    pub about: NotificationJob,
    /// The person's address.
    pub to: EmailAddress,
    pub subject: SubjectLine,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML, with the same content.
    pub html: String,
    /// Where one click ends mails of this kind, for mails that nobody has to get.
    pub unsubscribe: Option<WebLink>,
}

impl fmt::Debug for OutboundEmail {
    /// Shows nothing: a mail is an address, figures and action tokens.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OutboundEmail(…)")
    }
}

/// The word of SES that it took a mail; bounces come later, as events that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentEmail {
    /// The identifier that SES gave the mail.
    pub id: String,
}

/// Why SES refuses a mail, as far as that decides who can mend it. What SES says is not kept: it may name addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailRefusal {
    /// The sender is no verified identity, or the person is none while the account is in the sandbox.
    Unverified,
    /// The account may not send, or not now.
    Account,
    /// The mail's content is refused.
    Content,
    /// The request is not understood, such as an address of a form that SES does not take.
    Request,
    /// The function's role may not send in the name of the sender.
    Permission,
    /// A refusal that this version does not know.
    Unfamiliar,
}

/// The internal cause of a failure: for the log, free of addresses and bodies.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Says what became of a mail that was not taken, by what can be done about it.
#[derive(Debug, thiserror::Error)]
pub enum EmailFailure {
    /// The mail was one too many and was not taken.
    #[error("too many e-mails: send again later, nothing was accepted")]
    Throttled,
    /// The mail was refused.
    #[error("the e-mail was refused ({reason:?}): nothing was accepted")]
    Rejected {
        /// Why.
        reason: EmailRefusal,
    },
    /// The request certainly had no effect: it may be made again.
    #[error("not reachable: try again, nothing was accepted")]
    Unavailable(#[source] Cause),
    /// The request was made and its outcome is not known: never send blindly again.
    #[error("no usable answer: the e-mail may or may not have been accepted")]
    Ambiguous(#[source] Cause),
}
