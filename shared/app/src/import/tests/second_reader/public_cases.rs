//! Files after trouble that people reported in public: their collection says what is right of each, where the reference data
//! is there.

use super::*;
use serde_json::Value;

/// The fewest files that have their facts stated: a collection that is read wrong has none.
const FEWEST: usize = 20;

#[tokio::test]
async fn what_is_stored_of_each_public_case_is_what_its_collection_says() {
    let Some(list) = reference::file("public-cases/imports.json") else { return };
    let collection: Value = serde_json::from_slice(&std::fs::read(&list).unwrap()).unwrap();
    let today: Date = collection["today"].as_str().unwrap().parse().unwrap();
    let mut compared = 0;
    for case in collection["imports"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        let rights = rights(&case["expect"]);
        if rights.is_empty() {
            continue;
        }
        let bytes = std::fs::read(list.with_file_name("imports").join(file)).unwrap();
        let embedded = empty_workspace(Currency::USD).await;
        match import_into(&embedded, &bytes, &given(case, today)).await {
            Ok(()) => assert!(rights.contains(&stored_sums(&embedded).await), "{file}"),
            Err(refused) => assert!(case["expect"]["one_of"].is_array(), "{file}: {refused}"),
        }
        compared += 1;
    }
    assert!(compared >= FEWEST, "{compared}");
}

/// Returns the facts of a case, any of which is right.
fn rights(expect: &Value) -> Vec<Sums> {
    let any = expect["one_of"].as_array().cloned().unwrap_or_else(|| vec![expect.clone()]);
    any.iter().filter_map(|one| one["facts"].as_array()).map(|facts| sums_of(facts)).collect()
}

fn sums_of(facts: &[Value]) -> Sums {
    let mut sums = Sums::new();
    for fact in facts {
        let text = |name: &str| fact[name].as_str().unwrap();
        let values = ["spend_minor", "revenue_minor", "impressions", "clicks", "conversions_thousandths"];
        add(&mut sums, text("date"), text("campaign"), values.map(|name| fact[name].as_i64()));
    }
    sums
}

fn given(case: &Value, today: Date) -> Given {
    let arguments: Vec<&str> = case["args"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let of = |name: &str| arguments.chunks(2).find(|pair| pair[0] == name).map(|pair| pair[1]);
    Given {
        currency: of("--currency").map(|code| code.parse().unwrap()),
        channel: of("--platform").map(|name| name.parse().unwrap()),
        today,
    }
}
