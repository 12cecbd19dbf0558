//! `GET /api/v1/records/{id}/lineage`, and what its other forms read too.

use super::answer;
use super::parameters::{Parameters, record_id};
use super::problem::Problem;
use super::schema::{Lineage, LineageLink, LineageRecord};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use db::lineage::{Counts, Direction, LiveLineage, Nearest, Neighbourhood};
use db::record::LineageLine;
use domain::RecordId;
use std::sync::Arc;
use std::time::Duration;

/// Most records of a lineage in one answer.
pub(super) const LIMIT_MAX: i64 = 500;

/// Longest that reading a lineage may take.
const PATIENCE: Duration = Duration::from_millis(500);

const DIRECTIONS: [(&str, Direction); 3] = [
    ("both", Direction::Both),
    ("ancestors", Direction::Ancestors),
    ("descendants", Direction::Descendants),
];

/// A part of the lineage, as it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    focus: RecordId,
    direction: Direction,
    depth: Option<u32>,
    limit: usize,
}

/// A part of the lineage with what its records and links are.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) near: Neighbourhood,
    /// As many as `near.records`, in the same order.
    pub(super) lines: Vec<LineageLine>,
    /// As many as `near.links`, in the same order; empty where it was not asked for.
    pub(super) used: Vec<String>,
}

impl Asked {
    /// Reads `direction`, `depth` and `limit`.
    pub(super) fn read(id: &str, parameters: &Parameters, most: i64) -> Result<Self, Problem> {
        let depth = parameters.number("depth", 0, i64::from(u32::MAX))?;
        let limit = parameters.number("limit", 1, most)?.unwrap_or(most);
        Ok(Self {
            focus: record_id(id)?,
            direction: parameters.word("direction", &DIRECTIONS)?,
            depth: depth.and_then(|depth| u32::try_from(depth).ok()),
            limit: usize::try_from(limit).unwrap_or(1),
        })
    }

    /// All of a lineage, as far as one answer holds it.
    pub(super) fn whole(id: &str) -> Result<Self, Problem> {
        Ok(Self {
            focus: record_id(id)?,
            direction: Direction::Both,
            depth: None,
            limit: usize::try_from(LIMIT_MAX).unwrap_or(1),
        })
    }

    /// The records near the focus, from memory.
    async fn nearest(&self, state: &AppState) -> Result<Nearest, Problem> {
        let lineage = &state.site.lineage;
        let find = || lineage.nearest(self.focus, self.direction, self.depth, self.limit);
        match find() {
            Some(nearest) => Ok(nearest),
            // Perhaps published a moment ago by another process.
            None => {
                lineage.catch_up(&state.site.db).await?;
                find().ok_or_else(Problem::not_found)
            }
        }
    }

    /// The records with their titles and authors.
    pub(super) async fn find_lines(&self, state: &AppState) -> Result<Found, Problem> {
        self.read_in_time(state, false).await
    }

    /// The records with their titles and authors, and the links with what was used.
    pub(super) async fn find(&self, state: &AppState) -> Result<Found, Problem> {
        self.read_in_time(state, true).await
    }

    async fn read_in_time(&self, state: &AppState, with_used: bool) -> Result<Found, Problem> {
        tokio::time::timeout(PATIENCE, self.read_all(state, with_used))
            .await
            .unwrap_or_else(|_| Err(Problem::unavailable()))
    }

    /// Counts and reads at the same time.
    async fn read_all(&self, state: &AppState, with_used: bool) -> Result<Found, Problem> {
        let db = &state.site.db;
        let nearest = self.nearest(state).await?;
        let lines = async { Ok(db::record::find_lineage_lines(db, &nearest.records).await?) };
        let used = async {
            match with_used {
                true => Ok(db::record::find_used(db, &nearest.links).await?),
                false => Ok(Vec::new()),
            }
        };
        let counts = count(&state.site.lineage, &nearest);
        let (counts, lines, used) = futures::try_join!(counts, lines, used)?;
        Ok(Found {
            near: nearest.counted(counts),
            lines,
            used,
        })
    }
}

/// Counts on a thread of its own what is too much to count in passing.
async fn count(lineage: &Arc<LiveLineage>, nearest: &Nearest) -> Result<Counts, Problem> {
    if let Some(counts) = nearest.counts() {
        return Ok(counts);
    }
    let (lineage, nearest) = (Arc::clone(lineage), nearest.clone());
    tokio::task::spawn_blocking(move || lineage.count(&nearest))
        .await
        .map_err(|cause| db::Error::Database(Box::new(cause)).into())
}

impl Found {
    /// The links with what was used.
    pub(super) fn links(&self) -> impl Iterator<Item = LineageLink<'_>> {
        let pairs = self.near.links.iter().zip(&self.used);
        pairs.map(|((source, remix), used)| LineageLink {
            source: source.0,
            remix: remix.0,
            used,
        })
    }
}

/// Read the lineage around a record
///
/// The records nearest to it, with all links between them. The counts are exact even where the list is cut.
#[utoipa::path(
    get,
    path = "/api/v1/records/{id}/lineage",
    tag = "lineage",
    params(
        ("id" = i64, Path, description = "The record's id"),
        ("direction" = Option<String>, Query, description = "`both` (default), `ancestors` or `descendants`"),
        ("depth" = Option<i64>, Query, description = "At most so many links away; not limited by default"),
        ("limit" = Option<i64>, Query, description = "1 to 500 records, default 500"),
    ),
    responses(
        (status = 200, description = "The lineage", body = Lineage),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such record, or it is not public", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "It takes too long just now", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_lineage(
    State(state): State<AppState>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::read(&id, &parameters, LIMIT_MAX)?;
    let found = asked.find(&state).await?;
    let lineage = Lineage {
        focus: asked.focus.0,
        records: found.lines.iter().map(LineageRecord::of).collect(),
        links: found.links().collect(),
        truncated: found.near.truncated,
        ancestor_count: found.near.ancestor_count,
        descendant_count: found.near.descendant_count,
    };
    answer::json(&headers, &lineage)
}
