//! Claims about the longest digests: whatever the names, the amounts, the currency, the alert and the language.

use super::cases::cases;
use super::spare::{spare_of, stored};
use super::usual::{collapsed, dear, wasted};
use super::*;
use crate::digest::mail_notification::digest_fallback;
use crate::insight::wording::{describe_alert, describe_shift};
use crate::message::template::LONGEST_BODY;
use crate::notification::LONGEST_LINE;
use crate::testing::{fault_of_variable as fault, longest_names};
use crate::text::{fit, length};

/// The largest amounts in currencies without decimals, with two and with three, with a sign and with a code.
const LARGEST: [(&str, i64); 4] =
    [("JPY", i64::MAX), ("BRL", i64::MIN), ("XAF", i64::MIN), ("KWD", i64::MIN)];
/// Amounts that leave a line just too long.
const LARGE: [(&str, i64); 3] = [("USD", 123_456_789_012), ("BRL", 12_345_678), ("CHF", -987_654_321)];

/// A digest with these names and amounts wherever it has any.
fn extreme(scene: Scene, name: &str, amount: Money) -> Scene {
    scene.with(|scene| {
        let values = MetricValues {
            spend_minor: Some(amount.minor),
            revenue_minor: Some(amount.minor),
            ..MetricValues::default()
        };
        scene.member.name = name.to_owned();
        scene.workspace.name = name.to_owned();
        scene.workspace.currency = amount.currency;
        scene.timing =
            DigestTiming { is_late: true, missing: Some(MissingReport { day: scene.report.day, values }) };
        if scene.report.total.values.spend_minor.is_some() {
            scene.report.total = Kpis::new(values);
            scene.report.planned_spend = Some(amount);
        }
        if let Some((adjustment, finding)) = &mut scene.shift {
            adjustment.amount = amount;
            for side in [&mut adjustment.from.name, &mut adjustment.to.name] {
                name.clone_into(side);
            }
            (finding.from.roas_hundredths, finding.to.roas_hundredths) =
                (Some(amount.minor), Some(amount.minor));
        }
        for alert in &mut scene.alerts {
            let overspent = AlertEvidence::OverspentDailyBudget { spend: amount, budget: amount };
            *alert = self::alert(name, AlertRule::OverspentDailyBudget, overspent);
        }
    })
}

/// Each of these amounts in each language.
fn in_each_language(amounts: &[(&str, i64)]) -> Vec<(Money, Language)> {
    let money = |(code, minor): &(&str, i64)| Money::from_minor(*minor, code.parse().unwrap());
    amounts.iter().map(money).flat_map(|amount| Language::ALL.map(|language| (amount, language))).collect()
}

#[test]
fn every_digest_fits_with_the_longest_names_and_amounts_in_every_language() {
    for (case, scene) in cases() {
        for (kind, name) in longest_names() {
            for (amount, language) in in_each_language(&LARGEST) {
                let scene = speaking(extreme(scene.clone(), &name, amount), language);
                let composed = scene.compose();
                let label = format!("{case}, {kind}, {amount:?}, {}: {}", language.tag(), composed.text);
                let lines = DigestLine::of_template(composed.template);
                assert_eq!(lines.len(), composed.variables.len(), "{label}");
                for (line, number) in lines.iter().zip(1..) {
                    let value = &composed.variables[&number.to_string()];
                    assert_eq!(fault(value, line.longest()), None, "{line:?}, {label}");
                }
                assert!(length(&composed.text) <= LONGEST_BODY, "{label}");
                if amount.minor == i64::MAX {
                    assert!(length(&spare_of(&scene).text) <= LONGEST_BODY, "{label}");
                    let mail = digest_fallback(&stored(&scene), scene.now);
                    assert_eq!(fault(&mail.summary, LONGEST_LINE), None, "{label}");
                }
            }
        }
    }
}

/// Every alert there is, about a campaign of that name.
fn every_alert(name: &str, amount: Money) -> Vec<AlertFinding> {
    let of = |evidence| alert(name, AlertRule::ZeroDelivery, evidence);
    let mut alerts = vec![
        of(AlertEvidence::OverspentDailyBudget { spend: amount, budget: dollars(900) }),
        of(AlertEvidence::ZeroDelivery { budget: Some(amount), usual_spend: amount }),
        of(AlertEvidence::ZeroDelivery { budget: None, usual_spend: amount }),
        of(AlertEvidence::CostAboveUsual { cost: amount, usual_cost: amount, days: 7 }),
        low_roas(name, 7),
        dear(name),
        wasted(name),
        collapsed(name),
    ];
    for usual_of in [UsualOf::Campaign, UsualOf::Channel, UsualOf::Workspace] {
        for conversions_thousandths in [0, 1_000, 2_500, amount.minor] {
            let (spend, usual_cost, days) = (amount, amount, 7);
            alerts.push(of(AlertEvidence::WastedSpend {
                spend,
                conversions_thousandths,
                usual_cost,
                usual_of,
                days,
            }));
        }
    }
    for (metric, usual) in [UnusualMetric::Spend, UnusualMetric::Revenue]
        .into_iter()
        .flat_map(|metric| [amount, Money { minor: 0, ..amount }].map(|usual| (metric, usual)))
    {
        let contributor = Contributor::Campaign { campaign: "any".parse().unwrap(), name: name.to_owned() };
        alerts.push(of(AlertEvidence::UnusualDay {
            metric,
            day: testing::report_day(),
            value: amount,
            usual,
            weekdays: 8,
            contributor: Some(contributor),
        }));
    }
    alerts
}

/// Returns the words of a line that have digits, without the signs around them.
fn amounts(line: &str) -> Vec<&str> {
    let words = line.split([' ', '/']).map(|word| word.trim_matches(['(', ')', ',', ';', '.', ':', '…']));
    words.filter(|word| word.contains(char::is_numeric)).collect()
}

#[test]
fn a_line_that_is_cut_shows_whole_amounts_in_every_language() {
    let mut cut = 0;
    for (kind, name) in longest_names().into_iter().filter(|(_, name)| !name.contains(char::is_numeric)) {
        for (amount, language) in in_each_language(&[&LARGEST[..], &LARGE].concat()) {
            let mut adjustment = BudgetAdjustment { amount, ..testing::adjustment() };
            (adjustment.from.name, adjustment.to.name) = (name.clone(), name.clone());
            let alerts = every_alert(&name, amount);
            let told = alerts.iter().map(|alert| describe_alert(language, "Asia/Kathmandu", alert));
            for line in told.chain([describe_shift(language, &adjustment)]) {
                let shown = fit(&line, DigestLine::Alert.longest());
                let label = format!("{kind}, {}: {line} → {shown}", language.tag());
                assert_eq!(fault(&shown, DigestLine::Alert.longest()), None, "{label}");
                assert!(amounts(&line).starts_with(&amounts(&shown)), "{label}");
                cut += usize::from(shown != line);
            }
        }
    }
    assert!(cut > 1_000, "only {cut} lines were cut, which proves little");
}
