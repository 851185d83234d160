//! Claims about what people read of a source that is silent.

use super::*;

const REASON: &str = "this file has no column for the day: export it with a daily breakdown";

/// Google, last in on Thursday 1 October at 06:10 in New York.
fn silent(since: Option<&str>, complete_through: Option<Date>, reason: Option<&str>) -> AlertFinding {
    let evidence = AlertEvidence::SourceSilent {
        day: testing::report_day(),
        since: since.map(|at| at.parse().unwrap()),
        complete_through,
        reason: reason.map(str::to_owned),
    };
    let subject = AlertSubject::Channel("google".parse().unwrap());
    AlertFinding { subject, stake: dollars(0), ..alert("", AlertRule::SourceSilent, evidence) }
}

fn since_thursday() -> AlertFinding {
    silent(Some("2026-10-01T10:10:00Z"), Some(date(2026, 9, 30)), None)
}

/// A Monday without Google, on which nothing else is wrong.
fn without_google(alert: AlertFinding) -> Scene {
    let waiting_for = vec![("google".parse().unwrap(), Some(date(2026, 9, 30)))];
    let complete = channels(&["meta"]);
    all_clear().with(|scene| {
        scene.report.completeness = DayCompleteness::Partial { waiting_for, complete };
        scene.alerts = vec![alert];
    })
}

fn told(alert: AlertFinding) -> String {
    without_google(alert).compose().variables["9"].clone()
}

#[test]
fn a_silent_source_is_an_alert_of_its_own_in_every_language() {
    for language in Language::ALL {
        let reasons = [None, Some("no day column")].into_iter();
        let alerts = reasons.flat_map(|reason| {
            let through = Some(date(2026, 9, 30));
            [
                silent(Some("2026-10-01T10:10:00Z"), through, reason),
                silent(Some("2026-09-17T10:10:00Z"), through, reason),
                silent(None, through, reason),
                silent(None, None, reason),
            ]
        });
        let lines: Vec<String> = alerts
            .map(|alert| speaking(without_google(alert), language).compose().variables["9"].clone())
            .collect();
        assert!(lines.iter().all(|line| !line.contains('…')), "{lines:#?}");
        let phone = speaking(without_google(since_thursday()), language).on_the_phone();
        insta::assert_snapshot!(
            format!("silent__{}", language.tag()),
            format!("{phone}\n\n{}", lines.join("\n"))
        );
    }
}

#[test]
fn the_instant_is_that_of_the_reader_and_has_its_date_once_the_weekday_could_mean_another() {
    assert_eq!(told(since_thursday()), "Google not in since Thu 06:10");
    let berlin =
        without_google(since_thursday()).with(|scene| scene.member.zone = "Europe/Berlin".to_owned());
    assert_eq!(berlin.compose().variables["9"], "Google not in since Thu 12:10");
    let of = |since: &str| told(silent(Some(since), None, None));
    assert_eq!(of("2026-09-30T10:10:00Z"), "Google not in since Wed 06:10");
    assert_eq!(of("2026-09-29T10:10:00Z"), "Google not in since Tue 29 Sep 06:10");
}

#[test]
fn a_reason_fits_its_line_and_can_neither_break_it_nor_bring_a_link() {
    let line = told(silent(None, None, Some(REASON)));
    assert_eq!(
        line,
        "Google has not come in yet; the last file was refused: this file has no column for the day: export it with a…"
    );
    let hostile = told(silent(None, None, Some("*x*\n\nhttps://evil.example {{1}}")));
    assert_eq!(hostile, "Google has not come in yet; the last file was refused: x https evil·example {{1}}");
}

#[test]
fn a_day_with_a_silent_source_is_never_all_clear_also_where_nothing_else_is_expected_of_the_channel() {
    let scene = all_clear().with(|scene| scene.known_unusual = vec![since_thursday()]);
    let composed = scene.compose();
    assert_eq!(
        (composed.template, composed.variables["8"].as_str()),
        (TemplateName::KpiAlerts, "nothing new")
    );
    assert_eq!(composed.variables["9"], "Google not in since Thu 06:10");
    assert!(!composed.text.contains("All clear"));
}
