//! `bench`: the release build, a PostgreSQL cluster as it comes, and the script that measures.

use anyhow::Result;

use crate::console::step;
use crate::demo;
use crate::postgres::{Cluster, Durability};
use crate::process::{command, run};
use crate::setup;
use crate::workspace::Workspace;

/// Runs `bench/run` with the release binary in `UNDERSTORY_BENCH_BINARY` and the address of an empty database of a
/// durable throwaway cluster in `UNDERSTORY_BENCH_POSTGRES`.
pub(crate) fn bench(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    demo::build(workspace)?;
    setup::for_bench()?;
    let cluster = step("start PostgreSQL", || {
        let cluster = Cluster::start(Durability::Full)?;
        cluster.create_database("understory_bench")?;
        Ok(cluster)
    })?;
    step("measure", || {
        run(command(workspace.root.join("bench/run"), &workspace.root)
            .args(arguments)
            .env("UNDERSTORY_BENCH_BINARY", workspace.server("release"))
            .env("UNDERSTORY_BENCH_POSTGRES", cluster.url("understory_bench")))
    })
}
