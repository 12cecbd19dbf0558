//! The map over HTTP: every call's shape, old epochs, what is refused, what does not show, and what shows at once.

mod files;
mod lineage;
mod live;
mod refused;
mod selected;
mod told;

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use ::lineage::map::{Delta, decode_delta};
use db::record::DraftForm;
use domain::record::{Body, Details};
use domain::remix::NamedSource;
use domain::{License, Medium, RecordId, Role};
use serde_json::Value;

async fn get(site: &Site, path: &str) -> Answer {
    site.send(Ask::get(path)).await
}

async fn read(site: &Site, path: &str) -> Value {
    let answer = get(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/json"),
        "{path}"
    );
    serde_json::from_slice(&answer.body).unwrap()
}

async fn delta(site: &Site, path: &str) -> Delta {
    let answer = get(site, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    decode_delta(&answer.body).unwrap()
}

async fn draft(site: &Site, by: &Somebody, title: &str, sources: &[RecordId]) -> RecordId {
    let used = |source: &RecordId| NamedSource {
        source: *source,
        used: "the patter".to_owned(),
    };
    let form = DraftForm {
        details: Details::parse(title, "", "rain").unwrap(),
        body: Some(Body::parse(Medium::Text, "patter", "").unwrap()),
        license: Some(License::CcBy),
        sources: sources.iter().map(used).collect(),
    };
    let db = &site.state.site.db;
    db::record::create_draft(db, &by.viewer, &form)
        .await
        .unwrap()
}

async fn publish(site: &Site, by: &Somebody, id: RecordId) {
    db::record::publish(&site.state.site.db, &by.viewer, id)
        .await
        .unwrap();
}

/// A root, a remix of it, a remix of both whose title is no formula and no markup, and a draft.
struct World {
    site: Site,
    by: Somebody,
    root: RecordId,
    middle: RecordId,
    last: RecordId,
    draft: RecordId,
    /// `/api/v1/map/{epoch}`.
    base: String,
}

const NASTY: &str = "=HYPERLINK(\"x\",\"<b>🌱</b>\")";
const SECRET: &str = "Not shown to anybody";

async fn world() -> World {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let root = draft(&site, &by, "Rain on tin", &[]).await;
    publish(&site, &by, root).await;
    let middle = draft(&site, &by, "Storm", &[root]).await;
    publish(&site, &by, middle).await;
    let last = draft(&site, &by, NASTY, &[middle, root]).await;
    publish(&site, &by, last).await;
    let draft = draft(&site, &by, SECRET, &[last]).await;
    let base = format!("/api/v1/map/{}", site.settle().await);
    World {
        site,
        by,
        root,
        middle,
        last,
        draft,
        base,
    }
}
