//! The ledger: every operation, parameter, property, enum value, status and media type of a
//! document is in the output or in a diagnostic. Over our own fixtures always; over real documents
//! where there are some beside the repository.

use generator::build::{Manifest, build, manifest};
use generator::diag::{Code, Diagnostic, Diagnostics, Severity, code};
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

/// How far places that a recursive schema describes are followed.
const MOST_TOKENS: usize = 24;
const MOST_PLACES: usize = 2_000;

/// What the runtime knows of an event of `text/event-stream`.
const EVENT: [&str; 4] = ["event", "data", "id", "retry"];

/// What came out of a document.
struct Ledger<'d> {
    root: &'d Value,
    manifest: Manifest,
    /// Names of fields and values, by the place of the value that has them.
    fields: BTreeMap<String, BTreeSet<String>>,
    /// Where the fields of types come from.
    origins: BTreeSet<String>,
    /// What diagnostics say of places; an error rejects all that lies within.
    reported: BTreeMap<String, Vec<Code>>,
    /// The places of types that are the same as others, and named by them.
    noted: BTreeSet<String>,
    rejected: BTreeSet<String>,
    /// Which values are described by which others, as parts or as branches.
    users: BTreeMap<String, BTreeSet<String>>,
    counts: BTreeMap<&'static str, usize>,
    lost: Vec<String>,
}

impl<'d> Ledger<'d> {
    fn new(root: &'d Value, api: &Api, manifest: Manifest, diagnostics: &Diagnostics) -> Self {
        let at = |one: &Diagnostic| Some(one.at.as_ref()?.path().to_owned());
        let mut reported = BTreeMap::<String, Vec<Code>>::new();
        for one in diagnostics.iter() {
            reported.entry(at(one).unwrap_or_default()).or_default().push(one.code);
        }
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let rejected = errors.filter_map(at).collect();
        let mut ledger = Self {
            root,
            manifest,
            fields: BTreeMap::new(),
            origins: BTreeSet::new(),
            reported,
            noted: BTreeSet::new(),
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
                        let place = field.origin.path();
                        self.origins.insert(place.to_owned());
                        let constant = field.constant.as_deref().map(shown);
                        self.fields.entry(value_at(place)).or_default().extend(constant);
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
            self.fields.entry(value_at(definition.origin.path())).or_default().extend(names);
        }
        for operation in &api.operations {
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            for content in bodies.chain(operation.responses.iter().flat_map(|it| &it.contents)) {
                if let generator::ir::Format::Multipart(parts) = &content.format {
                    let names = parts.iter().map(|part| part.wire.clone());
                    let place = value_at(&format!("{}/schema", content.origin.path()));
                    self.fields.entry(place).or_default().extend(names);
                }
            }
        }
    }

    fn note_users(&mut self) {
        let mut places = Vec::new();
        described(self.root, "", &mut places);
        for (place, target) in places {
            self.users.entry(value_at(&target)).or_default().insert(value_at(&place));
        }
    }

    /// Whether the type of a place has this name, or the type of another place that is described by
    /// the same schema: as a whole, or because something around it is.
    fn has(&self, pointer: &str, name: &str) -> bool {
        let mut waiting = vec![value_at(pointer)];
        let mut seen = BTreeSet::new();
        while let Some(place) = waiting.pop() {
            if self.fields.get(&place).is_some_and(|names| names.contains(name)) {
                return true;
            }
            // Recursive schemas describe places without end.
            if place.matches('/').count() > MOST_TOKENS || !seen.insert(place.clone()) {
                continue;
            }
            let ends = place.match_indices('/').map(|(end, _)| end).chain([place.len()]);
            for end in ends {
                let users = self.users.get(&place[..end]).into_iter().flatten();
                waiting.extend(users.map(|user| format!("{user}{}", &place[end..])));
            }
            if seen.len() > MOST_PLACES {
                return false;
            }
        }
        false
    }

    /// Whether a diagnostic says of the place that something is not as it is written, or an error
    /// rejects what it lies in.
    fn is_reported(&self, kind: &str, pointer: &str) -> bool {
        let codes = self.reported.get(pointer).into_iter().flatten();
        let mut ends = pointer.match_indices('/').map(|(end, _)| end).skip(2);
        codes.into_iter().any(|code| excuses(*code, kind))
            || self.noted.contains(pointer)
            || ends.any(|end| self.rejected.contains(&pointer[..end]))
    }

