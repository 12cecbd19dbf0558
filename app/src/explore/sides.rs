//! The lineage in words: all that is before or after a record, nearest first.

use crate::AppError;
use crate::ssr::Site;
use crate::ui::Mark;
use crate::ui::text;
use crate::ui::time::{to_the_minute, year};
use db::lineage::{Direction, Neighbourhood};
use db::record::LineageLine;
use domain::RecordId;
use leptos::prelude::*;
use std::collections::HashMap;

/// Most records listed in each direction.
const LISTED_MAX: usize = 250;

/// One direction of the lineage, nearest first.
pub(super) struct Side {
    steps: Vec<Step>,
    /// How many there are that are not listed.
    left_out: u32,
}

/// A record of the list.
struct Step {
    line: LineageLine,
    /// How many links away, at the least.
    distance: u32,
    /// The record at the other end of its first link towards the focus, and what was used; empty at distance 1
    /// of the title.
    through: Option<(RecordId, String)>,
    used: String,
}

pub(super) async fn load_side(
    site: &Site,
    id: RecordId,
    direction: Direction,
) -> Result<Side, AppError> {
    let found = site
        .lineage
        .neighbourhood(id, direction, None, LISTED_MAX + 1);
    let near = found.unwrap_or_default();
    let lines = db::record::find_lineage_lines(&site.db, &near.records).await?;
    let towards = links_towards(id, &near, direction);
    let links: Vec<(RecordId, RecordId)> = towards.values().map(|(link, _)| *link).collect();
    let used = db::record::find_used(&site.db, &links).await?;
    let used: HashMap<(RecordId, RecordId), String> = links.into_iter().zip(used).collect();
    let titles: HashMap<RecordId, String> = lines
        .iter()
        .map(|line| (line.id, line.title.clone()))
        .collect();
    let steps: Vec<Step> = lines
        .into_iter()
        .filter(|line| line.id != id)
        .filter_map(|line| {
            let ((source, remix), distance) = *towards.get(&line.id)?;
            let other = if source == line.id { remix } else { source };
            let through = titles.get(&other).filter(|_| other != id);
            Some(Step {
                distance,
                through: through.map(|title| (other, title.clone())),
                used: used.get(&(source, remix)).cloned().unwrap_or_default(),
                line,
            })
        })
        .collect();
    let count = match direction {
        Direction::Ancestors => near.ancestor_count,
        _ => near.descendant_count,
    };
    let listed = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    Ok(Side {
        steps,
        left_out: count.saturating_sub(listed),
    })
}

/// For every record but the focus: a link on a shortest way towards it, and how many links that way has.
fn links_towards(
    focus: RecordId,
    near: &Neighbourhood,
    direction: Direction,
) -> HashMap<RecordId, ((RecordId, RecordId), u32)> {
    let mut beside: HashMap<RecordId, Vec<(RecordId, RecordId)>> = HashMap::new();
    for link in &near.links {
        let inner = match direction {
            Direction::Ancestors => link.1,
            _ => link.0,
        };
        beside.entry(inner).or_default().push(*link);
    }
    let mut towards: HashMap<RecordId, ((RecordId, RecordId), u32)> = HashMap::new();
    let mut queue = std::collections::VecDeque::from([(focus, 0)]);
    while let Some((record, distance)) = queue.pop_front() {
        for link in beside.get(&record).into_iter().flatten() {
            let outer = if link.0 == record { link.1 } else { link.0 };
            if outer != focus && !towards.contains_key(&outer) {
                towards.insert(outer, (*link, distance + 1));
                queue.push_back((outer, distance + 1));
            }
        }
    }
    towards
}

