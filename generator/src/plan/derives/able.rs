//! Which types can derive a trait: a fixed point over all of them.

use super::Known;
use crate::name::RustIdent;
use crate::plan::model::{
    Derive, FieldKind, ItemShape, RustType, StructField, StructItem, TypeItem, UnionItem,
};
use crate::plan::options::{TextType, TextTypes};
use crate::plan::types::each_type;
use std::collections::VecDeque;

/// What keeps a type from deriving a trait.
#[derive(Clone, Debug)]
pub(super) enum Obstacle<'a> {
    /// What it is.
    Kind(&'static str),
    /// A part, and the type there that does not have the trait.
    Part(Part<'a>, RustType),
}

/// A part of a type.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// A field for a property.
    Field(&'a StructField),
    /// The field for all other properties.
    Rest(&'a RustIdent),
    /// A variant of a union.
    Variant(&'a RustIdent),
    /// The variant for what no other can hold.
    Unknown,
    /// All that it holds.
    Value,
}

/// Which types have one trait.
pub(super) struct Able<'a> {
    derive: &'a Derive,
    known: &'a Known<'a>,
    texts: &'a TextTypes,
    /// Whether enums and types for texts of ours have a default, as where there are mocks.
    mocked: bool,
    has: Vec<bool>,
}

impl<'a> Able<'a> {
    /// Looks at all types until nothing changes. A type that holds itself has a trait if all else
    /// in it has: but no value of `Default` ends that needs another one of its own type.
    pub(super) fn new(derive: &'a Derive, known: &'a Known<'a>, texts: &'a TextTypes) -> Self {
        let has = vec![*derive != Derive::Default; known.items.len()];
        Self { derive, known, texts, mocked: false, has }.settled()
    }

    /// Which types have a default value where there are mocks.
    pub(super) fn mocked(known: &'a Known<'a>, texts: &'a TextTypes) -> Self {
        let has = vec![false; known.items.len()];
        Self { derive: &Derive::Default, known, texts, mocked: true, has }.settled()
    }

    fn settled(mut self) -> Self {
        let known = self.known;
        let users = users(known);
        let mut waiting: VecDeque<usize> = (0..known.items.len()).collect();
        let mut waits = vec![true; known.items.len()];
        while let Some(at) = waiting.pop_front() {
            waits[at] = false;
            let has = self.obstacle(known.items[at]).is_none();
            if has != self.has[at] {
                self.has[at] = has;
                // A type of very many parts is not looked at again for each of them.
                let users = users[at].iter().copied();
                waiting.extend(users.filter(|user| !std::mem::replace(&mut waits[*user], true)));
            }
        }
        self
    }

    /// Whether the type at a position has the trait.
    pub(super) fn has(&self, at: usize) -> bool {
        self.has[at]
    }

    /// What keeps a type from it, if anything does.
    pub(super) fn obstacle<'i>(&self, item: &'i TypeItem) -> Option<Obstacle<'i>> {
        match &item.shape {
            ItemShape::Struct(shape) => self.of_struct(shape),
            ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_) if self.mocked => None,
            ItemShape::TextEnum(_) => match self.derive {
                Derive::Copy => Some(Obstacle::Kind("an enum that keeps unknown texts")),
                Derive::Default => Some(Obstacle::Kind("an enum without a default value")),
                _ => None,
            },
            ItemShape::IntegerEnum(_) => match self.derive {
                Derive::Default => Some(Obstacle::Kind("an enum without a default value")),
                _ => None,
            },
            ItemShape::Union(shape) => self.of_union(shape),
            ItemShape::Alias(ty) | ItemShape::Newtype(ty) => self.part(Part::Value, ty),
        }
    }

    fn of_struct<'i>(&self, shape: &'i StructItem) -> Option<Obstacle<'i>> {
        shape.fields.iter().find_map(|field| self.of_field(field)).or_else(|| {
            let (ident, ty) = shape.rest.as_ref()?;
            match self.derive {
                Derive::Default => None,
                Derive::Copy => {
                    let map = RustType::Map(Box::new(ty.clone()));
                    Some(Obstacle::Part(Part::Rest(ident), map))
                }
                _ => self.part(Part::Rest(ident), ty),
            }
        })
    }

    /// Looks at a field without making its type, as there are many.
    fn of_field<'i>(&self, field: &'i StructField) -> Option<Obstacle<'i>> {
        match (field.kind, self.derive) {
            (FieldKind::Required, _) => self.part(Part::Field(field), &field.inner),
            (_, Derive::Default) => None,
            (FieldKind::Patch, Derive::PartialOrd | Derive::Ord) => {
                Some(Obstacle::Part(Part::Field(field), field.ty()))
            }
            _ => self.part(Part::Field(field), &field.inner),
        }
    }

    fn of_union<'i>(&self, shape: &'i UnionItem) -> Option<Obstacle<'i>> {
        if self.mocked {
            return None;
        }
        if *self.derive == Derive::Default {
            return Some(Obstacle::Kind("an enum without a default value"));
        }
        let mut variants = shape.variants.iter();
        let variant = variants
            .find_map(|variant| self.part(Part::Variant(&variant.ident), variant.ty.as_ref()?));
        variant.or_else(|| self.part(Part::Unknown, &RustType::Json))
    }

    fn part<'i>(&self, part: Part<'i>, ty: &RustType) -> Option<Obstacle<'i>> {
        self.lacking(ty).map(|ty| Obstacle::Part(part, ty.clone()))
    }

    /// The innermost part of a type for want of which it does not have the trait.
    fn lacking<'t>(&self, ty: &'t RustType) -> Option<&'t RustType> {
        use Derive::{Copy, Default, Eq, Hash, Ord, PartialOrd};
        let derive = self.derive;
        let unless = |has: bool| if has { None } else { Some(ty) };
        match ty {
            RustType::Bool | RustType::Integer(_) | RustType::Unit => None,
            RustType::Float => unless(!matches!(derive, Eq | Hash | Ord)),
            RustType::String | RustType::Bytes => unless(*derive != Copy),
            RustType::Secret | RustType::Json => unless(matches!(derive, Eq | Hash | Default)),
            RustType::Named(ident) => unless(self.named(ident)),
            RustType::External(..) | RustType::Own(_) => unless(self.of_text(ty)),
            RustType::Vec(_) | RustType::Map(_) | RustType::Option(_) | RustType::Patch(_)
                if *derive == Default =>
            {
                None
            }
            RustType::Patch(_) if matches!(derive, PartialOrd | Ord) => Some(ty),
            RustType::Box(_) | RustType::Vec(_) | RustType::Map(_) if *derive == Copy => Some(ty),
            RustType::Box(inner)
            | RustType::Vec(inner)
            | RustType::Map(inner)
            | RustType::Option(inner)
            | RustType::Patch(inner) => self.lacking(inner),
            RustType::Tuple(elements) => elements.iter().find_map(|it| self.lacking(it)),
        }
    }

    fn named(&self, ident: &RustIdent) -> bool {
        self.known.place.get(ident).is_some_and(|at| self.has[*at])
    }

    fn of_text(&self, ty: &RustType) -> bool {
        let texts = self.texts.all();
        let text = texts.into_iter().find(|it| it.rust() == *ty);
        text.is_some_and(|text| match text {
            TextType::External(external) => external.derives.contains(self.derive),
            TextType::Own(own) => self.mocked || own.derives().contains(self.derive),
        })
    }
}

/// The positions of the types that name each type.
fn users(known: &Known<'_>) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); known.items.len()];
    for (at, item) in known.items.iter().enumerate() {
        each_type(item, &mut |ident| {
            if let Some(place) = known.place.get(ident) {
                users[*place].push(at);
            }
        });
    }
    users
}
