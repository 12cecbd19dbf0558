//! Queries and commands on the database, on SQLite and PostgreSQL alike.
//!
//! A command is one transaction and free of side effects outside it, so that the whole of it can be
//! retried; queries read. Both answer with types of `domain` or the plain structs beside them.
//! Nothing outside this crate and `migration` knows sea-orm.

pub mod audit;
pub mod challenge;
pub mod claim;
pub mod collection;
pub mod connect;
pub mod corpus;
pub mod credit;
mod cursor;
pub mod demo;
pub mod entity;
pub mod error;
pub mod follow;
pub mod heart;
pub mod lineage;
pub mod mail;
pub mod map;
pub mod media;
pub mod member;
pub mod notification;
mod pace;
pub mod production;
pub mod project;
pub mod recommendation;
pub mod record;
pub mod review;
pub mod session;
pub mod shortlist;
mod sql;
pub mod time;

pub use connect::Db;
pub use error::{Conflict, Error, Result};
pub use lineage::LiveLineage;
pub use map::LiveMap;
pub use time::Timestamp;
