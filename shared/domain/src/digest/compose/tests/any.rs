//! Arbitrary facts, both sane and absurd.

use super::*;

fn any_amount() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0_i64..10_000_000, 1 => any::<i64>(), 1 => Just(0)]
}

fn any_money() -> impl Strategy<Value = Money> {
    (any_amount(), any_currency()).prop_map(|(minor, currency)| Money::from_minor(minor, currency))
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["USD", "JPY", "KWD", "XAF", "BRL"]).prop_map(|code| code.parse().unwrap())
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z ]{0,20}", "\\PC{0,120}", "[\\n\\t *_~`{}]{0,30}", "(a\u{301}{0,60}){0,9}"]
}

fn any_day() -> impl Strategy<Value = Date> {
    (1990_i16..2200, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

prop_compose! {
    fn any_values()(
        spend_minor in prop::option::of(any_amount()), revenue_minor in prop::option::of(any_amount()),
    ) -> MetricValues {
        MetricValues { spend_minor, revenue_minor, ..MetricValues::default() }
    }
}

fn any_evidence() -> impl Strategy<Value = AlertEvidence> {
    prop_oneof![
        (any_money(), any_money())
            .prop_map(|(spend, budget)| AlertEvidence::OverspentDailyBudget { spend, budget }),
        (any::<i64>(), any::<i64>(), 0_u8..9).prop_map(|(roas_hundredths, target_hundredths, days)| {
            AlertEvidence::RoasUnderTarget { roas_hundredths, target_hundredths, days }
        }),
        (prop::option::of(any_money()), any_money())
            .prop_map(|(budget, usual_spend)| AlertEvidence::ZeroDelivery { budget, usual_spend }),
        (any_money(), any::<i64>(), any_money(), 0_u8..9).prop_map(
            |(spend, conversions_thousandths, usual_cost, days)| {
                let usual_of = UsualOf::Workspace;
                AlertEvidence::WastedSpend { spend, conversions_thousandths, usual_cost, usual_of, days }
            }
        ),
        (any_money(), any_money(), 0_u8..9)
            .prop_map(|(cost, usual_cost, days)| AlertEvidence::CostAboveUsual { cost, usual_cost, days }),
        (any_money(), any_money(), any_day(), any_name()).prop_map(|(value, usual, day, name)| {
            let contributor = Contributor::Campaign { campaign: "any".parse().unwrap(), name };
            let metric = UnusualMetric::Spend;
            let contributor = Some(contributor);
            AlertEvidence::UnusualDay { metric, day, value, usual, weekdays: 4, contributor }
        }),
        (any_day(), prop::option::of(0_i64..7_000_000_000), prop::option::of(any_day()), any_name())
            .prop_map(|(day, since, complete_through, reason)| {
                let since = since.map(|second| Timestamp::from_second(second).unwrap());
                AlertEvidence::SourceSilent { day, since, complete_through, reason: Some(reason) }
            }),
    ]
}

fn any_alerts() -> impl Strategy<Value = Vec<AlertFinding>> {
    let one = (any_name(), any_evidence(), any_channels()).prop_map(|(name, evidence, channels)| {
        let alert = alert(&name, AlertRule::ZeroDelivery, evidence);
        let channel = channels.into_iter().next().map(AlertSubject::Channel);
        AlertFinding { subject: channel.unwrap_or(alert.subject.clone()), ..alert }
    });
    prop::collection::vec(one, 0..4)
}

prop_compose! {
    fn any_shift()(
        from in any_name(), to in any_name(), amount in any_money(), roas in prop::option::of(any::<i64>()), days in 0_u8..9,
        version in any::<u64>(), budget_estimated: bool,
    ) -> (BudgetAdjustment, ShiftFinding) {
        let mut adjustment = BudgetAdjustment { amount, version, ..testing::adjustment() };
        adjustment.from.name.clone_from(&from);
        adjustment.to.name.clone_from(&to);
        let mut finding = ShiftFinding { amount, days, ..shift(&from, &to) };
        finding.from.roas_hundredths = roas;
        finding.to.roas_hundredths = roas;
        finding.from.budget_estimated = budget_estimated;
        (adjustment, finding)
    }
}

fn any_channels() -> impl Strategy<Value = Vec<Channel>> {
    prop::collection::vec("[a-z][a-z0-9-]{0,19}".prop_map(|name| name.parse().unwrap()), 0..9)
}

fn any_completeness() -> impl Strategy<Value = DayCompleteness> {
    let waiting = (any_channels(), prop::option::of(any_day()));
    prop_oneof![
        Just(DayCompleteness::NoData),
        any_channels().prop_map(|channels| DayCompleteness::Complete { channels }),
        (waiting, any_channels()).prop_map(|((late, last), complete)| DayCompleteness::Partial {
            waiting_for: late.into_iter().map(|channel| (channel, last)).collect(),
            complete,
        }),
    ]
}

prop_compose! {
    fn any_report()(
        day in any_day(), total in any_values(), average in prop::option::of(any_values()),
        planned_spend in prop::option::of(any_money()), completeness in any_completeness(), missing in 0_usize..5_000,
    ) -> DayReport {
        let weekday_average = average.map(|values| WeekdayAverage { days: 4, values, roas_hundredths: None });
        let missing_values = MissingValues { revenue: missing, ..MissingValues::default() };
        let total = Kpis::new(total);
        DayReport { day, total, weekday_average, planned_spend, completeness, missing_values, ..report() }
    }
}

prop_compose! {
    /// Generates an arbitrary digest.
    pub(super) fn scene()(
        report in any_report(), alerts in any_alerts(), known_unusual in any_alerts(), shift in prop::option::of(any_shift()), currency in any_currency(),
        zone in prop::sample::select(vec!["America/New_York", "Asia/Kathmandu", "America/Sao_Paulo", "nowhere"]),
        role in prop::sample::select(vec![Role::Owner, Role::Marketer, Role::Viewer]),
        workspace_name in any_name(), person in any_name(), target in any::<i64>(),
        language in prop::sample::select(Language::ALL.to_vec()),
    ) -> Scene {
        let mut scene = Scene { report, alerts, known_unusual, shift, ..Scene::monday() };
        scene.workspace.currency = currency;
        scene.workspace.zone = zone.to_owned();
        scene.workspace.name = workspace_name;
        scene.workspace.target_roas_hundredths = target;
        scene.member.name = person;
        scene.member.role = role;
        language.tag().clone_into(&mut scene.member.language);
        scene
    }
}
