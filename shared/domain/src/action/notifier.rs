//! Tells one person what others did: by a template message, which needs no open session, and by a notification in the
//! app.

use crate::action::card::local_date;
use crate::action::reply::Reader;
use crate::identity::AuditEventId;
use crate::language::Language;
use crate::message::template::{LONGEST_VALUE, TemplateName};
use crate::message::{Message, MessageKind, NewMessage, PlannedButton};
use crate::notification::{MemberNotification, NewNotification, NotificationKind};
use crate::text::{display_name, fit};
use crate::token::planned::PlannedLink;
use crate::token::{Action, TargetId, TokenChannel};
use crate::workspace::Workspace;
use crate::workspace::roster::Teammate;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What a button of the message is for: the action, its target, and the version of the target that the message
/// describes.
pub(super) type TemplateButton<'a> = (Action, &'a TargetId, u64);

/// A template message: the lines after the reader's name, and the buttons in the template's order.
pub(super) struct TemplateMessage<'a> {
    pub(super) kind: MessageKind,
    pub(super) template: TemplateName,
    pub(super) lines: Vec<String>,
    pub(super) buttons: [Option<TemplateButton<'a>>; 2],
}

/// Tells the people of a workspace about one event. The same cause and person always produce the same message.
pub struct Notifier<'a> {
    pub workspace: &'a Workspace,
    /// The identifier of the cause.
    pub cause: &'a str,
    /// When it happened.
    pub at: Timestamp,
}

impl Notifier<'_> {
    /// Returns the language and the zone used for a person's texts.
    pub fn reader(&self, person: &Teammate) -> Reader {
        Reader {
            language: Language::choose(&[&person.language]),
            zone: self.workspace.zone.clone(),
            workspace: display_name(&self.workspace.name),
        }
    }

    /// Creates an update of one line that needs no action.
    pub fn update(&self, person: &Teammate, text: &str) -> Message {
        let lines = vec![display_name(&self.workspace.name), text.to_owned()];
        let (kind, template) = (MessageKind::Update, TemplateName::Update);
        self.message(person, TemplateMessage { kind, template, lines, buttons: [None, None] })
    }

    /// Fills a template: the reader's name, then the lines, then the tokens of the buttons.
    pub(super) fn message(&self, person: &Teammate, message: TemplateMessage<'_>) -> Message {
        let language = Language::choose(&[&person.language]);
        let lines = std::iter::once(display_name(&person.name)).chain(message.lines);
        let variables: BTreeMap<String, String> = (1_u32..)
            .zip(lines)
            .map(|(place, line)| (place.to_string(), fit(&line, LONGEST_VALUE)))
            .collect();
        let template = message.template.read(language);
        let first_token = u32::try_from(variables.len()).unwrap_or_default() + 1;
        let buttons = message.buttons.into_iter().flatten().zip(first_token..);
        Message::queued(NewMessage {
            id: Message::caused_by(self.cause, &person.id, 0),
            kind: message.kind,
            workspace: &self.workspace.id,
            member: &person.id,
            language: language.tag(),
            template: message.template,
            template_version: template.version,
            buttons: buttons.map(|(button, variable)| planned(button, variable)).collect(),
            text: template.fill(&variables),
            variables,
            local_date: local_date(self.at, &self.workspace.zone),
            now: self.at,
        })
    }

    /// Creates a notification of an event; `about` and `why` are in the person's language. It is also mailed if it has
    /// links, because then there is something to do, or if it reports a problem.
    pub fn notification(
        &self,
        event: &AuditEventId,
        person: &Teammate,
        kind: NotificationKind,
        (about, why): (&str, &str),
        links: &[TemplateButton<'_>],
    ) -> MemberNotification {
        let link = |(action, target, version): &TemplateButton<'_>| {
            PlannedLink::new(*action, (*target).clone(), *version)
        };
        MemberNotification::written(NewNotification {
            event,
            workspace: &self.workspace.id,
            reader: person,
            is_mailed: !links.is_empty() || is_trouble(&kind),
            kind,
            about,
            why,
            at: self.at,
            links: links.iter().map(link).collect(),
        })
    }
}

/// A shift refused by the ad platform needs attention, with or without a link.
fn is_trouble(kind: &NotificationKind) -> bool {
    matches!(kind, NotificationKind::ShiftRefused { .. } | NotificationKind::ReversalRefused { .. })
}

fn planned((action, target, target_version): TemplateButton<'_>, variable: u32) -> PlannedButton {
    PlannedButton {
        variable,
        version_is_fixed_text: true,
        purpose: action.into(),
        channel: TokenChannel::Button,
        detail: None,
        target: target.clone(),
        target_version,
        valid_for_seconds: action.row().lifetime.seconds,
    }
}
