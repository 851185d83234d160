//! Tests of unsubscribing, on the real engine: opening the page ends nothing, the button ends the mails for good, and
//! START resumes them.

mod back;

use super::*;
use domain::audit::Outcome;
use domain::clock::FixedClock;
use domain::identity::MemberId;
use domain::testing::{claims, lee, maya, now, stored_token, token_keys};
use domain::token::Action;
use jiff::SignedDuration;
use store::embedded::{self, EmbeddedStore};
use store::key::Key;
use store::testing::{store_one, store_workspace};

const ONE_CLICK_FORM: &[u8] = b"List-Unsubscribe=One-Click";

struct Desk(EmbeddedStore);

impl Desk {
    async fn start() -> Self {
        let embedded = embedded::start();
        store_workspace(&embedded.store).await;
        Self(embedded)
    }

    /// Stores the token of a link for Maya and returns its text.
    async fn link(&self, purpose: TokenPurpose, channel: TokenChannel) -> String {
        let claims = TokenClaims { channel, ..claims(&maya(), purpose, "mails", 7) };
        let token = stored_token(&claims, 0);
        store_one(&self.0.store, &Key::token(&claims.workspace, &claims.hash()), &token).await;
        self.0.calls.take();
        token_keys().seal(&claims).as_str().to_owned()
    }

    async fn way_out(&self) -> String {
        self.link(TokenPurpose::Unsubscribe, TokenChannel::Link).await
    }

    async fn look(&self, link: &str) -> Result<ActionView, LinkError> {
        let (clock, keys) = (FixedClock(now()), token_keys());
        look(&UnsubscribeDeps { store: &self.0.store, clock: &clock, token_keys: &keys }, link).await
    }

    async fn end(&self, link: &str, body: &[u8], hours: i64) -> Result<ActionView, LinkError> {
        let (clock, keys) = (FixedClock(now() + SignedDuration::from_hours(hours)), token_keys());
        end(&UnsubscribeDeps { store: &self.0.store, clock: &clock, token_keys: &keys }, link, body).await
    }

    async fn ended_at(&self, member: &MemberId) -> Option<Timestamp> {
        self.0.store.subscription(&maya().workspace, member).await.unwrap().unwrap().mails_ended_at
    }

    async fn audit(&self) -> Vec<AuditEvent> {
        self.0.store.audit(&maya().workspace).await.unwrap()
    }
}

#[tokio::test]
async fn looking_shows_what_would_end_and_ends_nothing() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    let before = desk.0.items().await;
    desk.0.calls.take();
    for _again in 0..3 {
        let view = desk.look(&link).await.unwrap();
        assert_eq!((view.standing, view.title.as_str()), (PageState::Asks, "End reports by email?"));
        assert!(view.told[0].contains("Acme Store"));
        assert_eq!(view.form.unwrap().act, "end_mails");
    }
    assert_eq!(desk.0.calls.take(), ["BatchGetItem"; 6]);
    assert!(desk.0.items().await == before);
}

#[tokio::test]
async fn the_button_of_the_page_and_the_one_of_a_mail_client_end_mails_once_and_say_so() {
    let multipart =
        b"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for body in [&b"act=end_mails"[..], ONE_CLICK_FORM, &multipart[..]] {
        let desk = Desk::start().await;
        let link = desk.way_out().await;
        let view = desk.end(&link, body, 1).await.unwrap();
        assert_eq!(desk.0.calls.take(), ["BatchGetItem", "TransactWriteItems"]);
        assert_eq!((view.standing, view.title.as_str()), (PageState::Changed, "Reports by email are ended"));
        assert!(view.form.is_none() && view.told[0].contains("START"));
        let at = now() + SignedDuration::from_hours(1);
        assert_eq!(desk.ended_at(&maya().id).await, Some(at));
        assert_eq!(desk.ended_at(&lee().id).await, None);
        let [event] = desk.audit().await.try_into().unwrap();
        assert_eq!(
            (event.verb, event.source, event.outcome),
            (Verb::EndMails, Source::WebLink, Outcome::Executed)
        );
        assert_eq!((event.actor, event.at), (Some(maya().id), at));
    }
}

