//! The approved WhatsApp templates, read from `infra/content`, the contents for an open session, and which of them
//! carries a digest.

mod source;

use crate::language::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The maximum length of an approved template's text with its variables filled in.
pub const LONGEST_BODY: usize = 1024;

/// The maximum length of a variable's value in a template other than a digest. With names of at most 40 characters, the
/// text always fits.
pub const LONGEST_VALUE: usize = 250;

/// A template, or a content that is sent only while the session (24-hour window) is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateName {
    /// Metrics, alerts and a decision.
    KpiDaily,
    /// Metrics and alerts.
    KpiAlerts,
    /// Metrics, and nothing to do.
    KpiClear,
    /// Metrics of a day whose data is not all in, and nothing to do so far.
    KpiPartial,
    /// The metrics in few words: the fallback for the four above. Its wording differs from theirs, so that what makes
    /// WhatsApp hold one of them back does not affect it as well.
    KpiShort,
    /// A budget shift that needs a second approval.
    SecondApproval,
    /// A recommendation that somebody assigned to the reader.
    Assignment,
    /// What happened to something that the reader took part in.
    Update,
    /// In session: a report whose last line is its link.
    Report,
    /// In session: a report with its link and one button.
    #[serde(rename = "report_1")]
    Report1,
    /// In session: a report with its link and two buttons.
    #[serde(rename = "report_2")]
    Report2,
    /// In session: a report with its link and three buttons.
    #[serde(rename = "report_3")]
    Report3,
    /// In session: the same as [`TemplateName::Report3`] below a picture.
    ReportPicture,
    /// In session: a text alone.
    Line,
    /// In session: a text with one button.
    #[serde(rename = "card_1")]
    Card1,
    /// In session: a text with two buttons.
    #[serde(rename = "card_2")]
    Card2,
    /// In session: a text with three buttons.
    #[serde(rename = "card_3")]
    Card3,
    /// In session: a list of one row.
    #[serde(rename = "list_1")]
    List1,
    /// In session: a list of two rows.
    #[serde(rename = "list_2")]
    List2,
    /// In session: a list of three rows.
    #[serde(rename = "list_3")]
    List3,
    /// In session: a list of four rows.
    #[serde(rename = "list_4")]
    List4,
    /// In session: a list of five rows.
    #[serde(rename = "list_5")]
    List5,
    /// In session: a list of six rows.
    #[serde(rename = "list_6")]
    List6,
    /// In session: a list of seven rows.
    #[serde(rename = "list_7")]
    List7,
    /// In session: a list of eight rows.
    #[serde(rename = "list_8")]
    List8,
    /// In session: a list of nine rows.
    #[serde(rename = "list_9")]
    List9,
    /// In session: a list of ten rows.
    #[serde(rename = "list_10")]
    List10,
}

impl TemplateName {
    /// Every template and every content for an open session.
    pub const ALL: [Self; 27] = [
        Self::KpiDaily,
        Self::KpiAlerts,
        Self::KpiClear,
        Self::KpiPartial,
        Self::KpiShort,
        Self::SecondApproval,
        Self::Assignment,
        Self::Update,
        Self::Report,
        Self::Report1,
        Self::Report2,
        Self::Report3,
        Self::ReportPicture,
        Self::Line,
        Self::Card1,
        Self::Card2,
        Self::Card3,
        Self::List1,
        Self::List2,
        Self::List3,
        Self::List4,
        Self::List5,
        Self::List6,
        Self::List7,
        Self::List8,
        Self::List9,
        Self::List10,
    ];

