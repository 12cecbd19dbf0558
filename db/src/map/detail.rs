//! All that the map tells of one record.

use super::columns::Columns;
use super::evaluate::{blocking, each_in_subtree};
use super::layout::Laid;
use super::secondary::{Heaviest, SecondaryLink};
use super::{Answer, LiveMap, Unanswered, titles};
use crate::lineage::Index;
use crate::record::{LineageLine, RecordCard, find_cards, find_lineage_lines, find_used};
use crate::{Db, Timestamp};
use domain::{Medium, RecordId};
use lineage::Dense;
use lineage::map::{Map, MapRecord};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Sources that are told; more can only be imported.
const SOURCES_MAX: usize = 1_000;
/// Remixes that are told.
const REMIXES_MAX: usize = 100;
/// Descendants whose authors are counted.
const AUTHORS_MAX: usize = 10_000;
/// Records of the way to the root.
const CHAIN_MAX: usize = 30;

/// See the module.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What lists show of it.
    pub card: RecordCard,
    /// How it stands on the map.
    pub record: MapRecord,
    /// The level at which it first shows; `None` where it was appended.
    pub level: Option<u8>,
    /// Its sources, the primary one first; at most a thousand.
    pub sources: Vec<Near>,
    /// How many sources it has.
    pub source_count: u32,
    /// The at most hundred remixes on which most hangs.
    pub remixes: Vec<Near>,
    /// How many remixes it has.
    pub remix_count: u32,
    /// Its links beside the primary ones; at most 100, those on whose ends most hangs.
    pub secondary_links: Vec<SecondaryLink>,
    /// How many records it came from.
    pub ancestor_count: u32,
    /// How many records came from it.
    pub descendant_count: u32,
    /// How many links the longest way down leads over.
    pub deepest: u32,
    /// How many members made its descendants, of which the first ten thousand are looked at.
    pub member_count: u32,
    /// When the first of what hangs on it by primary links was published, itself included.
    pub from: Timestamp,
    /// When the last of it was.
    pub to: Timestamp,
    /// The same without itself; `None` where nothing hangs on it.
    pub inside: Option<(Timestamp, Timestamp)>,
    /// How much of it is of each medium.
    pub mediums: [(Medium, u32); 5],
    /// The way up by primary sources, itself first; at most thirty.
    pub chain: Vec<Step>,
    /// Whether the way goes on.
    pub chain_more: bool,
}

/// A source or a remix.
#[derive(Clone, Debug)]
pub struct Near {
    /// Its index.
    pub index: u32,
    /// Where it is, in `UNIT`ths.
    pub at: (i32, i32),
    /// How many records hang on it by primary links, itself included.
    pub size: u32,
    /// How many sources it has.
    pub source_count: u32,
    /// How many remixes it has.
    pub remix_count: u32,
    /// Title, author and so on.
    pub line: LineageLine,
    /// The line of the remix's author on what was used; may be empty.
    pub used: String,
}

/// A record on the way to the root.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its index.
    pub index: u32,
    /// Title, author and so on.
    pub line: LineageLine,
}

/// What is known in memory.
struct Gathered {
    id: RecordId,
    record: MapRecord,
    level: Option<u8>,
    sources: Vec<Place>,
    source_count: u32,
    remixes: Vec<Place>,
    remix_count: u32,
    secondary_links: Vec<SecondaryLink>,
    ancestor_count: u32,
    descendant_count: u32,
    deepest: u32,
    member_count: u32,
    span: (i64, i64),
    inside: Option<(i64, i64)>,
    mediums: [u32; 5],
    chain: Vec<Place>,
    chain_more: bool,
}

#[derive(Clone, Copy)]
struct Place {
    id: RecordId,
    index: u32,
    at: (i32, i32),
    size: u32,
    source_count: u32,
    remix_count: u32,
}

