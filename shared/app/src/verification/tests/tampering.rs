//! Each alteration made after the day leaves exactly those events unproven that depend on it, for the expected reason.

mod facts;

use super::day::{Day, at};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::audit::{AuditEvent, Source, Verb};
use domain::instant::EpochSecond;
use domain::message::conversation::WhatsAppConversationEntry;
use domain::testing::{inbound_sid, lee, maya, workspace};
use domain::token::{Action, TokenChannel, TokenState, WhatsAppActionToken};
use domain::verification::Violation;
use domain::workspace::Member;
use domain::workspace::rules::Band;
use facts::{in_full_dress, misplaced, with_people_and_rules, with_targets};
use std::collections::BTreeMap;
use store::Item;
use store::item::{self, Entity};
use store::key::Key;

/// The new state of an item; `None` if it is removed.
type Altered = (Key, Option<Item>);

/// An alteration, and what must be detected.
struct Tampering {
    what: &'static str,
    altered: Vec<Altered>,
    found: Vec<(AuditEvent, Violation)>,
}

const A: &str = "20261005-a";
const B: &str = "20261005-b";
const C: &str = "20261005-c";
const D: &str = "20261005-d";
const F: &str = "20261005-f";

fn key_of(event: &AuditEvent) -> Key {
    Key::audit(&event.workspace, event.at, &event.id)
}

fn token_key(event: &AuditEvent) -> Key {
    Key::token(&event.workspace, event.evidence.as_ref().unwrap().token.as_ref().unwrap())
}

fn entry_key(event: &AuditEvent) -> Key {
    Key::inbound(&event.workspace, event.actor.as_ref().unwrap(), event.message_sid.as_ref().unwrap())
}

impl Day {
    async fn edited<E: Entity>(&self, key: Key, edit: impl FnOnce(&mut E)) -> Altered {
        let mut entity: E = self.get(&key).await;
        edit(&mut entity);
        let stored = item::write(&key, &entity).unwrap();
        (key, Some(stored))
    }

    async fn token(
        &self,
        what: &'static str,
        (verb, object): (Verb, &str),
        violation: Violation,
        edit: impl FnOnce(&mut WhatsAppActionToken),
    ) -> Tampering {
        let event = self.event(verb, object).await;
        Tampering {
            what,
            altered: vec![self.edited(token_key(&event), edit).await],
            found: vec![(event, violation)],
        }
    }

    async fn entry(
        &self,
        what: &'static str,
        verb: Verb,
        violation: Violation,
        edit: impl FnOnce(&mut WhatsAppConversationEntry),
    ) -> Tampering {
        let event = self.event(verb, "").await;
        Tampering {
            what,
            altered: vec![self.edited(entry_key(&event), edit).await],
            found: vec![(event, violation)],
        }
    }

    async fn told(
        &self,
        what: &'static str,
        (verb, object): (Verb, &str),
        violation: Violation,
        edit: impl FnOnce(&mut AuditEvent),
    ) -> Tampering {
        let event = self.event(verb, object).await;
        Tampering {
            what,
            altered: vec![self.edited(key_of(&event), edit).await],
            found: vec![(event, violation)],
        }
    }

    async fn executed_by(&self, who: &Member, source: Source) -> Vec<AuditEvent> {
        let events = self.store().audit(&workspace().id).await.unwrap();
        let is_theirs = |event: &AuditEvent| {
            event.actor.as_ref() == Some(&who.id)
                && event.source == source
                && event.outcome == domain::audit::Outcome::Executed
        };
        events.into_iter().filter(is_theirs).collect()
    }

    async fn apply(&self, altered: &[Altered]) -> Vec<Altered> {
        let keys: Vec<Key> = altered.iter().map(|(key, _)| key.clone()).collect();
        let mut before = self.store().get_all(&keys).await.unwrap();
        for (key, stored) in altered {
            match stored {
                Some(stored) => self.store().put_all(vec![stored.clone()], &|_| {}).await.unwrap(),
                None => self.embedded.delete(key).await,
            }
        }
        keys.into_iter().map(|key| (key.clone(), before.remove(&key))).collect()
    }

    /// Makes the alteration, verifies, and restores everything.
    async fn check(&self, tampering: &Tampering) {
        let before = self.apply(&tampering.altered).await;
        let report = self.proof().await;
        self.apply(&before).await;
        let found: BTreeMap<&str, Violation> =
            report.named.iter().map(|event| (event.event_key.as_str(), event.violation)).collect();
        let expected: BTreeMap<String, Violation> =
            tampering.found.iter().map(|(event, violation)| (key_of(event).sort, *violation)).collect();
        let expected: BTreeMap<&str, Violation> =
            expected.iter().map(|(event, violation)| (event.as_str(), *violation)).collect();
        assert_eq!(found, expected, "{}", tampering.what);
        assert_eq!(report.unproven as usize, expected.len(), "{}", tampering.what);
    }
}

