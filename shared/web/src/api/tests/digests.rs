//! Administrators look at a digest that a person would get, and at one that was composed.

use super::*;
use app::digest::{DigestDeps, DigestRequest, send_digest};
use domain::message::template::TemplateName;
use domain::message::{Message, MessageState};
use domain::metrics::SourceCompleteness;
use domain::metrics::source::SourceHealth;
use domain::testing::issuer::admin_claims;
use domain::testing::{attempt_at, fact, report_day, subscription};
use domain::workspace::{Consent, Role};
use jiff::ToSpan;
use jiff::civil::time;

const PREVIEW: &str = "workspaces/acme-store/digests/preview?member=maya&date=2026-10-06";
const REPLAY: &str = "workspaces/acme-store/digests/d-20261006-maya";

fn header(claims: &Value) -> String {
    format!("Bearer {}", Signer::issuer().sign(claims))
}

fn admin() -> String {
    header(&admin_claims(now()))
}

impl Desk {
    /// A workspace with four weeks of facts, of which one campaign has a low return and overspent.
    async fn with_facts() -> Self {
        let desk = Self::start().await;
        let (store, id) = (&desk.embedded.store, workspace().id);
        let facts = (0..=28).flat_map(|back| {
            let day = report_day().saturating_sub(back.days());
            let spend = if back == 0 { 1_120 } else { 900 };
            [fact("retargeting-us", day, spend, spend * 21 / 10), fact("prospecting-eu", day, 1_200, 5_280)]
        });
        store.save_facts(&id, &facts.collect::<Vec<_>>(), &|_| {}).await.unwrap();
        desk.embedded.calls.take();
        desk
    }

    async fn send_digest(&self) {
        let deps = DigestDeps { store: &self.embedded.store, queue: &self.queue, clock: &FixedClock(now()) };
        send_digest(&deps, &DigestRequest { workspace: workspace().id, local_date: None }).await.unwrap();
        self.embedded.calls.take();
    }

    async fn get(&self, path: &str) -> ApiAnswer {
        self.look_at(now(), path, Some(&admin())).await
    }

    /// Stores that Maya's digest failed as it is and arrived with the template in its place.
    async fn with_attempts(&self) -> Message {
        let id = "d-20261006-maya".parse().unwrap();
        let message = self.embedded.store.message(&workspace().id, &id).await.unwrap().unwrap();
        let mut spare = attempt_at(2, 65);
        (spare.template, spare.sid) =
            (TemplateName::KpiShort, Some("MM00000000000000000000000000000007".into()));
        let (state, attempts) = (MessageState::Delivered, vec![attempt_at(1, 5), spare]);
        let message = Message { state, rank: state.rank(), attempts, ..message };
        store_one(&self.embedded.store, &Key::message(&message.workspace, &message.id), &message).await;
        self.embedded.calls.take();
        message
    }
}

