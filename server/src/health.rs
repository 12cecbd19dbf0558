//! `/healthz`, `/readyz` and `/metrics`, for those that watch the server.

use crate::state::AppState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

/// Seconds at which request times are counted.
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The recorder of this process; made once, however many servers a test starts.
pub(crate) fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let recorder = builder
                .set_buckets(&BUCKETS)
                .unwrap_or_else(|_| PrometheusBuilder::new())
                .build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder of metrics is installed");
            }
            handle
        })
        .clone()
}

/// Whether the process runs at all.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// Whether it can serve: the database answers, and its schema is ours.
pub(crate) async fn ready(State(state): State<AppState>) -> Response {
    let asked = tokio::time::timeout(Duration::from_secs(2), state.site.db.ready()).await;
    let cause = match asked {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(cause)) => cause.to_string(),
        Err(_) => "the database does not answer".to_owned(),
    };
    tracing::warn!(cause, "not ready");
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "5")],
        "not ready\n",
    )
        .into_response()
}

/// Counts and times, in the form Prometheus reads.
pub(crate) async fn measures(State(state): State<AppState>) -> Response {
    let (records, links) = state.site.lineage.size();
    metrics::gauge!("understory_lineage_records").set(as_gauge(records));
    metrics::gauge!("understory_lineage_links").set(as_gauge(links));
    let (shown, new) = state.site.map.size();
    metrics::gauge!("understory_map_records").set(f64::from(shown));
    metrics::gauge!("understory_map_new").set(f64::from(new));
    metrics::gauge!("understory_map_bytes").set(as_gauge(state.site.map.memory_bytes()));
    metrics::gauge!("understory_map_listeners").set(as_gauge(state.listeners.count()));
    let up = matches!(
        tokio::time::timeout(Duration::from_secs(2), state.site.db.ready()).await,
        Ok(Ok(()))
    );
    metrics::gauge!("understory_database_up").set(if up { 1.0 } else { 0.0 });
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (kind, state.metrics.render()).into_response()
}

fn as_gauge(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
