//! The list of people to whom a recommendation can be assigned: everybody can be reached through its rows, and a row
//! performs the action.

use super::*;
use domain::message::PlannedButton;
use domain::testing::{anna, member};
use domain::workspace::Role;
use domain::workspace::roster::Roster;
use std::collections::BTreeSet;

/// Adds people to the workspace and its roster.
pub(super) async fn join(scene: &Scene, people: &[Member]) {
    for person in people {
        scene.put(&Key::member(&person.workspace, &person.id), person).await;
        scene.put(&Key::subscription(&person.workspace, &person.id), &testing::subscription(person)).await;
    }
    let everybody = [&[maya(), lee(), anna()], people].concat();
    scene.put(&Key::roster(&workspace().id), &Roster::new(&workspace().id, &everybody)).await;
}

/// This many marketers in addition to the three people of the tests.
fn crowd(people: usize) -> Vec<Member> {
    let person = |number| member(&format!("p{number:02}"), &format!("Person {number:02}"), Role::Marketer);
    (0..people).map(person).collect()
}

async fn list_button(scene: &Scene, who: &Member) -> TokenClaims {
    scene.button(who, Action::AssignRecommendation, recommendation().id.as_str(), 0).await
}

#[tokio::test]
async fn a_small_team_is_one_list_without_viewers_and_oneself_first() {
    let scene = Scene::start().await;
    let button = list_button(&scene, &maya()).await;
    let story = scene.tap(&maya(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: nothing
    entry: maya tapped A button on the message that carried it
    message to maya, list_2:
      Who is to own this? Move $300/day from Retargeting US to Prospecting EU
      [Me (Take it yourself): pick_assignee maya of version 1]
      [Lee (Marketer): pick_assignee lee of version 1]
    ");
}

#[tokio::test]
async fn a_row_of_the_list_as_it_is_delivered_gives_it_to_that_person() {
    let scene = Scene::start().await;
    let button = list_button(&scene, &maya()).await;
    let list = scene.tap(&maya(), &button).await.message();
    let [_me, lees_row] = scene.delivered(&list, now()).await.try_into().unwrap();
    let story = scene.tap_at(&maya(), &lees_row, later(20)).await;
    assert!(story.told().starts_with("Assigned to Lee:"), "{}", story.told());
    assert_eq!(scene.recommendation().await.assignment.unwrap().owner, lee().id);
}

#[tokio::test]
async fn whom_one_gave_something_to_last_comes_after_oneself() {
    let scene = Scene::start().await;
    join(&scene, &crowd(4)).await;
    scene.change_member(&maya(), |maya| maya.recent_assignees = vec!["p02".parse().unwrap()]).await;
    let button = list_button(&scene, &maya()).await;
    let list = scene.tap(&maya(), &button).await.message();
    assert_eq!(details(&list), ["maya", "p02", "lee", "p00", "p01", "p03"]);
}

#[tokio::test]
async fn everybody_of_a_large_team_is_reached_by_the_rows_that_lead_on_and_back() {
    let scene = Scene::start().await;
    join(&scene, &crowd(25)).await;
    let mut button = list_button(&scene, &maya()).await;
    let mut seen = BTreeSet::new();
    let mut headings = Vec::new();
    for page in 1..=4 {
        let list = scene.tap(&maya(), &button).await.message();
        headings.push(list.text.lines().last().unwrap().to_owned());
        let claims = scene.delivered(&list, now()).await;
        let (rows, turning): (Vec<_>, Vec<_>) =
            list.buttons.iter().zip(claims).partition(|(row, _)| row.purpose == Action::PickAssignee.into());
        assert!(rows.len() + turning.len() <= 10);
        seen.extend(rows.into_iter().filter_map(|(row, _)| row.detail.clone()));
        let turns: Vec<&str> = turning.iter().filter_map(|(row, _)| row.detail.as_deref()).collect();
        let leads_to = |page: usize| page.to_string();
        match page {
            1 => assert_eq!(turns, [leads_to(2)]),
            4 => assert_eq!(turns, [leads_to(3)]),
            middle => assert_eq!(turns, [leads_to(middle - 1), leads_to(middle + 1)]),
        }
        button = turning.into_iter().next_back().unwrap().1;
    }
    insta::assert_snapshot!(headings.join("\n"), @r"
    Page 1 of 4, 27 people. Not listed? Write a name, for example: assign Priya
    Page 2 of 4, 27 people. Not listed? Write a name, for example: assign Priya
    Page 3 of 4, 27 people. Not listed? Write a name, for example: assign Priya
    Page 4 of 4, 27 people. Not listed? Write a name, for example: assign Priya
    ");
    // Maya, Lee and the 25: Anna has no permission to decide.
    assert_eq!(seen.len(), 27);
}

#[tokio::test]
async fn a_row_that_leads_on_is_good_again_and_again() {
    let scene = Scene::start().await;
    join(&scene, &crowd(25)).await;
    let button = list_button(&scene, &maya()).await;
    let list = scene.tap(&maya(), &button).await.message();
    let more = scene.delivered(&list, now()).await.pop().unwrap();
    let first = scene.tap(&maya(), &more).await.message();
    let second = scene.tap_at(&maya(), &more, later(30)).await.message();
    assert_eq!((first.text, first.buttons), (second.text, second.buttons));
}

#[tokio::test]
async fn who_may_not_assign_gets_no_list() {
    let scene = Scene::start().await;
    scene
        .change_workspace(|workspace| workspace.rules.named.assign_recommendations = Some(vec![maya().id]))
        .await;
    let button = list_button(&scene, &lee()).await;
    let story = scene.tap(&lee(), &button).await;
    insta::assert_snapshot!(story.text(), @r"
    says: You can see this recommendation but not assign it. Maya can. Nothing was changed.
    audit: assign_recommendation 20261005-a1b2c3d4 by lee via whats_app: denied, may_not
    entry: lee tapped A button on the message that carried it
    ");
}

fn details(list: &Message) -> Vec<&str> {
    list.buttons.iter().filter_map(|row: &PlannedButton| row.detail.as_deref()).collect()
}
