//! Writes a corpus shaped like real remixing: `cargo run --release -p lineage --example generate -- RECORDS FOLDER
//! [SEED]`. It has as many records with none, one, two ... sources and remixes, and is as deep, as the crawl of a
//! remix site from 2004 to 2026 (51,486 works) whose counts are in [`shape`]. The same numbers give the same files.
#![expect(clippy::unwrap_used, reason = "a program for the person measuring")]

mod dice;
mod graph;
mod shape;
mod write;

use dice::Dice;
use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(records), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("generate RECORDS FOLDER [SEED]");
    };
    let seed = arguments.next().map_or(1, |seed| seed.parse().unwrap());
    let mut dice = Dice::new(seed);
    let graph = graph::grow(records.parse().unwrap(), &mut dice);
    write::write(Path::new(&folder), &graph, &mut dice).unwrap();
    let links: usize = graph.iter().map(|record| record.sources.len()).sum();
    println!("{} records, {links} links in {folder}", graph.len());
}
