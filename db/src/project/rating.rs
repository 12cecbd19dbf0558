//! What members think of a project: 1 to 5 stars each.

use super::hold;
use crate::connect::transaction;
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Db, Result, Timestamp};
use domain::project::{ProjectError, Stars, Status, score};
use domain::{MemberId, ProjectId};

/// Rates a project, changes one's rating, or takes it back (`None`); all are idempotent.
///
/// # Errors
/// [`crate::Error::NotFound`], or [`ProjectError::Closed`].
pub async fn rate(db: &Db, viewer: &Viewer, id: ProjectId, stars: Option<Stars>) -> Result<()> {
    transaction!(db, |tx| {
        // Whoever rates it waits here, so that sum and count are those of the ratings.
        let held = hold(tx, id).await?;
        if held.status == Status::Closed {
            return Err(ProjectError::Closed.into());
        }
        let key = values![id.0, viewer.member.0];
        let sql = "SELECT stars FROM project_rating WHERE project_id = $1 AND member_id = $2";
        let before: Option<i64> = match sql::first(tx, sql, key.clone()).await? {
            Some(row) => Some(row.try_get_by_index(0)?),
            None => None,
        };
        let after = stars.map(Stars::count);
        if before == after {
            return Ok(());
        }
        match after {
            Some(stars) => {
                let sql = "INSERT INTO project_rating (project_id, member_id, stars, updated_at)
                    VALUES ($1, $2, $3, $4)
                    ON CONFLICT (project_id, member_id) DO UPDATE
                    SET stars = excluded.stars, updated_at = excluded.updated_at";
                let values = values![id.0, viewer.member.0, stars, Timestamp::now()];
                sql::run(tx, sql, values).await?;
            }
            None => {
                let sql = "DELETE FROM project_rating WHERE project_id = $1 AND member_id = $2";
                sql::run(tx, sql, key).await?;
            }
        }
        let one = |rating: Option<i64>| i64::from(rating.is_some());
        let count = held.rating_count + one(after) - one(before);
        let sum = held.rating_sum + after.unwrap_or(0) - before.unwrap_or(0);
        let sql = "UPDATE project SET rating_count = $2, rating_sum = $3, score = $4 WHERE id = $1";
        sql::run(tx, sql, values![id.0, count, sum, score(count, sum)]).await?;
        Ok(())
    })
}

/// A member's own rating of a project.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_rating(db: &Db, member: MemberId, id: ProjectId) -> Result<Option<Stars>> {
    let sql = "SELECT stars FROM project_rating WHERE project_id = $1 AND member_id = $2";
    let row = sql::first(db.reader(), sql, values![id.0, member.0]).await?;
    let stars: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(stars.and_then(Stars::new))
}
