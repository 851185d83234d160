//! The form of an inbound webhook: text, tapped button or picked row, with every field that Twilio sends.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::simulator::form::Form;
use crate::simulator::message::{Choice, ChoiceKind, Message};
use crate::simulator::state::{Account, Phone};

/// Something that a person sends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrival {
    pub(crate) text: String,
    pub(crate) tap: Option<Tap>,
    /// The quoted message, for a text.
    pub(crate) quoted: Option<String>,
    pub(crate) forwarded: bool,
    pub(crate) hidden_number: bool,
    /// Fields that replace the regular ones; `None` omits the field.
    pub(crate) overrides: BTreeMap<String, Option<String>>,
}

/// A tap on a choice of a message.
#[derive(Debug, Clone)]
pub(crate) struct Tap {
    pub(crate) message: String,
    pub(crate) choice: Choice,
    /// Whether the message is a template, which determines the message type.
    pub(crate) on_template: bool,
}

/// The context that is repeated as JSON, in Twilio's order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Context<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    button_text: Option<&'a str>,
    forwarded: &'a str,
    frequently_forwarded: &'a str,
    profile_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    wa_id: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Metadata<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    data: MetadataData<'a>,
}

#[derive(Debug, Serialize)]
struct MetadataData<'a> {
    context: Context<'a>,
}

impl Arrival {
    /// Returns the SID of the message that is replied to.
    pub(crate) fn replied_to(&self) -> Option<&str> {
        self.tap.as_ref().map(|tap| tap.message.as_str()).or(self.quoted.as_deref())
    }

    /// Returns the form that Twilio posts.
    pub(crate) fn form(
        &self,
        account: &Account,
        phone: &Phone,
        sid: &str,
        replied_to: Option<&Message>,
    ) -> Form {
        let mut form = Form::default();
        if let Some(message) = replied_to {
            form.push("OriginalRepliedMessageSender", &message.from);
            form.push("OriginalRepliedMessageSid", &message.sid);
        }
        self.push_sender(&mut form, phone);
        push_sids(&mut form, account, sid);
        form.push("To", &account.sender);
        form.push("Forwarded", truth(self.forwarded));
        form.push("FrequentlyForwarded", "false");
        self.push_text(&mut form);
        form.push("ChannelMetadata", self.metadata(phone));
        for (name, value) in &self.overrides {
            form.replace(name, value.clone());
        }
        form
    }

    fn hides(&self, phone: &Phone) -> bool {
        self.hidden_number || phone.hides_number
    }

    fn push_sender(&self, form: &mut Form, phone: &Phone) {
        let scoped = phone.person.scoped_address();
        form.push("ProfileName", &phone.person.name);
        form.push("ExternalUserId", &scoped);
        if self.hides(phone) {
            form.push("From", scoped);
        } else {
            form.push("From", phone.person.number_address());
            form.push("WaId", phone.person.phone.trim_start_matches('+'));
        }
    }

    fn push_text(&self, form: &mut Form) {
        let Some(tap) = &self.tap else {
            form.push("Body", &self.text);
            form.push("MessageType", "text");
            return;
        };
        form.push("Body", &tap.choice.title);
        match &tap.choice.kind {
            ChoiceKind::Reply { payload } => {
                form.push("MessageType", if tap.on_template { "button" } else { "interactive" });
                form.push("ButtonText", &tap.choice.title);
                form.push("ButtonPayload", payload);
                form.push("ButtonType", "REPLY");
            }
            ChoiceKind::ListItem { payload, description } => {
                form.push("MessageType", "interactive");
                form.push("ListId", payload);
                form.push("ListTitle", &tap.choice.title);
                if let Some(description) = description {
                    form.push("ListDescription", description);
                }
            }
            // Links, phone numbers and codes act on the phone and send nothing; the hooks refuse to tap them.
            ChoiceKind::Url { .. } | ChoiceKind::Phone { .. } | ChoiceKind::CopyCode { .. } => {}
        }
    }

    fn metadata(&self, phone: &Phone) -> String {
        let button_text = self.tap.as_ref().and_then(|tap| match tap.choice.kind {
            ChoiceKind::Reply { .. } => Some(tap.choice.title.as_str()),
            ChoiceKind::ListItem { .. }
            | ChoiceKind::Url { .. }
            | ChoiceKind::Phone { .. }
            | ChoiceKind::CopyCode { .. } => None,
        });
        let context = Context {
            button_text,
            forwarded: truth(self.forwarded),
            frequently_forwarded: "false",
            profile_name: &phone.person.name,
            wa_id: (!self.hides(phone)).then(|| phone.person.phone.trim_start_matches('+')),
        };
        let metadata = Metadata { kind: "whatsapp", data: MetadataData { context } };
        serde_json::to_string(&metadata).unwrap_or_default()
    }
}

fn push_sids(form: &mut Form, account: &Account, sid: &str) {
    for name in ["MessageSid", "SmsSid", "SmsMessageSid"] {
        form.push(name, sid);
    }
    form.push("AccountSid", &account.sid);
    form.push("ApiVersion", "2010-04-01");
    form.push("SmsStatus", "received");
    form.push("NumMedia", "0");
    form.push("NumSegments", "1");
    form.push("ReferralNumMedia", "0");
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
