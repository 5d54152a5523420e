//! One typed reading of OpenAPI 3.0, 3.1 and 3.2.
//!
//! What the versions share uses the types of `openapiv3`; [`Schema`] is our own, because there the
//! versions differ. The reading is lenient (a wrong part is reported and left out, the rest stays)
//! and lossless (every [`Node`] keeps the value it reads). Schemas are read when they are asked
//! for, one at a time; everything else is read at once.

mod fields;
mod keywords;
mod media;
mod meta;
mod mistaken;
mod model;
mod operations;
mod parameters;
mod paths;
mod reader;
mod references;
mod schema;
mod security;
mod version;

pub use crate::source::Node;
pub use mistaken::is_no_schema;
pub use model::*;
pub use references::Target;
pub use schema::Schema;

use crate::diag::{Diagnostics, Pointer};
use crate::source::{Source, Unresolved};

impl<'a> Document<'a> {
    /// Reads a document; `None` where it is none, which is reported.
    ///
    /// What is wrong with the files is reported as well.
    pub fn read(source: &'a Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        diagnostics.absorb(source.diagnostics().clone());
        let root = source.entry()?;
        let version = version::of(&root, source, diagnostics)?;
        let budget = reader::Budget::default();
        Some(reader::Reader::new(source, version, &budget, diagnostics).document(&root))
    }

    /// Reads the schema at a place.
    pub fn read_schema(&self, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Schema<'a> {
        Schema::read(node, self.version, diagnostics)
    }

    /// The value that a reference at a place names. One step only: it may be a reference again.
    ///
    /// # Errors
    ///
    /// Where the reference leads nowhere.
    pub fn resolve(&self, from: &Pointer, reference: &str) -> Result<Node<'a>, Unresolved> {
        self.source.resolve(from, reference)
    }
}
