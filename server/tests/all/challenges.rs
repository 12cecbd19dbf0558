//! Contributing through forms, with nothing but a browser that knows no JavaScript.

use crate::http::{Answer, Ask};
use crate::site::{Site, Somebody};
use db::record::find_record;
use domain::record::Status;
use domain::{ChallengeId, RecordId, Role};

/// Sends a form as a browser would from the page that it is on.
async fn send(site: &Site, by: &Somebody, path: &str, form: &[(&str, &str)]) -> Answer {
    let referer = format!("http://{}{path}", site.address);
    let ask = Ask::form(path, form).html().header("referer", &referer);
    site.send(ask.with(Some(&by.token))).await
}

async fn page(site: &Site, by: &Somebody, path: &str) -> String {
    site.send(Ask::get(path).html().with(Some(&by.token)))
        .await
        .text()
}

fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

async fn count(site: &Site, challenge: ChallengeId) -> i64 {
    let found = db::challenge::find(&site.state.site.db, challenge).await;
    found.unwrap().card.contribution_count
}

fn typed<'a>(challenge: &'a str, start: &'a str, intent: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("medium", "text"),
        ("title", "Sung by me"),
        ("body", "La la"),
        ("license", "CC-BY-4.0"),
        ("challenge", challenge),
        ("sources[0][id]", start),
        ("sources[0][used]", "All of it"),
        ("intent", intent),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_for_a_challenge_is_entered_when_it_is_published() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let start = site.published(&ann).await;
    let challenge = site.challenge(&ann, "text", &[start]).await;
    let path = format!("/records/new?challenge={challenge}");
    let form = page(&site, &bo, &path).await;
    for part in [
        "Contribute",
        "Enter it for",
        // One record alone to start from is chosen already.
        &format!("name=\"sources[0][id]\" value=\"{start}\""),
        &format!("<input type=\"hidden\" name=\"challenge\" value=\"{challenge}\">"),
    ] {
        assert!(form.contains(part), "{part} in {form}");
    }
    let (id, source) = (challenge.to_string(), start.to_string());
    let to = place(&send(&site, &bo, &path, &typed(&id, &source, "publish")).await);
    assert!(to.ends_with("?done=contributed"), "{to}");
    assert_eq!(count(&site, challenge).await, 1);
    let record = page(&site, &bo, to.split('?').next().unwrap()).await;
    assert!(record.contains("Contributed to"), "{record}");
    assert!(
        page(&site, &bo, &format!("/records/{start}"))
            .await
            .contains("Start of challenge")
    );
    assert!(
        page(&site, &bo, &format!("/challenges/{challenge}"))
            .await
            .contains("What you entered")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn late_entries_are_refused_kindly_and_nothing_is_lost() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let db = &site.state.site.db;
    let start = site.published(&ann).await;
    let challenge = site.challenge(&ann, "", &[start]).await;
    let path = format!("/records/new?challenge={challenge}");
    let (id, source) = (challenge.to_string(), start.to_string());
    // Saved in time, and one that is still being typed when it closes.
    let draft = place(&send(&site, &bo, &path, &typed(&id, &source, "save")).await);
    let draft: RecordId = draft.split(['/', '?']).nth(2).unwrap().parse().unwrap();
    db::challenge::set_closed(db, &ann.viewer, challenge, true)
        .await
        .unwrap();
    let late = send(&site, &bo, &path, &typed(&id, &source, "publish")).await;
    assert_eq!(late.status, 409);
    let text = late.text();
    for part in ["has closed", "La la", "All of it", "href=\"#challenge\""] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // Without the tick it is published by itself.
    let alone = place(&send(&site, &bo, &path, &typed("", &source, "publish")).await);
    assert!(alone.ends_with("?done=published"), "{alone}");
    // The draft says so too, and can be published both ways that are left.
    let own = format!("/records/{draft}");
    assert!(
        page(&site, &bo, &own)
            .await
            .contains("Publish without the challenge")
    );
    let draft_id = draft.to_string();
    let refused = send(&site, &bo, "/records/publish", &[("id", &draft_id)]).await;
    assert_eq!(refused.status, 409);
    let kept = find_record(db, Some(&bo.viewer), draft).await.unwrap();
    assert_eq!(
        (kept.card.status, kept.body.as_str()),
        (Status::Draft, "La la")
    );
    let form = [("id", draft_id.as_str()), ("alone", "true")];
    let to = place(&send(&site, &bo, "/records/publish", &form).await);
    assert_eq!(to, format!("/records/{draft}?done=published"));
    assert_eq!(count(&site, challenge).await, 0);
    let closed = page(&site, &bo, &format!("/challenges/{challenge}")).await;
    assert!(
        closed.contains("This challenge has closed.")
            && !closed.contains("Enter a record of yours")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_another_medium_is_refused_where_it_is_typed() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let start = site.published(&ann).await;
    let challenge = site.challenge(&ann, "code", &[start]).await;
    let path = format!("/records/new?challenge={challenge}");
    let (id, source) = (challenge.to_string(), start.to_string());
    let refused = send(&site, &bo, &path, &typed(&id, &source, "publish")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .text()
            .contains("This challenge asks for code, and this is text.")
    );
    assert!(
        db::member::list_drafts(&site.state.site.db, bo.viewer.member)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_put_up_for_a_challenge_are_drafts_for_it() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let challenge = site.challenge(&ann, "image", &[]).await;
    let png = include_bytes!("../../../public/icon-512.png");
    let field = |name: &str| format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"");
    let mut body = format!("{}\r\n\r\n{challenge}\r\n", field("challenge")).into_bytes();
    body.extend(format!("{}; filename=\"icon.png\"\r\n\r\n", field("file")).bytes());
    body.extend_from_slice(png);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let ask = Ask::upload("/uploads", "icon.png", png).body(body).json();
    let answer = site.send(ask.with(Some(&bo.token))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let draft = RecordId(made["id"].as_i64().unwrap());
    let db = &site.state.site.db;
    assert_eq!(
        db::challenge::find_of_draft(db, draft).await.unwrap(),
        Some(challenge)
    );
    let form = page(&site, &bo, &format!("/records/{draft}/edit")).await;
    assert!(form.contains("Enter it for"), "{form}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_already_is_entered_by_number_or_address() {
    let site = Site::start().await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let challenge = site.challenge(&ann, "", &[]).await;
    let (id, path) = (challenge.to_string(), format!("/challenges/{challenge}"));
    let records = [site.published(&bo).await, site.published(&bo).await];
    let listed = page(&site, &bo, &path).await;
    assert!(
        listed.contains(&format!("name=\"chosen\" value=\"{}\"", records[0])),
        "{listed}"
    );
    let address = format!("http://{}/records/{}", site.address, records[0]);
    let chosen = records[1].to_string();
    for form in [
        vec![("id", id.as_str()), ("record", address.as_str())],
        vec![("id", id.as_str()), ("chosen", chosen.as_str())],
    ] {
        let ask = Ask::form("/challenges/enter", &form).html();
        let answer = site.send(ask.with(Some(&bo.token))).await;
        assert_eq!(place(&answer), format!("{path}?done=entered#yours"));
    }
    assert_eq!(count(&site, challenge).await, 2);
    let foreign = site.published(&ann).await.to_string();
    for (record, status, words) in [
        (chosen.as_str(), 409, "This record is entered already."),
        (foreign.as_str(), 422, "This record is another member’s."),
        ("99999", 422, "There is no such record."),
        ("rain on tin", 422, "There is no such record."),
        ("", 422, "Choose one of your records"),
    ] {
        let referer = format!("http://{}{path}", site.address);
        let ask = Ask::form("/challenges/enter", &[("id", &id), ("record", record)]).html();
        let ask = ask.header("referer", &referer).with(Some(&bo.token));
        let answer = site.send(ask).await;
        assert_eq!(answer.status, status, "{record}");
        assert!(answer.text().contains(words), "{record}: {}", answer.text());
    }
    let back = [("id", id.as_str()), ("record", chosen.as_str())];
    let ask = Ask::form("/challenges/take-back", &back)
        .html()
        .with(Some(&bo.token));
    assert_eq!(
        place(&site.send(ask).await),
        format!("{path}?done=taken-back")
    );
    assert_eq!(count(&site, challenge).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_is_refused_comes_back_with_what_was_typed() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let start = site.published(&ann).await.to_string();
    let form = [
        ("title", "Sing"),
        ("asked", "The <chorus>"),
        ("medium", "audio"),
        ("deadline", "2020-01-01T10:00"),
        ("pay", "budget"),
        ("budget", "1200.50"),
        ("currency", "eur"),
        ("contributors", "4"),
        ("unused_work", "A credit."),
        ("sources[0][id]", start.as_str()),
        ("sources[0][used]", ""),
        ("intent", "save"),
    ];
    let answer = send(&site, &ann, "/challenges/new", &form).await;
    assert_eq!(answer.status, 422);
    let text = answer.text();
    for part in [
        "The deadline must lie ahead.",
        "value=\"1200.50\"",
        "The &lt;chorus&gt;",
        "Rain on tin",
        "value=\"2020-01-01T10:00\"",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // A step of the records keeps everything as well.
    let mut step = form.to_vec();
    step.push(("step", "remove:1"));
    let answer = send(&site, &ann, "/challenges/new", &step).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("The &lt;chorus&gt;"));
}
