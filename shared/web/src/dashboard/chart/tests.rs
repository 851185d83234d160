//! Tests of the chart, for any amounts.

use super::*;
use proptest::prelude::*;

fn day(spend_minor: Option<i64>, revenue_minor: Option<i64>) -> ChartDay {
    let label = Some("Mon 5 Oct".to_owned());
    ChartDay { spend_minor, revenue_minor, title: "Mon 5 Oct".into(), label, is_final: true }
}

fn draw(size: ChartSize, days: &[ChartDay]) -> Chart {
    let words = ChartWords { label: "Spend and revenue".into(), amount: &|minor| minor.to_string() };
    Chart::draw(size, days, 100, &words)
}

fn inside(chart: &Chart, point: Point) -> bool {
    let bottom = chart.top.0 + chart.height.0;
    (chart.left..=chart.right).contains(&point.x) && (chart.top.0..=bottom).contains(&point.y.0)
}

/// Reports whether all parts of a chart are inside its picture.
fn fits(chart: &Chart) -> bool {
    let (width, height) = (chart.size.width * 10, chart.size.height * 10);
    let corner = |bar: &Bar| Point { x: Tenths(bar.x.0 + bar.width.0), y: Tenths(bar.y.0 + bar.height.0) };
    let bars = chart
        .bars
        .iter()
        .all(|bar| inside(chart, Point { x: bar.x, y: bar.y }) && inside(chart, corner(bar)));
    let points = chart.runs.iter().flatten().chain(&chart.dots()).all(|point| inside(chart, *point));
    let labels = chart.amounts.iter().chain(&chart.days);
    let labels = labels
        .map(|label| label.at)
        .all(|at| (0..=width).contains(&at.x.0) && (0..=height).contains(&at.y.0));
    bars && points && labels && chart.right.0 > chart.left.0
}

fn amounts(texts: &Chart) -> Vec<&str> {
    texts.amounts.iter().map(|label| label.text.as_str()).collect()
}

#[test]
fn the_axis_counts_in_steps_that_people_count_in() {
    let axis = |spend, revenue| {
        let chart = draw(ChartSize::PHONE, &[day(Some(spend), Some(revenue))]);
        amounts(&chart).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(axis(412_000, 1_524_000), ["0", "500000", "1000000", "1500000", "2000000"]);
    assert_eq!(axis(90, 350), ["0", "100", "200", "300", "400"]);
    assert_eq!(axis(0, 0), ["0", "100"]);
    assert_eq!(axis(-30_000, 90_000), ["-50000", "0", "50000", "100000"]);
}

#[test]
fn one_day_alone_is_a_bar_and_a_dot() {
    let chart = draw(ChartSize::PHONE, &[day(Some(412_000), Some(1_524_000))]);
    assert_eq!((chart.bars.len(), chart.dots().len(), chart.days.len()), (1, 1, 1));
    assert!(fits(&chart), "{chart:?}");
}

#[test]
fn no_days_at_all_draw_an_empty_axis() {
    let chart = draw(ChartSize::DESKTOP, &[]);
    assert!(chart.bars.is_empty() && chart.runs.is_empty() && fits(&chart));
}

#[test]
fn a_day_without_revenue_breaks_the_line_instead_of_touching_zero() {
    let known = day(Some(100), Some(1_000));
    let chart = draw(ChartSize::PHONE, &[known.clone(), known.clone(), day(Some(100), None), known.clone()]);
    assert_eq!(chart.runs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(chart.dots().len(), 1, "the day alone is seen");
}

#[test]
fn a_day_without_spend_has_no_bar_and_a_refund_hangs_below_zero() {
    let chart =
        draw(ChartSize::PHONE, &[day(None, Some(500)), day(Some(-400), Some(500)), day(Some(500), None)]);
    assert_eq!(chart.bars.len(), 2);
    assert_eq!(chart.bars[0].y, chart.zero);
    assert!(chart.bars[1].y < chart.zero);
}

#[test]
fn a_day_that_is_not_whole_looks_different() {
    let open = ChartDay { is_final: false, ..day(Some(100), None) };
    let classes = |last: &ChartDay| {
        let chart = draw(ChartSize::PHONE, &[day(Some(100), None), last.clone()]);
        chart.bars.iter().map(|bar| bar.class).collect::<Vec<_>>()
    };
    assert_eq!(classes(&day(Some(100), None)), ["past", "shown"]);
    assert_eq!(classes(&open), ["past", "open"]);
}

#[test]
fn labels_never_touch_and_the_shown_day_always_has_one() {
    let chart = draw(ChartSize::PHONE, &vec![day(Some(100), Some(500)); 28]);
    let places: Vec<i64> = chart.days.iter().map(|label| label.at.x.0).collect();
    assert!(
        places.len() > 2
            && places.windows(2).all(|pair| pair[1] - pair[0] > "Mon 5 Oct".len() as i64 * CHARACTER)
    );
    assert_eq!(chart.days.last().map(|label| (label.at.x, label.anchor)), Some((chart.right, "end")));
}

#[test]
fn a_length_is_written_with_one_decimal() {
    assert_eq!(
        [Tenths(1_234), Tenths(5), Tenths(-5)].map(|length| length.to_string()),
        ["123.4", "0.5", "-0.5"]
    );
}

fn any_day() -> impl Strategy<Value = ChartDay> {
    let amount =
        || prop_oneof![3 => 0_i64..10_000_000, 1 => any::<i64>(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)];
    (proptest::option::of(amount()), proptest::option::of(amount()))
        .prop_map(|(spend, revenue)| day(spend, revenue))
}

proptest! {
    #[test]
    fn nothing_is_ever_drawn_outside_the_picture(days in prop::collection::vec(any_day(), 0..40), phone: bool) {
        let chart = draw(if phone { ChartSize::PHONE } else { ChartSize::DESKTOP }, &days);
        prop_assert!(fits(&chart), "{:?}", chart);
        prop_assert!((2..=6).contains(&chart.amounts.len()), "{:?}", chart.amounts);
    }

    #[test]
    fn more_revenue_is_never_drawn_lower(left in any::<i64>(), right in any::<i64>()) {
        let chart = draw(ChartSize::PHONE, &[day(None, Some(left)), day(None, Some(right))]);
        let run = &chart.runs[0];
        prop_assert_eq!(run.len(), 2);
        let (lower, higher) = if left <= right { (run[0].y, run[1].y) } else { (run[1].y, run[0].y) };
        prop_assert!(lower >= higher);
    }

    #[test]
    fn days_go_from_left_to_right(days in prop::collection::vec(any_day(), 2..40)) {
        let chart = draw(ChartSize::PHONE, &days);
        prop_assert!(chart.slots.windows(2).all(|pair| pair[0].x < pair[1].x));
        prop_assert_eq!(chart.slots.len(), days.len());
    }
}
