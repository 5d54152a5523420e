//! From the plan to code, as text or tokens. The only user of `quote!`; it takes no decision about a
//! document.

mod aliases;
mod api;
mod builders;
mod calls;
mod cargo;
mod checks;
mod code;
mod constructors;
mod enums;
mod library;
mod mocks;
mod named;
mod outputs;
mod pages;
mod resources;
mod rules;
mod structs;
mod tables;
mod text;
mod tree;
mod types;
mod unions;

pub use cargo::cargo_toml;
pub use checks::checks;
pub use code::{Body, Code, Item, Source, Table};
pub use text::Text;
pub use tree::Tree;
pub(crate) use tree::stream;

use crate::plan::{Derive, Gate, Plan, TypeItem};
use proc_macro2::{Ident, Span};
use quote::quote;
use text::{Joined, text};

/// One file of a crate, not yet made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `src/lib.rs`.
    Library,
    /// `src/api.rs`.
    Api,
    /// `src/types/mod.rs`.
    Types,
    /// A file of types, by its position.
    TypeFile(usize),
    /// `src/resources/mod.rs`.
    Resources,
    /// A resource, by its position.
    Resource(usize),
}

/// The files of a crate beside its runtime.
pub fn units(plan: &Plan) -> Vec<Unit> {
    let mut units = vec![Unit::Library, Unit::Api, Unit::Types, Unit::Resources];
    units.extend((0..plan.resources.len()).map(Unit::Resource));
    units.extend((0..plan.type_files.len()).map(Unit::TypeFile));
    units
}

impl Unit {
    /// The path of the file within the crate.
    pub fn path(self, plan: &Plan) -> String {
        match self {
            Self::Library => "src/lib.rs".to_owned(),
            Self::Api => "src/api.rs".to_owned(),
            Self::Types => "src/types/mod.rs".to_owned(),
            Self::TypeFile(at) => format!("src/types/{}.rs", plan.type_files[at].module.plain()),
            Self::Resources => "src/resources/mod.rs".to_owned(),
            Self::Resource(at) => format!("src/resources/{}.rs", plan.resources[at].module.plain()),
        }
    }

    /// The code of the file.
    pub fn emit(self, plan: &Plan) -> Source<'_> {
        match self {
            Self::Library => library::library(plan),
            Self::Api => api::api(plan),
            Self::Types => library::types(plan),
            Self::TypeFile(at) => types::file(plan, &plan.type_files[at]),
            Self::Resources => library::resources(plan),
            Self::Resource(at) => resources::file(&plan.resources[at]),
        }
    }
}

/// The attribute of what a model derives, if it derives anything.
fn derives(item: &TypeItem) -> Option<Code<'static>> {
    let own = item.derives.iter().map(Derive::own);
    let attribute = match own.collect::<Option<Vec<_>>>() {
        Some(names) => {
            text!("#[derive({})]", Joined(names.into_iter().map(Text::from), ", ")).into()
        }
        None => {
            let names = item.derives.iter().map(|derive| match derive {
                Derive::External(path) => quote!(#(::#path)*),
                own => {
                    let name = Ident::new(&own.to_string(), Span::call_site());
                    quote!(#name)
                }
            });
            quote!(#[derive(#(#names),*)]).into()
        }
    };
    (!item.derives.is_empty()).then_some(attribute)
}

/// The attribute of a model that has a default value where there are mocks.
fn mock_default(item: &TypeItem) -> Option<&'static str> {
    item.mock_default.then_some(r#"#[cfg_attr(feature = "mock", derive(Default))]"#)
}

/// The attribute that puts an item behind features.
fn gate(gate: &Gate) -> Option<Text<'static>> {
    match gate {
        Gate::Always => None,
        Gate::Features(features) => Some(match features.as_slice() {
            [one] => text!("#[cfg(feature = {})]", one),
            many => {
                let features = many.iter().map(|feature| text!("feature = {}", feature));
                text!("#[cfg(any({}))]", Joined(features, ", "))
            }
        }),
    }
}
