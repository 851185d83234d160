//! Claims about the numbers: what counts, what does not, and how certain a small sample is.

use super::*;
use crate::audit::{AuditEvent, Occasion, Outcome, Verb};
use crate::testing::{maya, now, workspace};
use crate::workspace::Consent;
use proptest::prelude::*;

fn event(verb: Verb, source: Source, outcome: Outcome) -> AuditEvent {
    let occasion =
        Occasion { id: AuditEvent::id_for_message("SM1"), workspace: workspace().id, at: now(), source };
    let event = AuditEvent::executed(occasion, verb, "20261005-a1b2c3d4").by(&maya().id);
    AuditEvent { outcome, ..event }
}

fn denied(reason: &str) -> Outcome {
    Outcome::Denied { reason: reason.to_owned() }
}

#[test]
fn decisions_of_people_with_consent_count_and_undo_and_refusals_stand_beside_them() {
    let mut report = ApprovalReport::new(&workspace().id, jiff::civil::date(2026, 10, 6));
    let yes = Some(Consent::OptedIn);
    for (verb, source, outcome, consent) in [
        (Verb::ApproveShift, Source::WhatsApp, Outcome::Executed, yes),
        (Verb::ApproveShiftFirst, Source::WebLink, Outcome::Executed, yes),
        (Verb::DeclineShift, Source::WhatsApp, Outcome::Executed, yes),
        (Verb::DeclineShift, Source::Api, Outcome::Executed, Some(Consent::OptedOut)),
        (Verb::ApproveShift, Source::Api, Outcome::Executed, None),
        (Verb::UndoShift, Source::WhatsApp, Outcome::Executed, yes),
        (Verb::AcknowledgeAlert, Source::WhatsApp, Outcome::Executed, yes),
        (Verb::ApproveShift, Source::WhatsApp, denied("expired"), yes),
        (Verb::UndoShift, Source::WebLink, denied("undo_too_late"), yes),
        (Verb::AcknowledgeAlert, Source::WhatsApp, denied("alert_over"), yes),
    ] {
        report.add(&event(verb, source, outcome), consent);
    }
    let nobody = AuditEvent { actor: None, ..event(Verb::ApproveShift, Source::System, Outcome::Executed) };
    report.add(&nobody, yes);
    insta::assert_snapshot!(report, @r"
    SC-002 decisions on WhatsApp, acme-store on 2026-10-06
      definition: approvals (first of two, alone or second) and declines of budget shifts on WhatsApp, of all that were made on any channel by people who had agreed to WhatsApp messages at that time
      all decisions:   2 of 3 = 66.7 % (95 % interval 20.8 to 93.9 %); target 40 %: met
      approvals alone: 1 of 2 = 50.0 % (95 % interval 9.5 to 90.5 %)
      by channel: 2 × WhatsApp, 1 × link
      left out: 2 by people without consent
      undone: 1 of 2 approved
      refused (WhatsApp): 1 × expired
      refused (link): 1 × undo_too_late
    ");
}

#[test]
fn of_nothing_there_is_no_share_and_a_small_sample_says_how_little_it_says() {
    assert_eq!(Proportion::default().to_string(), "0 of 0");
    insta::assert_snapshot!(Proportion { part: 2, whole: 3 }, @"2 of 3 = 66.7 % (95 % interval 20.8 to 93.9 %)");
    insta::assert_snapshot!(Proportion { part: 0, whole: 10 }, @"0 of 10 = 0.0 % (95 % interval 0.0 to 27.8 %)");
    insta::assert_snapshot!(Proportion { part: 400, whole: 1_000 }, @"400 of 1000 = 40.0 % (95 % interval 37.0 to 43.1 %)");
}

proptest! {
    #[test]
    fn the_share_lies_in_its_interval_and_more_of_the_same_narrows_it(part in 0_u32..500, more in 0_u32..500) {
        let share = Proportion { part, whole: part + more };
        prop_assume!(share.whole > 0);
        let (low, high) = share.interval_per_mille().unwrap();
        let middle = share.per_mille().unwrap();
        prop_assert!(low <= middle && middle <= high && high <= 1_000, "{low} {middle} {high}");
        let tenfold = Proportion { part: part * 10, whole: share.whole * 10 };
        let (narrow_low, narrow_high) = tenfold.interval_per_mille().unwrap();
        prop_assert!(narrow_high - narrow_low <= high - low + 1);
    }
}
