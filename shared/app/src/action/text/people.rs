//! Finds the teammate named in a text. A name that fits nobody yields the people with the closest names and changes
//! nothing.

use domain::action::decision::may_own;
use domain::inbound::command::plain_words;
use domain::workspace::roster::{Roster, Teammate};

/// The minimum similarity of a close name, from 0 to 1 for identical.
const CLOSE: f64 = 0.8;
/// The maximum number of close names returned.
const MOST_CLOSE: usize = 3;

/// The people that a name fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// Exactly one person.
    One(&'a Teammate),
    /// Several people, sorted by name.
    Several(Vec<&'a Teammate>),
    /// Nobody; these are the people with the closest names.
    Nobody(Vec<&'a Teammate>),
}

/// Finds people by full name, first name or identifier, ignoring case and accents. People who may own a recommendation
/// take precedence over those who may not, who are found only to be told so.
pub(super) fn find<'a>(roster: &'a Roster, written: &str) -> Found<'a> {
    let wanted = plain_words(written).join(" ");
    let called: Vec<&Teammate> = roster.people.iter().filter(|person| is_called(person, &wanted)).collect();
    let owners: Vec<&Teammate> = called.iter().copied().filter(|person| may_own(person)).collect();
    let found = if owners.is_empty() { called } else { owners };
    match found.as_slice() {
        [] => Found::Nobody(closest(roster, &wanted)),
        [one] => Found::One(one),
        _ => Found::Several(found),
    }
}

fn is_called(person: &Teammate, wanted: &str) -> bool {
    let words = plain_words(&person.name);
    let is_first_name = words.first().is_some_and(|first| first == wanted);
    !wanted.is_empty() && (is_first_name || words.join(" ") == wanted || person.id.as_str() == wanted)
}

fn closest<'a>(roster: &'a Roster, wanted: &str) -> Vec<&'a Teammate> {
    let owners = roster.people.iter().filter(|person| may_own(person));
    let mut close: Vec<(f64, &Teammate)> = owners.map(|person| (closeness(person, wanted), person)).collect();
    close.retain(|(closeness, _)| *closeness >= CLOSE);
    // The roster is sorted by name and the sort is stable, so equally close people stay in order of name.
    close.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    close.into_iter().take(MOST_CLOSE).map(|(_, person)| person).collect()
}

/// Returns the similarity to the whole name or to the most similar word of it.
fn closeness(person: &Teammate, wanted: &str) -> f64 {
    let words = plain_words(&person.name);
    let whole = words.join(" ");
    let names = words.iter().chain([&whole]);
    names.map(|name| strsim::jaro_winkler(name, wanted)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::testing::{member, workspace};
    use domain::workspace::Role;
    use proptest::prelude::*;

    fn roster(people: &[(&str, &str, Role)]) -> Roster {
        let members: Vec<_> = people.iter().map(|(id, name, role)| member(id, name, *role)).collect();
        Roster::new(&workspace().id, &members)
    }

    fn team() -> Roster {
        roster(&[
            ("maya", "Maya", Role::Owner),
            ("priya-s", "Priya Shah", Role::Marketer),
            ("priya-p", "Priya Patel", Role::Marketer),
            ("joao", "João Müller", Role::Marketer),
            ("anna", "Anna", Role::Viewer),
            ("lee", "Lee Wong", Role::Owner),
        ])
    }

    fn ids(found: &Found<'_>) -> Vec<String> {
        let people = match found {
            Found::One(one) => vec![*one],
            Found::Several(people) | Found::Nobody(people) => people.clone(),
        };
        people.iter().map(|person| person.id.to_string()).collect()
    }

    #[test]
    fn one_person_is_found_by_full_name_first_name_or_identifier_without_case_and_accents() {
        let team = team();
        for (written, id) in [
            ("Priya Shah", "priya-s"),
            ("PRIYA-P", "priya-p"),
            ("joao", "joao"),
            ("João Muller", "joao"),
            ("JOA\u{303}O", "joao"),
            ("*Lee*", "lee"),
            ("lee wong", "lee"),
        ] {
            let found = find(&team, written);
            assert!(matches!(found, Found::One(_)), "{written}: {found:?}");
            assert_eq!(ids(&found), [id], "{written}");
        }
    }

    #[test]
    fn a_first_name_of_two_people_finds_both_by_name() {
        let team = team();
        let found = find(&team, "priya");
        assert!(matches!(found, Found::Several(_)));
        assert_eq!(ids(&found), ["priya-p", "priya-s"]);
    }

    #[test]
    fn part_of_a_name_finds_nobody_and_names_the_closest() {
        let team = team();
        for (written, closest) in
            [("Shah", vec!["priya-s"]), ("Pria", vec!["priya-p", "priya-s"]), ("Xerxes", vec![])]
        {
            let found = find(&team, written);
            assert!(matches!(found, Found::Nobody(_)), "{written}: {found:?}");
            assert_eq!(ids(&found), closest, "{written}");
        }
    }

    #[test]
    fn who_may_not_own_is_found_where_nobody_else_is_and_never_called_close() {
        let team = team();
        assert_eq!(ids(&find(&team, "anna")), ["anna"]);
        assert_eq!(ids(&find(&team, "ana")), [""; 0]);
        let two = roster(&[("anna", "Anna", Role::Viewer), ("anna-b", "Anna Berg", Role::Marketer)]);
        let found = find(&two, "anna");
        assert!(matches!(found, Found::One(_)));
        assert_eq!(ids(&found), ["anna-b"]);
    }

    #[test]
    fn names_of_other_scripts_are_told_apart_by_their_vowels() {
        let team = roster(&[("a", "दिल", Role::Owner), ("b", "दल", Role::Owner)]);
        assert_eq!(ids(&find(&team, "दल")), ["b"]);
    }

    proptest! {
        #[test]
        fn whoever_is_found_is_in_the_team_and_nobody_is_found_by_nothing(written in "\\PC{0,30}") {
            let team = team();
            match find(&team, &written) {
                Found::One(one) => prop_assert!(team.people.contains(one)),
                Found::Several(people) => prop_assert!(people.len() > 1),
                Found::Nobody(close) => prop_assert!(close.len() <= MOST_CLOSE),
            }
        }
    }
}
