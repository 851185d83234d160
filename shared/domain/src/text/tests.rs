//! Claims about names and lines: nothing in them changes a message, and nothing of them is cut in half.

use super::*;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

mod borders;
mod cuts;

#[test]
fn a_tower_of_marks_is_cut_per_letter_and_a_joiner_between_latin_letters_goes() {
    let tower = format!("Sa{}le", "\u{301}".repeat(40));
    assert_eq!(display_name(&tower), format!("Sa{}le", "\u{301}".repeat(4)));
    assert_eq!(display_name("Sa\u{200d}le"), "Sale");
    assert_eq!(display_name("दिवाली"), "दिवाली");
    assert_eq!(display_name("👩\u{200d}👩\u{200d}👧"), "👩\u{200d}👩\u{200d}👧");
}

#[test]
fn a_name_cannot_change_how_the_message_looks() {
    assert_eq!(display_name("*Big* _Sale_\nhttps://evil.example"), "Big Sale https evil·example");
    assert_eq!(display_name("\u{202e}abc"), "abc");
    assert_eq!(display_name("  "), "–");
}

#[test]
fn a_mark_inside_a_word_stays_and_every_other_one_goes() {
    for ordinary in ["50% OFF | US_Prospecting", "DE_Brand_2026_v2", "3*4 Pack", "A~B Test", "Sale @ Home #1"]
    {
        assert_eq!(display_name(ordinary), ordinary);
    }
    for (written, said) in [
        ("_Sale_", "Sale"),
        ("US_ Sale _DE", "US Sale DE"),
        ("US__Sale", "US Sale"),
        ("(*Sale*)", "( Sale )"),
        ("Brand_*Sale*", "Brand Sale"),
        ("Caf\u{e9}_Sale", "Caf\u{e9} Sale"),
        ("a`b ```c```", "a b c"),
        ("~Sale~Boots", "Sale~Boots"),
    ] {
        assert_eq!(display_name(written), said);
    }
}

#[test]
fn a_name_is_no_number_to_call() {
    for (written, said) in [
        ("Call +1 (212) 555-0100 now", "Call +1·212·555·0100 now"),
        ("+4915123456789", "+4915·1234·5678·9"),
        ("\u{ff0b}44 20 7946 0000", "\u{ff0b}44·20·7946·0000"),
        ("+49/151/2345678 - Sale", "+49·151·2345·678 - Sale"),
    ] {
        assert_eq!(display_name(written), said);
    }
    for ordinary in
        ["20261005 Sale", "120200000000000001", "2026-10-05", "Sale +50% 2026", "Age 25-34+", "A+B"]
    {
        assert_eq!(display_name(ordinary), ordinary);
    }
}

#[test]
fn letters_that_nobody_sees_stay_only_where_they_spell_a_flag() {
    let wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
    assert_eq!(display_name(&format!("Sale {wales}")), format!("Sale {wales}"));
    assert_eq!(display_name("Sa\u{e0041}le\u{e0001} \u{e007f}"), "Sale");
    assert_eq!(display_name("\u{8fbb}\u{e0100}"), "\u{8fbb}\u{e0100}", "a variant of a Chinese character");
}

#[test]
fn a_name_is_no_link() {
    for (written, said) in [
        ("evil.example/x", "evil·example/x"),
        ("Shop24.de Sale", "Shop24·de Sale"),
        ("m\u{fc}nchen.de, wa.me/1", "m\u{fc}nchen·de, wa·me/1"),
        ("pay@evil.example", "pay@evil·example"),
        ("evil.\u{200b}example", "evil·example"),
        ("evil\u{ff0e}example", "evil·example"),
        ("https:\u{2060}//evil.example", "https evil·example"),
        ("HTTP://EVIL.EXAMPLE", "HTTP EVIL·EXAMPLE"),
        ("www.evil.example", "www·evil·example"),
        ("t.me/evil", "t·me/evil"),
        ("whatsapp://send?phone=1", "whatsapp send?phone=1"),
        ("evil.xn--p1ai", "evil·xn--p1ai"),
        (
            "\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.\u{440}\u{444}",
            "\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}·\u{440}\u{444}",
        ),
        ("evil\u{ff61}example\u{ff0f}x", "evil·example\u{ff0f}x"),
        ("evil\u{2024}example evil\u{fe52}example", "evil·example evil·example"),
        ("evil\u{3002}com", "evil·com"),
        ("http://192.168.0.1/x", "http 192·168·0·1/x"),
        ("8.8.8.8:80", "8·8·8·8:80"),
        ("evil_.example", "evil .example"),
    ] {
        assert_eq!(display_name(written), said);
    }
}

#[test]
fn the_dots_of_ordinary_names_stay() {
    for ordinary in [
        "Q3.2026",
        "v1.2",
        "v1.2.3",
        "St. Moritz",
        "Sale 1.000 €",
        "1.000.000.000",
        "05.10.2026-31.10.2026",
        "End of line.",
        "Wait... what",
        "\u{590f}\u{30bb}\u{30fc}\u{30eb}\u{3002}\u{65b0}\u{5546}\u{54c1}",
    ] {
        assert_eq!(display_name(ordinary), ordinary);
    }
}

