//! What is said after a tap: what changed, or why nothing did.

use crate::action::adjustment::{AdjustmentState, BudgetAdjustment, DecisionRecord};
use crate::action::decision::{Refusal, TapFacts};
use crate::audit::Source;
use crate::digest::line::{name, short_name};
use crate::digest::wording::say_alert;
use crate::insight::record::DayFindings;
use crate::language::{Language, Phrase, Value};
use jiff::Timestamp;

/// The most alerts that one reply lists.
const LISTED_ALERTS: usize = 5;

/// Says in whose words and in which zone a reply is written.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language of the person.
    pub language: Language,
    /// The zone of the person.
    pub zone: String,
    /// The name of the workspace.
    pub workspace: String,
}

impl Reader {
    /// Takes the reader from what was read; English and UTC when the person is not known.
    #[must_use]
    pub fn of(facts: &TapFacts) -> Self {
        let member = facts.member.as_ref();
        Self {
            language: Language::choose(
                &member.map(|member| member.language.as_str()).into_iter().collect::<Vec<_>>(),
            ),
            zone: member.map_or_else(|| "UTC".to_owned(), |member| member.zone.clone()),
            workspace: facts.workspace.as_ref().map(|workspace| name(&workspace.name)).unwrap_or_default(),
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        self.language.moment(at, &self.zone)
    }
}

/// Says that a shift is approved: before → after, by whom, when, and whether the budgets are only estimates.
#[must_use]
pub fn approved(reader: &Reader, shift: &BudgetAdjustment, decision: &DecisionRecord) -> String {
    let language = reader.language;
    let money = |amount| language.money(amount);
    let (who, time) = (name(&decision.name), reader.moment(decision.at));
    let (from, to) = (short_name(&shift.from.name), short_name(&shift.to.name));
    let budgets =
        [money(shift.from.before), money(shift.from.after), money(shift.to.before), money(shift.to.after)];
    let [from_before, from_after, to_before, to_after] = &budgets;
    let reply = language.say(
        Phrase::ReplyApproved,
        &[
            ("name", Value::Text(&who)),
            ("time", Value::Text(&time)),
            ("from", Value::Text(&from)),
            ("fromBefore", Value::Text(from_before)),
            ("fromAfter", Value::Text(from_after)),
            ("to", Value::Text(&to)),
            ("toBefore", Value::Text(to_before)),
            ("toAfter", Value::Text(to_after)),
        ],
    );
    if !shift.is_estimated() {
        return reply;
    }
    format!("{reply}\n{}", language.say(Phrase::ReplyApprovedEstimated, &[]))
}

/// Says why nothing was changed.
#[must_use]
pub fn refused(reader: &Reader, facts: &TapFacts, refusal: &Refusal) -> String {
    let language = reader.language;
    match refusal {
        Refusal::Gone => language.say(Phrase::ReplyGone, &[]),
        // The phone that has a forwarded button learns nothing of the workspace.
        Refusal::NotYourButton => Language::English.say(Phrase::ReplyNotYours, &[]),
        Refusal::NoLongerMember => language.say(Phrase::ReplyNotMember, &[]),
        Refusal::OptedOut => language.say(Phrase::ReplyOptedOut, &[]),
        Refusal::MayNotApprove => {
            language.say(Phrase::ReplyMayNot, &[("workspace", Value::Text(&reader.workspace))])
        }
        Refusal::Superseded => language.say(Phrase::ReplySuperseded, &[]),
        Refusal::AlreadyApproved { decision, by_the_same_person } => {
            already(reader, decision, *by_the_same_person)
        }
        Refusal::Expired => expired(reader, facts),
        Refusal::TargetMoved { .. } => target_moved(reader, facts, refusal),
        Refusal::OverLimit => over_limit(reader, facts),
    }
}

fn already(reader: &Reader, decision: &DecisionRecord, by_the_same_person: bool) -> String {
    let language = reader.language;
    let (who, time) = (name(&decision.name), reader.moment(decision.at));
    let source = source(language, decision.source);
    let phrase = if by_the_same_person { Phrase::ReplyAlreadyByYou } else { Phrase::ReplyAlreadyByOther };
    let values =
        [("name", Value::Text(&who)), ("time", Value::Text(&time)), ("source", Value::Text(&source))];
    language.say(phrase, &values)
}

fn expired(reader: &Reader, facts: &TapFacts) -> String {
    let at = facts.token.as_ref().and_then(|token| Timestamp::from_second(token.valid_until).ok());
    let time = at.map(|at| reader.moment(at)).unwrap_or_default();
    reader.language.say(Phrase::ReplyExpired, &[("time", Value::Text(&time))])
}

fn target_moved(reader: &Reader, facts: &TapFacts, refusal: &Refusal) -> String {
    let language = reader.language;
    let (Refusal::TargetMoved { campaign: Some(campaign) }, Some(shift)) = (refusal, &facts.adjustment)
    else {
        return language.say(Phrase::ReplyTargetMovedPlain, &[]);
    };
    // A campaign that was switched off may have the budget it had.
    if !campaign.active {
        return language.say(Phrase::ReplyTargetMovedPlain, &[]);
    }
    let side = if shift.to.campaign == campaign.id { &shift.to } else { &shift.from };
    let (title, now, before) =
        (short_name(&campaign.name), language.money(campaign.daily_budget), language.money(side.before));
    let values =
        [("campaign", Value::Text(&title)), ("now", Value::Text(&now)), ("before", Value::Text(&before))];
    language.say(Phrase::ReplyTargetMoved, &values)
}

fn over_limit(reader: &Reader, facts: &TapFacts) -> String {
    let language = reader.language;
    let amount = facts.adjustment.as_ref().map(|shift| language.money(shift.amount)).unwrap_or_default();
    let limit = facts.workspace.as_ref().map(|workspace| language.money(workspace.single_tap_limit));
    let limit = limit.unwrap_or_default();
    let values = [
        ("amount", Value::Text(&amount)),
        ("limit", Value::Text(&limit)),
        ("workspace", Value::Text(&reader.workspace)),
    ];
    language.say(Phrase::ReplyOverLimit, &values)
}

/// Lists the alerts of a day, most money first.
#[must_use]
pub fn alerts(reader: &Reader, findings: &DayFindings) -> String {
    let language = reader.language;
    let day = language.date(findings.day);
    let heading = [
        ("count", Value::Count(findings.alert_count)),
        ("workspace", Value::Text(&reader.workspace)),
        ("day", Value::Text(&day)),
    ];
    if findings.alerts.is_empty() {
        return language.say(Phrase::AlertsNone, &heading);
    }
    let mut lines = vec![language.say(Phrase::AlertsHeading, &heading)];
    let listed = findings.alerts.iter().take(LISTED_ALERTS).zip(1..);
    lines.extend(listed.map(|(alert, number)| format!("{number}. {}", say_alert(language, alert))));
    let more = findings.alert_count.saturating_sub(LISTED_ALERTS);
    if more > 0 {
        lines.push(language.say(Phrase::AlertsMore, &[("count", Value::Count(more))]));
    }
    lines.join("\n")
}

/// Names the channel of a decision.
#[must_use]
pub fn source(language: Language, source: Source) -> String {
    language.say(
        match source {
            Source::WhatsApp => Phrase::SourceWhatsApp,
            Source::System => Phrase::SourceSystem,
        },
        &[],
    )
}

/// Names the state of a shift.
#[must_use]
pub fn state(language: Language, state: AdjustmentState) -> String {
    language.say(
        match state {
            AdjustmentState::Proposed => Phrase::StateProposed,
            AdjustmentState::Approved => Phrase::StateApproved,
            AdjustmentState::Superseded => Phrase::StateSuperseded,
        },
        &[],
    )
}

#[cfg(test)]
mod tests;
