//! Claims about the wording of notifications and their mails.

use super::*;
use crate::address::WebLink;
use crate::digest::mail::report;
use crate::digest::mail_notification::digest_fallback;
use crate::email::page::{RenderedMail, render};
use crate::message::template::TemplateName;
use crate::notification::NewNotification;
use crate::notification::fixture::{assigned_to, digest, notification};
use crate::notification::links::seal_links;
use crate::testing::{CountingRandomness, adjustment, lee, maya, now, token_keys};
use crate::workspace::roster::Teammate;

fn kinds() -> [NotificationKind; 6] {
    let (adjustment, recommendation) = (adjustment().id, adjustment().recommendation);
    let (by, by_name) = (lee().id, lee().name);
    [
        NotificationKind::Assigned {
            recommendation: recommendation.clone(),
            by: by.clone(),
            by_name: by_name.clone(),
        },
        NotificationKind::AssignmentAccepted {
            recommendation: recommendation.clone(),
            by: by.clone(),
            by_name: by_name.clone(),
        },
        NotificationKind::AssignmentPassedBack { recommendation, by: by.clone(), by_name: by_name.clone() },
        NotificationKind::ShiftApplied { adjustment: adjustment.clone() },
        NotificationKind::ShiftRefused {
            adjustment: adjustment.clone(),
            reason: "Budget under the minimum".into(),
        },
        NotificationKind::SecondApprovalWanted { adjustment, by, by_name },
    ]
}

#[test]
fn each_kind_of_notification_says_what_happened() {
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
fn each_kind_of_notification_is_said_in_every_language() {
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
    let (randomness, now) = (CountingRandomness::default(), EpochSecond::from(now()));
    seal_links(&token_keys(), &randomness, &app, &notification(), Language::English, now).unwrap()
}

/// Replaces the tokens with fixed words.
fn without_tokens(text: &str, sealed: &SealedLinks) -> String {
    let links = sealed.buttons.iter().chain(&sealed.unsubscribe).map(|button| button.link.as_str());
    links.fold(text.to_owned(), |text, link| {
        let (page, token) = link.split_at("https://app.example.com/a/".len());
        let place = token.split_once('#').map(|(_token, place)| format!("#{place}")).unwrap_or_default();
        text.replace(link, &format!("{page}TOKEN{place}"))
    })
}

#[test]
fn the_mail_of_an_assignment_reads_as_designed() {
    let sealed = sealed();
    let mail = render(&page(&notification(), None, &maya(), "Acme Store", &sealed)).unwrap();
    insta::assert_snapshot!("assignment_text", without_tokens(&mail.text, &sealed));
    insta::assert_snapshot!("assignment_html", without_tokens(&mail.html, &sealed));
}

fn digest_mail(language: Language) -> (RenderedMail, SealedLinks) {
    let message = digest(TemplateName::KpiDaily, language);
    let notification = digest_fallback(&message, now());
    let app = WebLink::parse("https://app.example.com").unwrap();
    let (randomness, now) = (CountingRandomness::default(), EpochSecond::from(now()));
    let sealed = seal_links(&token_keys(), &randomness, &app, &notification, language, now).unwrap();
    // Her current language differs from the one in which her digest was written.
    let reader = Member { language: "fr".into(), ..maya() };
    (render(&page(&notification, Some(report(&message)), &reader, "Acme Store", &sealed)).unwrap(), sealed)
}

#[test]
fn the_mail_of_a_digest_reads_as_designed_in_every_language() {
    for language in Language::ALL {
        let (mail, sealed) = digest_mail(language);
        let name = format!("digest_text_{}", language.tag());
        insta::assert_snapshot!(name, without_tokens(&mail.text, &sealed));
    }
    for language in [Language::English, Language::Hindi] {
        let (mail, sealed) = digest_mail(language);
        let name = format!("digest_html_{}", language.tag());
        insta::assert_snapshot!(name, without_tokens(&mail.html, &sealed));
    }
}

#[test]
fn the_mail_of_a_digest_says_what_whatsapp_would_have_said() {
    for language in Language::ALL {
        let message = digest(TemplateName::KpiDaily, language);
        let (mail, sealed) = digest_mail(language);
        for line in 4..=11 {
            let value = &message.variables[&line.to_string()];
            assert!(mail.text.contains(value.as_str()), "{}: {value}", language.tag());
        }
        let titles = TemplateName::KpiDaily.read(language).buttons.iter().take(2).map(|button| &button.title);
        let labels: Vec<&String> = sealed.buttons.iter().map(|button| &button.label).collect();
        for title in titles {
            assert!(labels.contains(&title), "{}: {title} is none of {labels:?}", language.tag());
        }
    }
}

#[test]
fn only_a_digest_can_be_ended_and_its_link_is_in_both_forms() {
    assert!(sealed().unsubscribe.is_none());
    let (mail, sealed) = digest_mail(Language::German);
    let link = sealed.unsubscribe.unwrap().link;
    assert!(link.as_str().starts_with("https://app.example.com/u/"));
    assert!(mail.text.contains(link.as_str()) && mail.html.contains(link.as_str()));
}

#[test]
fn the_link_to_the_alerts_leads_to_their_place_on_the_dashboard() {
    let (mail, sealed) = digest_mail(Language::English);
    let link = sealed.buttons.iter().find(|button| button.label == "See alerts").unwrap().link.as_str();
    assert!(link.starts_with("https://app.example.com/d/") && link.ends_with("#alerts"));
    assert!(mail.text.contains(link));
    assert!(include_str!("../../../../web/templates/dashboard/page.html").contains("id=\"alerts\""));
}

#[test]
fn a_mail_without_links_says_nothing_of_links() {
    let reader = Teammate::from(&maya());
    let kind = NotificationKind::ShiftApplied { adjustment: adjustment().id };
    let news =
        MemberNotification::written(NewNotification { kind, links: Vec::new(), ..assigned_to(&reader) });
    let page = page(&news, None, &maya(), "Acme Store", &SealedLinks::default());
    assert_eq!((page.footer.len(), page.buttons.len(), page.paragraphs.len()), (1, 0, 2));
}

#[test]
fn every_button_has_words_that_fit_it() {
    for language in Language::ALL {
        for purpose in TokenPurpose::all() {
            let label = button(language, purpose);
            assert!((1..=30).contains(&label.chars().count()), "{} {purpose:?}: {label}", language.tag());
        }
    }
}
