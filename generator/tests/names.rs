//! Names stay: over the history of a real document, and over random edits of our own.

use generator::diag::Diagnostics;
use generator::document::Document;
use generator::ir::Api;
use generator::plan::{Names, Plan, PlanOptions, kept_names, plan};
use generator::source::Source;
use generator::{Config, generate, lower, passes};
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    remembered.extend(before.all.clone());
    let made = planned(api, &remembered);
    let kept = kept_names(api, &made, &options(&remembered));
    (made, kept)
}

/// What is in both and has another name.
fn renamed(old: &Names, new: &Names) -> Vec<String> {
    let both = old.all.iter().filter_map(|(what, name)| Some((what, name, new.all.get(what)?)));
    let other = both.filter(|(_, old, new)| old != new);
    other.map(|(what, old, new)| format!("{what}: {old} became {new}")).collect()
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
        assert_eq!(renamed(&names, &made.names), [""; 0], "version {at}");
        assert_eq!(renamed(&made.names, &planned(&apis[at], &now).names), [""; 0], "version {at}");
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
        let plan = options(&first.compiled.plan.names.all);
        let again = generate(&source, &Config { plan, ..Config::default() }).0.expect("OpenAPI");
        let bytes = |output: &generator::Output| -> Vec<(String, Vec<u8>)> {
            let files = output.tree.iter();
            files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
        };
        assert!(bytes(&first) == bytes(&again), "{}", path.display());
    }
}

/// A generator of numbers that is the same everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }

    fn key(&mut self, object: &Value) -> Option<String> {
        let keys: Vec<&String> = object.as_object()?.keys().collect();
        keys.get(self.roll(keys.len())).map(|key| (*key).clone())
    }
}

/// Moves a key of an object to another place.
fn moved(object: &mut Value, dice: &mut Dice) {
    let key = dice.key(object);
    if let (Some(key), Some(map)) = (key, object.as_object_mut()) {
        let value = map.shift_remove(&key).expect("the key is there");
        let place = dice.roll(map.len() + 1);
        map.shift_insert(place, key, value);
    }
}

/// A schema's properties, where it has some.
fn properties<'a>(document: &'a mut Value, dice: &mut Dice) -> Option<&'a mut Value> {
    let schemas = document.pointer_mut("/components/schemas")?;
    let key = dice.key(schemas)?;
    schemas[&key].get_mut("properties")
}

/// One of the operations.
fn operation<'a>(document: &'a mut Value, dice: &mut Dice) -> Option<&'a mut Value> {
    let paths = &mut document["paths"];
    let path = dice.key(paths)?;
    let method = dice.key(&paths[&path])?;
    paths[&path].get_mut(&method).filter(|it| it.get("responses").is_some())
}

/// Names that others have or nearly have, so that they collide.
fn near(name: &str, dice: &mut Dice) -> String {
    match dice.roll(5) {
        0 => name.to_uppercase(),
        1 => format!("{name}_"),
        2 => format!("{name}Data"),
        3 => format!("{name}Response"),
        _ => format!("{name}Item"),
    }
}

fn edit(document: &mut Value, dice: &mut Dice) {
    match dice.roll(10) {
        0 => moved(&mut document["components"]["schemas"], dice),
        1 => moved(&mut document["paths"], dice),
        2 => _ = properties(document, dice).map(|it| moved(it, dice)),
        3 => {
            if let Some(list) =
                operation(document, dice).and_then(|it| it["parameters"].as_array_mut())
            {
                list.reverse();
            }
        }
        4 => {
            let schemas = &mut document["components"]["schemas"];
            if let Some(key) = dice.key(schemas) {
                let (name, copy) = (near(&key, dice), schemas[&key].clone());
                let map = schemas.as_object_mut().expect("schemas");
                if !map.contains_key(&name) {
                    map.shift_insert(dice.roll(map.len()), name, copy);
                }
            }
        }
        5 => {
            if let Some(properties) = properties(document, dice)
                && let Some(key) = dice.key(properties)
            {
                let name = near(&key, dice);
                let map = properties.as_object_mut().expect("properties");
                if !map.contains_key(&name) {
                    map.shift_insert(0, name, json!({"type": "string", "enum": ["a", "A", "b"]}));
                }
            }
        }
        6 => {
            if let Some(properties) = properties(document, dice)
                && let Some(key) = dice.key(properties)
            {
                properties.as_object_mut().expect("properties").shift_remove(&key);
            }
        }
        7 => {
            let key = dice.key(&document["paths"]).unwrap_or_default();
            let paths = document["paths"].as_object_mut().expect("paths");
            if paths.len() > 40 {
                paths.shift_remove(&key);
            }
        }
        8 => {
            if let Some(mut copy) = operation(document, dice).map(|it| it.clone()) {
                let id = copy["operationId"].as_str().unwrap_or("get").to_owned();
                copy["operationId"] = json!(near(&id, dice));
                copy["parameters"] = json!([]);
                let path = format!("/random/{}", dice.roll(1_000_000));
                let paths = document["paths"].as_object_mut().expect("paths");
                paths.shift_insert(0, path, json!({ "get": copy }));
            }
        }
        _ => {
            if let Some(properties) = properties(document, dice)
                && let Some(key) = dice.key(properties)
            {
                properties[&key] =
                    json!({"type": "object", "properties": {"x": {"type": "integer"}}});
            }
        }
    }
}

/// A thousand edits, forty between two runs.
#[test]
fn names_stay_over_random_edits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    let mut dice = Dice(0x5EED);
    let mut names = planned(&api(&text), &Kept::new()).names;
    let mut kept = Kept::new();
    let mut saved = 0;
    for step in 0..25 {
        (0..40).for_each(|_| edit(&mut document, &mut dice));
        let api = api(&document.to_string());
        let (made, now) = run(&api, &names, &kept);
        assert_eq!(renamed(&names, &made.names), [""; 0], "step {step}");
        assert_eq!(renamed(&made.names, &planned(&api, &now).names), [""; 0], "step {step}");
        saved += renamed(&names, &planned(&api, &Kept::new()).names).len();
        (names, kept) = (made.names, now);
    }
    assert!(saved > 0, "no edit would have changed a name: the test shows nothing");
}
