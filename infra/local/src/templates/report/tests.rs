//! Tests of the report, as a person reads it.

use super::*;
use crate::templates::approval::{Approval, ApprovalStatus, UTILITY};
use crate::templates::wanted::Wanted;
use serde_json::json;

fn row(key: &str, state: State, sid: Option<&str>, stored: Option<&str>) -> Row {
    let wanted = Wanted {
        key: key.to_owned(),
        friendly_name: key.replace('.', "_"),
        language: "en".to_owned(),
        document: json!({}),
        needs_approval: !key.starts_with("card"),
    };
    Row {
        wanted,
        sids: sid.map(str::to_owned).into_iter().collect(),
        state,
        stored: stored.map(str::to_owned),
    }
}

fn submitted(status: ApprovalStatus, category: &str, reason: &str) -> State {
    State::Submitted(Approval { status, category: category.to_owned(), rejection_reason: reason.to_owned() })
}

const ONE: &str = "HX00000000000000000000000000000001";
const TWO: &str = "HX00000000000000000000000000000002";

fn rows() -> Vec<Row> {
    let approved = |category: &str| submitted(ApprovalStatus::Approved, category, "");
    vec![
        row("kpi_daily.en.v2", submitted(ApprovalStatus::Waiting, UTILITY, ""), Some(ONE), None),
        row("kpi_daily.pt.v2", approved(UTILITY), Some(TWO), Some(TWO)),
        row("kpi_alerts.en.v1", approved("MARKETING"), Some(ONE), Some(ONE)),
        row(
            "kpi_clear.en.v1",
            submitted(ApprovalStatus::Rejected, UTILITY, "INVALID_FORMAT"),
            Some(ONE),
            Some(TWO),
        ),
        row("kpi_short.en.v1", State::Differs { place: "whatsapp/card.body".to_owned() }, None, None),
        row(
            "update.en.v1",
            State::Refused { reason: "Twilio refuses it (400): too long".to_owned() },
            None,
            None,
        ),
        row("assignment.en.v1", State::Missing, None, None),
        row("card_1.any.v1", State::Ready, Some(ONE), Some(ONE)),
    ]
}

#[test]
fn the_report_says_where_each_one_stands_and_what_a_person_has_to_do() {
    let report = Report { rows: rows(), is_dry_run: false };
    insta::assert_snapshot!("report", report.to_string());
    assert_eq!(report.need_a_person(), 5);
}

#[test]
fn a_dry_run_says_what_would_be_done() {
    let approved = || submitted(ApprovalStatus::Approved, UTILITY, "");
    let rows = vec![
        row("kpi_daily.en.v1", State::Missing, None, None),
        row("kpi_alerts.en.v1", submitted(ApprovalStatus::Unsubmitted, "", ""), Some(ONE), None),
        row("kpi_clear.en.v1", approved(), Some(ONE), None),
        row("kpi_short.en.v1", approved(), Some(ONE), Some(TWO)),
        row("card_1.any.v1", State::Missing, None, None),
    ];
    let report = Report { rows, is_dry_run: true };
    insta::assert_snapshot!("dry run", report.to_string());
    assert_eq!(report.need_a_person(), 0);
}
