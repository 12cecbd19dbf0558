//! The five mediums a record can be of.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a record is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Prose or verse, in Markdown.
    Text,
    /// A still or animated picture.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// A program or a part of one.
    Code,
}

impl Medium {
    /// All mediums, in the order in which they are listed everywhere.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Image,
        Self::Audio,
        Self::Video,
        Self::Code,
    ];

    /// The word in tables, URLs and the API: `text`, `image`, `audio`, `video` or `code`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Code => "code",
        }
    }

    /// The word at the start of a sentence or in a list: `Text`, `Image`, ...
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Image => "Image",
            Self::Audio => "Audio",
            Self::Video => "Video",
            Self::Code => "Code",
        }
    }

    /// Whether a record of this medium holds a body that is typed rather than a file.
    #[must_use]
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Text | Self::Code)
    }
}

impl fmt::Display for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is none of the five mediums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMedium;

impl FromStr for Medium {
    type Err = UnknownMedium;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|medium| medium.as_str() == word)
            .ok_or(UnknownMedium)
    }
}
