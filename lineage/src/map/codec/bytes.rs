//! Numbers as bytes: LEB128, seven bits at a time, the lowest first.

use super::DecodeError;

/// Most bytes that a number takes: 35 bits, enough for one more than a `u32`.
const LONGEST: usize = 5;

pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Near zero on either side becomes small.
pub(super) fn zigzag(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)).cast_unsigned()
}

pub(super) fn unzigzag(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// How far `to` is from `from`; what does not fit wraps round, and back when it is read.
pub(super) fn put_step(out: &mut Vec<u8>, from: i32, to: i32) {
    put(out, u64::from(zigzag(to.wrapping_sub(from))));
}

/// Bytes from outside, read front to back.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn byte(&mut self) -> Result<u8, DecodeError> {
        let (&byte, rest) = self.rest.split_first().ok_or(DecodeError::Cut)?;
        self.rest = rest;
        Ok(byte)
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(DecodeError::Cut)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number, written in as few bytes as it takes.
    pub(super) fn number(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0;
        for at in 0..LONGEST {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte < 0x80 {
                let is_padded = byte == 0 && at > 0;
                return if is_padded {
                    Err(DecodeError::Invalid)
                } else {
                    Ok(number)
                };
            }
        }
        Err(DecodeError::Invalid)
    }

    pub(super) fn small(&mut self) -> Result<u32, DecodeError> {
        u32::try_from(self.number()?).map_err(|_| DecodeError::Invalid)
    }

    pub(super) fn step(&mut self, from: i32) -> Result<i32, DecodeError> {
        Ok(from.wrapping_add(unzigzag(self.small()?)))
    }

    pub(super) fn end(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::Invalid)
        }
    }
}
