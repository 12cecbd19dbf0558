//! Pages of lists that go on from the last row's key and id, given as `KEY.ID`.

use crate::record::Page;
use crate::{Error, Result};
use domain::text::{Field, TextError};

/// Key and id of the row after which a list goes on.
///
/// # Errors
/// A rule for a text that no list gave.
pub(crate) fn cursor(text: &str) -> Result<(i64, i64)> {
    let malformed = || Error::from(TextError::Malformed(Field::Search));
    let (key, id) = text.split_once('.').ok_or_else(malformed)?;
    match (key.parse(), id.parse()) {
        (Ok(key), Ok(id)) => Ok((key, id)),
        _ => Err(malformed()),
    }
}

/// A page of the rows that were read, one more than `limit` where there are more.
pub(crate) fn page<T>(mut rows: Vec<T>, limit: u64, key: impl Fn(&T) -> (i64, i64)) -> Page<T> {
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| {
        let (key, id) = key(row);
        format!("{key}.{id}")
    });
    Page { rows, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_go_on_where_they_ended() {
        let rows = vec![(9, 4), (9, 3), (7, 8)];
        let first = page(rows.clone(), 2, |row| *row);
        assert_eq!(first.rows, rows[..2]);
        assert_eq!(cursor(&first.next.unwrap()).unwrap(), (9, 3));
        assert_eq!(page(rows, 3, |row| *row).next, None);
        for bad in [
            "",
            "1",
            "1.",
            ".1",
            "a.1",
            "1.2.3",
            "99999999999999999999.1",
        ] {
            assert!(cursor(bad).is_err(), "{bad}");
        }
    }
}
