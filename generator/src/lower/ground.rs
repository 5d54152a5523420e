//! What is known before the first schema is lowered: which schemas are types of their own, and
//! which extend which.

use super::Lowering;
use super::references::is_bare;
use super::site::{Place, PlaceMap, PlaceSet, Site};
use super::trail::Trail;
use crate::document::{Document, Node};
use crate::ir::{TypeId, TypePath};
use std::collections::BTreeMap;

/// What every portion of the schemas is lowered with.
#[derive(Debug, Default)]
pub(super) struct Ground<'a> {
    /// Types of their own, by their ids: component schemas, and every other schema that a
    /// reference leads to.
    pub(super) own: Vec<(Node<'a>, TypePath)>,
    /// The ids of these types; several places may have the same.
    pub(super) reserved: PlaceMap<TypeId>,
    /// Component schemas that extend another by `allOf`.
    pub(super) children: PlaceMap<Vec<Node<'a>>>,
    /// Operations by their pointer.
    pub(super) operation_index: BTreeMap<String, usize>,
}

impl<'a> Ground<'a> {
    /// What operations alone tell.
    pub(super) fn of_operations(document: &Document<'a>) -> Self {
        let operations = document.operations.iter().enumerate();
        let operation_index =
            operations.map(|(index, operation)| (operation.at.path().to_owned(), index)).collect();
        Self { operation_index, ..Self::default() }
    }

    /// The site of a type of its own.
    pub(super) fn site(&self, own: usize) -> Site<'a> {
        let (node, path) = &self.own[own];
        Site::new(node.clone(), path.clone().into())
    }

    /// The type of a place, made for it where there is none.
    fn reserve(&mut self, site: &Site<'a>) -> TypeId {
        if let Some(id) = self.reserved.get(&site.place()) {
            return *id;
        }
        let id = TypeId::new(self.own.len());
        self.own.push((site.node.clone(), site.path.path()));
        self.reserved.insert(site.place(), id);
        id
    }
}

impl<'a> Lowering<'a, '_> {
    /// Reserves a type for every component schema and for every other target of a reference.
    pub(super) fn reserve_all(mut self) -> Ground<'a> {
        let mut ground = Ground::default();
        let sites: Vec<Site<'a>> = self
            .document
            .schemas
            .iter()
            .map(|(name, node)| Site::new(node.clone(), Trail::component(name)))
            .collect();
        let own: PlaceSet = sites.iter().map(Site::place).collect();
        for site in &sites {
            self.reserve_component(&mut ground, site, &own);
        }
        self.find_children(&mut ground, &sites);
        for node in self.document.referenced_schemas() {
            if !own.contains(&Place::of(&node)) {
                let path = self.path_of(&node.at);
                ground.reserve(&Site::new(node, path));
            }
        }
        ground
    }

    /// Reserves the type of a component; one that only refers to a schema which is no component
    /// (in another file, say) gives that schema its name.
    fn reserve_component(&mut self, ground: &mut Ground<'a>, site: &Site<'a>, own: &PlaceSet) {
        let bare = is_bare(&self.read(site));
        let elsewhere = match bare.then(|| self.destination(site)).flatten() {
            Some((end, _)) if !own.contains(&end.place()) => Some(end),
            _ => None,
        };
        let Some(end) = elsewhere else {
            ground.reserve(site);
            return;
        };
        let named = Site::new(end.node, site.path.clone());
        let id = ground.reserve(&named);
        ground.reserved.insert(site.place(), id);
    }

    /// Remembers which component schemas extend which.
    fn find_children(&mut self, ground: &mut Ground<'a>, sites: &[Site<'a>]) {
        for site in sites {
            let schema = self.read(site);
            for branch in &schema.all_of {
                let branch = self.read(&site.same(branch));
                let Some(reference) = branch.reference else {
                    continue;
                };
                if let Ok(parent) = self.document.resolve(site.at(), reference) {
                    let children = ground.children.entry(Place::of(&parent)).or_default();
                    children.push(site.node.clone());
                }
            }
        }
    }
}
