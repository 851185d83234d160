//! What an export says about its own completeness in the lines above its header.

use crate::day::{DayOrder, DayText};
use crate::text::plain_text;
use jiff::civil::Date;

/// How Microsoft calls the last day that is over and counted.
const LAST_COMPLETE: &str = "last completed available day:";

/// Returns the last day that the file itself calls complete. The line is American whatever the rows are written in.
pub(super) fn complete_through(above: &[String]) -> Option<Date> {
    above.iter().find_map(|line| {
        let plain = plain_text(line);
        let day = plain.strip_prefix(LAST_COMPLETE)?.trim();
        let day = day.split(' ').next()?;
        let text = DayText::read(day)?;
        text.date(DayOrder::MonthFirst).or_else(|| text.date(DayOrder::DayFirst))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_that_the_file_calls_complete_is_read_as_the_platform_writes_it() {
        let line = |text: &str| complete_through(&["Report Name: X".to_owned(), text.to_owned()]);
        assert_eq!(
            line("Last Completed Available Day: 11/27/2026 2:05:00 PM (GMT)"),
            Some(date(2026, 11, 27))
        );
        assert_eq!(line("Last Completed Available Day: 11/5/2026 2:05:00 PM (GMT)"), Some(date(2026, 11, 5)));
        assert_eq!(line("Last Completed Available Hour: 11/28/2026 2:05:00 PM (GMT)"), None);
    }
}
