//! Claims that hold for any file: the order of rows and a second import change nothing, no bytes crash the reader.

use super::*;
use domain::money::Currency;
use proptest::prelude::*;

fn row() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "Linen Launch",
        "linen_launch",
        "Lnen Launch",
        "Linen Launch 2",
        "Wool Winter",
        "Wool Wintr",
        "Sale 20%",
        "Sale 20",
    ]);
    let money = prop_oneof![
        Just(String::new()),
        (0_u32..99_999).prop_map(|cents| format!("{}.{:02}", cents / 100, cents % 100))
    ];
    (1_i8..9, names, "[A-C]", money, "[0-9]{0,3}", prop::sample::select(vec!["Facebook", "Instagram", ""]))
        .prop_map(|(day, name, ad, spend, clicks, platform)| {
            format!("2026-03-{day:02},{name},Set,{ad},Image,{spend},{clicks},{platform}")
        })
}

fn file(rows: &[String]) -> String {
    let header = "date,campaign_name,adset_name,creative_message,creative_type,spend,clicks,platform";
    format!("{header}\n{}\n", rows.join("\n"))
}

fn given() -> ImportSettings {
    ImportSettings { file_currency: Some(Currency::USD), ..settings() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_rows_changes_no_fact(
        rows in proptest::collection::vec(row(), 1..40).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let (one, other) = (read_bytes(file(&rows.0).as_bytes(), &given()), read_bytes(file(&rows.1).as_bytes(), &given()));
        let (one, other) = (one.unwrap(), other.unwrap());
        prop_assert_eq!(one.facts, other.facts);
        prop_assert_eq!(one.campaigns, other.campaigns);
        prop_assert_eq!(one.creatives, other.creatives);
        prop_assert_eq!(one.completeness, other.completeness);
    }

    #[test]
    fn the_same_file_again_makes_the_same_facts(rows in proptest::collection::vec(row(), 1..40)) {
        let text = file(&rows);
        let first = read_bytes(text.as_bytes(), &given()).unwrap();
        let known = known(&first);
        let again = ImportSettings { known_campaigns: known, ..given() };
        let second = read_bytes(text.as_bytes(), &again).unwrap();
        prop_assert_eq!(first.facts, second.facts);
        prop_assert_eq!(first.creatives, second.creatives);
    }

    #[test]
    fn no_money_is_lost_or_doubled(rows in proptest::collection::vec(row(), 1..40)) {
        let text = file(&rows);
        let cents: i64 = rows.iter().filter_map(|row| row.split(',').nth(5)?.replace('.', "").parse::<i64>().ok()).sum();
        let import = read_bytes(text.as_bytes(), &given()).unwrap();
        let imported: i64 = import.facts.iter().filter_map(|fact| fact.values.spend_minor).sum();
        prop_assert_eq!(imported, cents);
        let dropped: u64 = import.report.dropped_by_reason.values().sum();
        prop_assert_eq!(import.report.rows_read, import.report.rows_kept + dropped);
    }

    #[test]
    fn no_two_facts_are_of_the_same_thing(rows in proptest::collection::vec(row(), 1..40)) {
        let facts = read_bytes(file(&rows).as_bytes(), &given()).unwrap().facts;
        let keys: Vec<_> = facts.iter().map(|fact| (&fact.channel, fact.date, &fact.campaign, &fact.creative)).collect();
        prop_assert!(keys.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_bytes(&bytes, &given());
    }

    #[test]
    fn no_cells_make_the_reader_panic(cells in proptest::collection::vec("[-0-9/.,$ A-Za-z\"#€;]{0,12}", 0..60)) {
        let rows: Vec<String> = cells.chunks(8).map(|cells| cells.join(",")).collect();
        let _ = read_bytes(file(&rows).as_bytes(), &given());
    }
}
