//! Pairs of documents that are easily judged wrong: what each means for code and for clients in use.

use super::{CrateLevel, WireLevel, at, compared, document, pet, push};
use CrateLevel::{Docs, Major, Minor, None as Same, Patch};
use WireLevel::{Breaking, Caution, Compatible, None as Alike};
use serde_json::{Value, json};

/// What is edited, the edit, and what it means.
type Case = (&'static str, fn(&mut Value), CrateLevel, WireLevel);

const GET: &str = "/paths/~1pets/get";
const POST: &str = "/paths/~1pets/post";
const SENT: &str = "/components/schemas/Sent";
const RECEIVED: &str = "/components/schemas/Received";

/// A branch of a union.
fn branch(kind: &str, key: &str) -> Value {
    json!({ "type": "object", "required": ["type"], "properties": {
        "type": { "const": kind }, key: { "type": "integer" },
    } })
}

/// The pets with a path parameter, an error, a union each way and a map.
fn shop() -> Value {
    let mut document = document(pet(), pet());
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let schemas = at(&mut document, "/components/schemas");
    schemas["Fault"] = json!({ "type": "object", "properties": { "code": { "type": "string" } } });
    for name in ["Small", "Large"] {
        schemas[name] = branch(&name.to_lowercase(), "size");
    }
    let union = json!({
        "oneOf": [reference("Small"), reference("Large")],
        "discriminator": { "propertyName": "type", "mapping": {
            "small": "#/components/schemas/Small", "large": "#/components/schemas/Large",
        } },
    });
    schemas["Box"] = union;
    schemas["Labels"] = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    for name in ["Sent", "Received"] {
        let properties = &mut schemas[name]["properties"];
        properties["box"] = reference("Box");
        properties["labels"] = reference("Labels");
        properties["size"] = json!({ "type": "integer", "minimum": 1, "maximum": 9, "default": 3 });
        properties["note"] = json!({ "type": ["string", "null"] });
    }
    let list = at(&mut document, GET);
    list["parameters"][0]["schema"]["default"] = json!(20);
    let fault = json!({ "description": "no", "content": {
        "application/json": { "schema": reference("Fault") },
    } });
    at(&mut document, &format!("{GET}/responses"))["404"] = fault.clone();
    at(&mut document, &format!("{POST}/responses"))["404"] = fault;
    document["paths"]["/pets/{id}"] = json!({ "delete": {
        "operationId": "deletePet", "tags": ["Pets"],
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "why", "in": "query", "required": true, "schema": { "type": "string" } },
        ],
        "responses": { "204": { "description": "done" } },
    } });
    document
}

