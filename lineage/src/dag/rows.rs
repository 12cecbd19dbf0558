//! Compressed sparse rows: a list of ids for each of 0..len.

use super::Dense;

#[derive(Clone)]
pub(super) struct Rows {
    /// Row `i` is `ids[starts[i]..starts[i + 1]]`; one longer than the rows.
    starts: Vec<u32>,
    ids: Vec<Dense>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            starts: vec![0],
            ids: Vec::new(),
        }
    }
}

/// Room is added by an eighth rather than doubled: still amortised, and a
/// lineage that was loaded exactly does not double on the first new record.
fn make_room<T>(list: &mut Vec<T>, more: usize) {
    if list.capacity() - list.len() < more {
        list.reserve_exact(more.max(list.len() / 8).max(16));
    }
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn link_count(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn row(&self, of: Dense) -> &[Dense] {
        match self.starts.get(of.index()..of.index().saturating_add(2)) {
            Some(&[from, to]) => &self.ids[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The caller has checked that the number of ids stays within `u32`.
    pub(super) fn push(&mut self, row: &[Dense]) {
        make_room(&mut self.ids, row.len());
        self.ids.extend_from_slice(row);
        make_room(&mut self.starts, 1);
        self.starts.push(self.ids.len() as u32);
    }

    pub(super) fn reserve(&mut self, records: usize, links: usize) {
        self.starts.reserve_exact(records);
        self.ids.reserve_exact(links);
    }

    pub(super) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    /// These rows with more ids at the ends of some: `more` is ordered by row.
    /// The caller has checked that the number of ids stays within `u32`.
    pub(super) fn extended(&self, more: &[(Dense, Dense)]) -> Self {
        let mut extended = Self::default();
        extended.reserve(self.len(), self.ids.len() + more.len());
        let mut more = more.iter().peekable();
        for row in (0..self.len() as u32).map(Dense) {
            extended.ids.extend_from_slice(self.row(row));
            while let Some((_, id)) = more.next_if(|(of, _)| *of == row) {
                extended.ids.push(*id);
            }
            extended.starts.push(extended.ids.len() as u32);
        }
        extended
    }

    /// The rows of the opposite direction, each ascending: a counting sort.
    pub(super) fn reversed(&self) -> Self {
        let rows = self.len();
        let mut starts = vec![0u32; rows + 1];
        for id in &self.ids {
            starts[id.index()] += 1;
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        // Each start is now its row's end; filling from the back, largest row
        // first, moves it to where the row begins.
        let mut ids = vec![Dense(0); self.ids.len()];
        for row in (0..rows as u32).rev().map(Dense) {
            for id in self.row(row) {
                let place = &mut starts[id.index()];
                *place -= 1;
                ids[*place as usize] = row;
            }
        }
        Self { starts, ids }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        (self.starts.capacity() + self.ids.capacity()) * size_of::<u32>()
    }
}
