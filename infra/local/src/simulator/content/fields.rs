//! The fields of each simulated kind of content, exactly as the Content API names them.

use serde::Deserialize;

/// `twilio/text`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub(crate) body: String,
}

/// `twilio/media`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Media {
    pub(crate) body: String,
    pub(crate) media: Vec<String>,
}

/// `twilio/quick-reply`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuickReply {
    pub(crate) body: String,
    pub(crate) actions: Vec<ActionSpec>,
}

/// `twilio/call-to-action`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallToAction {
    pub(crate) body: String,
    pub(crate) actions: Vec<ActionSpec>,
}

/// `twilio/list-picker`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListPicker {
    pub(crate) body: String,
    pub(crate) button: String,
    pub(crate) items: Vec<ItemSpec>,
}

/// `twilio/card`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwilioCard {
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    #[serde(default)]
    pub(crate) media: Vec<String>,
    #[serde(default)]
    pub(crate) actions: Vec<ActionSpec>,
}

/// `whatsapp/card`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhatsAppCard {
    pub(crate) body: String,
    pub(crate) footer: Option<String>,
    pub(crate) header_text: Option<String>,
    #[serde(default)]
    pub(crate) media: Vec<String>,
    pub(crate) actions: Vec<ActionSpec>,
}

/// One action of a quick reply, a call to action or a card.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionSpec {
    #[serde(rename = "type")]
    pub(crate) kind: Option<ActionKind>,
    pub(crate) title: String,
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) code: Option<String>,
    #[serde(rename = "webview_size")]
    pub(crate) _webview_size: Option<WebviewSize>,
}

/// The simulated types of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ActionKind {
    QuickReply,
    Url,
    PhoneNumber,
    CopyCode,
}

/// The height of a link's web view inside WhatsApp; validated but not simulated.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum WebviewSize {
    Tall,
    Full,
    Half,
    None,
}

/// One row of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemSpec {
    pub(crate) id: String,
    pub(crate) item: String,
    pub(crate) description: Option<String>,
}
