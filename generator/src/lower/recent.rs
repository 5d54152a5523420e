//! What is known of schemas for a while only, because it can be found out again at any time.

use super::site::{Place, PlaceMap};

/// How many schemas are remembered before all are forgotten: more than one type needs, and few
/// enough that a document of many megabytes takes no more memory than a small one.
const FEW: usize = 2048;

/// What was last found out about schemas.
#[derive(Debug)]
pub(super) struct Recent<V> {
    known: PlaceMap<V>,
}

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { known: PlaceMap::default() }
    }
}

impl<V: Clone> Recent<V> {
    /// What is known of a schema.
    pub(super) fn get(&self, place: Place) -> Option<V> {
        self.known.get(&place).cloned()
    }

    /// Remembers it.
    pub(super) fn insert(&mut self, place: Place, value: V) {
        if self.known.len() >= FEW {
            self.known.clear();
        }
        self.known.insert(place, value);
    }
}
