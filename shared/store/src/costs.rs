//! Reads for the recording of message costs: finds the messages that may have an attempt in a time span.

use crate::audit_log::Span;
use crate::error::StoreError;
use crate::item;
use crate::key::Key;
use crate::table::Store;
use domain::audit::Verb;
use domain::identity::WorkspaceId;
use domain::message::Message;
use std::collections::HashSet;

impl Store {
    /// Reads the messages that an administrator resent in a time span. Their attempts may happen on a later day than
    /// the one the message was written on, so no list by time finds them; the audit log names them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn sent_again(&self, workspace: &WorkspaceId, span: Span) -> Result<Vec<Message>, StoreError> {
        let (mut keys, mut after) = (HashSet::new(), None);
        loop {
            let page = self.audit_page(workspace, span, after.as_deref()).await?;
            let events = page.events.iter().filter_map(|logged| logged.event.as_ref());
            let again = events.filter(|event| event.verb == Verb::ResendMessage);
            keys.extend(again.filter_map(|event| Some(Key::message(workspace, &event.object.parse().ok()?))));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let found = self.get_many(keys.into_iter()).await?;
        found.into_values().map(item::read).collect()
    }
}
