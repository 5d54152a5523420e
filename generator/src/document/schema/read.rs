//! Reading one schema.

use super::super::fields::{Fields, kind};
use super::super::keywords::{self, Subject, Subjects};
use super::super::{Discriminator, Version};
use super::{Schema, types};
use crate::diag::{Diagnostics, code};
use crate::ir::{Bound, Docs, Kind};
use crate::source::Node;
use serde_json::Value;

impl<'a> Schema<'a> {
    /// Reads the schema at a place. What is wrong with it is reported and left out.
    pub fn read(node: &Node<'a>, version: Version, diagnostics: &mut Diagnostics) -> Self {
        let object = match node.value {
            Value::Object(object) => object,
            Value::Bool(boolean) => {
                return Self { boolean: Some(*boolean), ..Self::default() };
            }
            other => {
                if !other.is_null() {
                    let message = format!("the schema is {}; it allows anything", kind(other));
                    diagnostics.report(code::WRONG_TYPE, &node.at, message);
                }
                return Self::default();
            }
        };
        let fields = Fields::of_schema(object, &node.at);
        let mut schema = Self::default();
        schema.read_references(&fields, diagnostics);
        schema.read_docs(&fields, diagnostics);
        if schema.reference.is_some() && version == Version::V30 {
            schema.nullable = fields.flag("nullable", diagnostics).unwrap_or(false);
            report_siblings(&fields, diagnostics);
            return schema;
        }
        schema.read_types(&fields, version, diagnostics);
        schema.report_unknown(&fields, diagnostics);
        schema.report_ruled_out(&fields, diagnostics);
        schema
    }

    /// Reads the keywords of each subject of which there are any: most schemas are about few.
    fn read_types(&mut self, fields: &Fields<'a>, version: Version, diagnostics: &mut Diagnostics) {
        let subjects = self.subjects(fields);
        if subjects.has(Subject::Type) {
            types::kinds(self, fields, version, diagnostics);
            types::enumeration(self, fields, diagnostics);
            self.constant = fields.find("const");
        }
        if subjects.has(Subject::Object) {
            self.read_object(fields, diagnostics);
        }
        if subjects.has(Subject::List) {
            self.read_list(fields, diagnostics);
        }
        if subjects.has(Subject::Combination) {
            self.read_combinations(fields, diagnostics);
        }
        if subjects.has(Subject::Bound) {
            self.read_bounds(fields, diagnostics);
        }
        if subjects.has(Subject::Text) {
            self.read_text(fields, diagnostics);
        }
    }

    /// What the schema is about; takes down the keywords that nobody reads.
    fn subjects(&mut self, fields: &Fields<'a>) -> Subjects {
        let mut subjects = Subjects::default();
        for key in fields.object.keys() {
            match keywords::subject(key) {
                Some(Subject::Unchecked) => self.unchecked.push(key),
                Some(subject) => subjects.add(subject),
                None => self.unknown.push(key),
            }
        }
        subjects
    }

    /// Says which keywords are about kinds of values that the type does not allow, or of which none
    /// is listed.
    fn report_ruled_out(&self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        let of_objects = (Kind::Object, "properties", !self.properties.is_empty());
        let of_lists = [
            (Kind::List, "items", self.items.is_some()),
            (Kind::List, "prefixItems", !self.prefix_items.is_empty()),
        ];
        for (kind, key, is_said) in [of_objects].into_iter().chain(of_lists) {
            if let Some(what) = self.rules_out(kind).filter(|_| is_said) {
                let message = format!("{what} out what `{key}` is about; left out");
                diagnostics.report(code::RULED_OUT, &fields.at.key(key), message).on_key();
            }
        }
    }

