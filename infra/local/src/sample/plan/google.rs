//! The sample's campaigns on Google: search, shopping and YouTube; brand search is the one that overspends.

use super::{CampaignPlan, CreativePlan, Format, Product, SampleChannel, Story};

pub(super) const CAMPAIGNS: &[CampaignPlan] = &[
    CampaignPlan {
        id: "brand-search-us",
        name: "Brand Search US",
        channel: SampleChannel::Google,
        story: Story::Overspends,
        daily_budget_units: 300,
        budget_use: 0.92,
        click_cost_minor: 108.0,
        click_rate: 0.124,
        order_value_minor: 8_200.0,
        return_on_spend: 4.3,
        creatives: BRAND_SEARCH_US,
    },
    CampaignPlan {
        id: "pmax-shopping",
        name: "PMax Shopping",
        channel: SampleChannel::Google,
        story: Story::Steady,
        daily_budget_units: 480,
        budget_use: 0.91,
        click_cost_minor: 57.0,
        click_rate: 0.0112,
        order_value_minor: 7_600.0,
        return_on_spend: 3.98,
        creatives: PMAX_SHOPPING,
    },
    CampaignPlan {
        id: "generic-search-us",
        name: "Generic Search US",
        channel: SampleChannel::Google,
        story: Story::Steady,
        daily_budget_units: 300,
        budget_use: 0.9,
        click_cost_minor: 118.0,
        click_rate: 0.047,
        order_value_minor: 8_200.0,
        return_on_spend: 3.85,
        creatives: GENERIC_SEARCH_US,
    },
    CampaignPlan {
        id: "demand-gen-youtube",
        name: "Demand Gen YouTube",
        channel: SampleChannel::Google,
        story: Story::Steady,
        daily_budget_units: 150,
        budget_use: 0.88,
        click_cost_minor: 54.0,
        click_rate: 0.0091,
        order_value_minor: 8_000.0,
        return_on_spend: 3.84,
        creatives: DEMAND_GEN_YOUTUBE,
    },
];

const BRAND_SEARCH_US: &[CreativePlan] = &[
    CreativePlan::new(
        "brand-us-official",
        "Search: official store",
        (Format::Search, Product::Mug),
        "Acme Store – Official Site. Stoneware, candles and throws from small workshops. Free returns for 60 days.",
    )
    .doing(1.6, 1.04),
    CreativePlan::new(
        "brand-us-gifts",
        "Search: gifts that arrive in time",
        (Format::Search, Product::GiftBox),
        "Acme Store Gifts – Wrapped for you. Order by 2 pm and it ships today.",
    )
    .doing(1.0, 1.06),
    CreativePlan::new(
        "brand-us-sale",
        "Search: last pieces",
        (Format::Search, Product::Vase),
        "Acme Store Last Pieces – Up to 40 % off. When they are gone, they are gone.",
    )
    .doing(0.7, 0.9),
];

const PMAX_SHOPPING: &[CreativePlan] = &[
    CreativePlan::new(
        "pmax-image-mugs",
        "Image: stoneware mugs",
        (Format::Image, Product::Mug),
        "Hand-glazed stoneware mug, 12 oz, five colors. Dishwasher and microwave safe.",
    )
    .doing(1.3, 1.08),
    CreativePlan::new(
        "pmax-image-candles",
        "Image: cedar candle",
        (Format::Image, Product::Candle),
        "Cedar and smoke. Soy wax, cotton wick, forty hours. Buy two and the third ships free.",
    )
    .doing(1.1, 1.0),
    CreativePlan::new(
        "pmax-carousel-throws",
        "Carousel: throws by color",
        (Format::Carousel, Product::Throw),
        "Recycled wool throws in nine colors. See them on a real sofa.",
    )
    .doing(0.9, 0.94),
    CreativePlan::new(
        "pmax-video-lamp",
        "Video: one lamp, four rooms",
        (Format::Video, Product::Lamp),
        "Desk, bed, shelf, hallway. One lamp that looks right everywhere.",
    )
    .doing(0.7, 0.91),
];

const GENERIC_SEARCH_US: &[CreativePlan] = &[
    CreativePlan::new(
        "generic-us-mugs",
        "Search: handmade coffee mugs",
        (Format::Search, Product::Mug),
        "Handmade Coffee Mugs – From $24. No two alike. Rated 4.8 by 11,000 buyers.",
    )
    .doing(1.2, 1.03),
    CreativePlan::new(
        "generic-us-housewarming",
        "Search: housewarming gifts",
        (Format::Search, Product::GiftBox),
        "Housewarming Gifts – Ready to give. Wrapped, with a card in your words.",
    )
    .doing(1.0, 1.09),
    CreativePlan::new(
        "generic-us-throws",
        "Search: wool throw blanket",
        (Format::Search, Product::Throw),
        "Wool Throw Blankets – Soft, never itchy. Sixty nights to try one at home.",
    )
    .doing(0.9, 0.87),
];

const DEMAND_GEN_YOUTUBE: &[CreativePlan] = &[
    CreativePlan::new(
        "dg-yt-video-maker",
        "Video: meet the maker",
        (Format::Video, Product::Vase),
        "Inês has thrown pots for thirty years. This is the shape that she is proudest of.",
    )
    .doing(1.2, 1.08),
    CreativePlan::new(
        "dg-yt-video-evening",
        "Video: lights down",
        (Format::Video, Product::Lamp),
        "Fifteen seconds of quiet. Then a lamp that dims as slowly as the evening does.",
    )
    .doing(1.0, 0.93),
    CreativePlan::new(
        "dg-yt-image-shelf",
        "Image: the full shelf",
        (Format::Image, Product::Candle),
        "Start with one candle. We will not tell anyone where it ends.",
    )
    .doing(0.7, 0.98),
];
