//! Alterations of shifts, alerts, people and rules, and forged events.

use super::*;
use crate::verification::tests::day::{alerts, shift_id};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::Recommendation;
use domain::testing::recommendation;
use domain::workspace::rules::RulesVersion;
use domain::workspace::{Consent, Role, WhatsAppSubscription};
use jiff::SignedDuration;

pub(super) async fn with_targets(day: &Day) -> Vec<Tampering> {
    let shift_key = |letter: &str| Key::adjustment(&workspace().id, &shift_id(letter));
    let alert = alerts().swap_remove(0);
    let undone = day.event(Verb::UndoShift, A).await;
    let (first, second) =
        (day.event(Verb::ApproveShiftFirst, D).await, day.event(Verb::ApproveShift, D).await);
    let acknowledged = day.event(Verb::AcknowledgeAlert, "").await;
    vec![
        Tampering {
            what: "another person undid it",
            altered: vec![
                day.edited(shift_key("a"), |shift: &mut BudgetAdjustment| {
                    shift.undone.as_mut().unwrap().by = lee().id;
                })
                .await,
            ],
            found: vec![(undone, Violation::OtherTarget)],
        },
        Tampering {
            what: "the alert is gone",
            altered: vec![(Key::alert(&workspace().id, &alert.finding.id), None)],
            found: vec![(acknowledged, Violation::NoTarget)],
        },
        Tampering {
            what: "a smaller amount was approved by two",
            altered: vec![
                day.edited(shift_key("d"), |shift: &mut BudgetAdjustment| shift.amount.minor = 100).await,
            ],
            found: vec![(first.clone(), Violation::OtherBand)],
        },
        Tampering {
            what: "the first approval is gone",
            altered: vec![(key_of(&first), None)],
            found: vec![(second.clone(), Violation::NoFirstApproval)],
        },
        Tampering {
            what: "one person twice",
            altered: vec![
                day.edited(shift_key("d"), |shift: &mut BudgetAdjustment| {
                    shift.first.as_mut().unwrap().by = lee().id;
                })
                .await,
                day.edited(key_of(&second), |event: &mut AuditEvent| {
                    event.evidence.as_mut().unwrap().first_approver = Some(lee().id);
                })
                .await,
            ],
            found: vec![(first, Violation::OtherTarget), (second.clone(), Violation::OnePersonTwice)],
        },
        a_first_approver_who_only_viewed_by_then(day, second.clone()).await,
        one_person_with_two_memberships(day, second).await,
        assigned_to_nobody(day).await,
    ]
}

/// Maya, who approved first, was a viewer from a second before the second approval to a second after it.
async fn a_first_approver_who_only_viewed_by_then(day: &Day, second: AuditEvent) -> Tampering {
    let around = |seconds| second.at + SignedDuration::from_secs(seconds);
    let altered = day
        .edited(Key::member(&workspace().id, &maya().id), |maya: &mut Member| {
            let viewer = maya.changed(Role::Viewer, true, around(-1));
            *maya = viewer.changed(maya.role, true, around(1));
        })
        .await;
    Tampering {
        what: "the first of two was a viewer by then",
        altered: vec![altered],
        found: vec![(second, Violation::FirstMayNot)],
    }
}

async fn one_person_with_two_memberships(day: &Day, second: AuditEvent) -> Tampering {
    let key = Key::member(&workspace().id, &lee().id);
    Tampering {
        what: "one person with two memberships",
        altered: vec![day.edited(key, |lee: &mut Member| lee.email = maya().email).await],
        found: vec![(second, Violation::OnePersonTwice)],
    }
}

async fn assigned_to_nobody(day: &Day) -> Tampering {
    let events = day.store().audit(&workspace().id).await.unwrap();
    let assigned = events.into_iter().rfind(|event| event.verb == Verb::AssignRecommendation).unwrap();
    let key = Key::recommendation(&workspace().id, &recommendation().id);
    Tampering {
        what: "the recommendation is nobody's",
        altered: vec![day.edited(key, |what: &mut Recommendation| what.assignment = None).await],
        found: vec![(assigned, Violation::OtherTarget)],
    }
}

