//! Claims about names that are written from right to left, in lines that are written from left to right.

use super::*;
use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

const RAMADAN: &str = "عروض رمضان";
const WINTER: &str = "تخفيضات الشتاء";

fn bordered(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// Returns what a line looks like from left to right, as the bidirectional algorithm of Unicode orders it. Each part that
/// is written from right to left comes out backwards.
fn looks(line: &str) -> String {
    let told = BidiInfo::new(line, None);
    told.paragraphs.iter().map(|paragraph| told.reorder_line(paragraph, paragraph.range.clone())).collect()
}

fn backwards(name: &str) -> String {
    name.graphemes(true).rev().collect()
}

#[test]
fn a_line_with_two_arabic_names_keeps_each_amount_beside_its_name() {
    let (from, to) = (short_name(RAMADAN), short_name(WINTER));
    let line = format!("Move $300/day from {from} to {to} · 24 %");
    let expected = format!("Move $300/day from {} to {} · 24 %", backwards(RAMADAN), backwards(WINTER));
    assert_eq!(seen(&looks(&line)), expected);
    let without = format!("{RAMADAN}: 900 → 600 · {WINTER}: 24 %");
    assert_ne!(looks(&without), format!("{}: 900 → 600 · {}: 24 %", backwards(RAMADAN), backwards(WINTER)));
}

#[test]
fn a_line_that_begins_with_an_arabic_name_still_runs_from_left_to_right() {
    let line = format!("{}: $900 → $600 a day", short_name(RAMADAN));
    assert_eq!(seen(&looks(&line)), format!("{}: $900 → $600 a day", backwards(RAMADAN)));
}

#[test]
fn only_a_name_that_needs_a_border_has_one() {
    for plain in ["Sale", "Größe", "दिवाली", "東京", "Ελλάδα", "-50% Sale", "2026 Sale", "v1. 2"]
    {
        assert_eq!(display_name(plain), plain);
    }
    for (name, script) in [
        ("שבת", "Hebrew"),
        (RAMADAN, "Arabic"),
        ("ܫܠܡܐ", "Syriac"),
        ("ދިވެހި", "Thaana"),
        ("ߒߞߏ", "N’Ko"),
        ("Sale عروض 2026", "Latin and Arabic"),
        ("ﻋﺮﻭﺽ", "Arabic as presentation forms"),
        ("\u{10901}\u{1e900}", "Phoenician and Adlam"),
    ] {
        assert_eq!(display_name(name), bordered(name), "{script}");
        assert_eq!(page_name(name, 60), bordered(name), "{script}");
        assert_eq!(harmless(name, 60), name, "{script}: what is stored or compared has no border");
    }
}

#[test]
fn a_name_that_begins_like_a_quote_or_a_list_is_none_at_the_start_of_a_line() {
    for name in ["> Sale", "- Sale", "1. Advent", "2026. Sale", "-\u{a0}Sale", "1.\u{a0}Advent"] {
        assert_eq!(display_name(name), bordered(name));
    }
    assert_eq!(display_name("* Sale"), "Sale");
}

#[test]
fn directions_from_outside_are_no_borders() {
    for mark in
        ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}']
    {
        assert_eq!(display_name(&format!("{mark}Sale{mark}")), "Sale");
        assert_eq!(truncate(&format!("{mark}Sale{mark}"), 40), "Sale");
        assert_eq!(display_name(&format!("{mark}שבת{mark}")), bordered("שבת"));
    }
}

#[test]
fn a_long_name_has_its_border_within_the_limit() {
    let long = "عرض ".repeat(30);
    for longest in [LONGEST_SHORT_NAME, LONGEST_NAME] {
        let name = sanitize(&long, longest);
        assert!(length(&name) <= longest && name.ends_with("…\u{2069}"), "{name}");
    }
}

#[test]
fn a_line_that_is_cut_inside_a_name_closes_it() {
    let line = format!("From {} to {}", bordered(RAMADAN), bordered(WINTER));
    assert_eq!(fit(&line, 200), line);
    assert_eq!(fit(&line, 13), format!("From {}", bordered("عروض…")));
    assert_eq!(fit(&line, 8), "From…", "a name of which nothing is left has no border");
    assert_eq!(fit(&line, 17), format!("From {}", bordered("عروض رمضا…")));
    let after = format!("From {} to", bordered(RAMADAN));
    assert_eq!(fit(&after, length(&after) - 1), format!("From {}…", bordered(RAMADAN)));
}

#[test]
fn a_border_that_is_not_whole_is_none() {
    for broken in [
        "a \u{2068}b",
        "a b\u{2069}",
        "\u{2069}a b\u{2068}",
        "a \u{2068}\u{2068}b\u{2069}\u{2069}",
        "a b\u{2068}\u{2069}",
    ] {
        assert_eq!(fit(broken, 40), "a b");
    }
}

#[test]
fn the_blocks_cover_every_letter_that_is_written_from_right_to_left_and_no_letter_of_another_direction() {
    for character in '\0'..=char::MAX {
        let (class, known) = (bidi_class(character), direction::has_right_to_left(&character.to_string()));
        match class {
            BidiClass::R | BidiClass::AL => {
                let is_stripped = character == '\u{200f}';
                assert_ne!(known, is_stripped, "{:x}", u32::from(character));
            }
            BidiClass::L if character.is_alphabetic() => assert!(!known, "{:x}", u32::from(character)),
            _ => {}
        }
    }
}

/// The classes of the directions that a line gives its characters, each name apart.
fn is_left_to_right_outside_of_names(line: &str) -> bool {
    let told = BidiInfo::new(line, None);
    let mut is_inside = false;
    line.char_indices().all(|(place, character)| {
        is_inside = character == '\u{2068}' || (is_inside && character != '\u{2069}');
        is_inside || told.levels[place].is_ltr()
    })
}

proptest! {
    #[test]
    fn whatever_the_names_the_words_around_them_keep_their_order(from in any_name(), to in any_name(), longest in 20_usize..160) {
        let line = format!("Move $1,234/day from {} to {} (24 %)", short_name(&from), short_name(&to));
        for line in [fit(&line, longest), line] {
            prop_assert!(direction::is_well_formed(&line), "{line:?}");
            prop_assert!(is_left_to_right_outside_of_names(&line), "{line:?}");
        }
    }
}
