//! Collections: a member's ordered lists of records, public or seen by them alone.

mod change;
mod query;
mod records;

pub use change::{create_collection, delete_collection, edit_collection};
pub use query::{
    Choice, find_collection, list_collection_records, list_collections, list_own_collections,
};
pub use records::{add_to_collection, move_record, remove_record, write_note};

use crate::Timestamp;
use crate::record::RecordCard;
use domain::curation::Heading;
use domain::{CollectionId, Handle, MemberId};

/// What the form of a collection holds, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionForm {
    /// Title and text.
    pub heading: Heading,
    /// Whether others see it.
    pub public: bool,
}

/// A collection.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The id.
    pub id: CollectionId,
    /// The title.
    pub title: String,
    /// Markdown; may be empty.
    pub body: String,
    /// Whether others see it.
    pub public: bool,
    /// Whose it is.
    pub owner: MemberId,
    /// Their handle.
    pub owner_handle: Handle,
    /// Their name.
    pub owner_name: String,
    /// How many records are in it.
    pub record_count: i64,
    /// Grows with every change but the adding of records at the end; handed back with a change.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A record in a collection.
#[derive(Clone, Debug)]
pub struct CollectionRecord {
    /// The record, published or a tombstone.
    pub card: RecordCard,
    /// The owner's note; may be empty.
    pub note: String,
    /// Its place, from 1 without gaps.
    pub place: i64,
}
