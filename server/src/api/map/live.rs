//! `GET /api/v1/map/live`: tells at once when the map changes.

use super::super::problem::Problem;
use crate::state::AppState;
use crate::web::limits::network;
use app::ssr::ClientAddress;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use db::map::Standing;
use serde_json::json;
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Most who listen at once, and most of them at one address.
const LISTENERS_MAX: usize = 200;
const LISTENERS_AT_ONE_ADDRESS: usize = 8;
/// Keeps a connection alive on which nothing happens.
const SILENCE: Duration = Duration::from_secs(20);

/// Who listens: by address, or by network where one person has a whole one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listeners(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Listeners {
    /// Lets one more listen, until what it answers is dropped.
    fn admit(&self, address: IpAddr) -> Result<Listener, Problem> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.values().sum::<usize>() >= LISTENERS_MAX {
            return Err(Problem::unavailable());
        }
        let address = network(address);
        let here = all.entry(address).or_default();
        // Whoever is on this very machine, or behind a proxy there that is not listed, is not one person.
        if *here >= LISTENERS_AT_ONE_ADDRESS && !address.is_loopback() {
            return Err(Problem::too_many_listeners());
        }
        *here += 1;
        Ok(Listener {
            all: self.clone(),
            address,
        })
    }

    /// How many listen.
    pub(crate) fn count(&self) -> usize {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .sum()
    }
}

/// One who listens.
struct Listener {
    all: Listeners,
    address: IpAddr,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = all.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// What a stream of events holds.
struct Stream {
    standing: watch::Receiver<Option<Standing>>,
    stopping: CancellationToken,
    is_first: bool,
    _listener: Listener,
}

impl Stream {
    /// The next event; `None` when the server stops.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if !self.is_first {
            let changed = self.standing.changed();
            tokio::select! {
                changed = changed => changed.ok()?,
                () = self.stopping.cancelled() => return None,
            }
        }
        let standing = self.standing.borrow_and_update().clone()?;
        let data = json!({
            "epoch": &*standing.epoch,
            "new": standing.new,
            "withdrawn": standing.withdrawn,
        });
        let mut event = Event::default().event("map").data(data.to_string());
        if self.is_first {
            event = event.retry(Duration::from_secs(3));
        }
        self.is_first = false;
        Some((Ok(event), self))
    }
}

/// Hear when the map changes
///
/// Server-sent events: `map` with `{"epoch", "new", "withdrawn"}` at the start and at every change. A new epoch
/// means new places; more `new` means that `/new` has more.
#[utoipa::path(
    get,
    path = "/api/v1/map/live",
    tag = "map",
    responses(
        (status = 200, description = "Events, until either side ends it", content_type = "text/event-stream"),
        (status = 429, description = "Too many listen at this address", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many listen, or the map is not laid out yet", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in super::super) async fn listen(
    State(state): State<AppState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
) -> Result<Response, Problem> {
    let standing = state.site.map.watch();
    if standing.borrow().is_none() {
        return Err(Problem::not_yet());
    }
    let stream = Stream {
        standing,
        stopping: state.stopping.clone(),
        is_first: true,
        _listener: state.listeners.admit(address)?,
    };
    let events = futures::stream::unfold(stream, Stream::next);
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(SILENCE))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers would hold events back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_listen_and_no_more() {
        let listeners = Listeners::default();
        let at = |n: u8| IpAddr::from([203, 0, 113, n]);
        let mut all: Vec<Listener> = (0..8).map(|_| listeners.admit(at(1)).unwrap()).collect();
        assert!(listeners.admit(at(1)).is_err());
        for _ in 0..192 {
            all.push(listeners.admit(IpAddr::from([127, 0, 0, 1])).unwrap());
        }
        assert_eq!(listeners.count(), 200);
        assert!(listeners.admit(at(2)).is_err());
        drop(all);
        assert_eq!(listeners.count(), 0);
        assert!(listeners.0.lock().unwrap().is_empty());
        assert!(listeners.admit(at(1)).is_ok());
    }
}
