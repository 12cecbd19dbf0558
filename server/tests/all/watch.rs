//! What those see who watch the server.

use crate::http::Ask;
use crate::site::Site;
use domain::Role;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_ready_and_measured() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await;
    assert_eq!(site.send(Ask::get("/healthz")).await.text(), "alive\n");
    assert_eq!(site.send(Ask::get("/readyz")).await.text(), "ready\n");
    let page = site
        .send(Ask::get(format!("/records/{id}?secret=token")).html())
        .await;
    assert_eq!(page.status, 200);
    let measures = site.send(Ask::get("/metrics")).await.text();
    assert!(measures.contains("route=\"/records/{id}\""), "{measures}");
    assert!(
        measures.contains("understory_lineage_records 1"),
        "{measures}"
    );
    assert!(measures.contains("understory_database_up 1"), "{measures}");
    assert!(
        !measures.contains("secret") && !measures.contains(&member.handle),
        "{measures}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_compressed_and_say_so() {
    let site = Site::start().await;
    for (encoding, expected) in [("br, gzip", "br"), ("gzip", "gzip")] {
        let answer = site
            .send(Ask::get("/").html().header("accept-encoding", encoding))
            .await;
        assert_eq!(answer.header("content-encoding"), Some(expected));
        assert!(
            answer
                .all("vary")
                .join(",")
                .to_lowercase()
                .contains("accept-encoding")
        );
    }
    assert!(
        site.send(Ask::get("/").html())
            .await
            .header("content-encoding")
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_slash_too_many_is_forgiven() {
    let site = Site::start().await;
    let answer = site.send(Ask::get("/records/").html()).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (308, Some("/records"))
    );
    assert_eq!(
        site.send(Ask::get("//evil.example/").html()).await.status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_is_told_from_a_failure_of_ours() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    // What is left of the file is no database any more.
    for (file, content) in [
        ("understory.db", vec![7_u8; 65_536]),
        ("understory.db-wal", Vec::new()),
    ] {
        std::fs::write(site.state.config.data.join(file), content).unwrap();
    }
    assert_eq!(site.send(Ask::get("/healthz")).await.status, 200);
    let asks = [
        Ask::get("/readyz"),
        Ask::get("/records").html(),
        Ask::get("/me").html().with(Some(&member.token)),
        Ask::get("/api/v1/records"),
    ];
    for ask in asks {
        let what = format!("{ask:?}");
        let answer = site.send(ask).await;
        assert_eq!(answer.status, 503, "{what}: {}", answer.text());
        assert_eq!(answer.header("retry-after"), Some("5"), "{what}");
        let text = answer.text().to_lowercase();
        assert!(
            !text.contains("sqlite") && !text.contains("select"),
            "{what}: {text}"
        );
    }
}
