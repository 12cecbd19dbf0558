//! The remix DAG over opaque dense ids: build, append, traverse, order, lay
//! out and draw.
//!
//! Pure: knows nothing of members or of a database, does no I/O, and compiles
//! natively and to wasm. No traversal recurses, so depth and fan-out are
//! bounded by memory alone.

mod dag;
pub mod draw;
pub mod layout;
pub mod map;
mod order;
pub mod picture;
mod svg;

pub use dag::{Counts, Dag, DagBuilder, Dense, Direction, Link, LinkError, Nearest, Neighbourhood};
pub use order::{Cycle, order};
pub use picture::{Medium, PictureInput, PictureLink, PictureRecord, PictureSize};
