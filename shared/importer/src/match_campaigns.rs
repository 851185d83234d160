//! Folds the spellings of a file onto campaigns, and onto the campaigns already stored.
//!
//! Spellings that differ only in case, accents and separators are one campaign. A spelling with one slip folds onto
//! the more frequent name that it slips from, when there is only one such name. Nothing folds onto a spelling that
//! was itself folded, so names never drift; onto a stored name, too, a slip folds only beside the name itself. A name
//! on another platform is another campaign. The result depends on the spellings and their counts, not on their order.

use super::campaign_name::{PlainName, Slip, is_overwritten, slip};
use crate::accumulator::Spelling;
use crate::settings::KnownCampaign;
use domain::identity::CampaignId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// One campaign and the places of its spellings in the list that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The stored identifier, when the campaign is known.
    pub(super) known: Option<CampaignId>,
    /// The stored name, or else the most frequent and then the cleanest spelling.
    pub(super) name: String,
    /// The platform that has it.
    pub(super) platform: String,
    /// The places of the spellings.
    pub(super) spellings: Vec<usize>,
    /// The places of those spellings that differ from the name by a slip.
    pub(super) slips: Vec<usize>,
}

/// Folds spellings. `side_by_side` says whether two lists of spellings have rows for the same day and creative:
/// then they are two campaigns, since a slip replaces the right spelling and does not stand beside it.
pub(super) fn fold(
    spellings: &[Spelling],
    known: &[KnownCampaign],
    side_by_side: &dyn Fn(&[usize], &[usize]) -> bool,
) -> Vec<Folded> {
    let platforms: BTreeSet<&str> = spellings.iter().map(|spelling| spelling.platform.as_str()).collect();
    let of_platform = |platform| fold_of_platform(platform, spellings, known, side_by_side);
    platforms.into_iter().flat_map(of_platform).collect()
}

fn fold_of_platform(
    platform: &str,
    spellings: &[Spelling],
    known: &[KnownCampaign],
    side_by_side: &dyn Fn(&[usize], &[usize]) -> bool,
) -> Vec<Folded> {
    let mut anchors = Anchors::default();
    for mut group in groups(platform, spellings, known) {
        match anchors.name_of(&group, spellings, side_by_side) {
            Some(anchor) => anchors.attach(anchor, &mut group),
            None => anchors.add(group),
        }
    }
    let folded = anchors.groups.into_iter().filter(|group| !group.members.is_empty());
    folded.map(|group| group.folded(platform)).collect()
}

/// Spellings with the same identity.
struct Group {
    known: Option<CampaignId>,
    name: String,
    plain: PlainName,
    /// The spellings of the name itself.
    own: Vec<usize>,
    /// The same and those that were folded onto it.
    members: Vec<usize>,
    rows: u64,
}

impl Group {
    fn folded(self, platform: &str) -> Folded {
        let slips = self.members.iter().filter(|place| !self.own.contains(place)).copied().collect();
        let platform = platform.to_owned();
        Folded { known: self.known, name: self.name, platform, spellings: self.members, slips }
    }
}

/// Groups the spellings of a platform by identity, the stored names first and then the frequent ones.
fn groups(platform: &str, spellings: &[Spelling], known: &[KnownCampaign]) -> Vec<Group> {
    let mut by_identity: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, spelling) in spellings.iter().enumerate().filter(|(_, one)| one.platform == platform) {
        by_identity.entry(PlainName::new(&spelling.text).identity()).or_default().push(place);
    }
    let mut groups = Vec::with_capacity(by_identity.len() + known.len());
    let mut known: Vec<&KnownCampaign> =
        known.iter().filter(|known| known.channel.platform() == platform).collect();
    known.sort();
    for KnownCampaign { id, name, .. } in known {
        let plain = PlainName::new(name);
        // Of two stored names with one identity, the first by identifier takes the spellings.
        let members = by_identity.remove(&plain.identity()).unwrap_or_default();
        groups.push(group(Some(id.clone()), name.clone(), plain, members, spellings));
    }
    let mut new: Vec<Group> = by_identity
        .into_values()
        .map(|members| {
            let name = best_spelling(&members, spellings);
            group(None, name.clone(), PlainName::new(&name), members, spellings)
        })
        .collect();
    new.sort_by(|left, right| (Reverse(left.rows), &left.name).cmp(&(Reverse(right.rows), &right.name)));
    groups.extend(new);
    groups
}

fn group(
    known: Option<CampaignId>,
    name: String,
    plain: PlainName,
    members: Vec<usize>,
    spellings: &[Spelling],
) -> Group {
    let rows = members.iter().filter_map(|place| spellings.get(*place)).map(|spelling| spelling.rows).sum();
    Group { known, name, plain, own: members.clone(), members, rows }
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
struct Anchors {
    groups: Vec<Group>,
    by_rest: HashMap<u64, Vec<usize>>,
}

/// Longer names are compared by identity only.
const MOST_LETTERS: usize = 120;

impl Anchors {
    fn add(&mut self, group: Group) {
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
    fn candidates(&self, spelling: &PlainName) -> HashSet<usize> {
        let rests = rests(spelling);
        rests.iter().filter_map(|rest| self.by_rest.get(rest)).flatten().copied().collect()
    }

    /// Finds the one name that the group is a slip of. Two such names leave it a campaign of its own.
    fn name_of(
        &self,
        group: &Group,
        spellings: &[Spelling],
        side_by_side: &dyn Fn(&[usize], &[usize]) -> bool,
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
        (!side_by_side(&anchor.own, &group.own)).then_some(name)
    }
}

fn is_slip_of(anchor: &Group, group: &Group, spellings: &[Spelling]) -> bool {
    if numbers_differ(&anchor.own, &group.own, spellings) {
        return false;
    }
    let text = |place: &usize| spellings.get(*place).map(|spelling| spelling.text.as_str());
    let names: Vec<&str> = anchor.own.iter().filter_map(text).chain([anchor.name.as_str()]).collect();
    let mut written = group.own.iter().filter_map(text);
    let overwritten = written.any(|spelling| names.iter().any(|name| is_overwritten(name, spelling)));
    let times = match slip(&anchor.plain, &group.plain, overwritten) {
        None => return false,
        Some(Slip::InLongWord) => 2,
        Some(Slip::InShortWord) => 4,
    };
    anchor.rows >= group.rows.saturating_mul(times)
}

/// The platform's own numbers tell campaigns apart, however alike their names are.
fn numbers_differ(left: &[usize], right: &[usize], spellings: &[Spelling]) -> bool {
    let numbers = |places: &[usize]| -> HashSet<u64> {
        places.iter().filter_map(|place| spellings.get(*place)?.number).collect()
    };
    let (left, right) = (numbers(left), numbers(right));
    !left.is_empty() && !right.is_empty() && left.is_disjoint(&right)
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

#[cfg(test)]
mod tests;
