//! What a selection holds.

use super::bits::Bits;
use super::columns::Columns;
use super::layout::Laid;
use super::secondary::{Heaviest, SecondaryLink};
use super::{Answer, Expression, LiveMap, titles};
use crate::record::{LineageLine, find_lineage_lines};
use crate::sql::{self, id_list, is_among, values};
use crate::{Db, Result, Timestamp};
use domain::{Handle, Medium};
use lineage::Dense;
use lineage::map::Bounds;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// Members that are named.
const MEMBERS_MAX: usize = 12;
/// Records that are looked at in the lineage at once.
const AT_ONCE: usize = 8_192;
/// Records that are named.
const RECORDS_MAX: usize = 50;

/// See the module.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many records it holds.
    pub count: u32,
    /// How many members made them.
    pub member_count: u32,
    /// The twelve who made most of them.
    pub members: Vec<MemberCount>,
    /// How many are of each medium.
    pub mediums: [(Medium, u32); 5],
    /// When the first of them was published; `None` where there is none.
    pub from: Option<Timestamp>,
    /// When the last of them was.
    pub to: Option<Timestamp>,
    /// The box around them; `None` where there is none.
    pub bounds: Option<Bounds>,
    /// The fifty that most records name as a source, with their indexes.
    pub records: Vec<(u32, LineageLine)>,
    /// Links beside the primary ones that begin or end there; at most 100, those on whose ends most hangs.
    pub secondary_links: Vec<SecondaryLink>,
}

/// A member and how many of the records they made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCount {
    /// The handle.
    pub handle: Handle,
    /// The name, as it is now.
    pub name: String,
    /// How many records.
    pub count: u32,
}

/// What is counted in memory.
struct Counted {
    count: u32,
    mediums: [u32; 5],
    span: Option<(i64, i64)>,
    bounds: Option<Bounds>,
    member_count: u32,
    /// Ids and counts.
    members: Vec<(i64, u32)>,
    /// Indexes and dense ids.
    records: Vec<(u32, Dense)>,
    secondary_links: Vec<SecondaryLink>,
}

impl LiveMap {
    /// What an expression's records are.
    ///
    /// # Errors
    /// As [`LiveMap::select`].
    pub async fn summary(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
    ) -> Answer<Summary> {
        let lineage = Arc::clone(&self.lineage);
        let look = move |columns: &Columns, laid: &Laid, bits: Bits| {
            let mut counted = count(columns, laid, &bits);
            let mut remixes = Vec::with_capacity(counted.count as usize);
            let mut heaviest = Heaviest::default();
            let mut all = bits.iter();
            // Some by themselves: whoever adds to the lineage waits for these, not for all.
            loop {
                let some: Vec<u32> = all.by_ref().take(AT_ONCE).collect();
                if some.is_empty() {
                    break;
                }
                lineage.look(|index| {
                    for at in some {
                        if let Some(dense) = laid.map.dense(at) {
                            remixes.push((Reverse(index.dag.remix_count(dense)), at, dense));
                        }
                        heaviest.add(laid, index, at, |remix| bits.contains(remix));
                    }
                });
            }
            counted.records = most_remixed(remixes);
            counted.secondary_links = heaviest.into_links(laid);
            counted
        };
        let counted = self.selected(db, epoch, expression, look).await?;
        let ids = self.ids(counted.records.iter().map(|(_, dense)| *dense));
        let lines = find_lineage_lines(db, &ids).await?;
        let indexes: HashMap<_, u32> = ids
            .into_iter()
            .zip(counted.records.iter().map(|(index, _)| *index))
            .collect();
        let indexed = |line: LineageLine| Some((*indexes.get(&line.id)?, line));
        Ok(Summary {
            count: counted.count,
            member_count: counted.member_count,
            members: find_members(db, &counted.members).await?,
            mediums: titles::by_medium(&counted.mediums),
            from: counted.span.map(|(from, _)| Timestamp(from)),
            to: counted.span.map(|(_, to)| Timestamp(to)),
            bounds: counted.bounds,
            records: lines.into_iter().filter_map(indexed).collect(),
            secondary_links: counted.secondary_links,
        })
    }
}

fn count(columns: &Columns, laid: &Laid, bits: &Bits) -> Counted {
    let mut counted = Counted {
        count: 0,
        mediums: [0; 5],
        span: None,
        bounds: None,
        member_count: 0,
        members: Vec::new(),
        records: Vec::new(),
        secondary_links: Vec::new(),
    };
    let mut authors = vec![0_u32; columns.member_count()];
    let placed = |index| Some((laid.map.dense(index)?, laid.map.place(index)?));
    for (dense, at) in bits.iter().filter_map(placed) {
        let bounds = counted.bounds.get_or_insert(Bounds::at(at));
        bounds.include(at);
        let time = columns.time(dense);
        let (from, to) = counted.span.unwrap_or((time, time));
        counted.span = Some((from.min(time), to.max(time)));
        counted.count += 1;
        counted.mediums[columns.medium(dense) as usize] += 1;
        authors[columns.author(dense) as usize] += 1;
    }
    let made = (0..).zip(authors).filter(|(_, count)| *count > 0);
    let mut members: Vec<(i64, u32)> = made
        .map(|(number, count)| (columns.member(number), count))
        .collect();
    counted.member_count = members.len() as u32;
    members.sort_unstable_by_key(|(id, count)| (Reverse(*count), *id));
    members.truncate(MEMBERS_MAX);
    counted.members = members;
    counted
}

fn most_remixed(mut records: Vec<(Reverse<usize>, u32, Dense)>) -> Vec<(u32, Dense)> {
    if records.len() > RECORDS_MAX {
        records.select_nth_unstable(RECORDS_MAX);
        records.truncate(RECORDS_MAX);
    }
    records.sort_unstable();
    records
        .into_iter()
        .map(|(_, index, dense)| (index, dense))
        .collect()
}

async fn find_members(db: &Db, counts: &[(i64, u32)]) -> Result<Vec<MemberCount>> {
    let among = is_among(db.backend(), "id", 1);
    let sql = format!("SELECT id, handle, name FROM member WHERE {among}");
    let list = id_list(db.backend(), counts.iter().map(|(id, _)| *id));
    let mut known = HashMap::with_capacity(counts.len());
    for row in &sql::all(db.reader(), sql, values![list]).await? {
        let mut columns = sql::Columns::of(row);
        let id: i64 = columns.take()?;
        known.insert(id, (columns.handle()?, columns.take()?));
    }
    let member = |(id, count): &(i64, u32)| {
        let (handle, name) = known.remove(id)?;
        Some(MemberCount {
            handle,
            name,
            count: *count,
        })
    };
    Ok(counts.iter().filter_map(member).collect())
}
