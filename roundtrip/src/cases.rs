//! Instances of every schema that became a type, judged by the document.

use std::collections::BTreeSet;

use generator::build::{Manifest, SchemaEntry, UsageEntry};
use jsonschema::{Registry, Validator};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use tests::instance::{Instances, Sample};

/// How many instances one schema may have.
const MOST: usize = 400;

/// The name under which validators know the document.
const URI: &str = "urn:document";

/// What an instance is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It is valid: it must be read and, where the type travels in requests, written the same.
    Valid,
    /// It is what a server or client of tomorrow might say: it must be read.
    Tomorrow,
    /// It is what the other side leaves out: it must be read.
    OneSided,
}

/// An instance.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The schema, by its index among the [`roots`].
    pub(crate) schema: usize,
    pub(crate) purpose: Purpose,
    /// What sets it apart.
    pub(crate) label: String,
    pub(crate) value: Value,
}

/// A schema that became a type and lies in no other one.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) pointer: String,
    pub(crate) rust: String,
    /// Whether a client sends it.
    pub(crate) sent: bool,
    /// Whether a client receives it.
    pub(crate) received: bool,
}

/// The schemas to make instances of: those within others are shown by the instances of these.
pub(crate) fn roots(manifest: &Manifest) -> Vec<Root> {
    let own: Vec<&SchemaEntry> = manifest.schemas.iter().filter(|entry| entry.file == 0).collect();
    let pointers: BTreeSet<&str> = own.iter().map(|entry| entry.pointer.as_str()).collect();
    let mut seen = BTreeSet::new();
    own.into_iter()
        .filter(|entry| !lies_within(&entry.pointer, &pointers) && seen.insert(&entry.pointer))
        .map(|entry| Root {
            pointer: entry.pointer.clone(),
            rust: entry.rust.clone(),
            sent: matches!(entry.usage, UsageEntry::Request | UsageEntry::Both),
            received: entry.usage != UsageEntry::Request,
        })
        .collect()
}

fn lies_within(pointer: &str, others: &BTreeSet<&str>) -> bool {
    let ends = pointer.match_indices('/').map(|(end, _)| end).filter(|end| *end > 0);
    ends.into_iter().any(|end| others.contains(&pointer[..end]))
}

/// Makes and judges instances.
pub(crate) struct Maker<'d> {
    root: &'d Value,
    registry: Registry<'static>,
}

/// What came of making the instances of a schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) cases: Vec<Case>,
    /// Instances that the document does not allow, and are not used.
    pub(crate) invalid: usize,
    /// Why there are none at all.
    pub(crate) problem: Option<String>,
}

impl<'d> Maker<'d> {
    /// A maker for a document as [`reading`](crate::reading) gives it.
    pub(crate) fn new(root: &'d Value) -> Result<Self, String> {
        let registry = Registry::new()
            .add(URI, root.clone())
            .and_then(|registry| registry.prepare())
            .map_err(|error| format!("the document cannot be validated against: {error}"))?;
        Ok(Self { root, registry })
    }

    /// The instances of a schema.
    pub(crate) fn make(&self, index: usize, root: &Root) -> Made {
        let mut made = Made::default();
        let Some(schema) = self.root.pointer(&root.pointer) else {
            made.problem = Some("nothing stands there after the document is rewritten".to_owned());
            return made;
        };
        let validator = match self.validator(&root.pointer, false) {
            Ok(validator) => validator,
            Err(problem) => {
                made.problem = Some(problem);
                return made;
            }
        };
        let instances = Instances::new(self.root, schema);
        let mut first = None;
        for (label, purpose, value) in proposals(&instances, root) {
            if value.is_null() || (purpose == Purpose::OneSided && made.cases.is_empty()) {
                continue;
            }
            match first_violation(&validator, &value).filter(|_| purpose == Purpose::Valid) {
                Some(violation) => {
                    made.invalid += 1;
                    first.get_or_insert(violation);
                }
                None => made.cases.push(Case { schema: index, purpose, label, value }),
            }
        }
        if !made.cases.iter().any(|case| case.purpose == Purpose::Valid) {
            made.problem = first.or_else(|| Some("it admits no instance that ends".to_owned()));
        }
        made
    }

    /// A validator of the schema at a place.
    pub(crate) fn validator(&self, pointer: &str, formats: bool) -> Result<Validator, String> {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(formats)
            .build(&json!({ "$ref": format!("{URI}#{}", fragment(pointer)) }))
            .map_err(|error| format!("the schema does not compile: {error}"))
    }
}

fn proposals(instances: &Instances<'_>, root: &Root) -> Vec<(String, Purpose, Value)> {
    use Purpose::{OneSided, Tomorrow, Valid};
    let mut samples = vec![
        ("full", Valid, Sample::Full),
        ("minimal", Valid, Sample::Minimal),
        ("integers like 7.0", Valid, Sample::Fractions),
        ("unknown fields", Tomorrow, Sample::UnknownFields),
        ("unknown values", Tomorrow, Sample::UnknownValues),
    ];
    if root.sent {
        samples.push(("without readOnly", OneSided, Sample::Without("readOnly")));
    }
    if root.received {
        samples.push(("without writeOnly", OneSided, Sample::Without("writeOnly")));
    }
    let mut all: Vec<(String, Purpose, Value)> = Vec::new();
    for (label, purpose, sample) in samples {
        let reach = if sample == Sample::Full { 2 } else { 1 };
        let value = instances.sample(sample, reach);
        // What is no different has been shown.
        let value = value.filter(|value| all.iter().all(|(_, _, known)| !same(known, value)));
        all.extend(value.map(|value| (label.to_owned(), purpose, value)));
    }
    let variants = instances.own_variants(MOST);
    all.extend(variants.into_iter().map(|variant| (variant.label, Valid, variant.value)));
    all
}

/// Equal to the letter: `7.0` and `7` differ.
fn same(one: &Value, other: &Value) -> bool {
    one == other
}

fn first_violation(validator: &Validator, value: &Value) -> Option<String> {
    let error = validator.iter_errors(value).next()?;
    let mut text = format!("{}: {error}", error.instance_path().as_str());
    if let Some((end, _)) = text.char_indices().nth(300) {
        text.truncate(end);
    }
    Some(text)
}

/// Encodes a JSON pointer as the fragment of a URI.
fn fragment(pointer: &str) -> String {
    const SET: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{');
    const REST: &AsciiSet = &SET.add(b'}').add(b'#').add(b'%').add(b'[').add(b']').add(b'^');
    utf8_percent_encode(pointer, REST).to_string()
}
