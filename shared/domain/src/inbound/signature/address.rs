//! The forms of a URL that Twilio may have signed: it keeps the port for some webhooks and drops it for others.

/// Returns the URL unchanged, without its port, and with its port or the default port of its scheme, without
/// duplicates.
///
/// A URL with user information is left unchanged: Twilio never signs one, so it matches nothing.
pub(super) fn candidates(url: &str) -> Vec<String> {
    let Some((scheme, host, port, rest)) = divide(url) else { return vec![url.to_owned()] };
    let default = if scheme == "https" { "443" } else { "80" };
    let without = format!("{scheme}://{host}{rest}");
    let with = format!("{scheme}://{host}:{}{rest}", port.unwrap_or(default));
    vec![without, with]
}

/// Splits a URL into scheme, host, port and everything from the path on.
fn divide(url: &str) -> Option<(&str, &str, Option<&str>, &str)> {
    let (scheme, after) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"))?;
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    if authority.contains('@') {
        return None;
    }
    let is_port = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match authority.rsplit_once(':').filter(|(_, port)| is_port(port)) {
        Some((host, port)) => Some((scheme, host, Some(port), rest)),
        None => Some((scheme, authority, None, rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn a_url_without_a_port_may_have_been_signed_with_the_default_one() {
        assert_eq!(
            candidates("https://a.example/x?y=1"),
            ["https://a.example/x?y=1", "https://a.example:443/x?y=1"]
        );
        assert_eq!(candidates("http://a.example/x"), ["http://a.example/x", "http://a.example:80/x"]);
    }

    #[test]
    fn a_url_with_a_port_may_have_been_signed_without_it() {
        assert_eq!(
            candidates("https://a.example:8443?y"),
            ["https://a.example?y", "https://a.example:8443?y"]
        );
    }

    #[test]
    fn an_address_in_brackets_keeps_its_colons() {
        assert_eq!(candidates("http://[::1]/x"), ["http://[::1]/x", "http://[::1]:80/x"]);
        assert_eq!(candidates("http://[::1]:99/x"), ["http://[::1]/x", "http://[::1]:99/x"]);
    }

    #[test]
    fn a_colon_in_the_path_is_no_port() {
        assert_eq!(
            candidates("https://a.example/x:1"),
            ["https://a.example/x:1", "https://a.example:443/x:1"]
        );
    }

    #[test]
    fn anything_else_is_left_as_it_is() {
        for url in ["", "mailto:x", "https://user:pass@a.example/x", "ftp://a.example:21/"] {
            assert_eq!(candidates(url), [url]);
        }
    }
}
