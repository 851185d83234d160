//! Claims about answers, and what people read.

mod full;
mod numbers;
mod queries;
mod sample;

use super::help::{HelpCard, Offer, OfferSubject, clarification, no_such_days, refusal};
use super::*;
use crate::question::execute::execute;
use crate::question::execute::prepared::PreparedQuery;
use crate::question::query::{ClarifyReason, Comparator, Intent, Metric, RefusalReason, TypedQuery};
use crate::question::range::NoSuchDays;
use crate::question::time::RelativeTime;
use crate::question::view::View;
use insta::assert_snapshot;
use queries::{ask, overspent};
use sample::Shop;
use std::fmt::Write;

fn run(shop: &Shop, query: &TypedQuery) -> QueryResult {
    execute(&PreparedQuery::new(query, &Shop::calendar()).unwrap(), &shop.data())
}

fn link() -> WebLink {
    WebLink::parse("https://app.example.com/q/9KD").unwrap()
}

/// Returns an answer in every language.
fn in_all(write: impl Fn(Language) -> String) -> String {
    Language::ALL.iter().fold(String::new(), |mut all, language| {
        writeln!(all, "== {}\n{}\n", language.tag(), write(*language)).unwrap();
        all
    })
}

fn cards(shop: &Shop, query: &TypedQuery) -> String {
    let result = run(shop, query);
    let link = link();
    in_all(|language| {
        answer(&result, &AnswerReader { language, link: Some(&link), longest: LONGEST_ANSWER }).text
    })
}

fn helped(card: &HelpCard) -> String {
    let titles: Vec<&str> = card.choices.iter().map(|choice| choice.title.as_str()).collect();
    format!("{}\n[{}]", card.text, titles.join("] ["))
}

#[test]
fn what_each_answer_says() {
    let shop = Shop::new();
    for (name, query) in queries::all() {
        assert_snapshot!(name, cards(&shop, &query));
    }
}

#[test]
fn an_answer_with_a_late_channel_says_so() {
    let shop = Shop::late();
    assert_snapshot!("late_summary", cards(&shop, &ask(Intent::Summary, &[], RelativeTime::LastDays(7))));
    assert_snapshot!("late_overspent", cards(&shop, &overspent(RelativeTime::Yesterday)));
    assert_snapshot!("late_data_status", cards(&shop, &TypedQuery::new(Intent::DataStatus)));
}

#[test]
fn an_answer_about_nothing_says_so() {
    let mut shop = Shop::new();
    (shop.alerts, shop.adjustments) = (Vec::new(), Vec::new());
    assert_snapshot!("no_alerts", cards(&shop, &TypedQuery::new(Intent::Alerts)));
    assert_snapshot!("no_recommendations", cards(&shop, &TypedQuery::new(Intent::Recommendations)));
    let none = queries::having(
        Metric::Roas,
        Comparator::Above,
        90_000_000,
        queries::by(
            crate::question::query::Dimension::Campaign,
            ask(Intent::Breakdown, &[Metric::Roas], RelativeTime::LastDays(7)),
        ),
    );
    assert_snapshot!("no_campaign_meets_it", cards(&shop, &none));
}

#[test]
fn how_it_was_computed() {
    let shop = Shop::new();
    let explained = |query: &TypedQuery| {
        let result = run(&shop, query);
        in_all(|language| how_computed(&result, language))
    };
    assert_snapshot!("how_summary", explained(&ask(Intent::Summary, &[], RelativeTime::LastWeek)));
    assert_snapshot!("how_overspent", explained(&overspent(RelativeTime::Yesterday)));
    assert_snapshot!("how_why", explained(&ask(Intent::Why, &[Metric::Roas], RelativeTime::LastDays(7))));
}

#[test]
fn what_is_said_instead_of_an_answer() {
    let shop = Shop::new();
    let reasons = [
        ("unrelated", RefusalReason::Unrelated),
        ("unsupported_metric", RefusalReason::UnsupportedMetric),
        ("forecast", RefusalReason::Forecast),
        ("write_action", RefusalReason::WriteAction),
        ("cross_workspace", RefusalReason::CrossWorkspace),
        ("injection", RefusalReason::Injection),
    ];
    for (name, reason) in reasons {
        let said = in_all(|language| helped(&refusal(language, &shop.data(), reason)));
        assert_snapshot!(format!("refused_{name}"), said);
    }
    let first = Some(jiff::civil::date(2026, 1, 15));
    for (name, reason) in [("future", NoSuchDays::Future), ("before_data", NoSuchDays::BeforeData)] {
        let said = in_all(|language| helped(&no_such_days(language, &shop.data(), reason, first)));
        assert_snapshot!(format!("no_days_{name}"), said);
    }
}

