//! Leaving operations out: a document with only those that a person wants, and only the components
//! that these need.

use serde_json::Value;
use std::collections::BTreeSet;

/// Keys of a path item that are operations.
const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Which operations are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Operations that are wanted; all where there is none.
    pub include: Vec<Pattern>,
    /// Operations that are not wanted, even where they are included.
    pub exclude: Vec<Pattern>,
}

/// What operations are picked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A tag.
    Tag(String),
    /// A path; with a `*` at its end, all paths that start so.
    Path(String),
    /// An operation id.
    Id(String),
}

impl Selection {
    /// Whether every operation is wanted.
    pub fn is_all(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Takes what is not wanted out of a document.
    ///
    /// # Errors
    ///
    /// With the first pattern that picks no operation.
    pub fn apply(&self, document: &mut Value) -> Result<(), Pattern> {
        let mut matched = vec![false; self.include.len() + self.exclude.len()];
        if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
            for (path, item) in paths.iter_mut() {
                let Some(item) = item.as_object_mut() else { continue };
                item.retain(|method, operation| {
                    !METHODS.contains(&method.as_str()) || self.wants(path, operation, &mut matched)
                });
            }
            paths.retain(|path, item| {
                !path.starts_with('/') || METHODS.iter().any(|method| item.get(method).is_some())
            });
        }
        let all = self.include.iter().chain(&self.exclude);
        if let Some((pattern, _)) = all.zip(matched).find(|(_, matched)| !matched) {
            return Err(pattern.clone());
        }
        prune(document);
        Ok(())
    }

    fn wants(&self, path: &str, operation: &Value, matched: &mut [bool]) -> bool {
        let (include, exclude) = matched.split_at_mut(self.include.len());
        let any = |patterns: &[Pattern], matched: &mut [bool]| {
            let picks = patterns.iter().zip(matched).filter_map(|(pattern, matched)| {
                let picked = pattern.picks(path, operation);
                *matched |= picked;
                picked.then_some(())
            });
            picks.count() > 0
        };
        let included = any(&self.include, include) || self.include.is_empty();
        let excluded = any(&self.exclude, exclude);
        included && !excluded
    }
}

impl Pattern {
    fn picks(&self, path: &str, operation: &Value) -> bool {
        match self {
            Self::Tag(tag) => operation
                .get("tags")
                .and_then(Value::as_array)
                .is_some_and(|tags| tags.iter().any(|it| it.as_str() == Some(tag))),
            Self::Path(pattern) => match pattern.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == pattern,
            },
            Self::Id(id) => operation.get("operationId").and_then(Value::as_str) == Some(id),
        }
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tag(tag) => write!(formatter, "the tag `{tag}`"),
            Self::Path(path) => write!(formatter, "the path `{path}`"),
            Self::Id(id) => write!(formatter, "the operation `{id}`"),
        }
    }
}

/// Takes components out that nothing refers to any more. Security schemes are named, not referred
/// to: they stay.
fn prune(document: &mut Value) {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = Vec::new();
    if let Some(root) = document.as_object() {
        let roots = root.iter().filter(|(key, _)| *key != "components");
        roots.for_each(|(_, value)| references(value, &mut waiting));
    }
    while let Some(pointer) = waiting.pop() {
        if reached.insert(pointer.clone())
            && let Some(value) = document.pointer(&pointer)
        {
            references(value, &mut waiting);
        }
    }
    let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) else {
        return;
    };
    for (section, values) in components.iter_mut().filter(|(it, _)| *it != "securitySchemes") {
        let Some(values) = values.as_object_mut() else { continue };
        values.retain(|name, _| {
            let name = name.replace('~', "~0").replace('/', "~1");
            let own = format!("/components/{section}/{name}");
            let below = format!("{own}/");
            reached.iter().any(|it| *it == own || it.starts_with(&below))
        });
    }
}

/// The places within the document that a value refers to, mappings of discriminators included.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            if let Some(pointer) = text.strip_prefix("#/") {
                found.push(format!("/{pointer}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(keys) => {
            keys.values().for_each(|value| references(value, found));
            mapped_by_name(keys, found);
        }
        _ => {}
    }
}

/// A discriminator may name schemas without a pointer.
fn mapped_by_name(keys: &serde_json::Map<String, Value>, found: &mut Vec<String>) {
    let mapping = keys.get("mapping").and_then(Value::as_object);
    let names = mapping.into_iter().flat_map(serde_json::Map::values).filter_map(Value::as_str);
    let plain = names.filter(|name| !name.contains('/'));
    found.extend(plain.map(|name| format!("/components/schemas/{name}")));
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Selection};
    use serde_json::{Value, json};

    fn document() -> Value {
        let uses = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        json!({
            "paths": {
                "/pets": {
                    "parameters": [],
                    "get": { "tags": ["pets"], "operationId": "listPets", "x": uses("Pet") },
                    "post": { "tags": ["pets"], "operationId": "addPet", "x": uses("NewPet") },
                },
                "/cars": { "get": { "tags": ["cars"], "x": uses("Car") } },
            },
            "components": {
                "schemas": {
                    "Pet": { "properties": { "tag": uses("Tag") } },
                    "NewPet": {}, "Tag": {}, "Car": {},
                },
                "securitySchemes": { "key": {} },
            },
        })
    }

    fn left(
        include: Vec<Pattern>,
        exclude: Vec<Pattern>,
    ) -> Result<(Vec<String>, Vec<String>), Pattern> {
        let mut document = document();
        Selection { include, exclude }.apply(&mut document)?;
        assert_eq!(document["components"]["securitySchemes"], json!({ "key": {} }));
        let keys = |value: &Value| -> Vec<String> {
            value.as_object().into_iter().flat_map(|it| it.keys().cloned()).collect()
        };
        let paths = document["paths"].as_object().expect("paths").iter();
        let operations = paths.flat_map(|(path, item)| {
            keys(item)
                .into_iter()
                .filter(|it| it != "parameters")
                .map(move |it| format!("{it} {path}"))
        });
        Ok((operations.collect(), keys(&document["components"]["schemas"])))
    }

    #[test]
    fn what_is_left_has_what_it_needs() {
        let tag = |name: &str| Pattern::Tag(name.to_owned());
        let (operations, schemas) = left(vec![tag("pets")], vec![Pattern::Id("addPet".to_owned())])
            .expect("all patterns match");
        assert_eq!(operations, ["get /pets"]);
        assert_eq!(schemas, ["Pet", "Tag"]);
        let (operations, _) = left(vec![], vec![Pattern::Path("/p*".to_owned())]).expect("matches");
        assert_eq!(operations, ["get /cars"]);
    }

    #[test]
    fn a_pattern_that_picks_nothing_is_an_error() {
        let nothing = Pattern::Id("feedPet".to_owned());
        assert_eq!(left(vec![], vec![nothing.clone()]), Err(nothing));
    }
}
