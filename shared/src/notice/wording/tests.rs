//! Claims about what notices and their mails say.

use super::*;
use crate::email::WebLink;
use crate::email::page::render;
use crate::notice::NewNotice;
use crate::notice::fixture::{assigned_to, notice};
use crate::notice::links::seal_links;
use crate::testing::{CountingRandomness, adjustment, lee, maya, now, token_keys};
use crate::workspace::roster::Teammate;

fn kinds() -> [NoticeKind; 6] {
    let (adjustment, recommendation) = (adjustment().id, adjustment().recommendation);
    let (by, by_name) = (lee().id, lee().name);
    [
        NoticeKind::Assigned {
            recommendation: recommendation.clone(),
            by: by.clone(),
            by_name: by_name.clone(),
        },
        NoticeKind::AssignmentAccepted {
            recommendation: recommendation.clone(),
            by: by.clone(),
            by_name: by_name.clone(),
        },
        NoticeKind::AssignmentPassedBack { recommendation, by: by.clone(), by_name: by_name.clone() },
        NoticeKind::ShiftApplied { adjustment: adjustment.clone() },
        NoticeKind::ShiftRefused {
            adjustment: adjustment.clone(),
            reason: "Budget under the minimum".into(),
        },
        NoticeKind::SecondApprovalWanted { adjustment, by, by_name },
    ]
}

#[test]
fn each_kind_of_notice_says_what_happened() {
    let said = kinds().map(|kind| summary(Language::English, &kind, "Move $300/day from A to B")).join("\n");
    insta::assert_snapshot!(said, @r"
    Lee assigned this to you: Move $300/day from A to B
    Lee took this on: Move $300/day from A to B
    Lee passed this back to you: Move $300/day from A to B
    Live in the ad account: Move $300/day from A to B
    Refused by the ad platform, nothing changed: Move $300/day from A to B
    Lee approved this and it needs your approval too: Move $300/day from A to B
    ");
}

#[test]
fn each_kind_of_notice_is_said_in_every_language() {
    for language in Language::ALL {
        for kind in kinds() {
            let said = summary(language, &kind, "A → B");
            assert!(said.contains("A → B") && said.len() > "A → B".len(), "{} {kind:?}", language.tag());
            assert_eq!(said.contains("Lee"), kind.by_name().is_some(), "{} {kind:?}: {said}", language.tag());
        }
    }
}

fn sealed() -> SealedLinks {
    let app = WebLink::parse("https://app.example.com").unwrap();
    let (randomness, now) = (CountingRandomness::default(), now().as_second());
    seal_links(&token_keys(), &randomness, &app, &notice(), Language::English, now).unwrap()
}

/// Puts fixed words where the tokens are.
fn without_tokens(text: &str, sealed: &SealedLinks) -> String {
    let links = sealed.buttons.iter().map(|button| button.link.as_str());
    links.fold(text.to_owned(), |text, link| {
        let (page, _token) = link.split_at("https://app.example.com/a/".len());
        text.replace(link, &format!("{page}TOKEN"))
    })
}

#[test]
fn the_mail_of_an_assignment_reads_as_designed() {
    let sealed = sealed();
    let mail = render(&page(&notice(), &maya(), "Acme Store", &sealed)).unwrap();
    insta::assert_snapshot!("assignment_text", without_tokens(&mail.text, &sealed));
    insta::assert_snapshot!("assignment_html", without_tokens(&mail.html, &sealed));
}

#[test]
fn a_mail_without_links_says_nothing_of_links() {
    let reader = Teammate::from(&maya());
    let kind = NoticeKind::ShiftApplied { adjustment: adjustment().id };
    let news = MemberNotice::written(NewNotice { kind, links: Vec::new(), ..assigned_to(&reader) });
    let page = page(&news, &maya(), "Acme Store", &SealedLinks::default());
    assert_eq!((page.footer.len(), page.buttons.len(), page.paragraphs.len()), (1, 0, 2));
}

#[test]
fn every_button_has_words_that_fit_it() {
    for language in Language::ALL {
        for action in ActionKind::ALL {
            let label = button(language, *action);
            assert!((1..=30).contains(&label.chars().count()), "{} {action:?}: {label}", language.tag());
        }
    }
}
