//! From what is asked for to the records that it means.

use super::bits::Bits;
use super::columns::{Columns, Wanted};
use super::expression::{Expression, Filter, Term};
use super::found::{self, Found};
use super::layout::Laid;
use super::{Answer, LiveMap, Unanswered};
use crate::{Db, Error};
use domain::RecordId;
use lineage::map::Map;
use lineage::{Dag, Dense};
use roaring::RoaringBitmap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// How long a request waits for others that ask for much.
const PATIENCE: Duration = Duration::from_secs(2);

/// A term with the records it means, as far as the map need not be asked.
enum Part<'a> {
    Records(Vec<Dense>),
    Subtrees(Vec<Dense>),
    Within(&'a [(f64, f64)]),
}

impl LiveMap {
    /// The indexes of all records that an expression means.
    ///
    /// # Errors
    /// [`Unanswered::NotFound`] where it names one record only, and there is none; otherwise unknown ones are left
    /// out.
    pub async fn select(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        expression: Expression,
    ) -> Answer<RoaringBitmap> {
        self.selected(db, epoch, expression, |_, _, bits| bits.to_bitmap())
            .await
    }

    /// Selects, and looks at what is selected while the map still stands so.
    pub(super) async fn selected<T: Send + 'static>(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        mut expression: Expression,
        look: impl FnOnce(&Columns, &Laid, Bits) -> T + Send + 'static,
    ) -> Answer<T> {
        self.check(epoch)?;
        let permit = self.permit().await?;
        if let Some(id) = expression.only()
            && self.index_soon(db, id).await?.is_none()
        {
            return Err(Unanswered::NotFound);
        }
        if let Some(id) = expression.filter.lineage
            && self.index_soon(db, id).await?.is_none()
        {
            return Err(Unanswered::NotFound);
        }
        for term in &mut expression.terms {
            if let Term::Production(id) = *term {
                crate::production::find_production(db, id).await?;
                *term = Term::Records(crate::production::find_included_ids(db, id).await?);
            }
        }
        let mut found = found::find(db, &expression.filter).await?;
        let (this, epoch) = (Arc::clone(self), epoch.to_owned());
        blocking(permit, move || {
            let parts = this.parts(&expression.terms);
            if let Some((found, id)) = found.as_mut().zip(expression.filter.lineage) {
                let lineage: Vec<u32> = this.denses_of(id).iter().map(|dense| dense.0).collect();
                found.sets.push(Bits::of(&lineage));
            }
            let held = this.read();
            let laid = held.of_epoch(&epoch)?;
            let bits = found
                .and_then(|found| {
                    let wanted = wanted(&held.columns, &expression.filter, &found)?;
                    let bits = match parts.is_empty() && wanted.withdrawn == Some(true) {
                        true => tombstones(&held.columns, laid),
                        false => unite(laid, &parts),
                    };
                    let bits = narrow(&held.columns, laid, &wanted, &found, bits);
                    Some(until(laid, expression.filter.time, bits))
                })
                .unwrap_or_default();
            Ok(look(&held.columns, laid, bits))
        })
        .await
    }

    /// Waits until not too many others ask for much.
    pub(super) async fn permit(&self) -> Answer<OwnedSemaphorePermit> {
        let permit = Arc::clone(&self.permits).acquire_owned();
        match tokio::time::timeout(PATIENCE, permit).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Unanswered::Busy),
        }
    }

    /// The index of a public record, also where it was published a moment ago by another process.
    pub(super) async fn index_soon(&self, db: &Db, id: RecordId) -> Answer<Option<u32>> {
        if let Some(index) = self.index(id) {
            return Ok(Some(index));
        }
        self.lineage.catch_up(db).await?;
        if self.lineage.contains(id) {
            self.catch_up(db).await?;
        }
        Ok(self.index(id))
    }

    /// A record, what it came from and what came from it.
    pub(super) fn denses_of(&self, id: RecordId) -> Vec<Dense> {
        self.lineage.look(|index| {
            let Some(dense) = index.dense(id) else {
                return Vec::new();
            };
            let mut all = index.dag.ancestors(dense);
            all.push(dense);
            all.extend(index.dag.descendants(dense));
            all
        })
    }

    fn parts<'a>(&self, terms: &'a [Term]) -> Vec<Part<'a>> {
        let known = |term: &Term| -> Vec<Dense> {
            let ids = term.ids().iter();
            self.lineage
                .look(|index| ids.filter_map(|id| index.dense(*id)).collect())
        };
        // Each by itself: whoever adds to the lineage waits for one walk, not for all.
        let walked = |term: &Term, walk: fn(&Dag, Dense) -> Vec<Dense>| {
            let walk = |dense| self.lineage.look(|index| walk(&index.dag, dense));
            Part::Records(known(term).into_iter().flat_map(walk).collect())
        };
        let part = |term: &'a Term| match term {
            // A production was looked up before.
            Term::Records(_) | Term::Production(_) => Part::Records(known(term)),
            Term::Subtrees(_) => Part::Subtrees(known(term)),
            Term::Ancestors(_) => walked(term, Dag::ancestors),
            Term::Descendants(_) => walked(term, Dag::descendants),
            Term::Within(corners) => Part::Within(corners),
        };
        terms.iter().map(part).collect()
    }
}

