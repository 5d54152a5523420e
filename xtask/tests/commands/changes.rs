//! What `codegen`, `diff` and `review` say of a changed document.

use crate::support::Project;
use serde_json::{Value, json};

/// A document with a server, a credential and one operation that sends a body.
fn pets(edit: impl FnOnce(&mut Value)) -> String {
    let body = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string" },
    } });
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } });
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example/v1" }],
        "security": [{ "bearer": [] }],
        "paths": { "/pets": { "post": {
            "operationId": "createPet",
            "requestBody": { "required": true, "content": content },
            "responses": { "204": { "description": "Done" } },
        } } },
        "components": {
            "schemas": { "Pet": body },
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
        },
    });
    edit(&mut document);
    format!("{document:#}\n")
}

/// A project whose recorded document is the one above.
fn project(name: &str) -> Project {
    let project = Project::new(name);
    project.write("old.json", &pets(|_| {}));
    let run = project.run(&["codegen", "--spec", "old.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(!project.exists("openapi/CHANGELOG.md"), "nothing changed yet");
    project
}

fn required(document: &mut Value) {
    let pet = &mut document["components"]["schemas"]["Pet"];
    pet["properties"]["age"] = json!({ "type": "integer" });
    pet["required"] = json!(["name", "age"]);
}

#[test]
fn a_change_is_told_logged_and_given_a_version() {
    let project = project("changes");
    project.write("new.json", &pets(required));
    let run = project.run(&["codegen", "--spec", "new.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("crate: major (0.1.0 → 0.2.0)   wire: breaking"), "{run}");
    assert!(run.stdout.contains("`age`: new and required in requests"), "{run}");
    assert!(run.stdout.contains("all changes since then ask for 0.2.0: `--bump` sets it"), "{run}");
    let log = project.read("openapi/CHANGELOG.md");
    assert!(log.contains("## 0.2.0 (document "), "{log}");
    project.write("openapi/CHANGELOG.md", &format!("{log}\nA note of mine.\n"));
    project.write(
        "newer.json",
        &pets(|it| {
            required(it);
            it["paths"]["/pets"]["post"]["summary"] = json!("Adds a pet.");
        }),
    );
    let run = project.run(&["codegen", "--spec", "newer.json", "--bump"]);
    assert_eq!(run.code, 0, "{run}");
    let log = project.read("openapi/CHANGELOG.md");
    assert!(log.contains("A note of mine.") && log.matches("<!-- codegen ").count() == 2, "{log}");
    assert!(project.read("openapi/codegen.toml").contains("version = \"0.2.0\""));
    assert!(project.read("petshop/Cargo.toml").contains("version = \"0.2.0\""));
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 0, "{run}");
    let run = project.run(&["codegen", "--offline", "--bump"]);
    assert_eq!(run.code, 2, "{run}");
}

/// Callers give two texts without their names: a document that lists them the other way round must
/// not exchange them.
#[test]
fn arguments_do_not_change_places() {
    let listed = |names: [&'static str; 2]| {
        move |document: &mut Value| {
            let pet = &mut document["components"]["schemas"]["Pet"];
            let text = json!({ "type": "string" });
            pet["properties"] =
                names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
            pet["required"] = json!(names);
        }
    };
    let project = Project::new("arguments");
    project.write("old.json", &pets(listed(["name", "kind"])));
    assert_eq!(project.run(&["codegen", "--spec", "old.json"]).code, 0);
    let before = project.read("petshop/src/types/pet.rs");
    assert!(before.contains("new(name: impl Into<String>, kind: impl Into<String>)"), "{before}");
    assert!(!project.exists("openapi/names.lock"));

    project.write("new.json", &pets(listed(["kind", "name"])));
    let run = project.run(&["codegen", "--spec", "new.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(project.read("petshop/src/types/pet.rs"), before, "{run}");
    let lock = project.read("openapi/names.lock");
    assert!(lock.contains("\"Pet arguments\" = \"name, kind\""), "{lock}");
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 0, "what is kept is enough for a fresh clone: {run}");
}

#[test]
fn credentials_do_not_move_without_consent() {
    let project = project("consent");
    let before = project.snapshot();
    type Edit = fn(&mut Value);
    let edits: [(&str, Edit); 4] = [
        ("evil.example", |it| it["servers"][0]["url"] = json!("https://evil.example/v1")),
        ("unencrypted", |it| it["servers"][0]["url"] = json!("http://pets.example/v1")),
        ("the key `k` in the query", |it| {
            it["components"]["securitySchemes"]["bearer"] =
                json!({ "type": "apiKey", "in": "query", "name": "k" });
        }),
        ("ask for nothing", |it| it["security"] = json!([])),
    ];
    for (word, edit) in edits {
        project.write("../consent.json", &pets(edit));
        let run = project.run(&["codegen", "--spec", "../consent.json"]);
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains(word) && run.stderr.contains("--accept-origin"), "{run}");
        assert_eq!(project.snapshot(), before, "{word}");
    }
    let run = project.run(&["codegen", "--spec", "../consent.json", "--accept-origin"]);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn diff_takes_files_and_says_when_to_fail() {
    let project = Project::new("diff");
    project.write("old.json", &pets(|_| {}));
    project.write("new.json", &pets(required));
    let run = project.run(&["diff", "old.json", "new.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("types::Pet"), "{run}");
    assert_eq!(project.run(&["diff", "old.json", "new.json", "--fail-on", "major"]).code, 1);
    assert_eq!(project.run(&["diff", "old.json", "old.json", "--fail-on", "minor"]).code, 0);
    let run = project.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let told: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&told["crate"], &told["wire"]), (&json!("major"), &json!("breaking")));
    let run = project.run(&["diff", "old.json", "new.json", "--format", "markdown"]);
    assert!(run.stdout.contains("### Breaking"), "{run}");
    let run = project.run(&["diff", "old.json", "HEAD:no/such.json"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("neither a file nor a git revision"), "{run}");
}

#[test]
fn a_name_that_was_given_stays() {
    let project = Project::new("names");
    let schema = |names: &[&str]| {
        pets(|it| {
            for name in names {
                it["components"]["schemas"][*name] = json!({ "type": "object" });
            }
        })
    };
    project.write("one.json", &schema(&["pet_food"]));
    assert_eq!(project.run(&["codegen", "--spec", "one.json"]).code, 0);
    assert!(!project.exists("openapi/names.lock"), "nothing collides");
    // `PetFood` sorts first and would take the name.
    project.write("two.json", &schema(&["PetFood", "pet_food"]));
    let run = project.run(&["codegen", "--spec", "two.json"]);
    assert_eq!(run.code, 0, "{run}");
    let lock = project.read("openapi/names.lock");
    assert!(lock.contains("\"pet_food\" = \"PetFood\"\n"), "{lock}");
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);
}

const OVERLAY: &str = "overlay: 1.0.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.components.schemas.Pet.properties.name
    update: { format: date-time }
";

fn with_options(project: &Project, options: &str) {
    let text = project.read("openapi/codegen.toml");
    let text = text.replace("[package]", "overlay = \"overlay.yaml\"\n[package]");
    project.write("openapi/codegen.toml", &format!("{text}{options}"));
}

#[test]
fn an_overlay_corrects_the_document_and_types_follow() {
    let project = project("overlay");
    project.write("openapi/overlay.yaml", OVERLAY);
    with_options(&project, "[types]\ndate-time = \"jiff\"\n");
    let run = project.run(&["codegen", "--offline", "--effective", "effective.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(project.read("effective.json").contains("\"format\": \"date-time\""));
    assert!(project.read("petshop/src/types/pet.rs").contains("pub name: ::jiff::Timestamp,"));
    assert!(project.read("petshop/Cargo.toml").contains("jiff = { version = \"0.2\""));
    assert!(!project.read("openapi/openapi.json").contains("date-time"), "kept as it came");
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);
}

#[test]
fn an_overlay_that_matches_nothing_says_where() {
    let project = project("overlay-stale");
    let before = project.snapshot();
    project.write("openapi/overlay.yaml", &OVERLAY.replace("Pet.", "Cat."));
    with_options(&project, "");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 2, "{run}");
    for word in ["overlay.yaml", "action 1", "$.components.schemas.Cat.", "matches nothing"] {
        assert!(run.stderr.contains(word), "{word}: {run}");
    }
    assert_eq!(project.read("petshop/src/types/pet.rs").as_bytes(), {
        let path = before.keys().find(|path| path.ends_with("petshop/src/types/pet.rs"));
        before[path.expect("the file")].as_slice()
    });
}

#[test]
fn operations_are_left_out_with_their_types() {
    let project = project("operations");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    let text = project.read("openapi/codegen.toml");
    let with = |table: &str| project.write("openapi/codegen.toml", &format!("{text}{table}"));
    with("[operations]\nexclude = [{ id = \"createPet\" }]\n");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(!project.exists("petshop/src/types/pet.rs"), "nothing needs it");
    with("[operations]\ninclude = [{ tag = \"Cats\" }]\n");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("no operation of the document has the tag `Cats`"), "{run}");
}

/// A git repository in a project's folder, with its options as the first commit.
fn committed(project: &Project) {
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let run = std::process::Command::new("git")
            .args(who)
            .args(arguments)
            .current_dir(project.folder())
            .output()
            .expect("git");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "openapi"]);
    git(&["commit", "--quiet", "--message", "The first version"]);
}

