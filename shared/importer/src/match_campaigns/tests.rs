//! Claims about which spellings are one campaign.

use super::names::{Anchors, groups};
use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn spelled(text: &str, rows: u64) -> Spelling {
    Spelling {
        text: text.to_owned(),
        platform: "meta".to_owned(),
        account: None,
        number: None,
        rows,
        first_line: 2,
        last_day: date(2026, 3, 1),
    }
}

fn stored(id: &str, name: &str, channel: &str) -> KnownCampaign {
    KnownCampaign {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        channel: channel.parse().unwrap(),
        account: None,
        external_id: None,
    }
}

fn never_two(_: &[usize], _: &[usize]) -> bool {
    false
}

/// The folded campaigns as `name: spellings`, sorted.
fn campaigns(spellings: &[Spelling], known: &[KnownCampaign]) -> Vec<(String, Vec<String>)> {
    let folded = fold(spellings, known, &never_two).unwrap();
    let mut campaigns: Vec<(String, Vec<String>)> = folded
        .into_iter()
        .map(|campaign| {
            let texts = campaign.spellings.iter().map(|place| spellings[*place].text.clone());
            let mut texts: Vec<String> = texts.collect();
            texts.sort();
            (campaign.name, texts)
        })
        .collect();
    campaigns.sort();
    campaigns
}

fn are_one(frequent: &str, rare: &str) -> bool {
    campaigns(&[spelled(frequent, 40), spelled(rare, 1)], &[]).len() == 1
}

#[test]
fn case_separators_and_spaces_make_no_second_campaign() {
    for rare in [
        "summer_invisible_bras",
        "SUMMER  INVISIBLE  BRAS",
        "Summer-Invisible|Bras",
        " SummerInvisible Bras",
        "Summer & Invisible Bras",
        "Summer and Invisible Bras",
        "Súmmer Invisible Bras",
    ] {
        assert!(are_one("Summer Invisible Bras", rare), "{rare}");
    }
}

#[test]
fn one_slip_in_a_long_word_makes_no_second_campaign() {
    for rare in [
        "Sumer Invisible Bras",
        "Summer Invi ible Bras",
        "Summer -nvisible Bras",
        "Summer Invisibel Bras",
        "Sommer Invisible Bras",
        "Summmer Invisible Bras",
        "SummerInvisibl_Bras",
    ] {
        assert!(are_one("Summer Invisible Bras", rare), "{rare}");
    }
}

#[test]
fn different_campaigns_stay_apart() {
    for (one, other) in [
        ("Spring Sale 2025", "Spring Sale 2026"),
        ("UGC Anna v1", "UGC Anna v2"),
        ("UGC Anna v1", "UGC Anna v11"),
        ("Brand Search US", "Brand Search UK"),
        ("Brand Search US", "Brand Search USA"),
        ("Brand Search USA", "Brand Search US"),
        ("brand search usa", "brand search us"),
        ("Brand Search FIN", "Brand Search IN"),
        ("Prospecting LAL 1%", "Prospecting LAL 2%"),
        ("Prospecting LAL 1.5", "Prospecting LAL 15"),
        ("Prospecting LAL 1%", "Prospecting LAL 1"),
        ("Search Test A", "Search Test B"),
        ("Search Test", "Search Test A"),
        ("Launch Phase II", "Launch Phase III"),
        ("Launch Phase III", "Launch Phase II"),
        ("Brand Search", "Brand Search Generic"),
        ("Women Classics", "Men Classics"),
        ("Retargeting Cart", "Retargeting Card"),
        ("Retargeting Gold", "Retargeting Bold"),
        ("Newsletter Jan", "Newsletter Jun"),
        ("Sale 🔥", "Sale ❄"),
    ] {
        assert!(!are_one(one, other), "{one} / {other}");
        assert!(!are_one(other, one), "{other} / {one}");
    }
}

#[test]
fn two_names_of_like_frequency_are_two_campaigns() {
    assert_eq!(campaigns(&[spelled("Spring Launches", 30), spelled("Spring Launchs", 20)], &[]).len(), 2);
}

#[test]
fn a_spelling_between_two_names_belongs_to_neither() {
    let spellings =
        [spelled("Winter Collars", 40), spelled("Winter Dollars", 30), spelled("Winter ollars", 1)];
    assert_eq!(campaigns(&spellings, &[]).len(), 3);
}

