//! A document as JSON Schema 2020-12 reads it.
//!
//! OpenAPI says some things beside JSON Schema: `nullable` and boolean bounds in 3.0, and what a
//! discriminator's property holds in each branch. They are written as keywords, in place, so that
//! every JSON pointer still leads to the same schema. `pattern` is taken out: a text's form is of no
//! interest to a type, and instances are not made to match.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use tests::lenient::relaxed;

use crate::anchors::pointed;

/// How many references lead to where a tag is declared.
const DEPTH: usize = 8;

/// The document, rewritten.
pub(crate) fn read(root: &Value) -> Value {
    finished(Reading::of(root).rewrite(root))
}

/// The same, in which a branch of a union carries its tag where it stands alone, too: a type that is
/// only sent as that branch writes no other.
pub(crate) fn read_with_tags(root: &Value) -> Value {
    let reading = Reading::of(root);
    let mut read = reading.rewrite(root);
    reading.state_meanings(&mut read);
    finished(read)
}

fn finished(mut read: Value) -> Value {
    pointed(&mut read);
    choose_branches(&mut read);
    relaxed(&read)
}

/// A schema that extends the union it is a branch of (`allOf: [$ref: Parent]`, where the parent is
/// `oneOf` of its children) is that branch and none of the others, which it would be to the letter.
fn choose_branches(root: &mut Value) {
    let names: Vec<String> = match root["components"]["schemas"].as_object() {
        Some(schemas) => schemas.keys().cloned().collect(),
        None => return,
    };
    for name in names {
        let own = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
        let count = root["components"]["schemas"][&name]["allOf"].as_array().map_or(0, Vec::len);
        for index in 0..count {
            let reference = root["components"]["schemas"][&name]["allOf"][index]["$ref"].as_str();
            let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
            let Some(parent) = pointer.and_then(|at| root.pointer(at)?.as_object()) else {
                continue;
            };
            let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| parent.get(key));
            let mut branches = branches.filter_map(Value::as_array).flatten();
            if branches.any(|branch| branch["$ref"] == own.as_str()) {
                let mut parent = parent.clone();
                parent
                    .retain(|key, _| !["oneOf", "anyOf", "discriminator"].contains(&key.as_str()));
                root["components"]["schemas"][&name]["allOf"][index] = Value::Object(parent);
            }
        }
    }
}

struct Reading<'d> {
    root: &'d Value,
    /// Whether the document is of version 3.0.
    old: bool,
}

impl<'d> Reading<'d> {
    fn of(root: &'d Value) -> Self {
        let version = root.get("openapi").and_then(Value::as_str);
        Self { root, old: version.is_some_and(|it| it.starts_with("3.0")) }
    }

    fn rewrite(&self, node: &Value) -> Value {
        match node {
            Value::Array(items) => items.iter().map(|item| self.rewrite(item)).collect(),
            Value::Object(object) => {
                let rewritten =
                    object.iter().map(|(key, value)| (key.clone(), self.rewrite(value)));
                let mut object: Map<String, Value> = rewritten.collect();
                if object.get("pattern").is_some_and(Value::is_string) {
                    object.shift_remove("pattern");
                    // It speaks of texts, though no type is said.
                    object.entry("minLength").or_insert(json!(0));
                }
                if self.old && object.get("$ref").is_some_and(Value::is_string) {
                    object.retain(|key, _| key == "$ref");
                }
                if let Some(Value::Array(names)) = object.get_mut("required") {
                    // The same name twice means no more than once.
                    let mut seen = BTreeSet::new();
                    names.retain(|name| seen.insert(name.to_string()));
                }
                values_of_items(&mut object);
                modern_bounds(&mut object);
                if self.old {
                    null_branches(&mut object);
                    modern_null(&mut object);
                }
                self.state_tags(&mut object);
                Value::Object(object)
            }
            scalar => scalar.clone(),
        }
    }

    /// Writes what a discriminator says of each branch into the branch.
    fn state_tags(&self, schema: &mut Map<String, Value>) {
        let Some(discriminator) = schema.get("discriminator").cloned() else {
            return;
        };
        let Some(property) = discriminator["propertyName"].as_str() else {
            return;
        };
        for key in ["oneOf", "anyOf"] {
            let branches = schema.get_mut(key).and_then(Value::as_array_mut);
            for branch in branches.into_iter().flatten().filter_map(Value::as_object_mut) {
                let Some(reference) = branch.get("$ref").and_then(Value::as_str) else {
                    continue;
                };
                let tags = tags(&discriminator, reference);
                if branch.contains_key("properties") || self.declares(reference, property, 0) {
                    continue;
                }
                branch.insert("properties".into(), json!({ property: { "enum": tags } }));
                branch.insert("required".into(), json!([property]));
            }
        }
    }

    /// Writes the values that mean a schema into the schema, where it does not say what its tag is: a
    /// component that is a branch of a union is one that carries the tag of that branch.
    fn state_meanings(&self, read: &mut Value) {
        let mut meanings = BTreeMap::<(String, String), Vec<Value>>::new();
        self.collect_meanings(self.root, &mut meanings);
        for ((pointer, property), values) in meanings {
            let reference = format!("#{pointer}");
            let is_free =
                self.mentions(&reference, &property, 0) && !self.declares(&reference, &property, 0);
            let schema = read.pointer_mut(&pointer).and_then(Value::as_object_mut);
            if let (true, Some(schema)) = (is_free, schema) {
                schema.entry("properties").or_insert(json!({}))[property]["enum"] = values.into();
            }
        }
    }