async fn with_tokens(day: &Day) -> Vec<Tampering> {
    let a = (Verb::ApproveShift, A);
    let mut all = vec![
        day.token("token of a teammate", a, Violation::TokenOfAnother, |token| token.member = lee().id).await,
        day.token("token of another tenant", a, Violation::TokenOfAnother, |token| {
            token.workspace = "acme".parse().unwrap();
        })
        .await,
        day.token("token for a no", a, Violation::TokenForAnotherAction, |token| {
            token.purpose = Action::DeclineShift.into();
        })
        .await,
        day.token("token for another shift", a, Violation::TokenForAnotherTarget, |token| {
            token.target = B.parse().unwrap();
        })
        .await,
        day.token("link used as a button", a, Violation::TokenForAnotherChannel, |token| {
            token.channel = TokenChannel::Link;
        })
        .await,
        day.token("token from later", a, Violation::TokenFromLater, |token| {
            token.issued_at = EpochSecond::from(at(11));
        })
        .await,
        day.token("token too old", a, Violation::TokenExpired, |token| {
            token.valid_until = EpochSecond::from(at(10));
        })
        .await,
        day.token("token not used", a, Violation::TokenUnused, |token| token.state = TokenState::Issued)
            .await,
        day.token("token used by another event", a, Violation::TokenUsedByAnother, |token| {
            token.used_by = Some("in-another".into());
        })
        .await,
        day.token("login used up", (Verb::AcknowledgeAlert, ""), Violation::TokenUsedByAnother, |token| {
            token.state = TokenState::Used;
        })
        .await,
        day.token("another version seen", a, Violation::OtherVersionSeen, |token| token.target_version = 7)
            .await,
        day.token("two taps in one", (Verb::ApproveShift, C), Violation::NotAsked, |token| {
            token.purpose = Action::ApproveShift.into();
        })
        .await,
        day.token(
            "token from before the role changed",
            (Verb::ApproveShift, F),
            Violation::TokenVoid,
            |token| {
                token.issued_at = EpochSecond::from(at(140));
            },
        )
        .await,
        day.token("a no that is late", (Verb::DeclineShift, B), Violation::TokenGone, |_| ()).await,
    ];
    // Declining may be late, but not without its token.
    let late = all.last_mut().unwrap();
    late.altered[0].1 = None;
    all
}

async fn with_messages(day: &Day) -> Vec<Tampering> {
    let (approved, declined) =
        (day.event(Verb::ApproveShift, A).await, day.event(Verb::DeclineShift, B).await);
    let signature = day.get::<WhatsAppConversationEntry>(&entry_key(&approved)).await.webhook;
    let message = day.embedded.items().await.into_iter().filter(|stored| item::kind(stored) == "message");
    let messages = message.map(|stored| item::read::<domain::message::Message>(stored).unwrap());
    let to_lee = messages.into_iter().find(|message| message.member == lee().id).unwrap();
    vec![
        Tampering {
            what: "no message of the person",
            altered: vec![(entry_key(&declined), None)],
            found: vec![(declined.clone(), Violation::NoEntry)],
        },
        day.entry("a message of another time", Verb::UndoShift, Violation::OtherEntry, |entry| {
            entry.at = at(0);
        })
        .await,
        day.entry("words instead of a tap", Verb::UndoShift, Violation::OtherEntry, |entry| {
            entry.said = domain::message::conversation::Said::SentSomethingElse;
        })
        .await,
        day.entry("nothing vouches for a webhook", Verb::GiveReason, Violation::NoWebhook, |entry| {
            entry.webhook = None;
        })
        .await,
        day.entry("nothing vouches for a STOP", Verb::OptOut, Violation::NoWebhook, |entry| {
            entry.webhook = None;
        })
        .await,
        day.entry("a signature comes again", Verb::DeclineShift, Violation::SignatureTwice, |entry| {
            entry.webhook = signature;
        })
        .await,
        day.token(
            "a button in another's message",
            (Verb::ApproveShift, A),
            Violation::MessageOfAnother,
            |token| {
                token.carried_by = Some(to_lee.id.to_string());
            },
        )
        .await,
    ]
}

