//! Which types can derive a trait: a fixed point over all of them.

use super::Known;
use crate::name::RustIdent;
use crate::plan::model::{Derive, ItemShape, RustType, StructItem, TypeItem, UnionItem};
use crate::plan::options::{TextType, TextTypes};
use crate::plan::types::each_type;

/// What keeps a type from deriving a trait.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Obstacle {
    /// What it is.
    Kind(&'static str),
    /// The type of a field or of the like.
    Part {
        /// The field, in words.
        part: String,
        /// Its key on the wire.
        wire: Option<String>,
        /// The type there that does not have the trait.
        ty: RustType,
    },
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
        let mut waiting: Vec<usize> = (0..known.items.len()).collect();
        while let Some(at) = waiting.pop() {
            let has = self.obstacle(known.items[at]).is_none();
            if has != self.has[at] {
                self.has[at] = has;
                waiting.extend(&users[at]);
            }
        }
        self
    }

    /// Whether the type at a position has the trait.
    pub(super) fn has(&self, at: usize) -> bool {
        self.has[at]
    }

    /// What keeps a type from it, if anything does.
    pub(super) fn obstacle(&self, item: &TypeItem) -> Option<Obstacle> {
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
            ItemShape::Alias(ty) | ItemShape::Newtype(ty) => self.part("its value", None, ty),
        }
    }

    fn of_struct(&self, shape: &StructItem) -> Option<Obstacle> {
        let mut fields = shape.fields.iter();
        let field = fields.find_map(|field| {
            let part = format!("its field `{}`", field.ident.plain());
            self.part(&part, Some(&field.wire), &field.ty())
        });
        field.or_else(|| {
            let (ident, ty) = shape.rest.as_ref()?;
            let ty = RustType::Map(Box::new(ty.clone()));
            self.part(&format!("its field `{}`", ident.plain()), None, &ty)
        })
    }

    fn of_union(&self, shape: &UnionItem) -> Option<Obstacle> {
        if self.mocked {
            return None;
        }
        if *self.derive == Derive::Default {
            return Some(Obstacle::Kind("an enum without a default value"));
        }
        let mut variants = shape.variants.iter();
        let variant = variants.find_map(|variant| {
            let part = format!("its variant `{}`", variant.ident.plain());
            self.part(&part, None, variant.ty.as_ref()?)
        });
        variant.or_else(|| self.part("its variant `Unknown`", None, &RustType::Json))
    }

    fn part(&self, part: &str, wire: Option<&str>, ty: &RustType) -> Option<Obstacle> {
        let ty = self.lacking(ty)?;
        Some(Obstacle::Part {
            part: part.to_owned(),
            wire: wire.map(str::to_owned),
            ty: ty.clone(),
        })
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
