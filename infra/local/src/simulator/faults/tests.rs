//! Tests of fault rules.

use super::*;

fn attempt(to: &str) -> Attempt<'_> {
    Attempt { to, person: Some("maya"), content_sid: None }
}

fn faults(document: &str) -> Faults {
    let mut faults = Faults::new(7);
    faults.set(serde_json::from_str(document).expect("a valid document"));
    faults
}

#[test]
fn the_nth_message_of_a_person_is_hit_and_no_other() {
    let mut faults =
        faults(r#"{"rules":[{"when":{"to":"maya","nth":2},"effect":{"kind":"error_code","code":63049}}]}"#);
    let hits: Vec<bool> =
        (0..3).map(|_| faults.effects(attempt("whatsapp:+15550100001")).failure.is_some()).collect();
    assert_eq!(hits, [false, true, false]);
    let stranger = Attempt { to: "whatsapp:+15550100009", person: None, content_sid: None };
    assert_eq!(faults.effects(stranger), Effects::default());
}

#[test]
fn a_rule_stops_after_its_number_of_times() {
    let mut faults = faults(r#"{"rules":[{"when":{"times":1},"effect":{"kind":"http_429"}}]}"#);
    assert_eq!(
        faults.effects(attempt("x")).request,
        Some(RequestFault::Answer { code: 20429, accepted: false })
    );
    assert_eq!(faults.effects(attempt("x")).request, None);
}

#[test]
fn the_same_seed_draws_the_same_chances() {
    let rules = r#"{"rules":[{"when":{"probability":0.5},"effect":{"kind":"callbacks_missing"}}]}"#;
    let draw = |mut faults: Faults| -> Vec<bool> {
        (0..64).map(|_| faults.effects(attempt("x")).callbacks.missing).collect()
    };
    let first = draw(faults(rules));
    assert_eq!(first, draw(faults(rules)));
    assert!(first.contains(&true) && first.contains(&false));
}

#[test]
fn an_unknown_field_or_effect_is_refused() {
    for document in [
        r#"{"rules":[{"effect":{"kind":"http_418"}}]}"#,
        r#"{"rules":[{"when":{"form":"x"},"effect":{"kind":"http_429"}}]}"#,
        r#"{"rules":[{"effect":{"kind":"error_code"}}]}"#,
    ] {
        assert!(serde_json::from_str::<FaultRules>(document).is_err(), "{document}");
    }
}

#[test]
fn effects_of_several_rules_add_up() {
    let mut faults = faults(
        r#"{"rules":[{"effect":{"kind":"callbacks_duplicated"}},{"effect":{"kind":"callbacks_delayed","milliseconds":5}},
            {"effect":{"kind":"http_500","accepted":true}},{"effect":{"kind":"http_503"}}]}"#,
    );
    let effects = faults.effects(attempt("x"));
    assert_eq!(effects.request, Some(RequestFault::Answer { code: 20500, accepted: true }));
    assert!(effects.callbacks.duplicated);
    assert_eq!(effects.callbacks.delay_milliseconds, 5);
}

#[test]
fn a_paused_template_shows_as_paused_without_being_counted() {
    let faults =
        faults(r#"{"rules":[{"when":{"content_sid":"HX1","times":1},"effect":{"kind":"template_paused"}}]}"#);
    assert!(faults.shows_paused("HX1") && faults.shows_paused("HX1"));
    assert!(!faults.shows_paused("HX2"));
}
