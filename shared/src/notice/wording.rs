//! What a notice says: its one line, and the mail around it.

use crate::action::token::ActionKind;
use crate::digest::line::name;
use crate::email::page::{MailPage, MailRow};
use crate::language::{Language, Phrase, Value};
use crate::notice::links::SealedLinks;
use crate::notice::{MemberNotice, NoticeKind};
use crate::workspace::Member;
use jiff::Timestamp;

/// Gives the language that a person is told things in.
#[must_use]
pub fn language_of(member: &Member) -> Language {
    Language::choose(&[&member.language])
}

/// Says in one line what happened to something; `about` is that thing in the same language.
#[must_use]
pub fn summary(language: Language, kind: &NoticeKind, about: &str) -> String {
    let phrase = match kind {
        NoticeKind::Assigned { .. } => Phrase::NoticeAssigned,
        NoticeKind::AssignmentAccepted { .. } => Phrase::NoticeAccepted,
        NoticeKind::AssignmentPassedBack { .. } => Phrase::NoticePassedBack,
        NoticeKind::ShiftApplied { .. } => Phrase::NoticeShiftApplied,
        NoticeKind::ShiftRefused { .. } => Phrase::NoticeShiftRefused,
        NoticeKind::WayBackApplied { .. } => Phrase::NoticeWayBackApplied,
        NoticeKind::WayBackRefused { .. } => Phrase::NoticeWayBackRefused,
        NoticeKind::SecondApprovalWanted { .. } => Phrase::NoticeSecondApproval,
    };
    let by = name(kind.by_name().unwrap_or_default());
    language.say(phrase, &[("name", Value::Text(&by)), ("about", Value::Text(about))])
}

fn heading(kind: &NoticeKind) -> Phrase {
    match kind {
        NoticeKind::Assigned { .. } => Phrase::MailAssignedHeading,
        NoticeKind::AssignmentAccepted { .. } => Phrase::MailAcceptedHeading,
        NoticeKind::AssignmentPassedBack { .. } => Phrase::MailPassedBackHeading,
        NoticeKind::ShiftApplied { .. } => Phrase::MailShiftAppliedHeading,
        NoticeKind::ShiftRefused { .. } => Phrase::MailShiftRefusedHeading,
        NoticeKind::WayBackApplied { .. } => Phrase::MailWayBackAppliedHeading,
        NoticeKind::WayBackRefused { .. } => Phrase::MailWayBackRefusedHeading,
        NoticeKind::SecondApprovalWanted { .. } => Phrase::MailSecondApprovalHeading,
    }
}

/// Gives what the person is asked to do, where there is something to do.
fn wish(kind: &NoticeKind) -> Option<Phrase> {
    match kind {
        NoticeKind::Assigned { .. } => Some(Phrase::MailAssignedWish),
        NoticeKind::SecondApprovalWanted { .. } => Some(Phrase::MailSecondApprovalWish),
        NoticeKind::AssignmentPassedBack { .. } => Some(Phrase::MailPassedBackWish),
        NoticeKind::AssignmentAccepted { .. }
        | NoticeKind::ShiftApplied { .. }
        | NoticeKind::ShiftRefused { .. }
        | NoticeKind::WayBackApplied { .. }
        | NoticeKind::WayBackRefused { .. } => None,
    }
}

/// Gives what a link says. Whatever has no words of its own is opened.
#[must_use]
pub fn button(language: Language, action: ActionKind) -> String {
    let phrase = match action {
        ActionKind::AcceptAssignment => Phrase::MailButtonAccept,
        ActionKind::PassBackAssignment => Phrase::MailButtonPassBack,
        ActionKind::ApproveShift => Phrase::MailButtonApprove,
        ActionKind::DeclineShift => Phrase::MailButtonDecline,
        ActionKind::ViewDashboard => Phrase::MailButtonDashboard,
        _ => Phrase::MailButtonOpen,
    };
    language.say(phrase, &[])
}

/// Writes the mail of a notice, as its reader reads it.
#[must_use]
pub fn page(notice: &MemberNotice, reader: &Member, workspace: &str, sealed: &SealedLinks) -> MailPage {
    let language = language_of(reader);
    let (reader_name, workspace) = (name(&reader.name), name(workspace));
    let by = name(notice.kind.by_name().unwrap_or_default());
    let values = [
        ("reader", Value::Text(&reader_name)),
        ("name", Value::Text(&by)),
        ("workspace", Value::Text(&workspace)),
    ];
    let say = |phrase| language.say(phrase, &values);
    let row = |label, value: &str| MailRow { label: say(label), value: value.to_owned() };
    let happened = language.moment(notice.at, &reader.zone);
    let mut paragraphs = vec![say(Phrase::MailHello), notice.summary.clone()];
    paragraphs.extend(wish(&notice.kind).map(say));
    MailPage {
        language,
        heading: say(heading(&notice.kind)),
        paragraphs,
        rows: vec![
            row(Phrase::MailRowWhy, &notice.why),
            row(Phrase::MailRowWorkspace, &workspace),
            row(Phrase::MailRowWhen, &happened),
        ],
        buttons: sealed.buttons.clone(),
        footer: footer(language, say(Phrase::MailFooterMember), reader, sealed),
    }
}

/// Says why the person gets the mail and, where there are links, whose they are and until when all of them work.
fn footer(language: Language, why: String, reader: &Member, sealed: &SealedLinks) -> Vec<String> {
    let shortest = sealed.tokens.iter().map(|issued| issued.token.valid_until).min();
    let until = shortest.and_then(|second| Timestamp::from_second(second).ok());
    let links = until.map(|until| {
        let until = language.moment(until, &reader.zone);
        language.say(Phrase::MailFooterLinks, &[("time", Value::Text(&until))])
    });
    [why].into_iter().chain(links).collect()
}

#[cfg(test)]
mod tests;
