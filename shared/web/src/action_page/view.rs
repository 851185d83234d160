//! What the page of an action link says, worked out from what was read. Pure: the template only lays it out.

pub mod confirm;
pub mod details;

pub use crate::action_page::view::details::{About, Badge};

use crate::action_page::undo::UndoOffer;
use app::action::{ActionOutcome, ActionResult};
use domain::action::context::{ActionContext, Actor};
use domain::action::decision::{Decision, Prompt, Refusal, RefusalClass, decide};
use domain::action::reply::{self, Reader};
use domain::language::{Language, Phrase};
use domain::text::display_name;

/// How a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// It asks, and has a button.
    Asks,
    /// It shows, and there is nothing to press.
    Shows,
    /// Something was changed.
    Changed,
    /// Nothing is changed, since something stands already or is not allowed.
    Unchanged,
    /// What the link is about is gone.
    Gone,
    /// The link is too old, or void since its person's role or consent changed.
    Expired,
    /// The person of the link may not open it (any more).
    Closed,
    /// Another request was in the way.
    Busy,
}

/// The page in words, ready to be laid out.
#[derive(Clone, PartialEq, Eq)]
pub struct ActionView {
    /// The language of the page.
    pub language: Language,
    /// How it stands.
    pub standing: PageState,
    /// The name of the workspace; nothing for whom it is none of their business.
    pub workspace: Option<String>,
    pub title: String,
    /// What it is about.
    pub about: Vec<About>,
    /// What was done, why nothing was, or what the button does.
    pub told: Vec<String>,
    /// As whom the person acts.
    pub who: Option<String>,
    /// The buttons.
    pub form: Option<ActionForm>,
}

impl std::fmt::Debug for ActionView {
    /// Shows how it stands alone: the rest names people, and its form may carry a token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ActionView").field("standing", &self.standing).finish_non_exhaustive()
    }
}

/// The form of a page.
#[derive(Clone, PartialEq, Eq)]
pub struct ActionForm {
    /// The path that it posts to; nothing for the page's own.
    pub path: Option<String>,
    /// What pressing does, as a fixed word.
    pub act: &'static str,
    /// The version of the recommendation that is shown, where people are chosen.
    pub seen: Option<u64>,
    /// The buttons, one of which is pressed.
    pub buttons: Vec<FormButton>,
}

/// A button of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormButton {
    /// The person that it chooses, where people are chosen.
    pub person: Option<String>,
    /// What it says.
    pub title: String,
    /// What it says below that.
    pub note: Option<String>,
    /// Whether it stands out.
    pub is_main: bool,
}

/// Works out the page that a link opens. Asks only for what would be done if it were asked for now.
#[must_use]
pub fn of(actor: &Actor<'_>, context: &ActionContext) -> ActionView {
    let writer = Writer { actor, context, reader: Reader::new(context) };
    match decide(actor, context) {
        Decision::Apply(change) => writer.asks(&change),
        Decision::Show(Prompt::Assignees { .. }) => writer.asks_whom(),
        Decision::Show(_) => writer.shows(),
        Decision::Refuse(refusal) => writer.refuses(&refusal),
    }
}

/// Works out the page after its button was pressed: what a reply in WhatsApp would say.
#[must_use]
pub fn after(performed: &ActionResult, undo: Option<UndoOffer>) -> ActionView {
    let standing = match &performed.outcome {
        ActionOutcome::Changed => PageState::Changed,
        ActionOutcome::Shown | ActionOutcome::Duplicate => PageState::Shows,
        ActionOutcome::Refused(refusal) => standing_of(refusal),
        ActionOutcome::Busy => PageState::Busy,
    };
    let title = if standing == PageState::Changed { Phrase::ActDoneTitle } else { Phrase::ActNothingTitle };
    let language = performed.language;
    let reply = performed.reply.iter().flat_map(|reply| reply.lines().map(str::to_owned));
    let until = undo.as_ref().map(|undo| confirm::undo_until(language, undo.until, &undo.zone));
    let told = reply.chain(until).collect();
    ActionView {
        language,
        standing,
        workspace: None,
        title: language.say(title, &[]),
        about: Vec::new(),
        told,
        who: None,
        form: undo.map(|undo| confirm::undo_form(language, undo)),
    }
}

fn standing_of(refusal: &Refusal) -> PageState {
    match refusal.class() {
        RefusalClass::Gone => PageState::Gone,
        RefusalClass::Expired => PageState::Expired,
        RefusalClass::Forbidden => PageState::Closed,
        RefusalClass::Conflict | RefusalClass::Invalid => PageState::Unchanged,
    }
}

/// Puts what was read into the words of its reader.
struct Writer<'a> {
    actor: &'a Actor<'a>,
    context: &'a ActionContext,
    reader: Reader,
}

impl Writer<'_> {
    fn text(&self, phrase: Phrase) -> String {
        self.reader.say(phrase, &[])
    }

    fn view(&self, standing: PageState, title: String) -> ActionView {
        ActionView {
            language: self.reader.language,
            standing,
            workspace: None,
            title,
            about: Vec::new(),
            told: Vec::new(),
            who: None,
            form: None,
        }
    }

    /// Makes the page of somebody who is known to be allowed to see what it is about.
    fn known(&self, standing: PageState, title: String) -> ActionView {
        let workspace = Some(self.reader.workspace.clone()).filter(|workspace| !workspace.is_empty());
        ActionView { workspace, about: self.about(standing), ..self.view(standing, title) }
    }

    fn shows(&self) -> ActionView {
        let is_day = self.context.day().is_some();
        let title = if is_day { Phrase::ActAlertsTitle } else { Phrase::ActShiftTitle };
        let told = match self.context.day() {
            Some(day) => vec![reply::alerts_heading(&self.reader, day, day.alerts.len()).replace('*', "")],
            None => Vec::new(),
        };
        let mut view = ActionView { told, who: self.who(), ..self.known(PageState::Shows, self.text(title)) };
        if let Some(about) = view.about.first_mut() {
            about.lines.extend(self.limits());
        }
        view
    }

    fn refuses(&self, refusal: &Refusal) -> ActionView {
        let standing = standing_of(refusal);
        let title = self.text(Phrase::ActNothingTitle);
        let view = match standing {
            PageState::Unchanged => self.known(standing, title),
            _ => self.view(standing, title),
        };
        let told = reply::refused(&self.reader, self.context, refusal);
        ActionView { told: told.lines().map(str::to_owned).collect(), ..view }
    }

    /// Says as whom the person acts: a forwarded mail acts as its first reader.
    fn who(&self) -> Option<String> {
        let member = self.context.member.as_ref()?;
        let values: [(&str, &str); 2] =
            [("name", &display_name(&member.name)), ("workspace", &self.reader.workspace)];
        Some(self.reader.say(Phrase::ActWho, &values))
    }
}
