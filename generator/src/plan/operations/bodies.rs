//! Bodies: one way to make a request for each representation.

use super::super::chosen::{Claim, Keys};
use crate::ir::{Body, Content, Format, Operation, Part, PartFormat, Prim, Text, Ty, is_range};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::docs;
use crate::plan::model::{Argument, BodyFormat, PartWire, Pass, Rule, RustType, Setter, Target};
use crate::plan::rules;
use crate::plan::types::Types;

/// The most parts that are arguments.
const MOST_PARTS: usize = 3;

/// One way to write the body of an operation.
#[derive(Debug, Default)]
pub(super) struct BodyWay {
    /// What must be given.
    pub(super) arguments: Vec<Unnamed>,
    /// What may be given.
    optional: Vec<Unnamed>,
    /// The media type, if there is a body.
    pub(super) media_type: Option<String>,
    /// The media type again, where the parts alone do not say that this is the body.
    pub(super) form: Option<String>,
}

/// An argument before it has a name.
#[derive(Clone, Debug)]
pub(super) struct Unnamed {
    words: Vec<String>,
    pass: Pass,
    target: Target,
    rules: Vec<Rule>,
    docs: Vec<String>,
    deprecated: bool,
}

impl BodyWay {
    /// The arguments under names that are free; nobody else sees these names.
    pub(super) fn arguments(&self, scope: &mut Scope) -> Vec<Argument> {
        let named = |it: &Unnamed| {
            let [first, other] = it.candidates();
            it.argument(scope.claim(Case::Snake, [first, other]))
        };
        self.arguments.iter().map(named).collect()
    }

    /// What tells it from the other ways.
    pub(super) fn key(&self) -> &str {
        self.media_type.as_deref().unwrap_or_default()
    }

    /// A claim for the name of each setter; `of` is the operation's key.
    pub(super) fn claims(&self, of: &str) -> Vec<Claim<'_>> {
        let claim = |it: &'_ Unnamed| {
            let [first, other] = it.candidates();
            let identity = format!("{of} {} part {}", self.key(), it.key());
            Claim::new(Keys::none(), identity, first, move || vec![other.clone()])
        };
        self.optional.iter().map(claim).collect()
    }

    /// The setters under these names.
    pub(super) fn setters(&self, names: &mut impl Iterator<Item = RustIdent>) -> Vec<Setter> {
        let setter = |(it, method): (&Unnamed, RustIdent)| Setter {
            argument: it.argument(method.clone()),
            method,
            docs: it.docs.clone(),
            deprecated: it.deprecated,
        };
        self.optional.iter().zip(names).map(setter).collect()
    }
}

impl Unnamed {
    fn candidates(&self) -> [Vec<String>; 2] {
        let longer = [self.words.clone(), vec!["part".to_owned()]].concat();
        [self.words.clone(), longer]
    }

    /// What it is on the wire.
    fn key(&self) -> &str {
        match &self.target {
            Target::Part(part) => &part.name,
            Target::Parameter(..) | Target::Body(_) => "body",
        }
    }

    fn argument(&self, ident: RustIdent) -> Argument {
        let Self { pass, target, rules, .. } = self.clone();
        Argument { ident, pass, target, rules }
    }
}

/// What the method of another representation is called, after the name of the operation.
pub(super) fn way_words(content: &Content) -> Vec<String> {
    let kind = match &content.format {
        Format::Form(..) => "form",
        Format::Multipart(_) => "multipart",
        Format::Text if content.media_type.starts_with("text/plain") => "text",
        Format::Bytes if content.media_type.contains("octet-stream") => "bytes",
        _ => {
            let subtype = content.media_type.split(['/', ';']).nth(1).unwrap_or("body");
            let own = words(subtype).into_iter().filter(|word| word != "x" && word != "vnd");
            return own.collect();
        }
    };
    vec![kind.to_owned()]
}

/// The representations that get a method of their own, the preferred first. Of those that are
/// written the same way it is the first that says exactly what is sent.
pub(super) fn contents(body: &Body) -> Vec<&Content> {
    let last_resort = |content: &&Content| matches!(content.format, Format::Text | Format::Bytes);
    let typed = body.contents.iter().find(|content| !last_resort(content));
    let first = typed.or(body.contents.first());
    let mut contents: Vec<&Content> = Vec::new();
    for content in first.into_iter().chain(&body.contents) {
        if !contents.iter().any(|other| is_same(other, content)) {
            let mut same = body.contents.iter().filter(|other| is_same(other, content));
            let exact = same.find(|other| !is_range(&other.media_type));
            let exact = exact.filter(|_| is_range(&content.media_type));
            contents.push(exact.unwrap_or(content));
        }
    }
    contents
}

/// The representations that get none, each with the one that is written the same way.
pub(super) fn left_out(body: &Body) -> Vec<(&Content, &Content)> {
    let own = contents(body);
    let others = body.contents.iter().filter(|it| !own.iter().any(|one| std::ptr::eq(*one, *it)));
    others.filter_map(|it| Some((it, *own.iter().find(|one| is_same(one, it))?))).collect()
}

