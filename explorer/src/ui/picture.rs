//! A small lineage comes alive where its picture stands.

use super::api;
use super::explorer::Explorer;
use super::ground::{Ground, Picture};
use crate::engine::{Engine, MapInfo};
use lineage::picture::{Medium, PictureInput, PictureLink, PictureRecord, PictureSize};
use serde::Deserialize;
use std::collections::HashMap;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// Records that come alive as one picture; where there are more, the page shows the map.
const RECORDS_MAX: usize = 500;

/// What the page's `data-lineage` or the API tells.
#[derive(Deserialize)]
struct Answer {
    records: Vec<Record>,
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Record {
    id: i64,
    title: String,
    medium: String,
    author: AuthorName,
    published_at: String,
    #[serde(default)]
    withdrawn: bool,
}

#[derive(Deserialize)]
struct AuthorName {
    name: String,
}

#[derive(Deserialize)]
struct Link {
    source: i64,
    remix: i64,
}

/// Reads the lineage and the map's numbers, then starts; until then, and where it fails, the server's picture stays.
pub(crate) fn start(root: &HtmlElement) {
    let root = root.clone();
    spawn_local(async move {
        let id = root.get_attribute("data-focus-id").unwrap_or_default();
        let address = format!("/api/v1/records/{id}/lineage?limit={RECORDS_MAX}");
        let (Ok(answer), Ok(info)) = (
            api::json::<Answer>(&address).await,
            api::json::<MapInfo>("/api/v1/map").await,
        ) else {
            return;
        };
        if let Err(error) = begin(&root, answer, info, &id) {
            web_sys::console::error_1(&error);
        }
    });
}

fn begin(root: &HtmlElement, answer: Answer, info: MapInfo, focus: &str) -> Result<(), JsValue> {
    let ids: Vec<i64> = answer.records.iter().map(|record| record.id).collect();
    let narrow = super::dom::is_narrow();
    let input = input(
        &answer,
        focus,
        if narrow {
            PictureSize::Compact
        } else {
            PictureSize::Wide
        },
    );
    let ground = Ground::Picture(Picture::new(ids, &input));
    Explorer::start(root, info, ground, |stage, _, events| {
        Engine::start_picture(stage, input, events)
    })
}

fn input(answer: &Answer, focus: &str, size: PictureSize) -> PictureInput {
    let places: HashMap<i64, usize> = answer
        .records
        .iter()
        .map(|record| record.id)
        .zip(0..)
        .collect();
    let mut named: HashMap<i64, u32> = HashMap::new();
    let links = answer.links.iter().filter_map(|link| {
        let position = named.entry(link.remix).or_default();
        *position += 1;
        Some(PictureLink {
            source: *places.get(&link.source)?,
            remix: *places.get(&link.remix)?,
            position: *position - 1,
        })
    });
    let focus: i64 = focus.parse().unwrap_or_default();
    PictureInput {
        links: links.collect(),
        focus: places.get(&focus).copied().unwrap_or_default(),
        records: answer.records.iter().map(record).collect(),
        title: String::new(),
        id: "alive".to_owned(),
        size,
    }
}

fn record(record: &Record) -> PictureRecord {
    PictureRecord {
        title: super::words::title(&record.title).to_owned(),
        byline: format!(
            "by {}, {}",
            record.author.name,
            super::words::year(&record.published_at)
        ),
        medium: medium(&record.medium),
        withdrawn: record.withdrawn,
        href: format!("/records/{}", record.id),
        time: js_sys::Date::parse(&record.published_at) as i64,
        hidden_sources: 0,
        hidden_remixes: 0,
    }
}

fn medium(word: &str) -> Medium {
    match word {
        "image" => Medium::Image,
        "audio" => Medium::Audio,
        "video" => Medium::Video,
        "code" => Medium::Code,
        _ => Medium::Text,
    }
}