    fn check(&mut self, kind: &'static str, good: bool, pointer: &str, name: &str) {
        *self.counts.entry(kind).or_default() += 1;
        if !good && !self.is_reported(kind, pointer) {
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
                let at = format!("{at}/parameters/{index}");
                let good = good || self.is_reported("parameter", &at);
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
            for (name, _) in response["headers"].as_object().into_iter().flatten() {
                // The media types say what this one is.
                let good = name.eq_ignore_ascii_case("content-type")
                    || entry.is_some_and(|it| has_header(it, name));
                let place = format!("{place}/headers/{}", escaped(name));
                self.check("header", good, &place, name);
            }
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

    fn security(&mut self, api: &Api) {
        let schemes = self.root["components"]["securitySchemes"].as_object();
        for name in schemes.into_iter().flatten().map(|(name, _)| name) {
            let good = api.security_schemes.iter().any(|scheme| scheme.name == *name);
            let place = format!("/components/securitySchemes/{}", escaped(name));
            self.check("security scheme", good, &place, name);
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
                        extension if extension.starts_with("x-") => {}
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
            let good = event || self.origins.contains(&place) || self.has(pointer, name);
            self.check("property", good, &place, name);
            self.schema(property, &place);
        }
        let listed = keywords.get("enum").and_then(Value::as_array).into_iter().flatten();
        let texts = listed.filter(|value| value.is_string() || value.is_i64());
        for value in texts {
            // A list beside a reference: the values are those of the type that it refers to.
            let mut targets = BTreeSet::new();
            references(schema, &mut targets);
            // In a part of a whole, the type is that of the whole.
            let whole = pointer.match_indices('/').nth(3).map_or("", |(end, _)| &pointer[..end]);
            let part = pointer.contains("/allOf/") || pointer.contains("/oneOf/");
            let whole = self.fields.get(whole).filter(|_| part);
            let good = self.has(pointer, &shown(value))
                || whole.is_some_and(|names| names.contains(&shown(value)))
                || targets.iter().any(|target| self.has(target, &shown(value)));
            self.check("enum value", good, pointer, &shown(value));
        }
        if let Some(text) = keywords.get("const").filter(|it| it.is_string() || it.is_i64()) {
            self.check("constant", self.has(pointer, &shown(text)), pointer, &shown(text));
        }
        for key in ["items", "additionalProperties", "unevaluatedProperties", "then", "else"] {
            if let Some(inner) = keywords.get(key) {
                self.schema(inner, &format!("{pointer}/{key}"));
            }
        }
        for key in ["patternProperties", "dependentSchemas"] {
            for (name, inner) in keywords.get(key).and_then(Value::as_object).into_iter().flatten()
            {
                self.schema(inner, &format!("{pointer}/{key}/{}", escaped(name)));
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

/// Whether what a code says of a place means that something of this kind may be missing there.
fn excuses(code: Code, kind: &str) -> bool {
    let of_types = [
        code::UNTYPED,
        code::UNSATISFIABLE,
        code::UNION_FAN_OUT,
        code::NUMBER_OUT_OF_RANGE,
        code::CONFLICTING_ALL_OF,
        code::ENUM_TYPE_MISMATCH,
    ];
    let of_nothing = [
        code::OVERLAPPING_UNION,
        code::IGNORED_CONSTRAINT,
        code::NULLABLE_IN_31,
        code::NAME_COLLISION,
        code::OPTIONAL_PATH_PARAMETER,
        code::DUPLICATE_KEY,
        code::UNUSUAL_PATH,
        code::UNTYPED_PARAMETER,
        code::UNDECLARED_REQUIRED,
        code::CONDITIONAL_SCHEMA,
        code::DUPLICATE_ENUM_VALUE,
        code::DYNAMIC_REFERENCE,
    ];
    match of_types.contains(&code) {
        true => matches!(kind, "enum value" | "constant"),
        false => !of_nothing.contains(&code),
    }
}

/// Headers that the runtime reads for every API, or that are about the body.
const READ: &[&str] = &[
    "amzn-requestid",
    "content-encoding",
    "content-length",
    "content-type",
    "correlation-id",
    "etag",
    "rate-limit-",
    "ratelimit-",
    "request-id",
    "requestid",
    "retry-after",
    "transfer-encoding",
];

/// Whether a header has a constant to read it by, or the runtime reads it itself.
fn has_header(response: &generator::build::ResponseEntry, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_prefix("x-").unwrap_or(&lower);
    let is_read = READ.iter().any(|known| plain.starts_with(known));
    let mut known = response.headers.iter().filter(|it| it.wire.eq_ignore_ascii_case(name));
    known.any(|it| it.rust.is_some() || is_read)
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

/// The place of the value that a schema describes: parts and branches describe that of the whole.
fn value_at(pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').collect();
    let mut place = String::new();
    let mut at = 1;
    while let Some(token) = tokens.get(at) {
        let named = tokens[at - 1] == "properties" && tokens.get(at - 2) != Some(&"properties");
        let counted = tokens.get(at + 1).is_some_and(|next| next.parse::<usize>().is_ok());
        match *token {
            "allOf" | "oneOf" | "anyOf" if counted && !named => at += 2,
            "if" | "then" | "else" if !named => at += 1,
            _ => {
                place.push('/');
                place.push_str(token);
                at += 1;
            }
        }
    }
    place
}

/// Every reference, with the place of the schema that is one.
fn described(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            if let Some(target) = entries.get("$ref").and_then(Value::as_str)
                && let Some(target) = target.strip_prefix('#')
            {
                found.push((at.to_owned(), target.to_owned()));
            }
            for (key, inner) in entries {
                described(inner, &format!("{at}/{}", escaped(key)), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                described(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
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

/// A document that is compiled as far as the ledger needs it.
struct Read {
    source: Source,
    api: Api,
    manifest: Manifest,
    diagnostics: Diagnostics,
    noted: Vec<String>,
}

impl Read {
    fn new(path: &Path) -> Option<Self> {
        let source = Source::from_path(path).expect("the file can be read");
        let mut diagnostics = source.diagnostics().clone();
        let document = Document::read(&source, &mut diagnostics)?;
        let mut api = lower::lower(&document, &mut diagnostics);
        passes::run(&mut api, &mut diagnostics);
        let built = build(&api, &PlanOptions::default());
        let noted = built.notes.iter().filter_map(|note| match note {
            Note::SameRepresentation { key, .. } => Some(key.clone()),
            _ => None,
        });
        let (noted, manifest) = (noted.collect(), manifest(&api, &built.plan));
        Some(Self { source, api, manifest, diagnostics, noted })
    }

    /// What is lost, and how much was looked at.
    fn lost(&self, api: &Api, manifest: &Manifest) -> (Vec<String>, BTreeMap<&'static str, usize>) {
        let root = self.source.entry().expect("a document").value;
        let mut ledger = Ledger::new(root, api, manifest.clone(), &self.diagnostics);
        ledger.noted.extend(self.noted.iter().cloned());
        ledger.operations();
        ledger.schemas();
        ledger.security(api);
        (ledger.lost, ledger.counts)
    }
}

fn assert_nothing_is_lost(path: &Path) {
    let Some(read) = Read::new(path) else { return };
    let (lost, counts) = read.lost(&read.api, &read.manifest);
    println!("{}: {counts:?}, {} lost", path.display(), lost.len());
    let first: Vec<&String> = lost.iter().take(40).collect();
    assert!(lost.is_empty(), "{}: {} are lost: {first:#?}", path.display(), lost.len());
}

/// Takes fields that come from one place away from every type; true if there were some.
fn without_field(api: &mut Api, origin: &str) -> bool {
    let mut found = false;
    for id in api.types.ids() {
        if let Shape::Struct(shape) = &mut api.types[id].shape {
            let before = shape.fields.len();
            shape.fields.retain(|field| field.origin.path() != origin);
            found |= shape.fields.len() < before;
        }
    }
    found
}

/// Takes the last value of the enums that come from one place away.
fn without_value(api: &mut Api, origin: &str) {
    for id in api.types.ids() {
        if api.types[id].origin.path() != origin {
            continue;
        }
        match &mut api.types[id].shape {
            Shape::Enum(shape) => match &mut shape.values {
                EnumValues::Text(values) => drop(values.pop()),
                EnumValues::Integer(values) => drop(values.pop()),
            },
            _ => continue,
        }
    }
}

fn several(values: &EnumValues) -> bool {
    match values {
        EnumValues::Text(values) => values.len() > 1,
        EnumValues::Integer(values) => values.len() > 1,
    }
}

/// The property that tells the branches of a union apart.
fn tag(shape: &Shape) -> Option<&String> {
    match shape {
        Shape::Union(union) => match &union.dispatch {
            Dispatch::Tag(tag) => Some(&tag.property),
            Dispatch::Guards(_) => None,
        },
        _ => None,
    }
}

#[test]
fn every_loss_is_noticed() {
    let mut losses = BTreeMap::<&str, usize>::new();
    let mut unnoticed = Vec::new();
    for name in ["access", "bodies", "composition", "enums", "inheritance", "kinds", "responses"] {
        let read = Read::new(&repository().join(format!("tests/fixtures/{name}.yaml")));
        let read = read.expect("fixtures are valid");
        let mut lose = |kind, what: String, api: &Api, manifest: &Manifest| {
            *losses.entry(kind).or_default() += 1;
            if read.lost(api, manifest).0.is_empty() {
                unnoticed.push(format!("{name}: {kind} {what}"));
            }
        };
        let (mut fields, mut enums) = (BTreeSet::new(), BTreeSet::new());
        let shapes = || read.api.types.iter().map(|(_, definition)| &definition.shape);
        let tags: BTreeSet<&String> = shapes().filter_map(tag).collect();
        for (_, definition) in read.api.types.iter() {
            match &definition.shape {
                Shape::Struct(shape) => {
                    // What is required and not described has no place of its own.
                    // A tag is known to its union, too.
                    let own = shape.fields.iter().filter(|field| !tags.contains(&field.wire));
                    let own = own.map(|field| field.origin.path());
                    fields.extend(own.filter(|path| path.contains("/properties/")));
                }
                // The values of a branch are known to its union, too, and a constant to its field.
                Shape::Enum(shape)
                    if !definition.origin.path().contains("Of/") && several(&shape.values) =>
                {
                    enums.insert(definition.origin.path());
                }
                _ => {}
            }
        }
        for origin in fields {
            let mut api = read.api.clone();
            assert!(without_field(&mut api, origin));
            lose("property", origin.to_owned(), &api, &read.manifest);
        }
        for origin in enums {
            let mut api = read.api.clone();
            without_value(&mut api, origin);
            lose("enum value", origin.to_owned(), &api, &read.manifest);
        }
        for at in 0..read.manifest.operations.len() {
            let mut manifest = read.manifest.clone();
            let operation = manifest.operations.remove(at);
            lose("operation", operation.id.clone(), &read.api, &manifest);
            for index in 0..operation.parameters.len() {
                let mut manifest = read.manifest.clone();
                let gone = manifest.operations[at].parameters.remove(index);
                lose("parameter", gone.wire, &read.api, &manifest);
            }
            for index in 0..operation.responses.len() {
                let mut manifest = read.manifest.clone();
                let gone = manifest.operations[at].responses.remove(index);
                lose("status", gone.status, &read.api, &manifest);
                for media_type in 0..gone.media_types.len() {
                    let mut manifest = read.manifest.clone();
                    let response = &mut manifest.operations[at].responses[index];
                    let gone = response.media_types.remove(media_type);
                    lose("media type", gone, &read.api, &manifest);
                }
                for header in 0..gone.headers.len() {
                    let mut manifest = read.manifest.clone();
                    let gone = manifest.operations[at].responses[index].headers.remove(header);
                    lose("header", gone.wire, &read.api, &manifest);
                }
            }
        }
    }
    println!("{losses:?}");
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
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
    assert_nothing_of_all_is_lost(paths);
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
    assert_nothing_of_all_is_lost(paths);
}

/// Looks at every document before it fails for any.
fn assert_nothing_of_all_is_lost(paths: Vec<PathBuf>) {
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
