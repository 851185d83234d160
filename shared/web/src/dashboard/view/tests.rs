//! Tests of the page's content.

mod names;
mod sources;
mod tables;

use super::fixture::Scene;
use super::*;
use crate::components::Tone;
use domain::insight::record::AlertState;
use domain::instant::EpochSecond;
use domain::metrics::MetricValues;
use domain::testing;
use domain::workspace::Role;
use proptest::prelude::*;

fn figure(view: &DashboardView, label: &str) -> Figure {
    view.figures.iter().find(|figure| figure.label == label).unwrap().clone()
}

/// Returns the value, note and tone of a figure.
fn told(view: &DashboardView, label: &str) -> (String, String, Tone) {
    let figure = figure(view, label);
    (figure.value, figure.note.unwrap_or_default(), figure.tone)
}

fn is(value: &str, note: &str, tone: Tone) -> (String, String, Tone) {
    (value.into(), note.into(), tone)
}

/// A scene with one campaign: its spend and revenue on the day, and on each of the same weekdays in the four weeks
/// before.
fn one_campaign(today: (i64, i64), usual: (i64, i64)) -> Scene {
    let mut scene = Scene::new();
    scene.campaigns.truncate(1);
    scene.sources.truncate(1);
    let day = scene.day;
    let fact = |weeks: i64, (spend, revenue)| {
        let date = day.checked_sub(jiff::Span::new().weeks(weeks)).unwrap();
        testing::fact("retargeting-us", date, spend, revenue)
    };
    scene.facts = (1..=4).map(|weeks| fact(weeks, usual)).chain([fact(0, today)]).collect();
    scene
}

#[test]
fn each_figure_is_compared_the_way_people_say_it() {
    let view = one_campaign((990, 3_465), (900, 3_850)).view();
    assert_eq!(told(&view, "Spend"), is("$990", "10% over the $900 plan", Tone::Bad));
    assert_eq!(told(&view, "Revenue"), is("$3,465", "10% below the average Monday", Tone::Bad));
    assert_eq!(told(&view, "ROAS"), is("3.50", "right on the 3.50 target", Tone::Plain));
    assert_eq!(told(&view, "Conversions"), is("69", "10% below the average Monday", Tone::Bad));
    assert_eq!(told(&view, "Cost per conversion"), is("$14.29", "22% above the average Monday", Tone::Bad));
    assert_eq!(told(&view, "Click rate"), is("2.00%", "in line with the average Monday", Tone::Plain));
}

#[test]
fn a_small_difference_is_told_but_not_judged() {
    let view = one_campaign((900, 3_740), (900, 3_850)).view();
    assert_eq!(told(&view, "Revenue").1, "3% below the average Monday");
    assert_eq!(told(&view, "Revenue").2, Tone::Plain);
}

#[test]
fn less_spend_than_planned_is_nothing_bad() {
    let view = one_campaign((450, 3_000), (900, 3_000)).view();
    assert_eq!(told(&view, "Spend"), is("$450", "50% under the $900 plan", Tone::Plain));
}

#[test]
fn spend_without_a_plan_is_compared_with_the_weekday_and_not_judged() {
    let mut scene = one_campaign((990, 3_000), (900, 3_000));
    scene.campaigns[0].budget_source = domain::metrics::BudgetSource::EstimatedFromSpend;
    assert_eq!(told(&scene.view(), "Spend"), is("$990", "10% above the average Monday", Tone::Plain));
}

#[test]
fn a_day_that_is_not_whole_is_said_and_compared_but_not_judged() {
    let view = Scene::new().late("tiktok").view();
    assert!(!view.data.is_final);
    assert_eq!(
        view.data.text,
        "Not final: TikTok not in yet, last full day Sat 3 Oct. These numbers will still change."
    );
    assert!(told(&view, "Spend").1.starts_with("so far "), "{:?}", figure(&view, "Spend"));
    assert!(view.figures.iter().all(|figure| figure.tone == Tone::Plain));
    assert!(view.campaigns.iter().all(|row| row.rank.is_none() && row.tone == Tone::Plain));
}

