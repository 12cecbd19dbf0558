//! Whom and what a member follows.

use crate::record::Page;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::follow::Subject;
use domain::text::{Field, TextError};
use domain::{Handle, MemberId};
use sea_orm::QueryResult;

/// Something that is followed.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What it is.
    pub subject: Subject,
    /// A member's name, or a title.
    pub name: String,
    /// A member's handle.
    pub handle: Option<Handle>,
}

/// Whom and what the member follows, in the order of kinds, the latest of each first.
///
/// # Errors
/// [`crate::Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_following(
    db: &Db,
    member: MemberId,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Followed>> {
    let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
    let (kind, at, id) = after.map_or(Ok((String::new(), i64::MAX, i64::MAX)), parse)?;
    // Nobody follows more than `FOLLOWS_MAX`, all of which one index holds side by side.
    let rows = sql::all(
        db.reader(),
        "SELECT f.kind, f.subject_id, f.created_at, coalesce(m.name, p.title, c.title, ''), m.handle
         FROM follow f
         LEFT JOIN member m ON f.kind = 'member' AND m.id = f.subject_id
         LEFT JOIN project p ON f.kind = 'project' AND p.id = f.subject_id
         LEFT JOIN challenge c ON f.kind = 'challenge' AND c.id = f.subject_id
         WHERE f.member_id = $1 AND (f.kind > $2 OR (f.kind = $2 AND
            (f.created_at < $3 OR (f.created_at = $3 AND f.subject_id < $4))))
         ORDER BY f.kind, f.created_at DESC, f.subject_id DESC LIMIT $5",
        values![member.0, &kind, at, id, limit as i64 + 1],
    )
    .await?;
    let next = rows.get(limit - 1).filter(|_| rows.len() > limit);
    Ok(Page {
        next: next.map(cursor).transpose()?,
        rows: rows.iter().take(limit).map(read).collect::<Result<_>>()?,
    })
}

fn read(row: &QueryResult) -> Result<Followed> {
    let mut columns = Columns::of(row);
    let (kind, id): (String, i64) = (columns.take()?, columns.take()?);
    let _at: i64 = columns.take()?;
    Ok(Followed {
        subject: Subject::of(&kind, id)
            .ok_or_else(|| Error::failed(format!("unknown kind of follow {kind}")))?,
        name: columns.take()?,
        handle: columns
            .take::<Option<String>>()?
            .and_then(|handle| handle.parse().ok()),
    })
}

fn cursor(row: &QueryResult) -> Result<String> {
    let mut columns = Columns::of(row);
    let (kind, id): (String, i64) = (columns.take()?, columns.take()?);
    let at: i64 = columns.take()?;
    Ok(format!("{kind}.{at}.{id}"))
}

fn parse(after: &str) -> Result<(String, i64, i64)> {
    let malformed = || Error::from(TextError::Malformed(Field::Search));
    let mut parts = after.split('.');
    let (Some(kind), Some(at), Some(id), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed());
    };
    match (Subject::of(kind, 0), at.parse(), id.parse()) {
        (Some(_), Ok(at), Ok(id)) => Ok((kind.to_owned(), at, id)),
        _ => Err(malformed()),
    }
}
