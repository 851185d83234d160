//! The sample's campaigns on Facebook and Instagram, including the one with a weak return and the one to move its
//! budget to.

use super::{CampaignPlan, CreativePlan, Format, Product, SampleChannel, Story};

pub(super) const CAMPAIGNS: &[CampaignPlan] = &[
    CampaignPlan {
        id: "prospecting-eu",
        name: "Prospecting EU",
        channel: SampleChannel::Meta,
        story: Story::Thrives,
        daily_budget_units: 1_200,
        budget_use: 0.915,
        click_cost_minor: 74.0,
        click_rate: 0.0145,
        order_value_minor: 9_600.0,
        return_on_spend: 4.05,
        creatives: PROSPECTING_EU,
    },
    CampaignPlan {
        id: "retargeting-us",
        name: "Retargeting US",
        channel: SampleChannel::Meta,
        story: Story::Wanes,
        daily_budget_units: 900,
        budget_use: 0.925,
        click_cost_minor: 96.0,
        click_rate: 0.021,
        order_value_minor: 8_400.0,
        return_on_spend: 4.15,
        creatives: RETARGETING_US,
    },
    CampaignPlan {
        id: "lookalike-buyers-us",
        name: "Lookalike Buyers US",
        channel: SampleChannel::Meta,
        story: Story::Steady,
        daily_budget_units: 240,
        budget_use: 0.89,
        click_cost_minor: 82.0,
        click_rate: 0.0128,
        order_value_minor: 7_800.0,
        return_on_spend: 3.86,
        creatives: LOOKALIKE_BUYERS_US,
    },
    CampaignPlan {
        id: "catalog-sales-dach",
        name: "Catalog Sales DACH",
        channel: SampleChannel::Meta,
        story: Story::Steady,
        daily_budget_units: 220,
        budget_use: 0.9,
        click_cost_minor: 61.0,
        click_rate: 0.0162,
        order_value_minor: 7_100.0,
        return_on_spend: 4.0,
        creatives: CATALOG_SALES_DACH,
    },
];

const PROSPECTING_EU: &[CreativePlan] = &[
    CreativePlan::new(
        "pro-eu-ugc-anna",
        "UGC Anna, first coffee",
        (Format::Ugc, Product::Mug),
        "I have had this mug for a year and it still makes Monday look better. Hand-glazed, dishwasher safe, and \
         no two are the same.",
    )
    .doing(1.5, 1.32),
    CreativePlan::new(
        "pro-eu-video-studio",
        "Video: inside the studio",
        (Format::Video, Product::Vase),
        "Forty minutes at the wheel, two days to dry, one night in the kiln. See how your next vase is made.",
    )
    .doing(1.3, 1.06),
    CreativePlan::new(
        "pro-eu-carousel-table",
        "Carousel: the long table",
        (Format::Carousel, Product::Candle),
        "Six pieces, one table, four friends. Swipe through the dinner set and take home what you like.",
    )
    .doing(1.0, 0.92),
    CreativePlan::new(
        "pro-eu-image-throw",
        "Image: wool throw on the sofa",
        (Format::Image, Product::Throw),
        "Woven in Portugal from recycled wool. Warm from the first evening. Free delivery in the EU over €60.",
    )
    .doing(0.9, 0.83),
    CreativePlan::new(
        "pro-eu-ugc-marek",
        "UGC Marek, tiny flat",
        (Format::Ugc, Product::Lamp),
        "My flat is 31 square metres. This lamp is the only thing that visitors ask about.",
    )
    .doing(0.8, 0.95),
];

const RETARGETING_US: &[CreativePlan] = &[
    CreativePlan::new(
        "ret-us-carousel-cart",
        "Carousel: still in your cart",
        (Format::Carousel, Product::Mug),
        "You left something lovely behind. We kept it for you, and shipping is on us until Sunday.",
    )
    .doing(1.4, 1.05),
    CreativePlan::new(
        "ret-us-image-reviews",
        "Image: 2,300 five-star reviews",
        (Format::Image, Product::Candle),
        "“Smells like the cabin I grew up in.” 2,300 people gave our cedar candle five stars. Your turn.",
    )
    .doing(1.1, 1.12),
    CreativePlan::new(
        "ret-us-video-unboxing",
        "Video: the unboxing",
        (Format::Video, Product::GiftBox),
        "No plastic, no filler, nothing broken. This is how your order arrives.",
    )
    .doing(1.0, 0.88),
    CreativePlan::new(
        "ret-us-ugc-dana",
        "UGC Dana, before and after",
        (Format::Ugc, Product::Lamp),
        "Same corner, same sofa, new lamp. I should have done this in spring.",
    )
    .doing(0.7, 0.94),
];

const LOOKALIKE_BUYERS_US: &[CreativePlan] = &[
    CreativePlan::new(
        "lal-us-video-morning",
        "Video: slow morning",
        (Format::Video, Product::Mug),
        "Nothing on the calendar until ten. Start the day with stoneware that keeps your coffee hot.",
    )
    .doing(1.2, 1.04),
    CreativePlan::new(
        "lal-us-image-bestsellers",
        "Image: the five bestsellers",
        (Format::Image, Product::Vase),
        "The five pieces that sell out first. Back in stock this week, and shipped within two days.",
    )
    .doing(1.0, 0.97),
    CreativePlan::new(
        "lal-us-carousel-living",
        "Carousel: living room in four steps",
        (Format::Carousel, Product::Throw),
        "A throw, a lamp, a vase, a candle. Four small things that make a room feel finished.",
    )
    .doing(0.9, 1.1),
    CreativePlan::new(
        "lal-us-ugc-tom",
        "UGC Tom, gift for mom",
        (Format::Ugc, Product::GiftBox),
        "I am bad at gifts. This one got me a phone call and a happy cry.",
    )
    .doing(0.7, 0.88),
];

const CATALOG_SALES_DACH: &[CreativePlan] = &[
    CreativePlan::new(
        "cat-dach-carousel-new",
        "Carousel: new this month",
        (Format::Carousel, Product::Vase),
        "Neu im Shop: Vasen, Becher und Leuchten aus kleinen Werkstätten. Versand kostenlos ab 60 €.",
    )
    .doing(1.3, 1.05),
    CreativePlan::new(
        "cat-dach-image-sets",
        "Image: gift sets under €50",
        (Format::Image, Product::GiftBox),
        "Geschenke, die niemand umtauscht: fertig verpackt, unter 50 €, in drei Tagen da.",
    )
    .doing(1.0, 1.08),
    CreativePlan::new(
        "cat-dach-video-candle",
        "Video: forty hours of light",
        (Format::Video, Product::Candle),
        "Eine Kerze, vierzig Stunden, ein ganzer Winter voller ruhiger Abende.",
    )
    .doing(0.8, 0.85),
];
