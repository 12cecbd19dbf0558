//! Rows as markup, and the server's markup as rows.

use super::rows::{Line, Row, Rows};
use crate::ui::dom::{Made, button, find, find_all, icon, link, make, mark};
use crate::ui::words;
use roaring::RoaringBitmap;
use web_sys::Element;

/// Levels that step in; deeper ones say their number.
const STEPS: usize = 10;

/// The rows that the server wrote: roots.
pub(super) fn read(table: &Element) -> Rows {
    let rows = find_all::<Element>(table, "tbody > tr[data-id]");
    let lines = rows.iter().filter_map(read_row);
    let mut rows = Rows {
        lines: lines.map(|row| Line::Row(Box::new(row))).collect(),
    };
    rows.offer();
    rows
}

fn read_row(row: &Element) -> Option<Row> {
    let text = |selector: &str| {
        find::<Element>(row, selector)
            .and_then(|cell| cell.text_content())
            .unwrap_or_default()
    };
    let data = |name: &str| row.get_attribute(name);
    let number = |name: &str| data(name)?.parse().ok();
    let author =
        find::<Element>(row, "td:nth-child(3) a").and_then(|link| link.get_attribute("href"));
    let time = find::<Element>(row, "time").and_then(|time| time.get_attribute("datetime"));
    Some(Row {
        id: data("data-id")?.parse().ok()?,
        index: number("data-index"),
        level: number("data-level").map_or(1, |level: u32| level as usize),
        position: number("data-position").unwrap_or(0),
        siblings: number("data-siblings").unwrap_or(0),
        title: text(".tree-title a"),
        medium: text(".tree-medium").trim().to_lowercase(),
        handle: author
            .unwrap_or_default()
            .trim_start_matches("/members/")
            .to_owned(),
        name: text("td:nth-child(3)"),
        published_at: time.unwrap_or_default(),
        sources: number("data-sources"),
        remixes: number("data-remixes"),
        after: number("data-after"),
        ways: Vec::new(),
    })
}

/// A line as a row of the table.
pub(super) fn line(place: usize, line: &Line, rows: &Rows, shown: Option<&RoaringBitmap>) -> Made {
    match line {
        Line::Row(row) => {
            let left_out = shown
                .zip(row.index)
                .is_some_and(|(shown, index)| !shown.contains(index));
            record(place, row, rows.is_open(place), left_out)
        }
        Line::More {
            of,
            level,
            left,
            beyond,
        } => {
            let left = words::number(*left);
            let offer = match beyond {
                true => link(&page(*of)).text(&format!("See {left} more on its page")),
                false => button("", &format!("Show more; {left} are not shown")),
            };
            let cell = make("td")
                .attr("role", "gridcell")
                .attr("colspan", "7")
                .add(
                    make("span")
                        .class("tree-title")
                        .add(depth(*level))
                        .add(offer.attr("tabindex", "-1")),
                );
            make("tr")
                .class("tree-more")
                .attr("role", "row")
                .attr("aria-level", &level.to_string())
                .attr("data-place", &place.to_string())
                .add(cell)
        }
    }
}

/// Where all remixes of a record are.
pub(super) fn page(id: i64) -> String {
    format!("/records/{id}#remixes")
}

fn record(place: usize, row: &Row, open: bool, left_out: bool) -> Made {
    let expanded = match (row.can_open(), open) {
        (false, _) => None,
        (true, true) => Some("true"),
        (true, false) => Some("false"),
    };
    let set_size = if row.siblings == 0 {
        "-1".to_owned()
    } else {
        row.siblings.to_string()
    };
    let out = if left_out { " is-out" } else { "" };
    let level = format!("tree-row level-{}{out}", row.level.min(STEPS));
    make("tr")
        .attr("role", "row")
        .class(&level)
        .attr("data-place", &place.to_string())
        .attr("data-id", &row.id.to_string())
        .attr("aria-level", &row.level.to_string())
        .attr("aria-posinset", &row.position.max(1).to_string())
        .attr("aria-setsize", &set_size)
        .attr_if("aria-expanded", expanded)
        .add(title(row, left_out))
        .add(cell("").add(medium(row)))
        .add(
            cell("").add(
                link(&format!("/members/{}", row.handle))
                    .attr("tabindex", "-1")
                    .words(&row.name),
            ),
        )
        .add(cell("").text(&words::day(&row.published_at)))
        .add(cell("num").text(&count(row.sources)))
        .add(cell("num").text(&count(row.remixes)))
        .add(cell("num").text(&count(row.after)))
}

fn title(row: &Row, left_out: bool) -> Made {
    let name = link(&format!("/records/{}/lineage", row.id))
        .attr("tabindex", "-1")
        .words(&words::short(&row.title, 100));
    let twist = make("span")
        .class("tree-twist")
        .attr("aria-hidden", "true")
        .add(icon("chevron"));
    let head = make("th").attr("scope", "row").attr("role", "rowheader");
    let line = make("span")
        .class("tree-title")
        .add(depth(row.level))
        .add(twist)
        .add(name);
    let out = left_out.then(|| {
        make("span")
            .class("tree-note")
            .text("left out by the filter")
    });
    head.add(line).add_if(ways(row)).add_if(out)
}

/// `made from 3: one, two, three`, with the key that switches.
fn ways(row: &Row) -> Option<Made> {
    if row.ways.len() < 2 {
        return None;
    }
    let titles: Vec<String> = row
        .ways
        .iter()
        .take(4)
        .map(|title| words::short(title, 32))
        .collect();
    let more = if row.ways.len() > 4 { ", …" } else { "" };
    let told = format!("made from {}: {}{more} ", row.ways.len(), titles.join(", "));
    let other = button("", "Other way up")
        .attr("tabindex", "-1")
        .attr("data-way", "")
        .attr("title", "W");
    Some(
        make("span")
            .class("tree-note tree-ways")
            .words(&told)
            .add(other),
    )
}

fn medium(row: &Row) -> Made {
    let known = !row.medium.is_empty();
    let sign = known.then(|| mark(&row.medium));
    let word = if known {
        words::medium(&row.medium)
    } else {
        ""
    };
    make("span").class("tree-medium").add_if(sign).text(word)
}

/// What steps a row in.
fn depth(level: usize) -> Made {
    let deep = (level > STEPS).then(|| level.to_string());
    make("span")
        .class("tree-depth")
        .text(deep.as_deref().unwrap_or_default())
}

fn cell(class: &str) -> Made {
    make("td").attr("role", "gridcell").class(class)
}

fn count(count: Option<u32>) -> String {
    count.map(words::number).unwrap_or_default()
}
