//! What is shown: the map of everything, or one small lineage. Both know records by id and by their index on the map; of
//! a small lineage all records and links are at hand.

use super::answers::{Detail, Link, Mediums, Near};
use lineage::PictureLink;
use roaring::RoaringBitmap;
use std::cell::RefCell;
use std::collections::HashMap;

/// What is shown.
#[derive(Debug)]
pub(crate) enum Ground {
    Map,
    Picture(Picture),
}

/// A small lineage at hand.
#[derive(Debug)]
pub(crate) struct Picture {
    /// The record that it is the lineage of.
    pub(crate) about: i64,
    held: RefCell<Held>,
}

/// Records and links by place, in the order of the drawing.
#[derive(Debug, Default)]
struct Held {
    records: Vec<Near>,
    places: HashMap<i64, usize>,
    sources: Vec<Vec<usize>>,
    remixes: Vec<Vec<usize>>,
}

/// What a lineage holds, by the ids of records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lineage {
    pub(crate) records: Vec<Near>,
    /// Sources and their remixes, in the order in which these name them.
    pub(crate) links: Vec<(i64, i64)>,
}

impl Ground {
    /// A small lineage; the first record is the one that it is about.
    pub(crate) fn picture(lineage: Lineage) -> Self {
        let picture = Picture {
            about: lineage.records.first().map_or(0, |first| first.id),
            held: RefCell::default(),
        };
        picture.add(lineage);
        Self::Picture(picture)
    }

    /// A record's index on the map, if it is shown.
    pub(crate) fn index(&self, detail: &Detail) -> Option<u32> {
        self.index_of(detail.id, detail.index)
    }

    /// The index of a record that the API says has `index`, if it is shown.
    pub(crate) fn index_of(&self, id: i64, index: u32) -> Option<u32> {
        match self {
            Self::Map => Some(index),
            Self::Picture(picture) => picture.index(id),
        }
    }

    pub(crate) fn is_map(&self) -> bool {
        matches!(self, Self::Map)
    }

    /// A query of the API, narrowed to what is shown.
    pub(crate) fn narrowed(&self, query: String) -> String {
        match self {
            Self::Map => query,
            Self::Picture(picture) if query.is_empty() => format!("lineage={}", picture.about),
            Self::Picture(picture) => format!("{query}&lineage={}", picture.about),
        }
    }

    /// Leaves of a record's surroundings what is shown.
    pub(crate) fn fit(&self, detail: &mut Detail) {
        if let Self::Picture(picture) = self {
            picture.held.borrow().fit(detail);
        }
    }

    /// All that a record came from and all that came from it, where that is at hand.
    pub(crate) fn lineage(&self, id: i64) -> Option<(RoaringBitmap, RoaringBitmap)> {
        let Self::Picture(picture) = self else {
            return None;
        };
        let held = picture.held.borrow();
        let place = *held.places.get(&id)?;
        let indexes = |along: &[Vec<usize>]| {
            let reached = reach(place, along).into_iter().filter(|at| *at != place);
            reached.map(|at| held.records[at].index).collect()
        };
        Some((indexes(&held.sources), indexes(&held.remixes)))
    }
}

impl Picture {
    /// Adds records and links; answers the places of the links.
    pub(crate) fn add(&self, lineage: Lineage) -> Vec<PictureLink> {
        let mut held = self.held.borrow_mut();
        for record in lineage.records {
            let place = held.records.len();
            held.places.insert(record.id, place);
            held.records.push(record);
            held.sources.push(Vec::new());
            held.remixes.push(Vec::new());
        }
        let mut links = Vec::with_capacity(lineage.links.len());
        for (source, remix) in lineage.links {
            let places = (held.places.get(&source), held.places.get(&remix));
            let (Some(&source), Some(&remix)) = places else {
                continue;
            };
            links.push(PictureLink {
                source,
                remix,
                position: held.sources[remix].len() as u32,
            });
            held.sources[remix].push(source);
            held.remixes[source].push(remix);
        }
        held.count();
        links
    }

