//! Attribution: the text generated from a record's lineage, to paste where the record is used.
//!
//! It names what Creative Commons recommends (title, author, source, license;
//! <https://wiki.creativecommons.org/wiki/Recommended_practices_for_attribution>) of the work and of
//! everything that it was made from, however far back.

use crate::license::License;
use serde::Serialize;
use std::fmt::Write;

/// One work of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditLine {
    /// The title; empty where it has none.
    pub title: String,
    /// The author's name as credited.
    pub author: String,
    /// Where the work is found.
    pub url: String,
    /// The license, where one is recorded.
    pub license: Option<CreditLicense>,
    /// Whether its author has withdrawn it: the credit stays.
    pub withdrawn: bool,
    /// How many links away from the work, at the least; 0 is the work itself.
    pub distance: u32,
}

/// A license as it is named in a credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreditLicense {
    /// The SPDX identifier, or the words an import came with.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// Where it can be read.
    pub url: Option<String>,
}

impl CreditLicense {
    /// The license with this identifier; a foreign one keeps its identifier as its name.
    #[must_use]
    pub fn of(id: &str) -> Self {
        match id.parse::<License>() {
            Ok(license) => Self {
                id: id.to_owned(),
                name: license.name().to_owned(),
                url: license.url().map(str::to_owned),
            },
            Err(_) => Self {
                id: id.to_owned(),
                name: id.to_owned(),
                url: None,
            },
        }
    }
}

/// A work with all that it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribution {
    /// The work.
    pub work: CreditLine,
    /// What it came from, nearest first; perhaps not all of it.
    pub made_from: Vec<CreditLine>,
    /// How many records it came from, exactly.
    pub ancestor_count: u32,
    /// Where the whole lineage is found.
    pub lineage_url: String,
}

impl Attribution {
    /// How many records it came from that are not listed.
    #[must_use]
    pub fn left_out(&self) -> u32 {
        let listed = u32::try_from(self.made_from.len()).unwrap_or(u32::MAX);
        self.ancestor_count.saturating_sub(listed)
    }

    /// The lines of one generation: the direct sources, or those further back.
    fn lines(&self, direct: bool) -> impl Iterator<Item = &CreditLine> {
        self.made_from
            .iter()
            .filter(move |line| (line.distance <= 1) == direct)
    }

    /// As plain text: one line for the work, and one for each that it came from.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = text_line(&self.work);
        for (heading, direct) in HEADINGS {
            let mut lines = self.lines(direct).peekable();
            if lines.peek().is_some() {
                let _ = write!(out, "\n{heading}");
            }
            for line in lines {
                let _ = write!(out, "\n- {}", text_line(line));
            }
        }
        if let Some(more) = self.more() {
            let _ = write!(out, "\n{more}: {}", self.lineage_url);
        }
        out
    }

    /// As HTML to paste into a page; everything that people typed is escaped.
    #[must_use]
    pub fn html(&self) -> String {
        let mut out = format!("<p>{}</p>", html_line(&self.work));
        for (heading, direct) in HEADINGS {
            let mut lines = self.lines(direct).peekable();
            if lines.peek().is_none() {
                continue;
            }
            let _ = write!(out, "\n<p>{heading}</p>\n<ul>");
            for line in lines {
                let _ = write!(out, "\n<li>{}</li>", html_line(line));
            }
            out.push_str("\n</ul>");
        }
        if let Some(more) = self.more() {
            let url = escape(&self.lineage_url);
            let _ = write!(out, "\n<p><a href=\"{url}\">{more}</a></p>");
        }
        out
    }

    fn more(&self) -> Option<String> {
        match self.left_out() {
            0 => None,
            1 => Some("And 1 more that it came from".to_owned()),
            count => Some(format!("And {count} more that it came from")),
        }
    }
}

const HEADINGS: [(&str, bool); 2] = [("Made from:", true), ("Which came from:", false)];

fn title(line: &CreditLine) -> &str {
    if line.title.is_empty() {
        "Untitled"
    } else {
        &line.title
    }
}

/// Titles are one line here, whatever an import brought.
fn one_line(text: &str) -> String {
    crate::text::clean_line(text)
}

