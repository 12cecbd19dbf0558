//! The forest of primary links: one source for each remix.

/// Each record's primary source, subtree size and preorder index.
#[derive(Debug, Clone, Default)]
pub struct Forest {}
