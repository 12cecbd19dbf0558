//! Addresses of records' pages.

use crate::{AppError, ssr};
use domain::RecordId;

/// The record that the page is about: the id in its path, or, at an address that a form was sent to
/// (`/records/edit?id=12`), in its query.
///
/// # Errors
/// [`AppError::NotFound`] where neither is an id.
pub(crate) fn asked_record() -> Result<RecordId, AppError> {
    let path = ssr::path();
    let in_path = path.split('/').nth(2).unwrap_or_default();
    parse_id(in_path)
        .or_else(|| parse_id(&ssr::query("id")?))
        .ok_or(AppError::NotFound)
}

/// An id as it stands in addresses: digits alone.
pub(crate) fn parse_id(text: &str) -> Option<RecordId> {
    let is_id = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_id.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_digits_alone() {
        let rows = [
            ("12", Some(12)),
            ("", None),
            ("+12", None),
            ("-1", None),
            ("12x", None),
            ("99999999999999999999", None),
        ];
        for (text, id) in rows {
            assert_eq!(parse_id(text), id.map(RecordId), "{text}");
        }
    }
}
