//! What holds for tiles and deltas as bytes, whatever the bytes.

use lineage::Medium;
use lineage::map::{
    DecodeError, Delta, Kind, MapRecord, Tile, decode_delta, decode_tile, encode_delta, encode_tile,
};
use proptest::collection::vec;
use proptest::prelude::*;

const KINDS: [Kind; 7] = [
    Kind::Root,
    Kind::Stem,
    Kind::Branch,
    Kind::Wrap,
    Kind::Petal,
    Kind::Twig,
    Kind::Single,
];

/// Any record at all that has room for what hangs on it.
fn any_record() -> impl Strategy<Value = MapRecord> {
    let sizes = prop_oneof![Just(1), 1..300_u32, 1..=u32::MAX];
    let place = || {
        let near = -2000..2000_i32;
        prop_oneof![(near.clone(), near), any::<(i32, i32)>()]
    };
    let kind = prop::sample::select(&KINDS[..]);
    let medium = prop::sample::select(&Medium::ALL[..]);
    let flags = (any::<bool>(), any::<bool>(), any::<u16>());
    (
        sizes,
        place(),
        prop::option::of(place()),
        kind,
        medium,
        flags,
    )
        .prop_map(
            |(size, at, from, kind, medium, (withdrawn, more_sources, time))| MapRecord {
                index: 0,
                size,
                at,
                from,
                kind,
                medium,
                withdrawn,
                more_sources,
                time,
            },
        )
}

/// A record as layouts make them, by what was before it.
fn usual_record(before: MapRecord, (what, x, y, size): (u8, i32, i32, u32)) -> MapRecord {
    let kind = KINDS[usize::from(what % 7)];
    let at = match kind {
        Kind::Stem => (before.at.0 + x.abs(), before.at.1),
        _ => (before.at.0 + x, before.at.1 + y),
    };
    let from = match (kind, what % 3) {
        (Kind::Root | Kind::Single, _) => None,
        (Kind::Stem, _) => Some(before.at),
        (Kind::Petal, 0 | 1) => before.from.or(Some((at.0 - x / 2, at.1))),
        _ => Some((at.0 - x / 3, at.1 + y)),
    };
    let leaf = matches!(kind, Kind::Petal | Kind::Single);
    MapRecord {
        index: 0,
        size: if leaf { 1 } else { size },
        at,
        from,
        kind,
        medium: Medium::ALL[usize::from(what) % 5],
        withdrawn: what % 11 == 1,
        more_sources: what % 13 == 1,
        time: before.time.wrapping_add(x as u16 % 60) % 4096,
    }
}

fn usual_records() -> impl Strategy<Value = Vec<MapRecord>> {
    let step = (any::<u8>(), -900..900_i32, -900..900_i32, 1..5000_u32);
    vec(step, 0..200).prop_map(|steps| {
        let mut before = MapRecord {
            index: 0,
            size: 1,
            at: (-40, 70),
            from: None,
            kind: Kind::Root,
            medium: Medium::Text,
            withdrawn: false,
            more_sources: false,
            time: 0,
        };
        let next = |step| {
            before = usual_record(before, step);
            before
        };
        steps.into_iter().map(next).collect()
    })
}

/// Gives records ascending indexes; sizes that do not fit behind them become 1.
fn numbered(mut records: Vec<MapRecord>, steps: &[u32]) -> Vec<MapRecord> {
    let mut next = 0_u32;
    for (record, step) in records.iter_mut().zip(steps.iter().cycle()) {
        record.index = next + step;
        next = record.index + 1;
        if record.index.checked_add(record.size).is_none() {
            record.size = 1;
        }
    }
    records
}

fn records() -> impl Strategy<Value = Vec<MapRecord>> {
    let records = prop_oneof![usual_records(), vec(any_record(), 0..60)];
    let steps = vec(prop_oneof![Just(0), 0..200_u32, 0..10_000_000_u32], 1..20);
    (records, steps).prop_map(|(records, steps)| numbered(records, &steps))
}

fn tiles() -> impl Strategy<Value = Tile> {
    (records(), 0..16_u8).prop_map(|(records, children)| Tile { records, children })
}

fn deltas() -> impl Strategy<Value = Delta> {
    (records(), vec(any::<prop::sample::Index>(), 1..20)).prop_map(|(records, anchors)| Delta {
        records: records
            .into_iter()
            .zip(anchors.iter().cycle())
            .map(|(record, anchor)| (record, anchor.index(record.index as usize + 1) as u32))
            .collect(),
    })
}

/// Bytes with some of them changed, left out or put in.
fn mangle(bytes: &mut Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) {
    for (place, how, byte) in changes {
        let at = place.index(bytes.len().max(1));
        match how % 4 {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 => bytes.insert(at, *byte),
            2 => bytes.truncate(at),
            _ => {
                if let Some(old) = bytes.get_mut(at) {
                    *old ^= 1 << (byte % 8);
                }
            }
        }
    }
}

/// What every tile that was read keeps to.
fn check(records: &[MapRecord], bytes: usize) {
    assert!(records.len() <= bytes / 5);
    assert!(records.windows(2).all(|pair| pair[0].index < pair[1].index));
    for record in records {
        assert!(record.size >= 1);
        assert!(record.index.checked_add(record.size).is_some());
    }
}

