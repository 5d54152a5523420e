//! What a person has to confirm.

use super::super::{Alert, compare, first_alerts};
use super::{at, compared, compiled, pets};
use serde_json::{Value, json};

fn alerts(edit: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut new = pets();
    edit(&mut new);
    compared(&pets(), &new).alerts.iter().map(Alert::to_string).collect()
}

#[test]
fn another_origin_is_told_and_another_path_is_not() {
    let told = alerts(|it| it["servers"][0]["url"] = json!("https://pets.example.evil/v1"));
    assert_eq!(
        told,
        ["requests would go to https://pets.example.evil; before: https://pets.example"]
    );
    assert!(alerts(|it| it["servers"][0]["url"] = json!("https://pets.example/v2")).is_empty());
    let own = |it: &mut Value| {
        at(it, "/paths/~1pets/get")["servers"] = json!([{"url": "https://other.example"}]);
    };
    assert_eq!(alerts(own).len(), 1);
}

#[test]
fn plain_http_is_told_even_of_a_first_document() {
    let mut open = pets();
    open["servers"][0]["url"] = json!("http://pets.example/v1");
    let told = alerts(|it| *it = open.clone());
    assert!(told[1].contains("unencrypted"), "{told:?}");
    assert_eq!(first_alerts(&compiled(&open)).len(), 1);
    assert!(first_alerts(&compiled(&pets())).is_empty());
}

#[test]
fn less_proof_is_told_and_more_is_not() {
    let open = alerts(|it| at(it, "/paths/~1pets/get")["security"] = json!([]));
    assert_eq!(open, ["GET /pets would ask for nothing; before: a bearer token"]);
    let other = alerts(|it| it["security"] = json!([{"key": []}]));
    assert!(other[0].contains("GET /pets, POST /pets would ask for the key `X-Key`"), "{other:?}");
    assert!(alerts(|it| it["security"] = json!([{"bearer": [], "key": []}])).is_empty());
    let mut closed = pets();
    closed["security"] = json!([]);
    assert!(compare(&compiled(&closed), &compiled(&pets())).alerts.is_empty());
}

/// A key that moves into the URL is another proof, whatever the scheme is called; another place to
/// have tokens from is told, too.
#[test]
fn schemes_that_move_are_told() {
    let mut old = pets();
    old["security"] = json!([{ "key": [] }]);
    let moved = |place: &str| {
        let mut new = old.clone();
        new["components"]["securitySchemes"]["key"]["in"] = json!(place);
        compared(&old, &new).alerts
    };
    assert!(moved("header").is_empty());
    let told = moved("query").iter().map(Alert::to_string).collect::<Vec<_>>().concat();
    assert!(told.contains("would ask for the key `X-Key` in the query"), "{told}");

    let with_flow = |url: &str| {
        let mut document = pets();
        let flow = json!({ "tokenUrl": url, "scopes": {} });
        document["components"]["securitySchemes"]["bearer"] =
            json!({ "type": "oauth2", "flows": { "clientCredentials": flow } });
        document
    };
    let old = with_flow("https://pets.example/token");
    assert!(compared(&old, &with_flow("https://pets.example/v2/token")).alerts.is_empty());
    let told = compared(&old, &with_flow("https://evil.example/token")).alerts;
    let told: Vec<String> = told.iter().map(Alert::to_string).collect();
    assert_eq!(
        told,
        ["tokens of `bearer` would be had from https://evil.example; before: https://pets.example"]
    );
}
