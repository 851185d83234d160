//! Whether a form comes from the button of a page of ours.

use domain::inbound::Form;

/// The longest form that is read, in bytes; ours are under two hundred.
pub const LONGEST_FORM: usize = 4 * 1024;

/// A request that claims to be the press of a button.
#[derive(Clone, Copy)]
pub struct FormPost<'a> {
    pub body: &'a [u8],
    /// The header `Origin`, which browsers send with every form.
    pub origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`, which newer browsers send with every request.
    pub fetch_site: Option<&'a str>,
}

/// Why a request is no press of our button. Names nothing of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostRefusal {
    /// It comes from another site, or from a page that hides where it comes from.
    #[error("the request does not come from our page")]
    OtherSite,
    /// It does not carry the form of the page.
    #[error("the request does not carry the form of the page")]
    NoForm,
    /// It is longer than any form of ours.
    #[error("the request is longer than any form of the page")]
    TooLong,
}

/// Returns the form that a page of ours sends.
///
/// # Errors
/// When it does not come from our page, or is no form.
pub(crate) fn form_of_our_page(press: &FormPost<'_>, public_url: &str) -> Result<Form, PostRefusal> {
    if press.body.len() > LONGEST_FORM {
        return Err(PostRefusal::TooLong);
    }
    let ours = origin_of(public_url);
    let same_origin = press.origin.is_none_or(|origin| origin.eq_ignore_ascii_case(&ours));
    if !same_origin || press.fetch_site.is_some_and(|site| site != "same-origin") {
        return Err(PostRefusal::OtherSite);
    }
    Form::decode(press.body).map_err(|_unreadable| PostRefusal::NoForm)
}

/// Returns the origin of an address as a browser writes it: scheme and host, with the port unless it is the usual one.
pub(crate) fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usual = if scheme == "http" { ":80" } else { ":443" };
    format!("{scheme}://{}", host.strip_suffix(usual).unwrap_or(host))
}
