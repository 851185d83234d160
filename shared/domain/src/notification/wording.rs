//! The wording of a notification: its one line, and the mail around it.

use crate::email::page::{MailPage, MailRow};
use crate::instant::EpochSecond;
use crate::language::{Language, Phrase, Value};
use crate::notification::links::SealedLinks;
use crate::notification::{MemberNotification, NotificationKind};
use crate::text::display_name;
use crate::token::planned::{ALERTS_PLACE, PlannedLink};
use crate::token::{Action, TokenPurpose};
use crate::workspace::Member;

/// Returns the language of a person's texts.
#[must_use]
pub fn language_of(member: &Member) -> Language {
    Language::choose(&[&member.language])
}

/// Returns one line about what happened to something; `about` describes that thing in the same language.
#[must_use]
pub fn summary(language: Language, kind: &NotificationKind, about: &str) -> String {
    let phrase = match kind {
        NotificationKind::Assigned { .. } => Phrase::NoticeAssigned,
        NotificationKind::AssignmentAccepted { .. } => Phrase::NoticeAccepted,
        NotificationKind::AssignmentPassedBack { .. } => Phrase::NoticePassedBack,
        NotificationKind::ShiftApplied { .. } => Phrase::NoticeShiftApplied,
        NotificationKind::ShiftRefused { .. } => Phrase::NoticeShiftRefused,
        NotificationKind::ReversalApplied { .. } => Phrase::NoticeWayBackApplied,
        NotificationKind::ReversalRefused { .. } => Phrase::NoticeWayBackRefused,
        NotificationKind::SecondApprovalWanted { .. } => Phrase::NoticeSecondApproval,
        // Its line was created with it, from the report itself.
        NotificationKind::Digest { .. } => return about.to_owned(),
    };
    let by = display_name(kind.by_name().unwrap_or_default());
    language.say(phrase, &[("name", Value::Text(&by)), ("about", Value::Text(about))])
}

fn heading(kind: &NotificationKind) -> Phrase {
    match kind {
        NotificationKind::Assigned { .. } => Phrase::MailAssignedHeading,
        NotificationKind::AssignmentAccepted { .. } => Phrase::MailAcceptedHeading,
        NotificationKind::AssignmentPassedBack { .. } => Phrase::MailPassedBackHeading,
        NotificationKind::ShiftApplied { .. } => Phrase::MailShiftAppliedHeading,
        NotificationKind::ShiftRefused { .. } => Phrase::MailShiftRefusedHeading,
        NotificationKind::ReversalApplied { .. } => Phrase::MailWayBackAppliedHeading,
        NotificationKind::ReversalRefused { .. } => Phrase::MailWayBackRefusedHeading,
        NotificationKind::SecondApprovalWanted { .. } => Phrase::MailSecondApprovalHeading,
        NotificationKind::Digest { .. } => Phrase::MailDigestHeading,
    }
}

/// Returns what the person is asked to do, if there is something to do.
fn wish(kind: &NotificationKind) -> Option<Phrase> {
    match kind {
        NotificationKind::Assigned { .. } => Some(Phrase::MailAssignedWish),
        NotificationKind::SecondApprovalWanted { .. } => Some(Phrase::MailSecondApprovalWish),
        NotificationKind::AssignmentPassedBack { .. } => Some(Phrase::MailPassedBackWish),
        NotificationKind::AssignmentAccepted { .. }
        | NotificationKind::ShiftApplied { .. }
        | NotificationKind::ShiftRefused { .. }
        | NotificationKind::ReversalApplied { .. }
        | NotificationKind::ReversalRefused { .. }
        | NotificationKind::Digest { .. } => None,
    }
}

/// Returns the text of a link. A purpose without a text of its own gets the text for opening.
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

/// Returns the text of a notification's link: for a digest that of the button on WhatsApp, otherwise what the link
/// does.
#[must_use]
pub fn link(language: Language, kind: &NotificationKind, planned: &PlannedLink) -> String {
    let phrase = match (kind, planned.purpose) {
        (NotificationKind::Digest { .. }, TokenPurpose::Act(Action::ApproveShift)) => {
            Phrase::MailButtonApproveShift
        }
        (NotificationKind::Digest { .. }, TokenPurpose::Act(Action::ReviewShift)) => Phrase::ButtonReview,
        (_, TokenPurpose::Dashboard) if planned.detail.as_deref() == Some(ALERTS_PLACE) => {
            Phrase::MailButtonAlerts
        }
        (_, purpose) => return button(language, purpose),
    };
    language.say(phrase, &[])
}

/// The part of a mail that is specific to a report, in the language of the report.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportMail {
    /// The language of the whole mail.
    pub language: Language,
    /// The heading that identifies the report.
    pub heading: String,
    /// The lines of the report with their labels, in the order that they have on WhatsApp.
    pub rows: Vec<MailRow>,
}

/// Returns the language of a notification's mail: for a digest the language of the digest, so that the whole mail is in
/// one language.
#[must_use]
pub fn language_of_mail(report: Option<&ReportMail>, reader: &Member) -> Language {
    report.map_or_else(|| language_of(reader), |report| report.language)
}

/// Creates the mail of a notification as its reader sees it; `report` is the digest that the notification is about.
#[must_use]
pub fn page(
    notification: &MemberNotification,
    report: Option<ReportMail>,
    reader: &Member,
    workspace: &str,
    sealed: &SealedLinks,
) -> MailPage {
    let language = language_of_mail(report.as_ref(), reader);
    let (reader_name, workspace) = (display_name(&reader.name), display_name(workspace));
    let by = display_name(notification.kind.by_name().unwrap_or_default());
    let values = [
        ("reader", Value::Text(&reader_name)),
        ("name", Value::Text(&by)),
        ("workspace", Value::Text(&workspace)),
    ];
    let say = |phrase| language.say(phrase, &values);
    let why = say(match notification.kind {
        NotificationKind::Digest { .. } => Phrase::MailDigestFooter,
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
        Some(report) => with_report(frame, notification, report),
        None => with_event(frame, notification, reader, &workspace, &values),
    }
}

/// Adds the lines of the digest as they are on WhatsApp, and the reason why they are mailed.
fn with_report(mut frame: MailPage, notification: &MemberNotification, report: ReportMail) -> MailPage {
    frame.paragraphs.push(notification.why.clone());
    MailPage { heading: report.heading, rows: report.rows, ..frame }
}

/// Adds what happened, why, where and when.
fn with_event(
    mut frame: MailPage,
    notification: &MemberNotification,
    reader: &Member,
    workspace: &str,
    values: &[(&str, Value<'_>)],
) -> MailPage {
    let language = frame.language;
    let say = |phrase| language.say(phrase, values);
    let row = |label, value: &str| MailRow { label: say(label), value: value.to_owned() };
    let happened = language.moment(notification.at, &reader.zone);
    frame.paragraphs.push(notification.summary.clone());
    frame.paragraphs.extend(wish(&notification.kind).map(say));
    let rows = vec![
        row(Phrase::MailRowWhy, &notification.why),
        row(Phrase::MailRowWorkspace, workspace),
        row(Phrase::MailRowWhen, &happened),
    ];
    MailPage { heading: say(heading(&notification.kind)), rows, ..frame }
}

/// States why the person gets the mail and, if there are links, who may use them and until when all of them work.
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
