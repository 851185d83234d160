//! Claims about messages that WhatsApp does not deliver: the reason is kept, a digest is mailed, and nothing is sent
//! twice.

use super::*;
use domain::message::MessageKind;
use domain::message::template::TemplateName;

fn refusal(code: u32) -> Result<Accepted, SendFailure> {
    Err(SendFailure::Rejected { code: Some(code), http_status: 400 })
}

fn refused(code: u32, class: FailureClass) -> FailureReason {
    FailureReason::Refused { code: Some(code), class }
}

/// Takes the mails that were queued.
fn mails(desk: &Desk) -> Vec<QueueJob> {
    std::mem::take(&mut *desk.queue.others.lock().unwrap()).into_iter().map(|(job, _)| job).collect()
}

#[tokio::test]
async fn a_refused_digest_keeps_its_first_error_and_goes_out_by_mail() {
    let table = [
        (63_024, 400, FailureClass::FallBackToEmail),
        (21_656, 400, FailureClass::OurBug),
        (21_606, 400, FailureClass::OperatorMustAct),
    ];
    for (code, http_status, class) in table {
        let desk = Desk::start().await;
        let refusal = Err(SendFailure::Rejected { code: Some(code), http_status });
        let whatsapp = ScriptedWhatsApp::answering([refusal]);
        let reason = refused(code, class);
        assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::FellBackToEmail(reason.clone()));
        let message = desk.message().await;
        assert_eq!((message.state, message.failure), (MessageState::Failed, Some(reason)));
        let attempt = &message.attempts[0];
        assert_eq!((attempt.ended, attempt.code), (Some(AttemptEnd::Refused), Some(code)));
        assert_eq!(attempt.class, Some(class));
        let fallback = message.fallback.unwrap();
        let [QueueJob::NotificationMail(mail)] = &mails(&desk)[..] else { panic!("no mail, or several") };
        assert_eq!((&mail.notification, mail.at), (&fallback.notification, fallback.at));
        assert!(desk.store().read_notification(mail).await.unwrap().is_some());
        assert!(desk.talk().await.is_empty() && desk.waiting().is_empty());
    }
}

#[tokio::test]
async fn what_cannot_be_sent_at_all_is_mailed_without_a_call() {
    let mailed = async |desk: &Desk, seconds: i64, reason: FailureReason| {
        assert_eq!(desk.deliver(&silent(), seconds).await, Delivered::FellBackToEmail(reason.clone()));
        let message = desk.message().await;
        assert_eq!((message.state, message.failure), (MessageState::Failed, Some(reason)));
        assert!(message.attempts.is_empty());
    };
    mailed(&Desk::start().await, 3_600, FailureReason::DeadlinePassed).await;
    let mut desk = Desk::start().await;
    desk.contents = known(&[]);
    mailed(&desk, 0, FailureReason::NoTemplate).await;
    let desk = Desk::start().await;
    let unreachable =
        WhatsAppSubscription { phone: None, business_scoped_id: None, ..testing::subscription(&maya()) };
    store_one(desk.store(), &Key::subscription(&maya().workspace, &maya().id), &unreachable).await;
    mailed(&desk, 0, FailureReason::NoAddress).await;
}

#[tokio::test]
async fn who_stopped_gets_neither_the_message_nor_the_mail() {
    let desk = Desk::start().await;
    desk.consent(Consent::OptedOut).await;
    for seconds in [0, 3_600] {
        let outcome = desk.deliver(&silent(), seconds).await;
        assert!(matches!(outcome, Delivered::GivenUp(_) | Delivered::NothingToDo), "{outcome:?}");
    }
    let message = desk.message().await;
    assert_eq!((message.state, message.failure), (MessageState::Failed, Some(FailureReason::NoConsent)));
    assert!(message.fallback.is_none() && mails(&desk).is_empty());
}

#[tokio::test]
async fn a_digest_that_is_redriven_days_later_is_given_up_and_not_sent() {
    let desk = Desk::start().await;
    let outcome = desk.deliver(&silent(), 3 * 24 * 3_600).await;
    assert_eq!(outcome, Delivered::GivenUp(FailureReason::DeadlinePassed));
    assert!(mails(&desk).is_empty());
}

#[tokio::test]
async fn a_refusal_because_the_person_wants_no_messages_ends_the_consent_and_another_does_not() {
    for (code, consent, audited) in [(21_610, Consent::OptedOut, 1), (63_024, Consent::OptedIn, 0)] {
        let desk = Desk::start().await;
        desk.deliver(&ScriptedWhatsApp::answering([refusal(code)]), 0).await;
        assert_eq!(desk.message().await.state, MessageState::Failed);
        let stored = desk.store().subscription(&maya().workspace, &maya().id).await.unwrap().unwrap();
        assert_eq!(stored.consent, consent, "{code}");
        assert_eq!(desk.store().audit(&maya().workspace).await.unwrap().len(), audited, "{code}");
        assert_eq!(mails(&desk).len(), 1 - audited, "who wants no messages gets no mail either");
    }
}

