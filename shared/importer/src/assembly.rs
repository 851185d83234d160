//! From the ledger to the import: campaigns, creatives and facts with their identifiers, sorted and checked.

mod sums;

use super::ImportError;
use super::aliases::Field;
use super::header::Layout;
use super::naming::{campaign_id, campaign_of_platform, creative_id};
use super::report::{FoldedName, ImportReport, TotalCheck};
use super::row::RowTotals;
use crate::accumulator::{CreativeTexts, Ledger};
use crate::format::ExportFormat;
use crate::imported::{Import, ImportedCampaign};
use crate::match_campaigns::{Folded, fold};
use crate::settings::ImportSettings;
use domain::identity::{CampaignId, CreativeId};
use domain::metrics::measure::{ANALYTICS, Measure};
use domain::metrics::{Channel, Creative, DailyMetric, MetricValues, SourceCompleteness};
use domain::money::divide_rounded;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use sums::{WholeKey, whole_sums};
use unicode_segmentation::UnicodeSegmentation;

/// Turns what was read into an import.
pub(super) fn assemble(
    ledger: &Ledger,
    totals: &RowTotals,
    mut report: ImportReport,
    layout: &Layout,
    settings: &ImportSettings,
) -> Result<Import, ImportError> {
    let folded = folded(ledger, settings)?;
    report_folded(&folded, ledger, &mut report);
    let campaigns = identified(folded, settings)?;
    let sums = whole_sums(ledger, &campaigns, &mut report);
    let is_analytics = layout.format == ExportFormat::GoogleAnalytics;
    let whole = if is_analytics { ANALYTICS } else { WHOLE_CAMPAIGN };
    let (creatives, facts) = facts(ledger, &campaigns, &sums, whole)?;
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
    let completeness = completeness(&facts, settings.today, layout.complete_through);
    report.sums = sums_of(&facts);
    let (format, measures) = (layout.format, measures(layout, &facts));
    Ok(Import { format, campaigns, creatives, facts, measures, is_analytics, completeness, report })
}

fn sums_of(facts: &[DailyMetric]) -> MetricValues {
    let mut sums = MetricValues::default();
    facts.iter().for_each(|fact| sums.add(&fact.values));
    sums
}

/// Returns what the file measures. Results are conversions only where some of them are.
fn measures(layout: &Layout, facts: &[DailyMetric]) -> BTreeSet<Measure> {
    let columns = [
        (Field::Spend, Measure::Spend),
        (Field::Revenue, Measure::Revenue),
        (Field::Impressions, Measure::Impressions),
        (Field::Clicks, Measure::Clicks),
        (Field::Conversions, Measure::Conversions),
    ];
    let has_results = layout.place(Field::Results).is_some()
        && facts.iter().any(|fact| fact.values.conversions_thousandths.is_some());
    let of_results = has_results.then_some(Measure::Conversions);
    let stated = columns.into_iter().filter(|(field, _)| layout.place(*field).is_some()).map(|(_, one)| one);
    stated.chain(of_results).collect()
}

