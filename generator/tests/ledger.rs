//! The ledger: every operation, parameter, property, enum value, status and media type of a
//! document is in the output or in a diagnostic. Over our own fixtures always; over real documents
//! where there are some beside the repository.

use generator::build::{Manifest, build, manifest};
use generator::diag::{Diagnostic, Diagnostics, Severity};
use generator::document::Document;
use generator::ir::{Api, Dispatch, EnumValues, Shape, TypeRoot};
use generator::plan::{Note, PlanOptions};
use generator::source::Source;
use generator::{lower, passes};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What the runtime knows of an event of `text/event-stream`.
const EVENT: [&str; 4] = ["event", "data", "id", "retry"];

/// What came out of a document.
struct Ledger<'d> {
    root: &'d Value,
    manifest: Manifest,
    /// Names of fields and values, by the pointer of the type that has them.
    fields: BTreeMap<String, BTreeSet<String>>,
    /// The pointers of diagnostics; an error rejects all that lies within.
    reported: BTreeSet<String>,
    rejected: BTreeSet<String>,
    /// Which named schemas and operations refer to which.
    users: BTreeMap<String, BTreeSet<String>>,
    counts: BTreeMap<&'static str, usize>,
    lost: Vec<String>,
}

impl<'d> Ledger<'d> {
    fn new(root: &'d Value, api: &Api, manifest: Manifest, diagnostics: &Diagnostics) -> Self {
        let at = |one: &Diagnostic| Some(one.at.as_ref()?.path().to_owned());
        let reported = diagnostics.iter().filter_map(at);
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let rejected = errors.filter_map(at).collect();
        let mut ledger = Self {
            root,
            manifest,
            fields: BTreeMap::new(),
            reported: reported.collect(),
            rejected,
            users: BTreeMap::new(),
            counts: BTreeMap::new(),
            lost: Vec::new(),
        };
        ledger.note_types(api);
        ledger.note_users();
        ledger
    }

    fn note_types(&mut self, api: &Api) {
        for (_, definition) in api.types.iter() {
            let mut names = BTreeSet::new();
            match &definition.shape {
                Shape::Struct(shape) => {
                    for field in &shape.fields {
                        names.insert(field.wire.clone());
                        names.extend(field.constant.as_deref().map(shown));
                    }
                }
                Shape::Enum(shape) => match &shape.values {
                    EnumValues::Text(values) => {
                        names.extend(values.iter().map(|value| format!("={}", value.wire)));
                    }
                    EnumValues::Integer(values) => {
                        names.extend(values.iter().map(|value| format!("={}", value.wire)));
                    }
                },
                Shape::Union(union) => match &union.dispatch {
                    Dispatch::Tag(tag) => {
                        names.extend(tag.cases.iter().map(|(text, _)| format!("={text}")));
                        names.insert(tag.property.clone());
                    }
                    Dispatch::Guards(guards) => {
                        let values = guards.iter().flat_map(|guard| &guard.constants);
                        names.extend(values.flat_map(|(_, values)| values).map(shown));
                    }
                },
                Shape::Alias(_) | Shape::Newtype(_) => {}
            }
            // Branches are named from the union that combines them.
            if let TypeRoot::Component(name) = &definition.path.root {
                let place = format!("/components/schemas/{}", escaped(name));
                self.fields.entry(place).or_default().extend(names.iter().cloned());
            }
            self.fields.entry(owner(definition.origin.path())).or_default().extend(names);
        }
        for operation in &api.operations {
            let names = self.fields.entry(owner(operation.origin.path())).or_default();
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            for content in bodies.chain(operation.responses.iter().flat_map(|it| &it.contents)) {
                if let generator::ir::Format::Multipart(parts) = &content.format {
                    names.extend(parts.iter().map(|part| part.wire.clone()));
                }
            }
        }
    }

    fn note_users(&mut self) {
        for (pointer, value) in starts(self.root) {
            let mut targets = BTreeSet::new();
            references(value, &mut targets);
            for target in targets {
                self.users.entry(owner(&target)).or_default().insert(pointer.clone());
            }
        }
    }

    /// Whether the type of a place, or one that is made of it, has this name.
    fn has(&self, pointer: &str, name: &str) -> bool {
        let mut waiting = vec![owner(pointer)];
        let mut seen = BTreeSet::new();
        while let Some(place) = waiting.pop() {
            if self.fields.get(&place).is_some_and(|names| names.contains(name)) {
                return true;
            }
            if seen.insert(place.clone()) {
                waiting.extend(self.users.get(&place).into_iter().flatten().cloned());
            }
        }
        false
    }

