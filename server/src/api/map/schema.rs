//! The shapes of the map's answers.

use super::super::lineage::Found;
use db::Timestamp;
use db::map::{Detail, MemberCount, Near, SecondaryLink, Siblings, Step, Summary};
use db::record::LineageLine;
use domain::Medium;
use domain::record::Status;
use lineage::map::Kind;
use serde::Serialize;
use utoipa::ToSchema;

/// One record of the map. Places are in 64ths of the map's unit.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapDetail {
    id: i64,
    /// Holds for one epoch, like all indexes.
    index: u32,
    /// How many records hang on it by primary links, itself included, of those laid out together.
    size: u32,
    /// Empty where it has none.
    title: String,
    /// `text`, `image`, `audio`, `video` or `code`.
    medium: &'static str,
    author: MapAuthor,
    /// SPDX identifier, or the words an import came with; null where none is recorded.
    license: Option<String>,
    #[schema(format = DateTime)]
    published_at: String,
    withdrawn: bool,
    at: [i32; 2],
    /// The level at which it first shows; null for one published since the map was laid out.
    level: Option<u8>,
    /// `root`, `stem`, `branch`, `wrap`, `petal`, `twig` or `single`.
    kind: &'static str,
    hearts: i64,
    source_count: u32,
    /// All, the primary one first.
    sources: Vec<MapNear>,
    remix_count: u32,
    /// At most 100, those with most hanging on them first.
    remixes: Vec<MapNear>,
    /// Its links beside the primary ones; at most 100, those with most hanging on their ends.
    secondary_links: Vec<MapSecondaryLink>,
    ancestor_count: u32,
    descendant_count: u32,
    /// How many links the longest way down leads over.
    deepest: u32,
    /// How many members made its descendants, of which the first 10,000 are looked at.
    member_count: u32,
    /// A small picture; null where there is none.
    thumbnail: Option<String>,
    /// When the first of what hangs on it by primary links was published, itself included.
    #[schema(format = DateTime)]
    from: String,
    #[schema(format = DateTime)]
    to: String,
    /// The same without itself; null where nothing hangs on it.
    #[schema(format = DateTime)]
    inside_from: Option<String>,
    #[schema(format = DateTime)]
    inside_to: Option<String>,
    mediums: MediumCounts,
    /// The way up by primary sources, itself first; at most 30.
    chain: Vec<MapStep>,
    /// Whether that way goes on.
    chain_more: bool,
}

/// Who made a record, with the name as credited.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapAuthor {
    handle: String,
    name: String,
}

/// A source or a remix.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapNear {
    id: i64,
    index: u32,
    title: String,
    medium: &'static str,
    author: MapAuthor,
    /// The line of the remix's author on what was used; may be empty.
    used: String,
    #[schema(format = DateTime)]
    published_at: String,
    withdrawn: bool,
    at: [i32; 2],
    /// How many records hang on it by primary links, itself included.
    size: u32,
    source_count: u32,
    remix_count: u32,
}

/// A record on the way to the root.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapStep {
    id: i64,
    index: u32,
    title: String,
    medium: &'static str,
    author: MapAuthor,
    #[schema(format = DateTime)]
    published_at: String,
}

/// How many records are of each medium.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MediumCounts {
    text: u32,
    image: u32,
    audio: u32,
    video: u32,
    code: u32,
}

/// What selected records are.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapSummary {
    count: u32,
    member_count: u32,
    /// The twelve who made most of them.
    members: Vec<MapMember>,
    mediums: MediumCounts,
    /// When the first was published; null where there is none.
    #[schema(format = DateTime)]
    from: Option<String>,
    #[schema(format = DateTime)]
    to: Option<String>,
    /// The box around them, from its left top to its right bottom corner; null where there is none.
    bounds: Option<[[i32; 2]; 2]>,
    /// The fifty that most records name as a source.
    records: Vec<MapLine>,
    /// Links beside the primary ones that begin or end there; at most 100, those with most hanging on their ends.
    secondary_links: Vec<MapSecondaryLink>,
}

/// A link that is not its remix's primary one.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapSecondaryLink {
    /// The source's index.
    source: u32,
    source_at: [i32; 2],
    /// The remix's index.
    remix: u32,
    remix_at: [i32; 2],
    /// When the remix was published, in steps of the map's time.
    time: u16,
}

/// The neighbours of a record among the remixes of a source.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapSiblings {
    /// The id of the one before; null for the first.
    before: Option<i64>,
    /// The id of the one after; null for the last.
    after: Option<i64>,
}

/// The lineage of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapLineage {
    /// How many records were appended to the map since it was laid out.
    new: u32,
    /// Whether there is more than the 500 nearest records.
    truncated: bool,
    /// The record that it is about first.
    records: Vec<MapLine>,
    links: Vec<MapLink>,
}

/// A link by the ids of its ends.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapLink {
    source: i64,
    remix: i64,
}

/// A member, with how many of the records they made.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapMember {
    handle: String,
    name: String,
    count: u32,
}

/// A record of a selection.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MapLine {
    id: i64,
    index: u32,
    title: String,
    medium: &'static str,
    author: MapAuthor,
    #[schema(format = DateTime)]
    published_at: String,
    withdrawn: bool,
}

