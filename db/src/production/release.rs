//! Releasing a production: once, with its credits as they are then.

use super::hold::{hold, hold_changes, hold_record, touch};
use super::included::included_ids;
use super::roles::roles_on;
use crate::connect::transaction;
use crate::credit::{at_hand, write_snapshot};
use crate::lineage::LiveLineage;
use crate::notification::{Event, tell};
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Conflict, Db, Error, Result, Timestamp};
use domain::ProductionId;
use domain::notification::Kind;
use domain::production::{Releasable, Status};

/// How often it waits for the lineage in memory to know what a claim added at this very moment.
const ATTEMPTS: usize = 5;

/// Releases a production: what it includes and its credits are written down and never change.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Conflict::AlreadyDone`] where it is released,
/// [`Conflict::ChangedMeanwhile`], or a [`domain::production::ProductionError`].
pub async fn release(
    db: &Db,
    lineage: &LiveLineage,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
) -> Result<()> {
    for _ in 0..ATTEMPTS {
        lineage.catch_up(db).await?;
        if try_release(db, lineage, viewer, id, version).await? {
            return Ok(());
        }
    }
    Err(Error::failed("the lineage in memory stays behind"))
}

/// Answers whether it was done: not where the lineage in memory lacks anything of what the credits come from.
async fn try_release(
    db: &Db,
    lineage: &LiveLineage,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
) -> Result<bool> {
    transaction!(db, |tx| {
        let held = hold(tx, viewer, id).await?;
        if held.status == Status::Released {
            return Err(Conflict::AlreadyDone.into());
        }
        held.check_version(version)?;
        let included = included_ids(tx, id).await?;
        Releasable::check(held.status, included.len(), held.has_final_work)?;
        // Claims wait from here on, so that no link is added between reading the lineage and the release.
        let changes = hold_changes(tx).await?;
        if let Some(record) = held.final_record {
            hold_record(tx, record).await?;
        }
        let ancestry = lineage.ancestry(&included);
        if ancestry.changes as i64 != changes || ancestry.records.len() != included.len() {
            return Ok(false);
        }
        let roles = roles_on(tx, id).await?;
        write_snapshot(tx, id, &at_hand(&roles, &ancestry), &roles).await?;
        let now = Timestamp::now();
        let sql = "UPDATE production SET status = 'released', status_reason = '', released_at = $2
            WHERE id = $1";
        sql::run(tx, sql, values![id.0, now]).await?;
        touch(tx, id).await?;
        let mut event = Event::new(Kind::ProductionChanged, viewer.member);
        event.production = Some(id);
        tell(tx, event).await?;
        Ok(true)
    })
}
