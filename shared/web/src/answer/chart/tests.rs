//! Claims about the chart of a trend.

use super::*;
use domain::question::answer::Trend;
use proptest::prelude::*;

fn trend(values: &[Option<i64>]) -> Trend {
    let point = |(place, value): (usize, &Option<i64>)| TrendPoint {
        label: format!("{} Oct", place + 1),
        name: format!("Day {}", place + 1),
        value: *value,
    };
    Trend::of_points(values.iter().enumerate().map(point).collect())
}

fn drawn(size: TrendSize, values: &[Option<i64>]) -> TrendChart {
    TrendChart::draw(size, &trend(values), &|text| size.estimated_width(text))
}

#[test]
fn the_first_the_last_and_the_highest_point_are_labelled() {
    let chart = drawn(TrendSize::PHONE, &[1_000, 2_000, 9_000, 2_000, 3_000, 4_000].map(Some));
    let said: Vec<&str> = chart.marks.iter().map(|mark| mark.text.as_str()).collect();
    assert_eq!(said, ["$90 (highest)", "$40", "$10"]);
    assert_eq!((chart.dots.len(), chart.runs.len()), (3, 1));
}

#[test]
fn where_nothing_changes_nothing_is_called_the_highest() {
    let chart = drawn(TrendSize::PHONE, &[Some(500), Some(500), Some(500)]);
    assert!(chart.marks.iter().all(|mark| mark.text == "$5"), "{:?}", chart.marks);
}

#[test]
fn a_gap_in_the_numbers_is_a_gap_in_the_line_and_a_point_alone_has_a_dot() {
    let chart = drawn(TrendSize::DESKTOP, &[Some(1), Some(2), None, Some(3), None, Some(9), Some(4)]);
    assert_eq!(chart.runs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 2]);
    assert_eq!(chart.dots.len(), 4);
    assert_eq!(chart.slots[2].title, "Day 3");
    assert_eq!(chart.slots[3].title, "Day 4: $0.03");
}

proptest! {
    #[test]
    fn nothing_is_drawn_beyond_the_chart_and_no_two_labels_touch(
        values in proptest::collection::vec(proptest::option::weighted(0.9, any::<i64>()), 2..400),
        is_phone in any::<bool>(),
    ) {
        let size = if is_phone { TrendSize::PHONE } else { TrendSize::DESKTOP };
        let chart = drawn(size, &values);
        let (width, height) = (size.width * 10, size.height * 10);
        let is_inside = |x: Tenths, y: Tenths| (0..=width).contains(&x.0) && (0..=height).contains(&y.0);
        prop_assert!(chart.runs.iter().flatten().all(|point| is_inside(point.x, point.y)));
        prop_assert!(chart.dots.iter().all(|point| is_inside(point.x, point.y)));
        prop_assert!(chart.amounts.iter().chain(&chart.days).all(|label| is_inside(label.at.x, label.at.y)));
        let spans: Vec<(i64, i64)> = chart
            .days
            .iter()
            .map(|day| (day.at.x.0, size.estimated_width(&day.text) / 2))
            .map(|(x, half)| (x - half, x + half))
            .collect();
        prop_assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0));
        prop_assert!(!chart.days.is_empty());
    }
}
