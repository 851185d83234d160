//! Chats as JSON, for the phone page and for tests.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::simulator::Person;
use crate::simulator::message::{Choice, ChoiceKind, Direction, Message, Status, WebhookState};
use crate::simulator::refusal::wording;
use crate::simulator::state::{Account, Phone, World};
use crate::simulator::{media, typing};

/// One chat.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChatView {
    person: PersonView,
    business: BusinessView,
    /// Whether the business shows that it is writing.
    typing: bool,
    /// By how many seconds the clock of the stack is ahead of the machine's, which the page knows.
    ahead_seconds: i64,
    /// Every message of the chat, oldest first.
    messages: Vec<MessageView>,
}

/// The business side of a chat.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BusinessView {
    name: String,
    number: String,
}

/// A person and the state of their chat.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PersonView {
    #[serde(flatten)]
    person: Person,
    reads_at_once: bool,
    hides_number: bool,
    /// The time until which free text may be sent to this person.
    window_open_until: Option<Timestamp>,
    unread: usize,
    last_text: Option<String>,
    last_time: Option<Timestamp>,
}

/// One message of a chat.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MessageView {
    pub(crate) sid: String,
    direction: &'static str,
    header: Option<String>,
    text: String,
    footer: Option<String>,
    media: Vec<String>,
    list_button: Option<String>,
    buttons: Vec<ButtonView>,
    template: bool,
    content_sid: Option<String>,
    status: Status,
    error_code: Option<u32>,
    error_message: Option<&'static str>,
    webhook: Option<WebhookState>,
    time: Timestamp,
    replied_to: Option<String>,
}

/// One button of a message.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ButtonView {
    index: usize,
    #[serde(flatten)]
    choice: Choice,
    /// Whether a tap sends a message.
    sends: bool,
}

impl ChatView {
    /// Returns the chat of a person.
    pub(crate) fn new(
        world: &World,
        account: &Account,
        phone: &Phone,
        now: Timestamp,
        ahead_seconds: i64,
    ) -> Self {
        Self {
            ahead_seconds,
            person: PersonView::new(world, account, phone, now),
            business: BusinessView {
                name: account.business_name.clone(),
                number: account.sender.replacen(crate::simulator::address::CHANNEL, "", 1),
            },
            typing: typing::is_shown(world, &phone.person.id),
            messages: chat_of(world, &phone.person.id).map(MessageView::new).collect(),
        }
    }
}

impl PersonView {
    /// Returns a person with the state of their chat.
    pub(crate) fn new(world: &World, account: &Account, phone: &Phone, now: Timestamp) -> Self {
        let id = &phone.person.id;
        let last = chat_of(world, id).last();
        let last_inbound = world
            .last_inbound(id, &account.sender)
            .filter(|_| world.window_is_open(id, &account.sender, now));
        Self {
            person: phone.person.clone(),
            reads_at_once: phone.reads_at_once,
            hides_number: phone.hides_number,
            window_open_until: last_inbound
                .and_then(|instant| instant.checked_add(SignedDuration::from_hours(24)).ok()),
            unread: chat_of(world, id).filter(|message| message.status == Status::Delivered).count(),
            last_text: last.map(|message| message.composition.body.clone()),
            last_time: last.map(|message| message.created),
        }
    }
}

impl MessageView {
    /// Returns a message as the phone shows it.
    pub(crate) fn new(message: &Message) -> Self {
        let face = &message.composition;
        let sends =
            |choice: &Choice| matches!(choice.kind, ChoiceKind::Reply { .. } | ChoiceKind::ListItem { .. });
        let buttons = face.choices.iter().enumerate().map(|(index, choice)| ButtonView {
            index,
            choice: choice.clone(),
            sends: sends(choice),
        });
        Self {
            sid: message.sid.clone(),
            direction: match message.direction {
                Direction::Inbound => "inbound",
                Direction::OutboundApi | Direction::OutboundReply => "outbound",
            },
            header: face.header.clone(),
            text: face.body.clone(),
            footer: face.footer.clone(),
            media: media::addresses(&message.sid, message.pictures.len()),
            list_button: face.list_button.clone(),
            buttons: buttons.collect(),
            template: message.as_template,
            content_sid: message.content_sid.clone(),
            status: message.status,
            error_code: message.error_code,
            error_message: message.error_code.map(wording),
            webhook: message.webhook,
            time: message.created,
            replied_to: message.replied_to.clone(),
        }
    }
}

fn chat_of<'a>(world: &'a World, person: &str) -> impl Iterator<Item = &'a Message> + use<'a> {
    let person = person.to_owned();
    world.messages.iter().filter(move |message| message.person.as_ref() == Some(&person))
}
