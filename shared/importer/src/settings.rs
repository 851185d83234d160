//! What an import must know beside the file.

use domain::identity::CampaignId;
use domain::metrics::{Campaign, Channel};
use domain::money::Currency;
use jiff::ToSpan;
use jiff::civil::Date;

/// What the importer must know beside the file.
#[derive(Debug, Clone)]
pub struct ImportSettings {
    /// The currency of the workspace; a file in another one is refused.
    pub workspace_currency: Currency,
    /// The currency of a file that states none. Without one, the export of a platform that states none is refused if it has
    /// money, and a plain table is taken to be in the workspace's currency, which the report says.
    pub file_currency: Option<Currency>,
    /// The channel of the rows, whatever the columns look like.
    pub channel: Option<Channel>,
    /// Today in the workspace's time zone.
    pub today: Date,
    /// The campaigns already stored: their spellings in the file fold onto them.
    pub known_campaigns: Vec<KnownCampaign>,
}

/// How many years back facts can be imported.
const YEARS: i32 = 3;

impl ImportSettings {
    /// Returns the first and the last day that can be imported: where a day begins earlier, tomorrow has begun.
    #[must_use]
    pub fn days(&self) -> (Date, Date) {
        (self.today.saturating_sub(YEARS.years()), self.today.saturating_add(1.day()))
    }
}

/// A campaign that is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownCampaign {
    /// The identifier.
    pub id: CampaignId,
    pub name: String,
    /// The channel that it runs on: only names of the same platform fold onto it.
    pub channel: Channel,
    /// The account of the platform, if a file has said it.
    pub account: Option<String>,
    /// The platform's own identifier, if a file has said it.
    pub external_id: Option<String>,
}

impl From<&Campaign> for KnownCampaign {
    fn from(campaign: &Campaign) -> Self {
        Self {
            id: campaign.id.clone(),
            name: campaign.name.clone(),
            channel: campaign.channel.clone(),
            account: campaign.account.clone(),
            external_id: campaign.external_id.clone(),
        }
    }
}
