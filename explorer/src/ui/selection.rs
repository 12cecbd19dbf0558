//! Who and what is selected, and what can be done with it.

use super::answers::Summary;
use super::api::Failed;
use super::card::{close_button, mix};
use super::dom::{self, Made, button, fill, find, icon, link, make};
use super::explorer::{Explorer, Turn};
use super::ground::Ground;
use super::view::{Term, View, few_corners};
use super::{acts, minimap, named, notices, words};
use crate::engine::{Engine, Named};
use roaring::RoaringBitmap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// Most records of a file, as the API has it.
const FILE_MAX: u32 = 100_000;

/// Members and records named in the panel.
const NAMED: usize = 5;

/// A lasso was closed.
pub(crate) fn lasso(explorer: &Rc<Explorer>, corners: &[(f64, f64)], add: bool) {
    acts::set_lasso(explorer, false);
    notices::drop(explorer, "said");
    if corners.len() < 3 {
        return;
    }
    let terms: Vec<Term> = match &explorer.ground {
        Ground::Map => vec![Term::Within(few_corners(corners))],
        // The server does not know where it stands in the picture.
        Ground::Picture(picture) => {
            let drawn = explorer.engine().map(Engine::drawn).unwrap_or_default();
            let inside = drawn.iter().filter(|(_, at)| is_inside(*at, corners));
            let ids = inside.filter_map(|(index, _)| picture.id(*index));
            ids.map(Term::Record).collect()
        }
    };
    if terms.is_empty() {
        notices::say(explorer, "Nothing is in it. Draw the lasso wider.");
        return;
    }
    let mut room = true;
    explorer.change(|view| {
        if !add {
            view.terms.clear();
        }
        for term in terms {
            room &= view.add(term);
        }
    });
    if !room {
        notices::say(
            explorer,
            "A selection holds eight lassos. Clear it to begin again.",
        );
    }
}

/// Marks what is selected, and says what it is.
pub(crate) fn show(explorer: &Rc<Explorer>) {
    let number = explorer.begin(Turn::Selection);
    let view = explorer.view();
    if view.terms.is_empty() {
        take(explorer, RoaringBitmap::new());
        named::clear(explorer, Named::Selected);
        hide(explorer);
        return;
    }
    let known = at_hand(explorer, &view);
    if let Some(known) = &known {
        take(explorer, known.clone());
    }
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let shown = find_and_show(&explorer, &view, number, known).await;
        if let Err(failed) = shown
            && explorer.is_latest(Turn::Selection, number)
        {
            notices::failed(&explorer, &failed, show);
        }
    });
}

/// Asks for what is selected again, after something was published; where it is the same, the panel stays as it is.
pub(crate) fn again(explorer: &Rc<Explorer>) {
    let view = explorer.view();
    let Some(engine) = explorer.engine().filter(|_| !view.terms.is_empty()) else {
        return;
    };
    let number = explorer.begin(Turn::Selection);
    let (explorer, held) = (Rc::clone(explorer), engine.selection());
    spawn_local(async move {
        let query = view.selection_query();
        // What fails is asked for again with the next record.
        let Ok(found) = explorer.select(&query).await else {
            return;
        };
        if !explorer.is_latest(Turn::Selection, number) {
            return;
        }
        if found != held {
            show(&explorer);
            return;
        }
        // What is new may have come from it as well.
        let query = explorer.ground.narrowed(query);
        if let Ok(summary) = explorer.json(&format!("summary?{query}")).await
            && explorer.is_latest(Turn::Selection, number)
        {
            draw_links(&explorer, &summary);
        }
    });
}

/// Whether a place lies inside a line round it, as a canvas would fill that.
fn is_inside((x, y): (f64, f64), corners: &[(f64, f64)]) -> bool {
    let next = corners.iter().cycle().skip(1);
    let mut turns = 0;
    for (&(ax, ay), &(bx, by)) in corners.iter().zip(next) {
        let side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
        if ay <= y && by > y && side > 0.0 {
            turns += 1;
        } else if ay > y && by <= y && side < 0.0 {
            turns -= 1;
        }
    }
    turns != 0
}

