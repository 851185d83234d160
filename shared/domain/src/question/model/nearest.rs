//! The names of a workspace that a question may mean, out of many: those that have most of its letters.

use crate::question::model::asked::{Candidate, MOST_CANDIDATES, compared};
use std::collections::BTreeSet;

/// Three letters that follow each other.
type Trigram = [char; 3];

/// Returns at most [`MOST_CANDIDATES`] names, the likeliest first; of equally likely ones the earlier ones.
#[must_use]
pub fn nearest(text: &str, names: &[Candidate]) -> Vec<Candidate> {
    let asked = trigrams(text);
    let mut scored: Vec<(usize, &Candidate)> =
        names.iter().map(|candidate| (per_mille(&asked, &candidate.name), candidate)).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(MOST_CANDIDATES).map(|(_, candidate)| candidate.clone()).collect()
}

/// Returns the share of a name that a text has.
fn per_mille(asked: &BTreeSet<Trigram>, name: &str) -> usize {
    let of_name = trigrams(name);
    (1_000 * of_name.intersection(asked).count()).checked_div(of_name.len()).unwrap_or(0)
}

fn trigrams(text: &str) -> BTreeSet<Trigram> {
    let letters: Vec<char> = format!(" {} ", compared(text)).chars().collect();
    letters.windows(3).filter_map(|three| three.try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::query::FilterDimension;

    fn campaign(name: impl Into<String>) -> Candidate {
        Candidate { dimension: FilterDimension::Campaign, name: name.into() }
    }

    #[test]
    fn of_two_hundred_names_the_one_that_was_nearly_written_is_the_first() {
        let mut names: Vec<Candidate> =
            (0..200).map(|number| campaign(format!("Catalogue {number}"))).collect();
        names.push(campaign("Winter Clearance 2028"));
        let found = nearest("hows the wintr clearence doing", &names);
        assert_eq!(found.len(), MOST_CANDIDATES);
        assert_eq!(found[0].name, "Winter Clearance 2028");
    }

    #[test]
    fn without_anything_alike_the_first_names_are_told() {
        let names = ["Alpha", "Beta", ""].map(campaign);
        assert_eq!(nearest("xyzzy", &names), names);
    }
}
