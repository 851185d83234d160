//! Advertising facts: one row for each channel, campaign, creative and day, and what is computed from them.

use crate::identity::{CampaignId, CreativeId};
use crate::metrics::measure::Measure;
use crate::money::Money;
use crate::text::newtype::text_newtype;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub mod kpi;
pub mod label;
pub mod measure;
pub mod names;
pub mod source;

text_newtype!(
    /// The channel on which advertising runs, such as `meta` or `google`; a channel not yet named by any export needs
    /// no new code.
    Channel: InvalidChannel,
    check_channel
);

/// The text is not a channel name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a channel is 1 to 20 characters of a-z, 0-9 and '-', such as meta or google")]
pub struct InvalidChannel;

impl Channel {
    /// Returns the platform whose campaigns run on the channel: Meta's run on both Facebook and Instagram; any other
    /// channel is a platform of its own.
    #[must_use]
    pub fn platform(&self) -> &str {
        match self.0.as_str() {
            "facebook" | "instagram" => "meta",
            other => other,
        }
    }

    /// Returns the channel's name as people write it.
    #[must_use]
    pub fn display_name(&self) -> String {
        match self.0.as_str() {
            "tiktok" => "TikTok".to_owned(),
            "linkedin" => "LinkedIn".to_owned(),
            other => {
                let mut letters = other.chars();
                letters
                    .next()
                    .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                    .unwrap_or_default()
            }
        }
    }
}

fn check_channel(text: &str) -> Result<(), InvalidChannel> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=20).contains(&text.len()) && text.bytes().all(allowed);
    if fits { Ok(()) } else { Err(InvalidChannel) }
}

/// The results of one creative of one campaign on one channel on one day. A value that the source left empty stays
/// empty: missing is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyMetric {
    pub channel: Channel,
    /// The day, in the time zone of the workspace.
    pub date: Date,
    pub campaign: CampaignId,
    /// The creative; `all` if the source does not break down by creative.
    pub creative: CreativeId,
    /// The measured values.
    pub values: MetricValues,
}

/// Measured values that can be added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricValues {
    /// Money spent, in minor units of the workspace's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spend_minor: Option<i64>,
    /// Money earned, in minor units of the workspace's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_minor: Option<i64>,
    /// The number of times shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impressions: Option<i64>,
    /// The number of times clicked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clicks: Option<i64>,
    /// Conversions in thousandths, because some platforms count fractions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversions_thousandths: Option<i64>,
}

impl MetricValues {
    /// Adds other values to these: a value known on either side is known afterwards.
    pub fn add(&mut self, other: &Self) {
        fn sum(left: &mut Option<i64>, right: Option<i64>) {
            *left = match (*left, right) {
                (Some(left), Some(right)) => Some(left.saturating_add(right)),
                (known, None) | (None, known) => known,
            };
        }
        sum(&mut self.spend_minor, other.spend_minor);
        sum(&mut self.revenue_minor, other.revenue_minor);
        sum(&mut self.impressions, other.impressions);
        sum(&mut self.clicks, other.clicks);
        sum(&mut self.conversions_thousandths, other.conversions_thousandths);
    }
}

/// The source of a campaign's daily budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetSource {
    /// The platform or a person stated it.
    Stated,
    /// The export has no budget; it is the mean daily spend of the last seven days with spend.
    EstimatedFromSpend,
}

/// A campaign of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The identifier.
    pub id: CampaignId,
    /// The name as people know it.
    pub name: String,
    /// The channel on which it runs.
    pub channel: Channel,
    /// The platform's account, if a source has stated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The platform's own identifier, if a source has stated it. Together with channel and account it is the campaign,
    /// whatever it is called; a campaign that was imported by its name alone has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the platform called it before, the latest first; see [`names`] for how many there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<String>,
    /// What the workspace calls it beside its name: short names, legal names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// Whether it is supposed to deliver.
    pub active: bool,
    pub daily_budget: Money,
    pub budget_source: BudgetSource,
    /// Grows by one with every change of the budget.
    pub version: u64,
}

/// A creative of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creative {
    /// The identifier.
    pub id: CreativeId,
    /// The campaign that shows it.
    pub campaign: CampaignId,
    /// The name as people know it.
    pub name: String,
    /// The text of the advertisement.
    pub copy: String,
    /// A link to a thumbnail, if the source has one.
    pub thumbnail: Option<String>,
}

/// The day up to which a channel's facts are complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCompleteness {
    pub channel: Channel,
    /// The last complete day, in the time zone of the workspace.
    pub complete_through: Date,
    /// What the platform's own exports have measured; of an analytics tool only the other measures count.
    #[serde(default = "Measure::all", skip_serializing_if = "Measure::are_all")]
    pub own_measures: BTreeSet<Measure>,
}

impl SourceCompleteness {
    /// Creates a source whose platform measures everything itself.
    #[must_use]
    pub fn own(channel: Channel, complete_through: Date) -> Self {
        Self { channel, complete_through, own_measures: Measure::all() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_not_a_zero() {
        let mut sum = MetricValues::default();
        sum.add(&MetricValues { spend_minor: Some(100), ..MetricValues::default() });
        sum.add(&MetricValues { spend_minor: Some(20), clicks: None, ..MetricValues::default() });
        assert_eq!(sum.spend_minor, Some(120));
        assert_eq!(sum.clicks, None);
    }

    #[test]
    fn a_channel_reads_as_people_write_it() {
        assert_eq!("tiktok".parse::<Channel>().unwrap().display_name(), "TikTok");
        assert_eq!("meta".parse::<Channel>().unwrap().display_name(), "Meta");
        assert!("Face book".parse::<Channel>().is_err());
    }

    #[test]
    fn facebook_and_instagram_are_one_platform_and_every_other_channel_its_own() {
        let platforms = ["facebook", "instagram", "meta", "google", "tiktok"]
            .map(|name| name.parse::<Channel>().unwrap().platform().to_owned());
        assert_eq!(platforms, ["meta", "meta", "meta", "google", "tiktok"]);
    }
}
