//! The ladder of approved WhatsApp templates, read from `infra/content`, and which of them carries a digest.

use crate::language::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The longest text of an approved template, after its variables are filled in.
pub const LONGEST_BODY: usize = 1024;

/// An approved template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateName {
    /// Metrics, alerts and a decision.
    KpiDaily,
    /// Metrics and alerts.
    KpiAlerts,
    /// Metrics, and nothing to do.
    KpiClear,
}

impl TemplateName {
    /// Every template.
    pub const ALL: [Self; 3] = [Self::KpiDaily, Self::KpiAlerts, Self::KpiClear];

    /// Gives the name that the template has at WhatsApp.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KpiDaily => "kpi_daily",
            Self::KpiAlerts => "kpi_alerts",
            Self::KpiClear => "kpi_clear",
        }
    }

    /// Chooses the template for what a person can be shown: a decision, alerts, or neither.
    #[must_use]
    pub fn for_digest(has_decision: bool, has_alerts: bool) -> Self {
        match (has_decision, has_alerts) {
            (true, _) => Self::KpiDaily,
            (false, true) => Self::KpiAlerts,
            (false, false) => Self::KpiClear,
        }
    }

    fn source(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::KpiDaily, Language::English) => include_str!("../../../infra/content/kpi_daily.en.json"),
            (Self::KpiAlerts, Language::English) => include_str!("../../../infra/content/kpi_alerts.en.json"),
            (Self::KpiClear, Language::English) => include_str!("../../../infra/content/kpi_clear.en.json"),
        }
    }

    /// Gives the key of a version of this template in a language, as the settings name its content: `kpi_daily.en.v1`.
    /// With the version in it, new lines never go into an old approved text.
    #[must_use]
    pub fn versioned_key(self, language: &str, version: u32) -> String {
        format!("{}.{language}.v{version}", self.as_str())
    }

    /// Gives the key of the version that this build has; see [`TemplateName::versioned_key`].
    #[must_use]
    pub fn key(self, language: Language) -> String {
        self.versioned_key(language.tag(), self.read(language).version)
    }

    /// Gives what Twilio's Content API is told to create.
    #[must_use]
    pub fn content(self, language: Language) -> &'static str {
        self.source(language)
    }

    /// Gives the template in a language.
    #[must_use]
    pub fn read(self, language: Language) -> &'static Template {
        static TEMPLATES: OnceLock<BTreeMap<(TemplateName, Language), Template>> = OnceLock::new();
        static EMPTY: Template = Template { version: 0, body: String::new(), buttons: Vec::new() };
        let all = TEMPLATES.get_or_init(|| {
            let each = Self::ALL.into_iter().flat_map(|name| Language::ALL.map(|language| (name, language)));
            each.filter_map(|key| Some((key, Template::parse(key.0.source(key.1))?))).collect()
        });
        all.get(&(self, language)).unwrap_or(&EMPTY)
    }
}

/// A template: its text and its buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The version, from the end of its name: `kpi_daily_en_v1` is 1.
    pub version: u32,
    /// The text with its places, `{{1}}` and so on.
    pub body: String,
    /// The buttons in their order.
    pub buttons: Vec<TemplateButton>,
}

/// A button of a template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TemplateButton {
    /// `QUICK_REPLY` or `URL`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What people read on it.
    pub title: String,
    /// What a tap sends back.
    #[serde(default)]
    pub id: String,
    /// The address that it opens.
    #[serde(default)]
    pub url: String,
}

#[derive(Deserialize)]
struct ContentFile {
    friendly_name: String,
    types: ContentTypes,
}

#[derive(Deserialize)]
struct ContentTypes {
    #[serde(rename = "whatsapp/card")]
    card: ContentCard,
}

#[derive(Deserialize)]
struct ContentCard {
    body: String,
    actions: Vec<TemplateButton>,
}

impl Template {
    fn parse(source: &str) -> Option<Self> {
        let file: ContentFile = serde_json::from_str(source).ok()?;
        let (_, version) = file.friendly_name.rsplit_once("_v")?;
        Some(Self {
            version: version.parse().ok()?,
            body: file.types.card.body,
            buttons: file.types.card.actions,
        })
    }

    /// Gives the text with the variables filled in.
    #[must_use]
    pub fn fill(&self, variables: &BTreeMap<String, String>) -> String {
        fill(&self.body, variables)
    }
}

/// Fills `{{1}}`, `{{2}}` … in one pass, so that a value that looks like a place is left alone.
fn fill(text: &str, variables: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((key, tail)) = after.split_once("}}") else {
            filled.push_str("{{");
            rest = after;
            continue;
        };
        filled.push_str(variables.get(key).map_or("", String::as_str));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
