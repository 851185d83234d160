//! The files that pages load. The name of a file contains a hash of its content, so a browser may cache it forever,
//! and changed content gets a new name.

use domain::text;
use std::sync::OnceLock;

/// The number of hash characters in a name.
const HASH_CHARACTERS: usize = 12;

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The name that pages request.
    pub name: String,
    /// The media type.
    pub content_type: &'static str,
    pub content: &'static str,
}

impl Asset {
    fn new(stem: &str, extension: &str, content_type: &'static str, content: &'static str) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, content.as_bytes());
        let hash = text::hex(digest.as_ref());
        Self { name: format!("{stem}-{}.{extension}", &hash[..HASH_CHARACTERS]), content_type, content }
    }
}

/// The files of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub style: Asset,
    /// The script that keeps the dashboard up to date.
    pub script: Asset,
    /// The icon in the browser tab.
    pub icon: Asset,
}

impl Assets {
    /// Returns the files of this release.
    #[must_use]
    pub fn get() -> &'static Self {
        static ASSETS: OnceLock<Assets> = OnceLock::new();
        ASSETS.get_or_init(|| Self {
            style: Asset::new(
                "page",
                "css",
                "text/css; charset=utf-8",
                include_str!("../templates/assets/page.css"),
            ),
            script: Asset::new(
                "live",
                "js",
                "text/javascript; charset=utf-8",
                include_str!("../templates/assets/live.js"),
            ),
            icon: Asset::new("icon", "svg", "image/svg+xml", include_str!("../templates/assets/icon.svg")),
        })
    }

    /// Returns the file with the name that a page requests, or `None` if there is none.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Asset> {
        [&self.style, &self.script, &self.icon].into_iter().find(|asset| asset.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_the_name_that_pages_carry_and_by_no_other() {
        let assets = Assets::get();
        for asset in [&assets.style, &assets.script, &assets.icon] {
            assert_eq!(assets.find(&asset.name), Some(asset));
        }
        for other in ["", "page.css", "page-000000000000.css", "../Cargo.toml", "/etc/passwd"] {
            assert_eq!(assets.find(other), None, "{other}");
        }
    }

    #[test]
    fn another_content_is_another_name() {
        let named = |content| Asset::new("page", "css", "text/css", content).name;
        assert_eq!(named("a"), "page-ca978112ca1b.css");
        assert_ne!(named("a"), named("b"));
    }
}
