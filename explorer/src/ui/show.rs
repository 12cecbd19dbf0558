//! The form that narrows the map down: read as it changes, and written where the filter came from elsewhere.

use super::dom::{self, find, find_all, listen};
use super::explorer::Explorer;
use super::ground::Ground;
use super::view::Filter;
use super::{notices, words};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

/// Milliseconds without a key until what is typed counts.
const TYPING: i32 = 450;

/// Reads the form from now on, instead of sending it.
pub(crate) fn wake(explorer: &Rc<Explorer>) {
    let Some(form) = find::<HtmlFormElement>(&explorer.root, ".show-form") else {
        return;
    };
    if let Some(button) = find::<Element>(&form, "[data-act='as-list']") {
        dom::set_hidden(&button, true);
    }
    // Beside the map it always stands open on a wide window, so the markup says so too.
    if explorer.ground.is_map()
        && !dom::is_narrow()
        && let Ok(Some(panel)) = form.closest("details")
    {
        dom::set(&panel, "open", "");
    }
    let held = Rc::clone(explorer);
    listen(&form, "change", move |_: Event| apply(&held));
    let held = Rc::clone(explorer);
    let keys = Rc::new(Cell::new(0_u32));
    listen(&form, "input", move |event: Event| {
        let typed = event.target().is_some_and(|target| {
            wasm_bindgen::JsCast::dyn_ref::<HtmlInputElement>(&target)
                .is_some_and(|input| matches!(input.type_().as_str(), "text" | "search" | "number"))
        });
        if !typed {
            return;
        }
        let number = keys.get().wrapping_add(1);
        keys.set(number);
        let (held, keys) = (Rc::clone(&held), Rc::clone(&keys));
        dom::later(TYPING, move || {
            if keys.get() == number {
                apply(&held);
            }
        });
    });
    let held = Rc::clone(explorer);
    listen(&form, "submit", move |event: Event| {
        event.prevent_default();
        apply(&held);
    });
}

fn apply(explorer: &Rc<Explorer>) {
    let filter = read(explorer);
    explorer.change(|view| view.filter = filter);
}

/// Shows everything again.
pub(crate) fn clear(explorer: &Rc<Explorer>) {
    explorer.change(|view| view.filter = Filter::default());
    write(explorer);
}

fn read(explorer: &Explorer) -> Filter {
    let input = |name: &str| {
        find::<HtmlInputElement>(&explorer.root, &format!(".show-form [name='{name}']"))
    };
    let text = |name: &str| {
        input(name)
            .map(|input| input.value().trim().to_owned())
            .unwrap_or_default()
    };
    let checked = |name: &str| input(name).is_some_and(|input| input.checked());
    let mediums = find_all::<HtmlInputElement>(&explorer.root, ".show-form [name='medium']");
    let license = find::<HtmlSelectElement>(&explorer.root, ".show-form [name='license']");
    Filter {
        mediums: mediums
            .iter()
            .filter(|input| input.checked())
            .map(HtmlInputElement::value)
            .collect(),
        license: license.map(|select| select.value()).unwrap_or_default(),
        member: text("author").trim_start_matches('@').to_lowercase(),
        tag: text("tag"),
        project: text("project"),
        words: text("q"),
        from: text("from"),
        to: text("to"),
        min_hearts: text("min_hearts").parse().unwrap_or_default(),
        never_remixed: checked("max_remixes"),
        several_sources: checked("several_sources"),
    }
}

/// Writes the filter into the form.
pub(crate) fn write(explorer: &Explorer) {
    let filter = explorer.view().filter;
    let input = |name: &str| {
        find::<HtmlInputElement>(&explorer.root, &format!(".show-form [name='{name}']"))
    };
    let text = |name: &str, value: &str| {
        if let Some(input) = input(name).filter(|input| input.value().trim() != value) {
            input.set_value(value);
        }
    };
    for medium in find_all::<HtmlInputElement>(&explorer.root, ".show-form [name='medium']") {
        let on = filter.mediums.contains(&medium.value());
        medium.set_checked(on);
        if let Ok(Some(label)) = medium.closest(".facet") {
            dom::set_class(&label, "is-out", !on && !filter.mediums.is_empty());
        }
    }
    if let Some(select) = find::<HtmlSelectElement>(&explorer.root, ".show-form [name='license']") {
        select.set_value(&filter.license);
        if select.value() != filter.license {
            // The page offers the licenses that are used most; a link may tell another.
            let option = dom::make("option").attr("value", &filter.license);
            if let Some(option) = option.text(&filter.license).element() {
                let _ = select.append_child(&option);
            }
            select.set_value(&filter.license);
        }
    }
    text("author", &filter.member);
    text("tag", &filter.tag);
    text("project", &filter.project);
    text("q", &filter.words);
    text("from", &filter.from);
    text("to", &filter.to);
    text(
        "min_hearts",
        &if filter.min_hearts == 0 {
            String::new()
        } else {
            filter.min_hearts.to_string()
        },
    );
    for (name, on) in [
        ("max_remixes", filter.never_remixed),
        ("several_sources", filter.several_sources),
    ] {
        if let Some(input) = input(name) {
            input.set_checked(on);
        }
    }
}

/// Colours marks by what one chose, and shows what the colours mean.
pub(crate) fn colour(explorer: &Explorer) {
    let by_time = explorer.view().by_time;
    if let Some(engine) = explorer.engine() {
        engine.colour_by_time(by_time);
    }
    if let Some(input) = find::<HtmlInputElement>(&explorer.root, ".show-form [data-act='colour']")
    {
        input.set_checked(by_time);
    }
    if let Some(scale) = find::<Element>(&explorer.root, ".time-scale") {
        dom::set_hidden(&scale, !by_time);
    }
    super::minimap::draw(explorer);
}

/// Says how many records are shown.
pub(crate) fn count(explorer: &Rc<Explorer>, shown: Option<u64>) {
    let all = match &explorer.ground {
        Ground::Map => explorer.info.records + explorer.state.borrow().new,
        Ground::Picture(picture) => picture.len() as u32,
    };
    let told = match shown {
        None => words::records(all),
        Some(shown) => format!(
            "{} of {}",
            words::number(u32::try_from(shown).unwrap_or(u32::MAX)),
            words::records(all)
        ),
    };
    let heading = find::<Element>(&explorer.root, "[data-count]");
    let was = heading.as_ref().and_then(|heading| heading.text_content());
    if let Some(heading) = heading {
        heading.set_text_content(Some(&told));
    }
    if was.as_deref() != Some(told.as_str()) {
        notices::announce(explorer, &format!("{told} shown."));
    }
    // Also where the form is put away.
    if let Some(toggle) = find::<Element>(&explorer.root, ".sheet-toggle") {
        let short = match told.strip_suffix(" records") {
            Some(short) if shown.is_some() => format!("Filter: {short}"),
            _ => "Filter".to_owned(),
        };
        dom::set(
            &toggle,
            "aria-label",
            &format!("{short}, legend and filters"),
        );
        if let Some(words) = find::<Element>(&toggle, "span") {
            words.set_text_content(Some(&short));
        }
    }
    if shown == Some(0) {
        notices::say(
            explorer,
            "No record is like this. Take something away, or show everything.",
        );
    }
}