/// The selection, where what came before tells it already: what the focus came from and what came from it is at hand
/// since it was coloured, and a branch is a range of indexes. The server's answer, with what was published meanwhile,
/// takes its place.
fn at_hand(explorer: &Explorer, view: &View) -> Option<RoaringBitmap> {
    if !view.filter.is_empty() || view.time.is_some() || !matches!(explorer.ground, Ground::Map) {
        return None;
    }
    let focus = explorer.engine()?.focus();
    let part = |term: &Term| match term {
        Term::Record(id) => Some([explorer.known(*id)?.index].into()),
        Term::Subtree(id) => {
            let detail = explorer.known(*id)?;
            let end = detail.index.saturating_add(detail.size);
            // Records published since have no range.
            let mut branch = RoaringBitmap::new();
            branch.insert_range(detail.index..end);
            (end <= explorer.info.records).then_some(branch)
        }
        Term::Ancestors(id) | Term::Descendants(id) => {
            let detail = explorer.known(*id)?;
            let focus = focus.as_ref().filter(|f| f.index == detail.index)?;
            let (found, count) = match term {
                Term::Ancestors(_) => (&focus.ancestors, detail.ancestor_count),
                _ => (&focus.descendants, detail.descendant_count),
            };
            (found.len() >= u64::from(count)).then(|| found.clone())
        }
        Term::Within(_) | Term::Shown | Term::Production(_) => None,
    };
    view.terms
        .iter()
        .map(part)
        .try_fold(RoaringBitmap::new(), |all, part| Some(all | part?))
}

async fn find_and_show(
    explorer: &Rc<Explorer>,
    view: &View,
    number: u32,
    known: Option<RoaringBitmap>,
) -> Result<(), Failed> {
    let query = view.selection_query();
    let found = explorer.select(&query).await?;
    if !explorer.is_latest(Turn::Selection, number) {
        return Ok(());
    }
    let count = found.len();
    if known.as_ref() != Some(&found) {
        take(explorer, found);
    }
    named::bring(explorer, Named::Selected, &query, number);
    if count == 0 {
        panel(explorer, view, &Summary::default());
        notices::announce(explorer, "Nothing is selected by that.");
        return Ok(());
    }
    let query = explorer.ground.narrowed(query);
    let summary: Summary = explorer.json(&format!("summary?{query}")).await?;
    if explorer.is_latest(Turn::Selection, number) {
        draw_links(explorer, &summary);
        panel(explorer, view, &summary);
        let told = format!(
            "{} by {} selected.",
            words::records(summary.count),
            words::of(summary.member_count, "member", "members")
        );
        notices::announce(explorer, &told);
    }
    Ok(())
}

/// Draws the links of what is selected that are not there anyway: in a small lineage all are.
fn draw_links(explorer: &Explorer, summary: &Summary) {
    if let Some(engine) = explorer.engine().filter(|_| explorer.ground.is_map()) {
        engine.set_selection_links(summary.secondary_links.clone());
    }
}

fn take(explorer: &Rc<Explorer>, selection: RoaringBitmap) {
    explorer.state.borrow_mut().selected = selection.len();
    explorer.list.mark_selected(&selection);
    if let Some(engine) = explorer.engine() {
        engine.set_selection(selection);
    }
    minimap::soon(explorer);
    super::card::again(explorer);
}

fn hide(explorer: &Explorer) {
    if let Some(panel) = find::<Element>(&explorer.root, ".explorer-selection") {
        let held = dom::focused().is_some_and(|focused| panel.contains(Some(&focused)));
        dom::set_hidden(&panel, true);
        dom::set_class(&explorer.root, "has-selection", false);
        if held {
            dom::focus(&explorer.stage);
        }
    }
}

fn panel(explorer: &Rc<Explorer>, view: &View, summary: &Summary) {
    let Some(panel) = find::<Element>(&explorer.root, ".explorer-selection") else {
        return;
    };
    let held = dom::focused().is_some_and(|focused| panel.contains(Some(&focused)));
    let count = make("h2")
        .class("show-count")
        .text(&format!("{} selected", words::records(summary.count)));
    let mut parts = vec![
        close_button("clear-selection", "Clear the selection"),
        count,
    ];
    parts.push(
        make("p")
            .class("mix-words")
            .text(&terms_words(explorer, view)),
    );
    if summary.count > 0 {
        parts.extend(mix(&summary.mediums));
        parts.push(make("p").class("mix-words").text(&span_words(summary)));
        parts.push(who(summary));
        parts.push(what(summary));
        parts.push(match summary.count > FILE_MAX {
            true => too_many(),
            false => export(explorer, view),
        });
        parts.extend(send(explorer, view, &panel));
    } else {
        parts.push(
            make("p")
                .class("card-words")
                .text("No record is in it. Draw the lasso wider, or filter less."),
        );
    }
    let clear = button("btn btn-small", "Clear").attr("data-act", "clear-selection");
    parts.push(make("div").class("card-acts").add(clear));
    fill(&panel, parts);
    dom::set_hidden(&panel, false);
    dom::set_class(&explorer.root, "has-selection", true);
    if held && let Some(button) = find::<Element>(&panel, ".close") {
        dom::focus(&button);
    }
}

