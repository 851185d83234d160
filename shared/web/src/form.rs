//! Checks whether a form comes from a button on one of our pages.

use domain::inbound::Form;

/// The maximum length of a form, in bytes; ours are under two hundred.
pub const LONGEST_FORM: usize = 4 * 1024;

/// A request that claims to be a button press.
#[derive(Clone, Copy)]
pub struct FormPost<'a> {
    pub body: &'a [u8],
    /// The `Origin` header, which browsers send with every form.
    pub origin: Option<&'a str>,
    /// The `Sec-Fetch-Site` header, which newer browsers send with every request.
    pub fetch_site: Option<&'a str>,
}

/// The reasons why a request is not a press of our button. The text quotes nothing of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostRefusal {
    /// The request comes from another site, or from a page that hides its origin.
    #[error("the request does not come from our page")]
    OtherSite,
    /// The request does not contain the page's form.
    #[error("the request does not carry the form of the page")]
    NoForm,
    /// The request is longer than any of our forms.
    #[error("the request is longer than any form of the page")]
    TooLong,
}

/// Returns the form sent by one of our pages.
///
/// # Errors
/// If the request does not come from our page, or is not a form.
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

/// Returns the origin of a URL as browsers format it: scheme and host, with the port unless it is the default one.
pub(crate) fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usual = if scheme == "http" { ":80" } else { ":443" };
    format!("{scheme}://{}", host.strip_suffix(usual).unwrap_or(host))
}
