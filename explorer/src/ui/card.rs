//! The card of the record that is picked.

use super::answers::{Detail, Mediums};
use super::chain;
use super::dom::{self, Made, button, fill, find, icon, link, make, make_svg, mark, sentence};
use super::explorer::Explorer;
use super::ground::Ground;
use super::view::{Term, View};
use super::{notices, words};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// Shows a record's card.
pub(crate) fn show(explorer: &Rc<Explorer>, detail: &Rc<Detail>) {
    let Some(card) = find::<Element>(&explorer.root, ".explorer-card") else {
        return;
    };
    let focused = dom::focused().filter(|focused| card.contains(Some(focused)));
    let was_inside = focused.is_some();
    let held = focused.and_then(|focused| focused.get_attribute("data-act"));
    let is_new = explorer.state.borrow_mut().card.replace(detail.id) != Some(detail.id);
    let view = explorer.view();
    fill(
        &card,
        [
            close_button("close-card", "Close the card"),
            make("h2").class("card-title").add(
                link(&format!("/records/{}", detail.id)).words(&words::short(&detail.title, 120)),
            ),
            byline(detail),
        ]
        .into_iter()
        .chain(thumbnail(detail))
        .chain([sentence("p", "card-words", &words::standing(detail))])
        .chain(fold_words(explorer, &view, detail))
        .chain([acts(explorer, &view, detail)])
        .chain(chain::chain(explorer, detail)),
    );
    dom::set_hidden(&card, false);
    dom::set_class(&explorer.root, "has-card", true);
    if is_new {
        card.set_scroll_top(0);
        let standing = words::standing(detail).replace('*', "");
        notices::announce(
            explorer,
            &format!(
                "{}, {}. {standing}",
                words::title(&detail.title),
                by(detail)
            ),
        );
    }
    // A button that was pressed keeps the focus, though the card was made anew.
    if was_inside {
        let button = held
            .filter(|act| act != "focus")
            .and_then(|act| find::<Element>(&card, &format!("[data-act='{act}']")));
        dom::focus(&button.unwrap_or(card));
    }
}

/// Puts the card away.
pub(crate) fn close(explorer: &Rc<Explorer>) {
    explorer.state.borrow_mut().card = None;
    let Some(card) = find::<Element>(&explorer.root, ".explorer-card") else {
        return;
    };
    let held = dom::focused().is_some_and(|focused| card.contains(Some(&focused)));
    dom::set_hidden(&card, true);
    dom::set_class(&explorer.root, "has-card", false);
    if held {
        dom::focus(&explorer.stage);
    }
}

/// The button in the corner of a panel.
pub(crate) fn close_button(act: &str, name: &str) -> Made {
    make("button")
        .attr("type", "button")
        .class("icon-btn close")
        .attr("data-act", act)
        .attr("aria-label", name)
        .add(icon("close"))
}

/// `Code by somebody, February 2011`.
pub(crate) fn by(detail: &Detail) -> String {
    let when = words::month(&detail.published_at);
    format!(
        "{} by {}, {when}",
        words::medium(&detail.medium),
        detail.author.name
    )
}

fn byline(detail: &Detail) -> Made {
    let withdrawn = if detail.withdrawn {
        " · withdrawn"
    } else {
        ""
    };
    make("p")
        .class("card-by")
        .add(mark(&detail.medium))
        .text(&format!(" {} · ", words::medium(&detail.medium)))
        .add(link(&format!("/members/{}", detail.author.handle)).words(&detail.author.name))
        .text(&format!(
            " · {}{withdrawn}",
            words::month(&detail.published_at)
        ))
}

fn thumbnail(detail: &Detail) -> Option<Made> {
    let url = detail.thumbnail.as_deref()?;
    Some(
        make("img")
            .class("card-thumb")
            .attr("src", url)
            .attr("alt", "")
            .attr("loading", "lazy"),
    )
}

/// What is folded away at this record.
fn fold_words(explorer: &Explorer, view: &View, detail: &Detail) -> Option<Made> {
    if detail.size < 2 {
        return None;
    }
    let folded = view.collapsed.contains(&detail.id);
    let count = explorer.folded_count(detail);
    let rest = match (folded, view.filter.is_empty()) {
        (true, true) => format!(
            "{} folded away, {}",
            words::records(count),
            words::span(
                detail.inside_from.as_ref().unwrap_or(&detail.from),
                detail.inside_to.as_ref().unwrap_or(&detail.to),
            )
        ),
        (true, false) => format!(
            "{} that the filter shows are folded away here",
            words::records(count)
        ),
        (false, _) => format!("Its branch: {}", words::span(&detail.from, &detail.to)),
    };
    let held = if folded {
        detail.inside()
    } else {
        detail.mediums
    };
    let mediums = make("p")
        .class("mix-words")
        .text(&format!("{rest}: {}", words::mix(&held)));
    Some(make("div").add_if(mix(&held)).add(mediums))
}

