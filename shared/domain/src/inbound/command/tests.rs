//! Claims about what a text asks for.

use super::*;
use proptest::prelude::*;

fn named(name: &str) -> Command {
    Command::Assign(Whom::Named(GivenName::clean(name).unwrap()))
}

#[test]
fn a_teammate_is_named_in_every_language_before_or_after_the_word() {
    for text in [
        "assign Priya",
        "Assign to Priya",
        "assign it to Priya, please",
        "ASSIGN: Priya!",
        "please delegate to Priya",
        "Asignar a Priya",
        "asigna Priya",
        "Asígnaselo a Priya por favor",
        "delegar en Priya",
        "Atribuir à Priya",
        "atribua para Priya",
        "Assigner à Priya",
        "l’attribuer à Priya s’il vous plaît",
        "confier à Priya",
        "Priya zuweisen",
        "Bitte an Priya zuweisen",
        "Weise es Priya zu",
        "Weisen Sie Priya zu.",
        "delegieren an Priya",
        "Priya को सौंपें",
        "Priya को सौंप दें।",
        "Priya ko assign karo",
        "Priya ko saunpo",
        "असाइन Priya",
        "assign @Priya",
        "assign \u{2068}Priya\u{2069}",
        "\u{200e}assign\u{a0}Priya",
    ] {
        let Command::Assign(Whom::Named(name)) = read(text) else { panic!("{text}: {:?}", read(text)) };
        assert_eq!(plain_words(&name), ["priya"], "{text}");
    }
}

#[test]
fn a_name_may_have_several_words_and_stays_as_it_was_written() {
    assert_eq!(read("assign Priya Shah"), named("Priya Shah"));
    assert_eq!(read("Ana María de la Cruz zuweisen"), Command::Words);
    assert_eq!(read("atribuir a Ana Maria de Jesus"), named("Ana Maria de Jesus"));
    assert_eq!(read("assign to John"), named("John"));
    assert_eq!(read("प्रिया शाह को सौंपें"), named("प्रिया शाह"));
}

#[test]
fn whoever_writes_is_meant_in_the_words_of_the_same_language_alone() {
    for text in [
        "assign me",
        "Assign it to myself",
        "asignar a mí",
        "Asígnamelo",
        "atribuir a mim",
        "assigner à moi",
        "M'assigner",
        "mir zuweisen",
        "Weise es mir zu",
        "मुझे सौंपें",
        "mujhe assign karo",
    ] {
        assert_eq!(read(text), Command::Assign(Whom::Me), "{text}");
    }
    assert_eq!(read("assign Mir"), named("Mir"));
    assert_eq!(read("assign Mimi"), named("Mimi"));
}

#[test]
fn the_word_alone_names_nobody() {
    for text in ["assign", "Assign to", "asignar a", "zuweisen", "assign 🙏"] {
        assert_eq!(read(text), Command::Assign(Whom::Unsaid), "{text}");
    }
}

#[test]
fn a_sentence_is_no_command() {
    for text in [
        "who can I assign this to?",
        "assign the whole budget of retargeting to Priya",
        "assignment done",
        "reassign Priya",
        "should we delegate?",
        "what did we spend?",
        "v1.2 of the copy is better",
        "our plan for v1.",
    ] {
        assert_eq!(read(text), Command::Words, "{text}");
    }
}

#[test]
fn a_keyword_goes_first_and_no_way_to_assign_is_one() {
    assert_eq!(read("stop"), Command::Keyword(Keyword::Stop));
    assert_eq!(read("Baja"), Command::Keyword(Keyword::Stop));
    let all = forms();
    for form in &all.forms {
        let text = [form.before.join(" "), form.after.join(" ")].join(" ");
        assert_eq!(keyword(&text), None, "{text}");
        assert!(form.length() > 0);
    }
    assert!(all.for_me.iter().all(|form| keyword(&form.join(" ")).is_none()));
}

#[test]
fn every_language_can_assign() {
    let words: Words = serde_json::from_str(include_str!("../../../words/keywords.json")).unwrap();
    assert_eq!(words.assign.keys().collect::<Vec<_>>(), ["de", "en", "es", "fr", "hi", "pt"]);
    for (language, words) in &words.assign {
        assert!(!words.forms.is_empty() && !words.me.is_empty(), "{language}");
        assert!(words.forms.iter().all(|form| form.matches(PLACE_OF_THE_NAME).count() == 1), "{language}");
    }
}

#[test]
fn what_has_the_form_of_a_token_is_a_token_wherever_it_stands() {
    let body = "QUJDREVGR0hJSktMTU5PUFFSU1RVVg";
    for text in [
        format!("v1.k1.{body}.AAAAAAAAAAAAAAAAAAAAAA"),
        format!("  V1.k1.{body}.AAAAAAAAAAAAAAAAAAAAAA. "),
        format!("here: v1.k1.{body}.AAAA please"),
        format!("https://reports.example/a/v1.k1.{body}.AAAA"),
        format!("assign v1.k1.{body}"),
        format!("(v1.7.{body}"),
        "v1.k1.x.y".to_owned(),
    ] {
        assert_eq!(read(&text), Command::Token, "{text}");
    }
}

