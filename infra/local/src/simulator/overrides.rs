//! How often Twilio calls a webhook: once more if no connection could be established, or as the fragment of the address
//! asks for, such as `#rc=3&rp=4xx,5xx,ct,rt`.

/// The most retries that an address may ask for.
const MOST_RETRIES: u8 = 5;

/// What went wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    ClientError,
    ServerError,
    /// There was no connection.
    Connection,
    /// There was no response in time.
    Response,
}

/// An address without its fragment, and what the fragment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target<'url> {
    /// What is called, and signed.
    pub(crate) address: &'url str,
    /// The number of calls after the first one.
    pub(crate) retries: u8,
    retried: Vec<&'url str>,
}

impl Trouble {
    /// Returns the trouble that a status is, if it is one.
    pub(crate) fn of_status(status: u16) -> Option<Self> {
        match status {
            400..500 => Some(Self::ClientError),
            500.. => Some(Self::ServerError),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::ClientError => "4xx",
            Self::ServerError => "5xx",
            Self::Connection => "ct",
            Self::Response => "rt",
        }
    }
}

impl<'url> Target<'url> {
    /// Splits an address from its fragment. What the fragment does not name, or not so that it can be read, is as without
    /// it; timeouts and places are not simulated.
    pub(crate) fn of(url: &'url str) -> Self {
        let (address, fragment) = url.split_once('#').unwrap_or((url, ""));
        let wish = |name: &str| {
            fragment.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)
        };
        let retries = wish("rc").and_then(|(_, count)| count.parse().ok()).unwrap_or(1);
        let retried = wish("rp").map_or("ct", |(_, policies)| policies);
        Self { address, retries: retries.min(MOST_RETRIES), retried: retried.split(',').collect() }
    }

    /// Reports whether Twilio calls again after this trouble.
    pub(crate) fn is_retried(&self, trouble: Trouble) -> bool {
        self.retried.iter().any(|policy| ["all", trouble.as_str()].contains(policy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Trouble; 4] =
        [Trouble::ClientError, Trouble::ServerError, Trouble::Connection, Trouble::Response];

    fn retried(url: &str) -> (u8, Vec<Trouble>) {
        let target = Target::of(url);
        assert_eq!(target.address, "https://example.com/hook?a=1");
        (target.retries, ALL.into_iter().filter(|trouble| target.is_retried(*trouble)).collect())
    }

    #[test]
    fn without_a_wish_only_a_connection_is_tried_again_and_once() {
        for url in [
            "https://example.com/hook?a=1",
            "https://example.com/hook?a=1#",
            "https://example.com/hook?a=1#rc=x",
        ] {
            assert_eq!(retried(url), (1, vec![Trouble::Connection]), "{url}");
        }
    }

    #[test]
    fn a_wish_counts_in_part_and_up_to_five_times() {
        assert_eq!(retried("https://example.com/hook?a=1#rc=3&rp=4xx,5xx,ct,rt"), (3, ALL.to_vec()));
        assert_eq!(retried("https://example.com/hook?a=1#rp=all&rc=9"), (5, ALL.to_vec()));
        assert_eq!(retried("https://example.com/hook?a=1#rc=0"), (0, vec![Trouble::Connection]));
        assert_eq!(retried("https://example.com/hook?a=1#ct=100&rp=5xx"), (1, vec![Trouble::ServerError]));
    }

    #[test]
    fn what_was_answered_well_is_no_trouble() {
        assert_eq!([200, 204, 302].map(Trouble::of_status), [None; 3]);
        assert_eq!([400, 429].map(Trouble::of_status), [Some(Trouble::ClientError); 2]);
        assert_eq!([500, 503].map(Trouble::of_status), [Some(Trouble::ServerError); 2]);
    }
}
