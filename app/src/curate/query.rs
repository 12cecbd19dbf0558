//! What the address of the desk asks for.

use crate::ssr;
use crate::ui::text::query_value;
use db::record::{RecordFilter, Sort};
use domain::ids::parse_reference;
use domain::text::clean_tag;
use domain::{ChallengeId, Medium};

/// Remixes that make a record a source of many.
const MANY: i64 = 5;

/// How records must stand in the lineage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Remixes {
    #[default]
    Any,
    Never,
    Many,
}

impl Remixes {
    /// The word in addresses, and the words on the page.
    pub(super) const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Any, "", "Any"),
        (Self::Never, "never", "Never remixed"),
        (Self::Many, "many", "Source of many"),
    ];
}

/// A queue that is asked for. What cannot be understood of an address narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeskQuery {
    /// Rated records in place of unrated ones.
    pub(super) rated: bool,
    /// First published first.
    pub(super) oldest: bool,
    pub(super) medium: Option<Medium>,
    pub(super) tag: String,
    pub(super) curator_tag: String,
    pub(super) license: String,
    pub(super) challenge: Option<ChallengeId>,
    /// What was typed for a challenge and means none.
    pub(super) no_challenge: String,
    pub(super) remixes: Remixes,
    pub(super) after: String,
}

impl DeskQuery {
    /// The queue that the request's address asks for.
    pub(super) fn asked() -> Self {
        Self::parse(&ssr::query_pairs())
    }

    pub(super) fn parse(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        let short = |name: &str| value(name).chars().take(100).collect::<String>();
        let tag = |name: &str| clean_tag(value(name)).unwrap_or_default();
        let remixes = Remixes::ALL
            .into_iter()
            .find(|(_, word, _)| *word == value("remixes"));
        let challenge = parse_reference(value("challenge"), "challenges").map(ChallengeId);
        Self {
            rated: value("show") == "rated",
            oldest: value("sort") == "oldest",
            medium: value("medium").parse().ok(),
            tag: tag("tag"),
            curator_tag: tag("curator_tag"),
            license: short("license"),
            no_challenge: match challenge {
                Some(_) => String::new(),
                None => short("challenge"),
            },
            challenge,
            remixes: remixes.map_or(Remixes::Any, |(remixes, ..)| remixes),
            after: short("after"),
        }
    }

    pub(super) fn sort(&self) -> Sort {
        if self.oldest {
            Sort::Oldest
        } else {
            Sort::Newest
        }
    }

    /// The same queue from its other end.
    pub(super) fn reversed(&self) -> Sort {
        if self.oldest {
            Sort::Newest
        } else {
            Sort::Oldest
        }
    }

    /// What the database is asked for.
    pub(super) fn filter(&self) -> RecordFilter {
        let text = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        RecordFilter {
            rated: Some(self.rated),
            medium: self.medium,
            tag: text(&self.tag),
            curator_tag: text(&self.curator_tag),
            license: text(&self.license),
            challenge: self.challenge,
            min_remixes: (self.remixes == Remixes::Many).then_some(MANY),
            max_remixes: (self.remixes == Remixes::Never).then_some(0),
            ..RecordFilter::default()
        }
    }

    /// Whether anything narrows the queue.
    pub(super) fn is_narrowed(&self) -> bool {
        *self
            != Self {
                rated: self.rated,
                oldest: self.oldest,
                after: self.after.clone(),
                no_challenge: self.no_challenge.clone(),
                ..Self::default()
            }
    }

    /// The queue as a query, with `?` before it where there is any; where it begins is left out.
    pub(super) fn text(&self) -> String {
        let word = |is: bool, word: &str| if is { word.to_owned() } else { String::new() };
        let remixes = Remixes::ALL
            .into_iter()
            .find(|(remixes, ..)| *remixes == self.remixes);
        let parts = [
            ("show", word(self.rated, "rated")),
            ("sort", word(self.oldest, "oldest")),
            (
                "medium",
                self.medium
                    .map(|medium| medium.to_string())
                    .unwrap_or_default(),
            ),
            ("tag", self.tag.clone()),
            ("curator_tag", self.curator_tag.clone()),
            ("license", self.license.clone()),
            (
                "challenge",
                self.challenge.map(|id| id.to_string()).unwrap_or_default(),
            ),
            (
                "remixes",
                remixes.map_or("", |(_, word, _)| word).to_owned(),
            ),
        ];
        let pairs: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", query_value(value)))
            .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("?{}", pairs.join("&")),
        }
    }

    /// An address with this queue in it, and something more.
    pub(super) fn address(&self, path: &str, more: &str) -> String {
        let query = self.text();
        match (query.is_empty(), more.is_empty()) {
            (_, true) => format!("{path}{query}"),
            (true, false) => format!("{path}?{more}"),
            (false, false) => format!("{path}{query}&{more}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> DeskQuery {
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        DeskQuery::parse(&pairs)
    }

    #[test]
    fn queues_and_addresses_agree() {
        for query in [
            "show=rated&sort=oldest&medium=audio&tag=62-bpm&curator_tag=quiet&license=CC0-1.0&challenge=7&remixes=many",
            "remixes=never",
        ] {
            assert_eq!(parse(query).text(), format!("?{query}"));
            assert!(parse(query).is_narrowed());
        }
        assert_eq!(
            parse("medium=smell&challenge=x&after=a1.2&done=saved").text(),
            ""
        );
        assert!(!parse("sort=oldest&show=rated").is_narrowed());
        let pasted = parse("challenge=https://example.org/challenges/7?show=hearts");
        assert_eq!(pasted.text(), "?challenge=7");
        let odd = parse("challenge=the chorus");
        assert_eq!(
            (odd.no_challenge.as_str(), odd.is_narrowed()),
            ("the chorus", false)
        );
        assert_eq!(
            parse("").address("/curate", "done=rated"),
            "/curate?done=rated"
        );
        let address = parse("remixes=never").address("/curate", "after=a1.2");
        assert_eq!(address, "/curate?remixes=never&after=a1.2");
    }
}
