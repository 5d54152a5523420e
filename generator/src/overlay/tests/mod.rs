mod examples;

use super::*;
use serde_json::json;

fn applied(actions: Value, mut document: Value) -> Result<Value, OverlayError> {
    let overlay =
        json!({"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": actions});
    Overlay::read("overlay.yaml", &overlay)?.apply(&mut document)?;
    Ok(document)
}

#[test]
fn an_update_merges_objects_and_appends_to_lists() {
    let document = json!({"info": {"title": "A"}, "tags": [{"name": "x"}], "servers": ["a"]});
    let changed = applied(
        json!([
            {"target": "$", "update": {"info": {"version": "2"}, "new": true}},
            {"target": "$.tags", "update": {"name": "y"}},
            {"target": "$.servers", "update": ["b"]},
            {"target": "$.info.title", "update": "B"},
        ]),
        document,
    );
    assert_eq!(
        changed,
        Ok(json!({
            "info": {"title": "B", "version": "2"},
            "tags": [{"name": "x"}, {"name": "y"}],
            "servers": ["a", "b"],
            "new": true,
        }))
    );
}

#[test]
fn a_filter_reaches_every_match_and_keeps_the_rest() {
    let document = json!({"paths": {"/a": {"get": {"x-safe": true}}, "/b": {"get": {}}}});
    let actions = json!([{"target": "$.paths.*.get[?@.x-safe == true]", "update": {}}]);
    assert!(applied(actions, document.clone()).is_err());
    let actions =
        json!([{"target": "$.paths.*[?@['x-safe'] == true]", "update": {"tags": ["safe"]}}]);
    let changed = applied(actions, document).expect("the path matches");
    assert_eq!(changed["paths"]["/a"]["get"]["tags"], json!(["safe"]));
    assert_eq!(changed["paths"]["/b"]["get"], json!({}));
}

#[test]
fn a_removal_takes_every_match_out_of_its_parent() {
    let document = json!({"tags": [{"name": "a"}, {"name": "b"}, {"name": "a"}], "x/y": 1});
    let actions = json!([
        {"target": "$.tags[?@.name == 'a']", "remove": true},
        {"target": "$['x/y']", "remove": true},
    ]);
    assert_eq!(applied(actions, document), Ok(json!({"tags": [{"name": "b"}]})));
}

#[test]
fn a_copy_merges_another_value() {
    let document = json!({"from": {"a": 1}, "to": {"b": 2}});
    let actions = json!([{"target": "$.to", "copy": "$.from"}]);
    let changed = applied(actions, document).expect("both paths match");
    assert_eq!(changed["to"], json!({"a": 1, "b": 2}));
}

#[test]
fn errors_name_the_file_the_action_and_the_path() {
    let document = json!({"info": {}});
    let missing = applied(json!([{"target": "$.nothing", "update": 1}]), document.clone());
    let text = missing.expect_err("nothing matches").to_string();
    assert!(text.starts_with("overlay.yaml: action 1 (`$.nothing`): matches nothing"), "{text}");
    for (actions, word) in [
        (json!([{"target": "$.info"}]), "does nothing"),
        (json!([{"target": "$[", "update": 1}]), "no JSONPath"),
        (json!([{"update": 1}]), "no text `target`"),
        (json!([]), "at least one action"),
        (json!([{"target": "$", "remove": true}]), "cannot be removed"),
    ] {
        let text = applied(actions, document.clone()).expect_err(word).to_string();
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_failed_overlay_changes_nothing() {
    let mut document = json!({"info": {}});
    let overlay = json!({"overlay": "1.0.0", "actions": [
        {"target": "$.info", "update": {"title": "x"}},
        {"target": "$.gone", "remove": true},
    ]});
    let overlay = Overlay::read("o.yaml", &overlay).expect("the overlay is valid");
    assert!(overlay.apply(&mut document).is_err());
    assert_eq!(document, json!({"info": {}}));
}
