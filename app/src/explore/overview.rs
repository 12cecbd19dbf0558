//! What the map's page says of everything that is on it, and its first picture.

use crate::AppError;
use crate::ssr::Site;
use db::Timestamp;
use db::map::{FirstPicture, MapInfo};
use db::record::Totals;
use domain::{ProjectId, RecordId};
use lineage::map::{Bounds, Camera, Frame, Look, Scene, Standing, TileKey, UNIT, render_map};
use std::collections::HashMap;

/// Projects offered by their title; any other is named by its number.
const PROJECTS: u64 = 100;
/// Records of the first picture.
const RECORDS: usize = 150;
/// The first picture's width and height in pixels, on a wide window and on a telephone.
const SIZES: [(f64, f64); 2] = [(1200.0, 740.0), (380.0, 560.0)];
/// Pixels kept free round it; the script keeps as many.
const MARGIN: f64 = 24.0;
/// Units that it holds at the least, as for the script.
const SMALLEST: f64 = 8.0;

/// The map in numbers.
pub(super) struct Overview {
    pub(super) info: MapInfo,
    /// The same for the script, as JSON.
    pub(super) json: String,
    /// Licenses and tags to choose from.
    pub(super) totals: Totals,
    /// Projects to choose from: the best rated.
    pub(super) projects: Vec<(ProjectId, String)>,
}

impl Overview {
    /// All records, the newest included.
    pub(super) fn records(&self) -> i64 {
        i64::from(self.info.records) + i64::from(self.info.new)
    }

    /// The earliest and the latest publication.
    pub(super) fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.info.from.zip(self.info.to)
    }
}

/// Reads it; `None` where the map is not laid out yet.
pub(super) async fn find_overview(site: &Site) -> Result<Option<Overview>, AppError> {
    let Some(info) = site.map.info() else {
        return Ok(None);
    };
    Ok(Some(Overview {
        json: info_json(&info),
        totals: db::record::find_totals(&site.db).await?,
        projects: find_projects(site).await?,
        info,
    }))
}

/// Reads it for a record's lineage; `None` where the map is not laid out yet.
pub(super) async fn find_lineage_overview(
    site: &Site,
    id: RecordId,
) -> Result<Option<Overview>, AppError> {
    let Some(lineage) = site.map.lineage_info(id) else {
        return Ok(None);
    };
    Ok(Some(Overview {
        json: info_json(&lineage.info),
        totals: Totals {
            licenses: lineage.licenses,
            ..db::record::find_totals(&site.db).await?
        },
        projects: find_projects(site).await?,
        info: lineage.info,
    }))
}

async fn find_projects(site: &Site) -> Result<Vec<(ProjectId, String)>, AppError> {
    Ok(db::project::list_titles(&site.db, PROJECTS).await?)
}

/// The map's numbers for the script.
pub(super) fn info_json(info: &MapInfo) -> String {
    serde_json::to_string(info).unwrap_or_default()
}

/// The records on which most hangs; `None` where the map is not laid out yet.
pub(super) async fn find_first(site: &Site) -> Result<Option<FirstPicture>, AppError> {
    Ok(site.map.first_picture(&site.db, RECORDS).await?)
}

/// The first picture as SVG, wide and for telephones.
pub(super) fn draw(info: &MapInfo, first: &FirstPicture, name: &str) -> [String; 2] {
    let known: HashMap<u32, (String, &str)> = first
        .records
        .iter()
        .map(|(index, id, title)| (*index, (format!("/records/{id}/lineage"), title.as_str())))
        .collect();
    let title = |index: u32| {
        known
            .get(&index)
            .map(|(_, title)| *title)
            .filter(|title| !title.is_empty())
    };
    let mut scene = Scene::new(info.grid);
    let whole = TileKey {
        level: 0,
        x: 0,
        y: 0,
    };
    scene.insert(whole, first.tile.clone());
    SIZES.map(|(width, height)| {
        let mut frame = Frame::default();
        let look = Look::new(|_: &_, _| Standing::Plain, &title);
        scene.frame(&fitted(info.bounds, width, height), &look, &mut frame);
        render_map(&frame, width, height, name, |index| {
            let (href, title) = known.get(&index)?;
            Some((href.clone(), (*title).to_owned()))
        })
    })
}

/// The camera that sees all of it.
fn fitted(bounds: Bounds, width: f64, height: f64) -> Camera {
    let units = |at: i32| f64::from(at) / f64::from(UNIT);
    let (left, top) = (units(bounds.left), units(bounds.top));
    let (right, bottom) = (units(bounds.right), units(bounds.bottom));
    let along = |pixels: f64, size: f64| (pixels - 2.0 * MARGIN) / size.max(SMALLEST);
    Camera {
        x: f64::midpoint(left, right),
        y: f64::midpoint(top, bottom),
        scale: along(width, right - left).min(along(height, bottom - top)),
        width,
        height,
    }
}