#[test]
fn names_that_run_side_by_side_are_two_campaigns() {
    let spellings = [spelled("Summer Invisible Bras", 40), spelled("Sumer Invisible Bras", 1)];
    assert_eq!(fold(&spellings, &[], &|_, _| true).unwrap().len(), 2);
}

fn numbered(text: &str, rows: u64, number: &str) -> Spelling {
    Spelling { number: Some(number.to_owned()), ..spelled(text, rows) }
}

#[test]
fn an_identifier_of_the_platform_decides_whatever_the_names_are() {
    let apart = [numbered("Prospecting", 40, "1"), numbered("Prospecting", 40, "2")];
    assert_eq!(campaigns(&apart, &[]).len(), 2);
    let renamed = [numbered("Autumn", 40, "1"), numbered("Black Friday", 1, "1")];
    assert_eq!(campaigns(&renamed, &[]).len(), 1);
}

#[test]
fn of_two_names_of_one_identifier_the_later_one_is_its_name() {
    let later = Spelling { last_day: date(2026, 3, 9), ..numbered("Black Friday", 1, "1") };
    assert_eq!(campaigns(&[numbered("Autumn", 40, "1"), later], &[])[0].0, "Black Friday");
}

#[test]
fn a_campaign_that_was_stored_by_name_goes_on_under_its_identifier_and_only_one_takes_it() {
    let known = [stored("pros", "Prospecting", "meta")];
    let spellings = [numbered("Prospecting", 4, "1"), numbered("Prospecting", 9, "2")];
    let folded = fold(&spellings, &known, &never_two).unwrap();
    let taken: Vec<_> = folded.iter().map(|one| (one.number.as_deref(), one.known.is_some())).collect();
    assert_eq!(taken, [(Some("1"), false), (Some("2"), true)]);
    let renamed = KnownCampaign { external_id: Some("2".into()), name: "Old".into(), ..known[0].clone() };
    let folded = fold(&spellings, &[renamed], &never_two).unwrap();
    assert_eq!(
        (&folded[1].known.as_ref().unwrap().as_str(), folded[1].name.as_str()),
        (&"pros", "Prospecting")
    );
}

#[test]
fn a_name_that_two_stored_campaigns_have_is_asked_for_and_never_guessed() {
    let one = |id: &str, number: &str| KnownCampaign {
        external_id: Some(number.into()),
        ..stored(id, "Prospecting", "meta")
    };
    let known = [one("a", "1"), one("b", "2")];
    let refused = fold(&[spelled("Prospecting", 4)], &known, &never_two);
    assert!(matches!(refused, Err(ImportError::AmbiguousCampaign { line: 2 })), "{refused:?}");
    let in_account = |id: &str, account: &str| KnownCampaign {
        account: Some(account.into()),
        ..stored(id, "Prospecting", "meta")
    };
    let known = [in_account("a", "EU"), in_account("b", "US")];
    let stated = Spelling { account: Some("US".into()), ..spelled("Prospecting", 4) };
    assert_eq!(fold(&[stated], &known, &never_two).unwrap()[0].known.as_ref().unwrap().as_str(), "b");
}

#[test]
fn one_name_in_two_accounts_is_two_campaigns() {
    let of = |account: &str| Spelling { account: Some(account.into()), ..spelled("Brand", 4) };
    assert_eq!(campaigns(&[of("EU"), of("US")], &[]).len(), 2);
}

#[test]
fn a_known_campaign_takes_its_own_letters_and_rare_slips_beside_them() {
    let known = [stored("bras", "Summer Invisible Bras", "facebook")];
    let spellings = [spelled("summer_invisible_bras", 16), spelled("Sumer Invisible Bras", 3)];
    let folded = fold(&spellings, &known, &never_two).unwrap();
    assert_eq!(folded.len(), 1);
    assert_eq!(folded[0].known.as_ref().unwrap().as_str(), "bras");
    assert_eq!(folded[0].name, "Summer Invisible Bras");
    assert_eq!(folded[0].slips, [1]);
}