    /// How many records it holds.
    pub(crate) fn len(&self) -> usize {
        self.held.borrow().records.len()
    }

    pub(crate) fn has(&self, id: i64) -> bool {
        self.held.borrow().places.contains_key(&id)
    }

    /// A record, with counts as far as it is shown.
    pub(crate) fn near(&self, id: i64) -> Option<Near> {
        let held = self.held.borrow();
        Some(held.records[*held.places.get(&id)?].clone())
    }

    fn index(&self, id: i64) -> Option<u32> {
        let held = self.held.borrow();
        Some(held.records[*held.places.get(&id)?].index)
    }

    /// The record at an index on the map.
    pub(crate) fn id(&self, index: u32) -> Option<i64> {
        let held = self.held.borrow();
        let mut records = held.records.iter();
        Some(records.find(|record| record.index == index)?.id)
    }

    /// Gives records the indexes of a map that was laid out anew; answers those of all, in the order of the drawing.
    pub(crate) fn renew(&self, records: &[Near]) -> Vec<u32> {
        let mut held = self.held.borrow_mut();
        // One that is no longer among them has no index; its old one may be another's now.
        for (record, place) in held.records.iter_mut().zip(0..) {
            record.index = u32::MAX - place;
        }
        for record in records {
            if let Some(place) = held.places.get(&record.id).copied() {
                held.records[place].index = record.index;
            }
        }
        held.records.iter().map(|record| record.index).collect()
    }

    /// What hangs on a record by primary links, without itself: indexes.
    pub(crate) fn branch(&self, id: i64) -> RoaringBitmap {
        let held = self.held.borrow();
        let place = held.places.get(&id);
        let branch = place.map(|place| held.branch(*place)).unwrap_or_default();
        branch
            .into_iter()
            .map(|at| held.records[at].index)
            .collect()
    }
}

impl Held {
    /// Counts sources, remixes and what came from each, as far as it is shown.
    fn count(&mut self) {
        for place in 0..self.records.len() {
            let after = reach(place, &self.remixes).len() as u32;
            let record = &mut self.records[place];
            record.source_count = self.sources[place].len() as u32;
            record.remix_count = self.remixes[place].len() as u32;
            record.size = after;
        }
    }

    fn branch(&self, place: usize) -> Vec<usize> {
        let mut branch = Vec::new();
        let mut next = vec![place];
        while let Some(at) = next.pop() {
            let remixes = self.remixes[at].iter().copied();
            let primary = remixes.filter(|remix| self.sources[*remix].first() == Some(&at));
            let first = branch.len();
            branch.extend(primary);
            next.extend_from_slice(&branch[first..]);
        }
        branch
    }

    fn fit(&self, detail: &mut Detail) {
        let Some(place) = self.places.get(&detail.id).copied() else {
            return;
        };
        let near = |places: &[usize]| places.iter().map(|at| self.records[*at].clone()).collect();
        let record = &self.records[place];
        detail.index = record.index;
        detail.sources = near(&self.sources[place]);
        detail.remixes = near(&self.remixes[place]);
        detail.remix_count = record.remix_count;
        detail.hidden_sources = detail.source_count.saturating_sub(record.source_count);
        detail.after = Some(record.size - 1);
        let up = |at: &usize| self.sources[*at].first().copied();
        let way = std::iter::successors(Some(place), up);
        detail.chain = way.map(|at| Link::of(&self.records[at])).collect();
        detail.chain_more = false;
        let branch = self.branch(place);
        detail.size = branch.len() as u32 + 1;
        detail.mediums = Mediums::default();
        detail.mediums.add(&record.medium);
        // Times as RFC 3339 are in the order of their letters.
        let times = branch.iter().map(|at| &self.records[*at].published_at);
        detail.inside_from = times.clone().min().cloned();
        detail.inside_to = times.clone().max().cloned();
        let own = std::iter::once(&record.published_at);
        let all = times.chain(own);
        detail.from = all.clone().min().cloned().unwrap_or_default();
        detail.to = all.max().cloned().unwrap_or_default();
        for at in branch {
            detail.mediums.add(&self.records[at].medium);
        }
    }
}

