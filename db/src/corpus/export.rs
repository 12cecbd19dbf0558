//! Exporting everything in the form that an import reads.

use super::claims::{CLAIMS, COLUMNS};
use super::{Progress, Watch};
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use csv::Writer;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::Path;

/// Records to a query.
const CHUNK: i64 = 5000;

/// Writes all published records and links to `dir`, and how links came that claims added. Answers how many records
/// and links.
///
/// A record is called by its id in the corpus it was imported from where no other has the same, else by its
/// record id; an author by their name where no other has the same, else by their handle. Tombstones are
/// written like records, or the lineage would have holes; texts and files are not written.
///
/// # Errors
/// [`crate::Error::Database`], also where a file cannot be written.
pub async fn export(
    db: &Db,
    dir: &Path,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<(u64, u64)> {
    std::fs::create_dir_all(dir).map_err(Error::failed)?;
    // In this order: what claims added is about records that were published before.
    let added = count(db, "lineage_change").await?;
    let last = count(db, "record_seq").await?;
    let ids = Ids::find(db, last, progress).await?;
    let authors = find_authors(db).await?;
    let records = write_works(db, dir, last, &ids, &authors, progress).await?;
    let links = write_links(db, dir, last, added, &ids, progress).await?;
    write_claims(db, dir, added, &ids, &authors, progress).await?;
    Ok((records, links))
}

async fn count(db: &Db, counter: &str) -> Result<i64> {
    let sql = "SELECT value FROM counter WHERE name = $1";
    sql::scalar(db.reader(), sql, values![counter]).await
}

/// What records are called in the files, where that is not their record id.
struct Ids {
    names: HashMap<i64, Box<str>>,
}

impl Ids {
    async fn find(db: &Db, last: i64, watch: Watch<'_>) -> Result<Self> {
        let mut parts: HashMap<i64, Box<str>> = HashMap::new();
        let mut seen: HashMap<Box<str>, i64> = HashMap::new();
        // Records that are called by their record id.
        let mut plain: HashSet<i64> = HashSet::new();
        let mut from = 0;
        while from < last {
            tell(watch, "reading", from, last);
            let sql = "SELECT id, external_id FROM record WHERE seq > $1 AND seq <= $2";
            for row in &sql::all(db.reader(), sql, values![from, from + CHUNK]).await? {
                let mut columns = Columns::of(row);
                let id: i64 = columns.take()?;
                let external_id: Option<String> = columns.take()?;
                let part = external_id
                    .as_deref()
                    .and_then(|external_id| external_id.split_once('/'));
                let Some((_, part)) = part else {
                    plain.insert(id);
                    continue;
                };
                if let Some(other) = seen.insert(part.into(), id) {
                    plain.extend([id, other]);
                }
                parts.insert(id, part.into());
            }
            from += CHUNK;
        }
        give_way(&mut plain, &parts, &seen);
        parts.retain(|id, _| !plain.contains(id));
        Ok(Self { names: parts })
    }

    fn of(&self, id: i64) -> String {
        match self.names.get(&id) {
            Some(name) => name.to_string(),
            None => id.to_string(),
        }
    }
}

/// A record whose own word is another's record id is called by its record id as well, and so on.
fn give_way(
    plain: &mut HashSet<i64>,
    parts: &HashMap<i64, Box<str>>,
    seen: &HashMap<Box<str>, i64>,
) {
    let mut to_look_at: Vec<i64> = plain.iter().copied().collect();
    while let Some(id) = to_look_at.pop() {
        if let Some(other) = seen.get(id.to_string().as_str())
            && parts.contains_key(other)
            && plain.insert(*other)
        {
            to_look_at.push(*other);
        }
    }
}

/// What authors are called: by name where nobody else is called so, else by handle.
async fn find_authors(db: &Db) -> Result<HashMap<i64, String>> {
    let mut authors = Vec::new();
    let mut count: HashMap<String, u32> = HashMap::new();
    let sql = "SELECT id, name, handle, external_id FROM member ORDER BY id";
    for row in &sql::all(db.reader(), sql, Vec::new()).await? {
        let mut columns = Columns::of(row);
        let id: i64 = columns.take()?;
        let (name, handle): (String, String) = (columns.take()?, columns.take()?);
        let external_id: Option<String> = columns.take()?;
        let imported = external_id.as_deref().and_then(|word| word.split_once('/'));
        let name = imported.map_or(name, |(_, author)| author.to_owned());
        *count.entry(name.clone()).or_default() += 1;
        authors.push((id, name, handle));
    }
    let called = authors.into_iter().map(|(id, name, handle)| {
        let is_one = count.get(&name) == Some(&1);
        // A handle may be another's name, but not with an @.
        (id, if is_one { name } else { format!("@{handle}") })
    });
    Ok(called.collect())
}

async fn write_works(
    db: &Db,
    dir: &Path,
    last: i64,
    ids: &Ids,
    authors: &HashMap<i64, String>,
    watch: Watch<'_>,
) -> Result<u64> {
    let mut works = create(dir, super::read::WORKS)?;
    let header = [
        "id",
        "title",
        "author",
        "created_at",
        "media",
        "license",
        "tags",
        "url",
    ];
    works.write_record(header).map_err(Error::failed)?;
    let mut written = 0;
    let mut from = 0;
    while from < last {
        tell(watch, "records", from, last);
        let rows = sql::all(
            db.reader(),
            "SELECT r.id, r.title, r.author_id, r.published_at, r.medium, r.license, r.url,
                (SELECT string_agg(t.tag, ';' ORDER BY t.position) FROM record_tag t
                    WHERE t.record_id = r.id)
             FROM record r WHERE r.seq > $1 AND r.seq <= $2 ORDER BY r.seq",
            values![from, from + CHUNK],
        )
        .await?;
        for row in &rows {
            let mut columns = Columns::of(row);
            let id = ids.of(columns.take()?);
            let title: String = columns.take()?;
            let author = authors.get(&columns.take()?);
            let at = time(columns.take()?)?;
            let medium: String = columns.take()?;
            let license: Option<String> = columns.take()?;
            let url: Option<String> = columns.take()?;
            let tags: Option<String> = columns.take()?;
            let fields = [
                &*id,
                &title,
                author.map_or("", String::as_str),
                &at,
                &medium,
                license.as_deref().unwrap_or(""),
                tags.as_deref().unwrap_or(""),
                url.as_deref().unwrap_or(""),
            ];
            works.write_record(fields).map_err(Error::failed)?;
            written += 1;
        }
        from += CHUNK;
    }
    finish(works)?;
    Ok(written)
}

/// Links, but for those that claims added after the first `added`.
async fn write_links(
    db: &Db,
    dir: &Path,
    last: i64,
    added: i64,
    ids: &Ids,
    watch: Watch<'_>,
) -> Result<u64> {
    let mut links = create(dir, super::read::REMIXES)?;
    links
        .write_record(["remix_id", "source_id"])
        .map_err(Error::failed)?;
    let mut written = 0;
    let mut from = 0;
    while from < last {
        tell(watch, "links", from, last);
        let sql = "SELECT l.remix_id, l.source_id FROM record r
            JOIN remix_source l ON l.remix_id = r.id
            WHERE r.seq > $1 AND r.seq <= $2 AND coalesce(l.added, 0) <= $3
            ORDER BY r.seq, l.position, l.source_id";
        let values = values![from, from + CHUNK, added];
        for row in &sql::all(db.reader(), sql, values).await? {
            let mut columns = Columns::of(row);
            let (remix, source) = (ids.of(columns.take()?), ids.of(columns.take()?));
            links.write_record([remix, source]).map_err(Error::failed)?;
            written += 1;
        }
        from += CHUNK;
    }
    finish(links)?;
    Ok(written)
}

/// The claims that added links, the first first.
async fn write_claims(
    db: &Db,
    dir: &Path,
    added: i64,
    ids: &Ids,
    authors: &HashMap<i64, String>,
    watch: Watch<'_>,
) -> Result<()> {
    let mut claims = create(dir, CLAIMS)?;
    claims.write_record(COLUMNS).map_err(Error::failed)?;
    let mut from = 0;
    while from < added {
        tell(watch, "claims", from, added);
        let sql = "SELECT c.remix_id, c.source_id, c.claimed_by, c.created_at, c.used, c.reason,
                c.decided_by, c.decided_at, c.answer
            FROM remix_source l JOIN claim c ON c.remix_id = l.remix_id
                AND c.source_id = l.source_id AND c.status = 'accepted'
            WHERE l.added > $1 AND l.added <= $2 ORDER BY l.added";
        let to = added.min(from + CHUNK);
        for row in &sql::all(db.reader(), sql, values![from, to]).await? {
            let mut columns = Columns::of(row);
            let (remix, source) = (ids.of(columns.take()?), ids.of(columns.take()?));
            let member = |id: i64| authors.get(&id).map_or("", String::as_str);
            let claimed_by = member(columns.take()?);
            let at = time(columns.take()?)?;
            let (used, reason): (String, String) = (columns.take()?, columns.take()?);
            let accepted_by = member(columns.take()?);
            let accepted_at = time(columns.take()?)?;
            let answer: String = columns.take()?;
            let fields = [
                &*remix,
                &source,
                claimed_by,
                &at,
                &used,
                &reason,
                accepted_by,
                &accepted_at,
                &answer,
            ];
            claims.write_record(fields).map_err(Error::failed)?;
        }
        from = to;
    }
    tell(watch, "writing", added, added);
    finish(claims)
}

/// With fractions of seconds, where there are any.
fn time(at: i64) -> Result<String> {
    let at = jiff::Timestamp::from_microsecond(at).map_err(Error::failed)?;
    Ok(at.to_string())
}

fn tell(watch: Watch<'_>, step: &'static str, done: i64, total: i64) {
    watch(Progress {
        step,
        done: done.unsigned_abs(),
        total: total.unsigned_abs(),
    });
}

fn create(dir: &Path, name: &str) -> Result<Writer<File>> {
    let path = dir.join(name);
    Writer::from_path(&path).map_err(|cause| Error::failed(format!("{}: {cause}", path.display())))
}

/// Brings everything onto the disk.
fn finish(mut file: Writer<File>) -> Result<()> {
    file.flush().map_err(Error::failed)?;
    let file = file
        .into_inner()
        .map_err(|cause| Error::failed(cause.into_error()))?;
    file.sync_all().map_err(Error::failed)
}
