//! A set of small numbers, one bit each.

use roaring::RoaringBitmap;

#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    pub(super) fn of(numbers: &[u32]) -> Self {
        let most = numbers
            .iter()
            .copied()
            .max()
            .map_or(0, |most| most as usize + 1);
        let mut bits = Self::with_room(most);
        for number in numbers {
            bits.insert(*number);
        }
        bits
    }

    /// Room for the numbers 0..len.
    pub(super) fn with_room(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
        }
    }

    /// Passes over a number for which there is no room.
    pub(super) fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn insert_all(&mut self, numbers: std::ops::Range<u32>) {
        for number in numbers {
            self.insert(number);
        }
    }

    pub(super) fn remove(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.words).flat_map(|(at, &word): (u32, &u64)| {
            let rest = std::iter::successors((word != 0).then_some(word), |word| {
                let rest = word & (word - 1);
                (rest != 0).then_some(rest)
            });
            rest.map(move |word| at * 64 + word.trailing_zeros())
        })
    }

    pub(super) fn to_bitmap(&self) -> RoaringBitmap {
        let bytes: Vec<u8> = self
            .words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        let mut bitmap = RoaringBitmap::from_lsb0_bytes(0, &bytes);
        bitmap.optimize();
        bitmap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut bits = Bits::with_room(200_000);
        bits.insert_all(60..131_100);
        bits.remove(64);
        bits.insert(199_999);
        bits.insert(1_000_000);
        let all: Vec<u32> = bits.iter().collect();
        let expected: Vec<u32> = (60..131_100)
            .filter(|n| *n != 64)
            .chain([199_999])
            .collect();
        assert_eq!(all, expected);
        assert!(bits.to_bitmap().iter().eq(all.iter().copied()));
        assert!(bits.contains(60) && !bits.contains(64) && !bits.contains(1_000_000));
        assert!(Bits::of(&[7, 3]).iter().eq([3, 7]) && Bits::of(&[]).iter().next().is_none());
    }
}
