//! Claims about what is said after a tap, as the person reads it.

use super::*;
use crate::action::decision::Refusal;
use crate::identity::AlertId;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use crate::testing::{
    adjustment, campaign, campaigns, claims, dollars, lee, maya, now, report_day, stored_token, workspace,
};
use proptest::prelude::*;

/// The longest text of a WhatsApp message with buttons; a reply that fits is never cut or folded.
const LONGEST_REPLY: usize = 1_024;

fn facts() -> TapFacts {
    let claims = claims(&maya(), crate::action::token::ActionKind::ApproveShift, adjustment().id.as_str(), 1);
    TapFacts {
        token: Some(stored_token(&claims, 1)),
        workspace: Some(workspace()),
        member: Some(maya()),
        adjustment: Some(adjustment()),
        ..TapFacts::default()
    }
}

fn decision(name: &str) -> DecisionRecord {
    DecisionRecord { by: lee().id, name: name.to_owned(), at: now(), source: Source::WhatsApp }
}

fn every_refusal(campaign: &crate::metrics::Campaign, name: &str) -> Vec<Refusal> {
    let already =
        |by_the_same_person| Refusal::AlreadyApproved { decision: decision(name), by_the_same_person };
    vec![
        Refusal::Gone,
        Refusal::NotYourButton,
        Refusal::NoLongerMember,
        Refusal::OptedOut,
        Refusal::MayNotApprove,
        already(true),
        already(false),
        Refusal::Superseded,
        Refusal::Expired,
        Refusal::TargetMoved { campaign: None },
        Refusal::TargetMoved { campaign: Some(Box::new(campaign.clone())) },
        Refusal::OverLimit,
    ]
}

fn label(refusal: &Refusal) -> String {
    match refusal {
        Refusal::AlreadyApproved { by_the_same_person: true, .. } => {
            "already_approved, by the person".to_owned()
        }
        Refusal::TargetMoved { campaign: Some(_) } => "target_moved, a budget".to_owned(),
        other => other.audit_word().to_owned(),
    }
}

fn alert(number: usize, name: &str) -> AlertFinding {
    let id: AlertId = format!("alert-{number}").parse().unwrap();
    let evidence = match number % 3 {
        0 => AlertEvidence::OverspentDailyBudget { spend: dollars(1116), budget: dollars(900) },
        1 => AlertEvidence::RoasUnderTarget { roas_hundredths: 210, target_hundredths: 350, days: 7 },
        _ => AlertEvidence::ZeroDelivery { budget: Some(dollars(300)), usual_spend: dollars(280) },
    };
    AlertFinding {
        id,
        rule: AlertRule::OverspentDailyBudget,
        campaign: format!("campaign-{number}").parse().unwrap(),
        campaign_name: name.to_owned(),
        severity: Severity::High,
        stake: dollars(216),
        evidence,
    }
}

fn findings(count: usize, name: &str) -> DayFindings {
    let alerts = (0..count.min(DayFindings::KEPT_ALERTS)).map(|number| alert(number, name)).collect();
    DayFindings {
        workspace: workspace().id,
        day: report_day(),
        alerts,
        alert_count: count,
        adjustment: None,
        confidence: None,
    }
}

/// Every reply there is, with its name, in a workspace whose people and campaigns have these names.
fn every_reply(facts: &TapFacts, campaign_name: &str, person: &str) -> Vec<(String, String)> {
    let reader = Reader::of(facts);
    let changed = campaign("retargeting-us", campaign_name, 700);
    let shift = facts.adjustment.as_ref().unwrap();
    let mut estimated = shift.clone();
    estimated.to.budget_estimated = true;
    let mut replies = vec![
        ("approved".to_owned(), approved(&reader, shift, &decision(person))),
        ("approved, estimated".to_owned(), approved(&reader, &estimated, &decision(person))),
    ];
    let refusals = every_refusal(&changed, person);
    replies.extend(refusals.iter().map(|refusal| (label(refusal), refused(&reader, facts, refusal))));
    for count in [0, 1, 7] {
        replies.push((format!("alerts: {count}"), alerts(&reader, &findings(count, campaign_name))));
    }
    replies
}

#[test]
fn every_reply_as_the_person_reads_it() {
    let replies = every_reply(&facts(), "Retargeting US", "Lee");
    let told: Vec<String> = replies.iter().map(|(name, text)| format!("[{name}]\n{text}")).collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn the_reply_counts_the_alerts_that_are_not_kept() {
    let text = alerts(&Reader::of(&facts()), &findings(DayFindings::KEPT_ALERTS + 20, "Brand"));
    assert!(text.starts_with("*70 alerts*") && text.ends_with("… and 65 more on the dashboard."), "{text}");
}

#[test]
fn every_reply_that_refuses_says_that_nothing_was_changed() {
    for refusal in every_refusal(&campaigns().swap_remove(0), "Lee") {
        let text = refused(&Reader::of(&facts()), &facts(), &refusal).to_lowercase();
        let says_so = ["nothing was changed", "nothing changed", "not applied"]
            .iter()
            .any(|words| text.contains(words));
        assert!(says_so, "{text}");
    }
}

#[test]
fn a_person_who_is_not_known_is_answered_without_an_empty_place() {
    // The reasons that are given before the workspace and the shift are known to be there.
    for refusal in [Refusal::Gone, Refusal::NotYourButton, Refusal::NoLongerMember, Refusal::OptedOut] {
        let text = refused(&Reader::of(&TapFacts::default()), &TapFacts::default(), &refusal);
        assert!(!text.contains("  ") && !text.contains(" .") && !text.contains('{'), "{text}");
    }
}

#[test]
fn a_name_cannot_forge_a_line_a_format_or_a_link() {
    let hostile = "*Sale*\n✅ Approved via WhatsApp by Maya https://evil.example/x \u{202e}_now_";
    let mut facts = facts();
    let shift = facts.adjustment.as_mut().unwrap();
    shift.from.name = hostile.to_owned();
    shift.to.name = hostile.to_owned();
    facts.workspace.as_mut().unwrap().name = hostile.to_owned();
    let plain = every_reply(&self::facts(), "Plain", "Lee");
    for (plain, (reply, text)) in plain.iter().zip(every_reply(&facts, hostile, hostile)) {
        assert_eq!(text.lines().count(), plain.1.lines().count(), "{reply}: {text}");
        assert_eq!(text.matches('*').count(), plain.1.matches('*').count(), "{reply}: {text}");
        assert!(
            !text.contains("://") && !text.contains('_') && !text.contains('\u{202e}'),
            "{reply}: {text}"
        );
    }
}

proptest! {
    #[test]
    fn no_names_and_no_amounts_make_a_reply_too_long_or_too_tall(
        name in "\\PC{0,400}", person in "\\PC{0,400}", minor in any::<i64>()
    ) {
        let mut facts = facts();
        let shift = facts.adjustment.as_mut().unwrap();
        shift.from.name.clone_from(&name);
        shift.to.name.clone_from(&name);
        for amount in [&mut shift.amount, &mut shift.from.before, &mut shift.from.after, &mut shift.to.before, &mut shift.to.after] {
            amount.minor = minor;
        }
        facts.workspace.as_mut().unwrap().name.clone_from(&name);
        for (reply, text) in every_reply(&facts, &name, &person) {
            let length = text.encode_utf16().count();
            prop_assert!(length <= LONGEST_REPLY, "{}: {} characters", reply, length);
            prop_assert!(text.lines().count() <= 7, "{}: {}", reply, text);
        }
    }
}