    /// Whether a diagnostic names the place, or an error rejects what it lies in.
    fn is_reported(&self, pointer: &str) -> bool {
        let mut ends = pointer.match_indices('/').map(|(end, _)| end).skip(2);
        self.reported.contains(pointer) || ends.any(|end| self.rejected.contains(&pointer[..end]))
    }

    fn check(&mut self, kind: &'static str, good: bool, pointer: &str, name: &str) {
        *self.counts.entry(kind).or_default() += 1;
        if !good && !self.is_reported(pointer) {
            self.lost.push(format!("{kind} {name} at {pointer}"));
        }
    }

    fn resolve(&self, value: &'d Value, pointer: String) -> (&'d Value, String) {
        let (mut value, mut pointer) = (value, pointer);
        for _ in 0..16 {
            let Some(to) = value.get("$ref").and_then(Value::as_str) else { break };
            let Some(target) = to.strip_prefix('#') else { break };
            let decoded = target.replace("%7B", "{").replace("%7D", "}").replace("%24", "$");
            let Some(found) = self.root.pointer(&decoded) else { break };
            (value, pointer) = (found, decoded);
        }
        (value, pointer)
    }

    fn operations(&mut self) {
        let paths = self.root["paths"].as_object().into_iter().flatten();
        let paths: Vec<_> = paths.filter(|(path, _)| !path.starts_with("x-")).collect();
        for (path, item) in paths {
            let (item, at) = self.resolve(item, format!("/paths/{}", escaped(path)));
            for method in METHODS {
                let Some(operation) = item.get(method).filter(|it| it.is_object()) else {
                    continue;
                };
                self.operation(path, method, item, operation, &at);
            }
        }
    }

    fn operation(&mut self, path: &str, method: &str, item: &'d Value, own: &'d Value, at: &str) {
        let pointer = format!("{at}/{method}");
        let wanted = method.to_uppercase();
        let found = self.manifest.operations.iter();
        let mut found = found.filter(|it| it.method == wanted && it.path == path);
        let found = found.next().cloned();
        self.check("operation", found.is_some(), &pointer, path);
        let Some(found) = found else { return };
        for (list, at) in [(own, &pointer), (item, &at.to_owned())] {
            let list = list["parameters"].as_array().into_iter().flatten();
            for (index, parameter) in list.enumerate() {
                let (parameter, place) =
                    self.resolve(parameter, format!("{at}/parameters/{index}"));
                let name = parameter["name"].as_str().unwrap_or_default();
                let good = found.parameters.iter().any(|it| {
                    (it.wire == name || it.place == "header" && it.wire.eq_ignore_ascii_case(name))
                        && parameter["in"] == it.place
                });
                let good = good || self.is_reported(&format!("{at}/parameters/{index}"));
                self.check("parameter", good, &place, name);
            }
        }
        self.body(&found.bodies, own, &pointer);
        for (status, response) in own["responses"].as_object().into_iter().flatten() {
            if status.starts_with("x-") {
                continue;
            }
            let place = format!("{pointer}/responses/{status}");
            let entry = found.responses.iter().find(|it| it.status.eq_ignore_ascii_case(status));
            self.check("status", entry.is_some(), &place, status);
            let (response, place) = self.resolve(response, place);
            for (media_type, _) in response["content"].as_object().into_iter().flatten() {
                let good = entry.is_some_and(|it| it.media_types.contains(media_type));
                let place = format!("{place}/content/{}", escaped(media_type));
                self.check("media type", good, &place, media_type);
            }
        }
    }

    fn body(&mut self, bodies: &[generator::build::BodyEntry], own: &'d Value, pointer: &str) {
        if own["requestBody"].is_null() {
            return;
        }
        let (body, place) = self.resolve(&own["requestBody"], format!("{pointer}/requestBody"));
        for (media_type, _) in body["content"].as_object().into_iter().flatten() {
            let good = bodies.iter().any(|it| {
                let kind = |text: &str| text.split(';').next().unwrap_or_default().to_lowercase();
                kind(&it.media_type) == kind(media_type)
            });
            let place = format!("{place}/content/{}", escaped(media_type));
            self.check("media type", good, &place, media_type);
        }
    }

    fn schemas(&mut self) {
        for (pointer, value) in starts(self.root) {
            match pointer.starts_with("/components/schemas/") {
                true => self.schema(value, &pointer),
                false => self.contents(value, &pointer),
            }
        }
    }

