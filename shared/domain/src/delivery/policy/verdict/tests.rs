//! Claims about the decision after a failure: every class, every code, and what no failure may ever lead to.

use super::*;
use crate::delivery::breaker::Breakers;
use crate::delivery::policy::refused_contents;
use crate::message::template::TemplateName;
use crate::message::{Attempt, MessageKind};
use crate::testing::{attempt_at, message_of, now};
use proptest::prelude::*;

const KINDS: [MessageKind; 7] = [
    MessageKind::Digest,
    MessageKind::Card,
    MessageKind::SecondApproval,
    MessageKind::Assignment,
    MessageKind::Update,
    MessageKind::Answer,
    MessageKind::Correction,
];

fn after(kind: MessageKind, attempts: &[Option<u32>], failure: AttemptFailure, seconds: i64) -> Verdict {
    let mut message = message_of(kind);
    let attempt = |(place, code): (usize, &Option<u32>)| Attempt {
        code: *code,
        ..attempt_at(u32::try_from(place).unwrap() + 1, 0)
    };
    message.attempts = attempts.iter().enumerate().map(attempt).collect();
    decide(FailedCase {
        message: &message,
        failure,
        now: EpochSecond::from(now()).plus_seconds(seconds),
        jitter: u16::MAX,
    })
}

fn digest(failure: AttemptFailure) -> Verdict {
    after(MessageKind::Digest, &[None], failure, 0)
}

fn reported(code: u32) -> AttemptFailure {
    AttemptFailure::Reported { code: Some(code) }
}

fn refused(code: u32, class: FailureClass) -> FailureReason {
    FailureReason::Refused { code: Some(code), class }
}

#[test]
fn each_failure_of_a_digest_has_one_consequence() {
    use AttemptFailure as F;
    use FailureReason as R;
    use Verdict as V;
    let mail = |code, class| V::FallBackToEmail(refused(code, class));
    let http = |code, http_status| F::Refused { code, http_status };
    let table = [
        (digest(F::Throttled { retry_after: 0 }), V::RetryAfter { seconds: 15 }),
        (digest(F::Throttled { retry_after: 120 }), V::RetryAfter { seconds: 120 }),
        (digest(F::Throttled { retry_after: 3_600 }), V::FallBackToEmail(R::DeadlinePassed)),
        (digest(F::Unavailable), V::RetryAfter { seconds: 15 }),
        (digest(http(Some(20_429), 429)), V::RetryAfter { seconds: 15 }),
        (digest(http(Some(63_018), 400)), V::RetryAfter { seconds: 60 }),
        (digest(http(None, 400)), V::FallBackToEmail(R::Refused { code: None, class: FailureClass::OurBug })),
        (digest(http(Some(20_003), 401)), V::RetryAfter { seconds: 90 }),
        (digest(http(Some(21_606), 400)), mail(21_606, FailureClass::OperatorMustAct)),
        (digest(http(Some(21_211), 400)), mail(21_211, FailureClass::FallBackToEmail)),
        (digest(http(Some(21_656), 400)), mail(21_656, FailureClass::OurBug)),
        (digest(http(Some(21_610), 400)), V::Suppress(refused(21_610, FailureClass::Suppress))),
        (digest(reported(63_014)), V::Suppress(refused(63_014, FailureClass::Suppress))),
        (digest(reported(63_016)), V::ResendInOtherForm),
        (digest(reported(63_024)), mail(63_024, FailureClass::FallBackToEmail)),
        (digest(reported(63_041)), V::PauseTemplate),
        (digest(reported(63_049)), mail(63_049, FailureClass::FallBackToEmail)),
        (digest(reported(63_999)), V::RetryAfter { seconds: 15 }),
        (digest(F::NeverArrived), V::RetryAfter { seconds: 1 }),
        (digest(F::Unresolved), V::FallBackToEmail(R::Unresolved)),
        (digest(F::NoReceipt), V::FallBackToEmail(R::NoReceipt)),
        (digest(F::Expired), V::FallBackToEmail(R::DeadlinePassed)),
        (digest(F::NoAddress), V::FallBackToEmail(R::NoAddress)),
        (digest(F::NoTemplate), V::FallBackToEmail(R::NoTemplate)),
    ];
    for (place, (verdict, expected)) in table.into_iter().enumerate() {
        assert_eq!(verdict, expected, "row {place}");
    }
}

