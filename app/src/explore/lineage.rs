//! The lineage of a record: a larger picture, and all of it in words.

use super::alone::{alone, rows};
use super::atlas::atlas;
use super::largest::{TREES, Tree, find_largest};
use super::list::Line;
use super::overview::{Overview, draw, find_first, find_lineage_overview, find_overview};
use super::sides::{Side, load_side, side};
use super::stage::style;
use crate::AppError;
use crate::record::address::asked_record;
use crate::record::aside::lineage_formats;
use crate::record::page::neighbourhood;
use crate::record::parts::{before_and_after, title_class};
use crate::record::picture::{RECORDS_MAX, pictures};
use crate::ssr::{self, Site};
use crate::ui::text;
use crate::ui::{ErrorPage, Mark};
use db::lineage::{Direction, Neighbourhood};
use db::record::LineageLine;
use domain::{Medium, RecordId};
use leptos::prelude::*;
use leptos_meta::{Link, Title};

/// Most records of a lineage that is drawn by itself; a larger one is shown on the map.
const ALONE_MAX: u32 = 500;

/// The map, where the lineage is too large to be drawn by itself.
struct OnMap {
    overview: Overview,
    pictures: [String; 2],
    trees: Vec<Tree>,
    index: u32,
}

/// How the lineage is shown.
enum Way {
    /// As a picture that the script brings to life, with its numbers and the rows of its list.
    Alone(Box<Overview>, Vec<Line>),
    OnMap(Box<OnMap>),
    /// As a picture that stands still, while the map is not laid out yet.
    Still,
}

/// What the page shows.
struct Shown {
    focus: LineageLine,
    near: Neighbourhood,
    lines: Vec<LineageLine>,
    before: Side,
    after: Side,
    way: Way,
    public_url: std::sync::Arc<str>,
}

/// Lineage.
#[component]
pub fn LineagePage() -> impl IntoView {
    let site = ssr::site();
    let style = style(&site);
    let asked = asked_record().and_then(|id| Ok((site?, id)));
    let page = Suspend::new(async move {
        let shown = match asked {
            Ok((site, id)) => load(&site, id).await,
            Err(error) => Err(error),
        };
        match shown {
            Ok(shown) => page(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    });
    view! { {style}{page} }
}

async fn load(site: &Site, id: RecordId) -> Result<Shown, AppError> {
    let mut near = neighbourhood(site, id, RECORDS_MAX).await?;
    let large = near.ancestor_count.saturating_add(near.descendant_count) >= ALONE_MAX;
    if near.truncated && !large {
        near = neighbourhood(site, id, ALONE_MAX as usize).await?;
    }
    let lines = db::record::find_lineage_lines(&site.db, &near.records).await?;
    let focus = lines.first().cloned().ok_or(AppError::NotFound)?;
    let way = if large {
        let map = load_map(site, id).await?;
        map.map_or(Way::Still, |map| Way::OnMap(Box::new(map)))
    } else {
        let overview = find_lineage_overview(site, id).await?;
        overview.map_or(Way::Still, |overview| {
            Way::Alone(Box::new(overview), rows(site, &near, &lines))
        })
    };
    Ok(Shown {
        way,
        before: load_side(site, id, Direction::Ancestors).await?,
        after: load_side(site, id, Direction::Descendants).await?,
        focus,
        near,
        lines,
        public_url: site.public_url.clone(),
    })
}

/// The map with the record on it; `None` where the map is not laid out yet.
async fn load_map(site: &Site, id: RecordId) -> Result<Option<OnMap>, AppError> {
    let found = (
        find_overview(site).await?,
        find_first(site).await?,
        site.map.index(id),
    );
    let (Some(overview), Some(first), Some(index)) = found else {
        return Ok(None);
    };
    Ok(Some(OnMap {
        pictures: draw(&overview.info, &first, "The map"),
        trees: find_largest(site, &first, TREES).await?,
        overview,
        index,
    }))
}

fn page(shown: Shown) -> impl IntoView {
    let Shown {
        focus,
        near,
        lines,
        before,
        after,
        way,
        public_url,
    } = shown;
    let id = focus.id;
    let title = text::short_title(&focus.title, 120);
    let api = format!("/api/v1/records/{id}");
    let formats: Vec<_> = lineage_formats(&api)
        .into_iter()
        .map(|(name, href)| view! { <span><a href=href>{name}</a></span> })
        .collect();
    let counts = before_and_after(near.ancestor_count, near.descendant_count);
    let (map, picture) = match way {
        Way::OnMap(map) => (
            Some(map_of(*map, id, &title)),
            Some(still(&near, &lines).into_any()),
        ),
        Way::Alone(overview, rows) if lines.len() > 1 => {
            let foot = foot("Time runs left to right.".to_owned()).into_any();
            let picture = alone(&overview, &near, &lines, rows, foot);
            (None, Some(boxed(picture.into_any()).into_any()))
        }
        Way::Still if lines.len() > 1 => (None, Some(still(&near, &lines).into_any())),
        Way::Alone(..) | Way::Still => (None, None),
    };
    view! {
        <Title text=format!("Lineage of “{title}”")/>
        <Link rel="canonical" href=format!("{public_url}/records/{id}/lineage")/>
        {map}
        <div class="wrap page">
            <div class="page-head">
                <p class="eyebrow"><Mark medium=focus.medium/><a href=format!("/records/{id}")>"Back to the record"</a></p>
                <h1 class=title_class(&title)>"Where “"<bdi>{title.clone()}</bdi>"” came from, where it went"</h1>
                <p class="lead">{capital(&counts)}"."</p>
            </div>
            {picture}
            {side("before", "Before it", before, "It is a root: it came from nobody else’s record.")}
            {side("after", "After it", after, "Nobody has remixed it yet.")}
            <section class="section" aria-labelledby="data-h">
                <div class="section-head"><h2 id="data-h">"As data"</h2></div>
                <p class="facts">{formats}</p>
            </section>
        </div>
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The map, which moves to the record once it comes alive.
fn map_of(map: OnMap, id: RecordId, title: &str) -> impl IntoView + use<> {
    let name = format!("The map, with “{title}” in focus");
    atlas(
        &map.overview,
        map.pictures,
        &name,
        Some((map.index, id)),
        map.trees,
    )
}

/// The picture as it was drawn on the server.
fn still(near: &Neighbourhood, lines: &[LineageLine]) -> impl IntoView + use<> {
    let words = match near.truncated {
        true => format!(
            "Time runs left to right. The {} nearest records are drawn here; the map and the lists go further.",
            text::number(lines.len() as i64)
        ),
        false => "Time runs left to right. Select a record to go there.".to_owned(),
    };
    let picture = pictures(near, lines);
    boxed(view! { {picture}{foot(words)} }.into_any())
}

fn boxed(picture: AnyView) -> impl IntoView {
    view! { <div class="lineage lineage-big">{picture}</div> }
}

/// How to read the picture.
fn foot(words: String) -> impl IntoView {
    let legend: Vec<_> = Medium::ALL
        .into_iter()
        .map(|medium| view! { <li><Mark medium/>{medium.label()}</li> })
        .collect();
    view! { <div class="lineage-foot"><span>{words}</span><ul class="legend">{legend}</ul></div> }
}
