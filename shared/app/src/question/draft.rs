//! What is answered to a text, before it is kept and sent: one draft for each message.

use super::Answered;
use super::data::{Data, Findings, read_data};
use super::reading::{Asked, Asker};
use domain::language::Language;
use domain::message::Message;
use domain::question::answer::help::{
    Choice, HelpCard, Offer, OfferSubject, clarification, no_such_days, refusal, too_many_days,
};
use domain::question::answer::{AnswerCard, AnswerReader, LONGEST_ANSWER, answer, how_computed};
use domain::question::execute::execute;
use domain::question::execute::prepared::PreparedQuery;
use domain::question::interpretation::Interpretation;
use domain::question::query::{Intent, Metric, RefusalReason, TypedQuery};
use domain::question::range::NoSuchDays;
use domain::question::record::{Question, UnderstoodBy};
use domain::question::reply::LONGEST_TEXT;
use domain::question::view::View;
use domain::text::truncate;
use jiff::{SignedDuration, Timestamp};
use planner::{Before, Clarification, Plan, Subject};
use store::{Store, StoreError};

/// How many questions of one text are answered.
const MOST_PARTS: usize = 4;
/// For how long the same question gets the stored answer, unless something changed.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// What a draft says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftBody {
    /// Numbers.
    Answer(AnswerCard),
    /// Something instead, with questions to tap.
    Help(HelpCard),
    /// A message that a shortcut brings.
    Message(Box<Message>),
}

/// One message that answers a text, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub interpretation: Interpretation,
    /// The views behind the link, one for each query.
    pub views: Vec<View>,
    pub body: DraftBody,
    /// How it was computed.
    pub explanation: String,
    /// When it was answered, if that was before; then nothing has changed since.
    pub(super) answered_at: Option<Timestamp>,
    /// Whether it rests on alerts, budget shifts or recommendations.
    pub(super) needs_findings: bool,
}

impl Draft {
    /// Returns the text as it is read.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.body {
            DraftBody::Answer(card) => &card.text,
            DraftBody::Help(card) => &card.text,
            DraftBody::Message(message) => &message.text,
        }
    }
}

/// A text, understood and answered.
#[derive(Debug, Clone)]
pub struct Understood {
    pub language: Language,
    pub understood_by: UnderstoodBy,
    pub drafts: Vec<Draft>,
    /// What became of the text.
    pub outcome: Answered,
    /// Whether the open budget shift is shown with it, as something that can be acted on.
    pub offers_shift: bool,
    pub(super) findings: Findings,
}

impl Understood {
    /// Returns the fingerprint of what a draft depends on.
    pub(super) fn basis_of(&self, draft: &Draft, asker: &Asker<'_>) -> String {
        let none = Findings::default();
        asker.basis(if draft.needs_findings { &self.findings } else { &none })
    }

    pub(super) fn too_late(language: Language, card: HelpCard) -> Self {
        let missing = Interpretation::Clarify(domain::question::query::ClarifyReason::MissingContext);
        Self {
            language,
            understood_by: UnderstoodBy::Planner,
            drafts: vec![help(missing, card)],
            outcome: Answered::TooLate,
            offers_shift: false,
            findings: Findings::default(),
        }
    }
}

fn help(interpretation: Interpretation, card: HelpCard) -> Draft {
    Draft {
        interpretation,
        views: Vec::new(),
        body: DraftBody::Help(card),
        explanation: String::new(),
        answered_at: None,
        needs_findings: false,
    }
}