/// Another choice of types changes the crate though the document is the same.
#[test]
fn a_change_of_the_options_is_told() {
    let project = project("options");
    committed(&project);
    let text = project.read("openapi/codegen.toml");
    let renamed = "[rename]\n\"#/components/schemas/Pet\" = \"Animal\"\n";
    project.write("openapi/codegen.toml", &format!("{text}{renamed}"));
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("codegen.toml as committed → as it is now"), "{run}");
    assert!(run.stdout.contains("crate: major"), "{run}");
    assert!(run.stdout.contains("Animal"), "{run}");
    assert!(!project.exists("openapi/CHANGELOG.md"), "the API did not change");
    let run = project.run(&["codegen", "--offline"]);
    assert!(!run.stdout.contains("as committed"), "nothing is written: {run}");
}

/// So does another correction of the document, where nothing else changes.
#[test]
fn a_change_of_the_overlay_is_told() {
    let project = project("overlay-changed");
    project.write("openapi/overlay.yaml", OVERLAY);
    with_options(&project, "[types]\ndate-time = \"jiff\"\n");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    committed(&project);
    project.write("openapi/overlay.yaml", &OVERLAY.replace("date-time", "date"));
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("overlay.yaml as committed → as it is now"), "{run}");
    assert!(run.stdout.contains("crate: major"), "{run}");
    assert!(run.stdout.contains("Timestamp"), "{run}");
}

