//! The content of an answer's page, computed from what was read. Pure: the template only arranges it.

use crate::answer::chart::{TrendChart, TrendSize};
use crate::answer::source::AnswerSource;
use crate::dashboard::view::{AlertLine, DashboardContext, ShiftCard, SourceLine, Standing};
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::Alert;
use domain::language::{Language, Phrase, Value};
use domain::metrics::kpi::yesterday;
use domain::question::answer::{FullAnswer, full_answer, how_computed};
use domain::question::execute::result::{Body, QueryResult};
use domain::text::{display_name, sanitize};
use domain::workspace::Member;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How much of a question the page quotes.
const LONGEST_QUESTION: usize = 300;

/// The page in words and numbers, ready to be arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerView {
    /// The language of the answer.
    pub language: Language,
    /// The name of the workspace.
    pub workspace: String,
    /// What was asked.
    pub question: String,
    /// When it was asked.
    pub asked: String,
    /// Whether the numbers can be others than those of the message.
    pub is_restated: bool,
    /// The sentence that says so, or that they are the same.
    pub restated: String,
    /// An answer for each query, in their order.
    pub parts: Vec<AnswerPart>,
    /// How the source of each channel stands now, sorted by channel.
    pub sources: Vec<SourceLine>,
    /// When the data was read.
    pub as_of: String,
    /// Whom the link is for, and until when.
    pub personal: String,
}

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerPart {
    /// Its place on the page, from 1.
    pub place: usize,
    pub answer: FullAnswer,
    /// Whether the page loads the picture of the creative; otherwise it has the link alone.
    pub loads_picture: bool,
    /// What the picture of a creative shows, for people who cannot see it.
    pub picture_label: String,
    /// The alerts that it tells, as the dashboard shows them.
    pub alerts: Vec<AlertLine>,
    /// The shifts that it tells, as the dashboard shows them.
    pub shifts: Vec<ShiftCard>,
    /// Its trend, as a chart for phones and one for desktops.
    pub charts: Vec<TrendChart>,
    /// How it was computed, line by line.
    pub computed: Vec<String>,
}

impl AnswerView {
    /// Computes the content of the page.
    pub(super) fn new(source: &AnswerSource, member: &Member, valid_until: Timestamp) -> Self {
        let language = source.language();
        let reader = Member { language: language.tag().to_owned(), ..member.clone() };
        let moment = |at: Timestamp| language.moment(at, &reader.zone);
        let with_time = |phrase, at| language.say(phrase, &[("time", Value::Text(&moment(at)))]);
        let is_restated = source.is_restated();
        let restated = if is_restated { Phrase::PageAnswerRestated } else { Phrase::PageAnswerSame };
        let results = source.results();
        let places = results.iter().enumerate();
        Self {
            language,
            workspace: display_name(&source.settings.workspace.name),
            question: sanitize(&source.question.text, LONGEST_QUESTION),
            asked: with_time(Phrase::PageAnswerAsked, source.question.asked_at),
            is_restated,
            restated: with_time(restated, source.question.answered_at),
            parts: places.map(|(place, result)| part(source, &reader, place + 1, result)).collect(),
            sources: standing(source, &reader, &[], &[]).sources,
            as_of: with_time(Phrase::PageAsOf, source.now),
            personal: personal(language, &reader, &moment(valid_until)),
        }
    }

    /// Returns the title of the browser tab.
    #[must_use]
    pub fn title(&self) -> String {
        let title = self.parts.first().map(|part| part.answer.title.as_str()).unwrap_or_default();
        let values = [("workspace", Value::Text(&self.workspace)), ("title", Value::Text(title))];
        self.language.say(Phrase::PageAnswerTitle, &values)
    }

    /// Returns a phrase of the page that has no placeholders.
    #[must_use]
    pub fn text(&self, phrase: Phrase) -> String {
        self.language.say(phrase, &[])
    }

    /// Reports whether the source of a channel is late, or its last file was refused.
    #[must_use]
    pub fn a_source_needs_a_look(&self) -> bool {
        self.sources.iter().any(SourceLine::needs_a_look)
    }

    /// Returns the origins of the pictures on the page, such as `https://cdn.example.com`.
    #[must_use]
    pub fn picture_origins(&self) -> BTreeSet<String> {
        self.parts.iter().filter_map(|part| origin(&part.answer)).collect()
    }
}

/// Returns the origin of the picture of an answer's creative, or `None` if it has none, or if its host has other characters
/// than the name of a host.
fn origin(answer: &FullAnswer) -> Option<String> {
    let picture = answer.creative.as_ref()?.picture.as_deref()?;
    let host = picture.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    let is_of_name =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let is_name = host.contains('.') && host.bytes().all(is_of_name);
    is_name.then(|| format!("https://{host}"))
}

fn personal(language: Language, reader: &Member, until: &str) -> String {
    let name = display_name(&reader.name);
    language.say(Phrase::PagePersonal, &[("name", Value::Text(&name)), ("time", Value::Text(until))])
}

fn part(source: &AnswerSource, reader: &Member, place: usize, result: &QueryResult) -> AnswerPart {
    let language = source.language();
    let mut answer = full_answer(result, language);
    let (alerts, shifts) = findings(result);
    let Standing { alerts, shifts, .. } = standing(source, reader, alerts, &shifts);
    if !(alerts.is_empty() && shifts.is_empty()) {
        // The cards say the same, with their state and who is at it.
        answer.entries = Vec::new();
    }
    let name = answer.creative.as_ref().map(|creative| creative.name.clone()).unwrap_or_default();
    let charts = answer.trend.iter().flat_map(|trend| {
        [TrendSize::PHONE, TrendSize::DESKTOP]
            .map(|size| TrendChart::draw(size, trend, &|text| size.estimated_width(text)))
    });
    AnswerPart {
        place,
        loads_picture: origin(&answer).is_some(),
        picture_label: language.say(Phrase::PageAnswerPicture, &[("name", Value::Text(&name))]),
        alerts,
        shifts,
        charts: charts.collect(),
        computed: how_computed(result, language).lines().skip(1).map(str::to_owned).collect(),
        answer,
    }
}

/// Returns the findings that an answer tells.
fn findings(result: &QueryResult) -> (&[Alert], Vec<&BudgetAdjustment>) {
    match &result.body {
        Body::Alerts(alerts) => (alerts, Vec::new()),
        Body::Advice(advice) => (&advice.alerts, advice.shifts.iter().map(|(shift, _)| shift).collect()),
        Body::UnknownNames { .. }
        | Body::Empty
        | Body::NoBudgets
        | Body::Table(_)
        | Body::Why(_)
        | Body::List(_)
        | Body::Sources(_) => (&[], Vec::new()),
    }
}

fn standing(
    source: &AnswerSource,
    reader: &Member,
    alerts: &[Alert],
    shifts: &[&BudgetAdjustment],
) -> Standing {
    let (settings, findings) = (&source.settings, &source.findings);
    let context = DashboardContext {
        workspace: &settings.workspace,
        reader,
        day: yesterday(source.now, &settings.workspace.zone).unwrap_or_default(),
        now: source.now,
        valid_until: source.now,
        members: &settings.members,
        campaigns: &settings.campaigns,
        sources: &settings.sources,
        health: &settings.health,
        facts: &[],
        alerts,
        adjustments: &findings.adjustments,
        recommendations: &findings.recommendations,
        notifications: &[],
    };
    Standing::new(&context, alerts, shifts)
}
