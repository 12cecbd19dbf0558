//! Jumping to a record or to a member's records by typing: a combobox with a list of what was found.

use super::answers::Summary;
use super::api::Failed;
use super::dom::{self, Made, fill, find, find_all, listen, make, mark};
use super::explorer::{Explorer, Turn};
use super::{acts, notices, view, words};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, MouseEvent};

/// Milliseconds without a key until it is looked up.
const TYPING: i32 = 220;
const RECORDS: usize = 8;
const MEMBERS: usize = 4;

/// Listens to the field.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let (Some(field), Some(list)) = (field(explorer), list(explorer)) else {
        return;
    };
    for (name, value) in [
        ("role", "combobox"),
        ("aria-autocomplete", "list"),
        ("aria-expanded", "false"),
        ("aria-controls", "find-list"),
    ] {
        dom::set(&field, name, value);
    }
    dom::set(&list, "role", "listbox");
    dom::set(&list, "aria-label", "Found on the map");
    let held = Rc::clone(explorer);
    listen(&field, "input", move |_: Event| {
        let number = held.begin(Turn::Find);
        held.state.borrow_mut().finding = Some(false);
        let held = Rc::clone(&held);
        dom::later(TYPING, move || {
            if held.is_latest(Turn::Find, number) {
                look(&held, number);
            }
        });
    });
    let held = Rc::clone(explorer);
    listen(&field, "keydown", move |event: KeyboardEvent| {
        key(&held, &event)
    });
    let held = Rc::clone(explorer);
    listen(&list, "pointerdown", |event: Event| event.prevent_default());
    listen(&list, "click", move |event: MouseEvent| {
        let option = event.target().and_then(|target| {
            target
                .dyn_into::<Element>()
                .ok()?
                .closest("[role='option']")
                .ok()?
        });
        if let Some(option) = option {
            choose(&held, &option);
        }
    });
    let held = Rc::clone(explorer);
    listen(&field, "blur", move |_: Event| close(&held));
    if let Some(form) = find::<Element>(&explorer.root, ".explorer-find") {
        let held = Rc::clone(explorer);
        listen(&form, "submit", move |event: Event| {
            event.prevent_default();
            // The list may still be of what was typed before.
            if let Some(take) = &mut held.state.borrow_mut().finding {
                *take = true;
                return;
            }
            take(&held);
        });
    }
}

fn field(explorer: &Explorer) -> Option<HtmlInputElement> {
    find(&explorer.root, ".explorer-find input[type='search']")
}

fn list(explorer: &Explorer) -> Option<Element> {
    find(&explorer.root, ".find-list")
}

fn options(explorer: &Explorer) -> Vec<Element> {
    find_all(&explorer.root, ".find-list [role='option']")
}

fn current(explorer: &Explorer) -> Option<Element> {
    find(&explorer.root, ".find-list [aria-selected='true']")
}

/// Takes the current option, or the first.
fn take(explorer: &Rc<Explorer>) {
    if let Some(option) = current(explorer).or_else(|| options(explorer).into_iter().next()) {
        choose(explorer, &option);
    }
}

/// Goes to the field.
pub(crate) fn begin(explorer: &Explorer) {
    if let Some(field) = field(explorer) {
        dom::focus(&field);
        field.select();
    }
}

/// Puts the list away, and what is still looked up with it.
pub(crate) fn close(explorer: &Explorer) {
    explorer.begin(Turn::Find);
    explorer.state.borrow_mut().finding = None;
    if let (Some(field), Some(list)) = (field(explorer), list(explorer)) {
        dom::set(&field, "aria-expanded", "false");
        let _ = field.remove_attribute("aria-activedescendant");
        dom::set_hidden(&list, true);
    }
}

fn look(explorer: &Rc<Explorer>, number: u32) {
    let Some(typed) = field(explorer).map(|field| field.value().trim().to_owned()) else {
        return;
    };
    if typed.is_empty() {
        close(explorer);
        return;
    }
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let words = view::escaped(typed.trim_start_matches('@'));
        let query = explorer.ground.narrowed(format!("q={words}"));
        let found = explorer.json::<Summary>(&format!("summary?{query}")).await;
        if !explorer.is_latest(Turn::Find, number) {
            return;
        }
        let is_asked = explorer.state.borrow_mut().finding.take() == Some(true);
        match found {
            Ok(found) => {
                show(&explorer, &found, &typed);
                if is_asked {
                    take(&explorer);
                }
            }
            Err(Failed::Gone) => explorer.gone(),
            Err(failed) => none(&explorer, &failed.words()),
        }
    });
}

