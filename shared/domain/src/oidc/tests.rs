//! Claims about tokens: which ones admit whom, and how often the issuer is asked.

use super::*;
use crate::testing::issuer::{AUDIENCE, ISSUER, PublishedKeys, SUBJECT, Signer, access, admin_claims};
use crate::testing::now;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::{Value, json};

fn acme() -> WorkspaceId {
    "acme-store".parse().unwrap()
}

async fn admitted_at(token: &str, at: Timestamp) -> Result<Administrator, AccessRefusal> {
    access(PublishedKeys::new(&[&Signer::issuer()])).admit(token, at).await
}

async fn admitted(token: &str) -> Result<Administrator, AccessRefusal> {
    admitted_at(token, now()).await
}

/// The administrator's claims with one of them changed, or removed by a null.
fn with(name: &str, value: Value) -> Value {
    let mut claims = admin_claims(now());
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    claims
}

async fn refusal(claims: &Value) -> String {
    format!("{:?}", admitted(&Signer::issuer().sign(claims)).await.expect_err("it is refused"))
}

#[tokio::test]
async fn an_id_token_and_an_access_token_of_the_client_admit_an_administrator() {
    let id = admitted(&Signer::issuer().sign(&admin_claims(now()))).await.unwrap();
    assert_eq!(id.subject(), SUBJECT);
    assert!(id.administers(&acme()) && id.administers(&"other-store".parse().unwrap()));
    let mut claims = with("aud", Value::Null);
    claims["token_use"] = json!("access");
    claims["client_id"] = json!(AUDIENCE);
    assert_eq!(admitted(&Signer::issuer().sign(&claims)).await.unwrap().subject(), SUBJECT);
}

#[tokio::test]
async fn a_workspace_counts_only_by_its_whole_name() {
    for names in [json!("*"), json!("acme"), json!("acme-store-2"), json!("acme-store,other"), Value::Null] {
        let admin =
            admitted(&Signer::issuer().sign(&with("custom:workspaces", names.clone()))).await.unwrap();
        assert!(!admin.administers(&acme()), "{names}");
    }
    let spaced = with("custom:workspaces", json!("  acme-store\t ACME * "));
    assert!(admitted(&Signer::issuer().sign(&spaced)).await.unwrap().administers(&acme()));
}

