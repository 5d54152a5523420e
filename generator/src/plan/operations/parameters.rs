//! Parameters: how they are handed over and how they are written.

use crate::ir::{Parameter, Place, Shape, Style, Ty};
use crate::plan::model::{OwnText, Pass, RustType, Wire, WireDetail};
use crate::plan::types::Types;

impl<'a> Types<'a> {
    /// How the value of a parameter is handed over.
    pub(super) fn pass(&self, ty: &Ty) -> Pass {
        match self.resolved(ty) {
            Ty::List(item) => Pass::Items(self.rust(self.unwrapped(item))),
            Ty::Map(_) | Ty::Tuple(_) => Pass::Reference(self.rust(self.resolved(ty))),
            Ty::Json | Ty::Null => Pass::Reference(RustType::Json),
            Ty::Prim(_) => match self.rust(self.resolved(ty)) {
                RustType::String | RustType::Bytes => Pass::Text,
                RustType::Own(OwnText::Timestamp) => Pass::Text,
                chosen @ (RustType::External(..) | RustType::Own(_)) => Pass::Reference(chosen),
                scalar => Pass::Value(scalar),
            },
            named => match self.shape(named) {
                Some((_, Shape::Enum(_))) => Pass::Value(self.rust(named)),
                _ => Pass::Reference(self.named(named)),
            },
        }
    }

    /// A type without the nullability that a parameter cannot show.
    fn unwrapped<'t>(&self, ty: &'t Ty) -> &'t Ty {
        match ty {
            Ty::Nullable(inner) => inner,
            other => other,
        }
    }

    /// A type of the graph, not boxed.
    fn named(&self, ty: &Ty) -> RustType {
        match ty {
            Ty::Boxed(id) => RustType::Named(self.names.get(*id).clone()),
            other => self.rust(other),
        }
    }

    /// The type without null, which it may be another name for.
    fn without_null<'t>(&self, ty: &'t Ty) -> &'t Ty
    where
        'a: 't,
    {
        match ty {
            Ty::Nullable(inner) => inner,
            Ty::Named(id) | Ty::Boxed(id) => match &self.api.types[*id].shape {
                Shape::Alias(target @ Ty::Nullable(_)) => self.without_null(target),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// How a body is handed over.
    pub(super) fn body_pass(&self, ty: &Ty, required: bool) -> Pass {
        if !required {
            // Null says no more than no body does, and `None` could be either.
            return Pass::Optional(self.named(self.without_null(ty)));
        }
        match ty {
            Ty::List(item) => Pass::Slice(self.rust(item)),
            Ty::Named(_) | Ty::Boxed(_) => match self.resolved(ty) {
                Ty::List(item) => Pass::Slice(self.rust(item)),
                Ty::Prim(_) => self.pass(ty),
                _ => Pass::Borrow(self.named(ty)),
            },
            Ty::Nullable(_) => Pass::Borrow(self.rust(ty)),
            other => self.pass(other),
        }
    }
}

/// How a parameter is written into the request.
pub(super) fn wire(parameter: &Parameter) -> Wire {
    let (style, explode) = defaults(parameter.place);
    let own = parameter.style != style
        || parameter.explode != explode
        || parameter.allow_reserved
        || parameter.media_type.is_some()
        || parameter.place == Place::QueryString;
    let detail = own.then(|| WireDetail {
        style: parameter.style,
        explode: parameter.explode,
        allow_reserved: parameter.allow_reserved,
        media_type: parameter.media_type.clone(),
    });
    Wire { place: parameter.place, name: parameter.wire.clone(), detail }
}

/// The style of a place (OpenAPI 3.1, section 4.8.12.3).
pub(crate) fn defaults(place: Place) -> (Style, bool) {
    match place {
        Place::Path | Place::Header => (Style::Simple, false),
        Place::Query | Place::Cookie | Place::QueryString => (Style::Form, true),
    }
}

/// The word of a place.
pub(crate) fn place_word(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query | Place::QueryString => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}
