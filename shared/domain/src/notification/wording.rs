//! What a notice says: its one line, and the mail around it.

use crate::email::page::{MailPage, MailRow};
use crate::instant::EpochSecond;
use crate::language::{Language, Phrase, Value};
use crate::notification::links::SealedLinks;
use crate::notification::{MemberNotice, NoticeKind};
use crate::text::name;
use crate::token::planned::{ALERTS_PLACE, PlannedLink};
use crate::token::{Action, TokenPurpose};
use crate::workspace::Member;

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
        // Its line is made with it, from the report itself.
        NoticeKind::Digest { .. } => return about.to_owned(),
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
        NoticeKind::Digest { .. } => Phrase::MailDigestHeading,
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
        | NoticeKind::WayBackRefused { .. }
        | NoticeKind::Digest { .. } => None,
    }
}

/// Gives what a link says. Whatever has no words of its own is opened.
#[must_use]
pub fn button(language: Language, purpose: TokenPurpose) -> String {
    let phrase = match purpose {
        TokenPurpose::Act(Action::AcceptAssignment) => Phrase::MailButtonAccept,
        TokenPurpose::Act(Action::PassBackAssignment) => Phrase::MailButtonPassBack,
        TokenPurpose::Act(Action::ApproveShift) => Phrase::MailButtonApprove,
        TokenPurpose::Act(Action::DeclineShift) => Phrase::MailButtonDecline,
        TokenPurpose::Dashboard => Phrase::MailButtonDashboard,
        _ => Phrase::MailButtonOpen,
    };
    language.say(phrase, &[])
}

/// Gives what a link of a notice says: on a digest what its button says on WhatsApp, else what it does.
#[must_use]
pub fn link(language: Language, kind: &NoticeKind, planned: &PlannedLink) -> String {
    let phrase = match (kind, planned.purpose) {
        (NoticeKind::Digest { .. }, TokenPurpose::Act(Action::ApproveShift)) => {
            Phrase::MailButtonApproveShift
        }
        (NoticeKind::Digest { .. }, TokenPurpose::Act(Action::ReviewShift)) => Phrase::ButtonReview,
        (_, TokenPurpose::Dashboard) if planned.detail.as_deref() == Some(ALERTS_PLACE) => {
            Phrase::MailButtonAlerts
        }
        (_, purpose) => return button(language, purpose),
    };
    language.say(phrase, &[])
}

/// What the mail of a report says beside what every mail says, in the language of the report.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportMail {
    /// The language that all of the mail is written in.
    pub language: Language,
    /// Which report it is.
    pub heading: String,
    /// The lines of the report under their names, in the order that they have on WhatsApp.
    pub rows: Vec<MailRow>,
}

/// Gives the language that the mail of a notice is written in: of a digest its own, so that all of it is in one.
#[must_use]
pub fn language_of_mail(report: Option<&ReportMail>, reader: &Member) -> Language {
    report.map_or_else(|| language_of(reader), |report| report.language)
}

/// Writes the mail of a notice, as its reader reads it; `report` is the digest that the notice is about.
#[must_use]
pub fn page(
    notice: &MemberNotice,
    report: Option<ReportMail>,
    reader: &Member,
    workspace: &str,
    sealed: &SealedLinks,
) -> MailPage {
    let language = language_of_mail(report.as_ref(), reader);
    let (reader_name, workspace) = (name(&reader.name), name(workspace));
    let by = name(notice.kind.by_name().unwrap_or_default());
    let values = [
        ("reader", Value::Text(&reader_name)),
        ("name", Value::Text(&by)),
        ("workspace", Value::Text(&workspace)),
    ];
    let say = |phrase| language.say(phrase, &values);
    let why = say(match notice.kind {
        NoticeKind::Digest { .. } => Phrase::MailDigestFooter,
        _ => Phrase::MailFooterMember,
    });
    let frame = MailPage {
        language,
        heading: String::new(),
        paragraphs: vec![say(Phrase::MailHello)],
        rows: Vec::new(),
        buttons: sealed.buttons.clone(),
        footer: footer(language, why, reader, sealed),
        unsubscribe: sealed.unsubscribe.clone(),
    };
    match report {
        Some(report) => with_report(frame, notice, report),
        None => with_event(frame, notice, reader, &workspace, &values),
    }
}

/// Adds the lines of the digest, as they are on WhatsApp, and why they come by mail.
fn with_report(mut frame: MailPage, notice: &MemberNotice, report: ReportMail) -> MailPage {
    frame.paragraphs.push(notice.why.clone());
    MailPage { heading: report.heading, rows: report.rows, ..frame }
}

/// Adds what happened, why, where and when.
fn with_event(
    mut frame: MailPage,
    notice: &MemberNotice,
    reader: &Member,
    workspace: &str,
    values: &[(&str, Value<'_>)],
) -> MailPage {
    let language = frame.language;
    let say = |phrase| language.say(phrase, values);
    let row = |label, value: &str| MailRow { label: say(label), value: value.to_owned() };
    let happened = language.moment(notice.at, &reader.zone);
    frame.paragraphs.push(notice.summary.clone());
    frame.paragraphs.extend(wish(&notice.kind).map(say));
    let rows = vec![
        row(Phrase::MailRowWhy, &notice.why),
        row(Phrase::MailRowWorkspace, workspace),
        row(Phrase::MailRowWhen, &happened),
    ];
    MailPage { heading: say(heading(&notice.kind)), rows, ..frame }
}

/// Says why the person gets the mail and, where there are links, whose they are and until when all of them work.
fn footer(language: Language, why: String, reader: &Member, sealed: &SealedLinks) -> Vec<String> {
    let shortest = sealed.tokens.iter().map(|issued| issued.token.valid_until).min();
    let until = shortest.and_then(EpochSecond::timestamp);
    let links = until.map(|until| {
        let until = language.moment(until, &reader.zone);
        language.say(Phrase::MailFooterLinks, &[("time", Value::Text(&until))])
    });
    [why].into_iter().chain(links).collect()
}

#[cfg(test)]
mod tests;
