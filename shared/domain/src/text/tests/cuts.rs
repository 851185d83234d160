//! Claims about lines that are cut: between visible characters, and never inside an amount.

use super::*;

#[test]
fn an_amount_is_whole_or_not_there() {
    for (line, longest, cut) in [
        ("Spend $1,234,567 today", 12, "Spend…"),
        ("Spend $1,234,567 today", 17, "Spend $1,234,567…"),
        ("Spend -$1,234 today", 10, "Spend…"),
        ("Spend 4.120\u{a0}€ am Tag", 12, "Spend…"),
        ("Spend 412\u{202f}000\u{a0}€ par jour", 11, "Spend…"),
        ("Spend KWD\u{a0}4,120.500 a day", 16, "Spend…"),
        ("Spend US$\u{a0}4.120 por dia", 13, "Spend…"),
        ("Spend 4.120\u{a0}KWD am Tag", 12, "Spend…"),
        ("Spend 4.120\u{a0}US$ al día", 14, "Spend…"),
        ("Spend 4.120\u{a0}KWD am Tag", 14, "Spend…"),
        ("Up 24\u{a0}% today", 6, "Up…"),
        ("Due at 08:05 today", 11, "Due at…"),
        ("Spend $900, over plan", 11, "Spend $900…"),
        ("Spend $900/day", 11, "Spend $900…"),
        ("₹4,12,000 daily", 6, "₹4,12…"),
    ] {
        assert_eq!((truncate(line, longest), fit(line, longest)), (cut.to_owned(), cut.to_owned()), "{line}");
    }
}

#[test]
fn a_campaign_keeps_the_beginning_and_the_end_of_its_name() {
    for (name, said) in [
        ("Prospecting Europe, Autumn Sale", "Prospecting Europe, Autumn Sale"),
        ("Prospecting Europe, Autumn Sales, DE", "Prospecting Europe, Au…Sales, DE"),
        ("DE_Brand_Search_Exact_Mobile_Autumn_2026", "DE_Brand_Search_Exac…Autumn_2026"),
        ("Brand Search with the number 120200000000000001", "Brand Search with the number…"),
        ("Supercalifragilisticexpialidociously", "Supercalifragilisti…alidociously"),
        ("Brand Search 1,234,567 to 9,876,543 a day now", "Brand Search 1,234,567…a day now"),
    ] {
        assert_eq!(short_name(name), said);
    }
    let hindi = "दिवाली की सबसे बड़ी सेल: पुराने ग्राहक";
    assert!(
        hindi
            .graphemes(true)
            .collect::<Vec<_>>()
            .ends_with(&short_name(hindi).rsplit('…').next().unwrap().graphemes(true).collect::<Vec<_>>())
    );
}

#[test]
fn a_name_of_digits_alone_is_cut_like_any_other() {
    assert_eq!(display_name(&"1".repeat(50)), format!("{}…", "1".repeat(39)));
}

#[test]
fn a_cut_leaves_no_mark_at_the_end() {
    assert_eq!(harmless("US_Prospecting", 4), "US…");
    assert_eq!(harmless("US_Prospecting", 5), "US_P…");
}

#[test]
fn lengths_count_as_whatsapp_may_count() {
    assert_eq!((length("Sale"), length("é"), length("👍"), length("東京")), (4, 1, 2, 2));
}

/// Returns the parts of a text that look like amounts, percentages, dates or times.
fn numbers(text: &str) -> Vec<&str> {
    let is_of_number =
        |c: char| c.is_numeric() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '%' | '$' | '€' | ':');
    let parts = text.split(|c| !is_of_number(c));
    parts
        .map(|part| part.trim_end_matches(['.', ',', ':']))
        .filter(|part| part.contains(char::is_numeric))
        .collect()
}

proptest! {
    #[test]
    fn a_cut_line_is_a_beginning_of_whole_characters_with_no_other_number(
        parts in proptest::collection::vec("[A-Z][a-z]{1,7}|\\$[0-9]{1,3}(,[0-9]{3}){0,3}|[0-9]{1,3}(\u{202f}[0-9]{3}){0,2}\u{a0}€|[0-9]{1,2}\u{a0}%|👨\u{200d}👩\u{200d}👧|हि|e\u{301}", 1..12),
        longest in 12_usize..60,
    ) {
        let line = format!("To {}", parts.join(" "));
        let cut = fit(&line, longest);
        let kept = cut.strip_suffix('…').unwrap_or(&cut);
        prop_assert!(line.starts_with(kept) && length(&cut) <= longest, "{line} {cut}");
        let whole: Vec<&str> = line.graphemes(true).take(kept.graphemes(true).count()).collect();
        prop_assert_eq!(whole.concat(), kept, "no character is cut");
        let all = numbers(&line);
        prop_assert!(all.starts_with(&numbers(kept)), "{line} {cut}");
    }
}
