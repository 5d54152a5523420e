//! Calls of operations as expressions.

use super::samples::{NO_BOUNDS, Samples, of_each};
use super::scalars::{self, About};
use crate::ir::{Api, Bounds, Operation, Parameter, Place, Role};
use crate::plan::{Argument, BodyFormat, OperationPlan, Output, Pass, Resource, Setter, Target};
use proc_macro2::TokenStream;
use quote::quote;

/// Whether a call of an operation can name the version of a resource.
pub(super) fn takes_tag(operation: &OperationPlan) -> bool {
    operation.conditional.if_match || operation.conditional.if_none_match
}

/// Makes calls of one operation.
#[derive(Debug)]
pub(super) struct Calls<'a, 'b> {
    pub(super) api: &'a Api,
    pub(super) resource: &'a Resource,
    pub(super) operation: &'a OperationPlan,
    pub(super) samples: &'b mut Samples<'a>,
    /// Whether a minimal call has a body that it could do without.
    pub(super) with_body: bool,
}

impl Calls<'_, '_> {
    /// A call with every argument; nothing where a value cannot be made.
    pub(super) fn full(&mut self) -> Option<TokenStream> {
        self.samples.full = true;
        let start = self.constructed(0)?;
        let operation = self.operation;
        let mut chain = Vec::new();
        for setter in &operation.setters {
            // Parts belong to one way to write a body; a whole body that may be left out to the first.
            let part = matches!(setter.argument.target, Target::Part(_));
            if !part || operation.constructors.len() == 1 {
                chain.push(self.set(setter)?);
            }
        }
        if operation.ranged {
            chain.push(quote!(.range(0..=9)));
        }
        if operation.row.idempotency_key.is_some() {
            let mut parameters = self.known().iter();
            let key = parameters.find(|parameter| parameter.role == Role::IdempotencyKey);
            let key = scalars::text(parameter_about(key?), true);
            chain.push(quote!(.idempotency_key(#key)));
        }
        if operation.conditional.if_match {
            chain.push(quote!(.if_match(&crate::etag())));
        }
        if operation.conditional.if_none_match {
            chain.push(quote!(.if_none_match(&crate::etag())));
        }
        Some(quote!(#start #(#chain)*))
    }

    /// A call with nothing but what is required, by the constructor at a position.
    pub(super) fn minimal(&mut self, constructor: usize) -> Option<TokenStream> {
        self.samples.full = false;
        let start = self.constructed(constructor)?;
        let operation = self.operation;
        let mut chain = Vec::new();
        for setter in &operation.setters {
            if self.is_required(setter) {
                chain.push(self.set(setter)?);
            }
        }
        Some(quote!(#start #(#chain)*))
    }

    /// A call with an optional body that has nothing but what is required, where there is one.
    pub(super) fn least_body(&mut self) -> Option<TokenStream> {
        let mut arguments = self.operation.constructors[0].arguments.iter();
        arguments.find(|argument| matches!(argument.pass, Pass::Optional(_)))?;
        self.with_body = true;
        let call = self.minimal(0);
        self.with_body = false;
        call
    }

    /// Whether the call uses something that the document advises against.
    pub(super) fn is_deprecated(&self) -> bool {
        let operation = self.operation;
        operation.deprecated || operation.setters.iter().any(|setter| setter.deprecated)
    }

    /// Whether there is a stream of pages that the harness can serve.
    pub(super) fn has_cursor(&self) -> bool {
        use crate::plan::NextStep;
        let next = self.operation.pages.as_ref().map(|pages| &pages.next);
        matches!(next, Some(NextStep::Cursor { .. })) && self.operation.output != Output::Empty
    }

    fn known(&self) -> &[Parameter] {
        &self.api.operations[self.operation.index].parameters
    }

    fn is_required(&self, setter: &Setter) -> bool {
        match &setter.argument.target {
            Target::Parameter(_, at) => self.known()[*at].required,
            Target::Part(_) | Target::Body(_) => false,
        }
    }

    fn constructed(&mut self, constructor: usize) -> Option<TokenStream> {
        let accessor = &self.resource.accessor;
        let constructor = &self.operation.constructors[constructor];
        let method = &constructor.method;
        let mut arguments = Vec::new();
        for argument in &constructor.arguments {
            arguments.push(self.argument(argument)?);
        }
        Some(quote!(client.#accessor().#method(#(#arguments),*)))
    }

    fn set(&mut self, setter: &Setter) -> Option<TokenStream> {
        let method = &setter.method;
        let value = self.argument(&setter.argument)?;
        Some(quote!(.#method(#value)))
    }

    fn argument(&mut self, argument: &Argument) -> Option<TokenStream> {
        let api = self.api;
        let about = match &argument.target {
            Target::Parameter(_, at) => {
                parameter_about(&api.operations[self.operation.index].parameters[*at])
            }
            Target::Part(part) => unnamed(&part.name, &NO_BOUNDS),
            Target::Body(format) => {
                unnamed("body", body_bounds(&api.operations[self.operation.index], format))
            }
        };
        // A path cannot have an empty text in it: lists and objects there are full ones.
        let in_path =
            matches!(&argument.target, Target::Parameter(wire, _) if wire.place == Place::Path);
        let text = matches!(argument.pass, Pass::Text);
        let full = self.samples.full;
        self.samples.full |= in_path && !text;
        let passed = self.passed(&argument.pass, about);
        self.samples.full = full;
        passed
    }

    fn passed(&mut self, pass: &Pass, about: About<'_>) -> Option<TokenStream> {
        let full = self.samples.full;
        let with_body = full || self.with_body;
        let count = self.samples.count(about).max(1);
        let mut value = |ty, free, about| {
            self.samples.free = free;
            self.samples.value(ty, about)
        };
        Some(match pass {
            Pass::Text => {
                let text = scalars::text(about, full);
                quote!(#text)
            }
            Pass::Value(ty) => value(ty, false, about)?,
            Pass::Borrow(ty) => value(ty, true, about)?,
            Pass::Reference(ty) => {
                let value = value(ty, false, about)?;
                quote!(&#value)
            }
            Pass::Slice(ty) => {
                let items = std::iter::repeat_n(value(ty, false, of_each(about))?, count);
                quote!(&[#(#items),*])
            }
            Pass::Items(ty) => {
                let item = match ty {
                    crate::plan::RustType::String => {
                        let text = scalars::text(of_each(about), full);
                        quote!(#text)
                    }
                    _ => value(ty, true, of_each(about))?,
                };
                let items = std::iter::repeat_n(item, count);
                quote!([#(#items),*])
            }
            Pass::Optional(ty) if with_body => value(ty, true, about)?,
            Pass::Optional(ty) => {
                let spelling = super::super::types::Spelling { prefixed: true, qualified: &[] };
                let ty = spelling.ty(ty);
                quote!(None::<#ty>)
            }
            Pass::Body | Pass::File => quote!(b"\x00\xff\n"),
            Pass::Parts => quote!(Multipart::new().text("part", "text")),
            Pass::Lines(ty) => {
                let line = value(ty, true, about)?;
                quote!([#line])
            }
            Pass::Files => quote!([b"\x00\xff\n"]),
        })
    }
}

fn unnamed<'a>(label: &'a str, bounds: &'a Bounds) -> About<'a> {
    About { label, bounds, header: false }
}

/// The constraints on a body as a whole.
fn body_bounds<'a>(operation: &'a Operation, format: &BodyFormat) -> &'a Bounds {
    let BodyFormat::Json(media_type) = format else { return &NO_BOUNDS };
    let mut contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.find(|it| it.media_type == *media_type).map_or(&NO_BOUNDS, |it| &it.bounds)
}

fn parameter_about(parameter: &Parameter) -> About<'_> {
    let header = matches!(parameter.place, Place::Header | Place::Cookie);
    About { label: &parameter.wire, bounds: &parameter.bounds, header }
}
