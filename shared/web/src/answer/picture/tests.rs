//! Claims about the picture of a trend.

use super::*;
use domain::language::Language;
use domain::question::answer::TrendPoint;

fn trend(values: &[i64]) -> Trend {
    let point = |(place, value): (usize, &i64)| TrendPoint {
        label: format!("{} Oct", place + 1),
        name: String::new(),
        value: Some(*value),
    };
    Trend::of_points(values.iter().enumerate().map(point).collect())
}

/// The width and the height of a PNG.
fn size_of(png: &[u8]) -> (u32, u32) {
    let side = |start: usize| u32::from_be_bytes(png[start..start + 4].try_into().unwrap());
    (side(16), side(20))
}

#[test]
fn a_picture_is_a_png_that_a_phone_loads_fast() {
    let values: Vec<i64> = (0..31).map(|day| 300_000 + (day * 7_919) % 90_000).collect();
    let png = draw(&trend(&values)).unwrap();
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(size_of(&png), (1080, 720));
    assert!(png.len() < 80_000, "{} bytes", png.len());
}

#[test]
fn another_number_is_another_picture_and_the_same_numbers_are_the_same() {
    assert_eq!(draw(&trend(&[100, 200])).unwrap(), draw(&trend(&[100, 200])).unwrap());
    assert_ne!(draw(&trend(&[100, 200])).unwrap(), draw(&trend(&[100, 201])).unwrap());
}

#[test]
fn every_text_of_a_picture_has_its_letters_in_every_language() {
    let letters = Letters::get();
    for language in Language::ALL {
        for text in Trend::texts(language) {
            assert!(letters.has_all_of(&text), "{}: {text:?} is not in letters/words.txt", language.tag());
        }
    }
}

#[test]
fn a_text_without_letters_is_left_out_and_the_rest_is_drawn() {
    assert!(!Letters::get().has_all_of("漢字") && !Letters::get().has_all_of("खर्चा"));
    let mut unknown = trend(&[100, 200]);
    unknown.title = "漢字".into();
    assert!(draw(&unknown).is_ok());
}

#[test]
fn words_and_numbers_have_the_width_of_their_parts() {
    let width = |text: &str| Letters::get().width(text, 500);
    assert_eq!(width("12"), width("1") + width("2"));
    assert!(width("मार्च") > 0 && width("1\u{202f}200") == width("1\u{a0}200"));
}
