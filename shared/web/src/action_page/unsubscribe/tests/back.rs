//! Tests of mails that resume with START, and of the proof that whoever ended them was allowed to.

use super::*;
use app::inbound::{InboundAnswer, InboundDeps, receive};
use domain::instant::EpochSecond;
use domain::testing::{ACCOUNT_SID, NoQueue, RecordingQueue, SENDER, inbound, pepper, workspace};
use domain::verification::history::History;
use domain::verification::{Basis, Verdict, Violation, prove};
use domain::workspace::Consent;

impl Desk {
    /// Sends a text from Maya's phone.
    async fn write(&self, number: u32, text: &str, hours: i64) -> String {
        let (queue, keys, pepper) = (RecordingQueue::default(), token_keys(), pepper());
        let deps = InboundDeps {
            store: &self.0.store,
            queue: &queue,
            questions: &NoQueue,
            clock: &FixedClock(now() + SignedDuration::from_hours(hours)),
            token_keys: &keys,
            pepper: &pepper,
            account_sid: ACCOUNT_SID,
            sender: SENDER,
        };
        let message = inbound(&maya(), number, &[("Body", text)]).vouched_by(&format!("signature {number}"));
        match receive(&deps, &message).await.unwrap() {
            InboundAnswer::Say(reply) => reply,
            other => panic!("{other:?}"),
        }
    }

    async fn consent(&self) -> (Consent, Timestamp) {
        let known = self.0.store.subscription(&workspace().id, &maya().id).await.unwrap().unwrap();
        (known.consent, known.consent_changed_at)
    }

    async fn verdicts(&self) -> Vec<(Verb, Verdict)> {
        let events = self.audit().await;
        let known = self.0.store.people_and_rules(&workspace().id).await.unwrap();
        let mut history = History::new(known);
        events.iter().for_each(|event| history.add(event));
        let listed: Vec<&AuditEvent> = events.iter().collect();
        let stored = self.0.store.stored_of(&workspace().id, &listed).await.unwrap();
        let judged =
            events.iter().zip(&stored).map(|(event, stored)| (event.verb, prove(event, stored, &history)));
        judged.collect()
    }
}

#[tokio::test]
async fn start_brings_mails_back_and_leaves_a_consent_as_it_is_that_never_ended() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
    let consent = desk.consent().await;
    let reply = desk.write(1, "START", 2).await;
    assert_eq!(reply, "Welcome back. Your daily reports continue with the next one.");
    assert_eq!(desk.ended_at(&maya().id).await, None);
    assert_eq!(desk.consent().await, consent, "so that no button is void and no message lost");
    let verbs: Vec<Verb> = desk.audit().await.iter().map(|event| event.verb).collect();
    assert_eq!(verbs, [Verb::EndMails, Verb::ResumeMails]);
}

#[tokio::test]
async fn a_start_that_comes_again_brings_back_nothing_that_was_ended_since() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
    desk.write(1, "START", 2).await;
    let again = now() + SignedDuration::from_hours(3);
    assert_eq!(desk.end(&link, ONE_CLICK_FORM, 3).await.unwrap().standing, PageState::Changed);
    desk.write(1, "START", 4).await;
    assert_eq!(desk.ended_at(&maya().id).await, Some(again));
}

#[tokio::test]
async fn a_start_after_a_stop_brings_messages_and_mails_back_at_once() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
    desk.write(1, "STOP", 2).await;
    assert!(desk.ended_at(&maya().id).await.is_some(), "a stop brings nothing back");
    desk.write(2, "START", 3).await;
    assert_eq!((desk.ended_at(&maya().id).await, desk.consent().await.0), (None, Consent::OptedIn));
    let verbs: Vec<Verb> = desk.audit().await.iter().map(|event| event.verb).collect();
    assert_eq!(verbs, [Verb::EndMails, Verb::OptOut, Verb::OptIn]);
}

#[tokio::test]
async fn the_end_of_mails_and_their_return_are_proven_from_what_is_stored() {
    let desk = Desk::start().await;
    let link = desk.way_out().await;
    desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
    desk.write(1, "START", 2).await;
    let proven = [(Verb::EndMails, Basis::Link), (Verb::ResumeMails, Basis::Consent)];
    assert_eq!(desk.verdicts().await, proven.map(|(verb, ground)| (verb, Verdict::Proven(ground))));
}

#[tokio::test]
async fn an_end_of_mails_that_no_link_of_the_person_shows_is_not_proven() {
    type Change = fn(&mut domain::token::WhatsAppActionToken);
    let changes: [(Change, Violation); 4] = [
        (|token| token.member = lee().id, Violation::TokenOfAnother),
        (|token| token.purpose = TokenPurpose::Dashboard, Violation::TokenForAnotherAction),
        (|token| token.channel = TokenChannel::Button, Violation::TokenForAnotherChannel),
        (|token| token.issued_at = EpochSecond::new(i64::MAX), Violation::TokenFromLater),
    ];
    for (change, violation) in changes {
        let desk = Desk::start().await;
        let link = desk.way_out().await;
        desk.end(&link, ONE_CLICK_FORM, 1).await.unwrap();
        let claims = token_keys().open(&link).unwrap();
        let mut token = stored_token(&claims, 0);
        change(&mut token);
        store_one(&desk.0.store, &Key::token(&claims.workspace, &claims.hash()), &token).await;
        assert_eq!(desk.verdicts().await, [(Verb::EndMails, Verdict::Unproven(violation))]);
        desk.0.delete(&Key::token(&claims.workspace, &claims.hash())).await;
        assert_eq!(desk.verdicts().await, [(Verb::EndMails, Verdict::Unproven(Violation::TokenGone))]);
    }
}
