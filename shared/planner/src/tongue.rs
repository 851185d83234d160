//! Which language a text is in: each word votes for the languages whose phrases have it. Texts mix languages, so that this
//! decides only between meanings, and never whether a text is understood.

use crate::lexicon::{Tongues, bit, languages_of};
use crate::token::{Token, TokenKind};
use domain::language::Language;

/// The vote of the person's own language, in 60ths of a word that only one language has. A single foreign word, which may be a
/// name, does not outvote it.
const OWN_LANGUAGE: u32 = 60;

/// Returns the languages of a text, by a person who usually writes in `own`. Words for which `is_name` holds do not vote.
pub(crate) fn tongues(text: &[Token], own: Language, is_name: impl Fn(&str) -> bool) -> Tongues {
    let mut votes = Language::ALL.map(|language| (language, if language == own { OWN_LANGUAGE } else { 0 }));
    for token in text.iter().filter(|token| token.kind == TokenKind::Word && !is_name(&token.text)) {
        let Some(languages) = languages_of(&token.text) else { continue };
        let weight = 60 / languages.count_ones().max(1);
        for (language, sum) in &mut votes {
            if languages & bit(*language) != 0 {
                *sum += weight;
            }
        }
    }
    // Of two with as many votes the person's own one, or else the first one.
    let rank = |(place, (language, votes)): &(usize, (Language, u32))| (*votes, *language == own, 6 - place);
    let (main, most) = votes.into_iter().enumerate().max_by_key(rank).map_or((own, 0), |(_, vote)| vote);
    let many = votes.iter().filter(|(_, votes)| votes.saturating_mul(2) >= most);
    Tongues { main, own, mixed: many.fold(0, |bits, (language, _)| bits | bit(*language)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::token::tokens;

    #[test]
    fn a_text_is_in_the_language_of_most_of_its_words() {
        for (text, language) in [
            ("how much did we spend last week", Language::English),
            ("cuánto gastamos la semana pasada en meta", Language::Spanish),
            ("quanto gastamos na semana passada", Language::Portuguese),
            ("combien on a dépensé la semaine dernière", Language::French),
            ("wie viel haben wir letzte woche ausgegeben", Language::German),
            ("पिछले हफ्ते कितना खर्च हुआ", Language::Hindi),
            ("pichle hafte kitna spend hua", Language::Hindi),
        ] {
            for own in [Language::English, Language::Hindi, Language::German] {
                assert_eq!(tongues(&tokens(&fold(text)), own, |_| false).main, language, "{text}");
            }
        }
    }

    #[test]
    fn where_the_words_do_not_say_it_is_the_persons_own() {
        let roas = tokens("roas");
        assert_eq!(tongues(&roas, Language::French, |_| false).main, Language::French);
    }
}
