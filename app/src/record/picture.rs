//! The picture of a lineage, as the page and the API show it.

use crate::ui::text;
use crate::ui::time::year;
use db::lineage::Neighbourhood;
use db::record::LineageLine;
use domain::{Medium, RecordId};
use leptos::prelude::*;
use lineage::picture::{self, PictureInput, PictureLink, PictureRecord, PictureSize};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Most records in a picture.
pub const RECORDS_MAX: usize = 150;

/// Pictures that were drawn lately, here and there: 256 of them take at most some 30 MB.
static DRAWN: LazyLock<Drawn> = LazyLock::new(|| Drawn::with_room(256));

/// The picture as SVG, wide and for telephones.
pub(crate) fn drawn(near: &Neighbourhood, lines: &[LineageLine]) -> [Arc<str>; 2] {
    draw(picture_input(
        near,
        lines,
        "lineage-wide",
        PictureSize::Wide,
    ))
}

fn draw(mut input: PictureInput) -> [Arc<str>; 2] {
    "lineage-wide".clone_into(&mut input.id);
    input.size = PictureSize::Wide;
    let wide = DRAWN.draw(&input);
    "lineage-compact".clone_into(&mut input.id);
    input.size = PictureSize::Compact;
    [wide, DRAWN.draw(&input)]
}

/// The picture, wide and for telephones; the style shows one of them.
pub(crate) fn pictures(near: &Neighbourhood, lines: &[LineageLine]) -> impl IntoView + use<> {
    both(drawn(near, lines))
}

/// The picture of anything else, wide and for telephones; its id and size are set here.
pub(crate) fn pictures_of(input: PictureInput) -> impl IntoView + use<> {
    both(draw(input))
}

fn both([wide, compact]: [Arc<str>; 2]) -> impl IntoView + use<> {
    view! {
        <div class="lineage-scroll lineage-wide" tabindex="0" role="region" aria-label="Picture of the lineage" inner_html=wide></div>
        <div class="lineage-scroll lineage-compact" tabindex="0" role="region" aria-label="Picture of the lineage" inner_html=compact></div>
    }
}

/// The picture of all that a work was made from: `head` stands for the work, behind the records that it includes.
pub(crate) fn pictures_of_work(
    near: &Neighbourhood,
    lines: &[LineageLine],
    included: &[RecordId],
    head: &PictureRecord,
) -> Option<impl IntoView + use<>> {
    /// No record has this id.
    const WORK: RecordId = RecordId(0);
    let stand_in = LineageLine {
        id: WORK,
        ..lines.first()?.clone()
    };
    let mut all = vec![stand_in];
    all.extend_from_slice(lines);
    let mut near = near.clone();
    near.links
        .extend(included.iter().map(|record| (*record, WORK)));
    let mut input = picture_input(&near, &all, "", PictureSize::Wide);
    input.title = format!("What {} has grown from", head.title);
    input.records[0] = head.clone();
    Some(pictures_of(input))
}

/// Pictures by all that they show. Drawing one takes longer than all else on its page, and what it shows seldom
/// changes.
struct Drawn {
    room: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Each with when it was asked for last.
    pictures: HashMap<PictureInput, (Arc<str>, u64)>,
    /// How often any was asked for.
    asked: u64,
}

impl Drawn {
    fn with_room(room: usize) -> Self {
        Self {
            room,
            kept: Mutex::default(),
        }
    }

    fn draw(&self, input: &PictureInput) -> Arc<str> {
        if let Some(svg) = self.kept().find(input) {
            return svg;
        }
        let svg: Arc<str> = picture::render(input).into();
        let mut kept = self.kept();
        if kept.pictures.len() >= self.room {
            kept.drop_oldest();
        }
        let asked = kept.asked;
        kept.pictures
            .insert(input.clone(), (Arc::clone(&svg), asked));
        svg
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, input: &PictureInput) -> Option<Arc<str>> {
        self.asked += 1;
        let (svg, asked) = self.pictures.get_mut(input)?;
        *asked = self.asked;
        Some(Arc::clone(svg))
    }

    /// Drops the quarter that was asked for longest ago.
    fn drop_oldest(&mut self) {
        let mut times: Vec<u64> = self.pictures.values().map(|(_, asked)| *asked).collect();
        times.sort_unstable();
        let last = times.get(times.len() / 4).copied().unwrap_or(self.asked);
        self.pictures.retain(|_, (_, asked)| *asked > last);
    }
}

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

/// A record as it stands in a picture.
pub(crate) fn record(line: &LineageLine) -> PictureRecord {
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

pub(crate) fn medium(medium: Medium) -> picture::Medium {
    match medium {
        Medium::Text => picture::Medium::Text,
        Medium::Image => picture::Medium::Image,
        Medium::Audio => picture::Medium::Audio,
        Medium::Video => picture::Medium::Video,
        Medium::Code => picture::Medium::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(title: &str) -> PictureInput {
        let line = LineageLine {
            id: RecordId(1),
            title: title.to_owned(),
            medium: Medium::Text,
            author: "ada".parse().unwrap(),
            author_name: "Ada".to_owned(),
            license: None,
            published_at: db::Timestamp(1_778_749_200_000_000),
            withdrawn: false,
        };
        picture_input(
            &Neighbourhood::default(),
            &[line],
            "lineage",
            PictureSize::Wide,
        )
    }

    #[test]
    fn a_picture_is_drawn_again_when_it_shows_something_else() {
        let drawn = Drawn::with_room(4);
        let first = drawn.draw(&input("Rain"));
        assert!(Arc::ptr_eq(&first, &drawn.draw(&input("Rain"))));
        assert!(drawn.draw(&input("Hail")).contains("Hail"));
    }

    #[test]
    fn only_so_many_are_kept_and_those_in_use_stay() {
        let drawn = Drawn::with_room(8);
        let used = drawn.draw(&input("used"));
        for number in 0..100 {
            drawn.draw(&input(&number.to_string()));
            assert!(Arc::ptr_eq(&used, &drawn.draw(&input("used"))));
            assert!(drawn.kept().pictures.len() <= 8);
        }
    }
}
