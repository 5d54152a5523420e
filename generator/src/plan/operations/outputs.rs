//! What sending an operation gives.

use super::mocks;
use crate::ir::{Content, Format, Operation, Response, Status, Ty};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::docs;
use crate::plan::model::{Output, RustType, StatusEnum, StatusVariant, Terminal};
use crate::plan::types::{Types, status_words};

/// What awaiting an operation gives, and the other ways to send it.
#[derive(Debug)]
pub(super) struct Outputs {
    pub(super) main: Output,
    pub(super) accept: Option<String>,
    pub(super) terminals: Vec<Terminal>,
    /// Whether a part of the bytes can be asked for.
    pub(super) ranged: bool,
    /// The status of what awaiting gives.
    pub(super) status: u16,
    /// The status of an answer without a body.
    pub(super) empty: u16,
}

/// A body of a response, as Rust sees it.
#[derive(Clone, Debug, PartialEq)]
enum Payload {
    None,
    Json(RustType),
    Other(Output),
}

/// Decides by the responses that mean success.
pub(super) fn outputs(
    types: &Types<'_>,
    operation: &Operation,
    enum_ident: impl FnOnce() -> RustIdent,
) -> Outputs {
    let successes = successes(operation);
    let ranged = operation.responses.iter().any(|it| matches!(it.status, Status::Code(206 | 416)));
    let contents: Vec<Option<&Content>> =
        successes.iter().map(|response| preferred(response)).collect();
    let accept = contents.iter().flatten().next().map(|content| content.media_type.clone());
    let mut distinct: Vec<(usize, Payload)> = Vec::new();
    for (at, content) in contents.iter().enumerate() {
        let payload = payload(types, operation, successes[at], *content, ranged);
        if !distinct.iter().any(|(_, known)| *known == payload) {
            distinct.push((at, payload));
        }
    }
    let main = match distinct.as_slice() {
        [] => Output::Empty,
        [(_, Payload::None)] => Output::Empty,
        [(_, Payload::Json(ty))] => Output::Json(ty.clone()),
        [(_, Payload::Other(output))] => output.clone(),
        [(_, Payload::Json(ty)), (_, Payload::None)]
        | [(_, Payload::None), (_, Payload::Json(ty))] => Output::OptionalJson(ty.clone()),
        many => mixed(types, many, &successes, &contents, enum_ident),
    };
    let status = |wanted: &dyn Fn(&Payload) -> bool| {
        let found = distinct.iter().find(|(_, payload)| wanted(payload));
        found.map(|(at, _)| mocks::sent(successes[*at].status))
    };
    let empty = status(&|payload| *payload == Payload::None).unwrap_or(204);
    let status = status(&|payload| payload.is(&main)).unwrap_or(200);
    let terminals = terminals(types, &successes, &main);
    Outputs { main, accept, terminals, ranged, status, empty }
}

impl Payload {
    /// Whether it is what awaiting gives.
    fn is(&self, main: &Output) -> bool {
        match (self, main) {
            (Self::None, Output::Empty) => true,
            (Self::Json(ty), Output::Json(main) | Output::OptionalJson(main)) => ty == main,
            (Self::Other(output), main) => output == main,
            _ => false,
        }
    }
}

/// The responses of 2xx statuses; without any, `default`.
fn successes(operation: &Operation) -> Vec<&Response> {
    let found: Vec<&Response> =
        operation.responses.iter().filter(|it| it.status.is_success()).collect();
    if !found.is_empty() {
        return found;
    }
    operation.responses.iter().filter(|it| it.status == Status::Default).collect()
}

/// JSON if there is any, else the first.
fn preferred(response: &Response) -> Option<&Content> {
    let is_json = |content: &&Content| matches!(content.format, Format::Json(_));
    response.contents.iter().find(is_json).or(response.contents.first())
}

fn payload(
    types: &Types<'_>,
    operation: &Operation,
    response: &Response,
    content: Option<&Content>,
    ranged: bool,
) -> Payload {
    let Some(content) = content else {
        let answers =
            matches!(response.status, Status::Code(200 | 206)) && operation.method == "GET";
        return if answers && ranged { Payload::Other(Output::Bytes) } else { Payload::None };
    };
    match format(types, &content.format) {
        Output::Json(ty) => Payload::Json(ty),
        other => Payload::Other(other),
    }
}

