//! One typed reading of OpenAPI 3.0, 3.1 and 3.2.
//!
//! What the versions share uses the types of `openapiv3`; [`Schema`] is our own, because there the
//! versions differ. The reading is lenient (a wrong part is reported and left out, the rest stays)
//! and lossless (every [`Node`] keeps the value it reads).

mod model;
mod schema;

pub use model::*;
pub use schema::Schema;
