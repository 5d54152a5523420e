//! Names stay: over the history of a real document, and over random edits of our own.

mod answers;
mod edits;

use edits::{Dice, edit};
use generator::diag::Diagnostics;
use generator::document::Document;
use generator::ir::Api;
use generator::plan::{Names, Plan, PlanOptions, kept_names, plan};
use generator::source::Source;
use generator::{Config, generate, lower, passes};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Kept = BTreeMap<String, String>;

fn api(text: &str) -> Api {
    let source = Source::from_bytes("openapi.json", text.as_bytes().to_vec());
    let mut diagnostics = Diagnostics::default();
    let document = Document::read(&source, &mut diagnostics).expect("OpenAPI");
    let mut api = lower::lower(&document, &mut diagnostics);
    passes::run(&mut api, &mut diagnostics);
    api
}

fn options(remembered: &Kept) -> PlanOptions {
    PlanOptions { remembered: remembered.clone().into_iter().collect(), ..PlanOptions::default() }
}

fn planned(api: &Api, remembered: &Kept) -> Plan {
    plan(api, &options(remembered)).0
}

/// A run as the command makes it: all names of the recorded document are remembered, and those
/// that are needed for it are kept for the next run.
fn run(api: &Api, before: &Names, kept: &Kept) -> (Plan, Kept) {
    let mut remembered = kept.clone();
    remembered.extend(before.to_remember().map(|(what, name)| (what.clone(), name.clone())));
    let made = planned(api, &remembered);
    let kept = kept_names(api, &made, &options(&remembered));
    (made, kept)
}

fn history() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a folder above");
    let folder = root.join("shared/sendmux/history");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("skipped: there is no {}\n", folder.display()),
        ));
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn names_stay_over_the_history_and_back() {
    let texts: Vec<String> =
        history().iter().map(|path| std::fs::read_to_string(path).expect("text")).collect();
    let apis: Vec<Api> = texts.iter().map(|text| api(text)).collect();
    let way: Vec<usize> = (0..apis.len()).chain((0..apis.len()).rev().skip(1)).collect();
    let (mut names, mut kept) = (Names::default(), Kept::new());
    let mut seen: BTreeMap<usize, String> = BTreeMap::new();
    for at in way {
        let (made, now) = run(&apis[at], &names, &kept);
        assert_eq!(names.moved(&made.names), [""; 0], "version {at}");
        assert_eq!(made.names.moved(&planned(&apis[at], &now).names), [""; 0], "version {at}");
        // The plan decides every byte.
        let text = format!("{:?}", Plan { names: Names::default(), ..made.clone() });
        assert!(seen.entry(at).or_insert_with(|| text.clone()) == &text, "version {at}");
        (names, kept) = (made.names, now);
    }
}

#[test]
fn the_same_names_give_the_same_bytes() {
    let files = history();
    for path in [files.first(), files.last()].into_iter().flatten() {
        let source = Source::from_path(path).expect("a file");
        let first = generate(&source, &Config::default()).0.expect("OpenAPI");
        let names = &first.compiled.plan.names;
        let plan = options(
            &names.to_remember().map(|(what, name)| (what.clone(), name.clone())).collect(),
        );
        let again = generate(&source, &Config { plan, ..Config::default() }).0.expect("OpenAPI");
        let bytes = |output: &generator::Output| -> Vec<(String, Vec<u8>)> {
            let files = output.tree.iter();
            files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
        };
        assert!(bytes(&first) == bytes(&again), "{}", path.display());
    }
}

/// One more property is one more field and one more row, in the file of its schema alone.
#[test]
fn a_property_more_touches_one_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let made = |document: &Value| -> BTreeMap<String, String> {
        let source = Source::from_bytes("openapi.json", document.to_string().into_bytes());
        let output = generate(&source, &Config::default()).0.expect("OpenAPI");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        output.tree.iter().map(|(path, bytes)| (path.to_owned(), text(bytes))).collect()
    };
    let before = made(&document);
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let with_properties = schemas.iter().filter(|(_, schema)| schema["properties"].is_object());
    for (name, _) in with_properties.step_by(40) {
        let mut edited = document.clone();
        edited["components"]["schemas"][name]["properties"]["zz_more"] = json!({"type": "string"});
        let after = made(&edited);
        assert!(before.keys().eq(after.keys()), "{name}");
        let other: Vec<&String> = before.keys().filter(|it| before[*it] != after[*it]).collect();
        let [file] = other.as_slice() else { panic!("{name}: {other:?}") };
        let mut old = before[*file].lines();
        let new: Vec<&str> =
            after[*file].lines().filter(|line| !line.contains("zz_more")).collect();
        assert!(new.iter().all(|line| old.any(|it| it == *line)), "{name}: other lines differ");
    }
}

/// A thousand edits, forty between two runs.
#[test]
fn names_stay_over_random_edits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    let mut dice = Dice::new(0x5EED);
    let mut names = planned(&api(&text), &Kept::new()).names;
    let mut kept = Kept::new();
    let mut saved = 0;
    for step in 0..25 {
        (0..40).for_each(|_| edit(&mut document, &mut dice));
        let api = api(&document.to_string());
        let (made, now) = run(&api, &names, &kept);
        assert_eq!(names.moved(&made.names), [""; 0], "step {step}");
        assert_eq!(made.names.moved(&planned(&api, &now).names), [""; 0], "step {step}");
        saved += names.moved(&planned(&api, &Kept::new()).names).len();
        (names, kept) = (made.names, now);
    }
    assert!(saved > 0, "no edit would have changed a name: the test shows nothing");
}

