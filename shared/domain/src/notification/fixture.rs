//! Notifications for tests: Lee assigned to Maya the recommendation behind the test shift, and WhatsApp does not
//! deliver her digest.
#![expect(
    clippy::unwrap_used,
    reason = "tests alone are built with it: a fixture that is wrong fails the test"
)]

use super::{MemberNotification, NewNotification, NotificationKind};
use crate::digest::mail_notification::digest_fallback;
use crate::identity::{AuditEventId, WorkspaceId};
use crate::language::Language;
use crate::message::template::TemplateName;
use crate::message::{Message, MessageKind, NewMessage, PlannedButton};
use crate::testing::{adjustment, lee, maya, now, report_day};
use crate::token::planned::PlannedLink;
use crate::token::{Action, TargetId, TokenChannel, TokenPurpose};
use crate::workspace::roster::Teammate;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static EVENT: LazyLock<AuditEventId> = LazyLock::new(|| "in-1".parse().unwrap());
static WORKSPACE: LazyLock<WorkspaceId> = LazyLock::new(|| maya().workspace);

/// What a person is told when Lee assigns the recommendation to them.
pub fn assigned_to(reader: &Teammate) -> NewNotification<'_> {
    let recommendation = adjustment().recommendation;
    let target: TargetId = recommendation.as_str().parse().unwrap();
    let day = "2026-10-05".parse().unwrap();
    NewNotification {
        event: &EVENT,
        workspace: &WORKSPACE,
        reader,
        kind: NotificationKind::Assigned { recommendation, by: lee().id, by_name: lee().name },
        about: "Move $300/day from Retargeting US to Prospecting EU",
        why: "ROAS 2.10 vs 4.40 over 7 days, confidence high",
        at: now(),
        is_mailed: true,
        links: vec![
            PlannedLink::new(Action::AcceptAssignment, target.clone(), 2),
            PlannedLink {
                detail: Some("back".into()),
                ..PlannedLink::new(Action::PassBackAssignment, target, 2)
            },
            PlannedLink::new(TokenPurpose::Dashboard, day, 0),
        ],
    }
}

/// The notification of [`assigned_to`] for Maya.
pub fn notification() -> MemberNotification {
    MemberNotification::written(assigned_to(&Teammate::from(&maya())))
}

/// Maya's digest in a template, with the example lines of the template's file.
pub fn digest(template: TemplateName, language: Language) -> Message {
    let content: serde_json::Value = serde_json::from_str(&template.content(language)).unwrap();
    let approved = template.read(language);
    let mut variables: BTreeMap<String, String> =
        serde_json::from_value(content["variables"].clone()).unwrap();
    variables.retain(|number, _| number.parse::<usize>().unwrap() <= approved.places());
    let local_date = report_day().tomorrow().unwrap();
    Message::queued(NewMessage {
        id: Message::digest_id(&maya().id, local_date),
        kind: MessageKind::Digest,
        workspace: &WORKSPACE,
        member: &maya().id,
        language: language.tag(),
        template,
        template_version: approved.version,
        text: approved.fill(&variables),
        buttons: buttons(template),
        variables,
        local_date,
        now: now(),
    })
}

fn buttons(template: TemplateName) -> Vec<PlannedButton> {
    let day = report_day().to_string();
    let planned = |purpose: TokenPurpose, target: &str, version, channel| PlannedButton {
        variable: 12,
        version_is_fixed_text: channel == TokenChannel::Button,
        purpose,
        channel,
        detail: None,
        target: target.parse().unwrap(),
        target_version: version,
        valid_for_seconds: purpose.valid_for_seconds(),
    };
    let approve = planned(Action::ApproveShift.into(), adjustment().id.as_str(), 1, TokenChannel::Button);
    let alerts = planned(Action::ShowAlerts.into(), &day, 0, TokenChannel::Button);
    let dashboard = planned(TokenPurpose::Dashboard, &day, 0, TokenChannel::Link);
    match template {
        TemplateName::KpiDaily => vec![approve, alerts, dashboard],
        TemplateName::KpiAlerts => vec![alerts, dashboard],
        _ => vec![dashboard],
    }
}

/// The notification that sends Maya's English digest as a mail.
pub fn digest_notification() -> MemberNotification {
    digest_fallback(&digest(TemplateName::KpiDaily, Language::English), now())
}
