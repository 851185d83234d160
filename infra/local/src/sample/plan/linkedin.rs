//! The sample's campaigns on LinkedIn: gifts that companies buy.

use super::{CampaignPlan, CreativePlan, Format, Product, SampleChannel, Story};

pub(super) const CAMPAIGNS: &[CampaignPlan] = &[
    CampaignPlan {
        id: "corporate-gifting",
        name: "Corporate Gifting",
        channel: SampleChannel::LinkedIn,
        story: Story::Steady,
        daily_budget_units: 140,
        budget_use: 0.8,
        click_cost_minor: 310.0,
        click_rate: 0.0072,
        order_value_minor: 15_800.0,
        return_on_spend: 3.98,
        creatives: CORPORATE_GIFTING,
    },
    CampaignPlan {
        id: "retargeting-visitors",
        name: "Retargeting Site Visitors",
        channel: SampleChannel::LinkedIn,
        story: Story::Steady,
        daily_budget_units: 120,
        budget_use: 0.81,
        click_cost_minor: 275.0,
        click_rate: 0.0098,
        order_value_minor: 14_400.0,
        return_on_spend: 4.2,
        creatives: RETARGETING_VISITORS,
    },
];

const CORPORATE_GIFTING: &[CreativePlan] = &[
    CreativePlan::new(
        "gift-image-welcome",
        "Image: welcome boxes",
        (Format::Image, Product::GiftBox),
        "A first day that people remember. Welcome boxes from ten pieces, with your logo on the card, not on the mug.",
    )
    .doing(1.2, 1.06),
    CreativePlan::new(
        "gift-carousel-budgets",
        "Carousel: gifts by budget",
        (Format::Carousel, Product::Candle),
        "$25, $50 or $100 a person: three boxes that nobody will leave on the desk.",
    )
    .doing(1.0, 1.0),
    CreativePlan::new(
        "gift-video-addresses",
        "Video: 200 addresses, one upload",
        (Format::Video, Product::Mug),
        "Your team is in 200 places. Upload one list, and we send 200 boxes.",
    )
    .doing(0.8, 0.92),
];

const RETARGETING_VISITORS: &[CreativePlan] = &[
    CreativePlan::new(
        "visitors-image-sample",
        "Image: ask for a sample box",
        (Format::Image, Product::GiftBox),
        "You looked, we noticed. Ask for a sample box and judge it with your own hands.",
    )
    .doing(1.2, 1.08),
    CreativePlan::new(
        "visitors-video-client",
        "Video: what a client says",
        (Format::Video, Product::Lamp),
        "“We had three replies from clients before noon.” How a studio in Boston sends its thanks.",
    )
    .doing(1.0, 0.95),
    CreativePlan::new(
        "visitors-carousel-year",
        "Carousel: a year of thanks",
        (Format::Carousel, Product::Throw),
        "Four moments in a year to say thank you, planned once and shipped on time.",
    )
    .doing(0.8, 0.96),
];
