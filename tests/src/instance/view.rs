//! What a set of schemas that hold together demands of one value.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::lenient::followed;

/// The kinds of JSON values but null.
const KINDS: [&str; 6] = ["object", "array", "string", "integer", "number", "boolean"];

/// The branch taken of each union, by the union's place in memory.
pub(super) type Taken = BTreeMap<*const Value, usize>;

/// Schemas in conjunction: `allOf`, `$ref` and the chosen branches of unions, flattened.
#[derive(Debug, Default)]
pub(super) struct View<'d> {
    /// Every plain schema object.
    schemas: Vec<&'d Value>,
    /// The references that were followed.
    pub(super) names: Vec<&'d str>,
    /// The first union of which no branch is taken yet.
    pub(super) open_union: Option<&'d Value>,
    /// A `false` schema is among them.
    pub(super) impossible: bool,
}

impl<'d> View<'d> {
    pub(super) fn new(root: &'d Value, schemas: &[&'d Value], taken: &Taken) -> Self {
        let mut view = Self::default();
        for schema in schemas {
            view.add(root, schema, taken);
        }
        view
    }

    fn add(&mut self, root: &'d Value, schema: &'d Value, taken: &Taken) {
        self.impossible |= schema == &Value::Bool(false);
        if self.schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        self.schemas.push(schema);
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            self.names.push(name);
            self.add(root, followed(schema, root), taken);
        }
        for branch in list(schema, "allOf") {
            self.add(root, branch, taken);
        }
        for union in ["anyOf", "oneOf"].iter().filter_map(|key| schema.get(key)) {
            match taken.get(&std::ptr::from_ref(union)) {
                Some(branch) => self.add(root, &union[*branch], taken),
                None if self.open_union.is_none() => self.open_union = Some(union),
                None => {}
            }
        }
    }

    /// The values of a keyword, in every schema that has it.
    pub(super) fn all(&self, key: &str) -> impl Iterator<Item = &'d Value> {
        self.schemas.iter().filter_map(move |schema| schema.get(key))
    }

    /// The strictest number of a lower (`max`) or upper (`min`) bound.
    pub(super) fn number(&self, key: &str, strictest: fn(f64, f64) -> f64) -> Option<f64> {
        self.all(key).filter_map(Value::as_f64).reduce(strictest)
    }

    /// A count: `minLength`, `minItems`, `minProperties`.
    pub(super) fn at_least(&self, key: &str) -> usize {
        let counts = self.all(key).filter_map(Value::as_u64);
        counts.max().and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
    }

    /// A count: `maxLength`, `maxItems`, `maxProperties`.
    pub(super) fn at_most(&self, key: &str) -> usize {
        let counts = self.all(key).filter_map(Value::as_u64);
        counts.min().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
    }

    /// The kinds that are allowed, null apart; nothing when nothing is said.
    pub(super) fn kinds(&self) -> Option<Vec<&'static str>> {
        let said: Vec<Vec<&str>> = self.all("type").map(names_of).collect();
        if said.is_empty() {
            return self.implied_kind().map(|kind| vec![kind]);
        }
        let allowed = |kind: &&'static str| {
            let admits = |names: &Vec<&str>| {
                names.contains(kind) || (*kind == "integer" && names.contains(&"number"))
            };
            said.iter().all(admits)
        };
        let mut kinds: Vec<_> = KINDS.into_iter().filter(allowed).collect();
        if kinds.contains(&"number") {
            kinds.retain(|kind| *kind != "integer");
        }
        Some(kinds)
    }

    /// Whether null is allowed, going by `type`, `enum` and `const`.
    pub(super) fn allows_null(&self) -> bool {
        let typed = self.all("type").next().is_some() || self.listed().is_some();
        let by_type = self.all("type").all(|said| names_of(said).contains(&"null"));
        typed && by_type && self.listed().is_none_or(|values| values.contains(&&Value::Null))
    }

    /// The values of `const` and `enum`, where there are some.
    pub(super) fn listed(&self) -> Option<Vec<&'d Value>> {
        let constants = self.all("const").map(|value| vec![value]);
        let enums = self.all("enum").filter_map(Value::as_array).map(|all| all.iter().collect());
        constants.chain(enums).reduce(|mut kept: Vec<&Value>, other| {
            kept.retain(|value| other.contains(value));
            kept
        })
    }

    /// The properties, each with all schemas that speak of it.
    pub(super) fn properties(&self) -> IndexMap<&'d str, Vec<&'d Value>> {
        let mut properties: IndexMap<&str, Vec<&Value>> = IndexMap::new();
        for (name, schema) in self.all("properties").filter_map(Value::as_object).flatten() {
            properties.entry(name).or_default().push(schema);
        }
        for name in self.all("required").filter_map(Value::as_array).flatten() {
            properties.entry(name.as_str().unwrap_or_default()).or_default();
        }
        properties
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.all("required").filter_map(Value::as_array).flatten().any(|listed| listed == name)
    }

    /// The schemas of a map's values; nothing when the object is no map.
    pub(super) fn entries(&self) -> Option<Vec<&'d Value>> {
        let mut said: Vec<&Value> = self.all("additionalProperties").collect();
        if said.is_empty() {
            said.extend(self.all("unevaluatedProperties"));
        }
        let closed = said.contains(&&Value::Bool(false));
        let says_something =
            |schema: &&Value| schema.as_object().is_some_and(|schema| !schema.is_empty());
        let free = self.properties().is_empty() && said.iter().any(|schema| **schema != false);
        (!closed && (free || said.iter().any(says_something))).then_some(said)
    }

    /// Whether nothing is said of an object but what keys of some patterns hold: a map.
    pub(super) fn is_pattern_map(&self) -> bool {
        self.properties().is_empty() && self.all("patternProperties").next().is_some()
    }

    fn implied_kind(&self) -> Option<&'static str> {
        match self.all("format").next().and_then(Value::as_str) {
            Some("int32" | "int64" | "uint32" | "uint64") => return Some("integer"),
            Some("float" | "double") => return Some("number"),
            _ => {}
        }
        let keys = [
            ("properties", "object"),
            ("required", "object"),
            ("additionalProperties", "object"),
            ("items", "array"),
            ("prefixItems", "array"),
            ("minLength", "string"),
            ("maxLength", "string"),
            ("format", "string"),
            ("minimum", "number"),
            ("maximum", "number"),
        ];
        keys.into_iter().find(|(key, _)| self.all(key).next().is_some()).map(|(_, kind)| kind)
    }
}

fn list<'d>(schema: &'d Value, key: &str) -> impl Iterator<Item = &'d Value> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn names_of(said: &Value) -> Vec<&str> {
    match said {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
