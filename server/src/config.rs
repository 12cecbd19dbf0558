//! Configuration: defaults, `understory.toml`, `UNDERSTORY_*` variables and flags, in rising precedence.

/// What is in force.
#[derive(Clone, Debug)]
pub struct Config {}
