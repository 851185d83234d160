//! Tests of the names on the page.

use super::*;
use domain::insight::subject::AlertSubject;

const ARABIC: &str = "عروض رمضان";

/// A page on which every name is Arabic.
fn in_arabic() -> Scene {
    let mut scene = Scene::new().approved();
    let arabic = || ARABIC.to_owned();
    (scene.workspace.name, scene.reader.name) = (arabic(), arabic());
    scene.members.iter_mut().for_each(|member| member.name = arabic());
    scene.campaigns.iter_mut().for_each(|campaign| campaign.name = arabic());
    for alert in &mut scene.alerts {
        let AlertSubject::Campaign { name, .. } = &mut alert.finding.subject else { panic!("no campaign") };
        *name = arabic();
    }
    let shift = &mut scene.adjustments[0];
    (shift.from.name, shift.to.name) = (arabic(), arabic());
    shift.decided.as_mut().unwrap().name = arabic();
    let decision = shift.decided.clone().unwrap();
    scene.recommendations[0] = scene.recommendations[0].assigned(&testing::lee().id, ARABIC, decision);
    scene
}

#[test]
fn a_name_that_is_written_from_right_to_left_has_a_border_wherever_it_is_on_the_page() {
    let html = crate::dashboard::page::dashboard(&in_arabic().view()).unwrap();
    let bordered = format!("\u{2068}{ARABIC}\u{2069}");
    assert!(html.matches(&bordered).count() > 12, "{html}");
    assert!(!html.replace(&bordered, "").contains(ARABIC), "{html}");
}