/// Runs what takes more than a moment where it holds up nobody.
pub(super) async fn blocking<T: Send + 'static>(
    permit: OwnedSemaphorePermit,
    work: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let work = move || {
        // Held until the work is done, whether or not anybody still waits for it.
        let _permit = permit;
        work()
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Unanswered::Failed(Error::failed(error)))?
}

/// What the columns are to be asked for; `None` where nothing can pass.
fn wanted(columns: &Columns, filter: &Filter, found: &Found) -> Option<Wanted> {
    let number = |id: i64| columns.member_number(id);
    let author = found.author.map(number);
    let license = filter.license.as_deref();
    let license = license.map(|spdx| columns.license_number(spdx));
    if author == Some(None) || license == Some(None) {
        return None;
    }
    Some(Wanted {
        mediums: filter
            .mediums
            .iter()
            .fold(0, |all, medium| all | 1 << *medium as u8),
        author: author.flatten(),
        license: license.flatten(),
        from: filter.from.map(|time| time.0),
        before: filter.before.map(|time| time.0),
        never_remixed: filter.never_remixed,
        several_sources: filter.several_sources,
        withdrawn: filter.withdrawn,
    })
}

/// All records of the parts, by index; all there are where there is no part.
fn unite(laid: &Laid, parts: &[Part<'_>]) -> Bits {
    let map = &laid.map;
    let mut bits = Bits::with_room(laid.len() as usize);
    if parts.is_empty() {
        bits.insert_all(0..laid.len());
    }
    for part in parts {
        match part {
            Part::Records(records) => {
                let indexes = records.iter().filter_map(|record| map.index(*record));
                indexes.for_each(|index| bits.insert(index));
            }
            Part::Subtrees(records) => {
                let indexes = records.iter().filter_map(|record| map.index(*record));
                indexes.for_each(|index| each_in_subtree(map, index, |index| bits.insert(index)));
            }
            Part::Within(corners) => {
                let inside = map.within(corners);
                inside.into_iter().for_each(|index| bits.insert(index));
            }
        }
    }
    bits
}

/// All that is withdrawn, by index, without looking at anything else: every page of the map asks for it.
fn tombstones(columns: &Columns, laid: &Laid) -> Bits {
    let mut bits = Bits::with_room(laid.len() as usize);
    let withdrawn = columns.withdrawn().iter().map(|dense| Dense(*dense));
    let indexes = withdrawn.filter_map(|dense| laid.map.index(dense));
    indexes.for_each(|index| bits.insert(index));
    bits
}

fn narrow(columns: &Columns, laid: &Laid, wanted: &Wanted, found: &Found, bits: Bits) -> Bits {
    if *wanted == Wanted::default() && found.sets.is_empty() {
        return bits;
    }
    let passes = |index| {
        laid.map.dense(index).is_some_and(|dense| {
            columns.passes(dense, wanted) && found.sets.iter().all(|set| set.contains(dense.0))
        })
    };
    let mut left = bits.clone();
    for index in bits.iter().filter(|index| !passes(*index)) {
        left.remove(index);
    }
    left
}

/// Those that the map shows at a step of its time.
fn until(laid: &Laid, time: Option<u16>, bits: Bits) -> Bits {
    let Some(time) = time else { return bits };
    let mut left = bits.clone();
    let is_later = |index: &u32| {
        let record = laid.map.record(*index);
        record.is_none_or(|record| record.time > time)
    };
    for index in bits.iter().filter(is_later) {
        left.remove(index);
    }
    left
}

/// A record and all that hangs on it by primary links, the appended included.
pub(super) fn each_in_subtree(map: &Map, index: u32, mut each: impl FnMut(u32)) {
    let base = map.base_len();
    let laid = if index < base {
        let size = map.record(index).map_or(1, |record| record.size);
        index..index.saturating_add(size).min(base)
    } else {
        index..index
    };
    laid.clone().for_each(&mut each);
    // Appended records stand in order, so what they hang on comes first.
    let mut hangs = Bits::with_room((map.len() - base) as usize);
    for appended in base..map.len() {
        let is_in = appended == index
            || map.primary(appended).is_some_and(|primary| {
                laid.contains(&primary) || (primary >= base && hangs.contains(primary - base))
            });
        if is_in {
            hangs.insert(appended - base);
            each(appended);
        }
    }
}
