//! What an import must know beside the file.

use domain::identity::CampaignId;
use domain::metrics::{Campaign, Channel};
use domain::money::Currency;
use jiff::civil::Date;

/// What the importer must know beside the file.
#[derive(Debug, Clone)]
pub struct ImportSettings {
    /// The currency of the workspace; a file in another one is refused.
    pub workspace_currency: Currency,
    /// The currency of a file that does not say; `None` refuses such an export of a platform when it has money in it, and
    /// takes a plain table to be in the workspace's.
    pub file_currency: Option<Currency>,
    /// The channel of the rows of a file that does not say; a file that says another platform is refused.
    pub channel: Option<Channel>,
    /// Today in the workspace's time zone.
    pub today: Date,
    /// The campaigns already stored: their spellings in the file fold onto them.
    pub known_campaigns: Vec<KnownCampaign>,
}

/// A campaign that is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownCampaign {
    /// The identifier.
    pub id: CampaignId,
    pub name: String,
    /// The channel that it runs on: only names of the same platform fold onto it.
    pub channel: Channel,
}

impl From<&Campaign> for KnownCampaign {
    fn from(campaign: &Campaign) -> Self {
        Self { id: campaign.id.clone(), name: campaign.name.clone(), channel: campaign.channel.clone() }
    }
}
