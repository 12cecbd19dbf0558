//! An orderly end: what is under way is finished, and nothing new is begun.

use crate::http::Ask;
use crate::site::Site;
use domain::Role;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered() {
    let mut site = Site::start().await;
    let member = site.join(Role::Member).await;
    let form = [("name", "Renamed at the end"), ("bio", "")];
    let bytes = Ask::form("/me/profile", &form)
        .json()
        .with(Some(&member.token))
        .bytes(site.address);
    let (first, rest) = bytes.split_at(bytes.len() - 4);
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    stream.write_all(first).await.unwrap();
    // The server has the request's head and waits for the last bytes of its body.
    tokio::time::sleep(Duration::from_millis(300)).await;
    site.stop();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(
        TcpStream::connect(site.address).await.is_err(),
        "no new connections"
    );
    stream.write_all(rest).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    let ended = tokio::time::timeout(Duration::from_secs(10), site.serving.take().unwrap()).await;
    ended
        .expect("the server ends once all is answered")
        .unwrap();
    let name = db::member::find_profile(&site.state.site.db, &member.handle)
        .await
        .unwrap()
        .name;
    assert_eq!(name, "Renamed at the end");
}
