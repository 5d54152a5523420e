//! What things are, in words that stay the same where the document is reordered: the keys under
//! which names are remembered.
//!
//! Texts are put together without formatting, as every field and value has one.

use crate::ir::{Api, Operation, Parameter, Place, TypeId, TypeRoot, TypeStep};

/// An operation.
pub(crate) fn operation(operation: &Operation) -> String {
    [operation.method.as_str(), " ", &operation.path.text].concat()
}

/// An operation in its group, for names among those of the group: one that comes from another group
/// takes what is free.
pub(crate) fn in_group(of: &Operation) -> String {
    match &of.tag {
        Some(tag) => format!("{} in {tag}", operation(of)),
        None => operation(of),
    }
}

/// A parameter of an operation.
pub(crate) fn parameter(of: &Operation, parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query | Place::QueryString => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    format!("{} {place} {}", operation(of), parameter.wire)
}

/// A header of what an operation gives.
pub(crate) fn header(of: &Operation, wire: &str) -> String {
    format!("{} response header {}", operation(of), wire.to_ascii_lowercase())
}

/// A type.
pub(crate) fn of_type(api: &Api, id: TypeId) -> String {
    let path = &api.types[id].path;
    let mut text = match &path.root {
        TypeRoot::Component(name) => component(api, id) + name,
        TypeRoot::Operation(index) => match api.operations.get(*index) {
            Some(known) => [known.method.as_str(), " ", &known.path.text, " type"].concat(),
            None => "type".to_owned(),
        },
        TypeRoot::Event(name) => format!("event {name}"),
    };
    for step in &path.steps {
        match step {
            TypeStep::Property(name) => text.extend([".", name]),
            TypeStep::Item => text.push_str("[]"),
            TypeStep::Value => text.push_str("{}"),
            TypeStep::Variant(name) => text.extend(["|", name]),
            TypeStep::Body => text.push_str(" body"),
            TypeStep::Response => text.push_str(" response"),
            TypeStep::Status(status) => text.extend([" ", status]),
            TypeStep::Element(at) => text.push_str(&format!("[{at}]")),
            TypeStep::Base => text.push_str(" base"),
        }
    }
    text
}

/// The kind of component, where it is no schema: a response may have the name of a schema.
fn component(api: &Api, id: TypeId) -> String {
    let mut tokens = api.types[id].origin.path().split('/').skip(1);
    match (tokens.next(), tokens.next()) {
        (Some("components"), Some(section)) if section != "schemas" => format!("{section} "),
        _ => String::new(),
    }
}

/// A field of a type.
pub(crate) fn field(owner: &str, wire: &str) -> String {
    [owner, ".", wire, " field"].concat()
}

/// The order of the arguments of what makes a value or a request.
pub(crate) fn order(of: &str) -> String {
    format!("{of} arguments")
}

/// A value of an enum, or a branch of a union.
pub(crate) fn variant(owner: &str, name: &str) -> String {
    [owner, "=", name].concat()
}
