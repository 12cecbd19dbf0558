//! Reading records.

use crate::lineage::LiveLineage;
use crate::media::MediaView;
use crate::session::Viewer;
use crate::{Db, Result, Timestamp};
use domain::record::Status;
use domain::{Handle, MediaId, Medium, MemberId, RecordId};

/// A record in a list.
#[derive(Clone, Debug)]
pub struct RecordCard {
    /// The id.
    pub id: RecordId,
    /// The title; empty for an untitled import.
    pub title: String,
    /// The medium.
    pub medium: Medium,
    /// Draft, published or withdrawn.
    pub status: Status,
    /// The author's handle.
    pub author: Handle,
    /// The author's name as credited.
    pub author_name: String,
    /// When it was published, or last changed for a draft.
    pub at: Timestamp,
    /// How many published records name it as a source.
    pub remix_count: i64,
    /// How many records it names as sources.
    pub source_count: i64,
    /// How many members hearted it.
    pub heart_count: i64,
    /// The license's SPDX identifier; `None` where an import did not record it.
    pub license: Option<String>,
    /// The first 240 characters of a text or code.
    pub excerpt: String,
    /// The smallest picture of it, with its pixels across and down.
    pub thumbnail: Option<Thumbnail>,
    /// Length of audio and video in milliseconds.
    pub duration_ms: Option<i64>,
    /// Loudness of audio, see [`crate::media::Upload::peaks`].
    pub peaks: Option<Vec<u8>>,
}

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// As in `/media/{id}/{variant}`.
    pub media: MediaId,
    /// The variant's name.
    pub variant: String,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
}

/// A source of a record, with what was used of it.
#[derive(Clone, Debug)]
pub struct SourceView {
    /// The source (published, or a tombstone).
    pub card: RecordCard,
    /// The member's line on what was used; may be empty.
    pub used: String,
}

/// All of one record.
#[derive(Clone, Debug)]
pub struct RecordView {
    /// What lists show.
    pub card: RecordCard,
    /// The author's id.
    pub author_id: MemberId,
    /// Text or code as typed; empty for files and tombstones.
    pub body: String,
    /// The language of code.
    pub language: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Tags in the order typed.
    pub tags: Vec<String>,
    /// The file.
    pub media: Option<MediaView>,
    /// Where it came from outside, as imported.
    pub url: Option<String>,
    /// `CORPUS/ID`.
    pub external_id: Option<String>,
    /// Sources in the order named.
    pub sources: Vec<SourceView>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Grows with every change; handed back with an edit.
    pub version: i64,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Last published first.
    #[default]
    Newest,
    /// First published first.
    Oldest,
    /// Most hearts first.
    Hearts,
    /// Most remixes first.
    Remixes,
}

/// What a list is narrowed to. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct RecordFilter {
    /// Of this medium.
    pub medium: Option<Medium>,
    /// With this tag.
    pub tag: Option<String>,
    /// By the member with this handle.
    pub author: Option<String>,
    /// Under this license (SPDX).
    pub license: Option<String>,
    /// With all of these words in title, text, tags or author's name; the last may be unfinished.
    pub q: Option<String>,
    /// With at least so many remixes.
    pub min_remixes: Option<i64>,
    /// With at most so many remixes; 0 is "never remixed".
    pub max_remixes: Option<i64>,
    /// With this external id.
    pub external_id: Option<String>,
    /// Made directly from this record.
    pub remix_of: Option<RecordId>,
}

/// A page of a list and how to go on.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Opaque; to be given as `after` for what follows; `None` at the end.
    pub next: Option<String>,
}

/// Published records (without tombstones) that pass the filter.
///
/// # Errors
/// [`crate::Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_records(
    db: &Db,
    filter: &RecordFilter,
    sort: Sort,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<RecordCard>> {
    let _ = (db, filter, sort, after, limit);
    unimplemented!()
}

/// All of one record, in a number of queries that does not grow with its sources.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is none, or it is another's draft.
pub async fn find_record(db: &Db, viewer: Option<&Viewer>, id: RecordId) -> Result<RecordView> {
    let _ = (db, viewer, id);
    unimplemented!()
}

/// Cards of these records (published ones and tombstones), in the order asked for; unknown ones are left out.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_cards(db: &Db, ids: &[RecordId]) -> Result<Vec<RecordCard>> {
    let _ = (db, ids);
    unimplemented!()
}

/// What was used, for links given as `(source, remix)`, in the same order.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_used(db: &Db, links: &[(RecordId, RecordId)]) -> Result<Vec<String>> {
    let _ = (db, links);
    unimplemented!()
}

/// A link of an attribution's chain: a record that the work came from, however far back.
#[derive(Clone, Debug)]
pub struct Credit {
    /// The record.
    pub card: RecordCard,
    /// How many links away from the work, at the least; 0 is the work itself.
    pub distance: u32,
}

/// The whole chain of a record's attribution: itself and its ancestors, nearest first, at most `limit`,
/// with the exact number of ancestors.
///
/// # Errors
/// [`crate::Error::NotFound`] where it is not published.
pub async fn find_credit_chain(
    db: &Db,
    lineage: &LiveLineage,
    id: RecordId,
    limit: usize,
) -> Result<(Vec<Credit>, u32)> {
    let _ = (db, lineage, id, limit);
    unimplemented!()
}

/// How many records there are in all, by medium and by license, for facets; cached for some seconds.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Published records.
    pub records: i64,
    /// Members who published any.
    pub authors: i64,
    /// Links.
    pub links: i64,
    /// Records of each medium.
    pub mediums: Vec<(Medium, i64)>,
    /// Records under each license (SPDX; empty where not recorded), most first.
    pub licenses: Vec<(String, i64)>,
    /// The most used tags, most first, at most 24.
    pub tags: Vec<(String, i64)>,
}

/// See [`Totals`].
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_totals(db: &Db) -> Result<Totals> {
    let _ = db;
    unimplemented!()
}
