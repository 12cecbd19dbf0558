//! All tests of the database layer, in one binary, each on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../harness/mod.rs"]
mod harness;

mod corpus;
mod heart;
mod lineage;
mod list;
mod map;
mod media;
mod member;
mod migrations;
mod production;
mod publish;
mod session;
