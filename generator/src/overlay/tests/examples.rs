//! The kinds of overlays that the specification gives as examples (Overlay 1.0 and 1.1, section
//! 4.5), with documents of our own.

use super::applied;
use serde_json::{Value, json};

fn bakery() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Bakery", "version": "1.0.0"},
        "paths": {
            "/breads": {
                "get": {
                    "x-traits": ["paged"],
                    "parameters": [
                        {"name": "flour", "in": "query", "schema": {"type": "string"}},
                        {"name": "debug", "in": "query"},
                    ],
                    "responses": {"200": {"description": "Breads"}},
                },
                "post": {"responses": {"201": {"description": "Baked"}}},
            },
            "/rolls": {
                "get": {
                    "parameters": [{"name": "flour", "in": "query", "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "Rolls"}},
                },
            },
        },
    })
}

fn changed(actions: Value) -> Value {
    applied(actions, bakery()).expect("every target matches")
}

#[test]
fn structured_one_update_mirrors_the_document() {
    let new = changed(json!([{ "target": "$", "update": {
        "info": {"description": "Bread for all."},
        "paths": {"/breads": {
            "summary": "What is baked",
            "get": {"parameters": [{"name": "page", "in": "query"}]},
        }},
    }}]));
    assert_eq!(
        new["info"],
        json!({
            "title": "Bakery", "version": "1.0.0", "description": "Bread for all.",
        })
    );
    let breads = &new["paths"]["/breads"];
    assert_eq!(breads["summary"], "What is baked");
    assert_eq!(breads["get"]["parameters"][2]["name"], "page");
    assert!(breads.get("post").is_some(), "what is not mentioned stays");
}

#[test]
fn targeted_each_action_has_its_place() {
    let new = changed(json!([
        {"target": "$.paths['/breads'].get", "update": {"description": "All breads."}},
        {"target": "$.paths['/breads'].post", "update": {"description": "One more."}},
    ]));
    assert_eq!(new["paths"]["/breads"]["get"]["description"], "All breads.");
    assert_eq!(new["paths"]["/breads"]["post"]["description"], "One more.");
    assert!(new["paths"]["/rolls"]["get"].get("description").is_none());
}

#[test]
fn wildcards_reach_every_match() {
    let new = changed(json!([
        {"target": "$.paths.*.get", "update": {"x-safe": true}},
        {
            "target": "$.paths.*.get.parameters[?@.name == 'flour' && @.in == 'query']",
            "update": {"schema": {"enum": ["rye", "wheat"]}},
        },
    ]));
    for path in ["/breads", "/rolls"] {
        let get = &new["paths"][path]["get"];
        assert_eq!(get["x-safe"], true);
        let schema = json!({"type": "string", "enum": ["rye", "wheat"]});
        assert_eq!(get["parameters"][0]["schema"], schema);
    }
    assert!(new["paths"]["/breads"]["post"].get("x-safe").is_none());
}

#[test]
fn lists_grow_and_shrink() {
    let new = changed(json!([
        {"target": "$.paths.*.get.parameters", "update": {"name": "page", "in": "query"}},
        {"target": "$.paths.*.get.parameters[?@.name == 'debug']", "remove": true},
    ]));
    let names = |path: &str| -> Vec<&str> {
        let list = new["paths"][path]["get"]["parameters"].as_array().expect("a list");
        list.iter().filter_map(|it| it["name"].as_str()).collect()
    };
    assert_eq!((names("/breads"), names("/rolls")), (vec!["flour", "page"], vec!["flour", "page"]));
}

#[test]
fn traits_mark_what_an_action_is_for() {
    let new = changed(json!([{
        "target": "$.paths[*][?@['x-traits'][?@ == 'paged']]",
        "update": {"parameters": [{"name": "cursor", "in": "query"}]},
    }]));
    assert_eq!(new["paths"]["/breads"]["get"]["parameters"][2]["name"], "cursor");
    assert_eq!(new["paths"]["/rolls"], bakery()["paths"]["/rolls"]);
}

#[test]
fn a_copy_makes_a_place_and_fills_it_and_a_removal_makes_it_a_move() {
    let copy = json!([
        {"target": "$.paths", "update": {"/buns": {}}},
        {"target": "$.paths['/buns']", "copy": "$.paths['/rolls']"},
    ]);
    let new = changed(copy.clone());
    assert_eq!(new["paths"]["/buns"], bakery()["paths"]["/rolls"]);
    assert!(new["paths"].get("/rolls").is_some());
    let mut moving = copy;
    let last = json!({"target": "$.paths['/rolls']", "remove": true});
    moving.as_array_mut().expect("actions").push(last);
    let new = changed(moving);
    assert_eq!(new["paths"]["/buns"], bakery()["paths"]["/rolls"]);
    assert!(new["paths"].get("/rolls").is_none());
}

/// `update` has no effect where `remove` is true.
#[test]
fn a_removal_goes_before_an_update() {
    let new = changed(json!([
        {"target": "$.paths['/rolls']", "remove": true, "update": {"summary": "Rolls"}},
    ]));
    assert!(new["paths"].get("/rolls").is_none());
}
