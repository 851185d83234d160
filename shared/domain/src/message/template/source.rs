//! The sources of templates: the files of `infra/content`, and code for contents without words of their own.

use super::{Shape, Template, TemplateButton, TemplateName};
use crate::language::Language;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The page behind the link of a report, at the address of the files in `infra/content`, in whose place a stage puts its own.
const LINK: &str = "https://app.example.com/d/";
/// Where Twilio fetches the picture of a report, at the same address.
const PICTURE: &str = "https://app.example.com/c/";
/// The version of the contents for an open session.
const SESSION_VERSION: u32 = 1;
/// The variables of a report before its buttons: the text, the title of the link, and its token.
const OF_REPORT: usize = 3;
/// The variables of one button: its title and its token.
const PER_BUTTON: usize = 2;
/// The variables of one row: its title, its token and its description.
const PER_ROW: usize = 3;

macro_rules! in_each_language {
    ($language:expr, $name:literal) => {
        match $language {
            Language::English => include_str!(concat!("../../../../../infra/content/", $name, ".en.json")),
            Language::Spanish => include_str!(concat!("../../../../../infra/content/", $name, ".es.json")),
            Language::Portuguese => include_str!(concat!("../../../../../infra/content/", $name, ".pt.json")),
            Language::French => include_str!(concat!("../../../../../infra/content/", $name, ".fr.json")),
            Language::German => include_str!(concat!("../../../../../infra/content/", $name, ".de.json")),
            Language::Hindi => include_str!(concat!("../../../../../infra/content/", $name, ".hi.json")),
        }
    };
}

/// Returns a template in a language as the JSON of the Content API.
pub(super) fn of(name: TemplateName, language: Language) -> Cow<'static, str> {
    match name.shape() {
        Shape::Approved => Cow::Borrowed(file(name, language)),
        Shape::Report { buttons } => Cow::Owned(report(name, buttons).to_string()),
        Shape::Picture { buttons } => Cow::Owned(picture(name, buttons).to_string()),
        Shape::Card { buttons } => Cow::Owned(card(name, buttons).to_string()),
        Shape::List { rows } => Cow::Owned(list(name, rows).to_string()),
    }
}

fn file(name: TemplateName, language: Language) -> &'static str {
    match name {
        TemplateName::KpiDaily => in_each_language!(language, "kpi_daily"),
        TemplateName::KpiAlerts => in_each_language!(language, "kpi_alerts"),
        TemplateName::KpiClear => in_each_language!(language, "kpi_clear"),
        TemplateName::KpiPartial => in_each_language!(language, "kpi_partial"),
        TemplateName::KpiShort => in_each_language!(language, "kpi_short"),
        TemplateName::SecondApproval => in_each_language!(language, "second_approval"),
        TemplateName::Assignment => in_each_language!(language, "assignment"),
        TemplateName::Update => in_each_language!(language, "update"),
        _ => "",
    }
}

/// Creates a text, with buttons or without: the body is 1, the title of button n is 2n, and its token is 2n + 1.
fn card(name: TemplateName, buttons: usize) -> Value {
    let actions: Vec<Value> = (1..=buttons).map(|number| quick_reply(PER_BUTTON * number)).collect();
    content(name, 1 + PER_BUTTON * buttons, &text(&place(1), &actions))
}

/// Creates a report: the text is 1, the title of its link 2, the link's token 3, the title of button n 2n + 2, and its token
/// 2n + 3. WhatsApp allows no link button beside quick replies without approval, so the link is the last line of the text.
fn report(name: TemplateName, buttons: usize) -> Value {
    content(name, OF_REPORT + PER_BUTTON * buttons, &text(&body_of_report(), &actions_of_report(buttons)))
}