#[tokio::test]
async fn a_paused_template_is_held_back_for_everybody_and_its_spare_goes_out() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([refusal(63_041), accepted(2)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { seconds: 1 });
    assert!(desk.store().breakers().await.unwrap().templates.contains_key("kpi_daily.en.v1"));
    assert_eq!(desk.deliver(&whatsapp, 7).await, Delivered::Accepted);
    let message = desk.message().await;
    let templates: Vec<_> = message.attempts.iter().map(|attempt| attempt.template).collect();
    assert_eq!(templates, [TemplateName::KpiDaily, TemplateName::KpiShort]);
    let sent = whatsapp.sent.lock().unwrap();
    let OutboundContent::Template { content_sid, .. } = &sent[1].content else { panic!("no template") };
    assert_eq!(content_sid, "HX9");
}

#[tokio::test]
async fn a_card_that_is_refused_is_given_up_and_nobody_gets_a_mail() {
    let mut desk = Desk::start().await;
    let card = testing::message_of(MessageKind::Card);
    store_one(desk.store(), &Key::message(&card.workspace, &card.id), &card).await;
    desk.contents = known(&[("card_2.any.v1", "HX2")]);
    let outcome = desk.deliver(&ScriptedWhatsApp::answering([refusal(63_016)]), 0).await;
    assert_eq!(outcome, Delivered::GivenUp(refused(63_016, FailureClass::ResendAsTemplate)));
    assert!(mails(&desk).is_empty());
}

#[tokio::test]
async fn what_has_ended_is_in_no_list_of_what_somebody_must_look_at_once_its_mail_went_its_way() {
    let desk = Desk::start().await;
    assert!(desk.message().await.due_at.is_some());
    desk.consent(Consent::OptedOut).await;
    desk.deliver(&silent(), 0).await;
    let message = desk.message().await;
    assert_eq!((message.due_at, message.due_list), (None, None));

    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([refusal(63_024)]), 0).await;
    let fallback = desk.message().await;
    assert!(fallback.due_at.is_some(), "the mail may still be lost");
    mails(&desk);
    assert_eq!(desk.deliver(&silent(), 600).await, Delivered::NothingToDo);
    let [QueueJob::NotificationMail(mail)] = &mails(&desk)[..] else {
        panic!("the mail was not queued again")
    };
    let notification = desk.store().read_notification(mail).await.unwrap().unwrap().notification;
    let gone =
        domain::notification::EmailState::Failed { reason: domain::notification::MailFailure::NoAddress };
    desk.store().record_notification_mail(&notification, &notification.email.moved_to(gone)).await.unwrap();
    desk.deliver(&silent(), 1_200).await;
    assert_eq!(desk.message().await.due_at, None);
    assert!(mails(&desk).is_empty());
}

/// Lets Twilio report that Maya's digest did not arrive, `seconds` after it was created.
async fn report_lost(desk: &Desk, code: u32, seconds: i64) {
    let attempt = AttemptReference { workspace: job().workspace, message: job().message, attempt: 1 };
    let failure = (Some(code), domain::message::refusal::classify_callback(Some(code)));
    let status = MessageStatus::Undelivered;
    desk.store().note_undelivered(&attempt, &sid(1), status, failure, after(seconds)).await.unwrap();
}

#[tokio::test]
async fn what_twilio_reports_later_is_decided_like_a_refusal() {
    let desk = Desk::start().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1), accepted(2)]);
    desk.deliver(&whatsapp, 0).await;
    report_lost(&desk, 63_016, 4).await;
    assert_eq!(desk.deliver(&whatsapp, 5).await, Delivered::Waiting { seconds: 1 });
    assert_eq!(desk.deliver(&whatsapp, 6).await, Delivered::Accepted, "once more, as the template");
    let message = desk.message().await;
    assert_eq!((message.attempts[0].code, message.attempts[1].code), (Some(63_016), None));
}

#[tokio::test]
async fn a_person_whom_whatsapp_says_not_to_write_to_is_opted_out_once() {
    for code in [63_014, 21_610, 63_033] {
        let desk = Desk::start().await;
        desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
        report_lost(&desk, code, 4).await;
        let outcome = desk.deliver(&silent(), 5).await;
        assert_eq!(outcome, Delivered::Suppressed(refused(code, FailureClass::Suppress)));
        report_lost(&desk, code, 9).await;
        assert_eq!(desk.deliver(&silent(), 10).await, Delivered::NothingToDo);
        let stored = desk.store().subscription(&maya().workspace, &maya().id).await.unwrap().unwrap();
        assert_eq!((stored.consent, stored.consent_changed_at), (Consent::OptedOut, after(4)));
        let audit = desk.store().audit(&maya().workspace).await.unwrap();
        let [event] = audit.as_slice() else { panic!("{audit:?}") };
        assert_eq!((event.verb, &event.actor), (domain::audit::Verb::OptOut, &None));
    }
}

#[tokio::test]
async fn a_consent_that_was_given_after_the_refusal_stands() {
    let desk = Desk::start().await;
    desk.deliver(&ScriptedWhatsApp::answering([accepted(1)]), 0).await;
    report_lost(&desk, 63_014, 4).await;
    let again = WhatsAppSubscription { consent_changed_at: after(5), ..testing::subscription(&maya()) };
    store_one(desk.store(), &Key::subscription(&maya().workspace, &maya().id), &again).await;
    let outcome = desk.deliver(&silent(), 6).await;
    assert_eq!(outcome, Delivered::Suppressed(refused(63_014, FailureClass::Suppress)));
    let stored = desk.store().subscription(&maya().workspace, &maya().id).await.unwrap().unwrap();
    assert_eq!(stored.consent, Consent::OptedIn);
    assert_eq!(desk.message().await.state, MessageState::Failed);
}
