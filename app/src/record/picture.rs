//! The picture of a lineage, as the page and the API show it.

use crate::ui::text;
use crate::ui::time::year;
use db::lineage::Neighbourhood;
use db::record::LineageLine;
use domain::{Medium, RecordId};
use lineage::picture::{self, PictureInput, PictureLink, PictureRecord, PictureSize};
use std::collections::HashMap;

/// Most records in a picture.
pub const RECORDS_MAX: usize = 150;

/// What a picture of this neighbourhood shows; `lines` are those of its records.
#[must_use]
pub fn picture_input(
    near: &Neighbourhood,
    lines: &[LineageLine],
    id: &str,
    size: PictureSize,
) -> PictureInput {
    let place: HashMap<RecordId, usize> = lines.iter().map(|line| line.id).zip(0..).collect();
    let mut named: HashMap<RecordId, u32> = HashMap::new();
    let links = near.links.iter().filter_map(|(source, remix)| {
        let position = named.entry(*remix).or_default();
        *position += 1;
        Some(PictureLink {
            source: *place.get(source)?,
            remix: *place.get(remix)?,
            position: *position - 1,
        })
    });
    let title = lines.first().map_or("", |focus| text::title(&focus.title));
    PictureInput {
        links: links.collect(),
        records: lines.iter().map(record).collect(),
        focus: 0,
        title: format!(
            "Lineage of {}: {} before, {} after",
            text::short_title(title, 80),
            text::records(near.ancestor_count.into()),
            text::records(near.descendant_count.into())
        ),
        id: id.to_owned(),
        size,
    }
}

fn record(line: &LineageLine) -> PictureRecord {
    PictureRecord {
        title: text::title(&line.title).to_owned(),
        byline: format!("by {}, {}", line.author_name, year(line.published_at)),
        medium: medium(line.medium),
        withdrawn: line.withdrawn,
        href: format!("/records/{}", line.id),
        time: line.published_at.0,
        hidden_sources: 0,
        hidden_remixes: 0,
    }
}

fn medium(medium: Medium) -> picture::Medium {
    match medium {
        Medium::Text => picture::Medium::Text,
        Medium::Image => picture::Medium::Image,
        Medium::Audio => picture::Medium::Audio,
        Medium::Video => picture::Medium::Video,
        Medium::Code => picture::Medium::Code,
    }
}
