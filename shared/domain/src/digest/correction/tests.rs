//! Claims about which digests are corrected, and what the correction says.

use super::*;
use crate::delivery::policy::respects_quiet_hours;
use crate::instant::EpochSecond;
use crate::metrics::MetricValues;
use crate::testing::{digest_in, maya, now, report_day, workspace};
use proptest::prelude::*;

/// A digest that was composed while Google was not in.
fn digest(spend: Option<i64>, revenue: Option<i64>) -> WhatsAppDigest {
    let values = values(spend, revenue);
    WhatsAppDigest {
        workspace: workspace().id,
        member: maya().id,
        local_date: report_day().tomorrow().unwrap(),
        report_day: report_day(),
        metrics: values,
        roas_hundredths: Kpis::new(values).roas_hundredths(),
        incomplete: true,
        template: TemplateName::KpiPartial,
        template_version: 1,
        language: "en".to_owned(),
        variables: BTreeMap::new(),
        button_titles: Vec::new(),
        text: String::new(),
        adjustment: None,
        message: digest_in(MessageState::Delivered).id,
        composed_at: now(),
    }
}

fn values(spend: Option<i64>, revenue: Option<i64>) -> MetricValues {
    MetricValues { spend_minor: spend, revenue_minor: revenue, ..MetricValues::default() }
}

fn corrected(digest: &WhatsAppDigest, state: MessageState, spend: i64, revenue: Option<i64>) -> Correction {
    let known = Kpis::new(values(Some(spend), revenue));
    correct(&workspace(), digest, &digest_in(state), &known, now())
}

#[test]
fn each_language_reads_what_a_headline_was_and_is() {
    for language in Language::ALL {
        let digest =
            WhatsAppDigest { language: language.tag().to_owned(), ..digest(Some(212_000), Some(742_000)) };
        let Correction::Message(message) = corrected(&digest, MessageState::Read, 412_000, Some(1_524_000))
        else {
            panic!("it moved");
        };
        insta::assert_snapshot!(format!("correction__{}", language.tag()), message.text);
    }
}

#[test]
fn what_did_not_change_is_told_once_and_what_became_known_as_such() {
    let Correction::Message(message) =
        corrected(&digest(Some(212_000), None), MessageState::Read, 212_000, Some(742_000))
    else {
        panic!("revenue became known");
    };
    insta::assert_snapshot!(message.text);
}

#[test]
fn a_digest_of_whole_data_or_one_that_nobody_has_seen_is_not_corrected() {
    use MessageState as S;
    let whole = WhatsAppDigest { incomplete: false, ..digest(Some(100), Some(400)) };
    assert_eq!(corrected(&whole, S::Read, 900, Some(900)), Correction::NotNeeded);
    let failed = corrected(&digest(Some(100), Some(400)), S::Failed, 900, Some(900));
    assert_eq!(failed, Correction::NotNeeded);
}

#[test]
fn no_correction_comes_before_its_digest_has_arrived_and_none_is_dropped_before_it_has_failed() {
    use MessageState as S;
    for state in [S::Queued, S::Calling, S::Unknown, S::Accepted, S::Undelivered] {
        let underway = corrected(&digest(Some(100), Some(400)), state, 900, Some(900));
        assert_eq!(underway, Correction::NotYet, "{state:?}");
    }
    for state in [S::Delivered, S::Read] {
        let arrived = corrected(&digest(Some(100), Some(400)), state, 900, Some(900));
        assert!(matches!(arrived, Correction::Message(_)), "{state:?}");
    }
}

#[test]
fn a_correction_has_hours_and_is_nothing_that_its_person_asked_for() {
    let Correction::Message(message) =
        corrected(&digest(Some(100), Some(400)), MessageState::Read, 900, Some(900))
    else {
        panic!("it moved");
    };
    assert_eq!(message.kind, MessageKind::Correction);
    assert!(message.deadline >= EpochSecond::from(now()).plus_seconds(3_600));
    assert!(respects_quiet_hours(&message));
}

#[test]
fn a_digest_has_one_correction_whatever_comes_in_later() {
    let id = |spend| match corrected(&digest(Some(100), Some(400)), MessageState::Read, spend, Some(400)) {
        Correction::Message(message) => message.id,
        other => panic!("{other:?}"),
    };
    assert_eq!(id(500), id(900));
}

proptest! {
    #[test]
    fn a_change_below_five_percent_of_every_headline_is_no_message(
        spend in 1_i64..1_000_000, revenue in 1_i64..1_000_000, change in -100_i64..=100,
    ) {
        // Both change alike, so that their ratio stays what it is but for rounding.
        let grown = |value: i64| value + value * change / 1_000;
        let digest = WhatsAppDigest { roas_hundredths: None, ..digest(Some(spend), Some(revenue)) };
        let known = Kpis::new(values(Some(grown(spend)), Some(grown(revenue))));
        let without_ratio = WhatsAppDigest { roas_hundredths: known.roas_hundredths(), ..digest };
        let is_large = |value: i64| {
            let moved = (grown(value) - value).abs();
            moved > 0 && moved * 100 >= value * 5
        };
        let moved = is_large(spend) || is_large(revenue);
        let result = correct(&workspace(), &without_ratio, &digest_in(MessageState::Read), &known, now());
        prop_assert_eq!(matches!(result, Correction::Message(_)), moved, "{} {}", spend, change);
    }
}
