//! `PLATFORM=`: a platform that is known, or a channel that the workspace has; a slip would make a channel that stays.

use std::collections::BTreeSet;
use std::fmt;

use command_center::domain::metrics::Channel;
use command_center::domain::settings::WorkspaceSettings;
use command_center::importer::platform::{PLATFORMS, is_platform, nearest, platform_named};

/// Nobody knows the platform; what is known, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownPlatform {
    known: Vec<String>,
    meant: Option<String>,
}

impl fmt::Display for UnknownPlatform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PLATFORM: nobody knows this platform")?;
        if let Some(meant) = &self.meant {
            write!(formatter, "; was {meant} meant?")?;
        }
        let known = self.known.join(", ");
        write!(
            formatter,
            " Known are {known}; a channel of your own is named in a column channel of the file"
        )
    }
}

/// Returns the channel of a platform, which may be called as its maker calls it: `Google Ads`, `google`, `GOOGLE`.
///
/// # Errors
/// If it is neither a platform that is known nor a channel of the workspace.
pub fn platform_for(name: &str, settings: &WorkspaceSettings) -> Result<Channel, UnknownPlatform> {
    let own: BTreeSet<&Channel> = settings
        .campaigns
        .iter()
        .map(|campaign| &campaign.channel)
        .chain(settings.sources.iter().map(|source| &source.channel))
        .collect();
    let named = platform_named(name).ok();
    if let Some(named) = named.as_ref().filter(|named| is_platform(named) || own.contains(named)) {
        return Ok(named.clone());
    }
    let others = own.iter().map(|channel| channel.as_str()).filter(|channel| !PLATFORMS.contains(channel));
    let known: Vec<&str> = PLATFORMS.into_iter().chain(others).collect();
    let words = known.iter().copied().chain(["facebook", "instagram"]);
    let meant = named.and_then(|named| nearest(&named, words).map(str::to_owned));
    Err(UnknownPlatform { known: known.into_iter().map(str::to_owned).collect(), meant })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspaces::around_export;

    fn empty() -> WorkspaceSettings {
        around_export("2026-11-29".parse().unwrap())
    }

    #[test]
    fn a_platform_that_nobody_knows_is_refused_with_those_that_are_and_what_was_meant() {
        let slip = platform_for("gogle", &empty()).unwrap_err().to_string();
        assert!(slip.contains("was google meant?") && slip.contains("meta, google, tiktok"), "{slip}");
        let slip = platform_for("Facebok", &empty()).unwrap_err().to_string();
        assert!(slip.contains("was facebook meant?"), "{slip}");
        for word in ["wat", "---"] {
            let other = platform_for(word, &empty()).unwrap_err().to_string();
            assert!(!other.contains("meant"), "{word}: {other}");
        }
    }

    #[test]
    fn a_channel_that_the_workspace_has_is_known_there() {
        let mut settings = empty();
        assert!(platform_for("radio", &settings).is_err());
        let sample = crate::workspaces::sample("2026-11-29".parse().unwrap()).settings;
        settings.sources = sample.sources;
        settings.sources[0].channel = "radio".parse().unwrap();
        assert_eq!(platform_for("Radio", &settings).unwrap().as_str(), "radio");
        let slip = platform_for("rdio", &settings).unwrap_err().to_string();
        assert!(slip.contains("was radio meant?"), "{slip}");
    }

    #[test]
    fn a_file_of_facebook_is_of_meta() {
        assert_eq!(platform_for("Facebook Ads", &empty()).unwrap().as_str(), "meta");
    }
}
