//! Claims about the table of error codes, checked against the reference data if it is available.

use super::*;

fn word_of_the_reference(class: FailureClass) -> &'static str {
    match class {
        FailureClass::Retry => "retry",
        FailureClass::RetryLater => "retry_later",
        FailureClass::ResendAsTemplate => "use_template",
        FailureClass::FallBackToEmail => "fallback",
        FailureClass::Suppress => "opt_out",
        FailureClass::OperatorMustAct | FailureClass::CredentialsRefused | FailureClass::TemplateHeldBack => {
            "config"
        }
        FailureClass::OurBug => "content",
        FailureClass::OurWebhookAnswer => "webhook",
        FailureClass::NothingToDo => "info",
        FailureClass::Unfamiliar => "unknown",
    }
}

#[test]
fn the_table_ascends_so_that_every_row_is_found() {
    assert!(table::ROWS.windows(2).all(|pair| pair[0].code < pair[1].code));
    for row in table::ROWS {
        assert_eq!(classify(Some(row.code), 400), row.class, "{}", row.code);
        assert_eq!(classify_callback(Some(row.code)), row.class, "{}", row.code);
    }
}

#[test]
fn every_code_that_finds_fault_with_the_content_is_in_the_table_and_no_retry_heals_it() {
    for code in OF_CONTENT {
        let class = classify_callback(Some(code));
        let is_lasting = [FailureClass::OurBug, FailureClass::OperatorMustAct, FailureClass::FallBackToEmail];
        assert!(is_lasting.contains(&class), "{code}: {class:?}");
    }
}

#[test]
fn every_reason_is_one_short_sentence() {
    for row in table::ROWS {
        let reason = plain_reason(Some(row.code));
        assert!(reason.ends_with('.') && !reason.trim_end_matches('.').contains(". "), "{}", row.code);
        assert!(reason.len() <= 100, "{}", row.code);
    }
}

#[test]
fn the_codes_that_decide_a_digest_have_their_class() {
    assert_eq!(classify_callback(Some(63016)), FailureClass::ResendAsTemplate);
    assert_eq!(classify_callback(Some(63014)), FailureClass::Suppress);
    assert_eq!(classify_callback(Some(63024)), FailureClass::FallBackToEmail);
    assert_eq!(classify_callback(Some(63018)), FailureClass::RetryLater);
    assert_eq!(classify(Some(20003), 401), FailureClass::CredentialsRefused);
}

#[test]
fn a_new_code_of_a_callback_is_retried_once_and_raises_an_alarm() {
    assert_eq!(classify_callback(Some(63999)), FailureClass::Unfamiliar);
    assert_eq!(classify_callback(None), FailureClass::Unfamiliar);
    assert_eq!(plain_reason(Some(63999)), "Twilio gave a reason that is new to us.");
}

#[test]
fn without_a_known_code_the_http_status_decides() {
    let by_status = |status| classify(None, status);
    assert_eq!(by_status(429), FailureClass::Retry);
    assert_eq!(by_status(503), FailureClass::Retry);
    assert_eq!(by_status(401), FailureClass::CredentialsRefused);
    assert_eq!(by_status(302), FailureClass::OperatorMustAct);
    assert_eq!(by_status(400), FailureClass::OurBug);
    assert_eq!(by_status(201), FailureClass::Unfamiliar);
    assert_eq!(classify(Some(99_999), 429), FailureClass::Retry);
}

#[test]
fn the_table_agrees_with_the_reference_on_every_code() {
    let Some(file) = crate::testing::reference::file("twilio/error_codes.json") else { return };
    let reference: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let codes = reference["codes"].as_array().unwrap();
    assert!(codes.len() > 80);
    for code in codes {
        let number = u32::try_from(code["code"].as_u64().unwrap()).unwrap();
        let ours = known(number).map_or(FailureClass::Unfamiliar, |known| known.class);
        assert_eq!(word_of_the_reference(ours), code["class"].as_str().unwrap(), "{number}");
    }
}

#[test]
fn a_class_that_a_later_version_stored_is_unfamiliar_and_no_trouble() {
    for class in [FailureClass::CredentialsRefused, FailureClass::Retry, FailureClass::Unfamiliar] {
        let written = serde_json::to_value(class).unwrap();
        assert_eq!(serde_json::from_value::<FailureClass>(written).unwrap(), class);
    }
    assert_eq!(serde_json::to_value(FailureClass::OperatorMustAct).unwrap(), "operator_must_act");
    let later = serde_json::json!("a_class_of_tomorrow");
    assert_eq!(serde_json::from_value::<FailureClass>(later).unwrap(), FailureClass::Unfamiliar);
}
