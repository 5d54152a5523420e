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

/// Keywords that are read into a type or its documentation.
const READ: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "nullable",
    "format",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "unevaluatedProperties",
    "patternProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "allOf",
    "oneOf",
    "anyOf",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
    "discriminator",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "uniqueItems",
    "pattern",
];

/// Keywords that name and organise schemas.
const STRUCTURE: &[&str] =
    &["$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$self"];

/// Keywords that restrict values in ways that no type expresses.
pub(super) const UNCHECKED: &[&str] = &[
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

/// Every keyword that some version of the language knows.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    [READ, ANNOTATIONS, STRUCTURE, UNCHECKED].into_iter().flatten().copied()
}

/// Whether some version of the language knows a keyword.
pub(super) fn is_known(keyword: &str) -> bool {
    [READ, ANNOTATIONS, STRUCTURE, UNCHECKED].iter().any(|list| list.contains(&keyword))
        || keyword.starts_with("x-")
}
