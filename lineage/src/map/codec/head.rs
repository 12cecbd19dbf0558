//! What a record is, in one byte.

use super::DecodeError;
use crate::map::{Kind, MapRecord};
use crate::picture::Medium;

/// Where a record's link starts, as far as its head tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// There is no link.
    None,
    /// Where the link of the record before it starts: they are siblings.
    AsBefore,
    /// At the record before it.
    Before,
    /// At its own height.
    Level,
    /// Anywhere; both steps follow.
    Told,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Usual {
        kind: Kind,
        start: Start,
        /// Whether its size follows; it is 1 where it does not.
        sized: bool,
    },
    /// Its kind, whether it has a link, its size and all else follow.
    SpeltOut,
}

const fn usual(kind: Kind, start: Start, sized: bool) -> Form {
    Form::Usual { kind, start, sized }
}

/// The forms of records, the likelier of one kind first. With five mediums and two flags they fill a byte.
const FORMS: [Form; 12] = [
    usual(Kind::Root, Start::None, true),
    usual(Kind::Stem, Start::Before, true),
    usual(Kind::Stem, Start::Level, true),
    usual(Kind::Branch, Start::AsBefore, true),
    usual(Kind::Branch, Start::Told, true),
    usual(Kind::Wrap, Start::Told, true),
    usual(Kind::Petal, Start::AsBefore, false),
    usual(Kind::Petal, Start::Told, false),
    usual(Kind::Twig, Start::Before, true),
    usual(Kind::Twig, Start::Told, true),
    usual(Kind::Single, Start::None, false),
    Form::SpeltOut,
];

const KINDS: [Kind; 7] = [
    Kind::Root,
    Kind::Stem,
    Kind::Branch,
    Kind::Wrap,
    Kind::Petal,
    Kind::Twig,
    Kind::Single,
];

pub(super) struct Head {
    pub(super) form: Form,
    pub(super) medium: Medium,
    pub(super) withdrawn: bool,
    pub(super) more_sources: bool,
}

/// The head's byte and the form it says.
pub(super) fn of(record: &MapRecord, before: &MapRecord) -> (u8, Form) {
    let fits = |form: &Form| match *form {
        Form::Usual { kind, start, sized } => {
            kind == record.kind
                && (sized || record.size == 1)
                && match start {
                    Start::None => record.from.is_none(),
                    Start::AsBefore => record.from.is_some() && record.from == before.from,
                    Start::Before => record.from == Some(before.at),
                    Start::Level => record.from.is_some_and(|from| from.1 == record.at.1),
                    Start::Told => record.from.is_some(),
                }
        }
        Form::SpeltOut => true,
    };
    let form = FORMS.iter().position(fits).unwrap_or(FORMS.len() - 1);
    let medium = Medium::ALL.iter().position(|&m| m == record.medium);
    let byte = (form * Medium::ALL.len() + medium.unwrap_or(0)) * 4
        + usize::from(record.withdrawn) * 2
        + usize::from(record.more_sources);
    (byte as u8, FORMS[form])
}

pub(super) fn read(byte: u8) -> Result<Head, DecodeError> {
    let said = usize::from(byte / 4);
    let form = FORMS
        .get(said / Medium::ALL.len())
        .ok_or(DecodeError::Invalid)?;
    Ok(Head {
        form: *form,
        medium: Medium::ALL[said % Medium::ALL.len()],
        withdrawn: byte & 2 != 0,
        more_sources: byte & 1 != 0,
    })
}

/// What follows for a record that is spelt out.
pub(super) fn spell(record: &MapRecord) -> u8 {
    let kind = KINDS.iter().position(|&kind| kind == record.kind);
    (kind.unwrap_or(0) * 2 + usize::from(record.from.is_some())) as u8
}

/// Its form, as if it were usual.
pub(super) fn unspell(byte: u8) -> Result<Form, DecodeError> {
    let kind = KINDS
        .get(usize::from(byte / 2))
        .ok_or(DecodeError::Invalid)?;
    let start = if byte & 1 == 1 {
        Start::Told
    } else {
        Start::None
    };
    Ok(usual(*kind, start, true))
}
