//! One link a record toward the focus, and how far each is from it.

use super::graph::{Graph, Side};

pub(super) struct Tree {
    /// The record's neighbour toward the focus; none for the focus.
    pub(super) toward: Vec<Option<usize>>,
    /// Columns away from the focus: the longest way, so that every link leads
    /// from a column to one further right.
    pub(super) depth: Vec<u32>,
}

impl Tree {
    pub(super) fn new(graph: &Graph) -> Self {
        let n = graph.sides.len();
        let mut tree = Self {
            toward: vec![None; n],
            depth: vec![0; n],
        };
        for &record in &graph.ordered {
            if graph.sides[record] == Some(Side::Descendant) {
                tree.add(graph, record);
            }
        }
        for &record in graph.ordered.iter().rev() {
            if graph.sides[record] == Some(Side::Ancestor) {
                tree.add(graph, record);
            }
        }
        tree
    }

    /// Everything toward the focus has been added before.
    fn add(&mut self, graph: &Graph, record: usize) {
        let nearer = || graph.toward_focus(record);
        let depth = nearer().map(|next| self.depth[next]).max();
        self.depth[record] = depth.map_or(0, |depth| depth + 1);
        // A primary link if there is one, then the shortest to draw, then the
        // first named.
        let worth = |&next: &usize| {
            let (source, remix) = match graph.sides[record] {
                Some(Side::Ancestor) => (record, next),
                _ => (next, record),
            };
            (graph.primary[remix] == Some(source), self.depth[next])
        };
        self.toward[record] = nearer().reduce(|best, next| {
            if worth(&next) > worth(&best) {
                next
            } else {
                best
            }
        });
    }
}
