//! Operations: resources, their methods, and the builders of requests.

mod bodies;
mod grouping;
mod headers;
mod mocks;
mod names;
mod outputs;
mod pages;
mod parameters;
mod resources;

pub(crate) use pages::Items;
use parameters::place_word;
pub(crate) use resources::{Draft, drafts};

use super::chosen::{Claim, Keys, Namer};
use super::docs;
use super::identity;
use super::model::{
    Argument, Constructor, MockRow, OperationPlan, Resource, Row, Rule, Setter, Target,
};
use super::rules;
use super::types::Types;
use crate::ir::{Operation, Parameter, Place, Role};
use crate::name::{Case, RustIdent, Scope, words};
use crate::parallel;
use bodies::{BodyWay, ways};

/// Methods of a builder that an API's parameters leave alone.
const BUILDER_METHODS: &[&str] = &[
    "clone",
    "clone_from",
    "clone_into",
    "deadline",
    "extra_header",
    "extra_query",
    "fmt",
    "idempotency_key",
    "if_match",
    "if_none_match",
    "into",
    "into_future",
    "request",
    "retry",
    "timeout",
    "to_owned",
    "try_into",
    "type_id",
    "borrow",
    "borrow_mut",
    // Names that clippy takes for those of operators.
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "div",
    "mul",
    "neg",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// The most arguments of a method beside `self`, as clippy would have it.
const MOST_ARGUMENTS: usize = 6;

/// Plans the operations of each resource.
pub(crate) fn resources(
    types: &Types<'_>,
    items: &Items<'_>,
    drafts: Vec<Draft>,
    namer: &mut Namer<'_>,
) -> Vec<Resource> {
    let drafts: Vec<_> = drafts.into_iter().map(|draft| (draft, namer.beside())).collect();
    let planned = parallel::each(drafts, |(draft, mut namer)| {
        let mut names = draft.names;
        let mut planner = Planner { types, items, namer: &mut namer };
        let plan = |operation| planner.operation(operation, &mut names);
        let operations = draft.operations.into_iter().map(plan).collect();
        let resource = Resource {
            module: draft.module,
            ident: draft.ident,
            accessor: draft.accessor,
            gate: super::model::Gate::Always,
            docs: draft.docs,
            operations,
        };
        (resource, namer)
    });
    let joined = |(resource, beside)| {
        namer.join(beside);
        resource
    };
    planned.into_iter().map(joined).collect()
}

struct Planner<'a, 'b> {
    types: &'a Types<'a>,
    items: &'a Items<'a>,
    namer: &'a mut Namer<'b>,
}

impl Planner<'_, '_> {
    fn operation(&mut self, draft: resources::OperationDraft, names: &mut Scope) -> OperationPlan {
        let operation = &self.types.api.operations[draft.index];
        let namer = &mut *self.namer;
        let status_enum = || {
            let claim = resources::status_claim(operation, &draft.full);
            namer.held(names, Case::Camel, claim)
        };
        let outputs = outputs::outputs(self.types, operation, status_enum);
        let pages = operation.pagination.as_ref().and_then(|pagination| {
            let page = success_type(operation)?;
            let pages =
                pages::pages(self.types, self.items, operation, pagination, page, &outputs.main);
            if pages.is_none() {
                self.namer.notes.push(super::Note::PagesOutOfReach {
                    operation: operation_id(operation),
                    place: operation.origin.to_string(),
                });
            }
            pages
        });
        for (content, instead) in operation.body.iter().flat_map(bodies::left_out) {
            self.namer.notes.push(super::Note::SameRepresentation {
                key: content.origin.path().to_owned(),
                media_type: content.media_type.clone(),
                instead: instead.media_type.clone(),
            });
        }
        let mut methods = Scope::new().reserving(BUILDER_METHODS);
        for terminal in &outputs.terminals {
            methods.take(&terminal.ident);
        }
        if pages.is_some() {
            methods = methods.reserving(&["items", "pages"]);
        }
        let ranged = outputs.ranged && !outputs.terminals.is_empty();
        if ranged {
            methods = methods.reserving(&["range"]);
        }
        let headers = self.headers(operation);
        let (constructors, setters) = self.calls(operation, &draft, methods, ranged);
        let body = mocks::body(&constructors, &setters);
        let mock = MockRow { body, status: outputs.status, empty: outputs.empty };
        OperationPlan {
            index: draft.index,
            id: operation_id(operation),
            builder: draft.builder,
            verb: operation.method.clone(),
            path: operation.path.sent.clone(),
            deprecated: operation.docs.deprecated,
            row: row(self.types.api, operation, outputs.accept),
            constructors,
            setters,
            output: outputs.main,
            terminals: outputs.terminals,
            pages,
            headers,
            conditional: operation.conditional,
            ranged,
            mock,
        }
    }

    /// The methods that make the request, and the setters of its builder.
    fn calls(
        &mut self,
        operation: &Operation,
        draft: &resources::OperationDraft,
        mut methods: Scope,
        ranged: bool,
    ) -> (Vec<Constructor>, Vec<Setter>) {
        let ways = ways(self.types, operation);
        let body_arguments = ways.iter().map(|way| way.arguments.len()).max().unwrap_or(0);
        let mut required = Vec::new();
        let mut optional = Vec::new();
        for (at, parameter) in parameters(operation, ranged) {
            match parameter.place {
                Place::Path => required.push((at, parameter)),
                _ if parameter.required => required.push((at, parameter)),
                _ => optional.push((at, parameter)),
            }
        }
        if required.len() + body_arguments > MOST_ARGUMENTS {
            let (path, others) = required.into_iter().partition(|(_, it)| it.place == Place::Path);
            required = path;
            optional.splice(0..0, others);
        }
        required.sort_by_key(|(_, it)| (it.place != Place::Path, template_place(operation, it)));
        let room = MOST_ARGUMENTS.saturating_sub(body_arguments);
        if required.len() > room {
            optional.splice(0..0, required.split_off(room));
        }
        let of = identity::operation(operation);
        let fixed = self.arguments(operation, &required);
        // The places of the others are those of the path itself.
        let in_path = required.iter().filter(|(_, it)| it.place == Place::Path).count();
        let others: Vec<&RustIdent> = fixed[in_path..].iter().map(|it| &it.ident).collect();
        let order = self.namer.ordered(&of, &others);
        let order: Vec<usize> =
            (0..in_path).chain(order.into_iter().map(|at| in_path + at)).collect();
        let fixed: Vec<Argument> = order.iter().map(|at| fixed[*at].clone()).collect();
        let required: Vec<_> = order.iter().map(|at| required[*at]).collect();
        let parts: Vec<Claim<'_>> = ways.iter().flat_map(|way| way.claims(&of)).collect();
        let kept = self.namer.fixed_of(&mut methods, Case::Snake, &parts);
        let mut setters = self.setters(operation, &optional, &mut methods);
        let parts = kept.into_iter().zip(parts);
        let mut names = self.namer.free(&mut methods, Case::Snake, parts).into_iter();
        for way in &ways {
            setters.extend(way.setters(&mut names));
        }
        let constructor = |(way, method): (&BodyWay, &RustIdent)| {
            let mut scope = Scope::new().reserving(&["request"]);
            fixed.iter().for_each(|argument| _ = scope.take(&argument.ident));
            let mut arguments = fixed.clone();
            let own = way.arguments(&mut scope);
            let idents: Vec<&RustIdent> = own.iter().map(|argument| &argument.ident).collect();
            let order = self.namer.ordered(&format!("{of} {}", way.key()), &idents);
            arguments.extend(order.into_iter().map(|at| own[at].clone()));
            let docs = self.constructor_docs(operation, &required, &arguments);
            let (media_type, form) = (way.media_type.clone(), way.form.clone());
            Constructor { method: method.clone(), arguments, media_type, form, docs }
        };
        (ways.iter().zip(&draft.methods).map(constructor).collect(), setters)
    }

    fn arguments(&mut self, of: &Operation, parameters: &[(usize, &Parameter)]) -> Vec<Argument> {
        let mut scope = Scope::new().reserving(&["request", "body"]);
        let claims = parameters.iter().map(|(_, it)| parameter_claim(of, it)).collect();
        let idents = self.namer.claim_all(&mut scope, Case::Snake, claims);
        let argument = |((at, parameter), ident): (&(usize, &Parameter), RustIdent)| Argument {
            ident,
            rules: self.rules(parameter),
            pass: self.types.pass(&parameter.ty),
            target: Target::Parameter(parameters::wire(parameter), *at),
        };
        parameters.iter().zip(idents).map(argument).collect()
    }

    fn rules(&self, parameter: &Parameter) -> Vec<Rule> {
        let (pass, opened) = (self.types.pass(&parameter.ty), self.types.opened(&parameter.ty));
        rules::of_argument(&parameter.bounds, &pass, &opened)
    }

    fn setters(
        &mut self,
        of: &Operation,
        parameters: &[(usize, &Parameter)],
        methods: &mut Scope,
    ) -> Vec<Setter> {
        let claims = parameters.iter().map(|(_, it)| parameter_claim(of, it)).collect();
        let idents = self.namer.claim_all(methods, Case::Snake, claims);
        let setter = |((at, parameter), method): (&(usize, &Parameter), RustIdent)| Setter {
            argument: Argument {
                ident: method.clone(),
                rules: self.rules(parameter),
                pass: self.types.pass(&parameter.ty),
                target: Target::Parameter(parameters::wire(parameter), *at),
            },
            method,
            docs: setter_docs(parameter),
            deprecated: parameter.docs.deprecated,
        };
        parameters.iter().zip(idents).map(setter).collect()
    }

    fn constructor_docs(
        &self,
        operation: &Operation,
        required: &[(usize, &Parameter)],
        arguments: &[Argument],
    ) -> Vec<String> {
        let mut lines = docs::of(&crate::ir::Docs { deprecated: false, ..operation.docs.clone() });
        let mut list = Vec::new();
        for ((_, parameter), argument) in required.iter().zip(arguments) {
            let about = docs::of_value(&parameter.docs, &parameter.bounds, &parameter.ty);
            if let Some(line) = docs::one_line(&about) {
                list.push(format!("- `{}`: {line}", argument.ident.plain()));
            }
        }
        docs::append(&mut lines, list);
        let row = docs::code_span(&format!("{} {}", operation.method, operation.path.text));
        let id = operation.id.as_ref().map(|id| format!(" ({})", docs::code_span(id)));
        docs::append(&mut lines, vec![format!("{row}{}", id.unwrap_or_default())]);
        lines
    }
}

/// The parameters that a caller sees, with their positions.
fn parameters(operation: &Operation, ranged: bool) -> impl Iterator<Item = (usize, &Parameter)> {
    let range = move |it: &Parameter| {
        ranged && it.place == Place::Header && it.wire.eq_ignore_ascii_case("range")
    };
    let seen = move |(_, it): &(usize, &Parameter)| it.role == Role::Plain && !range(it);
    operation.parameters.iter().enumerate().filter(seen)
}

fn template_place(operation: &Operation, parameter: &Parameter) -> usize {
    let found = operation.path.parameters.iter().position(|name| *name == parameter.wire);
    found.unwrap_or(usize::MAX)
}

fn parameter_claim<'t>(of: &Operation, parameter: &'t Parameter) -> Claim<'t> {
    let identity = super::identity::parameter(of, parameter);
    Claim::new(Keys::Pointer(&parameter.origin), identity, words(&parameter.wire), || {
        let placed =
            [words(&parameter.wire), vec![place_word(parameter.place).to_owned()]].concat();
        let longer = [placed.clone(), vec!["parameter".to_owned()]].concat();
        vec![placed, longer]
    })
}

