//! The neighbours of a record among all remixes of one of its sources, however many these are.

use super::detail::by_weight;
use super::evaluate::blocking;
use super::{Answer, LiveMap, Unanswered};
use crate::Db;
use domain::RecordId;
use std::sync::Arc;

/// See the module. The order is that of [`super::Detail::remixes`]: those on which most hangs first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Siblings {
    /// The one before; `None` for the first.
    pub before: Option<RecordId>,
    /// The one after; `None` for the last.
    pub after: Option<RecordId>,
}

impl LiveMap {
    /// The neighbours of a record among the remixes of `source`.
    ///
    /// # Errors
    /// [`Unanswered::NotFound`] where the record is none of these.
    pub async fn siblings(
        self: &Arc<Self>,
        db: &Db,
        epoch: &str,
        record: RecordId,
        source: RecordId,
    ) -> Answer<Siblings> {
        self.check(epoch)?;
        self.index_soon(db, record).await?;
        let permit = self.permit().await?;
        let (this, epoch) = (Arc::clone(self), epoch.to_owned());
        blocking(permit, move || {
            let held = this.read();
            let map = &held.of_epoch(&epoch)?.map;
            let found = this.lineage.look(|lineage| {
                let (own, source) = (lineage.dense(record)?, lineage.dense(source)?);
                let order = |dense| by_weight(map, dense);
                let own = order(own).filter(|_| lineage.dag.sources(own).any(|it| it == source))?;
                let (mut before, mut after) = (None, None);
                for other in lineage.dag.remixes(source).filter_map(order) {
                    if other < own {
                        before = before.max(Some(other));
                    } else if other > own {
                        after = Some(after.map_or(other, |after: (_, _)| after.min(other)));
                    }
                }
                let id = |(_, dense)| lineage.id(dense);
                Some(Siblings {
                    before: before.map(id),
                    after: after.map(id),
                })
            });
            found.ok_or(Unanswered::NotFound)
        })
        .await
    }
}
