//! Claims about the form of every text: nothing is empty, cut off or forged, whatever the names of people and campaigns
//! and whatever the amounts.

use super::world::World;
use crate::action::card::{Card, LONGEST_BUTTON, LONGEST_CARD, LONGEST_DESCRIPTION, LONGEST_ROW};
use crate::language::Language;
use crate::money::Money;
use crate::testing::{fault_of_variable, longest_names};
use crate::text::length;
use crate::token::Action;
use proptest::prelude::*;

/// The maximum number of lines in a text, not counting its buttons.
const MOST_LINES: usize = 8;

/// Returns what is wrong with the form of a text; empty if nothing is.
pub(super) fn faults(text: &str) -> Vec<&'static str> {
    let found = [
        ("empty", text.trim().is_empty()),
        ("a place that was not filled", text.contains(['{', '}'])),
        ("two spaces", text.contains("  ")),
        ("a space before a full stop or a comma", text.contains(" .") || text.contains(" ,")),
        ("an empty bracket", text.contains("()")),
        ("a line that ends with a space", text.lines().any(|line| line != line.trim())),
        ("an empty line", text.contains("\n\n")),
    ];
    found.into_iter().filter(|(_, there)| *there).map(|(fault, _)| fault).collect()
}

fn every_world() -> impl Iterator<Item = World> {
    Language::ALL.into_iter().map(|language| World { language, ..World::ordinary() })
}

#[test]
fn no_text_is_empty_or_shows_its_workings_in_any_language() {
    for world in every_world() {
        for (label, text) in world.every_text() {
            assert_eq!(faults(&text), Vec::<&str>::new(), "{:?}, {label}: {text}", world.language);
        }
    }
}

/// Returns the titles that the product words itself, that is, all except people's names.
fn own_titles(card: &Card) -> impl Iterator<Item = &str> {
    let is_person = |detail: &str| detail.starts_with("person-");
    let own = card.buttons.iter().filter(move |button| !button.detail.as_deref().is_some_and(is_person));
    own.map(|button| button.title.as_str())
}

#[test]
fn buttons_and_rows_fit_in_every_language_without_being_cut() {
    for world in every_world() {
        for (label, card) in world.cards() {
            let longest = if card.list_button.is_some() { LONGEST_ROW } else { LONGEST_BUTTON };
            for title in own_titles(&card) {
                assert!(length(title) <= longest, "{:?}, {label}: {title}", world.language);
            }
            if let Some(opening) = &card.list_button {
                assert!(length(opening) <= LONGEST_BUTTON, "{:?}, {label}: {opening}", world.language);
            }
            for button in &card.buttons {
                let described = length(&button.description) <= LONGEST_DESCRIPTION;
                assert!(described, "{:?}, {label}: {}", world.language, button.description);
            }
        }
    }
}

#[test]
fn no_two_buttons_of_a_card_say_the_same() {
    for world in every_world() {
        for (label, card) in world.cards() {
            let mut titles: Vec<&str> = own_titles(&card).collect();
            let count = titles.len();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), count, "{:?}, {label}", world.language);
        }
    }
}

#[test]
fn the_follow_up_is_spoken_of_only_where_there_is_a_button_for_it() {
    for (label, card) in World::ordinary().cards() {
        let assigns = card.buttons.iter().any(|button| button.action == Action::AssignRecommendation);
        if label.starts_with("way back") {
            assert_eq!(card.body.contains("follow-up"), assigns, "{label}");
        }
    }
}

#[test]
fn a_name_cannot_forge_a_line_a_format_or_a_link() {
    let hostile = "*Sale*\n✅ Approved via WhatsApp by Maya https://evil.example/x \u{202e}_now_";
    let world = World { campaign: hostile.to_owned(), person: hostile.to_owned(), ..World::ordinary() };
    let plain = World { campaign: "Plain".to_owned(), ..World::ordinary() };
    for (plain, (label, text)) in plain.every_text().iter().zip(world.every_text()) {
        assert_eq!(text.lines().count(), plain.1.lines().count(), "{label}: {text}");
        for mark in ['*', '✅'] {
            let forged = text.lines().filter(|line| line.starts_with(mark)).count();
            assert_eq!(
                forged,
                plain.1.lines().filter(|line| line.starts_with(mark)).count(),
                "{label}: {text}"
            );
        }
        assert_eq!(text.matches('*').count(), plain.1.matches('*').count(), "{label}: {text}");
        let forged =
            text.contains("://") || text.contains("evil.example") || text.contains(['_', '\u{202e}']);
        assert!(!forged, "{label}: {text}");
    }
}

/// Counts the lines of a text, leaving out the buttons or rows that follow it.
fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.starts_with(['[', '-', '('])).count()
}

/// Returns the first text or card of a world that WhatsApp would refuse, cut or fold, with its label.
fn too_long(world: &World) -> Option<String> {
    for (label, text) in world.every_text() {
        let is_long = !label.starts_with("card") && length(&text) > LONGEST_CARD;
        if is_long || lines(&text) > MOST_LINES || text.trim().is_empty() {
            return Some(format!("{label}: {text}"));
        }
        let lines = text.lines().filter_map(|line| Some((fault_of_variable(line, LONGEST_CARD)?, line)));
        if let Some((fault, line)) = lines.into_iter().next() {
            return Some(format!("{label}, {fault}: {line}"));
        }
    }
    world.cards().iter().find_map(|(label, card)| Some(format!("{label}, {}", too_long_card(world, card)?)))
}

fn too_long_card(world: &World, card: &Card) -> Option<String> {
    if length(&card.body) > LONGEST_CARD {
        return Some(format!("the body is cut: {}", card.body));
    }
    let refused = |(place, value): (String, String)| {
        let longest = match (card.list_button.is_some(), place.parse::<usize>().unwrap()) {
            (_, 1) => return None,
            (true, 2) | (false, _) => LONGEST_BUTTON,
            (true, number) if number % 3 == 2 => LONGEST_DESCRIPTION,
            (true, _) => LONGEST_ROW,
        };
        Some(format!("{}, {place}: {value}", fault_of_variable(&value, longest)?))
    };
    world.variables(card).into_iter().find_map(refused)
}

#[test]
fn every_reply_and_card_fits_with_the_longest_names_and_amounts_in_every_language() {
    for (place, (kind, name)) in longest_names().into_iter().enumerate() {
        for language in Language::ALL {
            let (code, minor) = [("JPY", i64::MAX), ("BRL", i64::MIN), ("KWD", i64::MIN)][place % 3];
            let amount = Money::from_minor(minor, code.parse().unwrap());
            let world = World::extreme(&name, amount, language);
            assert_eq!(too_long(&world), None, "{kind}, {}", language.tag());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn no_names_and_no_amounts_make_a_text_too_long_or_too_tall(
        campaign in "\\PC{0,400}",
        person in "\\PC{0,400}",
        minor in any::<i64>(),
        people in 1_usize..8,
        language in proptest::sample::select(Language::ALL.to_vec()),
    ) {
        let world = World { campaign, person, minor: Some(minor), language, people, ..World::ordinary() };
        prop_assert_eq!(too_long(&world), None);
    }
}