#[test]
fn emoji_alone_are_a_courtesy_and_without_them_there_is_nothing() {
    assert_eq!([read(""), read(" \n")], [Command::Nothing, Command::Nothing]);
    for text in ["🙏", "👍🏽", "❤️", "👩‍👩‍👧", "🇧🇷 ✅", "‼️", &"🔥".repeat(4096)]
    {
        assert_eq!(read(text), Command::Courtesy);
    }
    for text in ["?", "!!", "1", "#", "👍 5", "𝟓 %"] {
        assert_eq!(read(text), Command::Words, "{text}");
    }
}

#[test]
fn thanks_ask_for_no_answer_and_a_word_more_does() {
    for text in [
        "ok",
        "OK!",
        "Ok, thanks 👍",
        "thank you so much",
        "Perfecto, muchas gracias",
        "tá bom, obrigada",
        "C'est noté, merci",
        "Alles klar, danke!",
        "ठीक है, धन्यवाद",
        "theek hai",
        "👍 ok",
        "great great",
    ] {
        assert_eq!(read(text), Command::Courtesy, "{text}");
    }
    for text in ["ok stop", "thanks, stop"] {
        assert_eq!(read(text), Command::Keyword(Keyword::Stop), "{text}");
    }
    for text in
        ["thanks, and yesterday?", "good ROAS", "is it ok", "hello", "no", "approve", "done", "nice creative"]
    {
        assert_eq!(read(text), Command::Words, "{text}");
    }
}

#[test]
fn a_sign_that_is_shown_as_an_emoji_is_a_picture_and_has_no_letters() {
    let pictures = [
        "1️⃣",
        "#️⃣",
        "*️⃣",
        "9\u{20e3}",
        "0\u{200d}\u{fe0f}\u{20e3}",
        "©️",
        "®",
        "™️",
        "ℹ️",
        "Ⓜ️",
        "▶️",
        "◾",
        "🅰️",
        "㊗️",
        "🇧🇷",
        "🏴\u{e0067}\u{e0062}\u{e007f}",
        "1️⃣ 2️⃣ ✅",
    ];
    for text in pictures {
        assert_eq!((read(text), has_letters(text)), (Command::Courtesy, false), "{text}");
    }
    for text in ["👍!", "👍.", "?", "!!", "…", "- ✅ -", "#", "©️!"] {
        assert!(!has_letters(text), "{text}");
    }
    for text in ["👍 ok", "1", "1️⃣ 2", "no 5️⃣", "नहीं", "ñ", "㊗ 祝", "5 ©️", "x\u{fe0f}"]
    {
        assert!(has_letters(text), "{text}");
    }
}

#[test]
fn beside_a_sticker_a_stop_counts_and_nothing_else_and_a_reaction_has_no_text() {
    let sent = |kind: &str, body: &str| {
        let message =
            crate::testing::inbound(&crate::testing::maya(), 1, &[("Body", body), ("MessageType", kind)]);
        (command(&message), said(&message))
    };
    let wrote = |text: &str| Said::Wrote { text: text.to_owned(), on: None };
    let stop = |text| (Command::Keyword(Keyword::Stop), wrote(text));
    assert_eq!(sent("sticker", "STOP"), stop("STOP"));
    assert_eq!(sent("Sticker", "please stop"), stop("please stop"));
    for text in ["START", "HELP", "assign Priya", "hello", ""] {
        assert_eq!(sent("sticker", text), (Command::Nothing, Said::SentSomethingElse), "{text}");
    }
    assert_eq!(sent("image", "STOP"), stop("STOP"), "a caption is a text");
    assert_eq!(sent("edited", "STOP"), stop("STOP"));
    assert_eq!(sent("reaction", "STOP").0, Command::Nothing);
}

#[test]
fn however_often_a_token_begins_each_beginning_is_looked_at_once() {
    let almost = "v1.k1.abcdefghijklmno.".repeat(1000);
    assert!(!has_token(&format!("see {almost}")));
    assert!(has_token(&format!("see {almost}v1.k1.abcdefghijklmnop")));
    assert!(!begins_a_token(b"k1.abcdefghijklmno"));
    assert!(!begins_a_token(b"key.abcdefghijklmnop") && !begins_a_token(b".abcdefghijklmnop"));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_fault(text in "\\PC{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn any_name_of_a_few_letters_is_found_in_every_form(name in "[A-Z][a-z]{4,9}Q( [A-Z][a-z]{4,9}Q)?", pick in 0_usize..200) {
        let form = &forms().forms[pick % forms().forms.len()];
        let text = [form.before.join(" "), name.clone(), form.after.join(" ")].join(" ");
        prop_assert_eq!(read(&text), named(&name));
    }

    #[test]
    fn a_sealed_token_is_never_kept(nonce in any::<[u8; 16]>(), before in "[a-z ]{0,5}", after in "[ ,!]?[a-z]{0,0}") {
        let claims = crate::token::TokenClaims {
            nonce,
            ..crate::testing::claims(&crate::testing::maya(), crate::token::Action::ApproveShift, "20261005-a1b2c3d4", 1)
        };
        let token = crate::testing::token_keys().seal(&claims);
        let text = format!("{before}{}{after}", token.as_str());
        prop_assert!(has_token(&text), "{}", before);
    }
}