/// Where nobody can be asked, `review` shows what there is and says how to accept it.
#[test]
fn a_review_without_a_terminal_asks_nothing() {
    const SNAPSHOT: &str = "tests/snapshots/surface.snap";
    let project = project("review");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(!project.exists(SNAPSHOT));
    committed(&project);
    let run = project.run(&["review", "--accept"]);
    assert_eq!(run.code, 0, "{run}");
    let reviewed = project.read(SNAPSHOT);
    project.write("new.json", &pets(required));
    let run = project.run(&["codegen", "--spec", "new.json"]);
    assert_eq!(run.code, 0, "{run}");
    let run = project.run(&["review"]);
    assert_eq!(run.code, 1, "{run}");
    let places = ["crate: major", "+    pub age: i64", "to accept: `cargo xtask review --accept`"];
    let found = places.map(|text| run.stdout.find(text).unwrap_or_else(|| panic!("{text}: {run}")));
    assert!(found.is_sorted(), "the summary, the difference, then how to accept: {run}");
    assert_eq!(project.read(SNAPSHOT), reviewed, "nothing is accepted");
    let run = project.run(&["review", "--accept"]);
    assert!(run.code == 0 && run.stdout.contains("accepted: "), "{run}");
    assert!(project.read(SNAPSHOT).contains("pub age: i64"));
    let run = project.run(&["review"]);
    assert!(run.code == 0 && run.stdout.contains("as it was reviewed"), "{run}");
}
