//! Claims about a digest as a mail: the same lines in every language and template, and where its links lead.

use super::*;
use crate::message::template::TemplateName;
use crate::notification::fixture::digest;
use crate::testing::report_day;

const DIGESTS: [TemplateName; 4] =
    [TemplateName::KpiDaily, TemplateName::KpiAlerts, TemplateName::KpiClear, TemplateName::KpiShort];

#[test]
fn every_line_of_a_digest_is_in_its_mail_under_a_name_and_none_is_there_twice() {
    for template in DIGESTS {
        for language in Language::ALL {
            let message = digest(template, language);
            let mail = report(&message);
            let lines: Vec<&str> = mail.rows.iter().map(|row| row.value.as_str()).collect();
            // Person, workspace and day appear in the heading and the greeting.
            let expected: Vec<&str> =
                (4..=message.variables.len()).map(|n| message.variables[&n.to_string()].as_str()).collect();
            assert_eq!(lines, expected, "{} {}", template.as_str(), language.tag());
            for MailRow { label, .. } in &mail.rows {
                let clean = !label.is_empty() && !label.contains([':', '{', '•']) && label.trim() == label;
                assert!(clean, "{} {}: {label:?}", template.as_str(), language.tag());
            }
        }
    }
}

#[test]
fn the_heading_names_workspace_and_day_and_the_summary_what_waits() {
    for template in DIGESTS {
        for language in Language::ALL {
            let message = digest(template, language);
            let mail = report(&message);
            let (day, needs) = (line(&message, DigestLine::Day), line(&message, DigestLine::Needs));
            assert!(mail.heading.contains("Acme Store") && mail.heading.contains(day), "{}", mail.heading);
            let summary = summary(&message);
            assert!(summary.contains("Acme Store") && summary.contains(day), "{summary}");
            assert!(summary.contains(needs) && !needs.is_empty(), "{summary}: {needs}");
        }
    }
}

#[test]
fn the_names_of_the_lines_are_those_of_the_template() {
    let rows = |template| {
        let mail = report(&digest(template, Language::English));
        mail.rows.into_iter().map(|row| row.label).collect::<Vec<_>>().join(", ")
    };
    insta::assert_snapshot!(rows(TemplateName::KpiDaily), @"Spend, Revenue, ROAS, Data, Needs you, Alert, Proposal, Why");
    insta::assert_snapshot!(rows(TemplateName::KpiShort), @"Ad spend, Revenue earned, Return on ad spend (ROAS), Waiting for your attention");
}

#[test]
fn a_digest_of_another_version_of_its_template_is_told_by_its_text() {
    for template in DIGESTS {
        for language in Language::ALL {
            let message = digest(template, language);
            let older = Message { template_version: message.template_version + 1, ..message.clone() };
            let missing: Vec<_> =
                report(&message).rows.into_iter().filter(|row| !report(&older).rows.contains(row)).collect();
            assert!(missing.is_empty(), "{} {}: {} rows", template.as_str(), language.tag(), missing.len());
        }
    }
}

fn told(links: &[PlannedLink]) -> String {
    let told = links.iter().map(|link| {
        let place = link.detail.as_deref().map(|place| format!("#{place}")).unwrap_or_default();
        let purpose = match link.purpose {
            TokenPurpose::Dashboard => "ViewDashboard".to_owned(),
            other => format!("{other:?}"),
        };
        format!("{purpose} {}{place} v{}", link.target.as_str(), link.target_version)
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_button_becomes_a_link_and_a_decision_can_be_declined_too() {
    insta::assert_snapshot!(told(&links(&digest(TemplateName::KpiDaily, Language::English))), @r"
    ApproveShift 20261005-a1b2c3d4 v1
    DeclineShift 20261005-a1b2c3d4 v1
    ViewDashboard 2026-10-05#alerts v0
    ViewDashboard 2026-10-05 v0
    ");
    insta::assert_snapshot!(told(&links(&digest(TemplateName::KpiAlerts, Language::English))), @r"
    ViewDashboard 2026-10-05#alerts v0
    ViewDashboard 2026-10-05 v0
    ");
    for template in [TemplateName::KpiClear, TemplateName::KpiShort] {
        let links = links(&digest(template, Language::English));
        assert_eq!(told(&links), format!("ViewDashboard {} v0", report_day()));
    }
}

#[test]
fn who_must_look_before_deciding_gets_the_link_that_shows() {
    let mut message = digest(TemplateName::KpiDaily, Language::English);
    message.buttons[0].purpose = Action::ReviewShift.into();
    let actions: Vec<Action> = links(&message).iter().filter_map(|link| link.purpose.action()).collect();
    assert_eq!(actions[0], Action::ReviewShift);
    assert!(!actions.contains(&Action::ApproveShift) && !actions.contains(&Action::DeclineShift));
}

#[test]
fn the_links_are_good_for_as_long_as_the_buttons() {
    let message = digest(TemplateName::KpiDaily, Language::English);
    for link in links(&message) {
        assert!(message.buttons.iter().any(|button| button.valid_for_seconds == link.valid_for_seconds));
        assert!(link.valid_for_seconds <= link.purpose.valid_for_seconds());
    }
}
