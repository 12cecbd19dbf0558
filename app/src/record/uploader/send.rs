//! Sending a file with its progress, in the browser.

use super::alive::Uploads;
use super::queue::{self, Stage};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

const DROPPED: &str = "The connection dropped. Try again.";

/// A file on its way.
pub(super) struct Sending {
    request: XmlHttpRequest,
    stopped: Rc<Cell<bool>>,
}

impl Sending {
    /// Breaks it off; nothing is heard of it any more.
    pub(super) fn stop(self) {
        self.stopped.set(true);
        let _ = self.request.abort();
    }
}

/// Sends a file; its progress and its end are told to `uploads`, also where it cannot even begin.
pub(super) fn send(uploads: &Rc<Uploads>, file: &File) -> Option<Sending> {
    // Only a browser without this could refuse it.
    let request = XmlHttpRequest::new().ok()?;
    let stopped = Rc::new(Cell::new(false));
    listen(uploads, &request, &stopped);
    let began = form(file).and_then(|form| {
        request.open("POST", "/uploads")?;
        request.set_request_header("Accept", "application/json")?;
        request.set_response_type(XmlHttpRequestResponseType::Json);
        request.send_with_opt_form_data(Some(&form))
    });
    if began.is_err() {
        // Its end is not told by the browser then; the row offers to try again.
        let uploads = uploads.clone();
        leptos::prelude::queue_microtask(move || uploads.finish(Stage::Failed(DROPPED.to_owned())));
    }
    Some(Sending { request, stopped })
}

fn listen(uploads: &Rc<Uploads>, request: &XmlHttpRequest, stopped: &Rc<Cell<bool>>) {
    let (told, quiet) = (uploads.clone(), stopped.clone());
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if !quiet.get() {
            told.progress(queue::kilobytes(event.loaded()));
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let (told, quiet, answered) = (uploads.clone(), stopped.clone(), request.clone());
    let ended = Closure::once_into_js(move || {
        // Lives as long as the request may call it.
        drop(progress);
        if !quiet.get() {
            told.finish(read(&answered));
        }
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
}

/// The server reads in this order, and needs to know sources and challenge before the file.
fn form(file: &File) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    let fields = [
        ("source", "input[name^='sources['][name$='[id]']"),
        ("challenge", ".uploader [name=challenge]"),
    ];
    for (name, inputs) in fields {
        for id in values(inputs) {
            form.append_with_str(name, &id)?;
        }
    }
    form.append_with_blob_and_filename("file", file, &file.name())?;
    Ok(form)
}

/// What stands in fields of the page just now.
fn values(inputs: &str) -> Vec<String> {
    let Ok(inputs) = leptos::prelude::document().query_selector_all(inputs) else {
        return Vec::new();
    };
    (0..inputs.length())
        .filter_map(|place| inputs.item(place))
        .filter_map(|input| text(&input, "value"))
        .collect()
}

/// A property that is a text.
fn text(object: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(object, &name.into()).ok()?.as_string()
}

/// What the server's answer says.
fn read(request: &XmlHttpRequest) -> Stage {
    let status = request.status().unwrap_or(0);
    let answer = request.response().unwrap_or(JsValue::NULL);
    match (status, text(&answer, "url")) {
        (200..=299, Some(url)) => Stage::Done(url),
        (0, _) => Stage::Failed(DROPPED.to_owned()),
        (401, _) => {
            Stage::Failed("You are signed out. Sign in in another tab, then try again.".to_owned())
        }
        _ => Stage::Failed(
            text(&answer, "message").unwrap_or_else(|| "It was not taken. Try again.".to_owned()),
        ),
    }
}
