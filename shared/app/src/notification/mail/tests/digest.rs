//! Claims about a digest that is sent as a mail: it says what WhatsApp would have said, and is sent only to people who
//! want it.

use super::*;
use domain::clock::NoRandomness;
use domain::digest::mail_notification::DIGEST_MAIL_SECONDS;
use domain::language::Language;
use domain::message::template::TemplateName;
use domain::message::{Message, MessageState};
use domain::notification::NotificationKind;
use domain::notification::fixture::{digest, digest_notification};
use domain::testing::subscription;
use domain::token::TokenPurpose;
use domain::workspace::{Consent, WhatsAppSubscription};

/// Maya's English digest, which WhatsApp did not deliver.
fn failed() -> Message {
    let state = MessageState::Failed;
    Message { state, rank: state.rank(), ..digest(TemplateName::KpiDaily, Language::English) }
}

impl Desk {
    /// A workspace in which Maya's digest waits to be mailed.
    async fn with_digest() -> Self {
        let desk = Self::start().await;
        desk.keep_message(&failed()).await;
        let written = vec![desk.store().notification_put(&digest_notification()).unwrap()];
        assert!(desk.store().transact(written).await.is_ok());
        desk.embedded.calls.take();
        desk
    }

    async fn keep_message(&self, message: &Message) {
        store_one(self.store(), &Key::message(&message.workspace, &message.id), message).await;
    }

    async fn subscribe(&self, change: impl FnOnce(&mut WhatsAppSubscription)) {
        let mut changed = subscription(&maya());
        change(&mut changed);
        store_one(self.store(), &Key::subscription(&changed.workspace, &changed.member), &changed).await;
    }

    async fn mail_digest(&self, email: &dyn Email, seconds: i64) -> Mailed {
        let clock = FixedClock(after(seconds));
        send_notification_mail(&self.deps(email, &clock), &digest_notification().job()).await.unwrap()
    }

    async fn digest_mail(&self) -> EmailState {
        let read = self.store().read_notification(&digest_notification().job()).await.unwrap().unwrap();
        read.notification.email.state
    }
}

fn one_sent(email: &ScriptedEmail) -> OutboundEmail {
    let [mail] = std::mem::take(&mut *email.sent.lock().unwrap()).try_into().unwrap();
    mail
}

#[tokio::test]
async fn a_digest_costs_one_read_more_than_other_mails() {
    let desk = Desk::with_digest().await;
    let email = ScriptedEmail::answering([taken()]);
    assert_eq!(desk.mail_digest(&email, 5).await, Mailed::Sent);
    let calls = desk.embedded.calls.take();
    assert_eq!(calls, ["BatchGetItem", "BatchGetItem", "TransactWriteItems", "UpdateItem"]);
    assert_eq!(desk.digest_mail().await, EmailState::Sent { at: after(5), ses_id: "0100018b-1".into() });
}

#[tokio::test]
async fn the_mail_says_the_digest_and_why_it_comes_by_mail_and_can_be_ended() {
    let desk = Desk::with_digest().await;
    let email = ScriptedEmail::answering([taken()]);
    desk.mail_digest(&email, 5).await;
    let mail = one_sent(&email);
    assert_eq!(mail.subject.as_str(), "Daily report for Acme Store, Tue 6 Oct: 1 decision, 2 alerts");
    assert_eq!(mail.about, digest_notification().job());
    for line in failed().variables.values() {
        assert!(
            mail.text.contains(line.as_str()) && mail.html.contains(&line.replace('&', "&#38;")),
            "{line}"
        );
    }
    assert!(mail.text.contains("WhatsApp could not deliver this report"));
    let way_out = mail.unsubscribe.unwrap();
    assert!(mail.text.contains(way_out.as_str()) && mail.html.contains(way_out.as_str()));
    let wire = way_out.as_str().strip_prefix("https://app.example.com/u/").unwrap();
    let claims = token_keys().open(wire).unwrap();
    assert_eq!((claims.purpose, &claims.member), (TokenPurpose::Unsubscribe, &maya().id));
    assert!(desk.store().read_link(&claims).await.unwrap().token.unwrap().is_of(&claims));
}

#[tokio::test]
async fn who_does_not_want_it_gets_no_mail_and_the_notification_says_why() {
    let stopped: fn(&mut WhatsAppSubscription) = |known| known.consent = Consent::OptedOut;
    let started_since: fn(&mut WhatsAppSubscription) = |known| known.consent_changed_at = after(1);
    let ended: fn(&mut WhatsAppSubscription) = |known| known.mails_ended_at = Some(after(-60));
    for (change, reason) in [
        (stopped, MailFailure::NoConsent),
        (started_since, MailFailure::NoConsent),
        (ended, MailFailure::MailsEnded),
    ] {
        let desk = Desk::with_digest().await;
        desk.subscribe(change).await;
        assert_eq!(desk.mail_digest(&silent(), 5).await, Mailed::GivenUp(reason.clone()));
        assert_eq!(desk.digest_mail().await, EmailState::Failed { reason });
        assert!(!desk.embedded.dump().await.contains("end_mails"), "there is no token without a mail");
    }
}

