//! WhatsApp's review of a template: the mechanical part, which needs no human decision.

use std::collections::BTreeSet;

use crate::simulator::message::{Choice, ChoiceKind};
use crate::simulator::rendering::{Piece, Variables, pieces, variables};

use super::document::{ContentKind, Layout};

/// The reasons why a template is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Rejection {
    #[error("variables must be numbered from 1 without gaps")]
    Numbering,
    #[error("every variable needs a sample value")]
    MissingSample,
    #[error("a sample value must be one line and not blank")]
    BadSample,
    #[error("the body must not start or end with a variable")]
    EdgeVariable,
    #[error("variables must not stand next to each other")]
    AdjacentVariables,
    #[error("the body has too many variables for its length")]
    TooFewWords,
    #[error("the body exceeds 1024 characters")]
    TooLong,
    #[error("button titles must not hold variables")]
    TitleVariable,
    #[error("button ids must be at most 128 characters once filled in")]
    LongId,
}

/// Returns the kind of a content that can be submitted: the most complex one that WhatsApp can approve.
pub(crate) fn submittable(layouts: &[Layout]) -> Option<&Layout> {
    layouts.iter().rev().find(|layout| layout.kind != ContentKind::ListPicker)
}

/// Reviews one layout with its sample values.
///
/// # Errors
/// Returns the first rule that it breaks.
pub(crate) fn review(layout: &Layout, samples: &Variables) -> Result<(), Rejection> {
    let used = layout.face.variable_names();
    numbered_without_gaps(&used)?;
    sampled(&used, samples)?;
    body(&layout.face.body)?;
    let filled = layout.face.filled(samples);
    if filled.body.chars().count() > 1024 {
        return Err(Rejection::TooLong);
    }
    if layout.face.choices.iter().any(|choice| !variables(&choice.title).is_empty()) {
        return Err(Rejection::TitleVariable);
    }
    if filled.choices.iter().any(has_long_id) { Err(Rejection::LongId) } else { Ok(()) }
}

/// Reports whether a value is not allowed in an approved template, because it is blank or contains a line break, a
/// tab or five consecutive spaces.
pub(crate) fn breaks_policy(value: &str) -> bool {
    value.trim().is_empty() || value.contains(['\n', '\r', '\t']) || value.contains("     ")
}

/// Reports whether the identifier of a reply is longer than an approved template allows.
pub(crate) fn has_long_id(choice: &Choice) -> bool {
    matches!(&choice.kind, ChoiceKind::Reply { payload } if payload.chars().count() > 128)
}

fn numbered_without_gaps(used: &BTreeSet<String>) -> Result<(), Rejection> {
    let expected: BTreeSet<String> = (1..=used.len()).map(|number| number.to_string()).collect();
    if *used == expected { Ok(()) } else { Err(Rejection::Numbering) }
}

fn sampled(used: &BTreeSet<String>, samples: &Variables) -> Result<(), Rejection> {
    for name in used {
        let sample = samples.get(name).ok_or(Rejection::MissingSample)?;
        if breaks_policy(sample) {
            return Err(Rejection::BadSample);
        }
    }
    Ok(())
}

fn body(text: &str) -> Result<(), Rejection> {
    let parts = pieces(text);
    let says_something =
        |piece: &Piece<'_>| matches!(piece, Piece::Fixed(text) if text.chars().any(char::is_alphanumeric));
    let deps = [parts.first(), parts.last()];
    if deps.into_iter().flatten().any(|edge| !says_something(edge)) {
        return Err(Rejection::EdgeVariable);
    }
    if parts.windows(2).any(adjacent) || parts.windows(3).any(adjacent) {
        return Err(Rejection::AdjacentVariables);
    }
    let count = variables(text).len();
    if count > 0 && fixed_words(&parts) < 2 * count + 1 {
        return Err(Rejection::TooFewWords);
    }
    Ok(())
}

fn adjacent(window: &[Piece<'_>]) -> bool {
    match window {
        [Piece::Variable(_), Piece::Variable(_)] => true,
        [Piece::Variable(_), Piece::Fixed(between), Piece::Variable(_)] => between.trim().is_empty(),
        _ => false,
    }
}

fn fixed_words(parts: &[Piece<'_>]) -> usize {
    let words = parts.iter().map(|piece| match piece {
        Piece::Fixed(text) => {
            text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
        }
        Piece::Variable(_) => 0,
    });
    words.sum()
}