impl LiveMap {
    /// All of the record at an index.
    ///
    /// # Errors
    /// [`Unanswered::NotFound`] where there is none.
    pub async fn detail(self: &Arc<Self>, db: &Db, epoch: &str, index: u32) -> Answer<Detail> {
        self.check(epoch)?;
        let permit = self.permit().await?;
        let (this, epoch) = (Arc::clone(self), epoch.to_owned());
        let gather = move || {
            let held = this.read();
            let laid = held.of_epoch(&epoch)?;
            this.lineage
                .look(|lineage| gather(&held.columns, laid, lineage, index))
                .ok_or(Unanswered::NotFound)
        };
        read(db, blocking(permit, gather).await?).await
    }

    /// All of the record with an id, also where it was published a moment ago.
    ///
    /// # Errors
    /// [`Unanswered::NotFound`] where there is none, or it is not public.
    pub async fn find(self: &Arc<Self>, db: &Db, epoch: &str, id: RecordId) -> Answer<Detail> {
        self.check(epoch)?;
        let index = self.index_soon(db, id).await?;
        self.detail(db, epoch, index.ok_or(Unanswered::NotFound)?)
            .await
    }
}

fn gather(columns: &Columns, laid: &Laid, lineage: &Index, index: u32) -> Option<Gathered> {
    let map = &laid.map;
    let record = map.record(index)?;
    let dense = map.dense(index)?;
    let dag = &lineage.dag;
    let place = |dense| place(map, lineage, dense);
    let mut sources: Vec<Place> = dag
        .sources(dense)
        .take(SOURCES_MAX)
        .filter_map(place)
        .collect();
    let primary = map.primary(index);
    sources.sort_by_key(|source| Some(source.index) != primary);
    let descendants = dag.descendants(dense);
    // The lineage may know of a record a moment before the map does.
    let mapped = descendants
        .iter()
        .filter(|dense| map.index(**dense).is_some());
    let authors = mapped.take(AUTHORS_MAX).map(|dense| columns.author(*dense));
    let mut mediums = [0; 5];
    let time = columns.time(dense);
    let mut inside: Option<(i64, i64)> = None;
    each_in_subtree(map, index, |other| {
        let Some(dense) = map.dense(other) else {
            return;
        };
        if other != index {
            let time = columns.time(dense);
            let (from, to) = inside.unwrap_or((time, time));
            inside = Some((from.min(time), to.max(time)));
        }
        mediums[columns.medium(dense) as usize] += 1;
    });
    let mut secondary = Heaviest::default();
    secondary.add(laid, lineage, index, |_| false);
    let mut way = std::iter::successors(Some(index), |index| map.primary(*index));
    let steps = way.by_ref().take(CHAIN_MAX);
    let chain = steps.filter_map(|index| place(map.dense(index)?)).collect();
    Some(Gathered {
        id: lineage.id(dense),
        record,
        level: map.level(index),
        source_count: dag.source_count(dense) as u32,
        remixes: heaviest(map, dag.remixes(dense))
            .into_iter()
            .filter_map(place)
            .collect(),
        remix_count: dag.remix_count(dense) as u32,
        secondary_links: secondary.into_links(laid),
        ancestor_count: dag.ancestor_count(dense),
        descendant_count: descendants.len() as u32,
        deepest: deepest(lineage, dense, &descendants),
        member_count: authors.collect::<HashSet<u32>>().len() as u32,
        sources,
        span: inside.map_or((time, time), |(from, to)| (from.min(time), to.max(time))),
        inside,
        mediums,
        chain,
        chain_more: way.next().is_some(),
    })
}

fn place(map: &Map, lineage: &Index, dense: Dense) -> Option<Place> {
    let index = map.index(dense)?;
    let record = map.record(index)?;
    Some(Place {
        id: lineage.id(dense),
        index,
        at: record.at,
        size: record.size,
        source_count: lineage.dag.source_count(dense) as u32,
        remix_count: lineage.dag.remix_count(dense) as u32,
    })
}

