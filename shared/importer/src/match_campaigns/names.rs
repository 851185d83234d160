//! Folds spellings of names onto campaigns, for rows without an identifier of the platform.
//!
//! Spellings that differ only in case, accents and separators are one campaign. A spelling with one slip folds onto the
//! more frequent name that it slips from if there is only one such name and the rows do not show two campaigns. Nothing
//! folds onto a spelling that was itself folded, so names never drift; onto a stored name, too, a slip folds only beside
//! the name itself. The result depends on the spellings and their counts, not on their order.

use super::Folded;
use crate::accumulator::Spelling;
use crate::campaign_name::{PlainName, Slip, is_overwritten, slip};
use crate::settings::KnownCampaign;
use domain::identity::CampaignId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// By how many times the name must be more frequent than a slip in a long word, and than one in a short word.
const RARE: u64 = 4;
const RARER: u64 = 4;

/// Folds the spellings of one platform and account; `are_two` says of two lists of spellings whether their rows show two
/// campaigns.
pub(super) fn fold(
    platform: &str,
    places: &[usize],
    spellings: &[Spelling],
    known: &[&KnownCampaign],
    are_two: &dyn Fn(&[usize], &[usize]) -> bool,
) -> Vec<Folded> {
    let mut anchors = Anchors::default();
    for mut group in groups(places, spellings, known) {
        match anchors.name_of(&group, spellings, are_two) {
            Some(anchor) => anchors.attach(anchor, &mut group),
            None => anchors.add(group),
        }
    }
    let folded = anchors.groups.into_iter().filter(|group| !group.members.is_empty());
    folded.map(|group| group.folded(platform, spellings)).collect()
}

/// Spellings with the same identity.
pub(super) struct Group {
    known: Option<CampaignId>,
    number: Option<String>,
    account: Option<String>,
    name: String,
    plain: PlainName,
    /// The spellings of the name itself.
    own: Vec<usize>,
    /// The same and those that were folded onto it.
    members: Vec<usize>,
    rows: u64,
}

impl Group {
    fn folded(self, platform: &str, spellings: &[Spelling]) -> Folded {
        let slips = self.members.iter().filter(|place| !self.own.contains(place)).copied().collect();
        let stated = self.members.iter().filter_map(|place| spellings.get(*place)?.account.clone()).next();
        Folded {
            known: self.known,
            name: self.name,
            platform: platform.to_owned(),
            account: stated.or(self.account),
            number: self.number,
            spellings: self.members,
            slips,
        }
    }
}

/// Groups spellings by identity, the stored names first and then the frequent ones.
pub(super) fn groups(places: &[usize], spellings: &[Spelling], known: &[&KnownCampaign]) -> Vec<Group> {
    let mut by_identity: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for place in places {
        let text = spellings.get(*place).map(|spelling| spelling.text.as_str()).unwrap_or_default();
        by_identity.entry(PlainName::new(text).identity()).or_default().push(*place);
    }
    let mut known = known.to_vec();
    known.sort();
    let mut groups: Vec<Group> = known
        .into_iter()
        .map(|known| {
            let plain = PlainName::new(&known.name);
            let own = by_identity.remove(&plain.identity()).unwrap_or_default();
            let rows = rows_of(&own, spellings);
            Group {
                known: Some(known.id.clone()),
                number: known.external_id.clone(),
                account: known.account.clone(),
                name: known.name.clone(),
                plain,
                members: own.clone(),
                own,
                rows,
            }
        })
        .collect();
    let mut new: Vec<Group> = by_identity.into_values().map(|own| new_group(own, spellings)).collect();
    new.sort_by(|left, right| (Reverse(left.rows), &left.name).cmp(&(Reverse(right.rows), &right.name)));
    groups.extend(new);
    groups
}

fn new_group(own: Vec<usize>, spellings: &[Spelling]) -> Group {
    let name = best_spelling(&own, spellings);
    let (plain, rows) = (PlainName::new(&name), rows_of(&own, spellings));
    Group { known: None, number: None, account: None, name, plain, members: own.clone(), own, rows }
}

