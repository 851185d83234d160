//! A day whose spend or revenue is far from its weekday, up or down.

use super::{prefix, severity};
use crate::identity::AlertId;
use crate::insight::weekday::UnusualSum;
use crate::insight::window::Window;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, AlertSubject, UnusualMetric};

pub(super) fn find(window: &Window<'_>, unusual: &UnusualSum) -> Option<AlertFinding> {
    let difference = unusual.difference();
    if !window.is_worth_a_look(difference) {
        return None;
    }
    // More revenue than usual costs nothing, but somebody should know that the day was not like others.
    let good = unusual.metric == UnusualMetric::Revenue && unusual.is_up();
    let money = |minor: i64| window.money(i128::from(minor));
    let (rule, stake) = (AlertRule::UnusualDay, money(if good { 0 } else { difference }));
    Some(AlertFinding {
        id: id(unusual),
        rule,
        subject: AlertSubject::Workspace,
        severity: severity(window, rule, stake),
        stake,
        evidence: AlertEvidence::UnusualDay {
            metric: unusual.metric,
            day: unusual.day,
            value: money(unusual.value),
            usual: money(unusual.usual),
            weekdays: unusual.weekdays,
            contributor: unusual.contributor.clone(),
        },
    })
}

/// One problem is one metric in one direction: a collapse that lasts is one alert, and a surge after it another.
fn id(unusual: &UnusualSum) -> AlertId {
    let metric = match unusual.metric {
        UnusualMetric::Spend => "spend",
        UnusualMetric::Revenue => "revenue",
    };
    let direction = if unusual.is_up() { "up" } else { "down" };
    AlertId::for_workspace(prefix(AlertRule::UnusualDay), &format!("{metric}-{direction}"))
}

#[cfg(test)]
mod tests;
