//! What the picture stands on: the stage, and what floats over it.

use crate::AppError;
use crate::ssr;
use crate::ssr::Site;
use crate::ui::Icon;
use crate::ui::form::hidden;
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Link;

/// How the stage is described to those who do not see it.
const STAGE_HINT: &str = "A picture of records and what was made from what. The arrow keys walk along the links: left to sources, right to remixes, up and down among siblings. Press the question mark for all keys. The list further down has the same content.";

/// What a button of the stage does: its word for the script, its icon, its name, the key that does the same.
type Tool = (&'static str, &'static str, &'static str, &'static str);

const ZOOM: [Tool; 3] = [
    ("zoom-in", "plus", "Closer", "+"),
    ("zoom-out", "minus", "Further away", "-"),
    ("fit", "fit", "Show the whole picture", "0"),
];
const HAND: [Tool; 3] = [
    ("lasso", "lasso", "Select with a lasso", "L"),
    ("undo", "undo", "Undo", "Control+Z"),
    ("redo", "redo", "Redo", "Control+Shift+Z"),
];
const MORE: [Tool; 2] = [
    ("list", "list", "List beside the picture", "T"),
    ("keys", "keys", "Keys and gestures", "?"),
];

/// Links the explorer's own style.
pub(super) fn style(site: &Result<Site, AppError>) -> impl IntoView + use<> {
    let site = site.as_ref().ok();
    site.map(|site| view! { <Link rel="stylesheet" href=site.assets.explorer_css.clone()/> })
}

/// The picture, made on the server; a script puts its own in place of it.
pub(super) fn stage(name: &str, picture: AnyView) -> impl IntoView + use<> {
    view! {
        <p class="sr" id="stage-hint">{STAGE_HINT}</p>
        <div class="explorer-stage" tabindex="0" role="group" aria-label=name.to_owned() aria-describedby="stage-hint">
            {picture}
        </div>
    }
}

/// The buttons over the picture, which need the script. Every gesture has one.
pub(super) fn tools() -> impl IntoView {
    view! {
        <div class="explorer-tools needs-script" role="toolbar" aria-label="Picture">
            <div class="tool-group tool-zoom">{group(&ZOOM)}</div>
            <div class="tool-group">{group(&HAND)}</div>
            <div class="tool-group">
                {group(&MORE)}
                {share()}
            </div>
        </div>
    }
}

fn group(tools: &[Tool]) -> Vec<AnyView> {
    tools
        .iter()
        .map(|&(act, icon, name, key)| {
            let pressed = matches!(act, "lasso" | "list").then_some("false");
            view! {
                <button class="tool" r#type="button" data-act=act aria-label=name title=format!("{name} ({key})")
                    aria-keyshortcuts=key aria-pressed=pressed disabled=matches!(act, "undo" | "redo")>
                    <Icon name=icon/>
                </button>
            }
            .into_any()
        })
        .collect()
}

fn share() -> impl IntoView {
    view! {
        <details class="menu tool-menu" name="menu">
            <summary class="tool" aria-label="Share what is seen" title="Share what is seen"><Icon name="out"/></summary>
            <div class="menu-panel">
                <button r#type="button" data-act="copy-link"><Icon name="link"/>"Copy link"</button>
                <button r#type="button" data-act="svg"><Icon name="down"/>"Picture as SVG"</button>
                <button r#type="button" data-act="png"><Icon name="down"/>"Picture as PNG"</button>
            </div>
        </details>
    }
}

/// The pages that what is selected can be sent to, by whoever looks.
fn places() -> Option<Vec<&'static str>> {
    let viewer = ssr::viewer()?;
    let mut places = vec!["/collections/add"];
    if viewer.role >= Role::Curator {
        places.push("/curate/shortlists/add");
    }
    if viewer.role >= Role::Director {
        places.push("/productions/add");
    }
    Some(places)
}

/// The field that jumps to a record or to a member's records; without a script it searches the list of records.
pub(super) fn find() -> impl IntoView {
    view! {
        <form class="explorer-find search" role="search" aria-label="On the map" action="/records" method="get">
            <Icon name="search"/>
            <input r#type="search" name="q" id="find" placeholder="Jump to a record or member" aria-label="Jump to a record or member"
                maxlength="200" autocomplete="off" dir="auto"/>
            {hidden("sort", "remixes")}
            <div class="find-list" id="find-list" hidden></div>
        </form>
    }
}

/// Where the script says what is picked and selected, what happened, and what is under the pointer.
pub(super) fn side() -> impl IntoView {
    let send = places().map(|places| places.join(" "));
    view! {
        <div class="explorer-side">
            <section class="float-panel explorer-card" id="card" aria-label="Picked record" tabindex="-1" hidden></section>
            <section class="float-panel explorer-selection" aria-label="Selection" data-send=send hidden></section>
        </div>
        <canvas class="explorer-minimap needs-script" width="176" height="112" aria-hidden="true"></canvas>
        <div class="float-panel explorer-hover" aria-hidden="true" hidden></div>
        <div class="explorer-notices" role="status"></div>
        <p class="sr" aria-live="polite" data-live=""></p>
        <dialog class="float-panel explorer-keys" aria-labelledby="keys-h"></dialog>
    }
}
