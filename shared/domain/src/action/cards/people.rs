//! The list of people to give a recommendation to: oneself, those one gave something to last, then everybody by name,
//! on as many pages as it takes, since a list has ten rows.

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

/// The most rows of a list (Twilio, twilio/list-picker).
pub const MOST_ROWS: usize = 10;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The number of the page, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The places of the people on it.
    pub people: Range<usize>,
}

/// Returns a page of so many people; the last one when there are not so many pages. Ten fit on one page; of more, the
/// first page has nine and a row that leads on, each page between has a row that leads back, eight people and a row
/// that leads on, and the last one has the row that leads back.
#[must_use]
pub fn page(people: usize, wanted: usize) -> Page {
    if people <= MOST_ROWS {
        return Page { number: 1, pages: 1, people: 0..people };
    }
    let (first, between) = (MOST_ROWS - 1, MOST_ROWS - 2);
    // What the first and the last page do not take is on the pages between.
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
    // The roster is by name and the sort is stable, so everybody else stays by name.
    ordered.sort_by_key(|person| place(person));
    ordered
}

/// Offers the people to give a recommendation to.
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

/// Offers these people, in this order.
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

/// Names a role.
pub fn role_phrase(role: Role) -> Phrase {
    match role {
        Role::Owner => Phrase::RoleOwner,
        Role::Marketer => Phrase::RoleMarketer,
        Role::Viewer => Phrase::RoleViewer,
    }
}

#[cfg(test)]
mod tests;
