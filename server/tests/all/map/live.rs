//! What shows at once.

use super::{delta, draft, get, publish, read};
use crate::http::Ask;
use crate::site::{Site, Somebody};
use domain::{RecordId, Role};
use roaring::RoaringBitmap;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// A site with so many records that a few more lead to no new layout.
async fn filled() -> (Site, Somebody, Vec<RecordId>) {
    let site = Site::start().await;
    let by = site.join(Role::Member).await;
    let mut ids: Vec<RecordId> = Vec::new();
    for number in 0..16 {
        let sources: Vec<RecordId> = ids.last().copied().into_iter().collect();
        let id = draft(&site, &by, &format!("Number {number}"), &sources).await;
        publish(&site, &by, id).await;
        ids.push(id);
    }
    site.settle().await;
    (site, by, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_shows_within_a_second() {
    let (site, by, ids) = filled().await;
    let info = read(&site, "/api/v1/map").await;
    assert_eq!((&info["records"], &info["new"]), (&json!(16), &json!(0)));
    let base = format!("/api/v1/map/{}", info["epoch"].as_str().unwrap());
    assert!(
        delta(&site, &format!("{base}/new"))
            .await
            .records
            .is_empty()
    );
    let mut events = Events::open(&site, "").await;
    assert_eq!(events.next().await["new"], 0);
    let late = draft(&site, &by, "Late", &[ids[3]]).await;
    let begun = Instant::now();
    publish(&site, &by, late).await;
    let event = events.next().await;
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(
        (&event["new"], &event["epoch"]),
        (&json!(1), &info["epoch"])
    );
    let new = delta(&site, &format!("{base}/new")).await;
    let (record, anchor) = new.records[0];
    let anchored = site.state.site.map.index(ids[3]).unwrap();
    assert_eq!((new.records.len(), record.index, anchor), (1, 16, anchored));
    assert!(
        delta(&site, &format!("{base}/new?after=1"))
            .await
            .records
            .is_empty()
    );
    assert_eq!(
        read(&site, &format!("{base}/new/labels")).await,
        json!([[16, "Late"]])
    );
    let detail = read(&site, &format!("{base}/find?record={late}")).await;
    assert_eq!(
        (&detail["index"], &detail["level"]),
        (&json!(16), &Value::Null)
    );
    let selected = get(&site, &format!("{base}/select?subtree={}", ids[3])).await;
    let selected = RoaringBitmap::deserialize_from(&selected.body[..]).unwrap();
    assert!(selected.contains(16) && selected.len() == 14);
    let measures = get(&site, "/metrics").await.text();
    for measure in [
        "understory_map_records 17",
        "understory_map_new 1",
        "understory_map_listeners 1",
    ] {
        assert!(measures.contains(measure), "{measure}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_record_shows_as_what_is_left_of_it() {
    let (site, by, ids) = filled().await;
    let base = format!("/api/v1/map/{}", site.settle().await);
    let mut events = Events::open(&site, "").await;
    events.next().await;
    db::record::withdraw(&site.state.site.db, &by.viewer, ids[5])
        .await
        .unwrap();
    assert_eq!(events.next().await["withdrawn"], 1);
    let detail = read(&site, &format!("{base}/find?record={}", ids[5])).await;
    assert_eq!(
        (&detail["withdrawn"], &detail["title"]),
        (&json!(true), &json!("Number 5"))
    );
    assert_eq!(detail["author"]["name"], by.viewer.name);
    let remix = read(&site, &format!("{base}/find?record={}", ids[6])).await;
    assert_eq!(
        (
            &remix["sources"][0]["withdrawn"],
            &remix["sources"][0]["title"]
        ),
        (&json!(true), &json!("Number 5"))
    );
    let gone = get(&site, &format!("{base}/select?withdrawn=1")).await;
    let gone = RoaringBitmap::deserialize_from(&gone.body[..]).unwrap();
    assert!(gone.iter().eq(site.state.site.map.index(ids[5])));
    assert_eq!(read(&site, "/api/v1/map").await["withdrawn"], 1);
    let text = read(&site, &format!("{base}/summary?q=patter")).await;
    assert_eq!(text["count"], 15, "its words are gone");
}

/// A stream of events.
struct Events {
    stream: TcpStream,
    read: String,
}

impl Events {
    async fn open(site: &Site, from: &str) -> Self {
        let mut ask = Ask::get("/api/v1/map/live");
        if !from.is_empty() {
            ask = ask.header("x-forwarded-for", from);
        }
        Self {
            stream: ask.open(site.address).await,
            read: String::new(),
        }
    }

    /// Reads on; `false` at the end.
    async fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let count = tokio::time::timeout(Duration::from_secs(5), self.stream.read(&mut bytes));
        let count = count
            .await
            .expect("nothing is said for five seconds")
            .unwrap();
        self.read
            .push_str(&String::from_utf8_lossy(&bytes[..count]));
        count > 0
    }

    async fn head(&mut self) -> String {
        while !self.read.contains("\r\n\r\n") {
            assert!(self.read().await);
        }
        self.read.split("\r\n\r\n").next().unwrap().to_lowercase()
    }

    async fn next(&mut self) -> Value {
        loop {
            if let Some((before, rest)) = self.read.split_once("data: ")
                && let Some((data, rest)) = rest.split_once("\n\n")
            {
                assert!(before.contains("event: map"), "{before}");
                let line = data.lines().next().unwrap();
                let value = serde_json::from_str(line).unwrap();
                self.read = rest.to_owned();
                return value;
            }
            assert!(self.read().await, "the stream ended: {}", self.read);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_server_stops() {
    let mut site = Site::start().await;
    let epoch = site.settle().await;
    let mut events = Events::open(&site, "").await;
    let head = events.head().await;
    for line in [
        "http/1.1 200",
        "content-type: text/event-stream",
        "cache-control: no-store",
        "access-control-allow-origin: *",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(!head.contains("content-encoding"), "{head}");
    assert_eq!(
        events.next().await,
        json!({ "epoch": epoch, "new": 0, "withdrawn": 0 })
    );
    site.stop();
    while events.read().await {}
    let ended = tokio::time::timeout(Duration::from_secs(5), site.serving.take().unwrap()).await;
    ended.expect("the server ends at once").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_listens_eight_times_at_most() {
    let site = Site::start_with(&[("UNDERSTORY_TRUSTED_PROXIES", "127.0.0.1")]).await;
    site.settle().await;
    let mut all = Vec::new();
    for turn in 0..8 {
        let mut events = Events::open(&site, &format!("2001:db8:0:1::{turn}")).await;
        assert!(events.head().await.starts_with("http/1.1 200"));
        all.push(events);
    }
    let ask = || Ask::get("/api/v1/map/live").header("x-forwarded-for", "2001:db8:0:1::9");
    assert_eq!(ask().status(site.address).await, 429);
    let refused = site.send(ask()).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (429, Some("60"))
    );
    assert_eq!(
        refused.header("content-type"),
        Some("application/problem+json")
    );
    let mut other = Events::open(&site, "203.0.113.9").await;
    assert!(other.head().await.starts_with("http/1.1 200"));
    all.pop();
    // The server sees that nobody listens when it next has something to say.
    let by = site.join(Role::Member).await;
    let id = draft(&site, &by, "News", &[]).await;
    publish(&site, &by, id).await;
    site.settle().await;
    let begun = Instant::now();
    loop {
        let mut again = Events::open(&site, "2001:db8:0:1::9").await;
        if again.head().await.starts_with("http/1.1 200") {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "there is room again"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
