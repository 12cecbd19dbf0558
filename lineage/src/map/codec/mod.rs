//! Tiles and deltas as bytes: a version, then column by column, each number as small as it gets.
//!
//! Every column is relative to the record before, in the order of indexes: siblings stand side by side there, so
//! that most numbers fit into a byte or two. A record's *head* says in one byte what it is and which of its other
//! numbers follow. What comes from outside is checked while it is read, and takes memory in proportion to its
//! length only.

mod bytes;
mod columns;
mod head;

use super::{Delta, Tile};
use bytes::Reader;

/// The first byte; another follows when what comes after it is written in another way.
const VERSION: u8 = 1;

/// Why bytes are not a tile or a delta.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// They end too early.
    Cut,
    /// They say what cannot be.
    Invalid,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cut => "part of the map is missing",
            Self::Invalid => "part of the map cannot be read",
        })
    }
}

impl std::error::Error for DecodeError {}

/// A tile as bytes; its records ascend by index and hold at least themselves.
#[must_use]
pub fn encode_tile(tile: &Tile) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 + tile.records.len() * 9);
    out.extend([VERSION, tile.children]);
    columns::write(&mut out, tile.records.len(), || tile.records.iter());
    out
}

/// Reads what [`encode_tile`] wrote.
///
/// # Errors
/// [`DecodeError`]. Bytes that go on after the end are invalid too.
pub fn decode_tile(bytes: &[u8]) -> Result<Tile, DecodeError> {
    let mut reader = Reader::new(bytes);
    read_version(&mut reader)?;
    let children = reader.byte()?;
    if children > 0b1111 {
        return Err(DecodeError::Invalid);
    }
    let records = columns::read(&mut reader)?;
    reader.end()?;
    Ok(Tile { records, children })
}

/// A delta as bytes; its records ascend by index, and none is anchored at a later one.
#[must_use]
pub fn encode_delta(delta: &Delta) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 + delta.records.len() * 12);
    out.push(VERSION);
    columns::write(&mut out, delta.records.len(), || {
        delta.records.iter().map(|(record, _)| record)
    });
    let mut before = 0;
    for (record, anchor) in &delta.records {
        // A record that hangs on none is its own anchor; the next most likely is one near the last.
        if *anchor == record.index {
            bytes::put(&mut out, 0);
        } else {
            let away = bytes::zigzag(anchor.wrapping_sub(before).cast_signed());
            bytes::put(&mut out, u64::from(away) + 1);
            before = *anchor;
        }
    }
    out
}

/// Reads what [`encode_delta`] wrote.
///
/// # Errors
/// [`DecodeError`]. Bytes that go on after the end are invalid too.
pub fn decode_delta(bytes: &[u8]) -> Result<Delta, DecodeError> {
    let mut reader = Reader::new(bytes);
    read_version(&mut reader)?;
    let read = columns::read(&mut reader)?;
    let mut records = Vec::with_capacity(read.len());
    let mut before = 0_u32;
    for record in read {
        let anchor = match reader.number()? {
            0 => record.index,
            away => {
                let away = u32::try_from(away - 1).map_err(|_| DecodeError::Invalid)?;
                before = before.wrapping_add(bytes::unzigzag(away).cast_unsigned());
                before
            }
        };
        if anchor > record.index {
            return Err(DecodeError::Invalid);
        }
        records.push((record, anchor));
    }
    reader.end()?;
    Ok(Delta { records })
}

fn read_version(reader: &mut Reader) -> Result<(), DecodeError> {
    match reader.byte()? {
        VERSION => Ok(()),
        _ => Err(DecodeError::Invalid),
    }
}