impl MapDetail {
    pub(super) fn of(detail: Detail) -> Self {
        let card = detail.card;
        let thumbnail = card.thumbnail;
        Self {
            id: card.id.0,
            index: detail.record.index,
            size: detail.record.size,
            title: card.title,
            medium: card.medium.as_str(),
            author: MapAuthor {
                handle: card.author.to_string(),
                name: card.author_name,
            },
            license: card.license,
            published_at: card.at.rfc3339(),
            withdrawn: card.status == Status::Withdrawn,
            at: detail.record.at.into(),
            level: detail.level,
            kind: kind(detail.record.kind),
            hearts: card.heart_count,
            source_count: detail.source_count,
            sources: detail.sources.into_iter().map(MapNear::of).collect(),
            remix_count: detail.remix_count,
            remixes: detail.remixes.into_iter().map(MapNear::of).collect(),
            secondary_links: detail
                .secondary_links
                .into_iter()
                .map(MapSecondaryLink::of)
                .collect(),
            ancestor_count: detail.ancestor_count,
            descendant_count: detail.descendant_count,
            deepest: detail.deepest,
            member_count: detail.member_count,
            thumbnail: thumbnail.map(|small| format!("/media/{}/{}", small.media, small.variant)),
            from: detail.from.rfc3339(),
            to: detail.to.rfc3339(),
            inside_from: detail.inside.map(|(from, _)| from.rfc3339()),
            inside_to: detail.inside.map(|(_, to)| to.rfc3339()),
            mediums: MediumCounts::of(&detail.mediums),
            chain: detail.chain.into_iter().map(MapStep::of).collect(),
            chain_more: detail.chain_more,
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Root => "root",
        Kind::Stem => "stem",
        Kind::Branch => "branch",
        Kind::Wrap => "wrap",
        Kind::Petal => "petal",
        Kind::Twig => "twig",
        Kind::Single => "single",
    }
}

impl MapNear {
    fn of(near: Near) -> Self {
        Self {
            id: near.line.id.0,
            index: near.index,
            medium: near.line.medium.as_str(),
            withdrawn: near.line.withdrawn,
            at: near.at.into(),
            size: near.size,
            source_count: near.source_count,
            remix_count: near.remix_count,
            published_at: near.line.published_at.rfc3339(),
            used: near.used,
            author: author(&near.line),
            title: near.line.title,
        }
    }
}

impl MapStep {
    fn of(step: Step) -> Self {
        Self {
            id: step.line.id.0,
            index: step.index,
            medium: step.line.medium.as_str(),
            published_at: step.line.published_at.rfc3339(),
            author: author(&step.line),
            title: step.line.title,
        }
    }
}

fn author(line: &LineageLine) -> MapAuthor {
    MapAuthor {
        handle: line.author.to_string(),
        name: line.author_name.clone(),
    }
}

impl MediumCounts {
    fn of(counts: &[(Medium, u32)]) -> Self {
        let of = |medium| {
            let found = counts.iter().find(|(known, _)| *known == medium);
            found.map_or(0, |(_, count)| *count)
        };
        Self {
            text: of(Medium::Text),
            image: of(Medium::Image),
            audio: of(Medium::Audio),
            video: of(Medium::Video),
            code: of(Medium::Code),
        }
    }
}

impl MapSummary {
    pub(super) fn of(summary: Summary) -> Self {
        Self {
            count: summary.count,
            member_count: summary.member_count,
            members: summary.members.into_iter().map(MapMember::of).collect(),
            mediums: MediumCounts::of(&summary.mediums),
            from: summary.from.map(Timestamp::rfc3339),
            to: summary.to.map(Timestamp::rfc3339),
            bounds: summary
                .bounds
                .map(|bounds| [[bounds.left, bounds.top], [bounds.right, bounds.bottom]]),
            records: summary.records.into_iter().map(MapLine::of).collect(),
            secondary_links: summary
                .secondary_links
                .into_iter()
                .map(MapSecondaryLink::of)
                .collect(),
        }
    }
}

impl MapSecondaryLink {
    fn of(link: SecondaryLink) -> Self {
        Self {
            source: link.source,
            source_at: link.source_at.into(),
            remix: link.remix,
            remix_at: link.remix_at.into(),
            time: link.time,
        }
    }
}

impl MapSiblings {
    pub(super) fn of(siblings: Siblings) -> Self {
        Self {
            before: siblings.before.map(|id| id.0),
            after: siblings.after.map(|id| id.0),
        }
    }
}

impl MapLineage {
    /// `indexes` are those of the lines; those without one are left out.
    pub(super) fn of(found: Found, new: u32, indexes: &[Option<u32>]) -> Self {
        let indexed = found.lines.into_iter().zip(indexes);
        let links = found.near.links.iter().map(|(source, remix)| MapLink {
            source: source.0,
            remix: remix.0,
        });
        Self {
            new,
            truncated: found.near.truncated,
            links: links.collect(),
            records: indexed
                .filter_map(|(line, index)| Some(MapLine::of(((*index)?, line))))
                .collect(),
        }
    }
}

impl MapMember {
    fn of(member: MemberCount) -> Self {
        Self {
            handle: member.handle.to_string(),
            name: member.name,
            count: member.count,
        }
    }
}

impl MapLine {
    fn of((index, line): (u32, LineageLine)) -> Self {
        Self {
            id: line.id.0,
            index,
            medium: line.medium.as_str(),
            author: author(&line),
            published_at: line.published_at.rfc3339(),
            withdrawn: line.withdrawn,
            title: line.title,
        }
    }
}
