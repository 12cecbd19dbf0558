//! What is shown: the map of everything, or one small lineage. Both know records by id; each has indexes of its own.

use super::answers::Detail;
use super::api::{self, Failed};
use super::view::Term;
use lineage::PictureInput;
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// What is shown.
#[derive(Debug)]
pub(crate) enum Ground {
    Map,
    Picture(Picture),
}

/// A small lineage at hand.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    ids: Vec<i64>,
    places: HashMap<i64, u32>,
    sources: Vec<Vec<u32>>,
    remixes: Vec<Vec<u32>>,
}

impl Picture {
    /// Of records in the order of the drawing, and links by place.
    pub(crate) fn new(ids: Vec<i64>, input: &PictureInput) -> Self {
        let places = ids.iter().copied().zip(0..).collect();
        let mut sources = vec![Vec::new(); ids.len()];
        let mut remixes = vec![Vec::new(); ids.len()];
        for link in &input.links {
            if let (Some(of), Some(from)) =
                (sources.get_mut(link.remix), remixes.get_mut(link.source))
            {
                of.push(link.source as u32);
                from.push(link.remix as u32);
            }
        }
        Self {
            ids,
            places,
            sources,
            remixes,
        }
    }

    fn reach(&self, id: i64, along: &[Vec<u32>]) -> RoaringBitmap {
        let mut seen = RoaringBitmap::new();
        let mut next: Vec<u32> = self.places.get(&id).copied().into_iter().collect();
        while let Some(at) = next.pop() {
            if seen.insert(at) {
                next.extend(along.get(at as usize).into_iter().flatten());
            }
        }
        seen
    }

    fn only(&self, id: i64) -> RoaringBitmap {
        self.places.get(&id).copied().into_iter().collect()
    }

    fn select(&self, terms: &[Term]) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        for term in terms {
            all |= match term {
                Term::Record(id) => self.only(*id),
                Term::Subtree(id) => self.reach(*id, &self.remixes),
                // As on the map, without the record itself.
                Term::Descendants(id) => self.reach(*id, &self.remixes) - self.only(*id),
                Term::Ancestors(id) => self.reach(*id, &self.sources) - self.only(*id),
                Term::Within(_) | Term::Shown => (0..self.ids.len() as u32).collect(),
            };
        }
        all
    }
}

impl Ground {
    /// A record's index in what is shown.
    pub(crate) fn index(&self, detail: &Detail) -> Option<u32> {
        self.index_of(detail.id, detail.index)
    }

    /// The index of a record that the API says has `index` on the map.
    pub(crate) fn index_of(&self, id: i64, index: u32) -> Option<u32> {
        match self {
            Self::Map => Some(index),
            Self::Picture(picture) => picture.places.get(&id).copied(),
        }
    }

    /// The address that tells of the record at an index.
    pub(crate) fn detail_address(&self, epoch: &str, index: u32) -> Option<String> {
        match self {
            Self::Map => Some(format!("/api/v1/map/{epoch}/records/{index}")),
            Self::Picture(picture) => {
                let id = picture.ids.get(index as usize)?;
                Some(format!("/api/v1/map/{epoch}/find?record={id}"))
            }
        }
    }

    /// All that a record came from and all that came from it.
    pub(crate) async fn lineage(
        &self,
        epoch: &str,
        id: i64,
    ) -> Result<(RoaringBitmap, RoaringBitmap), Failed> {
        match self {
            Self::Picture(picture) => Ok((
                picture.reach(id, &picture.sources),
                picture.reach(id, &picture.remixes),
            )),
            Self::Map => {
                let before = select(epoch, &format!("ancestors={id}")).await?;
                let after = select(epoch, &format!("descendants={id}")).await?;
                Ok((before, after))
            }
        }
    }

    /// The records of a selection.
    pub(crate) async fn selection(
        &self,
        epoch: &str,
        terms: &[Term],
        query: &str,
    ) -> Result<RoaringBitmap, Failed> {
        match self {
            Self::Picture(picture) => Ok(picture.select(terms)),
            Self::Map => select(epoch, query).await,
        }
    }
}

/// The records that an expression means.
pub(crate) async fn select(epoch: &str, query: &str) -> Result<RoaringBitmap, Failed> {
    let bytes = api::bytes(&format!("/api/v1/map/{epoch}/select?{query}")).await?;
    RoaringBitmap::deserialize_from(&bytes[..]).map_err(|_| Failed::Unreachable)
}
