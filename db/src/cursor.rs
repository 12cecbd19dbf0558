//! Where a page of a list ended: the last row's key and id, with a letter for the order they belong to.

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
}
