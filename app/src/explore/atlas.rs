//! The map with all that stands around it, as its own page and the pages of large lineages show it.

use super::largest::Tree;
use super::list::{list, roots};
use super::overview::Overview;
use super::show::show;
use super::stage::{find, side, stage, tools};
use super::time::time;
use crate::ui::text;
use domain::RecordId;
use leptos::prelude::*;

/// What the picture is called.
pub(super) fn name(overview: &Overview) -> String {
    format!("The map of {}", text::records(overview.records()))
}

/// The map; `focus` is the record, with its index, that a page is about.
pub(super) fn atlas(
    overview: &Overview,
    pictures: [String; 2],
    name: &str,
    focus: Option<(u32, RecordId)>,
    trees: Vec<Tree>,
) -> impl IntoView + use<> {
    let (index, id) = match focus {
        Some((index, id)) => (index.to_string(), id.to_string()),
        None => (String::new(), String::new()),
    };
    let class = match focus {
        Some(_) => "explorer explorer-map explorer-inside",
        None => "explorer explorer-map explorer-full",
    };
    let lead = format!(
        "{}, the largest first",
        text::count(overview.info.roots.into(), "tree", "trees")
    );
    let [wide, compact] = pictures;
    let picture = view! {
        <div class="map-first lineage-wide" inner_html=wide></div>
        <div class="map-first lineage-compact" inner_html=compact></div>
    };
    let all = view! { <a class="more" href="/records?sort=remixes">"All records, most remixed first"</a> };
    view! {
        <div class=class data-explorer="map" data-info=overview.json.clone() data-focus=index data-focus-id=id>
            <div class="explorer-view">
                {stage(name, picture.into_any())}
                {find()}
                {show(overview)}
                {tools()}
                {side()}
            </div>
            {time(overview)}
            {list(roots(trees), "As a list", lead, Some(all.into_any()))}
        </div>
    }
}
