//! What became what, for tools and tests.

use crate::ir::{Api, Header, Place, Response, Status};
use crate::plan::{Argument, Constructor, HeaderPlan, OperationPlan, Plan, Resource, Target};
use serde::Serialize;

/// What became what.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// Every schema that became a type, in document order.
    pub schemas: Vec<SchemaEntry>,
    /// Every operation, by resource.
    pub operations: Vec<OperationEntry>,
}

/// A schema that became a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SchemaEntry {
    /// Its place in the document.
    pub pointer: String,
    /// The file of the document, where there are several.
    #[serde(skip_serializing_if = "is_entry")]
    pub file: usize,
    /// Its path in Rust.
    pub rust: String,
    /// Which way it travels.
    pub usage: UsageEntry,
}

fn is_entry(file: &usize) -> bool {
    *file == 0
}

/// Which way a type travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UsageEntry {
    /// In requests only.
    Request,
    /// In responses only.
    Response,
    /// Both ways.
    Both,
    /// No operation uses it.
    Unused,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationEntry {
    /// Its id: the document's, or its method and path.
    pub id: String,
    /// Its place in the document.
    pub pointer: String,
    /// The HTTP method, upper case.
    pub method: String,
    /// The path, as the document writes it.
    pub path: String,
    /// The resource's path in Rust.
    pub resource: String,
    /// The method of the client that returns the resource.
    pub accessor: String,
    /// The methods of the resource that make the request: one for each way to write the body.
    pub rust: Vec<String>,
    /// The builder's path in Rust.
    pub builder: String,
    /// Its parameters, in document order.
    pub parameters: Vec<ParameterEntry>,
    /// The media types of its body, each with the method that sends it.
    pub bodies: Vec<BodyEntry>,
    /// Its responses, in document order.
    pub responses: Vec<ResponseEntry>,
    /// Whether it gives a list in pages.
    pub paginated: bool,
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParameterEntry {
    /// Where it goes.
    pub place: &'static str,
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust; none where the runtime takes care of it.
    pub rust: Option<String>,
    /// Whether it is an argument of the method, a setter of the builder, or the runtime's business.
    pub kind: &'static str,
}

/// A representation of a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BodyEntry {
    /// The media type.
    pub media_type: String,
    /// The method that sends it.
    pub rust: String,
}

/// A documented response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseEntry {
    /// The status, a range such as `4XX`, or `default`.
    pub status: String,
    /// The media types of its body.
    pub media_types: Vec<String>,
    /// Its headers.
    pub headers: Vec<HeaderEntry>,
}

/// A documented header of a response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeaderEntry {
    /// Its name.
    pub wire: String,
    /// The constant of the builder that it is read by; none where the runtime reads it itself.
    pub rust: Option<String>,
}

/// The manifest of a plan.
pub fn manifest(api: &Api, plan: &Plan) -> Manifest {
    let schemas = plan
        .homes
        .iter()
        .filter(|home| !home.usage.unmentioned)
        .map(|home| SchemaEntry {
            pointer: home.pointer.path().to_owned(),
            file: home.pointer.file().index(),
            rust: format!("types::{}", home.ident),
            usage: match (home.usage.request, home.usage.response) {
                (true, true) => UsageEntry::Both,
                (true, false) => UsageEntry::Request,
                (false, true) if home.usage.idle => UsageEntry::Unused,
                (false, true) => UsageEntry::Response,
                (false, false) => UsageEntry::Unused,
            },
        })
        .collect();
    let mut operations: Vec<(usize, OperationEntry)> = plan
        .resources
        .iter()
        .flat_map(|resource| {
            resource.operations.iter().map(move |it| (it.index, operation(api, resource, it)))
        })
        .collect();
    operations.sort_by_key(|(index, _)| *index);
    Manifest { schemas, operations: operations.into_iter().map(|(_, entry)| entry).collect() }
}

fn operation(api: &Api, resource: &Resource, plan: &OperationPlan) -> OperationEntry {
    let module = resource.module.plain();
    let known = &api.operations[plan.index];
    OperationEntry {
        id: plan.id.clone(),
        pointer: known.origin.path().to_owned(),
        method: plan.verb.clone(),
        path: known.path.text.clone(),
        resource: format!("resources::{}", resource.ident),
        accessor: resource.accessor.to_string(),
        rust: plan.constructors.iter().map(|it| it.method.to_string()).collect(),
        builder: format!("resources::{module}::{}", plan.builder),
        parameters: (0..known.parameters.len()).map(|at| parameter(api, plan, at)).collect(),
        bodies: bodies(plan),
        responses: known.responses.iter().map(|it| response(it, plan)).collect(),
        paginated: plan.pages.is_some(),
    }
}

fn parameter(api: &Api, plan: &OperationPlan, at: usize) -> ParameterEntry {
    let known = &api.operations[plan.index].parameters[at];
    let is_it = |argument: &&Argument| matches!(argument.target, Target::Parameter(_, place) if place == at);
    let given = plan.constructors.first().and_then(|it| it.arguments.iter().find(is_it));
    let set = plan.setters.iter().find(|it| is_it(&&it.argument));
    let (rust, kind) = match (given, set) {
        (Some(argument), _) => (Some(argument.ident.to_string()), "argument"),
        (None, Some(setter)) => (Some(setter.method.to_string()), "setter"),
        (None, None) => (None, "runtime"),
    };
    ParameterEntry { place: place(known.place), wire: known.wire.clone(), rust, kind }
}

fn response(response: &Response, plan: &OperationPlan) -> ResponseEntry {
    let header = |header: &Header| {
        let is_it = |it: &&HeaderPlan| it.wire.eq_ignore_ascii_case(&header.wire);
        let rust = plan.headers.iter().find(is_it).map(|it| it.ident.to_string());
        HeaderEntry { wire: header.wire.clone(), rust }
    };
    ResponseEntry {
        status: match response.status {
            Status::Code(code) => code.to_string(),
            Status::Range(class) => format!("{class}XX"),
            Status::Default => "default".to_owned(),
        },
        media_types: response.contents.iter().map(|it| it.media_type.clone()).collect(),
        headers: response.headers.iter().map(header).collect(),
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::QueryString => "querystring",
    }
}

fn bodies(plan: &OperationPlan) -> Vec<BodyEntry> {
    let entry = |it: &Constructor| {
        let media_type = it.media_type.clone()?;
        Some(BodyEntry { media_type, rust: it.method.to_string() })
    };
    plan.constructors.iter().filter_map(entry).collect()
}
