//! The exports that are known.

use std::fmt;

/// The kind of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportFormat {
    /// Meta Ads Manager.
    Meta,
    /// A report of Google Ads.
    Google,
    /// TikTok Ads Manager.
    TikTok,
    /// Microsoft Advertising.
    Microsoft,
    /// LinkedIn Campaign Manager.
    LinkedIn,
    /// Pinterest Ads Manager.
    Pinterest,
    /// Google Analytics.
    GoogleAnalytics,
    /// A table of all platforms, one row for each day, campaign, ad set and creative.
    Long,
}

impl ExportFormat {
    /// Returns the channel of every row of this kind of export, when it has only one.
    pub(super) fn channel(self) -> Option<&'static str> {
        match self {
            Self::Meta => Some("meta"),
            Self::Google => Some("google"),
            Self::TikTok => Some("tiktok"),
            Self::Microsoft => Some("microsoft"),
            Self::LinkedIn => Some("linkedin"),
            Self::Pinterest => Some("pinterest"),
            Self::GoogleAnalytics | Self::Long => None,
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Meta => "Meta Ads Manager",
            Self::Google => "Google Ads",
            Self::TikTok => "TikTok Ads Manager",
            Self::Microsoft => "Microsoft Advertising",
            Self::LinkedIn => "LinkedIn Campaign Manager",
            Self::Pinterest => "Pinterest Ads Manager",
            Self::GoogleAnalytics => "Google Analytics",
            Self::Long => "table of all platforms",
        })
    }
}
