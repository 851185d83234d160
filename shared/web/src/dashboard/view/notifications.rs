//! What others did that concerns the person who looks: the notices in the app.

use super::PageWriter;
use domain::identity::NoticeId;
use domain::notification::MemberNotice;

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// Which one it is.
    pub id: NoticeId,
    /// What happened.
    pub text: String,
    /// Why, and when.
    pub detail: String,
    /// Whether the person has not seen it yet.
    pub is_new: bool,
}

impl PageWriter<'_> {
    pub(super) fn notices(&self) -> Vec<NoticeLine> {
        self.facts.notices.iter().map(|notice| self.notice(notice)).collect()
    }

    fn notice(&self, notice: &MemberNotice) -> NoticeLine {
        let time = self.moment(notice.at);
        let why = Some(&notice.why).filter(|why| !why.is_empty());
        NoticeLine {
            id: notice.id.clone(),
            text: notice.summary.clone(),
            detail: why.map_or_else(|| time.clone(), |why| format!("{why} · {time}")),
            is_new: notice.read_at.is_none(),
        }
    }
}
