//! Walking types.

use super::{Additional, Api, Format, Shape, Ty, TypeId};

impl Ty {
    /// Calls a function on every type of the graph that this use mentions.
    pub fn each_named(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) | Self::Boxed(id) => visit(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.each_named(visit),
            Self::Tuple(elements) => elements.iter().for_each(|element| element.each_named(visit)),
            Self::Prim(_) | Self::Json | Self::Null => {}
        }
    }

    /// Calls a function on every type of the graph that this use mentions, to change it.
    pub fn each_named_mut(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) | Self::Boxed(id) => visit(id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => {
                inner.each_named_mut(visit);
            }
            Self::Tuple(elements) => {
                elements.iter_mut().for_each(|element| element.each_named_mut(visit));
            }
            Self::Prim(_) | Self::Json | Self::Null => {}
        }
    }

    /// Calls a function on every type of the graph that a value of this type holds in itself,
    /// not behind a list or map: what makes a type infinitely large.
    pub fn each_direct(&mut self, visit: &mut impl FnMut(&mut Ty)) {
        match self {
            Self::Named(_) => visit(self),
            Self::Nullable(inner) => inner.each_direct(visit),
            Self::Tuple(elements) => {
                elements.iter_mut().for_each(|element| element.each_direct(visit));
            }
            Self::Boxed(_)
            | Self::List(_)
            | Self::Map(_)
            | Self::Prim(_)
            | Self::Json
            | Self::Null => {}
        }
    }

    /// Whether this is any JSON, alone or inside.
    pub fn mentions_json(&self) -> bool {
        match self {
            Self::Json => true,
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.mentions_json(),
            Self::Tuple(elements) => elements.iter().any(Self::mentions_json),
            Self::Named(_) | Self::Boxed(_) | Self::Prim(_) | Self::Null => false,
        }
    }
}

impl Shape {
    /// Calls a function on every use of a type inside.
    pub fn each_ty(&self, visit: &mut impl FnMut(&Ty)) {
        match self {
            Self::Struct(one) => {
                one.fields.iter().for_each(|field| visit(&field.ty));
                one.additional.ty().into_iter().for_each(visit);
            }
            Self::Union(one) => one.variants.iter().for_each(|variant| visit(&variant.ty)),
            Self::Alias(ty) | Self::Newtype(ty) => visit(ty),
            Self::Enum(_) => {}
        }
    }

    /// Calls a function on every use of a type inside, to change it.
    pub fn each_ty_mut(&mut self, visit: &mut impl FnMut(&mut Ty)) {
        match self {
            Self::Struct(one) => {
                one.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                if let Additional::Kept(ty) | Additional::Matching(ty) = &mut one.additional {
                    visit(ty);
                }
            }
            Self::Union(one) => one.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
            Self::Alias(ty) | Self::Newtype(ty) => visit(ty),
            Self::Enum(_) => {}
        }
    }
}

impl Format {
    /// Calls a function on every use of a type inside.
    pub fn each_ty(&self, visit: &mut impl FnMut(&Ty)) {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::JsonLines(ty) => visit(ty),
            Self::Events(ty) => ty.iter().for_each(visit),
            Self::Multipart(parts) => parts.iter().for_each(|part| visit(&part.ty)),
            Self::Text | Self::Bytes => {}
        }
    }
}

impl Api {
    /// Calls a function on every use of a type: in other types, operations and events.
    pub fn each_ty(&self, visit: &mut impl FnMut(&Ty)) {
        for (_, definition) in self.types.iter() {
            definition.shape.each_ty(visit);
        }
        self.each_ty_outside(visit);
    }

    /// Calls a function on every use of a type in operations and events.
    pub fn each_ty_outside(&self, visit: &mut impl FnMut(&Ty)) {
        for operation in &self.operations {
            operation.parameters.iter().for_each(|parameter| visit(&parameter.ty));
            let headers = operation.responses.iter().flat_map(|response| &response.headers);
            headers.for_each(|header| visit(&header.ty));
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            let answers = operation.responses.iter().flat_map(|response| &response.contents);
            bodies.chain(answers).for_each(|content| content.format.each_ty(visit));
        }
        self.events.iter().filter_map(|event| event.payload.as_ref()).for_each(visit);
    }

    /// The number of places of types and operations whose type is any JSON.
    pub fn untyped(&self) -> usize {
        let mut count = 0;
        self.each_ty(&mut |ty| count += usize::from(ty.mentions_json()));
        count
    }
}