#[tokio::test]
async fn pressing_again_says_the_same_and_changes_nothing() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
    let stored = desk.0.items().await;
    for hours in [1, 2, 300] {
        let again = desk.end(&link, ONE_CLICK_FORM, hours).await.unwrap();
        assert_eq!((again.standing, again.title.as_str()), (PageState::Shows, "Reports by email are ended"));
    }
    assert_eq!(desk.look(&link).await.unwrap().standing, PageState::Shows);
    assert!(desk.0.items().await == stored);
}

#[tokio::test]
async fn a_no_is_never_too_late() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    let view = desk.end(&link, ONE_CLICK_FORM, 30 * 24).await.unwrap();
    assert_eq!(view.standing, PageState::Changed);
}

#[tokio::test]
async fn what_posts_blindly_ends_nothing_and_costs_no_call() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    let long = vec![b'a'; LONGEST_FORM + 1];
    for body in [&b""[..], b"act=approve_shift", b"act=", b"List-Unsubscribe=", &long] {
        let refused = desk.end(&link, body, 1).await.unwrap_err();
        assert!(matches!(refused, LinkError::NotPressed(_)), "{refused}");
    }
    assert!(desk.0.calls.take().is_empty());
    assert_eq!(desk.ended_at(&maya().id).await, None);
}

#[tokio::test]
async fn only_the_link_that_ends_mails_ends_them() {
    let desk = Desk::start().await;
    for (purpose, channel) in [
        (TokenPurpose::Dashboard, TokenChannel::Link),
        (Action::DeclineShift.into(), TokenChannel::Link),
        (TokenPurpose::Unsubscribe, TokenChannel::Button),
        (TokenPurpose::Unsubscribe, TokenChannel::Bearer),
    ] {
        let link = desk.link(purpose, channel).await;
        assert!(matches!(desk.look(&link).await, Err(LinkError::NotALink)));
        assert!(matches!(desk.end(&link, ONE_CLICK_FORM, 1).await, Err(LinkError::NotALink)));
        assert!(desk.0.calls.take().is_empty(), "{purpose:?}");
    }
    let forged = format!("{}A", desk.way_out().await);
    assert!(matches!(desk.end(&forged, ONE_CLICK_FORM, 1).await, Err(LinkError::NotALink)));
    let unknown = token_keys().seal(&TokenClaims {
        channel: TokenChannel::Link,
        ..claims(&maya(), TokenPurpose::Unsubscribe, "mails", 99)
    });
    assert!(matches!(desk.end(unknown.as_str(), ONE_CLICK_FORM, 1).await, Err(LinkError::NotALink)));
    assert_eq!(desk.ended_at(&maya().id).await, None);
}

#[tokio::test]
async fn the_link_that_ends_mails_opens_no_other_door() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    let deps = crate::action_page::ActionPageDeps {
        store: &desk.0.store,
        clock: &FixedClock(now()),
        randomness: &domain::testing::CountingRandomness::default(),
        token_keys: &token_keys(),
        queue: &domain::testing::RecordingQueue::default(),
        public_url: "https://app.example.com",
    };
    assert!(matches!(crate::action_page::look(&deps, &link).await, Err(LinkError::NotALink)));
}

#[tokio::test]
async fn whose_language_is_another_reads_it_in_that() {
    let desk = Desk::start().await;
    let reader = Member { language: "de".into(), ..maya() };
    store_one(&desk.0.store, &Key::member(&reader.workspace, &reader.id), &reader).await;
    let link = desk.way_out().await;
    assert_eq!(desk.look(&link).await.unwrap().title, "Berichte per E-Mail beenden?");
}
