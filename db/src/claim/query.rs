//! Reading claims.

use super::Claim;
use crate::cursor::{cursor, page};
use crate::record::Page;
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::claim::{ClaimError, Pair, may_decide};
use domain::{ClaimId, Handle, MemberId, RecordId, Role};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult};

const COLUMNS: &str = "c.id, c.source_id, s.title, c.remix_id, r.title, r.author_id,
    r.credited_name, c.claimed_by, m.handle, m.name, c.used, c.reason, c.status, d.handle, d.name,
    c.answer, c.created_at, c.decided_at
    FROM claim c JOIN record s ON s.id = c.source_id JOIN record r ON r.id = c.remix_id
    JOIN member m ON m.id = c.claimed_by LEFT JOIN member d ON d.id = c.decided_by";

fn read(row: &QueryResult) -> Result<Claim> {
    let mut columns = Columns::of(row);
    let id = ClaimId(columns.take()?);
    let (source, source_title) = (RecordId(columns.take()?), columns.take()?);
    let (remix, remix_title) = (RecordId(columns.take()?), columns.take()?);
    let (remix_author, remix_author_name) = (MemberId(columns.take()?), columns.take()?);
    let claimed_by = MemberId(columns.take()?);
    let (claimant, claimant_name) = (columns.handle()?, columns.take()?);
    let (used, reason, status) = (columns.take()?, columns.take()?, columns.word()?);
    let (decider, name): (Option<String>, Option<String>) = (columns.take()?, columns.take()?);
    let decider: Option<Handle> = decider.and_then(|handle| handle.parse().ok());
    Ok(Claim {
        id,
        source,
        source_title,
        remix,
        remix_title,
        remix_author,
        remix_author_name,
        claimed_by,
        claimant,
        claimant_name,
        used,
        reason,
        status,
        decided_by: decider.zip(name),
        answer: columns.take()?,
        created_at: columns.time()?,
        decided_at: columns.maybe_time()?,
    })
}

/// One claim, for its claimant, the remix's author and curators.
///
/// # Errors
/// [`Error::NotFound`] for all others.
pub async fn find_claim(db: &Db, viewer: &Viewer, id: ClaimId) -> Result<Claim> {
    let sql = format!("SELECT {COLUMNS} WHERE c.id = $1");
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let claim = read(&row.ok_or(Error::NotFound)?)?;
    let may_see = claim.claimed_by == viewer.member
        || may_decide(claim.remix_author, viewer.member, viewer.role);
    match may_see {
        true => Ok(claim),
        false => Err(Error::NotFound),
    }
}

/// Which claims a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Open ones about records of the viewer's own.
    AboutOwn,
    /// All that the viewer made.
    Own,
    /// All open ones, for curators.
    Open,
}

/// Claims, the newest first.
///
/// # Errors
/// [`Error::NotFound`] where who is no curator asks for all; a rule for an `after` that no list gave.
pub async fn list_claims(
    db: &Db,
    viewer: &Viewer,
    asked: Asked,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<Claim>> {
    let limit = limit.clamp(1, 100);
    let mut values = values![viewer.member.0];
    let condition = match asked {
        Asked::AboutOwn => "c.status = 'open' AND r.author_id = $1",
        Asked::Own => "c.claimed_by = $1",
        Asked::Open if viewer.role < Role::Curator => return Err(Error::NotFound),
        // The parameter is there for all.
        Asked::Open => "c.status = 'open' AND $1 > 0",
    };
    let mut conditions = condition.to_owned();
    if let Some((at, id)) = after.map(cursor).transpose()? {
        values.extend(values![at, id]);
        conditions.push_str(" AND (c.created_at, c.id) < ($2, $3)");
    }
    let sql = format!(
        "SELECT {COLUMNS} WHERE {conditions} ORDER BY c.created_at DESC, c.id DESC LIMIT {}",
        limit + 1
    );
    let rows = sql::all(db.reader(), sql, values).await?;
    let claims = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(page(claims, limit, |row| (row.created_at.0, row.id.0)))
}

/// How a source came to a record by a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedBy {
    /// The source.
    pub source: RecordId,
    /// Who claimed it.
    pub claimant: Handle,
    /// Their name.
    pub claimant_name: String,
    /// Who accepted it.
    pub accepted_by: Handle,
    /// Their name.
    pub accepted_by_name: String,
    /// When.
    pub at: Timestamp,
    /// What they said.
    pub answer: String,
}

