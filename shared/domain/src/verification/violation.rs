//! Why an executed action is not proven: the first thing that is not as it must be.

use serde::{Deserialize, Serialize};

/// Why an executed action is not proven.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    /// The event does not have the form of an event.
    #[error("the event cannot be read")]
    Unreadable,
    /// The event is stored under the key of another time, identifier or workspace.
    #[error("the event is not at the place that its time and identifier give")]
    Misplaced,
    /// Nothing in the product carries this out on this channel.
    #[error("the product never carries this out on this channel")]
    NeverExecuted,
    /// A person is named where no person acts.
    #[error("a person is named for what only a system reports")]
    UnexpectedPerson,
    /// No person is named.
    #[error("no person is named")]
    NoPerson,
    /// The event says nothing of what it rested on.
    #[error("the event does not say what it rested on")]
    NoEvidence,
    /// The identifier is not the one that the message or the token gives.
    #[error("the event's identifier is not that of its message or token")]
    OtherIdentifier,
    /// The membership did not stand at that time.
    #[error("the person was no member at that time")]
    NotAMember,
    /// The person had another role at that time.
    #[error("the person had another role at that time")]
    OtherRole,
    /// The rules of that time are not known.
    #[error("the rules of that time are not stored")]
    NoRules,
    /// Other rules were in force at that time.
    #[error("other rules were in force at that time")]
    OtherRules,
    /// The rules of that time did not allow it.
    #[error("the rules of that time did not allow the person to do it")]
    MayNot,
    /// The person was no owner at that time.
    #[error("the person was no owner at that time")]
    NotAnOwner,
    /// What was changed does not show the change.
    #[error("the membership or the rules do not show this change")]
    NoChange,
    /// No token is named, and words cannot ask for this.
    #[error("no token is named, and words alone cannot do this")]
    NoToken,
    /// The token is not stored.
    #[error("the token is not stored")]
    TokenGone,
    /// The token was issued to somebody else.
    #[error("the token was issued to another person or workspace")]
    TokenOfAnother,
    /// The token is for another channel.
    #[error("the token is for another channel")]
    TokenForAnotherChannel,
    /// The token is for another action.
    #[error("the token is for another action")]
    TokenForAnotherAction,
    /// The token is for something else.
    #[error("the token is for another target")]
    TokenForAnotherTarget,
    /// The token was issued after the action.
    #[error("the token was issued after the action")]
    TokenFromLater,
    /// The token had expired.
    #[error("the token had expired")]
    TokenExpired,
    /// Consent, role or rules changed between the token and the action.
    #[error("the token was void: consent, role or rules had changed since it was issued")]
    TokenVoid,
    /// The token is not marked as used.
    #[error("the token is not marked as used")]
    TokenUnused,
    /// The token was used by another event.
    #[error("the token was used up by another action")]
    TokenUsedByAnother,
    /// The person saw another version than the one that was acted on.
    #[error("the token was made for another version of the target")]
    OtherVersionSeen,
    /// The message that carried the token went to somebody else.
    #[error("the message with the button went to another person")]
    MessageOfAnother,
    /// No message of the person is in the log.
    #[error("no message of the person asks for it")]
    NoEntry,
    /// The message of the person is of another time or kind.
    #[error("the person's message is of another time or kind")]
    OtherEntry,
    /// Nothing vouches for the webhook.
    #[error("no checked signature vouches for the message")]
    NoWebhook,
    /// The signature came with another message before.
    #[error("the signature came with another message before")]
    SignatureTwice,
    /// The person had not agreed to messages at that time.
    #[error("the person had no consent on record at that time")]
    NoConsent,
    /// What was acted on is not stored.
    #[error("what was acted on is not stored")]
    NoTarget,
    /// The versions before and after do not follow each other.
    #[error("the versions before and after do not follow each other")]
    VersionGap,
    /// Another event changed the same version.
    #[error("another event changed the same version")]
    VersionTwice,
    /// An event changed a later version before.
    #[error("a later version was changed before this one")]
    OutOfOrder,
    /// What was acted on says something else.
    #[error("what was acted on shows another person, time or outcome")]
    OtherTarget,
    /// The amount asks for another band.
    #[error("the amount asked for another kind of approval")]
    OtherBand,
    /// The person was not asked once more.
    #[error("the person was not asked once more")]
    NotAsked,
    /// Both approvals are of one person.
    #[error("both approvals are of the same person")]
    OnePersonTwice,
    /// The first of two approvals is not there.
    #[error("the first of the two approvals is not there")]
    NoFirstApproval,
    /// The first of the two was not allowed to.
    #[error("the first of the two was not allowed to approve")]
    FirstMayNot,
}
