//! What was read so far, in bounded memory: names once each, and one sum for each channel, day, name and creative.

use super::error::ImportError;
use domain::metrics::{Channel, MetricValues};
use jiff::civil::Date;
use std::collections::HashMap;

/// The most different facts of one file: about 100 MB of memory at most while reading. A larger export is split.
pub const MOST_FACTS: usize = 500_000;
/// The most different campaigns of one file, each spelling counted: no account has as many, so another column was taken for the
/// campaign's name.
pub const MOST_CAMPAIGNS: usize = 20_000;
/// The most bytes of different names and texts of one file.
pub const MOST_NAME_BYTES: usize = 64 * 1024 * 1024;

/// One row that is a fact.
#[derive(Debug)]
pub(super) struct Observation<'a> {
    pub(super) line: u64,
    pub(super) date: Date,
    pub(super) channel: Channel,
    pub(super) campaign: &'a str,
    pub(super) account: &'a str,
    pub(super) campaign_number: &'a str,
    pub(super) ad: &'a str,
    pub(super) kind: &'a str,
    pub(super) message: &'a str,
    pub(super) thumbnail: &'a str,
    pub(super) breakdown: u32,
    pub(super) values: MetricValues,
}

/// A spelling of a campaign's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) text: String,
    /// The platform that has the campaign: a name on another one is another campaign.
    pub(super) platform: String,
    /// The platform's account, if the file has it.
    pub(super) account: Option<String>,
    /// The platform's own identifier of the campaign, if the file has it.
    pub(super) number: Option<String>,
    pub(super) rows: u64,
    pub(super) first_line: u64,
    /// The latest day with this spelling: of two names of one campaign, the later one is its name.
    pub(super) last_day: Date,
}

/// The texts that tell one creative from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CreativeTexts {
    pub(super) ad: String,
    pub(super) kind: String,
    pub(super) message: String,
    pub(super) thumbnail: Option<String>,
}

/// What a sum is of; the numbers are places in the lists of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FactKey {
    pub(super) channel: usize,
    pub(super) date: Date,
    pub(super) spelling: u32,
    /// `None` when the row names no creative.
    pub(super) creative: Option<u32>,
    pub(super) breakdown: u32,
}

/// The sum of one or more rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) values: MetricValues,
    pub(super) rows: u64,
    pub(super) first_line: u64,
}

/// Everything read so far.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) channels: Vec<Channel>,
    pub(super) spellings: Vec<Spelling>,
    pub(super) creatives: Vec<CreativeTexts>,
    pub(super) facts: HashMap<FactKey, Sum>,
    /// By platform, account, number and text.
    spelling_places: HashMap<String, u32>,
    spelling_key: String,
    creative_places: HashMap<String, u32>,
    creative_key: String,
    name_bytes: usize,
    most_facts: usize,
    most_name_bytes: usize,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::with_limits(MOST_FACTS, MOST_NAME_BYTES)
    }
}

