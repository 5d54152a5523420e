//! Builders of requests: their row, their setters, and how they are sent.

use super::calls::{argument, calls};
use super::code::{Body, Item};
use super::outputs::{by_status, future, sending};
use super::pages::paginated;
use super::resources::made_by;
use super::text::{Joined, Text, text};
use super::types::Spelling;
use crate::plan::{HeaderForm, HeaderPlan, OperationPlan, Output, Resource, Row, Setter, Terminal};

/// Everything that belongs to one operation.
pub(super) fn builder<'p>(
    resource: &Resource,
    operation: &'p OperationPlan,
    spelling: &Spelling<'_>,
    items: &mut Vec<Item<'p>>,
) {
    let ident = &operation.builder;
    let structure = Item::new(text!("pub struct {}(Request)", ident), Body::Semicolon);
    items.push(
        structure
            .docs(made_by(resource, operation))
            .attribute("#[derive(Clone, Debug)]")
            .attribute(r#"#[must_use = "a request does nothing until awaited"]"#),
    );
    items.push(Item::new(text!("impl {}", ident), Body::Items(methods(operation, spelling))));
    items.push(future(ident, &operation.output, spelling));
    if let Some(pages) = &operation.pages {
        items.push(paginated(ident, pages, spelling));
    }
    if let Output::ByStatus(output) = &operation.output {
        items.extend(by_status(output, spelling));
    }
}

fn methods<'p>(operation: &'p OperationPlan, spelling: &Spelling<'_>) -> Vec<Item<'p>> {
    let mut methods = vec![row(operation)];
    methods.extend(operation.headers.iter().map(|it| header(it, spelling)));
    methods.extend(operation.setters.iter().map(|it| setter(it, spelling)));
    if operation.ranged {
        let head = text!("pub fn range(self, range: impl RangeBounds<u64>) -> Self");
        methods.push(method(
            head,
            text!("Self(self.0.range(range))"),
            "Asks for a part of the bytes only.",
        ));
    }
    if operation.row.idempotency_key.is_some() {
        let head = text!("pub fn idempotency_key(self, key: &str) -> Self");
        let docs = "Uses this key instead of one of its own, so that the call can be made again.";
        methods.push(method(head, text!("Self(self.0.idempotency_key(key))"), docs));
    }
    methods.extend(conditions(operation, spelling));
    if operation.pages.is_some() {
        methods.push(method(
            text!("pub fn items(self) -> Items<Self>"),
            text!("Items::new(self)"),
            "Every item of every page, fetched as they are needed.",
        ));
        methods.push(method(
            text!("pub fn pages(self) -> Pages<Self>"),
            text!("Pages::new(self)"),
            "Every page, fetched as they are needed.",
        ));
    }
    methods.extend(operation.terminals.iter().map(|it| terminal(it, spelling)));
    methods
}

fn method<'p>(head: Text<'p>, body: Text<'p>, docs: &str) -> Item<'p> {
    Item::new(head, Body::statements([body])).doc(docs)
}

/// The operation as a constant.
fn row<'p>(operation: &OperationPlan) -> Item<'p> {
    let (id, path, verb) = (&operation.id, &operation.path, verb(&operation.verb));
    let Row { accept, idempotency_key, security, server, last_event_id } = &operation.row;
    let accept = accept.as_ref().map(|media_type| text!(".accept({})", media_type));
    let key = idempotency_key.as_ref().map(|header| text!(".idempotency_key({})", header));
    let security = security.as_ref().map(|alternatives| {
        let schemes = |schemes| text!("&[{}]", Joined(schemes, ", "));
        text!(".security(&[{}])", Joined(alternatives.iter().map(schemes), ", "))
    });
    let server = server.as_ref().map(|url| text!(".server({})", url));
    let events = last_event_id.as_ref().map(|name| text!(".last_event_id({})", name));
    let more = text!("{}{}{}{}{}", accept, key, security, server, events);
    let head = text!("const OP: Op = Op::new({}, {}, {}){}", id, verb, path, more);
    Item::new(head, Body::Semicolon)
}

/// A header of what comes, as a constant.
fn header<'p>(header: &'p HeaderPlan, spelling: &Spelling<'_>) -> Item<'p> {
    let (ident, wire, ty) = (&header.ident, &header.wire, spelling.of(&header.ty));
    let form = match header.form {
        HeaderForm::Simple => text!("simple"),
        HeaderForm::Exploded => text!("exploded"),
        HeaderForm::Json => text!("json"),
    };
    let deprecated = header.deprecated.then_some("#[deprecated]");
    let head = text!("pub const {}: Header<{}> = Header::{}({})", ident, ty, form, wire);
    Item::new(head, Body::Semicolon).docs(header.docs.as_slice()).attribute_if(deprecated)
}

fn verb(method: &str) -> Text<'static> {
    match method {
        "GET" => text!("Method::Get"),
        "PUT" => text!("Method::Put"),
        "POST" => text!("Method::Post"),
        "DELETE" => text!("Method::Delete"),
        "OPTIONS" => text!("Method::Options"),
        "HEAD" => text!("Method::Head"),
        "PATCH" => text!("Method::Patch"),
        "TRACE" => text!("Method::Trace"),
        "QUERY" => text!("Method::Query"),
        other => text!("Method::Custom({})", other),
    }
}

