//! What portions made, as one graph of types in which each inline schema is one type.

use super::portion::{Inline, Piece};
use super::site::PlaceMap;
use crate::ir::{Api, Ty, TypeDef, TypeGraph, TypeId};

/// The pieces that have come so far.
#[derive(Debug, Default)]
pub(super) struct Joined {
    api: Api,
    own: Vec<TypeDef>,
    others: Vec<TypeDef>,
    /// What inline schemas became in the pieces so far.
    inline: PlaceMap<Ty>,
    /// How many types of their own there will be.
    first: usize,
}

impl Joined {
    /// Nothing yet, of a document with so many types of their own.
    pub(super) fn new(first: usize) -> Self {
        Self { first, ..Self::default() }
    }

    /// Adds the next piece. What an earlier one made of a schema counts; what this one made of it
    /// again is dropped.
    pub(super) fn add(&mut self, piece: Piece) {
        let ids = self.ids(&piece);
        let first = self.first;
        let new = |id: TypeId| match id.index().checked_sub(first) {
            Some(other) => ids[other],
            None => Some(id),
        };
        let mut renumber = |ty: &mut Ty| ty.each_named_mut(&mut |id| *id = new(*id).unwrap_or(*id));
        let Piece { api, mut own, others, inline } = piece;
        if let Some(api) = api {
            // Its types are the first ones, so nothing changes in it.
            self.api = api;
        }
        own.iter_mut().for_each(|definition| definition.shape.each_ty_mut(&mut renumber));
        let next = self.first + self.others.len();
        let kept = others.into_iter().zip(&ids);
        let kept = kept.filter(|(_, id)| id.is_some_and(|id| id.index() >= next));
        self.others.extend(kept.map(|(mut definition, _)| {
            definition.shape.each_ty_mut(&mut renumber);
            definition
        }));
        for (place, Inline { mut ty, .. }) in inline {
            let mut stays = !self.inline.contains_key(&place);
            ty.each_named(&mut |id| stays &= new(id).is_some());
            if stays {
                renumber(&mut ty);
                self.inline.insert(place, ty);
            }
        }
        self.own.extend(own);
    }

    /// All of it.
    pub(super) fn api(mut self) -> Api {
        self.own.extend(self.others);
        self.api.types = TypeGraph::from(self.own);
        self.api
    }

    /// What the other types of a piece are from now on: types that an earlier piece made, new
    /// ones, or nothing.
    fn ids(&self, piece: &Piece) -> Vec<Option<TypeId>> {
        let mut fates = Fates::new(self.first, piece);
        for (place, inline) in &piece.inline {
            if let Some(known) = self.inline.get(place) {
                fates.made_again(inline, known);
            }
        }
        fates.reach();
        fates.number(self.first + self.others.len())
    }
}

/// What becomes of the other types of a piece.
struct Fates<'p> {
    first: usize,
    piece: &'p Piece,
    /// Types that an earlier piece made.
    same: Vec<Option<TypeId>>,
    /// Whether a type stays.
    stays: Vec<bool>,
}

impl<'p> Fates<'p> {
    fn new(first: usize, piece: &'p Piece) -> Self {
        let count = piece.others.len();
        Self { first, piece, same: vec![None; count], stays: vec![true; count] }
    }

    /// An inline schema was made by an earlier piece as well.
    fn made_again(&mut self, inline: &Inline, known: &Ty) {
        self.stays[inline.others.clone()].fill(false);
        self.pair(&inline.ty, known);
    }

    /// Pairs what the same schema became.
    fn pair(&mut self, own: &Ty, known: &Ty) {
        match (own, known) {
            (Ty::Named(own), Ty::Named(known)) => {
                if let Some(other) = own.index().checked_sub(self.first) {
                    self.same[other].get_or_insert(*known);
                }
            }
            (Ty::List(own), Ty::List(known))
            | (Ty::Map(own), Ty::Map(known))
            | (Ty::Nullable(own), Ty::Nullable(known)) => self.pair(own, known),
            (Ty::Tuple(own), Ty::Tuple(known)) => {
                own.iter().zip(known).for_each(|(own, known)| self.pair(own, known));
            }
            _ => {}
        }
    }

