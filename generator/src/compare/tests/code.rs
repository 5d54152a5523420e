//! The crate level follows Cargo's rules.

use super::{CrateLevel, at, levels, push};
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
                at(it, "/paths/~1pets/post/responses")["204"] = json!({
                    "description": "ok",
                    "content": {"application/json": {"schema": {"type": "string"}}},
                });
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