#[tokio::test]
async fn a_preview_is_what_the_person_would_read_with_whether_it_goes_out_and_without_a_number() {
    let desk = Desk::with_facts().await;
    let before = desk.embedded.items().await;
    desk.embedded.calls.take();
    let answer = desk.get(PREVIEW).await;
    let calls = desk.embedded.calls.take();
    assert!(calls.iter().all(|call| call == "Query" || call == "BatchGetItem"), "{calls:?}");
    assert_eq!(calls.len(), 10, "{calls:?}");
    assert_eq!(answer.status, 200);
    insta::assert_snapshot!(format!("{:#}", answer.body));
    let shown = answer.body.to_string();
    for never in ["+1555", "0100001", "maya@", "US.1349", "v1."] {
        assert!(!shown.contains(never), "{never} in {shown}");
    }
    assert!(desk.embedded.items().await == before, "looking changed the table");
    assert!(desk.queue.jobs.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_keeps_a_digest_and_what_it_waits_for_is_told() {
    let desk = Desk::with_facts().await;
    let (store, id) = (&desk.embedded.store, workspace().id);
    let mut opted_out = subscription(&maya());
    opted_out.consent = Consent::OptedOut;
    store_one(store, &Key::subscription(&id, &maya().id), &opted_out).await;
    let left = Member { active: false, ..domain::testing::member("lee", "Lee", Role::Marketer) };
    store_one(store, &Key::member(&id, &left.id), &left).await;
    let source = SourceCompleteness::own("meta".parse().unwrap(), report_day().yesterday().unwrap());
    store.save_sources(&id, &[source]).await.unwrap();
    let known = SourceHealth::unknown("meta".parse().unwrap());
    let health = SourceHealth { expected_by: Some(time(6, 30, 0, 0)), ..known };
    store_one(store, &Key::source_health(&id, &health.channel), &health).await;
    for (member, why) in [("maya", "opted_out"), ("lee", "not_a_member")] {
        let answer = desk.get(&PREVIEW.replace("maya", member)).await;
        let out = &answer.body["outlook"];
        assert_eq!((&out["goes_out"], &out["obstacles"][0]["why"]), (&json!(false), &json!(why)));
        assert!(answer.body["text"].as_str().unwrap().contains("$2,320"), "{answer:?}");
    }
    let anna = desk.get(&PREVIEW.replace("maya", "anna")).await.body;
    assert_eq!(
        (&anna["outlook"]["goes_out"], &anna["outlook"]["waits_for"]),
        (&json!(true), &json!(["meta"]))
    );
    assert_eq!((&anna["person"], &anna["data"]["state"]), (&json!("Anna"), &json!("partial")));
    assert_eq!(anna["data"]["waiting_for"], json!([{ "channel": "meta", "complete_through": "2026-10-04" }]));
}

#[tokio::test]
async fn without_a_date_the_next_digest_is_previewed_and_one_that_was_composed_is_named() {
    let desk = Desk::with_facts().await;
    desk.send_digest().await;
    let next = desk.get("workspaces/acme-store/digests/preview?member=maya").await.body;
    assert_eq!((&next["date"], &next["report_day"]), (&json!("2026-10-07"), &json!("2026-10-06")));
    assert_eq!(next["outlook"]["due_at"], "2026-10-07T12:00:00Z");
    let today = desk.get(PREVIEW).await.body;
    assert_eq!(today["outlook"]["obstacles"][0]["why"], "already_composed");
    let replayed =
        desk.get(&format!("workspaces/acme-store/digests/{}", today["message"].as_str().unwrap())).await;
    for field in ["text", "variables", "buttons", "template", "template_version", "language", "report_day"] {
        assert_eq!(replayed.body[field], today[field], "{field}");
    }
}

#[tokio::test]
async fn a_replay_is_what_was_composed_and_sent_whatever_became_of_everything_since() {
    let desk = Desk::with_facts().await;
    desk.send_digest().await;
    desk.with_attempts().await;
    let before = desk.get(REPLAY).await;
    assert_eq!(desk.embedded.calls.take(), ["BatchGetItem", "BatchGetItem"]);
    insta::assert_snapshot!(format!("{:#}", before.body));
    let shown = before.body.to_string();
    for never in ["+1555", "0100001", "maya@", "US.1349", "v1."] {
        assert!(!shown.contains(never), "{never} in {shown}");
    }
    let (store, id) = (&desk.embedded.store, workspace().id);
    store.save_facts(&id, &[fact("prospecting-eu", report_day(), 1, 1)], &|_| {}).await.unwrap();
    let renamed = Member { name: "Marie".into(), role: Role::Viewer, language: "fr".into(), ..maya() };
    store_one(store, &Key::member(&id, &renamed.id), &renamed).await;
    let after = desk.get("workspaces/acme-store/digests?member=maya&date=2026-10-06").await;
    assert_eq!(after.body.to_string(), before.body.to_string());
}

#[tokio::test]
async fn whoever_is_no_administrator_of_the_workspace_sees_no_digest_and_costs_no_read() {
    let desk = Desk::with_facts().await;
    desk.send_digest().await;
    let with = |name: &str, value: Value| {
        let mut claims = admin_claims(now());
        claims[name] = value;
        header(&claims)
    };
    let (member, integrator) = (desk.of(&maya()).await, desk.integrator().await);
    let owner = with("cognito:groups", json!(["owner"]));
    let elsewhere = with("custom:workspaces", json!("other-store *"));
    for path in [PREVIEW, REPLAY, "workspaces/acme-store/digests?member=maya&date=2026-10-06"] {
        for header in [None, Some(member.as_str()), Some(&integrator), Some(&owner), Some("Bearer x")] {
            assert_eq!(word(&desk.look_at(now(), path, header).await), (401, "unauthorized"), "{path}");
        }
        assert_eq!(word(&desk.look_at(now(), path, Some(&elsewhere)).await), (404, "not_found"), "{path}");
        assert_eq!(word(&desk.send(path, Some(&admin()), &json!({})).await), (404, "no_such_path"), "{path}");
    }
    assert!(desk.embedded.calls.take().is_empty());
}

#[tokio::test]
async fn a_date_at_the_end_of_the_calendar_has_a_preview_as_well() {
    let desk = Desk::with_facts().await;
    for date in ["9999-12-31", "0000-01-01", "-009999-01-01"] {
        let answer = desk.get(&PREVIEW.replace("2026-10-06", date)).await;
        assert_eq!((answer.status, &answer.body["date"]), (200, &json!(date)));
    }
}

#[tokio::test]
async fn who_or_what_is_not_there_is_not_found_and_a_query_of_another_form_is_refused() {
    let desk = Desk::with_facts().await;
    for path in [
        "digests/preview?member=zoe",
        "digests/preview?member=Zo%C3%A9!",
        "digests?member=maya&date=2026-10-06",
        "digests/d-20261006-maya",
        "digests/%F0%9F%98%80",
        "digests/",
    ] {
        let answer = desk.get(&format!("workspaces/acme-store/{path}")).await;
        assert_eq!(word(&answer), (404, "not_found"), "{path}");
    }
    desk.embedded.calls.take();
    for path in [
        "digests/preview",
        "digests/preview?date=2026-10-06",
        "digests/preview?member=maya&date=tomorrow",
        "digests/preview?member=maya&date=20261006",
        "digests/preview?member=maya&date=2026-10-06T00:00",
        "digests/preview?member=maya&member=lee",
        "digests/preview?member=maya&text=secret",
        "digests?member=maya",
        "digests?date=2026-10-06",
        "digests",
    ] {
        let answer = desk.get(&format!("workspaces/acme-store/{path}")).await;
        assert_eq!(word(&answer), (422, "malformed"), "{path}");
        assert!(!answer.body.to_string().contains("secret"));
    }
    assert!(desk.embedded.calls.take().is_empty());
}
