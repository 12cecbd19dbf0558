//! Laying out: which records together, and the rest appended, without anybody waiting for it.

use super::columns::Columns;
use super::{Held, LiveMap, load};
use crate::lineage::LiveLineage;
use crate::{Db, Error, Result};
use lineage::map::{Facts, Map, Tile};
use lineage::{Dag, Dense};
use std::sync::{Arc, Mutex, PoisonError};

/// Raised whenever records are laid out otherwise than before, so that nobody mixes old places with new ones.
const LAYOUT: u32 = 1;

/// Records appended while everybody else waits.
const AT_ONCE: usize = 256;

/// A map and what belongs to it.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) map: Map,
    pub(super) epoch: Arc<str>,
    /// How many records were laid out together.
    pub(super) base: usize,
    /// How many of the links that claims added were laid out with them.
    changes: usize,
    /// How many there are with those appended.
    len: usize,
    /// Times of the first and the last record laid out, in microseconds.
    pub(super) times: (i64, i64),
    /// How many were published in each equal slice of that time.
    pub(super) slices: [u32; 64],
    /// What was last asked for as the first picture, and by how many records.
    picture: Mutex<Option<(usize, Tile)>>,
}

impl Laid {
    pub(super) fn len(&self) -> u32 {
        self.len as u32
    }

    pub(super) fn new_len(&self) -> u32 {
        (self.len - self.base) as u32
    }

    /// Appends the records from its end up to `to`.
    fn append(&mut self, columns: &Columns, sources: &Sources, to: usize) {
        for at in self.len - sources.from..to - sources.from {
            let dense = Dense((sources.from + at) as u32);
            let row = sources.row(at);
            self.map.append(row, columns.facts(dense, row));
        }
        self.len = to;
    }

    /// The at most `count` records on which most hangs. Pages ask for it again and again, so it is kept.
    pub(super) fn heaviest(&self, count: usize) -> Tile {
        let mut kept = self.picture.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, tile)) if *known == count => tile.clone(),
            _ => {
                let tile = self.map.heaviest(count);
                *kept = Some((count, tile.clone()));
                tile
            }
        }
    }

    pub(super) fn withdraw(&mut self, dense: u32) {
        *self
            .picture
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner) = None;
        if (dense as usize) < self.len {
            self.map.withdraw(Dense(dense));
        }
    }
}

/// The sources of records that follow one another, copied, so that the lineage is not held while they are used.
pub(super) struct Sources {
    from: usize,
    ends: Vec<usize>,
    all: Vec<Dense>,
}

impl Sources {
    /// Without what claims added after the first `changes` links.
    pub(super) fn of(lineage: &LiveLineage, from: usize, to: usize, changes: usize) -> Self {
        let mut sources = Self {
            from,
            ends: Vec::with_capacity(to - from),
            all: Vec::new(),
        };
        lineage.look(|index| {
            let later = index.later_sources(changes);
            for dense in (from..to).map(|dense| Dense(dense as u32)) {
                let later = later.get(&dense).copied().unwrap_or_default();
                let count = index.dag.source_count(dense) - later;
                sources.all.extend(index.dag.sources(dense).take(count));
                sources.ends.push(sources.all.len());
            }
        });
        sources
    }

    pub(super) fn row(&self, at: usize) -> &[Dense] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[at]]
    }
}

/// How many records may be appended to so many laid out together before all are laid out anew: few at first, when
/// each one shows; then as seldom as places should change.
fn patience(base: usize) -> usize {
    match base {
        0..1_000 => (base / 4).max(1),
        _ => (base / 4).clamp(1_000, 50_000),
    }
}