#[test]
fn no_last_full_day_is_named_when_one_of_the_late_channels_never_had_one() {
    let mut scene = Scene::new().late("tiktok");
    scene.sources.retain(|source| source.channel.as_str() != "google");
    let told = "Not final: Google and TikTok not in yet. These numbers will still change.";
    assert_eq!(scene.view().data.text, told);
}

#[test]
fn a_zone_without_an_abbreviation_is_told_by_its_distance() {
    let mut scene = Scene::new();
    scene.workspace.zone = "America/Sao_Paulo".to_owned();
    assert_eq!(scene.view().data.text, "Complete to 23:59 UTC-03: Google, Meta and TikTok.");
}

#[test]
fn a_whole_day_says_up_to_when_and_from_where() {
    let view = Scene::new().view();
    assert!(view.data.is_final);
    assert_eq!(view.data.text, "Complete to 23:59 EDT: Google, Meta and TikTok.");
    assert_eq!(view.data.gaps, None);
}

#[test]
fn a_day_that_nothing_arrived_for_is_no_day_of_zeros() {
    let scene = Scene::new();
    let day = scene.day;
    let view = scene.with_facts(|fact| fact.date != day).late("meta").late("google").late("tiktok").view();
    assert_eq!(view.data.text, "No data has arrived for this day yet.");
    assert_eq!(told(&view, "Spend"), is("not known", "the source did not report it", Tone::Plain));
    assert!(!view.charts.is_empty(), "the weeks before are still shown");
}

#[test]
fn a_value_that_the_source_left_empty_is_said_and_not_shown_as_zero() {
    let view = Scene::new().on_the_day(|fact| fact.values.revenue_minor = None).view();
    assert_eq!(told(&view, "Revenue").0, "not known");
    assert_eq!(told(&view, "ROAS"), is("not known", "the source did not report it", Tone::Plain));
    assert_eq!(view.data.gaps.unwrap(), "5 values are missing in the source, so the sums may be too low.");
}

#[test]
fn no_spend_no_conversion_and_no_impression_are_each_a_reason_of_their_own() {
    let nothing = MetricValues {
        spend_minor: Some(0),
        revenue_minor: Some(0),
        impressions: Some(0),
        clicks: Some(0),
        conversions_thousandths: Some(0),
    };
    let view = Scene::new().on_the_day(|fact| fact.values = nothing).view();
    assert_eq!(told(&view, "ROAS").1, "no spend");
    assert_eq!(told(&view, "Cost per conversion").1, "no conversions");
    assert_eq!(told(&view, "Click rate").1, "no impressions");
}

#[test]
fn a_currency_without_cents_is_written_without_them() {
    let mut scene = one_campaign((990, 3_465), (900, 3_850));
    let yen = "JPY".parse().unwrap();
    scene.workspace.currency = yen;
    scene.campaigns[0].daily_budget = Money::from_minor(90_000, yen);
    let view = scene.view();
    assert_eq!(told(&view, "Spend"), is("¥99,000", "10% over the ¥90,000 plan", Tone::Bad));
    assert_eq!(told(&view, "Cost per conversion").0, "¥1,429");
    assert!(
        view.charts[0].amounts.iter().any(|label| label.text == "¥200,000"),
        "{:?}",
        view.charts[0].amounts
    );
}

#[test]
fn an_empty_workspace_says_what_will_fill_it() {
    let view = Scene::empty().view();
    assert!(view.data.text.starts_with("Nothing to show yet."));
    assert!(
        view.figures.is_empty()
            && view.charts.is_empty()
            && view.campaigns.is_empty()
            && view.shifts.is_empty()
    );
}

