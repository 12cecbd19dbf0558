//! `GraphML` (<http://graphml.graphdrawing.org>): a node for each record, an edge from source to remix.

use super::super::lineage::Found;
use super::xml::Xml;
use std::fmt::Write;

/// Names and types of what each record carries.
const KEYS: [(&str, &str); 7] = [
    ("title", "string"),
    ("medium", "string"),
    ("author", "string"),
    ("handle", "string"),
    ("published_at", "string"),
    ("withdrawn", "boolean"),
    ("url", "string"),
];

pub(super) fn write(found: &Found, public_url: &str) -> String {
    let mut out = String::with_capacity(1024 + found.lines.len() * 512 + found.used.len() * 96);
    // Writing to a string cannot fail.
    let _ = write_all(&mut out, found, public_url);
    out
}

fn write_all(out: &mut String, found: &Found, public_url: &str) -> std::fmt::Result {
    out.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (name, kind) in KEYS {
        writeln!(
            out,
            "<key id=\"{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    out.push_str(
        "<key id=\"used\" for=\"edge\" attr.name=\"used\" attr.type=\"string\"/>\n\
         <graph id=\"lineage\" edgedefault=\"directed\">\n",
    );
    for line in &found.lines {
        let url = format!("{public_url}/records/{}", line.id);
        let values = [
            line.title.as_str(),
            line.medium.as_str(),
            &line.author_name,
            line.author.as_str(),
            &line.published_at.rfc3339(),
            if line.withdrawn { "true" } else { "false" },
            &url,
        ];
        write!(out, "<node id=\"r{}\">", line.id)?;
        for ((name, _), value) in KEYS.into_iter().zip(values) {
            write!(out, "<data key=\"{name}\">{}</data>", Xml(value))?;
        }
        out.push_str("</node>\n");
    }
    for link in found.links() {
        write!(
            out,
            "<edge id=\"l{source}-{remix}\" source=\"r{source}\" target=\"r{remix}\">",
            source = link.source,
            remix = link.remix
        )?;
        if !link.used.is_empty() {
            write!(out, "<data key=\"used\">{}</data>", Xml(link.used))?;
        }
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    Ok(())
}
