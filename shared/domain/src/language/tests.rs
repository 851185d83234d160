//! Claims about the texts of every language.

use super::*;
use crate::message::template::TemplateName;
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of characters that a button shows.
const LONGEST_BUTTON: usize = 20;
/// The maximum number of characters that a list row shows.
const LONGEST_ROW: usize = 24;

/// Returns the texts of a language by message id, as they are in the file.
fn texts(language: Language) -> BTreeMap<&'static str, String> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in language.source().lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let (id, text) = line.split_once(" =").unwrap();
            current = Some(id);
            assert!(texts.insert(id, text.to_owned()).is_none(), "{} has {id} twice", language.tag());
        } else if let Some(text) = current.and_then(|id| texts.get_mut(id)) {
            text.push('\n');
            text.push_str(line);
        }
    }
    texts
}

/// Returns the variables of a text, each with the variants it selects from, or without any if it is only inserted.
fn variables(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for after in text.split('$').skip(1) {
        let name_end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let Some((name, rest)) = after.split_at_checked(name_end).filter(|(name, _)| !name.is_empty()) else {
            continue;
        };
        let variants = found.entry(name).or_default();
        if rest.trim_start().starts_with("->") {
            let keys = rest.lines().filter_map(|line| {
                line.trim_start()
                    .trim_start_matches('*')
                    .strip_prefix('[')?
                    .split_once(']')
                    .map(|(key, _)| key)
            });
            variants.extend(keys);
        }
    }
    found
}

/// Returns the values to try for a variable: every variant of a selection, and counts on both sides of the plural.
fn samples(name: &str, variants: &[&str]) -> Vec<Sample> {
    let plural = ["zero", "one", "two", "few", "many", "other"];
    let words: BTreeSet<&str> = variants
        .iter()
        .copied()
        .filter(|key| key.parse::<usize>().is_err() && !plural.contains(key))
        .collect();
    if !words.is_empty() {
        return words.into_iter().chain(["other"]).map(|word| Sample::Word(word.to_owned())).collect();
    }
    if variants.is_empty() {
        return vec![Sample::Word(name.to_uppercase())];
    }
    let numbers: BTreeSet<usize> = variants.iter().filter_map(|key| key.parse().ok()).chain([1, 5]).collect();
    numbers.into_iter().map(Sample::Number).collect()
}

#[derive(Debug, Clone)]
enum Sample {
    Word(String),
    Number(usize),
}

impl Sample {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Word(word) => Value::Text(word),
            Self::Number(number) => Value::Count(*number),
        }
    }
}

