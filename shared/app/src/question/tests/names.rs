//! Claims about what campaigns are called in a question: by former names, by those that the workspace gave them, and by none of
//! two.

use super::*;
use domain::metrics::Campaign;
use domain::testing::campaign;

/// Renames the campaign "Retargeting US" to the last of some names, one after the other.
async fn renamed(scene: &Scene, names: &[&str]) -> Campaign {
    let before = campaign("retargeting-us", "Retargeting US", 900);
    let after = names.iter().fold(before, |campaign, name| campaign.renamed(name));
    keep(scene, &after).await;
    after
}

async fn keep(scene: &Scene, campaign: &Campaign) {
    store_one(&scene.table.store, &Key::campaign(&workspace().id, &campaign.id), campaign).await;
}

fn offered(question: &Question) -> Vec<&str> {
    question.offered.iter().map(|offered| offered.text.as_str()).collect()
}

#[tokio::test]
async fn a_renamed_campaign_is_found_by_its_former_names_and_told_by_its_present_one() {
    let scene = Scene::start().await;
    renamed(&scene, &["Lenz", "Spring Sale"]).await;
    for (number, text) in (1..).zip(["spend of lenz yesterday", "retargeting us spend yesterday"]) {
        let got = scene.ask(&maya(), number, text, now()).await;
        assert_eq!(got.outcome, Answered::WithNumbers, "{text}");
        assert!(got.text().contains("$1,120") && got.text().contains("Spring Sale"), "{}", got.text());
    }
}

#[tokio::test]
async fn a_campaign_is_found_by_the_names_that_the_workspace_gave_it() {
    let scene = Scene::start().await;
    let other_names = vec!["Kestrel Outdoor GmbH".to_owned()];
    keep(&scene, &Campaign { other_names, ..campaign("retargeting-us", "Retargeting US", 900) }).await;
    let got = scene.ask(&maya(), 1, "spend of kestrel outdoor yesterday", now()).await;
    assert!(got.text().contains("$1,120") && got.text().contains("Retargeting US"), "{}", got.text());
}

#[tokio::test]
async fn a_name_that_another_campaign_has_now_is_that_campaigns() {
    let scene = Scene::start().await;
    renamed(&scene, &["Prospecting EU", "Spring Sale"]).await;
    let got = scene.ask(&maya(), 1, "spend of prospecting eu yesterday", now()).await;
    assert!(got.text().contains("$1,000") && got.text().contains("Prospecting EU"), "{}", got.text());
}

#[tokio::test]
async fn a_former_name_of_two_campaigns_is_asked_about_with_both_present_names() {
    let scene = Scene::start().await;
    renamed(&scene, &["Lenz", "Spring Sale"]).await;
    let other = campaign("prospecting-eu", "Prospecting EU", 1_200).renamed("Lenz").renamed("Autumn Sale");
    keep(&scene, &other).await;
    let got = scene.ask(&maya(), 1, "spend of lenz yesterday", now()).await;
    assert_eq!(got.outcome, Answered::AskedBack, "{}", got.text());
    assert_eq!(offered(&scene.latest(&maya()).await), ["Autumn Sale", "Spring Sale"]);
}

#[tokio::test]
async fn two_campaigns_of_one_name_are_asked_about_by_what_tells_them_apart() {
    let scene = Scene::start().await;
    let google = "google".parse().unwrap();
    keep(&scene, &Campaign { channel: google, ..campaign("prospecting-eu", "Retargeting US", 1_200) }).await;
    scene.ask(&maya(), 1, "spend of retargeting us yesterday", now()).await;
    assert_eq!(offered(&scene.latest(&maya()).await), ["Retargeting US (Google)", "Retargeting US (Meta)"]);
}

#[tokio::test]
async fn the_workspaces_own_legal_name_is_about_all_of_it() {
    let scene = Scene::start().await;
    for (number, text) in (1..).zip(["Acme Store, Inc. spend yesterday", "acme store spend yesterday"]) {
        let got = scene.ask(&maya(), number, text, now()).await;
        assert_eq!(got.outcome, Answered::WithNumbers, "{}", got.text());
        assert!(got.text().contains("$2,120"), "{}", got.text());
    }
}