/// All places that are reached from one, itself first.
fn reach(place: usize, along: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; along.len()];
    let mut reached = vec![place];
    seen[place] = true;
    let mut at = 0;
    while let Some(from) = reached.get(at).copied() {
        at += 1;
        for to in along[from].iter().copied() {
            if !std::mem::replace(&mut seen[to], true) {
                reached.push(to);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(id: i64) -> Near {
        Near {
            id,
            index: 100 + id as u32,
            medium: "audio".to_owned(),
            published_at: format!("20{id:02}-01-01T00:00:00Z"),
            ..Near::default()
        }
    }

    /// 3, made from 1 and 2, was remixed by 4 and 5; 5 was made from 4, then 3.
    fn ground() -> Ground {
        Ground::picture(Lineage {
            records: [3, 1, 2, 4, 5].map(near).to_vec(),
            links: vec![(1, 3), (2, 3), (3, 4), (4, 5), (3, 5)],
        })
    }

    fn picture(ground: &Ground) -> &Picture {
        match ground {
            Ground::Picture(picture) => picture,
            Ground::Map => unreachable!("it is a picture"),
        }
    }

    #[test]
    fn a_record_is_told_as_far_as_the_picture_shows_it() {
        let mut detail = Detail {
            id: 3,
            source_count: 5,
            remix_count: 90,
            size: 1_000,
            ..Detail::default()
        };
        ground().fit(&mut detail);
        let ids = |near: &[Near]| near.iter().map(|near| near.id).collect::<Vec<_>>();
        assert_eq!(ids(&detail.sources), [1, 2]);
        assert_eq!(ids(&detail.remixes), [4, 5]);
        assert_eq!((detail.hidden_sources, detail.remix_count), (3, 2));
        assert_eq!((detail.index, detail.size, detail.after), (103, 3, Some(2)));
        assert_eq!(
            detail.chain.iter().map(|link| link.id).collect::<Vec<_>>(),
            [3, 1]
        );
        assert_eq!((detail.mediums.audio, &detail.to[..4]), (3, "2005"));
    }

    #[test]
    fn branches_go_by_primary_links_and_lineages_by_all() {
        let ground = ground();
        let (before, after) = ground.lineage(5).unwrap_or_default();
        assert_eq!(before, [101, 102, 103, 104].into());
        assert!(after.is_empty());
        assert_eq!(picture(&ground).branch(3), [104, 105].into());
        assert_eq!(picture(&ground).branch(2), RoaringBitmap::new());
    }

    #[test]
    fn what_was_laid_out_anew_keeps_its_place() {
        let ground = ground();
        let renewed: Vec<Near> = [5, 4, 3, 2, 1]
            .map(|id| Near {
                index: id as u32,
                ..near(id)
            })
            .to_vec();
        assert_eq!(picture(&ground).renew(&renewed), [3, 1, 2, 4, 5]);
        assert_eq!(picture(&ground).id(4), Some(4));
        assert_eq!(picture(&ground).renew(&renewed[1..])[4], u32::MAX - 4);
        assert_eq!(picture(&ground).id(5), None, "nobody else is taken for it");
        picture(&ground).renew(&renewed);
        let links = picture(&ground).add(Lineage {
            records: vec![near(6)],
            links: vec![(5, 6), (9, 6)],
        });
        assert_eq!(links.len(), 1);
        assert_eq!(
            (links[0].source, links[0].remix, links[0].position),
            (4, 5, 0)
        );
        assert_eq!(
            ground.narrowed("medium=audio".to_owned()),
            "medium=audio&lineage=3"
        );
    }
}
