//! From the ledger to the import: campaigns, creatives and facts with their identifiers, sorted and checked.

use super::ImportError;
use super::aliases::Field;
use super::header::Layout;
use super::naming::{campaign_id, creative_id};
use super::report::{DropReason, ImportReport, Measure, TotalCheck};
use super::row::RowTotals;
use crate::accumulator::{CreativeTexts, FactKey, Ledger, Sum};
use crate::imported::{Import, ImportedCampaign};
use crate::match_campaigns::{Folded, fold};
use crate::settings::ImportSettings;
use domain::identity::{CampaignId, CreativeId};
use domain::metrics::{Channel, Creative, DailyMetric, MetricValues, SourceCompleteness};
use domain::money::divide_rounded;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Turns what was read into an import.
pub(super) fn assemble(
    ledger: &Ledger,
    totals: &RowTotals,
    mut report: ImportReport,
    layout: &Layout,
    settings: &ImportSettings,
) -> Result<Import, ImportError> {
    let folded = folded(ledger, layout, settings);
    report_slips(&folded, ledger, &mut report);
    let campaigns = identified(folded, settings)?;
    let sums = whole_sums(ledger, &campaigns, &mut report);
    let (creatives, facts) = facts(ledger, &campaigns, &sums)?;
    report.currency = totals.currency;
    report.currency_is_assumed = totals.currency_is_assumed;
    report.facts = facts.len();
    let texts: HashSet<&str> = ledger.spellings.iter().map(|spelling| spelling.text.as_str()).collect();
    report.spellings = texts.len();
    report.first_day = facts.iter().map(|fact| fact.date).min();
    report.last_day = facts.iter().map(|fact| fact.date).max();
    report.total_check = total_check(&facts, totals);
    let campaigns = described(campaigns, ledger, &facts);
    report.campaigns = campaigns.len();
    let completeness = completeness(&facts, settings.today);
    let measures = measures(layout);
    Ok(Import { format: layout.format, campaigns, creatives, facts, measures, completeness, report })
}

fn measures(layout: &Layout) -> BTreeSet<Measure> {
    let columns = [
        (Field::Spend, Measure::Spend),
        (Field::Revenue, Measure::Revenue),
        (Field::Impressions, Measure::Impressions),
        (Field::Clicks, Measure::Clicks),
        (Field::Conversions, Measure::Conversions),
    ];
    columns.into_iter().filter(|(field, _)| layout.place(*field).is_some()).map(|(_, one)| one).collect()
}

fn report_slips(folded: &[Folded], ledger: &Ledger, report: &mut ImportReport) {
    let mut slips: Vec<(&str, &str)> = folded
        .iter()
        .flat_map(|campaign| campaign.slips.iter().map(|place| (*place, campaign.name.as_str())))
        .filter_map(|(place, name)| Some((ledger.spellings.get(place)?.text.as_str(), name)))
        .collect();
    slips.sort_unstable();
    for (spelling, name) in slips {
        report.fold_slip(spelling, name);
    }
}

fn folded(ledger: &Ledger, layout: &Layout, settings: &ImportSettings) -> Vec<Folded> {
    let days = days_of_spellings(ledger);
    // With ad sets, two rows of one campaign may well share the day and the creative.
    let rows_are_whole = layout.place(Field::AdSet).is_none();
    let side_by_side = |left: &[usize], right: &[usize]| {
        let of = |places: &[usize]| -> HashSet<_> {
            places.iter().filter_map(|place| days.get(*place)).flatten().copied().collect()
        };
        rows_are_whole && !of(left).is_disjoint(&of(right))
    };
    fold(&ledger.spellings, &settings.known_campaigns, &side_by_side)
}

fn days_of_spellings(ledger: &Ledger) -> Vec<Vec<(usize, Date, Option<u32>)>> {
    let mut days = vec![Vec::new(); ledger.spellings.len()];
    for key in ledger.facts.keys() {
        if let Some(days) = days.get_mut(key.spelling as usize) {
            days.push((key.channel, key.date, key.creative));
        }
    }
    days
}

/// A campaign with its identifier.
struct Identified {
    id: CampaignId,
    name: String,
    spellings: Vec<usize>,
}

/// Names are given their identifiers in alphabetical order, so that the order of the rows does not matter.
fn identified(mut folded: Vec<Folded>, settings: &ImportSettings) -> Result<Vec<Identified>, ImportError> {
    folded.sort_by(|left, right| (&left.name, &left.platform).cmp(&(&right.name, &right.platform)));
    let mut taken: HashSet<CampaignId> =
        settings.known_campaigns.iter().map(|known| known.id.clone()).collect();
    let mut campaigns = Vec::with_capacity(folded.len());
    for Folded { known, name, spellings, .. } in folded {
        let id = match known {
            Some(id) => id,
            None => campaign_id(&name, &taken).map_err(|source| ImportError::NoIdentifier { source })?,
        };
        taken.insert(id.clone());
        campaigns.push(Identified { id, name, spellings });
    }
    Ok(campaigns)
}

