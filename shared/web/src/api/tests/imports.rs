//! Claims about the requests that bring numbers.

use super::*;

const FILE: &str = "Day,Campaign ID,Campaign,Currency code,Cost\n2026-10-05,11,One,USD,70.00\n";
const FACTS: &str = "workspaces/acme-store/facts";

impl Desk {
    async fn source(&self) -> String {
        self.token(BearerFor::Source, 7).await.0
    }

    async fn push(&mut self, path: &str, token: &str, key: &str, body: &[u8]) -> ApiAnswer {
        self.idempotency_key = Some(key.to_owned());
        self.send_at(now(), path, Some(token), body).await
    }
}

#[tokio::test]
async fn a_push_is_answered_with_a_receipt_that_can_be_fetched() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    let taken =
        desk.push(&format!("{FACTS}?channel=google&currency=usd"), &token, "k1", FILE.as_bytes()).await;
    assert_eq!((taken.status, taken.body["status"].as_str()), (202, Some("waiting")), "{taken:?}");
    assert_eq!(taken.body["channel"], "google");
    let at = taken.body["at"].as_str().unwrap().strip_prefix("/api/v1/").unwrap().to_owned();
    let fetched = desk.look_at(now(), &at, Some(&token)).await;
    assert_eq!((fetched.status, &fetched.body["receipt"]), (200, &taken.body["receipt"]));
    let again =
        desk.push(&format!("{FACTS}?channel=google&currency=usd"), &token, "k1", FILE.as_bytes()).await;
    assert_eq!(again.body["receipt"], taken.body["receipt"]);
    let listed = desk.look_at(now(), "workspaces/acme-store/imports", Some(&token)).await;
    assert_eq!(listed.body["imports"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_channel_that_is_nearly_a_platform_is_refused_and_a_channel_of_ones_own_is_taken() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    for kind in ["facts", "uploads"] {
        let path = format!("workspaces/acme-store/{kind}?channel=gogle");
        let body = if kind == "facts" { FILE.as_bytes() } else { b"" };
        let refused = desk.push(&path, &token, kind, body).await;
        assert_eq!(word(&refused), (422, "unknown_channel"), "{kind}");
        assert!(refused.body["message"].as_str().unwrap().contains("google"), "{refused:?}");
    }
    let own = desk.push(&format!("{FACTS}?channel=radio"), &token, "own", FILE.as_bytes()).await;
    assert_eq!((own.status, &own.body["channel"]), (202, &json!("radio")));
}

#[tokio::test]
async fn the_same_key_with_another_file_is_a_conflict() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    desk.push(FACTS, &token, "k1", FILE.as_bytes()).await;
    assert_eq!(word(&desk.push(FACTS, &token, "k1", b"other").await), (409, "other_request"));
}

#[tokio::test]
async fn what_is_not_said_rightly_is_asked_for_and_costs_nothing_but_the_token() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    for (path, key, body) in [
        (FACTS, "", FILE),
        (FACTS, "with a blank", FILE),
        (FACTS, &"k".repeat(101) as &str, FILE),
        (FACTS, "k", ""),
        ("workspaces/acme-store/facts?channel=%20", "k", FILE),
        ("workspaces/acme-store/facts?currency=EURO", "k", FILE),
        ("workspaces/acme-store/facts?platform=meta", "k", FILE),
        ("workspaces/acme-store/facts?channel=meta&channel=google", "k", FILE),
    ] {
        let refused = desk.push(path, &token, key, body.as_bytes()).await;
        assert_eq!(word(&refused), (422, "malformed"), "{path} {key}");
        assert!(refused.body["message"].as_str().unwrap().contains("Idempotency-Key"));
    }
    let long = vec![b'x'; 4 * 1024 * 1024 + 1];
    assert_eq!(word(&desk.push(FACTS, &token, "k", &long).await), (413, "too_long"));
    assert!(desk.embedded.calls.take().iter().all(|call| *call == "BatchGetItem"));
}

#[tokio::test]
async fn only_a_source_of_the_workspace_or_its_administrator_sends_numbers() {
    let mut desk = Desk::start().await;
    let source = desk.source().await;
    let (integrator, member) = (desk.integrator().await, desk.of(&maya()).await);
    for (token, expected) in [(&integrator, 403), (&member, 403), (&"Bearer nonsense".to_owned(), 401)] {
        assert_eq!(desk.push(FACTS, token, "k", FILE.as_bytes()).await.status, expected);
    }
    for path in ["workspaces/other-store/facts", "workspaces/other-store/uploads"] {
        assert_eq!(desk.push(path, &source, "k", FILE.as_bytes()).await.status, 404);
    }
    assert_eq!(desk.look_at(now(), "workspaces/other-store/imports", Some(&source)).await.status, 404);
    assert!(desk.objects.versions().is_empty());
    let act = desk.send("actions", Some(&source), &approve()).await;
    assert_eq!(act.status, 403, "it acts on nothing");
    let outcome = desk.send("adjustments/a-1/outcome", Some(&source), &json!({"result": "applied"})).await;
    assert_eq!(outcome.status, 403);
}

#[tokio::test]
async fn a_source_is_good_for_three_months_and_until_all_tokens_are_void() {
    let desk = Desk::start().await;
    let token = desk.source().await;
    let days = |days: i64| now() + SignedDuration::from_hours(24 * days);
    assert_eq!(desk.look_at(days(89), "workspaces/acme-store/imports", Some(&token)).await.status, 200);
    assert_eq!(desk.look_at(days(90), "workspaces/acme-store/imports", Some(&token)).await.status, 401);
}

#[tokio::test]
async fn an_upload_address_is_given_for_a_large_file() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    let given = desk.push("workspaces/acme-store/uploads?channel=meta", &token, "u1", b"").await;
    assert_eq!((given.status, given.body["status"].as_str()), (202, Some("awaiting_upload")));
    assert_eq!(
        (given.body["upload"]["method"].as_str(), given.body["upload"]["seconds"].as_u64()),
        (Some("PUT"), Some(3_600))
    );
}

#[tokio::test]
async fn a_workspace_that_sends_too_many_files_is_told_so() {
    let mut desk = Desk::start().await;
    let token = desk.source().await;
    for number in 0..app::intake::push::MOST_FILES_AN_HOUR {
        desk.push("workspaces/acme-store/uploads", &token, &format!("u{number}"), b"").await;
    }
    assert_eq!(word(&desk.push(FACTS, &token, "k", FILE.as_bytes()).await), (429, "used_up"));
}
