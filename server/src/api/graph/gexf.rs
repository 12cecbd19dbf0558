//! GEXF 1.3 (<https://gexf.net>): a node for each record, an edge from source to remix.

use super::super::lineage::Found;
use super::xml::Xml;
use std::fmt::Write;

/// Names and types of what each record carries, besides its label.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("medium", "string"),
    ("author", "string"),
    ("handle", "string"),
    ("published_at", "string"),
    ("withdrawn", "boolean"),
    ("url", "anyURI"),
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
         <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
         <graph mode=\"static\" defaultedgetype=\"directed\">\n\
         <attributes class=\"node\">\n",
    );
    for (name, kind) in ATTRIBUTES {
        writeln!(
            out,
            "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
        )?;
    }
    out.push_str(
        "</attributes>\n<attributes class=\"edge\">\n\
         <attribute id=\"used\" title=\"used\" type=\"string\"/>\n</attributes>\n<nodes>\n",
    );
    for line in &found.lines {
        let title = if line.title.is_empty() {
            "Untitled"
        } else {
            &line.title
        };
        let url = format!("{public_url}/records/{}", line.id);
        let values = [
            line.medium.as_str(),
            &line.author_name,
            line.author.as_str(),
            &line.published_at.rfc3339(),
            if line.withdrawn { "true" } else { "false" },
            &url,
        ];
        write!(
            out,
            "<node id=\"{}\" label=\"{}\"><attvalues>",
            line.id,
            Xml(title)
        )?;
        for ((name, _), value) in ATTRIBUTES.into_iter().zip(values) {
            write!(out, "<attvalue for=\"{name}\" value=\"{}\"/>", Xml(value))?;
        }
        out.push_str("</attvalues></node>\n");
    }
    out.push_str("</nodes>\n<edges>\n");
    for (id, link) in found.links().enumerate() {
        let (source, remix) = (link.source, link.remix);
        write!(
            out,
            "<edge id=\"{id}\" source=\"{source}\" target=\"{remix}\">"
        )?;
        if !link.used.is_empty() {
            let used = Xml(link.used);
            write!(
                out,
                "<attvalues><attvalue for=\"used\" value=\"{used}\"/></attvalues>"
            )?;
        }
        out.push_str("</edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    Ok(())
}
