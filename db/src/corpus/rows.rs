//! One new record with everything that is written of it.

use super::plan::Plan;

/// A row of `record` with its tags and what it is found by.
pub(super) struct NewRow<'a> {
    pub(super) id: i64,
    pub(super) seq: i64,
    pub(super) author: i64,
    pub(super) credited_name: &'a str,
    pub(super) handle: &'a str,
    pub(super) title: &'a str,
    pub(super) medium: &'static str,
    pub(super) license: Option<&'a str>,
    pub(super) at: i64,
    pub(super) external_id: String,
    pub(super) url: Option<&'a str>,
    pub(super) source_count: i64,
    pub(super) remix_count: i64,
    pub(super) tags: Vec<&'a str>,
}

impl NewRow<'_> {
    /// What it is found by, beside the title: its author's name and handle.
    pub(super) fn author_words(&self) -> String {
        format!("{} {}", self.credited_name, self.handle)
    }
}

impl<'a> Plan<'a> {
    /// The new record of this number.
    pub(super) fn row(&'a self, number: usize) -> NewRow<'a> {
        let corpus = self.corpus;
        let work = &corpus.works[self.order[number] as usize];
        let (author, handle) = &self.authors[work.author as usize];
        let tags = corpus.tag_lists.word(work.tags);
        let license = corpus.licenses.word(work.license);
        NewRow {
            id: self.ids[number],
            seq: self.first_seq + number as i64,
            author: *author,
            credited_name: corpus.authors.word(work.author),
            handle,
            title: &work.title,
            medium: work.medium.as_str(),
            license: (!license.is_empty()).then_some(license),
            at: work.at,
            external_id: format!("{}/{}", self.name, work.id),
            url: (!work.url.is_empty()).then_some(&*work.url),
            source_count: self.source_counts[number].into(),
            remix_count: self.remix_counts[number].into(),
            tags: tags.split(',').filter(|tag| !tag.is_empty()).collect(),
        }
    }
}
