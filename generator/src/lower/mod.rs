//! From the document to the IR: references resolved, `allOf` merged, unions classified.
//!
//! Lowering never fails: what cannot be expressed is reported and left out or kept as JSON, the
//! rest goes on. Component schemas are lowered from a queue, so that a chain of references costs
//! no stack.

mod bounds;
mod budget;
mod content;
mod enumeration;
mod flat;
mod object;
mod operation;
mod parts;
mod path;
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
use crate::ir::{Api, Docs, Shape, Ty, TypeId};
use budget::Budget;
use flat::Flat;
use recent::Recent;
use site::{Place, PlaceMap, PlaceSet, Site};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use together::Together;
use trail::Trail;

/// Lowers a document.
pub fn lower(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering::new(document, diagnostics);
    lowering.components();
    lowering.operations();
    lowering.drain();
    lowering.api
}

/// The state of one lowering.
struct Lowering<'a, 'd> {
    document: &'d Document<'a>,
    diagnostics: &'d mut Diagnostics,
    api: Api,
    /// Schemas that have been read.
    read: Recent<Rc<Schema<'a>>>,
    /// What every schema and all it is combined with say together, once: the first to ask gives
    /// what is inside its names.
    flats: PlaceMap<Rc<Flat<'a>>>,
    /// The same of schemas without others inside, and of mere references: it is the same whoever
    /// asks.
    leaves: Recent<Rc<Flat<'a>>>,
    /// Types of their own: component schemas, and every other schema that a reference leads to.
    reserved: PlaceMap<TypeId>,
    /// Reserved types that have no shape yet.
    queue: VecDeque<(TypeId, Site<'a>)>,
    /// What inline schemas became, so that one place is one type however often it is merged.
    made: PlaceMap<Ty>,
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
    /// Operations by their pointer.
    operation_index: BTreeMap<String, usize>,
    /// Component schemas that extend another by `allOf`.
    children: PlaceMap<Vec<Site<'a>>>,
    /// How deep inline schemas are nested right now.
    depth: usize,
}

impl<'a, 'd> Lowering<'a, 'd> {
    fn new(document: &'d Document<'a>, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            document,
            diagnostics,
            api: Api::default(),
            read: Recent::default(),
            flats: PlaceMap::default(),
            leaves: Recent::default(),
            reserved: PlaceMap::default(),
            queue: VecDeque::new(),
            made: PlaceMap::default(),
            together: Together::default(),
            extended: PlaceMap::default(),
            nullable: PlaceMap::default(),
            targets: Recent::default(),
            referred: PlaceMap::default(),
            ends: PlaceMap::default(),
            budget: Budget::new(),
            operation_index: BTreeMap::new(),
            children: PlaceMap::default(),
            depth: 0,
        }
    }

    /// Reserves a type for every component schema and for every other target of a reference.
    fn components(&mut self) {
        let sites: Vec<Site<'a>> = self
            .document
            .schemas
            .iter()
            .map(|(name, node)| Site::new(node.clone(), Trail::component(name)))
            .collect();
        let own: PlaceSet = sites.iter().map(Site::place).collect();
        for site in &sites {
            self.reserve_component(site, &own);
        }
        self.find_children(&sites);
        let operations = self.document.operations.iter().enumerate();
        self.operation_index =
            operations.map(|(index, operation)| (operation.at.path().to_owned(), index)).collect();
        for node in self.document.referenced_schemas() {
            if !own.contains(&Place::of(&node)) {
                let path = self.path_of(&node.at);
                self.reserve(&Site::new(node, path));
            }
        }
    }

    /// Gives every reserved type its shape.
    fn drain(&mut self) {
        while let Some((id, site)) = self.queue.pop_front() {
            let (shape, docs) = self.shape(&site);
            let definition = &mut self.api.types[id];
            definition.shape = shape;
            definition.docs = docs;
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
