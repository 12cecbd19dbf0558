//! All tests of the database layer, in one binary, each on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../harness/mod.rs"]
mod harness;

mod challenge;
mod challenge_races;
mod collection;
mod corpus;
mod corpus_claims;
mod crash;
mod follow;
mod heart;
mod lineage;
mod list;
mod mail;
mod map;
mod media;
mod member;
mod migrations;
mod notification;
mod production;
mod project;
mod publish;
mod recommendation;
mod review;
mod session;
mod shortlist;
