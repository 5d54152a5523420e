//! The tests of the types of responses.

use crate::diag::FileId;
use crate::emit::code::{Body, Item, Source};
use crate::ir::{Api, Shape, TypeDef, TypeRoot, TypeStep};
use crate::name::{Case, Scope, words};
use crate::plan::{Codec, Plan};
use quote::quote;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A file with a test for each type that a response is made of. What stands within another is
/// walked with it. What only comes is written too, as the client's feature `mock` has it.
pub(super) fn file(api: &Api, plan: &Plan) -> Source<'static> {
    let items = plan.type_files.iter().flat_map(|file| &file.items);
    let codecs: BTreeMap<&str, Codec> =
        items.map(|item| (item.ident.plain(), item.codec)).collect();
    let mut names = Scope::new();
    let mut code = Vec::new();
    for (home, (_, definition)) in plan.homes.iter().zip(api.types.iter()) {
        let ident = &home.ident;
        let codec = codecs.get(ident.plain()).copied().unwrap_or_default();
        let is_alias = matches!(definition.shape, Shape::Alias(_));
        let is_read = codec.read || is_alias && home.usage.response;
        if !is_read || !is_whole(definition) || home.pointer.file() != FileId::ENTRY {
            continue;
        }
        let pointer = format!("#{}", home.pointer.path());
        let name = names.claim(Case::Snake, [words(ident.plain())]);
        let statement = quote!(tests::round_trips::<types::#ident>(#pointer););
        let test = Item::new(quote!(fn #name()), Body::statements([statement]));
        code.push(test.attribute(quote!(#[test])));
    }
    let mut items = super::imports(plan, &code);
    items.append(&mut code);
    Source { docs: Cow::default(), items }
}

/// Whether a type stands for all of a schema of its own: a component, or the whole of a response.
fn is_whole(definition: &TypeDef) -> bool {
    match (&definition.path.root, definition.path.steps.as_slice()) {
        (TypeRoot::Component(_), steps) => steps.is_empty(),
        (TypeRoot::Operation(_), [step]) => {
            matches!(step, TypeStep::Response | TypeStep::Status(_))
        }
        _ => false,
    }
}