fn text_line(line: &CreditLine) -> String {
    let mut out = format!(
        "\"{}\" by {} ({})",
        one_line(title(line)),
        one_line(&line.author),
        line.url
    );
    match &line.license {
        Some(CreditLicense {
            name,
            url: Some(url),
            ..
        }) => {
            let _ = write!(out, ", {} ({url})", one_line(name));
        }
        Some(license) => {
            let _ = write!(out, ", {}", one_line(&license.name));
        }
        None => out.push_str(", license not recorded"),
    }
    if line.withdrawn {
        out.push_str(", withdrawn");
    }
    out
}

fn html_line(line: &CreditLine) -> String {
    let mut out = format!(
        "<a href=\"{}\"><cite>{}</cite></a> by {}",
        escape(&line.url),
        escape(&one_line(title(line))),
        escape(&one_line(&line.author))
    );
    match &line.license {
        Some(CreditLicense {
            name,
            url: Some(url),
            ..
        }) => {
            let (url, name) = (escape(url), escape(&one_line(name)));
            let _ = write!(out, ", <a rel=\"license\" href=\"{url}\">{name}</a>");
        }
        Some(license) => {
            let _ = write!(out, ", {}", escape(&one_line(&license.name)));
        }
        None => out.push_str(", license not recorded"),
    }
    if line.withdrawn {
        out.push_str(", withdrawn");
    }
    out
}

/// Text as it stands in HTML or XML, in attributes too.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(title: &str, id: Option<&str>, distance: u32) -> CreditLine {
        CreditLine {
            title: title.to_owned(),
            author: "Maya & Co".to_owned(),
            url: format!("https://example.org/records/{distance}"),
            license: id.map(CreditLicense::of),
            withdrawn: distance == 2,
            distance,
        }
    }

    fn chain() -> Attribution {
        Attribution {
            work: line("Rain <b>\"on\"</b> tin", Some("CC-BY-4.0"), 0),
            made_from: vec![
                line("", Some("LicenseRef-Understory"), 1),
                line("evil\u{202e}gnp\nnext", Some("All rights <reserved>"), 2),
                line("Old", None, 3),
            ],
            ancestor_count: 5,
            lineage_url: "https://example.org/records/0/lineage".to_owned(),
        }
    }

    #[test]
    fn text_names_the_whole_chain() {
        let expected = "\"Rain <b>\"on\"</b> tin\" by Maya & Co (https://example.org/records/0), CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)
Made from:
- \"Untitled\" by Maya & Co (https://example.org/records/1), Understory license
Which came from:
- \"evilgnp next\" by Maya & Co (https://example.org/records/2), All rights <reserved>, withdrawn
- \"Old\" by Maya & Co (https://example.org/records/3), license not recorded
And 2 more that it came from: https://example.org/records/0/lineage";
        assert_eq!(chain().text(), expected);
    }

    #[test]
    fn html_escapes_what_people_typed() {
        let html = chain().html();
        assert!(
            html.contains("<cite>Rain &lt;b&gt;&quot;on&quot;&lt;/b&gt; tin</cite>"),
            "{html}"
        );
        assert!(html.contains("All rights &lt;reserved&gt;"), "{html}");
        assert!(html.contains(
            "<a rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>"
        ));
    }

    #[test]
    fn a_root_has_one_line() {
        let root = Attribution {
            made_from: Vec::new(),
            ancestor_count: 0,
            ..chain()
        };
        assert_eq!(root.text().lines().count(), 1);
        assert_eq!(root.html().matches("<p>").count(), 1);
    }

    proptest! {
        #[test]
        fn no_tag_but_our_own(title in any::<String>(), author in any::<String>(), license in any::<String>()) {
            let mut chain = chain();
            chain.made_from[0].title = title;
            chain.made_from[0].author = author;
            chain.made_from[0].license = Some(CreditLicense::of(&license));
            let html = chain.html();
            for tag in html.split('<').skip(1) {
                let known = ["p>", "/p>", "ul>", "/ul>", "li>", "/li>", "a ", "/a>", "cite>", "/cite>"];
                prop_assert!(known.iter().any(|start| tag.starts_with(start)), "{tag}");
            }
            prop_assert_eq!(chain.text().lines().count(), 7);
        }
    }
}
