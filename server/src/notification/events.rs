//! `GET /me/notifications/events`: tells a member at once.

use super::listeners::{Full, Place};
use crate::state::AppState;
use crate::web::errors;
use app::notification::words::words;
use app::ui::bell::{label, shown};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use db::Db;
use db::notification::{count_unread, find_latest, find_news};
use db::session::Viewer;
use domain::{MemberId, NotificationId};
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Keeps a connection alive on which nothing happens.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a browser waits before it listens again.
const RETRY: Duration = Duration::from_secs(3);
/// What is told one by one at a time; of more only the newest, and the count of all.
const NEWS_MAX: u64 = 20;

/// What a stream of events holds.
struct Stream {
    db: Db,
    member: MemberId,
    place: Place,
    stopping: CancellationToken,
    /// The last that was told.
    last: NotificationId,
    /// The count that was told last.
    unread: Option<String>,
    /// Whether the page was told that there is nothing more to hear.
    is_over: bool,
    /// What is to be sent before anything is looked for.
    waiting: VecDeque<Event>,
}

impl Stream {
    /// The next event; `None` when the session has ended or the server stops.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some((Ok(event), self));
            }
            if self.unread.is_some() {
                tokio::select! {
                    () = self.place.listener.wake.notified() => {}
                    () = self.place.listener.ended.cancelled() => {
                        if self.is_over {
                            return None;
                        }
                        self.is_over = true;
                        // Else the browser would come back, and be refused.
                        return Some((Ok(Event::default().data("over")), self));
                    }
                    () = self.stopping.cancelled() => return None,
                }
            }
            if let Err(error) = self.look().await {
                tracing::warn!(cause = error.to_string(), "what is new cannot be read");
                return None;
            }
        }
    }

    /// Takes up what was told since.
    async fn look(&mut self) -> db::Result<()> {
        let news = find_news(&self.db, self.member, self.last, NEWS_MAX).await?;
        let unread = shown(count_unread(&self.db, self.member).await?);
        if news.is_empty() && self.unread.as_ref() != Some(&unread) {
            let event = Event::default().id(self.last.to_string()).retry(RETRY);
            self.waiting.push_back(event.data(data(&unread, "")));
        }
        for told in &news {
            self.last = told.id;
            let event = Event::default().id(told.id.to_string()).retry(RETRY);
            self.waiting
                .push_back(event.data(data(&unread, &words(told).isolated())));
        }
        self.unread = Some(unread);
        Ok(())
    }
}

fn data(unread: &str, sentence: &str) -> String {
    format!("{unread}\n{}\n{sentence}", label(unread))
}

/// Where a page goes on to listen.
#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<i64>,
}

/// Server-sent events of three lines: how many are unread, the bell's name, and what was told, if anything; an event's
/// id is that of the last notification. The single word `over` says that the session has ended. A browser that comes back says what it heard last.
pub(super) async fn listen(
    State(state): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(Extension(viewer)) = viewer else {
        return errors::plain(StatusCode::UNAUTHORIZED);
    };
    let heard = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let last = match heard.or(asked.after) {
        Some(id) => Ok(NotificationId(id)),
        None => find_latest(&state.site.db).await,
    };
    let last = match last {
        Ok(last) => last,
        Err(error) => {
            let _logged = app::ssr::internal(&error.to_string());
            return errors::plain(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    let place = match state.told.admit(&viewer) {
        Ok(place) => place,
        Err(Full::ForMember) => return errors::plain(StatusCode::TOO_MANY_REQUESTS),
        Err(Full::ForAll) => return errors::plain(StatusCode::SERVICE_UNAVAILABLE),
    };
    let stream = Stream {
        db: state.site.db.clone(),
        member: viewer.member,
        place,
        stopping: state.stopping.clone(),
        last,
        unread: None,
        is_over: false,
        waiting: VecDeque::new(),
    };
    let events = futures::stream::unfold(stream, Stream::next);
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(SILENCE))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers would hold events back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
