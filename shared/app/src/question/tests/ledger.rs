//! What an answer costs: the units of the table that a question over a month of fifty campaigns takes.

use super::*;
use domain::metrics::Campaign;
use store::embedded::CapacityUnits;

/// The price of a million units on demand in us-east-1 (aws.amazon.com/dynamodb/pricing/on-demand), in dollars.
const READ_PRICE: f64 = 0.125;
const WRITE_PRICE: f64 = 0.625;

/// Stores fifty campaigns with 35 days of facts.
async fn fifty() -> Scene {
    let scene = Scene::start().await;
    let campaigns: Vec<Campaign> = (0..50)
        .map(|number| Campaign {
            id: format!("campaign-{number}").parse().unwrap(),
            name: format!("Campaign {number}"),
            ..domain::testing::campaigns().remove(0)
        })
        .collect();
    let mut changed = settings();
    changed.campaigns = campaigns.clone();
    scene.table.store.save_settings(&changed).await.unwrap();
    let facts: Vec<_> = (0..35)
        .map(|day| report_day().saturating_sub(day.days()))
        .flat_map(|day| campaigns.iter().map(move |campaign| fact(campaign.id.as_str(), day, 1_000, 4_400)))
        .collect();
    scene.table.store.save_facts(&workspace().id, &facts, &|_| {}).await.unwrap();
    scene.table.calls.take();
    scene
}

/// Returns the units that are read and written for the answer to a question of Maya's.
async fn units_of(text: &str) -> (f64, f64) {
    let scene = fifty().await;
    scene.log(&maya(), 1, Said::Wrote { text: text.to_owned(), on: None }, now()).await;
    scene.table.calls.meter();
    let clock = FixedClock(now());
    let (store, model) = (&scene.table.store, None);
    let deps = QuestionDeps { store, queue: &scene.queue, clock: &clock, typing: &scene.typing, model };
    assert_eq!(answer_question(&deps, &job(&maya(), 1, now())).await.unwrap(), Answered::WithNumbers);
    let units = scene.table.calls.take_units();
    let sum = |of: fn(&CapacityUnits) -> f64| units.values().map(of).sum::<f64>();
    (sum(|units| units.read), sum(|units| units.write))
}

#[tokio::test]
async fn a_question_over_a_month_of_fifty_campaigns_takes_these_units() {
    let (read, written) = units_of("spend by campaign last 31 days").await;
    // Of 1,750 facts, 350 KB are read; question and message are written together, so each of their KB counts twice.
    assert_eq!((read, written), (93.0, 13.0));
    let dollars_a_million = read * READ_PRICE + written * WRITE_PRICE;
    assert!((19.0..20.0).contains(&dollars_a_million), "{dollars_a_million}");
}

#[tokio::test]
async fn a_question_about_a_day_of_fifty_campaigns_takes_these_units() {
    assert_eq!(units_of("Which campaigns overspent yesterday?").await, (12.0, 13.0));
}
