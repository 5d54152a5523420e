//! How arguments and setters reach the request.

use super::rules;
use super::text::{Joined, Text, text};
use super::types::Spelling;
use crate::ir::{PartFormat, Place, Style};
use crate::plan::{Argument, BodyFormat, PartWire, Pass, Target, Wire, WireDetail};

/// What some arguments become.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// Statements that prepare values.
    pub(super) before: Vec<Text<'static>>,
    /// Calls on the request, each with its dot.
    pub(super) chain: Vec<Text<'static>>,
    /// Requests made of `request`, one for each repeated part.
    pub(super) folds: Vec<Text<'static>>,
}

/// An argument with its type.
pub(super) fn argument(argument: &Argument, spelling: &Spelling<'_>) -> Text<'static> {
    let ident = &argument.ident;
    let ty = |ty| spelling.of(ty);
    match &argument.pass {
        Pass::Text => text!("{}: &str", ident),
        Pass::Value(of) => text!("{}: {}", ident, ty(of)),
        Pass::Reference(of) => text!("{}: &{}", ident, ty(of)),
        Pass::Borrow(of) => text!("{}: impl Borrow<{}>", ident, ty(of)),
        Pass::Slice(of) => text!("{}: &[{}]", ident, ty(of)),
        Pass::Items(of) => text!("{}: impl IntoIterator<Item = impl Into<{}>>", ident, ty(of)),
        Pass::Optional(of) => text!("{}: impl IntoBody<{}>", ident, ty(of)),
        Pass::Body => text!("{}: impl Into<Body>", ident),
        Pass::Lines(of) => text!("{}: impl Into<JsonLines<{}>>", ident, ty(of)),
        Pass::Parts => text!("{}: Multipart", ident),
        Pass::File => text!("{}: impl Into<FilePart>", ident),
        Pass::Files => text!("{}: impl IntoIterator<Item = impl Into<FilePart>>", ident),
    }
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
fn value(argument: &Argument, spelling: &Spelling<'_>, calls: &mut Calls) -> Text<'static> {
    let ident = &argument.ident;
    match &argument.pass {
        Pass::Text | Pass::Reference(_) | Pass::Slice(_) => text!("{}", ident),
        Pass::Borrow(_) => text!("{}.borrow()", ident),
        Pass::Items(of) => {
            let of = spelling.of(of);
            let list = text!("{}.into_iter().map(Into::into).collect()", ident);
            calls.before.push(text!("let {}: Vec<{}> = {};", ident, of, list));
            text!("&{}", ident)
        }
        _ => text!("&{}", ident),
    }
}

fn parameter(argument: &Argument, wire: &Wire, spelling: &Spelling<'_>, calls: &mut Calls) {
    let value = value(argument, spelling, calls);
    let name = &wire.name;
    calls.chain.extend(rules::of_parameter(argument, wire, &value));
    calls.chain.push(match (&wire.detail, wire.place) {
        (None, Place::Path) => text!(".path({}, {})", name, value),
        (None, Place::Query) => text!(".query({}, {})", name, value),
        (None, Place::Header) => text!(".header({}, {})", name, value),
        (None, Place::Cookie) => text!(".cookie({}, {})", name, value),
        (None, Place::QueryString) => {
            text!(".parameter(&Parameter::query_string({}), {})", name, value)
        }
        (Some(detail), place) => {
            let parameter = described(name, place, detail);
            text!(".parameter(&{}, {})", parameter, value)
        }
    });
}

fn described(name: &str, place: Place, detail: &WireDetail) -> Text<'static> {
    let start = match place {
        Place::Path => text!("Parameter::path({})", name),
        Place::Query => text!("Parameter::query({})", name),
        Place::Header => text!("Parameter::header({})", name),
        Place::Cookie => text!("Parameter::cookie({})", name),
        Place::QueryString => text!("Parameter::query_string({})", name),
    };
    if let Some(media_type) = &detail.media_type {
        return text!("{}.content({})", start, media_type);
    }
    let (style, explode) = (style(detail.style), detail.explode);
    let reserved = detail.allow_reserved.then(|| text!(".allow_reserved()"));
    text!("{}.style({}).explode({}){}", start, style, explode, reserved)
}

/// A style as the runtime names it.
pub(super) fn style(style: Style) -> Text<'static> {
    match style {
        Style::Simple => text!("Style::Simple"),
        Style::Label => text!("Style::Label"),
        Style::Matrix => text!("Style::Matrix"),
        Style::Form => text!("Style::Form"),
        Style::SpaceDelimited => text!("Style::SpaceDelimited"),
        Style::PipeDelimited => text!("Style::PipeDelimited"),
        Style::DeepObject => text!("Style::DeepObject"),
        Style::Cookie => text!("Style::Cookie"),
    }
}

fn body(argument: &Argument, format: &BodyFormat, spelling: &Spelling<'_>, calls: &mut Calls) {
    let ident = &argument.ident;
    let optional = matches!(argument.pass, Pass::Optional(_));
    let named = match &argument.pass {
        Pass::Optional(of) | Pass::Borrow(of) | Pass::Lines(of) => {
            Some(text!("::<{}>", spelling.of(of)))
        }
        _ => None,
    };
    let value = if optional { text!("{}", ident) } else { value(argument, spelling, calls) };
    calls.chain.extend(rules::of_body(argument, &value, named.as_ref()));
    calls.chain.push(match format {
        BodyFormat::Json(media_type) if media_type == "application/json" => match optional {
            true => text!(".optional_json{}({})", named, value),
            false => text!(".json{}({})", named, value),
        },
        BodyFormat::Json(media_type) if optional => {
            text!(".optional_json_as{}({}, {})", named, media_type, value)
        }
        BodyFormat::Json(media_type) => text!(".json_as{}({}, {})", named, media_type, value),
        BodyFormat::Form(fields) => {
            let fields = Joined(fields.iter().map(field_encoding), ", ");
            match optional {
                true => text!(".optional_form{}({}, &[{}])", named, value, fields),
                false => text!(".form{}({}, &[{}])", named, value, fields),
            }
        }
        BodyFormat::Text(media_type) => text!(".text({}, {})", media_type, ident),
        BodyFormat::Bytes(media_type) => text!(".bytes({}, {})", media_type, ident),
        BodyFormat::Parts(media_type) => {
            text!(".multipart({}).form_of_parts({})", ident, media_type)
        }
        BodyFormat::Lines(media_type) => text!(".json_lines{}({}, {})", named, media_type, ident),
    });
}

fn field_encoding(field: &crate::ir::FieldEncoding) -> Text<'static> {
    let (name, style, explode, json) = (&field.wire, style(field.style), field.explode, field.json);
    text!(
        "FieldEncoding {{ name: {}, style: {}, explode: {}, json: {} }}",
        name,
        style,
        explode,
        json
    )
}

