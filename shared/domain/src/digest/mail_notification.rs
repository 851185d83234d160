//! The notification by which a digest goes out as a mail when WhatsApp will not bring it.

use crate::digest::mail as digest_mail;
use crate::identity::NoticeId;
use crate::instant::EpochSecond;
use crate::language::Phrase;
use crate::message::Message;
use crate::notification::state::NoticeEmail;
use crate::notification::{LONGEST_LINE, MemberNotice, NoticeKind};
use crate::text::within;
use jiff::Timestamp;

/// For how long a digest that WhatsApp will not bring is still worth a mail, in seconds.
pub const DIGEST_MAIL_SECONDS: i64 = 4 * 3600;

/// Writes the notice by which a digest goes out as a mail, because WhatsApp will not bring it; `at` is when that was
/// decided. The same message always gives the same notice at the same place, so that it is written once; when an admin has
/// it sent again and that fails too, there is another.
#[must_use]
pub fn digest_fallback(message: &Message, at: Timestamp) -> MemberNotice {
    let why = digest_mail::language_of(message).say(Phrase::MailDigestWhy, &[]);
    let email = NoticeEmail::new(true, at);
    MemberNotice {
        id: NoticeId::hashed("n-", &format!("{}|{}|digest", message.id, message.wished_at())),
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        kind: NoticeKind::Digest { message: message.id.clone() },
        summary: within(&digest_mail::summary(message), LONGEST_LINE),
        why: within(&why, LONGEST_LINE),
        at: message.wished_at(),
        read_at: None,
        email: NoticeEmail { deadline: EpochSecond::from(at).plus_seconds(DIGEST_MAIL_SECONDS), ..email },
        links: digest_mail::links(message),
    }
}
