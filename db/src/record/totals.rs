//! How much there is of everything.

use crate::sql::{self, Columns};
use crate::{Db, Result};
use domain::Medium;
use sea_orm::TryGetable;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How many records there are in all, by medium and by license, for facets; cached for some seconds.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Published records.
    pub records: i64,
    /// Members who published any.
    pub authors: i64,
    /// Links.
    pub links: i64,
    /// Records of each medium.
    pub mediums: Vec<(Medium, i64)>,
    /// Records under each license (SPDX; empty where not recorded), most first.
    pub licenses: Vec<(String, i64)>,
    /// The most used tags, most first, at most 24.
    pub tags: Vec<(String, i64)>,
}

/// The totals of a moment ago.
#[derive(Debug, Default)]
pub(crate) struct TotalsCache {
    kept: RwLock<Option<Kept>>,
    counting: tokio::sync::Mutex<()>,
}

#[derive(Clone, Debug)]
struct Kept {
    totals: Totals,
    good_until: Instant,
}

impl TotalsCache {
    fn kept(&self) -> Option<Kept> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }

    fn keep(&self, totals: &Totals, cost: Duration) {
        // Counting takes at most a hundredth of the time, however much there is to count.
        let good_for = (cost * 100).clamp(Duration::from_millis(250), Duration::from_secs(60));
        let kept = Kept {
            totals: totals.clone(),
            good_until: Instant::now() + good_for,
        };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

/// See [`Totals`].
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn find_totals(db: &Db) -> Result<Totals> {
    let cache = db.totals();
    let is_good = |kept: &Kept| kept.good_until > Instant::now();
    if let Some(kept) = cache.kept().filter(is_good) {
        return Ok(kept.totals);
    }
    let _counting = match (cache.counting.try_lock(), cache.kept()) {
        (Ok(counting), _) => counting,
        // While another counts, what was good a moment ago is good enough.
        (Err(_), Some(kept)) => return Ok(kept.totals),
        (Err(_), None) => cache.counting.lock().await,
    };
    if let Some(kept) = cache.kept().filter(is_good) {
        return Ok(kept.totals);
    }
    let begun = Instant::now();
    let totals = count(db).await?;
    cache.keep(&totals, begun.elapsed());
    Ok(totals)
}

async fn count(db: &Db) -> Result<Totals> {
    let of_medium = "SELECT medium, count(*) FROM record WHERE status = 'published'
        GROUP BY medium";
    let by_medium: Vec<(String, i64)> = pairs(db, of_medium).await?;
    let mediums: Vec<(Medium, i64)> = Medium::ALL
        .into_iter()
        .filter_map(|medium| {
            let row = by_medium.iter().find(|(word, _)| word == medium.as_str());
            row.map(|(_, count)| (medium, *count))
        })
        .collect();
    let of_license = "SELECT coalesce(license, ''), count(*) FROM record
        WHERE status = 'published' GROUP BY license ORDER BY count(*) DESC, license";
    let of_tag = "SELECT tag, count(*) FROM record_tag WHERE published_at IS NOT NULL
        GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 24";
    let of_author = "SELECT count(DISTINCT author_id) FROM record WHERE status = 'published'";
    // A record's links count from its publication on, withdrawn or not.
    let of_links = "SELECT CAST(coalesce(sum(source_count), 0) AS BIGINT) FROM record
        WHERE status <> 'draft'";
    Ok(Totals {
        records: mediums.iter().map(|(_, count)| count).sum(),
        authors: sql::scalar(db.reader(), of_author, Vec::new()).await?,
        links: sql::scalar(db.reader(), of_links, Vec::new()).await?,
        mediums,
        licenses: pairs(db, of_license).await?,
        tags: pairs(db, of_tag).await?,
    })
}

async fn pairs<T: TryGetable>(db: &Db, sql: &str) -> Result<Vec<(T, i64)>> {
    let rows = sql::all(db.reader(), sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            let mut columns = Columns::of(row);
            Ok((columns.take()?, columns.take()?))
        })
        .collect()
}
