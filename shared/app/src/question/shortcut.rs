//! Brings the button that a short text such as "no" or "undo" asks for. Nothing is decided by it: that takes the tap.

use super::data::{Findings, read_findings};
use super::draft::{Draft, DraftBody, Understood};
use super::reading::Asker;
use super::store_answers::{action_context, card_reader};
use super::{Answered, Person};
use domain::action::card::{Card, local_date};
use domain::action::cards;
use domain::action::context::ActionContext;
use domain::action::reply::Reader;
use domain::inbound::shortcut::{Shortcut, shortcut};
use domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use domain::instant::EpochSecond;
use domain::language::{Language, Phrase};
use domain::message::Message;
use domain::message::question_job::QuestionJob;
use domain::question::interpretation::Interpretation;
use domain::question::query::RefusalReason;
use domain::question::record::{Question, UnderstoodBy};
use domain::question::reply::{Envelope, message_id};
use domain::workspace::rules::Permission;
use store::{Store, StoreError};

/// What a shortcut is answered with.
struct Answering<'a> {
    asker: &'a Asker<'a>,
    person: &'a Person<'a>,
    job: &'a QuestionJob,
    language: Language,
}

/// Returns the message that a text asks for, or `None` if the text is no shortcut of this person's.
pub(super) async fn answered(
    store: &Store,
    asker: &Asker<'_>,
    person: &Person<'_>,
    job: &QuestionJob,
    text: &str,
) -> Result<Option<Understood>, StoreError> {
    let Some((shortcut, language)) = shortcut(text, person.language(asker.now)) else { return Ok(None) };
    let may_decide = asker.settings.workspace.allows(person.member, Permission::ApproveShifts);
    if shortcut == Shortcut::Undo && !may_decide {
        return Ok(None);
    }
    let findings = match shortcut {
        Shortcut::Dashboard => Findings::default(),
        Shortcut::Decide | Shortcut::Undo => read_findings(store, &job.workspace).await?,
    };
    let answering = Answering { asker, person, job, language };
    let Some(message) = answering.message(shortcut, &findings) else { return Ok(None) };
    let draft = Draft {
        interpretation: Interpretation::OutOfScope(RefusalReason::WriteAction),
        views: Vec::new(),
        body: DraftBody::Message(Box::new(message)),
        explanation: String::new(),
        answered_at: None,
        needs_findings: false,
    };
    Ok(Some(Understood {
        language,
        understood_by: UnderstoodBy::Planner,
        drafts: vec![draft],
        outcome: Answered::Brought,
        offers_shift: false,
        findings,
    }))
}

impl Answering<'_> {
    fn message(&self, shortcut: Shortcut, findings: &Findings) -> Option<Message> {
        let (card, otherwise) = match shortcut {
            Shortcut::Dashboard => return self.dashboard(),
            Shortcut::Decide => (self.waiting(findings), Phrase::ShortcutNothingToDecide),
            Shortcut::Undo => (self.undo(findings), Phrase::ShortcutNothingToUndo),
        };
        let id = message_id(&self.question());
        let reader = card_reader(self.job, self.person, self.language);
        if let Some(message) = card.as_ref().and_then(|card| card.message(0, &reader)) {
            return Some(Message { id, ..message });
        }
        // Whoever may not decide reads what waits, without buttons.
        let text = card.map_or_else(|| self.language.say(otherwise, &[]), |card| card.body);
        self.envelope(&self.question()).line(id, text)
    }

    fn waiting(&self, findings: &Findings) -> Option<Card> {
        let shift = findings.adjustments.iter().find(|shift| shift.state.is_open())?;
        self.card(|reader, context| Some(cards::shift(reader, context, shift)))
    }

    /// Returns the card of the latest approval that can still be undone.
    fn undo(&self, findings: &Findings) -> Option<Card> {
        let now = EpochSecond::from(self.person.handled_at);
        let is_open = |shift: &&BudgetAdjustment| {
            shift.state == AdjustmentState::Approved && shift.undo_until.is_some_and(|until| now < until)
        };
        let shift = findings.adjustments.iter().filter(is_open).max_by_key(|shift| shift.undo_until)?;
        self.card(|reader, context| cards::reversal(reader, context, shift))
    }

    fn card(&self, make: impl Fn(&Reader, &ActionContext) -> Option<Card>) -> Option<Card> {
        let context = action_context(self.asker, self.person);
        make(&Reader { language: self.language, ..Reader::new(&context) }, &context)
    }

    fn dashboard(&self) -> Option<Message> {
        let day = self.asker.calendar().today.yesterday().ok()?;
        self.envelope(&self.question()).dashboard(day)
    }

    fn question(&self) -> domain::identity::QuestionId {
        Question::id_of(self.job.asked_at, &self.job.message_sid, 0)
    }

    fn envelope<'b>(&'b self, question: &'b domain::identity::QuestionId) -> Envelope<'b> {
        Envelope {
            workspace: &self.job.workspace,
            member: &self.job.member,
            question,
            language: self.language,
            local_date: local_date(self.person.handled_at, &self.person.member.zone),
            now: self.person.handled_at,
        }
    }
}
