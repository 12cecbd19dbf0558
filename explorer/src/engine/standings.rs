//! How records stand: focused, selected, filtered out.

use lineage::map::{MapRecord, Standing};
use roaring::RoaringBitmap;
use std::collections::HashMap;

use super::event::Focus;

/// What the interface has told of records.
#[derive(Debug, Default)]
pub(super) struct Standings {
    pub(super) focus: Option<Focus>,
    pub(super) selection: RoaringBitmap,
    /// What is shown; all where there is none.
    pub(super) filter: Option<RoaringBitmap>,
    /// The latest step of time that is shown.
    pub(super) time: Option<u16>,
    /// What part of a production flows through the links to records.
    pub(super) flow: HashMap<u32, f32>,
}

/// Records whose titles are shown before others, at most.
const FIRST: usize = 12;

impl Standings {
    pub(super) fn of(&self, record: &MapRecord) -> Standing {
        let is_late = self.time.is_some_and(|time| record.time > time);
        if is_late {
            return Standing::Hidden;
        }
        self.of_index(record.index)
    }

    pub(super) fn of_index(&self, index: u32) -> Standing {
        let is_out = |filter: &RoaringBitmap| !filter.contains(index);
        if self.filter.as_ref().is_some_and(is_out) {
            return Standing::Hidden;
        }
        let is_selected = self.selection.contains(index);
        match &self.focus {
            Some(focus) if focus.index == index => Standing::Focus,
            _ if is_selected => Standing::Selected,
            Some(focus) if focus.ancestors.contains(index) => Standing::Ancestor,
            Some(focus) if focus.descendants.contains(index) => Standing::Descendant,
            _ if self.flow.contains_key(&index) => Standing::Ancestor,
            None if self.selection.is_empty() => Standing::Plain,
            _ => Standing::Dim,
        }
    }

    /// Records whose titles are shown before others.
    pub(super) fn first(&self, hover: Option<u32>) -> Vec<u32> {
        let focus = self.focus.as_ref().map(|focus| focus.index);
        let selected = self.selection.iter();
        hover
            .into_iter()
            .chain(focus)
            .chain(selected)
            .take(FIRST)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_telling_standing_wins() {
        let mut standings = Standings::default();
        assert_eq!(standings.of_index(7), Standing::Plain);
        standings.selection = [4, 7].into();
        standings.focus = Some(Focus {
            index: 5,
            ancestors: [1, 4].into(),
            descendants: [9].into(),
        });
        let stands = |index| standings.of_index(index);
        assert_eq!(stands(5), Standing::Focus);
        assert_eq!(stands(4), Standing::Selected);
        assert_eq!(stands(1), Standing::Ancestor);
        assert_eq!(stands(9), Standing::Descendant);
        assert_eq!(stands(2), Standing::Dim);
        assert_eq!(standings.first(Some(3)), [3, 5, 4, 7]);
        standings.flow.insert(2, 0.5);
        assert_eq!(standings.of_index(2), Standing::Ancestor);
        standings.filter = Some([1].into());
        assert_eq!(standings.of_index(5), Standing::Hidden);
        assert_eq!(standings.of_index(1), Standing::Ancestor);
    }
}
