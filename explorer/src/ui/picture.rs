//! A small lineage comes alive where its picture stands, grows, and outlives the map's being laid out anew.

use super::answers::Near;
use super::api::{self, Failed};
use super::explorer::Explorer;
use super::ground::{Ground, Lineage, Picture};
use super::{dom, time, words};
use crate::engine::{Engine, MapInfo, Placed};
use lineage::picture::{Medium, PictureInput, PictureLink, PictureRecord, PictureSize};
use serde::Deserialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// What the API tells of a lineage.
#[derive(Deserialize)]
struct Answer {
    /// How many records were appended to the map.
    new: u32,
    truncated: bool,
    records: Vec<Near>,
    links: Vec<Ends>,
}

#[derive(Deserialize)]
struct Ends {
    source: i64,
    remix: i64,
}

/// What came of looking for what was published since.
pub(crate) struct Grown {
    /// How many records were added to the picture.
    pub(crate) added: u32,
    /// Whether there is more than the picture can hold.
    pub(crate) too_large: bool,
}

/// Reads the lineage, then starts; until then, and where it fails, the server's picture stays.
pub(crate) fn start(root: &HtmlElement) {
    let root = root.clone();
    spawn_local(async move {
        let started = match read(&root).await {
            Ok((answer, info)) => begin(&root, answer, info),
            Err(failed) => Err(failed.words().into()),
        };
        if let Err(error) = started {
            web_sys::console::error_1(&error);
        }
    });
}

async fn read(root: &HtmlElement) -> Result<(Answer, MapInfo), Failed> {
    let data = |name: &str| root.get_attribute(name).unwrap_or_default();
    let info = js_sys::JSON::parse(&data("data-info")).unwrap_or(JsValue::NULL);
    let mut info: MapInfo =
        serde_wasm_bindgen::from_value(info).map_err(|_| Failed::Unreachable)?;
    let id = data("data-focus-id");
    let mut answer = ask(&info.epoch, &id).await;
    if answer.as_ref().err() == Some(&Failed::Gone) {
        // The page is of a moment ago.
        info.epoch = api::json::<MapInfo>("/api/v1/map").await?.epoch;
        answer = ask(&info.epoch, &id).await;
    }
    Ok((answer?, info))
}

async fn ask(epoch: &str, id: &str) -> Result<Answer, Failed> {
    api::json(&format!("/api/v1/map/{epoch}/lineage?record={id}")).await
}

fn begin(root: &HtmlElement, answer: Answer, info: MapInfo) -> Result<(), JsValue> {
    let size = if dom::is_narrow() {
        PictureSize::Compact
    } else {
        PictureSize::Wide
    };
    let new = answer.new;
    let lineage = Lineage::of(answer);
    let records = placed(&lineage, &info);
    let ground = Ground::picture(Lineage {
        links: Vec::new(),
        ..lineage.clone()
    });
    let links = match &ground {
        Ground::Picture(picture) => picture.add(Lineage {
            records: Vec::new(),
            ..lineage
        }),
        Ground::Map => Vec::new(),
    };
    let marks = records
        .iter()
        .map(|placed| (placed.index, placed.time))
        .unzip();
    let input = PictureInput {
        links,
        focus: 0,
        title: root
            .query_selector(".explorer-stage")?
            .and_then(|stage| stage.get_attribute("aria-label"))
            .unwrap_or_default(),
        records: records.into_iter().map(|placed| placed.record).collect(),
        id: "alive".to_owned(),
        size,
    };
    Explorer::start(root, info, ground, |stage, _, events| {
        Engine::start_picture(stage, input, marks, events)
    })
    .map(|explorer| explorer.state.borrow_mut().new = new)
}

impl Lineage {
    fn of(answer: Answer) -> Self {
        let links = answer.links.into_iter();
        Self {
            links: links.map(|link| (link.source, link.remix)).collect(),
            records: answer.records,
        }
    }
}

/// The records as the engine takes them; none is told to be earlier than its sources.
fn placed(lineage: &Lineage, info: &MapInfo) -> Vec<Placed> {
    let placed = |near: &Near| Placed {
        record: record(near),
        index: near.index,
        time: time::step(info, &near.published_at),
    };
    lineage.records.iter().map(placed).collect()
}

/// Adds what was published since to the picture.
pub(crate) async fn grow(explorer: &Rc<Explorer>, picture: &Picture) -> Result<Grown, Failed> {
    let epoch = explorer.epoch();
    let answer = ask(&epoch, &picture.about.to_string()).await?;
    Ok(add(explorer, picture, answer))
}

fn add(explorer: &Rc<Explorer>, picture: &Picture, answer: Answer) -> Grown {
    let (new, too_large) = (answer.new, answer.truncated);
    let mut lineage = Lineage::of(answer);
    lineage.records.retain(|record| !picture.has(record.id));
    // The nearest come first; here a source has to come before its remixes.
    lineage.records.sort_by_key(|record| record.index);
    let is_new = |id: &i64| lineage.records.iter().any(|record| record.id == *id);
    let links = lineage.links.iter().copied();
    let links = links.filter(|(_, remix)| is_new(remix)).collect();
    let lineage = Lineage { links, ..lineage };
    let records = placed(&lineage, &explorer.info);
    let added = records.len() as u32;
    explorer.state.borrow_mut().new = new;
    if added > 0 {
        let links: Vec<PictureLink> = picture.add(lineage);
        if let Some(engine) = explorer.engine() {
            engine.add_to_picture(records, links);
        }
    }
    Grown { added, too_large }
}

/// Reads the indexes of a map that was laid out anew, and what is new on it; what is drawn stays where it is.
pub(crate) async fn renew(explorer: &Rc<Explorer>, picture: &Picture) -> Result<Grown, Failed> {
    let info: MapInfo = api::json("/api/v1/map").await?;
    let answer = ask(&info.epoch, &picture.about.to_string()).await?;
    explorer.take_epoch(&info.epoch);
    let indexes = picture.renew(&answer.records);
    if let Some(engine) = explorer.engine() {
        engine.set_indexes(indexes);
    }
    Ok(add(explorer, picture, answer))
}

fn record(near: &Near) -> PictureRecord {
    PictureRecord {
        title: words::title(&near.title).to_owned(),
        byline: format!(
            "by {}, {}",
            near.author.name,
            words::year(&near.published_at)
        ),
        medium: medium(&near.medium),
        withdrawn: near.withdrawn,
        href: format!("/records/{}", near.id),
        time: js_sys::Date::parse(&near.published_at) as i64,
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