impl Asked {
    /// Returns the stored answer to the same question, if it was asked lately and nothing has changed since.
    pub(super) fn stored_answer(&self, asker: &Asker<'_>, latest: &[Question]) -> Option<Understood> {
        let Plan::Queries(queries) = &self.planned.plan else { return None };
        let calendar = asker.calendar();
        let may_change = |query| {
            let ready = PreparedQuery::new(query, &calendar);
            ready.is_ok_and(|query| query.needs_findings() || query.needs_creatives())
        };
        if queries.iter().any(may_change) {
            return None;
        }
        let (language, basis) = (self.planned.language, asker.basis(&Findings::default()));
        let interpretation = Interpretation::Queries(queries.clone());
        let is_same = |known: &&Question| {
            known.interpretation == interpretation
                && known.basis == basis
                && known.language == language.tag()
                && !known.views.is_empty()
                && asker.now.duration_since(known.answered_at) <= KEPT
        };
        let known = latest.iter().find(is_same)?;
        let card = AnswerCard {
            text: known.answer.clone(),
            buttons: domain::question::answer::button_titles(language),
            has_picture: known.has_picture,
        };
        let draft = Draft {
            interpretation,
            views: known.views.clone(),
            body: DraftBody::Answer(card),
            explanation: known.explanation.clone(),
            answered_at: Some(known.answered_at),
            needs_findings: false,
        };
        Some(Understood {
            language,
            understood_by: self.understood_by.clone(),
            drafts: vec![draft],
            outcome: Answered::FromStore,
            offers_shift: false,
            findings: Findings::default(),
        })
    }

    /// Reads what the plan needs, and answers it.
    pub(super) async fn answered(self, store: &Store, asker: &Asker<'_>) -> Result<Understood, StoreError> {
        let calendar = asker.calendar();
        let queries: &[TypedQuery] = match &self.planned.plan {
            Plan::Queries(queries) => &queries[..queries.len().min(MOST_PARTS)],
            Plan::Clarify(_) | Plan::OutOfScope(_) => &[],
        };
        let prepared: Vec<Result<PreparedQuery, NoSuchDays>> =
            queries.iter().map(|query| PreparedQuery::new(query, &calendar)).collect();
        let ready: Vec<PreparedQuery> =
            prepared.iter().flatten().filter(|query| asker.can_read(query)).cloned().collect();
        let has_help = ready.len() < queries.len().max(1);
        let offers_shift = self.offers_shift();
        let wants_findings = has_help || offers_shift || ready.iter().any(PreparedQuery::needs_findings);
        let (workspace, sources) = (&asker.settings.workspace.id, &asker.settings.sources);
        let data = read_data(store, workspace, sources, &ready, wants_findings).await?;
        let drafts = self.drafts(asker, &data, queries, &prepared);
        let outcome = match &self.planned.plan {
            Plan::Queries(_) if ready.is_empty() => Answered::Refused,
            Plan::Queries(_) => Answered::WithNumbers,
            Plan::Clarify(_) => Answered::AskedBack,
            Plan::OutOfScope(_) => Answered::Refused,
        };
        let Self { planned, understood_by } = self;
        let (language, findings) = (planned.language, data.findings);
        Ok(Understood { language, understood_by, drafts, outcome, offers_shift, findings })
    }

    /// Reports whether the text is about something that the open budget shift would do: what overspends, what to do, or a
    /// change that no free text carries out.
    fn offers_shift(&self) -> bool {
        match &self.planned.plan {
            Plan::OutOfScope(reason) => *reason == RefusalReason::WriteAction,
            Plan::Clarify(_) => false,
            Plan::Queries(queries) => queries.iter().any(|query| match query.intent {
                Intent::Recommendations => true,
                Intent::Budget => query.having.iter().any(|having| having.metric == Metric::Pacing),
                _ => false,
            }),
        }
    }

    fn drafts(
        &self,
        asker: &Asker<'_>,
        data: &Data,
        queries: &[TypedQuery],
        prepared: &[Result<PreparedQuery, NoSuchDays>],
    ) -> Vec<Draft> {
        let language = self.planned.language;
        let known = asker.data(&data.facts, &data.findings);
        match &self.planned.plan {
            Plan::OutOfScope(reason) => {
                vec![help(Interpretation::OutOfScope(*reason), refusal(language, &known, *reason))]
            }
            Plan::Clarify(asked) => {
                let words = &self.planned.not_understood;
                let card = clarification(language, &known, asked.reason, &offers(asked), words);
                vec![help(Interpretation::Clarify(asked.reason), card)]
            }
            Plan::Queries(_) => {
                let part =
                    |(query, prepared): (&TypedQuery, &Result<PreparedQuery, NoSuchDays>)| match prepared {
                        Ok(prepared) if asker.can_read(prepared) => {
                            answered(asker, data, query, prepared, language)
                        }
                        Ok(_) => help(
                            Interpretation::Queries(vec![query.clone()]),
                            too_many_days(language, &known),
                        ),
                        Err(reason) => {
                            let card = no_such_days(language, &known, *reason, None);
                            help(Interpretation::Queries(vec![query.clone()]), card)
                        }
                    };
                packed(queries.iter().zip(prepared).map(part).collect())
            }
        }
    }
}

