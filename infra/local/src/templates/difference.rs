//! Whether a content at Twilio still says what its file says.

use serde_json::{Map, Value};

/// Returns where two contents differ, as the path of the first place, or `None` if they are the same. What Twilio adds
/// to what it was given makes no difference: fields without a value, and defaults.
#[must_use]
pub fn difference(file: &Value, twilio: &Value) -> Option<String> {
    let place = differing(file, twilio)?;
    Some(place.trim_start_matches('.').to_owned())
}

fn differing(file: &Value, twilio: &Value) -> Option<String> {
    match (file, twilio) {
        (Value::Object(file), Value::Object(twilio)) => of_objects(file, twilio),
        (Value::Array(file), Value::Array(twilio)) if file.len() == twilio.len() => {
            let mut pairs = file.iter().zip(twilio).enumerate();
            pairs.find_map(|(at, (file, twilio))| Some(format!(".{at}{}", differing(file, twilio)?)))
        }
        _ if file == twilio => None,
        _ => Some(String::new()),
    }
}

fn of_objects(file: &Map<String, Value>, twilio: &Map<String, Value>) -> Option<String> {
    let nothing = Value::Null;
    let value_of = |fields: &'_ Map<String, Value>, name: &str| {
        fields.get(name).filter(|value| !is_left_out(name, value)).cloned().unwrap_or_else(|| nothing.clone())
    };
    let names = file.keys().chain(twilio.keys().filter(|name| !file.contains_key(*name)));
    names
        .filter_map(|name| Some((name, differing(&value_of(file, name), &value_of(twilio, name))?)))
        .map(|(name, place)| format!(".{name}{place}"))
        .next()
}

/// Reports whether a field says no more than one that is not there.
fn is_left_out(name: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => {
            text.is_empty()
                || matches!((name, text.as_str()), ("type", "QUICK_REPLY") | ("webview_size", "NONE"))
        }
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file() -> Value {
        json!({ "whatsapp/card": { "body": "Hello {{1}}", "actions": [
            { "type": "QUICK_REPLY", "title": "Accept", "id": "v1.{{2}}" },
            { "type": "URL", "title": "Open", "url": "https://reports.example.net/d/{{3}}" },
        ] } })
    }

    #[test]
    fn what_twilio_adds_by_itself_is_no_difference() {
        let twilio = json!({ "whatsapp/card": { "body": "Hello {{1}}", "footer": null, "media": [], "header_text": "",
            "actions": [
                { "title": "Accept", "id": "v1.{{2}}", "index": null, "webview_size": null },
                { "type": "URL", "title": "Open", "url": "https://reports.example.net/d/{{3}}", "webview_size": "NONE" },
            ] } });
        assert_eq!(difference(&file(), &twilio), None);
    }

    #[test]
    fn a_difference_is_told_by_its_place() {
        let changed = |pointer: &str, value: Value| {
            let mut twilio = file();
            *twilio.pointer_mut(pointer).unwrap() = value;
            difference(&file(), &twilio)
        };
        assert_eq!(changed("/whatsapp~1card/body", json!("Hi {{1}}")).as_deref(), Some("whatsapp/card.body"));
        let url = changed("/whatsapp~1card/actions/1/url", json!("https://elsewhere.example/d/{{3}}"));
        assert_eq!(url.as_deref(), Some("whatsapp/card.actions.1.url"));
        let fewer = changed("/whatsapp~1card/actions", json!([]));
        assert_eq!(fewer.as_deref(), Some("whatsapp/card.actions"));
        let kind = changed("/whatsapp~1card/actions/1/type", json!("QUICK_REPLY"));
        assert_eq!(kind.as_deref(), Some("whatsapp/card.actions.1.type"));
    }

    #[test]
    fn what_only_one_of_them_has_is_a_difference() {
        let with = |name: &str| {
            let mut more = file();
            more["whatsapp/card"][name] = json!("Something");
            more
        };
        assert_eq!(difference(&with("footer"), &file()).as_deref(), Some("whatsapp/card.footer"));
        assert_eq!(difference(&file(), &with("footer")).as_deref(), Some("whatsapp/card.footer"));
        let other_kind = json!({ "twilio/text": { "body": "Hello {{1}}" } });
        assert_eq!(difference(&file(), &other_kind).as_deref(), Some("whatsapp/card"));
    }
}
