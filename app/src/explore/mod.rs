//! The explorer: the map of everything, and the lineage of one record.
//!
//! The server sends the picture, what narrows it down, and the list; with a script all of it comes alive in the
//! markup that is there (`explorer/`), and without one it stays of use.

pub mod lineage;
pub mod page;

mod alone;
mod atlas;
mod largest;
mod list;
mod overview;
mod show;
mod sides;
mod stage;
mod time;