pub(super) async fn with_people_and_rules(day: &Day) -> Vec<Tampering> {
    let rules_key = |version| Key::rules(&workspace().id, version);
    let (declined, reason) = (day.event(Verb::DeclineShift, B).await, day.event(Verb::GiveReason, B).await);
    let confirmed = day.event(Verb::ApproveShift, C).await;
    let of_maya = day.executed_by(&maya(), Source::WhatsApp).await;
    let promoted = day.event(Verb::ChangeMembership, "").await;
    let as_owner = day.event(Verb::ApproveShift, F).await;
    let issued = day.event(Verb::IssueBearer, "integrator").await;
    let by_maya = AuditEvent { actor: Some(maya().id), ..issued };
    vec![
        Tampering {
            what: "a person issued a token",
            altered: vec![(key_of(&by_maya), Some(item::write(&key_of(&by_maya), &by_maya).unwrap()))],
            found: vec![(by_maya, Violation::UnexpectedPerson)],
        },
        Tampering {
            what: "the rules named others",
            altered: vec![
                day.edited(rules_key(1), |rules: &mut RulesVersion| {
                    rules.rules.named.approve_shifts = Some(vec![maya().id]);
                })
                .await,
            ],
            found: vec![(declined, Violation::MayNot), (reason, Violation::MayNot)],
        },
        Tampering {
            what: "the limit of one person was lower",
            altered: vec![
                day.edited(rules_key(2), |rules: &mut RulesVersion| rules.rules.confirm_limit = None).await,
            ],
            found: vec![(confirmed, Violation::OtherBand)],
        },
        Tampering {
            what: "the person had no consent",
            altered: vec![
                day.edited(
                    Key::subscription(&workspace().id, &maya().id),
                    |known: &mut WhatsAppSubscription| {
                        known.consent = Consent::OptedOut;
                    },
                )
                .await,
            ],
            found: of_maya.into_iter().map(|event| (event, Violation::NoConsent)).collect(),
        },
        Tampering {
            what: "the role changed at another time",
            altered: vec![
                day.edited(Key::member(&workspace().id, &lee().id), |member: &mut Member| {
                    member.history.last_mut().unwrap().since = at(165);
                })
                .await,
            ],
            found: vec![(promoted, Violation::NoChange), (as_owner, Violation::OtherRole)],
        },
    ]
}

/// An attacker who can write everything except the token's reference to its one event: a complete forged second
/// approval.
pub(super) async fn in_full_dress(day: &Day) -> Tampering {
    let event = day.event(Verb::ApproveShift, A).await;
    let sid = inbound_sid(77);
    let forged = AuditEvent {
        id: AuditEvent::id_for_message(&sid),
        at: at(12),
        message_sid: Some(sid.clone()),
        ..event.clone()
    };
    let entry: WhatsAppConversationEntry = day.get(&entry_key(&event)).await;
    let webhook =
        Some(domain::message::conversation::WebhookProof { signature: "of another request".into() });
    let entry = WhatsAppConversationEntry { message_sid: sid, at: at(12), webhook, ..entry };
    Tampering {
        what: "a second event with the same token",
        altered: vec![
            (key_of(&forged), Some(item::write(&key_of(&forged), &forged).unwrap())),
            (entry_key(&forged), Some(item::write(&entry_key(&forged), &entry).unwrap())),
        ],
        found: vec![(forged, Violation::TokenUsedByAnother)],
    }
}

/// A copy of an event at a different time.
pub(super) async fn misplaced(day: &Day) -> Tampering {
    let event = day.event(Verb::ApproveShift, A).await;
    let moved = AuditEvent { at: at(15), ..event.clone() };
    Tampering {
        what: "an event at the place of another time",
        altered: vec![(key_of(&moved), Some(item::write(&key_of(&moved), &event).unwrap()))],
        found: vec![(moved, Violation::Misplaced)],
    }
}