/// A bar in which each medium is as wide as it is many.
pub(crate) fn mix(mediums: &Mediums) -> Option<Made> {
    let counts = mediums.counts();
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return None;
    }
    let mut left = 0.0;
    let bar = make_svg("svg")
        .class("mix")
        .attr("viewBox", "0 0 100 8")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true");
    Some(
        counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .fold(bar, |bar, (word, count)| {
                let width = f64::from(*count) * 100.0 / f64::from(all);
                let part = make_svg("rect")
                    .class(&format!("m-{word}"))
                    .attr("x", &format!("{left:.2}"))
                    .attr("width", &format!("{width:.2}"))
                    .attr("height", "8");
                left += width;
                bar.add(part)
            }),
    )
}

fn acts(explorer: &Explorer, view: &View, detail: &Detail) -> Made {
    let id = detail.id;
    let selected = view.terms.contains(&Term::Record(id));
    let folded = view.collapsed.contains(&id);
    let main = link(&format!("/records/{id}"))
        .class("btn btn-main btn-small")
        .text("Open");
    let centre = button("btn btn-small", "Centre").act("centre", id);
    let branch = (detail.descendant_count > 0)
        .then(|| button("btn btn-small", "Select branch").act("select-branch", id));
    let itself = button(
        "btn btn-small",
        if selected { "Unselect" } else { "Select" },
    )
    .act("toggle", id)
    .attr("aria-pressed", if selected { "true" } else { "false" });
    let fold = explorer
        .can_fold(detail)
        .then(|| button("btn btn-small", if folded { "Unfold" } else { "Fold" }).act("fold", id));
    let ancestors = (detail.ancestor_count > 0)
        .then(|| button("btn btn-small", "Select what it came from").act("select-ancestors", id));
    let descendants = (detail.descendant_count > 0)
        .then(|| button("btn btn-small", "Select what came from it").act("select-descendants", id));
    let about = match &explorer.ground {
        Ground::Map => None,
        Ground::Picture(picture) => Some(picture.about),
    };
    let lineage = (about != Some(id)).then(|| {
        link(&format!("/records/{id}/lineage"))
            .class("btn btn-small")
            .text("Its lineage")
    });
    make("div")
        .class("card-acts")
        .add(main)
        .add_if(branch)
        .add(centre)
        .add(itself)
        .add_if(fold)
        .add_if(ancestors)
        .add_if(descendants)
        .add_if(lineage)
}

/// Another source is the way up from a record.
pub(crate) fn take_way(explorer: &Rc<Explorer>, id: i64, button: &Element) {
    let Some(source) = button
        .get_attribute("data-source")
        .and_then(|source| source.parse().ok())
    else {
        return;
    };
    explorer.state.borrow_mut().ways.insert(id, source);
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        // The way on from there is known once the source is.
        match explorer.detail_of(source).await {
            Ok(detail) => {
                again(&explorer);
                notices::announce(
                    &explorer,
                    &format!(
                        "The way up now goes through {}.",
                        words::title(&detail.title)
                    ),
                );
            }
            Err(failed) => notices::told(&explorer, &failed),
        }
    });
}

/// Reads which sources a record on the way up has.
pub(crate) fn find_ways(explorer: &Rc<Explorer>, id: i64) {
    let explorer = Rc::clone(explorer);
    spawn_local(async move {
        match explorer.detail_of(id).await {
            Ok(_) => again(&explorer),
            Err(failed) => notices::told(&explorer, &failed),
        }
    });
}

/// Shows every step of the way up.
pub(crate) fn whole_chain(explorer: &Rc<Explorer>) {
    explorer.state.borrow_mut().whole_chain = true;
    again(explorer);
}

/// Makes the card anew.
pub(crate) fn again(explorer: &Rc<Explorer>) {
    let id = explorer.state.borrow().card;
    if let Some(detail) = id.and_then(|id| explorer.known(id)) {
        show(explorer, &detail);
    }
}
