//! What a member was told, as the page lists it.

use crate::record::Page;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result, Timestamp};
use domain::notification::{Kind, Topic};
use domain::text::{Field, TextError};
use domain::{
    ChallengeId, ClaimId, Handle, MemberId, NotificationId, ProductionId, ProjectId, RecordId,
};
use sea_orm::QueryResult;

/// Something with a page of its own, by its id and title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<T> {
    /// The id.
    pub id: T,
    /// The title; may be empty.
    pub title: String,
}

/// Something a member was told.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its id; later ones are larger.
    pub id: NotificationId,
    /// What happened.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// Whether it was read.
    pub is_read: bool,
    /// Who did it.
    pub actor: Handle,
    /// Their name.
    pub actor_name: String,
    /// How many others did the same; hearts of one record are told together.
    pub others: i64,
    /// Whether the record is the member's own.
    pub is_own_record: bool,
    /// The record it is about; of a remix or a claim the source.
    pub record: Option<Subject<RecordId>>,
    /// The remix.
    pub remix: Option<Subject<RecordId>>,
    /// The project.
    pub project: Option<Subject<ProjectId>>,
    /// The challenge.
    pub challenge: Option<Subject<ChallengeId>>,
    /// The production.
    pub production: Option<Subject<ProductionId>>,
    /// How far the production is now.
    pub production_status: Option<String>,
    /// The claim.
    pub claim: Option<ClaimId>,
    /// A line of whoever did it; may be empty.
    pub line: String,
}

/// What [`read`] reads, of `notification n`.
pub(crate) const COLUMNS: &str =
    "n.id, e.kind, e.at, CASE WHEN n.read_at IS NULL THEN 0 ELSE 1 END,
    a.handle, a.name, CASE WHEN r.author_id = n.member_id THEN 1 ELSE 0 END,
    e.record_id, r.title, e.remix_id, x.title, e.project_id, p.title,
    e.challenge_id, c.title, e.production_id, o.title, o.status, e.claim_id, e.line";

pub(crate) const JOINS: &str = "JOIN event e ON e.id = n.event_id
    JOIN member a ON a.id = e.actor_id
    LEFT JOIN record r ON r.id = e.record_id
    LEFT JOIN record x ON x.id = e.remix_id
    LEFT JOIN project p ON p.id = e.project_id
    LEFT JOIN challenge c ON c.id = e.challenge_id
    LEFT JOIN production o ON o.id = e.production_id";

pub(crate) fn read(row: &QueryResult) -> Result<Notification> {
    let mut columns = Columns::of(row);
    Ok(Notification {
        id: NotificationId(columns.take()?),
        kind: columns
            .take::<String>()?
            .parse()
            .map_err(|_| Error::failed("a notification of an unknown kind"))?,
        at: columns.time()?,
        is_read: columns.take::<i32>()? != 0,
        actor: columns.handle()?,
        actor_name: columns.take()?,
        others: 0,
        is_own_record: columns.take::<i32>()? != 0,
        record: subject(&mut columns, RecordId)?,
        remix: subject(&mut columns, RecordId)?,
        project: subject(&mut columns, ProjectId)?,
        challenge: subject(&mut columns, ChallengeId)?,
        production: subject(&mut columns, ProductionId)?,
        production_status: columns.take()?,
        claim: columns.take::<Option<i64>>()?.map(ClaimId),
        line: columns.take()?,
    })
}

fn subject<T>(columns: &mut Columns<'_>, id: impl Fn(i64) -> T) -> Result<Option<Subject<T>>> {
    let (number, title): (Option<i64>, Option<String>) = (columns.take()?, columns.take()?);
    Ok(number.map(|number| Subject {
        id: id(number),
        title: title.unwrap_or_default(),
    }))
}

/// Rows looked at for one page, where many hearts are told together.
const ROWS_MAX: usize = 400;

/// Which notifications are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// What was not read yet.
    Unread,
    /// What is about this.
    About(Topic),
}

/// What the member was told in the page, newest first: at most `limit` lines. Hearts of one record are one line, as
/// long as they stand on the same page.
///
/// # Errors
/// [`crate::Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list_notifications(
    db: &Db,
    member: MemberId,
    which: Which,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Notification>> {
    let mut before = match after {
        None => i64::MAX,
        Some(text) => text
            .parse()
            .map_err(|_| TextError::Malformed(Field::Search))?,
    };
    let narrowed = match which {
        Which::All => "",
        Which::Unread => " AND n.read_at IS NULL",
        Which::About(_) => " AND n.topic = $4",
    };
    let limit = limit.clamp(1, 100);
    let batch = limit + 1;
    let sql = format!(
        "SELECT {COLUMNS} FROM notification n {JOINS}
         WHERE n.member_id = $1 AND n.in_page AND n.id < $2{narrowed}
         ORDER BY n.id DESC LIMIT $3"
    );
    let mut lines: Vec<Notification> = Vec::new();
    let mut looked_at = 0;
    loop {
        let mut values = values![member.0, before, batch as i64];
        if let Which::About(topic) = which {
            values.extend(values![topic.as_str()]);
        }
        let rows = sql::all(db.reader(), sql.as_str(), values).await?;
        for row in &rows {
            let next = read(row)?;
            let id = next.id.0;
            let is_full = lines.len() == limit;
            match lines.iter_mut().find(|line| is_same(line, &next)) {
                Some(line) => line.others += 1,
                None if is_full => {
                    return Ok(Page {
                        rows: lines,
                        next: Some(before.to_string()),
                    });
                }
                None => lines.push(next),
            }
            before = id;
        }
        looked_at += rows.len();
        if rows.len() < batch || looked_at >= ROWS_MAX {
            let next = (rows.len() == batch).then(|| before.to_string());
            return Ok(Page { rows: lines, next });
        }
    }
}

/// Whether two are told in one line.
fn is_same(line: &Notification, next: &Notification) -> bool {
    let is_heart = line.kind == Kind::Hearted && next.kind == Kind::Hearted;
    is_heart && line.record == next.record && line.is_read == next.is_read
}
