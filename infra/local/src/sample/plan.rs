//! What the sample store advertises: its campaigns with their economics, and their creatives.

mod google;
mod linkedin;
mod meta;
mod tiktok;

/// A channel that the sample advertises on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SampleChannel {
    /// Facebook and Instagram.
    Meta,
    /// Search, shopping and YouTube.
    Google,
    /// Short videos.
    TikTok,
    /// Advertising to companies.
    LinkedIn,
}

impl SampleChannel {
    /// Every channel, in the order of the campaign list.
    pub(super) const ALL: [Self; 4] = [Self::Meta, Self::Google, Self::TikTok, Self::LinkedIn];

    /// Returns the channel's name in facts.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Google => "google",
            Self::TikTok => "tiktok",
            Self::LinkedIn => "linkedin",
        }
    }

    /// Returns the spend on each weekday relative to the mean day, Monday first; a week adds up to 7.
    pub(super) const fn spend_by_weekday(self) -> [f64; 7] {
        match self {
            Self::Meta => [0.97, 0.95, 0.94, 0.97, 1.01, 1.08, 1.08],
            Self::Google => [1.04, 1.05, 1.03, 1.01, 0.98, 0.93, 0.96],
            Self::TikTok => [0.93, 0.93, 0.94, 0.97, 1.05, 1.09, 1.09],
            Self::LinkedIn => [1.16, 1.20, 1.20, 1.18, 1.06, 0.58, 0.62],
        }
    }

    /// Returns the smallest fraction of a conversion that the platform reports, in thousandths: Google's attribution
    /// reports hundredths, the others whole conversions.
    pub(super) const fn conversion_step_thousandths(self) -> i64 {
        match self {
            Self::Google => 10,
            Self::Meta | Self::TikTok | Self::LinkedIn => 1_000,
        }
    }

    const fn campaigns(self) -> &'static [CampaignPlan] {
        match self {
            Self::Meta => meta::CAMPAIGNS,
            Self::Google => google::CAMPAIGNS,
            Self::TikTok => tiktok::CAMPAIGNS,
            Self::LinkedIn => linkedin::CAMPAIGNS,
        }
    }
}

/// What happens to a campaign in the days up to yesterday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// Nothing changes.
    Steady,
    /// Spends more than its budget yesterday.
    Overspends,
    /// Its audience tires: fewer people buy over three weeks.
    Wanes,
    /// Earns more and more, and stays at that level.
    Thrives,
    /// Has no impressions yesterday.
    Stops,
}

/// A campaign and its average day.
#[derive(Debug)]
pub(super) struct CampaignPlan {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) channel: SampleChannel,
    pub(super) story: Story,
    /// The daily budget, in whole units of the workspace's currency.
    pub(super) daily_budget_units: i64,
    /// The share of the budget that is spent on an average day.
    pub(super) budget_use: f64,
    /// The cost per click, in minor units.
    pub(super) click_cost_minor: f64,
    /// Clicks per impression.
    pub(super) click_rate: f64,
    /// The revenue per order, in minor units.
    pub(super) order_value_minor: f64,
    /// Revenue per unit spent, before the story.
    pub(super) return_on_spend: f64,
    pub(super) creatives: &'static [CreativePlan],
}

/// The format of a creative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A produced video.
    Video,
    /// A still picture.
    Image,
    /// Several cards to swipe.
    Carousel,
    /// A customer's own video.
    Ugc,
    /// A text ad on a search results page.
    Search,
}

/// What a creative shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    Mug,
    Candle,
    Throw,
    Lamp,
    Vase,
    GiftBox,
}

/// A creative and its performance relative to the others of its campaign.
#[derive(Debug)]
pub(super) struct CreativePlan {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) copy: &'static str,
    pub(super) format: Format,
    pub(super) product: Product,
    /// Its share of the campaign's spend.
    pub(super) weight: f64,
    /// The conversion of its clicks relative to the campaign's mean (1.0).
    pub(super) appeal: f64,
}

impl CreativePlan {
    const fn new(id: &'static str, name: &'static str, look: (Format, Product), copy: &'static str) -> Self {
        Self { id, name, copy, format: look.0, product: look.1, weight: 1.0, appeal: 1.0 }
    }

    const fn doing(self, weight: f64, appeal: f64) -> Self {
        Self { weight, appeal, ..self }
    }
}

/// Returns every campaign, grouped by channel.
pub(super) fn campaigns() -> impl Iterator<Item = &'static CampaignPlan> {
    SampleChannel::ALL.into_iter().flat_map(|channel| channel.campaigns().iter())
}
