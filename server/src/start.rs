//! From settings to a server that runs, and to its orderly end.

use crate::api::Listeners;
use crate::config::{Config, LogFormat};
use crate::mail::{self, Mailer};
use crate::state::{AppState, UploadLimits};
use crate::web::headers::PagePolicy;
use crate::web::limits::ReadLimit;
use crate::web::visitors::Visitors;
use crate::{assets, health, jobs, media, notification, pages, router};
use app::ssr::Site;
use axum::Router;
use axum::serve::ListenerExt;
use db::{Db, LiveLineage, LiveMap};
use std::fmt;
use std::future::Future;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long requests under way may take to end once the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(30);

/// Why the server or a command cannot go on; one sentence for the person at the terminal.
#[derive(Debug)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Opens the database, making the data folder where it is to lie there.
///
/// # Errors
/// [`Failure`] where it cannot be reached.
pub async fn open_database(config: &Config) -> Result<Db, Failure> {
    make_folder(&config.data)?;
    Db::connect(&config.database_url())
        .await
        .map_err(|error| Failure(format!("The database cannot be opened: {error}")))
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure(format!(
            "The folder {} cannot be made: {error}",
            folder.display()
        ))
    })
}

/// The server's parts and its jobs, which end when the set is dropped.
///
/// # Errors
/// [`Failure`] where the database or the files cannot be opened.
pub async fn assemble(
    config: Config,
    limits: UploadLimits,
) -> Result<(AppState, JoinSet<()>), Failure> {
    let db = open_database(&config).await?;
    db.migrate()
        .await
        .map_err(|error| Failure(format!("The database cannot be migrated: {error}")))?;
    let lineage = LiveLineage::load(&db)
        .await
        .map_err(|error| Failure(format!("The lineage cannot be read: {error}")))?;
    let (records, links) = lineage.size();
    tracing::info!(records, links, "the lineage is in memory");
    let arriving = config
        .data
        .join("arriving")
        .join(std::process::id().to_string());
    let store = media::open_store(&config.media(), &arriving).map_err(Failure)?;
    let lineage = Arc::new(lineage);
    let (forget_files, forgotten) = unbounded_channel();
    let (ask_address, questions) = unbounded_channel();
    let mailer = Mailer::open(&config)?;
    let site = Site {
        db,
        map: Arc::new(LiveMap::new(Arc::clone(&lineage))),
        lineage,
        assets: Arc::new(assets::find_assets()),
        public_url: config.public_url().into(),
        forget_files,
        ask_address: mailer.is_some().then_some(ask_address),
    };
    let scripts = app::app::scripts(&site.assets);
    let state = AppState {
        site,
        config: Arc::new(config),
        store,
        upload_limits: limits,
        read_limit: ReadLimit::default(),
        listeners: Listeners::default(),
        told: notification::Listeners::default(),
        stopping: CancellationToken::new(),
        pages: pages::paths().into(),
        page_policy: PagePolicy::of(&scripts),
        visitors: Visitors::default(),
        metrics: health::recorder(),
    };
    let mut jobs = jobs::start(&state, forgotten);
    if let Some(mailer) = mailer {
        jobs.spawn(mail::send_waiting(state.clone(), mailer.clone()));
        jobs.spawn(mail::ask_addresses(state.clone(), mailer, questions));
    }
    Ok((state, jobs))
}

/// Takes the address to listen on.
///
/// # Errors
/// [`Failure`] where it is taken or not ours.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure(format!(
            "Cannot listen on {address}: {error}. Choose another with --listen."
        ))
    })
}

/// Serves until `stop` ends: then no new connections, and 30 s for what is under way.
///
/// # Errors
/// [`Failure`] where the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let (told, hear) = tokio::sync::oneshot::channel::<()>();
    let stop = async move {
        stop.await;
        tracing::info!("stopping: no new connections");
        let _heard = told.send(());
    };
    let listener = listener.tap_io(|stream| {
        // Small answers must not wait for more to send.
        let _set = stream.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop);
    let patience = async {
        let _told = hear.await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = async { serving.await } => ended.map_err(|error| Failure(format!("The server failed: {error}"))),
        () = patience => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    }
}

/// Ends when the process is asked to stop (SIGTERM or Ctrl-C).
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}

/// Sets up the log, once for the process.
///
/// # Errors
/// [`Failure`] for a filter that is not of its form.
pub fn start_log(config: &Config) -> Result<(), Failure> {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_new(format!("sea_orm_migration=warn,{}", config.log)).map_err(|error| {
            Failure(format!(
                "`{}` is no filter for the log: {error}",
                config.log
            ))
        })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let set = match config.log_format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| Failure(error.to_string()))
}

/// The whole server on a listener, as `understory serve` runs it.
///
/// # Errors
/// [`Failure`].
pub async fn run(
    listener: TcpListener,
    state: &AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let stopping = state.stopping.clone();
    let stop = async move {
        stop.await;
        stopping.cancel();
    };
    serve(listener, router::router(state), stop).await
}
