//! The schema of the file, from which editors complete it, against what is read.

use super::Config;
use serde_json::{Value, json};
use std::path::Path;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../openapi/codegen.schema.json")).expect("JSON")
}

/// One part of the schema, and what reads the key `zz` or the text `zz` there.
struct Part<'s> {
    schema: &'s Value,
    at: String,
    wrap: Box<dyn Fn(Value) -> Value + 's>,
}

/// Every part of the schema that lists what there may be.
fn parts<'s>(root: &'s Value, part: Part<'s>, found: &mut Vec<(String, Value, Vec<String>)>) {
    let texts = |values: &Value| -> Vec<String> {
        values
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let Part { schema, at, wrap } = part;
    let wrap = std::rc::Rc::new(wrap);
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = root.pointer(reference.trim_start_matches('#')).expect(reference);
        return parts(root, Part { schema, at, wrap: Box::new(move |it| wrap(it)) }, found);
    }
    if schema["enum"].is_array() {
        found.push((at.clone(), wrap(json!("zz")), texts(&schema["enum"])));
    }
    if let Some(properties) = schema["properties"].as_object() {
        assert_eq!(schema["additionalProperties"], json!(false), "{at}");
        found.push((at.clone(), wrap(json!({ "zz": 1 })), properties.keys().cloned().collect()));
        for (key, schema) in properties {
            let wrap = std::rc::Rc::clone(&wrap);
            let wrap = Box::new(move |it| wrap(json!({ key: it })));
            parts(root, Part { schema, at: format!("{at}/{key}"), wrap }, found);
        }
    }
    if schema["items"].is_object() {
        let wrap = Box::new(move |it| wrap(json!([it])));
        parts(root, Part { schema: &schema["items"], at: format!("{at}[]"), wrap }, found);
    }
}

/// Wherever the schema lists keys or values, reading knows these and no others.
#[test]
fn the_schema_is_what_is_read() {
    let schema = schema();
    let mut found = Vec::new();
    parts(
        &schema,
        Part { schema: &schema, at: String::new(), wrap: Box::new(|it| it) },
        &mut found,
    );
    assert!(found.len() > 20, "{}", found.len());
    for (at, mut probe, mut listed) in found {
        if at != "/package" && !at.is_empty() {
            probe["package"] = json!({ "name": "a" });
        }
        let text = toml::to_string(&probe).expect("TOML");
        let error = Config::parse(&text, Path::new("/p/openapi/codegen.toml"));
        let error = error.expect_err(&text).to_string();
        let (_, known) = error.split_once("zz`").unwrap_or_else(|| panic!("{at}: {error}"));
        let known = known.split('\n').next().unwrap_or_default();
        let mut known: Vec<String> =
            known.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        known.sort();
        listed.sort();
        assert_eq!(known, listed, "{at}: {error}");
    }
}