#[test]
fn an_old_link_names_the_year_of_its_day() {
    let scene = Scene::new();
    assert_eq!(scene.view().title(), "Acme Store on Mon 5 Oct");
    assert_eq!(
        scene.view_at("2027-01-02T12:00:00Z".parse().unwrap()).title(),
        "Acme Store on Mon 5 Oct 2026"
    );
}

#[test]
fn a_shift_that_waits_says_where_its_reader_can_approve_it() {
    let card = Scene::new().view().shifts.remove(0);
    assert_eq!(
        (card.state.as_str(), card.by.as_str()),
        ("Waiting for a decision", "Proposed on Tue 6 Oct at 08:07 EDT")
    );
    assert_eq!(card.text, "Move $300/day from Retargeting US to Prospecting EU");
    assert_eq!(card.sides[0].change, "$900 → $600 a day");
    assert_eq!(card.sides[1].change, "$1,200 → $1,500 a day");
    assert_eq!(card.why.unwrap(), "ROAS 2.05 vs 4.60 over 7 days, confidence high");
    assert_eq!(card.next.unwrap(), "Approve it with the button in your WhatsApp report.");
}

#[test]
fn who_may_not_approve_is_told_who_may() {
    let mut scene = Scene::new();
    scene.reader = testing::anna();
    scene.members[1].active = false;
    scene.members.push(testing::member("priya", "Priya", Role::Marketer));
    assert_eq!(scene.view().shifts[0].next.as_deref(), Some("Maya and Priya can approve it in WhatsApp."));
}

#[test]
fn an_approved_shift_says_by_whom_and_when_and_that_it_is_not_live_yet() {
    let card = Scene::new().approved().view().shifts.remove(0);
    assert_eq!(card.state, "Approved via WhatsApp");
    assert_eq!(card.by, "by Maya on Tue 6 Oct at 08:07 EDT");
    assert_eq!(
        card.next.unwrap(),
        "Approved, not live yet: somebody still has to change the budgets in the ad account."
    );
}

#[test]
fn a_budget_that_is_estimated_is_shown_as_one() {
    let mut scene = Scene::new();
    scene.adjustments[0].from.budget_estimated = true;
    let shift = scene.view().shifts.remove(0);
    assert!(shift.sides[0].change.ends_with("a day, budget estimated from spend"), "{:?}", shift.sides);
    assert!(shift.sides[1].change.ends_with("a day"), "{:?}", shift.sides);
}

#[test]
fn a_shift_that_was_replaced_offers_nothing() {
    let mut scene = Scene::new();
    scene.adjustments[0] = scene.adjustments[0].superseded(None);
    let card = scene.view().shifts.remove(0);
    assert_eq!((card.state.as_str(), card.next), ("Replaced by a newer proposal", None));
}

#[test]
fn a_shift_whose_recommendation_is_gone_is_shown_without_a_reason() {
    let mut scene = Scene::new();
    scene.recommendations.clear();
    assert_eq!(scene.view().shifts[0].why, None);
}

#[test]
fn alerts_come_most_urgent_first_and_resolved_ones_not_at_all() {
    let mut scene = Scene::new();
    let severities =
        |scene: &Scene| scene.view().alerts.into_iter().map(|alert| alert.severity).collect::<Vec<_>>();
    assert_eq!(severities(&scene), ["Critical", "High", "Medium"]);
    scene.alerts[1].state = AlertState::Resolved;
    assert_eq!(severities(&scene), ["High", "Medium"]);
}

#[test]
fn an_alert_says_since_when_and_what_is_at_stake() {
    let alert = Scene::new().view().alerts.remove(1);
    assert_eq!(alert.text, "Retargeting US ROAS 2.05 over 7 days, target 3.50");
    assert_eq!(alert.detail, "since Fri 2 Oct · $640 a day at stake");
}

#[test]
fn the_chart_shows_four_weeks_that_end_with_the_day() {
    let chart = Scene::new().view().charts.remove(0);
    assert_eq!(chart.slots.len(), 28);
    let labels: Vec<&str> = chart.days.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["14 Sep", "21 Sep", "28 Sep", "5 Oct"]);
    assert!(chart.slots[27].title.starts_with("Mon 5 Oct: spend $3,"), "{}", chart.slots[27].title);
}

