//! The list of people to whom a recommendation can be assigned: the reader first, then the people the reader assigned
//! something to most recently, then everybody else by name. A list has at most ten rows, so it can span several pages.

use super::row_title;
use crate::action::card::{Card, CardButton};
use crate::action::context::ActionContext;
use crate::action::decision::may_own;
use crate::action::reply::{Reader, what};
use crate::identity::MemberId;
use crate::insight::record::Recommendation;
use crate::language::{Phrase, Value};
use crate::token::{Action, TargetId};
use crate::workspace::Role;
use crate::workspace::roster::Teammate;
use std::ops::Range;

/// The maximum number of rows in a list (Twilio, twilio/list-picker).
pub const MOST_ROWS: usize = 10;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page number, starting at 1.
    pub number: usize,
    /// The total number of pages.
    pub pages: usize,
    /// The range of people on this page.
    pub people: Range<usize>,
}

/// Returns the requested page of a list of this many people, or the last page if there are fewer pages. Up to ten
/// people fit on one page. With more, the first page has nine people and a row to the next page; each middle page has a
/// row back, eight people and a row to the next page; the last page has a row back and up to nine people.
#[must_use]
pub fn page(people: usize, wanted: usize) -> Page {
    if people <= MOST_ROWS {
        return Page { number: 1, pages: 1, people: 0..people };
    }
    let (first, between) = (MOST_ROWS - 1, MOST_ROWS - 2);
    // People who do not fit on the first and last page go on the middle pages.
    let middle = people.saturating_sub(first + (MOST_ROWS - 1)).div_ceil(between);
    let pages = middle + 2;
    let number = wanted.clamp(1, pages);
    let start = if number == 1 { 0 } else { first + between * (number - 2) };
    let end = if number == pages { people } else { first + between * (number - 1) };
    Page { number, pages, people: start..end }
}

/// Returns the people in the order in which they are offered.
#[must_use]
pub fn in_order<'a>(
    people: impl Iterator<Item = &'a Teammate>,
    me: &MemberId,
    recent: &[MemberId],
) -> Vec<&'a Teammate> {
    let place = |person: &Teammate| {
        if person.id == *me {
            return 0;
        }
        recent.iter().position(|id| *id == person.id).map_or(recent.len() + 1, |place| place + 1)
    };
    let mut ordered: Vec<&Teammate> = people.filter(|person| may_own(person)).collect();
    // The roster is sorted by name and the sort is stable, so everybody else stays in order of name.
    ordered.sort_by_key(|person| place(person));
    ordered
}

/// Offers the people to whom a recommendation can be assigned.
#[must_use]
pub fn assignees(
    reader: &Reader,
    context: &ActionContext,
    recommendation: &Recommendation,
    wanted_page: usize,
) -> Option<Card> {
    let (member, roster) = (context.member.as_ref()?, context.roster.as_ref()?);
    let people = in_order(roster.people.iter(), &member.id, &member.recent_assignees);
    list(reader, &member.id, recommendation, &people, wanted_page)
}

/// Offers these people in the given order.
#[must_use]
pub fn list(
    reader: &Reader,
    me: &MemberId,
    recommendation: &Recommendation,
    people: &[&Teammate],
    wanted_page: usize,
) -> Option<Card> {
    let id: TargetId = recommendation.id.as_str().parse().ok()?;
    let page = page(people.len(), wanted_page);
    let row = |person: &&Teammate| person_row(reader, me, &id, recommendation.version, person);
    let mut rows: Vec<CardButton> = people.get(page.people.clone())?.iter().map(row).collect();
    if page.number > 1 {
        rows.insert(0, turning_row(reader, Phrase::RowBack, &id, &page, page.number - 1));
    }
    if page.number < page.pages {
        rows.push(turning_row(reader, Phrase::RowMore, &id, &page, page.number + 1));
    }
    Some(Card {
        body: heading(reader, recommendation, &page, people.len()),
        list_button: Some(reader.say(Phrase::ButtonChoosePerson, &[])),
        buttons: rows,
    })
}

fn heading(reader: &Reader, recommendation: &Recommendation, page: &Page, people: usize) -> String {
    let what = what(reader, recommendation);
    let asked = reader.say(Phrase::CardAssignees, &[("what", &what)]);
    if page.pages == 1 {
        return asked;
    }
    let values = [
        ("page", Value::Count(page.number)),
        ("pages", Value::Count(page.pages)),
        ("count", Value::Count(people)),
    ];
    format!("{asked}\n{}", reader.language.say(Phrase::CardAssigneesPage, &values))
}

fn person_row(
    reader: &Reader,
    me: &MemberId,
    target: &TargetId,
    version: u64,
    person: &Teammate,
) -> CardButton {
    let (title, description) = if person.id == *me {
        (reader.say(Phrase::RowMe, &[]), reader.say(Phrase::RowMeNote, &[]))
    } else {
        (row_title(&person.name), reader.say(role_phrase(person.role), &[]))
    };
    CardButton {
        description,
        detail: Some(person.id.to_string()),
        ..CardButton::new(title, Action::PickAssignee, target, version)
    }
}

fn turning_row(
    reader: &Reader,
    title: Phrase,
    target: &TargetId,
    page: &Page,
    leads_to: usize,
) -> CardButton {
    let values = [("page", Value::Count(leads_to)), ("pages", Value::Count(page.pages))];
    CardButton {
        description: reader.language.say(Phrase::RowPage, &values),
        detail: Some(leads_to.to_string()),
        ..CardButton::new(reader.say(title, &[]), Action::AssignRecommendation, target, 0)
    }
}

/// Returns the phrase that names a role.
pub fn role_phrase(role: Role) -> Phrase {
    match role {
        Role::Owner => Phrase::RoleOwner,
        Role::Marketer => Phrase::RoleMarketer,
        Role::Viewer => Phrase::RoleViewer,
    }
}

#[cfg(test)]
mod tests;
