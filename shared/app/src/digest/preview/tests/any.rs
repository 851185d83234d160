//! Arbitrary mornings of a workspace: people, facts of five weeks, and what became of what the day before showed.

use domain::language::Language;
use domain::metrics::DailyMetric;
use domain::metrics::source::SourceHealth;
use domain::settings::WorkspaceSettings;
use domain::testing::{self, dollars, fact, report_day};
use domain::workspace::preferences::{DigestDays, QuietHours};
use domain::workspace::{Consent, Member, Role, WhatsAppSubscription};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday, time};
use proptest::prelude::*;

/// What somebody did about an alert.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    Waits,
    Acknowledged,
    Snoozed,
    SnoozeOver,
}

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) settings: WorkspaceSettings,
    pub(super) facts: Vec<DailyMetric>,
    pub(super) fates: Vec<Fate>,
    pub(super) had_a_digest_before: bool,
}

const DAYS: usize = 36;

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![Just(Fate::Waits), Just(Fate::Acknowledged), Just(Fate::Snoozed), Just(Fate::SnoozeOver)]
}

prop_compose! {
    /// The time is before eight, so that a digest of this day is on time at seven minutes past eight, or long after it.
    fn any_person(id: &'static str, name: &'static str)(
        role in prop::sample::select(vec![Role::Owner, Role::Marketer, Role::Viewer]), active in prop::bool::weighted(0.9),
        language in prop::sample::select(Language::ALL.to_vec()), opted_out in prop::bool::weighted(0.1),
        known in prop::bool::weighted(0.9), hour in 8_i8..12, quiet in prop::bool::ANY,
    ) -> (Member, Option<WhatsAppSubscription>) {
        let mut member = testing::member(id, name, role);
        (member.active, member.language) = (active, language.tag().to_owned());
        let mut subscription = testing::subscription(&member);
        subscription.consent = if opted_out { Consent::OptedOut } else { Consent::OptedIn };
        subscription.digest_time = time(hour, 0, 0, 0);
        subscription.digest_days = DigestDays::of(&[Weekday::Tuesday, Weekday::Friday]);
        subscription.quiet_hours = quiet.then(|| QuietHours { from: time(22, 0, 0, 0), until: time(8, 30, 0, 0) });
        (member, known.then_some(subscription))
    }
}

prop_compose! {
    fn any_settings()(
        maya in any_person("maya", "Maya"), lee in any_person("lee", "Lee"), anna in any_person("anna", "Anna"),
        budget in 200_i64..2_000, target in 100_i64..600, days_missing in prop_oneof![6 => Just(0_i32), 1 => 1_i32..3], expected in prop::option::of(0_i8..24),
        limit in 50_i64..900,
    ) -> WorkspaceSettings {
        let mut settings = testing::settings();
        let people = [maya, lee, anna];
        settings.subscriptions = people.iter().filter_map(|(_, known)| known.clone()).collect();
        settings.members = people.into_iter().map(|(member, _)| member).collect();
        settings.workspace.target_roas_hundredths = target;
        settings.workspace.single_tap_limit = dollars(limit);
        settings.campaigns[0].daily_budget = dollars(budget);
        settings.sources[0].complete_through = report_day().saturating_sub(days_missing.days());
        settings.health.extend(expected.map(|hour| SourceHealth {
            expected_by: Some(Time::constant(hour, 15, 0, 0)),
            ..SourceHealth::unknown("meta".parse().unwrap())
        }));
        settings
    }
}

/// The facts of two campaigns on so many days: each has a return of its own that varies, some days lack it, and the last
/// days spend more than the others.
fn any_facts() -> impl Strategy<Value = Vec<DailyMetric>> {
    let day = (600_i64..1_000, 80_i64..120, 600_i64..1_200, 80_i64..120, prop::bool::weighted(0.98));
    let returns = (80_i64..400, 200_i64..700);
    (prop::collection::vec(day, DAYS), returns, 1_i64..5, 1_i64..3).prop_map(
        |(days, (return_of_one, return_of_other), last, before_last)| {
            let mut facts = Vec::new();
            for (back, (spend, varies, other, other_varies, is_known)) in (0_i32..).zip(days) {
                let day = report_day().saturating_sub(back.days());
                let spend = spend * [last, before_last, 1][usize::try_from(back).unwrap_or(2).min(2)];
                let mut one = fact("retargeting-us", day, spend, spend * return_of_one * varies / 10_000);
                if !is_known {
                    one.values.revenue_minor = None;
                }
                let earned = other * return_of_other * other_varies / 10_000;
                facts.extend([one, fact("prospecting-eu", day, other, earned)]);
            }
            facts
        },
    )
}

prop_compose! {
    pub(super) fn any_case()(
        settings in any_settings(), facts in any_facts(), fates in prop::collection::vec(any_fate(), 4),
        had_a_digest_before in prop::bool::weighted(0.7),
    ) -> Case {
        Case { settings, facts, fates, had_a_digest_before }
    }
}
