//! What must hold for every seed and every date, so that a demo shows what it promises.

mod digest_day;
mod people;

use super::*;
use command_center::domain::metrics::MetricValues;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::HashSet;

/// Any date within two decades, with extra weight on days around clock changes, month ends and leap days.
fn any_today() -> impl Strategy<Value = Date> {
    let tricky = [
        date(2026, 3, 8),
        date(2026, 3, 9),
        date(2026, 11, 1),
        date(2026, 11, 2),
        date(2027, 1, 1),
        date(2028, 2, 29),
        date(2028, 3, 1),
        date(2026, 5, 1),
    ];
    let any = (0_u32..7_300).prop_map(|days| days_before(date(2040, 1, 1), days));
    prop_oneof![proptest::sample::select(tricky.to_vec()), any]
}

fn total<'a>(facts: impl Iterator<Item = &'a DailyMetric>) -> MetricValues {
    let mut sum = MetricValues::default();
    facts.for_each(|fact| sum.add(&fact.values));
    sum
}

#[test]
fn the_same_seed_and_date_make_the_same_workspace() {
    let today = date(2026, 10, 7);
    assert_eq!(generate(42, today), generate(42, today));
    assert_ne!(generate(42, today).facts, generate(43, today).facts);
    assert_ne!(generate(42, today).facts, generate(42, days_before(today, 1)).facts);
}

#[test]
fn a_known_seed_keeps_its_numbers_between_platforms_and_versions() {
    let sample = generate(42, date(2026, 10, 7));
    let known = MetricValues {
        spend_minor: Some(48_407_672),
        revenue_minor: Some(194_460_466),
        impressions: Some(42_309_389),
        clicks: Some(615_022),
        conversions_thousandths: Some(23_585_920),
    };
    assert_eq!(total(sample.facts.iter()), known);
}

#[test]
fn there_are_twelve_campaigns_on_four_channels_with_three_to_five_creatives_each() {
    let sample = generate(1, date(2026, 10, 7));
    let channels: HashSet<_> = sample.campaigns.iter().map(|campaign| campaign.channel.as_str()).collect();
    assert_eq!(channels, HashSet::from(["meta", "google", "tiktok", "linkedin"]));
    assert_eq!(sample.campaigns.iter().map(|campaign| &campaign.id).collect::<HashSet<_>>().len(), 12);
    for campaign in &sample.campaigns {
        let creatives = sample.creatives.iter().filter(|creative| creative.campaign == campaign.id).count();
        assert!((3..=5).contains(&creatives), "{}: {creatives}", campaign.id);
        assert!((12_000..=150_000).contains(&campaign.daily_budget.minor), "{}", campaign.id);
        assert!(campaign.active && campaign.budget_source == BudgetSource::Stated);
    }
}

#[test]
fn every_creative_has_a_campaign_a_text_and_a_picture_of_its_own() {
    let sample = generate(1, date(2026, 10, 7));
    let campaigns: HashSet<_> = sample.campaigns.iter().map(|campaign| &campaign.id).collect();
    let mut pictures = HashSet::new();
    for creative in &sample.creatives {
        assert!(campaigns.contains(&creative.campaign), "{}", creative.id);
        assert!((40..=160).contains(&creative.copy.chars().count()), "{}: {}", creative.id, creative.copy);
        assert_eq!(creative.thumbnail.as_deref(), Some(thumbnail_path(&creative.id).as_str()));
        let picture = thumbnail_svg(&creative.id).unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{}", creative.id);
        assert!(pictures.insert(picture), "{} looks like another", creative.id);
    }
    assert_eq!(
        sample.creatives.iter().map(|creative| &creative.id).collect::<HashSet<_>>().len(),
        pictures.len()
    );
    assert_eq!(thumbnail_svg(&"nobody-made-this".parse().unwrap()), None);
}

#[test]
fn a_date_at_the_start_of_the_calendar_is_no_reason_to_fail() {
    assert_eq!(generate(1, Date::MIN).completeness[0].complete_through, Date::MIN);
    assert_eq!(generate(1, Date::MAX).facts.last().unwrap().date, days_before(Date::MAX, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_day_of_the_last_120_has_one_row_for_each_creative(seed: u64, today in any_today()) {
        let sample = generate(seed, today);
        let yesterday = today.yesterday().unwrap();
        let keys: HashSet<_> = sample.facts.iter().map(|fact| (fact.date, &fact.campaign, &fact.creative)).collect();
        prop_assert_eq!(keys.len(), sample.facts.len());
        prop_assert_eq!(sample.facts.len(), SAMPLE_DAYS * sample.creatives.len());
        prop_assert_eq!(sample.facts.first().unwrap().date, days_before(today, 120));
        prop_assert_eq!(sample.facts.last().unwrap().date, yesterday);
        prop_assert!(sample.facts.is_sorted_by_key(|fact| fact.date));
        prop_assert!(sample.completeness.iter().all(|source| source.complete_through == yesterday));
        let of = |fact: &DailyMetric| (fact.creative.clone(), fact.campaign.clone());
        let owned: HashSet<_> = sample.creatives.iter().map(|made| (made.id.clone(), made.campaign.clone())).collect();
        prop_assert!(sample.facts.iter().all(|fact| owned.contains(&of(fact))));
    }

    #[test]
    fn each_row_counts_what_can_be(seed: u64, today in any_today()) {
        for fact in generate(seed, today).facts {
            let MetricValues { spend_minor, revenue_minor, impressions, clicks, conversions_thousandths } = fact.values;
            let (impressions, clicks) = (impressions.unwrap(), clicks.unwrap());
            let (conversions, revenue) = (conversions_thousandths.unwrap(), revenue_minor.unwrap());
            prop_assert!(spend_minor.unwrap() >= 0 && conversions >= 0);
            prop_assert!(clicks <= impressions && conversions <= clicks * 1_000, "{:?}", fact);
            prop_assert!(fact.channel.as_str() == "google" || conversions % 1_000 == 0, "{:?}", fact);
            let whole_orders = conversions > 0;
            prop_assert_eq!(whole_orders, revenue > 0);
            let order_units = if whole_orders { revenue * 10 / conversions } else { 80 };
            prop_assert!((40..=250).contains(&order_units), "an order of {}", order_units);
        }
    }

    #[test]
    fn the_workspace_spends_about_4000_dollars_a_day_and_earns_about_its_target(seed: u64, today in any_today()) {
        let sample = generate(seed, today);
        let sum = total(sample.facts.iter());
        let (spend, revenue) = (sum.spend_minor.unwrap(), sum.revenue_minor.unwrap());
        let a_day = spend / 100 / SAMPLE_DAYS as i64;
        prop_assert!((3_700..=4_300).contains(&a_day), "{} a day", a_day);
        prop_assert!((350..=410).contains(&(revenue * 100 / spend)), "{} %", revenue * 100 / spend);
        let week = total(sample.facts.iter().filter(|fact| fact.date >= days_before(today, 7)));
        let week = week.revenue_minor.unwrap() * 100 / week.spend_minor.unwrap();
        prop_assert!((350..=400).contains(&week), "{} % in the last week", week);
    }
}
