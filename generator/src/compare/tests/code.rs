//! The crate level follows Cargo's rules.

use super::{CrateLevel, at, compared, compiled_with, document, levels, pets, push};
use crate::compare::compare;
use serde_json::{Value, json};

#[test]
fn items_follow_cargo() {
    use CrateLevel::{Docs, Major, Minor};
    type Edit = fn(&mut Value);
    let cases: [(&str, Edit, CrateLevel); 10] = [
        (
            "a field of an open struct",
            |it| {
                at(it, "/components/schemas/Received/properties")["tag"] =
                    json!({"type": "string"});
            },
            Minor,
        ),
        (
            "a field of a struct that users build",
            |it| {
                at(it, "/components/schemas/Sent/properties")["tag"] = json!({"type": "string"});
            },
            Major,
        ),
        (
            "a field of another type",
            |it| {
                at(it, "/components/schemas/Received/properties/age")["type"] = json!("string");
            },
            Major,
        ),
        (
            "a variant",
            |it| {
                push(at(it, "/components/schemas/Received/properties/kind/enum"), json!("fish"));
            },
            Minor,
        ),
        (
            "a variant less",
            |it| {
                at(it, "/components/schemas/Received/properties/kind")["enum"] = json!(["cat"]);
            },
            Major,
        ),
        (
            "a setter",
            |it| {
                push(
                    at(it, "/paths/~1pets/get/parameters"),
                    json!({"name": "q", "in": "query", "schema": {"type": "string"}}),
                );
            },
            Minor,
        ),
        (
            "a required parameter",
            |it| {
                at(it, "/paths/~1pets/get/parameters/0")["required"] = json!(true);
            },
            Major,
        ),
        (
            "a deprecated operation",
            |it| {
                at(it, "/paths/~1pets/get")["deprecated"] = json!(true);
            },
            Minor,
        ),
        (
            "an answer of another type",
            |it| {
                *at(it, "/paths/~1pets/post/responses") = json!({"200": {
                    "description": "ok",
                    "content": {"application/json": {"schema": {"type": "string"}}},
                }});
            },
            Major,
        ),
        (
            "words",
            |it| {
                at(it, "/components/schemas/Received")["description"] = json!("What lives here.");
            },
            Docs,
        ),
    ];
    for (name, edit, expected) in cases {
        assert_eq!(levels(edit).0, expected, "{name}");
    }
}

/// A model that no longer travels one way loses an impl; an enum has both in any case.
#[test]
fn directions_matter_to_models_alone() {
    let pet = json!({
        "type": "object",
        "properties": {"kind": {"type": "string", "enum": ["cat", "dog"]}},
    });
    let sent = document(pet.clone(), json!({"type": "object"}));
    let mut unused = sent.clone();
    at(&mut unused, "/paths/~1pets").as_object_mut().expect("methods").remove("post");
    let told = compared(&sent, &unused);
    let lost = |name: &str| {
        let changes = told.changes.iter().filter(|it| it.key.subject.to_string() == name);
        changes.flat_map(|it| &it.what).any(|what| what == "no longer implements Serialize")
    };
    assert!(lost("types::Sent"));
    assert!(!lost("types::SentKind"));
}

#[test]
fn headers_are_constants() {
    let with = |headers: Value| {
        let mut it = super::pets();
        at(&mut it, "/paths/~1pets/get/responses/200")["headers"] = headers;
        it
    };
    let text = with(json!({ "X-Total": { "schema": { "type": "string" } } }));
    let number = with(json!({ "X-Total": { "schema": { "type": "integer" } } }));
    let none = with(json!({}));
    let level = |old: &Value, new: &Value| compared(old, new).crate_level;
    assert_eq!(level(&none, &text), CrateLevel::Minor);
    assert_eq!(level(&text, &number), CrateLevel::Major);
    assert_eq!(level(&text, &none), CrateLevel::Major);
    let gone = compared(&text, &none);
    assert_eq!(gone.wire_level, super::WireLevel::Caution);
    assert!(serde_json::to_string(&gone).expect("JSON").contains("answer's `X-Total`"));
}

