//! Records: drafting, publishing, remixing, withdrawing; reading one and listing many.

mod query;
mod write;

pub use query::*;
pub use write::*;
