//! `serve` and `demo`.

use crate::config::Config;
use crate::demo;
use crate::start::{Failure, asked_to_stop, assemble, listen, run};
use crate::state::{AppState, UploadLimits};
use tokio::net::TcpListener;

/// Serves the site until it is asked to stop.
pub(crate) async fn serve(config: Config) -> Result<bool, Failure> {
    // The address is taken first, so that a second start fails at once and touches nothing.
    let listener = listen(config.listen).await?;
    let (state, jobs) = assemble(config, UploadLimits::default()).await?;
    let anybody = db::member::anybody_can_sign_in(&state.site.db).await;
    if matches!(anybody, Ok(false)) {
        eprintln!(
            "Nobody can sign in yet. Make the first admin, with the same settings:\n\n    understory member create --role admin HANDLE\n"
        );
    }
    until_stopped(listener, &state).await?;
    drop(jobs);
    Ok(true)
}

/// Makes the demonstration world if it is not there yet, and serves it.
pub(crate) async fn demo(config: Config) -> Result<bool, Failure> {
    let listener = listen(config.listen).await?;
    let (state, jobs) = assemble(config, UploadLimits::default()).await?;
    demo::seed(&state).await?;
    eprint!("{}", demo::welcome(&state.site.public_url));
    until_stopped(listener, &state).await?;
    drop(jobs);
    Ok(true)
}

async fn until_stopped(listener: TcpListener, state: &AppState) -> Result<(), Failure> {
    eprintln!(
        "Understory is at {} (Ctrl-C stops it)",
        state.site.public_url
    );
    run(listener, state, asked_to_stop()).await
}
