//! A lineage that is drawn by itself, with all that stands around it.

use super::list::{Line, Row, list};
use super::overview::Overview;
use super::show::show;
use super::stage::{find, side, stage, tools};
use super::time::time;
use crate::record::picture::drawn;
use crate::ssr::Site;
use crate::ui::text;
use db::lineage::Neighbourhood;
use db::record::LineageLine;
use domain::RecordId;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// Remixes of the record in focus that are listed at once; the script opens as many.
const OPENED: usize = 25;

/// The picture as an explorer, which a script brings to life where it stands.
pub(super) fn alone(
    overview: &Overview,
    near: &Neighbourhood,
    lines: &[LineageLine],
    rows: Vec<Line>,
    foot: AnyView,
) -> impl IntoView + use<> {
    let focus = lines.first();
    let title = focus.map_or("", |focus| &focus.title);
    let id = focus.map(|focus| focus.id.to_string());
    let name = format!("Lineage of “{}”", text::short_title(title, 120));
    let [wide, compact] = drawn(near, lines);
    let picture = view! {
        <div class="lineage-wide" inner_html=wide></div>
        <div class="lineage-compact" inner_html=compact></div>
    };
    let lead = text::records(overview.records());
    view! {
        <div class="explorer explorer-lineage" data-explorer="lineage" data-info=overview.json.clone() data-focus-id=id>
            <div class="explorer-view">
                {stage(&name, picture.into_any())}
                {find()}
                {show(overview)}
                {tools()}
                {side()}
            </div>
            {time(overview)}
            {foot}
            {list(rows, "As a list", lead, None)}
        </div>
    }
}

/// Links by their ends.
struct Links {
    sources: HashMap<RecordId, Vec<RecordId>>,
    remixes: HashMap<RecordId, Vec<RecordId>>,
}

impl Links {
    fn of(near: &Neighbourhood) -> Self {
        let mut links = Self {
            sources: HashMap::new(),
            remixes: HashMap::new(),
        };
        for (source, remix) in &near.links {
            links.sources.entry(*remix).or_default().push(*source);
            links.remixes.entry(*source).or_default().push(*remix);
        }
        links
    }

    fn sources(&self, id: RecordId) -> &[RecordId] {
        self.sources.get(&id).map_or(&[], Vec::as_slice)
    }

    fn remixes(&self, id: RecordId) -> &[RecordId] {
        self.remixes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// How much came from a record.
    fn after(&self, id: RecordId) -> u32 {
        let mut seen = HashSet::new();
        let mut next = vec![id];
        while let Some(at) = next.pop() {
            let remixes = self.remixes(at).iter().copied();
            next.extend(remixes.filter(|remix| seen.insert(*remix)));
        }
        seen.len() as u32
    }

    /// From a record up to a root, by the first source of each.
    fn way_up(&self, id: RecordId) -> Vec<RecordId> {
        let up = |id: &RecordId| self.sources(*id).first().copied();
        std::iter::successors(Some(id), up).collect()
    }
}

/// The rows that the list begins with: the way down to the record in focus, its remixes, and all other roots.
pub(super) fn rows(site: &Site, near: &Neighbourhood, lines: &[LineageLine]) -> Vec<Line> {
    let Some(focus) = near.records.first().copied() else {
        return Vec::new();
    };
    let links = Links::of(near);
    let lines: HashMap<RecordId, &LineageLine> = lines.iter().map(|line| (line.id, line)).collect();
    let mut way = links.way_up(focus);
    way.reverse();
    let records = near.records.iter().copied();
    let is_root = |id: &RecordId| links.sources(*id).is_empty();
    let others: Vec<RecordId> = records
        .filter(|id| is_root(id) && Some(id) != way.first())
        .collect();
    let row = |id: RecordId, level: usize, position: usize, siblings: usize| {
        let line = lines.get(&id)?;
        Some(Line::Row(Box::new(Row {
            id,
            index: site.map.index(id),
            title: line.title.clone(),
            medium: line.medium,
            author: line.author.clone(),
            author_name: line.author_name.clone(),
            at: line.published_at,
            sources: links.sources(id).len() as u32,
            remixes: links.remixes(id).len() as u32,
            after: links.after(id),
            level,
            position: position as u32,
            siblings: siblings as u32,
        })))
    };
    let mut rows = Vec::new();
    for (place, id) in way.iter().enumerate() {
        let (position, siblings) = match place.checked_sub(1).map(|above| way[above]) {
            None => (1, others.len() + 1),
            Some(above) => {
                let siblings = links.remixes(above);
                let at = siblings.iter().position(|sibling| sibling == id);
                (at.unwrap_or(0) + 1, siblings.len())
            }
        };
        rows.extend(row(*id, place + 1, position, siblings));
    }
    let remixes = links.remixes(focus);
    let listed = remixes.iter().take(OPENED).enumerate();
    rows.extend(listed.filter_map(|(at, id)| row(*id, way.len() + 1, at + 1, remixes.len())));
    // What is not listed is offered below what is, the innermost first.
    let listed = |at: &RecordId| if *at == focus { OPENED } else { 1 };
    for (place, at) in way.iter().enumerate().rev() {
        let left = links.remixes(*at).len().saturating_sub(listed(at));
        if left > 0 {
            rows.push(Line::More(left as u32, place + 2));
        }
    }
    let roots = others.iter().enumerate();
    rows.extend(roots.filter_map(|(at, id)| row(*id, 1, at + 2, others.len() + 1)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_counted_within_the_picture() {
        let id = RecordId;
        let near = Neighbourhood {
            records: [3, 1, 2, 4, 5].map(id).to_vec(),
            links: [(1, 3), (2, 3), (3, 4), (3, 5), (4, 5)]
                .map(|(source, remix)| (id(source), id(remix)))
                .to_vec(),
            ..Neighbourhood::default()
        };
        let links = Links::of(&near);
        assert_eq!(links.way_up(id(4)), [id(4), id(3), id(1)]);
        assert_eq!(links.after(id(2)), 3);
        assert_eq!(links.after(id(5)), 0);
        assert_eq!(links.remixes(id(3)), [id(4), id(5)]);
    }
}
