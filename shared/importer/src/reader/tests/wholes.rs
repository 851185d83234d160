//! A row for all devices beside one for each: nothing of a plain table counts twice, and nothing of it is lost.

use super::*;

const ALL: [&str; 8] = [
    "All",
    "all",
    "(all)",
    "Total",
    "All devices",
    "Alle Geräte",
    "Todos los dispositivos",
    "Toutes les plateformes",
];

fn read_rows(header: &str, rows: &[&str]) -> Result<Import, ImportError> {
    let text = format!("date,channel,campaign,{header}\n{}\n", rows.join("\n"));
    read_bytes(text.as_bytes(), &settings())
}

/// Spend and clicks of everything.
fn sums(import: &Import) -> (i64, i64) {
    let spend = import.facts.iter().filter_map(|fact| fact.values.spend_minor).sum();
    (spend, import.facts.iter().filter_map(|fact| fact.values.clicks).sum())
}

#[test]
fn a_row_for_all_devices_of_a_plain_table_is_the_total_of_those_for_each_wherever_it_stands() {
    for all in ALL {
        let total = format!("2026-03-01,meta,Sale,{all},100.00,50");
        let parts = ["2026-03-01,meta,Sale,mobile,60.00,30", "2026-03-01,meta,Sale,desktop,40.00,20"];
        for rows in [[total.as_str(), parts[0], parts[1]], [parts[0], total.as_str(), parts[1]]] {
            let import = read_rows("device,spend,clicks", &rows).unwrap();
            assert_eq!(sums(&import), (10_000, 50), "{all}");
            let line = 2 + rows.iter().position(|row| *row == total).unwrap() as u64;
            let dropped = DroppedRow { line, reason: DropReason::TotalOfBreakdown };
            assert_eq!((import.report.dropped.as_slice(), import.report.rows_kept), (&[dropped][..], 2));
        }
    }
}

#[test]
fn a_row_for_all_that_is_not_the_sum_of_the_others_is_refused_by_its_column() {
    let rows = ["2026-03-01,meta,Sale,All,100.00,50", "2026-03-01,meta,Sale,mobile,60.00,30"];
    let refused = read_rows("device,spend,clicks", &rows).unwrap_err().to_string();
    assert!(refused.contains("line 2") && refused.contains("device"), "{refused}");
}

#[test]
fn totals_over_several_columns_and_their_own_totals_count_once() {
    let rows = [
        "2026-03-01,meta,Sale,All,All,All,190.00,0",
        "2026-03-01,meta,Sale,Set-1,All,All,100.00,0",
        "2026-03-01,meta,Sale,Set-1,US,mobile,60.00,0",
        "2026-03-01,meta,Sale,Set-1,US,desktop,40.00,0",
        "2026-03-01,meta,Sale,Set-2,US,mobile,90.00,0",
    ];
    let import = read_rows("adset_name,country,device,spend,clicks", &rows).unwrap();
    assert_eq!(sums(&import).0, 19_000);
    let creatives = ["2026-03-01,meta,Sale,All,30.00,3", "2026-03-01,meta,Sale,Video,30.00,3"];
    assert_eq!(sums(&read_rows("creative_type,spend,clicks", &creatives).unwrap()), (3_000, 3));
}

#[test]
fn a_row_for_all_without_parts_of_its_own_is_no_total() {
    let rows = [
        "2026-03-01,meta,Sale,Set-1,All,100.00,1",
        "2026-03-01,meta,Sale,Set-2,mobile,100.00,1",
        "2026-03-02,meta,Sale,Set-2,All,7.00,1",
        "2026-03-01,meta,Hats,Set-2,All,5.00,1",
        "2026-03-01,meta,Sale,All visitors,desktop,3.00,1",
    ];
    let import = read_rows("adset_name,device,spend,clicks", &rows).unwrap();
    assert_eq!((sums(&import), import.report.rows_kept), ((21_500, 5), 5));
    let all = ["2026-03-01,meta,Sale,All,4.00,1", "2026-03-02,meta,Sale,All,4.00,1"];
    assert_eq!(sums(&read_rows("device,spend,clicks", &all).unwrap()), (800, 2));
}

#[test]
fn a_country_that_is_missing_is_a_value_and_no_total() {
    let rows = [
        "2026-03-01,meta,Sale,,100.00,1",
        "2026-03-01,meta,Sale,US,100.00,1",
        "2026-03-01,meta,Hats,All,1.00,1",
    ];
    assert_eq!(sums(&read_rows("country,spend,clicks", &rows).unwrap()), (20_100, 3));
}

#[test]
fn what_only_the_total_has_is_taken_from_it() {
    let rows = [
        "2026-03-01,meta,Sale,All,100.00,7",
        "2026-03-01,meta,Sale,mobile,60.00,",
        "2026-03-01,meta,Sale,desktop,40.00,",
    ];
    assert_eq!(sums(&read_rows("device,spend,clicks", &rows).unwrap()), (10_000, 7));
}

#[test]
fn all_platforms_are_no_platform() {
    let rows =
        ["2026-03-01,All,Sale,30.00,3", "2026-03-01,meta,Sale,10.00,1", "2026-03-01,google,Sale,20.00,2"];
    let import = read_rows("spend,clicks", &rows).unwrap();
    assert_eq!((sums(&import), import.channels().len()), ((3_000, 3), 2));
    let alone = read_rows("spend,clicks", &rows[..1]).unwrap_err().to_string();
    assert!(alone.contains("line 2") && alone.contains("one platform"), "{alone}");
}

#[test]
fn a_platform_calls_all_devices_what_it_likes() {
    for all in ALL {
        let text = format!(
            "Day,Campaign name,Device,Amount spent (USD)\n2026-03-01,Sale,{all},30.00\n2026-03-01,Sale,mobile,10.00\n\
             2026-03-01,Sale,desktop,20.00\n"
        );
        assert_eq!(sums(&read_bytes(text.as_bytes(), &settings()).unwrap()).0, 3_000, "{all}");
    }
}
