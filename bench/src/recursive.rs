//! The lineage call's answer by recursive SQL: the 500 nearest records, their links, and exact counts.
//!
//! As well as plain SQL does it: `UNION` rather than `UNION ALL`, keys and indexes as the product has them,
//! prepared once, one connection without a network in between.

use anyhow::Result;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use std::path::Path;

/// Counts everything on one side of a record.
fn count(side: &str) -> String {
    let (from, to) = ends(side);
    format!(
        "WITH RECURSIVE reach(id) AS (SELECT {to} FROM remix_source WHERE {from} = $1 \
         UNION SELECT l.{to} FROM remix_source l JOIN reach ON l.{from} = reach.id) SELECT count(*) FROM reach"
    )
}

/// The nearest records on one side, by number of links.
fn nearest(side: &str) -> String {
    let (from, to) = ends(side);
    format!(
        "WITH RECURSIVE near(id, depth) AS (SELECT {to}, 1 FROM remix_source WHERE {from} = $1 \
         UNION SELECT l.{to}, near.depth + 1 FROM remix_source l JOIN near ON l.{from} = near.id WHERE near.depth < 40), \
         best AS (SELECT id, min(depth) AS depth FROM near GROUP BY id ORDER BY depth, id LIMIT 250) \
         SELECT r.id, r.title, r.medium, m.handle, m.name, r.published_at, r.status FROM best \
         JOIN record r ON r.id = best.id JOIN member m ON m.id = r.author_id"
    )
}

fn ends(side: &str) -> (&'static str, &'static str) {
    if side == "ancestors" {
        ("remix_id", "source_id")
    } else {
        ("source_id", "remix_id")
    }
}

/// The peers.
pub(crate) enum Peer {
    /// The SQLite file that the server reads.
    Sqlite(SqliteConnection),
    /// The same rows in PostgreSQL.
    Postgres(PgConnection),
}

impl Peer {
    /// Opens the database file.
    pub(crate) async fn sqlite(file: &Path) -> Result<Self> {
        let url = format!("sqlite://{}?mode=ro", file.display());
        Ok(Self::Sqlite(SqliteConnection::connect(&url).await?))
    }

    /// Connects to PostgreSQL and lets it gather its statistics.
    pub(crate) async fn postgres(url: &str) -> Result<Self> {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::query("ANALYZE").execute(&mut connection).await?;
        Ok(Self::Postgres(connection))
    }

    /// The answer for one record; its counts of ancestors and descendants.
    pub(crate) async fn lineage(&mut self, id: i64) -> Result<(i64, i64)> {
        let mut counts = [0_i64; 2];
        let mut rows = 0;
        for (side, into) in ["ancestors", "descendants"].into_iter().zip(&mut counts) {
            match self {
                Self::Sqlite(connection) => {
                    *into = sqlx::query(sqlx::AssertSqlSafe(count(side)))
                        .bind(id)
                        .fetch_one(&mut *connection)
                        .await?
                        .try_get(0)?;
                    rows += sqlx::query(sqlx::AssertSqlSafe(nearest(side)))
                        .bind(id)
                        .fetch_all(connection)
                        .await?
                        .len();
                }
                Self::Postgres(connection) => {
                    *into = sqlx::query(sqlx::AssertSqlSafe(count(side)))
                        .bind(id)
                        .fetch_one(&mut *connection)
                        .await?
                        .try_get(0)?;
                    rows += sqlx::query(sqlx::AssertSqlSafe(nearest(side)))
                        .bind(id)
                        .fetch_all(connection)
                        .await?
                        .len();
                }
            }
        }
        std::hint::black_box(rows);
        let [ancestors, descendants] = counts;
        Ok((ancestors, descendants))
    }
}
