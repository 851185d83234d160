//! Notices of tests: Lee gave Maya the recommendation behind the shift of the tests.

use super::{MemberNotice, NewNotice, NoticeKind, PlannedLink};
use crate::action::token::{ActionKind, TargetId};
use crate::identity::{AuditEventId, WorkspaceId};
use crate::testing::{adjustment, lee, maya, now};
use crate::workspace::roster::Teammate;
use std::sync::LazyLock;

static EVENT: LazyLock<AuditEventId> = LazyLock::new(|| "in-1".parse().unwrap());
static WORKSPACE: LazyLock<WorkspaceId> = LazyLock::new(|| maya().workspace);

/// What a person is told when Lee gives the recommendation to that person.
pub(crate) fn assigned_to(reader: &Teammate) -> NewNotice<'_> {
    let recommendation = adjustment().recommendation;
    let target: TargetId = recommendation.as_str().parse().unwrap();
    let day = "2026-10-05".parse().unwrap();
    NewNotice {
        event: &EVENT,
        workspace: &WORKSPACE,
        reader,
        kind: NoticeKind::Assigned { recommendation, by: lee().id, by_name: lee().name },
        about: "Move $300/day from Retargeting US to Prospecting EU",
        why: "ROAS 2.10 vs 4.40 over 7 days, confidence high",
        at: now(),
        is_mailed: true,
        links: vec![
            PlannedLink::new(ActionKind::AcceptAssignment, target.clone(), 2),
            PlannedLink {
                detail: Some("back".into()),
                ..PlannedLink::new(ActionKind::PassBackAssignment, target, 2)
            },
            PlannedLink::new(ActionKind::ViewDashboard, day, 0),
        ],
    }
}

/// The notice of [`assigned_to`] for Maya.
pub(crate) fn notice() -> MemberNotice {
    MemberNotice::written(assigned_to(&Teammate::from(&maya())))
}