    /// Schemas in bodies and responses that are written in place.
    fn contents(&mut self, value: &'d Value, pointer: &str) {
        match value {
            Value::Object(entries) => {
                for (key, inner) in entries {
                    let place = format!("{pointer}/{}", escaped(key));
                    match key.as_str() {
                        "schema" | "itemSchema" => self.schema(inner, &place),
                        "example" | "examples" => {}
                        _ => self.contents(inner, &place),
                    }
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    self.contents(inner, &format!("{pointer}/{index}"));
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, schema: &'d Value, pointer: &str) {
        let Some(keywords) = schema.as_object() else { return };
        for (name, property) in
            keywords.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            let place = format!("{pointer}/properties/{}", escaped(name));
            let event = EVENT.contains(&name.as_str()) && pointer.ends_with("/itemSchema");
            let good = event || self.has(pointer, name);
            self.check("property", good, &place, name);
            self.schema(property, &place);
        }
        let listed = keywords.get("enum").and_then(Value::as_array).into_iter().flatten();
        let texts = listed.filter(|value| value.is_string() || value.is_i64());
        for value in texts {
            // A list beside a reference: the values are those of the type that it refers to.
            let mut targets = BTreeSet::new();
            references(schema, &mut targets);
            let good = self.has(pointer, &shown(value))
                || targets.iter().any(|target| self.has(target, &shown(value)));
            self.check("enum value", good, pointer, &shown(value));
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = keywords.get(key) {
                self.schema(inner, &format!("{pointer}/{key}"));
            }
        }
        for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            for (index, inner) in
                keywords.get(key).and_then(Value::as_array).into_iter().flatten().enumerate()
            {
                self.schema(inner, &format!("{pointer}/{key}/{index}"));
            }
        }
    }
}

/// A value of an enumeration, apart from names of fields.
fn shown(value: &Value) -> String {
    format!("={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Named schemas, operations and webhooks.
fn starts(root: &Value) -> Vec<(String, &Value)> {
    let schemas = root["components"]["schemas"].as_object().into_iter().flatten();
    let mut starts: Vec<(String, &Value)> = schemas
        .map(|(name, value)| (format!("/components/schemas/{}", escaped(name)), value))
        .collect();
    for part in ["paths", "webhooks"] {
        for (path, item) in root[part].as_object().into_iter().flatten() {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    starts.push((format!("/{part}/{}/{method}", escaped(path)), operation));
                }
            }
        }
    }
    starts
}

/// The named thing that a place lies in: its first three keys.
fn owner(pointer: &str) -> String {
    let end = pointer.match_indices('/').nth(3).map_or(pointer.len(), |(end, _)| end);
    pointer[..end].to_owned()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            if let Some(to) = value.get("$ref").and_then(Value::as_str) {
                found.extend(to.strip_prefix('#').map(str::to_owned));
            }
            entries.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn assert_nothing_is_lost(path: &Path) {
    let source = Source::from_path(path).expect("the file can be read");
    let mut diagnostics = source.diagnostics().clone();
    let Some(document) = Document::read(&source, &mut diagnostics) else { return };
    let mut api = lower::lower(&document, &mut diagnostics);
    passes::run(&mut api, &mut diagnostics);
    let built = build(&api, &PlanOptions::default());
    let noted = built.notes.iter().filter_map(|note| match note {
        Note::SameRepresentation { key, .. } => Some(key.clone()),
        _ => None,
    });
    let root = source.entry().expect("a document").value;
    let mut ledger = Ledger::new(root, &api, manifest(&api, &built.plan), &diagnostics);
    ledger.reported.extend(noted);
    ledger.operations();
    ledger.schemas();
    let Ledger { counts, lost, .. } = ledger;
    println!("{}: {counts:?}, {} lost", path.display(), lost.len());
    let first: Vec<&String> = lost.iter().take(40).collect();
    assert!(lost.is_empty(), "{}: {} are lost: {first:#?}", path.display(), lost.len());
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "json" || it == "yaml"));
    paths.sort();
    paths
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn nothing_of_our_own_fixtures_is_lost() {
    let paths = documents(&repository().join("tests/fixtures"));
    assert!(!paths.is_empty());
    paths.iter().for_each(|path| assert_nothing_is_lost(path));
    assert_nothing_is_lost(&repository().join("openapi/openapi.json"));
}

#[test]
fn nothing_of_real_documents_is_lost() {
    let shared = repository().join("../shared");
    let shared = std::env::var_os("OPENAPI_CORPUS").map_or(shared, PathBuf::from);
    let paths = documents(&shared.join("specs"));
    if paths.is_empty() {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("SKIPPED: there are no documents in {}\n", shared.display()),
        ));
    }
    let mut failed = Vec::new();
    for path in paths {
        let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
        if cfg!(debug_assertions) && size > 50_000_000 {
            // Past the capture of the test runner, so that it is seen.
            drop(std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("SKIPPED: {} takes long without optimisation\n", path.display()),
            ));
            continue;
        }
        let outcome = std::panic::catch_unwind(|| assert_nothing_is_lost(&path));
        failed.extend(outcome.is_err().then(|| path.display().to_string()));
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
