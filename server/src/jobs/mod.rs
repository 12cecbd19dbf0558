//! What the server does by itself: keeps the lineage and the map up with other processes, closes challenges at their deadline, sweeps up, deletes orphaned files.

use crate::media;
use crate::notification;
use crate::state::AppState;
use std::future::Future;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

/// Starts all jobs; they end when the set is dropped.
pub(crate) fn start(state: &AppState, forgotten: UnboundedReceiver<Vec<String>>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(every(Duration::from_millis(500), state.clone(), catch_up));
    jobs.spawn(every(Duration::from_millis(500), state.clone(), lay_out));
    jobs.spawn(every(Duration::from_millis(300), state.clone(), tell));
    jobs.spawn(notification::hear(state.clone()));
    jobs.spawn(every(Duration::from_secs(5), state.clone(), close_overdue));
    jobs.spawn(every(Duration::from_secs(600), state.clone(), sweep));
    jobs.spawn(delete_orphans(state.clone(), forgotten));
    jobs
}

/// Runs a job again and again; a run that takes longer than the interval delays the next.
async fn every<F: Future<Output = ()> + Send>(
    period: Duration,
    state: AppState,
    job: impl Fn(AppState) -> F + Send,
) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        job(state.clone()).await;
    }
}

async fn catch_up(state: AppState) {
    match state.site.lineage.catch_up(&state.site.db).await {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, "the lineage caught up"),
        Err(error) => tracing::warn!(cause = error.to_string(), "the lineage cannot catch up"),
    }
    if let Err(error) = state.site.map.catch_up(&state.site.db).await {
        tracing::warn!(cause = error.to_string(), "the map cannot catch up");
    }
}

/// At the start, and when so much was published since that all is to find its place anew.
async fn lay_out(state: AppState) {
    let begun = std::time::Instant::now();
    match state.site.map.lay_out(&state.site.db).await {
        Ok(false) => {}
        Ok(true) => tracing::debug!(ms = begun.elapsed().as_millis(), "laid out the map"),
        Err(error) => tracing::warn!(cause = error.to_string(), "the map cannot be laid out"),
    }
}

/// Tells members what happened, until all is told.
async fn tell(state: AppState) {
    loop {
        match db::notification::tell_some(&state.site.db, state.config.mail_delay).await {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(cause = error.to_string(), "what happened cannot be told");
                return;
            }
        }
    }
}

/// Challenges take nothing after their deadline in any case; here it is written down and told.
async fn close_overdue(state: AppState) {
    match db::challenge::close_overdue(&state.site.db).await {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, "closed challenges whose deadline has passed"),
        Err(error) => tracing::warn!(cause = error.to_string(), "challenges cannot be closed"),
    }
}

async fn sweep(state: AppState) {
    state.read_limit.sweep();
    state.visitors.sweep();
    state.metrics.run_upkeep();
    if let Err(error) = db::session::sweep(&state.site.db).await {
        tracing::warn!(cause = error.to_string(), "sessions cannot be swept");
    }
    if let Err(error) = db::notification::sweep(&state.site.db).await {
        tracing::warn!(cause = error.to_string(), "notifications cannot be swept");
    }
}

/// Deletes files of withdrawn records and discarded drafts, once nothing refers to them.
async fn delete_orphans(state: AppState, mut forgotten: UnboundedReceiver<Vec<String>>) {
    while let Some(hashes) = forgotten.recv().await {
        if let Err(error) = media::forget_unreferenced(&state, &hashes).await {
            tracing::warn!(cause = error.to_string(), "orphaned files cannot be found");
        }
    }
}