type WholeKey = (usize, Date, usize, Option<u32>);

/// Sums the spellings of each campaign. Where a campaign's day is there whole and split by age or the like, only the
/// finest split counts.
fn whole_sums(
    ledger: &Ledger,
    campaigns: &[Identified],
    report: &mut ImportReport,
) -> BTreeMap<WholeKey, MetricValues> {
    let mut campaign_of = vec![0; ledger.spellings.len()];
    for (campaign, identified) in campaigns.iter().enumerate() {
        for spelling in &identified.spellings {
            if let Some(place) = campaign_of.get_mut(*spelling) {
                *place = campaign;
            }
        }
    }
    let whole = |key: &FactKey| {
        let campaign = campaign_of.get(key.spelling as usize).copied().unwrap_or_default();
        (key.channel, key.date, campaign, key.creative)
    };
    let finest = finest_splits(ledger, &whole);
    let mut sums: BTreeMap<WholeKey, MetricValues> = BTreeMap::new();
    let mut superseded: Vec<Sum> = Vec::new();
    for (key, sum) in &ledger.facts {
        let whole = whole(key);
        if finest.get(&whole).is_none_or(|split| *split == key.breakdown) {
            sums.entry(whole).or_default().add(&sum.values);
        } else {
            superseded.push(*sum);
        }
    }
    superseded.sort_by_key(|sum| sum.first_line);
    for sum in superseded {
        report.drop_kept(sum.first_line, sum.rows, DropReason::TotalOfBreakdown);
    }
    sums
}

fn finest_splits(ledger: &Ledger, whole: &dyn Fn(&FactKey) -> WholeKey) -> HashMap<WholeKey, u8> {
    let mut finest = HashMap::new();
    if ledger.facts.keys().all(|key| key.breakdown == 0) {
        return finest;
    }
    for key in ledger.facts.keys() {
        let best = finest.entry(whole(key)).or_insert(key.breakdown);
        *best = finer(*best, key.breakdown);
    }
    finest
}

/// The split by more columns is finer; of equal ones the split by the first columns counts.
fn finer(one: u8, other: u8) -> u8 {
    std::cmp::max_by_key(one, other, |split| (split.count_ones(), Reverse(*split)))
}

fn facts(
    ledger: &Ledger,
    campaigns: &[Identified],
    sums: &BTreeMap<WholeKey, MetricValues>,
) -> Result<(Vec<Creative>, Vec<DailyMetric>), ImportError> {
    let mut creatives: HashMap<(usize, u32), Creative> = HashMap::new();
    let mut facts = Vec::with_capacity(sums.len());
    for ((channel, date, campaign, texts), values) in sums {
        let (Some(channel), Some(identified)) = (ledger.channels.get(*channel), campaigns.get(*campaign))
        else {
            continue;
        };
        let seen = texts.and_then(|place| Some((place, ledger.creatives.get(place as usize)?)));
        let creative = match seen {
            None => whole_campaign()?,
            Some((place, texts)) => match creatives.get(&(*campaign, place)) {
                Some(creative) => creative.id.clone(),
                None => {
                    let creative = described_creative(&identified.id, texts)?;
                    creatives.entry((*campaign, place)).or_insert(creative).id.clone()
                }
            },
        };
        let (channel, campaign) = (channel.clone(), identified.id.clone());
        facts.push(DailyMetric { channel, date: *date, campaign, creative, values: *values });
    }
    facts.sort_by(|left, right| fact_order(left).cmp(&fact_order(right)));
    let mut creatives: Vec<Creative> = creatives.into_values().collect();
    creatives.sort_by(|left, right| left.id.cmp(&right.id));
    Ok((creatives, facts))
}

fn fact_order(fact: &DailyMetric) -> (&Channel, Date, &CampaignId, &CreativeId) {
    (&fact.channel, fact.date, &fact.campaign, &fact.creative)
}

fn whole_campaign() -> Result<CreativeId, ImportError> {
    "all".parse().map_err(|source| ImportError::NoIdentifier { source })
}

const LONGEST_SUMMARY: usize = 48;

fn described_creative(campaign: &CampaignId, texts: &CreativeTexts) -> Result<Creative, ImportError> {
    let name = match (texts.ad.as_str(), texts.kind.as_str(), texts.message.as_str()) {
        ("", kind, "") => kind.to_owned(),
        ("", "", message) => beginning(message),
        ("", kind, message) => format!("{kind}: {}", beginning(message)),
        (ad, ..) => ad.to_owned(),
    };
    let id = creative_id(campaign, &name, &[&texts.ad, &texts.kind, &texts.message])
        .map_err(|source| ImportError::NoIdentifier { source })?;
    let (copy, thumbnail) = (texts.message.clone(), texts.thumbnail.clone());
    Ok(Creative { id, campaign: campaign.clone(), name, copy, thumbnail })
}

