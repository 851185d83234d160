//! The outcome of an accepted message: a pure decision based on the content, its variables and the session window.

use std::collections::BTreeSet;

use super::content::document::{ContentKind, Layout};
use super::content::review;
use super::content::types::{ApprovalStatus, Content};
use super::message::{Choice, ChoiceKind, Composition};
use super::rendering::Variables;

/// The recipient does not exist on WhatsApp.
pub(crate) const INVALID_RECIPIENT: u32 = 63024;
/// The channel does not accept the content in an open session.
pub(crate) const NOT_ACCEPTED: u32 = 63005;
/// A variable of a template violates the policy.
pub(crate) const POLICY: u32 = 63013;
/// Free text, or content without approval, outside the session window.
pub(crate) const OUTSIDE_WINDOW: u32 = 63016;
/// The filled-in template is too long.
pub(crate) const INVALID_CONTENT: u32 = 63021;
/// Variables are missing or superfluous.
pub(crate) const PARAMETER_COUNT: u32 = 63028;
/// The template is paused.
pub(crate) const PAUSED: u32 = 63041;

/// The payload of a message.
#[derive(Debug, Clone)]
pub(crate) enum Payload<'a> {
    /// Text and media from the request itself.
    FreeForm(Composition),
    /// A content; `with_body` if the request also has a body of its own, which makes it free text for WhatsApp.
    Content { content: &'a Content, status: ApprovalStatus, values: Variables, with_body: bool },
}

/// What a message looks like and whether it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) composition: Composition,
    pub(crate) as_template: bool,
    /// The error code with which it fails later, if it does.
    pub(crate) failure: Option<u32>,
}

/// Decides the outcome of one message.
pub(crate) fn decide(recipient_known: bool, window_open: bool, payload: Payload<'_>) -> Decision {
    let mut decision = match payload {
        Payload::FreeForm(composition) => {
            let failure = (!window_open).then_some(OUTSIDE_WINDOW);
            Decision { composition, as_template: false, failure }
        }
        Payload::Content { content, status, values, with_body } => {
            decide_content(content, status, &values, window_open, with_body)
        }
    };
    if !recipient_known {
        decision.failure = Some(INVALID_RECIPIENT);
    }
    decision
}

fn decide_content(
    content: &Content,
    status: ApprovalStatus,
    values: &Variables,
    window_open: bool,
    with_body: bool,
) -> Decision {
    let as_template = matches!(status, ApprovalStatus::Approved | ApprovalStatus::Paused);
    let Some(layout) = chosen_layout(content, as_template) else {
        return Decision { composition: Composition::default(), as_template, failure: Some(NOT_ACCEPTED) };
    };
    let mut all = content.variables.clone();
    all.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
    let composition = layout.face.filled(&all);
    let failure = if status == ApprovalStatus::Paused {
        Some(PAUSED)
    } else if !window_open && (!as_template || with_body) {
        Some(OUTSIDE_WINDOW)
    } else if !counts_match(layout, values, &all) {
        Some(PARAMETER_COUNT)
    } else if as_template {
        template_failure(layout, &composition, &all)
    } else {
        session_failure(layout.kind, &composition)
    };
    Decision { composition, as_template, failure }
}

fn chosen_layout(content: &Content, as_template: bool) -> Option<&Layout> {
    let approved = content.approval.as_ref().map(|approval| approval.kind).filter(|_| as_template);
    match approved {
        Some(kind) => content.layouts.iter().find(|layout| layout.kind == kind),
        None => content.layouts.last(),
    }
}

/// Reports whether every variable has a given or sample value, and no value is given for a nonexistent variable.
fn counts_match(layout: &Layout, given: &Variables, all: &Variables) -> bool {
    let used = layout.face.variable_names();
    used.iter().all(|name| all.contains_key(name)) && given.keys().all(|name| used.contains(name))
}

fn template_failure(layout: &Layout, filled: &Composition, values: &Variables) -> Option<u32> {
    let used: BTreeSet<String> = layout.face.variable_names();
    if used.iter().filter_map(|name| values.get(name)).any(|value| review::breaks_policy(value)) {
        return Some(POLICY);
    }
    let too_long = filled.body.chars().count() > 1024 || filled.choices.iter().any(review::has_long_id);
    too_long.then_some(INVALID_CONTENT)
}

fn session_failure(kind: ContentKind, filled: &Composition) -> Option<u32> {
    let longest_body = if matches!(kind, ContentKind::Text | ContentKind::Media) { 1600 } else { 1024 };
    if filled.body.trim().is_empty() || filled.body.chars().count() > longest_body {
        return Some(INVALID_CONTENT);
    }
    let replies =
        filled.choices.iter().filter(|choice| matches!(choice.kind, ChoiceKind::Reply { .. })).count();
    let others = filled.choices.len() - replies;
    let mixed = kind != ContentKind::ListPicker && (replies > 3 || others > 1 || (replies > 0 && others > 0));
    let fits = filled.choices.iter().all(fits_the_session) && are_told_apart(&filled.choices);
    (mixed || !fits).then_some(NOT_ACCEPTED)
}

fn fits_the_session(choice: &Choice) -> bool {
    let (longest_title, longest_payload) = match choice.kind {
        ChoiceKind::ListItem { .. } => (24, 200),
        ChoiceKind::Reply { .. } => (20, 256),
        ChoiceKind::Url { .. } | ChoiceKind::Phone { .. } | ChoiceKind::CopyCode { .. } => (25, 2000),
    };
    let described = match &choice.kind {
        ChoiceKind::ListItem { description: Some(description), .. } => is_filled(description, 72),
        _ => true,
    };
    described && is_filled(&choice.title, longest_title) && is_filled(choice.payload(), longest_payload)
}

fn is_filled(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest
}

/// Reports whether the choices are distinguishable: WhatsApp requires distinct identifiers, which may end in a
/// variable, and distinct titles on buttons, but not on rows.
fn are_told_apart(choices: &[Choice]) -> bool {
    let ids: BTreeSet<&str> = choices.iter().map(Choice::payload).collect();
    let replies = choices.iter().filter(|choice| matches!(choice.kind, ChoiceKind::Reply { .. }));
    let mut titles = BTreeSet::new();
    ids.len() == choices.len() && replies.into_iter().all(|choice| titles.insert(choice.title.as_str()))
}

impl Choice {
    fn payload(&self) -> &str {
        match &self.kind {
            ChoiceKind::Reply { payload: text }
            | ChoiceKind::ListItem { payload: text, .. }
            | ChoiceKind::Url { url: text }
            | ChoiceKind::Phone { phone: text }
            | ChoiceKind::CopyCode { code: text } => text,
        }
    }
}

#[cfg(test)]
mod tests;
