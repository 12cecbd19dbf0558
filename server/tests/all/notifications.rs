//! Following, being told, and hearing of it at once.

use crate::http::Ask;
use crate::site::{Site, Somebody};
use domain::Role;
use domain::follow::Subject;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// How long something that happens at once may take where the machine is busy.
const SOON: Duration = Duration::from_secs(10);

/// A stream of events, as it comes in.
struct Events {
    stream: TcpStream,
    heard: String,
}

impl Events {
    async fn listen(site: &Site, who: &Somebody, ask: Ask) -> Self {
        let stream = ask.with(Some(&who.token)).open(site.address).await;
        Self {
            stream,
            heard: String::new(),
        }
    }

    fn ask() -> Ask {
        Ask::get("/me/notifications/events")
    }

    /// Reads until these words were heard.
    async fn hears(&mut self, words: &str) {
        let hear = async {
            while !self.heard.contains(words) {
                assert!(self.more().await, "ended without {words}: {}", self.heard);
            }
        };
        let heard = tokio::time::timeout(SOON, hear).await;
        assert!(heard.is_ok(), "{words} in {}", self.heard);
    }

    /// Reads until the server ends it.
    async fn ends(&mut self) {
        let end = async { while self.more().await {} };
        let ended = tokio::time::timeout(SOON, end).await;
        assert!(ended.is_ok(), "goes on: {}", self.heard);
    }

    async fn more(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let count = self.stream.read(&mut bytes).await.unwrap();
        self.heard
            .push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        count > 0
    }

    /// The ids of what was told, in order.
    fn ids(&self) -> Vec<i64> {
        let told = self
            .heard
            .split("\n\n")
            .filter(|event| event.contains("from your"));
        told.map(|event| {
            let id = event.lines().find_map(|line| line.strip_prefix("id: "));
            id.unwrap().parse().unwrap()
        })
        .collect()
    }
}

async fn follow(site: &Site, who: &Somebody, whom: &Somebody) {
    let subject = Subject::Member(whom.viewer.member);
    db::follow::set_follow(&site.state.site.db, who.viewer.member, subject, true)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_hears_at_once_and_goes_on_where_they_left() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let source = site.published(&ann).await;
    let mut events = Events::listen(&site, &ann, Events::ask()).await;
    events.hears("data: 0\n").await;
    for header in [
        "text/event-stream",
        "cache-control: no-store",
        "x-accel-buffering: no",
    ] {
        assert!(events.heard.contains(header), "{header}: {}", events.heard);
    }
    site.remix(&bo, source).await;
    events.hears("data: 1\n").await;
    let sentence = format!(
        "data: \u{2068}Somebody {}\u{2069} made \u{2068}“Rain on tin”\u{2069} from your \u{2068}“Rain on tin”\u{2069}\n",
        bo.handle
    );
    events.hears(&sentence).await;
    let first = events.ids()[0];
    drop(events);
    // Two more while nobody listens: both are told to who comes back, by what they heard last or by their page.
    for _ in 0..2 {
        site.remix(&bo, source).await;
    }
    let mut later = Events::ask();
    for ask in [
        Events::ask().header("last-event-id", &first.to_string()),
        Ask::get(format!("/me/notifications/events?after={first}")),
        // What a browser says of itself counts for more than its page, which may be old.
        Ask::get("/me/notifications/events?after=0").header("last-event-id", &first.to_string()),
    ] {
        let mut events = Events::listen(&site, &ann, ask.clone()).await;
        events.hears("data: 3\n").await;
        while events.ids().len() < 2 {
            assert!(events.more().await);
        }
        assert_eq!(events.ids().len(), 2, "{}", events.heard);
        assert!(events.ids().iter().all(|id| *id > first));
        later = ask;
    }
    // Another member hears nothing of it.
    let mut others = Events::listen(&site, &bo, later).await;
    others.hears("data: 0\n").await;
    assert!(others.ids().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn listening_ends_with_the_session_with_suspension_and_with_the_server() {
    let mut site = Site::start().await;
    let db = &site.state.site.db;
    let (ann, bo, cy) = (
        site.join(Role::Member).await,
        site.join(Role::Member).await,
        site.join(Role::Member).await,
    );
    let mut all = Vec::new();
    for who in [&ann, &bo, &cy] {
        let mut events = Events::listen(&site, who, Events::ask()).await;
        events.hears("data: ").await;
        all.push(events);
    }
    let [of_ann, of_bo, of_cy] = &mut all[..] else {
        unreachable!()
    };
    let out = site
        .send(Ask::form("/sign-out", &[]).json().with(Some(&ann.token)))
        .await;
    assert_eq!(out.status, 200, "{}", out.text());
    of_ann.hears("data: over").await;
    of_ann.ends().await;
    let again = Events::ask().with(Some(&ann.token)).status(site.address);
    assert_eq!(again.await, 401);
    db::member::set_suspended(db, &bo.handle, true)
        .await
        .unwrap();
    of_bo.ends().await;
    site.stop();
    of_cy.ends().await;
    let ended = tokio::time::timeout(SOON, site.serving.take().unwrap()).await;
    ended.expect("streams hold up no end").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_listens_on_eight_pages_and_no_more() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let mut all = Vec::new();
    for _ in 0..8 {
        let mut events = Events::listen(&site, &ann, Events::ask()).await;
        events.hears("data: ").await;
        all.push(events);
    }
    let ask = || Events::ask().with(Some(&ann.token)).status(site.address);
    assert_eq!(ask().await, 429);
    all.clear();
    let listens_again = async {
        while ask().await != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, listens_again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bell_and_the_list_tell_it_and_opening_marks_it_read() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    follow(&site, &bo, &ann).await;
    let record = site.published(&ann).await;
    let page = async |path: &str| {
        let ask = Ask::get(path).html().with(Some(&bo.token));
        site.send(ask).await.text()
    };
    let bell = |count: &str| format!("aria-label=\"Notifications, {count} unread\"");
    let told = async {
        while !page("/").await.contains(&bell("1")) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, told).await.unwrap();
    let list = page("/me/notifications").await;
    assert!(list.contains(" published "), "{list}");
    let id = list.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let open = Ask::form("/me/notifications/open", &[("id", id)])
        .html()
        .with(Some(&bo.token));
    let opened = site.send(open).await;
    assert_eq!(opened.status, 303);
    let place = format!("/records/{record}");
    assert_eq!(opened.header("location"), Some(place.as_str()));
    assert!(page("/").await.contains(&bell("0")));
    // Looking changed nothing before that; and visitors have no bell.
    let visitor = site.send(Ask::get("/").html()).await.text();
    assert!(!visitor.contains("Notifications,"), "{visitor}");
}
