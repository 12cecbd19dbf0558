//! The commands of the binary. Each answers whether all is well; what is not was printed.

pub(crate) mod data;
pub(crate) mod member;
pub(crate) mod progress;
pub(crate) mod serve;
