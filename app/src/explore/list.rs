//! What is shown, as a list. A script makes it a tree grid in step with the picture.

use super::largest::Tree;
use crate::ui::text;
use crate::ui::{Icon, Mark, Time};
use db::Timestamp;
use domain::{Handle, Medium, RecordId};
use leptos::prelude::*;

/// Rows step in at so many levels; deeper ones say their number.
const STEPS: usize = 10;

/// A record of the list.
pub(super) struct Row {
    pub(super) id: RecordId,
    /// Its index on the map.
    pub(super) index: Option<u32>,
    pub(super) title: String,
    pub(super) medium: Medium,
    pub(super) author: Handle,
    pub(super) author_name: String,
    pub(super) at: Timestamp,
    /// How many sources and remixes it has, and how much came from it, as far as the picture shows it.
    pub(super) sources: u32,
    pub(super) remixes: u32,
    pub(super) after: u32,
    /// From 1, where it hangs on nothing.
    pub(super) level: usize,
    /// Its place among those that hang on the same, from 1, and how many they are.
    pub(super) position: u32,
    pub(super) siblings: u32,
}

/// A line of the list.
pub(super) enum Line {
    Row(Box<Row>),
    /// So many remixes of a record are not listed, at this level.
    More(u32, usize),
}

/// The list; `more` leads to what it does not hold.
pub(super) fn list(
    lines: Vec<Line>,
    heading: &'static str,
    lead: String,
    more: Option<AnyView>,
) -> impl IntoView {
    let rows: Vec<_> = lines.into_iter().map(line).collect();
    view! {
        <section class="explorer-list" id="list" aria-labelledby="list-h">
            <div class="section-head">
                <h2 id="list-h">{heading}</h2>
                <small data-list-lead="">{lead}</small>
                {more}
            </div>
            <p class="sr" id="list-hint">"Arrow keys go from row to row: right opens the remixes of a record, left closes them or goes to what it was made from. Enter shows a record in the picture, Space selects it, W takes another way up where it has several sources."</p>
            <div class="list-scroll">
                <table class="tree" aria-labelledby="list-h" data-rows="">
                    <thead><tr>
                        <th scope="col">"Title"</th>
                        <th scope="col">"Medium"</th>
                        <th scope="col">"Member"</th>
                        <th scope="col">"Date"</th>
                        <th scope="col" class="num">"Sources"</th>
                        <th scope="col" class="num">"Remixes"</th>
                        <th scope="col" class="num">"After it"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// The largest trees by their roots.
pub(super) fn roots(trees: Vec<Tree>) -> Vec<Line> {
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let siblings = trees.len() as u32;
    let row = |(tree, position): (Tree, u32)| {
        Line::Row(Box::new(Row {
            id: tree.root.id,
            index: Some(tree.index),
            title: tree.root.title,
            medium: tree.root.medium,
            author: tree.root.author,
            author_name: tree.root.author_name,
            at: tree.root.at,
            sources: count(tree.root.source_count),
            remixes: count(tree.root.remix_count),
            after: tree.size.saturating_sub(1),
            level: 1,
            position,
            siblings,
        }))
    };
    trees.into_iter().zip(1..).map(row).collect()
}

fn line(line: Line) -> AnyView {
    match line {
        Line::Row(line) => row(*line).into_any(),
        Line::More(left, level) => {
            let class = format!("tree-more level-{}", level.min(STEPS));
            let words = format!("{} more", text::number(left.into()));
            view! {
                <tr class=class>
                    <td colspan="7"><span class="tree-title"><span class="tree-depth"></span><span>{words}</span></span></td>
                </tr>
            }
            .into_any()
        }
    }
}

fn row(row: Row) -> impl IntoView {
    let class = format!("tree-row level-{}", row.level.min(STEPS));
    let deep = (row.level > STEPS).then(|| row.level.to_string());
    let count = |count: u32| text::number(count.into());
    view! {
        <tr class=class data-index=row.index.map(|index| index.to_string()) data-id=row.id.to_string()
            data-sources=row.sources.to_string() data-remixes=row.remixes.to_string() data-after=row.after.to_string()
            data-level=row.level.to_string() data-position=row.position.to_string() data-siblings=row.siblings.to_string()>
            <th scope="row">
                <span class="tree-title">
                    <span class="tree-depth">{deep}</span>
                    <span class="tree-twist" aria-hidden="true"><Icon name="chevron"/></span>
                    <a href=format!("/records/{}/lineage", row.id) dir="auto">{text::short_title(&row.title, 100)}</a>
                </span>
            </th>
            <td><span class="tree-medium"><Mark medium=row.medium/>{row.medium.label()}</span></td>
            <td><a href=format!("/members/{}", row.author) dir="auto">{row.author_name.clone()}</a></td>
            <td><Time at=row.at/></td>
            <td class="num">{count(row.sources)}</td>
            <td class="num">{count(row.remixes)}</td>
            <td class="num">{count(row.after)}</td>
        </tr>
    }
}