    /// Returns the name of the template at WhatsApp, or of the content at Twilio.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KpiDaily => "kpi_daily",
            Self::KpiAlerts => "kpi_alerts",
            Self::KpiClear => "kpi_clear",
            Self::KpiPartial => "kpi_partial",
            Self::KpiShort => "kpi_short",
            Self::SecondApproval => "second_approval",
            Self::Assignment => "assignment",
            Self::Update => "update",
            Self::Report => "report",
            Self::Report1 => "report_1",
            Self::Report2 => "report_2",
            Self::Report3 => "report_3",
            Self::ReportPicture => "report_picture",
            Self::Line => "line",
            Self::Card1 => "card_1",
            Self::Card2 => "card_2",
            Self::Card3 => "card_3",
            Self::List1 => "list_1",
            Self::List2 => "list_2",
            Self::List3 => "list_3",
            Self::List4 => "list_4",
            Self::List5 => "list_5",
            Self::List6 => "list_6",
            Self::List7 => "list_7",
            Self::List8 => "list_8",
            Self::List9 => "list_9",
            Self::List10 => "list_10",
        }
    }

    /// Chooses the template for what a person may see: a decision, alerts, or neither, of a day whose data is whole or not.
    #[must_use]
    pub fn for_digest(has_decision: bool, has_alerts: bool, is_whole: bool) -> Self {
        match (has_decision, has_alerts, is_whole) {
            (true, ..) => Self::KpiDaily,
            (false, true, _) => Self::KpiAlerts,
            (false, false, true) => Self::KpiClear,
            (false, false, false) => Self::KpiPartial,
        }
    }

    /// Returns the fallback: for a digest, the template that says the same in fewer words while WhatsApp holds its own back;
    /// for a report with a picture, the one without. Nothing else has one.
    #[must_use]
    pub fn spare(self) -> Option<Self> {
        match self {
            Self::KpiDaily | Self::KpiAlerts | Self::KpiClear | Self::KpiPartial => Some(Self::KpiShort),
            Self::ReportPicture => Some(Self::Report3),
            _ => None,
        }
    }

    /// Returns the content for a report with its link and this many buttons, none to three.
    #[must_use]
    pub fn report(buttons: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.shape() == Shape::Report { buttons })
    }

    /// Returns the content for a text with this many buttons; WhatsApp allows none to three in an open session.
    #[must_use]
    pub fn card(buttons: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.shape() == Shape::Card { buttons })
    }

    /// Returns the content for a list with this many rows; WhatsApp allows one to ten.
    #[must_use]
    pub fn list(rows: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.shape() == Shape::List { rows })
    }

    /// Reports whether this can be sent only within 24 hours of the person's last message. Such content needs no
    /// approval, and all its words are variables.
    #[must_use]
    pub fn is_session(self) -> bool {
        self.shape() != Shape::Approved
    }

    fn shape(self) -> Shape {
        match self {
            Self::KpiDaily
            | Self::KpiAlerts
            | Self::KpiClear
            | Self::KpiPartial
            | Self::KpiShort
            | Self::SecondApproval
            | Self::Assignment
            | Self::Update => Shape::Approved,
            Self::Report => Shape::Report { buttons: 0 },
            Self::Report1 => Shape::Report { buttons: 1 },
            Self::Report2 => Shape::Report { buttons: 2 },
            Self::Report3 => Shape::Report { buttons: 3 },
            Self::ReportPicture => Shape::Picture { buttons: 3 },
            Self::Line => Shape::Card { buttons: 0 },
            Self::Card1 => Shape::Card { buttons: 1 },
            Self::Card2 => Shape::Card { buttons: 2 },
            Self::Card3 => Shape::Card { buttons: 3 },
            Self::List1 => Shape::List { rows: 1 },
            Self::List2 => Shape::List { rows: 2 },
            Self::List3 => Shape::List { rows: 3 },
            Self::List4 => Shape::List { rows: 4 },
            Self::List5 => Shape::List { rows: 5 },
            Self::List6 => Shape::List { rows: 6 },
            Self::List7 => Shape::List { rows: 7 },
            Self::List8 => Shape::List { rows: 8 },
            Self::List9 => Shape::List { rows: 9 },
            Self::List10 => Shape::List { rows: 10 },
        }
    }

    /// Returns every content to be created at Twilio: each template in each language, and content without words of its
    /// own once.
    pub fn contents() -> impl Iterator<Item = (Self, Language)> {
        let languages = |name: Self| if name.is_session() { &Language::ALL[..1] } else { &Language::ALL[..] };
        Self::ALL
            .into_iter()
            .flat_map(move |name| languages(name).iter().map(move |language| (name, *language)))
    }

    /// Returns the key of a version of this template in a language, as the table refers to its content:
    /// `kpi_daily.en.v1`. Because of the version, new lines are never used with an old approved text. A content for an
    /// open session is the same in every language: `card_2.any.v1`.
    #[must_use]
    pub fn versioned_key(self, language: &str, version: u32) -> String {
        let language = if self.is_session() { "any" } else { language };
        format!("{}.{language}.v{version}", self.as_str())
    }

    /// Returns the key for the version of this build; see [`TemplateName::versioned_key`].
    #[must_use]
    pub fn key(self, language: Language) -> String {
        self.versioned_key(language.tag(), self.read(language).version)
    }

    /// Returns the JSON with which the content is created in Twilio's Content API.
    #[must_use]
    pub fn content(self, language: Language) -> String {
        source::of(self, language).into_owned()
    }

    /// Returns the template in a language.
    #[must_use]
    pub fn read(self, language: Language) -> &'static Template {
        static TEMPLATES: OnceLock<BTreeMap<(TemplateName, Language), Template>> = OnceLock::new();
        static EMPTY: Template = Template { version: 0, body: String::new(), buttons: Vec::new() };
        let all = TEMPLATES.get_or_init(|| {
            let each = Self::ALL.into_iter().flat_map(|name| Language::ALL.map(|language| (name, language)));
            each.filter_map(|key| Some((key, Template::parse(&source::of(key.0, key.1))?))).collect()
        });
        all.get(&(self, language)).unwrap_or(&EMPTY)
    }
}