#[test]
fn a_known_campaign_never_swallows_a_name_that_stands_alone_or_is_as_frequent() {
    let known = [stored("launch", "Spring Launch Nord", "meta")];
    assert_eq!(campaigns(&[spelled("Spring Launch North", 9)], &known)[0].0, "Spring Launch North");
    let alone = fold(&[spelled("Spring Launch Nords", 9)], &known, &never_two).unwrap();
    assert_eq!(alone[0].known, None);
    let beside = [spelled("Spring Launch Nord", 9), spelled("Spring Launch Nords", 8)];
    assert_eq!(campaigns(&beside, &known).len(), 2);
}

#[test]
fn one_name_on_two_platforms_is_two_campaigns() {
    let on =
        |platform: &str, text: &str, rows| Spelling { platform: platform.to_owned(), ..spelled(text, rows) };
    let spellings = [
        on("meta", "Summer Sale", 9),
        on("google", "Summer Sale", 9),
        on("google", "Sumer Sale", 1),
        on("tiktok", "summer sale", 1),
    ];
    let known = [stored("sale", "Summer Sale", "instagram")];
    let folded = fold(&spellings, &known, &never_two).unwrap();
    let seen: Vec<_> =
        folded.iter().map(|one| (one.platform.as_str(), one.known.is_some(), one.spellings.len())).collect();
    assert_eq!(seen, [("google", false, 2), ("meta", true, 1), ("tiktok", false, 1)]);
}

#[test]
fn the_name_is_the_most_frequent_and_then_the_cleanest_spelling() {
    let by_count = [spelled("SUMMER SALE", 9), spelled("Summer Sale", 3)];
    assert_eq!(campaigns(&by_count, &[])[0].0, "SUMMER SALE");
    let by_looks = [spelled("summer_sale", 3), spelled("SUMMER  SALE", 3), spelled("Summer Sale", 3)];
    assert_eq!(campaigns(&by_looks, &[])[0].0, "Summer Sale");
}

#[test]
fn a_spelling_is_compared_with_the_few_names_like_it_and_not_with_all() {
    let mut anchors = Anchors::default();
    for number in 0..2_000 {
        let spellings = [spelled(&format!("Campaign number {number} of the year"), 5)];
        anchors.add(groups(&[0], &spellings, &[]).remove(0));
    }
    assert_eq!(anchors.candidates(&PlainName::new("Campain number 1234 of the year")).len(), 1);
    assert_eq!(anchors.candidates(&PlainName::new("Campaign number 2000 of the year")).len(), 0);
}

proptest! {
    #[test]
    fn names_that_differ_in_a_word_with_a_digit_never_fold(
        words in proptest::collection::vec("[A-Za-z]{3,9}", 1..4),
        one in "[a-z]{0,2}[0-9]{1,4}",
        other in "[a-z]{0,2}[0-9]{1,4}",
        rows in 1_u64..100,
    ) {
        prop_assume!(one != other);
        let name = |digits: &str| format!("{} {digits}", words.join(" "));
        prop_assert_eq!(campaigns(&[spelled(&name(&one), rows), spelled(&name(&other), 1)], &[]).len(), 2);
    }

    #[test]
    fn the_order_of_the_spellings_does_not_matter(
        texts in proptest::collection::btree_set("(Summer|Sumer|Winter|Winte|Wnter)[ _-](Sale|Sael|Boots|Bots) ?[12]?", 1..9),
        rows in proptest::collection::vec(1_u64..50, 9),
        turn in 0_usize..9,
    ) {
        let spellings: Vec<Spelling> =
            texts.iter().zip(&rows).map(|(text, rows)| spelled(text, *rows)).collect();
        let mut turned = spellings.clone();
        turned.rotate_left(turn % spellings.len());
        prop_assert_eq!(campaigns(&spellings, &[]), campaigns(&turned, &[]));
    }

    #[test]
    fn any_names_fold_without_losing_a_spelling(
        texts in proptest::collection::btree_set(".{0,12}", 0..8),
    ) {
        let spellings: Vec<Spelling> = texts.iter().map(|text| spelled(text, 1)).collect();
        let kept: usize = campaigns(&spellings, &[]).iter().map(|(_, texts)| texts.len()).sum();
        prop_assert_eq!(kept, spellings.len());
    }
}
