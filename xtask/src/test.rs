//! `test`: everything that must pass. A failing step does not hide what the later ones find.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::console::seconds;
use crate::postgres::{Cluster, Durability};
use crate::process::{cargo, run};
use crate::setup;
use crate::site::{self, Flavor};
use crate::workspace::Workspace;

mod browser;

/// Which parts run.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    lint: bool,
    rust: bool,
    browser: bool,
    quick: bool,
}

/// Gigabytes that all of it takes, built from nothing.
const ROOM: u64 = 10;

/// The native crates. The browser's entry is left out, since it would turn on the browser's half of `app` together
/// with the server's; this tool is tested by itself, so that it is not compiled a second time.
const NATIVE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "xtask"];

/// Runs the parts that the arguments name, all of them by default.
pub(crate) fn test(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let parts = parts(arguments)?;
    prepare(workspace, &parts)?;
    let mut steps = Steps::default();
    if parts.lint {
        lint(workspace, &parts, &mut steps);
    }
    let cluster = if parts.rust || parts.browser {
        steps.run("start PostgreSQL", || Cluster::start(Durability::None))
    } else {
        None
    };
    let site = (parts.rust || parts.browser)
        && steps
            .run("site", || site::build(workspace, Flavor::Release))
            .is_some();
    if parts.rust
        && let Some(cluster) = &cluster
    {
        rust(workspace, cluster, &mut steps);
    }
    if parts.browser
        && site
        && let Some(cluster) = &cluster
    {
        browser::run_journeys(workspace, &parts, cluster, &mut steps);
    }
    drop(cluster);
    Ok(steps.summary())
}

fn parts(arguments: &[String]) -> Result<Parts> {
    let mut quick = false;
    let mut only = Vec::new();
    let mut words = arguments.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "--quick" => quick = true,
            "--only" => only.push(words.next().context("--only what? lint, rust or browser")?),
            unknown => bail!("`test` knows --only and --quick, not `{unknown}`"),
        }
    }
    if let Some(unknown) = only
        .iter()
        .find(|part| !["lint", "rust", "browser"].contains(part))
    {
        bail!("--only takes lint, rust or browser, not `{unknown}`");
    }
    let named = |part: &str| only.contains(&part);
    let all = only.is_empty();
    Ok(Parts {
        lint: all || named("lint"),
        rust: all || named("rust"),
        browser: named("browser") || (all && !quick),
        quick,
    })
}

fn prepare(workspace: &Workspace, parts: &Parts) -> Result<()> {
    setup::room(workspace, ROOM);
    if parts.rust || parts.browser {
        setup::for_build(workspace)?;
        setup::database()?;
    }
    if parts.browser {
        setup::for_tests(workspace)?;
    }
    setup::wasm_target(workspace)
}

fn lint(workspace: &Workspace, parts: &Parts, steps: &mut Steps) {
    let cargo = || cargo(&workspace.root);
    steps.run("format", || run(cargo().args(["fmt", "--all", "--check"])));
    steps.run("lints, native", || {
        run(cargo()
            .arg("clippy")
            .args(NATIVE)
            .args(["--all-targets", "--", "-D", "warnings"]))
    });
    steps.run("lints, xtask", || {
        run(cargo()
            .args(["clippy", "--package", "xtask", "--all-targets"])
            .args(["--", "-D", "warnings"]))
    });
    if parts.quick {
        return;
    }
    steps.run("lints, wasm", || {
        // One call: the features are those of the browser's build.
        run(cargo()
            .args(["clippy", "--target", "wasm32-unknown-unknown"])
            .args(["--package", "frontend", "--package", "app"])
            .args(["--package", "domain", "--package", "lineage"])
            .args(["--package", "explorer", "--package", "bell"])
            .args(["--features", "app/hydrate", "--", "-D", "warnings"]))
    });
}

fn rust(workspace: &Workspace, cluster: &Cluster, steps: &mut Steps) {
    steps.run("tests", || {
        run(cargo(&workspace.root)
            .arg("test")
            .args(NATIVE)
            .arg("--no-fail-fast")
            .env("UNDERSTORY_TEST_POSTGRES", cluster.url("postgres")))
    });
    steps.run("tests of xtask", || {
        run(cargo(&workspace.root).args(["test", "--package", "xtask"]))
    });
}

/// The steps so far, for the summary.
#[derive(Default)]
struct Steps(Vec<(String, Duration, bool)>);

impl Steps {
    /// Does a step, shows its error where it fails, and goes on.
    fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n==> {name}");
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        self.0.push((name.to_owned(), time, result.is_ok()));
        result
            .inspect_err(|error| eprintln!("\nerror in `{name}`: {error:#}"))
            .ok()
    }

    fn summary(&self) -> ExitCode {
        println!();
        for (name, time, passed) in &self.0 {
            let outcome = if *passed { "passed" } else { "FAILED" };
            println!("{outcome}  {name} ({})", seconds(*time));
        }
        let total: Duration = self.0.iter().map(|(_, time, _)| *time).sum();
        let passed = self.0.iter().filter(|(_, _, passed)| *passed).count();
        let failed = self.0.len() - passed;
        println!(
            "\nsteps: {passed} passed, {failed} failed in {}",
            seconds(total)
        );
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_choose_the_parts() {
        let parts = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            parts(&words)
                .map(|p| (p.lint, p.rust, p.browser, p.quick))
                .ok()
        };
        let cases: [(&[&str], _); 6] = [
            (&[], Some((true, true, true, false))),
            (&["--quick"], Some((true, true, false, true))),
            (&["--only", "rust"], Some((false, true, false, false))),
            (
                &["--only", "lint", "--only", "browser"],
                Some((true, false, true, false)),
            ),
            (&["--only", "everything"], None),
            (&["--fast"], None),
        ];
        for (words, expected) in cases {
            assert_eq!(parts(words), expected, "{words:?}");
        }
    }

    #[test]
    fn one_failed_step_fails_the_whole() {
        let mut steps = Steps::default();
        steps.run("good", || Ok(()));
        let shown = |code: ExitCode| format!("{code:?}");
        assert_eq!(shown(steps.summary()), shown(ExitCode::SUCCESS));
        steps.run("bad", || -> Result<()> { bail!("on purpose") });
        assert_eq!(shown(steps.summary()), shown(ExitCode::FAILURE));
    }
}
