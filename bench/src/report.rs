//! Figures as they come: printed, and kept as lines of `bench/results/raw.csv`.

use anyhow::{Context, Result};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where figures go.
pub(crate) struct Report {
    raw: File,
    run: u64,
}

impl Report {
    /// Opens the list of raw results and writes down what machine this is.
    pub(crate) fn new() -> Result<Self> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/results/raw.csv");
        let is_new = !std::path::Path::new(path).exists();
        let mut raw = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .context("results/raw.csv")?;
        if is_new {
            writeln!(raw, "run,figure,value,unit")?;
        }
        let run = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let cores = std::thread::available_parallelism()?.get();
        println!("run {run} on {cores} cores");
        Ok(Self { raw, run })
    }

    /// Notes one figure.
    pub(crate) fn note(&mut self, figure: &str, value: f64, unit: &str) -> Result<()> {
        println!("  {figure:<58} {value:>12.3} {unit}");
        writeln!(self.raw, "{},{figure},{value:.6},{unit}", self.run)?;
        Ok(())
    }

    /// Notes the 50th and 99th percentile and the number of some times in seconds, as milliseconds; answers both.
    pub(crate) fn percentiles(&mut self, figure: &str, seconds: &mut [f64]) -> Result<(f64, f64)> {
        seconds.sort_by(f64::total_cmp);
        let at = |share: usize| {
            seconds
                .get((seconds.len() * share / 100).min(seconds.len() - 1))
                .copied()
        };
        let (p50, p99) = (at(50).unwrap_or(f64::NAN), at(99).unwrap_or(f64::NAN));
        self.note(&format!("{figure} p50"), p50 * 1e3, "ms")?;
        self.note(&format!("{figure} p99"), p99 * 1e3, "ms")?;
        Ok((p50, p99))
    }

    /// Says where everything is.
    pub(crate) fn close(&self) {
        println!("kept as run {} in bench/results/raw.csv", self.run);
    }
}

/// How often a measurement is repeated: as often as `UNDERSTORY_BENCH_ROUNDS` says, or 3 times.
pub(crate) fn rounds() -> usize {
    let set = std::env::var("UNDERSTORY_BENCH_ROUNDS").ok();
    set.and_then(|text| text.parse().ok())
        .filter(|count| *count > 0)
        .unwrap_or(3)
}
