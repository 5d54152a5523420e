//! What the types of a document have: the names of their fields and the values of their enums.

use crate::places::{escaped, shown, value_at};
use generator::ir::{
    Api, Content, Dispatch, EnumValues, Format, Operation, Response, Shape, Status, Tag, Ty,
    TypePath, TypeRoot, TypeStep, Variant,
};
use std::collections::{BTreeMap, BTreeSet};

/// Names of fields and, as [`shown`] writes them, of values.
type Names = BTreeSet<String>;

/// What came out of the schemas of a document.
#[derive(Default)]
pub(crate) struct Types {
    /// What the type of a value has, by the place of the value.
    pub(crate) names: BTreeMap<String, Names>,
    /// Where the fields of types come from.
    pub(crate) origins: BTreeSet<String>,
}

impl Types {
    pub(crate) fn new(api: &Api) -> Self {
        let mut types = Self::default();
        for (_, definition) in api.types.iter() {
            let mut names = Names::new();
            match &definition.shape {
                Shape::Struct(shape) => {
                    for field in &shape.fields {
                        names.insert(field.wire.clone());
                        let place = field.origin.path();
                        types.origins.insert(place.to_owned());
                        let constant = field.constant.as_deref().map(shown);
                        types.add(&value_at(place), constant);
                    }
                }
                Shape::Enum(shape) => match &shape.values {
                    EnumValues::Text(values) => {
                        names.extend(values.iter().map(|value| format!("={}", value.wire)));
                    }
                    EnumValues::Integer(values) => {
                        names.extend(values.iter().map(|value| format!("={}", value.wire)));
                    }
                },
                Shape::Union(union) => match &union.dispatch {
                    Dispatch::Tag(tag) => {
                        names.extend(tag.cases.iter().map(|(text, _)| format!("={text}")));
                        names.insert(tag.property.clone());
                        types.note_tags(api, tag, &union.variants);
                    }
                    Dispatch::Guards(guards) => {
                        let values = guards.iter().flat_map(|guard| &guard.constants);
                        names.extend(values.flat_map(|(_, values)| values).map(shown));
                    }
                },
                Shape::Alias(_) | Shape::Newtype(_) => {}
            }
            for place in named(api, &definition.path) {
                types.add(&place, names.iter().cloned());
            }
            types.add(&value_at(definition.origin.path()), names);
        }
        types.note_parts(api);
        types
    }

    fn add(&mut self, place: &str, names: impl IntoIterator<Item = String>) {
        self.names.entry(place.to_owned()).or_default().extend(names);
    }

    /// A union has the tags of its variants, which may have no field for them.
    fn note_tags(&mut self, api: &Api, tag: &Tag, variants: &[Variant]) {
        for (text, index) in &tag.cases {
            let Some(Ty::Named(id) | Ty::Boxed(id)) = variants.get(*index).map(|it| &it.ty) else {
                continue;
            };
            let place = value_at(api.types[*id].origin.path());
            self.add(&place, [tag.property.clone()]);
            let property = format!("{place}/properties/{}", escaped(&tag.property));
            self.add(&property, [format!("={text}")]);
        }
    }

    /// Forms of several parts have no type of their own.
    fn note_parts(&mut self, api: &Api) {
        for operation in &api.operations {
            for content in bodies(operation).chain(responses(operation, |_| true)) {
                if let Format::Multipart(parts) = &content.format {
                    let names = parts.iter().map(|part| part.wire.clone());
                    self.add(&schema_of(content), names);
                }
            }
        }
    }
}

fn bodies(operation: &Operation) -> impl Iterator<Item = &Content> {
    operation.body.iter().flat_map(|body| &body.contents)
}

fn responses(
    operation: &Operation,
    is_meant: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &Content> {
    let meant = move |response: &&Response| is_meant(&status(response.status));
    operation.responses.iter().filter(meant).flat_map(|response| &response.contents)
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn schema_of(content: &Content) -> String {
    value_at(&format!("{}/schema", content.origin.path()))
}

/// The places of the values that a type is named after: where several schemas describe them
/// together, it comes from another place.
fn named(api: &Api, path: &TypePath) -> Vec<String> {
    let mut steps = path.steps.as_slice();
    let starts = match &path.root {
        TypeRoot::Component(name) => vec![format!("/components/schemas/{}", escaped(name))],
        TypeRoot::Operation(index) => {
            let operation = &api.operations[*index];
            let Some((first, rest)) = steps.split_first() else { return Vec::new() };
            steps = rest;
            match first {
                TypeStep::Body => bodies(operation).map(schema_of).collect(),
                TypeStep::Response => {
                    responses(operation, |it| it.starts_with('2')).map(schema_of).collect()
                }
                TypeStep::Status(status) => {
                    responses(operation, |it| it == status).map(schema_of).collect()
                }
                _ => Vec::new(),
            }
        }
        TypeRoot::Event(_) => Vec::new(),
    };
    let inner: String = steps.iter().map(token).collect();
    starts.into_iter().map(|start| format!("{start}{inner}")).collect()
}

/// How a step is written in the place of a value.
fn token(step: &TypeStep) -> String {
    match step {
        TypeStep::Property(name) => format!("/properties/{}", escaped(name)),
        TypeStep::Item => "/items".to_owned(),
        TypeStep::Value => "/additionalProperties".to_owned(),
        TypeStep::Element(index) => format!("/prefixItems/{index}"),
        // Branches and parts describe the value of the whole.
        TypeStep::Variant(_) | TypeStep::Base => String::new(),
        TypeStep::Body | TypeStep::Response | TypeStep::Status(_) => String::new(),
    }
}