/// The source of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A file of `infra/content` for each language.
    Approved,
    /// A body that ends with a link, with buttons or without.
    Report { buttons: usize },
    /// The same below a picture.
    Picture { buttons: usize },
    /// A body, with buttons or without.
    Card { buttons: usize },
    /// A body with rows to pick from.
    List { rows: usize },
}

/// A template: its text and its buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The version, from the end of its name: `kpi_daily_en_v1` is 1.
    pub version: u32,
    /// The text with its placeholders, `{{1}}` and so on.
    pub body: String,
    /// The buttons, or the rows of a list, in order.
    pub buttons: Vec<TemplateButton>,
}

/// A button of a template, or a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TemplateButton {
    /// `QUICK_REPLY`, `URL`, or `LIST_ITEM` for a row of a list.
    #[serde(rename = "type")]
    pub kind: String,
    /// The title shown on it.
    pub title: String,
    /// What a tap sends back.
    #[serde(default)]
    pub id: String,
    /// The address that a tap opens.
    #[serde(default)]
    pub url: String,
}

impl TemplateButton {
    /// Returns the number of the variable that carries the token, or `None` if there is none.
    #[must_use]
    pub fn variable(&self) -> Option<u32> {
        let place = if self.is_link() { &self.url } else { &self.id };
        place.rsplit_once("{{")?.1.trim_end_matches('}').parse().ok()
    }

    /// Reports whether a tap opens an address.
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.kind == "URL"
    }
}

impl Template {
    fn parse(source: &str) -> Option<Self> {
        source::parse(source)
    }

    /// Counts the placeholders in the text; those of the buttons come after them.
    #[must_use]
    pub fn places(&self) -> usize {
        self.body.matches("{{").count()
    }

    /// Returns the text with the variables filled in.
    #[must_use]
    pub fn fill(&self, variables: &BTreeMap<String, String>) -> String {
        fill(&self.body, variables)
    }
}

/// Fills `{{1}}`, `{{2}}` … in one pass, so that a value that looks like a placeholder is left alone.
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
