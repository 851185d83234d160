//! The longest names that people and campaigns have, in scripts of different kinds, and what WhatsApp refuses.

use crate::text::length;

/// How many characters a name has, as people see them.
const CHARACTERS: usize = 60;

/// Returns names of sixty visible characters each, with the kind of each.
pub fn longest_names() -> Vec<(&'static str, String)> {
    let kinds = [
        ("words", "Prospecting Europe, Autumn Sales 2026 "),
        ("one word", "Prospecting_EU_2026_v2_"),
        ("wide letters", "W"),
        ("Arabic", "عروض رمضان للعملاء الجدد "),
        ("Arabic and Latin", "Sale عروض 2026 "),
        ("Hebrew", "מבצע סוף עונה "),
        ("Hindi", "दिवाली की सबसे बड़ी सेल "),
        ("Chinese", "夏季新品推广活动"),
        ("emoji", "👩\u{200d}👩\u{200d}👧\u{200d}👦"),
        ("marks", "e\u{301}\u{323}a\u{308} "),
        ("hostile", "*Sale* _now_ > 1. https://evil.example/+1 212 555 0100 \u{202e}"),
    ];
    kinds.map(|(kind, pattern)| (kind, repeated(pattern))).to_vec()
}

fn repeated(pattern: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let long = pattern.repeat(CHARACTERS);
    long.graphemes(true).take(CHARACTERS).collect::<String>().trim_end().to_owned()
}

/// Returns what WhatsApp would refuse of the value of a variable, or what would read wrongly; `None` if nothing.
pub fn fault_of_variable(value: &str, longest: usize) -> Option<&'static str> {
    let borders = |mark: char| value.matches(mark).count();
    let faults = [
        ("too long", length(value) > longest),
        ("empty", value.trim().is_empty()),
        ("more than one line", value.contains(['\n', '\r', '\t', '\u{85}', '\u{2028}', '\u{2029}'])),
        ("spaces", value.contains("  ") || value != value.trim()),
        ("a name that is left open", borders('\u{2068}') != borders('\u{2069}')),
        ("a place that was not filled", value.contains("{ $")),
    ];
    faults.into_iter().find(|(_, there)| *there).map(|(fault, _)| fault)
}
