//! What members are told while they look: a stream of events for each page that listens.

mod events;
mod listeners;

pub(crate) use listeners::{Listeners, hear};

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// What goes on for as long as a member listens.
pub(crate) fn streams() -> Router<AppState> {
    Router::new().route("/me/notifications/events", get(events::listen))
}
