//! What filters need of every public record, in dense order: 17 bytes a record.

use super::load::Chunk;
use domain::Medium;
use lineage::Dense;
use lineage::map::Facts;
use std::collections::HashMap;
use std::hash::Hash;

const MEDIUM: u8 = 0b111;
const WITHDRAWN: u8 = 1 << 3;
const SEVERAL_SOURCES: u8 = 1 << 4;
const REMIXED: u8 = 1 << 5;
const REMIX: u8 = 1 << 6;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Columns {
    flags: Vec<u8>,
    /// Microseconds since 1970.
    times: Vec<i64>,
    /// Numbers of `members`.
    authors: Vec<u32>,
    /// Numbers of `license_names`.
    licenses: Vec<u32>,
    members: Numbered<i64>,
    license_names: Numbered<String>,
    /// Tombstones, in the order in which they were noticed.
    withdrawn: Vec<u32>,
    totals: Totals,
}

/// Counts over all records.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    pub(super) mediums: [u32; 5],
    /// First of a tree.
    pub(super) roots: u32,
    /// Without any link.
    pub(super) singles: u32,
    pub(super) several_sources: u32,
    pub(super) never_remixed: u32,
}

/// What a record must be to pass; all that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// Bit `medium as u8` for each that is wanted; 0 for all.
    pub(super) mediums: u8,
    /// The author's number, see [`Columns::member_number`].
    pub(super) author: Option<u32>,
    pub(super) license: Option<u32>,
    /// The earliest time and the one after the last.
    pub(super) from: Option<i64>,
    pub(super) before: Option<i64>,
    pub(super) never_remixed: bool,
    pub(super) several_sources: bool,
    pub(super) withdrawn: Option<bool>,
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.flags.len()
    }

    pub(super) fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Tombstones, in the order in which they were noticed.
    pub(super) fn withdrawn(&self) -> &[u32] {
        &self.withdrawn
    }

    /// Makes room for so many records in all, and no more.
    pub(super) fn reserve(&mut self, records: usize) {
        let more = records.saturating_sub(self.len());
        self.flags.reserve_exact(more);
        self.times.reserve_exact(more);
        self.authors.reserve_exact(more);
        self.licenses.reserve_exact(more);
    }

    /// Appends records with their sources.
    pub(super) fn extend<'a>(
        &mut self,
        chunk: Chunk,
        mut sources: impl FnMut(usize) -> &'a [Dense],
    ) {
        let licenses: Vec<u32> = chunk
            .licenses
            .into_iter()
            .map(|license| self.license_names.number_or_new(license))
            .collect();
        if self.flags.capacity() - self.len() < chunk.rows.len() {
            // Less than twice as much: it rarely grows by much once it is read.
            self.reserve(self.len() + chunk.rows.len().max(self.len() / 16));
        }
        for (at, row) in chunk.rows.into_iter().enumerate() {
            let dense = self.len() as u32;
            self.flags.push(row.medium as u8);
            self.times.push(row.time);
            self.authors.push(self.members.number_or_new(row.author));
            self.licenses.push(licenses[row.license]);
            self.totals.mediums[row.medium as usize] += 1;
            self.link(sources(at));
            if row.withdrawn {
                self.withdraw(dense);
            }
        }
    }

    /// Counts the last record's links.
    fn link(&mut self, sources: &[Dense]) {
        let Some(flags) = self.flags.last_mut() else {
            return;
        };
        self.totals.never_remixed += 1;
        match sources.len() {
            0 => self.totals.singles += 1,
            1 => *flags |= REMIX,
            _ => {
                *flags |= REMIX | SEVERAL_SOURCES;
                self.totals.several_sources += 1;
            }
        }
        for source in sources {
            self.note_remixed(*source);
        }
    }

    fn note_remixed(&mut self, source: Dense) {
        let flags = &mut self.flags[source.index()];
        if *flags & REMIXED == 0 {
            *flags |= REMIXED;
            self.totals.never_remixed -= 1;
            if *flags & REMIX == 0 {
                self.totals.singles -= 1;
                self.totals.roots += 1;
            }
        }
    }

    /// Counts one more source of a record that has been read.
    pub(super) fn add_link(&mut self, source: Dense, remix: Dense) {
        let flags = &mut self.flags[remix.index()];
        if *flags & REMIX == 0 {
            match *flags & REMIXED == 0 {
                true => self.totals.singles -= 1,
                false => self.totals.roots -= 1,
            }
            *flags |= REMIX;
        } else if *flags & SEVERAL_SOURCES == 0 {
            *flags |= SEVERAL_SOURCES;
            self.totals.several_sources += 1;
        }
        self.note_remixed(source);
    }

    /// Notes a withdrawal. Answers whether it is news.
    pub(super) fn withdraw(&mut self, dense: u32) -> bool {
        let Some(flags) = self.flags.get_mut(dense as usize) else {
            return false;
        };
        let is_news = *flags & WITHDRAWN == 0;
        if is_news {
            *flags |= WITHDRAWN;
            self.withdrawn.push(dense);
        }
        is_news
    }

    pub(super) fn medium(&self, dense: Dense) -> Medium {
        Medium::ALL[usize::from(self.flags[dense.index()] & MEDIUM)]
    }

    pub(super) fn time(&self, dense: Dense) -> i64 {
        self.times[dense.index()]
    }

    /// The author's number: equal where the author is.
    pub(super) fn author(&self, dense: Dense) -> u32 {
        self.authors[dense.index()]
    }

    /// How many members there are numbers for.
    pub(super) fn member_count(&self) -> usize {
        self.members.values.len()
    }

    /// The id of the member with a number.
    pub(super) fn member(&self, number: u32) -> i64 {
        self.members.values[number as usize]
    }

    /// The number of a member; `None` for one without a public record.
    pub(super) fn member_number(&self, id: i64) -> Option<u32> {
        self.members.numbers.get(&id).copied()
    }

    /// The number of a license; `None` for one that no record is under.
    pub(super) fn license_number(&self, spdx: &str) -> Option<u32> {
        self.license_names.numbers.get(spdx).copied()
    }

    /// The SPDX identifier of a record's license; empty where none is recorded.
    pub(super) fn license(&self, dense: Dense) -> &str {
        &self.license_names.values[self.licenses[dense.index()] as usize]
    }

    pub(super) fn is_never_remixed(&self, dense: Dense) -> bool {
        self.flags[dense.index()] & REMIXED == 0
    }

    pub(super) fn has_several_sources(&self, dense: Dense) -> bool {
        self.flags[dense.index()] & SEVERAL_SOURCES != 0
    }

    /// What the map is to know of a record, which is never told to be earlier than its sources.
    pub(super) fn facts(&self, dense: Dense, sources: &[Dense]) -> Facts {
        let times = sources.iter().map(|source| self.time(*source));
        Facts {
            medium: drawn(self.medium(dense)),
            withdrawn: self.flags[dense.index()] & WITHDRAWN != 0,
            time: times.fold(self.time(dense), i64::max),
        }
    }

    pub(super) fn passes(&self, dense: Dense, wanted: &Wanted) -> bool {
        let at = dense.index();
        let flags = self.flags[at];
        (wanted.mediums == 0 || wanted.mediums >> (flags & MEDIUM) & 1 == 1)
            && wanted
                .author
                .is_none_or(|author| author == self.authors[at])
            && wanted
                .license
                .is_none_or(|license| license == self.licenses[at])
            && wanted.from.is_none_or(|from| self.times[at] >= from)
            && wanted.before.is_none_or(|before| self.times[at] < before)
            && !(wanted.never_remixed && flags & REMIXED != 0)
            && (!wanted.several_sources || flags & SEVERAL_SOURCES != 0)
            && wanted
                .withdrawn
                .is_none_or(|withdrawn| withdrawn == (flags & WITHDRAWN != 0))
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.flags.capacity()
            + self.times.capacity() * size_of::<i64>()
            + (self.authors.capacity() + self.licenses.capacity()) * size_of::<u32>()
            + self.withdrawn.capacity() * size_of::<u32>()
            // A member's id twice, its number, and the hash table's own.
            + self.members.values.capacity() * 40
            + self.license_names.values.iter().map(|name| name.len() * 2 + 120).sum::<usize>()
    }
}

fn drawn(medium: Medium) -> lineage::Medium {
    match medium {
        Medium::Text => lineage::Medium::Text,
        Medium::Image => lineage::Medium::Image,
        Medium::Audio => lineage::Medium::Audio,
        Medium::Video => lineage::Medium::Video,
        Medium::Code => lineage::Medium::Code,
    }
}

/// Values by small numbers.
#[derive(Debug)]
struct Numbered<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Hash + Eq + Clone> Numbered<T> {
    fn number_or_new(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}