#[test]
fn outside_the_window_is_answered_with_the_template_once_and_a_card_has_none() {
    let outside = Some(63_016);
    let digest = |codes: &[Option<u32>]| after(MessageKind::Digest, codes, reported(63_016), 9);
    assert_eq!(digest(&[outside]), Verdict::ResendInOtherForm);
    let reason = refused(63_016, FailureClass::ResendAsTemplate);
    assert_eq!(digest(&[outside, outside]), Verdict::FallBackToEmail(reason.clone()));
    assert_eq!(after(MessageKind::Card, &[outside], reported(63_016), 9), Verdict::GiveUp(reason));
}

#[test]
fn a_fault_of_a_content_of_the_session_leads_to_the_template_and_one_of_a_template_to_a_mail() {
    for code in table_of_contents() {
        let of = |template, failure| {
            let mut message = message_of(MessageKind::Digest);
            message.attempts = vec![Attempt { code: Some(code), template, ..attempt_at(1, 0) }];
            let now = EpochSecond::from(now()).plus_seconds(9);
            decide(FailedCase { message: &message, failure, now, jitter: 0 })
        };
        for failure in [reported(code), AttemptFailure::Refused { code: Some(code), http_status: 400 }] {
            assert_eq!(of(TemplateName::Report2, failure), Verdict::ResendInOtherForm, "{code}");
            let by_template = of(TemplateName::KpiDaily, failure);
            assert!(matches!(by_template, Verdict::FallBackToEmail(_)), "{code}: {by_template:?}");
        }
    }
}

#[test]
fn an_answer_whose_picture_is_not_taken_goes_without_it_once() {
    for code in table_of_contents() {
        let after = |templates: &[TemplateName]| {
            let mut message = message_of(MessageKind::Answer);
            message.template = TemplateName::ReportPicture;
            let tried = templates.iter().zip(1..);
            message.attempts = tried
                .map(|(template, number)| Attempt {
                    code: Some(code),
                    template: *template,
                    ..attempt_at(number, 0)
                })
                .collect();
            let now = EpochSecond::from(now()).plus_seconds(9);
            (
                decide(FailedCase { message: &message, failure: reported(code), now, jitter: 0 }),
                Breakers::default().template_for(&message, true, &refused_contents(&message), now),
            )
        };
        let plain = Some(TemplateName::Report3);
        assert_eq!(after(&[TemplateName::ReportPicture]), (Verdict::ResendInOtherForm, plain), "{code}");
        let (verdict, template) = after(&[TemplateName::ReportPicture, TemplateName::Report3]);
        assert!(matches!(verdict, Verdict::GiveUp(_)), "{code}: {verdict:?}");
        assert_eq!(template, None);
    }
}

fn table_of_contents() -> Vec<u32> {
    (10_000..93_000).filter(|code| is_of_content(Some(*code))).collect()
}

#[test]
fn a_code_that_nobody_knows_is_tried_once_more_and_then_mailed() {
    let unknown = |attempts: &[Option<u32>]| after(MessageKind::Digest, attempts, reported(63_999), 0);
    assert_eq!(unknown(&[None]), Verdict::RetryAfter { seconds: 15 });
    let reason = refused(63_999, FailureClass::Unfamiliar);
    assert_eq!(unknown(&[None, None]), Verdict::FallBackToEmail(reason));
}

#[test]
fn a_digest_is_mailed_for_four_hours_and_then_it_is_no_news_any_more() {
    let late = |hours: i64| after(MessageKind::Digest, &[None], AttemptFailure::Expired, 3_600 * hours);
    assert_eq!(late(4), Verdict::FallBackToEmail(FailureReason::DeadlinePassed));
    assert_eq!(late(5), Verdict::GiveUp(FailureReason::DeadlinePassed));
}

#[test]
fn a_receipt_whose_fate_is_not_known_is_sent_again_and_everything_else_is_not() {
    for kind in KINDS {
        let verdict = after(kind, &[None], AttemptFailure::Unresolved, 30);
        let expected = match kind {
            MessageKind::Update => Verdict::RetryAfter { seconds: 1 },
            MessageKind::Digest => Verdict::FallBackToEmail(FailureReason::Unresolved),
            _ => Verdict::GiveUp(FailureReason::Unresolved),
        };
        assert_eq!(verdict, expected, "{kind:?}");
    }
}

