//! A digest that was composed, exactly as it was: nothing of it is worked out again, whatever has become of facts, names,
//! roles and templates since.

use domain::digest::WhatsAppDigest;
use domain::digest::form::text_of_attempt;
use domain::identity::{MessageId, WorkspaceId};
use domain::message::{Attempt, Message};
use store::{Store, StoreError};

/// A digest with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestReplay {
    pub digest: WhatsAppDigest,
    /// The message that carries it, with its attempts.
    pub message: Message,
    /// The text of each attempt as the person read it; `None` if neither the log nor this build has it any more.
    pub texts: Vec<Option<String>>,
}

/// Reads a digest with the texts that were sent: one batched read, and another one of the log if Twilio took an attempt.
/// Returns `None` if the workspace has no digest with this message.
///
/// # Errors
/// If the store cannot be read.
pub async fn replay(
    store: &Store,
    workspace: &WorkspaceId,
    id: &MessageId,
) -> Result<Option<DigestReplay>, StoreError> {
    let Some((digest, message)) = store.digest(workspace, id).await? else { return Ok(None) };
    let sids: Vec<String> = message.attempts.iter().filter_map(|attempt| attempt.sid.clone()).collect();
    let logged = store.texts_on_record(workspace, &message.member, &sids).await?;
    let text = |attempt: &Attempt| {
        let logged = attempt.sid.as_ref().and_then(|sid| logged.get(sid)).cloned();
        logged.or_else(|| text_of_attempt(&message, attempt))
    };
    let texts = message.attempts.iter().map(text).collect();
    Ok(Some(DigestReplay { digest, message, texts }))
}

#[cfg(test)]
mod tests;
