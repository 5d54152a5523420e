//! The instances that the other tests stand on are what the document allows.

use serde_json::{Value, json};
use tests::{
    document::Document,
    instance::{Instances, UNKNOWN_FIELD, UNKNOWN_VALUE},
};

/// Full, minimal and every variant of every schema is valid.
#[test]
fn every_instance_is_valid() {
    let document = Document::sendmux();
    let mut variants = 0;
    for name in document.schema_names() {
        let pointer = format!("/components/schemas/{name}");
        let instances = document.instances(&pointer);
        let judge = |label: &str, value: &Value| {
            let wrong = document.violations(&pointer, value);
            assert!(wrong.is_empty(), "{name} {label}: {wrong:#?}\n{value:#}");
        };
        judge("full", &instances.full());
        judge("minimal", &instances.minimal());
        for variant in instances.variants() {
            judge(&variant.label, &variant.value);
            variants += 1;
        }
    }
    println!("{variants} variants of {} schemas", document.schema_names().count());
    assert!(variants > 2_000, "the variants show little: {variants}");
}

/// What is unknown is really unknown: strict validation refuses it.
#[test]
fn unknown_parts_are_refused_by_the_schema() {
    let document = Document::sendmux();
    let pointer = "/components/schemas/ProviderItemResponse";
    let instances = document.instances(pointer);
    let with_fields = instances.with_unknown_fields();
    assert!(with_fields.pointer(&format!("/data/{UNKNOWN_FIELD}")).is_some());
    assert!(!document.violations(pointer, &with_fields).is_empty());
    let with_values = instances.with_unknown_values();
    assert_eq!(with_values["data"]["status"], UNKNOWN_VALUE);
    assert!(!document.violations(pointer, &with_values).is_empty());
}

fn made(schema: &Value) -> (Value, Value, Vec<(String, Value)>) {
    let instances = Instances::new(schema, schema);
    let variants = instances.variants().into_iter().map(|variant| (variant.label, variant.value));
    (instances.full(), instances.minimal(), variants.collect())
}

#[test]
fn each_decision_has_a_variant() {
    let schema = json!({
        "type": "object",
        "required": ["id", "note"],
        "properties": {
            "id": {"type": "integer", "minimum": 1, "maximum": 9},
            "note": {"type": ["string", "null"]},
            "kind": {"enum": ["a", "b"]},
            "tags": {"type": "array", "items": {"type": "boolean"}},
        },
    });
    let (full, minimal, variants) = made(&schema);
    assert_eq!(full["tags"], json!([true, true]));
    assert_eq!(minimal, json!({"id": 7, "note": null}));
    let labels: Vec<&str> = variants.iter().map(|(label, _)| label.as_str()).collect();
    let expected = [
        "/id number 1",
        "/id number 2",
        "/note null 1",
        "/ without kind 1",
        "/kind value 1",
        "/ without tags 1",
        "/tags no items 1",
        "/tags/0 boolean 1",
    ];
    assert_eq!(labels, expected);
    for (label, value) in &variants {
        assert_ne!(*value, full, "{label} is like the full instance");
    }
}

#[test]
fn the_branches_of_a_union_are_walked_with_what_is_below_them() {
    let schema = json!({
        "anyOf": [
            {"type": "integer", "exclusiveMinimum": 0},
            {"type": "object", "properties": {"min": {"type": "boolean"}}},
            {"type": "null"},
        ],
    });
    let (full, _, variants) = made(&schema);
    assert_eq!(full, json!(7));
    let values: Vec<&Value> = variants.iter().map(|(_, value)| value).collect();
    assert!(values.contains(&&json!({"min": true})));
    assert!(values.contains(&&json!({})), "below another branch: {variants:?}");
    assert!(values.contains(&&Value::Null));
}

#[test]
fn recursion_ends() {
    let root = json!({
        "tree": {
            "type": "object",
            "required": ["children"],
            "properties": {
                "children": {"type": "array", "items": {"$ref": "#/tree"}},
                "parent": {"$ref": "#/tree"},
            },
        },
    });
    let instances = Instances::new(&root, &root["tree"]);
    assert!(instances.full()["children"][0].is_object());
    assert_eq!(instances.minimal(), json!({"children": []}));
    assert!(!instances.variants().is_empty());
}

#[test]
fn examples_are_shown_one_at_a_time() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"type": "string", "examples": ["x", "y"]}, "b": {"type": "boolean"}},
        "example": {"a": "whole"},
    });
    let examples = Instances::new(&schema, &schema).examples();
    let values: Vec<&Value> = examples.iter().map(|example| &example.value).collect();
    let expected =
        [json!({"a": "whole"}), json!({"a": "x", "b": true}), json!({"a": "y", "b": true})];
    assert_eq!(values, expected.iter().collect::<Vec<_>>());
}

/// The examples of the document are what its schemas allow.
#[test]
fn every_example_is_valid() {
    let mut count = 0;
    for document in [Some(Document::sendmux()), Document::published()].into_iter().flatten() {
        for name in document.schema_names() {
            let pointer = format!("/components/schemas/{name}");
            for example in document.instances(&pointer).examples() {
                let wrong = document.violations(&pointer, &example.value);
                assert!(wrong.is_empty(), "{name} {}: {wrong:#?}", example.label);
                count += 1;
            }
        }
    }
    println!("{count} examples");
    assert!(count > 500);
}

/// The examples of parameters are values that their schemas allow: what a typed argument takes.
#[test]
fn every_example_of_a_parameter_is_valid() {
    let mut count = 0;
    for document in [Some(Document::sendmux()), Document::published()].into_iter().flatten() {
        let parameters = document.operations().iter().flat_map(|operation| &operation.parameters);
        for parameter in parameters {
            let written = document.at(parameter.schema.trim_end_matches("/schema"));
            let listed = written.get("examples").and_then(Value::as_object).into_iter().flatten();
            let listed = listed.filter_map(|(_, example)| example.get("value"));
            let beside = listed.chain(written.get("example")).cloned();
            let within = document.instances(&parameter.schema).examples();
            for example in beside.chain(within.into_iter().map(|example| example.value)) {
                let wrong = document.violations(&parameter.schema, &example);
                assert!(wrong.is_empty(), "{} {example}: {wrong:?}", parameter.schema);
                count += 1;
            }
        }
    }
    println!("{count} examples of parameters");
    assert!(count > 0);
}
