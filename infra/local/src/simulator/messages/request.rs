//! The parsing of a send request: which parameters Twilio rejects at once, and with which code.

use crate::simulator::address::{CHANNEL, is_number, is_whatsapp_address};
use crate::simulator::form::Form;
use crate::simulator::message::Composition;
use crate::simulator::refusal::{
    BODY_TOO_LONG, CHANNELS_DIFFER, FOREIGN_NUMBER, FOREIGN_SENDER, INVALID_CALLBACK, INVALID_MEDIA,
    INVALID_RECIPIENT, INVALID_SERVICE, INVALID_VARIABLES, NO_BODY, NO_RECIPIENT, NO_SENDER, Refusal,
    SAME_ADDRESSES, SCHEDULED_WITHOUT_SERVICE, VARIABLES_WITHOUT_CONTENT,
};
use crate::simulator::rendering::Variables;

/// A send request that Twilio would accept.
#[derive(Debug, Clone)]
pub(crate) struct SendRequest {
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) text: Text,
    pub(crate) status_callback: Option<String>,
}

/// The text of a request.
#[derive(Debug, Clone)]
pub(crate) enum Text {
    FreeForm(Composition),
    Content { sid: String, values: Variables, with_body: bool },
}

impl SendRequest {
    /// Reads a form that is posted for an account with this one sender.
    ///
    /// # Errors
    /// Refuses with the code that Twilio gives.
    pub(crate) fn parse(form: &Form, sender: &str) -> Result<Self, Refusal> {
        let to = form.given("To").ok_or_else(|| Refusal::from_code(NO_RECIPIENT))?;
        let from = from(form)?;
        addresses(to, from, sender)?;
        if form.given("SendAt").is_some() || form.given("ScheduleType").is_some() {
            return Err(Refusal::from_code(SCHEDULED_WITHOUT_SERVICE));
        }
        Ok(Self {
            to: to.to_owned(),
            from: from.to_owned(),
            text: text(form)?,
            status_callback: status_callback(form)?,
        })
    }
}

fn from(form: &Form) -> Result<&str, Refusal> {
    match (form.given("From"), form.given("MessagingServiceSid")) {
        (Some(from), None) => Ok(from),
        // The simulated account has no messaging service, so every service SID is invalid.
        (_, Some(_)) => Err(Refusal::from_code(INVALID_SERVICE)),
        (None, None) => Err(Refusal::from_code(NO_SENDER)),
    }
}

fn addresses(to: &str, from: &str, sender: &str) -> Result<(), Refusal> {
    let of_channel = |address: &str| address.starts_with(CHANNEL);
    let code = if !is_whatsapp_address(to) && !is_number(to) {
        INVALID_RECIPIENT
    } else if to == from {
        SAME_ADDRESSES
    } else if of_channel(to) != of_channel(from) {
        CHANNELS_DIFFER
    } else if from == sender {
        return Ok(());
    } else if of_channel(from) {
        FOREIGN_SENDER
    } else {
        FOREIGN_NUMBER
    };
    Err(Refusal::from_code(code))
}

fn text(form: &Form) -> Result<Text, Refusal> {
    let body = form.given("Body");
    if body.is_some_and(|body| body.chars().count() > 1600) {
        return Err(Refusal::from_code(BODY_TOO_LONG));
    }
    let media = media(form)?;
    if form.given("ContentVariables").is_some() && form.given("ContentSid").is_none() {
        return Err(Refusal::from_code(VARIABLES_WITHOUT_CONTENT));
    }
    // Twilio ignores a malformed ContentSid and then reports a missing body.
    if let Some(sid) = form.given("ContentSid").filter(|sid| is_content_sid(sid)) {
        let values = variables(form.given("ContentVariables"))?;
        return Ok(Text::Content {
            sid: sid.to_owned(),
            values,
            with_body: body.is_some() || !media.is_empty(),
        });
    }
    if body.is_none() && media.is_empty() {
        return Err(Refusal::from_code(NO_BODY));
    }
    let body = body.unwrap_or_default().to_owned();
    Ok(Text::FreeForm(Composition { body, media, ..Composition::default() }))
}

fn media(form: &Form) -> Result<Vec<String>, Refusal> {
    let media = form.values("MediaUrl");
    if media.len() <= 10 && media.iter().all(|url| is_web_address(url)) {
        Ok(media)
    } else {
        Err(Refusal::from_code(INVALID_MEDIA))
    }
}

fn variables(given: Option<&str>) -> Result<Variables, Refusal> {
    given.map_or(Ok(Variables::new()), |json| {
        serde_json::from_str(json).map_err(|_| Refusal::from_code(INVALID_VARIABLES))
    })
}

fn status_callback(form: &Form) -> Result<Option<String>, Refusal> {
    match form.given("StatusCallback") {
        Some(url) if is_web_address(url) => Ok(Some(url.to_owned())),
        Some(_) => Err(Refusal::from_code(INVALID_CALLBACK)),
        None => Ok(None),
    }
}

/// Reports whether a text is a web address. Twilio rejects host names with underscores, which are not valid.
fn is_web_address(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.contains('_'))
    })
}

fn is_content_sid(text: &str) -> bool {
    text.len() == 34
        && text.strip_prefix("HX").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
