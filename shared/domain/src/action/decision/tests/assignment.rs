//! Claims about who owns a recommendation: choose, assign, accept, pass back.

use super::*;
use crate::insight::record::AssignmentAnswer;
use crate::workspace::Role;

fn choose(what: Recommendation) -> Scene {
    Scene::of_recommendation(&maya(), Action::AssignRecommendation, what)
}

/// A scene in which Maya selects somebody.
fn pick(what: Recommendation, somebody: &Member) -> Scene {
    let mut scene = Scene::of_recommendation(&maya(), Action::PickAssignee, what);
    scene.token(|token| token.detail = Some(somebody.id.to_string()));
    scene
}

fn lee_answers(action: Action) -> Scene {
    Scene::of_recommendation(&lee(), action, given(&lee(), &maya()))
}

fn answer(scene: &mut Scene, answer: AssignmentAnswer) {
    scene.recommendation(|what| *what = what.answered(answer, later(60)));
}

fn to(person: &Member) -> Decision {
    Decision::Apply(Change::Assign { to: person.id.clone(), name: person.name.clone() })
}

#[test]
fn the_list_opens_at_the_page_of_the_button_and_at_the_first_when_it_names_none() {
    for (detail, page) in [(None, 1), (Some("3"), 3), (Some("not a page"), 1), (Some("-1"), 1)] {
        let mut scene = choose(recommendation());
        scene.token(|token| token.detail = detail.map(str::to_owned));
        assert_eq!(scene.decide(), Decision::Show(Prompt::Assignees { page }));
    }
}

#[test]
fn the_list_is_shown_whatever_version_the_button_saw_and_as_often_as_it_is_tapped() {
    each_by_itself(
        || choose(recommendation()),
        cases! {
            "version 0, as on the button of a digest" => "shown": |scene| scene.token(|token| token.target_version = 0);
            "a used button" => "shown": |scene| scene.token(|token| token.state = TokenState::Used);
            "an old button" => "expired": |scene| scene.now = later(24 * 3600);
            "a viewer" => "may_not": |scene| scene.member(|member| member.role = Role::Viewer);
            "others are named" => "may_not":
                |scene| scene.workspace(|workspace| workspace.rules.named.assign_recommendations = Some(vec![lee().id]));
            "no recommendation" => "gone": |scene| scene.context.target = None;
            "another recommendation" => "gone":
                |scene| scene.recommendation(|what| what.id = "20261005-ffffffff".parse().unwrap());
            "one of another workspace" => "gone":
                |scene| scene.recommendation(|what| what.workspace = "other".parse().unwrap());
        },
    );
}

#[test]
fn whoever_decides_can_be_given_something_and_nobody_else() {
    assert_eq!(pick(recommendation(), &maya()).decide(), to(&maya()));
    assert_eq!(pick(recommendation(), &lee()).decide(), to(&lee()));
    assert_eq!(pick(recommendation(), &anna()).refusal(), Refusal::NotATeammate);
    let stranger = crate::testing::member("stranger", "Stranger", Role::Owner);
    assert_eq!(pick(recommendation(), &stranger).refusal(), Refusal::NotATeammate);
}

#[test]
fn who_left_since_the_list_was_shown_cannot_be_given_anything() {
    let mut scene = pick(recommendation(), &lee());
    let gone = Member { active: false, ..lee() };
    scene.context.roster = Some(Roster::new(&workspace().id, &[maya(), gone, anna()]));
    assert_eq!(scene.refusal(), Refusal::NotATeammate);
    scene.context.roster = None;
    assert_eq!(scene.refusal(), Refusal::NotATeammate);
}

#[test]
fn a_row_that_names_nobody_gives_nothing_to_anybody() {
    for detail in [None, Some(""), Some("Not An Id!"), Some("2")] {
        let mut scene = pick(recommendation(), &lee());
        scene.token(|token| token.detail = detail.map(str::to_owned));
        assert_eq!(scene.refusal(), Refusal::NotATeammate);
    }
}

#[test]
fn what_somebody_has_only_the_giver_and_the_owner_may_give_on() {
    let priya = crate::testing::member("priya", "Priya", Role::Marketer);
    let (by_me, mine) = (given(&lee(), &maya()), given(&maya(), &lee()));
    let others = given(&priya, &lee());
    let mut back = others.clone();
    back = back.answered(AssignmentAnswer::PassedBack, now());
    for what in [by_me, mine, back] {
        assert_eq!(choose(what.clone()).as_str(), "shown");
    }
    let assignment = assignment_of(&others);
    assert_eq!(choose(others.clone()).refusal(), Refusal::AlreadyAssigned { assignment: assignment.clone() });
    assert_eq!(pick(others, &lee()).refusal(), Refusal::AlreadyAssigned { assignment });
}