#[test]
fn a_young_workspace_has_a_chart_of_two_weeks() {
    let scene = Scene::new();
    let day = scene.day;
    let view = scene.with_facts(|fact| fact.date == day).view();
    assert_eq!((view.charts[0].slots.len(), view.charts[0].bars.len()), (14, 1));
}

fn any_values() -> impl Strategy<Value = MetricValues> {
    let value = || proptest::option::of(prop_oneof![0_i64..10_000_000, -(1_i64 << 60)..(1_i64 << 60)]);
    (value(), value(), value(), value(), value()).prop_map(
        |(spend_minor, revenue_minor, impressions, clicks, conversions_thousandths)| MetricValues {
            spend_minor,
            revenue_minor,
            impressions,
            clicks,
            conversions_thousandths,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_facts_make_a_page(values in prop::collection::vec(any_values(), 145), target in any::<i64>(), late: bool) {
        let mut scene = Scene::new();
        prop_assert_eq!(scene.facts.len(), values.len());
        scene.workspace.target_roas_hundredths = target;
        scene.facts.iter_mut().zip(values).for_each(|(fact, values)| fact.values = values);
        let view = if late { scene.late("meta") } else { scene }.view();
        prop_assert_eq!(view.figures.len(), 6);
        let html = crate::dashboard::page::dashboard(&view).unwrap();
        prop_assert!(!html.contains("NaN") && !html.contains("inf"));
    }
}

fn by(member: &Member) -> domain::insight::adjustment::DecisionRecord {
    domain::insight::adjustment::DecisionRecord {
        by: member.id.clone(),
        name: member.name.clone(),
        at: testing::now(),
        source: domain::audit::Source::WhatsApp,
    }
}

#[test]
fn an_alert_that_somebody_takes_care_of_comes_last_and_says_who() {
    let mut scene = Scene::new();
    let until = testing::now() + jiff::SignedDuration::from_hours(4);
    scene.alerts[1] = scene.alerts[1].acknowledged(by(&testing::maya()));
    scene.alerts[2] = scene.alerts[2].snoozed(by(&testing::lee()), EpochSecond::from(until));
    let view = scene.view();
    let details: Vec<&str> = view.alerts.iter().map(|alert| alert.detail.as_str()).collect();
    assert_eq!(view.open_alerts(), 1);
    assert_eq!(
        details,
        [
            "since Mon 5 Oct · $220 a day at stake",
            "since Mon 5 Oct · $390 a day at stake · acknowledged by Maya on Tue 6 Oct at 08:07 EDT",
            "since Fri 2 Oct · $640 a day at stake · snoozed by Lee until Tue 6 Oct at 12:07 EDT",
        ]
    );
    assert_eq!(scene.view_at(until).open_alerts(), 2, "a snooze ends");
}

#[test]
fn a_shift_says_whose_it_is() {
    let mut scene = Scene::new();
    assert_eq!(scene.view().shifts[0].owner, None);
    let given = scene.recommendations[0].assigned(&testing::lee().id, "Lee", by(&testing::maya()));
    let owner = |scene: &Scene| scene.view().shifts.remove(0).owner.unwrap();
    scene.recommendations[0] = given.clone();
    assert_eq!(owner(&scene), "Given to Lee by Maya on Tue 6 Oct at 08:07 EDT, no answer yet");
    scene.recommendations[0] =
        given.answered(domain::insight::record::AssignmentAnswer::Accepted, testing::now());
    assert_eq!(owner(&scene), "Lee has it since Tue 6 Oct at 08:07 EDT");
    scene.recommendations[0] =
        given.answered(domain::insight::record::AssignmentAnswer::PassedBack, testing::now());
    assert_eq!(owner(&scene), "Lee gave it back on Tue 6 Oct at 08:07 EDT: nobody has it");
}