impl LiveMap {
    /// Lays out the map where that is due: at the start, when much was appended, and when another process did.
    /// Called twice a second by the server. The old map answers until the new one is done. Answers whether it was
    /// due.
    ///
    /// # Errors
    /// [`crate::Error::Database`].
    pub async fn lay_out(self: &Arc<Self>, db: &Db) -> Result<bool> {
        let _laying_out = self.laying_out.lock().await;
        let is_first = self.read().laid.is_none();
        if is_first {
            self.lineage.catch_up(db).await?;
            self.load(db).await?;
        }
        let Some((base, changes)) = self.due(db).await? else {
            return Ok(false);
        };
        let this = Arc::clone(self);
        let laid = tokio::task::spawn_blocking(move || this.build(base, changes)).await;
        let laid = laid.map_err(Error::failed)?;
        let _catching_up = self.catching_up.lock().await;
        let epoch = Arc::clone(&laid.epoch);
        self.replace(laid);
        self.tell();
        tracing::info!(base, %epoch, "the map is laid out");
        Ok(true)
    }

    /// Reads the columns of all that the lineage holds.
    async fn load(&self, db: &Db) -> Result<()> {
        // Counted first: what is withdrawn while the rest is read is then found later once more.
        let withdrawn = load::agreed(db).await?.withdrawn;
        let mut columns = Columns::default();
        let end = self.lineage.size().0;
        columns.reserve(end);
        while columns.len() < end {
            let (from, to) = (columns.len(), end.min(columns.len() + load::CHUNK));
            let chunk = load::chunk(db, from, to).await?;
            let sources = Sources::of(&self.lineage, from, to, 0);
            columns.extend(chunk, |at| sources.row(at));
        }
        *self.write() = Held {
            columns,
            changes: 0,
            withdrawn,
            laid: None,
        };
        self.note_added();
        Ok(())
    }

    /// How many records are to be laid out together, and with how many added links, where that is to be done now.
    async fn due(&self, db: &Db) -> Result<Option<(usize, usize)>> {
        let agreed = load::agreed(db).await?;
        let (len, changes, own) = {
            let held = self.read();
            let own = held.laid.as_ref().map(|laid| (laid.base, laid.changes));
            (held.columns.len(), held.changes, own)
        };
        if agreed.base > len || agreed.changes > changes {
            // Another process saw more already: soon this one does too.
            return Ok(None);
        }
        let due = if len - agreed.base >= patience(agreed.base) {
            load::agree(db, agreed.base, len, changes).await?
        } else {
            agreed
        };
        if due.base > len || due.changes > changes {
            return Ok(None);
        }
        let due = (due.base, due.changes);
        Ok((own != Some(due)).then_some(due))
    }

    /// Lays out the first `base` records with the first `changes` added links, and appends the others that are
    /// known, but perhaps the last few.
    fn build(&self, base: usize, changes: usize) -> Laid {
        let (dag, ids) = self.part(base, changes);
        let facts = self.facts(&dag);
        let mut hash = blake3::Hasher::new();
        hash.update(&LAYOUT.to_le_bytes());
        for (dense, (id, facts)) in (0..).map(Dense).zip(ids.iter().zip(&facts)) {
            hash.update(&id.to_le_bytes());
            hash.update(&facts.time.to_le_bytes());
            for source in dag.sources(dense) {
                hash.update(&source.0.to_le_bytes());
            }
        }
        let epoch = format!("{base}-{}", &hash.finalize().to_hex()[..10]);
        let all = || facts.iter().map(|facts| facts.time);
        let times = span(all());
        let mut laid = Laid {
            map: Map::build(&dag, &facts),
            epoch: epoch.into(),
            base,
            changes,
            len: base,
            times,
            slices: slices(all(), times),
            picture: Mutex::default(),
        };
        drop((dag, ids, facts));
        self.append_most(&mut laid);
        laid
    }

    /// The lineage of the first records, and their ids.
    fn part(&self, base: usize, changes: usize) -> (Dag, Vec<i64>) {
        let (builder, ids) = self.lineage.look(|index| {
            let records = || (0..base as u32).map(Dense);
            let links = records().map(|dense| index.dag.source_count(dense)).sum();
            let mut builder = Dag::builder();
            builder.reserve(base, links);
            let later = index.later_sources(changes);
            let mut sources = Vec::new();
            for dense in records() {
                let later = later.get(&dense).copied().unwrap_or_default();
                let count = index.dag.source_count(dense) - later;
                sources.clear();
                sources.extend(index.dag.sources(dense).take(count));
                // It was pushed before, into the lineage that it is read from.
                let _known = builder.push(&sources);
            }
            let ids: Vec<i64> = records().map(|dense| index.id(dense).0).collect();
            (builder, ids)
        });
        (builder.finish(), ids)
    }

