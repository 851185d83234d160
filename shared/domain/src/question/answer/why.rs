//! The reason of a change as an answer: the parts that it comes from, which add up to it.

use crate::language::Phrase;
use crate::money::Money;
use crate::question::answer::draft::{Draft, DraftRow, Lead};
use crate::question::answer::how::how;
use crate::question::answer::table::lead;
use crate::question::answer::voice::Voice;
use crate::question::execute::result::{Cell, Decomposition, Effect};
use crate::question::query::{Metric, Unit};

/// Returns the answer to the question where a change comes from.
pub(super) fn draft<'a>(voice: Voice<'a>, why: &'a Decomposition) -> Draft<'a> {
    let mut lines = Vec::new();
    let rows: Vec<DraftRow> =
        why.effects.iter().take(voice.most_rows - 1).map(|effect| row(&voice, why, effect)).collect();
    lines.extend(said(&voice, why));
    if !rows.is_empty() {
        let by = voice.by(&voice.say(Phrase::AnswerWhyParts, &[]), why.dimension);
        lines.push(voice.labelled(&by, "").trim_end().to_owned());
    }
    let matched = rows.len();
    let after = move |shown: usize| {
        let rest = why.rest_after(shown).filter(|rest| *rest != 0 && !why.effects.is_empty());
        let rest =
            rest.map(|rest| voice.say(Phrase::AnswerWhyRest, &[("amount", &amount(&voice, why, rest))]));
        rest.into_iter().chain(factors(&voice, why)).collect()
    };
    Draft {
        lead: changed(&voice, why),
        heading: lines,
        rows,
        matched,
        after: Some(Box::new(after)),
        how: how(&voice),
        ..Draft::default()
    }
}

/// Returns the change: `CPA: $41 → $55 (+34%)`.
fn changed(voice: &Voice<'_>, why: &Decomposition) -> Lead {
    let figure = |value| voice.figure(why.metric, value);
    let (value, before) = (figure(why.total.value), figure(why.total.before));
    let arrow = if voice.frame().compared.is_some() { format!("{before} → {value}") } else { value };
    let percent = why.total.change_percent.map(|percent| format!(" ({})", voice.language.change(percent)));
    let bold = voice.labelled(&voice.metric(why.metric), &arrow);
    lead(voice, &bold, &percent.unwrap_or_default())
}

/// Returns what there is to say where there are no parts.
fn said(voice: &Voice<'_>, why: &Decomposition) -> Option<String> {
    match why.change {
        None => Some(voice.say(Phrase::AnswerWhyUnknown, &[])),
        Some(0) => Some(voice.say(Phrase::AnswerWhySame, &[])),
        Some(_) => None,
    }
}

fn row(voice: &Voice<'_>, why: &Decomposition, effect: &Effect) -> DraftRow {
    let name = voice.key_name(&effect.key, &effect.name);
    let own = match (effect.cell.before, effect.cell.value) {
        (None, Some(_)) => voice.say(Phrase::AnswerNew, &[]),
        (Some(_), None) => voice.say(Phrase::AnswerGone, &[]),
        (before, value) => {
            let figure = |value| voice.figure(why.metric, value);
            format!("{} → {}", figure(before), figure(value))
        }
    };
    let mix =
        if effect.is_mix { format!(", {}", voice.say(Phrase::AnswerWhyMix, &[])) } else { String::new() };
    let text = format!("{} ({own}{mix})", amount(voice, why, effect.amount));
    DraftRow::plain(voice.labelled(&name, &text))
}

/// Returns an amount of the change with its sign.
fn amount(voice: &Voice<'_>, why: &Decomposition, parts: i64) -> String {
    let language = voice.language;
    let currency = voice.frame().currency;
    match (why.metric.unit(), why.parts_per_unit) {
        (Unit::Money, 1) => language.money_change(Money::from_units(parts, currency)),
        (Unit::Money, _) => language.money_change(Money::from_minor(parts, currency)),
        (_, 1) => language.integer_change(parts),
        _ => language.hundredths_change(parts),
    }
}

/// Returns the ratios that the metric is made of, and how they changed.
fn factors(voice: &Voice<'_>, why: &Decomposition) -> Option<String> {
    let change = |(metric, cell): &(Metric, Cell)| {
        let change = voice.language.change(cell.change_percent?);
        Some(format!("{} {change}", voice.metric(*metric)))
    };
    let known: Vec<String> = why.factors.iter().filter_map(change).collect();
    let list = known.join(" · ");
    (!known.is_empty()).then(|| voice.say(Phrase::AnswerWhyFactors, &[("list", &list)]))
}