#[test]
fn who_has_it_is_not_given_it_again_until_it_was_given_back() {
    let has_it = given(&lee(), &maya());
    let assignment = assignment_of(&has_it);
    assert_eq!(pick(has_it.clone(), &lee()).refusal(), Refusal::AlreadyAssigned { assignment });
    assert_eq!(pick(has_it.clone(), &maya()).decide(), to(&maya()));
    let back = has_it.answered(AssignmentAnswer::PassedBack, now());
    assert_eq!(pick(back, &lee()).decide(), to(&lee()));
}

#[test]
fn a_row_of_an_older_list_gives_nothing_and_says_what_came_of_it() {
    let mut again = pick(recommendation(), &lee());
    again.recommendation(|what| *what = given(&lee(), &maya()));
    let assignment = assignment_of(&given(&lee(), &maya()));
    assert_eq!(again.refusal(), Refusal::AlreadyAssigned { assignment: assignment.clone() });
    again.token(|token| token.state = TokenState::Used);
    assert_eq!(again.refusal(), Refusal::AlreadyAssigned { assignment });
    answer(&mut again, AssignmentAnswer::PassedBack);
    let back = given(&lee(), &maya()).answered(AssignmentAnswer::PassedBack, later(60));
    assert_eq!(again.refusal(), Refusal::AlreadyAnswered { assignment: assignment_of(&back) });
}

#[test]
fn a_row_is_good_for_one_pick_while_it_is_young() {
    each_by_itself(
        || pick(recommendation(), &lee()),
        cases! {
            "a used row" => "gone": |scene| scene.token(|token| token.state = TokenState::Used);
            "an old row" => "expired": |scene| scene.now = later(24 * 3600);
            "another version" => "target_moved": |scene| scene.recommendation(|what| what.version = 2);
            "a viewer" => "may_not": |scene| scene.member(|member| member.role = Role::Viewer);
        },
    );
}

#[test]
fn the_owner_takes_it_on_or_gives_it_back() {
    let (accept, pass_back) = (Action::AcceptAssignment, Action::PassBackAssignment);
    assert_eq!(lee_answers(accept).decide(), Decision::Apply(Change::Accept));
    assert_eq!(lee_answers(pass_back).decide(), Decision::Apply(Change::PassBack));
    let mut second_thoughts = lee_answers(pass_back);
    answer(&mut second_thoughts, AssignmentAnswer::Accepted);
    assert_eq!(second_thoughts.decide(), Decision::Apply(Change::PassBack));
}

#[test]
fn an_answer_is_given_once() {
    for (action, given_before) in [
        (Action::AcceptAssignment, AssignmentAnswer::Accepted),
        (Action::AcceptAssignment, AssignmentAnswer::PassedBack),
        (Action::PassBackAssignment, AssignmentAnswer::PassedBack),
    ] {
        let mut scene = lee_answers(action);
        answer(&mut scene, given_before);
        for state in [TokenState::Issued, TokenState::Used] {
            scene.token(|token| token.state = state);
            assert_eq!(scene.as_str(), "already_answered", "{action:?} after {given_before:?}");
        }
    }
}

#[test]
fn an_answer_needs_the_button_of_this_time_that_one_has_it() {
    let accept = || lee_answers(Action::AcceptAssignment);
    each_by_itself(
        accept,
        cases! {
            "the button of an earlier time" => "already_answered": |scene| scene.token(|token| token.target_version = 1);
            "a version at the end of all numbers" => "already_answered": |scene| {
                scene.recommendation(|what| *what = what.answered(AssignmentAnswer::Accepted, now()));
                scene.token(|token| token.target_version = u64::MAX);
            };
            "given to somebody else since" => "already_assigned":
                |scene| scene.recommendation(|what| *what = given(&maya(), &maya()));
            "given to nobody" => "gone": |scene| scene.recommendation(|what| what.assignment = None);
            "an old button" => "expired": |scene| scene.now = later(8 * 24 * 3600);
            "a viewer by now, who was one when it was given" => "carried":
                |scene| scene.member(|member| member.role = Role::Viewer);
            "a removed member" => "no_longer_member": |scene| scene.member(|member| member.active = false);
        },
    );
}

#[test]
fn nobody_answers_for_somebody_else() {
    for action in [Action::AcceptAssignment, Action::PassBackAssignment] {
        let what = given(&lee(), &maya());
        let assignment = assignment_of(&what);
        let scene = Scene::of_recommendation(&maya(), action, what);
        assert_eq!(scene.refusal(), Refusal::AlreadyAssigned { assignment });
    }
}
