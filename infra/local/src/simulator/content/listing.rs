//! The list of contents, in pages as Twilio has them.

use serde_json::{Value, json};

use crate::simulator::form::Form;
use crate::simulator::refusal::Refusal;
use crate::simulator::state::Shared;

/// Returns a page of contents, oldest first.
///
/// # Errors
/// Refuses page parameters that are no numbers, or a token of another list.
pub(crate) fn list(shared: &Shared, query: &[u8]) -> Result<Value, Refusal> {
    let form = Form::parse(query);
    let page_size = number(&form, "PageSize", 50)?.clamp(1, 500);
    let page = number(&form, "Page", 0)?;
    let world = shared.world();
    let skipped = match form.given("PageToken").map(last_shown).transpose()? {
        Some(last) => world.contents.iter().position(|content| content.sid == last).map_or(0, |at| at + 1),
        None => page.saturating_mul(page_size),
    };
    let mut following = world.contents.iter().skip(skipped);
    let on_page: Vec<_> = following.by_ref().take(page_size).collect();
    let last = on_page.last().map(|content| format!("PA{}", content.sid));
    let next = last.filter(|_| following.next().is_some());
    let address = |page: usize| format!("{}/v1/Content?PageSize={page_size}&Page={page}", shared.base_url);
    Ok(json!({
        "contents": on_page.iter().map(|content| content.resource(shared)).collect::<Vec<_>>(),
        "meta": {
            "page": page, "page_size": page_size, "key": "contents",
            "first_page_url": address(0), "url": address(page),
            "previous_page_url": page.checked_sub(1).map(address),
            "next_page_url": next.map(|token| format!("{}&PageToken={token}", address(page.saturating_add(1)))),
        },
    }))
}

/// Reads a page token, which is `PA` and the SID of the last content of the page before.
fn last_shown(token: &str) -> Result<String, Refusal> {
    let sid = token.strip_prefix("PA").map(str::to_owned);
    sid.ok_or_else(|| Refusal::malformed("a page token is none of this list"))
}

fn number(form: &Form, name: &str, otherwise: usize) -> Result<usize, Refusal> {
    let unreadable = |_| Refusal::malformed("a page parameter is not a number");
    form.given(name).map_or(Ok(otherwise), |text| text.parse().map_err(unreadable))
}