pub(super) fn rows_of(places: &[usize], spellings: &[Spelling]) -> u64 {
    places.iter().filter_map(|place| spellings.get(*place)).map(|spelling| spelling.rows).sum()
}

fn best_spelling(members: &[usize], spellings: &[Spelling]) -> String {
    let texts = members.iter().filter_map(|place| spellings.get(*place));
    let best =
        texts.min_by_key(|spelling| (Reverse(spelling.rows), untidiness(&spelling.text), &spelling.text));
    best.map(|spelling| spelling.text.trim().to_owned()).unwrap_or_default()
}

fn untidiness(text: &str) -> usize {
    let doubled = text.split(' ').filter(|part| part.is_empty()).count();
    let underscores = text.matches('_').count();
    let one_case = !text.chars().any(char::is_lowercase) || !text.chars().any(char::is_uppercase);
    doubled * 2 + underscores + usize::from(one_case)
}

/// The names that others may fold onto, found by what is left of them without one letter.
#[derive(Default)]
pub(super) struct Anchors {
    groups: Vec<Group>,
    by_rest: HashMap<u64, Vec<usize>>,
}

/// Longer names are compared by identity only.
const MOST_LETTERS: usize = 120;

impl Anchors {
    pub(super) fn add(&mut self, group: Group) {
        for rest in rests(&group.plain) {
            self.by_rest.entry(rest).or_default().push(self.groups.len());
        }
        self.groups.push(group);
    }

    fn attach(&mut self, anchor: usize, group: &mut Group) {
        if let Some(target) = self.groups.get_mut(anchor) {
            target.members.append(&mut group.members);
        }
    }

    /// Returns the few names that a spelling can be a slip of.
    pub(super) fn candidates(&self, spelling: &PlainName) -> HashSet<usize> {
        let rests = rests(spelling);
        rests.iter().filter_map(|rest| self.by_rest.get(rest)).flatten().copied().collect()
    }

    /// Finds the one name that the group is a slip of. Two such names leave it a campaign of its own.
    fn name_of(
        &self,
        group: &Group,
        spellings: &[Spelling],
        are_two: &dyn Fn(&[usize], &[usize]) -> bool,
    ) -> Option<usize> {
        if group.known.is_some() {
            return None;
        }
        let is_name = |place: &usize| {
            let anchor = self.groups.get(*place);
            anchor.is_some_and(|anchor| is_slip_of(anchor, group, spellings))
        };
        let mut names = self.candidates(&group.plain).into_iter().filter(is_name);
        let (name, None) = (names.next()?, names.next()) else { return None };
        let anchor = self.groups.get(name)?;
        (!are_two(&anchor.own, &group.own)).then_some(name)
    }
}

fn is_slip_of(anchor: &Group, group: &Group, spellings: &[Spelling]) -> bool {
    let text = |place: &usize| spellings.get(*place).map(|spelling| spelling.text.as_str());
    let names: Vec<&str> = anchor.own.iter().filter_map(text).chain([anchor.name.as_str()]).collect();
    let mut written = group.own.iter().filter_map(text);
    let overwritten = written.any(|spelling| names.iter().any(|name| is_overwritten(name, spelling)));
    let times = match slip(&anchor.plain, &group.plain, overwritten) {
        None => return false,
        Some(Slip::InLongWord) => RARE,
        Some(Slip::InShortWord) => RARER,
    };
    anchor.rows >= group.rows.saturating_mul(times)
}

/// Returns a hash of the name and of the name without each of its letters: two names with one slip between them
/// share one of these.
fn rests(plain: &PlainName) -> HashSet<u64> {
    if plain.letters.len() > MOST_LETTERS {
        return HashSet::new();
    }
    let exact = plain.exact_part();
    let hash = |without: Option<usize>| {
        let mut hasher = DefaultHasher::new();
        exact.hash(&mut hasher);
        for (place, letter) in plain.letters.iter().enumerate() {
            if Some(place) != without {
                letter.hash(&mut hasher);
            }
        }
        hasher.finish()
    };
    (0..plain.letters.len()).map(Some).chain([None]).map(hash).collect()
}