    fn facts(&self, dag: &Dag) -> Vec<Facts> {
        let held = self.read();
        let mut facts: Vec<Facts> = Vec::with_capacity(dag.len());
        for dense in (0..dag.len() as u32).map(Dense) {
            let own = held.columns.facts(dense, &[]);
            // Imported records may say that they are earlier than their sources.
            let times = dag.sources(dense).map(|source| facts[source.index()].time);
            let time = times.fold(own.time, i64::max);
            facts.push(Facts { time, ..own });
        }
        facts
    }

    /// Appends while all others go on.
    fn append_most(&self, laid: &mut Laid) {
        loop {
            let known = self.read().columns.len();
            if known - laid.len < AT_ONCE {
                return;
            }
            let to = known.min(laid.len + 8 * AT_ONCE);
            let sources = Sources::of(&self.lineage, laid.len, to, laid.changes);
            laid.append(&self.read().columns, &sources, to);
        }
    }

    fn replace(&self, mut laid: Laid) {
        self.append_most(&mut laid);
        let known = self.read().columns.len();
        let sources = Sources::of(&self.lineage, laid.len, known, laid.changes);
        let mut held = self.write();
        laid.append(&held.columns, &sources, known);
        // What was withdrawn since its facts were read; it does not hurt to say the others again.
        for dense in held.columns.withdrawn() {
            laid.withdraw(*dense);
        }
        held.laid = Some(laid);
    }

    /// Appends to the map what the columns hold, a little at a time. Where it is very much, it waits for the
    /// layout that is then due.
    pub(super) fn append(&self) {
        let (len, base, changes, known) = {
            let held = self.read();
            let Some(laid) = &held.laid else { return };
            (laid.len, laid.base, laid.changes, held.columns.len())
        };
        if known - len > load::CHUNK && known - base >= patience(base) {
            return;
        }
        let mut from = len;
        while from < known {
            let to = known.min(from + AT_ONCE);
            let sources = Sources::of(&self.lineage, from, to, changes);
            let mut held = self.write();
            let Held { columns, laid, .. } = &mut *held;
            if let Some(laid) = laid {
                laid.append(columns, &sources, to);
            }
            from = to;
        }
    }
}

/// The first and the last of these times; 0 where there is none.
pub(super) fn span(times: impl Iterator<Item = i64> + Clone) -> (i64, i64) {
    (times.clone().min().unwrap_or(0), times.max().unwrap_or(0))
}

/// How many of these times are in each equal slice of a span that holds them all.
pub(super) fn slices(times: impl Iterator<Item = i64>, (from, to): (i64, i64)) -> [u32; 64] {
    let mut slices = [0; 64];
    let whole = i128::from(to) - i128::from(from) + 1;
    for time in times {
        let at = (i128::from(time) - i128::from(from)) * 64 / whole;
        slices[usize::try_from(at).unwrap_or(0).min(63)] += 1;
    }
    slices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_change_often_only_while_there_are_few() {
        let rows = [
            (0, 1),
            (4, 1),
            (100, 25),
            (999, 249),
            (1_000, 1_000),
            (1_000_000, 50_000),
        ];
        for (base, expected) in rows {
            assert_eq!(patience(base), expected, "{base}");
        }
    }

    #[test]
    fn slices_hold_every_record() {
        let all = || [5, 5, 68, 7].into_iter();
        let slices = slices(all(), span(all()));
        assert_eq!((slices[0], slices[2], slices[63]), (2, 1, 1));
        assert_eq!(super::slices([3].into_iter(), (3, 3))[0], 1);
        assert_eq!(span(std::iter::empty()), (0, 0));
    }
}
