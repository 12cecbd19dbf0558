//! Sending a file with its progress, in the browser.

use super::queue::{self, Item, Stage};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

thread_local! {
    /// The chosen files, by their items' keys: they cannot stand in signals, which may cross threads on the server.
    static FILES: RefCell<BTreeMap<u32, File>> = const { RefCell::new(BTreeMap::new()) };
    /// What is on its way.
    static SENDING: RefCell<Option<(u32, XmlHttpRequest)>> = const { RefCell::new(None) };
}

/// Keeps a chosen file until it is up.
pub(super) fn keep_file(key: u32, file: File) {
    FILES.with_borrow_mut(|files| files.insert(key, file));
}

/// Forgets a file, and stops sending it.
pub(super) fn forget_file(key: u32) {
    FILES.with_borrow_mut(|files| files.remove(&key));
    let request = SENDING.with_borrow_mut(|sending| sending.take_if(|(known, _)| *known == key));
    if let Some((_, request)) = request {
        let _ = request.abort();
    }
}

/// Sends the next file, unless one is on its way.
pub(super) fn start_next(items: RwSignal<Vec<Item>>) {
    let Some(key) = queue::next(&items.read_untracked()) else {
        return;
    };
    items.update(|items| queue::set_stage(items, key, Stage::Sending { sent: 0 }));
    let file = FILES.with_borrow(|files| files.get(&key).cloned());
    let started = file
        .ok_or(JsValue::NULL)
        .and_then(|file| send(items, key, &file));
    if started.is_err() {
        finish(items, key, Stage::Failed(DROPPED.to_owned()));
    }
}

const DROPPED: &str = "The connection dropped. Try again.";

fn send(items: RwSignal<Vec<Item>>, key: u32, file: &File) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    let form = FormData::new()?;
    // The server reads in this order, and needs to know the sources before the file.
    for id in chosen_sources() {
        form.append_with_str("source", &id)?;
    }
    form.append_with_blob_and_filename("file", file, &file.name())?;
    request.open("POST", "/uploads")?;
    request.set_request_header("Accept", "application/json")?;
    request.set_response_type(XmlHttpRequestResponseType::Json);
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        let sent = queue::kilobytes(event.loaded());
        items.update(|items| queue::set_stage(items, key, Stage::Sending { sent }));
    });
    request
        .upload()?
        .set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let answered = request.clone();
    let ended = Closure::once_into_js(move || {
        // Lives as long as the request may call it.
        drop(progress);
        let is_mine =
            SENDING.with_borrow_mut(|sending| sending.take_if(|(known, _)| *known == key));
        if is_mine.is_some() {
            finish(items, key, read(&answered));
        }
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    SENDING.with_borrow_mut(|sending| *sending = Some((key, request.clone())));
    request.send_with_opt_form_data(Some(&form))
}

/// The sources chosen on the page just now.
fn chosen_sources() -> Vec<String> {
    let inputs = document()
        .query_selector_all("input[name^='sources['][name$='[id]']")
        .ok();
    let mut ids = Vec::new();
    if let Some(inputs) = inputs {
        for index in 0..inputs.length() {
            let value = inputs
                .item(index)
                .and_then(|node| js_sys::Reflect::get(&node, &"value".into()).ok())
                .and_then(|value| value.as_string());
            ids.extend(value);
        }
    }
    ids
}

fn finish(items: RwSignal<Vec<Item>>, key: u32, stage: Stage) {
    if matches!(stage, Stage::Done { .. }) {
        FILES.with_borrow_mut(|files| files.remove(&key));
    }
    items.update(|items| queue::set_stage(items, key, stage));
    start_next(items);
}

/// What the server's answer says.
fn read(request: &XmlHttpRequest) -> Stage {
    let status = request.status().unwrap_or(0);
    let answer = request.response().unwrap_or(JsValue::NULL);
    let text = |name: &str| {
        let value = js_sys::Reflect::get(&answer, &name.into()).ok()?;
        value.as_string()
    };
    match (status, text("url")) {
        (200..=299, Some(url)) => Stage::Done { url },
        (0, _) => Stage::Failed(DROPPED.to_owned()),
        (401, _) => {
            Stage::Failed("You are signed out. Sign in in another tab, then try again.".to_owned())
        }
        _ => Stage::Failed(
            text("message").unwrap_or_else(|| "It was not taken. Try again.".to_owned()),
        ),
    }
}
