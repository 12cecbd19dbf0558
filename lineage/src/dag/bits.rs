//! A set of dense ids, one bit each.

use super::Dense;

pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Room for the ids 0..len.
    pub(super) fn new(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
        }
    }

    /// Answers whether the id was not in the set before.
    pub(super) fn insert(&mut self, id: Dense) -> bool {
        let bit = 1 << (id.0 % 64);
        let word = &mut self.words[id.index() / 64];
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    pub(super) fn remove(&mut self, id: Dense) {
        self.words[id.index() / 64] &= !(1 << (id.0 % 64));
    }

    pub(super) fn contains(&self, id: Dense) -> bool {
        self.words
            .get(id.index() / 64)
            .is_some_and(|word| word >> (id.0 % 64) & 1 == 1)
    }

    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, at: usize) -> u64 {
        self.words[at]
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The ids in the set, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = Dense> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let rest = std::iter::successors((word != 0).then_some(word), |word| {
                let rest = word & (word - 1);
                (rest != 0).then_some(rest)
            });
            rest.map(move |word| Dense(at as u32 * 64 + word.trailing_zeros()))
        })
    }
}
