//! From the document to the IR: references resolved, `allOf` merged, unions classified.
//!
//! Lowering never fails: what cannot be expressed is reported and left out or kept as JSON, the
//! rest goes on. Component schemas are types of their own, known before any of them is lowered
//! (`ground`), so that a chain of references costs no stack, and so that threads can take a
//! `portion` of the schemas each; `joined` puts together what they make.

mod bounds;
mod budget;
mod content;
mod enumeration;
mod flat;
mod ground;
mod joined;
mod object;
mod operation;
mod parts;
mod path;
mod portion;
mod recent;
mod references;
mod ruled_out;
mod scalar;
mod schema;
mod security;
mod site;
mod together;
mod trail;
mod union;

use crate::diag::{Code, Diagnostics, Pointer};
use crate::document::{Document, Schema};
use crate::ir::{Api, Docs, Shape, TypeDef};
use crate::parallel;
use budget::Budget;
use flat::Flat;
use ground::Ground;
use joined::Joined;
use portion::{Inline, Portion, portions};
use recent::Recent;
use site::{PlaceMap, PlaceSet, Site};
use std::rc::Rc;
use together::Together;

/// Lowers a document.
///
/// The portions are those of the document, so what comes of them is the same by any number of
/// threads.
pub fn lower(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Api {
    lower_by(portions, document, diagnostics)
}

fn lower_by(
    portions: impl Fn(usize) -> Vec<Portion>,
    document: &Document<'_>,
    diagnostics: &mut Diagnostics,
) -> Api {
    let operations = Ground::of_operations(document);
    let types = Lowering::new(document, &operations, diagnostics).reserve_all();
    let ground = Ground { operation_index: operations.operation_index, ..types };
    let work = |portion: Portion| {
        let mut diagnostics = Diagnostics::new();
        let piece = Lowering::new(document, &ground, &mut diagnostics).portion(portion);
        (piece, diagnostics)
    };
    let mut joined = Joined::new(ground.own.len());
    for (piece, said) in parallel::each_large(portions(ground.own.len()), work) {
        joined.add(piece);
        diagnostics.absorb(said);
    }
    joined.api()
}

/// The state of one lowering.
struct Lowering<'a, 'd> {
    document: &'d Document<'a>,
    diagnostics: &'d mut Diagnostics,
    /// What is known before.
    ground: &'d Ground<'a>,
    api: Api,
    /// Types that have been made, beside those of the ground.
    types: Vec<TypeDef>,
    /// Schemas that have been read.
    read: Recent<Rc<Schema<'a>>>,
    /// What every schema and all it is combined with say together, once: the first to ask gives
    /// what is inside its names.
    flats: PlaceMap<Rc<Flat<'a>>>,
    /// The same of schemas without others inside, and of mere references: it is the same whoever
    /// asks.
    leaves: Recent<Rc<Flat<'a>>>,
    /// What inline schemas became, so that one place is one type however often it is merged.
    made: PlaceMap<Inline>,
    /// What schemas became that describe one value together.
    together: Together<'a>,
    /// A schema and all that it extends.
    extended: PlaceMap<Rc<PlaceSet>>,
    /// Whether null satisfies a schema; nothing while that is being found out.
    nullable: PlaceMap<Option<bool>>,
    /// Where references lead, by the place of their own text.
    targets: Recent<Site<'a>>,
    /// Which schemas branches refer to, by their places.
    referred: PlaceMap<Option<site::Place>>,
    /// Where references that stand alone end.
    ends: PlaceMap<references::End<'a>>,
    /// How much work is left.
    budget: Budget,
    /// How deep inline schemas are nested right now.
    depth: usize,
}

impl<'a, 'd> Lowering<'a, 'd> {
    fn new(
        document: &'d Document<'a>,
        ground: &'d Ground<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            document,
            diagnostics,
            ground,
            api: Api::default(),
            types: Vec::new(),
            read: Recent::default(),
            flats: PlaceMap::default(),
            leaves: Recent::default(),
            made: PlaceMap::default(),
            together: Together::default(),
            extended: PlaceMap::default(),
            nullable: PlaceMap::default(),
            targets: Recent::default(),
            referred: PlaceMap::default(),
            ends: PlaceMap::default(),
            budget: Budget::new(document.source.count()),
            depth: 0,
        }
    }

    fn report(&mut self, code: Code, at: &Pointer, message: String) {
        self.diagnostics.report(code, at, message);
    }

    fn too_deep(&mut self, at: &Pointer) {
        let message = "schemas are nested too deep here; the rest is taken as any JSON".to_owned();
        self.report(crate::diag::code::NESTED_TOO_DEEP, at, message);
    }

    /// The shape of a type of its own, and its documentation.
    fn shape(&mut self, site: &Site<'a>) -> (Shape, Docs) {
        let docs = self.own_docs(site);
        match self.inheritance(site) {
            Some(union) => (Shape::Union(union), docs),
            None => (self.own_shape(site), docs),
        }
    }
}
