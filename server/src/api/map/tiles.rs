//! Tiles, what was appended since they were made, and the titles for both.

use super::super::answer;
use super::super::parameters::Parameters;
use super::super::problem::Problem;
use super::{keep, number};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use lineage::map::{TileKey, encode_delta, encode_tile};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
pub(super) const FOR_A_WHILE: &str = "public, max-age=300";
pub(super) const BYTES: &str = "application/octet-stream";

type Address = Path<(String, String, String, String)>;

/// Epoch and place.
fn place(Path((epoch, level, x, y)): Address) -> Result<(String, TileKey), Problem> {
    let key = TileKey {
        level: number(&level)?,
        x: number(&x)?,
        y: number(&y)?,
    };
    Ok((epoch, key))
}

/// Read a tile of the map
///
/// The records that first show at this level in this square, as columns of variable-length numbers. It never
/// changes; which records were withdrawn since, `select?withdrawn=1` tells.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/tiles/{level}/{x}/{y}",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("level" = u8, Path, description = "From 0, which is one tile over everything"),
        ("x" = u32, Path, description = "From the left"),
        ("y" = u32, Path, description = "From the top"),
    ),
    responses(
        (status = 200, description = "The tile", content_type = "application/octet-stream"),
        (status = 404, description = "It lies outside the map", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_tile(
    State(state): State<AppState>,
    address: Address,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (epoch, key) = place(address)?;
    let tile = state.site.map.tile(&epoch, key)?;
    Ok(keep(
        answer::bytes(&headers, BYTES, encode_tile(&tile)),
        FOR_EVER,
    ))
}

/// Read titles for a tile of the map
///
/// `[index, title]` of the at most 256 records of the tile on which most hangs; titles are cut at 60 characters,
/// and records without one are left out.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/labels/{level}/{x}/{y}",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("level" = u8, Path, description = "From 0, which is one tile over everything"),
        ("x" = u32, Path, description = "From the left"),
        ("y" = u32, Path, description = "From the top"),
    ),
    responses(
        (status = 200, description = "The titles", body = serde_json::Value),
        (status = 404, description = "It lies outside the map", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_labels(
    State(state): State<AppState>,
    address: Address,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (epoch, key) = place(address)?;
    let labels = state.site.map.labels(&state.site.db, &epoch, key).await?;
    Ok(keep(answer::json(&headers, &cut(labels))?, FOR_A_WHILE))
}

/// Read what was published since the map was laid out
///
/// Appended records, in order, without the first `after` of them; each with the record that it hangs on.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/new",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("after" = Option<u32>, Query, description = "How many are known already; default 0"),
    ),
    responses(
        (status = 200, description = "The records", content_type = "application/octet-stream"),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_new(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let delta = state.site.map.new_records(&epoch, after(&parameters)?)?;
    Ok(answer::bytes(&headers, BYTES, encode_delta(&delta)))
}

/// Read titles for what was published since the map was laid out
///
/// As for a tile.
#[utoipa::path(
    get,
    path = "/api/v1/map/{epoch}/new/labels",
    tag = "map",
    params(
        ("epoch" = String, Path, description = "`epoch` of the map"),
        ("after" = Option<u32>, Query, description = "How many are known already; default 0"),
    ),
    responses(
        (status = 200, description = "The titles", body = serde_json::Value),
        (status = 410, description = "The map was laid out anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn find_new_labels(
    State(state): State<AppState>,
    Path(epoch): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = after(&parameters)?;
    let labels = state
        .site
        .map
        .new_labels(&state.site.db, &epoch, after)
        .await?;
    answer::json(&headers, &cut(labels))
}

fn after(parameters: &Parameters) -> Result<u32, Problem> {
    let after = parameters.number("after", 0, i64::from(u32::MAX))?;
    Ok(after
        .and_then(|after| u32::try_from(after).ok())
        .unwrap_or(0))
}

/// Titles cut at what a picture can show of them.
fn cut(mut labels: Vec<(u32, String)>) -> Vec<(u32, String)> {
    use unicode_segmentation::UnicodeSegmentation;
    const LENGTH_MAX: usize = 60;
    for (_, title) in &mut labels {
        if let Some((end, _)) = title.grapheme_indices(true).nth(LENGTH_MAX) {
            title.truncate(end);
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_cut_between_what_people_take_for_letters() {
        let family = "👨‍👩‍👧‍👦";
        let labels = vec![
            (1, family.repeat(61)),
            (2, "e\u{301}".repeat(60)),
            (3, String::new()),
        ];
        let expected = vec![
            (1, family.repeat(60)),
            (2, "e\u{301}".repeat(60)),
            (3, String::new()),
        ];
        assert_eq!(cut(labels), expected);
    }
}