/// What remixes of one record are sorted by: those on which most hangs first.
pub(super) fn by_weight(map: &Map, dense: Dense) -> Option<(Reverse<u32>, Dense)> {
    Some((Reverse(map.size(map.index(dense)?)?), dense))
}

/// The remixes on which most hangs, that first.
fn heaviest(map: &Map, remixes: impl Iterator<Item = Dense>) -> Vec<Dense> {
    let weighed = remixes.filter_map(|dense| by_weight(map, dense));
    let mut weighed: Vec<(Reverse<u32>, Dense)> = weighed.collect();
    if weighed.len() > REMIXES_MAX {
        weighed.select_nth_unstable(REMIXES_MAX);
        weighed.truncate(REMIXES_MAX);
    }
    weighed.sort_unstable();
    weighed.into_iter().map(|(_, dense)| dense).collect()
}

/// How many links the longest way from a record to one of its descendants leads over; these ascend.
fn deepest(lineage: &Index, from: Dense, descendants: &[Dense]) -> u32 {
    let Some(last) = descendants.last() else {
        return 0;
    };
    let mut depths = vec![0_u32; last.index() - from.index() + 1];
    let mut deepest = 0;
    for dense in descendants {
        let mut depth = 0;
        for source in lineage.dag.sources(*dense) {
            let reached = source == from;
            let above = source
                .index()
                .checked_sub(from.index())
                .map_or(0, |at| depths[at]);
            if reached || above > 0 {
                depth = depth.max(above + 1);
            }
        }
        depths[dense.index() - from.index()] = depth;
        deepest = deepest.max(depth);
    }
    deepest
}

async fn read(db: &Db, gathered: Gathered) -> Answer<Detail> {
    let card = find_cards(db, &[gathered.id]).await?.pop();
    let card = card.ok_or(Unanswered::NotFound)?;
    let mut ids: Vec<RecordId> = Vec::new();
    for places in [&gathered.sources, &gathered.remixes, &gathered.chain] {
        ids.extend(places.iter().map(|place| place.id));
    }
    ids.sort_unstable();
    ids.dedup();
    let lines = find_lineage_lines(db, &ids).await?;
    let lines: HashMap<RecordId, LineageLine> =
        lines.into_iter().map(|line| (line.id, line)).collect();
    let from_sources = gathered
        .sources
        .iter()
        .map(|source| (source.id, gathered.id));
    let to_remixes = gathered.remixes.iter().map(|remix| (gathered.id, remix.id));
    let links: Vec<(RecordId, RecordId)> = from_sources.chain(to_remixes).collect();
    let mut used = find_used(db, &links).await?.into_iter();
    let mut near = |places: &[Place]| -> Vec<Near> {
        let near = |place: &Place| {
            let used = used.next().unwrap_or_default();
            Some(Near {
                index: place.index,
                at: place.at,
                size: place.size,
                source_count: place.source_count,
                remix_count: place.remix_count,
                line: lines.get(&place.id)?.clone(),
                used,
            })
        };
        places.iter().filter_map(near).collect()
    };
    let (sources, remixes) = (near(&gathered.sources), near(&gathered.remixes));
    let step = |place: &Place| {
        Some(Step {
            index: place.index,
            line: lines.get(&place.id)?.clone(),
        })
    };
    Ok(Detail {
        card,
        record: gathered.record,
        level: gathered.level,
        sources,
        source_count: gathered.source_count,
        remixes,
        remix_count: gathered.remix_count,
        secondary_links: gathered.secondary_links,
        ancestor_count: gathered.ancestor_count,
        descendant_count: gathered.descendant_count,
        deepest: gathered.deepest,
        member_count: gathered.member_count,
        from: Timestamp(gathered.span.0),
        to: Timestamp(gathered.span.1),
        inside: gathered
            .inside
            .map(|(from, to)| (Timestamp(from), Timestamp(to))),
        mediums: titles::by_medium(&gathered.mediums),
        chain: gathered.chain.iter().filter_map(step).collect(),
        chain_more: gathered.chain_more,
    })
}
