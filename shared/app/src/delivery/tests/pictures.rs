//! Claims about answers below a picture.

use super::*;
use domain::question::answer::AnswerCard;
use domain::question::reply::{Envelope, ThirdButton};
use domain::token::TokenPurpose;
use domain::token::expiring::ExpiringClaims;

/// Both contents of an answer, with the picture and without.
const BOTH: [(&str, &str); 2] = [("report_picture.any.v1", "HX1"), ("report_3.any.v1", "HX2")];

fn answer() -> Message {
    let envelope = Envelope {
        workspace: &maya().workspace,
        member: &maya().id,
        question: &"20261006t081502-a1b2c3d4".parse().unwrap(),
        language: domain::language::Language::English,
        local_date: report_day(),
        now: now(),
    };
    let buttons = ["Good", "Bad", "How"].map(str::to_owned);
    let card = AnswerCard { text: "Spend by day".to_owned(), buttons, has_picture: true };
    envelope.answer(&card, ThirdButton::Explain).unwrap()
}

async fn desk(contents: &[(&str, &str)]) -> (Desk, DeliveryJob) {
    let desk = Desk { contents: known(contents), ..Desk::start().await };
    let message = answer();
    store_one(desk.store(), &Key::message(&message.workspace, &message.id), &message).await;
    let job = DeliveryJob { message: message.id, ..job() };
    (desk, job)
}

async fn delivered(desk: &Desk, job: &DeliveryJob, whatsapp: &ScriptedWhatsApp, seconds: i64) -> Delivered {
    deliver(&desk.deps(whatsapp, &FixedClock(after(seconds))), job).await.unwrap()
}

fn sent(whatsapp: &ScriptedWhatsApp) -> Vec<OutboundMessage> {
    std::mem::take(&mut *whatsapp.sent.lock().unwrap())
}

#[tokio::test]
async fn a_picture_is_named_by_a_token_that_ends_by_itself_and_is_stored_nowhere() {
    let (desk, job) = desk(&BOTH).await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(delivered(&desk, &job, &whatsapp, 0).await, Delivered::Accepted);
    let sent = sent(&whatsapp);
    let filled = variables(&sent[0]);
    let name = filled["10"].strip_suffix(".png").unwrap();
    let claims = ExpiringClaims::open(&desk.token_keys, name, now()).unwrap();
    assert_eq!((claims.purpose, claims.member), (TokenPurpose::Chart, maya().id));
    assert_eq!(claims.target.as_str(), "20261006t081502-a1b2c3d4");
    // The link and three buttons are stored, and nothing of the picture.
    assert_eq!((desk.waiting().len(), filled.len()), (0, 10));
    let body = name.rsplit('.').nth(1).unwrap();
    assert!(!desk.embedded.dump().await.contains(body));
}

#[tokio::test]
async fn an_answer_whose_picture_cannot_be_fetched_comes_without_it() {
    for code in [63_019, 63_005, 63_021, 63_034] {
        let (desk, job) = desk(&BOTH).await;
        let refused = Err(SendFailure::Rejected { code: Some(code), http_status: 400 });
        let whatsapp = ScriptedWhatsApp::answering([refused, accepted(2)]);
        assert!(matches!(delivered(&desk, &job, &whatsapp, 0).await, Delivered::Waiting { .. }), "{code}");
        assert_eq!(delivered(&desk, &job, &whatsapp, 10).await, Delivered::Accepted, "{code}");
        let both = sent(&whatsapp);
        let (with, without) = (variables(&both[0]), variables(&both[1]));
        assert_eq!((with.len(), without.len()), (10, 9), "{code}");
        assert_eq!(with["1"], without["1"]);
    }
}

#[tokio::test]
async fn without_its_content_at_twilio_an_answer_comes_without_its_picture() {
    let (desk, job) = desk(&BOTH[1..]).await;
    let whatsapp = ScriptedWhatsApp::answering([accepted(1)]);
    assert_eq!(delivered(&desk, &job, &whatsapp, 0).await, Delivered::Accepted);
    assert_eq!(variables(&sent(&whatsapp)[0]).len(), 9);
}
