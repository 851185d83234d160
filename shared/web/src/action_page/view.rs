//! The content of an action page, computed from what was read. Pure: the template only arranges it.

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

/// The state of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// The page asks, and has a button.
    Asks,
    /// The page shows something, and has no button.
    Shows,
    /// Something was changed.
    Changed,
    /// Nothing was changed, because the decision already stands or the change is not allowed.
    Unchanged,
    /// The target of the link is gone.
    Gone,
    /// The link is too old, or invalid because its person's role or consent has changed.
    Expired,
    /// The link's person may not open it, or no longer.
    Closed,
    /// The request conflicted with another one.
    Busy,
}

/// The text of a page, ready to be arranged.
#[derive(Clone, PartialEq, Eq)]
pub struct ActionView {
    /// The language of the page.
    pub language: Language,
    /// The state of the page.
    pub standing: PageState,
    /// The name of the workspace, or `None` if the reader must not see it.
    pub workspace: Option<String>,
    pub title: String,
    /// The subjects of the page.
    pub about: Vec<About>,
    /// The result, the reason why nothing was done, or what the button does.
    pub told: Vec<String>,
    /// The person in whose name the page acts.
    pub who: Option<String>,
    /// The buttons.
    pub form: Option<ActionForm>,
}

impl std::fmt::Debug for ActionView {
    /// Shows only the state: the rest names people, and the form may contain a token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ActionView").field("standing", &self.standing).finish_non_exhaustive()
    }
}

/// The form of a page.
#[derive(Clone, PartialEq, Eq)]
pub struct ActionForm {
    /// The path that it posts to, or `None` for the page's own.
    pub path: Option<String>,
    /// The action of the button, as a fixed word.
    pub act: &'static str,
    /// The version of the recommendation that is shown, if there are people to choose from.
    pub seen: Option<u64>,
    /// The buttons, only one of which can be pressed.
    pub buttons: Vec<FormButton>,
}

/// A button of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormButton {
    /// The person that it chooses, if there are people to choose from.
    pub person: Option<String>,
    /// The label.
    pub title: String,
    /// The text below the label.
    pub note: Option<String>,
    /// Whether the button is highlighted.
    pub is_main: bool,
}

/// Computes the page that a link opens. It has a button only if the action would be performed when requested now.
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

/// Computes the page after its button was pressed, with the text of the corresponding WhatsApp reply.
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

/// Words the facts for their reader.
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

    /// Creates the page for somebody who is allowed to see its subject.
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

    /// Says in whose name the person acts: a forwarded mail acts in the name of its original recipient.
    fn who(&self) -> Option<String> {
        let member = self.context.member.as_ref()?;
        let values: [(&str, &str); 2] =
            [("name", &display_name(&member.name)), ("workspace", &self.reader.workspace)];
        Some(self.reader.say(Phrase::ActWho, &values))
    }
}