fn setter<'p>(setter: &'p Setter, spelling: &Spelling<'_>) -> Item<'p> {
    let method = &setter.method;
    let given = argument(&setter.argument, spelling);
    let calls = calls(&[&setter.argument], spelling);
    let mut statements = calls.before;
    let chain = calls.chain;
    match calls.folds.first() {
        Some(fold) => {
            statements.push(text!("let request = self.0;"));
            statements.push(text!("Self({})", fold));
        }
        None => statements.push(text!("Self(self.0{})", Joined(chain.iter(), ""))),
    }
    let deprecated = setter.deprecated.then_some("#[deprecated]");
    Item::new(text!("pub fn {}(self, {}) -> Self", method, given), Body::statements(statements))
        .docs(setter.docs.as_slice())
        .attribute_if(deprecated)
}

fn conditions<'p>(operation: &OperationPlan, spelling: &Spelling<'_>) -> Vec<Item<'p>> {
    let mut methods = Vec::new();
    if operation.conditional.if_match {
        methods.push(method(
            text!("pub fn if_match(self, etag: &ETag) -> Self"),
            text!("Self(self.0.if_match(etag))"),
            "Asks that nothing be done unless the resource is still this version.",
        ));
    }
    if operation.conditional.if_none_match {
        let docs = "Asks only for what is another version than this.";
        methods.push(match &operation.output {
            Output::Json(ty) => {
                let ty = text!("Call<Conditional<{}>>", spelling.of(ty));
                let head = text!("pub fn if_none_match(self, etag: &ETag) -> {}", ty);
                method(head, text!("self.0.if_none_match(etag).send_conditional_json()"), docs)
            }
            _ => {
                let head = text!("pub fn if_none_match(self, etag: &ETag) -> Self");
                method(head, text!("Self(self.0.if_none_match(etag))"), docs)
            }
        });
    }
    methods
}

fn terminal<'p>(terminal: &Terminal, spelling: &Spelling<'_>) -> Item<'p> {
    let ident = &terminal.ident;
    let (ty, send) = sending(&terminal.output, spelling);
    let accept = (!terminal.accept.is_empty()).then(|| {
        let accept = &terminal.accept;
        text!(r#".extra_header("accept", {})"#, accept)
    });
    let docs = match terminal.output {
        Output::Download => "Sends the request; the answer is read in chunks.".to_owned(),
        _ => format!("Sends the request; asks for `{}`.", terminal.accept.replace('`', "")),
    };
    let head = text!("pub fn {}(self) -> Call<{}>", ident, ty);
    method(head, text!("self.0{}.{}()", accept, send), &docs)
}
