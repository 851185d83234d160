//! Decides which campaigns the rows of a file are of, and which of them are stored already.
//!
//! A platform's own identifier decides wherever a row has one, whatever the name; the name is then what the campaign is
//! called. Names decide only for rows without one: spellings that differ in case, accents and separators are one
//! campaign, and a spelling with one slip folds onto the name that it slips from, on evidence (see `names`). A name on
//! another platform, or in another account, is another campaign. The result does not depend on the order of the rows.

mod names;

use super::campaign_name::PlainName;
use super::error::ImportError;
use crate::accumulator::Spelling;
use crate::settings::KnownCampaign;
use domain::identity::CampaignId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// One campaign and the places of its spellings in the list that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The stored identifier, if the campaign is known.
    pub(super) known: Option<CampaignId>,
    pub(super) name: String,
    /// The platform that has it.
    pub(super) platform: String,
    pub(super) account: Option<String>,
    /// The platform's own identifier.
    pub(super) number: Option<String>,
    /// The places of the spellings.
    pub(super) spellings: Vec<usize>,
    /// The places of those spellings that differ from the name by a slip.
    pub(super) slips: Vec<usize>,
}

/// Folds spellings. `evidence` says of two lists of spellings whether their rows show two campaigns.
///
/// # Errors
/// If a name without an identifier may be one of several campaigns.
pub(super) fn fold(
    spellings: &[Spelling],
    known: &[KnownCampaign],
    are_two: &dyn Fn(&[usize], &[usize]) -> bool,
) -> Result<Vec<Folded>, ImportError> {
    let mut campaigns = numbered(spellings, known);
    let mut taken: HashSet<CampaignId> =
        campaigns.iter().filter_map(|campaign| campaign.known.clone()).collect();
    let by_name = ByName::new(&campaigns);
    let mut rest: BTreeMap<(&str, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (place, spelling) in spellings.iter().enumerate().filter(|(_, spelling)| spelling.number.is_none()) {
        match by_name.find(&campaigns, spelling)?.and_then(|owner| campaigns.get_mut(owner)) {
            Some(owner) => owner.spellings.push(place),
            None => rest.entry((&spelling.platform, spelling.account.as_deref())).or_default().push(place),
        }
    }
    // The account with the most rows comes first: of several, it takes a stored campaign that has no account yet.
    let mut rest: Vec<_> = rest.into_iter().collect();
    rest.sort_by_key(|(_, places)| Reverse(names::rows_of(places, spellings)));
    for ((platform, account), places) in rest {
        let candidates: Vec<&KnownCampaign> = known
            .iter()
            .filter(|known| known.channel.platform() == platform && !taken.contains(&known.id))
            .filter(|known| agrees(known.account.as_deref(), account))
            .collect();
        refuse_ambiguous(&candidates, &places, spellings)?;
        let folded = names::fold(platform, &places, spellings, &candidates, are_two);
        taken.extend(folded.iter().filter_map(|campaign| campaign.known.clone()));
        campaigns.extend(folded);
    }
    Ok(campaigns)
}

/// Two accounts that are both stated must be the same.
fn agrees(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Returns the campaigns with an identifier of the platform.
fn numbered(spellings: &[Spelling], known: &[KnownCampaign]) -> Vec<Folded> {
    let mut accounts: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for spelling in spellings {
        if let (Some(number), Some(account)) = (&spelling.number, &spelling.account) {
            accounts.entry((&spelling.platform, number)).or_default().insert(account);
        }
    }
    // Where identifiers are unique within an account alone, the account is part of them.
    let mut groups: BTreeMap<(&str, &str, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (place, spelling) in spellings.iter().enumerate() {
        if let Some(number) = &spelling.number {
            let is_shared =
                accounts.get(&(spelling.platform.as_str(), number)).is_some_and(|all| all.len() > 1);
            let account = spelling.account.as_deref().filter(|_| is_shared);
            groups.entry((&spelling.platform, number, account)).or_default().push(place);
        }
    }
    let mut campaigns: Vec<Folded> = groups
        .into_iter()
        .map(|((platform, number, _), places)| group(platform, number, places, spellings))
        .collect();
    find_stored(&mut campaigns, known);
    adopt(&mut campaigns, known, spellings);
    campaigns
}

/// Gives each campaign the stored one with its identifier, each stored one to one campaign at most.
fn find_stored(campaigns: &mut [Folded], known: &[KnownCampaign]) {
    let mut stored: HashMap<(&str, &str), Vec<&KnownCampaign>> = HashMap::new();
    for known in known {
        if let Some(number) = &known.external_id {
            stored.entry((known.channel.platform(), number)).or_default().push(known);
        }
    }
    let mut taken = HashSet::new();
    for campaign in campaigns {
        let key = (campaign.platform.as_str(), campaign.number.as_deref().unwrap_or_default());
        let fits = |known: &&&KnownCampaign| {
            agrees(known.account.as_deref(), campaign.account.as_deref()) && !taken.contains(&known.id)
        };
        campaign.known = stored.get(&key).into_iter().flatten().find(fits).map(|known| known.id.clone());
        taken.extend(campaign.known.clone());
    }
}

fn group(platform: &str, number: &str, places: Vec<usize>, spellings: &[Spelling]) -> Folded {
    let of_place = |place: &usize| spellings.get(*place);
    // What it is called now: the name on the latest day, then the most frequent.
    let latest = places
        .iter()
        .filter_map(of_place)
        .max_by_key(|spelling| (spelling.last_day, spelling.rows, Reverse(&spelling.text)));
    let name = latest
        .map(|spelling| spelling.text.trim())
        .filter(|name| !name.is_empty())
        .unwrap_or(number)
        .to_owned();
    let account = places.iter().filter_map(of_place).find_map(|spelling| spelling.account.clone());
    Folded {
        known: None,
        name,
        platform: platform.to_owned(),
        account,
        number: Some(number.to_owned()),
        spellings: places,
        slips: Vec::new(),
    }
}

/// Gives a stored campaign that has no identifier yet the one of the same name: what was imported by name goes on under
/// its identifier. Of several with that name, the one with the most rows takes it, so that no day counts twice.
fn adopt(campaigns: &mut [Folded], known: &[KnownCampaign], spellings: &[Spelling]) {
    let mut without: Vec<&KnownCampaign> = known.iter().filter(|known| known.external_id.is_none()).collect();
    without.sort();
    if without.is_empty() {
        return;
    }
    let by_name = by_identity(campaigns, spellings);
    for stored in without {
        let key = (stored.channel.platform().to_owned(), PlainName::new(&stored.name).identity());
        let free = |place: &&usize| {
            campaigns.get(**place).is_some_and(|campaign| {
                campaign.known.is_none() && agrees(campaign.account.as_deref(), stored.account.as_deref())
            })
        };
        let weight = |place: &&usize| {
            let campaign = campaigns.get(**place);
            (campaign.map(|one| names::rows_of(&one.spellings, spellings)), Reverse(**place))
        };
        let most = by_name.get(&key).into_iter().flatten().filter(free).max_by_key(weight).copied();
        if let Some(campaign) = most.and_then(|place| campaigns.get_mut(place)) {
            campaign.known = Some(stored.id.clone());
        }
    }
}

/// Returns the places of campaigns by platform and by each identity that their names have.
fn by_identity(campaigns: &[Folded], spellings: &[Spelling]) -> HashMap<(String, String), Vec<usize>> {
    let mut by_name: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (place, campaign) in campaigns.iter().enumerate() {
        let texts = campaign.spellings.iter().filter_map(|place| spellings.get(*place));
        let names: BTreeSet<String> =
            texts.map(|spelling| PlainName::new(&spelling.text).identity()).collect();
        for name in names {
            by_name.entry((campaign.platform.clone(), name)).or_default().push(place);
        }
    }
    by_name
}

/// The campaigns with an identifier, by platform and name.
struct ByName(HashMap<(String, String), Vec<usize>>);

impl ByName {
    fn new(campaigns: &[Folded]) -> Self {
        let mut by_name: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (place, campaign) in campaigns.iter().enumerate() {
            by_name.entry((campaign.platform.clone(), campaign.name.clone())).or_default().push(place);
        }
        Self(by_name)
    }

    /// Finds the campaign that a row without an identifier names.
    fn find(&self, campaigns: &[Folded], spelling: &Spelling) -> Result<Option<usize>, ImportError> {
        let key = (spelling.platform.clone(), spelling.text.trim().to_owned());
        let fits = |place: &&usize| {
            let account = campaigns.get(**place).and_then(|campaign| campaign.account.as_deref());
            agrees(account, spelling.account.as_deref())
        };
        let mut found = self.0.get(&key).into_iter().flatten().filter(fits);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(ImportError::AmbiguousCampaign { line: spelling.first_line }),
            (found, _) => Ok(found.copied()),
        }
    }
}

/// Refuses a name that several stored campaigns have of which the file does not say which it means.
fn refuse_ambiguous(
    known: &[&KnownCampaign],
    places: &[usize],
    spellings: &[Spelling],
) -> Result<(), ImportError> {
    let mut once = BTreeSet::new();
    let twice: BTreeSet<String> = known
        .iter()
        .map(|known| PlainName::new(&known.name).identity())
        .filter(|identity| !once.insert(identity.clone()))
        .collect();
    if twice.is_empty() {
        return Ok(());
    }
    let ambiguous = places
        .iter()
        .filter_map(|place| spellings.get(*place))
        .find(|spelling| twice.contains(&PlainName::new(&spelling.text).identity()));
    ambiguous.map_or(Ok(()), |spelling| Err(ImportError::AmbiguousCampaign { line: spelling.first_line }))
}

#[cfg(test)]
mod tests;
