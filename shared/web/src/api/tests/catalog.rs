//! Claims about the requests that describe campaigns and creatives.

use super::*;
use domain::metrics::names::{LONGEST_OTHER_NAME, MOST_OTHER_NAMES};

const CAMPAIGNS: &str = "workspaces/acme-store/campaigns";
const CREATIVES: &str = "workspaces/acme-store/creatives";

fn campaign() -> Value {
    json!({ "channel": "Meta Ads", "campaign_id": "11", "campaign": "Retargeting US", "daily_budget_minor": 70_000, "currency": "USD" })
}

#[tokio::test]
async fn campaigns_and_creatives_are_taken_once() {
    let desk = Desk::start().await;
    let token = desk.integrator().await;
    let body = json!({ "campaigns": [campaign()] });
    let taken = desk.send(CAMPAIGNS, Some(&token), &body).await;
    assert_eq!((taken.status, &taken.body["campaigns"][0]["result"]), (200, &json!("changed")), "{taken:?}");
    assert_eq!(
        (&taken.body["campaigns"][0]["id"], &taken.body["overtaken"]),
        (&json!("retargeting-us"), &json!(1))
    );
    let again = desk.send(CAMPAIGNS, Some(&token), &body).await;
    assert_eq!(again.body["campaigns"][0]["result"], "unchanged");
    let token = desk.token(BearerFor::Source, 7).await.0;
    let named = json!({ "channel": "meta", "campaign_id": "77", "campaign": "Sale" });
    let taken = desk.send(CAMPAIGNS, Some(&token), &json!({ "campaigns": [named] })).await;
    assert_eq!(taken.body["campaigns"][0]["result"], "new", "{taken:?}");
    let ad = json!({ "channel": "meta", "campaign_id": "77", "ad_name": "Video", "copy": "Buy", "thumbnail_url": "https://example.com/a.png" });
    let creatives = json!({ "creatives": [ad] });
    for expected in ["new", "unchanged"] {
        let taken = desk.send(CREATIVES, Some(&token), &creatives).await;
        assert_eq!(
            (taken.status, &taken.body["creatives"][0]["result"]),
            (200, &json!(expected)),
            "{taken:?}"
        );
    }
}

#[tokio::test]
async fn a_source_says_what_else_a_campaign_is_called_and_learns_how_many_names_there_may_be() {
    let desk = Desk::start().await;
    let token = desk.token(BearerFor::Source, 7).await.0;
    let named = |names: Value| json!({ "campaigns": [{ "channel": "meta", "campaign_id": "77", "campaign": "Sale", "other_names": names }] });
    let taken = desk.send(CAMPAIGNS, Some(&token), &named(json!(["Lenz", "Acme GmbH"]))).await;
    assert_eq!((taken.status, &taken.body["campaigns"][0]["result"]), (200, &json!("new")), "{taken:?}");
    let campaigns = desk.embedded.store.settings(&workspace().id).await.unwrap().unwrap().campaigns;
    let sale = campaigns.iter().find(|campaign| campaign.name == "Sale").unwrap();
    assert_eq!(sale.other_names, ["Lenz", "Acme GmbH"]);
    for names in [json!(["1", "2", "3", "4", "5", "6"]), json!([""]), json!(["x".repeat(101)])] {
        let refused = desk.send(CAMPAIGNS, Some(&token), &named(names)).await;
        assert_eq!(word(&refused), (422, "invalid_other_names"));
        let message = refused.body["message"].as_str().unwrap();
        let limits = format!(
            "entry 1: a campaign has at most {MOST_OTHER_NAMES} other names of 1 to {LONGEST_OTHER_NAME} bytes"
        );
        assert!(message.starts_with(&limits), "{message}");
    }
    let refused = desk.send(CAMPAIGNS, Some(&token), &named(json!("Lenz"))).await;
    assert_eq!(word(&refused), (422, "malformed"));
}

#[tokio::test]
async fn a_bad_entry_is_named_and_nothing_is_stored() {
    let desk = Desk::start().await;
    let token = desk.integrator().await;
    let source = desk.token(BearerFor::Source, 7).await.0;
    let before = desk.embedded.items().await;
    let mut other = campaign();
    other["currency"] = json!("EUR");
    let refused = desk.send(CAMPAIGNS, Some(&token), &json!({ "campaigns": [campaign(), other] })).await;
    assert_eq!(word(&refused), (422, "other_currency"));
    assert!(refused.body["message"].as_str().unwrap().starts_with("entry 2: "), "{refused:?}");
    for (field, value) in [
        ("daily_budget_minor", json!(-1)),
        ("currency", Value::Null),
        ("campaign", json!(" ")),
        ("channel", json!("")),
        ("campaign_id", json!("x".repeat(101))),
        ("budget", json!(1)),
    ] {
        let mut bad = campaign();
        bad[field] = value;
        let refused = desk.send(CAMPAIGNS, Some(&token), &json!({ "campaigns": [bad] })).await;
        assert_eq!(word(&refused), (422, "malformed"), "{field}");
    }
    let ad = json!({ "channel": "meta", "campaign_id": "none", "ad_name": "Video" });
    let refused = desk.send(CREATIVES, Some(&source), &json!({ "creatives": [ad] })).await;
    assert_eq!(word(&refused), (422, "unknown_campaign"));
    for address in ["http://example.com/a.png", "javascript:alert(1)", "https://example.com/\"onload=x"] {
        let ad =
            json!({ "channel": "meta", "campaign_id": "11", "ad_name": "Video", "thumbnail_url": address });
        let refused = desk.send(CREATIVES, Some(&source), &json!({ "creatives": [ad] })).await;
        assert_eq!(word(&refused), (422, "malformed"), "{address}");
    }
    let many: Vec<Value> = (0..51).map(|_| campaign()).collect();
    assert_eq!(
        word(&desk.send(CAMPAIGNS, Some(&token), &json!({ "campaigns": many })).await),
        (422, "malformed")
    );
    assert_eq!(desk.embedded.items().await, before);
}

#[tokio::test]
async fn who_may_not_send_numbers_may_not_describe_campaigns_and_a_source_changes_no_budget() {
    let desk = Desk::start().await;
    let (member, source) = (desk.of(&maya()).await, desk.token(BearerFor::Source, 7).await.0);
    let body = json!({ "campaigns": [campaign()] });
    assert_eq!(desk.send(CAMPAIGNS, Some(&member), &body).await.status, 403);
    assert_eq!(desk.send(CAMPAIGNS, None, &body).await.status, 401);
    assert_eq!(desk.send("workspaces/other-store/campaigns", Some(&source), &body).await.status, 404);
    assert_eq!(word(&desk.send(CAMPAIGNS, Some(&source), &body).await), (403, "wrong_token"));
    let stopped = json!({ "campaigns": [{ "channel": "meta", "campaign_id": "11", "campaign": "x", "active": false }] });
    assert_eq!(word(&desk.send(CAMPAIGNS, Some(&source), &stopped).await), (403, "wrong_token"));
}
