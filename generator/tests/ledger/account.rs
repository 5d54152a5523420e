//! What came out of a document, held against the document.

use crate::excuses::{excuses, excuses_all_within, has_header, lies_in};
use crate::places::{METHODS, described, escaped, references, shown, starts, value_at};
use crate::types::Types;
use generator::build::Manifest;
use generator::diag::{Code, Diagnostic, Diagnostics, Severity};
use generator::ir::Api;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How far places that a recursive schema describes are followed.
const MOST_TOKENS: usize = 24;
const MOST_PLACES: usize = 2_000;

/// What the runtime knows of an event of `text/event-stream`.
const EVENT: [&str; 4] = ["event", "data", "id", "retry"];

/// What came out of a document.
pub(crate) struct Ledger<'d> {
    root: &'d Value,
    manifest: Manifest,
    types: Types,
    /// What diagnostics say of places; an error rejects all that lies within.
    reported: BTreeMap<String, Vec<Code>>,
    /// The places of types that are the same as others, and named by them.
    pub(crate) noted: BTreeSet<String>,
    rejected: BTreeSet<String>,
    /// Which values are described by which others, as parts or as branches.
    users: BTreeMap<String, BTreeSet<String>>,
    pub(crate) counts: BTreeMap<&'static str, usize>,
    pub(crate) lost: Vec<String>,
}

impl<'d> Ledger<'d> {
    pub(crate) fn new(
        root: &'d Value,
        api: &Api,
        manifest: Manifest,
        diagnostics: &Diagnostics,
    ) -> Self {
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
            types: Types::new(api),
            reported,
            noted: BTreeSet::new(),
            rejected,
            users: BTreeMap::new(),
            counts: BTreeMap::new(),
            lost: Vec::new(),
        };
        ledger.note_users();
        ledger
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
            if self.types.names.get(&place).is_some_and(|names| names.contains(name)) {
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
            || pointer.match_indices('/').any(|(end, _)| {
                let around = self.reported.get(&pointer[..end]).into_iter().flatten();
                around.into_iter().any(|code| excuses_all_within(*code))
            })
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

    pub(crate) fn operations(&mut self) {
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
                kind(&it.media_type) == kind(media_type) || lies_in(&it.media_type, media_type)
            });
            let place = format!("{place}/content/{}", escaped(media_type));
            self.check("media type", good, &place, media_type);
        }
    }

    pub(crate) fn security(&mut self, api: &Api) {
        let schemes = self.root["components"]["securitySchemes"].as_object();
        for name in schemes.into_iter().flatten().map(|(name, _)| name) {
            let good = api.security_schemes.iter().any(|scheme| scheme.name == *name);
            let place = format!("/components/securitySchemes/{}", escaped(name));
            self.check("security scheme", good, &place, name);
        }
    }

    pub(crate) fn schemas(&mut self) {
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
            let good = event || self.types.origins.contains(&place) || self.has(pointer, name);
            self.check("property", good, &place, name);
            self.schema(property, &place);
        }
        let listed = keywords.get("enum").and_then(Value::as_array).into_iter().flatten();
        let numbers = listed.clone().any(Value::is_f64);
        let kind = if numbers { "number" } else { "enum value" };
        let texts = listed.filter(|value| value.is_string() || value.is_i64());
        for value in texts {
            // A list beside a reference: the values are those of the type that it refers to.
            let mut targets = BTreeSet::new();
            references(schema, &mut targets);
            // In a part of a whole, the type is that of the whole.
            let whole = pointer.match_indices('/').nth(3).map_or("", |(end, _)| &pointer[..end]);
            let part = pointer.contains("/allOf/") || pointer.contains("/oneOf/");
            let whole = self.types.names.get(whole).filter(|_| part);
            let good = self.has(pointer, &shown(value))
                || whole.is_some_and(|names| names.contains(&shown(value)))
                || targets.iter().any(|target| self.has(target, &shown(value)));
            self.check(kind, good, pointer, &shown(value));
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
