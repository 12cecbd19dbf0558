//! Everything a record came from, or everything that came from it.
//!
//! Dense order is topological, so instead of keeping a queue, the set itself is
//! swept once, downward for ancestors and upward for descendants: what a record
//! adds always lies ahead of the sweep. O(records / 64 + links reached), and
//! memory is read in order.

use super::bits::Bits;
use super::{Dag, Dense};

impl Dag {
    /// Number of records this one came from, at any distance. Exact.
    #[must_use]
    pub fn ancestor_count(&self, record: Dense) -> u32 {
        self.ancestor_bits(record, 0).count()
    }

    /// Number of records that came from this one, at any distance. Exact.
    #[must_use]
    pub fn descendant_count(&self, record: Dense) -> u32 {
        self.descendant_bits(record).count()
    }

    /// All records this one came from, ascending.
    #[must_use]
    pub fn ancestors(&self, record: Dense) -> Vec<Dense> {
        self.ancestor_bits(record, 0).iter().collect()
    }

    /// All records that any of these came from, ascending, each once. One of
    /// them is among the others' when it is their ancestor.
    #[must_use]
    pub fn ancestors_of_all(&self, records: &[Dense]) -> Vec<Dense> {
        let known = || records.iter().filter(|record| self.contains(**record));
        let Some(last) = known().max() else {
            return Vec::new();
        };
        let mut bits = Bits::new(last.index() + 1);
        for record in known() {
            self.insert_sources(&mut bits, *record);
        }
        self.sweep_down(&mut bits, 0);
        bits.iter().collect()
    }

    /// How much of what some records weigh came from each record or is it: each that one of them is or came from,
    /// ascending, with the weights of those added up. A record named twice weighs both times.
    ///
    /// O(records + links) for every [`Self::FLOWS_AT_ONCE`] of them.
    #[must_use]
    pub fn flow(&self, weights: &[(Dense, u64)]) -> Vec<(Dense, u64)> {
        let mut shares: Vec<u64> = Vec::new();
        for some in weights.chunks(Self::FLOWS_AT_ONCE) {
            let known = || some.iter().filter(|(record, _)| self.contains(*record));
            let Some(last) = known().map(|(record, _)| record.index()).max() else {
                continue;
            };
            // A bit for each of them that came from a record or is it.
            let mut masks = vec![0_u64; last + 1];
            for (at, (record, _)) in known().enumerate() {
                masks[record.index()] |= 1 << at;
            }
            shares.resize(shares.len().max(last + 1), 0);
            // Along a stem it is the same again and again.
            let mut before = (0, 0);
            for record in (0..=last).rev() {
                let mask = masks[record];
                if mask == 0 {
                    continue;
                }
                for source in self.sources(Dense(record as u32)) {
                    masks[source.index()] |= mask;
                }
                if mask != before.0 {
                    let through = known().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
                    before = (mask, through.map(|(_, (_, weight))| weight).sum());
                }
                shares[record] += before.1;
            }
        }
        let each = (0_u32..).map(Dense).zip(shares);
        each.filter(|&(_, share)| share > 0).collect()
    }

    /// Records of which [`Self::flow`] walks the ways together.
    pub const FLOWS_AT_ONCE: usize = 64;

    /// All records that came from this one, ascending.
    #[must_use]
    pub fn descendants(&self, record: Dense) -> Vec<Dense> {
        self.descendant_bits(record).iter().collect()
    }

    /// Whether `record` came from `ancestor`, at any distance. A record is not
    /// its own ancestor.
    #[must_use]
    pub fn is_ancestor(&self, ancestor: Dense, record: Dense) -> bool {
        ancestor < record
            && self.contains(record)
            && self
                .ancestor_bits(record, ancestor.index() / 64)
                .contains(ancestor)
    }

    /// Ancestors with ids from word `lowest` of the set upward; those below
    /// are incomplete.
    fn ancestor_bits(&self, record: Dense, lowest: usize) -> Bits {
        if !self.contains(record) {
            return Bits::new(0);
        }
        let mut bits = Bits::new(record.index() + 1);
        self.insert_sources(&mut bits, record);
        self.sweep_down(&mut bits, lowest);
        bits
    }

    /// Adds the ancestors of what is in the set, down to word `lowest`.
    fn sweep_down(&self, bits: &mut Bits, lowest: usize) {
        for at in (lowest..bits.word_count()).rev() {
            let mut done = 0;
            while let fresh @ 1.. = bits.word(at) & !done {
                let bit = 63 - fresh.leading_zeros();
                done |= 1 << bit;
                self.insert_sources(bits, Dense(at as u32 * 64 + bit));
            }
        }
    }

    fn descendant_bits(&self, record: Dense) -> Bits {
        if !self.contains(record) {
            return Bits::new(0);
        }
        let mut bits = Bits::new(self.len());
        self.insert_remixes(&mut bits, record);
        for at in record.index() / 64..bits.word_count() {
            let mut done = 0;
            while let fresh @ 1.. = bits.word(at) & !done {
                let bit = fresh.trailing_zeros();
                done |= 1 << bit;
                self.insert_remixes(&mut bits, Dense(at as u32 * 64 + bit));
            }
        }
        bits
    }

    fn insert_sources(&self, bits: &mut Bits, of: Dense) {
        for source in self.sources(of) {
            bits.insert(source);
        }
    }

    fn insert_remixes(&self, bits: &mut Bits, of: Dense) {
        for remix in self.remixes(of) {
            bits.insert(remix);
        }
    }
}
