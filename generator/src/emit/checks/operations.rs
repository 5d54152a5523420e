//! The tests of a resource's operations.

use super::calls::Calls;
use super::samples::Samples;
use crate::emit::code::{Body, Item, Source};
use crate::ir::Api;
use crate::name::{Case, Scope, words};
use crate::plan::{OperationPlan, Plan, Resource};
use quote::quote;
use std::borrow::Cow;

/// A file with a test for each operation.
pub(super) fn file<'a>(
    api: &'a Api,
    plan: &'a Plan,
    resource: &'a Resource,
    samples: &mut Samples<'a>,
) -> Source<'static> {
    let mut names = Scope::new();
    let mut code = Vec::new();
    for operation in &resource.operations {
        let calls = Calls { api, resource, operation, samples: &mut *samples, with_body: false };
        code.extend(test(calls, operation, &mut names));
    }
    let mut items = super::imports(plan, &code);
    items.append(&mut code);
    Source { docs: Cow::default(), items }
}

/// The test of an operation, if a call of it can be made at all.
fn test(
    mut calls: Calls<'_, '_>,
    operation: &OperationPlan,
    names: &mut Scope,
) -> Option<Item<'static>> {
    let id = &operation.id;
    let mut statements = vec![
        quote!(let check = tests::operation(#id).await;),
        quote!(let client = crate::client(&check);),
    ];
    let minimal = calls.minimal(0)?;
    statements.push(quote!(check.minimal(|| #minimal).await;));
    for other in 1..operation.constructors.len() {
        if let Some(call) = calls.minimal(other) {
            statements.push(quote!(check.minimal(|| #call).await;));
        }
    }
    if let Some(call) = calls.least_body() {
        statements.push(quote!(check.minimal(|| #call).await;));
    }
    for terminal in &operation.terminals {
        let terminal = &terminal.ident;
        statements.push(quote!(check.minimal(|| #minimal.#terminal()).await;));
    }
    if let Some(full) = calls.full() {
        statements.push(quote!(check.full(|| #full).await;));
    }
    statements.push(quote!(check.refused(|| #minimal).await;));
    statements.push(quote!(check.faults(crate::brittle, |client| #minimal).await;));
    if calls.has_cursor() {
        let collected = quote!(#minimal.items().try_collect());
        statements.push(quote!(check.pages(|| #collected).await;));
    }
    let method = words(operation.constructors[0].method.plain());
    let longer = [method.clone(), words(&operation.verb)].concat();
    let name = names.claim(Case::Snake, [method, longer]);
    let reason = "what the document advises against still has to work";
    let deprecated = calls.is_deprecated().then(|| quote!(#[expect(deprecated, reason = #reason)]));
    let test = Item::new(quote!(async fn #name()), Body::statements(statements));
    Some(test.attribute(quote!(#[tokio::test])).attribute_if(deprecated))
}
