//! What other people did that concerns the viewer: the in-app notifications.

use super::PageWriter;
use domain::identity::NotificationId;
use domain::notification::MemberNotification;

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationLine {
    /// The identifier.
    pub id: NotificationId,
    /// What happened.
    pub text: String,
    /// Why, and when.
    pub detail: String,
    /// Whether the person has not seen it yet.
    pub is_new: bool,
}

impl PageWriter<'_> {
    pub(super) fn notifications(&self) -> Vec<NotificationLine> {
        self.facts.notifications.iter().map(|notification| self.notification(notification)).collect()
    }

    fn notification(&self, notification: &MemberNotification) -> NotificationLine {
        let time = self.moment(notification.at);
        let why = Some(&notification.why).filter(|why| !why.is_empty());
        NotificationLine {
            id: notification.id.clone(),
            text: notification.summary.clone(),
            detail: why.map_or_else(|| time.clone(), |why| format!("{why} · {time}")),
            is_new: notification.read_at.is_none(),
        }
    }
}
