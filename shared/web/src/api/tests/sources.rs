//! Claims about the sources at the API: what an administrator sees and changes, and what is refused.

use super::*;
use domain::metrics::SourceCompleteness;
use domain::metrics::source::SourceError;
use domain::testing::issuer::admin_claims;
use jiff::civil::date;

const SOURCES: &str = "workspaces/acme-store/sources";
const GOOGLE: &str = "workspaces/acme-store/sources/google";

fn admin() -> String {
    format!("Bearer {}", Signer::issuer().sign(&admin_claims(now())))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Desk {
    /// Google came in on Thursday at 06:10 with all until Wednesday, and its file of Monday was refused.
    async fn with_google(&self) {
        let (store, workspace, google) = (&self.embedded.store, workspace().id, "google".parse().unwrap());
        let source = SourceCompleteness::own("google".parse().unwrap(), date(2026, 9, 30));
        store.save_sources(&workspace, &[source]).await.unwrap();
        store.record_source_success(&workspace, &google, at("2026-10-01T10:10:00Z")).await.unwrap();
        let error = SourceError::new(at("2026-10-05T10:10:00Z"), Some("r-1"), "no day column");
        store.record_source_error(&workspace, &google, &error).await.unwrap();
        self.embedded.calls.take();
    }

    async fn expect_google(&self, body: &Value) -> ApiAnswer {
        self.send(GOOGLE, Some(&admin()), body).await
    }
}

#[tokio::test]
async fn an_administrator_sees_how_each_source_stands_for_one_query() {
    let desk = Desk::start().await;
    desk.with_google().await;
    assert_eq!(desk.expect_google(&json!({ "expected_by": "06:30" })).await.status, 200);
    desk.embedded.calls.take();
    let answer = desk.look_at(now(), SOURCES, Some(&admin())).await;
    assert_eq!(desk.embedded.calls.take(), ["Query"]);
    insta::assert_snapshot!(format!("{:#}", answer.body));
}

#[tokio::test]
async fn a_channel_is_expected_by_a_time_and_again_by_none() {
    let desk = Desk::start().await;
    let set = desk.expect_google(&json!({ "expected_by": "06:30" })).await;
    assert_eq!(
        (set.status, &set.body["result"], &set.body["expected_by"]),
        (200, &json!("changed"), &json!("06:30"))
    );
    let again = desk.expect_google(&json!({ "expected_by": "06:30" })).await;
    assert_eq!((again.status, &again.body["result"]), (200, &json!("unchanged")));
    let listed = desk.look_at(now(), SOURCES, Some(&admin())).await.body;
    assert_eq!(listed["sources"][0]["is_silent"], true);
    let ended = desk.expect_google(&json!({ "expected_by": null })).await;
    assert_eq!((&ended.body["result"], &ended.body["expected_by"]), (&json!("changed"), &Value::Null));
    let listed = desk.look_at(now(), SOURCES, Some(&admin())).await.body;
    let channels: Vec<&Value> =
        listed["sources"].as_array().unwrap().iter().map(|it| &it["channel"]).collect();
    assert_eq!(channels, ["meta"], "a channel of which nothing is known any more is not listed");
    let log = desk.embedded.store.audit(&workspace().id).await.unwrap();
    let told: Vec<&str> = log.iter().filter_map(|event| event.after.as_deref()).collect();
    assert_eq!(told, ["expected by 06:30", "not expected"]);
}

#[tokio::test]
async fn what_is_no_time_or_no_channel_is_refused_and_nothing_is_read_or_written() {
    let desk = Desk::start().await;
    let times = ["6:30", "06:30:15", "24:00", "06:60", "", " 06:30", "0630", "06:30Z", "half past six"];
    let bodies = times.map(|time| json!({ "expected_by": time })).into_iter();
    for body in
        bodies.chain([json!({}), json!({ "expected_by": 630 }), json!({ "expected_by": null, "by": 1 })])
    {
        assert_eq!(word(&desk.expect_google(&body).await), (422, "malformed"), "{body}");
    }
    let good = json!({ "expected_by": "06:30" });
    for channel in ["Google", "a-channel-that-is-too-long", "go%20ogle", ""] {
        let path = format!("{SOURCES}/{channel}");
        assert_eq!(word(&desk.send(&path, Some(&admin()), &good).await), (422, "malformed"), "{channel}");
    }
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn whoever_is_no_administrator_of_the_workspace_sees_and_changes_nothing_and_costs_no_read() {
    let desk = Desk::start().await;
    let (member, integrator) = (desk.of(&maya()).await, desk.integrator().await);
    let good = json!({ "expected_by": "06:30" });
    for header in [None, Some(member.as_str()), Some(integrator.as_str()), Some("Bearer x")] {
        assert_eq!(word(&desk.look_at(now(), SOURCES, header).await), (401, "unauthorized"));
        assert_eq!(word(&desk.send(GOOGLE, header, &good).await), (401, "unauthorized"));
    }
    for path in ["workspaces/other/sources", "workspaces/Other!/sources"] {
        assert_eq!(word(&desk.look_at(now(), path, Some(&admin())).await), (404, "not_found"));
        let change = desk.send(&format!("{path}/google"), Some(&admin()), &good).await;
        assert_eq!(word(&change), (404, "not_found"));
    }
    assert!(desk.embedded.calls.take().is_empty());
}