fn is_same(one: &Content, other: &Content) -> bool {
    one.media_type == other.media_type
        || one.format == other.format && is_plain(one) && is_plain(other)
}

/// Whether a media type is JSON without a meaning of its own, such as a kind of patch.
fn is_plain(content: &Content) -> bool {
    !content.media_type.contains("patch")
}

/// The media type that is sent: where the document has a range, one that lies in it and says how
/// the body is written. Of a range such as `image/*` only the caller knows.
fn sent(content: &Content) -> String {
    if !is_range(&content.media_type) {
        return content.media_type.clone();
    }
    let sent = match content.format {
        Format::Json(_) => "application/json",
        Format::JsonLines(_) => "application/x-ndjson",
        Format::Text => "text/plain",
        Format::Multipart(_) => "multipart/form-data",
        Format::Form(..) | Format::Bytes | Format::Events(_) => "application/octet-stream",
    };
    sent.to_owned()
}

/// The ways to make a request, at least one. A body that may be left out is left out by the first:
/// who chooses another representation has one.
pub(super) fn ways(types: &Types<'_>, operation: &Operation) -> Vec<BodyWay> {
    let Some(body) = &operation.body else {
        return vec![BodyWay::default()];
    };
    let contents = contents(body).into_iter().enumerate();
    let ways: Vec<BodyWay> =
        contents.map(|(at, content)| way(types, body, content, body.required || at > 0)).collect();
    if ways.is_empty() { vec![BodyWay::default()] } else { ways }
}

fn way(types: &Types<'_>, body: &Body, content: &Content, required: bool) -> BodyWay {
    let media_type = sent(content);
    let named = content.media_type.clone();
    let (pass, format) = match &content.format {
        Format::Json(ty) => (types.body_pass(ty, required), BodyFormat::Json(media_type)),
        Format::Form(ty, encodings) => {
            (types.body_pass(ty, required), BodyFormat::Form(encodings.clone()))
        }
        Format::Text => (Pass::Text, BodyFormat::Text(media_type)),
        Format::JsonLines(ty) if *ty != Ty::Json => {
            (Pass::Lines(types.rust(ty)), BodyFormat::Lines(media_type))
        }
        Format::Bytes | Format::Events(_) | Format::JsonLines(_) => {
            (Pass::Body, BodyFormat::Bytes(media_type))
        }
        Format::Multipart(parts) if parts.is_empty() => {
            (Pass::Parts, BodyFormat::Parts(media_type))
        }
        Format::Multipart(parts) => return multipart(types, parts, (named, media_type), required),
    };
    let rules = match &content.format {
        Format::Json(ty) => rules::of_argument(&content.bounds, &pass, &types.opened(ty)),
        _ => Vec::new(),
    };
    let argument = Unnamed {
        words: vec!["body".to_owned()],
        rules,
        pass,
        target: Target::Body(format),
        docs: docs::of(&body.docs),
        deprecated: false,
    };
    let must = required || matches!(argument.pass, Pass::Optional(_));
    let (arguments, optional) =
        if must { (vec![argument], Vec::new()) } else { (Vec::new(), vec![argument]) };
    BodyWay { arguments, optional, media_type: Some(named), form: None }
}

/// A form of several parts. One that must be sent is a body without any part, too; one of another
/// kind than `multipart/form-data` has to say so.
fn multipart(
    types: &Types<'_>,
    parts: &[Part],
    (named, sent): (String, String),
    required: bool,
) -> BodyWay {
    let needed = parts.iter().filter(|part| part.required).count();
    let mut way = BodyWay::default();
    for part in parts {
        let argument = Unnamed {
            words: words(&part.wire),
            pass: part_pass(types, part),
            rules: Vec::new(),
            target: Target::Part(PartWire {
                name: part.wire.clone(),
                format: part.format,
                media_type: part.media_type.clone(),
            }),
            docs: part_docs(part),
            deprecated: false,
        };
        match part.required && needed <= MOST_PARTS {
            true => way.arguments.push(argument),
            false => way.optional.push(argument),
        }
    }
    let common = sent == "multipart/form-data";
    let form = !common || required && way.arguments.is_empty();
    BodyWay { form: form.then_some(sent), media_type: Some(named), ..way }
}

fn part_docs(part: &Part) -> Vec<String> {
    let mut lines = docs::of(&part.docs);
    let must = if part.required { "Required. " } else { "" };
    docs::append(&mut lines, vec![format!("{must}Adds the part {}.", docs::code_span(&part.wire))]);
    lines
}

fn part_pass(types: &Types<'_>, part: &Part) -> Pass {
    match (part.format, part.repeated) {
        (PartFormat::File, false) => Pass::File,
        (PartFormat::File, true) => Pass::Files,
        (PartFormat::Text | PartFormat::Json, true) => match types.resolved(&part.ty) {
            Ty::Prim(Prim::Text(Text::Plain)) => Pass::Items(RustType::String),
            _ => Pass::Items(types.rust(&part.ty)),
        },
        (PartFormat::Text | PartFormat::Json, false) => types.pass(&part.ty),
    }
}
