//! Claims about the messages that answer a question.

use super::*;
use crate::message::form::without_picture;
use crate::testing;
use jiff::civil::date;
use proptest::prelude::*;

fn answer(text: &str, has_picture: bool) -> Message {
    let maya = testing::maya();
    let question: QuestionId = "20261006t081502-a1b2c3d4".parse().unwrap();
    let envelope = Envelope {
        workspace: &maya.workspace,
        member: &maya.id,
        question: &question,
        language: Language::English,
        local_date: date(2026, 10, 6),
        now: testing::now(),
    };
    let buttons = ["Good", "Bad", "How"].map(str::to_owned);
    let card = AnswerCard { text: text.to_owned(), buttons, has_picture };
    envelope.answer(&card, ThirdButton::Explain).unwrap()
}

proptest! {
    #[test]
    fn an_answer_without_its_picture_is_the_answer_that_never_had_one(text in "[ -~]{1,200}") {
        let plain = answer(&text, false);
        let form = without_picture(&answer(&text, true)).unwrap();
        prop_assert_eq!(form.template, plain.template);
        prop_assert_eq!(form.template_version, plain.template_version);
        prop_assert_eq!(&form.variables, &plain.variables);
        prop_assert_eq!(&form.buttons, &plain.buttons);
        prop_assert_eq!(&form.text, &plain.text);
        prop_assert_eq!(without_picture(&plain), None);
    }
}