/// The accepted claims about a remix, the first first.
///
/// # Errors
/// [`Error::Database`].
pub async fn find_added_by(db: &Db, remix: RecordId) -> Result<Vec<AddedBy>> {
    let sql = "SELECT c.source_id, m.handle, m.name, d.handle, d.name, c.decided_at, c.answer
        FROM claim c JOIN member m ON m.id = c.claimed_by JOIN member d ON d.id = c.decided_by
        WHERE c.remix_id = $1 AND c.status = 'accepted' ORDER BY c.decided_at, c.id";
    let rows = sql::all(db.reader(), sql, values![remix.0]).await?;
    let added = |row: &QueryResult| {
        let mut columns = Columns::of(row);
        Ok(AddedBy {
            source: RecordId(columns.take()?),
            claimant: columns.handle()?,
            claimant_name: columns.take()?,
            accepted_by: columns.handle()?,
            accepted_by_name: columns.take()?,
            at: columns.time()?,
            answer: columns.take()?,
        })
    };
    rows.iter().map(added).collect()
}

/// Whether the viewer may claim that a record used one of their own, before anything is written.
///
/// # Errors
/// [`Error::NotFound`] where the remix is not public, or a [`ClaimError`].
pub async fn check_claimable(
    db: &Db,
    viewer: &Viewer,
    source: RecordId,
    remix: RecordId,
) -> Result<()> {
    let pair = find_pair(db.reader(), source, remix).await?;
    Ok(pair.check_claim(viewer.member)?)
}

/// Whether an accepted claim may come to be that this source was used by this remix.
///
/// # Errors
/// A [`ClaimError`].
pub(crate) async fn check_addable(
    tx: &DatabaseTransaction,
    source: RecordId,
    remix: RecordId,
) -> Result<()> {
    find_pair(tx, source, remix).await?.check_link()?;
    let sql = "SELECT 1 FROM claim WHERE source_id = $1 AND remix_id = $2 AND status = 'open'";
    match sql::first(tx, sql, values![source.0, remix.0]).await? {
        Some(_) => Err(ClaimError::ClaimedAlready.into()),
        None => Ok(()),
    }
}

/// What the rules need to know of a source and a remix.
///
/// # Errors
/// [`Error::NotFound`] where the remix is not public, [`ClaimError::NotOwnRecord`] where the source is not.
pub(super) async fn find_pair<C: ConnectionTrait>(
    on: &C,
    source: RecordId,
    remix: RecordId,
) -> Result<Pair> {
    let sql = "SELECT id, author_id, seq, source_count FROM record
        WHERE id IN ($1, $2) AND seq IS NOT NULL";
    let mut found = Vec::with_capacity(2);
    for row in &sql::all(on, sql, values![source.0, remix.0]).await? {
        let mut columns = Columns::of(row);
        let id = RecordId(columns.take()?);
        let author = MemberId(columns.take()?);
        let numbers: (i64, i64) = (columns.take()?, columns.take()?);
        found.push((id, author, numbers));
    }
    let of = |wanted: RecordId| found.iter().find(|(id, ..)| *id == wanted);
    let (_, _, (remix_seq, source_count)) = *of(remix).ok_or(Error::NotFound)?;
    let (_, source_author, (source_seq, _)) = *of(source).ok_or(ClaimError::NotOwnRecord)?;
    let sql = "SELECT 1 FROM remix_source WHERE remix_id = $1 AND source_id = $2";
    let is_linked = sql::first(on, sql, values![remix.0, source.0])
        .await?
        .is_some();
    Ok(Pair {
        source,
        source_author,
        source_seq,
        remix,
        remix_seq,
        is_linked,
        source_count,
    })
}
