//! The Schema Object, read up into JSON Schema 2020-12 whatever the document's version.

mod read;
mod types;

use super::Discriminator;
use crate::ir::{Bound, Docs, Kind, Kinds};
use crate::source::Node;
use serde_json::{Number, Value};

/// One schema, shallow: children are [`Node`]s, read when they are needed.
///
/// OpenAPI 3.0 is read up: `nullable` joins the kinds, boolean `exclusiveMinimum` becomes a bound,
/// `example` and the like are left out.
#[derive(Clone, Debug, Default)]
pub struct Schema<'a> {
    /// `true` and `false` schemas: `Some(false)` is satisfied by nothing.
    pub boolean: Option<bool>,
    /// `$ref`, as written; siblings are read too (3.0 ignores them: then they are not here).
    pub reference: Option<&'a str>,
    /// `$dynamicRef` or `$recursiveRef`, as written.
    pub dynamic_reference: Option<&'a str>,
    /// The kinds of `type`; `None` where the schema does not say. `nullable: true` adds null.
    pub kinds: Option<Kinds>,
    /// Whether `nullable: true` is written, in whatever version; it joins the kinds where there
    /// are any.
    pub nullable: bool,
    /// `format`.
    pub format: Option<&'a str>,
    /// `contentEncoding`.
    pub content_encoding: Option<&'a str>,
    /// `contentMediaType`.
    pub content_media_type: Option<&'a str>,
    /// `contentSchema`.
    pub content_schema: Option<Node<'a>>,
    /// `enum`.
    pub enumeration: Option<&'a [Value]>,
    /// `x-enum-varnames`, `x-enumNames`, `x-enum-descriptions` and the like: names beside `enum`.
    pub enum_names: Vec<Option<&'a str>>,
    /// `x-enum-descriptions` and the like: texts beside `enum`.
    pub enum_descriptions: Vec<Option<&'a str>>,
    /// `const`.
    pub constant: Option<&'a Value>,
    /// `properties`.
    pub properties: Vec<(&'a str, Node<'a>)>,
    /// `required`.
    pub required: Vec<&'a str>,
    /// `additionalProperties`, or `unevaluatedProperties` where that is absent.
    pub additional: Option<Node<'a>>,
    /// `unevaluatedProperties`, as it is.
    pub unevaluated: Option<Node<'a>>,
    /// `patternProperties`.
    pub patterns: Vec<(&'a str, Node<'a>)>,
    /// `propertyNames`.
    pub property_names: Option<Node<'a>>,
    /// `items`.
    pub items: Option<Node<'a>>,
    /// `prefixItems`, or an array of `items` (draft 4).
    pub prefix_items: Vec<Node<'a>>,
    /// `allOf`.
    pub all_of: Vec<Node<'a>>,
    /// `oneOf`.
    pub one_of: Vec<Node<'a>>,
    /// `anyOf`.
    pub any_of: Vec<Node<'a>>,
    /// `then`, `else` and `dependentSchemas`: what may apply on a condition.
    pub conditional: Vec<Node<'a>>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator<'a>>,
    /// `minimum` and `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` and `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `minLength`, `maxLength`.
    pub text_length: (Option<u64>, Option<u64>),
    /// `minItems`, `maxItems`.
    pub item_count: (Option<u64>, Option<u64>),
    /// `minProperties`, `maxProperties`.
    pub property_count: (Option<u64>, Option<u64>),
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `pattern`.
    pub pattern: Option<&'a str>,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `title`.
    pub title: Option<&'a str>,
    /// `summary`, `description`, `deprecated`, `default`.
    pub docs: Docs,
    /// Keywords that restrict values in ways that no type expresses: `not`, `contains`, …
    pub unchecked: Vec<&'a str>,
    /// Keys that no version of the language knows and that do not start with `x-`.
    pub unknown: Vec<&'a str>,
}

impl Schema<'_> {
    /// Whether no other schema says anything of the same value: most stand alone.
    pub fn stands_alone(&self) -> bool {
        let others = [&self.all_of, &self.one_of, &self.any_of, &self.conditional];
        self.reference.is_none()
            && self.dynamic_reference.is_none()
            && others.iter().all(|schemas| schemas.is_empty())
    }

    /// Whether null satisfies what is written here; `None` where nothing is said of it.
    pub fn written_null(&self) -> Option<bool> {
        let listed = self.enumeration.is_some_and(|values| values.iter().any(Value::is_null))
            || self.constant.is_some_and(Value::is_null);
        match self.kinds {
            _ if self.nullable => Some(true),
            Some(kinds) => Some(kinds.has(Kind::Null)),
            None if listed => Some(true),
            None => None,
        }
    }

    /// Whether it constrains values beside their kinds: ranges, lengths, a pattern, a format.
    pub fn constrains(&self) -> bool {
        let counts = [self.text_length, self.item_count, self.property_count];
        self.minimum.is_some()
            || self.maximum.is_some()
            || self.multiple_of.is_some()
            || counts.into_iter().any(|count| count != (None, None))
            || self.unique_items
            || self.pattern.is_some()
            || self.format.is_some()
    }
}
