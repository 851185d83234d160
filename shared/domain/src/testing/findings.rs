//! Findings shared by tests.

use super::{adjustment, report_day};
use crate::insight::adjustment::BudgetChange;
use crate::insight::record::{Alert, AlertState, Recommendation};
use crate::insight::subject::AlertSubject;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use crate::insight::{Confidence, ShiftFinding, ShiftSide};

/// The recommendation that [`adjustment`] carries out.
pub fn recommendation() -> Recommendation {
    let shift = adjustment();
    let side = |change: &BudgetChange, roas_hundredths, cpa_minor| ShiftSide {
        campaign: change.campaign.clone(),
        name: change.name.clone(),
        version: change.campaign_version,
        before: change.before,
        after: change.after,
        budget_estimated: change.budget_estimated,
        roas_hundredths: Some(roas_hundredths),
        cpa_minor: Some(cpa_minor),
    };
    Recommendation {
        id: shift.recommendation.clone(),
        workspace: shift.workspace.clone(),
        day: report_day(),
        shift: ShiftFinding {
            from: side(&shift.from, 210, 41_00),
            to: side(&shift.to, 440, 24_00),
            amount: shift.amount,
            days: 7,
            confidence: Confidence::High,
        },
        adjustment: shift.id,
        version: 1,
        assignment: None,
    }
}

/// Three open alerts of the report day, the first about the campaign of [`super::adjustment`].
pub fn alerts() -> Vec<Alert> {
    let alert = |id: &str, rule, campaign: (&str, &str), severity, stake, evidence, first_day| Alert {
        workspace: super::workspace().id,
        finding: AlertFinding {
            id: id.parse().unwrap(),
            rule,
            subject: AlertSubject::Campaign {
                campaign: campaign.0.parse().unwrap(),
                name: campaign.1.into(),
            },
            severity,
            stake: super::dollars(stake),
            evidence,
        },
        state: AlertState::Open,
        first_day,
        handled: None,
        snoozed_until: None,
        last_day: report_day(),
        version: 1,
    };
    let low = AlertEvidence::RoasUnderTarget { roas_hundredths: 205, target_hundredths: 350, days: 7 };
    let (spend, budget) = (super::dollars(1120), super::dollars(900));
    let over = AlertEvidence::OverspentDailyBudget { spend, budget };
    let (budget, usual_spend) = (super::dollars(400), super::dollars(390));
    let zero = AlertEvidence::ZeroDelivery { budget: Some(budget), usual_spend };
    let on = |day| jiff::civil::date(2026, 10, day);
    let retargeting = ("retargeting-us", "Retargeting US");
    let creators = ("creators", "Creators autumn launch");
    vec![
        alert(
            "overspent-retargeting-us",
            AlertRule::OverspentDailyBudget,
            retargeting,
            Severity::Medium,
            220,
            over,
            on(5),
        ),
        alert(
            "zero-delivery-creators",
            AlertRule::ZeroDelivery,
            creators,
            Severity::Critical,
            390,
            zero,
            on(5),
        ),
        alert(
            "low-roas-retargeting-us",
            AlertRule::RoasUnderTarget,
            retargeting,
            Severity::High,
            640,
            low,
            on(2),
        ),
    ]
}

/// An open alert that Google is silent since Thursday 1 October, 06:10 in New York, and that its last file was refused.
pub fn silent_google() -> Alert {
    let finding = AlertFinding {
        id: "silent-google".parse().unwrap(),
        rule: AlertRule::SourceSilent,
        subject: AlertSubject::Channel("google".parse().unwrap()),
        severity: Severity::High,
        stake: super::dollars(0),
        evidence: AlertEvidence::SourceSilent {
            day: report_day(),
            since: Some("2026-10-01T10:10:00Z".parse().unwrap()),
            complete_through: Some(jiff::civil::date(2026, 9, 30)),
            reason: Some("no day column".to_owned()),
        },
    };
    Alert::opened(&super::workspace().id, finding, report_day())
}
