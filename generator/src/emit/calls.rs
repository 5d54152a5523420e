//! How arguments and setters reach the request.

use super::rules;
use super::types::Spelling;
use crate::ir::{PartFormat, Place, Style};
use crate::plan::{Argument, BodyFormat, PartWire, Pass, RustType, Target, Wire, WireDetail};
use proc_macro2::TokenStream;
use quote::quote;

/// What some arguments become.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// Statements that prepare values.
    pub(super) before: Vec<TokenStream>,
    /// Calls on the request, each with its dot.
    pub(super) chain: Vec<TokenStream>,
    /// Requests made of `request`, one for each repeated part.
    pub(super) folds: Vec<TokenStream>,
}

/// An argument with its type.
pub(super) fn argument(argument: &Argument, spelling: &Spelling<'_>) -> TokenStream {
    let ident = &argument.ident;
    let ty = |ty: &RustType| spelling.ty(ty);
    match &argument.pass {
        Pass::Text => quote!(#ident: &str),
        Pass::Value(of) => typed(ident, ty(of)),
        Pass::Reference(of) => {
            let of = ty(of);
            quote!(#ident: &#of)
        }
        Pass::Borrow(of) => {
            let of = ty(of);
            quote!(#ident: impl Borrow<#of>)
        }
        Pass::Slice(of) => {
            let of = ty(of);
            quote!(#ident: &[#of])
        }
        Pass::Items(of) => {
            let of = ty(of);
            quote!(#ident: impl IntoIterator<Item = impl Into<#of>>)
        }
        Pass::Optional(of) => {
            let of = ty(of);
            quote!(#ident: impl IntoBody<#of>)
        }
        Pass::Body => quote!(#ident: impl Into<Body>),
        Pass::Lines(of) => {
            let of = ty(of);
            quote!(#ident: impl Into<JsonLines<#of>>)
        }
        Pass::Parts => quote!(#ident: Multipart),
        Pass::File => quote!(#ident: impl Into<FilePart>),
        Pass::Files => quote!(#ident: impl IntoIterator<Item = impl Into<FilePart>>),
    }
}

fn typed(ident: &crate::name::RustIdent, ty: TokenStream) -> TokenStream {
    quote!(#ident: #ty)
}

/// What arguments become.
pub(super) fn calls(arguments: &[&Argument], spelling: &Spelling<'_>) -> Calls {
    let mut calls = Calls::default();
    for argument in arguments {
        match &argument.target {
            Target::Parameter(wire, _) => parameter(argument, wire, spelling, &mut calls),
            Target::Body(format) => body(argument, format, spelling, &mut calls),
            Target::Part(part) => self::part(argument, part, spelling, &mut calls),
        }
    }
    calls
}

/// The value of an argument as the request takes it: by reference.
fn value(argument: &Argument, spelling: &Spelling<'_>, calls: &mut Calls) -> TokenStream {
    let ident = &argument.ident;
    match &argument.pass {
        Pass::Text | Pass::Reference(_) | Pass::Slice(_) => quote!(#ident),
        Pass::Borrow(_) => quote!(#ident.borrow()),
        Pass::Items(of) => {
            let of = spelling.ty(of);
            calls
                .before
                .push(quote!(let #ident: Vec<#of> = #ident.into_iter().map(Into::into).collect();));
            quote!(&#ident)
        }
        _ => quote!(&#ident),
    }
}

fn parameter(argument: &Argument, wire: &Wire, spelling: &Spelling<'_>, calls: &mut Calls) {
    let value = value(argument, spelling, calls);
    let name = &wire.name;
    calls.chain.extend(rules::of_parameter(argument, wire, &value));
    calls.chain.push(match (&wire.detail, wire.place) {
        (None, Place::Path) => quote!(.path(#name, #value)),
        (None, Place::Query) => quote!(.query(#name, #value)),
        (None, Place::Header) => quote!(.header(#name, #value)),
        (None, Place::Cookie) => quote!(.cookie(#name, #value)),
        (None, Place::QueryString) => quote!(.parameter(&Parameter::query_string(#name), #value)),
        (Some(detail), place) => {
            let parameter = described(name, place, detail);
            quote!(.parameter(&#parameter, #value))
        }
    });
}

fn described(name: &str, place: Place, detail: &WireDetail) -> TokenStream {
    let start = match place {
        Place::Path => quote!(Parameter::path(#name)),
        Place::Query => quote!(Parameter::query(#name)),
        Place::Header => quote!(Parameter::header(#name)),
        Place::Cookie => quote!(Parameter::cookie(#name)),
        Place::QueryString => quote!(Parameter::query_string(#name)),
    };
    if let Some(media_type) = &detail.media_type {
        return quote!(#start.content(#media_type));
    }
    let (style, explode) = (style(detail.style), detail.explode);
    let reserved = detail.allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(#start.style(#style).explode(#explode)#reserved)
}

/// A style as the runtime names it.
pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Cookie => quote!(Style::Cookie),
    }
}

fn body(argument: &Argument, format: &BodyFormat, spelling: &Spelling<'_>, calls: &mut Calls) {
    let ident = &argument.ident;
    let optional = matches!(argument.pass, Pass::Optional(_));
    let named = match &argument.pass {
        Pass::Optional(of) | Pass::Borrow(of) | Pass::Lines(of) => {
            let of = spelling.ty(of);
            Some(quote!(::<#of>))
        }
        _ => None,
    };
    let value = if optional { quote!(#ident) } else { value(argument, spelling, calls) };
    calls.chain.extend(rules::of_body(argument, &value, named.as_ref()));
    calls.chain.push(match format {
        BodyFormat::Json(media_type) if media_type == "application/json" => match optional {
            true => quote!(.optional_json #named(#value)),
            false => quote!(.json #named(#value)),
        },
        BodyFormat::Json(media_type) if optional => {
            quote!(.optional_json_as #named(#media_type, #value))
        }
        BodyFormat::Json(media_type) => quote!(.json_as #named(#media_type, #value)),
        BodyFormat::Form(fields) => {
            let fields = fields.iter().map(field_encoding);
            match optional {
                true => quote!(.optional_form #named(#value, &[#(#fields),*])),
                false => quote!(.form #named(#value, &[#(#fields),*])),
            }
        }
        BodyFormat::Text(media_type) => quote!(.text(#media_type, #ident)),
        BodyFormat::Bytes(media_type) => quote!(.bytes(#media_type, #ident)),
        BodyFormat::Parts(media_type) => quote!(.multipart(#ident).form_of_parts(#media_type)),
        BodyFormat::Lines(media_type) => quote!(.json_lines #named(#media_type, #ident)),
    });
}

fn field_encoding(field: &crate::ir::FieldEncoding) -> TokenStream {
    let (name, style, explode, json) = (&field.wire, style(field.style), field.explode, field.json);
    quote!(FieldEncoding { name: #name, style: #style, explode: #explode, json: #json })
}

fn part(argument: &Argument, part: &PartWire, spelling: &Spelling<'_>, calls: &mut Calls) {
    let (ident, name) = (&argument.ident, &part.name);
    let media_type = match &part.media_type {
        Some(media_type) => quote!(Some(#media_type)),
        None => quote!(None),
    };
    let add = |value: TokenStream| match (part.format, &part.media_type) {
        (PartFormat::File, _) => quote!(.part(|form| form.file(#name, #media_type, #value))),
        (PartFormat::Text, None) => quote!(.part_text(#name, #value)),
        (PartFormat::Text, Some(media)) => quote!(.part_text_as(#name, #media, #value)),
        (PartFormat::Json, None) => quote!(.part_json(#name, #value)),
        (PartFormat::Json, Some(media)) => quote!(.part_json_as(#name, #media, #value)),
    };
    match &argument.pass {
        Pass::Files => {
            let add = add(quote!(part));
            calls
                .folds
                .push(quote!(#ident.into_iter().fold(request, |request, part| request #add)));
        }
        Pass::Items(of) => {
            let of = spelling.ty(of);
            let add = add(quote!(&part));
            let items = quote!(#ident.into_iter().map(Into::<#of>::into));
            calls.folds.push(quote!(#items.fold(request, |request, part| request #add)));
        }
        Pass::File => calls.chain.push(add(quote!(#ident))),
        _ => {
            let value = value(argument, spelling, calls);
            calls.chain.push(add(value));
        }
    }
}
