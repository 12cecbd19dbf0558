//! The remix DAG over opaque dense ids: build, append, traverse and order.
//!
//! Pure: knows nothing of records' contents, of members or of a database, and
//! compiles natively and to wasm. No traversal recurses, so depth and fan-out
//! are bounded by memory alone.

mod dag;
mod order;

pub use dag::{Dag, DagBuilder, Dense, Direction, Link, LinkError, Neighbourhood};
pub use order::{Cycle, order};
