//! Texts that people type: their limits and forms.
//!
//! Lengths are in Unicode scalar values (`chars`).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest text, code or description, in characters.
pub const BODY_MAX: usize = 200_000;
/// Longest line on what was used of a source, in characters.
pub const USED_MAX: usize = 500;
/// Longest name of a member, in characters.
pub const NAME_MAX: usize = 80;
/// Longest tag, in characters.
pub const TAG_MAX: usize = 40;
/// Most tags on a record.
pub const TAGS_MAX: usize = 20;
/// Most characters about oneself.
pub const BIO_MAX: usize = 5_000;
/// Fewest and most characters of a password.
pub const PASSWORD_LENGTH: (usize, usize) = (15, 256);

/// A field that a person fills in; the name is the same in forms, calls and errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A record's title.
    Title,
    /// A record's text or code.
    Body,
    /// A record's description.
    Description,
    /// The language that code is written in.
    Language,
    /// Tags.
    Tags,
    /// The list of sources.
    Sources,
    /// What was used of a source.
    Used,
    /// The license.
    License,
    /// The medium.
    Medium,
    /// The uploaded file.
    File,
    /// A member's handle.
    Handle,
    /// A member's name.
    Name,
    /// What a member says about themselves.
    Bio,
    /// A password.
    Password,
    /// The password once more, or the new one.
    NewPassword,
    /// Words to search for.
    Search,
    /// A rating.
    Stars,
    /// Why: of a rating, a vote, a flag, a place on a shortlist.
    Reason,
    /// Why a record is recommended.
    Line,
    /// A note on a record in a collection.
    Note,
    /// What is answered to a flag or a claim.
    Answer,
    /// A shortlist.
    Shortlist,
    /// The production that records go into.
    Production,
    /// A collection.
    Collection,
    /// Chosen records.
    Records,
    /// A project, by number.
    Project,
    /// A production's notes, its director's alone.
    Notes,
    /// A production's final work.
    FinalWork,
    /// An included record's weight.
    Weight,
    /// A role in a production.
    Role,
    /// The name a member is credited with.
    CreditedName,
    /// A working version's title.
    VersionTitle,
    /// A working version's record or link.
    Work,
    /// The record that is claimed to be a source.
    ClaimedSource,
    /// A mail address.
    Address,
    /// What a challenge asks for.
    Asked,
    /// Until when a challenge is open.
    Deadline,
    /// What a challenge pays, if anything.
    Pay,
    /// How much is to be paid in all.
    Budget,
    /// The currency of a budget.
    Currency,
    /// How many contributors are expected.
    Contributors,
    /// What work gets that is not used.
    UnusedWork,
    /// The challenge that a record is entered for.
    Challenge,
    /// A record of one's own, by number or address.
    Record,
    /// A leader of a project.
    Leader,
    /// A step of a project.
    Step,
    /// What a project writes of its progress.
    Update,
}

