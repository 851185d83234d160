//! The list of messages: filters by address and day, pages, newest first.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::simulator::form::Form;
use crate::simulator::message::Message;
use crate::simulator::refusal::Refusal;
use crate::simulator::state::{Account, App};

use super::resource;

/// The filter of a list.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    to: Option<String>,
    from: Option<String>,
    /// Sent at or after this instant.
    since: Option<Timestamp>,
    /// Sent before this instant.
    before: Option<Timestamp>,
    page_size: usize,
    page: usize,
    /// The last message of the previous page, so that new messages do not shift the pages.
    after: Option<String>,
}

/// Returns one page of messages.
///
/// # Errors
/// Refuses dates and page numbers that cannot be read.
pub(crate) fn list(app: &App, query: &[u8]) -> Result<Value, Refusal> {
    let form = Form::parse(query);
    let filter = Filter::parse(&form)?;
    let world = app.world();
    let found: Vec<&Message> = world.messages.iter().rev().filter(|message| filter.shows(message)).collect();
    Ok(page(&app.account, &form, &filter, &found))
}

impl Filter {
    /// Reads the parameters of a list.
    ///
    /// # Errors
    /// Refuses dates and page numbers that cannot be read.
    pub(crate) fn parse(form: &Form) -> Result<Self, Refusal> {
        let mut filter = Self {
            to: form.given("To").map(str::to_owned),
            from: form.given("From").map(str::to_owned),
            page_size: number(form, "PageSize", 50)?.clamp(1, 1000),
            page: number(form, "Page", 0)?,
            after: form.given("PageToken").map(last_shown).transpose()?,
            ..Self::default()
        };
        if let Some(day) = form.given("DateSent") {
            let (start, end) = span(day)?;
            (filter.since, filter.before) = (Some(start), Some(end));
        }
        if let Some(day) = form.given("DateSent>") {
            filter.since = Some(span(day)?.0);
        }
        if let Some(day) = form.given("DateSent<") {
            filter.before = Some(span(day)?.1);
        }
        Ok(filter)
    }

    /// Reports whether a message belongs in the list; an unsent message has no date to match.
    pub(crate) fn shows(&self, message: &Message) -> bool {
        self.to.as_ref().is_none_or(|to| *to == message.to)
            && self.from.as_ref().is_none_or(|from| *from == message.from)
            && self.since.is_none_or(|since| message.sent.is_some_and(|sent| sent >= since))
            && self.before.is_none_or(|before| message.sent.is_some_and(|sent| sent < before))
    }
}

/// Reads a page token, which is `PA` and the SID of the last message of the previous page.
fn last_shown(token: &str) -> Result<String, Refusal> {
    let sid = token.strip_prefix("PA").map(str::to_owned);
    sid.ok_or_else(|| Refusal::malformed("a page token is none of this list"))
}

fn number(form: &Form, name: &str, otherwise: usize) -> Result<usize, Refusal> {
    let unreadable = |_| Refusal::malformed("a page parameter is not a number");
    form.given(name).map_or(Ok(otherwise), |text| text.parse().map_err(unreadable))
}

/// Returns the start and the end of a UTC day, or of the second of an instant.
fn span(text: &str) -> Result<(Timestamp, Timestamp), Refusal> {
    let unreadable = || Refusal::malformed("a date is not in ISO 8601");
    if let Ok(instant) = text.parse::<Timestamp>() {
        let end = instant.checked_add(1.second()).map_err(|_| unreadable())?;
        return Ok((instant, end));
    }
    let day: Date = text.parse().map_err(|_| unreadable())?;
    let next = day.tomorrow().map_err(|_| unreadable())?;
    let midnight = |day: Date| day.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    Ok((midnight(day).map_err(|_| unreadable())?, midnight(next).map_err(|_| unreadable())?))
}

fn page(account: &Account, form: &Form, filter: &Filter, found: &[&Message]) -> Value {
    let start = filter.page.saturating_mul(filter.page_size);
    let is_after = |message: &&Message| Some(&message.sid) == filter.after.as_ref();
    let skipped = found.iter().position(is_after).map_or(start, |last| last + 1);
    let on_page: Vec<&&Message> = found.iter().skip(skipped).take(filter.page_size).collect();
    let shown: Vec<Value> = on_page.iter().map(|message| resource::document(account, message)).collect();
    let has_next = found.len() > skipped.saturating_add(filter.page_size);
    let last = on_page.last().map(|message| format!("PA{}", message.sid)).filter(|_| has_next);
    let address = |page: usize, token: Option<String>| {
        let mut query = form.clone();
        query.replace("PageSize", Some(filter.page_size.to_string()));
        query.replace("Page", Some(page.to_string()));
        query.replace("PageToken", token);
        format!("/2010-04-01/Accounts/{}/Messages.json?{}", account.sid, query.encode())
    };
    json!({
        "first_page_uri": address(0, None),
        "end": start.saturating_add(shown.len()).saturating_sub(1).max(start),
        "messages": shown,
        "next_page_uri": last.map(|token| address(filter.page.saturating_add(1), Some(token))),
        "page": filter.page,
        "page_size": filter.page_size,
        "previous_page_uri": filter.page.checked_sub(1).map(|page| address(page, None)),
        "start": start,
        "uri": address(filter.page, form.given("PageToken").map(str::to_owned)),
    })
}
