//! Claims about what programs send to the API.

use super::*;
use crate::intake::push::{MOST_FILES_AN_HOUR, Offer, PushDeps, PushError, offer_upload, push};
use domain::identity::WorkspaceId;

fn deps(scene: &Scene) -> PushDeps<'_> {
    PushDeps { store: &scene.embedded.store, objects: &scene.objects, clock: &scene.clock }
}

fn offer<'a>(workspace: &'a WorkspaceId, idempotency_key: &'a str) -> Offer<'a> {
    Offer { workspace, channel: Some("google".parse().unwrap()), currency: None, idempotency_key }
}

#[tokio::test]
async fn a_push_is_kept_once_and_its_receipt_is_the_one_that_the_worker_ends() {
    let scene = Scene::new().await;
    let workspace = settings().workspace.id;
    let first = push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
    assert_eq!((first.route, &first.state), (ImportRoute::Push, &ImportState::Waiting));
    let object = scene.objects.versions().pop().unwrap();
    let Taken::Ended(ended) = scene.take(&object).await else { panic!("not taken") };
    assert_eq!(ended.id, first.id);
    assert_eq!(summary_of(&ended).sums.spend_minor, Some(17_000));
    let again = push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
    assert_eq!(again, *ended);
    assert_eq!(scene.objects.versions().len(), 1);
}

#[tokio::test]
async fn a_push_whose_storage_failed_is_completed_by_the_same_request() {
    let scene = Scene::new().await;
    let workspace = settings().workspace.id;
    scene.objects.failing.store(true, Ordering::Relaxed);
    assert!(push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.is_err());
    scene.objects.failing.store(false, Ordering::Relaxed);
    push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
    assert_eq!(scene.objects.versions().len(), 1);
}

#[tokio::test]
async fn the_same_key_with_something_else_is_refused() {
    let scene = Scene::new().await;
    let workspace = settings().workspace.id;
    push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
    let other = push(&deps(&scene), &offer(&workspace, "k1"), b"other").await;
    assert!(matches!(other, Err(PushError::OtherRequest)));
    let elsewhere = Offer { channel: None, ..offer(&workspace, "k1") };
    assert!(matches!(push(&deps(&scene), &elsewhere, FILE.as_bytes()).await, Err(PushError::OtherRequest)));
    assert!(matches!(
        offer_upload(&deps(&scene), &offer(&workspace, "k1")).await,
        Err(PushError::OtherRequest)
    ));
}

#[tokio::test]
async fn a_workspace_has_a_budget_of_files_and_a_stranger_none() {
    let scene = Scene::new().await;
    let workspace = settings().workspace.id;
    for number in 0..MOST_FILES_AN_HOUR {
        offer_upload(&deps(&scene), &offer(&workspace, &number.to_string())).await.unwrap();
    }
    let over = push(&deps(&scene), &offer(&workspace, "one more"), FILE.as_bytes()).await;
    assert!(matches!(over, Err(PushError::UsedUp)));
    assert!(offer_upload(&deps(&scene), &offer(&workspace, "7")).await.is_ok(), "known requests are free");
    let nobody: WorkspaceId = "nobody".parse().unwrap();
    let refused = push(&deps(&scene), &offer(&nobody, "k"), FILE.as_bytes()).await;
    assert!(matches!(refused, Err(PushError::UnknownWorkspace)));
}

#[tokio::test]
async fn an_upload_ends_its_receipt_and_a_second_file_at_the_same_address_is_refused() {
    let scene = Scene::new().await;
    let workspace = settings().workspace.id;
    let (receipt, address) = offer_upload(&deps(&scene), &offer(&workspace, "u1")).await.unwrap();
    let address = address.unwrap().0;
    let key = address.strip_prefix("https://storage.example/").unwrap().split('?').next().unwrap();
    let first = scene.objects.drop_file(key, FILE.as_bytes());
    let Taken::Ended(ended) = scene.take(&first).await else { panic!("not taken") };
    assert_eq!((&ended.id, ended.route), (&receipt.id, ImportRoute::Upload));
    let (known, again) = offer_upload(&deps(&scene), &offer(&workspace, "u1")).await.unwrap();
    assert!(again.is_none() && known == *ended);
    let second = scene.objects.drop_file(key, FILE.replace("70", "71").as_bytes());
    let before = scene.facts().await;
    assert_eq!(scene.take(&second).await, Taken::Known);
    assert_eq!(scene.facts().await, before);
    let receipts = scene.embedded.store.import_receipts(&workspace, 10).await.unwrap();
    let refused = receipts.iter().find(|receipt| receipt.id == second.receipt()).unwrap();
    assert!(refusal_in(refused).0.contains("ask for a new address"));
    assert_eq!(scene.take(&first).await, Taken::Known);
}

#[tokio::test]
async fn a_push_that_was_put_twice_is_one_import_whichever_version_comes_first() {
    for order in [[0, 1], [1, 0]] {
        let scene = Scene::new().await;
        let workspace = settings().workspace.id;
        let receipt = push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
        push(&deps(&scene), &offer(&workspace, "k1"), FILE.as_bytes()).await.unwrap();
        let versions = scene.objects.versions();
        assert_eq!(versions.len(), 2, "no worker had it, so nobody knew whether it was there");
        let Taken::Ended(ended) = scene.take(&versions[order[0]]).await else { panic!("not taken") };
        assert_eq!(ended.id, receipt.id);
        assert_eq!(summary_of(&ended).facts, 2);
        assert_eq!(scene.take(&versions[order[1]]).await, Taken::Known);
        assert_eq!(scene.embedded.store.import_receipts(&workspace, 10).await.unwrap().len(), 1);
    }
}
