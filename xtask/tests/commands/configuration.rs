//! Every example of the page on configuration works, and changes something.

use crate::support::Project;
use serde_json::json;
use std::path::Path;

/// A document elsewhere that it refers to, and its digest.
const COMMON: &str = "{\"type\":\"string\"}\n";
const DIGEST: &str = "85803e087e684bdab3e5d6c2dd1af627da83382db625be9a42aea3d4d06539be";

/// The document that the examples are for.
fn pets_document() -> String {
    let pet = json!({
        "type": "object",
        "required": ["id", "name", "kind"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "name": { "type": "string" },
            "kind": { "type": "string", "enum": ["cat", "dog"] },
            "born_at": { "type": "string" },
            "adopted_at": { "type": "string", "format": "date-time" },
            "birthday": { "type": "string", "format": "date" },
            "food": { "$ref": "https://pets.example/common.json" },
            "price": { "type": "string", "format": "decimal" },
        },
    });
    let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/pet_v2" } });
    let answer = json!({ "200": {
        "description": "Pets", "content": { "application/json": { "schema": list } },
    } });
    let operation =
        |id: &str, tag: &str| json!({ "operationId": id, "tags": [tag], "responses": answer });
    let page = json!({ "type": "object", "properties": {
        "pets": list, "following": { "type": "string" }, "goes_on": { "type": "boolean" },
    } });
    let browse = json!({
        "operationId": "browsePets", "tags": ["Shop"],
        "parameters": [{ "name": "from", "in": "query", "schema": { "type": "string" } }],
        "responses": { "200": {
            "description": "Pets", "content": { "application/json": { "schema": page } },
        } },
    });
    let mut bury = operation("buryPet", "Pets");
    bury["parameters"] =
        json!([{ "name": "X-Once", "in": "header", "schema": { "type": "string" } }]);
    let text = json!({ "type": "string" });
    let fault = json!({ "type": "object", "properties": {
        "trace": text,
        "fault": { "type": "object", "properties": {
            "kind": text, "text": text, "again": { "type": "boolean" },
        } },
    } });
    let event = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example" }],
        "paths": {
            "/pets": { "get": operation("listPets", "Pets") },
            "/pets/buried": { "post": bury },
            "/shop/pets": { "get": browse },
            "/shop/open": { "get": operation("openShop", "Shop") },
            "/admin": { "get": operation("admin", "Admin") },
        },
        "components": { "schemas": { "pet_v2": pet, "Event": event, "Fault": fault } },
    });
    format!("{document:#}\n")
}

/// The blocks of one language, in order.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let start = format!("```{language}\n");
    let parts = text.split(start.as_str()).skip(1);
    parts.filter_map(|part| part.split("```").next()).collect()
}

/// A project with these options, generated; what is on disk then.
fn generated(name: &str, options: &str, overlay: &str) -> Vec<(String, Vec<u8>)> {
    let project = Project::new(name);
    let package =
        if options.contains("[package]") { "" } else { "[package]\nname = \"petshop\"\n" };
    project.write("openapi/codegen.toml", &format!("{package}{options}"));
    project.write("openapi/overlay.yaml", overlay);
    project.write(&format!("openapi/remote/{DIGEST}"), COMMON);
    project.write("pets.json", &pets_document());
    let run = project.run(&["codegen", "--spec", "pets.json"]);
    assert_eq!(run.code, 0, "{options}\n{run}");
    let own = |path: &Path| {
        let path = path.strip_prefix(project.folder()).ok()?.display().to_string();
        (!path.starts_with("openapi/codegen.toml")).then_some(path)
    };
    let files = project.snapshot().into_iter();
    files.filter_map(|(path, bytes)| Some((own(&path)?, bytes))).collect()
}

#[test]
fn every_example_works() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let overlays = blocks(&page, "yaml");
    let examples = blocks(&page, "toml");
    assert!(examples.len() >= 9 && overlays.len() == 1, "{}", examples.len());
    let plain = generated("plain", "", overlays[0]);
    for (at, options) in examples.iter().enumerate() {
        let made = generated(&format!("example-{at}"), options, overlays[0]);
        assert!(made != plain, "the example changes nothing:\n{options}");
    }
}

/// The page has every option that the schema of the file has.
#[test]
fn every_option_has_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect(path);
    let schema: serde_json::Value =
        serde_json::from_str(&read("openapi/codegen.schema.json")).expect("JSON");
    let examples = blocks(&read("docs/configuration.md"), "toml").concat();
    for (section, about) in schema["properties"].as_object().expect("sections") {
        assert!(examples.contains(&format!("[{section}")), "[{section}]");
        for option in about["properties"].as_object().into_iter().flatten() {
            let option = option.0;
            let found = [format!("\n{option} = "), format!("[{section}.{option}]")];
            assert!(found.iter().any(|it| examples.contains(it)), "{section}.{option}");
        }
    }
}