    /// What was made again, but is used by what stays and has no pair, stays too.
    fn reach(&mut self) {
        let staying = self.piece.others.iter().zip(&self.stays).filter(|(_, stays)| **stays);
        let mut open: Vec<&TypeDef> =
            self.piece.own.iter().chain(staying.map(|(definition, _)| definition)).collect();
        if open.len() == self.piece.own.len() + self.piece.others.len() {
            return;
        }
        while let Some(definition) = open.pop() {
            definition.shape.each_ty(&mut |ty| {
                ty.each_named(&mut |id| {
                    if let Some(other) = id.index().checked_sub(self.first)
                        && self.same[other].is_none()
                        && !std::mem::replace(&mut self.stays[other], true)
                    {
                        open.push(&self.piece.others[other]);
                    }
                });
            });
        }
    }

    /// The ids of all, new ones from the given one on.
    fn number(self, next: usize) -> Vec<Option<TypeId>> {
        let mut next = next..;
        let fates = self.same.into_iter().zip(self.stays);
        fates
            .map(|(same, stays)| {
                same.or_else(|| stays.then(|| next.next().map(TypeId::new)).flatten())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lower_by;
    use super::super::portion::{Portion, portions};
    use crate::diag::Diagnostics;
    use crate::document::Document;
    use crate::source::Source;
    use serde_json::{Value, json};
    use std::fs;

    /// All that comes of a document.
    fn lowered(source: &Source, portions: impl Fn(usize) -> Vec<Portion>) -> String {
        let mut diagnostics = Diagnostics::new();
        let document = Document::read(source, &mut diagnostics).expect("an OpenAPI document");
        let api = lower_by(portions, &document, &mut diagnostics);
        format!("{api:#?}\n{diagnostics:#?}")
    }

    /// Every type by itself comes out as all of them together.
    fn is_the_same_in_portions(name: &str, text: Vec<u8>) {
        let source = Source::from_bytes(name, text);
        let whole = |types| vec![Portion::Operations, Portion::Types(0..types)];
        let alone = |types| {
            let types = (0..types).map(|index| Portion::Types(index..index + 1));
            std::iter::once(Portion::Operations).chain(types).collect()
        };
        let expected = lowered(&source, whole);
        for given in [lowered(&source, alone), lowered(&source, portions)] {
            let different = expected.lines().zip(given.lines()).find(|(one, other)| one != other);
            assert!(expected == given, "{name}: {different:?}");
        }
    }

    #[test]
    fn what_several_portions_make_of_a_schema_is_one_type() {
        let child = |index: usize| {
            let parent = format!("#/components/schemas/S{}", index / 2);
            let either = json!({"oneOf": [{"type": "string"},
                {"type": "object", "required": ["x"], "properties": {"x": {}}}]});
            let own = json!({"type": "object", "properties": {
                "deep": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}},
                format!("own{index}"): {"type": "array", "items": {"type": "object",
                    "properties": {"either": either}}}}});
            match index % 3 {
                0 => own,
                1 => json!({"allOf": [{"$ref": parent}, own]}),
                _ => json!({"anyOf": [{"$ref": parent}, own]}),
            }
        };
        let schemas: serde_json::Map<String, Value> =
            (0..100).map(|index| (format!("S{index}"), child(index))).collect();
        let answer = json!({"allOf": [{"$ref": "#/components/schemas/S0"}, {"properties":
            {"more": {"type": "object", "properties": {"a": {"type": "integer"}}}}}]});
        let content = json!({"application/json": {"schema": answer}});
        let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
            "paths": {"/": {"get": {"responses": {"200":
                {"description": "", "content": content}}}}},
            "components": {"schemas": schemas}});
        is_the_same_in_portions("made.json", document.to_string().into_bytes());
    }

    #[test]
    fn fixtures_are_the_same_in_portions() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
        let mut count = 0;
        for entry in fs::read_dir(folder).expect("the fixtures") {
            let path = entry.expect("a fixture").path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let name = path.display().to_string();
                is_the_same_in_portions(&name, fs::read(&path).expect("a fixture"));
                count += 1;
            }
        }
        assert!(count > 30, "{count} fixtures");
    }
}
