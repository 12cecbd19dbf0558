//! Asking the server for tiles and titles.

use std::collections::HashMap;
use std::rc::{Rc, Weak};

use js_sys::Uint8Array;
use lineage::map::{Tile, decode_tile};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, RequestInit, Response};

use super::event::Event;
use super::map::Job;
use super::shared::Shared;
use super::state::Source;

/// Seconds that the server is left alone at the longest where it asks for that.
const PATIENCE: f64 = 60.0;

/// Requests under way.
#[derive(Default)]
pub(super) struct Loader {
    running: HashMap<Job, (u64, AbortController)>,
    last: u64,
}

/// What came of a request.
enum Answer {
    Records(Tile),
    Titles(Vec<(u32, String)>),
    /// The map was laid out anew.
    Stale,
    /// The server asked to be left alone for so many seconds.
    Later(f64),
    Failed,
}

impl Loader {
    pub(super) fn abort(&mut self, job: Job) {
        if let Some((_, controller)) = self.running.remove(&job) {
            controller.abort();
        }
    }

    pub(super) fn start(&mut self, shared: &Rc<Shared>, job: Job, path: String) {
        let Ok(controller) = AbortController::new() else {
            return;
        };
        let init = RequestInit::new();
        init.set_signal(Some(&controller.signal()));
        let asked = shared.window.fetch_with_str_and_init(&path, &init);
        self.last += 1;
        let number = self.last;
        self.running.insert(job, (number, controller));
        let weak = Rc::downgrade(shared);
        spawn_local(async move {
            let answer = answer(job, asked).await.unwrap_or(Answer::Failed);
            finish(&weak, job, number, answer);
        });
    }

    /// Whether this request still counts, and is now over.
    fn finish(&mut self, job: Job, number: u64) -> bool {
        let counts = self
            .running
            .get(&job)
            .is_some_and(|(running, _)| *running == number);
        if counts {
            self.running.remove(&job);
        }
        counts
    }
}

async fn answer(job: Job, asked: js_sys::Promise) -> Result<Answer, JsValue> {
    let response: Response = JsFuture::from(asked).await?.dyn_into()?;
    match (response.status(), job) {
        (410, _) => return Ok(Answer::Stale),
        // Outside of what there is; not worth asking again.
        (404, Job::Records(_)) => return Ok(Answer::Records(Tile::default())),
        (404, Job::Titles(_)) => return Ok(Answer::Titles(Vec::new())),
        (429 | 503, _) => {
            let seconds = response.headers().get("retry-after")?;
            let seconds = seconds.and_then(|seconds| seconds.parse().ok());
            return Ok(seconds.map_or(Answer::Failed, Answer::Later));
        }
        _ if !response.ok() => return Ok(Answer::Failed),
        _ => {}
    }
    match job {
        Job::Records(_) => {
            let buffer = JsFuture::from(response.array_buffer()?).await?;
            let bytes = Uint8Array::new(&buffer).to_vec();
            Ok(decode_tile(&bytes).map_or(Answer::Failed, Answer::Records))
        }
        Job::Titles(_) => {
            let titles = JsFuture::from(response.json()?).await?;
            Ok(Answer::Titles(serde_wasm_bindgen::from_value(titles)?))
        }
    }
}

fn finish(shared: &Weak<Shared>, job: Job, number: u64, answer: Answer) {
    let Some(shared) = shared.upgrade() else {
        return;
    };
    if !shared.loader.borrow_mut().finish(job, number) {
        return;
    }
    let now = shared.now();
    shared.act(|state| {
        state.plan_due = true;
        let Source::Map(map) = &mut state.source else {
            return;
        };
        match (answer, job) {
            (Answer::Records(tile), Job::Records(key)) => map.tile_arrived(key, tile),
            (Answer::Titles(titles), Job::Titles(key)) => {
                map.titles_arrived(key, titles, &state.camera);
            }
            (Answer::Stale, _) => {
                map.queue.failed(job, now);
                if !std::mem::replace(&mut map.stale, true) {
                    state.events.push(Event::Stale);
                }
                return;
            }
            (Answer::Later(seconds), _) => {
                map.queue
                    .later(job, now, seconds.clamp(0.5, PATIENCE) * 1000.0);
                return;
            }
            _ => {
                map.queue.failed(job, now);
                return;
            }
        }
        state.news();
    });
}