#[test]
fn a_name_that_nobody_sees_is_none() {
    let unseen = "\u{61c}\u{2060}\u{ad}\u{3164}\u{2800}";
    assert_eq!(display_name(unseen), "–");
    assert_eq!(display_name("\u{200d} \u{fe0f}"), "–");
    assert_eq!(truncate(unseen, 40), "–");
    assert_eq!(display_name(&format!("Ac{unseen}me")), "Acme");
}

#[test]
fn a_number_and_its_unit_stay_together() {
    for (written, said) in [
        ("4.120\u{a0}\u{20ac} am Tag", "4.120\u{a0}\u{20ac} am Tag"),
        ("412\u{202f}000\u{a0}\u{20ac}\nhier", "412\u{202f}000\u{a0}\u{20ac} hier"),
        ("\u{a0}a\u{a0}\u{a0}b\u{202f}\u{202f}c\u{a0}", "a\u{a0}b\u{202f}c"),
        ("a\u{a0} b \u{a0}c\u{a0}\u{202f}d\u{a0}\t\u{a0}e", "a b c d e"),
    ] {
        assert_eq!(
            (truncate(written, 60), display_name(written)),
            (said.to_owned(), said.to_owned()),
            "{written:?}"
        );
    }
    assert_eq!(truncate("\u{a0}\u{202f}", 40), "–");
    assert_eq!(truncate("Spend 4.120\u{a0}\u{20ac}", 12), "Spend…", "an amount keeps its unit");
}

#[test]
fn a_family_of_emoji_is_never_cut_in_half() {
    let family = "👨‍👩‍👧‍👦".repeat(200);
    assert!(truncate(&family, 110).trim_end_matches('…').graphemes(true).all(|g| g == "👨‍👩‍👧‍👦"));
}

#[test]
fn a_tower_of_accents_does_not_burst_the_line() {
    let tower = format!("a{}", "\u{301}".repeat(500));
    let cut = format!("a{}", "\u{301}".repeat(4));
    assert_eq!(truncate(&tower, 40), cut);
    assert_eq!(truncate(&format!("Acme {tower}"), 40), format!("Acme {cut}"));
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,300}",
        "[ \\t\\n\\ra\u{a0}\u{202f}]{0,20}",
        "[a-z0-9.\u{200b}\u{2060}*_~` :/+@>-]{0,60}",
        "[\u{627}-\u{64a}\u{5d0}-\u{5ea}a-z0-9 .\u{2066}-\u{2069}\u{202a}-\u{202e}\u{200e}\u{200f}]{0,60}",
        "(a\u{301}{0,9}|👨\u{200d}👩\u{200d}👧|\u{1f3f4}\u{e0067}\u{e007f}|हि|1,234\u{a0}€ ){0,30}",
    ]
}

/// Returns what people see of a name: without its border.
fn seen(name: &str) -> String {
    name.chars().filter(|c| !direction::is_mark(*c)).collect()
}

proptest! {
    #[test]
    fn no_name_has_a_dot_that_a_letter_follows(text in any_name()) {
        let said: Vec<char> = seen(&display_name(&text)).chars().collect();
        let domain = |three: &[char]| !three[0].is_whitespace() && three[1] == '.' && three[2].is_alphabetic();
        prop_assert!(!said.windows(3).any(domain), "{said:?}");
    }

    #[test]
    fn no_name_has_a_mark_that_could_begin_a_format(text in any_name()) {
        let said: Vec<char> = format!(" {} ", seen(&display_name(&text))).chars().collect();
        let begins = |two: &[char]| matches!(two[1], '*' | '_' | '~') && !two[0].is_ascii_alphanumeric();
        prop_assert!(!said.contains(&'`') && !said.windows(2).any(begins), "{said:?}");
    }

    #[test]
    fn any_text_becomes_a_variable_that_whatsapp_accepts(text in any_name(), longest in 8_usize..120) {
        for line in [truncate(&text, longest), sanitize(&text, longest), page_name(&text, longest), fit(&text, longest)] {
            prop_assert!(!seen(&line).trim().is_empty());
            prop_assert!(!line.contains(['\n', '\r', '\t']));
            let spaces: Vec<bool> = line.chars().map(char::is_whitespace).collect();
            prop_assert!(!spaces.windows(2).any(|pair| pair == [true, true]), "{line:?}");
            prop_assert!(length(&line) <= longest, "{line:?}");
        }
    }

    #[test]
    fn a_name_that_is_made_safe_again_stays_as_it_is(text in any_name(), longest in 8_usize..120) {
        let once = sanitize(&text, longest);
        prop_assert_eq!(sanitize(&once, longest), once.clone());
    }
}