#[tokio::test]
async fn other_mails_come_to_who_ended_those_with_digests() {
    let desk = Desk::with_digest().await;
    desk.subscribe(|known| known.mails_ended_at = Some(after(-60))).await;
    let email = ScriptedEmail::answering([taken()]);
    assert_eq!(desk.mail(&email, 5).await, Mailed::Sent);
    assert_eq!(one_sent(&email).unsubscribe, None);
}

/// Randomness that lets something happen on its first draw: after the reads, before the claim.
struct Meanwhile<F>(F, CountingRandomness);

impl<F: Fn() + Send + Sync> Randomness for Meanwhile<F> {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        (self.0)();
        self.1.sixteen_bytes()
    }
}

/// Mails the digest while the subscription changes between the reads and the claim.
async fn mail_while(desk: &Desk, email: &ScriptedEmail, change: fn(&mut WhatsAppSubscription)) -> Mailed {
    let here = tokio::runtime::Handle::current();
    let happens = || tokio::task::block_in_place(|| here.block_on(desk.subscribe(change)));
    let randomness = Meanwhile(happens, CountingRandomness::default());
    let clock = FixedClock(after(5));
    let deps = NotificationMailDeps { randomness: &randomness, ..desk.deps(email, &clock) };
    send_notification_mail(&deps, &digest_notification().job()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_between_the_read_and_the_claim_means_no_mail() {
    let desk = Desk::with_digest().await;
    let stop: fn(&mut WhatsAppSubscription) = |known| {
        known.consent = Consent::OptedOut;
        known.consent_changed_at = after(4);
    };
    assert_eq!(mail_while(&desk, &silent(), stop).await, Mailed::GivenUp(MailFailure::NoConsent));
    assert!(!desk.embedded.dump().await.contains("end_mails"), "the tokens went with the claim");
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_are_ended_between_the_read_and_the_claim_are_not_sent() {
    let desk = Desk::with_digest().await;
    let ended: fn(&mut WhatsAppSubscription) = |known| known.mails_ended_at = Some(after(4));
    assert_eq!(mail_while(&desk, &silent(), ended).await, Mailed::GivenUp(MailFailure::MailsEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_and_a_start_between_the_read_and_the_claim_mean_no_mail_either() {
    let desk = Desk::with_digest().await;
    let again: fn(&mut WhatsAppSubscription) = |known| known.consent_changed_at = after(4);
    assert_eq!(mail_while(&desk, &silent(), again).await, Mailed::GivenUp(MailFailure::NoConsent));
}

#[tokio::test]
async fn a_digest_that_came_on_whatsapp_after_all_is_not_mailed_too() {
    for state in [MessageState::Delivered, MessageState::Read] {
        let desk = Desk::with_digest().await;
        desk.keep_message(&Message { state, rank: state.rank(), ..failed() }).await;
        let given_up = Mailed::GivenUp(MailFailure::CameByWhatsApp);
        assert_eq!(desk.mail_digest(&silent(), 5).await, given_up);
    }
}

#[tokio::test]
async fn a_digest_that_is_not_stored_is_not_mailed() {
    let desk = Desk::start().await;
    let written = vec![desk.store().notification_put(&digest_notification()).unwrap()];
    assert!(desk.store().transact(written).await.is_ok());
    assert_eq!(desk.mail_digest(&silent(), 5).await, Mailed::GivenUp(MailFailure::NoReport));
}

#[tokio::test]
async fn a_digest_is_not_mailed_when_it_is_old() {
    let desk = Desk::with_digest().await;
    let late = desk.mail_digest(&silent(), DIGEST_MAIL_SECONDS).await;
    assert_eq!(late, Mailed::GivenUp(MailFailure::DeadlinePassed));
}

#[tokio::test]
async fn a_throttled_digest_that_its_reader_stops_meanwhile_is_not_sent_later() {
    let desk = Desk::with_digest().await;
    let email = ScriptedEmail::answering([Err(EmailFailure::Throttled)]);
    let Mailed::Waiting { seconds } = desk.mail_digest(&email, 0).await else { panic!("it does not wait") };
    desk.subscribe(|known| known.consent = Consent::OptedOut).await;
    assert_eq!(desk.mail_digest(&email, seconds).await, Mailed::GivenUp(MailFailure::NoConsent));
}

#[tokio::test]
async fn a_digest_comes_back_from_its_item_as_it_was() {
    let desk = Desk::with_digest().await;
    let read = desk.store().read_notification(&digest_notification().job()).await.unwrap().unwrap();
    assert_eq!(read.notification, digest_notification());
    assert_eq!(read.notification.kind, NotificationKind::Digest { message: failed().id });
    assert_eq!((read.digest, read.subscription.is_some()), (Some(failed()), true));
}
