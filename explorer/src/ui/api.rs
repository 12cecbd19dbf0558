//! Asking the server.

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The map was laid out anew; this page's is gone.
    Gone,
    Missing,
    /// In the server's words.
    Refused(String),
    Busy,
    /// The network, or the server, is not there.
    Unreachable,
}

impl Failed {
    /// What to tell people.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Gone => "The map was laid out anew since you opened it.".to_owned(),
            Self::Missing => "That record is not there.".to_owned(),
            Self::Refused(words) => words.clone(),
            Self::Busy => "That was much at once. Try again in a moment.".to_owned(),
            Self::Unreachable => "The server could not be reached.".to_owned(),
        }
    }
}

/// Reads JSON.
pub(crate) async fn json<T: DeserializeOwned>(address: &str) -> Result<T, Failed> {
    let value = body(address, Response::json).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| Failed::Unreachable)
}

/// Reads bytes.
pub(crate) async fn bytes(address: &str) -> Result<Vec<u8>, Failed> {
    let buffer = body(address, Response::array_buffer).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

async fn body(
    address: &str,
    read: fn(&Response) -> Result<js_sys::Promise, JsValue>,
) -> Result<JsValue, Failed> {
    let lost = |_| Failed::Unreachable;
    let window = super::dom::window().ok_or(Failed::Unreachable)?;
    let response = JsFuture::from(window.fetch_with_str(address))
        .await
        .map_err(lost)?;
    let response: Response = response.dyn_into().map_err(lost)?;
    match response.status() {
        200..=299 => {
            let promise = read(&response).map_err(lost)?;
            JsFuture::from(promise).await.map_err(lost)
        }
        404 => Err(Failed::Missing),
        410 => Err(Failed::Gone),
        422 => Err(Failed::Refused(problem(&response).await)),
        429 | 503 => Err(Failed::Busy),
        _ => Err(Failed::Unreachable),
    }
}

/// What a problem document says.
async fn problem(response: &Response) -> String {
    let general = "The server could not make sense of that.".to_owned();
    let Ok(promise) = response.json() else {
        return general;
    };
    let Ok(document) = JsFuture::from(promise).await else {
        return general;
    };
    let read = |name: &str| {
        js_sys::Reflect::get(&document, &JsValue::from_str(name))
            .ok()?
            .as_string()
    };
    read("detail").or_else(|| read("title")).unwrap_or(general)
}