/// Returns the first words of a text.
fn beginning(text: &str) -> String {
    if text.chars().count() <= LONGEST_SUMMARY {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_SUMMARY - 1).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', ' ', '–', '—', '-']))
}

/// Compares with the total that agrees, or else with the first.
fn total_check(facts: &[DailyMetric], totals: &RowTotals) -> Option<TotalCheck> {
    let sum = |value: fn(&MetricValues) -> Option<i64>| {
        facts.iter().filter_map(|fact| value(&fact.values)).fold(0_i64, i64::saturating_add)
    };
    let (own_spend, own_impressions) = (sum(|values| values.spend_minor), sum(|values| values.impressions));
    // Each rounded amount may be off by half a minor unit.
    let tolerance = totals.rounded_spends.saturating_add(1) / 2;
    let checks: Vec<TotalCheck> = totals
        .stated
        .iter()
        .filter_map(|stated| {
            let line = stated.line;
            let check = |measure, file_total: i64, own_total: i64, tolerance: i64| {
                let agrees = file_total.saturating_sub(own_total).saturating_abs() <= tolerance;
                TotalCheck { measure, line, file_total, own_total, agrees }
            };
            let by_spend = stated.spend_minor.map(|total| check(Measure::Spend, total, own_spend, tolerance));
            let by_impressions =
                stated.impressions.map(|total| check(Measure::Impressions, total, own_impressions, 0));
            by_spend.or(by_impressions)
        })
        .collect();
    checks.iter().find(|check| check.agrees).or(checks.first()).copied()
}

fn described(campaigns: Vec<Identified>, ledger: &Ledger, facts: &[DailyMetric]) -> Vec<ImportedCampaign> {
    let mut by_campaign: HashMap<&CampaignId, Vec<&DailyMetric>> = HashMap::new();
    for fact in facts {
        by_campaign.entry(&fact.campaign).or_default().push(fact);
    }
    let mut described: Vec<ImportedCampaign> = campaigns
        .into_iter()
        .filter_map(|campaign| {
            let facts = by_campaign.get(&campaign.id)?;
            let text = |place: &usize| ledger.spellings.get(*place).map(|spelling| spelling.text.clone());
            let mut spellings: Vec<String> = campaign.spellings.iter().filter_map(text).collect();
            spellings.sort();
            Some(ImportedCampaign {
                channel: main_channel(facts)?,
                mean_daily_spend_minor: mean_daily_spend(facts),
                id: campaign.id,
                name: campaign.name,
                spellings,
            })
        })
        .collect();
    described.sort_by(|left, right| left.id.cmp(&right.id));
    described
}

/// The channel with the most spend, then with the most impressions, then the first by name.
fn main_channel(facts: &[&DailyMetric]) -> Option<Channel> {
    let mut by_channel: BTreeMap<&Channel, (i64, i64)> = BTreeMap::new();
    for fact in facts {
        let (spend, impressions) = by_channel.entry(&fact.channel).or_default();
        *spend = spend.saturating_add(fact.values.spend_minor.unwrap_or_default());
        *impressions = impressions.saturating_add(fact.values.impressions.unwrap_or_default());
    }
    let most = by_channel.into_iter().min_by_key(|(channel, weight)| (Reverse(*weight), *channel));
    most.map(|(channel, _)| channel.clone())
}

/// The mean spend a day over the last seven days with spend, in minor units.
pub fn mean_daily_spend(facts: &[&DailyMetric]) -> Option<i64> {
    let mut by_day: BTreeMap<Date, i64> = BTreeMap::new();
    for fact in facts {
        if let Some(spend) = fact.values.spend_minor {
            let day = by_day.entry(fact.date).or_default();
            *day = day.saturating_add(spend);
        }
    }
    let last: Vec<i64> = by_day.into_values().rev().filter(|spend| *spend > 0).take(7).collect();
    let sum: i128 = last.iter().map(|spend| i128::from(*spend)).sum();
    (!last.is_empty()).then(|| divide_rounded(sum, last.len() as i128))
}

/// The last day of each channel that is over: today is not.
fn completeness(facts: &[DailyMetric], today: Date) -> Vec<SourceCompleteness> {
    let mut last: BTreeMap<&Channel, Date> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.date < today) {
        let day = last.entry(&fact.channel).or_insert(fact.date);
        *day = (*day).max(fact.date);
    }
    let whole = |(channel, complete_through): (&Channel, Date)| SourceCompleteness {
        channel: channel.clone(),
        complete_through,
    };
    last.into_iter().map(whole).collect()
}
