//! A throwaway PostgreSQL cluster.
//!
//! A shell script keeps it: PostgreSQL refuses to run as root, so the script runs as the user `postgres` there.
//! It stops the cluster and removes its folder when its standard input ends, which happens however this process
//! ends: done, failed, interrupted or killed.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{command, is_root};
use crate::setup;

/// Arguments: the folder of the programs, the port, further options of the server.
const KEEPER: &str = r#"
programs=$1; port=$2; shift 2
folder=$(mktemp -d "${TMPDIR:-/tmp}/understory-postgres.XXXXXX") || exit 1
cd "$folder"
server=
trap '[ -z "$server" ] || { kill -INT $server 2>/dev/null; wait $server; }; rm -rf "$folder"' EXIT
"$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
"$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses=127.0.0.1 \
    -c max_connections=300 "$@" >>"$folder/log" 2>&1 </dev/null &
server=$!
tries=0
until "$programs/pg_isready" -q -h "$folder" -p "$port"; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then cat "$folder/log" >&2; exit 1; fi
    sleep 0.1
done
echo ready
cat >/dev/null
"#;

/// Whether a cluster must survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// For tests: nothing is flushed to disk.
    None,
    /// For measurements: as PostgreSQL comes.
    Full,
}

/// A running cluster; it goes with this value.
pub(crate) struct Cluster {
    keeper: Child,
    alive: Option<ChildStdin>,
    programs: std::path::PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster on a free port of the loopback address.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start; its log is shown.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let programs = setup::postgres_programs().context("PostgreSQL is not installed")?;
        let port = free_port()?;
        let mut keeper = as_database_user();
        keeper
            .args(["sh", "-c", KEEPER, "keeper"])
            .arg(&programs)
            .arg(port.to_string());
        if durability == Durability::None {
            for setting in [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ] {
                keeper.args(["-c", setting]);
            }
        }
        let mut keeper = keeper
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Its own group, so that Ctrl-C reaches this process first and the keeper tidies up after it.
            .process_group(0)
            .spawn()
            .context("cannot start PostgreSQL")?;
        let alive = keeper.stdin.take();
        let mut answer = String::new();
        if let Some(output) = keeper.stdout.take() {
            BufReader::new(output).read_line(&mut answer)?;
        }
        let cluster = Self {
            keeper,
            alive,
            programs,
            port,
        };
        if answer.trim() != "ready" {
            bail!("PostgreSQL did not start");
        }
        Ok(cluster)
    }

    /// The address of a database of this cluster, for its superuser.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database.
    pub(crate) fn create_database(&self, name: &str) -> Result<()> {
        crate::process::run_quietly(
            command(self.programs.join("createdb"), Path::new("/"))
                .args(["--host=127.0.0.1", "--username=postgres"])
                .arg(format!("--port={}", self.port))
                .arg(name),
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of its input tells the keeper to tidy up.
        drop(self.alive.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("the PostgreSQL cluster may still run: {error}");
        }
    }
}

/// Starts a command as the user `postgres` when this process is root, and as the present user otherwise.
fn as_database_user() -> Command {
    if is_root() {
        let mut command = command("runuser", Path::new("/"));
        command.args(["-u", "postgres", "--"]);
        // The temporary folder of root need not be open to others.
        command.env_remove("TMPDIR");
        command
    } else {
        command("env", Path::new("/"))
    }
}

/// A port of the loopback address that nothing listens on now.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if setup::postgres_programs().is_none() {
            eprintln!("skipped: PostgreSQL is not installed");
            return;
        }
        let cluster = Cluster::start(Durability::None).unwrap();
        cluster.create_database("understory_once").unwrap();
        let port = cluster.port;
        assert!(cluster.url("x").ends_with(&format!(":{port}/x")));
        drop(cluster);
        assert!(TcpListener::bind(("127.0.0.1", port)).is_ok());
    }
}
