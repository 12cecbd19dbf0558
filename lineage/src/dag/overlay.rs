//! Remixes appended since the rows were packed: one ring of links per source.

use super::Dense;

const NONE: u32 = u32::MAX;

#[derive(Clone, Default)]
pub(super) struct Overlay {
    /// Latest link of each source that has one; shorter than the records.
    last: Vec<u32>,
    links: Vec<RingLink>,
}

#[derive(Clone, Copy)]
struct RingLink {
    remix: Dense,
    /// The source's next link; of its latest link, its earliest.
    next: u32,
}

impl Overlay {
    pub(super) fn len(&self) -> usize {
        self.links.len()
    }

    /// The caller has checked that the number of links stays within `u32`.
    pub(super) fn push(&mut self, source: Dense, remix: Dense) {
        let link = self.links.len() as u32;
        if self.last.len() <= source.index() {
            self.last.resize(source.index() + 1, NONE);
        }
        let last = &mut self.last[source.index()];
        let next = match self.links.get_mut(*last as usize) {
            Some(latest) => std::mem::replace(&mut latest.next, link),
            None => link,
        };
        self.links.push(RingLink { remix, next });
        *last = link;
    }

    /// Appended remixes of a source, earliest first.
    pub(super) fn remixes(&self, source: Dense) -> Ring<'_> {
        let last = self.last.get(source.index()).copied().unwrap_or(NONE);
        Ring {
            links: &self.links,
            next: self.links.get(last as usize).map_or(NONE, |l| l.next),
            last,
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.last.capacity() * size_of::<u32>() + self.links.capacity() * size_of::<RingLink>()
    }
}

pub(super) struct Ring<'a> {
    links: &'a [RingLink],
    next: u32,
    last: u32,
}

impl Iterator for Ring<'_> {
    type Item = Dense;

    fn next(&mut self) -> Option<Dense> {
        let link = self.links.get(self.next as usize)?;
        self.next = if self.next == self.last {
            NONE
        } else {
            link.next
        };
        Some(link.remix)
    }
}
