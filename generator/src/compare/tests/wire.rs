//! Requests are read strictly, answers leniently.

use super::{WireLevel, at, compared, document, levels, push};
use serde_json::{Value, json};

const SENT: &str = "/components/schemas/Sent";
const RECEIVED: &str = "/components/schemas/Received";

/// The wire level of an edit of what is sent, and of the same edit of what is received.
fn both(edit: impl Fn(&mut Value)) -> [WireLevel; 2] {
    [SENT, RECEIVED].map(|pointer| levels(|it| edit(at(it, pointer))).1)
}

#[test]
fn direction_decides() {
    use WireLevel::{Breaking, Caution, Compatible, None};
    type Edit = fn(&mut Value);
    let cases: [(&str, Edit, [WireLevel; 2]); 12] = [
        (
            "a new optional field",
            |it| it["properties"]["tag"] = json!({"type": "string"}),
            [Compatible; 2],
        ),
        (
            "a new required field",
            |it| {
                it["properties"]["tag"] = json!({"type": "string"});
                push(&mut it["required"], json!("tag"));
            },
            [Breaking, Compatible],
        ),
        (
            "a field becomes required",
            |it| push(&mut it["required"], json!("age")),
            [Breaking, Compatible],
        ),
        ("a field becomes optional", |it| it["required"] = json!(["kind"]), [Compatible, Breaking]),
        (
            "a required field goes",
            |it| {
                it["properties"].as_object_mut().expect("an object").remove("name");
                it["required"] = json!(["kind"]);
            },
            [Caution, Breaking],
        ),
        (
            "an optional field goes",
            |it| {
                it["properties"].as_object_mut().expect("an object").remove("age");
            },
            [Caution, Caution],
        ),
        (
            "a field becomes nullable",
            |it| {
                it["properties"]["name"]["type"] = json!(["string", "null"]);
            },
            [Compatible, Breaking],
        ),
        (
            "a value more",
            |it| push(&mut it["properties"]["kind"]["enum"], json!("fish")),
            [Compatible; 2],
        ),
        (
            "a value less",
            |it| it["properties"]["kind"]["enum"] = json!(["cat"]),
            [Breaking, Compatible],
        ),
        (
            "a list of values becomes a text",
            |it| {
                it["properties"]["kind"] = json!({"type": "string"});
            },
            [Compatible; 2],
        ),
        ("another type", |it| it["properties"]["age"] = json!({"type": "string"}), [Breaking; 2]),
        (
            "a tighter length",
            |it| it["properties"]["name"]["maxLength"] = json!(5),
            [Breaking, None],
        ),
    ];
    for (name, edit, expected) in cases {
        assert_eq!(both(edit), expected, "{name}");
    }
}

#[test]
fn operations_and_parameters() {
    use WireLevel::{Breaking, Caution, Compatible};
    type Edit = fn(&mut Value);
    let cases: [(&str, Edit, WireLevel); 9] = [
        (
            "an operation goes",
            |it| {
                it["paths"]["/pets"].as_object_mut().expect("an object").remove("post");
            },
            Breaking,
        ),
        (
            "an operation comes",
            |it| {
                it["paths"]["/cats"] =
                    json!({"get": {"responses": {"204": {"description": "ok"}}}});
            },
            Compatible,
        ),
        (
            "a parameter becomes required",
            |it| {
                at(it, "/paths/~1pets/get/parameters/0")["required"] = json!(true);
            },
            Breaking,
        ),
        ("a parameter goes", |it| at(it, "/paths/~1pets/get")["parameters"] = json!([]), Caution),
        (
            "a parameter comes",
            |it| {
                push(
                    at(it, "/paths/~1pets/get/parameters"),
                    json!({"name": "q", "in": "query", "schema": {"type": "string"}}),
                );
            },
            Compatible,
        ),
        (
            "the body becomes optional",
            |it| {
                at(it, "/paths/~1pets/post/requestBody")["required"] = json!(false);
            },
            Compatible,
        ),
        (
            "the answer has no body",
            |it| {
                at(it, "/paths/~1pets/get/responses")["200"] = json!({"description": "ok"});
            },
            Breaking,
        ),
        (
            "another success",
            |it| {
                let known = at(it, "/paths/~1pets/get/responses/200").clone();
                at(it, "/paths/~1pets/get/responses")["202"] = known;
            },
            Caution,
        ),
        (
            "another media type",
            |it| {
                let known =
                    at(it, "/paths/~1pets/post/requestBody/content/application~1json").clone();
                at(it, "/paths/~1pets/post/requestBody")["content"] =
                    json!({"application/x-www-form-urlencoded": known});
            },
            Breaking,
        ),
    ];
    for (name, edit, expected) in cases {
        assert_eq!(levels(edit).1, expected, "{name}");
    }
}

/// The wire level of a field that changes from one schema to another: sent, then received.
fn field(old: &Value, new: &Value) -> [WireLevel; 2] {
    let pet = |schema: &Value| json!({"type": "object", "properties": {"a": schema}});
    let none = json!({"type": "object"});
    let level = |sent: bool| {
        let [old, new] = [old, new].map(|schema| match sent {
            true => document(pet(schema), none.clone()),
            false => document(none.clone(), pet(schema)),
        });
        compared(&old, &new).wire_level
    };
    [level(true), level(false)]
}

#[test]
fn lists_of_integers_are_open_as_those_of_texts_are() {
    use WireLevel::{Breaking, Compatible};
    let (list, any) = (json!({"type": "integer", "enum": [1, 2]}), json!({"type": "integer"}));
    assert_eq!(field(&list, &any), [Compatible, Compatible]);
    assert_eq!(field(&any, &list), [Breaking, Compatible]);
    assert_eq!(field(&list, &json!({"type": "number"})), [Compatible, Breaking]);
}

/// Branches without a tag are called after what they are; another name is no other branch.
#[test]
fn a_branch_may_get_another_name() {
    let branch = |title: &str, key: &str| {
        json!({
            "title": title, "type": "object", "required": [key],
            "properties": {key: {"type": "string"}},
        })
    };
    let union =
        |title: &str, key: &str| json!({"oneOf": [branch(title, key), {"type": "integer"}]});
    let named = union("Cat", "meows");
    assert_eq!(field(&named, &union("Feline", "meows")), [WireLevel::None; 2]);
    assert_eq!(field(&named, &union("Dog", "barks"))[0], WireLevel::Breaking);
}

/// What was sent goes on being accepted where it is one of several branches now.
#[test]
fn a_type_may_become_a_branch() {
    let object = |key: &str| json!({"type": "object", "required": [key], "properties": {key: {"type": "string"}}});
    let union = json!({"oneOf": [object("inline"), object("uploaded")]});
    assert_eq!(field(&object("inline"), &union)[0], WireLevel::Compatible);
    assert_eq!(field(&object("other"), &union)[0], WireLevel::Breaking);
    assert_eq!(field(&object("inline"), &union)[1], WireLevel::Breaking);
}
