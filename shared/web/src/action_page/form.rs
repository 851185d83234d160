//! Reads a button press: only the form of our own page counts. Blind posts, posts from another site, and posts from a
//! page without an origin do nothing.

use crate::form::{FormPost, PostRefusal, form_of_our_page};
use domain::action::context::RequestedAction;
use domain::identity::MemberId;
use domain::inbound::Form;
use domain::token::action::ActionEffect;
use domain::token::{Action, TokenClaims};

/// The field with the button's action.
pub const ACT_FIELD: &str = "act";
/// The field with the version of the recommendation that was shown.
pub const SEEN_FIELD: &str = "seen";
/// The field with the chosen person.
pub const PERSON_FIELD: &str = "person";

/// Returns what a press specifies besides its token: nothing, or the person to assign a recommendation to.
///
/// # Errors
/// If it was not sent by our page with its form.
pub fn read(
    press: &FormPost<'_>,
    claims: &TokenClaims,
    public_url: &str,
) -> Result<Option<RequestedAction>, PostRefusal> {
    let form = form_of_our_page(press, public_url)?;
    if form.filled(ACT_FIELD) != Some(claims.purpose.as_str()) {
        return Err(PostRefusal::NoForm);
    }
    match claims.purpose.action().map(|action| action.row().effect) {
        Some(ActionEffect::Changes) => Ok(None),
        Some(ActionEffect::Asks(next)) => choice(&form, claims, next).map(Some).ok_or(PostRefusal::NoForm),
        // A page that only shows something has no button.
        Some(ActionEffect::Shows) | None => Err(PostRefusal::NoForm),
    }
}

fn choice(form: &Form, claims: &TokenClaims, action: Action) -> Option<RequestedAction> {
    let person: MemberId = form.filled(PERSON_FIELD)?.parse().ok()?;
    Some(RequestedAction {
        action,
        target: claims.target.clone(),
        seen_version: form.filled(SEEN_FIELD)?.parse().ok()?,
        detail: Some(person.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{LONGEST_FORM, origin_of};
    use domain::testing::{claims, maya};
    use domain::token::TokenChannel;
    use proptest::prelude::*;

    const URL: &str = "https://app.example.com";
    const GOOD: &[u8] = b"act=approve_shift";

    fn link(action: Action) -> TokenClaims {
        TokenClaims { channel: TokenChannel::Link, ..claims(&maya(), action, "20261005-a1b2c3d4", 1) }
    }

    fn pressed(
        body: &[u8],
        origin: Option<&str>,
        site: Option<&str>,
    ) -> Result<Option<RequestedAction>, PostRefusal> {
        read(&FormPost { body, origin, fetch_site: site }, &link(Action::ApproveShift), URL)
    }

    #[test]
    fn the_form_of_our_page_is_taken_with_and_without_the_headers_of_a_browser() {
        assert_eq!(pressed(GOOD, Some(URL), Some("same-origin")), Ok(None));
        assert_eq!(pressed(GOOD, Some(URL), None), Ok(None));
        assert_eq!(pressed(GOOD, None, None), Ok(None));
    }

    #[test]
    fn what_another_site_sends_is_refused_whatever_it_carries() {
        for origin in
            ["null", "", "https://evil.example", "http://app.example.com", "https://app.example.com.evil"]
        {
            assert_eq!(pressed(GOOD, Some(origin), None), Err(PostRefusal::OtherSite), "{origin}");
        }
        for site in ["cross-site", "same-site", "none", ""] {
            assert_eq!(pressed(GOOD, Some(URL), Some(site)), Err(PostRefusal::OtherSite), "{site}");
        }
    }

    #[test]
    fn what_posts_blindly_is_refused() {
        for body in [
            &b""[..],
            b"act=",
            b"act=decline_shift",
            b"confirm=yes",
            b"{\"act\":\"approve_shift\"}",
            b"act=%FF",
        ] {
            assert_eq!(pressed(body, None, None), Err(PostRefusal::NoForm));
        }
        assert_eq!(pressed(&[b'a'; LONGEST_FORM + 1], None, None), Err(PostRefusal::TooLong));
    }

    #[test]
    fn the_page_that_only_shows_has_no_button() {
        for action in [Action::ReviewShift, Action::ShowAlerts] {
            let body = format!("act={}", action.as_str());
            let press = FormPost { body: body.as_bytes(), origin: None, fetch_site: None };
            assert_eq!(read(&press, &link(action), URL), Err(PostRefusal::NoForm));
        }
    }

    #[test]
    fn a_choice_is_about_the_target_of_the_token_and_nothing_else() {
        let claims = link(Action::AssignRecommendation);
        let read = |body: &str| {
            read(&FormPost { body: body.as_bytes(), origin: None, fetch_site: None }, &claims, URL)
        };
        let wish = RequestedAction {
            action: Action::PickAssignee,
            target: claims.target.clone(),
            seen_version: 2,
            detail: Some("lee".into()),
        };
        assert_eq!(read("act=assign_recommendation&seen=2&person=lee&target=other"), Ok(Some(wish)));
        for body in ["", "&seen=2", "&person=lee", "&seen=x&person=lee", "&seen=2&person=Lee%20W"] {
            assert_eq!(read(&format!("act=assign_recommendation{body}")), Err(PostRefusal::NoForm), "{body}");
        }
    }

    #[test]
    fn an_origin_is_what_a_browser_calls_it() {
        assert_eq!(origin_of("https://app.example.com:443/x"), "https://app.example.com");
        assert_eq!(origin_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
        assert_eq!(origin_of("http://127.0.0.1:80?x"), "http://127.0.0.1");
    }

    proptest! {
        #[test]
        fn no_body_and_no_header_makes_it_panic(
            body in proptest::collection::vec(any::<u8>(), 0..300),
            origin in proptest::option::of(any::<String>()),
        ) {
            let press = FormPost { body: &body, origin: origin.as_deref(), fetch_site: None };
            let _any_result = read(&press, &link(Action::AssignRecommendation), URL);
        }
    }
}
