//! Every example of the page on configuration works, and changes something.

use crate::support::Project;
use serde_json::json;
use std::path::Path;

/// A document elsewhere that it refers to, and its digest.
const COMMON: &str = "{\"type\":\"string\"}\n";
const DIGEST: &str = "85803e087e684bdab3e5d6c2dd1af627da83382db625be9a42aea3d4d06539be";

/// The document that the examples are for.
fn pets() -> String {
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
    let event = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example" }],
        "paths": {
            "/pets": { "get": operation("listPets", "Pets") },
            "/pets/buried": { "post": operation("buryPet", "Pets") },
            "/shop/open": { "get": operation("openShop", "Shop") },
            "/admin": { "get": operation("admin", "Admin") },
        },
        "components": { "schemas": { "pet_v2": pet, "Event": event } },
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
    project.write("pets.json", &pets());
    let run = project.run(&["codegen", "--spec", "pets.json"]);
    assert_eq!(run.code, 0, "{options}\n{run}");
    let own = |path: &Path| {
        let path = path.display().to_string();
        let (_, path) = path.split_once(&format!("codegen/{name}/"))?;
        (!path.starts_with("openapi/codegen.toml")).then(|| path.to_owned())
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
            assert!(examples.contains(&format!("\n{} = ", option.0)), "{section}.{}", option.0);
        }
    }
}