#[test]
fn attempts_before_an_admin_asked_again_do_not_count() {
    let mut message = message_of(MessageKind::Digest);
    message.attempts = (1..=6).map(|number| attempt_at(number, 0)).collect();
    let failure = AttemptFailure::Unavailable;
    let now = EpochSecond::from(now());
    let before = decide(FailedCase { message: &message, failure, now, jitter: u16::MAX });
    assert_eq!(before, Verdict::RetryAfter { seconds: 480 });
    message.resend = Some(crate::message::ManualResend {
        by: "admin-1".into(),
        reason: "phone was off".into(),
        at: attempt_at(1, 10).started_at,
        forced: false,
    });
    message.attempts.push(attempt_at(7, 20));
    let after = decide(FailedCase { message: &message, failure, now, jitter: u16::MAX });
    assert_eq!(after, Verdict::RetryAfter { seconds: 15 });
}

fn any_failure() -> impl Strategy<Value = AttemptFailure> {
    use AttemptFailure as F;
    let code = || prop::option::of(prop_oneof![10_000_u32..70_000, Just(63_016), Just(63_014), Just(63_041)]);
    prop_oneof![
        (0_i64..100_000).prop_map(|retry_after| F::Throttled { retry_after }),
        (code(), 100_u16..600).prop_map(|(code, http_status)| F::Refused { code, http_status }),
        code().prop_map(|code| F::Reported { code }),
        prop::sample::select(vec![
            F::Unavailable,
            F::NeverArrived,
            F::Unresolved,
            F::NoReceipt,
            F::Expired,
            F::NoAddress,
            F::NoTemplate,
        ]),
    ]
}

proptest! {
    #[test]
    fn no_attempt_follows_that_would_come_after_the_deadline_or_sooner_than_twilio_asks(
        failure in any_failure(), kind in prop::sample::select(KINDS.to_vec()),
        tries in 0_usize..12, seconds in -10_i64..20_000, jitter: u16,
    ) {
        let mut message = message_of(kind);
        message.attempts = (0..tries).map(|place| attempt_at(u32::try_from(place).unwrap() + 1, 0)).collect();
        let now = EpochSecond::from(now()).plus_seconds(seconds);
        let in_time = now.plus_seconds(1) < message.deadline;
        match decide(FailedCase { message: &message, failure, now, jitter }) {
            Verdict::RetryAfter { seconds } => {
                prop_assert!(seconds >= 1 && now.plus_seconds(seconds) < message.deadline);
                if let AttemptFailure::Throttled { retry_after } = failure {
                    prop_assert!(seconds >= retry_after);
                }
            }
            Verdict::ResendInOtherForm | Verdict::PauseTemplate => prop_assert!(in_time),
            Verdict::FallBackToEmail(_) => prop_assert_eq!(kind, MessageKind::Digest),
            Verdict::Suppress(_) | Verdict::GiveUp(_) => {}
        }
    }

    #[test]
    fn a_digest_that_is_still_news_is_never_given_up(failure in any_failure(), seconds in 0_i64..3_600, jitter: u16) {
        let message = message_of(MessageKind::Digest);
        let verdict = decide(FailedCase { message: &message, failure, now: EpochSecond::from(now()).plus_seconds(seconds), jitter });
        prop_assert!(!matches!(verdict, Verdict::GiveUp(_)), "{verdict:?}");
    }

    #[test]
    fn what_may_be_on_the_phone_is_never_sent_there_again(
        kind in prop::sample::select(vec![MessageKind::Digest, MessageKind::Card, MessageKind::SecondApproval]),
        seconds in 0_i64..20_000, jitter: u16,
    ) {
        let message = message_of(kind);
        for failure in [AttemptFailure::Unresolved, AttemptFailure::NoReceipt] {
            let now = EpochSecond::from(now()).plus_seconds(seconds);
            let verdict = decide(FailedCase { message: &message, failure, now, jitter });
            prop_assert!(matches!(verdict, Verdict::FallBackToEmail(_) | Verdict::GiveUp(_)), "{verdict:?}");
        }
    }
}
