//! The release binary as it is measured: commands run to their end, and a server that goes with its handle.

use anyhow::{Context, Result, bail};
use sqlx::{Connection, PgConnection};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// The port it listens on, on the loopback address.
    pub(crate) port: u16,
    /// Seconds from its start until it said that it is ready.
    pub(crate) start: f64,
}

/// Where a server keeps its records.
#[derive(Clone, Copy)]
pub(crate) enum Store<'a> {
    /// SQLite in this folder.
    Sqlite(&'a Path),
    /// PostgreSQL at this address; files in this folder.
    Postgres(&'a str, &'a Path),
}

impl Store<'_> {
    /// The address of its database.
    pub(crate) fn database_url(&self) -> String {
        match self {
            Self::Sqlite(data) => {
                format!("sqlite://{}?mode=rwc", data.join("understory.db").display())
            }
            Self::Postgres(url, _) => (*url).to_owned(),
        }
    }
}

fn binary() -> Result<PathBuf> {
    Ok(std::env::var("UNDERSTORY_BENCH_BINARY")
        .context("UNDERSTORY_BENCH_BINARY is not set")?
        .into())
}

/// The binary with its data in `store`.
pub(crate) fn understory(store: Store<'_>) -> Result<Command> {
    let mut command = Command::new(binary()?);
    match store {
        Store::Sqlite(data) => command
            .env("UNDERSTORY_DATA", data)
            .env_remove("DATABASE_URL"),
        Store::Postgres(url, data) => command
            .env("UNDERSTORY_DATA", data)
            .env("DATABASE_URL", url),
    };
    command
        .env("UNDERSTORY_BENCH_PAGES", "1")
        // Not a setting of the server's.
        .env_remove("UNDERSTORY_CORPORA")
        .stdin(Stdio::null());
    Ok(command)
}

/// The address of a fresh database of this name, beside the empty one that was given.
pub(crate) async fn postgres(name: &str) -> Result<String> {
    let given = std::env::var("UNDERSTORY_BENCH_POSTGRES")
        .context("UNDERSTORY_BENCH_POSTGRES is not set")?;
    let (cluster, _) = given
        .rsplit_once('/')
        .context("UNDERSTORY_BENCH_POSTGRES names no database")?;
    let mut connection = PgConnection::connect(&given).await?;
    let database = format!("bench_{name}_{}", std::process::id());
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {database}")))
        .execute(&mut connection)
        .await?;
    Ok(format!("{cluster}/{database}"))
}

/// Runs a command to its end without its output.
pub(crate) fn finish(mut command: Command) -> Result<()> {
    let output = command.output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub(crate) async fn start(store: Store<'_>) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let begun = Instant::now();
        let child = understory(store)?
            .arg("serve")
            .env("UNDERSTORY_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self {
            child,
            port,
            start: 0.0,
        };
        loop {
            if let Ok(mut client) = crate::http::Client::connect(port).await
                && client.get("/readyz", "identity").await.is_ok()
            {
                server.start = begun.elapsed().as_secs_f64();
                return Ok(server);
            }
            if server.child.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(120) {
                bail!("the server did not become ready");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Resident memory in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("VmRSS")?;
        let kib: u64 = line.split_whitespace().nth(1).context("VmRSS")?.parse()?;
        Ok(kib * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
