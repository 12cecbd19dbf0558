//! Atom feeds (RFC 4287).

use super::answer;
use super::problem::Problem;
use axum::http::HeaderMap;
use axum::response::Response;
use db::Timestamp;
use db::record::RecordCard;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// The media type of a feed.
const MIME: &str = "application/atom+xml; charset=utf-8";

/// Entries of a feed, at most.
pub(super) const ENTRIES: u64 = 50;

/// A feed.
#[derive(Debug)]
pub(super) struct Feed {
    /// What it is of.
    pub(super) title: String,
    /// A sentence on what comes here.
    pub(super) subtitle: String,
    /// The page it belongs to, whole; also its id.
    pub(super) page: String,
    /// Its own address, whole.
    pub(super) own: String,
    /// When what it is of began, in case nothing came yet.
    pub(super) begun: Timestamp,
    /// Newest first.
    pub(super) entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its title; an empty one is shown as `Untitled`.
    pub(super) title: String,
    /// Its page, whole; also its id.
    pub(super) page: String,
    /// The name of who made it.
    pub(super) author: String,
    /// When it came.
    pub(super) at: Timestamp,
    /// Plain words about it; may be empty.
    pub(super) summary: String,
}

impl Entry {
    /// A record that came at this time, on the site at `base`.
    pub(super) fn of(base: &str, card: RecordCard, at: Timestamp) -> Self {
        Self {
            page: format!("{base}/records/{}", card.id),
            title: card.title,
            author: card.author_name,
            at,
            summary: card.excerpt,
        }
    }
}

impl Feed {
    /// The feed as the answer to a request with these headers.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be written.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Result<Response, Problem> {
        let mut writer = Writer::new(Vec::new());
        self.write(&mut writer).map_err(Problem::from_io)?;
        Ok(answer::bytes(headers, MIME, writer.into_inner()))
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let updated = self.entries.iter().map(|entry| entry.at).max();
        writer
            .create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .write_inner_content(|writer| {
                text(writer, "id", &self.page)?;
                text(writer, "title", &self.title)?;
                text(writer, "subtitle", &self.subtitle)?;
                text(writer, "updated", &updated.unwrap_or(self.begun).rfc3339())?;
                link(writer, "alternate", "text/html", &self.page)?;
                link(writer, "self", "application/atom+xml", &self.own)?;
                self.entries
                    .iter()
                    .try_for_each(|entry| entry.write(writer))
            })?;
        Ok(())
    }
}

impl Entry {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let title = match self.title.trim() {
            "" => "Untitled",
            title => title,
        };
        let at = self.at.rfc3339();
        writer
            .create_element("entry")
            .write_inner_content(|writer| {
                text(writer, "id", &self.page)?;
                text(writer, "title", title)?;
                text(writer, "published", &at)?;
                text(writer, "updated", &at)?;
                writer
                    .create_element("author")
                    .write_inner_content(|writer| text(writer, "name", &self.author))?;
                link(writer, "alternate", "text/html", &self.page)?;
                match self.summary.is_empty() {
                    true => Ok(()),
                    false => text(writer, "summary", &self.summary),
                }
            })?;
        Ok(())
    }
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    // XML can hold no other control characters, not even escaped.
    let is_possible = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    let content: String = content.chars().filter(is_possible).collect();
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&content))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", rel), ("type", kind), ("href", href)];
    let link = writer.create_element("link");
    link.with_attributes(attributes).write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::Document;

    #[test]
    fn whatever_stands_in_titles_a_feed_is_xml() {
        let nasty = "]]> <b>\"it's\" & \u{0}\u{1b}\u{ffff}🌱</b>";
        let entry = Entry {
            title: nasty.to_owned(),
            page: "https://example.org/records/1?a=b&c=\"d\"".to_owned(),
            author: nasty.to_owned(),
            at: Timestamp(1_778_749_200_000_000),
            summary: nasty.to_owned(),
        };
        let feed = Feed {
            title: nasty.to_owned(),
            subtitle: String::new(),
            page: "https://example.org/challenges/1".to_owned(),
            own: "https://example.org/challenges/1/feed.atom".to_owned(),
            begun: Timestamp(0),
            entries: vec![entry],
        };
        let mut writer = Writer::new(Vec::new());
        feed.write(&mut writer).unwrap();
        let xml = String::from_utf8(writer.into_inner()).unwrap();
        let document = Document::parse(&xml).unwrap();
        let texts = |name: &str| -> Vec<String> {
            let found = document
                .descendants()
                .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", name)));
            found
                .map(|node| node.text().unwrap_or_default().to_owned())
                .collect()
        };
        let kept = "]]> <b>\"it's\" & 🌱</b>";
        assert_eq!(texts("title"), [kept, kept]);
        assert_eq!(texts("name"), [kept]);
        assert_eq!(texts("updated"), ["2026-05-14T09:00:00Z"; 2]);
    }
}
