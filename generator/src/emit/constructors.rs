//! Methods of a resource: they make requests.

use super::calls::{argument, calls};
use super::code::{Body, Item};
use super::text::{Joined, Text, text};
use super::types::Spelling;
use crate::plan::{Constructor, OperationPlan, Target};

/// The methods that make the request of an operation.
pub(super) fn constructors<'p>(
    operation: &'p OperationPlan,
    spelling: &Spelling<'_>,
) -> impl Iterator<Item = Item<'p>> {
    operation.constructors.iter().map(move |it| constructor(operation, it, spelling))
}

fn constructor<'p>(
    operation: &OperationPlan,
    constructor: &'p Constructor,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let (builder, method) = (&operation.builder, &constructor.method);
    let arguments = constructor.arguments.iter().map(|it| argument(it, spelling));
    let head = match constructor.arguments.is_empty() {
        true => text!("pub fn {}(&self) -> {}", method, builder),
        false => {
            text!("pub fn {}(&self, {}) -> {}", method, Joined(arguments, ", "), builder)
        }
    };
    let deprecated = operation.deprecated.then_some("#[deprecated]");
    let body = Body::statements(statements(operation, constructor, spelling));
    Item::new(head, body).docs(constructor.docs.as_slice()).attribute_if(deprecated)
}

/// `let request = …;` for what comes before the last step, then the builder around it.
fn statements(
    operation: &OperationPlan,
    constructor: &Constructor,
    spelling: &Spelling<'_>,
) -> Vec<Text<'static>> {
    let builder = &operation.builder;
    let start = text!("self.0.request(&{}::OP)", builder);
    let (parameters, others): (Vec<_>, Vec<_>) =
        constructor.arguments.iter().partition(|it| matches!(it.target, Target::Parameter(..)));
    let parameters = calls(&parameters, spelling);
    let others = calls(&others, spelling);
    let mut statements = Vec::new();
    statements.extend(parameters.before);
    statements.extend(others.before);
    let mut chain = parameters.chain;
    let form = constructor.form.as_ref();
    chain.extend(form.map(|media_type| text!(".form_of_parts({})", media_type)));
    let chain = Joined(chain.iter(), "");
    match (others.chain.as_slice(), others.folds.is_empty()) {
        ([], true) => statements.push(text!("{}({}{})", builder, start, chain)),
        (rest, _) => {
            statements.push(text!("let request = {}{};", start, chain));
            statements.extend(others.folds.iter().map(|fold| text!("let request = {};", fold)));
            statements.push(text!("{}(request{})", builder, Joined(rest, "")));
        }
    }
    statements
}
