//! What the address of a list asks for.

use super::address::parse_id;
use crate::ui::text::query_value;
use db::record::{RecordFilter, Sort};
use domain::text::clean_tag;
use domain::{Handle, Medium, ProjectId, RecordId};

/// Longest words to search for, in characters.
pub(super) const WORDS_MAX: usize = 200;

/// The orders of a list: the word in addresses, and the words on the page.
pub(super) const SORTS: [(Sort, &str, &str); 4] = [
    (Sort::Newest, "newest", "Newest first"),
    (Sort::Oldest, "oldest", "Oldest first"),
    (Sort::Remixes, "remixes", "Most remixed"),
    (Sort::Hearts, "hearts", "Most hearts"),
];

/// A list that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ListQuery {
    pub(super) words: String,
    pub(super) medium: Option<Medium>,
    pub(super) tag: String,
    pub(super) license: String,
    pub(super) author: String,
    pub(super) min_remixes: Option<i64>,
    pub(super) max_remixes: Option<i64>,
    pub(super) remix_of: Option<RecordId>,
    pub(super) remix_of_author: String,
    pub(super) project: Option<ProjectId>,
    pub(super) sort: Sort,
    pub(super) after: String,
}

impl ListQuery {
    /// Reads names and values; answers also what cannot be understood of them, in sentences.
    pub(super) fn parse(pairs: &[(String, String)]) -> (Self, Vec<String>) {
        let mut query = Self::default();
        let mut problems = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty()
                && let Err(problem) = query.take(name, value)
            {
                problems.push(problem);
            }
        }
        (query, problems)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "q" => self.words = words(value)?,
            "medium" => {
                let words = "A medium is text, image, audio, video or code.";
                self.medium = Some(value.parse().map_err(|_| words.to_owned())?);
            }
            "tag" => {
                let words = "A tag has letters or digits in it.";
                self.tag = clean_tag(value).ok_or_else(|| words.to_owned())?;
            }
            "license" if value.chars().count() > 100 => {
                return Err("There is no license with so long a name.".to_owned());
            }
            "license" => value.clone_into(&mut self.license),
            "author" => self.author = handle(value)?,
            "remix_of_author" => self.remix_of_author = handle(value)?,
            "min_remixes" => self.min_remixes = Some(count(value)?),
            "max_remixes" => self.max_remixes = Some(count(value)?),
            "remix_of" => {
                let words = "Remixes are listed of a record, given by its number.";
                self.remix_of = Some(parse_id(value).ok_or_else(|| words.to_owned())?);
            }
            "project" => {
                let words = "A project is given by its number.";
                let id = parse_id(value).ok_or_else(|| words.to_owned())?;
                self.project = Some(ProjectId(id.0));
            }
            "sort" => {
                let words = "A list is sorted by newest, oldest, remixes or hearts.";
                let known = SORTS.iter().find(|(_, word, _)| *word == value);
                self.sort = known.ok_or_else(|| words.to_owned())?.0;
            }
            "after" => value.clone_into(&mut self.after),
            // Notices and whatever others hang on to an address.
            _ => {}
        }
        Ok(())
    }

    /// What the database is asked for.
    pub(super) fn filter(&self) -> RecordFilter {
        let text = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        RecordFilter {
            medium: self.medium,
            tag: text(&self.tag),
            author: text(&self.author),
            license: text(&self.license),
            q: text(&self.words),
            min_remixes: self.min_remixes,
            max_remixes: self.max_remixes,
            external_id: None,
            remix_of: self.remix_of,
            remix_of_author: text(&self.remix_of_author),
            project: self.project,
            ..RecordFilter::default()
        }
    }

    /// The address of this list.
    pub(super) fn address(&self) -> String {
        let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let sort = SORTS
            .iter()
            .find(|(sort, ..)| *sort == self.sort && *sort != Sort::Newest);
        let parts = [
            ("q", self.words.clone()),
            (
                "medium",
                self.medium
                    .map(|medium| medium.to_string())
                    .unwrap_or_default(),
            ),
            ("tag", self.tag.clone()),
            ("license", self.license.clone()),
            ("author", self.author.clone()),
            ("min_remixes", number(self.min_remixes)),
            ("max_remixes", number(self.max_remixes)),
            ("remix_of", number(self.remix_of.map(|id| id.0))),
            ("remix_of_author", self.remix_of_author.clone()),
            ("project", number(self.project.map(|id| id.0))),
            (
                "sort",
                sort.map(|(_, word, _)| (*word).to_owned())
                    .unwrap_or_default(),
            ),
            ("after", self.after.clone()),
        ];
        let pairs: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect();
        match pairs.is_empty() {
            true => "/records".to_owned(),
            false => format!("/records?{}", pairs.join("&")),
        }
    }

    /// This list from its beginning, changed.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut query = self.clone();
        query.after.clear();
        change(&mut query);
        query
    }

    /// Whether anything narrows the list.
    pub(super) fn is_narrowed(&self) -> bool {
        *self
            != Self {
                sort: self.sort,
                after: self.after.clone(),
                ..Self::default()
            }
    }
}

fn words(value: &str) -> Result<String, String> {
    match value.chars().count() {
        0..=WORDS_MAX => Ok(value.to_owned()),
        count => Err(format!("Search is {count}, over {WORDS_MAX} characters.")),
    }
}

fn handle(value: &str) -> Result<String, String> {
    let words =
        "An author is given by handle: letters a to z, digits, and single - or _ between them.";
    let handle: Result<Handle, _> = value.parse();
    handle.map(String::from).map_err(|_| words.to_owned())
}

fn count(value: &str) -> Result<i64, String> {
    let known: Option<i64> = value.parse().ok().filter(|count| *count >= 0);
    known.ok_or_else(|| "A count of remixes is a number from 0.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> (ListQuery, Vec<String>) {
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        ListQuery::parse(&pairs)
    }

    #[test]
    fn addresses_and_lists_agree() {
        for address in [
            "q=rain&medium=audio&tag=62-bpm&license=CC-BY-4.0&author=ada&min_remixes=2&sort=remixes&after=x1",
            "max_remixes=0",
            "remix_of=12&sort=oldest",
            "remix_of_author=ada",
            "project=7&sort=hearts",
        ] {
            let (query, problems) = parse(address);
            assert_eq!(problems, Vec::<String>::new());
            assert_eq!(query.address(), format!("/records?{address}"));
        }
        let (query, _) = parse("q=&medium=&sort=newest&done=saved");
        assert_eq!(
            (query.address().as_str(), query.is_narrowed()),
            ("/records", false)
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for bad in [
            "medium=smell",
            "sort=best",
            "author=a b",
            "remix_of=x",
            "project=x",
            "max_remixes=-1",
            "tag=,",
        ] {
            assert_eq!(parse(bad).1.len(), 1, "{bad}");
        }
        let long = format!("q={}", "x".repeat(201));
        assert_eq!(parse(&long).1, ["Search is 201, over 200 characters."]);
        assert_eq!(parse("medium=smell&sort=best").1.len(), 2);
    }

    #[test]
    fn a_changed_list_begins_anew() {
        let (query, _) = parse("medium=audio&tag=rain&after=x1");
        let without = query.with(|query| query.tag.clear());
        assert_eq!(without.address(), "/records?medium=audio");
        assert!(query.is_narrowed());
    }
}