/// Arguments have no names where they are given: two of the same type that change places still
/// compile, and say something else.
#[test]
fn arguments_that_change_places_break() {
    let with = |first: &str, second: &str, third: &str| {
        let text = json!({ "type": "string" });
        let sent = json!({
            "type": "object",
            "required": [first, second],
            "properties": { first: text, second: text },
        });
        let mut it = document(sent, json!({}));
        let parameter =
            |name: &str| json!({ "name": name, "in": "query", "required": true, "schema": text });
        at(&mut it, "/paths/~1pets/get")["parameters"] =
            json!([parameter(first), parameter(second), parameter(third)]);
        it
    };
    let told = compared(&with("a", "b", "c"), &with("b", "a", "c"));
    assert_eq!(told.crate_level, CrateLevel::Major);
    let moved: Vec<&str> = told
        .changes
        .iter()
        .filter(|it| it.what.iter().any(|what| what == super::super::REORDERED))
        .flat_map(|it| &it.rust)
        .filter(|it| it.level == CrateLevel::Major)
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(moved, ["resources::pets::Pets::list", "types::Sent::new"]);
    // A parameter that is called differently is the same to callers.
    let renamed = compared(&with("a", "b", "c"), &with("a", "b", "d"));
    assert!(renamed.crate_level < CrateLevel::Minor, "{:?}", renamed.crate_level);
}

/// What is told of one change, as the summary has it.
fn told(old: &Value, new: &Value) -> Vec<String> {
    let changes = compared(old, new).changes;
    changes.iter().flat_map(|it| &it.what).cloned().collect()
}

#[test]
fn a_field_of_a_struct_that_users_build_says_why_it_breaks() {
    let mut new = super::pets();
    at(&mut new, "/components/schemas/Sent/properties")["tag"] = json!({ "type": "string" });
    assert_eq!(told(&super::pets(), &new), ["new, and missing where the struct is built in full"]);
}

/// An operation that gets another tag is called from another place; it is not gone.
#[test]
fn an_operation_that_moves_says_where_it_was() {
    let mut new = super::pets();
    at(&mut new, "/paths/~1pets/get")["tags"] = json!(["Animals"]);
    let comparison = compared(&super::pets(), &new);
    assert_eq!(comparison.crate_level, CrateLevel::Major);
    let told = told(&super::pets(), &new);
    assert!(
        told.contains(&"called from `animals()` now, was from `pets()`".to_owned()),
        "{told:?}"
    );
}

/// A client takes every status as it comes, and its crate is the same; readers want to know.
#[test]
fn errors_of_one_side_are_told() {
    let mut new = super::pets();
    at(&mut new, "/paths/~1pets/get/responses")["413"] = json!({ "description": "too large" });
    let there = compared(&super::pets(), &new);
    let levels = (there.crate_level, there.wire_level);
    assert_eq!(levels, (CrateLevel::None, super::WireLevel::None));
    assert_eq!(told(&super::pets(), &new), ["status 413 is documented"]);
    assert_eq!(told(&new, &super::pets()), ["status 413 is no longer documented"]);
}

/// A model that no longer derives what it did breaks code that asks for it.
#[test]
fn derives_follow_cargo() {
    use crate::plan::{Derive, DeriveFor};
    let path =
        ["schemars", "JsonSchema"].map(|it| crate::name::RustIdent::chosen(it).expect("one"));
    let plain = || compiled_with(&pets(), |_| {});
    let deriving = |derive: Derive| {
        compiled_with(&pets(), |plan| plan.derives = vec![(DeriveFor::All, vec![derive.clone()])])
    };
    for derive in [Derive::Eq, Derive::PartialOrd, Derive::External(path.into())] {
        let more = compare(&plain(), &deriving(derive.clone()));
        assert_eq!(more.crate_level, CrateLevel::Minor, "{derive}");
        let less = compare(&deriving(derive.clone()), &plain());
        assert_eq!(less.crate_level, CrateLevel::Major, "{derive}");
        let told = |it: &crate::compare::Comparison| format!("{:?}", it.changes);
        assert!(told(&less).contains("no longer implements"), "{}", told(&less));
        assert!(told(&less).contains(&derive.to_string()), "{}", told(&less));
    }
}