impl Field {
    /// The name of the form field.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Description => "description",
            Self::Language => "language",
            Self::Tags => "tags",
            Self::Sources => "sources",
            Self::Used => "used",
            Self::License => "license",
            Self::Medium => "medium",
            Self::File => "file",
            Self::Handle => "handle",
            Self::Name => "name",
            Self::Bio => "bio",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::Search => "q",
            Self::Stars => "stars",
            Self::Reason => "reason",
            Self::Line => "line",
            Self::Note => "note",
            Self::Answer => "answer",
            Self::Shortlist => "shortlist",
            Self::Production => "production",
            Self::Collection => "collection",
            Self::Records => "records",
            Self::Project => "project",
            Self::Notes => "notes",
            Self::FinalWork => "final_work",
            Self::Weight => "weight",
            Self::Role => "role",
            Self::CreditedName => "credited_name",
            Self::VersionTitle => "version_title",
            Self::Work => "work",
            Self::ClaimedSource => "claimed_source",
            Self::Address => "address",
            Self::Asked => "asked",
            Self::Deadline => "deadline",
            Self::Pay => "pay",
            Self::Budget => "budget",
            Self::Currency => "currency",
            Self::Contributors => "contributors",
            Self::UnusedWork => "unused_work",
            Self::Challenge => "challenge",
            Self::Record => "record",
            Self::Leader => "leader",
            Self::Step => "step_title",
            Self::Update => "update",
        }
    }

    /// The word on the page, as at the start of a sentence.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Body => "Text",
            Self::Description => "Description",
            Self::Language => "Language",
            Self::Tags => "Tags",
            Self::Sources => "Sources",
            Self::Used => "What was used",
            Self::License => "License",
            Self::Medium => "Medium",
            Self::File => "File",
            Self::Handle => "Handle",
            Self::Name => "Name",
            Self::Bio => "About",
            Self::Password => "Password",
            Self::NewPassword => "New password",
            Self::Search => "Search",
            Self::Stars => "Rating",
            Self::Reason => "Reason",
            Self::Line => "Line on why",
            Self::Note => "Note",
            Self::Answer => "Answer",
            Self::Shortlist => "Shortlist",
            Self::Production => "Production",
            Self::Collection => "Collection",
            Self::Records => "Records",
            Self::Project => "Project",
            Self::Notes => "Private notes",
            Self::FinalWork => "Final work",
            Self::Weight => "Weight",
            Self::Role => "Role",
            Self::CreditedName => "Name as credited",
            Self::VersionTitle => "Title of the version",
            Self::Work => "Record or link",
            Self::ClaimedSource => "Your record",
            Self::Address => "Mail address",
            Self::Asked => "What is asked",
            Self::Deadline => "Deadline",
            Self::Pay => "Pay",
            Self::Budget => "Budget",
            Self::Currency => "Currency",
            Self::Contributors => "Number of contributors",
            Self::UnusedWork => "What unused work gets",
            Self::Challenge => "Challenge",
            Self::Record => "Record",
            Self::Leader => "Leader",
            Self::Step => "Step",
            Self::Update => "Update",
        }
    }
}

/// Why a typed text is refused, and at which field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextError {
    /// Nothing was typed.
    Empty(Field),
    /// `count` characters (or items) where at most `max` are accepted.
    TooLong {
        /// The field.
        field: Field,
        /// How many there are.
        count: usize,
        /// How many are accepted.
        max: usize,
    },
    /// `count` characters where at least `min` are needed.
    TooShort {
        /// The field.
        field: Field,
        /// How many there are.
        count: usize,
        /// How many are needed.
        min: usize,
    },
    /// The text is not of the form the field has, such as a handle with a space.
    Malformed(Field),
}

impl TextError {
    /// The field it stands at.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Self::Empty(field) | Self::Malformed(field) => *field,
            Self::TooLong { field, .. } | Self::TooShort { field, .. } => *field,
        }
    }
}

/// Characters that change the order or the look of what stands around them without being seen:
/// bidirectional controls, other format controls but joiners, and control characters.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || (c.is_control() && !c.is_whitespace())
}

/// One line: normalised (NFC), white space folded, deceptive characters removed.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let kept: String = text.nfc().filter(|c| !is_deceptive(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Many lines: line ends as `\n`, without control characters other than tab and line end.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

fn check_max(field: Field, text: &str, max: usize) -> Result<(), TextError> {
    let count = text.chars().count();
    if count > max {
        Err(TextError::TooLong { field, count, max })
    } else {
        Ok(())
    }
}

/// A needed line of at most `max` characters.
///
/// # Errors
/// [`TextError::Empty`] or [`TextError::TooLong`].
pub fn required_line(field: Field, text: &str, max: usize) -> Result<String, TextError> {
    let line = clean_line(text);
    if line.is_empty() {
        return Err(TextError::Empty(field));
    }
    check_max(field, &line, max)?;
    Ok(line)
}

/// A line of at most `max` characters that may be empty.
///
/// # Errors
/// [`TextError::TooLong`].
pub fn optional_line(field: Field, text: &str, max: usize) -> Result<String, TextError> {
    let line = clean_line(text);
    check_max(field, &line, max)?;
    Ok(line)
}

