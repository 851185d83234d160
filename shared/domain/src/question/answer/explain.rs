//! How an answer was computed, at length: each formula with its numbers, and the rules that numbers here obey.

use crate::language::Phrase;
use crate::money::Money;
use crate::question::answer::draft::LONGEST;
use crate::question::answer::how::{choice, formula, how};
use crate::question::answer::voice::{Voice, figure};
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Body, Cell, Table};
use crate::question::execute::sums::is_ratio;
use crate::question::query::{Metric, Unit};

/// How many formulas are told with their numbers.
const MOST_FORMULAS: usize = 5;

/// Returns the explanation; rules are left out from the end where there is no room.
pub(super) fn explain(voice: Voice<'_>) -> String {
    let title = format!("*{}*", voice.say(Phrase::AnswerExplain, &[]));
    let mut lines = vec![title];
    if let Body::Table(table) = &voice.result.body {
        lines.extend(numbers(&voice, table));
    }
    lines.push(how(&voice));
    lines.extend(rules(&voice).into_iter().map(|rule| voice.say(rule, &[])));
    while lines.len() > 2 && lines.join("\n").encode_utf16().count() > LONGEST {
        lines.pop();
    }
    lines.join("\n")
}

/// Returns the numbers of the total: exact sums, and ratios with both of their sides.
fn numbers(voice: &Voice<'_>, table: &Table) -> Vec<String> {
    let columns = table.metrics.iter().zip(&table.total).zip(&table.sides).take(MOST_FORMULAS);
    let line = |((metric, cell), sides): ((&Metric, &Cell), &Option<(Exact, Exact)>)| {
        let value = cell.value?;
        let said = figure(voice.language, voice.frame().currency, *metric, value)?;
        Some(match sides.zip(sides_of(*metric)) {
            Some(((over, under), (of_over, of_under))) => {
                let (over, under) = (exactly(voice, of_over, over)?, exactly(voice, of_under, under)?);
                let said = if metric.unit() == Unit::Money { exactly(voice, *metric, value)? } else { said };
                format!("{} = {over} ÷ {under} → {said}", formula(voice, *metric))
            }
            None => voice.labelled(&formula(voice, *metric), &exactly(voice, *metric, value)?),
        })
    };
    let scope = choice(voice);
    let scope = (!scope.is_empty()).then(|| scope.join(" · "));
    scope.into_iter().chain(columns.filter_map(line)).collect()
}

/// Returns the metrics on both sides of a ratio.
fn sides_of(metric: Metric) -> Option<(Metric, Metric)> {
    match metric {
        Metric::Ctr => Some((Metric::Clicks, Metric::Impressions)),
        Metric::Cpc => Some((Metric::Spend, Metric::Clicks)),
        Metric::Cpm => Some((Metric::Spend, Metric::Impressions)),
        Metric::Cpa => Some((Metric::Spend, Metric::Conversions)),
        Metric::Cvr => Some((Metric::Conversions, Metric::Clicks)),
        Metric::Roas => Some((Metric::Revenue, Metric::Spend)),
        Metric::Aov => Some((Metric::Revenue, Metric::Conversions)),
        Metric::BudgetUsedPct | Metric::Pacing => Some((Metric::Spend, Metric::Budget)),
        Metric::Spend
        | Metric::Budget
        | Metric::BudgetRemaining
        | Metric::Impressions
        | Metric::Clicks
        | Metric::Conversions
        | Metric::Revenue => None,
    }
}

/// Returns a sum with all of its decimals.
fn exactly(voice: &Voice<'_>, metric: Metric, value: Exact) -> Option<String> {
    let currency = voice.frame().currency;
    match metric.unit() {
        Unit::Money => {
            let minor = value.scaled(currency.minor_per_unit())?;
            Some(voice.language.exact_money(Money::from_minor(minor, currency)))
        }
        _ if value.scaled(1).map(Exact::whole) == Some(value) => {
            Some(voice.language.integer(value.scaled(1)?))
        }
        _ => Some(voice.language.hundredths(value.scaled(100)?)),
    }
}

/// Returns the rules that matter for the answer, the most important first.
fn rules(voice: &Voice<'_>) -> Vec<Phrase> {
    let query = &voice.result.query;
    let has = |wanted: &dyn Fn(Metric) -> bool| query.metrics.iter().any(|metric| wanted(*metric));
    let is_of_facts =
        matches!(voice.result.body, Body::Table(_) | Body::Why(_) | Body::Empty | Body::NoBudgets);
    let rules = [
        (has(&Metric::is_about_budget), Phrase::AnswerRuleBudget),
        (matches!(voice.result.body, Body::Why(_)), Phrase::AnswerRuleWhy),
        (has(&is_ratio), Phrase::AnswerRuleRatio),
        (voice.frame().compared.is_some(), Phrase::AnswerRuleCompare),
        (is_of_facts, Phrase::AnswerRuleMissing),
    ];
    rules.into_iter().filter(|(applies, _)| *applies).map(|(_, rule)| rule).collect()
}
