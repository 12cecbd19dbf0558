//! The shapes of answers.

use db::Timestamp;
use db::media::{MediaView, Variant};
use db::record::{LineageLine, RecordCard, RecordView};
use domain::record::Status;
use serde::Serialize;
use utoipa::ToSchema;

/// A record in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordSummary {
    id: i64,
    /// Empty where it has none.
    title: String,
    /// `text`, `image`, `audio`, `video` or `code`.
    medium: &'static str,
    author: Author,
    /// SPDX identifier, or the words an import came with; null where none is recorded.
    license: Option<String>,
    #[schema(format = DateTime)]
    published_at: String,
    source_count: i64,
    remix_count: i64,
    heart_count: i64,
    /// Its page.
    url: String,
}

/// Who made a record, with the name as credited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Author {
    pub(super) handle: String,
    pub(super) name: String,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordList {
    pub(super) records: Vec<RecordSummary>,
    /// To be given as `after` for what follows; null at the end.
    pub(super) next: Option<String>,
}

impl RecordSummary {
    pub(super) fn of(card: RecordCard, public_url: &str) -> Self {
        Self {
            id: card.id.0,
            url: format!("{public_url}/records/{}", card.id),
            title: card.title,
            medium: card.medium.as_str(),
            author: Author {
                handle: card.author.to_string(),
                name: card.author_name,
            },
            license: card.license,
            published_at: card.at.rfc3339(),
            source_count: card.source_count,
            remix_count: card.remix_count,
            heart_count: card.heart_count,
        }
    }
}

/// One record. A withdrawn one keeps id, title, author, license and links.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Record {
    id: i64,
    /// Empty where it has none.
    title: String,
    /// `text`, `image`, `audio`, `video` or `code`.
    medium: &'static str,
    author: Author,
    /// SPDX identifier, or the words an import came with; null where none is recorded.
    license: Option<String>,
    tags: Vec<String>,
    #[schema(format = DateTime)]
    published_at: Option<String>,
    /// What it was made from, in the order named.
    sources: Vec<Source>,
    remix_count: i64,
    heart_count: i64,
    /// Its file; null for text and code, and once it is withdrawn.
    media: Option<Media>,
    withdrawn: bool,
    /// Its page.
    url: String,
    /// `CORPUS/ID` of an imported record.
    external_id: Option<String>,
}

/// A source, with the author's line on what was used of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Source {
    id: i64,
    used: String,
}

/// A record's file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Media {
    url: String,
    /// The media type.
    r#type: String,
    bytes: i64,
    width: Option<i32>,
    height: Option<i32>,
    duration_ms: Option<i64>,
    /// Smaller images, smallest first.
    variants: Vec<MediaVariant>,
}

/// A smaller image.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MediaVariant {
    name: String,
    url: String,
    r#type: String,
    bytes: i64,
    width: i32,
    height: i32,
}

impl Record {
    pub(super) fn of(record: RecordView, public_url: &str) -> Self {
        let withdrawn = record.card.status == Status::Withdrawn;
        let sources = record.sources.into_iter().map(|source| Source {
            id: source.card.id.0,
            used: source.used,
        });
        let media = record.media.filter(|_| !withdrawn);
        Self {
            id: record.card.id.0,
            url: format!("{public_url}/records/{}", record.card.id),
            title: record.card.title,
            medium: record.card.medium.as_str(),
            author: Author {
                handle: record.card.author.to_string(),
                name: record.card.author_name,
            },
            license: record.card.license,
            tags: record.tags,
            published_at: record.published_at.map(Timestamp::rfc3339),
            sources: sources.collect(),
            remix_count: record.card.remix_count,
            heart_count: record.card.heart_count,
            media: media.map(|media| Media::of(media, public_url)),
            withdrawn,
            external_id: record.external_id,
        }
    }
}

impl Media {
    fn of(media: MediaView, public_url: &str) -> Self {
        let url = format!("{public_url}/media/{}", media.id);
        let variant = |variant: Variant| MediaVariant {
            url: format!("{url}/{}", variant.name),
            name: variant.name,
            r#type: variant.mime,
            bytes: variant.bytes,
            width: variant.width,
            height: variant.height,
        };
        let variants = media.variants.into_iter().map(variant).collect();
        Self {
            variants,
            r#type: media.mime,
            bytes: media.bytes,
            width: media.width,
            height: media.height,
            duration_ms: media.duration_ms,
            url,
        }
    }
}

/// The lineage around a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Lineage<'a> {
    /// The id of the record asked for.
    pub(super) focus: i64,
    /// The focus first, then the others, nearest first.
    pub(super) records: Vec<LineageRecord<'a>>,
    /// All links between two of these records.
    pub(super) links: Vec<LineageLink<'a>>,
    /// Whether depth or limit left any record out.
    pub(super) truncated: bool,
    /// Exact, whatever was left out.
    pub(super) ancestor_count: u32,
    /// Exact, whatever was left out.
    pub(super) descendant_count: u32,
}

/// A record of a lineage.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineageRecord<'a> {
    id: i64,
    title: &'a str,
    medium: &'static str,
    author: LineageAuthor<'a>,
    #[schema(format = DateTime)]
    published_at: String,
    withdrawn: bool,
}

/// Who made a record, with the name as credited.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineageAuthor<'a> {
    handle: &'a str,
    name: &'a str,
}

/// One record was made from another.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineageLink<'a> {
    pub(super) source: i64,
    pub(super) remix: i64,
    /// The line of the remix's author on what was used; may be empty.
    pub(super) used: &'a str,
}

impl<'a> LineageRecord<'a> {
    pub(super) fn of(line: &'a LineageLine) -> Self {
        Self {
            id: line.id.0,
            title: &line.title,
            medium: line.medium.as_str(),
            author: LineageAuthor {
                handle: line.author.as_str(),
                name: &line.author_name,
            },
            published_at: line.published_at.rfc3339(),
            withdrawn: line.withdrawn,
        }
    }
}

/// What a site that shows a link to a record is told (<https://oembed.com>).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Embed {
    pub(super) version: &'static str,
    /// Always `rich`.
    pub(super) r#type: &'static str,
    pub(super) title: String,
    pub(super) author_name: String,
    pub(super) author_url: String,
    pub(super) provider_name: &'static str,
    pub(super) provider_url: String,
    /// Seconds.
    pub(super) cache_age: u32,
    /// The credit line with its whole chain, as text.
    pub(super) attribution: String,
    /// The license by its SPDX identifier.
    pub(super) license: Option<String>,
    /// A quotation that links to the record and credits its whole chain; of a production a card in a frame.
    pub(super) html: String,
    /// Pixels.
    pub(super) width: i64,
    /// Pixels of a card; null of a quotation, which is as high as its text.
    pub(super) height: Option<i64>,
}
