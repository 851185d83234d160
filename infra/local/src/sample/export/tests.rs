//! What an importer reads from the export.

use super::super::generate;
use super::*;
use jiff::civil::date;

fn rows(text: &str) -> Vec<csv::StringRecord> {
    let body = text.strip_prefix('\u{feff}').expect("a byte order mark");
    csv::Reader::from_reader(body.as_bytes()).into_records().map(|row| row.unwrap()).collect()
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

#[test]
fn the_export_reads_as_ads_manager_writes_it() {
    let text = export_meta_csv(&generate(7, date(2026, 3, 18)));
    let head: Vec<&str> = text.trim_start_matches('\u{feff}').lines().take(4).collect();
    insta::assert_snapshot!(head.join("\n"), @r#"
    Reporting starts,Reporting ends,Day,Campaign name,Campaign ID,Ad name,Campaign delivery,Attribution setting,Results,Result indicator,Amount spent (USD),Impressions,"CPM (cost per 1,000 impressions) (USD)",Link clicks,CPC (cost per link click) (USD),CTR (link click-through rate),Purchases,Purchases conversion value,Cost per purchase
    2025-11-18,2026-03-17,,,,,,7-day click or 1-day view,12788,actions:offsite_conversion.fb_pixel_purchase,278188.33,22018501,12.63,346728,0.80,1.574712,12788,1115199.20,21.75
    2025-11-18,2025-11-18,2025-11-18,Prospecting EU,120210000000000101,"UGC Anna, first coffee",active,7-day click or 1-day view,15,actions:offsite_conversion.fb_pixel_purchase,300.82,28342,10.61,444,0.68,1.566580,15,1466.06,20.05
    2025-11-18,2025-11-18,2025-11-18,Prospecting EU,120210000000000101,Video: inside the studio,active,7-day click or 1-day view,9,actions:offsite_conversion.fb_pixel_purchase,229.13,21010,10.91,315,0.73,1.499286,9,841.18,25.46
    "#);
}

#[test]
fn every_fact_on_meta_is_a_row_and_the_total_row_is_their_sum() {
    let sample = generate(7, date(2026, 3, 18));
    let meta: Vec<_> = sample.facts.iter().filter(|fact| fact.channel.as_str() == "meta").collect();
    let rows = rows(&export_meta_csv(&sample));
    let (total, rows) = rows.split_first().unwrap();
    assert_eq!(rows.len(), meta.len());
    for (row, fact) in rows.iter().zip(&meta) {
        assert_eq!(row[2], fact.date.to_string());
        assert_eq!(cents(&row[10]), fact.values.spend_minor.unwrap());
        assert_eq!(row[13], fact.values.clicks.unwrap().to_string());
        assert_eq!(cents(&row[17]), fact.values.revenue_minor.unwrap());
    }
    assert_eq!(cents(&total[10]), rows.iter().map(|row| cents(&row[10])).sum::<i64>());
    assert_eq!((&total[2], &total[3]), ("", ""));
}

#[test]
fn a_workspace_without_facts_exports_its_headers_only() {
    let mut sample = generate(7, date(2026, 3, 18));
    sample.facts.clear();
    assert_eq!(export_meta_csv(&sample).lines().count(), 1);
}

#[test]
fn an_amount_under_one_unit_keeps_its_leading_zero() {
    assert_eq!(
        [fixed(5, 2), fixed(50, 2), fixed(123_456, 2), fixed(0, 6)],
        ["0.05", "0.50", "1234.56", "0.000000"]
    );
    assert_eq!(quotient(100, 1, 0, 2), "");
}
