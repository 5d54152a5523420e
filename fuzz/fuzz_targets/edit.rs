//! Edits of documents that are valid, to files, every one of which is Rust: what is wrong stands
//! deep in a document that is otherwise right, where random bytes never come.

#![no_main]

use generator::source::Source;
use generator::{Config, generate};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

const DOCUMENTS: &[&str] = &[
    include_str!("../../tests/fixtures/bodies.yaml"),
    include_str!("../../tests/fixtures/composition.yaml"),
    include_str!("../../tests/fixtures/discriminators.yaml"),
    include_str!("../../tests/fixtures/enums.yaml"),
    include_str!("../../tests/fixtures/inheritance.yaml"),
    include_str!("../../tests/fixtures/openapi_32.yaml"),
    include_str!("../../tests/fixtures/parameters.yaml"),
    include_str!("../../tests/fixtures/recursion.yaml"),
    include_str!("../../tests/fixtures/references.yaml"),
    include_str!("../../tests/fixtures/responses.yaml"),
    include_str!("../../tests/fixtures/union_by_keys.yaml"),
    include_str!("../../tests/fixtures/webhooks.yaml"),
];

/// Words that change what a place means.
const WORDS: &[&str] = &[
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "then",
    "properties",
    "items",
    "prefixItems",
    "required",
    "enum",
    "const",
    "type",
    "null",
    "string",
    "object",
    "array",
    "integer",
    "number",
    "boolean",
    "nullable",
    "discriminator",
    "propertyName",
    "mapping",
    "additionalProperties",
    "patternProperties",
    "format",
    "binary",
    "int64",
    "uint64",
    "date-time",
    "default",
    "readOnly",
    "writeOnly",
    "in",
    "path",
    "query",
    "header",
    "cookie",
    "style",
    "deepObject",
    "content",
    "application/json",
    "multipart/form-data",
    "text/event-stream",
    "*/*",
    "schema",
    "4XX",
    "200",
    "$defs",
    "$anchor",
    "$dynamicRef",
    "#",
    "self",
    "Self",
    "",
    "🦀",
    "deprecated",
    "minimum",
];

/// The bytes as a row of choices; nought once they are used up.
struct Choices<'b>(std::slice::Iter<'b, u8>);

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let mut byte = || usize::from(self.0.next().copied().unwrap_or_default());
        (byte() << 8 | byte()) % limit.max(1)
    }

    fn word(&mut self) -> String {
        WORDS[self.below(WORDS.len())].to_owned()
    }
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                pointers(
                    inner,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    found,
                );
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                pointers(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn edit(document: &mut Value, choices: &mut Choices<'_>) {
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    let (place, other) =
        (&places[choices.below(places.len())], &places[choices.below(places.len())]);
    let copy = document.pointer(other).cloned().unwrap_or_default();
    let kind = choices.below(9);
    let (key, word, index) = (choices.word(), choices.word(), choices.below(8));
    let Some(value) = document.pointer_mut(place) else { return };
    match kind {
        0 => *value = copy,
        1 => *value = json!({ "$ref": format!("#{other}") }),
        2 => *value = json!({ key: [value.clone(), copy] }),
        3 => *value = json!({ key: value.clone() }),
        4 => *value = Value::String(word),
        5 => *value = json!([null, true, 0, -1.5, 1e300, [], {}, u64::MAX])[index].take(),
        6 => match value {
            Value::Object(map) => drop(map.insert(key, copy)),
            Value::Array(list) => list.push(copy),
            _ => {}
        },
        7 => match value {
            Value::Object(map) => {
                let key = map.keys().nth(index % map.len().max(1)).cloned();
                key.map(|key| map.shift_remove(&key));
            }
            Value::Array(list) => list.truncate(index),
            _ => {}
        },
        _ => match value {
            Value::Object(map) => {
                let old = map.keys().nth(index % map.len().max(1)).cloned();
                if let Some(inner) = old.and_then(|old| map.shift_remove(&old)) {
                    map.insert(word, inner);
                }
            }
            Value::Array(list) => list.reverse(),
            _ => {}
        },
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes.iter());
    let text = DOCUMENTS[choices.below(DOCUMENTS.len())];
    let source = Source::from_bytes("a.yaml", text.as_bytes().to_vec());
    let mut document = source.entry().expect("fixtures are valid").value.clone();
    while choices.0.len() > 0 && document.to_string().len() < 200_000 {
        edit(&mut document, &mut choices);
    }
    let source = Source::from_bytes("a.json", document.to_string().into_bytes());
    let (output, diagnostics) = generate(&source, &Config::default());
    diagnostics.render(&source, 100);
    for (path, bytes) in output.iter().flat_map(|output| output.tree.iter()) {
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let text = std::str::from_utf8(bytes).expect("generated files are text");
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
});
