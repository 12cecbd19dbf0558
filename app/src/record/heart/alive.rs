//! The heart in the browser: shown at once, and taken back where the server refuses.

use super::{label, sign};
use crate::ui::dom::{find, listen, set, set_class};
use crate::ui::text::number;
use js_sys::{Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement, HtmlInputElement, RequestInit, Response};

struct Parts {
    form: Element,
    id: HtmlInputElement,
    /// What the next click asks for.
    wanted: HtmlInputElement,
    button: Element,
    sign: Element,
    count: Element,
    note: Element,
}

impl Parts {
    fn of(frame: &HtmlElement) -> Option<Self> {
        Some(Self {
            form: find(frame, "form")?,
            id: find(frame, "[name=id]")?,
            wanted: find(frame, "[name=on]")?,
            button: find(frame, "button")?,
            sign: find(frame, ".heart-sign")?,
            count: find(frame, ".heart-count")?,
            note: find(frame, ".acts-note")?,
        })
    }

    /// Shows the viewer's heart, and one heart more or less.
    fn show(&self, on: bool) {
        let known = self.count.get_attribute("data-count");
        let known: i64 = known.and_then(|count| count.parse().ok()).unwrap_or(0);
        let count = if on { known + 1 } else { known - 1 };
        set(&self.count, "data-count", &count.to_string());
        self.count.set_text_content(Some(&number(count)));
        self.sign.set_text_content(Some(sign(on)));
        set_class(&self.button, "is-on", on);
        set(
            &self.button,
            "aria-pressed",
            if on { "true" } else { "false" },
        );
        set(&self.button, "aria-label", &label(count));
        self.wanted.set_value(if on { "false" } else { "true" });
    }
}

/// Brings the form to life; it stays a plain one where a part is missing.
pub(super) fn start(frame: &HtmlElement) {
    let Some(parts) = Parts::of(frame).map(Rc::new) else {
        return;
    };
    let owned = parts.clone();
    listen(&parts.form, "submit", move |event| {
        event.prevent_default();
        let on = owned.wanted.value() == "true";
        owned.show(on);
        let owned = owned.clone();
        spawn_local(async move {
            let words = refusal(send(owned.id.value(), on).await);
            if !words.is_empty() {
                owned.show(!on);
            }
            owned.note.set_text_content(Some(words));
        });
    });
}

/// What to say to an answer with this HTTP status; nothing where it was done.
fn refusal(status: u16) -> &'static str {
    match status {
        200..=299 => "",
        401 => "Sign in first.",
        429 => "Many hearts in a short time. Try again later.",
        _ => "That did not work. Try again.",
    }
}

/// Sends the form in the background, also where one leaves the page meanwhile; answers the HTTP status, 0 where no
/// answer came.
async fn send(id: String, on: bool) -> u16 {
    let on = if on { "true" } else { "false" };
    post(&["id=", &id, "&on=", on].concat()).await.unwrap_or(0)
}

async fn post(body: &str) -> Result<u16, JsValue> {
    let headers = Object::new();
    let header = |name: &str, value: &str| Reflect::set(&headers, &name.into(), &value.into());
    header("Accept", "application/json")?;
    header("Content-Type", "application/x-www-form-urlencoded")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body.into());
    Reflect::set(&init, &"keepalive".into(), &true.into())?;
    let window = web_sys::window().ok_or("no window")?;
    let answer = window.fetch_with_str_and_init("/records/heart", &init);
    let answer: Response = JsFuture::from(answer).await?.dyn_into()?;
    Ok(answer.status())
}
