//! The columns of records: heads, what is spelt out, indexes, sizes, places, starts of links, times.

use super::DecodeError;
use super::bytes::{Reader, put, put_step};
use super::head::{self, Form, Start};
use crate::map::{Kind, MapRecord};
use crate::picture::Medium;

/// What the first record is relative to.
const NOTHING: MapRecord = MapRecord {
    index: 0,
    size: 1,
    at: (0, 0),
    from: None,
    kind: Kind::Root,
    medium: Medium::Text,
    withdrawn: false,
    more_sources: false,
    time: 0,
};

/// A byte each for head, index, two for the place, and time: less no record takes.
const LEAST: usize = 5;

/// Writes the records that `each` goes through from the first on every time it is called.
pub(super) fn write<'a, I: Iterator<Item = &'a MapRecord>>(
    out: &mut Vec<u8>,
    count: usize,
    each: impl Fn() -> I,
) {
    put(out, count as u64);
    let pairs = || std::iter::once(&NOTHING).chain(each()).zip(each());
    let forms: Vec<Form> = pairs()
        .map(|(before, record)| {
            let (byte, form) = head::of(record, before);
            out.push(byte);
            form
        })
        .collect();
    let spelt = each().zip(&forms).filter(|(_, f)| **f == Form::SpeltOut);
    out.extend(spelt.map(|(record, _)| head::spell(record)));
    let mut next = 0;
    for record in each() {
        put(out, u64::from(record.index.wrapping_sub(next)));
        next = record.index.wrapping_add(1);
    }
    for ((before, record), form) in pairs().zip(&forms) {
        if is_next(form) {
            let next = before.size.wrapping_sub(1).cast_signed();
            put_step(out, next, record.size.cast_signed());
        } else if !matches!(form, Form::Usual { sized: false, .. }) {
            put(out, u64::from(record.size.saturating_sub(1)));
        }
    }
    for (before, record) in pairs() {
        put_step(out, before.at.0, record.at.0);
    }
    for (before, record) in pairs() {
        put_step(out, before.at.1, record.at.1);
    }
    for (record, form) in each().zip(&forms) {
        if let (Some(from), Some(height)) = (record.from, told(form)) {
            put_step(out, record.at.0, from.0);
            if height {
                put_step(out, record.at.1, from.1);
            }
        }
    }
    for (before, record) in pairs() {
        put_step(out, i32::from(before.time), i32::from(record.time));
    }
}

/// Whether the record before it is the one before it on its stem: about as much hangs on it, less that one.
fn is_next(form: &Form) -> bool {
    matches!(
        form,
        Form::Usual {
            kind: Kind::Stem,
            start: Start::Before,
            ..
        }
    )
}

/// Whether the start of the link follows, and with its height.
fn told(form: &Form) -> Option<bool> {
    match form {
        Form::Usual { start, .. } => match start {
            Start::Level => Some(false),
            Start::Told => Some(true),
            Start::None | Start::AsBefore | Start::Before => None,
        },
        Form::SpeltOut => Some(true),
    }
}

/// Reads the columns.
pub(super) fn read(reader: &mut Reader) -> Result<Vec<MapRecord>, DecodeError> {
    let count = reader.small()? as usize;
    // Before anything is set aside for them: so many cannot be in what is left.
    if count > reader.left() / LEAST {
        return Err(DecodeError::Cut);
    }
    let heads = reader.take(count)?;
    let mut records = vec![NOTHING; count];
    let mut forms = Vec::with_capacity(count);
    for (record, &byte) in records.iter_mut().zip(heads) {
        let head = head::read(byte)?;
        record.medium = head.medium;
        record.withdrawn = head.withdrawn;
        record.more_sources = head.more_sources;
        forms.push(head.form);
    }
    for form in &mut forms {
        if *form == Form::SpeltOut {
            *form = head::unspell(reader.byte()?)?;
        }
    }
    read_intervals(reader, &mut records, &forms)?;
    read_places(reader, &mut records, &forms)?;
    let mut time = 0;
    for record in &mut records {
        time = reader.step(time)?;
        record.time = u16::try_from(time).map_err(|_| DecodeError::Invalid)?;
    }
    Ok(records)
}

fn read_intervals(
    reader: &mut Reader,
    records: &mut [MapRecord],
    forms: &[Form],
) -> Result<(), DecodeError> {
    let mut next = Some(0_u32);
    for record in records.iter_mut() {
        let step = reader.small()?;
        let index = next.and_then(|next| next.checked_add(step));
        record.index = index.ok_or(DecodeError::Invalid)?;
        next = record.index.checked_add(1);
    }
    let mut before = NOTHING.size;
    for (record, form) in records.iter_mut().zip(forms) {
        if is_next(form) {
            let next = before.wrapping_sub(1).cast_signed();
            record.size = reader.step(next)?.cast_unsigned();
        } else if let Form::Usual { sized: true, .. } = form {
            let size = reader.small()?.checked_add(1);
            record.size = size.ok_or(DecodeError::Invalid)?;
        }
        // What hangs on it has indexes of its own, and it counts too.
        if record.size == 0 || record.index.checked_add(record.size).is_none() {
            return Err(DecodeError::Invalid);
        }
        before = record.size;
    }
    Ok(())
}

fn read_places(
    reader: &mut Reader,
    records: &mut [MapRecord],
    forms: &[Form],
) -> Result<(), DecodeError> {
    let (mut x, mut y) = NOTHING.at;
    for record in records.iter_mut() {
        x = reader.step(x)?;
        record.at.0 = x;
    }
    for record in records.iter_mut() {
        y = reader.step(y)?;
        record.at.1 = y;
    }
    let mut before = NOTHING;
    for (record, form) in records.iter_mut().zip(forms) {
        let Form::Usual { kind, start, .. } = *form else {
            return Err(DecodeError::Invalid);
        };
        record.kind = kind;
        let (x, y) = record.at;
        record.from = match start {
            Start::None => None,
            Start::AsBefore => Some(before.from.ok_or(DecodeError::Invalid)?),
            Start::Before => Some(before.at),
            Start::Level => Some((reader.step(x)?, y)),
            Start::Told => Some((reader.step(x)?, reader.step(y)?)),
        };
        before = *record;
    }
    Ok(())
}