/// A text of at most `max` characters that may be empty.
///
/// # Errors
/// [`TextError::TooLong`].
pub fn optional_text(field: Field, text: &str, max: usize) -> Result<String, TextError> {
    let text = clean_lines(text);
    check_max(field, &text, max)?;
    Ok(text)
}

/// One tag as it is kept: compatibility-normalised (NFKC), lower case, words joined by `-`.
/// Answers `None` where nothing is left.
#[must_use]
pub fn clean_tag(text: &str) -> Option<String> {
    let folded: String = text
        .nfkc()
        .filter(|c| !is_deceptive(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '#' | '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let tag: String = words.join("-").chars().take(TAG_MAX).collect();
    (!tag.is_empty()).then_some(tag)
}

/// Tags as typed, separated by commas or semicolons: cleaned, without doubles, in the order typed.
///
/// # Errors
/// [`TextError::TooLong`] for more than [`TAGS_MAX`] tags or a tag over [`TAG_MAX`] characters.
pub fn parse_tags(typed: &str) -> Result<Vec<String>, TextError> {
    let mut tags: Vec<String> = Vec::new();
    for word in typed.split([',', ';', '\n']) {
        check_max(Field::Tags, word.trim(), TAG_MAX)?;
        if let Some(tag) = clean_tag(word)
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
    }
    if tags.len() > TAGS_MAX {
        return Err(TextError::TooLong {
            field: Field::Tags,
            count: tags.len(),
            max: TAGS_MAX,
        });
    }
    Ok(tags)
}

/// Checks a new password: its length is the only rule.
///
/// # Errors
/// [`TextError::TooShort`] or [`TextError::TooLong`], at `field`.
pub fn check_password(field: Field, password: &str) -> Result<(), TextError> {
    let count = password.chars().count();
    let (min, max) = PASSWORD_LENGTH;
    if count < min {
        return Err(TextError::TooShort { field, count, min });
    }
    check_max(field, password, max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_lose_what_deceives() {
        let rows = [
            ("  a \n b\t", "a b"),
            ("evil\u{202e}gnp.exe", "evilgnp.exe"),
            ("\u{feff}\u{200b}", ""),
            ("e\u{301}", "é"),
            ("👩\u{200d}🎨", "👩\u{200d}🎨"),
            ("مرحبا", "مرحبا"),
        ];
        for (typed, kept) in rows {
            assert_eq!(clean_line(typed), kept);
        }
    }

    #[test]
    fn limits_tell_how_much_too_much() {
        assert_eq!(
            required_line(Field::Title, " ", TITLE_MAX),
            Err(TextError::Empty(Field::Title))
        );
        assert_eq!(
            required_line(Field::Title, &"é".repeat(201), TITLE_MAX),
            Err(TextError::TooLong {
                field: Field::Title,
                count: 201,
                max: 200
            })
        );
        assert!(required_line(Field::Title, &"é".repeat(200), TITLE_MAX).is_ok());
        assert_eq!(
            check_password(Field::Password, "fourteen chars"),
            Err(TextError::TooShort {
                field: Field::Password,
                count: 14,
                min: 15
            })
        );
        assert!(check_password(Field::Password, &"x".repeat(257)).is_err());
    }

    #[test]
    fn tags_are_folded() {
        assert_eq!(
            parse_tags("Needs Strings, 62 BPM; needs-strings,, Ｆｕｌｌ").unwrap(),
            ["needs-strings", "62-bpm", "full"]
        );
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        assert!(parse_tags(&many.join(",")).is_err());
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let once = clean_line(&text);
            prop_assert_eq!(clean_line(&once), once.clone());
            let lines = clean_lines(&text);
            prop_assert_eq!(clean_lines(&lines), lines.clone());
        }

        #[test]
        fn a_tag_has_neither_space_nor_separator(text in any::<String>()) {
            if let Some(tag) = clean_tag(&text) {
                let bad = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
                prop_assert!(!tag.contains(bad));
                prop_assert!(tag.chars().count() <= TAG_MAX);
            }
        }
    }
}
