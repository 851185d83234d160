//! An answer fits, and says only numbers that its result holds.

use super::*;
use crate::insight::record::Alert;
use crate::insight::subject::AlertSubject;
use crate::insight::wording::{describe_alert, describe_reason, describe_shift};
use crate::money::{Currency, Money};
use crate::question::execute::exact::Exact;
use crate::question::execute::result::{Advice, Cell, Decomposition, Note, Overspend, RowKey, Table};
use crate::question::execute::tests::random::{World, any_query, any_world};
use crate::question::range::DateRange;
use crate::text::{display_name, sanitize};
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Returns the numbers of a text: digits, with a separator where digits stand on both sides of it.
pub(super) fn numerals(text: &str) -> BTreeSet<String> {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |place: Option<usize>| {
        place.and_then(|place| characters.get(place)).is_some_and(char::is_ascii_digit)
    };
    let mut found = BTreeSet::new();
    let mut current = String::new();
    for (place, character) in characters.iter().enumerate() {
        let joins = matches!(character, '.' | ',' | '\u{202f}')
            && is_digit(place.checked_sub(1))
            && is_digit(Some(place + 1));
        if character.is_ascii_digit() || joins {
            current.push(*character);
        } else if !current.is_empty() {
            found.insert(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        found.insert(current);
    }
    found
}

/// Everything that a result holds, as it may be written.
struct Held {
    language: Language,
    texts: Vec<String>,
}

impl Held {
    fn amount(&mut self, minor: i64, currency: Currency) {
        let amount = Money::from_minor(minor, currency);
        self.texts.extend([self.language.money(amount), self.language.exact_money(amount)]);
    }

    fn exact(&mut self, value: Option<Exact>, currency: Currency) {
        let Some(value) = value else { return };
        if let Some(minor) = value.scaled(currency.minor_per_unit()) {
            self.amount(minor, currency);
        }
        let written = [
            value.scaled(1).map(|whole| self.language.integer(whole)),
            value.scaled(100).map(|parts| self.language.integer(parts)),
            value.scaled(100).map(|parts| self.language.hundredths(parts)),
        ];
        self.texts.extend(written.into_iter().flatten());
    }

    fn cell(&mut self, cell: &Cell, currency: Currency) {
        self.exact(cell.value, currency);
        self.exact(cell.before, currency);
        self.count(cell.change_percent);
    }

    fn count(&mut self, count: Option<i64>) {
        self.texts.extend(count.map(|count| self.language.integer(count)));
    }

    fn overspend(&mut self, over: Option<Overspend>, currency: Currency) {
        let Some(over) = over else { return };
        [over.spend, over.due, over.delta].iter().for_each(|money| self.amount(money.minor, currency));
        self.count(over.delta_percent);
    }

    fn days(&mut self, days: DateRange, today: i16) {
        for (from, to) in [(days.from, days.to), (days.from, days.from), (days.to, days.to)] {
            self.texts.push(self.language.days(from, to, today));
        }
    }

    fn day(&mut self, day: Date, result: &QueryResult) {
        self.days(DateRange { from: day, to: day }, result.frame.today.year());
    }

    fn key(&mut self, key: &RowKey, result: &QueryResult) {
        if let RowKey::Days(days) = key {
            self.days(*days, result.frame.today.year());
        }
    }

    fn name(&mut self, name: &str) {
        self.texts.extend([name.to_owned(), display_name(name), sanitize(name, 120)]);
    }
}

fn held(result: &QueryResult, language: Language) -> BTreeSet<String> {
    let (frame, mut held) = (&result.frame, Held { language, texts: Vec::new() });
    let (currency, this_year) = (frame.currency, frame.today.year());
    // Positions of rows, and the factor of a cost per mille.
    (1..=5).for_each(|place| held.count(Some(place)));
    held.count(Some(1_000));
    held.texts.push(language.hundredths(frame.target_roas_hundredths));
    held.name(&frame.workspace);
    for days in [frame.days, frame.compared, frame.span].into_iter().flatten() {
        held.days(days, this_year);
        held.count(Some(i64::from(days.days())));
    }
    let reached = result.freshness.behind.iter().filter_map(|(_, day)| *day).chain(result.freshness.through);
    reached.for_each(|day| held.days(DateRange { from: day, to: day }, this_year));
    held.count(i64::try_from(result.freshness.behind.len()).ok());
    held.count(i64::try_from(result.freshness.behind.len().saturating_sub(2)).ok());
    result.query.filters.iter().flat_map(|filter| &filter.values).for_each(|name| held.name(name));
    result.query.having.iter().for_each(|having| held.exact(Some(having.value.into()), currency));
    for note in &result.notes {
        let counts: Vec<usize> = match note {
            Note::EstimatedBudgets(count) | Note::WithoutBudget(count) => vec![*count],
            Note::NotByCreative(_) | Note::NotMeasured(..) => Vec::new(),
            Note::PerDay(days, before) => {
                vec![usize::try_from(*days).unwrap(), usize::try_from(*before).unwrap()]
            }
        };
        counts.into_iter().for_each(|count| held.count(i64::try_from(count).ok()));
    }
    body(&mut held, result);
    held.texts.iter().flat_map(|text| numerals(text)).collect()
}

fn counted(held: &mut Held, count: usize) {
    // How many more there are than are shown.
    (0..=5).for_each(|shown| held.count(i64::try_from(count.saturating_sub(shown)).ok()));
}

fn body(held: &mut Held, result: &QueryResult) {
    match &result.body {
        Body::Table(table) => in_table(held, result, table),
        Body::Why(why) => in_reason(held, result, why),
        Body::Alerts(alerts) => in_alerts(held, result, alerts),
        Body::Advice(suggestions) => {
            let (shifts, alerts) = (&suggestions.shifts, &suggestions.alerts);
            counted(held, shifts.len());
            counted(held, shifts.len() + alerts.len());
            in_alerts(held, result, alerts);
            for (shift, _) in shifts {
                held.texts.push(describe_shift(held.language, shift));
                held.texts.extend(shift.because.map(|reason| describe_reason(held.language, &reason, false)));
            }
        }
        Body::List(inventory) => {
            counted(held, inventory.matched);
            for item in &inventory.items {
                held.name(&item.name);
                item.daily_budget.iter().for_each(|budget| held.amount(budget.minor, budget.currency));
                item.complete_through.iter().for_each(|day| held.day(*day, result));
            }
        }
        Body::Sources(states) => {
            counted(held, states.len());
            let days = states.iter().filter_map(|state| state.complete_through);
            days.for_each(|day| held.day(day, result));
        }
        Body::UnknownNames { names, known } => {
            counted(held, known.len());
            counted(held, names.len());
            names.iter().chain(known).for_each(|name| held.name(name));
        }
        Body::Empty | Body::NoBudgets => {}
    }
}

fn in_table(held: &mut Held, result: &QueryResult, table: &Table) {
    let currency = result.frame.currency;
    counted(held, table.rows.len());
    counted(held, table.matched);
    held.count(i64::try_from(table.unjudged).ok());
    table.total.iter().for_each(|cell| held.cell(cell, currency));
    for (over, under) in table.sides.iter().flatten() {
        held.exact(Some(*over), currency);
        held.exact(Some(*under), currency);
    }
    held.overspend(table.overspend, currency);
    for row in &table.rows {
        held.name(&row.name);
        row.cells.iter().for_each(|cell| held.cell(cell, currency));
        held.count(row.share_percent);
        held.overspend(row.overspend, currency);
        held.key(&row.key, result);
        if let Some(creative) = &row.creative {
            held.name(&creative.copy);
            held.texts.extend(creative.thumbnail.clone());
        }
        held.texts.extend(match &row.advice {
            Some(Advice::Shift(shift)) => Some(describe_shift(held.language, shift)),
            Some(Advice::Alert(alert)) => {
                Some(describe_alert(held.language, &result.frame.zone, &alert.finding))
            }
            Some(Advice::CheckLimit) | None => None,
        });
    }
}

fn in_reason(held: &mut Held, result: &QueryResult, why: &Decomposition) {
    let currency = result.frame.currency;
    held.cell(&why.total, currency);
    why.factors.iter().for_each(|(_, cell)| held.cell(cell, currency));
    let rests = (0..=why.effects.len()).filter_map(|shown| why.rest_after(shown));
    for parts in rests.chain(why.effects.iter().map(|effect| effect.amount)) {
        held.exact(Exact::new(i128::from(parts), i128::from(why.parts_per_unit)), currency);
    }
    for effect in &why.effects {
        held.name(&effect.name);
        held.cell(&effect.cell, currency);
        held.key(&effect.key, result);
    }
}

fn in_alerts(held: &mut Held, result: &QueryResult, alerts: &[Alert]) {
    counted(held, alerts.len());
    for alert in alerts {
        held.texts.push(describe_alert(held.language, &result.frame.zone, &alert.finding));
    }
}

fn run_on(world: &World, query: &TypedQuery) -> Option<QueryResult> {
    let prepared = PreparedQuery::new(&world.named(query), &world.calendar()).ok()?;
    Some(execute(&prepared, &world.data()))
}

/// Returns the numbers of an answer that its result does not hold.
fn invented(result: &QueryResult, language: Language) -> Vec<String> {
    let held = held(result, language);
    let reader = AnswerReader { language, link: None, longest: LONGEST_ANSWER };
    let texts = [answer(result, &reader).text, how_computed(result, language)];
    texts.iter().flat_map(|text| numerals(text)).filter(|number| !held.contains(number)).collect()
}

#[test]
fn every_number_of_the_shop_is_one_of_its_results() {
    let shop = Shop::late();
    for (name, query) in queries::all().into_iter().filter(|(name, _)| *name != "data_status") {
        let result = run(&shop, &query);
        for language in Language::ALL {
            assert_eq!(invented(&result, language), [""; 0], "{name} {}", language.tag());
        }
    }
}

#[test]
fn an_invented_number_is_found() {
    let shop = Shop::new();
    let result = run(&shop, &ask(Intent::Value, &[Metric::Roas], RelativeTime::LastWeek));
    let held = held(&result, Language::English);
    let said = numerals("*ROAS: 2.95*, up from 2.81, on 9–15 Mar");
    let invented: Vec<&String> = said.iter().filter(|number| !held.contains(*number)).collect();
    assert_eq!(invented, ["2.81"]);
}

/// Names of the length that nothing is longer than, with digits at every place where they may be cut.
fn long_names(world: &mut World) {
    for (place, campaign) in world.campaigns.iter_mut().enumerate() {
        campaign.name = format!("{place} W{}", "9 Wide campaign name ".repeat(20));
    }
    for creative in &mut world.creatives {
        creative.copy = "Very long text of an advertisement, 50% off. ".repeat(20);
        creative.thumbnail = Some(format!("https://cdn.example.com/{}", "a".repeat(270)));
    }
    world.workspace.name =
        "The Very Long Name Of A Shop That Sells Everything, Since 1999, Everywhere".into();
}

#[test]
fn what_stands_fits_whatever_it_is_called_and_however_much_it_is() {
    let mut shop = Shop::late();
    let long = "Wide campaign name 99 ".repeat(20);
    shop.campaigns.iter_mut().for_each(|campaign| campaign.name = format!("{} {long}", campaign.id));
    let shift = shop.adjustments[0].clone();
    for place in 0..8 {
        let mut alert = shop.alerts[place % 2].clone();
        alert.finding.id = format!("alert-{place}").parse().unwrap();
        alert.finding.subject =
            AlertSubject::Campaign { campaign: "generic".parse().unwrap(), name: long.clone() };
        shop.alerts.push(alert);
        let mut more = shift.clone();
        more.id = format!("20260317-{place}").parse().unwrap();
        (more.from.name, more.to.name) = (long.clone(), long.clone());
        shop.adjustments.push(more);
    }
    let link = WebLink::parse(&format!("https://app.example.com/{}", "q".repeat(400))).unwrap();
    for (name, query) in queries::all() {
        let result = run(&shop, &query);
        for language in Language::ALL {
            let text =
                answer(&result, &AnswerReader { language, link: Some(&link), longest: LONGEST_ANSWER }).text;
            assert!(text.encode_utf16().count() <= LONGEST_ANSWER, "{name}: {text}");
            assert!(how_computed(&result, language).encode_utf16().count() <= LONGEST_ANSWER, "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_says_only_numbers_that_its_result_holds(world in any_world(), query in any_query(), place in 0_usize..6) {
        let Some(result) = run_on(&world, &query) else { return Ok(()) };
        prop_assert_eq!(invented(&result, Language::ALL[place]), Vec::<String>::new());
    }

    #[test]
    fn every_answer_fits_whatever_things_are_called(mut world in any_world(), query in any_query(), place in 0_usize..6) {
        long_names(&mut world);
        let Some(result) = run_on(&world, &query) else { return Ok(()) };
        let link = WebLink::parse(&format!("https://app.example.com/{}", "q".repeat(400))).unwrap();
        for link in [None, Some(&link)] {
            let text = answer(&result, &AnswerReader { language: Language::ALL[place], link, longest: LONGEST_ANSWER }).text;
            prop_assert!(text.encode_utf16().count() <= LONGEST_ANSWER, "{text}");
            prop_assert!(!text.trim().is_empty() && !text.contains("\n\n\n"));
        }
        let how = how_computed(&result, Language::ALL[place]);
        prop_assert!(how.encode_utf16().count() <= LONGEST_ANSWER);
    }

    #[test]
    fn answers_of_enormous_numbers_are_written(mut world in any_world(), query in any_query(), place in 0_usize..6) {
        for (place, fact) in world.facts.iter_mut().enumerate() {
            let end = if place % 2 == 0 { i64::MAX } else { i64::MIN };
            (fact.values.spend_minor, fact.values.revenue_minor) = (Some(end), Some(i64::MAX));
            (fact.values.clicks, fact.values.conversions_thousandths) = (Some(1), Some(end));
        }
        let Some(result) = run_on(&world, &query) else { return Ok(()) };
        let text = answer(&result, &AnswerReader { language: Language::ALL[place], link: None, longest: LONGEST_ANSWER }).text;
        prop_assert!(text.encode_utf16().count() <= LONGEST_ANSWER);
    }
}
