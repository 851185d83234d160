//! What a campaign is called beside its name, so that questions find it: what the platform called it before, and what the
//! workspace calls it. Every read of a workspace's settings reads these names too, so they are few and short.

use crate::metrics::Campaign;

/// The most former names of a campaign.
pub const MOST_FORMER_NAMES: usize = 5;
/// The maximum length of all former names of a campaign together, in bytes. One name of the greatest length fits.
pub const LONGEST_FORMER_NAMES: usize = 500;
/// The most names that a workspace gives to a campaign beside its own.
pub const MOST_OTHER_NAMES: usize = 5;
/// The maximum length of each of them, in bytes.
pub const LONGEST_OTHER_NAME: usize = 100;

/// The names are too many, or one of them is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a campaign has at most {MOST_OTHER_NAMES} other names of 1 to {LONGEST_OTHER_NAME} bytes each, in UTF-8"
)]
pub struct InvalidOtherNames;

impl Campaign {
    /// Returns the campaign as it is once the platform calls it `name`. Its name until now is the latest of the former ones;
    /// one that it has again is a former one no more.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        let mut former_names: Vec<String> = Vec::new();
        let mut length = 0;
        let before = std::iter::once(&self.name).chain(&self.former_names);
        for former in before.filter(|former| !former.is_empty() && !is_alike(former, name)) {
            let is_there = former_names.iter().any(|kept| is_alike(kept, former));
            let fits = length + former.len() <= LONGEST_FORMER_NAMES;
            if !is_there && fits && former_names.len() < MOST_FORMER_NAMES {
                length += former.len();
                former_names.push(former.clone());
            }
        }
        Self { name: name.to_owned(), former_names, ..self.clone() }
    }
}

/// Returns the names that a workspace gives to a campaign called `name`: without blanks around them, each once, and not that
/// name again.
///
/// # Errors
/// [`InvalidOtherNames`], also if more are given than differ.
pub fn other_names(given: &[String], name: &str) -> Result<Vec<String>, InvalidOtherNames> {
    let is_name = |text: &str| (1..=LONGEST_OTHER_NAME).contains(&text.len());
    if given.len() > MOST_OTHER_NAMES || !given.iter().all(|text| is_name(text.trim())) {
        return Err(InvalidOtherNames);
    }
    let mut names: Vec<String> = Vec::new();
    for text in given.iter().map(|text| text.trim()).filter(|text| !is_alike(text, name)) {
        if !names.iter().any(|known| is_alike(known, text)) {
            names.push(text.to_owned());
        }
    }
    Ok(names)
}

/// Reports whether two names differ in upper and lower case alone.
fn is_alike(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::campaign;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn called(names: &[&str]) -> Campaign {
        let (first, later) = names.split_first().unwrap();
        later.iter().fold(campaign("one", first, 10), |campaign, name| campaign.renamed(name))
    }

    #[test]
    fn the_latest_former_name_comes_first_and_the_oldest_of_six_is_forgotten() {
        assert_eq!(called(&["A", "B", "C"]).former_names, ["B", "A"]);
        let seven = called(&["A", "B", "C", "D", "E", "F", "G"]);
        assert_eq!((seven.name.as_str(), seven.former_names.join("")), ("G", "FEDCB".to_owned()));
    }

    #[test]
    fn a_name_that_it_has_again_is_no_former_one_whatever_its_case() {
        assert_eq!(called(&["Lenz", "Spring Sale", "LENZ"]).former_names, ["Spring Sale"]);
        assert_eq!(called(&["Lenz", "lenz"]).former_names, [""; 0]);
        let lenz = called(&["Autumn", "Lenz"]);
        assert_eq!(lenz.renamed("Lenz"), lenz, "the same name again");
    }

    #[test]
    fn a_former_name_that_is_too_long_is_not_kept_and_does_not_crowd_out_others() {
        let long = "x".repeat(LONGEST_FORMER_NAMES + 1);
        assert_eq!(called(&["Lenz", &long, "Spring Sale"]).former_names, ["Lenz"]);
    }

    #[test]
    fn other_names_are_trimmed_each_there_once_and_never_the_name() {
        let given = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
        let found = other_names(&given(&[" Lenz ", "lenz", "SPRING SALE", "Acme GmbH"]), "Spring Sale");
        assert_eq!(found.unwrap(), ["Lenz", "Acme GmbH"]);
        assert_eq!(other_names(&[], "Spring Sale").unwrap(), [""; 0]);
        let long = "x".repeat(LONGEST_OTHER_NAME);
        assert!(other_names(&given(&[&long]), "Spring Sale").is_ok());
        for bad in [given(&["a", "b", "c", "d", "e", "f"]), given(&[" "]), given(&[&format!("{long}x")])] {
            assert_eq!(other_names(&bad, "Spring Sale"), Err(InvalidOtherNames), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn former_names_stay_few_short_different_and_other_than_the_name(
            names in proptest::collection::vec("(a|A|b|B|c|d|e|f|g|É|é|x{200}|y{300}|z{501}| )", 1..30),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let campaign = called(&names);
            let former = &campaign.former_names;
            let different: BTreeSet<String> = former.iter().map(|name| name.to_lowercase()).collect();
            prop_assert!(former.len() <= MOST_FORMER_NAMES);
            prop_assert!(former.iter().map(String::len).sum::<usize>() <= LONGEST_FORMER_NAMES);
            prop_assert_eq!(different.len(), former.len());
            prop_assert!(!different.contains(&campaign.name.to_lowercase()));
            prop_assert_eq!(campaign.name.as_str(), *names.last().unwrap());
        }
    }
}
