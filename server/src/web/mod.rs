//! What stands around every handler: who asks, from where, how often, and how answers leave.

pub(crate) mod accept;
pub(crate) mod address;
pub(crate) mod csrf;
pub(crate) mod errors;
pub(crate) mod headers;
pub(crate) mod limits;
pub(crate) mod observe;
pub(crate) mod session;
pub(crate) mod visitors;