    /// What leaves no list or object, as the beginning of a sentence.
    fn rules_out(&self, kind: Kind) -> Option<&'static str> {
        if self.kinds.is_some_and(|kinds| !kinds.has(kind)) {
            return Some("the type rules");
        }
        if kind == Kind::List && self.kinds.is_some() {
            // They are taken as those of the items.
            return None;
        }
        let is_one = |value: &&Value| match kind {
            Kind::Object => value.is_object(),
            _ => value.is_array(),
        };
        let listed = self.enumeration.into_iter().flatten().chain(self.constant);
        let mut listed = listed.filter(|value| !value.is_null()).peekable();
        listed.peek()?;
        if listed.any(|value| is_one(&value)) { None } else { Some("the listed values rule") }
    }

    fn read_references(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.reference = fields.text("$ref", diagnostics);
        self.dynamic_reference = fields
            .text("$dynamicRef", diagnostics)
            .or_else(|| fields.text("$recursiveRef", diagnostics));
        if let Some(reference) = self.dynamic_reference {
            let message = format!("`{reference}` leads to the nearest anchor, wherever it is used");
            diagnostics.report(code::DYNAMIC_REFERENCE, &fields.at, message);
        }
    }

    fn read_docs(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.title = match fields.get("title") {
            Some(Value::String(title)) => Some(title),
            _ => None,
        };
        self.docs = Docs {
            summary: fields.prose("summary", diagnostics),
            description: fields.prose("description", diagnostics),
            deprecated: fields.flag("deprecated", diagnostics).unwrap_or(false),
            default: fields.find("default").cloned().map(Box::new),
        };
        self.read_only = fields.flag("readOnly", diagnostics).unwrap_or(false);
        self.write_only = fields.flag("writeOnly", diagnostics).unwrap_or(false);
    }

    fn read_object(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.properties = fields.members("properties", diagnostics);
        self.patterns = fields.members("patternProperties", diagnostics);
        self.property_names = schema_node(fields, "propertyNames", diagnostics);
        self.unevaluated = schema_node(fields, "unevaluatedProperties", diagnostics);
        self.additional = schema_node(fields, "additionalProperties", diagnostics)
            .or_else(|| self.unevaluated.clone());
        // Draft 3 and many authors write `required: true` in the property itself.
        self.required = match fields.get("required") {
            Some(Value::Array(_)) => fields.texts("required", diagnostics),
            Some(_) => {
                fields.wrong("required", "a list of names", diagnostics);
                Vec::new()
            }
            None => Vec::new(),
        };
    }

    fn read_list(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.prefix_items = schema_nodes(fields, "prefixItems", diagnostics);
        match fields.get("items") {
            Some(Value::Array(_)) => {
                self.prefix_items = schema_nodes(fields, "items", diagnostics);
                self.items = schema_node(fields, "additionalItems", diagnostics);
            }
            _ => self.items = schema_node(fields, "items", diagnostics),
        }
        self.item_count =
            (fields.count("minItems", diagnostics), fields.count("maxItems", diagnostics));
        self.unique_items = fields.flag("uniqueItems", diagnostics).unwrap_or(false);
    }

    fn read_combinations(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.all_of = schema_nodes(fields, "allOf", diagnostics);
        self.one_of = schema_nodes(fields, "oneOf", diagnostics);
        self.any_of = schema_nodes(fields, "anyOf", diagnostics);
        for key in ["then", "else"] {
            self.conditional.extend(schema_node(fields, key, diagnostics));
        }
        for key in ["dependentSchemas", "dependencies"] {
            let members = fields.members(key, diagnostics).into_iter().map(|(_, node)| node);
            self.conditional.extend(members.filter(|node| !node.value.is_array()));
        }
        if !self.conditional.is_empty() {
            let message = "what a condition adds is optional, whether it holds or not";
            diagnostics.report(code::CONDITIONAL_SCHEMA, &fields.at, message);
        }
        self.discriminator = discriminator(fields, diagnostics);
    }

    fn read_bounds(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.minimum = bound(fields, "minimum", "exclusiveMinimum", false, diagnostics);
        self.maximum = bound(fields, "maximum", "exclusiveMaximum", true, diagnostics);
        self.multiple_of = fields.number("multipleOf", diagnostics);
        self.property_count = (
            fields.count("minProperties", diagnostics),
            fields.count("maxProperties", diagnostics),
        );
    }

    fn read_text(&mut self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        self.format = fields.text("format", diagnostics).or(self.format);
        self.content_encoding = fields.text("contentEncoding", diagnostics);
        self.content_media_type = fields.text("contentMediaType", diagnostics);
        self.content_schema = schema_node(fields, "contentSchema", diagnostics);
        self.pattern = fields.text("pattern", diagnostics);
        self.text_length =
            (fields.count("minLength", diagnostics), fields.count("maxLength", diagnostics));
    }

    fn report_unknown(&self, fields: &Fields<'a>, diagnostics: &mut Diagnostics) {
        for key in &self.unknown {
            let message = format!("a schema has no keyword `{key}`");
            diagnostics
                .report(code::UNKNOWN_KEYWORD, &fields.at.key(key), message)
                .on_key()
                .near(key, keywords::all().filter(|name| !fields.object.contains_key(*name)));
        }
    }
}

