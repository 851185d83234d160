//! Claims about any text whatever: no panic, nothing of another workspace, days that there can be numbers of.

use crate::fixture::{TODAY, WORKSPACE, span};
use crate::plan::{Plan, Planned};
use crate::planner::{Before, Question, plan};
use domain::language::Language;
use domain::question::query::{FilterDimension, TypedQuery};
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

/// How many random texts are planned; of these most are known questions, cut up and mixed.
const TEXTS: u64 = 100_000;

static QUESTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let corpora = [
        include_str!("../../../tests/fixtures/questions/tuning.jsonl"),
        include_str!("../../../tests/fixtures/questions/grid.jsonl"),
        include_str!("../../../tests/fixtures/questions/adversarial.jsonl"),
    ];
    let text = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        value["text"].as_str().unwrap().chars().take(120).collect()
    };
    corpora.iter().flat_map(|corpus| corpus.lines()).map(text).collect()
});

/// What is put into texts: signs, digits and letters that mean something somewhere, and some that do not.
const PIECES: [&str; 32] = [
    " ",
    "7",
    "2028",
    ".",
    ",",
    "-",
    "/",
    "'",
    "\"",
    "%",
    "€",
    "and",
    "\u{200b}",
    "\u{301}",
    "٧",
    "ｓ",
    "а",
    "🙏",
    "\n",
    "vs",
    "0",
    "31.02.",
    "99999999999999999999",
    "-1",
    "by",
    "last",
    "se",
    "\u{0}",
    "𝔰",
    "(",
    "<",
    "q9",
];

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap_or_default() % limit.max(1)
    }
}

/// Returns a known question with a few changes: letters dropped, doubled, crossed, pieces put in, another question's end.
fn mutated(numbers: &mut Numbers) -> String {
    let question = |numbers: &mut Numbers| QUESTIONS[numbers.below(QUESTIONS.len())].clone();
    let mut letters: Vec<char> = question(numbers).chars().collect();
    for _ in 0..numbers.below(4) {
        let at = numbers.below(letters.len());
        match numbers.below(5) {
            0 if !letters.is_empty() => {
                letters.remove(at);
            }
            1 if at + 1 < letters.len() => letters.swap(at, at + 1),
            2 => letters.splice(at..at, PIECES[numbers.below(PIECES.len())].chars()).for_each(drop),
            3 => letters.truncate(at),
            _ => letters.extend(question(numbers).chars().skip(at)),
        }
    }
    letters.into_iter().collect()
}

fn random(numbers: &mut Numbers) -> String {
    (0..numbers.below(12)).map(|_| PIECES[numbers.below(PIECES.len())]).collect::<Vec<_>>().join(" ")
}

/// Asserts that a plan is about days with numbers and about names of the workspace.
fn assert_sound(text: &str, planned: &Planned) {
    let queries: Vec<&TypedQuery> = match &planned.plan {
        Plan::Queries(queries) => {
            assert!(
                planned.confidence >= Planned::LEAST_CONFIDENCE,
                "{text:?} is {} % certain",
                planned.confidence
            );
            queries.iter().collect()
        }
        Plan::Clarify(clarification) => {
            assert!(clarification.choices.len() <= 3, "{text:?} has more choices than buttons");
            clarification.choices.iter().flat_map(|choice| &choice.queries).collect()
        }
        Plan::OutOfScope(_) => Vec::new(),
    };
    for query in queries {
        let days = span().resolve(query).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        for range in days.days.into_iter().chain(days.compared) {
            assert!(
                range.from <= range.to && range.to <= TODAY && Some(range.from) >= span().first,
                "{text:?}: {range:?}"
            );
        }
        for filter in &query.filters {
            assert!(
                filter.values.iter().all(|value| is_of_workspace(filter.dimension, value)),
                "{text:?}: {filter:?}"
            );
        }
    }
}

fn is_of_workspace(dimension: FilterDimension, value: &str) -> bool {
    match dimension {
        FilterDimension::Channel => WORKSPACE.channels.iter().any(|channel| channel.as_str() == value),
        FilterDimension::Status => ["active", "paused", "ended"].contains(&value),
        entity => WORKSPACE.entities.iter().any(|known| known.dimension == entity && known.name == value),
    }
}

#[test]
fn a_hundred_thousand_texts_are_planned_without_a_panic_and_stay_in_the_workspace() {
    let mut numbers = Numbers(2028);
    let mut last: Option<TypedQuery> = None;
    for round in 0..TEXTS {
        let text = if round % 8 == 0 { random(&mut numbers) } else { mutated(&mut numbers) };
        let language = Language::ALL[numbers.below(Language::ALL.len())];
        let before = Before { last: last.as_ref().map(|last| (last, 1)), quoted: None };
        let planned = plan(&Question { text: &text, workspace: &WORKSPACE, today: TODAY, language, before });
        assert_sound(&text, &planned);
        last = match planned.plan {
            Plan::Queries(queries) => queries.into_iter().last(),
            Plan::Clarify(_) | Plan::OutOfScope(_) => last.filter(|_| round % 3 != 0),
        };
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (2026_i16..2032, 1_i8..=12, 1_i8..=31)
        .prop_filter_map("a day of the calendar", |(year, month, day)| Date::new(year, month, day).ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn on_any_day_every_known_question_is_about_days_with_numbers(today in any_day(), place in 0_usize..1_000) {
        let text = &QUESTIONS[place % QUESTIONS.len()];
        let question = Question { text, workspace: &WORKSPACE, today, language: Language::English, before: Before::default() };
        if let Plan::Queries(queries) = plan(&question).plan {
            let span = domain::question::range::DataSpan { first: WORKSPACE.first_day, today };
            for query in &queries {
                let days = span.resolve(query).unwrap();
                for range in days.days.into_iter().chain(days.compared) {
                    prop_assert!(range.from <= range.to && range.to <= today && Some(range.from) >= span.first);
                }
            }
        }
    }

    #[test]
    fn any_text_at_all_is_planned(text in "\\PC{0,200}") {
        let question = Question { text: &text, workspace: &WORKSPACE, today: TODAY, language: Language::Hindi, before: Before::default() };
        assert_sound(&text, &plan(&question));
    }
}
