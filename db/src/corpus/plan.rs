//! The rows that an import is going to write, in the order of `seq`.

use super::known::Known;
use super::read::Corpus;
use domain::RecordId;
use std::collections::HashMap;

/// New records and links, by number in the order of `seq`.
pub(super) struct Plan<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) name: &'a str,
    /// The place in the files of each new record.
    pub(super) order: &'a [u32],
    /// The number of each work in the files that is new, `u32::MAX` for the others.
    numbers: Vec<u32>,
    /// Record ids, ascending.
    pub(super) ids: Vec<i64>,
    /// Member ids of the authors, by number.
    pub(super) authors: Vec<(i64, String)>,
    pub(super) first_seq: i64,
    pub(super) source_counts: Vec<u8>,
    pub(super) remix_counts: Vec<u32>,
    /// How many remixes known records gain, by id.
    pub(super) gained: Vec<(i64, i64)>,
    /// Remix and source as record ids and the source's position, in the order of remixes.
    pub(super) links: Vec<(i64, i64, u8)>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(
        corpus: &'a Corpus,
        name: &'a str,
        known: &Known,
        order: &'a [u32],
        ids: Vec<i64>,
        authors: Vec<(i64, String)>,
        first_seq: i64,
    ) -> Self {
        let mut plan = Plan {
            corpus,
            name,
            order,
            numbers: vec![u32::MAX; corpus.works.len()],
            ids,
            authors,
            first_seq,
            source_counts: vec![0; order.len()],
            remix_counts: vec![0; order.len()],
            gained: Vec::new(),
            links: Vec::with_capacity(corpus.links.len()),
        };
        for (number, work) in (0..).zip(order) {
            plan.numbers[*work as usize] = number;
        }
        plan.add_links(known);
        plan
    }

    /// The record that a work is, imported before or now.
    pub(super) fn record(&self, known: &Known, work: u32) -> RecordId {
        let id = known.id(work);
        RecordId(id.unwrap_or_else(|| self.ids[self.numbers[work as usize] as usize]))
    }

    fn add_links(&mut self, known: &Known) {
        let mut gained: HashMap<i64, i64> = HashMap::new();
        for link in &self.corpus.links {
            let remix = self.numbers[link.remix as usize] as usize;
            let position = &mut self.source_counts[remix];
            let source = match known.id(link.source) {
                Some(id) => {
                    *gained.entry(id).or_default() += 1;
                    id
                }
                None => {
                    let source = self.numbers[link.source as usize] as usize;
                    self.remix_counts[source] += 1;
                    self.ids[source]
                }
            };
            self.links.push((self.ids[remix], source, *position));
            *position += 1;
        }
        self.links
            .sort_unstable_by_key(|(remix, source, _)| (*remix, *source));
        self.gained = gained.into_iter().collect();
        self.gained.sort_unstable();
    }
}
