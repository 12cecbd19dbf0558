//! The map as a list. A script makes it a tree grid in step with the picture.

use super::largest::Tree;
use crate::ui::text;
use crate::ui::{Icon, Mark, Time};
use leptos::prelude::*;

/// The list, which begins with the largest trees.
pub(super) fn list(trees: Vec<Tree>, heading: &'static str, lead: String) -> impl IntoView {
    let rows: Vec<_> = trees.into_iter().map(row).collect();
    view! {
        <section class="explorer-list" id="list" aria-labelledby="list-h">
            <div class="section-head">
                <h2 id="list-h">{heading}</h2>
                <small data-list-lead="">{lead}</small>
                <a class="more" href="/records?sort=remixes">"All records, most remixed first"</a>
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

fn row(tree: Tree) -> impl IntoView {
    let Tree { root, index, size } = tree;
    let after = i64::from(size) - 1;
    view! {
        <tr data-index=index.to_string() data-id=root.id.to_string() data-sources=root.source_count.to_string()
            data-remixes=root.remix_count.to_string() data-after=after.to_string()>
            <th scope="row">
                <span class="tree-title">
                    <span class="tree-twist" aria-hidden="true"><Icon name="chevron"/></span>
                    <a href=format!("/records/{}/lineage", root.id) dir="auto">{text::short_title(&root.title, 100)}</a>
                </span>
            </th>
            <td><span class="tree-medium"><Mark medium=root.medium/>{root.medium.label()}</span></td>
            <td><a href=format!("/members/{}", root.author) dir="auto">{root.author_name.clone()}</a></td>
            <td><Time at=root.at/></td>
            <td class="num">{text::number(root.source_count)}</td>
            <td class="num">{text::number(root.remix_count)}</td>
            <td class="num">{text::number(after)}</td>
        </tr>
    }
}
