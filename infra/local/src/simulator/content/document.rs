//! The strict parsing of a content document: field names, limits and the allowed positions of variables.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::simulator::message::{Choice, ChoiceKind, Composition};
use crate::simulator::rendering::{Piece, Variables, pieces};

use super::fields::{ActionKind, ItemSpec};
use super::fields::{
    ActionSpec, CallToAction, ListPicker, Media, QuickReply, Text, TwilioCard, WhatsAppCard,
};

/// A content as posted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContentDocument {
    pub(crate) friendly_name: Option<String>,
    pub(crate) language: String,
    #[serde(default)]
    pub(crate) variables: Variables,
    pub(crate) types: BTreeMap<String, Value>,
}

/// The kinds of content that are simulated, simplest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContentKind {
    Text,
    Media,
    QuickReply,
    CallToAction,
    ListPicker,
    TwilioCard,
    WhatsAppCard,
}

/// One kind of a content, with unfilled variables in its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) kind: ContentKind,
    pub(crate) face: Composition,
}

/// The reasons why a content document is rejected.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentProblem {
    #[error("the document is not a content: {0}")]
    Shape(#[source] serde_json::Error),
    #[error("{kind} does not have the right fields: {source}")]
    Fields { kind: &'static str, source: serde_json::Error },
    #[error("types must hold at least one kind of content")]
    NoTypes,
    #[error("a kind of content is unknown or not simulated")]
    UnknownType,
    #[error("{0} must not be blank")]
    Blank(&'static str),
    #[error("{field} exceeds its limit of {limit} characters")]
    TooLong { field: &'static str, limit: usize },
    #[error("{field} must have {least} to {most} entries")]
    Count { field: &'static str, least: usize, most: usize },
    #[error("an action of type {0} needs its own field")]
    Incomplete(&'static str),
    #[error("an action has a type that does not belong here")]
    WrongAction,
    #[error("a variable in a URL must be at its end, after a slash")]
    UrlVariable,
    #[error("ids of choices must differ")]
    RepeatedId,
    #[error(
        "a content has at most 100 variables with names of at most 16 characters and values of at most 1600"
    )]
    Variables,
}

type Checked<T> = Result<T, DocumentProblem>;

/// Reads a posted document.
///
/// # Errors
/// Fails when it is not JSON, lacks a field or holds an unknown one.
pub(crate) fn read(body: &[u8]) -> Checked<ContentDocument> {
    let document: ContentDocument = serde_json::from_slice(body).map_err(DocumentProblem::Shape)?;
    within("language", &document.language, 16)?;
    let fits = document.variables.len() <= 100
        && document.variables.iter().all(|(name, value)| name.len() <= 16 && value.chars().count() <= 1600);
    if fits { Ok(document) } else { Err(DocumentProblem::Variables) }
}

/// Reads every kind of a document, the most complex last.
///
/// # Errors
/// Fails when a kind is unknown, has wrong fields or breaks a limit.
pub(crate) fn layouts(types: &BTreeMap<String, Value>) -> Checked<Vec<Layout>> {
    if types.is_empty() {
        return Err(DocumentProblem::NoTypes);
    }
    let mut layouts = types.iter().map(|(name, value)| layout(name, value)).collect::<Checked<Vec<_>>>()?;
    layouts.sort_by_key(|layout| layout.kind);
    Ok(layouts)
}

fn layout(name: &str, value: &Value) -> Checked<Layout> {
    let (kind, face) = match name {
        "twilio/text" => (ContentKind::Text, text(fields("twilio/text", value)?)?),
        "twilio/media" => (ContentKind::Media, media(fields("twilio/media", value)?)?),
        "twilio/quick-reply" => (ContentKind::QuickReply, quick_reply(fields("twilio/quick-reply", value)?)?),
        "twilio/call-to-action" => {
            (ContentKind::CallToAction, call_to_action(fields("twilio/call-to-action", value)?)?)
        }
        "twilio/list-picker" => (ContentKind::ListPicker, list_picker(fields("twilio/list-picker", value)?)?),
        "twilio/card" => (ContentKind::TwilioCard, twilio_card(fields("twilio/card", value)?)?),
        "whatsapp/card" => (ContentKind::WhatsAppCard, whatsapp_card(fields("whatsapp/card", value)?)?),
        _ => return Err(DocumentProblem::UnknownType),
    };
    distinct_payloads(&face.choices)?;
    Ok(Layout { kind, face })
}

fn fields<T: DeserializeOwned>(kind: &'static str, value: &Value) -> Checked<T> {
    T::deserialize(value).map_err(|source| DocumentProblem::Fields { kind, source })
}

fn text(spec: Text) -> Checked<Composition> {
    within("body", &spec.body, 1600)?;
    Ok(Composition { body: spec.body, ..Composition::default() })
}

fn media(spec: Media) -> Checked<Composition> {
    within("body", &spec.body, 1600)?;
    counted("media", spec.media.len(), 1, 1)?;
    Ok(Composition { body: spec.body, media: spec.media, ..Composition::default() })
}

fn quick_reply(spec: QuickReply) -> Checked<Composition> {
    within("body", &spec.body, 1024)?;
    counted("actions", spec.actions.len(), 1, 10)?;
    if spec.actions.iter().any(|action| !matches!(action.kind, None | Some(ActionKind::QuickReply))) {
        return Err(DocumentProblem::WrongAction);
    }
    let choices = spec.actions.into_iter().map(reply).collect::<Checked<_>>()?;
    Ok(Composition { body: spec.body, choices, ..Composition::default() })
}

fn call_to_action(spec: CallToAction) -> Checked<Composition> {
    within("body", &spec.body, 640)?;
    counted("actions", spec.actions.len(), 1, 3)?;
    if spec.actions.iter().any(|action| matches!(action.kind, None | Some(ActionKind::QuickReply))) {
        return Err(DocumentProblem::WrongAction);
    }
    let choices = actions(spec.actions)?;
    Ok(Composition { body: spec.body, choices, ..Composition::default() })
}

fn list_picker(spec: ListPicker) -> Checked<Composition> {
    within("body", &spec.body, 1024)?;
    within("button", &spec.button, 20)?;
    counted("items", spec.items.len(), 1, 10)?;
    let choices = spec.items.into_iter().map(list_item).collect::<Checked<_>>()?;
    Ok(Composition { body: spec.body, list_button: Some(spec.button), choices, ..Composition::default() })
}

fn twilio_card(spec: TwilioCard) -> Checked<Composition> {
    within("title", &spec.title, 1024)?;
    optional("subtitle", spec.subtitle.as_deref(), 60)?;
    counted("media", spec.media.len(), 0, 1)?;
    counted("actions", spec.actions.len(), 0, 10)?;
    let choices = actions(spec.actions)?;
    Ok(Composition {
        body: spec.title,
        footer: spec.subtitle,
        media: spec.media,
        choices,
        ..Composition::default()
    })
}

fn whatsapp_card(spec: WhatsAppCard) -> Checked<Composition> {
    within("body", &spec.body, 1024)?;
    optional("footer", spec.footer.as_deref(), 60)?;
    optional("header_text", spec.header_text.as_deref(), 60)?;
    counted("media", spec.media.len(), 0, 1)?;
    counted("actions", spec.actions.len(), 1, 10)?;
    let (header, body, footer, media) = (spec.header_text, spec.body, spec.footer, spec.media);
    Ok(Composition { header, body, footer, media, list_button: None, choices: actions(spec.actions)? })
}

/// At most two links and one phone number are allowed together, and every action must have a type.
fn actions(specs: Vec<ActionSpec>) -> Checked<Vec<Choice>> {
    let choices = specs.into_iter().map(action).collect::<Checked<Vec<_>>>()?;
    let links = choices.iter().filter(|choice| matches!(choice.kind, ChoiceKind::Url { .. })).count();
    let numbers = choices.iter().filter(|choice| matches!(choice.kind, ChoiceKind::Phone { .. })).count();
    counted("URL actions", links, 0, 2)?;
    counted("phone actions", numbers, 0, 1)?;
    Ok(choices)
}

fn action(spec: ActionSpec) -> Checked<Choice> {
    match spec.kind {
        None => Err(DocumentProblem::WrongAction),
        Some(ActionKind::QuickReply) => reply(spec),
        Some(ActionKind::Url) => {
            let url = spec.url.ok_or(DocumentProblem::Incomplete("URL"))?;
            link(&url)?;
            titled(spec.title, ChoiceKind::Url { url })
        }
        Some(ActionKind::PhoneNumber) => {
            let phone = spec.phone.ok_or(DocumentProblem::Incomplete("PHONE_NUMBER"))?;
            titled(spec.title, ChoiceKind::Phone { phone })
        }
        Some(ActionKind::CopyCode) => {
            let code = spec.code.ok_or(DocumentProblem::Incomplete("COPY_CODE"))?;
            within("code", &code, 15)?;
            titled(spec.title, ChoiceKind::CopyCode { code })
        }
    }
}

fn titled(title: String, kind: ChoiceKind) -> Checked<Choice> {
    within("title", &title, 25)?;
    Ok(Choice { title, kind })
}

fn reply(spec: ActionSpec) -> Checked<Choice> {
    within("title", &spec.title, 20)?;
    optional("id", spec.id.as_deref(), 128)?;
    let payload = spec.id.unwrap_or_else(|| spec.title.clone());
    Ok(Choice { title: spec.title, kind: ChoiceKind::Reply { payload } })
}

fn list_item(spec: ItemSpec) -> Checked<Choice> {
    within("item", &spec.item, 24)?;
    within("id", &spec.id, 200)?;
    optional("description", spec.description.as_deref(), 72)?;
    let kind = ChoiceKind::ListItem { payload: spec.id, description: spec.description };
    Ok(Choice { title: spec.item, kind })
}

/// A link must be absolute, with a variable only as its last segment.
fn link(url: &str) -> Checked<()> {
    within("url", url, 2000)?;
    let parts = pieces(url);
    let well_placed = match parts.as_slice() {
        [Piece::Fixed(_)] => true,
        [Piece::Fixed(before), Piece::Variable(_)] => before.ends_with('/') && !before.ends_with("//"),
        _ => false,
    };
    if well_placed && (url.starts_with("https://") || url.starts_with("http://")) {
        Ok(())
    } else {
        Err(DocumentProblem::UrlVariable)
    }
}

fn distinct_payloads(choices: &[Choice]) -> Checked<()> {
    let payloads = choices.iter().filter_map(|choice| match &choice.kind {
        ChoiceKind::Reply { payload } | ChoiceKind::ListItem { payload, .. } => Some(payload),
        ChoiceKind::Url { .. } | ChoiceKind::Phone { .. } | ChoiceKind::CopyCode { .. } => None,
    });
    let mut seen = std::collections::BTreeSet::new();
    for payload in payloads {
        if !seen.insert(payload) {
            return Err(DocumentProblem::RepeatedId);
        }
    }
    Ok(())
}

fn within(field: &'static str, value: &str, limit: usize) -> Checked<()> {
    if value.trim().is_empty() {
        return Err(DocumentProblem::Blank(field));
    }
    if value.chars().count() > limit {
        return Err(DocumentProblem::TooLong { field, limit });
    }
    Ok(())
}

fn optional(field: &'static str, value: Option<&str>, limit: usize) -> Checked<()> {
    value.map_or(Ok(()), |value| within(field, value, limit))
}

fn counted(field: &'static str, count: usize, least: usize, most: usize) -> Checked<()> {
    if (least..=most).contains(&count) { Ok(()) } else { Err(DocumentProblem::Count { field, least, most }) }
}
