//! Places for records.

pub mod layered;
