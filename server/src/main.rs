//! `understory`: serves the site, and its commands.

fn main() {}
