//! Words of exports in plain form: no case, no accents, no doubled spaces; and which of them announce a total.

use unicode_normalization::UnicodeNormalization;

/// Returns a text in lower case without Latin accents, with single spaces and plain apostrophes.
pub(super) fn plain_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in folded(text) {
        match character {
            '’' => plain.push('\''),
            space if space.is_whitespace() || space == '_' => {
                if !plain.is_empty() && !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            other => plain.push(other),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Returns the characters in lower case, compatibility forms resolved and Latin accents dropped. Marks of other
/// scripts stay: in Devanagari they are the vowels.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).flat_map(char::to_lowercase)
}

/// What a cell says about its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Summary {
    /// The sum of other rows.
    Total,
    /// The mean of other rows.
    Average,
}

/// Words for everything, by which a cell of a split says that its row is not split.
const ALL: [&str; 10] = ["all", "alle", "alles", "todo", "todos", "todas", "tudo", "tous", "toutes", "tout"];
/// What splits are of, as the last word of a cell such as `Todos los dispositivos`.
const SPLIT: [&str; 44] = [
    "ages",
    "altersgruppen",
    "appareils",
    "canais",
    "canales",
    "canaux",
    "channels",
    "cities",
    "countries",
    "devices",
    "dispositivos",
    "edades",
    "emplacements",
    "generos",
    "genders",
    "genres",
    "gerate",
    "geschlechter",
    "idades",
    "idiomas",
    "kanale",
    "lander",
    "langues",
    "languages",
    "netzwerke",
    "networks",
    "paises",
    "pays",
    "placements",
    "plataformas",
    "plateformes",
    "platforms",
    "plattformen",
    "platzierungen",
    "posicionamentos",
    "redes",
    "regioes",
    "regiones",
    "regions",
    "regionen",
    "reseaux",
    "sprachen",
    "states",
    "ubicaciones",
];

/// Reports whether a cell means all that its column splits: `All`, `(all)`, `Total`.
pub(super) fn means_all(cell: &str) -> bool {
    let word = cell.trim_matches(|letter: char| !letter.is_alphanumeric());
    let begins = |letter: char| matches!(letter.to_ascii_lowercase(), 'a' | 't');
    (word.starts_with(begins) && ALL.contains(&plain_text(word).as_str()))
        || summary(word) == Some(Summary::Total)
}

/// Reports whether a cell means all that its column splits, or says of what it is all: `All devices`, `Alle Geräte`.
pub(super) fn means_all_of_them(cell: &str) -> bool {
    let is_all = || {
        let plain = plain_text(cell.trim_matches(|letter: char| !letter.is_alphanumeric()));
        let words: Vec<&str> = plain.split(' ').collect();
        words.first().is_some_and(|first| ALL.contains(first))
            && words.last().is_some_and(|last| SPLIT.contains(last))
    };
    let begins = |letter: char| matches!(letter.to_ascii_lowercase(), 'a' | 't');
    means_all(cell)
        || (cell.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with(begins) && is_all())
}

const TOTALS: [&str; 13] = [
    "total",
    "totals",
    "totales",
    "totais",
    "totaux",
    "grand total",
    "total general",
    "total geral",
    "resultados totales",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "summe",
];
const TOTAL_BEGINNINGS: [&str; 10] = [
    "total:",
    "total of ",
    "total -",
    "total –",
    "total —",
    "gesamt:",
    "results from ",
    "resultados de ",
    "ergebnisse von ",
    "resultats de ",
];
const AVERAGES: [&str; 6] = ["average", "media", "promedio", "moyenne", "durchschnitt", "mittelwert"];

/// Reports whether a cell announces a row of totals or means.
pub(super) fn summary(cell: &str) -> Option<Summary> {
    let first = cell.trim_start().chars().next()?;
    if !matches!(first.to_ascii_lowercase(), 't' | 'g' | 'r' | 's' | 'e' | 'a' | 'm' | 'p' | 'd')
        && first.is_ascii()
    {
        return None;
    }
    let plain = plain_text(cell);
    let plain_word = plain.trim_end_matches(':').trim_end();
    let is_total =
        TOTALS.contains(&plain_word) || TOTAL_BEGINNINGS.iter().any(|beginning| plain.starts_with(beginning));
    match () {
        () if is_total => Some(Summary::Total),
        () if AVERAGES.contains(&plain_word) => Some(Summary::Average),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_known_in_every_shipped_language_and_a_campaign_is_none() {
        for text in [
            "Total",
            "TOTAL:",
            "Total: Campaigns",
            "Resultados totales",
            "Gesamt",
            "Results from 12 campaigns",
        ] {
            assert_eq!(summary(text), Some(Summary::Total), "{text}");
        }
        assert_eq!(summary("Média"), Some(Summary::Average));
        for text in ["Total Wine Promo", "Mediaset", "", "2026-01-31", "Spring Sale"] {
            assert_eq!(summary(text), None, "{text}");
        }
    }

    #[test]
    fn what_means_all_is_told_from_a_name_that_begins_with_it() {
        for text in ["All", "all", "(all)", "(All)", "Total", "Alle", "Todos", "Tous"] {
            assert!(means_all(text) && means_all_of_them(text), "{text}");
        }
        for text in [
            "All devices",
            "Alle Geräte",
            "Todos los dispositivos",
            "Toutes les plateformes",
            "(All Devices)",
        ] {
            assert!(means_all_of_them(text) && !means_all(text), "{text}");
        }
        for text in ["All visitors", "All Saints", "mobile", "", "Allgäu", "--", "Tablets"] {
            assert!(!means_all_of_them(text), "{text}");
        }
    }

    #[test]
    fn plain_text_keeps_the_vowels_of_other_scripts() {
        assert_eq!(plain_text("  Día  de_la\u{a0}Campaña "), "dia de la campana");
        assert_ne!(plain_text("दिल"), plain_text("दल"));
    }
}
