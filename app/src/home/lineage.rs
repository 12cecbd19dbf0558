//! The lineage of one record of many remixes, as a taste of what every record has.

use crate::AppError;
use crate::record::picture::pictures;
use crate::ssr::Site;
use crate::ui::text::{records, title};
use db::lineage::{Direction, Neighbourhood};
use db::record::{LineageLine, RecordCard};
use leptos::prelude::*;

/// Records in the picture: few enough to be read at a glance.
const RECORDS: usize = 16;

/// A record with what is around it.
#[derive(Debug)]
pub struct ShownLineage {
    card: RecordCard,
    near: Neighbourhood,
    lines: Vec<LineageLine>,
}

/// Reads the surroundings of the one among these that has most to show on both sides.
///
/// # Errors
/// Whatever the database says.
pub async fn load_lineage(
    site: &Site,
    cards: &[RecordCard],
) -> Result<Option<ShownLineage>, AppError> {
    let found = cards
        .iter()
        .find(|card| card.source_count > 0)
        .or(cards.first());
    let Some(card) = found else {
        return Ok(None);
    };
    let Some(near) = site
        .lineage
        .neighbourhood(card.id, Direction::Both, None, RECORDS)
    else {
        return Ok(None);
    };
    let lines = db::record::find_lineage_lines(&site.db, &near.records).await?;
    Ok((lines.len() > 1).then(|| ShownLineage {
        card: card.clone(),
        near,
        lines,
    }))
}

/// The picture, with how much there is before and after the record.
#[component]
pub fn LineageSection(
    /// What to show.
    lineage: ShownLineage,
) -> impl IntoView {
    let ShownLineage { card, near, lines } = lineage;
    let after = records(near.descendant_count.into());
    let counts = match near.ancestor_count {
        0 => format!("a root, with {after} after it"),
        before => format!("{} before it, {after} after it", records(before.into())),
    };
    view! {
        <section class="section" aria-labelledby="lineage-h">
            <div class="section-head">
                <h2 id="lineage-h">
                    "Where “"<a class="name" href=format!("/records/{}", card.id)><bdi>{title(&card.title).to_owned()}</bdi></a>
                    "” came from, where it went"
                </h2>
                <small>{counts}</small>
            </div>
            <div class="lineage">
                {pictures(&near, &lines)}
                <div class="lineage-foot">
                    <span>"Every record has one. Time runs left to right; select a record to go there."</span>
                    <a href=format!("/records/{}/lineage", card.id)>"See the whole lineage"</a>
                </div>
            </div>
        </section>
    }
}
