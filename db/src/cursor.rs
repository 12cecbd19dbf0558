//! Where a page of a list ended: the last row's key and id, with a letter for the order they belong to.

use crate::record::Page;
use domain::text::{Field, TextError};

/// The last row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) key: i64,
    pub(crate) id: i64,
}

impl Cursor {
    /// As it stands in addresses.
    pub(crate) fn text(self, order: char) -> String {
        format!("{order}{}.{}", self.key, self.id)
    }

    /// Reads what [`Cursor::text`] gave for the same order.
    ///
    /// # Errors
    /// `Malformed(Search)` for what no list of this order gave.
    pub(crate) fn parse(order: char, text: &str) -> Result<Self, TextError> {
        let (key, id) = text
            .strip_prefix(order)
            .and_then(|rest| rest.split_once('.'))
            .ok_or(TextError::Malformed(Field::Search))?;
        match (key.parse(), id.parse()) {
            (Ok(key), Ok(id)) => Ok(Self { key, id }),
            _ => Err(TextError::Malformed(Field::Search)),
        }
    }
}

/// The order of lists that have only one.
const ONLY: char = 'a';

/// Key and id of the row after which a list of one order goes on.
///
/// # Errors
/// As [`Cursor::parse`].
pub(crate) fn cursor(text: &str) -> Result<(i64, i64), TextError> {
    Cursor::parse(ONLY, text).map(|cursor| (cursor.key, cursor.id))
}

/// A page of the rows that were read of a list of one order, one more than `limit` where there are more.
pub(crate) fn page<T>(mut rows: Vec<T>, limit: u64, key: impl Fn(&T) -> (i64, i64)) -> Page<T> {
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| {
        let (key, id) = key(row);
        Cursor { key, id }.text(ONLY)
    });
    Page { rows, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_order() {
        let cursor = Cursor { key: -5, id: 17 };
        let text = cursor.text('h');
        assert_eq!(Cursor::parse('h', &text), Ok(cursor));
        assert!(Cursor::parse('n', &text).is_err());
        for bad in [
            "",
            "h",
            "h1",
            "h1.",
            "h.1",
            "h1.2.3",
            "h1.x",
            "h99999999999999999999.1",
        ] {
            assert!(Cursor::parse('h', bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_go_on_where_they_ended() {
        let rows = vec![(9, 4), (9, 3), (7, 8)];
        let first = page(rows.clone(), 2, |row| *row);
        assert_eq!(first.rows, rows[..2]);
        assert_eq!(cursor(&first.next.unwrap()), Ok((9, 3)));
        assert_eq!(page(rows, 3, |row| *row).next, None);
    }
}
