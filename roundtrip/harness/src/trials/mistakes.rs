//! A request that is right, and the same with one mistake each.

use super::request;
use crate::{
    judge::{Wanted, judge},
    operation::all,
    schema::document,
};

const JSON: (&str, &str) = ("content-type", "application/json");
const KEY: (&str, &str) = ("x-key", "secret");
const TARGET: &str = "/colors/blue?limit=7";
const BODY: &str = r#"{"R":1}"#;

#[tokio::test]
async fn every_mistake_is_noticed() {
    let operation = &all(document())[0];
    let form = ("content-type", "multipart/form-data; boundary=b");
    let part = "--b\r\nContent-Disposition: form-data; name=\"R\"\r\n\r\n1\r\n--b--\r\n";
    for right in
        [request("POST", TARGET, &[JSON, KEY], BODY), request("POST", TARGET, &[form, KEY], part)]
    {
        let wrong = judge(operation, &right, Wanted::Required).await;
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    let other = &part.replace("\"R\"", "\"X\"");
    for (noticed, request) in [
        ("the method is GET", request("GET", TARGET, &[JSON, KEY], BODY)),
        ("the path /colours/blue", request("POST", "/colours/blue?limit=7", &[JSON, KEY], BODY)),
        ("limit is required", request("POST", "/colors/blue", &[JSON, KEY], BODY)),
        ("limit in the query", request("POST", "/colors/blue?limit=many", &[JSON, KEY], BODY)),
        ("page is not declared", request("POST", "/colors/b?limit=7&page=1", &[JSON, KEY], BODY)),
        ("x-more is not declared", request("POST", TARGET, &[JSON, KEY, ("x-more", "1")], BODY)),
        ("no credential", request("POST", TARGET, &[JSON], BODY)),
        ("the body is missing", request("POST", TARGET, &[KEY], "")),
        ("is text/plain", request("POST", TARGET, &[("content-type", "text/plain"), KEY], BODY)),
        ("is no JSON", request("POST", TARGET, &[JSON, KEY], "{")),
        ("is not valid", request("POST", TARGET, &[JSON, KEY], r#"{"R":"red"}"#)),
        ("is no multipart body", request("POST", TARGET, &[form, KEY], "R=1")),
        ("has X, which is not declared", request("POST", TARGET, &[form, KEY], other)),
    ] {
        let wrong = judge(operation, &request, Wanted::Required).await;
        assert!(wrong.iter().any(|problem| problem.contains(noticed)), "{noticed}: {wrong:?}");
    }
    let partly = judge(operation, &request("POST", TARGET, &[JSON, KEY], BODY), Wanted::All).await;
    let expected = "name in the path is [String(\"blue\")], not";
    assert!(partly.iter().any(|problem| problem.starts_with(expected)), "{partly:?}");
}

#[tokio::test]
async fn a_credential_says_no_name_and_a_form_of_no_names_is_not_read() {
    let operation = &all(document())[1];
    let form = ("content-type", "application/x-www-form-urlencoded");
    let right = request("POST", "/shades?token=secret", &[form], "a=b");
    let wrong = judge(operation, &right, Wanted::All).await;
    assert!(wrong.is_empty(), "{wrong:?}");
}
