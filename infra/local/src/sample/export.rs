//! The sample's Meta facts as a Meta Ads Manager export: daily, by ad, with the byte order mark and the total row of
//! real exports. Columns without data in the sample, such as reach, are left out.

use super::{SampleWorkspace, plan};
use command_center::domain::metrics::{Campaign, Creative, DailyMetric, MetricValues};
use command_center::domain::money::divide_rounded;
use std::collections::HashMap;

const HEADERS: [&str; 19] = [
    "Reporting starts",
    "Reporting ends",
    "Day",
    "Campaign name",
    "Campaign ID",
    "Ad name",
    "Campaign delivery",
    "Attribution setting",
    "Results",
    "Result indicator",
    "Amount spent (USD)",
    "Impressions",
    "CPM (cost per 1,000 impressions) (USD)",
    "Link clicks",
    "CPC (cost per link click) (USD)",
    "CTR (link click-through rate)",
    "Purchases",
    "Purchases conversion value",
    "Cost per purchase",
];

/// The first of the numbers that identify campaigns in the Meta part of the export.
const FIRST_CAMPAIGN_NUMBER: u64 = 120_210_000_000_000_101;

type Record = [String; HEADERS.len()];

/// Writes the Meta facts as a daily Meta Ads Manager CSV, in UTF-8 with a byte order mark, with amounts in dollars
/// with two decimals. Ratios with a zero divisor are left empty, as Meta does.
#[must_use]
#[expect(clippy::expect_used, reason = "writing UTF-8 records of one length into memory cannot fail")]
pub fn export_meta_csv(sample: &SampleWorkspace) -> String {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADERS).expect("a header row in memory");
    for record in records(sample) {
        writer.write_record(&record).expect("a row in memory");
    }
    String::from_utf8(writer.into_inner().expect("a buffer in memory")).expect("text made of text")
}

fn records(sample: &SampleWorkspace) -> Vec<Record> {
    let meta = plan::SampleChannel::Meta.code();
    let facts: Vec<&DailyMetric> = sample.facts.iter().filter(|fact| fact.channel.as_str() == meta).collect();
    let campaigns: HashMap<_, _> = (FIRST_CAMPAIGN_NUMBER..)
        .zip(&sample.campaigns)
        .map(|(number, campaign)| (&campaign.id, (number, campaign)))
        .collect();
    let creatives: HashMap<_, _> = sample.creatives.iter().map(|creative| (&creative.id, creative)).collect();
    let row = |fact: &&DailyMetric| {
        Some(row_record(fact, campaigns.get(&fact.campaign)?, creatives.get(&fact.creative)?))
    };
    let rows = facts.iter().filter_map(row);
    total_record(&facts).into_iter().chain(rows).collect()
}

fn row_record(fact: &DailyMetric, (number, campaign): &(u64, &Campaign), creative: &Creative) -> Record {
    let day = fact.date.to_string();
    let delivery = if campaign.active { "active" } else { "inactive" };
    let named = [
        day.clone(),
        day.clone(),
        day,
        campaign.name.clone(),
        number.to_string(),
        creative.name.clone(),
        delivery.to_owned(),
    ];
    record(named, &fact.values)
}

/// Meta's summary row has the whole period and no campaign.
fn total_record(facts: &[&DailyMetric]) -> Option<Record> {
    let mut total = MetricValues::default();
    facts.iter().for_each(|fact| total.add(&fact.values));
    let named = [facts.first()?.date.to_string(), facts.last()?.date.to_string()];
    let [starts, ends] = named;
    let empty = String::new;
    Some(record([starts, ends, empty(), empty(), empty(), empty(), empty()], &total))
}

fn record(named: [String; 7], values: &MetricValues) -> Record {
    let known = |value: Option<i64>| value.unwrap_or_default();
    let (spend, revenue) = (known(values.spend_minor), known(values.revenue_minor));
    let (impressions, clicks) = (known(values.impressions), known(values.clicks));
    let purchases = known(values.conversions_thousandths) / 1_000;
    let [starts, ends, day, campaign, number, creative, delivery] = named;
    [
        starts,
        ends,
        day,
        campaign,
        number,
        creative,
        delivery,
        "7-day click or 1-day view".to_owned(),
        purchases.to_string(),
        "actions:offsite_conversion.fb_pixel_purchase".to_owned(),
        fixed(spend, 2),
        impressions.to_string(),
        quotient(spend, 1_000, impressions, 2),
        clicks.to_string(),
        quotient(spend, 1, clicks, 2),
        quotient(clicks, 100_000_000, impressions, 6),
        purchases.to_string(),
        fixed(revenue, 2),
        quotient(spend, 1, purchases, 2),
    ]
}

fn quotient(numerator: i64, factor: i128, divisor: i64, decimals: usize) -> String {
    if divisor == 0 {
        return String::new();
    }
    fixed(divide_rounded(i128::from(numerator) * factor, i128::from(divisor)), decimals)
}

/// Formats an integer number of hundredths, or of another power of ten, as a decimal; the sample has no negative
/// values.
fn fixed(value: i64, decimals: usize) -> String {
    let digits = format!("{value:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests;
