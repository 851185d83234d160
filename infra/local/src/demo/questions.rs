//! The questions of the demo: asked on the phone, answered by the real functions, and compared with the page behind the link.

use std::collections::BTreeSet;

use super::story::Story;
use super::transcript::bubble;
use super::{DemoError, SECONDS_TO_THE_PHONE, expect};
use crate::console::say;
use crate::phone_client::{ChatMessage, PhoneClient};

/// What is asked, and what its answer is known by.
struct Asked {
    text: &'static str,
    /// The button that only this kind of answer has.
    button: &'static str,
}

/// With numbers, in English and in Spanish, the last going on from the one before.
const ANSWERED: [Asked; 4] = [
    Asked { text: "Which campaigns overspent yesterday?", button: "Good answer" },
    Asked { text: "top creative this week", button: "Good answer" },
    Asked { text: "¿cuánto gastamos la semana pasada?", button: "Buena respuesta" },
    Asked { text: "¿y por canal?", button: "Buena respuesta" },
];
/// How a number went, which is shown as a picture as well.
const TREND: &str = "spend by day last 14 days";
/// An order, which no text carries out.
const REFUSED: &str = "pause the worst campaign";

impl Story<'_> {
    /// Asks questions, and one thing that is refused.
    pub(super) async fn ask_questions(&self) -> Result<(), DemoError> {
        say("# Questions\n");
        let maya = self.phone_of_maya();
        let refused =
            ask(maya, REFUSED, |message| message.text.starts_with("A question changes nothing here")).await?;
        expect(refused.buttons.len() == 3, "the refusal does not offer three questions")?;
        for Asked { text, button } in ANSWERED {
            let answer = ask(maya, text, |message| message.button(button).is_some()).await?;
            same_on_the_dashboard(&answer).await?;
        }
        let trend = ask(maya, TREND, |message| message.button("Good answer").is_some()).await?;
        expect(trend.media.len() == 1, "the answer about a trend has no picture")?;
        same_on_the_dashboard(&trend).await
    }
}

/// Writes a text and waits for the message that answers it.
async fn ask(
    phone: &PhoneClient,
    text: &'static str,
    fits: impl Fn(&ChatMessage) -> bool,
) -> Result<ChatMessage, DemoError> {
    let known: BTreeSet<String> = phone.messages().await?.into_iter().map(|message| message.sid).collect();
    say(format!("Maya writes: {text}\n"));
    let heard = phone.say(text).await?;
    expect(heard.status == Some(200), format!("the webhook answered {:?} to a question", heard.status))?;
    expect(heard.replies.is_empty(), "a question was answered at once, and not by the function for it")?;
    let is_new = |message: &ChatMessage| {
        let has_arrived = matches!(message.status.as_str(), "delivered" | "read");
        message.direction == "outbound" && has_arrived && !known.contains(&message.sid) && fits(message)
    };
    let answer = phone.await_message(SECONDS_TO_THE_PHONE, "the answer to a question", is_new).await?;
    say(bubble(&answer));
    Ok(answer)
}

/// Opens the link of an answer: every amount of the message must be on the page.
async fn same_on_the_dashboard(answer: &ChatMessage) -> Result<(), DemoError> {
    let (numbers, link) = answer.text.rsplit_once('\n').unwrap_or((&answer.text, ""));
    let page = reqwest::get(link).await.map_err(DemoError::Dashboard)?;
    let status = page.status().as_u16();
    expect(status == 200, format!("the link of an answer answered {status}"))?;
    let page = page.text().await.map_err(DemoError::Dashboard)?;
    let missing: Vec<&str> = amounts(numbers).filter(|amount| !page.contains(amount)).collect();
    expect(missing.is_empty(), format!("the page of an answer does not show {}", missing.join(", ")))?;
    say(format!("The page behind its link shows the same {} amounts.\n", amounts(numbers).count()));
    Ok(())
}

/// Returns the amounts of money in a text, as they are written: `$1,120`, or in Spanish `1120 US$`.
fn amounts(text: &str) -> impl Iterator<Item = &str> {
    let is_digit = |sign: char| sign.is_ascii_digit() || matches!(sign, ',' | '.');
    text.match_indices('$').filter_map(move |(at, _)| {
        let (before, rest) = text.split_at(at);
        let number = match before.strip_suffix("\u{a0}US") {
            Some(before) => before.rsplit(|sign| !is_digit(sign)).next()?,
            None => rest.get(1..)?.split(|sign| !is_digit(sign)).next()?,
        };
        let number = number.trim_matches(['.', ',']);
        number.contains(|sign: char| sign.is_ascii_digit()).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amounts_of_an_answer_are_found_as_they_are_written() {
        let text = "1. Retargeting: $1,120 / $900.50 (+$220, +24%). In all: $12. a $ sign. Gasto: 27.979\u{a0}US$, total";
        assert_eq!(amounts(text).collect::<Vec<_>>(), ["1,120", "900.50", "220", "12", "27.979"]);
    }
}
