//! The correction of a digest that went out before all data of its day was in: one message, only if a headline moved, and
//! only while the person's session is open, because it needs no template then. Pure.

use super::WhatsAppDigest;
use crate::identity::MemberId;
use crate::language::{Language, Phrase, Value};
use crate::message::template::TemplateName;
use crate::message::{Message, MessageKind, MessageState, NewMessage, PlannedButton};
use crate::metrics::kpi::Kpis;
use crate::money::Money;
use crate::text::display_name;
use crate::token::{TokenChannel, TokenPurpose};
use crate::workspace::Workspace;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// For how long after a digest was due its correction is still of use.
pub const CORRECTED_WITHIN: SignedDuration = SignedDuration::from_hours(12);
/// After how many seconds it is looked again whether the data is in.
pub const LOOKED_AT_AGAIN_SECONDS: i64 = 900;
/// From what change of a headline on a correction is worth a message, in percent.
const LEAST_CHANGE_PERCENT: i128 = 5;
/// The place of the correction among the messages that a digest causes.
const PLACE: usize = 0;

/// Whether a digest is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// This message corrects it.
    Message(Box<Message>),
    /// It was composed of whole data, or did not reach its person.
    NotNeeded,
    /// It may still reach its person: a correction must not come before it.
    NotYet,
    /// No headline moved by the threshold.
    TooSmall,
}

/// Decides whether a stored digest is corrected, now that the day has these sums.
#[must_use]
pub fn correct(
    workspace: &Workspace,
    digest: &WhatsAppDigest,
    sent: &Message,
    now_known: &Kpis,
    now: Timestamp,
) -> Correction {
    if !digest.incomplete {
        return Correction::NotNeeded;
    }
    match sent.state {
        MessageState::Queued
        | MessageState::Calling
        | MessageState::Unknown
        | MessageState::Accepted
        | MessageState::Undelivered => return Correction::NotYet,
        MessageState::Failed => return Correction::NotNeeded,
        MessageState::Delivered | MessageState::Read => {}
    }
    let headlines = headlines(digest, now_known);
    if !headlines.iter().any(Headline::has_moved) {
        return Correction::TooSmall;
    }
    let written = message(workspace, digest, &headlines, now);
    written.map_or(Correction::NotNeeded, |message| Correction::Message(Box::new(message)))
}

/// A headline of a digest, as it was told and as it is now.
struct Headline {
    label: Phrase,
    before: Option<i64>,
    after: Option<i64>,
    is_ratio: bool,
}

impl Headline {
    /// Reports whether it changed by the threshold; what becomes known always has.
    fn has_moved(&self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => {
                let (before, after) = (i128::from(before), i128::from(after));
                before != after && (after - before).abs() * 100 >= before.abs() * LEAST_CHANGE_PERCENT
            }
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }
}

fn headlines(digest: &WhatsAppDigest, now_known: &Kpis) -> [Headline; 3] {
    let (before, after) = (&digest.metrics, &now_known.values);
    let money = |label, before, after| Headline { label, before, after, is_ratio: false };
    [
        money(Phrase::PageSpend, before.spend_minor, after.spend_minor),
        money(Phrase::PageRevenue, before.revenue_minor, after.revenue_minor),
        Headline {
            label: Phrase::PageRoas,
            before: digest.roas_hundredths,
            after: now_known.roas_hundredths(),
            is_ratio: true,
        },
    ]
}

/// Creates the message, or returns `None` if this build does not have the language of the digest.
fn message(
    workspace: &Workspace,
    digest: &WhatsAppDigest,
    headlines: &[Headline],
    now: Timestamp,
) -> Option<Message> {
    let language = Language::ALL.into_iter().find(|language| language.tag() == digest.language)?;
    let (template, text) = (TemplateName::report(0)?, text(workspace, digest, headlines, language));
    let title = TemplateName::KpiClear.read(language).buttons.first()?.title.clone();
    let variables = BTreeMap::from([("1".to_owned(), text.clone()), ("2".to_owned(), title.clone())]);
    Some(Message::queued(NewMessage {
        id: correction_id(&digest.member, digest),
        kind: MessageKind::Correction,
        workspace: &digest.workspace,
        member: &digest.member,
        language: language.tag(),
        template,
        template_version: template.read(language).version,
        variables,
        buttons: vec![link(digest)?],
        text: format!("{text}\n\n{title}"),
        local_date: digest.local_date,
        now,
    }))
}

/// Returns the identifier of the one correction of a digest.
fn correction_id(member: &MemberId, digest: &WhatsAppDigest) -> crate::identity::MessageId {
    Message::caused_by(&format!("correction of {}", digest.message), member, PLACE)
}

fn link(digest: &WhatsAppDigest) -> Option<PlannedButton> {
    Some(PlannedButton {
        variable: 3,
        version_is_fixed_text: false,
        purpose: TokenPurpose::Dashboard,
        channel: TokenChannel::Link,
        detail: None,
        target: digest.report_day.to_string().parse().ok()?,
        target_version: 0,
        valid_for_seconds: super::compose::LINK_SECONDS,
    })
}

fn text(
    workspace: &Workspace,
    digest: &WhatsAppDigest,
    headlines: &[Headline],
    language: Language,
) -> String {
    let (name, day) = (display_name(&workspace.name), language.date(digest.report_day));
    let values = [("workspace", Value::Text(&name)), ("day", Value::Text(&day))];
    let first = language.say(Phrase::CorrectionTitle, &values);
    let lines = headlines.iter().map(|headline| line(workspace, headline, language));
    format!("{first}\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn line(workspace: &Workspace, headline: &Headline, language: Language) -> String {
    let written = |value: Option<i64>| match value {
        Some(value) if headline.is_ratio => language.hundredths(value),
        Some(minor) => language.money(Money::from_minor(minor, workspace.currency)),
        None => language.say(Phrase::DigestNoValue, &[]),
    };
    let label = language.say(headline.label, &[]);
    let (before, after) = (written(headline.before), written(headline.after));
    let values =
        [("label", Value::Text(&label)), ("value", Value::Text(&after)), ("before", Value::Text(&before))];
    let is_same = before == after;
    language.say(if is_same { Phrase::CorrectionSame } else { Phrase::CorrectionLine }, &values)
}

#[cfg(test)]
mod tests;