fn judge(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (name, edit, code, wire) in cases {
        let (old, mut new) = (shop(), shop());
        edit(&mut new);
        let told = compared(&old, &new);
        if (told.crate_level, told.wire_level) != (*code, *wire) {
            let what: Vec<String> = told
                .changes
                .iter()
                .flat_map(|it| {
                    it.what.iter().map(move |what| format!("{}: {what}", it.key.subject))
                })
                .collect();
            wrong.push(format!(
                "{name}: {:?} {:?}, not {code:?} {wire:?}: {what:?}",
                told.crate_level, told.wire_level
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn rename(map: &mut Value, from: &str, to: &str) {
    let value = map.as_object_mut().expect("an object").remove(from).expect(from);
    map[to] = value;
}

#[test]
fn parameters_and_operations() {
    judge(&[
        (
            "an optional parameter moves from the query to a header",
            |it| at(it, GET)["parameters"][0]["in"] = json!("header"),
            Patch,
            Caution,
        ),
        (
            "a required parameter moves from the query to a header",
            |it| at(it, "/paths/~1pets~1{id}/delete")["parameters"][1]["in"] = json!("header"),
            Patch,
            Breaking,
        ),
        (
            "a path parameter gets another name",
            |it| {
                rename(&mut it["paths"], "/pets/{id}", "/pets/{pet}");
                at(it, "/paths/~1pets~1{pet}/delete")["parameters"][0]["name"] = json!("pet");
            },
            Docs,
            Alike,
        ),
        (
            "another path",
            |it| rename(&mut it["paths"], "/pets/{id}", "/animals/{id}"),
            Patch,
            Breaking,
        ),
        (
            "another method",
            |it| rename(&mut it["paths"]["/pets/{id}"], "delete", "put"),
            Patch,
            Breaking,
        ),
        (
            "another operation id",
            |it| at(it, GET)["operationId"] = json!("enumeratePets"),
            Major,
            Alike,
        ),
        ("an operation is deprecated", |it| at(it, GET)["deprecated"] = json!(true), Minor, Alike),
        (
            "a parameter is deprecated",
            |it| at(it, GET)["parameters"][0]["deprecated"] = json!(true),
            Minor,
            Alike,
        ),
        (
            "another default",
            |it| at(it, GET)["parameters"][0]["schema"]["default"] = json!(50),
            Docs,
            Caution,
        ),
        (
            "the body is a form",
            |it| {
                rename(
                    &mut at(it, POST)["requestBody"]["content"],
                    "application/json",
                    "application/x-www-form-urlencoded",
                )
            },
            Patch,
            Breaking,
        ),
        (
            "another server",
            |it| it["servers"][0]["url"] = json!("https://elsewhere.example/v1"),
            Patch,
            Caution,
        ),
    ]);
}

#[test]
fn answers() {
    judge(&[
        (
            "an error is documented",
            |it| at(it, &format!("{GET}/responses"))["409"] = json!({ "description": "conflict" }),
            Same,
            Alike,
        ),
        (
            "an error is not documented any more",
            |it| {
                at(it, &format!("{GET}/responses")).as_object_mut().expect("it").remove("404");
            },
            Same,
            Alike,
        ),
        (
            "the answer is a text",
            |it| {
                let content = &mut at(it, &format!("{GET}/responses"))["200"]["content"];
                *content = json!({ "text/plain": { "schema": { "type": "string" } } });
            },
            Major,
            Breaking,
        ),
        (
            "the only success is another status",
            |it| rename(at(it, &format!("{POST}/responses")), "204", "200"),
            Docs,
            Caution,
        ),
        (
            "a problem has a media type of its own",
            |it| {
                rename(
                    &mut at(it, &format!("{GET}/responses"))["404"]["content"],
                    "application/json",
                    "application/problem+json",
                )
            },
            Same,
            Alike,
        ),
    ]);
}

#[test]
fn schemas() {
    judge(&[
        (
            "a schema gets another name",
            |it| {
                rename(at(it, "/components/schemas"), "Received", "Pet");
                let content = &mut at(it, &format!("{GET}/responses"))["200"]["content"];
                content["application/json"]["schema"] =
                    json!({ "$ref": "#/components/schemas/Pet" });
            },
            Major,
            Alike,
        ),
        (
            "a union gets a branch",
            |it| {
                at(it, "/components/schemas")["Huge"] = branch("huge", "weight");
                let union = at(it, "/components/schemas/Box");
                push(&mut union["oneOf"], json!({ "$ref": "#/components/schemas/Huge" }));
                union["discriminator"]["mapping"]["huge"] = json!("#/components/schemas/Huge");
            },
            Minor,
            Compatible,
        ),
        (
            "a union loses a branch",
            |it| {
                let union = at(it, "/components/schemas/Box");
                union["oneOf"] = json!([{ "$ref": "#/components/schemas/Small" }]);
                union["discriminator"]["mapping"].as_object_mut().expect("it").remove("large");
            },
            Major,
            Breaking,
        ),
        (
            "a branch gets another tag",
            |it| {
                let mapping = &mut at(it, "/components/schemas/Box")["discriminator"]["mapping"];
                rename(mapping, "large", "big");
                at(it, "/components/schemas/Large")["properties"]["type"]["const"] = json!("big");
            },
            Major,
            Breaking,
        ),
        (
            "a bound is tighter where it is sent",
            |it| at(it, SENT)["properties"]["size"]["maximum"] = json!(5),
            Patch,
            Breaking,
        ),
        (
            "a bound is looser where it is sent",
            |it| at(it, SENT)["properties"]["size"]["maximum"] = json!(50),
            Patch,
            Compatible,
        ),
        (
            "a bound is looser where it is received",
            |it| at(it, RECEIVED)["properties"]["size"]["maximum"] = json!(50),
            Docs,
            Alike,
        ),
        (
            "another default of what may be left out",
            |it| at(it, SENT)["properties"]["size"]["default"] = json!(4),
            Docs,
            Caution,
        ),
        (
            "what is sent is set by the server now",
            |it| at(it, SENT)["properties"]["name"]["readOnly"] = json!(true),
            Major,
            Caution,
        ),
        (
            "what is received is only sent now",
            |it| at(it, RECEIVED)["properties"]["name"]["writeOnly"] = json!(true),
            Major,
            Breaking,
        ),
        (
            "null is no longer taken",
            |it| at(it, SENT)["properties"]["note"]["type"] = json!("string"),
            Major,
            Breaking,
        ),
        (
            "null no longer comes",
            |it| at(it, RECEIVED)["properties"]["note"]["type"] = json!("string"),
            Docs,
            Compatible,
        ),
        (
            "a map is closed",
            |it| at(it, "/components/schemas/Labels")["additionalProperties"] = json!(false),
            Major,
            Breaking,
        ),
        (
            "a struct is closed",
            |it| at(it, SENT)["additionalProperties"] = json!(false),
            Same,
            Alike,
        ),
        (
            "a field is deprecated",
            |it| at(it, RECEIVED)["properties"]["age"]["deprecated"] = json!(true),
            Docs,
            Alike,
        ),
        (
            "a wider integer comes",
            |it| at(it, RECEIVED)["properties"]["age"]["type"] = json!("number"),
            Major,
            Breaking,
        ),
    ]);
}

#[test]
fn security() {
    judge(&[
        ("no proof is asked for", |it| at(it, GET)["security"] = json!([]), Patch, Compatible),
        (
            "another way to prove it",
            |it| it["security"] = json!([{ "bearer": [] }, { "key": [] }]),
            Patch,
            Compatible,
        ),
        (
            "two proofs at once",
            |it| it["security"] = json!([{ "bearer": [], "key": [] }]),
            Patch,
            Breaking,
        ),
        ("another proof", |it| it["security"] = json!([{ "key": [] }]), Patch, Breaking),
        (
            "the key moves into the query",
            |it| {
                it["components"]["securitySchemes"]["key"]["in"] = json!("query");
            },
            Same,
            Alike,
        ),
        (
            "only another name",
            |it| {
                rename(&mut it["components"]["securitySchemes"], "bearer", "token");
                it["security"] = json!([{ "token": [] }]);
            },
            Same,
            Alike,
        ),
    ]);
}
