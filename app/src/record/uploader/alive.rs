//! The uploader in the browser.

use super::queue::{self, Stage};
use super::row::{paint, paint_progress};
use super::send::{Sending, send};
use crate::ui::dom::{find, listen, set_class, set_hidden};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, File, HtmlElement, HtmlInputElement};

/// A chosen file.
struct Chosen {
    file: File,
    size: u32,
    stage: Stage,
    row: Element,
    /// While it is on its way.
    sending: Option<Sending>,
}

/// The uploader: its list, and the files in it.
pub(super) struct Uploads {
    list: Element,
    status: Element,
    files: RefCell<Vec<Chosen>>,
}

/// Brings the form to life; it stays a plain one where a part is missing.
pub(super) fn start(frame: &HtmlElement) {
    let parts = (
        find(frame, ".uploads"),
        find(frame, "[role=status]"),
        find(frame, ".drop"),
        find(frame, "input[type=file]"),
    );
    let (Some(list), Some(status), Some(drop), Some(input)) = parts else {
        return;
    };
    let uploads = Rc::new(Uploads {
        list,
        status,
        files: RefCell::default(),
    });
    wake_drop(frame, &drop);
    listen_to_input(&uploads, input);
    listen_to_rows(&uploads);
}

/// The browser's own control lies over the zone, so files dropped there are chosen with it.
fn wake_drop(frame: &HtmlElement, drop: &Element) {
    set_class(drop, "drop-plain", false);
    if let Some(words) = find::<Element>(drop, "b") {
        words.set_text_content(Some("Drop files here, or choose them"));
    }
    if let Some(button) = find::<Element>(frame, ".uploader-send") {
        set_hidden(&button, true);
    }
    for (event, over) in [("dragenter", true), ("dragleave", false), ("drop", false)] {
        let zone = drop.clone();
        listen(drop, event, move |_| set_class(&zone, "is-over", over));
    }
}

fn listen_to_input(uploads: &Rc<Uploads>, input: HtmlInputElement) {
    // People may have been quicker than the page.
    take_chosen(uploads, &input);
    let (uploads, chosen) = (uploads.clone(), input.clone());
    listen(&input, "change", move |_| take_chosen(&uploads, &chosen));
}

fn take_chosen(uploads: &Rc<Uploads>, input: &HtmlInputElement) {
    let Some(files) = input.files().filter(|files| files.length() > 0) else {
        return;
    };
    for file in (0..files.length()).filter_map(|place| files.item(place)) {
        uploads.add(file);
    }
    // So that the same file can be chosen again.
    input.set_value("");
    uploads.go_on();
}

fn listen_to_rows(uploads: &Rc<Uploads>) {
    let owned = uploads.clone();
    listen(&uploads.list, "click", move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-do]").ok().flatten());
        let Some(button) = button else { return };
        let place = owned
            .files
            .borrow()
            .iter()
            .position(|chosen| chosen.row.contains(Some(&button)));
        match (place, button.get_attribute("data-do").as_deref()) {
            (Some(place), Some("retry")) => owned.set_stage(place, Stage::Waiting),
            (Some(place), _) => owned.remove(place),
            (None, _) => {}
        }
        owned.go_on();
    });
}

impl Uploads {
    /// Puts a file at the end of the list.
    fn add(&self, file: File) {
        let Ok(row) = leptos::prelude::document().create_element("li") else {
            return;
        };
        let size = queue::kilobytes(file.size());
        paint(&row, &file.name(), size, &Stage::Waiting);
        let _ = self.list.append_child(&row);
        self.files.borrow_mut().push(Chosen {
            file,
            size,
            stage: Stage::Waiting,
            row,
            sending: None,
        });
    }

    /// Takes a file from the list; one on its way is stopped.
    fn remove(&self, place: usize) {
        let chosen = self.files.borrow_mut().remove(place);
        chosen.row.remove();
        if let Some(sending) = chosen.sending {
            sending.stop();
        }
        self.tell();
    }

    fn set_stage(&self, place: usize, stage: Stage) {
        if let Some(chosen) = self.files.borrow_mut().get_mut(place) {
            paint(&chosen.row, &chosen.file.name(), chosen.size, &stage);
            chosen.stage = stage;
        }
        self.tell();
    }

    fn tell(&self) {
        let files = self.files.borrow();
        let names: Vec<String> = files.iter().map(|chosen| chosen.file.name()).collect();
        let files = names
            .iter()
            .map(String::as_str)
            .zip(files.iter().map(|chosen| &chosen.stage));
        self.status.set_text_content(Some(&queue::news(files)));
    }

    /// Sends the next file, unless one is on its way.
    pub(super) fn go_on(self: &Rc<Self>) {
        let next = queue::next(self.files.borrow().iter().map(|chosen| &chosen.stage));
        let Some(place) = next else { return };
        self.set_stage(place, Stage::Sending);
        let file = self
            .files
            .borrow()
            .get(place)
            .map(|chosen| chosen.file.clone());
        let sending = file.and_then(|file| send(self, &file));
        if let Some(chosen) = self.files.borrow_mut().get_mut(place) {
            chosen.sending = sending;
        }
    }

    /// Shows how much of the file on its way is sent.
    pub(super) fn progress(&self, kilobytes: u32) {
        let files = self.files.borrow();
        if let Some(chosen) = files.iter().find(|chosen| chosen.stage == Stage::Sending) {
            paint_progress(&chosen.row, kilobytes, chosen.size);
        }
    }

    /// The file on its way has arrived or failed.
    pub(super) fn finish(self: &Rc<Self>, stage: Stage) {
        let place = self
            .files
            .borrow()
            .iter()
            .position(|chosen| chosen.stage == Stage::Sending);
        if let Some(place) = place {
            self.set_stage(place, stage);
        }
        self.go_on();
    }
}
