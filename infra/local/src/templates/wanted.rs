//! The contents that should be at Twilio: the files of `infra/content` with the links of the stage, and the contents for
//! an open conversation.

use command_center::domain::message::template::TemplateName;
use serde_json::Value;

/// The address in the files' links, which each stage replaces by its own.
const PLACEHOLDER: &str = "https://app.example.com";

/// A file of `infra/content` is no content.
#[derive(Debug, thiserror::Error)]
#[error("the template {0} is no content of Twilio: correct its file in infra/content")]
pub struct InvalidFile(String);

/// A content as it should be at Twilio.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The key in the table, such as `kpi_daily.en.v1`.
    pub key: String,
    /// The name at Twilio and, for a template, at WhatsApp, such as `kpi_daily_en_v1`.
    pub friendly_name: String,
    /// The language as Twilio knows it.
    pub language: String,
    /// What Twilio is given.
    pub document: Value,
    /// Whether it can be sent only once WhatsApp has approved it.
    pub needs_approval: bool,
}

/// Returns every content that the product sends, with links to `app_url`.
///
/// # Errors
/// If a file is no content.
pub fn wanted(app_url: &str) -> Result<Vec<Wanted>, InvalidFile> {
    let each = TemplateName::contents().map(|(name, language)| {
        let key = name.key(language);
        let file = name.content(language).replace(PLACEHOLDER, app_url.trim_end_matches('/'));
        read(&key, &file, !name.is_session()).ok_or(InvalidFile(key))
    });
    each.collect()
}

fn read(key: &str, file: &str, needs_approval: bool) -> Option<Wanted> {
    let document: Value = serde_json::from_str(file).ok()?;
    let text = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
    let (key, friendly_name, language) = (key.to_owned(), text("friendly_name")?, text("language")?);
    document.get("types").filter(|types| types.is_object())?;
    Some(Wanted { key, friendly_name, language, document, needs_approval })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_link_leads_to_the_stage_and_none_to_the_placeholder() {
        let all = wanted("https://reports.example.net/").unwrap();
        let links =
            all.iter().filter(|one| one.document.to_string().contains("https://reports.example.net/d/{{"));
        assert!(links.count() >= 24, "the digests and their spare have a link, in six languages");
        assert!(all.iter().all(|one| !one.document.to_string().contains(PLACEHOLDER)));
    }

    #[test]
    fn no_two_contents_have_one_key_or_one_name() {
        let all = wanted("https://reports.example.net").unwrap();
        let keys: BTreeSet<_> = all.iter().map(|one| &one.key).collect();
        let names: BTreeSet<_> = all.iter().map(|one| (&one.friendly_name, &one.language)).collect();
        assert_eq!((keys.len(), names.len()), (all.len(), all.len()));
    }

    #[test]
    fn what_is_no_content_is_refused() {
        for file in
            ["", "{", "[]", r#"{"friendly_name":"a_v1","language":"en"}"#, r#"{"language":"en","types":{}}"#]
        {
            assert!(read("a.en.v1", file, true).is_none(), "{file}");
        }
    }
}
