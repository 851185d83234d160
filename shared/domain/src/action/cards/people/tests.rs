//! Claims about the list of people: its order, its pages, and how to navigate them.

use super::*;
use crate::action::reply::Reader;
use crate::language::Language;
use crate::testing::{maya, member, recommendation, workspace};
use crate::workspace::Member;
use crate::workspace::roster::Roster;
use proptest::prelude::*;

fn rows(page: &Page) -> usize {
    page.people.len() + usize::from(page.number > 1) + usize::from(page.number < page.pages)
}

#[test]
fn ten_people_are_one_page_and_eleven_two() {
    assert_eq!(page(10, 1), Page { number: 1, pages: 1, people: 0..10 });
    assert_eq!(page(11, 1), Page { number: 1, pages: 2, people: 0..9 });
    assert_eq!(page(11, 2), Page { number: 2, pages: 2, people: 9..11 });
}

#[test]
fn a_page_that_is_not_there_is_the_last_one() {
    assert_eq!(page(30, 99), page(30, 4));
    assert_eq!(page(30, 0), page(30, 1));
}

proptest! {
    #[test]
    fn everybody_is_on_exactly_one_page_and_no_page_has_more_than_ten_rows(people in 0_usize..400) {
        let pages = page(people, 1).pages;
        let mut seen = Vec::new();
        for number in 1..=pages {
            let page = page(people, number);
            prop_assert!(rows(&page) <= MOST_ROWS && (people == 0 || !page.people.is_empty()));
            seen.extend(page.people);
        }
        prop_assert_eq!(seen, (0..people).collect::<Vec<_>>());
    }
}

fn reader() -> Reader {
    let workspace = workspace().name;
    Reader { language: Language::English, zone: "America/New_York".to_owned(), workspace }
}

fn context(me: &Member, others: &[Member]) -> ActionContext {
    let people: Vec<Member> = others.iter().chain([me]).cloned().collect();
    ActionContext {
        workspace: Some(workspace()),
        roster: Some(Roster::new(&me.workspace, &people)),
        member: Some(me.clone()),
        ..ActionContext::default()
    }
}

fn crowd(count: usize) -> Vec<Member> {
    let person =
        |number: usize| member(&format!("p{number}"), &format!("Person {number:03}"), Role::Marketer);
    (0..count).map(person).collect()
}

fn titles(card: &Card) -> Vec<&str> {
    card.buttons.iter().map(|row| row.title.as_str()).collect()
}

#[test]
fn oneself_comes_first_then_whom_one_gave_to_last_then_everybody_by_name() {
    let person = |id: &str, name: &str| member(id, name, Role::Marketer);
    let others = [person("zoe", "Zoe"), person("ben", "ben"), person("amir", "Amir"), person("kim", "Kim")];
    let me =
        Member { recent_assignees: ["zoe", "left", "kim"].map(|id| id.parse().unwrap()).to_vec(), ..maya() };
    let card = assignees(&reader(), &context(&me, &others), &recommendation(), 1).unwrap();
    assert_eq!(titles(&card), ["Me", "Zoe", "Kim", "Amir", "ben"]);
}

#[test]
fn who_decides_nothing_or_left_is_not_offered() {
    let others = [
        member("viewer", "Viewer", Role::Viewer),
        Member { active: false, ..member("left", "Left", Role::Owner) },
        member("owner", "Owner", Role::Owner),
    ];
    let card = assignees(&reader(), &context(&maya(), &others), &recommendation(), 1).unwrap();
    assert_eq!(titles(&card), ["Me", "Owner"]);
}

#[test]
fn two_people_of_one_name_are_two_rows_that_give_to_each() {
    let others = [member("lee-1", "Lee", Role::Owner), member("lee-2", "Lee", Role::Marketer)];
    let card = assignees(&reader(), &context(&maya(), &others), &recommendation(), 1).unwrap();
    let details: Vec<_> = card.buttons.iter().filter_map(|row| row.detail.as_deref()).collect();
    assert_eq!(details, ["maya", "lee-1", "lee-2"]);
    assert_ne!(card.buttons[1].description, card.buttons[2].description);
}

#[test]
fn a_row_carries_the_version_that_the_list_was_made_for() {
    let what = Recommendation { version: 4, ..recommendation() };
    let card = assignees(&reader(), &context(&maya(), &crowd(3)), &what, 1).unwrap();
    assert!(
        card.buttons.iter().all(|row| row.target_version == 4 && row.target.as_str() == what.id.as_str())
    );
}

/// Returns the page that a row leads to, or `None` if the row is a person.
fn leads_to(row: &CardButton) -> Option<usize> {
    let turns = row.action == Action::AssignRecommendation;
    turns.then(|| row.detail.as_deref().unwrap().parse().unwrap())
}

/// Follows the row to the next (or previous) page until there is none, and returns the people on the way.
fn walk(context: &ActionContext, from: usize, on: bool) -> Vec<String> {
    let (mut met, mut number) = (Vec::new(), from);
    loop {
        let card = assignees(&reader(), context, &recommendation(), number).unwrap();
        assert!(card.buttons.len() <= MOST_ROWS && card.message(0, &card_reader()).is_some());
        let people = card.buttons.iter().filter(|row| row.action == Action::PickAssignee);
        met.extend(people.filter_map(|row| row.detail.clone()));
        let next = card.buttons.iter().filter_map(leads_to).find(|page| (*page > number) == on);
        let Some(next) = next else { return met };
        assert_eq!(next.abs_diff(number), 1, "a row leads to the page beside");
        number = next;
    }
}

fn card_reader() -> crate::action::card::CardReader<'static> {
    use std::sync::OnceLock;
    static IDS: OnceLock<(crate::identity::WorkspaceId, MemberId)> = OnceLock::new();
    let (workspace, member) = IDS.get_or_init(|| (workspace().id, maya().id));
    let (language, zone, event) = (Language::English, "America/New_York", "SM1");
    crate::action::card::CardReader { workspace, member, language, zone, event, now: crate::testing::now() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn everybody_can_be_reached_by_following_the_rows_from_the_first_page_and_back(
        others in 0_usize..120,
        recent in proptest::collection::vec(0_usize..120, 0..3),
    ) {
        let recent_assignees = recent.iter().map(|number| format!("p{number}").parse().unwrap()).collect();
        let me = Member { recent_assignees, ..maya() };
        let context = context(&me, &crowd(others));
        let met = walk(&context, 1, true);
        let mut expected: Vec<String> = crowd(others).iter().map(|person| person.id.to_string()).collect();
        expected.push(me.id.to_string());
        expected.sort();
        let mut sorted = met.clone();
        sorted.sort();
        prop_assert_eq!(sorted, expected, "each once");
        prop_assert_eq!(met.first().map(String::as_str), Some("maya"));
        let last = page(others + 1, usize::MAX).number;
        let mut back = walk(&context, last, false);
        back.sort();
        let mut all = met;
        all.sort();
        prop_assert_eq!(back, all, "and the same people on the way back");
    }
}
