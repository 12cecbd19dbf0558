//! What a first visit of a record's page takes over the wire, part by part.

use crate::corpus;
use crate::http::Client;
use crate::report::Report;
use crate::server::{Server, Store, finish, understory};
use anyhow::Result;

/// Bytes of the page and of every style, script, wasm and font it names, as sent to a browser that takes brotli.
pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    println!("first visit of a record page (8 sources, 30 remixes, lineage picture)");
    let data = corpus::scratch("bytes")?;
    let mut import = understory(Store::Sqlite(&data))?;
    import.arg("import").arg(corpus::crossing()?);
    finish(import)?;
    let server = Server::start(Store::Sqlite(&data)).await?;
    let mut client = Client::connect(server.port).await?;
    let page = crate::page::path_of_focus(&mut client).await?;
    let (_, plain) = client.get(&page, "identity").await?;
    let html = String::from_utf8_lossy(&plain).into_owned();
    let (headers, body) = client.get(&page, "br").await?;
    let encoding = headers
        .get("content-encoding")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("identity");
    report.note(
        &format!("html ({encoding}, {} before)", plain.len()),
        size(&body),
        "bytes",
    )?;
    let mut total = size(&body);
    let mut fonts = 0.0;
    let mut named = assets(&html, "/pkg/");
    let css: Vec<String> = named
        .iter()
        .filter(|path| path.ends_with(".css"))
        .cloned()
        .collect();
    for path in css {
        let (_, sheet) = client.get(&path, "identity").await?;
        named.extend(assets(&String::from_utf8_lossy(&sheet), "/pkg/"));
    }
    named.extend(assets(&html, "/favicon.svg"));
    // The script names them, for pages that show the map or a lineage alive, and for members'.
    named.retain(|path| !path.starts_with("/pkg/explorer") && !path.starts_with("/pkg/bell"));
    named.sort();
    named.dedup();
    for path in named {
        let (_, body) = client.get(&path, "br").await?;
        report.note(&path, size(&body), "bytes")?;
        if path.ends_with(".woff2") {
            fonts += size(&body);
        } else {
            total += size(&body);
        }
    }
    report.note(
        "in all without fonts and media (target 90 KB)",
        total,
        "bytes",
    )?;
    report.note("fonts (target 45 KB)", fonts, "bytes")
}

fn size(body: &hyper::body::Bytes) -> f64 {
    body.len().to_string().parse().unwrap_or(f64::NAN)
}

/// Paths that begin with `prefix` as they stand between quotes or parentheses.
fn assets(text: &str, prefix: &str) -> Vec<String> {
    text.match_indices(prefix)
        .filter_map(|(at, _)| {
            text.get(at..)?
                .split(['"', '\'', '\\', ')', '?', ' '])
                .next()
        })
        .map(ToOwned::to_owned)
        .collect()
}
