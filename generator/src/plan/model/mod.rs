//! The plan: every Rust decision as plain data.

mod derives;
mod operations;
mod own_text;
mod rules;
mod types;

pub use derives::Derive;
pub use operations::*;
pub use own_text::OwnText;
pub use rules::{End, Rule};
pub use types::*;

use crate::name::RustIdent;
use std::collections::{BTreeMap, BTreeSet};

/// A whole crate, ready to be written down.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The crate.
    pub package: Package,
    /// What the API's table says.
    pub api: ApiTable,
    /// Files of types, in the order of their modules.
    pub type_files: Vec<TypeFile>,
    /// Groups of operations, in the order of the document's tags.
    pub resources: Vec<Resource>,
    /// Types for texts of a format that are written into the crate.
    pub own_texts: BTreeSet<OwnText>,
    /// Names of the runtime that a type of the API takes for itself, so that they are written with
    /// their path.
    pub qualified: Vec<&'static str>,
    /// What became of each type of the graph, in its order.
    pub homes: Vec<TypeHome>,
    /// The names, for the next run.
    pub names: super::Names,
}

/// What became of a type of the graph.
#[derive(Clone, Debug)]
pub struct TypeHome {
    /// The schema it comes from.
    pub pointer: crate::diag::Pointer,
    /// Its name.
    pub ident: RustIdent,
    /// Which way it travels.
    pub usage: crate::ir::Usage,
    /// Its file, by position.
    pub file: usize,
}

/// The crate that is written.
#[derive(Clone, Debug)]
pub struct Package {
    /// The name of the package.
    pub name: String,
    /// The name that code imports it by.
    pub library: String,
    /// Its version.
    pub version: String,
    /// A line about it.
    pub description: String,
    /// The crate's documentation.
    pub docs: Vec<String>,
    /// Crates that the API's types come from, beside those of the runtime.
    pub dependencies: Vec<super::Dependency>,
    /// Cargo features with the features they need; empty where there is a single group.
    pub features: BTreeMap<String, Vec<String>>,
}

/// Which features bring an item in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Gate {
    /// It is always there.
    #[default]
    Always,
    /// Any of these features brings it in.
    Features(Vec<String>),
}

/// What the runtime is told about the API.
#[derive(Clone, Debug)]
pub struct ApiTable {
    /// The name of the API.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What requests carry as `User-Agent`.
    pub user_agent: String,
    /// Absolute URLs, the preferred first.
    pub servers: Vec<String>,
    /// Ways to authenticate.
    pub security: Vec<SecurityRow>,
    /// The shared error envelope.
    pub envelope: Option<Envelope>,
    /// How requests are signed that the API makes.
    pub webhooks: Option<Webhooks>,
    /// Headers of answers that a person named.
    pub headers: crate::ir::AnswerHeaders,
}

/// How requests are signed that the API makes.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Headers, prefix and keys.
    pub scheme: super::WebhookOptions,
    /// The type of an event.
    pub event: RustIdent,
    /// Which features bring it in.
    pub gate: Gate,
}

/// One way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityRow {
    /// Its name in the document.
    pub name: String,
    /// What it does.
    pub kind: crate::ir::SecurityKind,
}

/// The error envelope that operations share.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Its type.
    pub ty: RustType,
    /// The accessor that returns it.
    pub accessor: RustIdent,
    /// The way to the code, and its type, where it can be followed in Rust.
    pub code: Option<CodeAccess>,
    /// Keys to the code.
    pub code_keys: Vec<String>,
    /// Keys to the message.
    pub message_keys: Vec<String>,
    /// Keys to the flag that says whether a repetition can succeed.
    pub retryable_keys: Vec<String>,
    /// Keys to the id of the request.
    pub request_id_keys: Vec<String>,
}

/// The typed way to the error code.
#[derive(Clone, Debug)]
pub struct CodeAccess {
    /// Fields from the envelope to the code.
    pub steps: Vec<Step>,
    /// The type of the code.
    pub ty: RustType,
}

/// One field on the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The field.
    pub field: RustIdent,
    /// Whether it can be missing.
    pub holder: Holder,
}

/// What a field holds its value in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The value itself.
    Plain,
    /// `Option`.
    Option,
    /// `Patch`.
    Patch,
}