fn answered(
    asker: &Asker<'_>,
    data: &Data,
    query: &TypedQuery,
    prepared: &PreparedQuery,
    language: Language,
) -> Draft {
    let result = execute(prepared, &asker.data(&data.facts, &data.findings));
    let reader = AnswerReader { language, link: None, longest: LONGEST_TEXT };
    Draft {
        interpretation: Interpretation::Queries(vec![query.clone()]),
        views: vec![View::of(prepared)],
        body: DraftBody::Answer(answer(&result, &reader)),
        explanation: how_computed(&result, language),
        answered_at: None,
        needs_findings: prepared.needs_findings(),
    }
}

/// Puts answers that follow one another into one message as far as they fit.
fn packed(parts: Vec<Draft>) -> Vec<Draft> {
    let mut packed: Vec<Draft> = Vec::new();
    for part in parts {
        match packed.last_mut().and_then(|last| joined(last, &part)) {
            Some(both) => {
                packed.pop();
                packed.push(both);
            }
            None => packed.push(part),
        }
    }
    packed
}

/// Returns two answers as one, or `None` if one of them is none, or both together are too long.
fn joined(one: &Draft, other: &Draft) -> Option<Draft> {
    let (DraftBody::Answer(first), DraftBody::Answer(second)) = (&one.body, &other.body) else { return None };
    let (Interpretation::Queries(queries), Interpretation::Queries(more)) =
        (&one.interpretation, &other.interpretation)
    else {
        return None;
    };
    let text = format!("{}\n\n{}", first.text, second.text);
    if text.encode_utf16().count() > LONGEST_TEXT {
        return None;
    }
    let explanation = format!("{}\n\n{}", one.explanation, other.explanation);
    let is_short = explanation.encode_utf16().count() <= LONGEST_ANSWER;
    Some(Draft {
        interpretation: Interpretation::Queries([queries.as_slice(), more].concat()),
        views: [one.views.as_slice(), &other.views].concat(),
        body: DraftBody::Answer(AnswerCard {
            text,
            has_picture: first.has_picture || second.has_picture,
            ..first.clone()
        }),
        explanation: if is_short { explanation } else { truncate(&explanation, LONGEST_ANSWER) },
        answered_at: None,
        needs_findings: one.needs_findings || other.needs_findings,
    })
}

fn offers(asked: &Clarification) -> Vec<Offer> {
    let offer = |choice: &planner::Choice| Offer {
        subject: match &choice.subject {
            Subject::Entity { name, .. } => OfferSubject::Name(name.clone()),
            Subject::Metric(metric) => OfferSubject::Metric(*metric),
            Subject::Rest => OfferSubject::Rest,
        },
        queries: choice.queries.clone(),
    };
    asked.choices.iter().map(offer).collect()
}

/// Answers a text without keeping or sending anything, for whoever wants to see what would be answered.
///
/// # Errors
/// If the store cannot be read.
pub async fn ask(
    store: &Store,
    asker: &Asker<'_>,
    text: &str,
    language: Language,
) -> Result<Understood, StoreError> {
    asker.plan(text, language, Before::default()).answered(store, asker).await
}

impl Draft {
    /// Reports whether a picture belongs above it.
    #[must_use]
    pub fn has_picture(&self) -> bool {
        matches!(&self.body, DraftBody::Answer(card) if card.has_picture)
    }

    /// Returns the questions that the buttons offer.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match &self.body {
            DraftBody::Answer(_) | DraftBody::Message(_) => &[],
            DraftBody::Help(card) => &card.choices,
        }
    }
}