/// `The branch of “Harbour lights”, 2 records, a lasso`.
fn terms_words(explorer: &Explorer, view: &View) -> String {
    let count = |of: fn(&Term) -> bool| view.terms.iter().filter(|term| of(term)).count() as u32;
    let name = |id: i64| match explorer.known(id) {
        Some(detail) => format!("“{}”", words::short(&detail.title, 40)),
        None => format!("record {id}"),
    };
    let mut parts = Vec::new();
    for term in &view.terms {
        match term {
            Term::Subtree(id) => parts.push(format!("the branch of {}", name(*id))),
            Term::Ancestors(id) => parts.push(format!("what {} came from", name(*id))),
            Term::Descendants(id) => parts.push(format!("what came from {}", name(*id))),
            Term::Shown => parts.push("everything the filter shows".to_owned()),
            Term::Production(id) => parts.push(match explorer.state.borrow().production.as_ref() {
                Some(title) => format!("what “{}” includes", words::short(title, 40)),
                None => format!("what production {id} includes"),
            }),
            Term::Record(_) | Term::Within(_) => {}
        }
    }
    match count(|term| matches!(term, Term::Record(_))) {
        0 => {}
        picked => parts.push(words::of(
            picked,
            "record picked by hand",
            "records picked by hand",
        )),
    }
    match count(|term| matches!(term, Term::Within(_))) {
        0 => {}
        1 => parts.push("a lasso".to_owned()),
        lassos => parts.push(format!("{lassos} lassos")),
    }
    let reaches = |term: &Term| matches!(term, Term::Ancestors(_) | Term::Descendants(_));
    let narrowed = match explorer.ground.is_map() || !view.terms.iter().any(reaches) {
        true => "",
        false => ", within this lineage",
    };
    let filtered = if view.filter.is_empty() || view.terms.contains(&Term::Shown) {
        ""
    } else {
        ", as far as the filter shows it"
    };
    let words = parts.join(", ");
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().collect::<String>());
    format!(
        "{}{}{narrowed}{filtered}.",
        first.unwrap_or_default(),
        letters.as_str()
    )
}

fn span_words(summary: &Summary) -> String {
    let span = match (&summary.from, &summary.to) {
        (Some(from), Some(to)) => format!(", {}", words::span(from, to)),
        _ => String::new(),
    };
    format!("{}{span}", words::mix(&summary.mediums))
}

fn who(summary: &Summary) -> Made {
    let rows = summary.members.iter().take(NAMED).map(|member| {
        make("li")
            .add(link(&format!("/members/{}", member.handle)).words(&member.name))
            .add(make("span").class("num").text(&words::number(member.count)))
    });
    let heading = format!(
        "By {}",
        words::of(summary.member_count, "member", "members")
    );
    make("details")
        .class("selection-more")
        .add(make("summary").text(&heading).add(icon("chevron")))
        .add(make("ul").class("who").add_all(rows))
}

fn what(summary: &Summary) -> Made {
    let rows = summary.records.iter().take(NAMED).map(|record| {
        make("li").add(
            button("chain-step", "")
                .act("focus", record.id)
                .words(&words::short(&record.title, 60)),
        )
    });
    make("details")
        .class("selection-more")
        .add(make("summary").text("Most remixed").add(icon("chevron")))
        .add(make("ul").add_all(rows))
}

/// Where a member can send what is selected: pages that ask the rest.
fn send(explorer: &Explorer, view: &View, panel: &Element) -> Option<Made> {
    let places = panel.get_attribute("data-send")?;
    let epoch = explorer.epoch();
    let query = explorer.ground.narrowed(view.selection_query());
    let links = places.split(' ').map(|place| {
        let words = match place {
            "/collections/add" => "Add to a collection",
            "/productions/add" => "Include in a production",
            _ => "Put on a shortlist",
        };
        link(&format!("{place}?epoch={epoch}&{query}")).text(words)
    });
    Some(make("p").class("export").add_all(links))
}

/// What stands in the place of the files where no file holds as many.
fn too_many() -> Made {
    let told = format!(
        "Files hold at most {}. Select less to take it along.",
        words::records(FILE_MAX)
    );
    make("p").class("card-words").text(&told)
}

fn export(explorer: &Explorer, view: &View) -> Made {
    let epoch = explorer.epoch();
    let query = explorer.ground.narrowed(view.selection_query());
    let links = [("CSV", "csv"), ("GraphML", "graphml"), ("GEXF", "gexf")].map(|(name, ending)| {
        link(&format!("/api/v1/map/{epoch}/export.{ending}?{query}"))
            .attr("download", "")
            .text(name)
    });
    make("p")
        .class("export")
        .add(make("span").text("Take it along:"))
        .add_all(links)
}