/// What is no type, field, value or operation of the document is kept, too: modules, features, enums
/// by status, methods of other representations, parts, the field for all other properties.
#[test]
fn names_beside_those_of_the_document_stay() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    let mut dice = Dice::new(0xA115);
    let mut names = planned(&api(&text), &Kept::new()).names;
    let mut kept = Kept::new();
    let mut saved = BTreeMap::new();
    for step in 0..12 {
        (0..30).for_each(|_| answers::edit(&mut document, &mut dice));
        (0..4).for_each(|_| edit(&mut document, &mut dice));
        let api = api(&document.to_string());
        let (made, now) = run(&api, &names, &kept);
        assert_eq!(names.moved(&made.names), [""; 0], "step {step}");
        assert_eq!(made.names.moved(&planned(&api, &now).names), [""; 0], "step {step}");
        for what in names.moved(&planned(&api, &Kept::new()).names) {
            let kind = KINDS.iter().find(|kind| what.contains(*kind)).unwrap_or(&"of the document");
            *saved.entry(*kind).or_insert(0) += 1;
        }
        (names, kept) = (made.names, now);
    }
    assert!(saved.len() > 2, "too few kinds of names would have changed: {saved:?}");
    for kind in KINDS {
        assert!(names.all.keys().any(|key| key.contains(kind)), "there is no{kind}");
    }
}

/// How the keys of names beside those of the document end, or what is in them.
const KINDS: &[&str] =
    &[" module", " feature", " by status", " as text/plain", " part note", " rest", " struct"];

/// A tag that is called as a feature which every crate has, or as what a crate depends on, gets a
/// feature of its own. The features are those of the manifest, so that a new one is noticed.
#[test]
fn no_feature_of_a_tag_is_one_that_every_crate_has() {
    let manifest = |tags: &[String]| -> toml::Table {
        let paths: serde_json::Map<_, _> = tags
            .iter()
            .map(|tag| {
                let get = json!({"tags": [tag], "responses": {"204": {"description": ""}}});
                (format!("/{tag}"), json!({"get": get}))
            })
            .collect();
        let document =
            json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths});
        let source = Source::from_bytes("openapi.json", document.to_string().into_bytes());
        let (output, _) = generate(&source, &Config::default());
        let tree = output.expect("a crate").tree;
        let (_, text) = tree.iter().find(|(path, _)| *path == "Cargo.toml").expect("a manifest");
        let text = std::str::from_utf8(text).expect("text");
        text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    let keys = |table: &toml::Table, section: &str| -> Vec<String> {
        table[section].as_table().expect("a table").keys().cloned().collect()
    };
    let plain = manifest(&["one".to_owned(), "two".to_owned()]);
    let (features, needs) = (keys(&plain, "features"), keys(&plain, "dependencies"));
    let tags: BTreeSet<String> = features.iter().chain(&needs).cloned().collect();
    let table = manifest(&Vec::from_iter(tags.clone()));
    assert_eq!(table["features"]["default"].as_array().expect("a list").len(), tags.len());
    for own in features.iter().filter(|name| !["default", "one", "two"].contains(&&***name)) {
        assert_eq!(table["features"][own], plain["features"][own], "{own}");
    }
}

/// A document whose functions take several arguments of the same type: a constructor, a method and
/// the parts of a form.
fn arguments(properties: &[&str], parameters: &[&str], parts: &[&str]) -> Api {
    let text = json!({ "type": "string" });
    let object = |names: &[&str]| -> Value {
        let properties: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
        json!({ "type": "object", "required": names, "properties": properties })
    };
    let body = |media: &str, names: &[&str]| json!({ "required": true, "content": { media: { "schema": object(names) } } });
    let parameter =
        |name: &&str| json!({ "name": name, "in": "query", "required": true, "schema": text });
    let parameters: Vec<Value> = parameters.iter().map(parameter).collect();
    let responses = json!({ "204": { "description": "Done" } });
    let put = json!({
        "parameters": parameters, "responses": responses,
        "requestBody": body("application/json", properties),
    });
    let post = json!({ "responses": responses, "requestBody": body("multipart/form-data", parts) });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
        "paths": { "/pets": { "put": put, "post": post } },
    });
    api(&document.to_string())
}

/// Callers name no arguments: what the document reorders stays in its place, and what is new gets
/// the place that the document gives it.
#[test]
fn arguments_stay_in_their_places() {
    let orders = |names: &Names| -> Vec<String> { names.orders.values().cloned().collect() };
    let first = arguments(&["name", "kind"], &["from", "to"], &["front", "back"]);
    let (made, kept) = run(&first, &Names::default(), &Kept::new());
    assert_eq!(orders(&made.names), ["name, kind", "from, to", "front, back"]);
    assert_eq!(kept, Kept::new(), "the document says it all");

    let moved = arguments(&["kind", "name"], &["to", "from"], &["back", "front"]);
    assert_eq!(made.names.moved(&planned(&moved, &Kept::new()).names).len(), 3);
    let (again, kept) = run(&moved, &made.names, &kept);
    assert_eq!(orders(&again.names), orders(&made.names));
    assert_eq!(kept.values().collect::<Vec<_>>(), ["front, back", "from, to", "name, kind"]);
    assert_eq!(planned(&moved, &kept).names, again.names, "what is kept is enough");

    let more =
        arguments(&["kind", "tag", "name"], &["at", "to", "from"], &["back", "top", "front"]);
    let (third, _) = run(&more, &again.names, &kept);
    assert_eq!(orders(&third.names), ["name, tag, kind", "at, from, to", "front, top, back"]);
    let (back, kept) = run(&first, &third.names, &kept);
    assert_eq!(format!("{back:?}"), format!("{made:?}"), "every decision is as it was");
    assert_eq!(kept, Kept::new(), "nothing is left to keep");
}