impl Ledger {
    /// Makes an empty ledger that refuses more than this.
    pub(super) fn with_limits(most_facts: usize, most_name_bytes: usize) -> Self {
        Self {
            channels: Vec::new(),
            spellings: Vec::new(),
            creatives: Vec::new(),
            facts: HashMap::new(),
            spelling_places: HashMap::new(),
            spelling_key: String::new(),
            creative_places: HashMap::new(),
            creative_key: String::new(),
            name_bytes: 0,
            most_facts,
            most_name_bytes,
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Fails when the file has too many different facts or names.
    pub(super) fn add(&mut self, row: &Observation<'_>) -> Result<(), ImportError> {
        let key = FactKey {
            channel: self.channel(&row.channel),
            date: row.date,
            spelling: self.spelling(row),
            creative: self.creative(row),
            breakdown: row.breakdown,
        };
        let sum = self.facts.entry(key).or_insert_with(|| Sum { first_line: row.line, ..Sum::default() });
        sum.values.add(&row.values);
        if self.spellings.len() > MOST_CAMPAIGNS {
            return Err(ImportError::TooManyCampaigns { line: row.line, limit: MOST_CAMPAIGNS });
        }
        sum.rows += 1;
        if self.facts.len() > self.most_facts || self.name_bytes > self.most_name_bytes {
            return Err(ImportError::TooManyFacts { line: row.line, limit: self.most_facts });
        }
        Ok(())
    }

    fn channel(&mut self, channel: &Channel) -> usize {
        self.channels.iter().position(|known| known == channel).unwrap_or_else(|| {
            self.channels.push(channel.clone());
            self.channels.len() - 1
        })
    }

    fn spelling(&mut self, row: &Observation<'_>) -> u32 {
        self.spelling_key.clear();
        for text in [row.channel.platform(), row.account, row.campaign_number, row.campaign] {
            self.spelling_key.push_str(text);
            self.spelling_key.push('\u{1f}');
        }
        let known = self.spelling_places.get(self.spelling_key.as_str()).copied();
        let place = known.unwrap_or_else(|| self.new_spelling(row));
        if let Some(spelling) = self.spellings.get_mut(place as usize) {
            spelling.rows += 1;
            spelling.last_day = spelling.last_day.max(row.date);
        }
        place
    }

    fn new_spelling(&mut self, row: &Observation<'_>) -> u32 {
        let place = place_after(self.spellings.len());
        self.name_bytes += self.spelling_key.len();
        self.spelling_places.insert(self.spelling_key.clone(), place);
        let stated = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.spellings.push(Spelling {
            text: row.campaign.to_owned(),
            platform: row.channel.platform().to_owned(),
            account: stated(row.account),
            number: stated(row.campaign_number),
            rows: 0,
            first_line: row.line,
            last_day: row.date,
        });
        place
    }

    fn creative(&mut self, row: &Observation<'_>) -> Option<u32> {
        if row.ad.is_empty() && row.kind.is_empty() && row.message.is_empty() {
            return None;
        }
        self.creative_key.clear();
        for text in [row.ad, row.kind, row.message] {
            self.creative_key.push_str(text);
            self.creative_key.push('\u{1f}');
        }
        if let Some(place) = self.creative_places.get(self.creative_key.as_str()) {
            return Some(*place);
        }
        let place = place_after(self.creatives.len());
        self.name_bytes += self.creative_key.len() + row.thumbnail.len();
        self.creative_places.insert(self.creative_key.clone(), place);
        self.creatives.push(CreativeTexts {
            ad: row.ad.to_owned(),
            kind: row.kind.to_owned(),
            message: row.message.to_owned(),
            thumbnail: (!row.thumbnail.is_empty()).then(|| row.thumbnail.to_owned()),
        });
        Some(place)
    }
}

/// The number of names is bounded by their bytes, far below the largest place.
fn place_after(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(line: u64, ad: &str) -> Observation<'_> {
        Observation {
            line,
            date: date(2026, 3, 1),
            channel: "meta".parse().unwrap(),
            campaign: "Linen Launch",
            account: "",
            campaign_number: "",
            ad,
            kind: "",
            message: "",
            thumbnail: "",
            breakdown: 0,
            values: MetricValues { clicks: Some(1), ..MetricValues::default() },
        }
    }

    #[test]
    fn any_number_of_rows_fits_as_long_as_the_facts_are_few() {
        let mut ledger = Ledger::with_limits(2, 1_000);
        for line in 2..500 {
            ledger.add(&row(line, if line % 2 == 0 { "Video" } else { "Static" })).unwrap();
        }
        assert_eq!(ledger.facts.values().map(|sum| sum.rows).sum::<u64>(), 498);
    }

    #[test]
    fn one_fact_or_name_too_many_is_refused_with_its_line() {
        let mut ledger = Ledger::with_limits(1, 1_000);
        ledger.add(&row(2, "Video")).unwrap();
        let refused = ledger.add(&row(3, "Static"));
        assert!(matches!(refused, Err(ImportError::TooManyFacts { line: 3, limit: 1 })));
        let refused = Ledger::with_limits(9, 5).add(&row(2, "Video"));
        assert!(matches!(refused, Err(ImportError::TooManyFacts { line: 2, .. })));
    }
}