fn setter_docs(parameter: &Parameter) -> Vec<String> {
    let plain = crate::ir::Docs { deprecated: false, ..parameter.docs.clone() };
    let mut lines = docs::of_value(&plain, &parameter.bounds, &parameter.ty);
    let must = if parameter.required { "Required. " } else { "" };
    let place = place_word(parameter.place);
    docs::append(
        &mut lines,
        vec![format!("{must}Sets {} in the {place}.", docs::code_span(&parameter.wire))],
    );
    lines
}

/// The id of an operation: the document's, or its method and path.
fn operation_id(operation: &Operation) -> String {
    let unnamed = || format!("{} {}", operation.method, operation.path.text);
    operation.id.clone().unwrap_or_else(unnamed)
}

fn success_type(operation: &Operation) -> Option<&crate::ir::Ty> {
    let success = operation.responses.iter().filter(|it| it.status.is_success());
    success.flat_map(|it| &it.contents).find_map(|content| match &content.format {
        crate::ir::Format::Json(ty) => Some(ty),
        _ => None,
    })
}

fn row(api: &crate::ir::Api, operation: &Operation, accept: Option<String>) -> Row {
    let every: Vec<Vec<String>> =
        api.security_schemes.iter().map(|scheme| vec![scheme.name.clone()]).collect();
    let server = operation.servers.first().map(|server| server.url.clone());
    Row {
        accept,
        idempotency_key: operation.idempotency.clone(),
        security: (operation.security != every).then(|| operation.security.clone()),
        server: server.filter(|url| url.contains("://")),
        last_event_id: last_event_id(operation),
    }
}

/// The query parameter behind whose event a stream starts, as some APIs have it beside or instead
/// of the header `Last-Event-ID`.
fn last_event_id(operation: &Operation) -> Option<String> {
    let contents = operation.responses.iter().flat_map(|response| &response.contents);
    if !contents.into_iter().any(|content| matches!(content.format, crate::ir::Format::Events(_))) {
        return None;
    }
    let is_id = |parameter: &&Parameter| {
        parameter.place == Place::Query && words(&parameter.wire).join("") == "lasteventid"
    };
    operation.parameters.iter().find(is_id).map(|parameter| parameter.wire.clone())
}