/// Returns a phrase with each sample of its variables in turn.
fn sayings(language: Language, phrase: Phrase, text: &str) -> Vec<String> {
    let mut rows: Vec<Vec<(&str, Sample)>> = vec![Vec::new()];
    for (name, variants) in variables(text) {
        let samples = samples(name, &variants);
        let longer =
            |row: &Vec<(_, _)>, sample: &Sample| [row.clone(), vec![(name, sample.clone())]].concat();
        rows = rows.iter().flat_map(|row| samples.iter().map(|sample| longer(row, sample))).collect();
    }
    let said = rows.iter().map(|row| {
        let values: Vec<(&str, Value<'_>)> =
            row.iter().map(|(name, sample)| (*name, sample.value())).collect();
        let attempt = language.attempt(phrase, &values);
        let (said, faults) =
            attempt.unwrap_or_else(|| panic!("{} {phrase:?} cannot be read", language.tag()));
        assert_eq!(faults, 0, "{} {phrase:?}: {said}", language.tag());
        said
    });
    said.collect()
}

fn each_text() -> impl Iterator<Item = (Language, Phrase, String)> {
    Language::ALL.into_iter().flat_map(|language| {
        let texts = texts(language);
        let found =
            Phrase::ALL.iter().filter_map(move |phrase| Some((*phrase, texts.get(phrase.id())?.clone())));
        found.map(move |(phrase, text)| (language, phrase, text))
    })
}

#[test]
fn every_language_has_every_phrase_and_no_other() {
    let expected: BTreeSet<&str> = Phrase::ALL.iter().map(|phrase| phrase.id()).collect();
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let errors = FluentResource::try_new(language.source().to_owned()).err().map(|(_, errors)| errors);
        assert_eq!(errors, None, "{}", language.tag());
        let texts = texts(language);
        let declared: BTreeSet<&str> = texts.keys().copied().collect();
        let missing = expected.difference(&declared).map(|id| format!("{} lacks {id}", language.tag()));
        let unknown =
            declared.difference(&expected).map(|id| format!("{} has an unknown {id}", language.tag()));
        wrong.extend(missing.chain(unknown));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_language_fills_in_the_same_values_as_english() {
    let english = texts(Language::English);
    for (language, phrase, text) in each_text() {
        let mut names: BTreeSet<&str> = variables(&text).into_keys().collect();
        if matches!(phrase, Phrase::ListAnd | Phrase::ListOr) {
            names.remove("sound");
        }
        let expected: BTreeSet<&str> = variables(&english[phrase.id()]).into_keys().collect();
        assert_eq!(names, expected, "{} {}", language.tag(), phrase.id());
    }
}

#[test]
fn what_every_phrase_says() {
    for language in Language::ALL {
        let said = each_text().filter(|(spoken, ..)| *spoken == language).flat_map(|(_, phrase, text)| {
            sayings(language, phrase, &text).into_iter().map(move |said| format!("{}: {said}\n", phrase.id()))
        });
        insta::assert_snapshot!(format!("language__{}", language.tag()), said.collect::<String>());
    }
}

#[test]
fn no_phrase_says_an_empty_text_or_shows_its_workings() {
    for (language, phrase, text) in each_text() {
        for said in sayings(language, phrase, &text) {
            assert!(!said.trim().is_empty(), "{} {phrase:?}", language.tag());
            assert!(!said.contains(['{', '}', '$']), "{} {phrase:?}: {said}", language.tag());
            assert!(!said.contains("  ") && said.trim() == said, "{} {phrase:?}: {said:?}", language.tag());
        }
    }
}

#[test]
fn a_text_of_several_lines_has_as_many_in_every_language() {
    for (language, phrase, text) in each_text() {
        let lines = |language, text: &str| -> BTreeSet<usize> {
            sayings(language, phrase, text).iter().map(|said| said.lines().count()).collect()
        };
        let english = &texts(Language::English)[phrase.id()];
        assert_eq!(
            lines(language, &text),
            lines(Language::English, english),
            "{} {phrase:?}",
            language.tag()
        );
    }
}

#[test]
fn buttons_and_rows_fit_in_every_language() {
    for (language, phrase, text) in each_text() {
        let longest = match phrase.id().split_once('-') {
            Some(("button", _)) => LONGEST_BUTTON,
            Some(("row", _)) => LONGEST_ROW,
            _ => continue,
        };
        for said in sayings(language, phrase, &text) {
            let length = said.encode_utf16().count();
            assert!(length <= longest, "{} {}: {said} has {length}", language.tag(), phrase.id());
        }
    }
}

#[test]
fn the_words_that_people_are_told_to_send_are_understood() {
    use crate::inbound::keyword::{Keyword, keyword};
    for language in Language::ALL {
        let understood = |phrase: Phrase| -> BTreeSet<String> {
            let said = language.say(phrase, &[]);
            let words = said.split_whitespace().filter_map(keyword);
            words.map(|word| format!("{word:?}")).collect()
        };
        let expect =
            |words: &[Keyword]| words.iter().map(|word| format!("{word:?}")).collect::<BTreeSet<_>>();
        let (stop, start, help) = (Keyword::Stop, Keyword::Start, Keyword::Help);
        for (phrase, words) in [
            (Phrase::ReplyStopped, &[start][..]),
            (Phrase::ReplyOptedOut, &[start]),
            (Phrase::ReplyHelp, &[stop, start]),
            (Phrase::ReplyText, &[stop, start, help]),
            (Phrase::ReplyUnsupported, &[help]),
        ] {
            assert!(understood(phrase).is_superset(&expect(words)), "{} {phrase:?}", language.tag());
        }
    }
}

#[test]
fn french_signs_of_two_parts_stand_after_a_space_that_does_not_break() {
    for (id, text) in texts(Language::French) {
        assert_eq!(french_signs_that_may_break(&text), [""; 0], "{id}");
    }
    for template in TemplateName::ALL.iter().map(|template| template.read(Language::French)) {
        assert_eq!(french_signs_that_may_break(&template.body), [""; 0], "{}", template.body);
    }
    let wrong = ["Raison: x", "Raison : x", "Oui?", "«x\u{a0}»", "vu;"].map(french_signs_that_may_break);
    assert!(wrong.iter().all(|found| found.len() == 1), "{wrong:?}");
    let right = "Raison\u{a0}: jusqu’à 23:59, «\u{a0}oui\u{a0}» https://app.example.com/?a";
    assert_eq!(french_signs_that_may_break(right), [""; 0]);
}

/// Returns the words of a French text with a punctuation mark that could be separated by a line break because it is not
/// tied by a no-break space, except times and addresses.
fn french_signs_that_may_break(text: &str) -> Vec<&str> {
    let is_wrong = |word: &&str| {
        let signs: Vec<char> = word.chars().collect();
        let at = |place: usize| signs.get(place).copied().unwrap_or(' ');
        let before = |place: usize| place.checked_sub(1).map_or(' ', at);
        let is_time = |place| before(place).is_ascii_digit() && at(place + 1).is_ascii_digit();
        let is_tied = |place: usize| matches!(at(place), '\u{a0}' | '\u{202f}');
        let breaks = |place: usize| match at(place) {
            ':' => !place.checked_sub(1).is_some_and(is_tied) && !is_time(place),
            ';' | '?' | '!' | '»' => !place.checked_sub(1).is_some_and(is_tied),
            '«' => !is_tied(place + 1),
            _ => false,
        };
        !word.contains("://") && (0..signs.len()).any(breaks)
    };
    text.split([' ', '\n']).filter(is_wrong).collect()
}

#[test]
fn a_language_that_we_do_not_speak_falls_back_to_the_next_wish_and_then_to_english() {
    assert_eq!(Language::choose(&["xx", "en-GB"]), Language::English);
    assert_eq!(Language::choose(&["xx", "pt-BR"]), Language::Portuguese);
    assert_eq!(Language::choose(&["DE_at", "fr"]), Language::German);
    assert_eq!(Language::choose(&[]), Language::English);
    for language in Language::ALL {
        assert_eq!(Language::choose(&[language.tag()]), language);
    }
}

fn needs(language: Language, decisions: usize, alerts: usize) -> String {
    let values = [("decisions", Value::Count(decisions)), ("alerts", Value::Count(alerts))];
    language.say(Phrase::DigestNeeds, &values)
}

#[test]
fn counts_choose_singular_and_plural() {
    let english = |decisions, alerts| needs(Language::English, decisions, alerts);
    assert_eq!(english(1, 2), "1 decision, 2 alerts");
    assert_eq!(english(0, 1), "1 alert");
    assert_eq!(english(1, 1), "1 decision, 1 alert");
    assert_eq!(english(1, 0), "1 decision");
}

#[test]
fn a_count_of_zero_is_never_said_as_one() {
    for (language, singular) in [(Language::French, "0 campagne"), (Language::Portuguese, "0 campanha")] {
        let values = [("count", Value::Count(0)), ("spend", Value::Text("0"))];
        let said = language.say(Phrase::PageMoreCampaigns, &values);
        assert!(said.contains(singular) || said.contains("0 autre"), "{said}");
    }
}

#[test]
fn a_list_reads_as_a_sentence() {
    let items = ["Meta", "Google", "TikTok"].map(str::to_owned);
    let said = Language::ALL.map(|language| language.list(&items));
    assert_eq!(
        said,
        [
            "Meta, Google and TikTok",
            "Meta, Google y TikTok",
            "Meta, Google e TikTok",
            "Meta, Google et TikTok",
            "Meta, Google und TikTok",
            "Meta, Google और TikTok"
        ]
    );
    assert_eq!(Language::English.list(&items[..1]), "Meta");
    assert_eq!(Language::English.list(&[]), "");
}

#[test]
fn a_choice_reads_as_a_sentence() {
    let items = ["Maya", "Lee", "Kim"].map(str::to_owned);
    let said = Language::ALL.map(|language| language.choice(&items));
    assert_eq!(
        said,
        [
            "Maya, Lee or Kim",
            "Maya, Lee o Kim",
            "Maya, Lee ou Kim",
            "Maya, Lee ou Kim",
            "Maya, Lee oder Kim",
            "Maya, Lee या Kim"
        ]
    );
    assert_eq!(Language::English.choice(&items[..2]), "Maya or Lee");
    assert_eq!(Language::English.choice(&items[..1]), "Maya");
    assert_eq!(Language::English.choice(&[]), "");
}

#[test]
fn a_spanish_choice_ends_with_u_before_the_sound_of_an_o() {
    let pair = |last: &str| Language::Spanish.choice(&["Maya".to_owned(), last.to_owned()]);
    for (last, said) in [
        ("Omar", "Maya u Omar"),
        ("\u{d3}scar", "Maya u \u{d3}scar"),
        ("Hortensia", "Maya u Hortensia"),
        ("Ian", "Maya o Ian"),
        ("Hugo", "Maya o Hugo"),
    ] {
        assert_eq!(pair(last), said);
    }
}

#[test]
fn a_spanish_list_ends_with_e_before_the_sound_of_an_i() {
    let pair = |last: &str| Language::Spanish.list(&["Meta".to_owned(), last.to_owned()]);
    for (last, said) in [
        ("Instagram", "Meta e Instagram"),
        ("Índice", "Meta e Índice"),
        ("Hilton", "Meta e Hilton"),
        ("Hielo", "Meta y Hielo"),
        ("Yahoo", "Meta y Yahoo"),
        ("Ian", "Meta e Ian"),
        ("Uber", "Meta y Uber"),
    ] {
        assert_eq!(pair(last), said);
    }
}
