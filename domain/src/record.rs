//! Records: what a draft holds, when it can be published, and its states.

use crate::license::License;
use crate::medium::Medium;
use crate::text::{self, Field, TextError};
use serde::{Deserialize, Serialize};

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Seen by its author alone.
    Draft,
    /// Public; its links never change.
    Published,
    /// A tombstone: title, credited name, license and links stay; body and media are gone.
    Withdrawn,
}

impl Status {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of a word in a table, or `None`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Withdrawn]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// Why something cannot be done with a record as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordError {
    /// It is published already.
    AlreadyPublished,
    /// It was withdrawn.
    Withdrawn,
    /// It holds nothing yet: neither a body nor a file.
    NothingInIt,
    /// It was changed by somebody else (or in another window) since it was opened.
    ChangedMeanwhile,
}

/// What a member typed about a record, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// One line, 1 to [`text::TITLE_MAX`] characters.
    pub title: String,
    /// Markdown, may be empty.
    pub description: String,
    /// Cleaned tags without doubles.
    pub tags: Vec<String>,
}

impl Details {
    /// Checks what was typed; `tags` separated by commas.
    ///
    /// # Errors
    /// The first [`TextError`], in the order of the form.
    pub fn parse(title: &str, description: &str, tags: &str) -> Result<Self, TextError> {
        Ok(Self {
            title: text::required_line(Field::Title, title, text::TITLE_MAX)?,
            description: text::optional_text(Field::Description, description, text::BODY_MAX)?,
            tags: text::parse_tags(tags)?,
        })
    }
}

/// The body of a typed record, checked and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// [`Medium::Text`] (Markdown) or [`Medium::Code`].
    pub medium: Medium,
    /// At most [`text::BODY_MAX`] characters; may be empty in a draft.
    pub text: String,
    /// The language of code as typed, may be empty.
    pub language: String,
}

impl Body {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`TextError`] at the medium, the body or the language.
    pub fn parse(medium: Medium, body: &str, language: &str) -> Result<Self, TextError> {
        if !medium.is_typed() {
            return Err(TextError::Malformed(Field::Medium));
        }
        Ok(Self {
            medium,
            text: text::optional_text(Field::Body, body, text::BODY_MAX)?,
            language: text::optional_line(Field::Language, language, 40)?,
        })
    }
}

/// A draft that may be published: it holds something and has a license.
///
/// Made by [`Publishable::check`] alone, so nothing else can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishable {
    license: License,
}

impl Publishable {
    /// Checks a draft's state, that it holds a body or a file, and that its license fits its sources.
    ///
    /// # Errors
    /// Any [`crate::Rule`] that stands against it.
    pub fn check(
        status: Status,
        title: &str,
        holds_something: bool,
        license: Option<License>,
        sources: &[crate::license::SourceLicense],
    ) -> Result<Self, crate::Rule> {
        match status {
            Status::Draft => {}
            Status::Published => return Err(RecordError::AlreadyPublished.into()),
            Status::Withdrawn => return Err(RecordError::Withdrawn.into()),
        }
        text::required_line(Field::Title, title, text::TITLE_MAX)?;
        if !holds_something {
            return Err(RecordError::NothingInIt.into());
        }
        crate::license::allowed_licenses(sources)?;
        let license = license.ok_or(TextError::Empty(Field::License))?;
        crate::license::check_license(license, sources)?;
        Ok(Self { license })
    }

    /// The license it is published under.
    #[must_use]
    pub fn license(&self) -> License {
        self.license
    }
}