proptest! {
    #[test]
    fn a_tile_comes_back_as_it_was(tile in tiles()) {
        prop_assert_eq!(decode_tile(&encode_tile(&tile)).unwrap(), tile);
    }

    #[test]
    fn a_delta_comes_back_as_it_was(delta in deltas()) {
        prop_assert_eq!(decode_delta(&encode_delta(&delta)).unwrap(), delta);
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in vec(any::<u8>(), 0..300)) {
        for bytes in [bytes.clone(), [&[1, 3, 9], &bytes[..]].concat()] {
            if let Ok(tile) = decode_tile(&bytes) {
                check(&tile.records, bytes.len());
            }
            if let Ok(delta) = decode_delta(&bytes) {
                let records: Vec<MapRecord> = delta.records.iter().map(|(r, _)| *r).collect();
                check(&records, bytes.len());
                prop_assert!(delta.records.iter().all(|(record, anchor)| *anchor <= record.index));
            }
        }
    }

    #[test]
    fn a_mangled_tile_is_refused_or_keeps_to_the_rules(
        tile in tiles(),
        changes in vec(any::<(prop::sample::Index, u8, u8)>(), 1..6),
    ) {
        let mut bytes = encode_tile(&tile);
        mangle(&mut bytes, &changes);
        if let Ok(tile) = decode_tile(&bytes) {
            check(&tile.records, bytes.len());
            // What it says can be said again.
            prop_assert_eq!(decode_tile(&encode_tile(&tile)).unwrap(), tile);
        }
    }

    #[test]
    fn a_mangled_delta_is_refused_or_keeps_to_the_rules(
        delta in deltas(),
        changes in vec(any::<(prop::sample::Index, u8, u8)>(), 1..6),
    ) {
        let mut bytes = encode_delta(&delta);
        mangle(&mut bytes, &changes);
        if let Ok(delta) = decode_delta(&bytes) {
            prop_assert!(delta.records.iter().all(|(record, anchor)| *anchor <= record.index));
            prop_assert_eq!(decode_delta(&encode_delta(&delta)).unwrap(), delta);
        }
    }

    #[test]
    fn a_part_of_a_tile_is_refused(tile in tiles(), end in any::<prop::sample::Index>()) {
        let bytes = encode_tile(&tile);
        let part = &bytes[..end.index(bytes.len())];
        prop_assert!(decode_tile(part).is_err());
    }

    #[test]
    fn more_than_a_tile_is_refused(tile in tiles(), more in vec(any::<u8>(), 1..9)) {
        let bytes = [encode_tile(&tile), more].concat();
        prop_assert!(decode_tile(&bytes).is_err());
    }

    #[test]
    fn usual_records_are_small(records in usual_records()) {
        let records = numbered(records, &[0, 3, 40]);
        let count = records.len();
        let bytes = encode_tile(&Tile { records, children: 0 }).len();
        // All kinds alike, with wide steps: far worse than any layout, where most are siblings.
        prop_assert!(bytes <= 13 * count + 4, "{} bytes for {}", bytes, count);
    }
}

#[test]
fn a_count_beyond_what_follows_is_refused_before_room_is_made() {
    // Says 4,294,967,295 records.
    let bytes = [1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0];
    assert_eq!(decode_tile(&bytes), Err(DecodeError::Cut));
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    // One record, of which only the head and the index are changed.
    let record = |head: u8, index: &[u8]| [&[1, 0, 1, head], index, &[0, 0, 0]].concat();
    let single = 200;
    assert!(decode_tile(&record(single, &[7])).is_ok());
    // An index with a byte that says nothing, one beyond 32 bits, and a head that is none.
    for wrong in [
        record(single, &[0x87, 0]),
        record(single, &[0xff, 0xff, 0xff, 0xff, 0x7f]),
        record(single, &[0xff, 0xff, 0xff, 0xff, 0xff, 1]),
        record(240, &[7]),
    ] {
        assert_eq!(decode_tile(&wrong), Err(DecodeError::Invalid), "{wrong:?}");
    }
    // The last index leaves no room for what hangs on it, itself included.
    let last = record(single, &[0xff, 0xff, 0xff, 0xff, 0x0f]);
    assert_eq!(decode_tile(&last), Err(DecodeError::Invalid));
    // A sibling of none.
    assert_eq!(decode_tile(&record(120, &[7])), Err(DecodeError::Invalid));
}

#[test]
fn other_versions_are_refused() {
    let tile = encode_tile(&Tile::default());
    assert_eq!(tile, [1, 0, 0]);
    assert_eq!(decode_tile(&[2, 0, 0]), Err(DecodeError::Invalid));
    assert_eq!(decode_tile(&[1, 16, 0]), Err(DecodeError::Invalid));
    assert_eq!(decode_tile(&[]), Err(DecodeError::Cut));
}

#[test]
fn a_petal_beside_another_takes_few_bytes() {
    let petal = |index: u32| MapRecord {
        index,
        size: 1,
        at: (
            6400 + 90 * index as i32 % 700,
            700 - 70 * index as i32 % 500,
        ),
        from: Some((6400, 640)),
        kind: Kind::Petal,
        medium: Medium::Audio,
        withdrawn: false,
        more_sources: false,
        time: 9 * index as u16,
    };
    let records: Vec<MapRecord> = (1..=100).map(petal).collect();
    let bytes = encode_tile(&Tile {
        records,
        children: 0,
    });
    assert!(bytes.len() <= 710, "{}", bytes.len());
}
