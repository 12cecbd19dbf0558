//! Collections: ordered lists of records, and how one is moved within them.
//!
//! Places count from 1 without gaps.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Most records in a collection.
pub const RECORDS_MAX: usize = 1_000;

/// Where a record is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Move {
    /// One place nearer to the top.
    Up,
    /// One place further down.
    Down,
    /// To the top.
    Top,
    /// To the place of another record, which makes room.
    To(i64),
}

/// The word names no move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMove;

impl FromStr for Move {
    type Err = UnknownMove;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "up" => Ok(Self::Up),
            "down" => Ok(Self::Down),
            "top" => Ok(Self::Top),
            place => match place.parse() {
                Ok(place) if place > 0 => Ok(Self::To(place)),
                _ => Err(UnknownMove),
            },
        }
    }
}

impl Move {
    /// The place that a record at `from` comes to in a list of `count`; the ends are as far as it goes.
    #[must_use]
    pub fn target(self, from: i64, count: i64) -> i64 {
        let wanted = match self {
            Self::Up => from.saturating_sub(1),
            Self::Down => from.saturating_add(1),
            Self::Top => 1,
            Self::To(place) => place,
        };
        wanted.clamp(1, count.max(1))
    }
}

/// What a move does to the others: those between these places, both included, go by this much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first place.
    pub first: i64,
    /// The last place.
    pub last: i64,
    /// 1 to go further down, -1 to go up.
    pub by: i64,
}

/// What makes room where a record goes from one place to another; `None` where it stays.
#[must_use]
pub fn shift(from: i64, to: i64) -> Option<Shift> {
    match from.cmp(&to) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => Some(Shift {
            first: from.saturating_add(1),
            last: to,
            by: -1,
        }),
        std::cmp::Ordering::Greater => Some(Shift {
            first: to,
            last: from.saturating_sub(1),
            by: 1,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moves_are_words_or_places() {
        assert_eq!("up".parse(), Ok(Move::Up));
        assert_eq!("7".parse(), Ok(Move::To(7)));
        for bad in ["", "0", "-3", "bottom", "1.5"] {
            assert_eq!(bad.parse::<Move>(), Err(UnknownMove), "{bad}");
        }
    }

    fn a_move() -> impl Strategy<Value = Move> {
        prop_oneof![
            Just(Move::Up),
            Just(Move::Down),
            Just(Move::Top),
            any::<i64>().prop_map(Move::To)
        ]
    }

    /// The move as the database does it: the others shift, then the record takes its place.
    fn moved(places: &mut [i64], record: usize, wanted: Move) {
        let count = i64::try_from(places.len()).unwrap();
        let (from, to) = (places[record], wanted.target(places[record], count));
        if let Some(shift) = shift(from, to) {
            for place in places.iter_mut() {
                if (shift.first..=shift.last).contains(place) {
                    *place += shift.by;
                }
            }
            places[record] = to;
        }
    }

    proptest! {
        /// Whatever is moved, every place is taken once, and the others keep their order among themselves.
        #[test]
        fn moves_keep_every_place_taken_once(
            count in 1_usize..40,
            moves in proptest::collection::vec((any::<prop::sample::Index>(), a_move()), 0..60),
        ) {
            let mut places: Vec<i64> = (1..=i64::try_from(count).unwrap()).collect();
            for (record, wanted) in moves {
                let record = record.index(count);
                let before = places.clone();
                moved(&mut places, record, wanted);
                let mut sorted = places.clone();
                sorted.sort_unstable();
                prop_assert!(sorted.iter().copied().eq(1..=i64::try_from(count).unwrap()));
                for a in (0..count).filter(|a| *a != record) {
                    for b in (0..count).filter(|b| *b != record) {
                        prop_assert_eq!(before[a] < before[b], places[a] < places[b]);
                    }
                }
            }
        }
    }
}