fn show(explorer: &Explorer, found: &Summary, typed: &str) {
    let wanted = typed.trim_start_matches('@').to_lowercase();
    let fits = |name: &str| name.to_lowercase().contains(&wanted);
    let members = found
        .members
        .iter()
        .filter(|member| fits(&member.handle) || fits(&member.name))
        .take(MEMBERS);
    let mut rows: Vec<Made> = members
        .map(|member| {
            let told = words::records(member.count);
            option(
                "member",
                &member.handle,
                make("span").words(&member.name),
                &format!("member, {told}"),
            )
        })
        .collect();
    rows.extend(found.records.iter().take(RECORDS).map(|record| {
        let title = make("span")
            .add(mark(&record.medium))
            .text(" ")
            .words(&words::short(&record.title, 60));
        option("record", &record.id.to_string(), title, &record.author.name)
    }));
    if rows.is_empty() {
        none(
            explorer,
            "Nothing on the map is called that. Try fewer words.",
        );
        return;
    }
    let count = rows.len() as u32;
    let rows = rows.into_iter().enumerate().map(|(place, row)| {
        row.attr("id", &format!("find-{place}"))
            .attr("aria-selected", if place == 0 { "true" } else { "false" })
    });
    open(explorer, rows);
    point(explorer);
    notices::announce(
        explorer,
        &format!("{} found.", words::of(count, "place", "places")),
    );
}

fn option(kind: &str, value: &str, name: Made, aside: &str) -> Made {
    make("div")
        .class("find-option")
        .attr("role", "option")
        .attr("data-kind", kind)
        .attr("data-value", value)
        .add(name)
        .add(make("small").words(aside))
}

fn none(explorer: &Explorer, told: &str) {
    open(explorer, [make("div").class("find-none").text(told)]);
    notices::announce(explorer, told);
}

fn open(explorer: &Explorer, rows: impl IntoIterator<Item = Made>) {
    if let (Some(field), Some(list)) = (field(explorer), list(explorer)) {
        fill(&list, rows);
        dom::set_hidden(&list, false);
        dom::set(&field, "aria-expanded", "true");
    }
}

/// Tells the field which option is the current one.
fn point(explorer: &Explorer) {
    if let (Some(field), Some(option)) = (field(explorer), current(explorer)) {
        dom::set(&field, "aria-activedescendant", &option.id());
        option.scroll_into_view_with_bool(false);
    }
}

fn key(explorer: &Rc<Explorer>, event: &KeyboardEvent) {
    let options = options(explorer);
    let at = options
        .iter()
        .position(|option| option.get_attribute("aria-selected").as_deref() == Some("true"));
    let next = match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            if list(explorer).is_some_and(|list| list.has_attribute("hidden")) {
                dom::focus(&explorer.stage);
            }
            close(explorer);
            return;
        }
        "ArrowDown" => at.map_or(0, |at| (at + 1) % options.len().max(1)),
        "ArrowUp" => at.map_or(0, |at| (at + options.len() - 1) % options.len().max(1)),
        _ => return,
    };
    event.prevent_default();
    for (place, option) in options.iter().enumerate() {
        dom::set(
            option,
            "aria-selected",
            if place == next { "true" } else { "false" },
        );
    }
    point(explorer);
}

/// Moves to where a member's records are.
fn show_member(explorer: &Rc<Explorer>, handle: String) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        let found = bounds_of(&explorer, &handle).await;
        let Some(engine) = explorer.engine() else {
            return;
        };
        match found {
            Ok(Some([from, to])) => engine.show_box(from, to),
            Ok(None) => {}
            Err(failed) => notices::failed(&explorer, &failed, move |explorer| {
                show_member(explorer, handle.clone());
            }),
        }
    });
}

/// The box around a member's records.
async fn bounds_of(
    explorer: &Rc<Explorer>,
    handle: &str,
) -> Result<Option<[(i32, i32); 2]>, Failed> {
    let query = format!("member={}", view::escaped(handle));
    if explorer.ground.is_map() {
        let found: Summary = explorer.json(&format!("summary?{query}")).await?;
        return Ok(found.bounds);
    }
    let found = explorer.select(&query).await?;
    let at = |index| explorer.engine()?.position(index);
    Ok(found.iter().filter_map(at).fold(None, |bounds, (x, y)| {
        let [from, to] = bounds.unwrap_or([(x, y); 2]);
        Some([(from.0.min(x), from.1.min(y)), (to.0.max(x), to.1.max(y))])
    }))
}

fn choose(explorer: &Rc<Explorer>, option: &Element) {
    let value = option.get_attribute("data-value").unwrap_or_default();
    close(explorer);
    match option.get_attribute("data-kind").as_deref() {
        Some("member") => {
            explorer.change(|view| view.filter.member.clone_from(&value));
            show_member(explorer, value);
        }
        _ => {
            if let Ok(id) = value.parse() {
                acts::centre(explorer, id);
            }
        }
    }
    dom::focus(&explorer.stage);
}
