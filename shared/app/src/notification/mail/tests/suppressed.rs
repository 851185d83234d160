//! Claims about suppressed addresses: they get no mails, whatever a mail is about and however the address is written.

use super::*;
use crate::notification::mail_event::note_fate;
use domain::email::BounceKind;
use domain::email::event::{MailEvent, MailEventKind};

impl Desk {
    /// Lets SES report something about the mail of the notification.
    async fn hear(&self, kind: MailEventKind, mail: &str) {
        let to = Some(EmailAddress::parse("maya@example.com").unwrap());
        let event = MailEvent { about: notification().job(), ses_id: mail.into(), to, kind, at: after(30) };
        note_fate(self.store(), &self.pepper, &event).await.unwrap();
    }

    /// Queues another mail to Maya.
    async fn another(&self) -> NotificationJob {
        let other = MemberNotification { id: "n-other".parse().unwrap(), at: after(60), ..notification() };
        let written = vec![self.store().notification_put(&other).unwrap()];
        assert!(self.store().transact(written).await.is_ok());
        other.job()
    }

    async fn mail_another(&self, email: &dyn Email) -> Mailed {
        let (job, clock) = (self.another().await, FixedClock(after(60)));
        send_notification_mail(&self.deps(email, &clock), &job).await.unwrap()
    }
}

#[tokio::test]
async fn an_address_that_bounced_or_complained_gets_no_second_mail() {
    for kind in [MailEventKind::Bounced(BounceKind::Permanent), MailEventKind::Complained] {
        let desk = Desk::start().await;
        let email = ScriptedEmail::answering([taken()]);
        assert_eq!(desk.mail(&email, 5).await, Mailed::Sent);
        desk.hear(kind, "0100018b-1").await;
        let (job, clock) = (desk.another().await, FixedClock(after(60)));
        desk.embedded.calls.take();
        let mailed = send_notification_mail(&desk.deps(&email, &clock), &job).await.unwrap();
        assert_eq!(mailed, Mailed::GivenUp(MailFailure::Suppressed));
        // The claim detects it, so that no mail needs an extra read for it.
        assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "TransactWriteItems", "UpdateItem"]);
        assert_eq!(desk.mail(&email, 70).await, Mailed::NothingToDo);
    }
}

#[tokio::test]
async fn a_mail_that_waits_while_its_address_bounces_is_not_sent_and_the_notification_says_why() {
    let desk = Desk::start().await;
    desk.hear(MailEventKind::Bounced(BounceKind::Permanent), "of another notice").await;
    let reader = desk.notification().await;
    assert!(matches!(reader.email.state, EmailState::Bounced { .. }), "{reader:?}");
    let job = desk.another().await;
    let clock = FixedClock(after(60));
    let email = silent();
    let deps = desk.deps(&email, &clock);
    assert_eq!(send_notification_mail(&deps, &job).await.unwrap(), Mailed::GivenUp(MailFailure::Suppressed));
    let stored = desk.store().read_notification(&job).await.unwrap().unwrap().notification.email.state;
    assert_eq!(stored, EmailState::Failed { reason: MailFailure::Suppressed });
    assert_eq!(send_notification_mail(&deps, &job).await.unwrap(), Mailed::NothingToDo);
}

#[tokio::test]
async fn an_address_in_other_letters_is_the_same_and_another_address_is_not() {
    let desk = Desk::start().await;
    desk.hear(MailEventKind::Complained, "0100018b-1").await;
    desk.change_maya(|member| member.email = "MAYA@Example.COM".into()).await;
    assert_eq!(desk.mail_another(&silent()).await, Mailed::GivenUp(MailFailure::Suppressed));
    let desk = Desk::start().await;
    desk.hear(MailEventKind::Complained, "0100018b-1").await;
    desk.change_maya(|member| member.email = "maya@new.example".into()).await;
    assert_eq!(desk.mail_another(&ScriptedEmail::answering([taken()])).await, Mailed::Sent);
}

#[tokio::test]
async fn one_bounce_for_now_ends_nothing() {
    let desk = Desk::start().await;
    desk.hear(MailEventKind::Bounced(BounceKind::Transient), "0100018b-1").await;
    assert_eq!(desk.mail_another(&ScriptedEmail::answering([taken()])).await, Mailed::Sent);
}

#[tokio::test]
async fn a_mail_that_another_worker_sends_is_not_called_suppressed() {
    let desk = Desk::start().await;
    let email = ScriptedEmail::answering([taken()]);
    desk.mail(&email, 5).await;
    let read = desk.store().read_notification(&notification().job()).await.unwrap().unwrap();
    desk.hear(MailEventKind::Complained, "0100018b-1").await;
    let (mailbox, claimed) = (
        pepper().hash_mailbox(&EmailAddress::parse("maya@example.com").unwrap()),
        notification().email.claimed(EpochSecond::new(0)),
    );
    let claim = MailClaim {
        read: &read,
        member: &maya(),
        claimed: &claimed,
        mailbox: &mailbox,
        tokens: &[],
        now: EpochSecond::from(now()),
    };
    assert_eq!(desk.store().claim_notification_mail(&claim).await.unwrap(), MailClaimed::NotNow);
}