/// Creates a report below a picture: its variables, and last the name of the picture's file. Twilio's card with media and
/// nothing but quick replies needs no approval in an open session; the host of the media must be fixed
/// (twilio.com/docs/content/twiliocard, content/faqs-and-troubleshooting).
fn picture(name: TemplateName, buttons: usize) -> Value {
    let variables = OF_REPORT + PER_BUTTON * buttons + 1;
    let media = [format!("{PICTURE}{}", place(variables))];
    let (title, actions) = (body_of_report(), actions_of_report(buttons));
    let mut content = content(
        name,
        variables,
        &json!({ "twilio/card": { "title": title, "media": media, "actions": actions } }),
    );
    // The sample of an address of media ends like the name of a file.
    content["variables"][variables.to_string()] = json!("picture.png");
    content
}

fn body_of_report() -> String {
    format!("{}\n\n{}\n{LINK}{}", place(1), place(2), place(OF_REPORT))
}

fn actions_of_report(buttons: usize) -> Vec<Value> {
    (1..=buttons).map(|number| quick_reply(OF_REPORT + PER_BUTTON * number - 1)).collect()
}

fn text(body: &str, actions: &[Value]) -> Value {
    if actions.is_empty() {
        json!({ "twilio/text": { "body": body } })
    } else {
        json!({ "twilio/quick-reply": { "body": body, "actions": actions } })
    }
}

fn quick_reply(first: usize) -> Value {
    json!({ "type": "QUICK_REPLY", "title": place(first), "id": format!("v1.{}", place(first + 1)) })
}

/// Creates a list: the body is 1 and the button that opens it 2; for row n, 3n is the title, 3n + 1 the token and 3n +
/// 2 the description.
fn list(name: TemplateName, rows: usize) -> Value {
    let item = |first: usize| {
        let id = format!("v1.{}", place(first + 1));
        json!({ "item": place(first), "id": id, "description": place(first + 2) })
    };
    let items: Vec<Value> = (1..=rows).map(|number| item(PER_ROW * number)).collect();
    let types = json!({ "twilio/list-picker": { "body": place(1), "button": place(2), "items": items } });
    content(name, 2 + PER_ROW * rows, &types)
}

fn place(number: usize) -> String {
    format!("{{{{{number}}}}}")
}

/// The Content API requires a language and a sample of each variable even for a content without words of its own.
fn content(name: TemplateName, variables: usize, types: &Value) -> Value {
    let samples: BTreeMap<String, String> =
        (1..=variables).map(|number| (number.to_string(), format!("x{number}"))).collect();
    json!({
        "friendly_name": format!("{}_any_v{SESSION_VERSION}", name.as_str()),
        "language": Language::English.tag(),
        "variables": samples,
        "types": types,
    })
}

#[derive(Deserialize)]
struct ContentFile {
    friendly_name: String,
    types: ContentType,
}

#[derive(Deserialize)]
enum ContentType {
    #[serde(rename = "whatsapp/card", alias = "twilio/quick-reply")]
    Buttons { body: String, actions: Vec<TemplateButton> },
    #[serde(rename = "twilio/card")]
    Picture { title: String, actions: Vec<TemplateButton> },
    #[serde(rename = "twilio/list-picker")]
    List { body: String, items: Vec<ListRow> },
    #[serde(rename = "twilio/text")]
    Text { body: String },
}

#[derive(Deserialize)]
struct ListRow {
    item: String,
    id: String,
}

impl From<ListRow> for TemplateButton {
    fn from(row: ListRow) -> Self {
        Self { kind: "LIST_ITEM".to_owned(), title: row.item, id: row.id, url: String::new() }
    }
}

/// Parses a content, or returns `None` if it is not of a kind that the product sends.
pub(super) fn parse(source: &str) -> Option<Template> {
    let file: ContentFile = serde_json::from_str(source).ok()?;
    let (_, version) = file.friendly_name.rsplit_once("_v")?;
    let (body, buttons) = match file.types {
        ContentType::Buttons { body, actions } | ContentType::Picture { title: body, actions } => {
            (body, actions)
        }
        ContentType::List { body, items } => (body, items.into_iter().map(TemplateButton::from).collect()),
        ContentType::Text { body } => (body, Vec::new()),
    };
    Some(Template { version: version.parse().ok()?, body, buttons })
}
