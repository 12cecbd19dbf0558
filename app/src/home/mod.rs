//! The home page: for visitors, for members, and on a first start.

pub mod first_start;
pub mod lineage;
pub mod member;
pub mod page;
pub mod visitor;