async fn with_events(day: &Day) -> Vec<Tampering> {
    let a = (Verb::ApproveShift, A);
    let evidence = |event: &mut AuditEvent, edit: fn(&mut domain::audit::Evidence)| {
        edit(event.evidence.as_mut().unwrap());
    };
    vec![
        day.told("another person", a, Violation::OtherRole, |event| event.actor = Some(lee().id)).await,
        day.told("a stranger", a, Violation::NotAMember, |event| {
            event.actor = Some("nobody".parse().unwrap());
        })
        .await,
        day.told("no person", a, Violation::NoPerson, |event| event.actor = None).await,
        day.told("no evidence", a, Violation::NoEvidence, |event| event.evidence = None).await,
        day.told("another message", a, Violation::OtherIdentifier, |event| {
            event.message_sid = Some(inbound_sid(99));
        })
        .await,
        day.told("another role", a, Violation::OtherRole, |event| {
            evidence(event, |evidence| evidence.role = domain::workspace::Role::Marketer);
        })
        .await,
        day.told("older rules", (Verb::ApproveShift, C), Violation::OtherRules, |event| {
            evidence(event, |evidence| evidence.rules_version = 1);
        })
        .await,
        day.told("a lower band", (Verb::ApproveShift, C), Violation::OtherBand, |event| {
            evidence(event, |evidence| evidence.band = Some(Band::OneTap));
        })
        .await,
        day.told("a lower band of two", (Verb::ApproveShift, D), Violation::OtherBand, |event| {
            evidence(event, |evidence| evidence.band = Some(Band::Confirmation));
        })
        .await,
        day.told("no first approver", (Verb::ApproveShift, D), Violation::OtherVersionSeen, |event| {
            evidence(event, |evidence| {
                evidence.first_approver = None;
                evidence.target_version += 1;
            });
        })
        .await,
        day.told("no token where words do not do", a, Violation::NoToken, |event| {
            evidence(event, |evidence| evidence.token = None);
        })
        .await,
        day.told("another version after", a, Violation::VersionGap, |event| {
            event.after = event.after.as_ref().map(|after| format!("{after}7"));
        })
        .await,
        unreadable(day).await,
    ]
}

/// Events whose verb or person differs from what was actually done.
async fn with_other_verbs(day: &Day) -> Vec<Tampering> {
    let a = (Verb::ApproveShift, A);
    vec![
        day.told("a look that changed something", a, Violation::NeverExecuted, |event| {
            event.verb = Verb::ReviewShift;
        })
        .await,
        day.told("a person who reports", a, Violation::UnexpectedPerson, |event| {
            event.verb = Verb::ChangeBudget;
        })
        .await,
        day.told("rules by who is no owner", (Verb::ChangeRules, ""), Violation::NotAnOwner, |event| {
            event.actor = Some(lee().id);
        })
        .await,
    ]
}

async fn unreadable(day: &Day) -> Tampering {
    let event = day.event(Verb::SnoozeAlert, "").await;
    let (key, stored) = day.edited::<AuditEvent>(key_of(&event), |_| ()).await;
    let mut stored = stored.unwrap();
    stored.insert("form".to_owned(), AttributeValue::N("9".to_owned()));
    Tampering {
        what: "an event of another form",
        altered: vec![(key, Some(stored))],
        found: vec![(event, Violation::Unreadable)],
    }
}

#[tokio::test]
async fn whatever_is_altered_leaves_exactly_what_rested_on_it_unproven() {
    let day = Day::lived().await;
    assert_eq!(day.proof().await.unproven, 0);
    let mut all = with_tokens(&day).await;
    all.extend(with_messages(&day).await);
    all.extend(with_events(&day).await);
    all.extend(with_other_verbs(&day).await);
    all.extend(with_targets(&day).await);
    all.extend(with_people_and_rules(&day).await);
    all.extend([in_full_dress(&day).await, misplaced(&day).await]);
    for tampering in &all {
        day.check(tampering).await;
    }
    assert_eq!(day.proof().await.unproven, 0, "everything was put back");
}

#[tokio::test]
async fn an_event_that_is_altered_breaks_the_chain_even_where_it_stays_proven() {
    let day = Day::lived().await;
    let event = day.event(Verb::ApproveShift, A).await;
    let altered = day
        .edited(key_of(&event), |event: &mut AuditEvent| {
            event.after = event.after.as_ref().map(|after| after.replace("$600", "$900"));
        })
        .await;
    day.apply(&[altered]).await;
    let report = day.proof().await;
    assert_eq!(report.unproven, 0);
    assert!(report.chain.broken.is_some() && !report.is_green());
}
