//! What things are, in words that stay the same where the document is reordered: the keys under
//! which names are remembered.

use crate::ir::{Api, Operation, Parameter, Place, TypeId, TypeRoot, TypeStep};

/// An operation.
pub(crate) fn operation(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path.text)
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
        TypeRoot::Component(name) => format!("{}{name}", component(api, id)),
        TypeRoot::Operation(index) => match api.operations.get(*index) {
            Some(known) => format!("{} type", operation(known)),
            None => "type".to_owned(),
        },
        TypeRoot::Event(name) => format!("event {name}"),
    };
    for step in &path.steps {
        text.push_str(&match step {
            TypeStep::Property(name) => format!(".{name}"),
            TypeStep::Item => "[]".to_owned(),
            TypeStep::Value => "{}".to_owned(),
            TypeStep::Variant(name) => format!("|{name}"),
            TypeStep::Body => " body".to_owned(),
            TypeStep::Response => " response".to_owned(),
            TypeStep::Status(status) => format!(" {status}"),
            TypeStep::Element(at) => format!("[{at}]"),
            TypeStep::Base => " base".to_owned(),
        });
    }
    text
}

/// The kind of component, where it is no schema: a response may have the name of a schema.
fn component(api: &Api, id: TypeId) -> String {
    let mut tokens = api.types[id].origin.tokens();
    match (tokens.next().as_deref(), tokens.next()) {
        (Some("components"), Some(section)) if section != "schemas" => format!("{section} "),
        _ => String::new(),
    }
}

/// A field of a type.
pub(crate) fn field(owner: &str, wire: &str) -> String {
    format!("{owner}.{wire} field")
}

/// The order of the arguments of what makes a value or a request.
pub(crate) fn order(of: &str) -> String {
    format!("{of} arguments")
}

/// A value of an enum, or a branch of a union.
pub(crate) fn variant(owner: &str, name: &str) -> String {
    format!("{owner}={name}")
}
