//! Reading projects.

use super::{ProjectCard, ProjectView, StepView, leader, read_status, step};
use crate::cursor::Cursor;
use crate::record::Page;
use crate::sql::{self, Columns, values};
use crate::{Db, Error, Result};
use domain::ProjectId;

/// How projects are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProjectSort {
    /// Last started first.
    #[default]
    Newest,
    /// Best rated first, see [`domain::project::score`].
    Rating,
}

impl ProjectSort {
    fn letter(self) -> char {
        match self {
            Self::Newest => 'n',
            Self::Rating => 's',
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Newest => "created_at",
            Self::Rating => "score",
        }
    }
}

const CARD: &str = "p.id, p.title, substr(p.body, 1, 400), p.status, p.challenge_count,
    p.rating_count, p.rating_sum, p.score, p.created_at";

fn read_card(columns: &mut Columns<'_>) -> Result<ProjectCard> {
    Ok(ProjectCard {
        id: ProjectId(columns.take()?),
        title: columns.take()?,
        excerpt: columns.take()?,
        status: read_status(columns)?,
        leaders: Vec::new(),
        challenge_count: columns.take()?,
        rating_count: columns.take()?,
        rating_sum: columns.take()?,
        score: columns.take()?,
        created_at: columns.time()?,
    })
}

/// All projects, a page at a time.
///
/// # Errors
/// [`Error::Rule`] with `Malformed(Search)` for an `after` that no list gave.
pub async fn list(
    db: &Db,
    sort: ProjectSort,
    after: Option<&str>,
    limit: u64,
) -> Result<Page<ProjectCard>> {
    let limit = limit.clamp(1, 100);
    let key = sort.key();
    let (range, values) = match after {
        None => (String::new(), Vec::new()),
        Some(text) => {
            let cursor = Cursor::parse(sort.letter(), text)?;
            let range = format!("WHERE (p.{key}, p.id) < ($1, $2)");
            (range, values![cursor.key, cursor.id])
        }
    };
    let sql = format!(
        "SELECT {CARD} FROM project p {range} ORDER BY p.{key} DESC, p.id DESC LIMIT {}",
        limit + 1
    );
    let mut rows = Vec::new();
    for row in &sql::all(db.reader(), sql, values).await? {
        rows.push(read_card(&mut Columns::of(row))?);
    }
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|card: &ProjectCard| {
        let key = match sort {
            ProjectSort::Newest => card.created_at.0,
            ProjectSort::Rating => card.score,
        };
        Cursor { key, id: card.id.0 }.text(sort.letter())
    });
    let ids: Vec<i64> = rows.iter().map(|card| card.id.0).collect();
    let mut leaders = leader::of_projects(db, &ids).await?;
    for card in &mut rows {
        card.leaders = leaders.remove(&card.id.0).unwrap_or_default();
    }
    Ok(Page { rows, next })
}

/// Numbers and titles of the best rated projects, at most `limit`.
///
/// # Errors
/// [`Error::Database`].
pub async fn list_titles(db: &Db, limit: u64) -> Result<Vec<(ProjectId, String)>> {
    let key = ProjectSort::Rating.key();
    let sql = format!("SELECT id, title FROM project ORDER BY {key} DESC, id DESC LIMIT $1");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut titles = Vec::new();
    for row in &sql::all(db.reader(), &sql, values![limit]).await? {
        let mut columns = Columns::of(row);
        titles.push((ProjectId(columns.take()?), columns.take()?));
    }
    Ok(titles)
}

/// One project with its leaders and steps.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(db: &Db, id: ProjectId) -> Result<ProjectView> {
    let sql = format!(
        "SELECT {CARD}, p.body, p.version, p.updated_at, p.closed_at FROM project p WHERE p.id = $1"
    );
    let row = sql::first(db.reader(), sql, values![id.0]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let mut columns = Columns::of(&row);
    let mut card = read_card(&mut columns)?;
    let mut leaders = leader::of_projects(db, &[id.0]).await?;
    card.leaders = leaders.remove(&id.0).unwrap_or_default();
    let steps: Vec<StepView> = step::of_project(db.reader(), id).await?;
    Ok(ProjectView {
        card,
        steps,
        body: columns.take()?,
        version: columns.take()?,
        updated_at: columns.time()?,
        closed_at: columns.maybe_time()?,
    })
}
