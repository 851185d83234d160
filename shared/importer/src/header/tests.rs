//! Tests of finding the header and of what its names mean.

use super::*;
use encoding_rs::UTF_8;
use std::io::Cursor;

fn layout(text: &str) -> Result<Layout, ImportError> {
    find(&mut Cursor::new(text), UTF_8)
}

#[test]
fn link_clicks_are_preferred_to_all_clicks_wherever_they_stand() {
    let found = layout("Clicks (all),Day,Campaign name,Amount spent (USD),Link clicks\n").unwrap();
    assert_eq!(found.place(Field::Clicks), Some(4));
    assert_eq!((found.format, found.currency), (ExportFormat::Meta, Some(Currency::USD)));
    assert_eq!(found.unread_columns(), ["Clicks (all)"]);
}

#[test]
fn a_platform_is_told_by_names_of_its_own_and_never_by_those_that_others_share() {
    for (header, expected) in [
        ("Day,Campaign name,Amount spent (USD),Impressions", ExportFormat::Meta),
        ("Date,Campaign Name,Impressions,CTR,CPC,eCPM,Amount Spent (USD)", ExportFormat::Long),
        ("Day,Campaign name,Amount Spent,Swipe Ups,Paid Impressions", ExportFormat::Long),
        ("Day,Campaign,Currency code,Cost,Impr.", ExportFormat::Google),
        ("Date,Status,Campaign,Currency code,Impr.,Avg. CPC,Spend,Conv.,Revenue", ExportFormat::Long),
        (
            "Report Name: A\nReport Time: B\n\nDate,Campaign,Impr.,Avg. CPC,Spend,Conv.",
            ExportFormat::Microsoft,
        ),
        ("Start Date (in UTC),Campaign Name,Total Spent,Impressions", ExportFormat::LinkedIn),
        ("date,campaign,spend,platform", ExportFormat::Long),
    ] {
        assert_eq!(layout(header).unwrap().format, expected, "{header}");
    }
}

#[test]
fn a_header_far_below_a_first_section_is_found() {
    let section: String = (0..200).map(|day| format!("# {day},{}\n", day * 3)).collect();
    let found = layout(&format!("{section}Day,Campaign,Cost\n2026-01-01,A,1\n")).unwrap();
    assert_eq!(found.header_line, 201);
}

#[test]
fn a_day_column_of_an_unknown_name_is_named_in_the_refusal() {
    let refused = layout("c_date,campaign,spend,clicks\n2026-01-01,A,1.00,1\n").unwrap_err().to_string();
    assert!(refused.contains("c_date") && refused.contains("date"), "{refused}");
    let weekly = layout("Week,Campaign,Cost\n2026-01-05,A,1.00\n").unwrap_err().to_string();
    assert!(weekly.contains("Week") && !weekly.contains("whole period"), "{weekly}");
}

#[test]
fn money_under_a_name_that_is_not_known_refuses_the_file_by_that_name() {
    let refused =
        layout("day,campaign,net media spend eur2,clicks\n2026-01-01,A,1.00,3\n").unwrap_err().to_string();
    assert!(refused.contains("net media spend eur2"), "{refused}");
    let read = layout("day,campaign,spend,extra cost,clicks\n2026-01-01,A,1.00,2.00,3\n").unwrap();
    assert_eq!(read.unread_columns(), ["extra cost"]);
}