#[tokio::test]
async fn each_claim_that_does_not_hold_refuses() {
    let other_pool = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other";
    for (name, value, expected) in [
        ("iss", json!(other_pool), "OtherIssuer"),
        ("iss", json!(format!("{ISSUER}/")), "OtherIssuer"),
        ("iss", Value::Null, "NotAToken"),
        ("aud", json!("another-client"), "OtherAudience"),
        ("aud", json!([AUDIENCE]), "NotAToken"),
        ("aud", Value::Null, "OtherAudience"),
        ("token_use", json!("access"), "OtherAudience"),
        ("token_use", json!("refresh"), "OtherAudience"),
        ("token_use", Value::Null, "OtherAudience"),
        ("exp", json!("soon"), "NotAToken"),
        ("exp", Value::Null, "NotAToken"),
        ("sub", json!(""), "NotAnAdministrator"),
        ("sub", json!("a\nb"), "NotAnAdministrator"),
        ("cognito:groups", json!(["owner", "administrators", "Admin"]), "NotAnAdministrator"),
        ("cognito:groups", json!("admin"), "NotAToken"),
        ("cognito:groups", Value::Null, "NotAnAdministrator"),
    ] {
        assert_eq!(refusal(&with(name, value.clone())).await, expected, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_token_is_good_from_its_beginning_to_its_end_give_or_take_a_minute() {
    let token = Signer::issuer().sign(&with("nbf", json!(now().as_second())));
    let good_at = |seconds: i64| {
        let token = token.clone();
        async move { admitted_at(&token, now() + SignedDuration::from_secs(seconds)).await.is_ok() }
    };
    assert!(!good_at(-61).await && good_at(-60).await);
    assert!(good_at(3_600 + 59).await && !good_at(3_600 + 60).await);
}

#[tokio::test]
async fn only_the_issuers_own_signature_by_rs256_is_good() {
    let (issuer, claims) = (Signer::issuer(), admin_claims(now()));
    let good = issuer.sign(&claims);
    let refused = async |token: String| format!("{:?}", admitted(&token).await.expect_err("it is refused"));
    assert_eq!(refused(Signer::stranger().sign(&claims)).await, "BadSignature");
    let (unsigned, _) = good.rsplit_once('.').unwrap();
    assert_eq!(refused(format!("{unsigned}.")).await, "BadSignature");
    for algorithm in ["none", "None", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256", ""] {
        let header = json!({ "alg": algorithm, "kid": issuer.id });
        assert_eq!(refused(issuer.sign_with(&header, &claims)).await, "OtherAlgorithm", "{algorithm}");
    }
    let critical = json!({ "alg": "RS256", "kid": issuer.id, "crit": ["b64"], "b64": false });
    assert_eq!(refused(issuer.sign_with(&critical, &claims)).await, "OtherAlgorithm");
    assert_eq!(refused(issuer.sign_with(&json!({ "alg": "RS256" }), &claims)).await, "UnknownKey");
    // A different payload with the valid signature.
    let (header, signature) = (good.split('.').next().unwrap(), good.split('.').next_back().unwrap());
    let other = issuer.sign(&with("sub", json!("somebody-else")));
    let claims_of_other = other.split('.').nth(1).unwrap();
    assert_eq!(refused(format!("{header}.{claims_of_other}.{signature}")).await, "BadSignature");
}

#[tokio::test]
async fn what_is_no_token_is_refused_and_nobody_is_asked() {
    let keys = PublishedKeys::new(&[&Signer::issuer()]);
    let access = access(keys.clone());
    let good = Signer::issuer().sign(&admin_claims(now()));
    let long = format!("{good}{}", "A".repeat(LONGEST_TOKEN));
    let four = format!("{good}.AAAA");
    for token in ["", ".", "..", "a.b.c", "v1.k1.AAAA.AAAA", "e30.e30.e30", &long, &four] {
        assert!(matches!(access.admit(token, now()).await, Err(AccessRefusal::NotAToken)), "{token}");
    }
    assert_eq!(keys.fetches(), 0);
}

#[tokio::test]
async fn keys_are_fetched_once_and_for_an_unknown_name_at_most_once_a_minute() {
    let (issuer, keys) = (Signer::issuer(), PublishedKeys::new(&[&Signer::issuer()]));
    let access = access(keys.clone());
    let at = |seconds| now() + SignedDuration::from_secs(seconds);
    let (good, forged) =
        (issuer.sign(&admin_claims(now())), Signer::stranger().named("other").sign(&admin_claims(now())));
    for second in 0..50 {
        assert!(access.admit(&good, at(second)).await.is_ok());
        assert!(matches!(access.admit(&forged, at(second)).await, Err(AccessRefusal::UnknownKey)));
    }
    assert_eq!(keys.fetches(), 1);
    let rotated = Signer::stranger().named("issuer-2");
    keys.publish(&[&issuer, &rotated]);
    let new = rotated.sign(&admin_claims(now()));
    assert!(access.admit(&new, at(59)).await.is_err(), "the minute is not over");
    assert!(access.admit(&new, at(60)).await.is_ok());
    assert_eq!(keys.fetches(), 2);
}

#[tokio::test]
async fn a_key_that_the_issuer_took_back_is_good_for_an_hour_at_most() {
    let (issuer, keys) = (Signer::issuer(), PublishedKeys::new(&[&Signer::issuer()]));
    let access = access(keys.clone());
    let late = now() + SignedDuration::from_mins(60);
    let token = issuer.sign(&admin_claims(late));
    assert!(access.admit(&token, now()).await.is_ok());
    keys.publish(&[]);
    assert!(access.admit(&token, late - SignedDuration::from_secs(1)).await.is_ok());
    assert!(matches!(access.admit(&token, late).await, Err(AccessRefusal::UnknownKey)));
}

#[tokio::test]
async fn an_issuer_that_is_away_admits_nobody_and_is_asked_again_after_a_pause() {
    let keys = PublishedKeys::default();
    let access = access(keys.clone());
    let token = Signer::issuer().sign(&admin_claims(now()));
    for _ in 0..3 {
        assert!(matches!(access.admit(&token, now()).await, Err(AccessRefusal::Keys(_))));
    }
    assert_eq!(keys.fetches(), 1);
    keys.publish(&[&Signer::issuer()]);
    assert!(access.admit(&token, now() + SignedDuration::from_secs(5)).await.is_ok());
}

#[tokio::test]
async fn keys_of_other_kinds_are_no_keys_and_do_not_hide_the_good_one() {
    let issuer = Signer::issuer();
    let keys = PublishedKeys::default();
    let mut encryption = issuer.public();
    encryption["use"] = json!("enc");
    let mut other = issuer.public();
    other["alg"] = json!("RS512");
    let elliptic = json!({ "kty": "EC", "kid": issuer.id, "crv": "P-256", "x": "AA", "y": "AA" });
    let odd = json!({ "keys": [elliptic, encryption, other, 7, {}] });
    keys.0.lock().unwrap().0 = Some(odd.clone());
    let token = issuer.sign(&admin_claims(now()));
    assert!(matches!(access(keys.clone()).admit(&token, now()).await, Err(AccessRefusal::UnknownKey)));
    let mut with_good = odd;
    with_good["keys"].as_array_mut().unwrap().push(issuer.public());
    keys.0.lock().unwrap().0 = Some(with_good);
    assert!(access(keys).admit(&token, now()).await.is_ok());
}

#[test]
fn an_administrator_is_shown_without_claims() {
    let claims = serde_json::to_vec(&admin_claims(now())).unwrap();
    let trusted = TrustedIssuer { issuer: ISSUER.into(), audience: AUDIENCE.into() };
    let admin = jwt::read_claims(&claims).unwrap().verify(&trusted, now()).unwrap();
    assert_eq!(format!("{admin:?}"), "Administrator(…)");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_of_tokens_panic_or_admits_anybody(text in "[A-Za-z0-9_.=-]{0,120}") {
        prop_assert!(jwt::parse(&text).is_err() || text.contains('.'));
    }

    #[test]
    fn a_token_with_any_byte_changed_admits_nobody(place in 0_usize..2_000, other in "[A-Za-z0-9_-]") {
        let good = Signer::issuer().sign(&admin_claims(now()));
        let place = place % good.len();
        let mut changed = good.clone();
        changed.replace_range(place..=place, &other);
        // The last character of the signature contains unused bits; the strict decoder refuses them.
        prop_assume!(changed != good);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        prop_assert!(runtime.block_on(admitted(&changed)).is_err());
    }
}
