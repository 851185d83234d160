//! The sample's campaigns on TikTok, including the one with customers' own videos, which stops.

use super::{CampaignPlan, CreativePlan, Format, Product, SampleChannel, Story};

pub(super) const CAMPAIGNS: &[CampaignPlan] = &[
    CampaignPlan {
        id: "spark-ads-ugc",
        name: "Spark Ads UGC",
        channel: SampleChannel::TikTok,
        story: Story::Stops,
        daily_budget_units: 240,
        budget_use: 0.9,
        click_cost_minor: 58.0,
        click_rate: 0.0108,
        order_value_minor: 5_600.0,
        return_on_spend: 3.95,
        creatives: SPARK_ADS_UGC,
    },
    CampaignPlan {
        id: "prospecting-gen-z",
        name: "Prospecting Gen Z",
        channel: SampleChannel::TikTok,
        story: Story::Steady,
        daily_budget_units: 160,
        budget_use: 0.89,
        click_cost_minor: 52.0,
        click_rate: 0.0096,
        order_value_minor: 5_100.0,
        return_on_spend: 3.85,
        creatives: PROSPECTING_GEN_Z,
    },
];

const SPARK_ADS_UGC: &[CreativePlan] = &[
    CreativePlan::new(
        "spark-ugc-leila",
        "UGC Leila, desk reset",
        (Format::Ugc, Product::Lamp),
        "Reset my desk with me. The lamp is from Acme Store and yes, it dims.",
    )
    .doing(1.4, 1.12),
    CreativePlan::new(
        "spark-ugc-jonas",
        "UGC Jonas, mug test",
        (Format::Ugc, Product::Mug),
        "I dropped it so that you do not have to. Twice.",
    )
    .doing(1.2, 1.05),
    CreativePlan::new(
        "spark-ugc-two-sisters",
        "UGC two sisters, candle blind test",
        (Format::Ugc, Product::Candle),
        "Can she tell a $19 candle from a $70 one with her eyes shut? Wait for it.",
    )
    .doing(1.0, 0.96),
    CreativePlan::new(
        "spark-video-pack",
        "Video: pack an order with us",
        (Format::Video, Product::GiftBox),
        "Order 48,212 is going to Ohio. Pack it with us.",
    )
    .doing(0.8, 0.9),
    CreativePlan::new(
        "spark-ugc-movie-night",
        "UGC Sam, movie night",
        (Format::Ugc, Product::Throw),
        "POV: you finally bought a blanket that is big enough for two.",
    )
    .doing(0.7, 0.88),
];

const PROSPECTING_GEN_Z: &[CreativePlan] = &[
    CreativePlan::new(
        "genz-video-dorm",
        "Video: dorm room in 12 seconds",
        (Format::Video, Product::Lamp),
        "Grey walls, bad light, twelve seconds. Watch what three things can do.",
    )
    .doing(1.2, 1.07),
    CreativePlan::new(
        "genz-ugc-thrift",
        "UGC Remy, looks thrifted",
        (Format::Ugc, Product::Vase),
        "Everyone thinks that I found this at a flea market in Lisbon. I found it on my phone.",
    )
    .doing(1.0, 1.02),
    CreativePlan::new(
        "genz-carousel-under-30",
        "Carousel: all under $30",
        (Format::Carousel, Product::Candle),
        "Five upgrades, none over $30. Number four sold out twice.",
    )
    .doing(0.8, 0.88),
];
