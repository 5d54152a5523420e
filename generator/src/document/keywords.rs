//! The keywords of schemas.

/// Keywords that only describe; they change nothing beside a reference.
const ANNOTATIONS: &[&str] = &[
    "$ref",
    "$comment",
    "$schema",
    "$defs",
    "definitions",
    "title",
    "description",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "xml",
    "readOnly",
    "writeOnly",
];

/// What keywords are about: those of one subject are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// What a schema is called and what is said of it.
    Annotation,
    /// Which values there are.
    Type,
    /// The properties of objects.
    Object,
    /// The items of lists.
    List,
    /// Other schemas that count as well.
    Combination,
    /// Ranges and counts.
    Bound,
    /// Texts.
    Text,
    /// How schemas are organised.
    Structure,
    /// Restrictions that no type expresses.
    Unchecked,
}

/// Keywords that are read into a type.
const READ: &[(Subject, &[&str])] = &[
    (Subject::Type, &["type", "nullable", "enum", "const"]),
    (
        Subject::Object,
        &[
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "patternProperties",
            "propertyNames",
        ],
    ),
    (Subject::Text, &["format", "pattern", "minLength", "maxLength"]),
    (Subject::List, &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
    (Subject::Combination, &["$dynamicRef", "$recursiveRef", "allOf", "oneOf", "anyOf"]),
    (Subject::Bound, &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    (Subject::Bound, &["minProperties", "maxProperties"]),
    (Subject::Text, &["contentEncoding", "contentMediaType", "contentSchema"]),
    (Subject::Combination, &["then", "else", "dependentSchemas", "dependencies", "discriminator"]),
];

/// Keywords that name and organise schemas.
const STRUCTURE: &[&str] =
    &["$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$self"];

/// Keywords that restrict values in ways that no type expresses.
const UNCHECKED: &[&str] = &[
    "not",
    "if",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "additionalItems",
    "dependentRequired",
];

/// Whether a keyword only describes.
pub(super) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// All keywords by their subject, those first that are met most.
fn by_subject() -> impl Iterator<Item = (Subject, &'static [&'static str])> {
    let others = [
        (Subject::Annotation, ANNOTATIONS),
        (Subject::Structure, STRUCTURE),
        (Subject::Unchecked, UNCHECKED),
    ];
    READ.iter().copied().chain(others)
}

/// Every keyword that some version of the language knows.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    by_subject().flat_map(|(_, keywords)| keywords).copied()
}

/// What a keyword is about, if some version of the language knows it.
pub(super) fn subject(keyword: &str) -> Option<Subject> {
    let mut lists = by_subject();
    let known = lists.find(|(_, keywords)| keywords.contains(&keyword));
    let extension = || keyword.starts_with("x-").then_some(Subject::Annotation);
    known.map(|(subject, _)| subject).or_else(extension)
}

/// The subjects of which a schema says something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subjects(u16);

impl Subjects {
    /// Adds one.
    pub(super) fn add(&mut self, subject: Subject) {
        self.0 |= 1 << subject as u16;
    }

    /// Whether anything is said of one.
    pub(super) fn has(self, subject: Subject) -> bool {
        self.0 & 1 << subject as u16 != 0
    }
}
