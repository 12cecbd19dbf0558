//! What the API answers, as far as the interface reads it.

use crate::engine::SecondaryLink;
use serde::Deserialize;

/// A member.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Author {
    pub(crate) handle: String,
    pub(crate) name: String,
}

/// Records of each medium.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Mediums {
    pub(crate) text: u32,
    pub(crate) image: u32,
    pub(crate) audio: u32,
    pub(crate) video: u32,
    pub(crate) code: u32,
}

impl Link {
    /// Of a record that is known.
    pub(crate) fn of(near: &Near) -> Self {
        let near = near.clone();
        Self {
            id: near.id,
            index: near.index,
            title: near.title,
            medium: near.medium,
            author: near.author,
            published_at: near.published_at,
        }
    }
}

impl Detail {
    /// What hangs on it by primary links, without itself, by medium.
    pub(crate) fn inside(&self) -> Mediums {
        let mut inside = self.mediums;
        inside.take_away(&self.medium);
        inside
    }
}

impl Mediums {
    fn take_away(&mut self, medium: &str) {
        let count = match medium {
            "image" => &mut self.image,
            "audio" => &mut self.audio,
            "video" => &mut self.video,
            "code" => &mut self.code,
            _ => &mut self.text,
        };
        *count = count.saturating_sub(1);
    }

    /// Counts a record of a medium.
    pub(crate) fn add(&mut self, medium: &str) {
        match medium {
            "image" => self.image += 1,
            "audio" => self.audio += 1,
            "video" => self.video += 1,
            "code" => self.code += 1,
            _ => self.text += 1,
        }
    }

    /// The word in addresses and classes, and the count.
    pub(crate) fn counts(&self) -> [(&'static str, u32); 5] {
        [
            ("text", self.text),
            ("image", self.image),
            ("audio", self.audio),
            ("video", self.video),
            ("code", self.code),
        ]
    }
}

/// A record beside another.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Near {
    pub(crate) id: i64,
    pub(crate) index: u32,
    pub(crate) title: String,
    pub(crate) medium: String,
    pub(crate) author: Author,
    pub(crate) published_at: String,
    pub(crate) source_count: u32,
    pub(crate) remix_count: u32,
    pub(crate) size: u32,
    pub(crate) at: (i32, i32),
    pub(crate) withdrawn: bool,
}

/// A record of the chain of sources.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Link {
    pub(crate) id: i64,
    pub(crate) index: u32,
    pub(crate) title: String,
    pub(crate) medium: String,
    pub(crate) author: Author,
    pub(crate) published_at: String,
}

/// A record, and what is around it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Detail {
    pub(crate) id: i64,
    pub(crate) index: u32,
    pub(crate) size: u32,
    pub(crate) title: String,
    pub(crate) medium: String,
    pub(crate) author: Author,
    pub(crate) license: Option<String>,
    pub(crate) published_at: String,
    pub(crate) withdrawn: bool,
    pub(crate) at: (i32, i32),
    pub(crate) hearts: u32,
    pub(crate) source_count: u32,
    pub(crate) sources: Vec<Near>,
    pub(crate) remix_count: u32,
    pub(crate) remixes: Vec<Near>,
    pub(crate) secondary_links: Vec<SecondaryLink>,
    pub(crate) ancestor_count: u32,
    pub(crate) descendant_count: u32,
    pub(crate) deepest: u32,
    pub(crate) member_count: u32,
    pub(crate) thumbnail: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The same without itself.
    pub(crate) inside_from: Option<String>,
    pub(crate) inside_to: Option<String>,
    pub(crate) mediums: Mediums,
    pub(crate) chain: Vec<Link>,
    pub(crate) chain_more: bool,
    /// Sources that the picture does not show.
    #[serde(skip)]
    pub(crate) hidden_sources: u32,
    /// How much came from it, as far as the picture shows it, where that is not all.
    #[serde(skip)]
    pub(crate) after: Option<u32>,
}

/// A member, and how many of the records are theirs.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct MemberCount {
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) count: u32,
}

/// Who and what is selected.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Summary {
    pub(crate) count: u32,
    pub(crate) member_count: u32,
    pub(crate) members: Vec<MemberCount>,
    pub(crate) mediums: Mediums,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) records: Vec<Near>,
    pub(crate) secondary_links: Vec<SecondaryLink>,
    /// The box around them on the map: from its left top to its right bottom corner.
    pub(crate) bounds: Option<[(i32, i32); 2]>,
}

/// The records beside another among the remixes of one source.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Siblings {
    pub(crate) before: Option<i64>,
    pub(crate) after: Option<i64>,
}

/// What the live stream tells.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tick {
    pub(crate) epoch: String,
    pub(crate) new: u32,
    pub(crate) withdrawn: u32,
}