/// What an entry of `[conventions]` says reaches the crate; one that fits nothing stops the run.
#[test]
fn conventions_reach_the_crate_or_are_refused() {
    let made = |options: &str, path: &str| {
        let files = generated("conventions", options, "");
        let file = files.into_iter().find(|(it, _)| it.ends_with(path));
        String::from_utf8(file.expect("the file").1).expect("text")
    };
    let api = made(
        "[conventions]\nrequest-id = \"X-Trace\"\n\
         rate-limit = { limit = \"A\", remaining = \"B\", reset = \"C\" }\n\
         error = { schema = \"#/components/schemas/Fault\", code = [\"fault\", \"kind\"] }\n",
        "petshop/src/api.rs",
    );
    for part in ["request_id: &[\"X-Trace\"]", "reset: &[\"C\"]", "code: &[\"fault\", \"kind\"]"] {
        assert!(api.contains(part), "{part}: {api}");
    }
    let pets = made(
        "[[conventions.operations]]\nid = \"listPets\"\nif-match = true\n\
         idempotency-key = \"X-Twice\"\n",
        "petshop/src/resources/pets.rs",
    );
    assert!(pets.contains("fn if_match") && pets.contains(".idempotency_key(\"X-Twice\")"));
    for (options, message) in [
        ("idempotency-key = \"X-None\"\n", "no operation has a header parameter"),
        ("error = { code = [\"fault\"] }\n", "`schema` has to name it"),
        ("error = { schema = \"#/components/schemas/None\" }\n", "no schema of this pointer"),
        (
            "error = { schema = \"#/components/schemas/Fault\", code = [\"kind\"] }\n",
            "the error has no such field",
        ),
        ("operations = [{ id = \"none\", pages = false }]\n", "no operation has the operation"),
        (
            "operations = [{ id = \"browsePets\", pages = { page = { parameter = \"p\" } } }]\n",
            "no query parameter `p`",
        ),
        (
            "operations = [{ id = \"browsePets\", pages = { items = [\"x\"], link = true } }]\n",
            "no list at `x`",
        ),
        (
            "operations = [{ id = \"buryPet\", pages = { link = true } }]\n",
            "would repeat what it does",
        ),
    ] {
        let run = refused("conventions", &format!("[conventions]\n{options}"));
        assert!(run.stderr.contains(message), "{message}: {run}");
    }
}

/// Tags under one feature are one feature; what is no tag stops the run.
#[test]
fn features_hold_several_tags() {
    let files = generated("features", "[features]\nshopping = [\"Shop\", \"Admin\"]\n", "");
    let manifest = files.into_iter().find(|(it, _)| it.ends_with("petshop/Cargo.toml"));
    let manifest = String::from_utf8(manifest.expect("the file").1).expect("text");
    assert!(manifest.contains("\nshopping = []\n") && manifest.contains("\npets = []\n"));
    assert!(!manifest.contains("\nshop = []\n") && !manifest.contains("\nadmin = []\n"));
    for (entry, message) in [
        ("shopping = [\"Shops\"]", "`Shops` in the feature `shopping`"),
        ("gzip = [\"Shop\"]", "`gzip` of `[features]` cannot be"),
        ("a = [\"Shop\"]\nb = [\"Shop\"]", "`Shop` in the feature `b`"),
    ] {
        let run = refused("features", &format!("[features]\n{entry}\n"));
        assert!(run.stderr.contains(message), "{message}: {run}");
    }
}

/// Derives reach the models that can have them, and the crate of a foreign one the manifest; what
/// cannot be had stops the run, and says where it is.
#[test]
fn derives_reach_the_models_or_are_refused() {
    let schema = "\"#/components/schemas/Fault\"";
    let files = generated(
        "derives",
        &format!(
            "[derives]\n\"*\" = [\"Default\"]\n{schema} = [\"Ord\", \"pet_macros::Pet\"]\n\
             [manifest.dependencies]\n\
             pet-macros = {{ version = \"2\", features = [\"all\"] }}\n"
        ),
        "",
    );
    let text = |end: &str| {
        let file = files.iter().find(|(path, _)| path.ends_with(end)).expect(end);
        String::from_utf8(file.1.clone()).expect("text")
    };
    let fault = text("petshop/src/types/fault.rs");
    let derives =
        "#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ::pet_macros::Pet)]";
    assert!(fault.contains(derives), "{fault}");
    let manifest = text("petshop/Cargo.toml");
    assert!(
        manifest.contains("pet-macros = { features = [\"all\"], version = \"2\" }"),
        "{manifest}"
    );
    for (options, message) in [
        ("\"*\" = [\"Copy\"]", "`*` of `[derives]`: no type can derive `Copy`"),
        ("\"#/components/schemas/none\" = [\"Eq\"]", "`#/components/schemas` has no `none`"),
        (
            "\"#/components/schemas/pet_v2\" = [\"Copy\"]",
            "it cannot derive `Copy`: its field `id` holds `String` \
             (#/components/schemas/pet_v2/properties/id)",
        ),
        (
            "\"#/components/schemas/pet_v2\" = [\"pet_macros::Pet\"]",
            "the crate `pet_macros` is no dependency of the output",
        ),
    ] {
        let run = refused("derives", &format!("[derives]\n{options}\n"));
        assert!(run.stderr.contains(message), "{message}: {run}");
    }
}

/// A run that stops at its options, in a project of this name.
fn refused(name: &str, options: &str) -> crate::support::Run {
    let project = Project::new(&format!("refused-{name}"));
    project.write("openapi/codegen.toml", &format!("[package]\nname = \"petshop\"\n{options}"));
    project.write(&format!("openapi/remote/{DIGEST}"), COMMON);
    project.write("pets.json", &pets_document());
    let run = project.run(&["codegen", "--spec", "pets.json"]);
    assert_eq!(run.code, 2, "{options}\n{run}");
    assert!(run.stderr.contains("codegen.toml:"), "{run}");
    run
}
