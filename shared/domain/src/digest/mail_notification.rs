//! The notification that sends a digest as a mail when WhatsApp does not deliver it.

use crate::digest::mail as digest_mail;
use crate::identity::NotificationId;
use crate::instant::EpochSecond;
use crate::language::Phrase;
use crate::message::Message;
use crate::notification::state::NotificationEmail;
use crate::notification::{LONGEST_LINE, MemberNotification, NotificationKind};
use crate::text::fit;
use jiff::Timestamp;

/// How long a digest that WhatsApp does not deliver is still worth mailing, in seconds.
pub const DIGEST_MAIL_SECONDS: i64 = 4 * 3600;

/// Creates the notification that sends a digest as a mail because WhatsApp does not deliver it; `at` is when that was
/// decided. The same message always gives the same notification under the same key, so that it is written only once. If
/// an administrator has the message sent again and that also fails, there is another notification.
#[must_use]
pub fn digest_fallback(message: &Message, at: Timestamp) -> MemberNotification {
    let why = digest_mail::language_of(message).say(Phrase::MailDigestWhy, &[]);
    let email = NotificationEmail::new(true, at);
    MemberNotification {
        id: NotificationId::hashed("n-", &format!("{}|{}|digest", message.id, message.wished_at())),
        workspace: message.workspace.clone(),
        member: message.member.clone(),
        kind: NotificationKind::Digest { message: message.id.clone() },
        summary: fit(&digest_mail::summary(message), LONGEST_LINE),
        why: fit(&why, LONGEST_LINE),
        at: message.wished_at(),
        read_at: None,
        email: NotificationEmail {
            deadline: EpochSecond::from(at).plus_seconds(DIGEST_MAIL_SECONDS),
            ..email
        },
        links: digest_mail::links(message),
    }
}
