//! The uploader: several files one after the other, with progress, cancel and retry.
//!
//! Without JavaScript it is a plain form to the same address.

mod queue;
#[cfg(feature = "hydrate")]
mod send;

use leptos::html::Input;
use leptos::prelude::*;
use queue::{Item, Stage, key_of};

// Symbols of the sprite. Not written where they stand: there the macro takes a literal `inner_html` for an attribute.
const UPLOAD: &str = "<use href=\"#i-upload\"></use>";
const CLOSE: &str = "<use href=\"#i-close\"></use>";
const CHECK: &str = "<use href=\"#i-check\"></use>";

/// Puts up files, each as a draft.
#[island]
pub fn Uploader(
    /// Sources of what is put up, where the page has no list of them itself.
    sources: Vec<i64>,
) -> impl IntoView {
    let items = RwSignal::new(Vec::<Item>::new());
    let alive = RwSignal::new(false);
    let over = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    Effect::new(move || alive.set(true));
    let take = move |_| take_files(input, items);
    let rows = move || {
        items
            .get()
            .into_iter()
            .map(|item| row(items, item))
            .collect::<Vec<_>>()
    };
    let carried: Vec<_> = sources
        .into_iter()
        .map(|id| view! { <input r#type="hidden" name="source" value=id.to_string()/> })
        .collect();
    view! {
        <form class="uploader" method="post" action="/uploads" enctype="multipart/form-data">
            {carried}
            <div
                class="drop"
                class:drop-plain=move || !alive.get()
                class:is-over=over
                on:dragenter=move |_| over.set(true)
                on:dragleave=move |_| over.set(false)
                on:drop=move |_| over.set(false)
            >
                <svg class="icon" aria-hidden="true" inner_html=UPLOAD></svg>
                <b>{move || if alive.get() { "Drop files here, or choose them" } else { "Choose files" }}</b>
                <span class="hint">"Pictures to 25 MB, sound to 200 MB, films to 1 GB; text and code too."</span>
                <input node_ref=input r#type="file" name="file" multiple aria-label="Choose files" on:change=take/>
            </div>
            <p hidden=alive><button class="btn" r#type="submit">"Put them up"</button></p>
            <ul class="uploads">{rows}</ul>
            <p class="sr" role="status">{move || news(&items.get())}</p>
        </form>
    }
}

/// What is said aloud: how many are up, and what failed.
fn news(items: &[Item]) -> String {
    let done = items
        .iter()
        .filter(|item| matches!(item.stage, Stage::Done { .. }))
        .count();
    let failed = items.iter().find_map(|item| match &item.stage {
        Stage::Failed(words) => Some((&item.name, words)),
        _ => None,
    });
    let mut news = String::new();
    if !items.is_empty() {
        news = [
            done.to_string().as_str(),
            " of ",
            items.len().to_string().as_str(),
            " files up.",
        ]
        .concat();
    }
    if let Some((name, words)) = failed {
        news = [news.as_str(), " ", name, ": ", words].concat();
    }
    news
}

fn row(items: RwSignal<Vec<Item>>, item: Item) -> AnyView {
    let Item {
        key,
        name,
        size,
        stage,
    } = item;
    let (class, sign, middle, acts) = match stage {
        Stage::Waiting => (
            "upload is-waiting",
            UPLOAD,
            state(["Waiting · ", queue::size_words(size).as_str()].concat()),
            remove_button(items, key, &name, "Remove "),
        ),
        Stage::Sending { sent } => (
            "upload is-sending",
            UPLOAD,
            sending(&name, sent, size),
            remove_button(items, key, &name, "Cancel "),
        ),
        Stage::Failed(words) => (
            "upload is-failed",
            CLOSE,
            state(words),
            view! {
                <button class="btn btn-small" r#type="button" on:click=move |_| retry(items, key)>"Try again"</button>
                {remove_button(items, key, &name, "Remove ")}
            }
            .into_any(),
        ),
        Stage::Done { url } => (
            "upload is-done",
            CHECK,
            state("Up. It is a draft now.".to_owned()),
            view! { <a class="btn btn-small" href=url>"Describe it"</a> }.into_any(),
        ),
    };
    view! {
        <li class=class>
            <svg class="icon" aria-hidden="true" inner_html=sign></svg>
            <span class="upload-name" dir="auto">{name}</span>
            {middle}
            <span class="upload-acts">{acts}</span>
        </li>
    }
    .into_any()
}

fn state(words: String) -> AnyView {
    view! { <span class="upload-state">{words}</span> }.into_any()
}

fn sending(name: &str, sent: u32, size: u32) -> AnyView {
    let percent = queue::percent(sent, size);
    let words = match percent {
        100 => "All sent; the server looks at it.".to_owned(),
        _ => [
            percent.to_string().as_str(),
            "% · ",
            queue::size_words(sent).as_str(),
            " of ",
            queue::size_words(size).as_str(),
        ]
        .concat(),
    };
    view! {
        <progress max="100" value=percent.to_string() aria-label=name.to_owned()></progress>
        {state(words)}
    }
    .into_any()
}

fn remove_button(items: RwSignal<Vec<Item>>, key: u32, name: &str, word: &str) -> AnyView {
    view! {
        <button class="icon-btn" r#type="button" aria-label=[word, name].concat() on:click=move |_| remove(items, key)>
            <svg class="icon" aria-hidden="true" inner_html=CLOSE></svg>
        </button>
    }
    .into_any()
}

/// Puts chosen files at the end of the queue.
fn take_files(input: NodeRef<Input>, items: RwSignal<Vec<Item>>) {
    let Some(input) = input.get_untracked() else {
        return;
    };
    let Some(files) = input.files() else { return };
    for index in 0..files.length() {
        if let Some(file) = files.item(index) {
            let key = key_of(&items.read_untracked());
            let item = Item {
                key,
                name: file.name(),
                size: queue::kilobytes(file.size()),
                stage: Stage::Waiting,
            };
            keep_file(key, file);
            items.update(|items| items.push(item));
        }
    }
    // So that the same file can be chosen again.
    input.set_value("");
    start_next(items);
}

fn retry(items: RwSignal<Vec<Item>>, key: u32) {
    items.update(|items| queue::set_stage(items, key, Stage::Waiting));
    start_next(items);
}

fn remove(items: RwSignal<Vec<Item>>, key: u32) {
    items.update(|items| items.retain(|item| item.key != key));
    forget_file(key);
    start_next(items);
}

#[cfg(feature = "hydrate")]
use send::{forget_file, keep_file, start_next};

#[cfg(not(feature = "hydrate"))]
fn start_next(_: RwSignal<Vec<Item>>) {}
#[cfg(not(feature = "hydrate"))]
fn keep_file(_: u32, _: web_sys::File) {}
#[cfg(not(feature = "hydrate"))]
fn forget_file(_: u32) {}