#[test]
fn what_is_asked_back() {
    let shop = Shop::new();
    let offer = |subject| Offer { subject, queries: vec![overspent(RelativeTime::Yesterday)] };
    let names = ["UGC Anna v1", "Retargeting - Cart Abandoners"];
    let names = names.map(|name| offer(OfferSubject::Name(name.to_owned())));
    let metrics =
        [Metric::Spend, Metric::BudgetRemaining, Metric::Roas].map(|one| offer(OfferSubject::Metric(one)));
    let rest = [offer(OfferSubject::Rest)];
    let words = ["flurble".to_owned()];
    for (name, reason, offers, words) in [
        ("which", ClarifyReason::AmbiguousEntity, &names[..], &[][..]),
        ("unknown", ClarifyReason::UnknownEntity, &[], &[]),
        ("metric", ClarifyReason::MissingMetric, &metrics, &[]),
        ("context", ClarifyReason::MissingContext, &[], &[]),
        ("words", ClarifyReason::MissingContext, &rest, &words),
    ] {
        let said = in_all(|language| helped(&clarification(language, &shop.data(), reason, offers, words)));
        assert_snapshot!(format!("asked_{name}"), said);
    }
}

#[test]
fn every_example_is_answered_with_numbers_of_the_workspace() {
    let shop = Shop::new();
    let mut empty = shop.clone();
    (empty.facts, empty.campaigns, empty.sources) = (Vec::new(), Vec::new(), Vec::new());
    (empty.creatives, empty.alerts, empty.adjustments) = (Vec::new(), Vec::new(), Vec::new());
    for shop in [shop, Shop::late(), empty] {
        for reason in [RefusalReason::Unrelated, RefusalReason::Forecast, RefusalReason::WriteAction] {
            for choice in refusal(Language::English, &shop.data(), reason).choices {
                let result = run(&shop, &choice.queries[0]);
                let is_answer =
                    !matches!(result.body, Body::Empty | Body::NoBudgets | Body::UnknownNames { .. });
                assert!(is_answer, "{}", choice.text);
            }
        }
    }
}

#[test]
fn every_button_fits() {
    let shop = Shop::new();
    let result = run(&shop, &overspent(RelativeTime::Yesterday));
    let reasons = [RefusalReason::Unrelated, RefusalReason::Forecast, RefusalReason::WriteAction];
    for language in Language::ALL {
        let card = answer(&result, &AnswerReader { language, link: None, longest: LONGEST_ANSWER });
        let helps = reasons.iter().flat_map(|reason| refusal(language, &shop.data(), *reason).choices);
        let subjects = Metric::ALL.map(OfferSubject::Metric).into_iter().chain([
            OfferSubject::Rest,
            OfferSubject::Name("A campaign with a very long name indeed".to_owned()),
        ]);
        let clarified = subjects.flat_map(|subject| {
            let offers = [Offer { subject, queries: Vec::new() }];
            clarification(language, &shop.data(), ClarifyReason::AmbiguousEntity, &offers, &[]).choices
        });
        let titles = card.buttons.into_iter().chain(helps.chain(clarified).map(|choice| choice.title));
        for title in titles {
            assert!(title.encode_utf16().count() <= 20 && !title.is_empty(), "{title}");
        }
    }
}

#[test]
fn the_view_of_an_answer_shows_the_same_numbers() {
    let shop = Shop::new();
    for (name, query) in queries::all() {
        let prepared = PreparedQuery::new(&query, &Shop::calendar()).unwrap();
        let asked = execute(&prepared, &shop.data());
        let view = View::parse(&View::of(&prepared).to_text()).unwrap();
        let shown = execute(&view.prepared(sample::TODAY), &shop.data());
        assert_eq!(shown.body, asked.body, "{name}");
    }
}

#[test]
fn an_answer_about_a_creative_has_its_picture_if_that_is_a_safe_link_to_one_that_whatsapp_shows() {
    let mut shop = Shop::new();
    let (_, query) = queries::all().into_iter().find(|(name, _)| *name == "top_creative_this_week").unwrap();
    let reader = AnswerReader { language: Language::English, link: None, longest: LONGEST_ANSWER };
    let shown = |shop: &Shop| {
        let result = run(shop, &query);
        let shown = picture(&result, Language::English);
        assert_eq!(answer(&result, &reader).has_picture, shown.is_some());
        shown
    };
    let anna = "https://cdn.example.com/anna1.jpg";
    assert_eq!(shown(&shop), Some(AnswerPicture::Creative(anna.to_owned())));
    for other in ["https://cdn.example.com/a.PNG?size=2#x", "https://cdn.example.com/a.jpeg"] {
        shop.creatives[0].thumbnail = Some(other.into());
        assert_eq!(shown(&shop), Some(AnswerPicture::Creative(other.to_owned())));
    }
    for unsafe_link in
        ["http://cdn.example.com/a.jpg", "https://a.example/ *bold*.jpg", "javascript:alert(1)//a.jpg", ""]
    {
        shop.creatives[0].thumbnail = Some(unsafe_link.into());
        assert_eq!(shown(&shop), None);
        assert!(!answer(&run(&shop, &query), &reader).text.contains("Picture"));
    }
    for not_shown in ["https://a.example/a.svg", "https://a.example/a", "https://a.example/?a.jpg"] {
        shop.creatives[0].thumbnail = Some(not_shown.into());
        assert_eq!(shown(&shop), None, "{not_shown}");
        assert!(answer(&run(&shop, &query), &reader).text.contains("Picture"));
    }
}
