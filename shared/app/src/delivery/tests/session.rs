//! Claims about digests that are sent into an open session.

use super::*;
use domain::digest::form::session_form;
use domain::message::template::TemplateName;
use domain::token::Action;

impl Desk {
    /// Lets Maya have written a moment before her digest goes out.
    async fn hear_maya(&self) {
        let heard = WhatsAppSubscription { last_heard_at: Some(now()), ..testing::subscription(&maya()) };
        store_one(self.store(), &Key::subscription(&maya().workspace, &maya().id), &heard).await;
    }
}

fn report_lost() -> Result<Accepted, SendFailure> {
    Err(SendFailure::Rejected { code: Some(63_016), http_status: 400 })
}

#[tokio::test]
async fn in_an_open_session_a_digest_is_a_text_with_its_link_and_two_buttons() {
    let desk = Desk::start().await;
    desk.hear_maya().await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Accepted);
    let message = desk.message().await;
    let form = session_form(&message).unwrap();
    assert_eq!(
        (message.template, message.attempts[0].template),
        (TemplateName::KpiDaily, TemplateName::Report2)
    );
    let sent = std::mem::take(&mut *whatsapp.sent.lock().unwrap());
    let filled = variables(&sent[0]);
    assert_eq!((filled.len(), &filled["1"]), (7, &message.text));
    let opened = |place: &str, prefix: &str| {
        let wire = format!("{prefix}{}", filled[place]);
        testing::token_keys().open(&wire).unwrap().purpose
    };
    assert_eq!(opened("3", ""), domain::token::TokenPurpose::Dashboard);
    assert_eq!(opened("5", "v1."), Action::ApproveShift.into());
    assert_eq!(opened("7", "v1."), Action::ShowAlerts.into());
    assert!(matches!(&desk.talk().await[0].said, Said::Sent { text, .. } if *text == form.text));
}

#[tokio::test]
async fn a_session_that_whatsapp_finds_closed_costs_one_attempt_and_then_the_template_goes_out() {
    let desk = Desk::start().await;
    desk.hear_maya().await;
    let whatsapp = ScriptedWhatsApp::answering([report_lost(), accepted(2)]);
    assert!(matches!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { .. }));
    assert_eq!(desk.deliver(&whatsapp, 60).await, Delivered::Accepted);
    let templates: Vec<_> = desk.message().await.attempts.iter().map(|attempt| attempt.template).collect();
    assert_eq!(templates, [TemplateName::Report2, TemplateName::KpiDaily]);
}

#[tokio::test]
async fn without_its_content_at_twilio_a_session_gets_the_template() {
    let desk = Desk::start().await;
    desk.hear_maya().await;
    let desk = Desk { contents: known(&[("kpi_daily.en.v1", "HX1")]), ..desk };
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(desk.deliver(&whatsapp, 0).await, Delivered::Accepted);
    assert_eq!(desk.message().await.attempts[0].template, TemplateName::KpiDaily);
}

#[tokio::test]
async fn without_its_content_at_twilio_and_with_its_template_held_back_a_session_gets_the_spare() {
    let desk = Desk::start().await;
    desk.hear_maya().await;
    let contents = known(&[("kpi_daily.en.v1", "HX1"), ("kpi_short.en.v1", "HX2")]);
    let desk = Desk { contents, ..desk };
    let paused = || Err(SendFailure::Rejected { code: Some(63_041), http_status: 400 });
    let whatsapp = ScriptedWhatsApp::answering([paused(), accepted(2)]);
    assert!(matches!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { .. }));
    assert_eq!(desk.deliver(&whatsapp, 30).await, Delivered::Accepted);
    let templates: Vec<_> = desk.message().await.attempts.iter().map(|attempt| attempt.template).collect();
    assert_eq!(templates, [TemplateName::KpiDaily, TemplateName::KpiShort]);
}

#[tokio::test]
async fn without_its_content_and_with_all_its_templates_held_back_a_session_gets_a_mail() {
    let desk = Desk::start().await;
    desk.hear_maya().await;
    let contents = known(&[("kpi_daily.en.v1", "HX1"), ("kpi_short.en.v1", "HX2")]);
    let desk = Desk { contents, ..desk };
    let paused = || Err(SendFailure::Rejected { code: Some(63_041), http_status: 400 });
    let whatsapp = ScriptedWhatsApp::answering([paused(), paused()]);
    for seconds in [0, 20] {
        assert!(matches!(desk.deliver(&whatsapp, seconds).await, Delivered::Waiting { .. }));
    }
    assert_eq!(desk.deliver(&silent(), 40).await, Delivered::FellBackToEmail(FailureReason::NoTemplate));
}

#[tokio::test]
async fn a_session_content_that_whatsapp_does_not_accept_costs_one_attempt_and_then_the_template_goes_out() {
    for code in [21_655, 21_656, 63_005, 63_006, 63_013, 63_021, 63_028, 63_030, 92_007] {
        let desk = Desk::start().await;
        desk.hear_maya().await;
        let refused = Err(SendFailure::Rejected { code: Some(code), http_status: 400 });
        let whatsapp = ScriptedWhatsApp::answering([refused, accepted(2)]);
        assert!(matches!(desk.deliver(&whatsapp, 0).await, Delivered::Waiting { .. }), "{code}");
        assert_eq!(desk.deliver(&whatsapp, 60).await, Delivered::Accepted, "{code}");
        let attempts = desk.message().await.attempts;
        let templates: Vec<_> = attempts.iter().map(|attempt| attempt.template).collect();
        assert_eq!(templates, [TemplateName::Report2, TemplateName::KpiDaily], "{code}");
    }
}
