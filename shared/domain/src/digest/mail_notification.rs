//! The notification by which a digest goes out as a mail when WhatsApp will not bring it.

use crate::digest::mail as digest_mail;
use crate::identity::NotificationId;
use crate::instant::EpochSecond;
use crate::language::Phrase;
use crate::message::Message;
use crate::notification::state::NotificationEmail;
use crate::notification::{LONGEST_LINE, MemberNotification, NotificationKind};
use crate::text::truncate;
use jiff::Timestamp;

/// For how long a digest that WhatsApp will not bring is still worth a mail, in seconds.
pub const DIGEST_MAIL_SECONDS: i64 = 4 * 3600;

/// Writes the notification by which a digest goes out as a mail, because WhatsApp will not bring it; `at` is when that was
/// decided. The same message always gives the same notification at the same place, so that it is written once; when an admin has
/// it sent again and that fails too, there is another.
#[must_use]
pub fn digest_fallback(message: &Message, at: Timestamp) -> MemberNotification {
    let why = digest_mail::language_of(message).say(Phrase::MailDigestWhy, &[]);
    let email = NotificationEmail::new(true, at);
    MemberNotification {
        id: NotificationId::hashed("n-", &format!("{}|{}|digest", message.id, message.wished_at())),
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        kind: NotificationKind::Digest { message: message.id.clone() },
        summary: truncate(&digest_mail::summary(message), LONGEST_LINE),
        why: truncate(&why, LONGEST_LINE),
        at: message.wished_at(),
        read_at: None,
        email: NotificationEmail {
            deadline: EpochSecond::from(at).plus_seconds(DIGEST_MAIL_SECONDS),
            ..email
        },
        links: digest_mail::links(message),
    }
}
