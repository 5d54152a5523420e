//! Operations: parameters, bodies, responses, and the requests that the server makes.

use super::path::{self, ReadPath};
use super::trail::Trail;
use super::{Lowering, Site};
use crate::diag::{Pointer, code};
use crate::document;
use crate::ir::{
    Body, Conditional, Docs, Event, Header, Info, Operation, Parameter, Place, Response, Role,
    Server, Status, Style, Tagged, Ty, TypeRoot, TypeStep,
};
use std::collections::BTreeSet;

/// Headers that are no arguments: what OpenAPI 3.1, section 4.8.12.1 takes from a parameter list,
/// and what frames the message and names its host (RFC 9110, sections 7 and 8.6; RFC 9112, section
/// 6). A wrong one would make a server wait for bytes that never come.
const IGNORED_HEADERS: [&str; 11] = [
    "accept",
    "content-type",
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl<'a> Lowering<'a, '_> {
    /// Lowers everything but the component schemas.
    pub(super) fn operations(&mut self) {
        let document = self.document;
        self.api.info = Info {
            title: document.info.title.clone(),
            version: document.info.version.clone(),
            docs: text_docs(None, document.info.description.as_deref()),
        };
        self.api.servers = document.servers.iter().map(server).collect();
        self.security_schemes();
        let mut ids = BTreeSet::new();
        for (index, operation) in document.operations.iter().enumerate() {
            let lowered = self.operation(operation, index, &mut ids);
            self.api.operations.push(lowered);
        }
        self.tags();
        for (name, event) in &document.webhooks {
            self.event(name, event);
        }
        for operation in &document.operations {
            for (name, event) in &operation.callbacks {
                let owner = operation.id.unwrap_or_default();
                self.event(format!("{owner} {name}").trim(), event);
            }
        }
    }

    fn operation(
        &mut self,
        operation: &document::Operation<'a>,
        index: usize,
        ids: &mut BTreeSet<&'a str>,
    ) -> Operation {
        let id = operation.id.filter(|id| {
            let new = ids.insert(id);
            if !new {
                let message = format!(
                    "the operation id `{id}` is taken; this operation is named by its path"
                );
                self.report(code::DUPLICATE_OPERATION_ID, &operation.at, message);
            }
            new
        });
        let read = path::read(operation);
        let mut parameters = self.parameters(operation, index);
        self.follow_from_the_rest(&mut parameters, &operation.security);
        self.fit_to_path(&read, &mut parameters, operation);
        let path = read.template;
        parameters.retain(|parameter| {
            parameter.place != Place::Path || path.parameters.contains(&parameter.wire)
        });
        self.leave_to_credentials(&mut parameters, &operation.security);
        Operation {
            id: id.map(str::to_owned),
            method: operation.method.clone(),
            tag: operation.tags.first().map(|tag| (*tag).to_owned()),
            body: operation.body.as_ref().and_then(|body| self.body(body, index)),
            responses: self.responses(operation, index),
            security: self.requirements(&operation.security, &operation.at),
            servers: operation.servers.iter().map(server).collect(),
            pagination: None,
            idempotency: None,
            conditional: Conditional::default(),
            docs: operation.docs.clone(),
            origin: operation.at.clone(),
            path,
            parameters,
        }
    }

    fn parameters(&mut self, operation: &document::Operation<'a>, index: usize) -> Vec<Parameter> {
        let declared = &operation.parameters;
        declared.iter().filter_map(|parameter| self.parameter(parameter, index)).collect()
    }

    /// Takes headers from the list that are no arguments. `Authorization` is one where no credential
    /// of the client would be sent as it: nothing else could say it then.
    fn follow_from_the_rest(&mut self, parameters: &mut [Parameter], security: &[Vec<&'a str>]) {
        for parameter in parameters.iter_mut().filter(|it| it.place == Place::Header) {
            let name = parameter.wire.to_ascii_lowercase();
            let ignored = IGNORED_HEADERS.contains(&name.as_str())
                && (name != "authorization" || self.is_authorized(security));
            if ignored {
                parameter.role = Role::Ignored;
                let message = format!("`{}` follows from the rest of the request", parameter.wire);
                self.report(code::IGNORED_PARAMETER, &parameter.origin, message);
            }
        }
    }

    fn parameter(
        &mut self,
        parameter: &document::Parameter<'a>,
        index: usize,
    ) -> Option<Parameter> {
        let path = match parameter.component {
            Some(name) => Trail::component(name),
            None => Trail::operation(index, TypeStep::Property(parameter.name.to_owned())),
        };
        let (ty, media_type) = self.parameter_type(parameter, path.clone());
        let schema = parameter.schema.as_ref();
        let (bounds, default) = match schema {
            Some(node) => {
                let place = Site::new(node.clone(), path);
                let mut texts = self.place_docs(std::slice::from_ref(&place));
                self.possible_default(&mut texts, std::slice::from_ref(&place));
                (self.bounds(std::slice::from_ref(&place)), Some(texts))
            }
            None => Default::default(),
        };
        let mut docs = parameter.docs.clone();
        if let Some(texts) = default {
            docs.summary = docs.summary.or(texts.summary);
            docs.description = docs.description.or(texts.description);
            docs.deprecated |= texts.deprecated;
            docs.default = docs.default.or(texts.default);
        }
        Some(Parameter {
            place: parameter.place,
            wire: parameter.name.to_owned(),
            ty,
            required: parameter.required,
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            media_type,
            role: Role::Plain,
            bounds,
            docs,
            origin: parameter.at.clone(),
        })
    }

    fn parameter_type(
        &mut self,
        parameter: &document::Parameter<'a>,
        path: Trail,
    ) -> (Ty, Option<String>) {
        if let Some(content) = &parameter.content {
            let ty = match &content.schema {
                Some(node) => self.lower(&Site::new(node.clone(), path)).ty,
                None => Ty::Json,
            };
            return (ty, Some(content.name.to_owned()));
        }
        match &parameter.schema {
            Some(node) => (self.lower(&Site::new(node.clone(), path)).ty, None),
            None => {
                let message = format!("`{}` has neither schema nor content; text", parameter.name);
                self.report(code::UNTYPED_PARAMETER, &parameter.at, message);
                (text(), None)
            }
        }
    }

    /// Brings the declared parameters and those that the path names together; what the path names
    /// and nobody declares is text.
    fn fit_to_path(
        &mut self,
        path: &ReadPath,
        parameters: &mut Vec<Parameter>,
        operation: &document::Operation<'a>,
    ) {
        for (written, name) in &path.meant {
            let message = format!("`{{{written}}}` is taken to be the declared `{name}`");
            self.report(code::UNDECLARED_PATH_PARAMETER, &operation.at, message);
        }
        for parameter in parameters.iter_mut().filter(|it| it.place == Place::Path) {
            if !path.template.parameters.contains(&parameter.wire) {
                let message = format!("the path has no `{{{}}}`; left out", parameter.wire);
                self.diagnostics
                    .report(code::UNUSED_PATH_PARAMETER, &parameter.origin, message)
                    .remedy("name it as the path does, within `{` and `}`, or take it out");
            }
            parameter.allow_reserved |= path.reserved.contains(&parameter.wire);
        }
        let named = path.template.parameters.iter().map(|name| (Place::Path, "path", name));
        let queried = path.query.iter().map(|name| (Place::Query, "query", name));
        for (place, word, name) in named.chain(queried) {
            if parameters.iter().any(|one| one.place == place && one.wire == *name) {
                continue;
            }
            let message = format!("`{{{name}}}` is no declared {word} parameter; taken as text");
            self.diagnostics
                .report(code::UNDECLARED_PATH_PARAMETER, &operation.at, message)
                .remedy(format!("describe it under `parameters`, with `in: {word}`"));
            parameters.push(undeclared(place, name, &operation.at));
        }
    }

    fn body(&mut self, body: &document::RequestBody<'a>, index: usize) -> Option<Body> {
        let path = match body.component {
            Some(name) => Trail::component(name),
            None => Trail::operation(index, TypeStep::Body),
        };
        let mut contents = Vec::with_capacity(body.contents.len());
        for media_type in &body.contents {
            contents.push(self.request_content(media_type, &path));
        }
        (!contents.is_empty()).then(|| Body {
            required: body.required,
            contents,
            docs: body.docs.clone(),
            origin: body.at.clone(),
        })
    }

    fn responses(&mut self, operation: &document::Operation<'a>, index: usize) -> Vec<Response> {
        let first = operation.responses.iter().map(|response| response.status);
        let success = first.filter(|status| status.is_success()).min();
        let mut responses = Vec::with_capacity(operation.responses.len());
        for response in &operation.responses {
            let path = match response.component {
                Some(name) => Trail::component(name),
                None if Some(response.status) == success => {
                    Trail::operation(index, TypeStep::Response)
                }
                None => Trail::operation(index, TypeStep::Status(status_word(response.status))),
            };
            let contents = match has_no_body(&operation.method, response.status) {
                true => {
                    self.bodies_never_sent(response);
                    Vec::new()
                }
                false => {
                    let contents = response.contents.iter();
                    contents.map(|content| self.response_content(content, &path)).collect()
                }
            };
            responses.push(Response {
                status: response.status,
                contents,
                headers: self.headers(&response.headers, &path),
                docs: response.docs.clone(),
                origin: response.at.clone(),
            });
        }
        responses
    }

    /// Says of each representation of an answer without a body that it is never sent.
    fn bodies_never_sent(&mut self, response: &document::Response<'a>) {
        for content in &response.contents {
            let message = format!("such an answer has no body; `{}` is left out", content.name);
            self.report(code::BODY_NEVER_SENT, &content.at, message);
        }
    }

    fn headers(&mut self, headers: &[document::Parameter<'a>], path: &Trail) -> Vec<Header> {
        let lowered = headers.iter().map(|header| {
            let path = match header.component {
                Some(name) => Trail::component(name),
                None => path.property(header.name),
            };
            let (ty, media_type) = self.parameter_type(header, path);
            Header {
                wire: header.name.to_owned(),
                ty,
                required: header.required,
                explode: header.explode,
                media_type,
                docs: header.docs.clone(),
                origin: header.at.clone(),
            }
        });
        lowered.collect()
    }

    /// Tags in the order of the document's list, then of first use.
    fn tags(&mut self) {
        let declared = self.document.tags.iter().map(|tag| Tagged {
            name: tag.name.clone(),
            docs: text_docs(None, tag.description.as_deref()),
        });
        let mut tags: Vec<Tagged> = declared.collect();
        for operation in &self.api.operations {
            if let Some(name) = &operation.tag
                && !tags.iter().any(|tag| tag.name == *name)
            {
                tags.push(Tagged { name: name.clone(), docs: Docs::default() });
            }
        }
        self.api.tags = tags;
    }

    /// The payload of a request that the server makes.
    fn event(&mut self, name: &str, operation: &document::Operation<'a>) {
        let path = Trail::root(TypeRoot::Event(name.to_owned()));
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let schema = contents.filter_map(|content| content.schema.clone()).next();
        let payload = schema.map(|node| self.lower(&Site::new(node, path)).into_ty());
        self.api.events.push(Event {
            name: name.to_owned(),
            payload,
            docs: operation.docs.clone(),
            origin: operation.at.clone(),
        });
    }

    /// Reports a place of an operation.
    pub(super) fn note(&mut self, code: crate::diag::Code, at: &Pointer, message: &str) {
        self.report(code, at, message.to_owned());
    }
}

fn text() -> Ty {
    Ty::Prim(crate::ir::Prim::Text(crate::ir::Text::Plain))
}

/// Whether an answer ends with its headers (RFC 9110, sections 6.4.1 and 15.3.6).
fn has_no_body(method: &str, status: Status) -> bool {
    method == "HEAD"
        || matches!(status, Status::Code(100..=199 | 204 | 205 | 304) | Status::Range(1))
}

/// A status as words for names.
fn status_word(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// Documentation of two texts.
pub(super) fn text_docs(summary: Option<&str>, description: Option<&str>) -> Docs {
    Docs {
        summary: summary.map(str::to_owned),
        description: description.map(str::to_owned),
        ..Docs::default()
    }
}

/// A parameter that only the path tells of.
fn undeclared(place: Place, name: &str, at: &Pointer) -> Parameter {
    Parameter {
        place,
        wire: name.to_owned(),
        ty: text(),
        required: place == Place::Path,
        style: if place == Place::Path { Style::Simple } else { Style::Form },
        explode: place == Place::Query,
        allow_reserved: false,
        media_type: None,
        role: Role::Plain,
        bounds: Default::default(),
        docs: Docs::default(),
        origin: at.clone(),
    }
}

/// A server with its variables at their defaults.
fn server(server: &openapiv3::Server) -> Server {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    Server { url, docs: text_docs(None, server.description.as_deref()) }
}