fn format(types: &Types<'_>, format: &Format) -> Output {
    match format {
        Format::Json(Ty::Null) => Output::Empty,
        Format::Json(ty) => Output::Json(types.rust(ty)),
        Format::Events(ty) => Output::Events(ty.as_ref().map(|ty| types.rust(ty))),
        Format::JsonLines(ty) => Output::Lines(types.rust(ty)),
        Format::Text | Format::Form(..) => Output::Text,
        Format::Bytes | Format::Multipart(_) => Output::Bytes,
    }
}

/// Several kinds of success: an enum by status where each can be read whole, else the first.
fn mixed(
    types: &Types<'_>,
    distinct: &[(usize, Payload)],
    successes: &[&Response],
    contents: &[Option<&Content>],
    enum_ident: impl FnOnce() -> RustIdent,
) -> Output {
    let whole = |payload: &Payload| match payload {
        Payload::None | Payload::Json(_) => true,
        Payload::Other(output) => matches!(output, Output::Text | Output::Bytes | Output::Empty),
    };
    if !distinct.iter().all(|(_, payload)| whole(payload)) {
        let streamed = distinct.iter().find_map(|(_, payload)| match payload {
            Payload::Other(output) if !whole(payload) => Some(output.clone()),
            _ => None,
        });
        return streamed.unwrap_or(Output::Empty);
    }
    let mut scope = Scope::new();
    let mut order: Vec<usize> = (0..successes.len()).collect();
    order.sort_by_key(|at| successes[*at].status);
    let variants = order
        .into_iter()
        .map(|at| {
            let status = successes[at].status;
            let ident = scope.claim(Case::Camel, [words(&status_words(&status_text(status)))]);
            let ty = contents[at].and_then(|content| whole_type(types, &content.format));
            let (mocked, docs) = (mocks::sent(status), docs::of(&successes[at].docs));
            StatusVariant { status, mocked, ident, ty, docs }
        })
        .collect();
    Output::ByStatus(Box::new(StatusEnum { ident: enum_ident(), variants }))
}

fn whole_type(types: &Types<'_>, written: &Format) -> Option<RustType> {
    match format(types, written) {
        Output::Json(ty) => Some(match written {
            Format::Json(known) if types.sizes.is_large(known) => RustType::Box(Box::new(ty)),
            _ => ty,
        }),
        Output::Text => Some(RustType::String),
        Output::Bytes => Some(RustType::Bytes),
        _ => None,
    }
}

/// A status as documents write it.
pub(crate) fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Ways to ask for the other representations, one for each kind.
fn terminals(types: &Types<'_>, successes: &[&Response], main: &Output) -> Vec<Terminal> {
    let mut terminals: Vec<Terminal> = Vec::new();
    let mut known: Vec<&'static str> = vec![output_word(main)];
    for content in successes.iter().flat_map(|response| &response.contents) {
        let output = format(types, &content.format);
        let word = output_word(&output);
        if !known.contains(&word) && output != Output::Empty {
            known.push(word);
            let ident = RustIdent::new(Case::Snake, &[word]);
            terminals.push(Terminal { ident, accept: content.media_type.clone(), output });
        }
    }
    let bytes = |output: &Output| *output == Output::Bytes;
    if bytes(main) || terminals.iter().any(|terminal| bytes(&terminal.output)) {
        let known = terminals.iter().find(|terminal| bytes(&terminal.output));
        let accept = known.map(|terminal| terminal.accept.clone()).unwrap_or_default();
        let ident = RustIdent::new(Case::Snake, &["download"]);
        terminals.push(Terminal { ident, accept, output: Output::Download });
    }
    terminals
}

fn output_word(output: &Output) -> &'static str {
    match output {
        Output::Empty => "empty",
        Output::Json(_) | Output::OptionalJson(_) | Output::ByStatus(_) => "json",
        Output::Text => "text",
        Output::Bytes => "bytes",
        Output::Download => "download",
        Output::Events(_) => "events",
        Output::Lines(_) => "lines",
    }
}