fn part(argument: &Argument, part: &PartWire, spelling: &Spelling<'_>, calls: &mut Calls) {
    let (ident, name) = (&argument.ident, &part.name);
    let media_type = match &part.media_type {
        Some(media_type) => text!("Some({})", media_type),
        None => text!("None"),
    };
    let add = |value: Text<'static>| match (part.format, &part.media_type) {
        (PartFormat::File, _) => {
            text!(".part(|form| form.file({}, {}, {}))", name, media_type, value)
        }
        (PartFormat::Text, None) => text!(".part_text({}, {})", name, value),
        (PartFormat::Text, Some(media)) => text!(".part_text_as({}, {}, {})", name, media, value),
        (PartFormat::Json, None) => text!(".part_json({}, {})", name, value),
        (PartFormat::Json, Some(media)) => text!(".part_json_as({}, {}, {})", name, media, value),
    };
    match &argument.pass {
        Pass::Files => {
            let add = add(text!("part"));
            calls.folds.push(text!(
                "{}.into_iter().fold(request, |request, part| request{})",
                ident,
                add
            ));
        }
        Pass::Items(of) => {
            let add = add(text!("&part"));
            let items = text!("{}.into_iter().map(Into::<{}>::into)", ident, spelling.of(of));
            calls.folds.push(text!("{}.fold(request, |request, part| request{})", items, add));
        }
        Pass::File => calls.chain.push(add(text!("{}", ident))),
        _ => {
            let value = value(argument, spelling, calls);
            calls.chain.push(add(value));
        }
    }
}
