//! The kinds of faults that other people's imports had, each with a file of its own: no number is wrong without a word.

use super::*;
use domain::metrics::measure::ANALYTICS;

fn on_platform(name: &str) -> ImportSettings {
    ImportSettings { channel: Some(name.parse().unwrap()), file_currency: Some(Currency::USD), ..settings() }
}

fn in_dollars() -> ImportSettings {
    ImportSettings { file_currency: Some(Currency::USD), ..settings() }
}

fn read_text(text: &str, settings: &ImportSettings) -> Import {
    read_bytes(text.as_bytes(), settings).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refusal(text: &str, settings: &ImportSettings) -> String {
    read_bytes(text.as_bytes(), settings).expect_err(text).to_string()
}

/// The facts as `channel campaign: spend revenue conversions`, by the name of the campaign.
fn facts(import: &Import) -> Vec<String> {
    let name = |id: &domain::identity::CampaignId| {
        import.campaigns.iter().find(|one| one.id == *id).map_or("?", |one| one.name.as_str())
    };
    let line = |fact: &domain::metrics::DailyMetric| {
        let values =
            [fact.values.spend_minor, fact.values.revenue_minor, fact.values.conversions_thousandths];
        let values = values.map(|value| value.map_or("-".to_owned(), |value| value.to_string()));
        format!("{} {}: {}", fact.channel, name(&fact.campaign), values.join(" "))
    };
    import.facts.iter().map(line).collect()
}

#[test]
fn a_file_that_looks_like_metas_and_is_not_is_asked_for_its_platform() {
    let reddit =
        "Date,Campaign Name,Impressions,CTR,eCPM,Amount Spent (USD)\n2026-03-01,r/skin,100,1.2%,5.00,50.00\n";
    assert!(refusal(reddit, &settings()).contains("PLATFORM"));
    assert_eq!(facts(&read_text(reddit, &on_platform("reddit"))), ["reddit r/skin: 5000 - -"]);
    let snapchat = "Day,Campaign name,Amount Spent (USD),Swipe Ups\n2026-03-01,Snap,5.00,3\n";
    assert!(refusal(snapchat, &settings()).contains("PLATFORM"));
}

#[test]
fn zones_and_other_capitals_in_parentheses_are_no_currency() {
    let text = "Day (EST),Campaign,Currency code,Cost,Impr.\n2026-03-01,Brand,USD,10.00,100\n";
    assert_eq!(facts(&read_text(text, &settings())), ["google Brand: 1000 - -"]);
    let text = "Date (UTC),Campaign,CLICKS (ALL),Impressions\n2026-03-01,Brand,3,100\n";
    assert_eq!(read_text(text, &on_platform("google")).facts.len(), 1);
}

#[test]
fn spend_is_read_under_the_names_that_exports_give_it() {
    for header in [
        "amount spent (usd)",
        "amount_spent_usd",
        "Spend (USD)",
        "Cost (Converted currency)",
        "Valor gasto (USD)",
        "Total spent",
        "Ad spend",
        "Spend in account currency",
        "Kosten (USD)",
        "Coste",
        "Depenses",
        "Custo",
    ] {
        let text = format!("date,campaign,{header},clicks\n2026-03-01,Linen,12.50,3\n");
        assert_eq!(facts(&read_text(&text, &on_platform("meta"))), ["meta Linen: 1250 - -"], "{header}");
    }
}

#[test]
fn a_converted_amount_is_in_the_currency_that_it_was_converted_to_and_never_in_that_of_its_row() {
    let header = "Day,Campaign,Currency code,Cost (Converted currency),Conv. value (Converted currency)";
    let text = format!("{header}\n2026-03-01,Brand,EUR,10.00,40.00\n2026-03-01,Shoes,GBP,20.00,80.00\n");
    let refused = refusal(&text, &settings());
    assert!(refused.contains("spend") && refused.contains("CURRENCY="), "{refused}");
    let expected = ["google Brand: 1000 4000 -", "google Shoes: 2000 8000 -"];
    assert_eq!(facts(&read_text(&text, &in_dollars())), expected);
    let said =
        text.replace("Currency code", "Currency code,Converted currency code").replace("EUR", "EUR,USD");
    let said = said.replace("GBP", "GBP,USD");
    assert_eq!(facts(&read_text(&said, &settings())), expected);
    let other = read_bytes(said.as_bytes(), &in_currency("EUR"));
    assert!(matches!(other, Err(ImportError::CurrencyDiffers { file: Currency::USD, .. })));
}

#[test]
fn the_accounts_own_amount_counts_where_the_converted_one_stands_beside_it() {
    let text = "Day,Campaign,Currency code,Cost (Converted currency),Cost\n2026-03-01,Brand,USD,9.00,10.00\n";
    assert_eq!(facts(&read_text(text, &settings())), ["google Brand: 1000 - -"]);
    let mixed = "Day,Campaign,Currency code,Converted currency code,Cost,Conv. value (Converted currency)\n\
                 2026-03-01,Brand,USD,EUR,10.00,40.00\n";
    assert!(matches!(read_bytes(mixed.as_bytes(), &settings()), Err(ImportError::SeveralCurrencies { .. })));
}

#[test]
fn money_that_is_not_read_is_named_and_never_lost() {
    let text = "date,campaign,net media spend 2,clicks\n2026-03-01,Linen,12.50,3\n";
    assert!(refusal(text, &on_platform("meta")).contains("net media spend 2"));
    let text = "date,campaign,spend,platform fee,clicks\n2026-03-01,Linen,12.50,1.00,3\n";
    let import = read_text(text, &on_platform("meta"));
    assert_eq!(import.report.unread_columns, ["platform fee"]);
    assert!(import.report.to_string().contains("not read: platform fee"), "{}", import.report);
}

const BY_ID: &str = "Day,Campaign name,Campaign ID,Amount spent (USD),Link clicks\n";

#[test]
fn two_campaigns_with_one_name_stay_two_and_a_renamed_one_stays_one() {
    let two = format!("{BY_ID}2026-03-01,Pros,111,1.00,1\n2026-03-01,Pros,222,2.00,1\n");
    assert_eq!(facts(&read_text(&two, &settings())).len(), 2);
    let before = read_text(&format!("{BY_ID}2026-03-01,Autumn,777,1.00,1\n"), &settings());
    let later = ImportSettings { known_campaigns: known(&before), ..settings() };
    let after = read_text(&format!("{BY_ID}2026-03-01,Black Friday,777,1.00,1\n"), &later);
    assert_eq!(after.campaigns[0].id, before.campaigns[0].id);
    assert_eq!(after.campaigns[0].name, "Black Friday");
}

#[test]
fn one_name_in_two_accounts_is_two_campaigns() {
    let text = "Day,Account name,Campaign,Currency code,Cost,Impr.\n2026-03-01,EU,Brand,USD,30.00,1\n\
                2026-03-01,US,Brand,USD,50.00,1\n";
    let import = read_text(text, &settings());
    assert_eq!(import.campaigns.len(), 2);
    let accounts: Vec<_> = import.campaigns.iter().filter_map(|one| one.account.as_deref()).collect();
    assert_eq!(accounts.len(), 2);
}

#[test]
fn an_identifier_that_a_spreadsheet_rounded_is_none() {
    let text = format!("{BY_ID}2026-03-01,A,1.2020E+17,1.00,1\n2026-03-01,B,1.2020E+17,2.00,1\n");
    assert_eq!(facts(&read_text(&text, &settings())).len(), 2);
}

#[test]
fn names_of_one_letter_apart_that_run_side_by_side_are_two_campaigns() {
    let day = |day: u8, name: &str| format!("2026-03-0{day},{name},10.00,1\n");
    let rows: String = (1..=6).flat_map(|of| [day(of, "Linen Shirts"), day(of, "Linen Shorts")]).collect();
    let text = format!("Day,Campaign name,Amount spent (USD),Link clicks\n{rows}");
    assert_eq!(read_text(&text, &settings()).campaigns.len(), 2);
}

#[test]
fn results_are_conversions_only_where_the_column_beside_them_says_so() {
    let text = "Day,Campaign name,Results,Result indicator,Amount spent (USD)\n\
                2026-03-01,Awareness,8200,reach,20.00\n2026-03-01,Sales,4,actions:omni_purchase,80.00\n\
                2026-03-01,Leads,7,actions:onsite_conversion.lead_grouped,8.00\n";
    let expected = ["meta Awareness: 2000 - -", "meta Leads: 800 - 7000", "meta Sales: 8000 - 4000"];
    let mut found = facts(&read_text(text, &settings()));
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn purchases_of_several_windows_are_never_added_up() {
    let text = "Day,Campaign name,Amount spent (USD),Purchases [1-day click],Purchases [7-day click]\n\
                2026-03-01,Linen,12.50,1,3\n";
    let import = read_text(text, &settings());
    assert_eq!(facts(&import), ["meta Linen: 1250 - 3000"]);
    assert_eq!(import.report.unread_columns, ["Purchases [1-day click]"]);
}

#[test]
fn a_row_with_a_day_and_an_identifier_is_a_campaign_whatever_it_is_called() {
    let text = "Day,Campaign,Campaign ID,Currency code,Impr.,Cost\n2026-03-01,Total,11,USD,1,10.00\n\
                2026-03-01,Media,12,USD,1,10.00\nTotal, --, --,USD,2,20.00\n";
    let import = read_text(text, &settings());
    assert_eq!(import.facts.len(), 2);
    assert!(import.report.total_check.unwrap().agrees);
}

#[test]
fn a_quote_that_does_not_close_swallows_no_row() {
    let rows = "Day\tCampaign\tCurrency code\tImpr.\tCost\n2026-03-01\t\"Best\tUSD\t1\t10.00\n\
                2026-03-01\tShoes\tUSD\t1\t20.00\n2026-03-02\tHats\tUSD\t1\t30.00\n";
    let import = read_text(rows, &settings());
    assert_eq!((import.report.rows_read, import.facts.len()), (3, 3));
    assert!(import.campaigns.iter().any(|campaign| campaign.name == "\"Best"));
    let closes_later = "Day,Campaign,Currency code,Impr.,Cost\n2026-03-01,\"Linen, new\",USD,1,10.00\n\
                        2026-03-01,\"Best,USD,1,10.00\n2026-03-02,Hats\",USD,1,30.00\n";
    let refused = refusal(closes_later, &settings());
    assert!(refused.contains("line 3") && refused.contains("quotation"), "{refused}");
}

#[test]
fn a_quote_that_opens_in_the_last_row_or_before_the_day_is_named_too() {
    let quoted = "2026-03-01,\"Linen, new\",USD,1,10.00\n";
    let last = format!("Day,Campaign,Currency code,Impr.,Cost\n{quoted}2026-03-01,\"Best,USD,1,10.00\n");
    assert!(refusal(&last, &settings()).contains("line 3"));
    let before_the_day = "Campaign,Day,Currency code,Impr.,Cost\n\"Linen, new\",2026-03-01,USD,1,10.00\n\
                          \"Best,2026-03-01,USD,1,10.00\nHats\",2026-03-02,USD,1,30.00\n";
    assert!(refusal(before_the_day, &settings()).contains("line 3"));
}

#[test]
fn one_broken_letter_is_named_and_turns_no_other() {
    let mut bytes = "Day,Campaign name,Amount spent (USD)\n2026-03-01,Été Lin,12.50\n2026-03-01,Promo "
        .as_bytes()
        .to_vec();
    bytes.extend_from_slice(b"\xf0\x9f,2.50\n");
    let import = read_bytes(&bytes, &settings()).unwrap();
    let mut names: Vec<&str> = import.campaigns.iter().map(|campaign| campaign.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Promo \u{fffd}", "Été Lin"]);
    assert_eq!(import.report.broken_lines, [3]);
    let marked = [b"\xef\xbb\xbf".as_slice(), &bytes].concat();
    assert_eq!(read_bytes(&marked, &settings()).unwrap().report.broken_lines, [3]);
    let western = b"Day,Campaign name,Amount spent (USD)\n2026-03-01,\xc9t\xe9,12.50\n";
    assert_eq!(read_bytes(western, &settings()).unwrap().campaigns[0].name, "Été");
}

#[test]
fn a_whole_beside_its_parts_counts_once_in_each_measure() {
    let hours = "Day,Campaign name,Time of day (ad account time zone),Amount spent (USD),Impressions\n\
                 2026-03-01,Linen,,30.00,300\n2026-03-01,Linen,00:00:00 - 00:59:59,10.00,100\n\
                 2026-03-01,Linen,01:00:00 - 01:59:59,20.00,200\n";
    assert_eq!(facts(&read_text(hours, &settings())), ["meta Linen: 3000 - -"]);
    let actions = "Day,Campaign,Currency code,Conversion action,Cost,Conversions\n\
                   2026-03-01,Brand,USD, --,10.00,0.00\n2026-03-01,Brand,USD,Purchase, --,2.00\n\
                   2026-03-01,Brand,USD,Newsletter, --,5.00\n";
    assert_eq!(facts(&read_text(actions, &settings())), ["google Brand: 1000 - 7000"]);
}

#[test]
fn a_breakdown_that_is_not_known_is_refused_by_its_name() {
    let text = "Day,Campaign name,Mood of the viewer,Amount spent (USD)\n2026-03-01,Linen,All,30.00\n\
                2026-03-01,Linen,happy,10.00\n2026-03-01,Linen,sad,20.00\n";
    let refused = refusal(text, &settings());
    assert!(refused.contains("line 3") && refused.contains("Mood of the viewer"), "{refused}");
    let by_campaign = "Day,Campaign name,Mood of the campaign,Amount spent (USD)\n2026-03-01,Linen,happy,30.00\n\
                       2026-03-01,Wool,sad,10.00\n";
    assert_eq!(read_text(by_campaign, &settings()).facts.len(), 2);
}

#[test]
fn a_total_beside_its_ad_sets_or_its_ads_counts_once() {
    for (column, whole) in [("Ad set name", "All"), ("Ad set name", ""), ("Ad name", "All"), ("Ad name", "")]
    {
        let text = format!(
            "Day,Campaign name,{column},Amount spent (USD)\n2026-03-01,Sale,{whole},100.00\n2026-03-01,Sale,A,60.00\n\
             2026-03-01,Sale,B,40.00\n"
        );
        let import = read_text(&text, &settings());
        let spend: i64 = import.facts.iter().filter_map(|fact| fact.values.spend_minor).sum();
        assert_eq!(spend, 10_000, "{column} {whole}");
        let dropped = DroppedRow { line: 2, reason: DropReason::TotalOfBreakdown };
        assert_eq!(import.report.dropped, [dropped], "{column} {whole}");
    }
}

#[test]
fn a_value_of_a_split_that_looks_like_nothing_is_a_part_and_no_total() {
    let text = "Day,Campaign name,Region,Amount spent (USD)\n2026-03-01,Sale,NA,500.00\n2026-03-01,Sale,EMEA,100.00\n";
    assert_eq!(facts(&read_text(text, &settings())), ["meta Sale: 60000 - -"]);
    let unsplit = "Day,Campaign name,Device,Amount spent (USD)\n2026-03-01,Sale,--,5.00\n2026-03-01,Sale,mobile,10.00\n";
    assert_eq!(facts(&read_text(unsplit, &settings())), ["meta Sale: 1500 - -"]);
}

#[test]
fn a_row_that_was_cut_at_the_delimiter_is_refused() {
    let text = "Day,Campaign,Cost,Impr.,Currency code\n2026-03-01,Brand,1,204,USD,USD\n";
    assert!(refusal(text, &settings()).contains("line 2"), "an unquoted thousands separator");
    let text = "date,platform,campaign,spend,impressions\n2026-03-01,meta,Brand,10,50,900\n";
    assert!(refusal(text, &in_dollars()).contains("more cells"), "an unquoted decimal comma");
}

#[test]
fn a_row_with_an_identifier_and_no_name_keeps_its_money() {
    let import = read_text(&format!("{BY_ID}2026-03-01,,120210,50.00,9\n"), &settings());
    assert_eq!(facts(&import), ["meta 120210: 5000 - -"]);
}

#[test]
fn a_column_of_sessions_makes_no_table_one_of_an_analytics_tool() {
    let text = "date,platform,campaign,spend,sessions,revenue\n2026-03-01,meta,Sale,10.00,5,40.00\n";
    let import = read_text(text, &in_dollars());
    assert!(!import.is_analytics && import.facts.iter().all(|fact| !fact.is_analytics()));
}

#[test]
fn rows_that_are_there_twice_are_counted_and_told() {
    let row = "2026-03-01,Linen,30.00\n";
    let import = read_text(&format!("Day,Campaign name,Amount spent (USD)\n{row}{row}"), &settings());
    assert_eq!((facts(&import), import.report.identical_rows), (vec!["meta Linen: 6000 - -".to_owned()], 1));
    assert!(import.report.to_string().contains("cell by cell: 1"), "{}", import.report);
}

#[test]
fn a_file_with_more_campaigns_than_any_account_is_refused_before_anything_is_compared() {
    let rows: String =
        (0..=crate::MOST_CAMPAIGNS).map(|row| format!("2026-03-01,Row {row} of all,1.00\n")).collect();
    let refused = refusal(&format!("Day,Campaign name,Amount spent (USD)\n{rows}"), &settings());
    assert!(refused.contains("line 20002") && refused.contains("20000"), "{refused}");
}

#[test]
fn a_header_below_a_long_first_section_is_found() {
    let section: String = (0..60).map(|day| format!("{day},{}\n", day * 7)).collect();
    let text = format!(
        "# Report\nNth day,Sessions\n{section}\nSession campaign,Session source / medium,Date,Ads cost,Key events\n\
         Brand,google / cpc,20260301,60.25,6\n"
    );
    assert_eq!(facts(&read_text(&text, &in_dollars())), ["google Brand: 6025 - 6000"]);
}

#[test]
fn a_day_of_another_name_is_asked_to_be_renamed_and_weeks_are_called_weeks() {
    let text = "c_date,campaign,spend,clicks\n2026-03-01,Linen,1.50,1\n";
    let refused = refusal(text, &in_dollars());
    assert!(refused.contains("c_date") && refused.contains("rename it to date"), "{refused}");
    let weekly = refusal("Week,Campaign,Cost,Clicks\n2026-03-02,Linen,1.50,1\n", &in_dollars());
    assert!(weekly.contains("weeks") && !weekly.contains("whole period"), "{weekly}");
    let of_api = "date_start,date_stop,campaign_name,spend,clicks\n2026-03-01,2026-03-01,Linen,1.50,1\n";
    assert_eq!(facts(&read_text(of_api, &on_platform("meta"))), ["meta Linen: 150 - -"]);
}

#[test]
fn traffic_that_nobody_bought_enters_no_ratio() {
    let text = "Session campaign,Session source / medium,Date,Ads cost,Key events,Total revenue\n\
                Brand,google / cpc,20260301,60.00,6,240\n(direct),(direct) / (none),20260301,0,20,900\n\
                (organic),google / organic,20260301,0,15,700\nSpring mail,newsletter / email,20260301,0,2,60\n";
    let import = read_text(text, &in_dollars());
    assert_eq!(facts(&import), ["google Brand: 6000 24000 6000"]);
    assert_eq!(import.report.dropped_by_reason.get(&DropReason::NotBought), Some(&3));
    assert!(import.facts.iter().all(|fact| fact.creative.as_str() == ANALYTICS));
}

#[test]
fn what_a_file_says_of_its_own_completeness_is_believed() {
    let text = "\"Report Name: A\"\n\"Report Time: 3/1/2026,3/3/2026\"\n\
                \"Last Completed Available Day: 3/2/2026 2:05:00 PM (GMT)\"\n\n\
                CampaignName,TimePeriod,CurrencyCode,Spend,Clicks\nBrand,2026-03-02,USD,1.00,1\n\
                Brand,2026-03-03,USD,1.00,1\n";
    let import = read_text(text, &settings());
    assert_eq!(import.completeness[0].complete_through, date(2026, 3, 2));
}

#[test]
fn a_day_long_ago_or_ahead_is_refused_and_tomorrow_waits() {
    let text = |day: &str| format!("Day,Campaign name,Amount spent (USD)\n{day},Linen,1.50\n");
    for day in ["2023-03-09", "2026-03-12", "9999-12-31"] {
        let refused = refusal(&text(day), &settings());
        assert!(refused.contains("line 2") && refused.contains("2023-03-10 to 2026-03-11"), "{refused}");
    }
    let tomorrow = read_text(&format!("{}2026-03-10,Linen,1.50\n", text("2026-03-11")), &settings());
    assert_eq!(tomorrow.report.dropped_by_reason.get(&DropReason::AfterToday), Some(&1));
}
