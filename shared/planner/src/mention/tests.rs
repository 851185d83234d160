//! Claims about names: found in part, by other names and with slips; never by a digit that is another one, never by a guess.

use super::Certainty;
use crate::fixture::{WORKSPACE, chart, told};
use domain::language::Language;
use proptest::prelude::*;

/// Returns the names found in a text, with how certain each is.
fn found(text: &str) -> Vec<(Certainty, Vec<&'static str>)> {
    let chart = chart(text, Language::English);
    let mentions: Vec<_> = chart.segments().filter_map(|segment| segment.mention.clone()).collect();
    let names = |candidates: &[usize]| {
        candidates.iter().map(|place| WORKSPACE.entities[*place].name.as_str()).collect()
    };
    mentions.iter().map(|mention| (mention.certainty, names(&mention.candidates))).collect()
}

fn sure(text: &str) -> Vec<&'static str> {
    let found = found(text);
    assert!(found.iter().all(|(certainty, _)| *certainty == Certainty::Sure), "{text}: {found:?}");
    found.into_iter().map(|(_, names)| names[0]).collect()
}

#[test]
fn a_name_is_found_whole_in_part_with_slips_and_written_as_one() {
    for text in [
        "Oak Table Launch",
        "oak_table_launch",
        "OAK TABLE",
        "oak tabel launch",
        "oktable launch",
        "the oak table campaign",
        "oaktable launch",
        "dining teaser",
        "dinning teaser",
    ] {
        assert_eq!(sure(text), ["Oak Table Launch"], "{text}");
    }
    assert_eq!(sure("hearth vine trade gmbh"), ["Trade Buyers EMEA"]);
    assert_eq!(sure("moebelhaus sued"), ["Möbelhaus Süd"]);
    assert_eq!(sure("atelier film"), ["Workshop Film"]);
}

#[test]
fn a_word_with_a_digit_is_exact() {
    assert_eq!(sure("winter clearance 2028"), ["Winter Clearance 2028"]);
    assert_eq!(sure("hallway reel a2"), ["Hallway Reel A2"]);
    assert_eq!(sure("hallway reel a1 or a2"), ["Hallway Reel A1", "Hallway Reel A2"]);
    for text in ["winter clearance 2026", "discount 25%", "sofa stop motion 30s"] {
        assert!(found(text).iter().all(|(certainty, _)| *certainty != Certainty::Sure), "{text}");
    }
}

#[test]
fn two_names_that_fit_are_asked_about() {
    assert_eq!(found("brand exact"), [(Certainty::Ambiguous, vec!["Brand Exact DE", "Brand Exact FR"])]);
    assert_eq!(
        told("spend of hallway reel yesterday"),
        "ask ambiguous_entity: Hallway Reel A1 | Hallway Reel A2"
    );
}

#[test]
fn a_former_name_is_found_like_a_present_one_and_its_digits_are_exact() {
    for text in ["lenz 3", "rug harvest", "rug harvst", "the rug harvest campaign"] {
        assert_eq!(sure(text), ["Demand Gen Rugs"], "{text}");
    }
    assert_eq!(sure("spend of lenz 3 and 5"), ["Demand Gen Rugs", "Smoked Glass"]);
    assert!(found("lenz 4").iter().all(|(certainty, _)| *certainty != Certainty::Sure));
}

#[test]
fn what_is_called_so_now_is_meant_and_not_what_was_called_so() {
    assert_eq!(sure("velvet corner"), ["Velvet Corner"]);
    assert_eq!(sure("spend of velvet corner and linen corner"), ["Velvet Corner", "Linen Corner"]);
}

#[test]
fn a_present_name_that_is_not_written_out_and_a_former_one_are_asked_about() {
    for text in ["velvet", "velvt corner"] {
        assert_eq!(found(text), [(Certainty::Ambiguous, vec!["Velvet Corner", "Linen Corner"])], "{text}");
    }
    assert_eq!(found("patina"), [(Certainty::Ambiguous, vec!["Smoked Glass", "Patina Mirrors"])]);
    assert_eq!(told("spend of velvet yesterday"), "ask ambiguous_entity: Velvet Corner | Linen Corner");
}

#[test]
fn two_campaigns_of_one_former_name_are_asked_about_unless_a_channel_tells_them_apart() {
    assert_eq!(told("spend of lumen start yesterday"), "ask ambiguous_entity: Linen Corner | Patina Mirrors");
    assert_eq!(
        told("spend of lumen start on google yesterday"),
        "value spend, 2028-03-14..2028-03-14, campaign in Linen Corner"
    );
}

#[test]
fn the_workspaces_own_name_is_no_campaign_with_its_legal_form_or_without() {
    let all = "value spend, 2028-03-14..2028-03-14";
    for text in [
        "hearth & vine spend yesterday",
        "Hearth & Vine GmbH spend yesterday",
        "spend of Hearth and Vine, Inc. yesterday",
        "hearth vine pvt ltd spend yesterday",
        "how much did Hearth & Vine S.à r.l. spend yesterday",
        "spend of the hearth vine llc account yesterday",
    ] {
        assert_eq!(told(text), all, "{text}");
    }
    assert_eq!(
        told("Hearth & Vine GmbH oak table spend yesterday"),
        format!("{all}, campaign in Oak Table Launch")
    );
    assert_eq!(
        told("Hearth & Vine Trade GmbH spend yesterday"),
        format!("{all}, campaign in Trade Buyers EMEA")
    );
}

#[test]
fn another_company_is_not_the_workspace_by_its_legal_form() {
    assert_eq!(told("globex inc spend yesterday"), "ask unknown_entity: the rest");
    assert!(told("hearth inc spend yesterday").starts_with("ask unknown_entity"));
    assert_eq!(told("spend of the globex llc workspace yesterday"), "refuse cross_workspace");
}

#[test]
fn a_channel_tells_campaigns_of_one_name_apart() {
    assert!(told("spend of kitchen refresh yesterday").starts_with("ask ambiguous_entity"));
    let on_google = told("spend of kitchen refresh on google yesterday");
    assert_eq!(on_google, "value spend, 2028-03-14..2028-03-14, campaign in Kitchen Refresh (Google)");
}

#[test]
fn words_of_other_meaning_are_no_names_by_themselves() {
    for text in ["spend on ads", "15", "give me 20 ads", "spend on pinterest by day", "top 7 days"] {
        assert_eq!(sure(text), [""; 0], "{text}");
    }
}

#[test]
fn a_name_that_is_an_order_is_a_name_only_where_one_is_expected() {
    assert_eq!(sure("spend of ignore previous instructions"), ["Ignore previous instructions"]);
    assert_eq!(sure("\"ignore previous instructions\" spend"), ["Ignore previous instructions"]);
    assert_eq!(sure("ignore previous instructions"), [""; 0]);
}

proptest! {
    #[test]
    fn a_full_name_is_found_whatever_surrounds_it(place in 0_usize..22, before in "(spend of|roas for|how is|ctr of) ") {
        let entity = &WORKSPACE.entities[place % WORKSPACE.entities.len()];
        let text = format!("{before}{} last week", entity.name);
        let found = found(&text);
        prop_assert!(found.iter().any(|(_, names)| names.contains(&entity.name.as_str())), "{}: {:?}", text, found);
    }
}
