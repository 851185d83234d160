//! Why an executed action is unproven: the first violation that was found.

use serde::{Deserialize, Serialize};

/// Why an executed action is unproven.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    /// The event cannot be parsed.
    #[error("the event cannot be read")]
    Unreadable,
    /// The event is stored under a key with a different time, identifier or workspace.
    #[error("the event is not at the place that its time and identifier give")]
    Misplaced,
    /// The product never executes this action on this channel.
    #[error("the product never carries this out on this channel")]
    NeverExecuted,
    /// A person is named for something that only a system does.
    #[error("a person is named for what only a system reports")]
    UnexpectedPerson,
    /// No person is named.
    #[error("no person is named")]
    NoPerson,
    /// The event does not record its evidence.
    #[error("the event does not say what it rested on")]
    NoEvidence,
    /// The identifier does not match the message or the token.
    #[error("the event's identifier is not that of its message or token")]
    OtherIdentifier,
    /// The person was not a member at that time.
    #[error("the person was no member at that time")]
    NotAMember,
    /// The person had a different role at that time.
    #[error("the person had another role at that time")]
    OtherRole,
    /// The rules of that time are not known.
    #[error("the rules of that time are not stored")]
    NoRules,
    /// Different rules were in force at that time.
    #[error("other rules were in force at that time")]
    OtherRules,
    /// The rules of that time did not allow it.
    #[error("the rules of that time did not allow the person to do it")]
    MayNot,
    /// The person was not an owner at that time.
    #[error("the person was no owner at that time")]
    NotAnOwner,
    /// The membership or the rules do not show the change.
    #[error("the membership or the rules do not show this change")]
    NoChange,
    /// No token is named, and free text cannot request this action.
    #[error("no token is named, and words alone cannot do this")]
    NoToken,
    /// The token is not stored.
    #[error("the token is not stored")]
    TokenGone,
    /// The token was issued to a different person or workspace.
    #[error("the token was issued to another person or workspace")]
    TokenOfAnother,
    /// The token is for a different channel.
    #[error("the token is for another channel")]
    TokenForAnotherChannel,
    /// The token is for a different action.
    #[error("the token is for another action")]
    TokenForAnotherAction,
    /// The token is for a different target.
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
    /// The person saw a different version of the target than the one acted on.
    #[error("the token was made for another version of the target")]
    OtherVersionSeen,
    /// The message that carried the token went to a different person.
    #[error("the message with the button went to another person")]
    MessageOfAnother,
    /// The log contains no message of the person.
    #[error("no message of the person asks for it")]
    NoEntry,
    /// The person's message has a different time or kind.
    #[error("the person's message is of another time or kind")]
    OtherEntry,
    /// No verified signature attests the webhook.
    #[error("no checked signature vouches for the message")]
    NoWebhook,
    /// The signature was used earlier with another message.
    #[error("the signature came with another message before")]
    SignatureTwice,
    /// The person had not consented to messages at that time.
    #[error("the person had no consent on record at that time")]
    NoConsent,
    /// The target is not stored.
    #[error("what was acted on is not stored")]
    NoTarget,
    /// The versions before and after are not consecutive.
    #[error("the versions before and after do not follow each other")]
    VersionGap,
    /// Another event changed the same version.
    #[error("another event changed the same version")]
    VersionTwice,
    /// A later version was changed before this one.
    #[error("a later version was changed before this one")]
    OutOfOrder,
    /// The target shows a different person, time or outcome.
    #[error("what was acted on shows another person, time or outcome")]
    OtherTarget,
    /// The amount required a different kind of approval.
    #[error("the amount asked for another kind of approval")]
    OtherBand,
    /// The person was not asked to confirm.
    #[error("the person was not asked once more")]
    NotAsked,
    /// Both approvals come from the same person.
    #[error("both approvals are of the same person")]
    OnePersonTwice,
    /// The first of the two approvals is missing.
    #[error("the first of the two approvals is not there")]
    NoFirstApproval,
    /// The person who approved first was not allowed to, then or when the second approved.
    #[error("the first of the two was not allowed to approve, or no longer when the second did")]
    FirstMayNot,
}
