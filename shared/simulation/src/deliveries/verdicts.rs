//! The checks at the end of a run: what each phone received, how each message ended, and which mails were sent.

use super::phones::Taken;
use super::run::Run;
use super::world::{Person, read};
use domain::address::EmailAddress;
use domain::digest::mail_notification::digest_fallback;
use domain::message::reference::NotificationJob;
use domain::message::{
    FailureClass, FailureReason, MailFallback, Message, MessageKind, MessageSid, MessageState,
};
use domain::notification::{EmailState, MailFailure, MemberNotification};
use domain::testing::phone;
use std::collections::{BTreeMap, BTreeSet};
use store::key::Key;

/// How many milliseconds after its deadline a message has ended at the latest if nothing failed internally: a sweep,
/// the last query to Twilio, and the wait before that.
const LATEST: i64 = 1_000 * (60 + 600 + 120 + 60 + 300);
/// How far each failure of a worker may postpone the end, in milliseconds: until the sweep checks again.
const PUT_OFF: i64 = 1_000 * 900;

impl Run<'_> {
    /// Makes all checks.
    pub(super) fn check_all(&mut self) {
        let taken = self.world.phones.taken();
        for (sid, one) in &taken {
            self.what_was_taken_was_claimed_and_is_on_record(sid, one);
        }
        for message in self.world.messages.clone() {
            let Some((message, ended)) = self.standing.get(message.id.as_str()).cloned() else {
                panic!("not stored")
            };
            self.it_came_to_an_end(&message, ended);
            self.it_arrived_once(&message, &taken);
            self.its_mail(&message);
        }
    }

    fn what_was_taken_was_claimed_and_is_on_record(&self, sid: &MessageSid, one: &Taken) {
        let claim = self.watch.claim_of(&one.reference);
        let after = one.at - claim.at.as_millisecond();
        assert!((0..35_000).contains(&after), "{sid} was taken {after} ms after its claim");
        let (message, _) = &self.standing[one.reference.message.as_str()];
        let place = usize::try_from(one.reference.attempt).unwrap() - 1;
        let attempt = message.attempts.get(place).expect("what was taken has its attempt");
        let same = attempt.sid.as_deref() == Some(sid.as_str());
        assert!(attempt.sid.is_none() || same, "an attempt has the name of another: {attempt:?} {one:?}");
        assert!(!one.told || same, "the name that we were told is not kept: {attempt:?}");
    }

    /// Asserts that every message has arrived or failed for a reason, in time.
    fn it_came_to_an_end(&mut self, message: &Message, ended: Option<i64>) {
        assert!(message.state.has_ended(), "nobody looks after it any more: {message:#?}");
        assert!(
            message.state != MessageState::Failed || message.failure.is_some(),
            "without a reason: {message:#?}"
        );
        let late = ended.unwrap() - message.deadline.as_second() * 1_000;
        let trouble = self.trouble.get(message.id.as_str()).copied().unwrap_or_default();
        assert!(
            late <= LATEST + trouble * PUT_OFF,
            "it ended {late} ms late after {trouble} failures: {message:#?}"
        );
        if late > 0 {
            self.tally.count("ended after the deadline");
        }
        let ending = match (&message.state, &message.failure) {
            (MessageState::Failed, Some(FailureReason::Refused { class, .. })) => {
                format!("failed: {class:?}")
            }
            (MessageState::Failed, Some(reason)) => format!("failed: {reason:?}"),
            (state, _) => format!("{state:?}"),
        };
        self.tally.count(format!("ended: {ending}"));
    }

    /// Asserts at most one delivery per send request, not counting those that Twilio had reported as lost.
    fn it_arrived_once(&mut self, message: &Message, taken: &BTreeMap<MessageSid, Taken>) {
        let mut by_wish: BTreeMap<usize, Vec<&Taken>> = BTreeMap::new();
        let arrived =
            taken.values().filter(|one| one.reference.message == message.id && one.arrived.is_some());
        for one in arrived {
            by_wish.entry(self.watch.claim_of(&one.reference).wish).or_default().push(one);
        }
        for all in by_wish.values() {
            let (lost, kept): (Vec<&Taken>, Vec<&Taken>) = all.iter().partition(|one| one.was_lost);
            if all.len() > 1 && !lost.is_empty() {
                self.tally.count("arrived twice, one of them reported lost before");
            }
            if kept.len() > 1 && message.kind == MessageKind::Update {
                self.tally.count("an update arrived twice, because nobody could tell");
                continue;
            }
            assert!(kept.len() <= 1, "it arrived {} times: {message:#?} {all:#?}", kept.len());
        }
        let is_there = matches!(message.state, MessageState::Delivered | MessageState::Read);
        let has_arrived =
            taken.values().any(|one| one.reference.message == message.id && one.arrived.is_some());
        assert!(!is_there || has_arrived, "it is said to be there and is not: {message:#?}");
    }

    /// Asserts at most one mail per send request, and one for each digest that WhatsApp did not deliver to a person
    /// who wants it.
    fn its_mail(&mut self, message: &Message) {
        let taken = self.world.mails.taken();
        for wish in self.watch.wishes(message) {
            let about = digest_fallback(&wish, wish.created_at).id;
            let sent = taken.iter().filter(|mail| mail.notification == about).count();
            assert!(sent <= 1, "{sent} mails about {}", message.id);
            assert!(
                sent == 0 || self.watch.mail_claims.contains_key(about.as_str()),
                "a mail that nobody claimed"
            );
            if sent == 1 {
                let there = matches!(message.state, MessageState::Delivered | MessageState::Read);
                self.tally.count(if there { "both by mail and by WhatsApp" } else { "by mail alone" });
            }
        }
        let is_of_this_wish = |fallback: &&MailFallback| {
            fallback.notification == digest_fallback(message, message.created_at).id
        };
        match message.fallback.as_ref().filter(is_of_this_wish) {
            Some(fallback) => self.the_mail_came_to_an_end(message, fallback, &taken),
            None => assert!(!must_be_mailed(message), "it should have gone out by mail: {message:#?}"),
        }
    }

    fn the_mail_came_to_an_end(
        &mut self,
        message: &Message,
        fallback: &MailFallback,
        taken: &[NotificationJob],
    ) {
        let key = Key::notification(&message.workspace, &message.member, fallback.at, &fallback.notification);
        let notification: MemberNotification = read(&self.world.calm, &key).expect("its notice is there");
        let person = self.world.people.iter().find(|person| is_of(person, message)).unwrap();
        let was_sent = taken.iter().any(|mail| mail.notification == fallback.notification);
        match &notification.email.state {
            EmailState::Sent { .. } => assert!(was_sent, "no mail went out: {notification:?}"),
            EmailState::Failed { reason } => {
                let no_address = EmailAddress::parse(&person.member.email).is_err();
                assert!(*reason != MailFailure::NoAddress || no_address, "there is an address");
                self.tally.count(format!("no mail: {reason:?}"));
            }
            EmailState::Unknown => self.tally.count("nobody knows of the mail"),
            // The message arrived before the mail was sent, and messages that have arrived are no longer checked.
            EmailState::Waiting | EmailState::Sending { .. }
                if matches!(message.state, MessageState::Delivered | MessageState::Read) =>
            {
                self.tally.count("a mail that nobody needs any more");
            }
            other => panic!("its mail is still {other:?}: {message:#?}"),
        }
    }

    /// Asserts that the log names nobody.
    pub(super) fn the_log_names_nobody(&mut self) {
        let secrets: BTreeSet<String> = super::world::secrets().into_iter().collect();
        let members = self.world.people.iter().map(|person| phone(&person.member));
        let secrets: Vec<String> = secrets.into_iter().chain(members).collect();
        let lines = self.world.log.take_without(&secrets);
        assert!(lines > 0, "nothing was logged");
    }
}

fn is_of(person: &Person, message: &Message) -> bool {
    (&person.member.workspace, &person.member.id) == (&message.workspace, &message.member)
}

/// Reports whether a failed digest must be sent by mail, which is the case unless the person opted out.
fn must_be_mailed(message: &Message) -> bool {
    let own_wish = matches!(
        message.failure,
        Some(FailureReason::NoConsent | FailureReason::Refused { class: FailureClass::Suppress, .. })
    );
    message.kind == MessageKind::Digest && message.state == MessageState::Failed && !own_wish
}
