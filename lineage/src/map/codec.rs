//! Tiles and deltas as bytes.

use super::{Delta, Tile};

/// Why bytes are not a tile or a delta.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// They end too early.
    Cut,
    /// They say what cannot be.
    Invalid,
}

#[must_use]
pub fn encode_tile(_tile: &Tile) -> Vec<u8> {
    Vec::new()
}

/// # Errors
/// [`DecodeError`].
pub fn decode_tile(_bytes: &[u8]) -> Result<Tile, DecodeError> {
    Err(DecodeError::Cut)
}

#[must_use]
pub fn encode_delta(_delta: &Delta) -> Vec<u8> {
    Vec::new()
}

/// # Errors
/// [`DecodeError`].
pub fn decode_delta(_bytes: &[u8]) -> Result<Delta, DecodeError> {
    Err(DecodeError::Cut)
}
