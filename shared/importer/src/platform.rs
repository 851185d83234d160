//! Which channel somebody means who says by a word whose file it is, and what was meant by a word that is nearly one.

use crate::naming::channel_named;
use domain::metrics::{Channel, InvalidChannel};

/// The platforms that need no export of their own to be known.
pub const PLATFORMS: [&str; 9] =
    ["meta", "google", "tiktok", "microsoft", "linkedin", "pinterest", "reddit", "snapchat", "x"];

/// Shorter words are near to too many others.
const SHORTEST: usize = 3;
/// From how many letters on two of them may be wrong.
const LONG: usize = 6;

/// Returns the channel of a whole file that somebody says is of a platform: Meta's, by whichever of its names.
///
/// # Errors
/// If the name has no Latin letter or digit.
pub fn platform_named(name: &str) -> Result<Channel, InvalidChannel> {
    channel_named(name)?.platform().parse()
}

/// Reports whether a channel is a platform that is known by itself.
#[must_use]
pub fn is_platform(channel: &Channel) -> bool {
    PLATFORMS.contains(&channel.platform())
}

/// Returns the known channel that a word was probably meant to be, if it is another one by a slip or two.
#[must_use]
pub fn nearest<'a>(channel: &Channel, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = channel.as_str();
    let most = if written.len() < LONG { 1 } else { 2 };
    let distance = |name: &'a str| (strsim::osa_distance(written, name), name);
    let long = known.into_iter().filter(|name| name.len().min(written.len()) >= SHORTEST);
    long.map(distance).filter(|(slips, _)| (1..=most).contains(slips)).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_facebook_or_instagram_is_of_meta_and_every_other_of_its_own() {
        for name in ["facebook", "Facebook Ads", "fb", "Instagram", "ig", "Meta Ads", "meta"] {
            assert_eq!(platform_named(name).unwrap().as_str(), "meta", "{name}");
        }
        for (name, channel) in
            [("Google Ads", "google"), ("adwords", "google"), ("X", "x"), ("Radio", "radio")]
        {
            assert_eq!(platform_named(name).unwrap().as_str(), channel, "{name}");
        }
        assert!(platform_named("---").is_err());
    }

    #[test]
    fn a_slip_is_near_to_what_was_meant_and_another_word_to_nothing() {
        let near = |word: &str| nearest(&word.parse().unwrap(), PLATFORMS);
        for (slip, meant) in [
            ("gogle", "google"),
            ("gogole", "google"),
            ("mta", "meta"),
            ("tictok", "tiktok"),
            ("linkdin", "linkedin"),
        ] {
            assert_eq!(near(slip), Some(meant), "{slip}");
        }
        for word in ["google", "wat", "radio", "y", "x", "amazon", "podcast"] {
            assert_eq!(near(word), None, "{word}");
        }
    }
}
