//! Tables and relations, without behaviour. What is written row by row goes through these;
//! queries that join or count are SQL beside the feature that asks.

pub mod heart;
pub mod media;
pub mod media_variant;
pub mod member;
pub mod record;
pub mod record_tag;
pub mod remix_source;
pub mod session;
