//! Reading challenges.

use super::command::{PAY, read_medium, read_pay};
use super::view::{ChallengeCard, ChallengeView, Named, OfRecord};
use crate::cursor::Cursor;
use crate::project::read_person;
use crate::record::{CARD_COLUMNS, CARD_JOINS, Page, read_cards};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::{ChallengeId, ProjectId, RecordId};

/// What a list of challenges is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChallengeFilter {
    /// Issued in this project.
    pub project: Option<ProjectId>,
    /// Only those that take contributions now.
    pub open: bool,
}

fn card_columns() -> String {
    format!(
        "h.id, h.title, substr(h.body, 1, 400), h.project_id, p.title, m.id, m.handle, m.name,
         h.medium, h.deadline_at, h.closed_at, {PAY}, h.contribution_count, h.created_at"
    )
}

const CARD_FROM: &str = "FROM challenge h LEFT JOIN project p ON p.id = h.project_id
    LEFT JOIN member m ON m.id = h.issued_by";

fn read_challenge(columns: &mut Columns<'_>) -> Result<ChallengeCard> {
    let (id, title, excerpt) = (
        ChallengeId(columns.take()?),
        columns.take()?,
        columns.take()?,
    );
    let project: Option<i64> = columns.take()?;
    let project_title: Option<String> = columns.take()?;
    Ok(ChallengeCard {
        id,
        title,
        excerpt,
        project: project.map(ProjectId).zip(project_title),
        issued_by: read_person(columns)?,
        medium: read_medium(columns)?,
        deadline_at: columns.maybe_time()?,
        closed_at: columns.maybe_time()?,
        pay: read_pay(columns)?,
        contribution_count: columns.take()?,
        created_at: columns.time()?,
    })
}

/// Challenges that pass the filter, newest first, a page at a time.
///
/// # Errors
/// [`Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list(
    db: &Db,
    filter: ChallengeFilter,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<ChallengeCard>> {
    let limit = limit.clamp(1, 100);
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values = Vec::new();
    if let Some(project) = filter.project {
        values.extend(values![project.0]);
        conditions.push(format!("h.project_id = ${}", values.len()));
    }
    if filter.open {
        values.extend(values![Timestamp::now()]);
        conditions.push(format!(
            "h.closed_at IS NULL AND (h.deadline_at IS NULL OR h.deadline_at > ${})",
            values.len()
        ));
    }
    if let Some(text) = after {
        let cursor = Cursor::parse('c', text)?;
        values.extend(values![cursor.key, cursor.id]);
        let at = values.len();
        conditions.push(format!("(h.created_at, h.id) < (${}, ${at})", at - 1));
    }
    let sql = format!(
        "SELECT {} {CARD_FROM} WHERE {} ORDER BY h.created_at DESC, h.id DESC LIMIT {}",
        card_columns(),
        conditions.join(" AND "),
        limit + 1
    );
    let mut rows = Vec::new();
    for row in &sql::all(db.reader(), sql, values).await? {
        rows.push(read_challenge(&mut Columns::of(row))?);
    }
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|card: &ChallengeCard| {
        let (key, id) = (card.created_at.0, card.id.0);
        Cursor { key, id }.text('c')
    });
    Ok(Page { rows, next })
}

/// One challenge with the records to start from.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(db: &Db, id: ChallengeId) -> Result<ChallengeView> {
    let sql = format!(
        "SELECT {}, h.body, h.version {CARD_FROM} WHERE h.id = $1",
        card_columns()
    );
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let card = read_challenge(&mut columns)?;
    let sql = format!(
        "SELECT {CARD_COLUMNS} FROM challenge_source s JOIN record r ON r.id = s.record_id
         {CARD_JOINS} WHERE s.challenge_id = $1 ORDER BY s.position, s.record_id"
    );
    let sources = read_cards(&sql::all(db.reader(), sql, values![id.0]).await?)?;
    let mut leaders = Vec::new();
    if let Some((project, _)) = card.project {
        let sql = "SELECT m.id, m.handle, m.name FROM project_leader l
            JOIN member m ON m.id = l.member_id WHERE l.project_id = $1 ORDER BY l.added_at, m.id";
        for row in &sql::all(db.reader(), sql, values![project.0]).await? {
            leaders.push(read_person(&mut Columns::of(row))?);
        }
    }
    Ok(ChallengeView {
        card,
        asked: columns.take()?,
        sources,
        leaders,
        version: columns.take()?,
    })
}

/// The challenge that a draft is entered for once it is published.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_of_draft(db: &Db, record: RecordId) -> Result<Option<ChallengeId>> {
    let sql = "SELECT challenge_id FROM challenge_draft WHERE record_id = $1";
    let row = sql::first(db.reader(), sql, values![record.0]).await?;
    let id: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(id.map(ChallengeId))
}

/// What a record was entered for and what starts from it, of each the 12 newest.
///
/// # Errors
/// [`Error::Database`].
pub async fn of_record(db: &Db, record: RecordId) -> Result<OfRecord> {
    let sql = "SELECT 0, id, title FROM (
            SELECT h.id, h.title FROM contribution c JOIN challenge h ON h.id = c.challenge_id
            WHERE c.record_id = $1 ORDER BY h.id DESC LIMIT 12) entered
        UNION ALL SELECT 1, id, title FROM (
            SELECT h.id, h.title FROM challenge_source s JOIN challenge h ON h.id = s.challenge_id
            WHERE s.record_id = $1 ORDER BY h.id DESC LIMIT 12) starting";
    let mut found = OfRecord::default();
    for row in &sql::all(db.reader(), sql, values![record.0]).await? {
        let mut columns = Columns::of(row);
        let list = match columns.take::<i32>()? {
            0 => &mut found.contributed,
            _ => &mut found.starts,
        };
        list.push(Named {
            id: ChallengeId(columns.take()?),
            title: columns.take()?,
        });
    }
    Ok(found)
}
