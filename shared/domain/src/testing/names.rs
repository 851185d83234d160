//! The longest names that people and campaigns have, in scripts of different kinds.

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