pub(super) fn side(
    id: &'static str,
    heading: &'static str,
    side: Side,
    none: &'static str,
) -> impl IntoView {
    let heading_id = format!("{id}-h");
    let total = side.steps.len() as i64 + i64::from(side.left_out);
    let more = (side.left_out > 0).then(|| {
        let words = format!(
            "And {} more, further away.",
            text::number(side.left_out.into())
        );
        view! { <p class="muted">{words}" All of it is in the data below."</p> }
    });
    let mut groups: Vec<(u32, Vec<Step>)> = Vec::new();
    for step in side.steps {
        match groups.last_mut() {
            Some((distance, group)) if *distance == step.distance => group.push(step),
            _ => groups.push((step.distance, vec![step])),
        }
    }
    let body: Vec<_> = groups
        .into_iter()
        .map(|(distance, steps)| {
            let lines: Vec<_> = steps.into_iter().map(step).collect();
            view! { <h3>{group_heading(id, distance)}</h3><ul class="lineage-list">{lines}</ul> }
        })
        .collect();
    let body = match body.is_empty() {
        true => view! { <p class="root-note">{none}</p> }.into_any(),
        false => body.into_any(),
    };
    view! {
        <section class="section" id=id aria-labelledby=heading_id>
            <div class="section-head">
                <h2 id=format!("{id}-h")>{heading}</h2>
                {(total > 0).then(|| view! { <small>{text::records(total)}</small> })}
            </div>
            {body}
            {more}
        </section>
    }
}

fn group_heading(side: &str, distance: u32) -> String {
    match (side, distance) {
        ("before", 1) => "What it was made from".to_owned(),
        ("before", 2) => "What those were made from".to_owned(),
        ("before", steps) => format!("{steps} steps back"),
        (_, 1) => "Remixes of it".to_owned(),
        (_, 2) => "Remixes of those".to_owned(),
        (_, steps) => format!("{steps} steps on"),
    }
}

fn step(step: Step) -> impl IntoView {
    let Step {
        line,
        distance: _,
        through,
        used,
    } = step;
    let year = year(line.published_at);
    let when = match line.withdrawn {
        true => format!("{year}, withdrawn"),
        false => year,
    };
    let through = through.map(|(id, title)| {
        let title = text::short_title(&title, 60);
        view! { ", through "<a href=format!("/records/{id}") dir="auto">{title}</a> }
    });
    view! {
        <li>
            <Mark medium=line.medium/>
            <div>
                <a class="strong" href=format!("/records/{}", line.id) dir="auto">{text::short_title(&line.title, 160)}</a>
                <span class="muted small">
                    {line.medium.label()}" by "
                    <a href=format!("/members/{}", line.author) dir="auto">{line.author_name.clone()}</a>
                    ", "<span title=to_the_minute(line.published_at)>{when}</span>{through}
                </span>
                {(!used.is_empty()).then(|| view! { <q dir="auto">{used}</q> })}
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(links: &[(i64, i64)]) -> Neighbourhood {
        Neighbourhood {
            links: links
                .iter()
                .map(|(source, remix)| (RecordId(*source), RecordId(*remix)))
                .collect(),
            ..Neighbourhood::default()
        }
    }

    #[test]
    fn the_way_back_is_a_shortest_one() {
        // 4 was made from 3 and 1, 3 from 2 and 1, 2 from 1.
        let near = near(&[(3, 4), (1, 4), (2, 3), (1, 3), (1, 2)]);
        let towards = links_towards(RecordId(4), &near, Direction::Ancestors);
        let of = |id| towards[&RecordId(id)];
        assert_eq!(of(1), ((RecordId(1), RecordId(4)), 1));
        assert_eq!(of(2), ((RecordId(2), RecordId(3)), 2));
        assert_eq!(towards.len(), 3);
    }

    #[test]
    fn the_way_on_goes_by_remixes() {
        let near = near(&[(1, 2), (1, 3), (2, 3), (3, 4)]);
        let towards = links_towards(RecordId(1), &near, Direction::Descendants);
        assert_eq!(towards[&RecordId(3)].1, 1);
        assert_eq!(towards[&RecordId(4)], ((RecordId(3), RecordId(4)), 2));
    }
}
