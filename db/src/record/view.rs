//! What reading records answers with.

use crate::Timestamp;
use crate::media::MediaView;
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
    /// Whether a claim added it.
    pub is_added: bool,
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
    /// Whether it was entered for a challenge, or one starts from it: see [`crate::challenge::of_record`].
    pub is_in_challenge: bool,
    /// Whether a production includes it.
    pub is_in_production: bool,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Grows with every change; handed back with an edit.
    pub version: i64,
}

/// A record in a lineage: what a picture or a list of it shows, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageLine {
    /// The id.
    pub id: RecordId,
    /// The title; empty for an untitled import.
    pub title: String,
    /// The medium.
    pub medium: Medium,
    /// The author's handle.
    pub author: Handle,
    /// The author's name as credited.
    pub author_name: String,
    /// The license's SPDX identifier; `None` where an import did not record it.
    pub license: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Whether it is a tombstone.
    pub withdrawn: bool,
}
