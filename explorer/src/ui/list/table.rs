//! Rows as markup, and the server's markup as rows.

use super::rows::{Line, Row, Rows};
use crate::ui::dom::{Made, button, fill, find, find_all, icon, link, make, mark, set};
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

/// A line as it is seen.
#[derive(PartialEq)]
pub(super) struct Seen {
    line: Line,
    open: bool,
    left_out: bool,
}

/// All lines as they are seen, where a filter shows some.
pub(super) fn seen(rows: &Rows, shown: Option<&RoaringBitmap>) -> Vec<Seen> {
    let lines = rows.lines.iter().enumerate();
    let seen = lines.map(|(place, line)| {
        let index = line.row().and_then(|row| row.index);
        let known = shown.zip(index);
        Seen {
            line: line.clone(),
            open: rows.is_open(place),
            left_out: known.is_some_and(|(shown, index)| !shown.contains(index)),
        }
    });
    seen.collect()
}

/// Makes the rows that are others than before; at first all are.
pub(super) fn draw(body: &Element, before: &[Seen], now: &[Seen]) {
    let made = |place: usize| line(place, &now[place]);
    if before.is_empty() {
        return fill(body, (0..now.len()).map(made));
    }
    let (first, end) = changed(before, now);
    let rows = find_all::<Element>(body, "tr");
    let after = rows.len().saturating_sub(now.len() - end);
    let (gone, kept) = (rows.get(first..after), rows.get(after..));
    gone.into_iter().flatten().for_each(Element::remove);
    for row in (first..end).filter_map(|place| made(place).element()) {
        let next = kept.and_then(|kept| kept.first());
        // Fails only where the next row is no longer there.
        let _ = body.insert_before(&row, next.map(AsRef::as_ref));
    }
    for (row, place) in kept.into_iter().flatten().zip(end..) {
        set(row, "data-place", &place.to_string());
    }
}

/// From where to where the rows of now are others than before.
fn changed<T: PartialEq>(before: &[T], now: &[T]) -> (usize, usize) {
    let alike = |(one, other): &(&T, &T)| one == other;
    let first = before.iter().zip(now).take_while(alike).count();
    let (left, right) = (&before[first..], &now[first..]);
    let ends = left.iter().rev().zip(right.iter().rev());
    (first, now.len() - ends.take_while(alike).count())
}

/// A line as a row of the table.
fn line(place: usize, seen: &Seen) -> Made {
    match &seen.line {
        Line::Row(row) => record(place, row, seen.open, seen.left_out),
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

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn only_what_is_other_is_made_anew() {
        assert_eq!(changed(&[1, 2, 3], &[1, 2, 3]), (3, 3));
        assert_eq!(changed(&[1, 2, 3], &[1, 9, 8, 3]), (1, 3));
        assert_eq!(changed(&[1, 2, 3], &[1, 3]), (1, 1));
        assert_eq!(changed(&[1, 1], &[1, 1, 1]), (2, 3));
        assert_eq!(changed(&[1, 2], &[3]), (0, 1));
        assert_eq!(changed(&[1], &[]), (0, 0));
    }
}
