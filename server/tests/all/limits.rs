//! What is too much.

use crate::http::Ask;
use crate::site::Site;
use domain::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_as_long_as_its_texts_and_at_most_200_fields() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let send = async |text: &str, token: Option<&str>| {
        let form = Ask::form("/records/new", &[("body", text), ("description", text)]);
        site.send(form.json().with(token)).await.status
    };
    // As long as both may be, in letters that take the most room: what is refused is that there is no medium.
    let long = "𝄞".repeat(200_000);
    assert_ne!(send(&long, Some(&member.token)).await, 413);
    assert_eq!(send(&"𝄞".repeat(211_000), Some(&member.token)).await, 413);
    assert_eq!(send(&"x".repeat(128 * 1024), None).await, 413);
    let many: Vec<(&str, &str)> = vec![("tags", "x"); 201];
    let answer = site
        .send(
            Ask::form("/records/new", &many)
                .json()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 422);
    let json = Ask::form("/records/new", &[("a", "b")])
        .without("content-type")
        .header("content-type", "application/json");
    assert_eq!(site.send(json.with(Some(&member.token))).await.status, 415);
}

/// Reads until it is too much; answers how many reads went through, and how long one is told to wait.
async fn read_on(site: &Site, ask: impl Fn() -> Ask, most: usize) -> (usize, Option<String>) {
    for count in 0..most {
        let answer = site.send(ask()).await;
        if answer.status == 429 {
            return (count, answer.header("retry-after").map(ToOwned::to_owned));
        }
    }
    (most, None)
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_read_so_fast_and_no_faster() {
    let site = Site::start_with(&[("UNDERSTORY_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let from = |address: &'static str| {
        move || Ask::get("/api/v1/openapi.json").header("x-forwarded-for", address)
    };
    let (count, wait) = read_on(&site, from("203.0.113.9"), 400).await;
    assert!((60..400).contains(&count), "{count}");
    assert_eq!(wait.as_deref(), Some("1"));
    // Others are not in the way, and what stands left of the last untrusted address is not believed.
    assert_eq!(site.send(from("203.0.113.10")()).await.status, 200);
    let mut refused = 0;
    for turn in 0..40 {
        let chain = format!("198.51.100.{turn}, 203.0.113.9");
        let ask = Ask::get("/api/v1/openapi.json").header("x-forwarded-for", &chain);
        refused += usize::from(site.send(ask).await.status == 429);
    }
    assert!(refused > 0);
    // A whole /64 is one.
    let mut refused = 0;
    for turn in 0..400 {
        let address = format!("2001:db8:0:1::{turn:x}");
        let ask = Ask::get("/api/v1/openapi.json").header("x-forwarded-for", &address);
        refused += usize::from(site.send(ask).await.status == 429);
    }
    assert!(refused > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn zooming_in_on_the_map_is_no_rush() {
    let site = Site::start_with(&[("UNDERSTORY_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let ask = |path: &str| Ask::get(path).header("x-forwarded-for", "203.0.113.9");
    let (count, _) = read_on(&site, || ask("/api/v1/openapi.json"), 400).await;
    assert!(count < 400, "{count}");
    for what in ["tiles", "labels"] {
        let path = format!("/api/v1/map/1-a/{what}/0/0/0");
        let (count, _) = read_on(&site, || ask(&path), 250).await;
        assert_eq!(count, 250, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_and_this_very_machine_are_not_slowed() {
    let site = Site::start_with(&[("UNDERSTORY_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let member = site.join(Role::Member).await;
    let ask = || {
        Ask::get("/api/v1/openapi.json")
            .header("x-forwarded-for", "203.0.113.9")
            .with(Some(&member.token))
    };
    assert_eq!(read_on(&site, ask, 100).await.0, 100);
    assert_eq!(
        read_on(&site, || Ask::get("/api/v1/openapi.json"), 100)
            .await
            .0,
        100
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_records_an_hour() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    for _ in 0..20 {
        site.draft(&member).await;
    }
    let form = [
        ("medium", "text"),
        ("title", "One more"),
        ("body", "B"),
        ("intent", "save"),
    ];
    let answer = site
        .send(
            Ask::form("/records/new", &form)
                .json()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 429);
    assert!(
        answer
            .header("retry-after")
            .is_some_and(|wait| wait.parse::<u64>().unwrap() > 3_000)
    );
    let answer = site
        .send(
            Ask::form("/records/new", &form)
                .html()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").is_some() && answer.text().contains("One more"));
}
