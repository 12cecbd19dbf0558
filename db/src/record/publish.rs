//! Publishing a draft.

use super::draft::find_own;
use super::search;
use crate::challenge::{enter_draft, remember};
use crate::connect::transaction;
use crate::notification::{Event, tell_as_of};
use crate::session::Viewer;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::license::SourceLicense;
use domain::notification::Kind;
use domain::record::{Publishable, Status};
use domain::remix::RemixError;
use domain::{MemberId, RecordId};
use sea_orm::DatabaseTransaction;

/// Publishes a draft of the viewer's own as it stands: checks it once more, takes the next `seq`, counts its sources'
/// remixes and makes it findable. A second call for a published record of one's own answers with success.
///
/// A draft that remembers a challenge is entered for it at once; where that cannot be, it stays a draft.
///
/// # Errors
/// [`crate::Error::NotFound`], any rule of [`domain::record::Publishable`], or of entering it for its challenge.
pub async fn publish(db: &Db, viewer: &Viewer, id: RecordId) -> Result<()> {
    publish_as_of(db, viewer, id, Timestamp::now()).await
}

/// [`publish`] without the challenge that the draft remembers.
///
/// # Errors
/// As [`publish`], but for the challenge.
pub async fn publish_alone(db: &Db, viewer: &Viewer, id: RecordId) -> Result<()> {
    transaction!(db, |tx| {
        find_own(tx, viewer, id).await?;
        remember(tx, id, None).await?;
        publish_within(tx, viewer, id, Timestamp::now()).await
    })
}

/// [`publish`] at a given time.
pub(crate) async fn publish_as_of(
    db: &Db,
    viewer: &Viewer,
    id: RecordId,
    now: Timestamp,
) -> Result<()> {
    transaction!(db, |tx| publish_within(tx, viewer, id, now).await)
}

async fn publish_within(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: RecordId,
    now: Timestamp,
) -> Result<()> {
    let own = find_own(tx, viewer, id).await?;
    if own.status == Status::Published {
        return Ok(());
    }
    check(tx, id, own.status).await?;
    enter_draft(tx, viewer.member, id, own.medium, now).await?;
    // Publishers wait for one another from here on.
    let seq = hold_counter(tx).await? + 1;
    sql::run(
        tx,
        "UPDATE record SET status = 'published', seq = $2, published_at = $3, updated_at = $3,
                version = version + 1,
                credited_name = (SELECT name FROM member WHERE id = author_id)
             WHERE id = $1",
        values![id.0, seq, now],
    )
    .await?;
    let tags = "UPDATE record_tag SET published_at = $2 WHERE record_id = $1";
    sql::run(tx, tags, values![id.0, now]).await?;
    count_remix(tx, id).await?;
    search::index(tx, id).await?;
    let sql = "UPDATE counter SET value = $1 WHERE name = 'record_seq'";
    sql::run(tx, sql, values![seq]).await?;
    tell_followers_and_sources(tx, viewer.member, id, now).await
}

/// Tells that it was published, and each author of its sources once that theirs was remixed.
async fn tell_followers_and_sources(
    tx: &DatabaseTransaction,
    author: MemberId,
    id: RecordId,
    now: Timestamp,
) -> Result<()> {
    let mut published = Event::new(Kind::Published, author);
    published.record = Some(id);
    tell_as_of(tx, published, now).await?;
    let sql = "SELECT s.author_id, s.id FROM remix_source l JOIN record s ON s.id = l.source_id
        WHERE l.remix_id = $1 ORDER BY l.position, s.id";
    let mut known = vec![author.0];
    for row in sql::all(tx, sql, values![id.0]).await? {
        let mut columns = Columns::of(&row);
        let (source_author, source): (i64, i64) = (columns.take()?, columns.take()?);
        if known.contains(&source_author) {
            continue;
        }
        known.push(source_author);
        let mut remixed = Event::new(Kind::Remixed, author);
        remixed.record = Some(RecordId(source));
        remixed.remix = Some(id);
        tell_as_of(tx, remixed, now).await?;
    }
    Ok(())
}

/// Checks the draft and its sources by the rules.
async fn check(tx: &DatabaseTransaction, id: RecordId, status: Status) -> Result<()> {
    let sources = find_source_licenses(tx, id).await?;
    let row = sql::first(
        tx,
        "SELECT title, license, body, media_id FROM record WHERE id = $1",
        values![id.0],
    )
    .await?
    .ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let (title, license): (String, Option<String>) = (columns.take()?, columns.take()?);
    let (body, media): (String, Option<i64>) = (columns.take()?, columns.take()?);
    let holds_something = media.is_some() || !body.trim().is_empty();
    let license = license.and_then(|spdx| spdx.parse().ok());
    Publishable::check(status, &title, holds_something, license, &sources)?;
    Ok(())
}

/// The draft's sources with their licenses.
///
/// # Errors
/// [`RemixError::UnknownSource`] for one that was withdrawn since it was named.
async fn find_source_licenses(
    tx: &DatabaseTransaction,
    id: RecordId,
) -> Result<Vec<SourceLicense>> {
    let rows = sql::all(
        tx,
        "SELECT s.id, s.license, s.status FROM remix_source l JOIN record s ON s.id = l.source_id
         WHERE l.remix_id = $1 ORDER BY l.position, s.id",
        values![id.0],
    )
    .await?;
    let mut sources = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut columns = Columns::of(row);
        let source = RecordId(columns.take()?);
        let license: Option<String> = columns.take()?;
        if super::cards::read_status(&mut columns)? != Status::Published {
            return Err(RemixError::UnknownSource { source }.into());
        }
        sources.push(SourceLicense {
            source,
            license: license.and_then(|spdx| spdx.parse().ok()),
        });
    }
    Ok(sources)
}

/// The last `seq` given, held until the transaction ends.
pub(crate) async fn hold_counter(tx: &DatabaseTransaction) -> Result<i64> {
    let hold = sql::for_update(tx);
    let sql = format!("SELECT value FROM counter WHERE name = 'record_seq'{hold}");
    sql::scalar(tx, sql, Vec::new()).await
}

/// Counts the remix at each of its sources.
///
/// # Errors
/// [`RemixError::UnknownSource`] where one was withdrawn at this very moment.
async fn count_remix(tx: &DatabaseTransaction, id: RecordId) -> Result<()> {
    let sql = "SELECT source_id FROM remix_source WHERE remix_id = $1 ORDER BY source_id";
    for row in sql::all(tx, sql, values![id.0]).await? {
        let source: i64 = row.try_get_by_index(0)?;
        let sql = "UPDATE record SET remix_count = remix_count + 1
            WHERE id = $1 AND status = 'published'";
        if sql::run(tx, sql, values![source]).await? == 0 {
            let source = RecordId(source);
            return Err(RemixError::UnknownSource { source }.into());
        }
    }
    Ok(())
}