    /// Whether a schema has a property, or extends one that has it.
    fn mentions(&self, reference: &str, property: &str, depth: usize) -> bool {
        let Some(schema) = reference.strip_prefix('#').and_then(|at| self.root.pointer(at)) else {
            return false;
        };
        let parts = schema["allOf"].as_array().into_iter().flatten();
        schema["properties"].get(property).is_some()
            || parts.into_iter().any(|part| {
                let extended = part.get("$ref").and_then(Value::as_str);
                part["properties"].get(property).is_some()
                    || extended
                        .is_some_and(|to| depth < DEPTH && self.mentions(to, property, depth + 1))
            })
    }

    fn collect_meanings(
        &self,
        node: &Value,
        meanings: &mut BTreeMap<(String, String), Vec<Value>>,
    ) {
        if let Some(discriminator) = node.get("discriminator")
            && let Some(property) = discriminator["propertyName"].as_str()
        {
            let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| node[key].as_array());
            for branch in branches.flatten() {
                let Some(reference) = branch.get("$ref").and_then(Value::as_str) else { continue };
                if let Some(pointer) = reference.strip_prefix('#') {
                    let place = (pointer.to_owned(), property.to_owned());
                    meanings.entry(place).or_default().extend(tags(discriminator, reference));
                }
            }
        }
        let children: Vec<&Value> = match node {
            Value::Array(items) => items.iter().collect(),
            Value::Object(object) => object.values().collect(),
            _ => Vec::new(),
        };
        for child in children {
            self.collect_meanings(child, meanings);
        }
    }

    /// Whether a schema lists the values of its tag itself.
    fn declares(&self, reference: &str, property: &str, depth: usize) -> bool {
        let Some(schema) = reference.strip_prefix('#').and_then(|at| self.root.pointer(at)) else {
            return false;
        };
        let own = &schema["properties"][property];
        if own.get("const").or(own.get("enum")).is_some() {
            return true;
        }
        let parts =
            ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array());
        let parts = parts.flatten().chain([schema, own]);
        let mut references = parts.filter_map(|part| part.get("$ref").and_then(Value::as_str));
        let inline = schema["allOf"].as_array().into_iter().flatten();
        let mut inline = inline.map(|part| &part["properties"][property]);
        inline.any(|own| own.get("const").or(own.get("enum")).is_some())
            || (depth < DEPTH && references.any(|to| self.declares(to, property, depth + 1)))
            || own.get("$ref").is_some()
    }
}

/// The values of a discriminator that mean a schema; what a mapping can only say as a text may be an
/// integer or `true` where the property is one.
fn tags(discriminator: &Value, reference: &str) -> Vec<Value> {
    let name = reference.rsplit('/').next().unwrap_or(reference);
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let means = |target: &Value| target == reference || target == name;
    let mapped = mapping.filter(|(_, target)| means(target)).map(|(tag, _)| tag.clone());
    let mapped: Vec<String> = mapped.collect();
    let texts = if mapped.is_empty() { vec![name.to_owned()] } else { mapped };
    let scalar = |text: &String| {
        let scalar = serde_json::from_str::<Value>(text).ok();
        scalar.filter(|scalar| scalar.is_i64() || scalar.is_boolean())
    };
    let scalars: Vec<Value> = texts.iter().filter_map(scalar).collect();
    texts.into_iter().map(Value::String).chain(scalars).collect()
}

/// Turns the bounds of 3.0 into those of 2020-12; some documents of 3.1 have them still.
fn modern_bounds(schema: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(Value::Bool(exclusive)) = schema.get(flag).cloned() {
            schema.shift_remove(flag);
            if exclusive && let Some(limit) = schema.shift_remove(bound) {
                schema.insert(flag.to_owned(), limit);
            }
        }
    }
}

/// Turns `nullable` into what 2020-12 has for it.
/// Values beside a list that are no lists are those of its items.
fn values_of_items(schema: &mut Map<String, Value>) {
    let are_lists = |values: &Vec<Value>| values.iter().any(Value::is_array);
    if schema.get("type") != Some(&json!("array"))
        || schema.get("enum").and_then(Value::as_array).is_none_or(are_lists)
    {
        return;
    }
    if let Some(values) = schema.get("enum").cloned()
        && let Some(Value::Object(items)) = schema.get_mut("items")
    {
        if !items.contains_key("$ref") {
            items.entry("enum").or_insert(values);
        }
        schema.shift_remove("enum");
    }
}

/// A branch that says nothing but `nullable` stands for null.
fn null_branches(schema: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let branches = schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten();
        for branch in branches.filter_map(Value::as_object_mut) {
            let is_null = |key: &String| key == "nullable" || key == "description";
            if branch.get("nullable") == Some(&Value::Bool(true)) && branch.keys().all(is_null) {
                branch.insert("type".into(), json!("null"));
            }
        }
    }
}

fn modern_null(schema: &mut Map<String, Value>) {
    if schema.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    if let Some(kind @ Value::String(_)) = schema.get("type").cloned() {
        schema.insert("type".into(), json!([kind, "null"]));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.push(json!({ "type": "null" }));
        }
    }
}