/// Reports what OpenAPI 3.0 ignores beside a reference.
fn report_siblings(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let counts = |key: &&String| key.as_str() != "nullable" && !keywords::is_annotation(key);
    let ignored: Vec<String> =
        fields.object.keys().filter(counts).map(|key| format!("`{key}`")).collect();
    if !ignored.is_empty() {
        let message = format!("{} beside `$ref` has no effect in OpenAPI 3.0", ignored.join(", "));
        diagnostics
            .report(code::REFERENCE_SIBLINGS, &fields.at, message)
            .remedy("put the reference into `allOf` and the rest beside it");
    }
}

static ANYTHING: Value = Value::Bool(true);
static NOTHING: Value = Value::Bool(false);

/// A schema under a keyword.
fn schema_node<'a>(
    fields: &Fields<'a>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Node<'a>> {
    let node = fields.node(key)?;
    let value = match node.value {
        Value::Object(_) | Value::Bool(_) => node.value,
        Value::String(text) if text == "true" => &ANYTHING,
        Value::String(text) if text == "false" => &NOTHING,
        _ => {
            fields.wrong(key, "a schema", diagnostics);
            return None;
        }
    };
    if value.is_boolean() && !node.value.is_boolean() {
        fields.taken(key, &value.to_string(), diagnostics);
    }
    Some(Node { value, at: node.at })
}

/// A list of schemas under a keyword; a single one is taken as a list of one.
fn schema_nodes<'a>(
    fields: &Fields<'a>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Node<'a>> {
    if let Some(node) = fields.node(key).filter(|node| node.value.is_object()) {
        fields.taken(key, "a list of one schema", diagnostics);
        return vec![node];
    }
    let mut nodes = fields.items(key, diagnostics);
    nodes.retain(|node| {
        let is_schema = node.value.is_object() || node.value.is_boolean();
        if !is_schema {
            let message = format!("an entry of `{key}` is {}, not a schema", kind(node.value));
            diagnostics.report(code::WRONG_KEYWORD_TYPE, &node.at, message);
        }
        is_schema
    });
    nodes
}

/// One end of a range, from a number and an exclusive number (2020-12) or flag (3.0).
fn bound(
    fields: &Fields<'_>,
    key: &str,
    exclusive_key: &str,
    upper: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Bound> {
    let plain = fields.number(key, diagnostics).map(|value| Bound { value, exclusive: false });
    match fields.get(exclusive_key) {
        None => plain,
        Some(Value::Bool(exclusive)) => plain.map(|bound| Bound { exclusive: *exclusive, ..bound }),
        Some(_) => {
            let value = fields.number(exclusive_key, diagnostics)?;
            let exclusive = Bound { value, exclusive: true };
            match plain {
                Some(plain) if !is_stricter(&exclusive, &plain, upper) => Some(plain),
                _ => Some(exclusive),
            }
        }
    }
}

fn is_stricter(exclusive: &Bound, plain: &Bound, upper: bool) -> bool {
    match (exclusive.value.as_f64(), plain.value.as_f64()) {
        (Some(exclusive), Some(plain)) if upper => exclusive <= plain,
        (Some(exclusive), Some(plain)) => exclusive >= plain,
        _ => true,
    }
}

fn discriminator<'a>(
    fields: &Fields<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Discriminator<'a>> {
    let node = fields.node("discriminator")?;
    if let Value::String(property) = node.value {
        fields.taken("discriminator", "the name of the property", diagnostics);
        return Some(Discriminator { property, mapping: Vec::new(), fallback: None });
    }
    let inner = Fields::of(&node, "`discriminator`", diagnostics)?;
    let Some(property) = inner.text("propertyName", diagnostics) else {
        let message = "`propertyName` is missing; the discriminator is ignored";
        diagnostics.report(code::MISSING_FIELD, &node.at, message);
        return None;
    };
    let mut mapping = Vec::new();
    for (value, target) in match inner.get("mapping") {
        Some(_) => inner.members("mapping", diagnostics),
        None => Vec::new(),
    } {
        match target.value {
            Value::String(name) => mapping.push((value, name.as_str())),
            other => {
                let message = format!("`{value}` maps to {}, not to a schema", kind(other));
                diagnostics.report(code::WRONG_TYPE, &target.at, message);
            }
        }
    }
    Some(Discriminator { property, mapping, fallback: inner.text("defaultMapping", diagnostics) })
}