/// Reports every spelling that counts as another name, and the number of those that differ by a slip.
fn report_folded(folded: &[Folded], ledger: &Ledger, report: &mut ImportReport) {
    let mut names: Vec<FoldedName> = Vec::new();
    for campaign in folded.iter().filter(|campaign| campaign.number.is_none() || !campaign.slips.is_empty()) {
        for place in &campaign.spellings {
            let Some(spelling) = ledger.spellings.get(*place) else { continue };
            let is_slip = campaign.slips.contains(place);
            if spelling.text != campaign.name {
                let (spelling, name) = (spelling.text.clone(), campaign.name.clone());
                names.push(FoldedName { spelling, name, is_slip });
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    report.folded = names;
}

fn folded(ledger: &Ledger, settings: &ImportSettings) -> Result<Vec<Folded>, ImportError> {
    let days = days_of_spellings(ledger);
    let days_of = |places: &[usize]| -> BTreeSet<Date> {
        places.iter().filter_map(|place| days.get(*place)).flatten().copied().collect()
    };
    let are_two = |name: &[usize], spelling: &[usize]| run_side_by_side(&days_of(name), &days_of(spelling));
    fold(&ledger.spellings, &settings.known_campaigns, &are_two)
}

/// Reports whether two names both run steadily on the same days: then they are two campaigns, since a slip is made now and
/// then, and stands in the place of the right name.
fn run_side_by_side(name: &BTreeSet<Date>, spelling: &BTreeSet<Date>) -> bool {
    let (Some(first), Some(last)) = (spelling.first(), spelling.last()) else { return false };
    let span = last.duration_since(*first).as_hours() / 24 + 1;
    let days = i64::try_from(spelling.len()).unwrap_or(i64::MAX);
    let shared = spelling.intersection(name).count();
    let is_steady = days >= 5 && days * 4 >= span * 3 && shared * 2 >= spelling.len();
    // In a file of few days, most of them.
    let is_there_mostly = shared >= 2 && shared * 2 >= name.len();
    is_steady || is_there_mostly
}

fn days_of_spellings(ledger: &Ledger) -> Vec<BTreeSet<Date>> {
    let mut days = vec![BTreeSet::new(); ledger.spellings.len()];
    for key in ledger.facts.keys() {
        if let Some(days) = days.get_mut(key.spelling as usize) {
            days.insert(key.date);
        }
    }
    days
}

/// A campaign with its identifier.
struct Identified {
    id: CampaignId,
    name: String,
    account: Option<String>,
    number: Option<String>,
    spellings: Vec<usize>,
}

/// Names are given their identifiers in alphabetical order, so that the order of the rows does not matter.
fn identified(mut folded: Vec<Folded>, settings: &ImportSettings) -> Result<Vec<Identified>, ImportError> {
    folded.sort_by(|left, right| order(left).cmp(&order(right)));
    let mut taken: HashSet<CampaignId> =
        settings.known_campaigns.iter().map(|known| known.id.clone()).collect();
    let mut campaigns = Vec::with_capacity(folded.len());
    for Folded { known, name, platform, account, number, spellings, .. } in folded {
        let id = match (known, &number) {
            (Some(id), _) => Ok(id),
            (None, Some(number)) => campaign_of_platform(&name, &platform, number, &taken),
            (None, None) => campaign_id(&name, &taken),
        };
        let id = id.map_err(|source| ImportError::NoIdentifier { source })?;
        taken.insert(id.clone());
        campaigns.push(Identified { id, name, account, number, spellings });
    }
    Ok(campaigns)
}

fn order(folded: &Folded) -> (&str, &str, &Option<String>, &Option<String>) {
    (&folded.name, &folded.platform, &folded.account, &folded.number)
}

fn facts(
    ledger: &Ledger,
    campaigns: &[Identified],
    sums: &BTreeMap<WholeKey, MetricValues>,
    whole: &str,
) -> Result<(Vec<Creative>, Vec<DailyMetric>), ImportError> {
    let mut creatives: HashMap<(usize, u32), Creative> = HashMap::new();
    let mut facts = Vec::with_capacity(sums.len());
    for ((channel, date, campaign, texts), values) in sums {
        let (Some(channel), Some(identified)) = (ledger.channels.get(*channel), campaigns.get(*campaign))
        else {
            continue;
        };
        let seen = texts
            .filter(|_| whole != ANALYTICS)
            .and_then(|place| Some((place, ledger.creatives.get(place as usize)?)));
        let creative = match seen {
            None => whole.parse().map_err(|source| ImportError::NoIdentifier { source })?,
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

/// The creative of a campaign's day without a split by creatives.
const WHOLE_CAMPAIGN: &str = "all";

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
    let cut = text.char_indices().nth(LONGEST_SUMMARY - 1).map_or(text.len(), |(end, _)| end);
    // What people see as one character, such as a letter of Hindi with its vowel, is not cut in half.
    let whole = text
        .grapheme_indices(true)
        .map(|(end, _)| end)
        .take_while(|end| *end <= cut)
        .last()
        .filter(|end| *end > 0);
    let cut = text.get(..whole.unwrap_or(cut)).unwrap_or(text);
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
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
                account: campaign.account,
                external_id: campaign.number,
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

/// The last day of each channel that is over, today is not, and no later than the file itself calls complete.
fn completeness(facts: &[DailyMetric], today: Date, stated: Option<Date>) -> Vec<SourceCompleteness> {
    let mut last: BTreeMap<&Channel, Date> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.date < today) {
        let day = last.entry(&fact.channel).or_insert(fact.date);
        *day = (*day).max(fact.date);
    }
    let whole = |(channel, last): (&Channel, Date)| {
        SourceCompleteness::own(channel.clone(), stated.map_or(last, |stated| last.min(stated)))
    };
    last.into_iter().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn the_beginning_of_an_ad_ends_with_a_whole_word_or_a_whole_character() {
        assert_eq!(beginning("Boots for winter"), "Boots for winter");
        let words = "Boots for winter, made by hand in the north, and sent on the same day";
        assert_eq!(beginning(words), "Boots for winter, made by hand in the north…");
        for character in ["हि", "👩\u{200d}👧", "e\u{301}"] {
            let said = beginning(&character.repeat(60));
            assert_eq!(said.replace(character, ""), "…", "{said}");
        }
    }
}
